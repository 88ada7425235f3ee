"""Our own plain words for scales that are bare facts, in the same shape as a text that a clinic loads."""

from enthesis.pathway.instruments.definition import Instrument, Method, Wording
from enthesis.pathway.instruments.text import InstrumentText, Item, Option, Part, Way

ACTIVITY = "{activity}"
_NAMING = "Which activity matters most to you and hurts? For instance climbing stairs."
LANGUAGE = "en"


def own_words(instrument: Instrument) -> InstrumentText | None:
    """The words that ship with an instrument; None where they are somebody else's and a clinic has to load them."""
    if not instrument.words:
        return None
    return InstrumentText(
        instrument=instrument.id,
        version=instrument.version,
        language=LANGUAGE,
        title=instrument.name,
        parts=tuple(_part(instrument, wording) for wording in instrument.words),
        is_own=True,
    )


def _part(instrument: Instrument, wording: Wording) -> Part:
    scale = instrument.scales[wording.scale]
    names_it = ACTIVITY in wording.ask
    is_label = scale.method is Method.LABEL
    item = Item(
        id=wording.id,
        way=Way.LABEL if is_label else Way.NUMBER,
        ask=wording.ask,
        options=tuple(Option(value=None, says=says, label=label) for label, says in wording.choices),
        low=wording.low,
        high=wording.high,
        least=scale.item_low,
        most=scale.item_high,
    )
    return Part(
        scale=wording.scale,
        items=(item,),
        naming=_NAMING if names_it else "",
        fewest_names=1 if names_it else 0,
        most_names=1 if names_it else 0,
    )
