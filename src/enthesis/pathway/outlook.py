"""What the growth model of pain begins with: trials, what is thought beforehand, and when it may not tell.

`knowledge/registry/growth.yaml` says it; `enthesis.outcomes.growth` computes with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from enthesis import knowledge
from enthesis.pathway.plain_yaml import Block, NotReadable, read_plain

FILE = "registry/growth.yaml"
START, EARLY, LATE, FURTHER = COLUMNS = ("start", "early", "late", "further")


@dataclass(frozen=True, slots=True)
class TrialReading:
    """Mean pain (0 to 10) of one arm at one week, and how far people lay apart."""

    week: Decimal
    pain: Decimal
    sd: Decimal


@dataclass(frozen=True, slots=True)
class Trial:
    """How pain went in one arm of one trial."""

    condition: str
    trial: str
    people: int
    sessions: tuple[Decimal, ...]  # weeks after the first
    readings: tuple[TrialReading, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A trial that is not used."""

    trial: str
    condition: str
    because: str


@dataclass(frozen=True, slots=True)
class FurtherRule:
    """When a clinic's courses can tell those who went on from those who stopped."""

    least_stopped: int
    least_went_on: int
    least_answered: Decimal
    most_by_response: Decimal
    most_unknown: Decimal
    most_apart: Decimal


@dataclass(frozen=True, slots=True)
class Outlook:
    """The whole file."""

    version: str
    onsets: tuple[Decimal, ...]  # weeks
    first_onset: Decimal
    courses_to_choose: int
    trials: tuple[Trial, ...]
    left_out: tuple[LeftOut, ...]
    common_mean: Mapping[str, Decimal]  # by column
    common_sd: Mapping[str, Decimal]
    conditions_sd: Mapping[str, Decimal]
    patients_sd: Mapping[str, Decimal]
    clinics_sd: Decimal
    readings_sd: Decimal
    worth_courses: Decimal
    worth_readings: Decimal
    worth_conditions: Decimal
    worth_outcomes: Decimal
    further: FurtherRule
    least_shown: int


@cache
def shipped() -> Outlook:
    """The file as it ships. Raises `NotReadable`."""
    return read_outlook(knowledge.path(FILE).read_text(encoding="utf-8"), FILE.rpartition("/")[2])


def read_outlook(text: str, name: str) -> Outlook:
    """The text of a file laid out like the shipped one. Raises `NotReadable`."""
    block = read_plain(text, name)
    for heading in ("id", "title", "status"):
        block.text(heading)
    block.day("review_by")
    curve, before, worth = block.block("curve"), block.block("beforehand"), block.block("worth")
    common = before.block("common")
    both = {column: common.block(column) for column in COLUMNS}
    for each in (curve, before, worth):
        each.texts("sources")
    for each in (curve, before):
        each.text("says")
    found = Outlook(
        version=knowledge.edition(block.text("version"), FILE),
        onsets=curve.numbers("onset_weeks"),
        first_onset=curve.number("first_onset_weeks"),
        courses_to_choose=curve.whole("courses_to_choose"),
        trials=tuple(_trial(each) for each in block.blocks("trials")),
        left_out=tuple(_left_out(each) for each in block.blocks("left_out")),
        common_mean={column: each.number("mean") for column, each in both.items()},
        common_sd={column: _above_zero(each, "sd") for column, each in both.items()},
        conditions_sd=_columns(before.block("conditions")),
        patients_sd=_columns(before.block("patients")),
        clinics_sd=_above_zero(before, "clinics"),
        readings_sd=_above_zero(before, "readings"),
        worth_courses=_above_zero(worth, "courses"),
        worth_readings=_above_zero(worth, "readings"),
        worth_conditions=_above_zero(worth, "conditions"),
        worth_outcomes=_above_zero(worth, "outcomes"),
        further=_further(block.block("further")),
        least_shown=block.whole("least_shown"),
    )
    for each in (curve, common, before, worth, *both.values(), block):
        each.close()
    if found.first_onset not in found.onsets:
        raise NotReadable(f"{name}, curve: first_onset_weeks is one of onset_weeks.")
    return found


def _above_zero(block: Block, key: str) -> Decimal:
    value = block.number(key)
    if value <= 0:
        raise block.wrong(key, "above 0")
    return value


def _columns(block: Block) -> Mapping[str, Decimal]:
    found = {column: _above_zero(block, column) for column in COLUMNS}
    block.close()
    return found


def _trial(block: Block) -> Trial:
    block.text("says")
    block.text("sessions_say")
    found = Trial(
        condition=block.text("condition"),
        trial=block.text("trial"),
        people=block.whole("people"),
        sessions=block.numbers("sessions"),
        readings=tuple(_reading(each) for each in block.blocks("readings")),
        sources=block.texts("sources"),
    )
    block.close()
    return found


def _reading(block: Block) -> TrialReading:
    found = TrialReading(week=block.number("week"), pain=block.number("pain"), sd=_above_zero(block, "sd"))
    block.close()
    return found


def _left_out(block: Block) -> LeftOut:
    found = LeftOut(trial=block.text("trial"), condition=block.text("condition"), because=block.text("because"))
    block.close()
    return found


def _further(block: Block) -> FurtherRule:
    block.texts("sources")
    found = FurtherRule(
        least_stopped=block.whole("least_stopped"),
        least_went_on=block.whole("least_went_on"),
        least_answered=block.number("least_answered"),
        most_by_response=block.number("most_by_response"),
        most_unknown=block.number("most_unknown"),
        most_apart=block.number("most_apart"),
    )
    block.close()
    return found
