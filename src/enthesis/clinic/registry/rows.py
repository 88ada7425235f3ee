"""One course as rows of the base tables. Pure: a log and what the clinic decided come in, no database is asked."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from decimal import Decimal

from enthesis.clinic.registry import coding, deciding
from enthesis.clinic.registry.diary_days import diary_rows, is_running
from enthesis.clinic.registry.shapes import CourseRow, HarmRow, ScoreRow, SessionRow, SiteRow, VisitRow
from enthesis.clinic.registry.walk import CANCELLED, Walked, walk
from enthesis.pathway import events as e
from enthesis.pathway.course import Course
from enthesis.pathway.events import Event, InjectionsGiven
from enthesis.pathway.medications import Hold
from enthesis.pathway.protocol.model import Protocol, Purpose

DIAGNOSTIC, TREATMENT = "diagnostic", "treatment"


@dataclass(frozen=True, slots=True)
class Source:
    """What a course's rows are made from."""

    clinic: int
    course: int
    person: int  # as whom the patient is read
    birth_year: int | None
    log: Sequence[Event]
    protocol: Protocol | None  # that the course follows now
    holds: Sequence[Hold]  # the clinic's own
    zone: tzinfo
    today: date


@dataclass(frozen=True, slots=True)
class Rows:
    """A course's rows by table, and the day from which on they would be others without anything being recorded."""

    started: date | None
    tables: dict[str, list[tuple[object, ...]]]
    again_on: date | None  # None: only an event changes them


def rows_of(source: Source) -> Rows:
    """The rows of one course as of a day."""
    walked = walk(source.protocol, source.log, source.zone)
    course = walked.course
    sessions = list(_sessions(source, walked))
    tables: dict[str, list[tuple[object, ...]]] = {
        "courses": [_course(source, walked)],
        "sessions": [row for row, _ in sessions],
        "sites": [site for _, sites in sessions for site in sites],
        "scores": list(_scores(source, course)),
        "diary": list(
            diary_rows(source.clinic, source.course, walked, source.protocol, source.holds, source.zone, source.today)
        ),
        "visits": list(_visits(source, walked)),
        "adverse_events": list(_harms(source, course)),
    }
    return Rows(course.started_on, tables, _again_on(source, walked))


def _course(source: Source, walked: Walked) -> CourseRow:
    course, protocol = walked.course, source.protocol
    days = [each.happened_on for each in course.injections if each.happened_on]
    region = coding.region_of(course.region)
    evaluated, eligibility = course.done.get("evaluation", ()), course.eligibility
    gate, stopped = deciding.gate(protocol, course), deciding.stopped(protocol, course)
    kinds = [_kind(protocol, each) for each in course.injections]
    sex = course.answers.get("sex")
    return CourseRow(
        clinic=source.clinic,
        course=source.course,
        person=source.person,
        protocol=course.protocol,
        version=course.version,
        indication=coding.indication_of(region, course.answers),
        region=region,
        side=coding.one_of(course.side, (*coding.SIDES, "both")),
        birth_year=source.birth_year,
        sex=coding.one_of(sex, coding.SEXES) if isinstance(sex, str) else None,
        started=course.started_on,
        evaluated=evaluated[0].on if evaluated else None,
        eligibility=eligibility.option if eligibility else None,
        eligibility_on=eligibility.on if eligibility else None,
        consented=course.consent.on if course.consent else None,
        has_gate=gate.there_is,
        gate=gate.decided,
        gate_on=gate.on,
        first_injected=min(days, default=None),
        last_injected=max(days, default=None),
        injections=len(kinds),
        planned=course.sessions_planned,
        treated=kinds.count(TREATMENT),
        stopped_on=stopped.on,
        stop_advised=stopped.advised,
        goal=_number(course.goal.pain) if course.goal else None,
        status=course.status.value,
        closed=course.closed_on,
        closed_because=coding.reason_of(course.closed_because),
        paid=_paid(course),
        currency=_currency(course),
    )


def _sessions(source: Source, walked: Walked) -> Iterator[tuple[SessionRow, list[SiteRow]]]:
    treatments = 0
    for place, (given, window) in enumerate(zip(walked.course.injections, walked.windows, strict=True), start=1):
        kind = _kind(source.protocol, given)
        treatments += kind == TREATMENT
        is_known = given.happened_on is not None and (window.opens is not None or window.closes is not None)
        sites = [
            SiteRow(
                clinic=source.clinic,
                course=source.course,
                session=place,
                site=number,
                structure=coding.structure_of(site.structure),
                side=coding.one_of(site.side, coding.SIDES),
                volume_ml=_number(site.ml),
            )
            for number, site in enumerate(given.sites, start=1)
        ]
        most = max(sites, key=lambda site: (site.volume_ml or 0.0, -site.site), default=None)
        row = SessionRow(
            clinic=source.clinic,
            course=source.course,
            session=place,
            kind=kind,
            treatment=treatments if kind == TREATMENT else None,
            given=given.happened_on,
            opens=window.opens,
            closes=window.closes,
            inside=window.holds(given.happened_on) if is_known and given.happened_on else None,
            clinician=coding.account_of(given.recorded_by),
            guidance=coding.GUIDANCE.get(given.guidance.casefold()),
            solution=coding.solution_of(given.solution),
            dextrose_percent=_number(given.dextrose_percent),
            volume_ml=_number(given.volume_ml),
            sites=len(sites),
            structure=most.structure if most else None,
        )
        yield row, sites


def _scores(source: Source, course: Course) -> Iterator[ScoreRow]:
    for place, score in enumerate(course.scores, start=1):
        yield ScoreRow(
            clinic=source.clinic,
            course=source.course,
            taken_in_order=place,
            instrument=score.instrument,
            subscale=score.subscale or None,
            side=coding.one_of(score.side, coding.SIDES),
            taken=score.on,
            session=bisect_right(course.injection_places, score.place) or None,
            value=_number(score.value),
        )


def _visits(source: Source, walked: Walked) -> Iterator[VisitRow]:
    for place, visit in enumerate(walked.visits, start=1):
        day = visit.booking.starts.astimezone(source.zone).date()
        if visit.outcome == CANCELLED or day < source.today:
            yield VisitRow(source.clinic, source.course, place, visit.booking.activity, day, visit.outcome)


def _harms(source: Source, course: Course) -> Iterator[HarmRow]:
    given = sorted(each.happened_on for each in course.injections if each.happened_on)
    for place, harm in enumerate(course.adverse_events, start=1):
        yield HarmRow(
            clinic=source.clinic,
            course=source.course,
            event=place,
            session=(bisect_right(given, harm.happened_on) or None) if harm.happened_on else None,
            day=harm.happened_on,
            severity=coding.one_of(harm.severity, coding.SEVERITY) or coding.OTHER,
            relatedness=coding.one_of(harm.relatedness, coding.RELATEDNESS),
            expected=harm.expected,
        )


def _again_on(source: Source, walked: Walked) -> date | None:
    """The first day on which the rows would be others by themselves: a visit is over, a day of the diary has passed."""
    tomorrow = source.today + timedelta(days=1)
    booked = [each.starts.astimezone(source.zone).date() for each in walked.course.bookings.values()]
    days = [day + timedelta(days=1) for day in booked if day >= source.today]
    if is_running(source.protocol, walked, source.today):
        days.append(tomorrow)
    return min(days, default=None)


def _kind(protocol: Protocol | None, given: InjectionsGiven) -> str:
    activity = protocol.activity(given.activity) if protocol else None
    return DIAGNOSTIC if activity is not None and activity.purpose is Purpose.DIAGNOSTIC else TREATMENT


def _paid(course: Course) -> float | None:
    if not course.payments:
        return None
    amounts = [each.amount if isinstance(each, e.PaymentTaken) else -each.amount for each in course.payments]
    return float(sum(amounts, Decimal(0)))


def _currency(course: Course) -> str | None:
    named = course.payments[-1].currency if course.payments else course.estimate.currency if course.estimate else ""
    return named or None


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
