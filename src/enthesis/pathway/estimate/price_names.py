"""Which activities of a protocol a name in a price list stands for."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from enthesis.pathway.estimate.words import words
from enthesis.pathway.protocol.complaint import did_you_mean
from enthesis.pathway.protocol.model import Activity, Kind, Protocol, Purpose

_GAPS = re.compile(r"[\s_-]+")

OWN, GROUP, BROAD = 0, 1, 2  # how closely a name points: the smaller wins


def is_review_visit(activity: Activity) -> bool:
    """A review for which the protocol says how it is held (in person, telehealth) is a visit; others are desk work."""
    return activity.kind is Kind.REVIEW and activity.mode.is_stated


_GROUPS: Mapping[str, Callable[[Activity], bool]] = {
    "consultation": lambda activity: activity.kind is Kind.VISIT or is_review_visit(activity),
    "visit": lambda activity: activity.kind is Kind.VISIT,
    "review": is_review_visit,
    "diagnostic": lambda activity: activity.purpose is Purpose.DIAGNOSTIC,
    "treatment": lambda activity: activity.purpose is Purpose.TREATMENT,
    "injection": lambda activity: activity.kind is Kind.INJECTION,
    "therapy": lambda activity: activity.kind is Kind.THERAPY,
}
_WIDE = ("consultation", "injection")  # stand back behind a word for a part of them


@dataclass(frozen=True, slots=True)
class Meant:
    """The activities that a name stands for. `is_known` is also true of a group of which this protocol has none."""

    activities: tuple[str, ...]
    closeness: int
    is_known: bool


def meant_by(name: str, protocol: Protocol) -> Meant:
    """What a name in a price list stands for: an activity's id or title, or a word for a kind of activity."""
    wanted = _plain(name)
    own = [a.id for a in protocol.activities if wanted == _plain(a.id)]
    own = own or [a.id for a in protocol.activities if wanted == _plain(a.title)]
    if own:
        return Meant(tuple(own), OWN, True)
    group = words().price_words.get(wanted)
    if group is None:
        return Meant((), GROUP, False)
    found = tuple(a.id for a in protocol.activities if _GROUPS[group](a))
    return Meant(found, BROAD if group in _WIDE else GROUP, True)


def nearest(name: str, protocol: Protocol) -> str:
    """For a name that stands for nothing: the nearest activity as a question, or the list of them."""
    return did_you_mean(_plain(name)[:60], [activity.id for activity in protocol.activities])


def _plain(name: str) -> str:
    return _GAPS.sub("-", name.strip().lower())
