"""What a clinic says of itself in public. Each change is another row; the last one holds."""

from datetime import UTC, datetime

from enthesis.clinic.access import LEAD, By, Operator, handle, user_key
from enthesis.clinic.errors import NOT_YOUR_ROLE, NotAllowed
from enthesis.clinic.intake.models import ClinicPage
from enthesis.clinic.looks import looked, refusal
from enthesis.clinic.models import Clinic, Membership


def page_of(clinic: int) -> ClinicPage | None:
    """What a clinic says of itself; None where it has not said anything."""
    return ClinicPage.objects.filter(clinic=clinic).order_by("-pk").first()


def write_page(clinic: Clinic, *, about: str, address: str, hours: str, email: str, by: By) -> ClinicPage:
    """Say something else from now on. Raises `NotAllowed` for who is no lead."""
    held = Membership.objects.filter(user_id=user_key(by), clinic=clinic, role=LEAD, user__is_active=True)
    if not isinstance(by, Operator) and not held.exists():
        says = "Only a lead of the clinic writes its public page."
        raise refusal(NotAllowed(NOT_YOUR_ROLE, says), by, "write-page", clinic.pk)
    looked(by, "write-page", clinic=clinic.pk)
    return ClinicPage.objects.create(
        clinic=clinic,
        about=about,
        address=address,
        hours=hours,
        email=email,
        made_at=datetime.now(UTC),
        made_by=handle(by),
    )
