"""What comes before the first injection: evaluation, candidacy, consent, medicines, the estimate."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from enthesis.pathway.events.happening import Happening


@dataclass(frozen=True, kw_only=True, slots=True)
class EvaluationAnswered(Happening):
    """The patient answered the pain evaluation, or a part of it again."""

    answers: Mapping[str, object]  # variables of the candidacy rules
    rules: str = ""  # version of the rule set that asked
    words: str = ""
    source: str = ""  # where the answers come from, if not from the patient's own pages: "public evaluation E-0007"
    personal = ("words",)


@dataclass(frozen=True, kw_only=True, slots=True)
class CandidacyDecided(Happening):
    """A clinician decided whether the course may go on. `recommended` is what the rules said then."""

    outcome: str  # an option of the protocol's candidacy: eligible | not-yet | not-suitable | urgent
    recommended: str = ""
    rules: str = ""
    reason: str = ""
    personal = ("reason",)


@dataclass(frozen=True, kw_only=True, slots=True)
class ValuesAnswered(Happening):
    """What matters to the patient, and where the patient leans, after a decision aid. It moves nothing.

    For the consultation. Nothing is added up from it, and the latest one holds.
    """

    aid: str  # what was shown, with the mark of its words: "back 2026-11 3f9a21c0"
    matters: Mapping[str, str] | None = None  # what may matter -> little | some | much
    leans: str = ""  # a way of the aid, or undecided; empty where it is not said
    checks: Mapping[str, str] | None = None  # question about the page -> yes | no | not-sure
    words: str = ""
    personal = ("words",)


@dataclass(frozen=True, kw_only=True, slots=True)
class ConsentSigned(Happening):
    """The patient signed one version of one consent text, on a page or on paper."""

    document: str
    version: str  # of the text, with the mark of its words: "2026-11 3f9a21c0"; of a paper as it is printed on it
    leaflets: tuple[str, ...] = ()  # what the patient was given to read before: "risks 2026-11 3f9a21c0"
    items: tuple[str, ...] = ()  # rules whose items stood on the page because of the patient's own answers
    signed_as: str = ""  # the name as the patient signed it
    way: str = ""  # drawn | typed | paper; empty where it is not said
    signature: str = ""  # the strokes of a drawn one, as SVG path data in a box of 600 by 200
    language: str = ""  # of the text that was read: "en"
    aid: str = ""  # the decision aid that stood beside the text: "back 2026-11 3f9a21c0"
    evidence: str = ""  # the page of trials that stood beside it, with the version of the table: "knee 2026-11"
    personal = ("signed_as", "signature")


@dataclass(frozen=True, kw_only=True, slots=True)
class ConsentWithdrawn(Happening):
    """The patient took the consent back. No reason is owed."""

    reason: str = ""
    personal = ("reason",)


@dataclass(frozen=True, kw_only=True, slots=True)
class DrugListTaken(Happening):
    """What the patient takes, in full: a later list takes the place of the earlier one."""

    drugs: tuple[str, ...]  # as typed; () is "takes none"
    prescriber_only: tuple[str, ...] = ()  # those that only a prescriber may stop
    version: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class PrescriberAgreed(Happening):
    """What the prescriber of a drug said about it for this course."""

    drug: str
    prescriber: str
    agreed: str  # continue | pause | refused
    note: str = ""
    personal = ("note",)


@dataclass(frozen=True, kw_only=True, slots=True)
class HoldChecked(Happening):
    """Somebody asked, before an injection, whether the medication hold was kept."""

    activity: str
    kept: bool
    note: str = ""
    personal = ("note",)


@dataclass(frozen=True, kw_only=True, slots=True)
class EstimateGiven(Happening):
    """The patient was given, in writing, what the whole path costs."""

    minimum: Decimal
    maximum: Decimal
    currency: str
    version: str = ""  # of the clinic's price list
    typical: Decimal | None = None
    expected: Decimal | None = None  # on average, with the clinic's own shares of who goes on
    valid_until: date | None = None
    protocol: str = ""  # what was priced: "nutura-back@2026-11"
    terms: Mapping[str, object] | None = (
        None  # what was chosen with the patient; with the rest, it gives the lines again
    )
