"""What the made-up clinic decided where no source states it: who is on call, how soon it answers, one pause."""

from datetime import UTC, datetime

from enthesis.clinic.decisions import ANSWERS_WITHIN, HOLD, ON_CALL
from enthesis.clinic.models import Clinic, ClinicDecision, User

SINCE = datetime(2020, 1, 1, tzinfo=UTC)  # before everything that its patients ever reported
WHY = "Made up for the example: your clinic decides its own."
TIMES = {"emergency": 15, "not-triaged": 15, "urgent": 60, "call": 240}  # minutes
PAUSE = ("anti_inflammatory", "5/7")  # days before / after


def keep_example_decisions(clinic: Clinic, on_call: User) -> None:
    """Kept once; calling it again changes nothing."""
    if ClinicDecision.objects.filter(clinic=clinic).exists():
        return
    kept = {ON_CALL: on_call.handle, f"{HOLD}{PAUSE[0]}": PAUSE[1]}
    kept |= {f"{ANSWERS_WITHIN}{clock}": str(minutes) for clock, minutes in TIMES.items()}
    ClinicDecision.objects.bulk_create(
        ClinicDecision(
            clinic=clinic, name=name, value=value, since=SINCE, why=WHY, made_at=SINCE, made_by=on_call.handle
        )
        for name, value in kept.items()
    )
