"""What the made-up clinic decided where no source states it, what it left open, and its public page."""

from datetime import UTC, datetime

from enthesis.clinic.access import Operator
from enthesis.clinic.consents import set_again
from enthesis.clinic.decisions import ANSWERS_WITHIN, HOLD, ON_CALL
from enthesis.clinic.diary_rules import set_days_back
from enthesis.clinic.intake.page import page_of, write_page
from enthesis.clinic.intake.store import set_keep_days
from enthesis.clinic.models import Clinic, ClinicDecision, User
from enthesis.clinic.visit_rules import set_moves_hours

SINCE = datetime(2020, 1, 1, tzinfo=UTC)  # before everything that its patients ever reported
WHY = "Made up for the example: your clinic decides its own."
TIMES = {"emergency": 15, "not-triaged": 15, "urgent": 60, "call": 240}  # minutes
NUMBERS = {"telephone": "555 0100", "telephone_when_closed": "555 0199", "emergency_number": "112", "currency": "EUR"}
ABOUT = (
    "This clinic does not exist: it shows what Enthesis does, with made-up people.\n"
    "Two doctors and a therapist treat long-lasting pain of the back and the knee."
)
ADDRESS = "1 Sample Street\nSampletown"
HOURS = "Monday to Thursday 8:00 to 18:00\nFriday 8:00 to 17:00\nSaturday 9:00 to 13:00\nSunday closed"
PAUSE = ("anti_inflammatory", "5/7")  # days before / after


def keep_example_decisions(clinic: Clinic, on_call: User) -> None:
    """Kept once; calling it again changes nothing."""
    if ClinicDecision.objects.filter(clinic=clinic, name=ON_CALL).exists():
        return
    kept = {ON_CALL: on_call.handle, f"{HOLD}{PAUSE[0]}": PAUSE[1]}
    kept |= {f"{ANSWERS_WITHIN}{clock}": str(minutes) for clock, minutes in TIMES.items()}
    ClinicDecision.objects.bulk_create(
        ClinicDecision(
            clinic=clinic, name=name, value=value, since=SINCE, why=WHY, made_at=SINCE, made_by=on_call.handle
        )
        for name, value in kept.items()
    )
    _decide_some(clinic)


def _decide_some(clinic: Clinic) -> None:
    """Some of what the lead's list asks for. The rest is left, so that it shows what an undecided thing looks like."""
    by = Operator("example")
    set_again(True, clinic=clinic, by=by, why=WHY)
    set_keep_days(60, clinic=clinic, by=by, why=WHY)
    set_days_back(5, clinic=clinic, by=by, why=WHY)
    set_moves_hours(48, clinic=clinic, by=by, why=WHY)


def keep_example_page(clinic: Clinic) -> None:
    """Numbers that nobody has, and what stands on the public page. Kept once."""
    if page_of(clinic.pk) is not None:
        return
    for name, number in NUMBERS.items():
        setattr(clinic, name, number)
    clinic.save(update_fields=list(NUMBERS))
    write_page(clinic, about=ABOUT, address=ADDRESS, hours=HOURS, email="hello@example.test", by=Operator("example"))
