"""What was decided and agreed."""

from collections.abc import Mapping
from dataclasses import dataclass

from enthesis.pathway.events.happening import Happening


@dataclass(frozen=True, kw_only=True, slots=True)
class ResponseDecided(Happening):
    """A clinician decided at a review. `recommended` and `figures` are what the software said then."""

    activity: str
    option: str  # an option of the protocol's decision
    recommended: str = ""
    figures: Mapping[str, object] | None = None
    reason: str = ""  # needed where the choice differs from the recommendation
    personal = ("reason",)


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanAgreed(Happening):
    """Clinician and patient agreed on a number of sessions."""

    sessions: int
    activity: str = "plan"
    note: str = ""
    personal = ("note",)


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanChanged(Happening):
    """The agreed number of sessions was changed."""

    sessions: int
    reason: str
    personal = ("reason",)
