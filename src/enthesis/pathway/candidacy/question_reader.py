"""One entry of `questions.yaml` into a `Question`."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from enthesis.pathway.candidacy.condition_reader import word_of
from enthesis.pathway.candidacy.files import Entry
from enthesis.pathway.candidacy.ladders import Stage
from enthesis.pathway.candidacy.model import Choice, Question, Region
from enthesis.pathway.candidacy.problems import RulesUnreadable

_KINDS = ("yes_no", "choice", "number", "text_list")
_KEYS = (
    "variable", "text", "help", "kind", "stage", "page", "choices", "several", "open_list", "per_region", "unit",
    "least", "most", "never", "asked_when", "counts_alone", "asked", "if_yes", "if_no", "also_yes", "yes_text",
    "no_text",
)  # fmt: skip
_CHOICE_KEYS = ("value", "text", "typed", "may_be", "regions", "also_answers")
_YES, _NO = ("y", "true", "1"), ("n", "false", "0", "none")


def read_question(entry: Entry, place: int, pages: Sequence[str], regions: Mapping[str, Region]) -> Question:
    """The question, without what follows from the rules. Raises `RulesUnreadable`."""
    entry.allow(*_KEYS)
    kind, page = entry.text("kind"), entry.text("page")
    if kind not in _KINDS:
        raise RulesUnreadable(entry.where, f'"{kind}" is no kind of question.', f"Known are {', '.join(_KINDS)}.")
    if page not in pages:
        raise RulesUnreadable(entry.where, f'No page is called "{page}".', f"Known are {', '.join(pages)}.")
    is_number = kind == "number"
    choices = _yes_no(entry) if kind == "yes_no" else _choices(entry, regions) if kind == "choice" else ()
    return Question(
        variable=entry.text("variable"),
        text=entry.text("text"),
        kind=kind,
        stage=entry.choice("stage", Stage),
        page=page,
        place=place,
        help=entry.text("help", ""),
        choices=choices,
        words=_words(entry, choices),
        several=entry.flag("several"),
        open_list=entry.flag("open_list"),
        per_region=entry.flag("per_region"),
        unit=entry.text("unit") if is_number else "",
        least=entry.number("least") if is_number else Decimal(0),
        most=entry.number("most") if is_number else Decimal(0),
        never=entry.text("never", ""),
        counts_alone=entry.flag("counts_alone"),
        asked=entry.flag("asked", default=True),
    )


def _words(entry: Entry, choices: Sequence[Choice]) -> Mapping[str, str | frozenset[str]]:
    words: dict[str, str | frozenset[str]] = {}
    for choice in choices:
        for word in (choice.value, *choice.typed):
            if word in words:
                raise RulesUnreadable(entry.where, f'"{word}" stands for two choices.', "Keep it in one of them.")
            words[word] = choice.may_be or choice.value
    return words


def _yes_no(entry: Entry) -> tuple[Choice, ...]:
    return (
        Choice(
            "yes", entry.text("yes_text", "Yes"), (*_YES, *entry.words("also_yes")), also_answers=_also(entry, "if_yes")
        ),
        Choice("no", entry.text("no_text", "No"), _NO, also_answers=_also(entry, "if_no")),
    )


def _choices(entry: Entry, regions: Mapping[str, Region]) -> tuple[Choice, ...]:
    found: dict[str, Choice] = {}
    for each in entry.entries("choices", "value"):
        each.allow(*_CHOICE_KEYS)
        value = each.text("value")
        each.once(value, found)
        for region in each.words("regions"):
            if region not in regions:
                raise RulesUnreadable(each.where, f'No region is called "{region}".', "Name one of regions.yaml.")
        found[value] = Choice(
            value=value,
            text=each.text("text", ""),
            typed=each.words("typed"),
            may_be=frozenset(each.words("may_be")),
            regions=each.words("regions"),
            also_answers=_also(each, "also_answers"),
            shown=each.has("text"),
        )
    return tuple(found.values())


def _also(entry: Entry, name: str) -> tuple[tuple[str, str], ...]:
    return tuple((str(variable), word_of(word)) for variable, word in entry.mapping(name).items())
