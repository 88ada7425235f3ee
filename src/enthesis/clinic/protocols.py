"""Which protocol a course follows: the clinic's own copy before the shipped one of the same id and version."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache

from django.db import IntegrityError, transaction

from enthesis.clinic.access import KEEPS_PROTOCOLS, By, Operator, handle, user_key
from enthesis.clinic.errors import NOT_YOUR_ROLE, NotAllowed
from enthesis.clinic.looks import refusal
from enthesis.clinic.models import Clinic, Membership, ProtocolCopy
from enthesis.clinic.sql import Statement
from enthesis.pathway.protocol.complaint import Complaint
from enthesis.pathway.protocol.library import shipped, superseded
from enthesis.pathway.protocol.model import Protocol
from enthesis.pathway.protocol.read import examine

_FIND = Statement("SELECT id FROM clinic_protocolcopy WHERE clinic_id = %s AND protocol = %s AND version = %s")


class NotKept(Exception):
    """A clinic's copy was not stored. `complaints` hold what is wrong with the file, where it is the file."""

    def __init__(self, says: str, complaints: tuple[Complaint, ...] = ()) -> None:
        super().__init__(says)
        self.complaints = complaints


def protocol_of(clinic: int, name: str, version: str) -> Protocol | None:
    """A protocol in one version as one clinic knows it; None where there is none."""
    found = _FIND.run([clinic, name, version])
    return _copy(found[0][0]) if found else shipped().get((name, version))


def protocols_of(clinic: int) -> Mapping[tuple[str, str], Protocol]:
    """Every protocol that a clinic may start a course with, by id and version; its own copies come first."""
    gone = retired_of(clinic)
    return {key: protocol for key, protocol in every_protocol(clinic).items() if key not in gone}


def retired_of(clinic: int) -> frozenset[tuple[str, str]]:
    """The versions that no course begins with any more; courses that follow them go on."""
    from enthesis.clinic.lead.models import ProtocolRetired  # an app of its own, which stands on this one

    own = ProtocolRetired.objects.filter(clinic=clinic).values_list("protocol", "version")
    return frozenset(own) | superseded()


def every_protocol(clinic: int) -> Mapping[tuple[str, str], Protocol]:
    """Every protocol that a clinic knows, retired ones too; its own copies come first."""
    own = ProtocolCopy.objects.filter(clinic=clinic).order_by("-pk").values_list("pk", "protocol", "version")
    copies = {(name, version): _copy(key) for key, name, version in own}
    return {**copies, **{key: protocol for key, protocol in shipped().items() if key not in copies}}


def keep_copy(text: str, *, clinic: Clinic, by: By) -> ProtocolCopy:
    """Store a clinic's own copy. Raises `NotKept`, or `NotAllowed` where somebody else than a lead tries.

    A text is never changed under courses that follow it: id and version must be new to the clinic.
    """
    roles = Membership.objects.filter(user_id=user_key(by), clinic=clinic).values_list("role", flat=True)
    if not isinstance(by, Operator) and not KEEPS_PROTOCOLS & set(roles):
        raise refusal(NotAllowed(NOT_YOUR_ROLE, "Only a lead may keep protocols."), by, "keep-protocol", clinic.pk)
    examined = examine(text, "the copy")
    if not examined.is_usable:
        raise NotKept("The protocol has faults: correct them and try again.", examined.complaints)
    protocol = examined.protocol
    if (protocol.id, protocol.version) in shipped():
        raise NotKept(
            f'Version "{protocol.version}" of {protocol.id} is the shipped one. Give the copy its own version.'
        )
    try:
        with transaction.atomic():
            return ProtocolCopy.objects.create(
                clinic=clinic,
                protocol=protocol.id,
                version=protocol.version,
                text=text,
                made_at=datetime.now(UTC),
                made_by=handle(by),
            )
    except IntegrityError:
        raise NotKept(
            f'Version "{protocol.version}" of {protocol.id} is kept already. Give the copy another version.'
        ) from None


def forget() -> None:
    """Read every copy anew. Only a database that takes its keys back, as a test's does, needs this."""
    _copy.cache_clear()


@lru_cache(maxsize=256)
def _copy(key: int) -> Protocol:
    """A stored copy never changes, so what was read once stays right."""
    copy = ProtocolCopy.objects.get(pk=key)
    return examine(copy.text, f"the clinic's copy of {copy.protocol}").protocol
