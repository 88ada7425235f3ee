"""The leaflets that this clinic hands out: those that ship, with the clinic's own copies in their place."""

import logging
from functools import cache

from django.conf import settings

from enthesis.clinic.models import Clinic
from enthesis.knowledge import path
from enthesis.pathway.leaflets import NOBODY, Contact, Library, load, read_library
from enthesis.pathway.plain_yaml import NotReadable

FOLDER = "leaflets"  # in the data folder

_log = logging.getLogger(__name__)


@cache
def library() -> Library:
    """Read once. A copy of the clinic's that is wrong is told in the log, and the shipped leaflets are used."""
    own = settings.HOME / FOLDER
    if not own.is_dir():
        return load()
    try:
        return read_library(path("patient"), own)
    except NotReadable as problem:
        _log.error("The clinic's own leaflets are not used. %s", problem)
        return load()


def contact_of(clinic: Clinic | None) -> Contact:
    """Whom a patient of this clinic calls."""
    if clinic is None:
        return NOBODY
    return Contact(clinic.telephone, clinic.telephone_when_closed, clinic.emergency_number)
