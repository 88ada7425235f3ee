"""May this event be recorded in this course? Objections with a reason and a way on.

What happened is never hidden: an injection that should not have been given is recorded with the name
and the reason of the person who says so (STOP), not refused. Refused (REFUSE) is only what cannot be
true, or what was not said completely.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, tzinfo
from typing import Any

from enthesis.pathway import events as e
from enthesis.pathway.checks import choices, decisions, front_desk, living, orders, records, signing
from enthesis.pathway.checks.case import Case
from enthesis.pathway.checks.every_event import check_activity, check_correction, check_day, check_place
from enthesis.pathway.checks.injections import check_injection
from enthesis.pathway.checks.windows import Calling, check_window
from enthesis.pathway.course import Course
from enthesis.pathway.events import Event
from enthesis.pathway.finding import NOTE, REFUSE, STOP, WARN, Finding
from enthesis.pathway.protocol.model import Protocol

__all__ = ["check", "standing_objections"]


def check(
    protocol: Protocol,
    course: Course,
    event: Event,
    *,
    today: date,
    born: date | None = None,
    log: Sequence[Event] = (),
    jurisdiction: str | None = None,
    zone: tzinfo = UTC,
    coming: Sequence[Event] = (),
    history: bool = False,
) -> list[Finding]:
    """Everything that speaks against recording `event` in `course`, worst first.

    `today` is the clinic's day, `born` the patient's birthday where it is known, `log` what is recorded so
    far (for corrections and answers given twice), `jurisdiction` whose dose limits hold (US, UK). `zone` is the
    clinic's, `coming` what is recorded after the event in the same call. `history`: an old course is told as it went,
    and a visit that stood outside of its window is no objection any more. An objection of level STOP is passed by
    `event.overrides`.
    """
    found = [*check_day(course, event, today, born), *check_place(course, event), *check_correction(event, log)]
    if not any(finding.level == REFUSE for finding in found):
        found.extend(check_activity(protocol, course, event))
        rule = _RULES.get(type(event))
        if rule is not None:
            found.extend(rule(Case(protocol, course, jurisdiction, log, zone), event))
        if isinstance(event, e.VisitBooked | e.VisitMoved):
            case = Case(protocol, course, jurisdiction, log)
            found.extend(check_window(case, event, Calling(zone, coming, history)))
    return sorted(found, key=lambda finding: _WORST.index(finding.level))


_WORST = (REFUSE, STOP, WARN, NOTE)


def standing_objections(found: Sequence[Finding], event: Event) -> list[Finding]:
    """What still forbids recording: REFUSE always, STOP unless the event carries a reason for it."""
    passed = {code for code, reason in (event.overrides or {}).items() if str(reason).strip()}
    return [f for f in found if f.level == REFUSE or (f.level == STOP and f.code not in passed)]


_RULES: Mapping[type[Any], Callable[..., Iterator[Finding]]] = {
    e.DiaryEntered: living.check_diary,
    e.GoalSet: living.check_goal,
    e.ProgrammeAgreed: living.check_programme,
    e.ExercisesLogged: living.check_exercises,
    e.MessageWritten: living.check_message,
    e.ScoresTaken: records.check_scores,
    e.VisitBooked: records.check_visit,
    e.VisitMoved: records.check_visit,
    e.VisitConfirmed: records.check_visit,
    e.VisitCancelled: records.check_visit,
    e.VisitMissed: records.check_visit,
    e.PatientArrived: front_desk.check_arrival,
    e.ContactTried: front_desk.check_contact,
    e.PaymentTaken: front_desk.check_payment,
    e.PaymentReturned: front_desk.check_payment,
    e.FileRemoved: front_desk.check_removed,
    e.SymptomReported: records.check_symptom,
    e.SymptomAssigned: records.check_assigned,
    e.SymptomHandled: records.check_handled,
    e.InjectionsGiven: check_injection,
    e.ResponseDecided: decisions.check_decision,
    e.CandidacyDecided: decisions.check_candidacy,
    e.PlanAgreed: decisions.check_plan,
    e.PlanChanged: decisions.check_plan,
    e.PrescriberAgreed: records.check_prescriber,
    e.CourseClosed: records.check_closing,
    e.CoursePaused: records.check_pausing,
    e.CourseResumed: records.check_pausing,
    e.ProtocolTransferred: records.check_transfer,
    e.ValuesAnswered: choices.check_values,
    e.ConsentSigned: signing.check_signed,
    e.ImagingOrdered: orders.check_ordered,
    e.ImagingReported: orders.check_reported,
}
