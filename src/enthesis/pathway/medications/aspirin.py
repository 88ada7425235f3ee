"""Aspirin: one ingredient code, two lines. Dose and reason decide whether it is preventive or for pain.

Preventive: any dose up to the low one (candidacy rule C13), or any word that speaks of heart, brain, vessels or clots,
whatever the dose. For pain: a word that says so, or a brand that is sold for pain. Neither: a person asks, and until
then it counts as preventive, because pausing that can hurt.
"""

from enthesis.pathway.medications.amounts import bare_strengths, strengths_mg
from enthesis.pathway.medications.library import library
from enthesis.pathway.medications.text import key, tokens
from enthesis.pathway.numbers import number, shared

PREVENTIVE, FOR_PAIN = "aspirin_low_dose_preventive", "aspirin_pain_dose"


def which(words: str, sold_for_pain: bool = False) -> tuple[str, ...]:
    """The line or lines that these words may mean. `sold_for_pain`: the brand is a pain killer."""
    rules = library().reading["aspirin"]
    doses = strengths_mg(words) or bare_strengths(words)
    is_low = bool(doses) and all(dose <= number(rules["preventive_up_to_mg"], shared()) for dose in doses)
    if is_low or _says(words, rules["preventive"]):
        return (PREVENTIVE,)
    if sold_for_pain or _says(words, rules["pain"]):
        return (FOR_PAIN,)
    return (PREVENTIVE, FOR_PAIN)


def _says(words: str, signs: list[str]) -> bool:
    said = [token.text for token in tokens(words)]
    run_on = key(words)
    return any((sign in said) if " " not in sign else (key(sign) in run_on) for sign in signs)
