"""An empty form of our YAML for one instrument: everything but the words, which are not ours to give."""

from collections.abc import Iterator

from enthesis.pathway.instruments.definition import Instrument, Method, Scale
from enthesis.pathway.instruments.own_words import ACTIVITY
from enthesis.pathway.instruments.results import plain

_MOST_IN_WORDS = 6  # answers that get words each


def template(instrument: Instrument) -> str:
    """The file to fill in. Which answer is the best is left open too: whoever reads the original has to say it."""
    return "\n".join([*_head(instrument), *(line for scale in instrument.asked for line in _scale(scale)), ""])


def _head(instrument: Instrument) -> list[str]:
    return [
        f"# The words of {instrument.name}. Fill in every empty pair of quotes from the original.",
        f"# {instrument.licence.says}",
        f"# Then: enthesis instruments check {instrument.id}.yaml",
        f"instrument: {instrument.id}",
        'version: ""                  # of these words, for instance 2026-a; other words are another version',
        "language: en",
        'title: ""                    # as patients see it',
        'notice: ""                   # of the owner, where it has to be shown',
        "licence:",
        '  statement: ""              # under which right this clinic uses the words: from whom, for what, its number',
        '  until: ""                  # the last day of that right, as 2027-12-31; empty where it has no end',
        'loaded_by: ""                # who compared these words with the original',
        "scales:",
    ]


def _scale(scale: Scale) -> Iterator[str]:
    yield f"  {scale.id}:"
    if scale.best_answer is not None:
        yield '    best_answer: ""          # the number of the answer that is best for the patient'
    if scale.same_items:
        yield '    naming: ""               # asks the patient what it is about'
        yield f"    # one item, asked for each thing that was named; {ACTIVITY} stands for it"
    if _has_words(scale):
        assert scale.item_low is not None
        assert scale.item_high is not None
        yield "    answers:                 # an item whose answers are others gets answers of its own"
        for value in range(int(scale.item_low), int(scale.item_high) + 1):
            yield f'      {value}: ""'
    elif scale.method is not Method.COUNT:
        yield f'    low: ""                  # what {plain(scale.item_low)} means'
        yield f'    high: ""                 # what {plain(scale.item_high)} means'
    yield f"    items:                   # {_counted(scale)}"
    names = scale.item_names or tuple(str(n) for n in range(1, 2 if scale.same_items else scale.most_items + 1))
    for name in names:
        yield f'      - {{id: "{name}", ask: ""}}'


def _counted(scale: Scale) -> str:
    if scale.same_items:
        return f"{scale.fewest_items} to {scale.most_items} things are named"
    return f"{scale.most_items} in all, in the order of the form"


def _has_words(scale: Scale) -> bool:
    low, high = scale.item_low, scale.item_high
    return scale.method is not Method.COUNT and low is not None and high is not None and high - low < _MOST_IN_WORDS
