"""A definition file becomes an `Instrument`, or a sentence says what is wrong with it and where."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from enthesis.pathway.instruments.definition import (
    Band,
    Better,
    Code,
    Instrument,
    Kind,
    Label,
    Licence,
    Method,
    Moment,
    ReliableChange,
    Scale,
    Threshold,
    TrustedBaseline,
    Wording,
)
from enthesis.pathway.plain_yaml import Block, NotReadable, Plain, read_plain

_LICENCES = ("free", "free_for_clinicians", "terms", "registration", "licence")
_MOMENTS = (
    "baseline",
    "every_contact",
    "daily_after_diagnostic_injection",
    "before_each_injection",
    "after_last_injection",
)
_DIRECTION = {Better.LOWER: "down", Better.HIGHER: "up", Better.BY_LABEL: "up"}
_WITHOUT_NUMBER = (Method.PROFILE, Method.LABEL)


def read_instrument(text: str, name: str) -> Instrument:
    """The instrument that a definition file describes. Raises `NotReadable` with a sentence."""
    file = read_plain(text, name)
    better = Better(file.one_of("better", tuple(Better)))
    rules, default_rule, comparable = _rule_versions(file)
    scales = _scales(file, better, tuple(rules))
    default_scale = file.text("default_scale", next(iter(scales)) if len(scales) == 1 else "")
    if default_scale and default_scale not in scales:
        raise file.wrong("default_scale", "one of the scales")
    instrument = Instrument(
        id=file.text("id"),
        name=file.text("name"),
        version=file.text("version"),
        status=file.one_of("status", ("draft", "reviewed", "retired")),
        review_by=file.day("review_by"),
        better=better,
        recall=file.text("recall"),
        licence=_licence(file.block("licence")),
        scales=MappingProxyType(scales),
        default_scale=default_scale,
        thresholds=_thresholds(file, better, scales),
        rule_versions=MappingProxyType(rules),
        default_rule=default_rule,
        rules_comparable=comparable,
        reliable_change=_reliable_change(file),
        trusted_baseline=_trusted_baseline(file),
        codes=tuple(_code(block) for block in file.blocks("codes", ())),
        schedule=tuple(_moment(block) for block in file.blocks("schedule")),
        words=tuple(_wording(block, tuple(scales)) for block in file.blocks("words", ())),
        notes=file.texts("notes", ()),
    )
    file.close()
    return instrument


def _rule_versions(file: Block) -> tuple[dict[str, str], str, bool]:
    if "rule_versions" not in file:
        return {}, "", True
    block = file.block("rule_versions")
    known = block.block("known")
    rules = {rule: known.text(rule) for rule in known}
    default = block.one_of("default", tuple(rules))
    comparable = block.yes_no("comparable", "yes")
    block.close()
    return rules, default, comparable


def _scales(file: Block, better: Better, rules: tuple[str, ...]) -> dict[str, Scale]:
    shared: Mapping[str, Plain] = file.plain("every_scale", {})
    block = file.block("scales")
    scales: dict[str, Scale] = {}
    for name in block:
        own = block.plain(name)
        if not isinstance(own, dict):
            raise block.wrong(name, "a block of fields")
        scales[name] = _scale(name, Block({**shared, **own}, f"{block.where}, {name}"), better, rules)
    for scale in scales.values():
        for part in scale.parts:
            if part not in scales:
                raise NotReadable(f'{block.where}, {scale.id}: "{part}" is not a scale of this instrument.')
    return scales


def _scale(name: str, block: Block, better: Better, rules: tuple[str, ...]) -> Scale:
    method = Method(block.one_of("method", tuple(Method)))
    fewest, most = _item_count(block) if method is not Method.GIVEN else (0, 0)
    item_low, item_high = _pair(block, "item_range")
    low, high = _score_range(block)
    if low is None and high is None and method not in _WITHOUT_NUMBER:
        raise block.wrong("range", "given, because the score is a number")
    labels = tuple(
        Label(
            label=entry.text("label"), benefit=entry.one_of("benefit", ("substantial", "moderate", "minimal", "none"))
        )
        for entry in block.blocks("labels", ())
    )
    scale = Scale(
        id=name,
        method=method,
        better=better,
        fewest_items=fewest,
        most_items=most,
        item_low=item_low,
        item_high=item_high,
        whole_items=block.yes_no("whole_items", "no"),
        low=low,
        high=high,
        decimals=block.whole("decimals", "0"),
        least_answered=MappingProxyType(_least_answered(block, rules, method)),
        missing=block.text("missing"),
        sources=block.texts("sources"),
        when_incomplete=block.text("when_incomplete", ""),
        two_marks=block.one_of("two_marks", ("", "higher"), ""),
        same_items=block.yes_no("same_items", "no"),
        needs=block.text("needs", ""),
        parts=block.texts("parts", ()),
        item_names=block.texts("item_names", ()),
        labels=labels,
        bands=tuple(
            Band(low=band.number("from"), high=band.number("to"), says=band.text("says"))
            for band in block.blocks("bands", ())
        ),
        tables=MappingProxyType(_tables(block, rules)),
        table_notes=MappingProxyType({int(raw): note for raw, note in block.plain("table_notes", {}).items()}),
    )
    block.close()
    return scale


def _item_count(block: Block) -> tuple[int, int]:
    if isinstance(block.plain("items"), str):
        return block.whole("items"), block.whole("items")
    span = block.block("items")
    return span.whole("from"), span.whole("to")


def _pair(block: Block, key: str) -> tuple[Decimal | None, Decimal | None]:
    if key not in block:
        return None, None
    pair = block.numbers(key)
    if len(pair) != 2 or pair[0] >= pair[1]:
        raise block.wrong(key, "two numbers, the lower first")
    return pair


def _score_range(block: Block) -> tuple[Decimal | None, Decimal | None]:
    if isinstance(block.plain("range", []), dict):
        return None, block.block("range").number("to")
    return _pair(block, "range")


def _least_answered(block: Block, rules: tuple[str, ...], method: Method) -> dict[str, int]:
    if method is Method.GIVEN:
        return {"": 0}
    if isinstance(block.plain("least_answered"), str):
        return dict.fromkeys(rules or ("",), block.whole("least_answered"))
    by_rule = block.block("least_answered")
    if set(by_rule) != set(rules):
        raise block.wrong("least_answered", "given for each rule version")
    return {rule: by_rule.whole(rule) for rule in by_rule}


def _tables(block: Block, rules: tuple[str, ...]) -> dict[str, Mapping[int, Decimal]]:
    if "table" not in block:
        return {}
    table = block.block("table")
    if not rules:
        return {"": _table(table)}
    if set(table) != set(rules):
        raise block.wrong("table", "given for each rule version")
    return {rule: _table(table.block(rule)) for rule in table}


def _table(block: Block) -> Mapping[int, Decimal]:
    return MappingProxyType({int(raw): block.number(raw) for raw in block})


def _thresholds(file: Block, better: Better, scales: Mapping[str, Scale]) -> tuple[Threshold, ...]:
    found: dict[str, Threshold] = {}
    for block in file.blocks("thresholds", ()):
        kind = Kind(block.one_of("kind", tuple(Kind)))
        threshold = Threshold(
            id=block.text("id"),
            what=block.text("what"),
            kind=kind,
            value=None if kind is Kind.LABEL else block.number("value"),
            label=block.text("label") if kind is Kind.LABEL else "",
            unit=block.text("unit", ""),
            grade=block.text("grade", ""),
            scales=block.texts("scales", ()),
            sources=block.texts("sources"),
        )
        block.one_of("direction", (_DIRECTION[better],))  # a slip of direction in the file is caught here
        block.close()
        if threshold.id in found:
            raise NotReadable(f'{block.where}: the threshold "{threshold.id}" is there twice.')
        if not set(threshold.scales) <= set(scales):
            raise block.wrong("scales", "scales of this instrument")
        if kind is Kind.LABEL and threshold.label not in {
            entry.label for scale in scales.values() for entry in scale.labels
        }:
            raise block.wrong("label", "one of the labels of this instrument")
        found[threshold.id] = threshold
    return tuple(found.values())


def _licence(block: Block) -> Licence:
    licence = Licence(state=block.one_of("state", _LICENCES), says=block.text("says"), sources=block.texts("sources"))
    block.close()
    return licence


def _reliable_change(file: Block) -> ReliableChange | None:
    if "reliable_change" not in file:
        return None
    block = file.block("reliable_change")
    found = ReliableChange(points=block.number("points"), says=block.text("says"), sources=block.texts("sources"))
    block.close()
    return found


def _trusted_baseline(file: Block) -> TrustedBaseline | None:
    if "trusted_baseline" not in file:
        return None
    block = file.block("trusted_baseline")
    found = TrustedBaseline(low=block.number("from"), high=block.number("to"), sources=block.texts("sources"))
    block.close()
    return found


def _code(block: Block) -> Code:
    code = Code(
        system=block.one_of("system", ("LOINC", "SNOMED CT")),
        code=block.text("code"),
        means=block.text("means"),
        scale=block.text("scale", ""),
        sources=block.texts("sources"),
    )
    block.close()
    return code


def _moment(block: Block) -> Moment:
    moment = Moment(
        when=block.one_of("when", _MOMENTS),
        months=tuple(int(month) for month in block.numbers("months", ())),
        days=tuple(int(day) for day in block.numbers("days", ())),
        regions=block.texts("regions", ()),
        scales=block.texts("scales", ()),
        sources=block.texts("sources"),
    )
    block.close()
    return moment


def _wording(block: Block, scales: tuple[str, ...]) -> Wording:
    wording = Wording(
        id=block.text("id"),
        scale=block.one_of("scale", scales),
        ask=block.text("ask"),
        low=block.text("low", ""),
        high=block.text("high", ""),
        choices=tuple((choice.text("label"), choice.text("says")) for choice in block.blocks("choices", ())),
    )
    block.close()
    return wording
