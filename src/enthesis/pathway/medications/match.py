"""What a name as typed was found to mean. Nothing is thrown away: what was not understood is kept and named."""

from dataclasses import dataclass, replace
from enum import StrEnum

from enthesis.pathway.medications.drug import Drug, Form, Product


class Status(StrEnum):
    """How certain a reading is. Everything but `MATCHED` and `NONE` needs a person."""

    MATCHED = "matched"
    CLASS = "class"  # a class was named, no drug
    AMBIGUOUS = "ambiguous"  # more than one reading; `candidates` names them
    UNNAMED = "unnamed"  # "cold remedy", "painkillers"
    NOT_LISTED = "not-listed"  # a known name without a line in the list
    UNKNOWN = "unknown"
    NONE = "none"  # "takes none"


class Remark(StrEnum):
    """What else the words say about a drug."""

    NOT_TAKEN = "not_taken"
    STOPPED = "stopped"
    ALLERGY = "allergy"
    PLANNED = "planned"
    CORRECTED = "corrected"  # a typing error was read away
    FORM_UNSTATED = "form_unstated"  # by mouth was assumed; as a gel it has its own rule
    OTHER_FORM = "other_form"  # a cream, an inhaler: not what the line is about
    OTHER_INGREDIENTS = "other_ingredients"  # inside a product that is not named, or named with a word more
    CODE_DISAGREES = "code_disagrees"  # a name and a code in one text stand for different drugs


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """One drug, class or unknown name among the words that were typed."""

    typed: str
    status: Status
    drug: Drug | None = None
    product: Product | None = None  # the combination product it is part of
    candidates: tuple[Drug, ...] = ()
    classes: tuple[str, ...] = ()  # of the drug, of the class, or of all candidates together
    written: str = ""  # the name by which it was found, as the list writes it
    how: str = ""  # by what it was found: generic name, brand name, code, ...
    is_memory: bool = False  # found through a name that is known from memory only
    country: str = ""  # where the name is used, if only in one country
    form: Form = Form.SYSTEMIC
    is_aspirin: bool = False  # ambiguous between the two lines of aspirin
    remarks: frozenset[Remark] = frozenset()
    words: str = ""  # the words that go with it: dose, how often, why
    unread: tuple[str, ...] = ()  # words beside it that were not understood
    partner: str = ""  # an ingredient of the same product that only its prescriber may stop
    suspect: str = ""  # class that an unknown name sounds like; raises caution only
    prescriber_only: bool | None = (
        None  # None: not known. Ambiguous counts as the strictest, unknown as what it sounds like
    )

    @property
    def is_taken(self) -> bool:
        """Whether nothing in the words says otherwise."""
        return not self.remarks & {Remark.NOT_TAKEN, Remark.STOPPED, Remark.ALLERGY, Remark.PLANNED}

    @property
    def needs_person(self) -> bool:
        """Whether somebody has to look before the reading is relied on."""
        settled = {Remark.CORRECTED, Remark.FORM_UNSTATED}
        return (
            self.status not in (Status.MATCHED, Status.NONE)
            or bool(self.unread)
            or bool(self.remarks - settled)
            or bool(self.product and self.product.unsure)
        )

    @property
    def entries(self) -> tuple[str, ...]:
        """The entries of the knowledge, from memory, that the reading of the name rests on."""
        if self.product:
            return (f"medications/products:{self.product.id or self.product.name}",)
        return (f"medications/names:{self.drug.id}",) if self.is_memory and self.drug else ()


@dataclass(frozen=True, slots=True)
class Match:
    """Everything that was found in one name as typed, at least one mention."""

    typed: str
    mentions: tuple[Mention, ...]

    @property
    def drugs(self) -> tuple[Drug, ...]:
        """The drugs that were recognised, each once, in the order in which they stand."""
        return tuple({mention.drug.id: mention.drug for mention in self.mentions if mention.drug}.values())

    @property
    def classes(self) -> frozenset[str]:
        """Every class that was named or recognised and may be taken."""
        return frozenset(name for mention in self.mentions for name in mention.classes)

    @property
    def candidates(self) -> tuple[Drug, ...]:
        return tuple(drug for mention in self.mentions for drug in mention.candidates)

    @property
    def needs_person(self) -> bool:
        return any(mention.needs_person for mention in self.mentions)

    @property
    def prescriber_only(self) -> bool:
        """Whether anything in it may be stopped by its prescriber only."""
        return any(mention.prescriber_only for mention in self.mentions)


def matched(base: Mention, drug: Drug) -> Mention:
    """The mention with a drug that was recognised."""
    return replace(base, drug=drug, classes=(drug.drug_class,), prescriber_only=drug.prescriber_only)
