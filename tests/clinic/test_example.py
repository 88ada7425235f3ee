"""The example clinic shows everything that Enthesis does, made up, the same for the same seed and moment."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from enthesis.clinic.access import Operator
from enthesis.clinic.arrivals import waiting as here
from enthesis.clinic.balances import balance_of
from enthesis.clinic.consents import consent_rules
from enthesis.clinic.duplicates import possible_duplicates
from enthesis.clinic.example import make
from enthesis.clinic.example.documents import page_of_words, picture
from enthesis.clinic.example.letters import DIALOGUES, dialogue
from enthesis.clinic.example.own_protocols import own_text
from enthesis.clinic.example.people import AGES_IN_DAYS, EARLIER_SHOWN_IN_DAYS, patients
from enthesis.clinic.example.simulate import Story, simulate
from enthesis.clinic.example.strangers import STRANGERS
from enthesis.clinic.files.checking import PDF, PNG, check
from enthesis.clinic.files.keeping import files_of
from enthesis.clinic.intake.inbox import inbox, screening_of
from enthesis.clinic.intake.models import Evaluation
from enthesis.clinic.intake.page import page_of
from enthesis.clinic.intake.papers import Papers
from enthesis.clinic.letters.inbox import waiting
from enthesis.clinic.models import CourseRecord, Person, StoredEvent, User
from enthesis.clinic.opening import open_course
from enthesis.clinic.people import people_of
from enthesis.clinic.stock import lots_of
from enthesis.pathway import events as e
from enthesis.pathway.consent import State, consent_of, current
from enthesis.pathway.course import fold
from enthesis.pathway.kept import kept_windows
from enthesis.pathway.protocol.library import latest
from enthesis.pathway.protocol.read import read_protocol

NOW = datetime(2026, 11, 18, 10, 30, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Berlin")
EVERYTHING = {
    e.ConsentSigned, e.ProgrammeAgreed, e.ExercisesLogged, e.DiaryEntered, e.MessageWritten, e.PaymentTaken,
    e.PatientArrived, e.ImagingOrdered, e.ImagingReported, e.FileAdded, e.VisitAttended,
}  # fmt: skip


def told(seed: str, ends: str = "", ago: int = 120) -> list[e.Event]:
    story = Story("low back pain", "back", writes=0.95, name="Ada Example", target="walk again", ends=ends)
    started = NOW.date() - timedelta(days=ago)
    events, moments = simulate(latest()["nutura-back"], story, started=started, today=NOW, zone=ZONE, seed=seed)
    assert moments == sorted(moments)
    assert moments[-1] <= NOW
    return events


def test_the_same_seed_tells_the_same_course() -> None:
    assert told("one") == told("one")
    assert told("one") != told("another")


def test_people_who_were_treated_before_are_added_behind_the_others() -> None:
    """So that outcomes can be counted; they change nobody else's course."""
    protocols = [each for _, each in sorted(latest().items())]
    everybody = list(patients(protocols, 1, NOW.date()))
    names = [each.profile.name for each in everybody]
    assert len(names) == len(set(names)) == len(everybody) >= 90
    earlier = everybody[len(protocols) * len(AGES_IN_DAYS) :]
    assert {protocol.id for each in earlier for protocol, _, _ in each.courses} == set(latest())
    assert all(ago >= min(EARLIER_SHOWN_IN_DAYS) for each in earlier for _, _, ago in each.courses)
    assert list(patients(protocols, 1, NOW.date())) == everybody


def test_most_sessions_lie_inside_the_windows_that_the_clinic_decided_and_some_do_not() -> None:
    name = "yelland-lbp-2004"
    protocol = read_protocol(own_text(name, make.LEAD), name)
    found: list[bool | None] = []
    for place in range(5):
        story = Story("low back pain", "back", writes=0.0, answers=0.0)
        started = NOW.date() - timedelta(days=300)
        events, _ = simulate(protocol, story, started=started, today=NOW, zone=ZONE, seed=f"windows {place}")
        kept = kept_windows(protocol, events, ZONE)
        found += [each.is_inside for each in kept if each.activity == "treatment" and each.number > 1]
    assert None not in found
    assert 0.6 < sum(map(bool, found)) / len(found) < 1
    assert "pain-diary" in {activity.id for activity in protocol.activities}


def test_what_is_signed_is_the_text_that_is_offered() -> None:
    events = told("one")
    stands = consent_of(fold(events), events, current())
    assert stands.state is State.SIGNED
    assert stands.signed is not None
    assert stands.signed.signed_as == "Ada Example"
    old = told("one", ago=480)
    assert consent_of(fold(old), old, current()).state is State.OTHER
    left = told("one", ends="withdrew")
    assert consent_of(fold(left), left, current()).state is State.WITHDRAWN


def test_a_diary_with_moments_late_days_and_an_aim() -> None:
    entries = [each for seed in ("one", "two", "three") for each in told(seed) if isinstance(each, e.DiaryEntered)]
    assert {each.target for each in entries} == {"", "walk again"}
    assert any(each.at and each.now is not None for each in entries)
    assert all(each.sleep is not None and each.worst is not None for each in entries if each.at is None)
    days = [each.happened_on for each in entries if each.at is None and each.happened_on]
    assert any(later < earlier for earlier, later in pairwise(days))


def test_letters_are_in_order_and_some_wait() -> None:
    for place in range(len(DIALOGUES)):
        letters = dialogue(place, "x", NOW, ZONE)
        assert [each.at for each in letters] == sorted(each.at for each in letters)
        assert letters[-1].at < NOW
    assert {each[-1][1] for each in DIALOGUES} == {"patient", "clinician", "front-desk"}


def test_three_strangers_urgent_to_discuss_and_unsuitable() -> None:
    verdicts = [screening_of(Papers(answers=each.answers)).verdict.value for each in STRANGERS]
    assert verdicts == ["urgent", "discuss", "not_suitable"]


def test_documents_are_taken_for_what_they_are() -> None:
    assert check(page_of_words("made up"), "a.pdf").media_type == PDF
    assert check(picture("made up"), "a.png").media_type == PNG


def test_a_small_example_clinic(db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: object) -> None:
    everybody = make.patients
    few = (2, 3, 4, 5, 9, 10, 11, 12, 13)

    def some(*given: object) -> object:
        return (each for place, each in enumerate(islice(everybody(*given), 14)) if place in few)  # type: ignore[arg-type]

    monkeypatch.setattr(make, "patients", some)
    monkeypatch.setattr(
        make, "_with_most_courses", lambda clinic: Person.objects.filter(clinic=clinic).order_by("pk")[0]
    )
    settings.HOME = tmp_path  # type: ignore[attr-defined] - pytest-django's settings
    made = make.example_clinic()
    by, clinic, today = Operator(), made.clinic, datetime.now(ZONE).date()
    kinds = Counter(StoredEvent.objects.values_list("kind", flat=True))
    assert {kind.__name__ for kind in EVERYTHING} <= set(kinds)
    desk = User.objects.get(email="desk@example.test")
    assert waiting(desk)[1]
    assert here(by, clinic, today)
    assert [one.screening.verdict.value for one in inbox(clinic, by=desk)] == ["urgent", "discuss"]
    assert Evaluation.objects.filter(state="declined").count() == 1
    assert any(one.row.used_up for one in lots_of(clinic, by))
    assert any(one.sessions for one in lots_of(clinic, by))
    profiles = [one.profile for one in people_of(by, clinic=clinic.pk) if one.profile]
    assert all(each.name.endswith("Example") for each in profiles)
    twice = next(each for each in profiles if each.name.count(" ") == 2)
    assert len(possible_duplicates(twice, clinic=clinic.pk, by=by)) == 2
    assert page_of(clinic.pk)
    assert clinic.telephone.startswith("555")
    assert consent_rules(clinic.pk).is_decided
    assert len(files_of(Person.objects.filter(clinic=clinic).order_by("pk")[0].pk)) == 2
    opened = [open_course(one.number, by=by) for one in CourseRecord.objects.filter(clinic=clinic)]
    sessions = [each for seen in opened for each in seen.course.injections]
    treating = User.objects.filter(memberships__clinic=clinic, memberships__role="clinician")
    assert {each.recorded_by for each in sessions} <= {each.handle for each in treating}
    assert len({each.recorded_by for each in sessions}) >= 2
    goals = [event for seen in opened for event in seen.log if isinstance(event, e.GoalSet)]
    patients = User.objects.filter(memberships__clinic=clinic, memberships__role="patient")
    assert goals
    assert {each.recorded_by for each in goals} <= {each.handle for each in patients}
    balances = [found.open.amount for seen in opened if (found := balance_of(seen)) and found.charges]
    assert 0 in balances
    assert any(balances)
    assert make.example_clinic().events == 0
