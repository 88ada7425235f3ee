"""What the words around a drug say besides its name: stopped, allergic, not taken, another form."""

from enthesis.pathway.medications.drug import Form
from enthesis.pathway.medications.library import library
from enthesis.pathway.medications.match import Remark
from enthesis.pathway.medications.spans import Reading
from enthesis.pathway.medications.text import tokens

_NEGATED = ("not", "never", "without", "no")
_TABLETS = frozenset(
    {"tablet", "tablets", "tab", "tabs", "capsule", "capsules", "caps", "caplet", "caplets", "pill", "pills"}
    | {"gelcaps", "oral", "orally", "mouth", "mg"}
)


def about(reading: Reading, number: int) -> frozenset[Remark]:
    """The remarks that go with one span."""
    span = reading.spans[number]
    segment = [at for at, one in enumerate(reading.segment) if one == reading.segment[span.start]]
    own = [reading.parts[at].text for at in segment]
    before = [reading.parts[at].text for at in segment if at < span.start]
    beside = reading.words(number).split()
    found = set()
    if _says(_after_turn(before), Remark.NOT_TAKEN):
        found.add(Remark.NOT_TAKEN)
    if _says(_after_turn(before) + own[len(before) :], Remark.STOPPED) or _says(beside, Remark.STOPPED):
        found.add(Remark.STOPPED)
    if _says(own, Remark.ALLERGY) or _says(_sentence_before(reading, number), Remark.ALLERGY):
        found.add(Remark.ALLERGY)
    if _says(own, Remark.PLANNED):
        found.add(Remark.PLANNED)
    return frozenset(found)


def _after_turn(words: list[str]) -> list[str]:
    turns = [at for at, word in enumerate(words) if word in library().reading["turns"]]
    return words[turns[-1] + 1 :] if turns else words


def _sentence_before(reading: Reading, number: int) -> list[str]:
    """The words before a span, back to a semicolon or the end of a line."""
    words = [part.text for part in reading.parts[: reading.spans[number].start]]
    stops = [at for at, word in enumerate(words) if word in (";", "\n", "|")]
    return words[stops[-1] + 1 :] if stops else words


def _says(words: list[str], remark: Remark) -> bool:
    for sign in library().reading["remarks"][remark.value]:
        phrase = [token.text for token in tokens(sign)]
        for at in range(len(words) - len(phrase) + 1):
            is_negated = remark is Remark.STOPPED and at > 0 and words[at - 1] in _NEGATED
            if words[at : at + len(phrase)] == phrase and not is_negated:
                return True
    return False


def form(words: str) -> tuple[Form, bool]:
    """In which form a drug is used, as far as the words say; and whether they speak of tablets."""
    said = [token.text for token in tokens(words)]
    is_tablets = bool(_TABLETS.intersection(said))
    for name, signs in library().reading["forms"].items():
        for sign in signs:
            phrase = [token.text for token in tokens(sign)]
            if any(said[at : at + len(phrase)] == phrase for at in range(len(said) - len(phrase) + 1)):
                return Form(name), is_tablets and not {"patch", "plaster"}.intersection(phrase)
    return Form.SYSTEMIC, is_tablets
