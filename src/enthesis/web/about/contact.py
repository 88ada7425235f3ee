"""Whom the patients of a clinic call."""

from enthesis.clinic.models import Clinic
from enthesis.pathway.leaflets import NOBODY, Contact


def contact_of(clinic: Clinic | None) -> Contact:
    """The numbers of a clinic; none where it is not known which clinic is meant."""
    if clinic is None:
        return NOBODY
    return Contact(clinic.telephone, clinic.telephone_when_closed, clinic.emergency_number)
