"""From a name as typed to the drugs it means."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache

from enthesis.pathway.medications import aspirin, codes, forms, remarks, spans, together
from enthesis.pathway.medications.drug import Drug
from enthesis.pathway.medications.library import library
from enthesis.pathway.medications.match import Match, Mention, Remark, Status, matched
from enthesis.pathway.medications.names import How, Name
from enthesis.pathway.medications.spans import Reading, Span
from enthesis.pathway.medications.text import key, shown, tokens

LONGEST = 500  # signs; more is no name


@lru_cache(maxsize=2048)
def look_up(name: str) -> Match:
    """Everything that a name as typed means: drugs, classes, and what nobody understood.

    Takes any text and never fails. A name that is not known, too near to two drugs, or only close to one is kept and
    flagged (`needs_person`), with the candidates named; it is not corrected.
    """
    typed = shown(name)
    parts = tokens(name) if len(name) <= LONGEST else ()
    said = key(name) if parts else ""
    if said in _none_taken():
        return Match(typed, (Mention(typed=typed, status=Status.NONE),))
    reading = spans.read(parts)
    single = [(number, mention) for number in range(len(reading.spans)) for mention in _mentions(reading, number)]
    found = together.without_repeats(together.combined(reading, single)) or [_unknown(typed, typed, ())]
    return Match(typed, (replace(found[0], typed=typed),) if len(found) == 1 else tuple(found))


@cache
def _none_taken() -> frozenset[str]:
    return frozenset(key(words) for words in library().reading["none_taken"])


def _mentions(reading: Reading, number: int) -> list[Mention]:
    """What one span stands for: one mention, or one for each ingredient of a product."""
    span = reading.spans[number]
    typed = " ".join(part.text for part in reading.parts[span.start : span.end]).replace(" - ", "-").replace(" / ", "/")
    words = reading.words(number)
    if span.name is None:
        return [_unknown(typed, f"{typed} {words}", span.candidates)]
    name = _resolved(span.name, f"{typed} {words}")
    base = Mention(
        typed=typed,
        status=Status.MATCHED,
        written=name.written,
        how=name.how.value,
        is_memory=name.how.is_memory and not name.is_aspirin,
        country=name.country,
        remarks=remarks.about(reading, number)
        | ({Remark.CORRECTED} if span.is_corrected else frozenset())
        | ({Remark.OTHER_INGREDIENTS} if _is_variant(reading, span) else frozenset()),
        words=words,
        unread=tuple(word for owner, word in reading.unread if owner == number),
    )
    if name.product:
        return [
            together.guarded(replace(matched(base, library().drugs[drug]), product=name.product)) for drug in name.drugs
        ]
    if len(name.drugs) == 1 and name.how is not How.NOT_LISTED:
        return [forms.sorted_out(matched(base, library().drugs[name.drugs[0]]), name)]
    if name.drugs:
        return [_ambiguous(base, [library().drugs[drug] for drug in name.drugs], is_aspirin=name.is_aspirin)]
    if name.classes:
        return [_of_class(base, name.classes)]
    if name.how is How.UNNAMED:
        return [replace(base, status=Status.UNNAMED)]
    suspect = _suspect(typed)
    return [replace(base, status=Status.NOT_LISTED, suspect=suspect, prescriber_only=True if suspect else None)]


def _is_variant(reading: Reading, span: Span) -> bool:
    """Whether a word behind the brand of a pain killer may make it another product ("Advil Cold")."""
    if span.name is None or not span.name.how.is_memory or span.name.product or span.end >= len(reading.parts):
        return False
    classes = {library().drugs[drug].drug_class for drug in span.name.drugs}
    is_pain_killer = span.name.is_aspirin or bool(classes & {"nsaid", "analgesic", "aspirin"})
    return is_pain_killer and reading.parts[span.end].text in library().reading["variants"]


def _resolved(name: Name, words: str) -> Name:
    """Aspirin is read by its dose and reason; every other name stands as it is."""
    sold_for_pain = name.drugs == (aspirin.FOR_PAIN,) and name.how is How.BRAND
    if name.is_aspirin or sold_for_pain:
        return replace(name, drugs=aspirin.which(words, sold_for_pain))
    return name


def _ambiguous(base: Mention, drugs: Sequence[Drug], *, is_aspirin: bool = False) -> Mention:
    classes = {drug.drug_class for drug in drugs}
    return replace(
        base,
        status=Status.AMBIGUOUS,
        candidates=tuple(drugs),
        classes=tuple(classes) if len(classes) == 1 else (),
        is_aspirin=is_aspirin,
        prescriber_only=True if any(drug.prescriber_only for drug in drugs) else None,
    )


def _of_class(base: Mention, classes: tuple[str, ...]) -> Mention:
    members = [drug for drug in library().drugs.values() if drug.drug_class in classes]
    return replace(
        base,
        status=Status.CLASS,
        classes=classes,
        prescriber_only=any(drug.prescriber_only for drug in members),
    )


def _unknown(typed: str, words: str, candidates: Sequence[Name]) -> Mention:
    drugs = {drug: library().drugs[drug] for name in candidates for drug in (name.drugs or _aspirin_lines(name))}
    suspect = _suspect(words)
    if drugs:
        mention = _ambiguous(Mention(typed=typed, status=Status.AMBIGUOUS, words=words), list(drugs.values()))
        return replace(mention, suspect=suspect, prescriber_only=mention.prescriber_only or bool(suspect) or None)
    return Mention(
        typed=typed, status=Status.UNKNOWN, words=words, suspect=suspect, prescriber_only=True if suspect else None
    )


def _aspirin_lines(name: Name) -> tuple[str, ...]:
    return (aspirin.PREVENTIVE, aspirin.FOR_PAIN) if name.is_aspirin else ()


def _suspect(words: str) -> str:
    """A class that an unknown name sounds like, among those that only a prescriber may stop."""
    for part in tokens(words):
        for rule in library().cautions:
            is_alike = len(part.text) >= 6 and part.text.endswith(tuple(rule.get("endings", ())) or ("\0",))
            if is_alike or part.text in rule.get("words", ()):
                return str(rule["class"])
        if codes.asks_for_caution(part.text):
            return "anticoagulant" if part.text.startswith("b01") else "immunosuppressant"
    return ""
