"""Where letters to a patient go: the address that the patient signs in with, or the one that the clinic noted."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from enthesis.clinic.access import PATIENT
from enthesis.clinic.models import Membership


def address_of(person: int, contact: str = "") -> str:
    """The e-mail address of a patient; "" where there is none."""
    accounts = Membership.objects.filter(person=person, role=PATIENT, user__is_active=True).order_by("pk")
    for address in (accounts.values_list("user__email", flat=True).first() or "", contact.strip()):
        try:
            validate_email(address)
        except ValidationError:
            continue
        return address
    return ""


def masked(address: str) -> str:
    """An address as others may see it: "a…@example.org"; a number: "…958"."""
    name, at, domain = address.rpartition("@")
    if not at:
        return f"…{address[-3:]}" if address.startswith("+") else ""
    return f"{name[:1]}…{at}{domain}"
