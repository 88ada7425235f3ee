"""May this event be recorded in this course? Objections with a reason and a way on.

What happened is never hidden: an injection that should not have been given is recorded with the name
and the reason of the person who says so (STOP), not refused. Refused (REFUSE) is only what cannot be
true, or what was not said completely.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from enthesis.pathway import events as e
from enthesis.pathway.agenda import WAITS_FOR, agenda
from enthesis.pathway.course import Course, Status, fold, standing
from enthesis.pathway.events import Event
from enthesis.pathway.finding import NOTE, REFUSE, STOP, WARN, Finding
from enthesis.pathway.injection import check_solution
from enthesis.pathway.measures import score_range
from enthesis.pathway.progress import progress, sessions_done
from enthesis.pathway.protocol.model import Condition, Kind, Protocol, Schedule, Series
from enthesis.pathway.response import Verdict, advise
from enthesis.pathway.window import in_words

AFTER_CLOSING = (
    e.ScoresTaken,
    e.DiaryEntered,
    e.SymptomReported,
    e.SymptomHandled,
    e.AdverseEventRecorded,
    e.MessageSent,
    e.NoteAdded,
    e.Withdrawn,
)
WORST_PAIN = Decimal(10)


def check(
    protocol: Protocol,
    course: Course,
    event: Event,
    *,
    today: date,
    born: date | None = None,
    log: Sequence[Event] = (),
    jurisdiction: str | None = None,
) -> list[Finding]:
    """Everything that speaks against recording `event` in `course`, worst first.

    `today` is the clinic's day, `born` the patient's birthday where it is known, `log` what is recorded so
    far (for corrections and answers given twice), `jurisdiction` whose dose limits hold (US, UK). An objection
    of level STOP is passed by `event.overrides`.
    """
    found = [*_days(course, event, today, born), *_place(course, event), *_correction(event, log)]
    if not any(finding.level == REFUSE for finding in found):
        found.extend(_activity(protocol, course, event))
        rule = _RULES.get(type(event))
        if rule is not None:
            found.extend(rule(_Case(protocol, course, jurisdiction, log), event))
    return sorted(found, key=lambda finding: _WORST.index(finding.level))


@dataclass(frozen=True, slots=True)
class _Case:
    protocol: Protocol
    course: Course
    jurisdiction: str | None
    log: Sequence[Event]

    def as_it_stood(self, event: Event) -> Course:
        """The course just before an event that is told late: what came after its day says nothing about it.

        What happened before the course began is held against the course as it is now.
        """
        day, began = event.happened_on, self.course.started_on
        if day is None or (began is not None and day < began):
            return self.course
        if all(other.happened_on is None or other.happened_on <= day for other in self.log):
            return self.course
        order = standing([*self.log, event])
        return fold(order[: next(place for place, other in enumerate(order) if other is event)])


_WORST = (REFUSE, STOP, WARN, NOTE)


def standing_objections(found: Sequence[Finding], event: Event) -> list[Finding]:
    """What still forbids recording: REFUSE always, STOP unless the event carries a reason for it."""
    passed = {code for code, reason in (event.overrides or {}).items() if str(reason).strip()}
    return [f for f in found if f.level == REFUSE or (f.level == STOP and f.code not in passed)]


def _refuse(code: str, says: str, remedy: str, field: str = "") -> Finding:
    return Finding(code=code, level=REFUSE, says=says, remedy=remedy, field=field, sources=("HOUSE",))


# -- what holds for every event -------------------------------------------------------------------


def _days(course: Course, event: Event, today: date, born: date | None) -> Iterator[Finding]:
    day = event.happened_on
    if day is None:
        return
    if day > today:
        yield _refuse(
            "in-the-future",
            f"{in_words(day)} has not come yet.",
            "Give the day on which it happened.",
            "happened_on",
        )
    if born is not None and day < born:
        yield _refuse(
            "before-birth",
            f"{in_words(day)} is before the patient was born ({in_words(born)}).",
            "Correct the day or the birthday.",
            "happened_on",
        )
    started = course.started_on
    if started and day < started and isinstance(event, e.InjectionsGiven):
        yield Finding(
            code="before-the-course",
            level=STOP,
            says=f"{in_words(day)} is before the course began ({in_words(started)}).",
            remedy="Correct the day, or say why an earlier injection belongs to this course.",
            field="happened_on",
            sources=("HOUSE",),
        )


def _place(course: Course, event: Event) -> Iterator[Finding]:
    if isinstance(event, e.CourseStarted):
        if course.status is not Status.NOT_STARTED and not event.replaces:
            yield _refuse("started-already", "This course has started already.", "Start another course.")
        return
    if course.status is Status.NOT_STARTED:
        yield _refuse("not-started", "This course has not started.", "Record CourseStarted first.")
    elif course.status is Status.CLOSED and not isinstance(event, AFTER_CLOSING) and not event.replaces:
        yield _refuse("course-closed", "This course is closed.", "Withdraw its closing first, or start another course.")


def _correction(event: Event, log: Sequence[Event]) -> Iterator[Finding]:
    if isinstance(event, e.Withdrawn) and not event.replaces:
        yield _refuse("withdraws-nothing", "It does not say which event is withdrawn.", "Name it.", "replaces")
    if not event.replaces:
        return
    mistake = next((other for other in log if other.id == event.replaces), None)
    if mistake is None:
        yield _refuse(
            "no-such-event",
            f'No event "{event.replaces}" is in this course.',
            "Name an event of this course.",
            "replaces",
        )
    elif type(mistake) is not type(event) and not isinstance(event, e.Withdrawn):
        yield _refuse(
            "another-kind",
            f"{type(event).__name__} cannot stand for {type(mistake).__name__}.",
            f"Correct it with {type(mistake).__name__}, or withdraw it.",
            "replaces",
        )
    elif isinstance(mistake, e.CourseStarted) and isinstance(event, e.Withdrawn) and len(log) > 1:
        yield _refuse("start-withdrawn", "The start of a course with other events cannot be withdrawn.", "Close it.")


def _activity(protocol: Protocol, course: Course, event: Event) -> Iterator[Finding]:
    name = getattr(event, "activity", "")
    if not name or protocol.activity(name) is not None or course.count(name):
        return
    ids = [activity.id for activity in protocol.activities]
    near = get_close_matches(name, ids, 1, 0.6)
    hint = f'Did you mean "{near[0]}"?' if near else f"It has: {', '.join(ids)}."
    yield _refuse("unknown-activity", f'Protocol {protocol.id} has no activity "{name}".', hint, "activity")


# -- what holds for one kind of event ----------------------------------------------------------------


def _diary(case: _Case, event: e.DiaryEntered) -> Iterator[Finding]:
    for name, value in (("pain", event.pain), ("function", event.function)):
        if value is not None and not 0 <= value <= WORST_PAIN:
            yield _refuse("out-of-range", f"{name} is {value}; it goes from 0 to 10.", "Give 0 to 10.", name)
    day = event.happened_on
    if not event.replaces and day and any(entry.on == day and entry.side == event.side for entry in case.course.diary):
        yield _refuse(
            "answered-already",
            f"The diary of {in_words(day)} is filled in.",
            "Correct that entry instead.",
            "happened_on",
        )


def _scores(case: _Case, event: e.ScoresTaken) -> Iterator[Finding]:
    limits = score_range(event.instrument, event.subscale)
    if limits and event.value is not None and not limits[0] <= event.value <= limits[1]:
        yield _refuse(
            "out-of-range",
            f"{event.instrument} is {event.value}; it goes from {limits[0]} to {limits[1]}.",
            "Correct the score.",
            "value",
        )


def _visit(case: _Case, event: Any) -> Iterator[Finding]:
    known = event.visit in case.course.bookings
    if isinstance(event, e.VisitBooked):
        if event.visit in case.course.visits and not event.replaces:
            yield _refuse("booked-already", f'Visit "{event.visit}" is booked already.', "Move it instead.", "visit")
        if not 1 <= event.minutes <= 24 * 60:
            yield _refuse("out-of-range", f"A visit of {event.minutes} minutes.", "Give 1 to 1440.", "minutes")
    elif not known and not event.replaces:
        yield _refuse("no-such-visit", f'No visit "{event.visit}" is booked.', "Name a booked visit.", "visit")


def _symptom(case: _Case, event: e.SymptomReported) -> Iterator[Finding]:
    if event.symptom in case.course.symptoms and not event.replaces:
        yield _refuse("reported-already", f'Symptom "{event.symptom}" is reported already.', "Handle it.", "symptom")


def _handled(case: _Case, event: e.SymptomHandled) -> Iterator[Finding]:
    if event.symptom not in case.course.symptoms:
        yield _refuse("no-such-symptom", f'No symptom "{event.symptom}" is reported.', "Name one.", "symptom")
    elif event.closed and not (event.relatedness and event.severity):
        yield _refuse(
            "judgement-missing",
            "A symptom is closed with a judgement of relatedness and severity.",
            "Give both, or keep it open.",
            "relatedness",
        )


def _injection(case: _Case, event: e.InjectionsGiven) -> Iterator[Finding]:
    yield from check_solution(event, case.jurisdiction)
    if event.replaces:
        return
    course = case.as_it_stood(event)
    if course.status is Status.PAUSED:
        yield _stop("course-paused", "This course is paused.", "Resume it first, or say why an injection was given.")
    activity = case.protocol.activity(event.activity)
    if activity is None:
        return
    if activity.kind is not Kind.INJECTION:
        yield _refuse("no-injection", f'"{activity.id}" is no injection.', "Name the injection given.", "activity")
        return
    holding = progress(case.protocol, course).holding
    for condition in activity.requires:
        if condition not in holding:
            yield _stop(condition.value.replace("_", "-"), WAITS_FOR[condition], _SETTLE[condition])
    if event.happened_on is not None:
        yield from _too_close(case, event.happened_on)
        yield from _when(case.protocol, course, event.activity, event.happened_on)


def _too_close(case: _Case, day: date) -> Iterator[Finding]:
    """Nearer to the injection before it, or to the one after where it is told late, than the clinic allows."""
    gap = case.protocol.minimum_gap_days
    least = gap.whole()
    given = [injection.happened_on for injection in case.course.injections if injection.happened_on]
    if least is None or not given:
        return
    nearest = min(given, key=lambda other: abs((day - other).days))
    days = abs((day - nearest).days)
    if days < least:
        source = f"decided by {gap.decided_by}" if gap.is_decision else gap.source
        where = "after the last injection" if nearest <= day else "before the next injection"
        yield _stop(
            "too-close",
            f"{days} {'day' if days == 1 else 'days'} {where}; at least {least} ({source}).",
            "Give it later, or say why it was given now.",
        )


def _when(protocol: Protocol, course: Course, activity: str, day: date) -> Iterator[Finding]:
    if course.status is not Status.ACTIVE:
        return
    item = next((item for item in agenda(protocol, course) if item.activity == activity), None)
    if item is None:
        if sessions_done(protocol, course) or course.count(activity):
            yield _stop("not-planned", "No further injection is planned.", "Change the plan first, or say why.")
        return
    window = item.window
    if window.opens and day < window.opens:
        yield _warn("early", f"The window opens on {in_words(window.opens)}: {item.because}.")
    if window.closes and day > window.closes:
        yield _warn("late", f"The window closed on {in_words(window.closes)}: {item.because}.")


def _decided(case: _Case, event: e.ResponseDecided) -> Iterator[Finding]:
    activity = case.protocol.activity(event.activity)
    if activity is None or activity.decision is None:
        yield _refuse("no-decision", f'"{event.activity}" is no decision.', "Name a review.", "activity")
        return
    yield from _known_option(activity.decision.options, event.option, "option")
    if event.happened_on is None:
        return
    advice = advise(case.protocol, case.as_it_stood(event), activity, event.happened_on)
    differs = advice.option and advice.verdict is not Verdict.CLINICIAN_DECIDES and event.option != advice.option
    if differs and not event.reason.strip() and not event.replaces:
        yield _refuse(
            "reason-missing",
            f'The figures point to "{advice.option}"; "{event.option}" was chosen.',
            "Say why.",
            "reason",
        )


def _candidacy(case: _Case, event: e.CandidacyDecided) -> Iterator[Finding]:
    activity = case.protocol.activity("candidacy")
    if activity is not None and activity.decision is not None:
        yield from _known_option(activity.decision.options, event.outcome, "outcome")
    if event.recommended and event.recommended != event.outcome and not event.reason.strip():
        yield _refuse(
            "reason-missing", f'The rules say "{event.recommended}"; you chose otherwise.', "Say why.", "reason"
        )


def _known_option(options: Sequence[Any], chosen: str, field: str) -> Iterator[Finding]:
    ids = [option.id for option in options]
    if chosen not in ids:
        yield _refuse("unknown-option", f'"{chosen}" is no way out of this decision.', f"Choose {_any_of(ids)}.", field)


def _any_of(words: Sequence[str]) -> str:
    return " or ".join(words) if len(words) < 3 else f"{', '.join(words[:-1])} or {words[-1]}"


def _planned(case: _Case, event: Any) -> Iterator[Finding]:
    treatment = case.protocol.treatment
    if event.sessions < 1:
        yield _refuse("out-of-range", "A plan has one session or more.", "Close the course instead.", "sessions")
    if treatment is None or not isinstance(treatment.timing, Series | Schedule):
        return
    count = treatment.timing.count
    least, most = count.min.whole(), count.max.whole()
    if least is not None and event.sessions < least:
        yield _stop(
            "fewer-than-stated", f"{event.sessions} sessions; at least {least} ({count.min.source}).", "Say why."
        )
    if most is not None and event.sessions > most:
        yield _stop("more-than-stated", f"{event.sessions} sessions; at most {most} ({count.max.source}).", "Say why.")


def _prescriber(case: _Case, event: e.PrescriberAgreed) -> Iterator[Finding]:
    if not event.prescriber.strip():
        yield _refuse("prescriber-missing", "An agreement has the prescriber's name.", "Give the name.", "prescriber")
    if event.agreed not in ("continue", "pause", "refused"):
        yield _refuse("out-of-range", f'"{event.agreed}" is no answer.', "Give continue, pause or refused.", "agreed")


def _closing(case: _Case, event: e.CourseClosed) -> Iterator[Finding]:
    if case.course.concerns:
        yield _stop("open-concern", "A reported symptom is open.", "Close the symptom first, or say why not.")


def _pausing(case: _Case, event: Any) -> Iterator[Finding]:
    wanted = Status.ACTIVE if isinstance(event, e.CoursePaused) else Status.PAUSED
    if case.course.status is not wanted and not event.replaces:
        yield _refuse("not-" + wanted.value, f"This course is {case.course.status.value}.", "Nothing to do.")


def _transfer(case: _Case, event: e.ProtocolTransferred) -> Iterator[Finding]:
    if not event.reason.strip():
        yield _refuse("reason-missing", "A course is moved to another version for a reason.", "Say why.", "reason")


def _stop(code: str, says: str, remedy: str) -> Finding:
    return Finding(code=code, level=STOP, says=says, remedy=remedy, sources=("HOUSE",))


def _warn(code: str, says: str) -> Finding:
    return Finding(code=code, level=WARN, says=says, sources=("HOUSE",))


_SETTLE: Mapping[Condition, str] = {
    Condition.ELIGIBLE: "Decide candidacy first, or say why it was given without.",
    Condition.CONSENT_SIGNED: "Have consent signed first, or say why it was given without.",
    Condition.MEDICINES_REVIEWED: "Settle the medicines with their prescribers, or say why it was given before.",
    Condition.HOLD_KEPT: "Ask about the hold, or say why it did not matter.",
    Condition.NO_OPEN_CONCERN: "Close the reported symptom first, or say why it was given before.",
    Condition.PRIOR_CARE_TRIED: "Record what was tried, or say why it was given without.",
    Condition.DIAGNOSIS_MADE: "Record the diagnosis, or say why it was given without.",
    Condition.RESPONDED: "Decide at the response review first, or say why it was given before.",
    Condition.PLAN_AGREED: "Agree on a plan first, or say why it was given without.",
    Condition.MEASURED: "Take the scores first, or say why it was given without.",
    Condition.SESSION_REVIEWED: "Decide at the review first, or say why it was given before.",
    Condition.SERIES_FINISHED: "Finish the series first.",
}

_RULES: Mapping[type[Any], Callable[..., Iterator[Finding]]] = {
    e.DiaryEntered: _diary,
    e.ScoresTaken: _scores,
    e.VisitBooked: _visit,
    e.VisitMoved: _visit,
    e.VisitCancelled: _visit,
    e.VisitMissed: _visit,
    e.SymptomReported: _symptom,
    e.SymptomHandled: _handled,
    e.InjectionsGiven: _injection,
    e.ResponseDecided: _decided,
    e.CandidacyDecided: _candidacy,
    e.PlanAgreed: _planned,
    e.PlanChanged: _planned,
    e.PrescriberAgreed: _prescriber,
    e.CourseClosed: _closing,
    e.CoursePaused: _pausing,
    e.CourseResumed: _pausing,
    e.ProtocolTransferred: _transfer,
}
