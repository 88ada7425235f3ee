"""What every number in the knowledge measures. So the same threshold cannot stand in two places without being seen.

A number that no line of the table below accounts for is told by the check: whoever adds one says here what it is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from enthesis.pathway.upkeep.files import KnowledgeFile
from enthesis.pathway.upkeep.tree import Leaf, walk

BOUNDS = ("below", "at_most", "at_least", "above")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


class Kind(Enum):
    """What becomes of a number."""

    SHARED = "something is compared with it that other rules may ask about, too"
    OWN = "a limit of its own entry: a drug's, an instrument's"
    PLAIN = "no limit: how a file is built, what may be typed, a date, a figure of a trial"


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number of a knowledge file, and what it measures."""

    file: str
    line: int
    entry: str
    value: Decimal
    kind: Kind
    measures: str  # of a shared one: "age", "hours of numbness"


# The variable of a condition, and what it measures where other files measure the same.
_MEASURES = {
    "age": "age",
    "aspirin/dose_mg": "aspirin dose",
    "trauma_days_ago": "days since an injury",
    "pain_months": "months of pain",
    "no_improvement_weeks": "weeks without improvement",
    "temp_c": "body temperature",
    "numb_hours": "hours of numbness",
    "soreness_days": "days after an injection",
    "stiffness_days": "days after an injection",
    "day": "days after an injection",
    "steroid_injected_months_ago": "months since a steroid injection",
    "acetaminophen_mg_day": "acetaminophen a day",
}

# The first line that fits says what a number is. Written as file:field/field; an entry of a list goes by its name.
_PLACES: tuple[tuple[str, Kind, str], ...] = (
    (r"numbers\.yaml:numbers/.*/value", Kind.SHARED, ""),  # says itself what it measures
    (r"candidacy/drugs\.yaml:ingredients/aspirin/low_dose_mg_at_most", Kind.SHARED, "aspirin dose"),
    (r"candidacy/questions\.yaml:questions/.*/(least|most)", Kind.PLAIN, ""),  # what may be typed
    (r"triage/questions\.yaml:variables/.*/(from|to)", Kind.PLAIN, ""),  # what may be typed
    (r"triage/words\.yaml:entries/.*/means/numb_hours", Kind.SHARED, "hours of numbness"),
    (
        r"triage/rules/.*:rules/.*/hours/(from|to)",
        Kind.PLAIN,
        "",
    ),  # when a sign is usual: each rule's own source says it
    (r"triage/escalation\.yaml:.*", Kind.PLAIN, ""),  # how fast a clinic answers: the clinic's own
    (r"messages\.yaml:(purposes|notices)/.*", Kind.PLAIN, ""),  # when a letter leaves: the clinic's own
    (r"medications/reading\.yaml:aspirin/preventive_up_to_mg", Kind.SHARED, "aspirin dose"),
    (r"medications/acetaminophen\.yaml:limits/(adult|prudent)/mg", Kind.SHARED, "acetaminophen a day"),
    (r"medications/acetaminophen\.yaml:limits/extended_release/strength_mg", Kind.PLAIN, ""),
    (r"medications/acetaminophen\.yaml:limits/.*", Kind.OWN, ""),
    (r"medications/holds\.yaml:holds/.*/(before|after)/\d", Kind.PLAIN, ""),  # what each clinic publishes, never chosen
    (r"solutions\.yaml:plausible/adult_from_years/value", Kind.SHARED, "age"),
    (r"solutions\.yaml:plausible/.*", Kind.PLAIN, ""),  # what may be typed
    (r"solutions\.yaml:.*/stocks_pct/values/\d", Kind.PLAIN, ""),  # what can be bought
    (
        r"solutions\.yaml:(draw|diluents|anaesthetic_mosm_per_l|dextrose/mosm_per_l_for_1_pct)/.*",
        Kind.PLAIN,
        "",
    ),  # physics
    (r"solutions\.yaml:.*", Kind.OWN, ""),
    (r"instruments/.*:thresholds/.*/value", Kind.OWN, ""),
    (r"instruments/.*:(reliable_change|trusted_baseline)/.*", Kind.OWN, ""),
    (r"instruments/.*:.*", Kind.PLAIN, ""),  # items, ranges, tables, codes, months of a schedule
    (r"protocols/.*", Kind.PLAIN, ""),  # each protocol is one document's figures
    (r"structures/.*:(.*/)?(views|on_body)/.*", Kind.PLAIN, ""),  # places on a drawing
    (r"structures/.*:structures/.*/volume_ml/(from|to)", Kind.PLAIN, ""),  # published at that place
    (r"cases/words\.yaml:numbers/.*", Kind.PLAIN, ""),  # words for numbers
    (r"patient/.*", Kind.PLAIN, ""),  # figures of trials, each with its source; places on a page
    (r"evidence/.*", Kind.PLAIN, ""),  # figures of trials, each with its address; weeks of a span
    (r"decision_aid/.*", Kind.PLAIN, ""),  # people counted in trials, each with its source; places in a list
    (r"good_faith\.yaml:.*", Kind.OWN, ""),
    (r"home/aftercare\.yaml:lines/.*/days/(from|to)", Kind.PLAIN, ""),  # which days a line is read on: its own source
    (r"home/preparation\.yaml:items/.*/from", Kind.PLAIN, ""),  # days before a session: no clinical number
    (r"programmes/.*:stages/.*/(injection|days)", Kind.PLAIN, ""),  # which treatment a stage follows
    (r"chase\.yaml:.*", Kind.PLAIN, ""),  # days between letters and calls: no clinical number
    (r"injection_checklist\.yaml:.*", Kind.OWN, ""),
    (r"indicators/.*", Kind.PLAIN, ""),  # figures of worked examples; whom a figure is shown of: the house's own
    (r"registry/growth\.yaml:.*", Kind.PLAIN, ""),  # figures of trials; what a model begins with: the house's own
    (r"registry/dictionary\.yaml:points/.*", Kind.PLAIN, ""),  # when an outcome is counted: the clinic's own
)
_COMPILED = tuple((re.compile(pattern), kind, measures) for pattern, kind, measures in _PLACES)


def quantities(file: KnowledgeFile) -> Iterator[Quantity | Leaf]:
    """Every number of a file with what it measures; as a bare leaf where nothing says what it is."""
    if file.is_table:
        return
    for path, node in walk(file.tree):
        if (
            not isinstance(node, Leaf)
            or not _NUMBER.fullmatch(node.text)
            or path in (("version",), ("review", "version"))
        ):
            continue
        kind, measures = _measured(file, path)
        if kind is None:
            yield node
            continue
        entry = "/".join(path)
        yield Quantity(file.name, node.line, entry, Decimal(node.text), kind, measures)


def _measured(file: KnowledgeFile, path: tuple[str, ...]) -> tuple[Kind | None, str]:
    if len(path) > 1 and path[-1] in BOUNDS and file.name.startswith(("candidacy/", "triage/")):
        return Kind.SHARED, _variable(file, path)
    name = f"{file.name}:{'/'.join(path)}"
    for pattern, kind, measures in _COMPILED:
        if pattern.fullmatch(name):
            if file.name == "numbers.yaml":
                return kind, _told_in(file, path[1])
            return kind, measures
    return None, ""


def _variable(file: KnowledgeFile, path: tuple[str, ...]) -> str:
    """What a condition compares: its variable, of a drug with the drug's name."""
    variable = path[-2]
    if variable == "dose_mg":
        variable = f"{_drug(file, path)}/dose_mg"
    return _MEASURES.get(variable, variable)


def _drug(file: KnowledgeFile, path: tuple[str, ...]) -> str:
    wanted = (*path[:-2], "name")
    return next((node.text for at, node in walk(file.tree) if at == wanted and isinstance(node, Leaf)), "drug")


def _told_in(file: KnowledgeFile, name: str) -> str:
    wanted = ("numbers", name, "measures")
    return next((node.text for at, node in walk(file.tree) if at == wanted and isinstance(node, Leaf)), "")
