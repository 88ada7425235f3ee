"""RxNorm and ATC codes among the words of a name."""

import re
from collections.abc import Mapping
from functools import cache

from enthesis.pathway.medications.drug import Form
from enthesis.pathway.medications.library import library
from enthesis.pathway.medications.names import How, Name
from enthesis.pathway.medications.text import Token

RXNORM_WORDS = frozenset({"rxnorm", "rxcui", "cui", "rx"})
_ATC = re.compile(r"[a-z]\d\d[a-z]{2}(\d\d)?|[a-z]\d\d[a-z]")
_WHOLE_ATC = re.compile(r"[a-z]\d\d([a-z]([a-z](\d\d)?)?)?")
_WORDS_BETWEEN = frozenset({"code", "ingredient", "cui", "id", "number", "no"})


@cache
def _atc() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {code.lower(): (drug,) for code, drug in library().older_atc.items()}
    for drug in library().drugs.values():
        for code in drug.atc:
            found[code.lower()] = (*found.get(code.lower(), ()), drug.id)
    return found


@cache
def _rxnorm() -> Mapping[str, Name]:
    drugs = library().drugs.values()
    found: dict[str, Name] = {}
    for code in {drug.rxnorm for drug in drugs if drug.rxnorm}:
        behind = [drug for drug in drugs if drug.rxnorm == code]
        systemic = [drug.id for drug in behind if drug.form is Form.SYSTEMIC] or [drug.id for drug in behind]
        is_aspirin = len(systemic) > 1
        found[code] = Name(
            written=f"RxNorm {code}",
            how=How.CODE,
            drugs=() if is_aspirin else tuple(systemic),
            is_aspirin=is_aspirin,
        )
    return found


def atc(word: str, alone: bool) -> Name | None:
    """What an ATC code stands for: a drug, or the class of its group. Groups of 3 signs count only when `alone`."""
    if not (_WHOLE_ATC if alone else _ATC).fullmatch(word):
        return None
    if drugs := _atc().get(word):
        return Name(written=f"ATC {word.upper()}", how=How.CODE, drugs=drugs)
    group = max((prefix for prefix in library().atc_groups if word.startswith(prefix.lower())), key=len, default="")
    classes = (
        (library().atc_groups[group],)
        if group
        else tuple(
            dict.fromkeys(name for prefix, name in library().atc_groups.items() if prefix.lower().startswith(word))
        )
    )
    return Name(written=f"ATC {word.upper()}", how=How.CODE, classes=classes) if classes else None


def rxnorm(number: str) -> Name | None:
    """What an RxNorm ingredient code stands for; a code known from memory only is a question, not a match."""
    if found := _rxnorm().get(number):
        return found
    unverified = tuple(drug.id for drug in library().drugs.values() if drug.rxnorm_unverified == number)
    return Name(written=f"RxNorm {number}", how=How.NOT_LISTED, drugs=unverified) if unverified else None


def is_bare(parts: tuple[Token, ...]) -> bool:
    """Whether the whole text is one number, long enough to be meant as a code."""
    return len(parts) == 1 and parts[0].text.isdigit() and len(parts[0].text) >= 4


def rxnorm_at(parts: tuple[Token, ...], start: int) -> int | None:
    """Where the number of "RxNorm code 32968" stands, if that begins at `start`."""
    if parts[start].text not in RXNORM_WORDS:
        return None
    for at in range(start + 1, min(start + 6, len(parts))):  # not a limit: words apart
        if parts[at].text.isdigit():
            return at
        if not (parts[at].is_sign or parts[at].text in _WORDS_BETWEEN or parts[at].text in "|=#"):
            return None
    return None


def asks_for_caution(word: str) -> bool:
    """Whether an unlisted ATC code lies where drugs are that only their prescriber may stop."""
    prefixes = [prefix.lower() for rule in library().cautions for prefix in rule.get("atc", ())]
    return bool(_WHOLE_ATC.fullmatch(word)) and word.startswith(tuple(prefixes))
