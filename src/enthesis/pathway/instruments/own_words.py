"""Our own plain words for scales that are bare facts, in the same shape as a text that a clinic loads."""

from enthesis.pathway.instruments.definition import Instrument, Method, Wording
from enthesis.pathway.instruments.text import InstrumentText, Item, Option, Part, Way
from enthesis.pathway.languages import say
from enthesis.pathway.languages.table import ENGLISH

ACTIVITY = "{activity}"
_NAMING = "Which activity matters most to you and hurts? For instance climbing stairs."


def own_words(instrument: Instrument, language: str = ENGLISH) -> InstrumentText | None:
    """The words that ship with an instrument; None where they are somebody else's and a clinic has to load them.

    None also where not every word of them is there in the language: a question is asked in one language as a whole.
    """
    if not instrument.words:
        return None
    try:
        return InstrumentText(
            instrument=instrument.id,
            version=instrument.version,
            language=language,
            title=_in(language, instrument.name),
            parts=tuple(_part(instrument, wording, language) for wording in instrument.words),
            is_own=True,
        )
    except LookupError:
        return None


def _in(language: str, english: str) -> str:
    """One of the words in a language. Raises `LookupError` where nobody has translated it."""
    said = say(english, language) if english else ""
    if said is None:
        raise LookupError(english)
    return said


def _part(instrument: Instrument, wording: Wording, language: str) -> Part:
    scale = instrument.scales[wording.scale]
    names_it = ACTIVITY in wording.ask
    is_label = scale.method is Method.LABEL
    item = Item(
        id=wording.id,
        way=Way.LABEL if is_label else Way.NUMBER,
        ask=_in(language, wording.ask),
        options=tuple(Option(value=None, says=_in(language, says), label=label) for label, says in wording.choices),
        low=_in(language, wording.low),
        high=_in(language, wording.high),
        least=scale.item_low,
        most=scale.item_high,
    )
    return Part(
        scale=wording.scale,
        items=(item,),
        naming=_in(language, _NAMING) if names_it else "",
        fewest_names=1 if names_it else 0,
        most_names=1 if names_it else 0,
    )
