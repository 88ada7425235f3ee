"""Making the example clinic: people, courses, the clinic's own decisions and one sign-in for each role."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

from enthesis.clinic.access import By, Operator
from enthesis.clinic.accounts import invite
from enthesis.clinic.door import record_all, start_course
from enthesis.clinic.example import calendar, desk, letters
from enthesis.clinic.example.authors import keep_colleagues, with_authors
from enthesis.clinic.example.decided import keep_example_decisions, keep_example_page
from enthesis.clinic.example.documents import keep_example_documents
from enthesis.clinic.example.estimates import estimate_of, keep_example_prices
from enthesis.clinic.example.letters import dialogue
from enthesis.clinic.example.own_protocols import keep_example_protocols
from enthesis.clinic.example.payments import payments
from enthesis.clinic.example.people import Patient, patients
from enthesis.clinic.example.simulate import simulate
from enthesis.clinic.example.story import Story
from enthesis.clinic.example.strangers import keep_example_evaluations
from enthesis.clinic.models import Clinic, CourseRecord, Membership, Person, Role, User
from enthesis.clinic.people import new_person
from enthesis.clinic.prices import prices_of
from enthesis.clinic.protocols import protocols_of
from enthesis.pathway.events import Event
from enthesis.pathway.protocol.model import Protocol

NAME = "Example Clinic (synthetic data)"
ZONE = "Europe/Berlin"
SEED = 2026
LEAD = "Dr M. Example"
SIGN_INS = "example-sign-ins.txt"
STAFF = {
    Role.CLINICIAN: ("clinician@example.test", LEAD),
    Role.THERAPIST: ("therapist@example.test", "T. Example"),
    Role.FRONT_DESK: ("desk@example.test", "F. Example"),
    Role.LEAD: ("lead@example.test", "L. Example"),
}
PATIENT = "patient@example.test"


@dataclass(frozen=True, slots=True)
class Made:
    """What there is now. `courses` is 0 where the clinic was there already."""

    clinic: Clinic
    courses: int
    events: int
    sign_ins: tuple[tuple[str, str, str], ...]  # role, e-mail, password


def example_clinic(*, seed: int = SEED, now: datetime | None = None) -> Made:
    """The example clinic, made where it is missing. Calling it again changes nothing."""
    clinic = Clinic.objects.filter(name=NAME).first()
    if clinic is not None and _is_whole(clinic):
        return Made(clinic, 0, 0, _read_sign_ins())
    if clinic is None:
        clinic = Clinic.objects.create(name=NAME, time_zone=ZONE)
        keep_example_protocols(clinic, LEAD)
    keep_example_prices(clinic)
    now = now or datetime.now(UTC)
    today = now.astimezone(ZoneInfo(clinic.time_zone)).date()
    calendar.keep_example_resources(clinic, today)
    staff = _staff(clinic)
    keep_example_decisions(clinic, staff[Role.CLINICIAN])
    keep_example_page(clinic)
    made = list(_courses(clinic, seed, now, staff, keep_colleagues(clinic)))
    desk.todays_visits(clinic, now)
    calendar.book_series(clinic, now)
    calendar.wait_for_earlier(clinic, now)
    _on_the_desk(clinic, today, staff)
    return Made(clinic, len(made), sum(count for _, count in made), _accounts(clinic, staff))


def _on_the_desk(clinic: Clinic, today: date, staff: Mapping[Role, User]) -> None:
    """What is no course: lots, evaluations of strangers, documents, who is silent, who may be there twice."""
    desk.keep_example_lots(clinic, today)
    keep_example_evaluations(clinic, staff[Role.FRONT_DESK], today)
    patient = _with_most_courses(clinic)
    keep_example_documents(patient.courses.order_by("pk")[0], _account_of(clinic, patient, PATIENT), today)
    desk.chase_silent(clinic, today)
    desk.keep_possible_duplicate(clinic)


def _is_whole(clinic: Clinic) -> bool:
    """The accounts are made last: where they are missing, an earlier start was broken off."""
    return Membership.objects.filter(clinic=clinic).exists() and _sign_in_file().exists()


def own_protocols(clinic: Clinic) -> list[Protocol]:
    """Each protocol once: the clinic's own copy where it has one."""
    found: dict[str, Protocol] = {}
    for protocol in protocols_of(clinic.pk).values():
        if protocol.id not in found or protocol.version > found[protocol.id].version:
            found[protocol.id] = protocol
    return [found[name] for name in sorted(found)]


def _courses(
    clinic: Clinic, seed: int, now: datetime, staff: Mapping[Role, User], colleagues: Sequence[User]
) -> Iterator[tuple[str, int]]:
    """Every course recorded through the one door; people of an earlier start that was broken off are passed over."""
    zone = ZoneInfo(clinic.time_zone)
    today = now.astimezone(zone).date()
    there = Person.objects.filter(clinic=clinic).count()
    for place, patient in enumerate(patients(own_protocols(clinic), seed, today)):
        if place < there - 1:
            continue
        person = _person(clinic, place, there, patient)
        recorded = CourseRecord.objects.filter(person=person).count()
        for number, (protocol, story, ago) in enumerate(patient.courses):
            if number < recorded:
                continue
            started = today - timedelta(days=ago)
            label = f"ex{seed}-{place + 1}-{number + 1}"
            lines = _lines(clinic, protocol, story, started, now, label)
            authors: dict[str, By] = {"": Operator("example")}
            authors |= {each.handle: each for each in (staff[Role.CLINICIAN], *colleagues)}
            is_shown = len(patient.courses) > 1
            address = PATIENT if is_shown else patient.profile.email
            lines = list(with_authors(lines, place, ago, (staff[Role.CLINICIAN], *colleagues)))
            if any(who == letters.PATIENT for _, _, who in lines):
                authors[letters.PATIENT] = _account_of(clinic, person, address)
            if number == 0 and (is_shown or (place % 5 == 2 and ago > 20)):
                lines += [(one.at, one.event, one.who) for one in dialogue(0 if is_shown else place, label, now, zone)]
                authors[letters.PATIENT] = _account_of(clinic, person, address)
                authors |= {Role(role).value: user for role, user in staff.items()}
            yield _record(person, sorted(lines, key=lambda line: line[0]), authors), len(lines)


def _lines(
    clinic: Clinic, protocol: Protocol, story: Story, started: date, now: datetime, label: str
) -> list[tuple[datetime, Event, str]]:
    """What one course is told in: when, what, and "" for that the example itself recorded it."""
    zone = ZoneInfo(clinic.time_zone)
    events, moments = simulate(protocol, story, started=started, today=now, zone=zone, seed=label, books_ahead=False)
    estimate = estimate_of(clinic, protocol, started, f"{label}-estimate")
    if estimate is not None:
        events.insert(1, estimate)
        moments.insert(1, moments[0])
    listed = prices_of(clinic.pk)
    paid = payments(events, protocol, listed, label) if listed is not None else {}
    lines: list[tuple[datetime, Event, str]] = []
    for event, at in zip(events, moments, strict=True):
        lines.append((at, event, ""))
        if event.id in paid:
            lines.append((at, paid[event.id], ""))
    return lines


def _record(person: Person, lines: Sequence[tuple[datetime, Event, str]], authors: Mapping[str, By]) -> str:
    """Record a course, as many lines at a time as have one author. Its number."""
    number = ""
    for who, told in groupby(lines, key=lambda line: line[2]):
        several = list(told)
        events, moments = [event for _, event, _ in several], [at for at, _, _ in several]
        if number:
            record_all(events, course=number, by=authors[who], as_of=moments)
        else:
            number = start_course(events, person=person, by=authors[who], as_of=moments).number
    return number


def _person(clinic: Clinic, place: int, there: int, patient: Patient) -> Person:
    if place < there:
        return Person.objects.filter(clinic=clinic).order_by("pk")[place]
    return new_person(patient.profile, clinic=clinic, by=Operator())


# -- signing in ----------------------------------------------------------------------------------------------------


def _staff(clinic: Clinic) -> dict[Role, User]:
    """One account for each role. Nobody can sign in to them yet."""
    found = {role: invite(email, clinic=clinic, role=role, name=name) for role, (email, name) in STAFF.items()}
    for role, user in found.items():
        calendar.link_account(clinic, STAFF[role][1], user)
    return found


def _accounts(clinic: Clinic, staff: Mapping[Role, User]) -> tuple[tuple[str, str, str], ...]:
    """The passwords, made and written down last: they say that the clinic is whole."""
    patient = _account_of(clinic, _with_most_courses(clinic), PATIENT)
    made: list[tuple[str, str, str]] = []
    for role, user in [*staff.items(), (Role.PATIENT, patient)]:
        password = secrets.token_urlsafe(9)
        _with_password(user, password)
        made.append((role.value, user.email, password))
    file = _sign_in_file()
    file.touch(mode=0o600)
    file.write_text("".join(f"{role}\t{email}\t{word}\n" for role, email, word in made), "utf-8")
    return tuple(made)


def _account_of(clinic: Clinic, person: Person, email: str) -> User:
    return invite(email, clinic=clinic, role=Role.PATIENT, name="A patient of the example", person=person)


def _with_password(user: User, password: str) -> None:
    user.set_password(password)
    user.save()


def _with_most_courses(clinic: Clinic) -> Person:
    """The patient with two problems signs in for the patients: two courses, one agenda."""
    people = Person.objects.filter(clinic=clinic).prefetch_related("courses")
    return max(people, key=lambda person: (person.courses.count(), -person.pk))


def _sign_in_file() -> Path:
    return Path(settings.HOME) / SIGN_INS


def _read_sign_ins() -> tuple[tuple[str, str, str], ...]:
    rows = (line.split("\t") for line in _sign_in_file().read_text("utf-8").splitlines())
    return tuple((role, email, word) for role, email, word in rows)
