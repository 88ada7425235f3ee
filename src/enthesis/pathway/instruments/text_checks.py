"""Holds a questionnaire's words against the shipped definition: what is said of the whole, and of each scale."""

import re
from collections.abc import Sequence
from datetime import date

from enthesis.pathway.finding import WARN
from enthesis.pathway.instruments.definition import Instrument, Scale
from enthesis.pathway.instruments.own_words import ACTIVITY
from enthesis.pathway.instruments.results import plain
from enthesis.pathway.instruments.text import InstrumentText, Part, Said
from enthesis.pathway.instruments.text_draft import Complaints, Place, RawItem, RawPart, RawText, shortened
from enthesis.pathway.instruments.text_items import number_of, settled_item
from enthesis.pathway.protocol.complaint import did_you_mean

LONGEST_WORDS = 4_000  # of one intro, notice or licence statement
SHORTEST_LICENCE = 15  # characters; "yes" and "ok" state nothing
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,29}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")
_NUMBER_AT_END = re.compile(r"(\d+)\D?$")


def settled(
    raw: RawText, definition: Instrument, said: Said, complaints: Complaints, today: date | None
) -> InstrumentText | None:
    """The text that may be used; None where something speaks against it. Everything found is in `complaints`.

    `today` is the day on which a licence with an end is looked at; without it the end is only read.
    """
    best = _best_said(said.best, definition, complaints, raw.place)
    text = InstrumentText(
        instrument=definition.id,
        version=_agreed("version", raw.version, said.version, _VERSION, complaints, raw.place),
        language=_agreed("language", raw.language, said.language, _LANGUAGE, complaints, raw.place),
        title=raw.title or definition.name,
        intro=raw.intro,
        notice=raw.notice,
        licence=said.licence.strip() or raw.licence,
        licence_until=_until(raw.licence_until, today, complaints, raw.place),
        loaded_by=said.loaded_by.strip() or raw.loaded_by,
        parts=_parts(raw, definition, best, complaints),
    )
    _check_statements(text, definition, complaints, raw.place)
    return text if complaints.is_usable() else None


def _agreed(what: str, in_file: str, said: str, form: re.Pattern[str], complaints: Complaints, place: Place) -> str:
    """The version or the language, from the file or from whoever loads it; both have to say the same."""
    examples = {"version": "2026-a", "language": "en or pt-BR"}
    if in_file and said and in_file != said:
        says = f'The file says {what} "{shortened(in_file)}", and "{shortened(said)}" was stated.'
        complaints.tell(f"{what}-differs", says, "Correct one of the two.", place)
    found = in_file or said
    if not found:
        says = f"The {what} of the text is not given."
        complaints.tell(f"no-{what}", says, f"Give it, for instance {examples[what]}.", place)
    elif not form.fullmatch(found):
        says = f'"{shortened(found)}" is no {what} of a text.'
        complaints.tell(f"bad-{what}", says, f"Write it like {examples[what]}.", place)
    return found


def _until(written: str, today: date | None, complaints: Complaints, place: Place) -> date | None:
    if not written:
        return None
    try:
        until = date.fromisoformat(written)
    except ValueError:
        says = f'"{shortened(written)}" is no day on which a licence ends.'
        complaints.tell("bad-day", says, "Write it as 2027-12-31, or leave it out.", place)
        return None
    if today is not None and until < today:
        says = f"The licence that is stated ended on {until.isoformat()}."
        complaints.tell("licence-ended", says, "Renew it, and state its new end.", place)
    return until


def _check_statements(text: InstrumentText, definition: Instrument, complaints: Complaints, place: Place) -> None:
    if len(text.licence) < SHORTEST_LICENCE:
        complaints.tell(
            "no-licence",
            f"It is not stated under which right the clinic uses these words. {definition.licence.says}",
            "State it: from whom, for what use, and its number or date.",
            place,
        )
    if not text.loaded_by:
        complaints.tell(
            "no-name",
            "Nobody is named who compared the words with the original.",
            "Give the name of the person who did, as `loaded_by`.",
            place,
        )
    for what, words in (("intro", text.intro), ("notice", text.notice), ("licence", text.licence)):
        if len(words) > LONGEST_WORDS:
            says = f"The {what} has {len(words):,} characters."
            complaints.tell("too-long", says, f"Shorten it to {LONGEST_WORDS:,}.", place)
    for words in (text.title, text.intro, text.notice, text.licence, text.loaded_by):
        if any(ord(letter) < 32 and letter not in "\n\t" for letter in words):
            complaints.tell("control-character", "The words hold a control character.", "Remove it.", place)


def _best_said(said: str, definition: Instrument, complaints: Complaints, place: Place) -> dict[str, str]:
    """The best answer by scale, from "0" or from "profile=1, vas=100"."""
    found = {}
    names = [scale.id for scale in definition.asked]
    for entry in filter(None, (each.strip() for each in said.split(","))):
        name, equals, value = (part.strip() for part in entry.partition("="))
        if not equals:
            found.update(dict.fromkeys(names, entry))
        elif name in names:
            found[name] = value
        else:
            says = f'"{shortened(name)}" is no scale of {definition.name}.'
            complaints.tell("unknown-scale", says, did_you_mean(name, names), place)
    return found


def _parts(raw: RawText, definition: Instrument, best: dict[str, str], complaints: Complaints) -> tuple[Part, ...]:
    names = [scale.id for scale in definition.asked]
    given = {part.scale: part for part in raw.parts}
    for part in raw.parts:
        if part.scale not in names:
            says = f'"{shortened(part.scale)}" is no scale of {definition.name} that asks something.'
            complaints.tell("unknown-scale", says, did_you_mean(part.scale, names), part.place)
    found = []
    for scale in definition.asked:
        written = given.get(scale.id)
        if written is None:
            says = f'The scale "{scale.id}" is missing; {definition.name} has {_counted(scale)} there.'
            complaints.tell("missing-scale", says, "Add its items: a questionnaire is loaded whole.", raw.place)
        else:
            _check_direction(written, scale, best.get(scale.id, ""), complaints)
            found.append(_part(written, scale, complaints))
    _check_ids([item for part in raw.parts for item in part.items], complaints)
    return tuple(found)


def _part(raw: RawPart, scale: Scale, complaints: Complaints) -> Part:
    names_them = scale.same_items
    if names_them:
        _check_naming(raw, scale, complaints)
    elif not scale.fewest_items <= len(raw.items) <= scale.most_items:
        says = f'The scale "{scale.id}" has {_items(len(raw.items))} in the file; the rule counts {_counted(scale)}.'
        complaints.tell("item-count", says, "Compare it with the original form.", raw.place)
    elif scale.item_names:
        _check_names(raw, scale, complaints)
    _check_order(raw, complaints)
    items = tuple(settled_item(item, scale, complaints) for item in raw.items)
    _check_repeats(raw.items, complaints)
    return Part(
        scale=scale.id,
        items=items,
        intro=raw.intro,
        naming=raw.naming if names_them else "",
        fewest_names=scale.fewest_items if names_them else 0,
        most_names=scale.most_items if names_them else 0,
    )


def _counted(scale: Scale) -> str:
    if scale.fewest_items == scale.most_items:
        return _items(scale.most_items)
    return f"{scale.fewest_items} to {scale.most_items} items"


def _items(number: int) -> str:
    return f"{number} item" if number == 1 else f"{number} items"


def _check_direction(raw: RawPart, scale: Scale, said: str, complaints: Complaints) -> None:
    """The one slip that no reader of numbers can see: 0 for the worst answer instead of the best."""
    if scale.best_answer is None:
        return
    right = plain(scale.best_answer)
    if raw.best and said and number_of(raw.best) != number_of(said):
        says = f'For "{scale.id}" the file says best answer {shortened(raw.best)}, and {shortened(said)} was stated.'
        complaints.tell("direction-differs", says, "Correct one of the two.", raw.place)
    stated = raw.best or said
    if not stated:
        says = f'It is not stated which answer of "{scale.id}" is the best for the patient.'
        remedy = "Write it as `best_answer` of the scale, or state it when loading; look at the words, not at the rule."
        complaints.tell("no-direction", says, remedy, raw.place)
    elif number_of(stated) != scale.best_answer:
        says = (
            f'For "{scale.id}" the best answer is stated as {shortened(stated)}; the scoring rule takes {right} for'
            " the best."
        )
        complaints.tell("direction", says, "Compare the numbers of the answers with the original form.", raw.place)


def _check_naming(raw: RawPart, scale: Scale, complaints: Complaints) -> None:
    if not raw.naming:
        says = f'In "{scale.id}" the patient names what the items are about, and the file does not ask for it.'
        complaints.tell("no-naming", says, "Write that question as `naming` (in our YAML form).", raw.place)
    if len(raw.items) != 1 or ACTIVITY not in raw.items[0].ask:
        says = f'"{scale.id}" needs one item that holds {ACTIVITY}: it is asked for each thing that was named.'
        complaints.tell("no-activity", says, f"Write one item with {ACTIVITY} in its question.", raw.place)


def _check_names(raw: RawPart, scale: Scale, complaints: Complaints) -> None:
    for item, name in zip(raw.items, scale.item_names, strict=True):
        if name.casefold()[:4] not in item.id.casefold():
            says = f'"{shortened(item.id)}" stands where the rule counts "{name}": its digits have a fixed order.'
            order = ", ".join(scale.item_names)
            complaints.tell("item-order", says, f"Name and order the items: {order}.", item.place)


def _check_ids(items: Sequence[RawItem], complaints: Complaints) -> None:
    """Ids are told apart within a scale; a form numbers each part anew."""
    for item in items:
        if not item.id:
            complaints.tell("no-id", "An item has no id.", "Give it one (`id`, or linkId).", item.place)
        elif len(item.id) > 60:
            complaints.tell("long-id", "The id of an item is longer than 60 characters.", "Shorten it.", item.place)


def _check_order(raw: RawPart, complaints: Complaints) -> None:
    """Ids once each, and in the order of their numbers where they have numbers that follow one another."""
    ids = [item.id for item in raw.items]
    for place, item in enumerate(raw.items):
        if item.id and item.id in ids[:place]:
            says = f'The id "{shortened(item.id)}" stands twice in "{raw.scale}".'
            complaints.tell("id-twice", says, "Give each item its own.", item.place)
            return
    ends = [_NUMBER_AT_END.search(name) for name in ids]
    numbers = [int(end[1][-9:]) for end in ends if end is not None]
    if len(numbers) < len(ids):
        return
    if sorted(numbers) == list(range(min(numbers, default=0), min(numbers, default=0) + len(numbers))):
        for before, item, number in zip([None, *numbers], raw.items, numbers, strict=False):
            if before is not None and number != before + 1:
                says = f'"{shortened(item.id)}" does not follow the item before it.'
                complaints.tell("item-order", says, "Put the items into the order of the form.", item.place)
                return
    else:
        says = f'The ids of "{raw.scale}" do not number its items, so their order could not be checked.'
        complaints.tell("order-unknown", says, "Compare the order with the original form.", raw.place, WARN)


def _check_repeats(items: Sequence[RawItem], complaints: Complaints) -> None:
    seen: set[str] = set()
    for item in items:
        words = " ".join(item.ask.casefold().split())
        if words and words in seen:
            says = "It has the same words as an item before it."
            complaints.tell("same-words", says, "Compare it with the original form.", item.place, WARN)
        seen.add(words)
