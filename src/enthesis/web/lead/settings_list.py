"""Everything that a clinic decides, in one list: what holds, whether it was decided, and where it is changed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from enthesis.clinic import waiting_rules
from enthesis.clinic.booking_wishes import DAYS_APART, DEVICE_DAYS, POINTS, booking_wishes
from enthesis.clinic.chasing import rules_of as chase_rules
from enthesis.clinic.consents import consent_rules
from enthesis.clinic.decisions import ANSWERS_WITHIN, ON_CALL, decisions, own_holds
from enthesis.clinic.diary_rules import diary_rules
from enthesis.clinic.emergencies import minutes_of
from enthesis.clinic.intake.reminding import reminding
from enthesis.clinic.intake.store import keeping
from enthesis.clinic.leaving.asking import law_of
from enthesis.clinic.messages.times import QUIET, times_of
from enthesis.clinic.models import Clinic, Resource
from enthesis.clinic.move_hours import HELD, NOTICE, move_hours
from enthesis.clinic.outcome_rules import outcome_rules
from enthesis.clinic.prices import prices_of
from enthesis.clinic.sign_in import GRACE, PATIENT_IDLE, STAFF_IDLE, UNITS
from enthesis.clinic.sign_in import rules_of as sign_in_rules
from enthesis.clinic.visit_rules import visit_rules
from enthesis.pathway.escalation import shipped as clocks
from enthesis.scheduling.values import WEEKDAYS


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that a clinic decides."""

    title: str
    value: str  # in words; where nothing is decided, the stated default that holds
    is_decided: bool
    page: str  # name of the page on which it is changed
    is_first: bool = False  # without it the clinic should not see its first patient


@dataclass(frozen=True, slots=True)
class Group:
    """Settings that belong together."""

    title: str
    settings: tuple[Setting, ...]


def settings_of(clinic: Clinic) -> list[Group]:
    """Everything, group by group: first what the first patient needs."""
    groups = [
        Group(_("The clinic"), tuple(_identity(clinic))),
        Group(_("Safety"), tuple(_safety(clinic.pk))),
        Group(_("Booking and visits"), tuple(_booking(clinic.pk))),
        Group(_("Messages"), tuple(_messages(clinic.pk))),
        Group(_("Patients and their data"), tuple(_patients(clinic.pk))),
        Group(_("Outcomes"), tuple(_outcomes(clinic.pk))),
        Group(_("Signing in"), tuple(_signing_in(clinic.pk))),
    ]
    first = tuple(each for group in groups for each in group.settings if each.is_first)
    others = [replace(group, settings=tuple(each for each in group.settings if not each.is_first)) for group in groups]
    return [Group(_("Before the first patient"), first), *others]


def _identity(clinic: Clinic) -> Iterator[Setting]:
    page = "settings-clinic"
    nothing = _("not said")
    yield Setting(_("Name"), clinic.name, True, page)
    yield Setting(_("Time zone"), clinic.time_zone, True, page)
    for title, value, is_first in (
        (_("Country: whose drug limits are proposed"), clinic.country, True),
        (_("Currency"), clinic.currency, True),
        (_("Language where a person has chosen none"), clinic.language, False),
        (_("Telephone by day"), clinic.telephone, True),
        (_("Telephone when the clinic is closed"), clinic.telephone_when_closed, True),
        (_("Emergency number of the country"), clinic.emergency_number, True),
        (_("Link of video visits"), clinic.meeting_link, False),
    ):
        yield Setting(title, value or nothing, bool(value), page, is_first)
    prices = prices_of(clinic.pk)
    yield Setting(_("Price list"), prices.version if prices else _("none"), prices is not None, "prices", is_first=True)


def _safety(clinic: int) -> Iterator[Setting]:
    asked = [clock for clock in clocks().clocks if clock.unit]
    last = {one.name: one.value for one in decisions(clinic, [ON_CALL, *(ANSWERS_WITHIN + c.id for c in asked)])}
    yield Setting(
        _("Who is on call"), _("named") if last.get(ON_CALL) else _("nobody"), bool(last.get(ON_CALL)), "clocks", True
    )
    for clock in asked:
        value = last.get(ANSWERS_WITHIN + clock.id, "")
        said = f"{value} {clock.unit}" if value else _("as its source says, or open")
        yield Setting(
            _("Answered within: %(what)s") % {"what": clock.title}, said, bool(value), "clocks", is_first=True
        )
    holds = own_holds(clinic)
    said = ", ".join(sorted(holds)) or _("as the protocols say")
    yield Setting(_("Own pauses of medicines"), said, bool(holds), "pauses")


def _booking(clinic: int) -> Iterator[Setting]:
    wishes, page = booking_wishes(clinic), "settings-booking"
    count = Resource.objects.filter(clinic=clinic).count()
    yield Setting(_("People, rooms and devices"), str(count), count > 0, "resources", is_first=True)
    days = ", ".join(WEEKDAYS[day] for day in sorted(wishes.device_weekdays)) or _("any day")
    yield Setting(_("Weekdays on which device visits are gathered"), days, DEVICE_DAYS in wishes.decided, page)
    apart = str(wishes.one_visit_per_days)
    yield Setting(_("Least days between two visits of a patient"), apart, DAYS_APART in wishes.decided, page)
    points = [name for name in POINTS if name in wishes.decided]
    said = _("%(n)s of %(all)s decided") % {"n": len(points), "all": len(POINTS)}
    yield Setting(_("Points of wishes"), said, bool(points), page)
    hours = move_hours(clinic)
    for title, what, span in (
        (_("A new time is held for"), HELD, hours.held),
        (_("Notice before a new time"), NOTICE, hours.notice),
    ):
        yield Setting(title, _hours(span.total_seconds()), what not in hours.undecided, page)
    rules = visit_rules(clinic)
    said = _hours(rules.moves_hours * 3600)
    yield Setting(_("Patients move a visit alone until"), said, rules.hours_decided, "visit-rules")
    yield Setting(_("Patients choose times alone"), _yes(rules.books), rules.books_decided, "visit-rules")
    waiting = waiting_rules.rules_of(clinic)
    way = waiting_rules.WAY not in waiting.undecided
    yield Setting(_("How free times are offered"), waiting.way.replace("-", " "), way, "waiting-way")
    said = _("%(n)s minutes") % {"n": waiting.minutes}
    yield Setting(_("An offer lasts"), said, waiting_rules.MINUTES not in waiting.undecided, "waiting-way")


def _messages(clinic: int) -> Iterator[Setting]:
    times = times_of(clinic)
    quiet = f"{times.quiet.since:%H:%M}–{times.quiet.until:%H:%M}" if times.quiet else _("none")
    yield Setting(_("Quiet hours"), quiet, QUIET not in times.undecided, "messages-times")
    decided = [name for name in times.amounts if name not in times.undecided]
    said = _("%(n)s of %(all)s decided") % {"n": len(decided), "all": len(times.amounts)}
    yield Setting(_("When messages leave"), said, bool(decided), "messages-times")


def _patients(clinic: int) -> Iterator[Setting]:
    days, chased = chase_rules(clinic)
    said = _("%(n)s of %(all)s decided") % {"n": len(chased), "all": len(days.days())}
    yield Setting(_("Days until somebody silent is asked after"), said, bool(chased), "chase-days")
    diary, keep, consent, law = diary_rules(clinic), keeping(clinic), consent_rules(clinic), law_of(clinic)
    said = _("%(n)s days back") % {"n": diary.days_back}
    yield Setting(_("The diary may be filled in"), said, diary.is_decided, "diary-rules")
    said = _("%(n)s days") % {"n": keep.days}
    yield Setting(_("An evaluation that nobody took on is kept"), said, keep.is_decided, "evaluations-keep")
    reminded = reminding(clinic)
    said = _("%(n)s days") % {"n": reminded.days} if reminded.days else _("never")
    yield Setting(
        _("Who did not finish an evaluation is reminded after"), said, reminded.is_decided, "evaluations-keep"
    )
    yield Setting(_("A newer consent text is signed anew"), _yes(consent.again), consent.is_decided, "consent-rule")
    minutes, is_decided = minutes_of(clinic)
    said = _("%(n)s minutes") % {"n": minutes}
    yield Setting(_("An emergency opens a restricted record for"), said, is_decided, "emergency-minutes")
    yield Setting(_("What has to be kept by law"), law or _("not said"), bool(law), "erasures-law")


def _outcomes(clinic: int) -> Iterator[Setting]:
    rules = outcome_rules(clinic)
    for point in rules.points:
        title = _("Answers count for %(weeks)s weeks") % {"weeks": point.weeks}
        said = _("day %(first)s to %(last)s") % {"first": point.first, "last": point.last}
        yield Setting(title, said, point.weeks in rules.decided, "outcome-rules")
    yield Setting(_("Fewest courses that are alike in an export"), str(rules.k), rules.k_decided, "outcome-rules")


def _signing_in(clinic: int) -> Iterator[Setting]:
    rules = sign_in_rules(clinic)
    for name, title in (
        (GRACE, _("Staff may work without a second step for")),
        (STAFF_IDLE, _("Staff is signed out after")),
        (PATIENT_IDLE, _("Patients are signed out after")),
    ):
        yield Setting(title, f"{rules.value(name)} {UNITS[name]}", name in rules.decided, "sign-in-rules")


def _hours(seconds: float) -> str:
    return _("%(n)s hours") % {"n": int(seconds // 3600)}


def _yes(said: bool) -> str:
    return _("yes") if said else _("no")
