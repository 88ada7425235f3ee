"""One answer at a time: a word, a list of words, a number, a text. Each is checked; none is guessed."""

import re
from collections.abc import Iterable
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from enthesis.pathway.candidacy.answers import NEVER, Value
from enthesis.pathway.candidacy.model import Question
from enthesis.pathway.candidacy.problems import BadAnswer

NOT_SURE = frozenset(
    ("not_sure", "unsure", "unknown", "dont_know", "don't_know", "do_not_know", "not_answered", "no_answer", "?", "")
)
LONGEST_WORD = 200
MOST_ENTRIES = 200

_NUMBER = re.compile(r"[+-]?(?:\d{1,9}(?:\.\d{0,6})?|\.\d{1,6})", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_GAPS = re.compile(r"[\s\-/]+")


def read_value(question: Question, value: Any) -> tuple[Value, list[str]]:
    """The answer, and the words in it that no rule knows. Raises `BadAnswer`."""
    if question.kind == "number":
        return _number(question, value), []
    if question.several:
        return _words(question, value)
    return _choice(question, value), []


def is_not_sure(value: object) -> bool:
    return isinstance(value, str) and plain(value) in NOT_SURE


def _choice(question: Question, value: Any) -> Value:
    if isinstance(value, bool):
        value = "yes" if value else "no"
    found = question.words.get(word(question.variable, value))
    if found is not None:
        return found
    offered = [choice.value for choice in question.choices if choice.shown]
    raise BadAnswer(
        "not-a-choice",
        question.variable,
        f'"{shown(value)}" is not an answer to "{question.variable}".',
        f"Give one of {', '.join(offered)}, or leave it out.",
    )


def _words(question: Question, value: Any) -> tuple[Value, list[str]]:
    name = question.variable
    words = [value] if isinstance(value, str) else value
    if not isinstance(words, (list, tuple)) or len(words) > MOST_ENTRIES:
        raise BadAnswer("not-a-list", name, f'"{name}" is a list of words.', 'Write ["word"].')
    found: list[str] = []
    strange: list[str] = []
    for each in words:
        said = word(name, each)
        known = question.words.get(said)
        if isinstance(known, str):
            found.append(known)
        elif question.open_list:
            strange.append(f"{name}: {shown(said)}")
        else:
            remedy = hint(said, [choice.value for choice in question.choices])
            raise BadAnswer("not-a-choice", name, f'"{shown(each)}" is not an answer to "{name}".', remedy)
    return tuple(dict.fromkeys(found)), strange


def _number(question: Question, value: Any) -> Value:
    name = question.variable
    if question.never and isinstance(value, str) and plain(value) in ("never", "none"):
        return NEVER
    never = ' or "never"' if question.never else ""
    found = figure(value)
    if found is None:
        raise BadAnswer(
            "not-a-number",
            name,
            f'"{shown(value)}" is not a number for "{name}".',
            f"Give a number of {question.unit}{never}, or leave it out.",
        )
    if not question.least <= found <= question.most:
        raise BadAnswer(
            "out-of-range",
            name,
            f'{found} is not a possible number of {question.unit} for "{name}".',
            f"Give {question.least} to {question.most}{never}.",
        )
    return found


def figure(value: Any) -> Decimal | None:
    """The number that was written, exactly; `None` for anything that is not a plain number."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str, Decimal)):
        return None
    if isinstance(value, int) and abs(value) > 10**9:  # before printing it: an integer may have millions of digits
        return None
    text_ = str(value).strip()
    return Decimal(text_) if len(text_) <= 40 and _NUMBER.fullmatch(text_) else None


def word(field: str, value: Any) -> str:
    """A word in the form in which the rules know it."""
    if not isinstance(value, str):
        raise BadAnswer("not-a-word", field, f'"{shown(value)}" is not a word.', "Give a word, or leave it out.")
    return plain(text(field, value))


def text(field: str, value: Any) -> str:
    """A short text without control characters; empty for none."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadAnswer("not-a-word", field, f'"{shown(value)}" is not a word.', "Give a word, or leave it out.")
    if len(value) > LONGEST_WORD:
        says = f"{len(value)} characters are more than an answer here can have."
        raise BadAnswer("too-long", field, says, f"Give {LONGEST_WORD} at most.")
    if _CONTROL.search(value):
        raise BadAnswer("control-characters", field, "The text holds signs that cannot be shown.", "Type it again.")
    return value.strip()


def plain(raw: str) -> str:
    """Small letters, with one underscore for blanks, hyphens and strokes."""
    return _GAPS.sub("_", raw.strip().lower())


def shown(value: object) -> str:
    """What was typed, short enough and safe to repeat in a sentence."""
    if isinstance(value, int) and abs(value) > 10**18:
        return "a very long number"
    said = _CONTROL.sub("?", str(value)[:200])
    return said if len(said) <= 60 else said[:57] + "..."


def hint(said: str, known: Iterable[str]) -> str:
    names = list(known)
    close = get_close_matches(said[:60], names, n=1)
    return f'Did you mean "{close[0]}"?' if close else f"Known are {', '.join(names)}."
