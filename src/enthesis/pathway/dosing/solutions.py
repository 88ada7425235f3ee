"""The reviewed facts about solutions and local anaesthetics, read from `knowledge/solutions.yaml`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from enthesis import knowledge
from enthesis.knowledge import KnowledgeUnreadable, edition
from enthesis.pathway.dosing.numbers import NotAnAmount, amount
from enthesis.pathway.finding import Finding
from enthesis.pathway.numbers import shared
from enthesis.pathway.plain_yaml import NotReadable, read_values

ANY = "any"


class SolutionsUnreadable(KnowledgeUnreadable):
    """A clinic's own copy of the solutions file is not in order. The text says where and what to do."""


@dataclass(frozen=True, slots=True)
class Sourced:
    """One number and where it comes from."""

    value: Decimal
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """Most of one drug for one adult in one visit: the smaller of the two, in mg."""

    where: str  # a jurisdiction, or `any`
    epinephrine: bool
    mg_per_kg: Decimal
    ceiling_mg: Decimal
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Anaesthetic:
    """A local anaesthetic; `limits` is empty where no limit was read in a source."""

    name: str
    family: str  # amide | ester | "" where only "local anaesthetic" was said
    stocks_pct: tuple[Decimal, ...] = ()
    limits: tuple[Limit, ...] = ()
    seen_for: tuple[str, ...] = ()  # jurisdictions whose text was read, where the limit is used everywhere
    mg_in_24_hours: Decimal | None = None
    hours_before_a_repeat: Decimal | None = None
    hours_counted_together: Decimal | None = None
    times_sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Diluent:
    name: str
    strength_when_not_said: Decimal | None  # % w/v
    mosm_at_strength: Decimal | None  # the strength that `mosm_per_l` holds for; None: it has none (water)
    mosm_per_l: Sourced | None


@dataclass(frozen=True, slots=True)
class PublishedVolume:
    route: tuple[str, ...]  # words that must all be in the route
    lowest: Decimal
    highest: Decimal
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    order: int
    level: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Solutions:
    """One reviewed set of facts. A clinic may load its own; everything here takes it as an argument."""

    version: str
    dextrose_called: tuple[str, ...]
    dextrose_stocks_pct: tuple[Decimal, ...]
    usual_lowest: Sourced
    usual_highest: Sourced
    dextrose_mosm: Mapping[str, Sourced]  # per 1 %, by kind: hydrous, anhydrous
    anaesthetics: Mapping[str, Anaesthetic]
    names: Mapping[str, tuple[str, str]]  # wording in lower case -> (standard name, kind)
    anaesthetic_mosm: Sourced
    diluents: Mapping[str, Diluent]
    ignored_words: frozenset[str]
    jurisdictions: Mapping[str, str]  # wording in lower case -> standard name
    weight_kg: tuple[Decimal, Decimal]
    highest_total_ml: Decimal
    adult_from_years: Decimal
    highest_age_years: Decimal
    published_volumes: tuple[PublishedVolume, ...]
    draw_small_up_to_ml: Decimal
    draw_small_ml: Decimal
    draw_usual_ml: Decimal
    allergy_words: Mapping[str, frozenset[str]]
    no_allergy: frozenset[str]
    rules: Mapping[str, Rule]

    def finding(
        self,
        code: str,
        says: str,
        remedy: str,
        *,
        field: str,
        because: tuple[str, ...] = (),
        sources: tuple[str, ...] = (),
    ) -> Finding:
        """A finding of one of the rules of the file: its level, its sources, marked where they are memory."""
        rule = self.rules[code]
        cited = tuple(dict.fromkeys((*rule.sources, *sources)))
        return Finding(
            code=code,
            level=rule.level,
            says=says,
            remedy=remedy,
            because=because,
            sources=cited,
            field=field,
            version=f"solutions {self.version}",
            unverified="memory" in cited,
        )

    def in_order(self, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        """In the order of the file's rules, each sentence once."""
        return tuple(sorted(dict.fromkeys(findings), key=lambda found: self.rules[found.code].order))


@cache
def shipped() -> Solutions:
    """The file that comes with the product, read once."""
    return read_solutions(knowledge.path("solutions.yaml").read_text(encoding="utf-8"))


def read_solutions(text: str, numbers: Mapping[str, Decimal] | None = None) -> Solutions:
    """Facts from the text of a solutions file. Raises `SolutionsUnreadable`.

    `numbers` are those that it may name; those of `knowledge/numbers.yaml` where left out.
    """
    try:
        return _solutions(read_values(text, "solutions.yaml"), shared() if numbers is None else numbers)
    except NotReadable as problem:
        raise SolutionsUnreadable(f"The solutions file is not YAML as it should be: {problem}") from None
    except KeyError as problem:
        raise SolutionsUnreadable(
            f"The solutions file has no entry {problem}. Take it from the shipped file."
        ) from None
    except NotAnAmount as problem:
        raise SolutionsUnreadable(f"The solutions file: {problem} Write numbers in quotation marks.") from None
    except (TypeError, AttributeError, ValueError):
        raise SolutionsUnreadable("The solutions file is not built like the shipped one. Compare the two.") from None


def _solutions(raw: Any, numbers: Mapping[str, Decimal]) -> Solutions:
    sugar, plausible, draw, allergies = raw["dextrose"], raw["plausible"], raw["draw"], raw["allergies"]
    drugs = {name: _anaesthetic(name, entry) for name, entry in raw["anaesthetics"].items()}
    diluents = {name: _diluent(name, entry) for name, entry in raw["diluents"].items()}
    return Solutions(
        version=edition(str(raw["version"]), "solutions.yaml", "numbers.yaml"),
        dextrose_called=_words(sugar["called"]),
        dextrose_stocks_pct=_numbers(sugar["stocks_pct"]["values"]),
        usual_lowest=Sourced(_number(sugar["usual_pct"]["lowest"]), _words(sugar["usual_pct"]["source_lowest"])),
        usual_highest=Sourced(_number(sugar["usual_pct"]["highest"]), _words(sugar["usual_pct"]["source_highest"])),
        dextrose_mosm={kind: _sourced(entry) for kind, entry in sugar["mosm_per_l_for_1_pct"].items()},
        anaesthetics=drugs,
        names=_names(raw),
        anaesthetic_mosm=_sourced(raw["anaesthetic_mosm_per_l"]),
        diluents=diluents,
        ignored_words=frozenset(_words(raw["ignored_words"])),
        jurisdictions={word: name for name, words in raw["jurisdictions"].items() for word in _words(words)},
        weight_kg=(_number(plausible["weight_kg"]["lowest"]), _number(plausible["weight_kg"]["highest"])),
        highest_total_ml=_number(plausible["total_ml"]["highest"]),
        adult_from_years=_number(numbers.get(adult := plausible["adult_from_years"]["value"], adult)),
        highest_age_years=_number(plausible["highest_age_years"]["value"]),
        published_volumes=tuple(
            PublishedVolume(
                _words(entry["route"]), _number(entry["lowest"]), _number(entry["highest"]), _words(entry["source"])
            )
            for entry in raw["published_volumes"]
        ),
        draw_small_up_to_ml=_number(draw["up_to_ml"]),
        draw_small_ml=_number(draw["small_ml"]),
        draw_usual_ml=_number(draw["usual_ml"]),
        allergy_words={to: frozenset(_words(entry["words"])) for to, entry in allergies.items() if to != "none"},
        no_allergy=frozenset(_words(allergies["none"])),
        rules={
            code: Rule(order, entry["level"], _words(entry["source"]))
            for order, (code, entry) in enumerate(raw["rules"].items())
        },
    )


def _anaesthetic(name: str, entry: Mapping[str, Any]) -> Anaesthetic:
    def hours_or_mg(key: str) -> Decimal | None:
        return _number(entry[key]) if key in entry else None

    return Anaesthetic(
        name=name,
        family=str(entry["family"]),
        stocks_pct=_numbers(entry["stocks_pct"]["values"]) if "stocks_pct" in entry else (),
        limits=tuple(
            Limit(
                where=str(limit["where"]),
                epinephrine=_yes_no(limit["epinephrine"]),
                mg_per_kg=_number(limit["mg_per_kg"]),
                ceiling_mg=_number(limit["ceiling_mg"]),
                sources=_words(limit["source"]),
            )
            for limit in entry.get("limits", ())
        ),
        seen_for=_words(entry.get("seen_for", ())),
        mg_in_24_hours=hours_or_mg("mg_in_24_hours"),
        hours_before_a_repeat=hours_or_mg("hours_before_a_repeat"),
        hours_counted_together=hours_or_mg("hours_counted_together"),
        times_sources=_words(entry.get("times_source", ())),
    )


def _diluent(name: str, entry: Mapping[str, Any]) -> Diluent:
    usual, osmolarity = entry.get("strength_when_not_said"), entry.get("mosm_per_l")
    at = osmolarity.get("strength") if osmolarity else None
    return Diluent(
        name=name,
        strength_when_not_said=None if usual is None else _number(usual),
        mosm_at_strength=None if at is None else _number(at),
        mosm_per_l=_sourced(osmolarity) if osmolarity else None,
    )


def _names(raw: Any) -> dict[str, tuple[str, str]]:
    found = dict.fromkeys(_words(raw["dextrose"]["called"]), ("dextrose", "dextrose"))
    for name, entry in raw["anaesthetics"].items():
        found |= dict.fromkeys(_words(entry["called"]), (name, "anaesthetic"))
    found |= dict.fromkeys(_words(raw["unnamed_anaesthetic"]["called"]), ("local anaesthetic", "anaesthetic"))
    for name, entry in raw["diluents"].items():
        found |= dict.fromkeys(_words(entry["called"]), (name, "diluent"))
    for name, words in raw["others"].items():
        found |= dict.fromkeys(_words(words), (name, "other"))
    return found


def _sourced(entry: Mapping[str, Any]) -> Sourced:
    return Sourced(_number(entry["value"]), _words(entry["source"]))


def _yes_no(value: object) -> bool:
    if not isinstance(value, bool):  # "no" in quotation marks would count as yes
        raise TypeError("neither yes nor no")
    return value


def _number(value: object) -> Decimal:
    if isinstance(value, float):
        raise NotAnAmount(f"{value} is not an exact decimal.")
    return amount(value)


def _numbers(values: Sequence[object]) -> tuple[Decimal, ...]:
    return tuple(_number(value) for value in values)


def _words(values: Sequence[object]) -> tuple[str, ...]:
    if isinstance(values, str):
        raise TypeError("a list of words, not one word")
    return tuple(str(value) for value in values)
