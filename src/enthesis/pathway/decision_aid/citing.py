"""What an aid rests on, as a reader looks it up: other clinics are not named to patients as if they were evidence."""

from collections.abc import Iterable, Iterator

from enthesis.pathway.decision_aid.model import Aid
from enthesis.pathway.leaflets.citations import Citation, citations

CLINIC_PAGE = "clinic-page"


def cited_by(aid: Aid, keys: Iterable[str]) -> tuple[Citation, ...]:
    """Every source once. Those that are words of the aid ("from memory") have no language: they are to be said."""
    return tuple(dict.fromkeys(_cited(aid, keys)))


def _cited(aid: Aid, keys: Iterable[str]) -> Iterator[Citation]:
    labels, known = aid.shared.labels, citations()
    for key in keys:
        name = CLINIC_PAGE if key in aid.shared.clinic_pages else key
        yield known[name] if name in known else Citation(name, labels[name])
