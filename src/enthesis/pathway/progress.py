"""Where a course stands in its protocol: which named conditions hold, what decisions ended or asked again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from enthesis.pathway.course import Course, Decided, Done
from enthesis.pathway.protocol.model import (
    Activity,
    BeforeEach,
    Condition,
    Kind,
    Option,
    Protocol,
    Purpose,
    Schedule,
    Series,
)

Made = TypeVar("Made")

MOST_PROTOCOLS = 256  # kept at a time; a clinic has a dozen
COURSE = "course"  # in an option's `ends`: everything but closing and outcomes


@dataclass(frozen=True, slots=True)
class Progress:
    """What decisions and deeds add up to under one protocol."""

    holding: frozenset[Condition]
    ended: frozenset[str]  # activities that a decision ended; may hold "course"
    asked_again: Mapping[str, Decided]  # activity -> the decision that wants it once more
    sessions_done: int
    sessions_owed: int | None  # None: no plan agreed
    sessions_most: int | None  # None: the protocol sets no maximum
    end: Done | None  # the last session, or the decision that ended the series

    def is_over(self, activity: Activity) -> bool:
        """Whether a decision took this activity off the course."""
        if activity.kind in (Kind.CLOSING, Kind.OUTCOME, Kind.CHECK_IN) and not isinstance(activity.timing, BeforeEach):
            return False
        return activity.id in self.ended or COURSE in self.ended


def once_for_each_protocol(make: Callable[[Protocol], Made]) -> Callable[[Protocol], Made]:
    """`make`, called once for each protocol: what follows from a protocol alone is the same for all its courses."""
    kept: dict[int, tuple[Protocol, Made]] = {}  # by identity; the protocol beside it keeps the identity taken

    def made(protocol: Protocol) -> Made:
        found = kept.get(id(protocol))
        if found is None:
            if len(kept) >= MOST_PROTOCOLS:
                kept.clear()
            found = kept[id(protocol)] = (protocol, make(protocol))
        return found[1]

    return made


@dataclass(frozen=True, slots=True)
class _Fixed:
    """What `progress` needs of a protocol, the same for all its courses."""

    options: Mapping[tuple[str, str], Option]  # activity and option -> what it does
    treatment: Activity | None
    most: int | None
    sessions: tuple[str, ...]  # activities that count towards the plan
    sets: tuple[Activity, ...]
    holds: tuple[Activity, ...]
    measures: tuple[Activity, ...]  # scores due before each session


@once_for_each_protocol
def _fixed(protocol: Protocol) -> _Fixed:
    activities, treatment = protocol.activities, protocol.treatment
    sessions = [treatment.id] if treatment else []
    if protocol.counts_diagnostic.value is True:
        sessions += [a.id for a in activities if a.purpose is Purpose.DIAGNOSTIC]
    return _Fixed(
        options={(a.id, option.id): option for a in activities if a.decision for option in a.decision.options},
        treatment=treatment,
        most=_most(treatment),
        sessions=tuple(sessions),
        sets=tuple(a for a in activities if a.sets),
        holds=tuple(a for a in activities if a.kind is Kind.HOLD),
        measures=tuple(a for a in activities if a.kind is Kind.OUTCOME and isinstance(a.timing, BeforeEach)),
    )


def progress(protocol: Protocol, course: Course) -> Progress:
    """Where `course` stands in `protocol`. Pure; the latest decision of each activity is the one that counts."""
    fixed = _fixed(protocol)
    latest: dict[str, Decided] = {decided.activity: decided for decided in course.decisions}
    options = {name: fixed.options.get((name, decided.option)) for name, decided in latest.items()}
    ended: set[str] = set()
    ending: list[Decided] = []
    again: dict[str, Decided] = {}
    holding: set[Condition] = set()
    for name, option in options.items():
        if option is None:
            continue
        decided = latest[name]
        holding.update(option.sets)
        if option.ends:
            ended.update(option.ends)
            ending.append(decided)
        for repeated in option.repeats:
            if not _done_after(course, repeated, decided.place):
                again[repeated] = decided
    treatment, most = fixed.treatment, fixed.most
    done = sum(map(course.count, fixed.sessions))
    series_over = treatment is not None and (treatment.id in ended or COURSE in ended)
    finished = series_over or Condition.SERIES_FINISHED in holding
    if not finished and treatment is not None:
        target = course.sessions_planned if course.sessions_planned is not None else most
        finished = target is not None and done >= target
    holding -= {Condition.SERIES_FINISHED, Condition.SESSION_REVIEWED, Condition.PLAN_AGREED}
    if finished or COURSE in ended:
        holding.add(Condition.SERIES_FINISHED)
    for activity in fixed.sets:
        if course.count(activity.id):
            holding.update(activity.sets)
    holding.update(_facts(fixed, course, latest, options))
    return Progress(
        holding=frozenset(holding),
        ended=frozenset(ended),
        asked_again=again,
        sessions_done=done,
        sessions_owed=course.sessions_planned,
        sessions_most=most,
        end=_end(course, treatment, ending) if Condition.SERIES_FINISHED in holding else None,
    )


def sessions_done(protocol: Protocol, course: Course) -> int:
    """How many sessions count towards the plan; the diagnostic injection only where the protocol says so."""
    return sum(map(course.count, _fixed(protocol).sessions))


def concerns_patient(hold: Activity, course: Course) -> bool:
    """Whether a hold has to be asked about: one that is the prescriber's, only where there is such a drug."""
    return not hold.prescriber_decides or bool(course.prescriber_only)


def is_measured(measure: Activity, course: Course, since: int) -> bool:
    """Whether what is measured before a session was measured after the place `since`.

    A score that was taken for it says so. One of the same instrument that was taken for nothing else speaks for it as
    well: the patient is not asked twice.
    """
    if _done_after(course, measure.id, since):
        return True
    scores = [s for s in course.scores if s.place > since and not s.activity and s.value is not None]
    return bool(measure.measures and scores) and {*measure.measures} <= {score.instrument for score in scores}


def _done_after(course: Course, activity: str, place: int) -> bool:
    places = course.places.get(activity)
    return bool(places) and places[-1] > place if places else False


def _most(treatment: Activity | None) -> int | None:
    if treatment is None or not isinstance(treatment.timing, Series | Schedule):
        return None
    return treatment.timing.count.max.whole()


def _facts(
    fixed: _Fixed, course: Course, latest: Mapping[str, Decided], options: Mapping[str, Option | None]
) -> set[Condition]:
    """The conditions that are read off the course itself."""
    found: set[Condition] = set()
    if course.consent is not None:
        found.add(Condition.CONSENT_SIGNED)
    if not course.concerns:
        found.add(Condition.NO_OPEN_CONCERN)
    if course.drugs is not None and not course.unsettled_drugs:
        found.add(Condition.MEDICINES_REVIEWED)
    if course.sessions_planned is not None:
        found.add(Condition.PLAN_AGREED)
    last_injection = course.injection_places[-1] if course.injection_places else -1
    holds = [hold for hold in fixed.holds if concerns_patient(hold, course)]
    if all(course.holds_kept.get(hold.id, -1) > last_injection for hold in holds):
        found.add(Condition.HOLD_KEPT)
    if all(is_measured(measure, course, last_injection) for measure in fixed.measures):
        found.add(Condition.MEASURED)
    if _reviewed(fixed.treatment, course, latest, options):
        found.add(Condition.SESSION_REVIEWED)
    return found


def _reviewed(
    treatment: Activity | None,
    course: Course,
    latest: Mapping[str, Decided],
    options: Mapping[str, Option | None],
) -> bool:
    """Whether the latest treatment session has a review that goes on; true before the first session."""
    sessions = course.places.get(treatment.id, ()) if treatment else ()
    if not sessions:
        return True
    return any(
        option is not None and Condition.SESSION_REVIEWED in option.sets and latest[name].place > sessions[-1]
        for name, option in options.items()
    )


def _end(course: Course, treatment: Activity | None, ending: list[Decided]) -> Done | None:
    """The later of the last session and the decision that ended the series."""
    last = course.last(treatment.id) if treatment else None
    candidates = [Done(decided.on, "") for decided in ending]
    if last is not None:
        candidates.append(last)
    dated = [done for done in candidates if done.on is not None]
    if dated:
        return max(dated, key=lambda done: done.on or date.min)
    return candidates[-1] if candidates else None
