"""What groups and sources are called on a page: clinicians by name, protocols by title, sources as they are cited."""

from collections.abc import Iterable, Iterator, Mapping

from django.utils.translation import gettext as _

from enthesis.clinic.accounts import names_of
from enthesis.clinic.models import Clinic
from enthesis.clinic.protocols import every_protocol
from enthesis.outcomes import naming
from enthesis.outcomes.choosing import Choices
from enthesis.outcomes.figure import NOT_RECORDED, Figure, Named
from enthesis.pathway.leaflets.citations import Citation, citations

CLINICIAN, PROTOCOL, SESSION = "clinician", "protocol", "session"


class Names:
    """What the values of groups are called."""

    def __init__(
        self,
        figures: Iterable[Figure] = (),
        *,
        clinic: Clinic | None = None,
        choices: Choices | None = None,
        where: Named = (),
    ) -> None:
        handles = {value for figure in figures for name, value in figure.group if name == CLINICIAN}
        handles |= set((choices or {}).get(CLINICIAN, ())) | {value for name, value in where if name == CLINICIAN}
        self._people = names_of(handles)
        self._titles = _titles(clinic) if clinic else {}

    def of(self, name: str, value: str) -> str:
        if value == NOT_RECORDED:
            return _("not recorded")
        if name == CLINICIAN:
            return self._people.get(value, value)
        if name == SESSION:
            return _("session %(number)s") % {"number": value}
        return self._titles.get(value) or naming.value(name, value) if name == PROTOCOL else naming.value(name, value)

    def group(self, figure: Figure) -> str:
        return ", ".join(self.of(name, value) for name, value in figure.group) or _("everybody")


def _titles(clinic: Clinic) -> Mapping[str, str]:
    """The titles of the protocols that a clinic knows; of several versions, that of the newest."""
    known = every_protocol(clinic.pk)
    return {name: known[name, version].title for name, version in sorted(known)}


def cited(keys: Iterable[str]) -> Iterator[Citation]:
    """Sources as a reader looks them up; what is no printed source in words."""
    own = {
        "memory": _("Known to the authors, not seen in a source"),
        "derived": _("Worked out from the other sources"),
        "ruling": _("A decision of this programme, on the careful side"),
        "not stated": _("No source that was read states one"),
    }
    for key in keys:
        yield Citation(key, own[key]) if key in own else citations().get(key) or Citation(key, key)
