"""What speaks against recording an injection: its solution, its conditions, its day."""

from collections.abc import Iterator, Mapping
from datetime import date

from enthesis.pathway import events as e
from enthesis.pathway.agenda import CONSENT_WITHDRAWN, WAITS_FOR, agenda
from enthesis.pathway.checks.case import Case, refuse, stop, warn
from enthesis.pathway.course import Course, Status
from enthesis.pathway.finding import Finding
from enthesis.pathway.injection import check_record
from enthesis.pathway.progress import progress, sessions_done
from enthesis.pathway.protocol.model import Condition, Kind, Protocol
from enthesis.pathway.window import in_words


def check_injection(case: Case, event: e.InjectionsGiven) -> Iterator[Finding]:
    yield from check_record(event, case.jurisdiction)
    if event.replaces:
        return
    course = case.as_it_stood(event)
    if course.status is Status.PAUSED:
        yield stop("course-paused", "This course is paused.", "Resume it first, or say why an injection was given.")
    activity = case.protocol.activity(event.activity)
    if activity is None:
        return
    if activity.kind is not Kind.INJECTION:
        yield refuse("no-injection", f'"{activity.id}" is no injection.', "Name the injection given.", "activity")
        return
    holding = progress(case.protocol, course).holding
    for condition in dict.fromkeys((*activity.requires, Condition.NO_OPEN_CONCERN)):  # whatever a protocol leaves out
        if condition not in holding:
            taken_back = condition is Condition.CONSENT_SIGNED and course.consent_withdrawn is not None
            says = CONSENT_WITHDRAWN if taken_back else WAITS_FOR[condition]
            yield stop(condition.value.replace("_", "-"), says, _SETTLE[condition])
    if event.happened_on is not None:
        yield from _too_close(case, event.happened_on)
        yield from _when(case.protocol, course, event.activity, event.happened_on)


def _too_close(case: Case, day: date) -> Iterator[Finding]:
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
        yield stop(
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
            yield stop("not-planned", "No further injection is planned.", "Change the plan first, or say why.")
        return
    window = item.window
    if window.opens and day < window.opens:
        yield warn("early", f"The window opens on {in_words(window.opens)}: {item.because}.")
    if window.closes and day > window.closes:
        yield warn("late", f"The window closed on {in_words(window.closes)}: {item.because}.")


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
