"""What speaks against recording figures, visits, symptoms and changes of the course."""

from collections.abc import Iterator
from typing import Any

from enthesis.pathway import events as e
from enthesis.pathway.checks.case import Case, refuse, stop, warn
from enthesis.pathway.course import EXPECTED, Status, same_name
from enthesis.pathway.finding import Finding
from enthesis.pathway.measures import score_range
from enthesis.pathway.medications.agreement import CONTINUE, PAUSE, REFUSED, Agreement, problem
from enthesis.pathway.protocol.model import Kind


def check_scores(case: Case, event: e.ScoresTaken) -> Iterator[Finding]:
    limits = score_range(event.instrument, event.subscale)
    if limits and event.value is not None and not limits[0] <= event.value <= limits[1]:
        yield refuse(
            "out-of-range",
            f"{event.instrument} is {event.value}; it goes from {limits[0]} to {limits[1]}.",
            "Correct the score.",
            "value",
        )


RELATEDNESS = ("unrelated", "possible", "probable", "certain")
SEVERITY = ("mild", "moderate", "severe")
CONTACTS = ("", "reached", "seen", "not_reached")


def check_visit(case: Case, event: Any) -> Iterator[Finding]:
    known = event.visit in case.course.bookings
    yield from _on_hold(case, event)
    if isinstance(event, e.VisitBooked):
        if event.visit in case.course.visits and not event.replaces:
            yield refuse("booked-already", f'Visit "{event.visit}" is booked already.', "Move it instead.", "visit")
        if not 1 <= event.minutes <= 24 * 60:
            yield refuse("out-of-range", f"A visit of {event.minutes} minutes.", "Give 1 to 1440.", "minutes")
    elif not known and not event.replaces:
        yield refuse("no-such-visit", f'No visit "{event.visit}" is booked.', "Name a booked visit.", "visit")


def _on_hold(case: Case, event: Any) -> Iterator[Finding]:
    """A session may be booked while a symptom is open; it may not take place."""
    if not case.course.concerns or not isinstance(event, e.VisitBooked | e.VisitMoved):
        return
    booked = case.course.bookings.get(event.visit)
    name = event.activity if isinstance(event, e.VisitBooked) else booked.activity if booked else ""
    activity = case.protocol.activity(name)
    if activity is not None and activity.kind is Kind.INJECTION:
        yield warn("session-on-hold", "A reported symptom is open: the session waits until a clinician has closed it.")


def check_symptom(case: Case, event: e.SymptomReported) -> Iterator[Finding]:
    if event.symptom in case.course.symptoms and not event.replaces:
        yield refuse("reported-already", f'Symptom "{event.symptom}" is reported already.', "Handle it.", "symptom")


def check_handled(case: Case, event: e.SymptomHandled) -> Iterator[Finding]:
    if event.symptom not in case.course.symptoms:
        yield _no_such_symptom(event.symptom)
    elif event.closed and not (event.relatedness.strip() and event.severity.strip()):
        yield refuse(
            "judgement-missing",
            "A symptom is closed with a judgement of relatedness and severity.",
            "Give both, or keep it open.",
            "relatedness",
        )
    for name, value, allowed in (
        ("relatedness", event.relatedness, ("", *RELATEDNESS)),
        ("severity", event.severity, ("", *SEVERITY)),
        ("contact", event.contact, CONTACTS),
    ):
        if value not in allowed:
            listed = ", ".join(filter(None, allowed))
            yield refuse("out-of-range", f'"{value:.40}" is no {name}.', f"Give one of: {listed}.", name)


def check_assigned(case: Case, event: e.SymptomAssigned) -> Iterator[Finding]:
    if event.symptom not in case.course.symptoms:
        yield _no_such_symptom(event.symptom)
    elif event.symptom not in case.course.concerns and not event.replaces:
        yield refuse("not-open", f'Symptom "{event.symptom}" is not open.', "Nothing to hand over.", "symptom")
    if not event.owner.strip():
        yield refuse("owner-missing", "Nobody is named to take it over.", "Name who has it now.", "owner")


def _no_such_symptom(symptom: str) -> Finding:
    return refuse("no-such-symptom", f'No symptom "{symptom}" is reported.', "Name one.", "symptom")


def check_report_changed(mistake: e.SymptomReported, event: e.Event) -> Iterator[Finding]:
    """A report is closed by a clinician's judgement, and by nothing else."""
    if isinstance(event, e.Withdrawn) and not event.reason.strip():
        yield refuse(
            "reason-missing",
            "A reported symptom is taken back for a reason.",
            "Say why it never was: for instance that it is somebody else's.",
            "reason",
        )
    if isinstance(event, e.SymptomReported) and event.level == EXPECTED != mistake.level:
        yield refuse(
            "judgement-missing",
            "A reported symptom is not closed by calling it an expected reaction.",
            "Close it with a judgement of relatedness and severity.",
            "level",
        )


def check_prescriber(case: Case, event: e.PrescriberAgreed) -> Iterator[Finding]:
    if event.agreed not in (CONTINUE, PAUSE, REFUSED):
        yield refuse("out-of-range", f'"{event.agreed}" is no answer.', "Give continue, pause or refused.", "agreed")
    elif problem(Agreement(drug=event.drug, prescriber=event.prescriber, agreed=event.agreed)) is not None:
        yield refuse("prescriber-missing", "An agreement has the prescriber's name.", "Give the name.", "prescriber")
    waiting = case.course.unsettled_drugs
    if waiting and event.agreed != REFUSED and not any(same_name(event.drug, drug) for drug in waiting):
        yield warn("not-on-the-list", f'"{event.drug:.80}" is not on the list so; {", ".join(waiting)} still waits.')


def check_closing(case: Case, event: e.CourseClosed) -> Iterator[Finding]:
    if case.course.concerns:
        yield stop("open-concern", "A reported symptom is open.", "Close the symptom first, or say why not.")


def check_pausing(case: Case, event: Any) -> Iterator[Finding]:
    wanted = Status.ACTIVE if isinstance(event, e.CoursePaused) else Status.PAUSED
    if case.course.status is not wanted and not event.replaces:
        yield refuse("not-" + wanted.value, f"This course is {case.course.status.value}.", "Nothing to do.")


def check_transfer(case: Case, event: e.ProtocolTransferred) -> Iterator[Finding]:
    if not event.reason.strip():
        yield refuse("reason-missing", "A course is moved to another version for a reason.", "Say why.", "reason")
