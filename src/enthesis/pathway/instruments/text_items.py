"""Holds one item against its scale: every answer a number in range, none twice, none left out, one after another."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from enthesis.pathway.finding import WARN
from enthesis.pathway.instruments.definition import Method, Scale
from enthesis.pathway.instruments.results import plain
from enthesis.pathway.instruments.text import Item, Option, Way
from enthesis.pathway.instruments.text_draft import Complaints, RawAnswer, RawItem, shortened

LONGEST_ASK, LONGEST_ANSWER = 2_000, 500
# not a limit: choices of an item
_WIDEST_IN_WORDS = 6  # so many answers need words each; a longer range may be bare numbers between two ends


def number_of(text: str) -> Decimal | None:
    """A number as somebody wrote it; None where it is none."""
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() and len(text) <= 20 else None


def settled_item(raw: RawItem, scale: Scale, complaints: Complaints) -> Item:
    """The item as it will be asked. What speaks against it is told in `complaints`."""
    _check_words(raw, complaints)
    answers = raw.answers
    if scale.method is Method.COUNT:
        return _statement(raw, answers, scale, complaints)
    if raw.is_tick:
        says = "It is answered by yes or no, which the scoring rule has no numbers for."
        complaints.tell("not-scorable", says, "Give its answers with their numbers.", raw.place)
    if answers and not _are_bare(answers):
        options = _options(raw, scale, complaints)
        return Item(id=raw.id, way=Way.CHOICE, ask=raw.ask, help=raw.help, options=options)
    return _number(raw, scale, complaints)


def _check_words(raw: RawItem, complaints: Complaints) -> None:
    if not raw.ask:
        complaints.tell("no-words", "It asks nothing.", "Write the question as the original has it.", raw.place)
    if len(raw.ask) > LONGEST_ASK or len(raw.help) > LONGEST_ASK:
        complaints.tell("too-long", f"Its words are longer than {LONGEST_ASK:,} characters.", "Shorten it.", raw.place)
    for words in (raw.ask, raw.help, raw.low, raw.high, *(answer.says for answer in raw.answers)):
        if any(ord(letter) < 32 and letter not in "\n\t" for letter in words):
            complaints.tell("control-character", "Its words hold a control character.", "Remove it.", raw.place)
            return


def _statement(raw: RawItem, answers: Sequence[RawAnswer], scale: Scale, complaints: Complaints) -> Item:
    if answers:
        says = "It has answers; by its rule a statement is ticked or left unticked, and is shown so."
        complaints.tell("shown-as-tick", says, "Nothing to do if the original has boxes only.", raw.place, WARN)
    return Item(id=raw.id, way=Way.TICK, ask=raw.ask, help=raw.help, least=scale.item_low, most=scale.item_high)


def _are_bare(answers: Sequence[RawAnswer]) -> bool:
    """Whether the answers are numbers only, without words of their own."""
    return all(answer.says in ("", answer.value) for answer in answers)


def _number(raw: RawItem, scale: Scale, complaints: Complaints) -> Item:
    low, high = scale.item_low, scale.item_high
    if low is None or high is None:
        complaints.tell("not-scorable", "The definition has no range for it.", "It cannot be asked.", raw.place)
    elif scale.whole_items and high - low < _WIDEST_IN_WORDS:
        says = f"Its answers {plain(low)} to {plain(high)} have no words."
        complaints.tell("no-answers", says, "Write the words of each answer with its number.", raw.place)
    else:
        if raw.answers:
            _check_values(raw, scale, complaints)
        for what, written, right in (("lowest", raw.least, low), ("highest", raw.most, high)):
            if written and number_of(written) != right:
                says = (
                    f"Its {what} answer is {shortened(written)}; the scoring rule counts {plain(low)} to {plain(high)}."
                )
                complaints.tell("out-of-range", says, "Compare it with the original form.", raw.place)
        if not raw.low or not raw.high:
            says = f"It does not say what {plain(low)} and {plain(high)} mean."
            complaints.tell("no-ends", says, "Write `low` and `high` as the original has them.", raw.place, WARN)
    return Item(id=raw.id, way=Way.NUMBER, ask=raw.ask, help=raw.help, low=raw.low, high=raw.high, least=low, most=high)


def _options(raw: RawItem, scale: Scale, complaints: Complaints) -> tuple[Option, ...]:
    values = _check_values(raw, scale, complaints)
    words = [" ".join(answer.says.casefold().split()) for answer in raw.answers]
    for answer, said in zip(raw.answers, words, strict=True):
        if not said:
            complaints.tell("no-words", f"The answer {answer.value} has no words.", "Write them.", answer.place)
        elif len(said) > LONGEST_ANSWER:
            says = f"An answer is longer than {LONGEST_ANSWER} characters."
            complaints.tell("too-long", says, "Shorten it.", answer.place)
        elif words.count(said) > 1:
            says = f'Two of its answers say "{shortened(answer.says)}".'
            complaints.tell("same-answer", says, "Compare them with the original form.", answer.place)
            break
    if len(values) < len(raw.answers):
        return ()
    steps = {after > before for before, after in pairwise(values)}
    if len(set(values)) == len(values) and len(steps) > 1:
        order = ", ".join(plain(value) for value in values)
        says = f"The numbers of its answers go {order}; they rise or fall from one answer to the next in every form."
        complaints.tell("answer-order", says, "Look whether two of them are exchanged.", raw.place)
    return tuple(Option(value=value, says=answer.says) for value, answer in zip(values, raw.answers, strict=True))


def _check_values(raw: RawItem, scale: Scale, complaints: Complaints) -> list[Decimal]:
    """The numbers of the answers, as far as they are numbers in range."""
    low, high = scale.item_low, scale.item_high
    assert low is not None
    assert high is not None
    found: list[Decimal] = []
    for answer in raw.answers:
        value = number_of(answer.value)
        quoted = f'"{shortened(answer.says)}"' if answer.says else "an answer"
        if value is None:
            says = f"The answer {quoted} has no number." if answer.says else "An answer has no number."
            remedy = "Write its number in front of it; in FHIR, as the extension ordinalValue."
            complaints.tell("no-value", says, remedy, answer.place)
        elif not low <= value <= high or (scale.whole_items and value != int(value)):
            says = f"The answer {quoted} has {plain(value)}; the scoring rule counts {plain(low)} to {plain(high)}."
            complaints.tell("out-of-range", says, "Compare it with the original form.", answer.place)
        elif value in found:
            says = f"The number {plain(value)} stands for two answers."
            complaints.tell("value-twice", says, "Give each answer its own number.", answer.place)
        else:
            found.append(value)
    if len(found) == len(raw.answers) and scale.whole_items:
        left = [str(n) for n in range(int(low), int(high) + 1) if n not in found]
        if left:
            says = f"No answer has the number {', '.join(left)}."
            complaints.tell("value-missing", says, "Add it as the original has it.", raw.place)
    return found
