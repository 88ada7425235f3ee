"""Reads how solutions are named in print: "D50W", "lignocaine 1% with adrenaline 1:200,000", "0.9% NaCl".

A word that the solutions file does not know is kept as it stands and marked unknown. A strength that is not
said, or said in two ways, is left open. Nothing is guessed.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from enthesis.pathway.dosing.numbers import plain, shown
from enthesis.pathway.dosing.solutions import Solutions
from enthesis.pathway.dosing.strengths import RATIO, TOKEN, Strength, in_percent, read_strength


class Kind(StrEnum):
    DEXTROSE = "dextrose"
    ANAESTHETIC = "anaesthetic"
    DILUENT = "diluent"
    OTHER = "other"  # known, in no sum
    UNKNOWN = "unknown"  # kept by name, in no sum, flagged


@dataclass(frozen=True, slots=True)
class Ingredient:
    """One thing dissolved in a part. `strength` is per mL (or %) as in `unit`; None: not said."""

    name: str
    kind: Kind
    strength: Decimal | None
    unit: str  # "%" (w/v), "mg/mL", "mcg/mL", "IU/mL", "mmol/mL", "mEq/mL"; "" where no strength is said
    remark: str = ""
    dextrose_kind: str = ""  # "hydrous" or "anhydrous" where the wording says so


Item = str | Strength  # what a stretch of wording holds, in order: a name, or a strength

LONGEST = 300  # characters of a wording that are read

_D50W = re.compile(
    r"(?<!vitamin )(?<!vit )(?<!vit\. )\bd\s?-?(?:(\d{1,2}(?:\.\d+)?)\s?(w\b|ns\b|%)|(5|10|20|25|50|70)\b)"
)
_NOT_IN_IT = re.compile(r"\b(?:without|w/o|no|not|minus|sans|free of)\s+(?:added\s+)?[\w-]+|\b[a-z]+(?:-|\s)free\b")
_SUGAR_KIND = re.compile(r"\b(?:anhydrous|monohydrate|hydrous|usp)\b")
_GLUED = re.compile(r"(?<=[a-z])(?=\d+(?:[.,]\d+)?\s?%)")  # "lidocaine1%"
_UNUSUAL = re.compile(r"\b(?:hypertonic|hypotonic|half|concentrated)\b")
_CAINE = re.compile(r"\b\w+cain[ea]?s?\b")
_STRONGEST_EPINEPHRINE_PCT = Decimal("0.1")  # 1:1000


def clean(text: str) -> str:
    """One printable line of what was typed, not longer than is read."""
    return shown(text, LONGEST)


def read_ingredients(text: str, ml: Decimal | None, solutions: Solutions) -> tuple[Ingredient, ...]:
    """What one part of a mix contains, in the order of the wording.

    `ml` is the volume of the part; it is needed where only an amount is said ("lidocaine 40 mg").
    """
    wording = _NOT_IN_IT.sub(" ", _plain_letters(clean(text).lower()))
    wording = _GLUED.sub(" ", _D50W.sub(_spell_out, wording))
    found: list[Ingredient] = []
    ratios: list[Strength] = []
    for stretch in _stretches(wording, ml, solutions):
        _pair(stretch, found, ratios, solutions)
    _give_ratio_to_epinephrine(found, ratios)
    kind = _dextrose_kind(wording)
    ordinary = not _UNUSUAL.search(wording) and all(one.kind is not Kind.UNKNOWN for one in found)
    return tuple(_as_usual(one, kind, ordinary, solutions) for one in _merge(found))


def anaesthetics_named(text: str, solutions: Solutions) -> tuple[str, ...]:
    """The standard names of the anaesthetics that a text speaks of, unknown "-caines" by their own word."""
    read = read_ingredients(text, None, solutions)
    return tuple(dict.fromkeys(one.name for one in read if one.kind is Kind.ANAESTHETIC))


def _plain_letters(text: str) -> str:
    """Without accents, full-width digits and typographic quotes: "lidocaïne 1％" is "lidocaine 1%"."""
    apart = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(mark for mark in apart if not unicodedata.combining(mark))


def _as_usual(one: Ingredient, kind: str, ordinary: bool, solutions: Solutions) -> Ingredient:
    """Adds what the wording means without saying it: which dextrose, and that plain saline is 0.9 %."""
    if one.kind is Kind.DEXTROSE:
        return replace(one, dextrose_kind=kind)
    diluent = solutions.diluents.get(one.name) if one.kind is Kind.DILUENT else None
    if diluent and diluent.strength_when_not_said and ordinary and one.strength is None and not one.remark:
        return replace(one, strength=diluent.strength_when_not_said, unit="%")
    return one


def _spell_out(match: re.Match[str]) -> str:
    pct = match.group(1) or match.group(3)
    return f" dextrose {pct}% " + ("in normal saline " if match.group(2) == "ns" else "")


def _dextrose_kind(wording: str) -> str:
    words = set(_SUGAR_KIND.findall(wording))
    if "anhydrous" in words:
        return "" if words & {"monohydrate", "hydrous"} else "anhydrous"
    return "hydrous" if words else ""


def _stretches(wording: str, ml: Decimal | None, solutions: Solutions) -> list[list[Item]]:
    """The wording cut at "with", "in", "+" and the like; in each stretch its names and strengths in order."""
    stretches: list[list[Item]] = [[]]
    words: list[str] = []

    def name_it() -> None:
        stretches[-1].extend(_names_in(" ".join(words), solutions))
        words.clear()

    for token in TOKEN.finditer(wording):
        if token["word"] is not None:
            words.append(token["word"].strip(".:'\"-–"))
            continue
        name_it()
        if token["sep"] is not None:
            stretches.append([])
        elif token["vol"] is None:  # the volume of the part is given beside the wording
            stretches[-1].append(read_strength(token, ml))
    name_it()
    return [stretch for stretch in stretches if stretch]


@lru_cache(maxsize=8)
def _names_pattern(names: frozenset[str]) -> re.Pattern[str]:
    longest_first = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<![\w])(?:{longest_first})(?![\w])")


def _names_in(phrase: str, solutions: Solutions) -> list[Item]:
    """Standard names, and each run of words that is neither a name nor an ignored word as a name of its own."""
    found: list[Item] = []
    end = 0
    for match in _names_pattern(frozenset(solutions.names)).finditer(phrase):
        found += _unknown(phrase[end : match.start()], solutions)
        found.append(match[0])
        end = match.end()
    return found + _unknown(phrase[end:], solutions)


def _unknown(words: str, solutions: Solutions) -> list[Item]:
    kept = [word for word in words.split() if word.strip("-–.:") and word not in solutions.ignored_words]
    return [" ".join(kept)] if kept else []


def _pair(stretch: list[Item], found: list[Ingredient], ratios: list[Strength], solutions: Solutions) -> None:
    """Gives each strength of a stretch to its name; a stretch that starts with a strength has them in front."""
    strengths = [item for item in stretch if isinstance(item, Strength) and item.remark != RATIO]
    ratios += [item for item in stretch if isinstance(item, Strength) and item.remark == RATIO]
    names = [item for item in stretch if isinstance(item, str)]
    if not names:
        if strengths and found:  # "lidocaine 1% (10 mg/mL)" and "lidocaine, 1%"
            found.append(_ingredient_of(found[-1], strengths))
        elif strengths:
            found.append(Ingredient("not named", Kind.UNKNOWN, None, "", "a strength without a name"))
        return
    given: list[list[Strength]] = [[] for _ in names]
    in_front = isinstance(next(item for item in stretch if not _is_ratio(item)), Strength)
    at = 0 if in_front else -1
    for item in stretch:
        if isinstance(item, str):
            at += 1
        elif not _is_ratio(item):
            given[min(max(at, 0), len(names) - 1)].append(item)
    found += [_named(name, mine, solutions) for name, mine in zip(names, given, strict=True)]


def _is_ratio(item: Item) -> bool:
    return isinstance(item, Strength) and item.remark == RATIO


def _named(word: str, strengths: list[Strength], solutions: Solutions) -> Ingredient:
    name, kind = solutions.names.get(word, (word, Kind.UNKNOWN))
    if kind == Kind.UNKNOWN and (caine := _CAINE.search(word)):
        name, kind = caine[0], Kind.ANAESTHETIC  # no limit is known for it, and it is counted as one
    remark = "not known to the solutions file" if kind == Kind.UNKNOWN else ""
    if kind == Kind.UNKNOWN and re.fullmatch(r"[\d.,]+", word):
        remark = "a number without a unit"
    return _ingredient_of(Ingredient(name, Kind(kind), None, "", remark), strengths)


def _ingredient_of(bare: Ingredient, strengths: list[Strength]) -> Ingredient:
    """The ingredient with its strength; mass per volume becomes % for dextrose, anaesthetics and diluents."""
    bare = replace(bare, strength=None, unit="")
    if not strengths:
        return bare
    if unread := next((one.remark for one in strengths if one.remark), ""):
        return replace(bare, remark=unread)
    if bare.kind in (Kind.DEXTROSE, Kind.ANAESTHETIC, Kind.DILUENT):
        percents = {in_percent(one.value, one.unit) for one in strengths}
        if None in percents:
            return replace(bare, remark=f"a strength in {strengths[0].unit} is not a percentage")
        said = [(value, "%") for value in percents if value is not None]
    else:
        said = list(dict.fromkeys((one.value, one.unit) for one in strengths))
    if len(said) > 1:
        both = " and ".join(f"{plain(value)} {unit}" for value, unit in sorted(said))
        return replace(bare, remark=f"two strengths are said: {both}")
    return replace(bare, strength=said[0][0], unit=said[0][1])


def _give_ratio_to_epinephrine(found: list[Ingredient], ratios: list[Strength]) -> None:
    """1:200,000 is 5 mcg/mL of epinephrine wherever it stands. A % on epinephrine belongs to the anaesthetic."""
    places = [at for at, one in enumerate(found) if one.name == "epinephrine"]
    for at in places:
        one = found[at]
        if one.unit == "%" and one.strength is not None and one.strength > _STRONGEST_EPINEPHRINE_PCT:
            weak = [i for i, other in enumerate(found) if other.kind is Kind.ANAESTHETIC and other.strength is None]
            if len(weak) == 1:  # "lidocaine with epinephrine 1%": no epinephrine is that strong
                found[weak[0]] = replace(found[weak[0]], strength=one.strength, unit="%")
                found[at] = replace(one, strength=None, unit="")
    if not ratios:
        return
    if not places:
        found.append(Ingredient("not named", Kind.UNKNOWN, None, "", "a ratio without a name"))
        return
    values = {ratio.value for ratio in ratios}
    at = places[0]
    if len(values) == 1 and found[at].strength is None:
        found[at] = replace(found[at], strength=values.pop(), unit="mcg/mL", remark="")
    elif {found[at].strength} != values:
        found[at] = replace(found[at], strength=None, unit="", remark="two strengths are said")


def _merge(found: list[Ingredient]) -> list[Ingredient]:
    """One entry for each name: "xylocaine (lignocaine 1%)" is one drug; two different strengths stay open."""
    merged: dict[str, Ingredient] = {}
    for one in found:
        first = merged.get(one.name)
        if first is None or (first.strength is None and not first.remark):
            merged[one.name] = one
        elif one.strength is not None and (one.strength, one.unit) != (first.strength, first.unit):
            merged[one.name] = replace(first, strength=None, unit="", remark="two strengths are said")
        elif one.remark and not first.remark:
            merged[one.name] = replace(first, strength=None, unit="", remark=one.remark)
    unnamed = merged.get("local anaesthetic")
    if unnamed and any(one.kind is Kind.ANAESTHETIC and one is not unnamed for one in merged.values()):
        del merged["local anaesthetic"]  # "local anaesthetic (lidocaine 1%)" is one drug
        return _merge([*merged.values(), *_renamed(unnamed, merged)])
    return list(merged.values())


def _renamed(unnamed: Ingredient, merged: dict[str, Ingredient]) -> list[Ingredient]:
    """What was said of "local anaesthetic", said of the only drug that is named."""
    drugs = [one for one in merged.values() if one.kind is Kind.ANAESTHETIC]
    return [replace(unnamed, name=drugs[0].name)] if len(drugs) == 1 and unnamed.strength is not None else []
