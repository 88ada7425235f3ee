"""Instruments as text for a terminal, and as JSON."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from enthesis.pathway.instruments import Instrument, Threshold, words
from enthesis.pathway.instruments.definition import Scale
from enthesis.pathway.instruments.results import plain
from enthesis.pathway.instruments.text import InstrumentText

CONFIRM = " (unverified: confirm before use)"


def words_of(instrument: Instrument) -> str:
    """Whose words it has: "ours, 6 questions" or "scoring only"."""
    number = len(instrument.words)
    return f"ours, {number} {'question' if number == 1 else 'questions'}" if number else "scoring only"


def items_of(instrument: Instrument) -> str:
    """How many items a form has: "24", "2 to 5"."""
    if instrument.words:
        return str(len(instrument.words))
    fewest = sum(scale.fewest_items for scale in instrument.asked)
    most = sum(scale.most_items for scale in instrument.asked)
    return str(most) if fewest == most else f"{fewest} to {most}"


def listed(instruments: Iterable[Instrument], kept: Sequence[Any] | None) -> Iterator[str]:
    """One line for each; with what a clinic has loaded, where one was asked about."""
    clinic = f"{'THIS CLINIC':24} " if kept is not None else ""
    yield f"{'ID':14} {'WORDS':18} {'LICENCE':20} {'ITEMS':7} {clinic}NAME"
    for instrument in instruments:
        here = f"{_here(instrument, kept):24} " if kept is not None else ""
        state = instrument.licence.state.replace("_", " ")
        yield (
            f"{instrument.id:14} {words_of(instrument):18} {state:20} {items_of(instrument):7} {here}{instrument.name}"
        )


def _here(instrument: Instrument, kept: Sequence[Any]) -> str:
    mine = [each for each in kept if each.instrument == instrument.id]
    using = [f"{each.version} ({each.language})" for each in mine if each.is_in_use]
    if using:
        return ", ".join(using)
    return "ours" if instrument.words else str(mine[0].state) if mine else "on paper"


def shown(instrument: Instrument, kept: Sequence[Any] | None) -> Iterator[str]:
    """Everything about one instrument."""
    yield f"{instrument.name} ({instrument.id}, definition {instrument.version}, {instrument.status})"
    yield f"words: {words_of(instrument)}"
    yield f"licence: {instrument.licence.says} {_from(instrument.licence.sources)}"
    yield f"better: {str(instrument.better).replace('_', ' ')}; recall: {instrument.recall}"
    yield "scales:"
    for scale in instrument.scales.values():
        yield f"  {_scale(scale)}"
    if instrument.thresholds:
        yield "change that counts:"
        for threshold in instrument.thresholds:
            yield f"  {_threshold(threshold)}"
    reliable, trusted = instrument.reliable_change, instrument.trusted_baseline
    if reliable is not None:
        yield f"reliable change: {plain(reliable.points)} points, {reliable.says} {_from(reliable.sources)}"
    elif trusted is None:
        yield "reliable change: no source gives a figure for measurement error"
    if trusted is not None:
        span = f"{plain(trusted.low)} to {plain(trusted.high)}"
        yield f"change is trusted from a baseline of {span} {_from(trusted.sources)}"
    yield "asked:"
    for moment in instrument.schedule:
        yield f"  {words.when(instrument, moment)} [{', '.join(moment.sources)}]"
    for wording in instrument.words:
        yield f"our words, {wording.id}: {wording.ask}"
    for note in instrument.notes:
        yield f"note: {note}"
    if kept is not None:
        yield from _loaded([each for each in kept if each.instrument == instrument.id])


def _loaded(kept: Sequence[Any]) -> Iterator[str]:
    yield "loaded by the clinic:" if kept else "loaded by the clinic: nothing"
    for each in kept:
        by = f", compared by {each.text.loaded_by}" if each.text else ""
        why = f" ({each.why})" if each.why else ""
        yield f"  {each.version} ({each.language}), {each.loaded_at:%Y-%m-%d}{by}: {each.state}{why}"


def _scale(scale: Scale) -> str:
    score = f"; score {words.span(scale)}" if words.span(scale) else ""
    return f"{scale.id}: {words.items(scale)}{score}; missing: {scale.missing} {_from(scale.sources)}"


def _threshold(threshold: Threshold) -> str:
    scales = f" ({', '.join(threshold.scales)})" if threshold.scales else ""
    return f"{threshold.what}{scales}: {words.amount(threshold)} {_from(threshold.sources)}"


def _from(sources: Sequence[str]) -> str:
    """Where something comes from, and whether somebody has to confirm it first."""
    return f"[{', '.join(sources)}]{CONFIRM if 'memory' in sources else ''}"


def directions(instrument: Instrument, text: InstrumentText) -> Iterator[str]:
    """For each scale the best and the worst answer in the words of the file: the check that only a reader can make."""
    for each in words.ends(instrument, text):
        best, worst = f"{plain(each.best)} “{each.best_says}”", f"{plain(each.worst)} “{each.worst_says}”"
        yield f"{each.scale}: best answer {best}, worst {worst}"


def as_json(instrument: Instrument, kept: Sequence[Any] | None) -> dict[str, Any]:
    """One instrument as plain values; `loaded` only where a clinic was asked about."""
    found: dict[str, Any] = {
        "id": instrument.id,
        "name": instrument.name,
        "definition": instrument.version,
        "status": instrument.status,
        "words": "ours" if instrument.words else "scoring only",
        "questions": [{"id": wording.id, "ask": wording.ask} for wording in instrument.words],
        "licence": {
            "state": instrument.licence.state,
            "says": instrument.licence.says,
            "sources": list(instrument.licence.sources),
        },
        "better": str(instrument.better),
        "recall": instrument.recall,
        "scales": [
            {
                "id": scale.id,
                "items": scale.most_items or None,
                "answers": _span(scale.item_low, scale.item_high),
                "best_answer": _number(scale.best_answer) if scale.has_items else None,
                "score": _span(scale.low, scale.high),
                "missing": scale.missing,
                "sources": list(scale.sources),
                "unverified": scale.unverified,
            }
            for scale in instrument.scales.values()
        ],
        "thresholds": [
            {
                "id": threshold.id,
                "what": threshold.what,
                "kind": threshold.kind.value,
                "value": _number(threshold.value),
                "label": threshold.label or None,
                "scales": list(threshold.scales),
                "sources": list(threshold.sources),
                "unverified": threshold.unverified,
            }
            for threshold in instrument.thresholds
        ],
        "reliable_change": _number(instrument.reliable_change.points) if instrument.reliable_change else None,
        "schedule": [
            {
                "when": moment.when,
                "months": list(moment.months),
                "days": list(moment.days),
                "scales": list(moment.scales),
                "regions": list(moment.regions),
                "says": words.when(instrument, moment),
                "sources": list(moment.sources),
            }
            for moment in instrument.schedule
        ],
    }
    if kept is not None:
        found["loaded"] = [
            {
                "version": each.version,
                "language": each.language,
                "state": str(each.state),
                "in_use": each.is_in_use,
                "loaded_at": each.loaded_at.isoformat(timespec="seconds"),
                "licence": each.text.licence if each.text else None,
                "licence_until": each.text.licence_until if each.text else None,
                "compared_by": each.text.loaded_by if each.text else None,
                "why": each.why,
            }
            for each in kept
            if each.instrument == instrument.id
        ]
    return found


def _span(low: Any, high: Any) -> list[int | float | None] | None:
    return None if low is None and high is None else [_number(low), _number(high)]


def _number(value: Any) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)
