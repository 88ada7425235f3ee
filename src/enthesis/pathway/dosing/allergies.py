"""What a recorded allergy means for a mix. An allergy to one amide anaesthetic speaks against every amide."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from enthesis.pathway.dosing.numbers import shown
from enthesis.pathway.dosing.solutions import Solutions
from enthesis.pathway.finding import Finding

_APART = re.compile(r"[;,/&+|\n]|\b(?:and|or)\b")
_WORD = re.compile(r"[^\W\d_]+")
_CAINE = re.compile(r"\w+cain[ea]?s?")


@dataclass(frozen=True, slots=True)
class Allergen:
    """One recorded allergy and what it stands for here."""

    text: str
    drugs: frozenset[str]  # anaesthetics that are named
    families: frozenset[str]  # amide, ester: of the drugs named, or said
    groups: frozenset[str]  # words of the solutions file that it holds: corn, preservative, any_anaesthetic, amide ...

    @property
    def is_judged(self) -> bool:
        return bool(self.drugs or self.families or self.groups)


def read_allergies(texts: Sequence[str], solutions: Solutions) -> tuple[Allergen, ...]:
    """The allergies of a record. "None known" and the like are no allergy; a mention counts, however it is worded."""
    found = []
    for text in texts:
        if " ".join(text.lower().split()).strip(" .") in solutions.no_allergy:
            continue
        for piece in _APART.split(text.lower()):
            phrase = " ".join(piece.split()).strip(" .")
            if phrase and phrase not in solutions.no_allergy:
                found.append(_allergen(phrase, solutions))
    return tuple(found)


def check_anaesthetic_allergy(drugs: Sequence[str], allergies: Sequence[str], solutions: Solutions) -> list[Finding]:
    """One finding for each anaesthetic of a mix that a recorded allergy speaks against."""
    found = []
    for drug in drugs:
        standard, _ = solutions.names.get(drug.strip().lower(), (drug.strip().lower(), ""))
        known = solutions.anaesthetics.get(standard)
        for allergen in read_allergies(allergies, solutions):
            reason = _reason(standard, known.family if known else "", allergen)
            if reason:
                found.append(
                    solutions.finding(
                        "ALLERGY_LOCAL_ANAESTHETIC",
                        f"{_recorded(allergen)} and the mix contains {shown(standard)}{reason}.",
                        "Mix without an anaesthetic, exclude an allergy to preservatives too, and say that it hurts.",
                        field="allergy",
                    )
                )
                break
    return found


def check_other_allergies(
    *, has_dextrose: bool, has_anaesthetic: bool, is_preserved: bool, allergies: Sequence[str], solutions: Solutions
) -> list[Finding]:
    """Corn, dextrose and preservatives against a mix; an allergy that no rule here knows is named."""
    found = []
    for allergen in read_allergies(allergies, solutions):
        if has_dextrose and "corn" in allergen.groups:
            found.append(
                solutions.finding(
                    "ALLERGY_CORN",
                    "An allergy to corn is recorded, and dextrose is made from corn.",
                    "Do not use this dextrose. Stock shown to be of another origin is for a clinician to decide.",
                    field="allergy",
                )
            )
        if has_dextrose and "dextrose" in allergen.groups:
            found.append(
                solutions.finding(
                    "ALLERGY_DEXTROSE",
                    "An allergy to dextrose is recorded, and the mix contains it.",
                    "Do not inject dextrose.",
                    field="allergy",
                )
            )
        if (has_anaesthetic or is_preserved) and "preservative" in allergen.groups:
            found.append(
                solutions.finding(
                    "CHECK_PRESERVATIVE",
                    f"{_recorded(allergen)}, and vials for several doses hold a preservative.",
                    "Use vials without preservative and read the label.",
                    field="allergy",
                )
            )
        if not allergen.is_judged:
            found.append(
                solutions.finding(
                    "ALLERGY_NOT_JUDGED",
                    f'No rule here knows the recorded allergy "{shown(allergen.text)}".',
                    "Compare it with the labels of what is drawn up.",
                    field="allergy",
                )
            )
    return found


def _allergen(phrase: str, solutions: Solutions) -> Allergen:
    words = set(_WORD.findall(phrase))
    groups = {group for group, known in solutions.allergy_words.items() if words & known}
    drugs = {
        name
        for word in words
        if (name := solutions.names.get(word, ("", ""))[0]) and solutions.names[word][1] == "anaesthetic"
    }
    drugs &= set(solutions.anaesthetics)
    families = {solutions.anaesthetics[drug].family for drug in drugs} | (groups & {"amide", "ester"})
    unknown_caine = any(_CAINE.fullmatch(word) and word not in solutions.names for word in words)
    if unknown_caine or any(solutions.names.get(word) == ("local anaesthetic", "anaesthetic") for word in words):
        groups.add("any_anaesthetic")
    return Allergen(phrase, frozenset(drugs), frozenset(families), frozenset(groups))


def _recorded(allergen: Allergen) -> str:
    return f'An allergy is recorded ("{shown(allergen.text)}")'


def _reason(drug: str, family: str, allergen: Allergen) -> str:
    """Why the allergy speaks against the drug, as the end of a sentence; "" where it does not."""
    if drug in allergen.drugs or "any_anaesthetic" in allergen.groups:
        return ", a local anaesthetic"
    if family and family in allergen.families:
        return f", also an {family}"
    if not family and (allergen.drugs or allergen.families):
        return ", whose family is not known"
    return ""
