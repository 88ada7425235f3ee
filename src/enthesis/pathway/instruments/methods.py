"""How each method makes a result of the answers. One function for each `Method`; the arithmetic is exact."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from enthesis.pathway.instruments.definition import Instrument, Method, Scale
from enthesis.pathway.instruments.forms import Diary, Form, Items, Mark, Ticked
from enthesis.pathway.instruments.results import out_of_range, plain, refuse, rounded, too_few

Marks: TypeAlias = tuple[Mark, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """What a method makes of the answers, before the score is written out."""

    exact: Fraction | None
    answered: int
    of: int
    text: str = ""
    raw: int | None = None
    remarks: tuple[str, ...] = ()


def _counted(instrument: Instrument, scale: Scale, rule: str, marks: Marks) -> tuple[list[Decimal], int]:
    """The answered items and their number, or the reason why there are too few or too many."""
    of = len(marks)
    if not scale.fewest_items <= of <= scale.most_items:
        span = (
            str(scale.most_items)
            if scale.fewest_items == scale.most_items
            else f"{scale.fewest_items} to {scale.most_items}"
        )
        says = f"{instrument.name}, {scale.id}: {of} items given, {span} expected."
        if of < scale.fewest_items and scale.same_items:
            raise too_few(scale, says, of, scale.fewest_items)
        raise refuse("item-count", says, "Give every item in its order, null where it was left open.", "items")
    answered = [mark for mark in marks if mark is not None]
    least = scale.least_answered[rule]
    if len(answered) < least:
        raise too_few(
            scale,
            f"{instrument.name}, {scale.id}: {len(answered)} of {of} answered; the rule asks for {least} at least.",
            len(answered),
            of,
        )
    return answered, of


def _value(instrument: Instrument, scale: Scale, rule: str, marks: Marks, form: Form) -> Result:
    if not isinstance(form, Diary):
        answered, of = _counted(instrument, scale, rule, marks)
    else:
        answered, of = [mark for mark in marks if mark is not None], len(marks)
        if not answered:
            raise too_few(scale, f"{instrument.name}: no day of {of} was answered.", 0, of, code="missing")
    remarks = (f"mean of {len(answered)} answered days of {of}",) if isinstance(form, Diary) else ()
    return Result(exact=_mean(answered), answered=len(answered), of=of, remarks=remarks)


def _mean(answered: Sequence[Decimal]) -> Fraction:
    return sum((Fraction(mark) for mark in answered), Fraction(0)) / len(answered)


def _mean_of_items(instrument: Instrument, scale: Scale, rule: str, marks: Marks, _form: Form) -> Result:
    answered, of = _counted(instrument, scale, rule, marks)
    return Result(exact=_mean(answered), answered=len(answered), of=of)


def _sum(instrument: Instrument, scale: Scale, rule: str, marks: Marks, _form: Form) -> Result:
    answered, of = _counted(instrument, scale, rule, marks)
    missing = of - len(answered)
    mean = _mean(answered)
    remarks = (f"{missing} missing: each counts as the mean of the answered, {rounded(mean, 2)}",) if missing else ()
    return Result(exact=mean * of, answered=len(answered), of=of, remarks=remarks)


def _percent_of_most(instrument: Instrument, scale: Scale, rule: str, marks: Marks, _form: Form) -> Result:
    answered, of = _counted(instrument, scale, rule, marks)
    assert scale.item_high is not None
    most = Fraction(scale.item_high) * len(answered)
    total = sum((Fraction(mark) for mark in answered), Fraction(0))
    return Result(exact=100 * total / most, answered=len(answered), of=of, remarks=(f"{total} of {most} points",))


def _inverted_percent(instrument: Instrument, scale: Scale, rule: str, marks: Marks, _form: Form) -> Result:
    answered, of = _counted(instrument, scale, rule, marks)
    assert scale.item_high is not None
    # not a limit: per cent
    return Result(exact=100 - 100 * _mean(answered) / Fraction(scale.item_high), answered=len(answered), of=of)


def _count(instrument: Instrument, scale: Scale, _rule: str, marks: Marks, form: Form) -> Result:
    of = scale.most_items
    if isinstance(form, Items):
        if len(marks) != of:
            _counted(instrument, scale, _rule, marks)
        ticked = sum(1 for mark in marks if mark)
    else:
        ticked = int(marks[0]) if marks and marks[0] is not None else 0
    if ticked > of:
        raise out_of_range(instrument.name, Decimal(ticked), Decimal(0), Decimal(of), "ticked")
    if ticked == 0 and not (isinstance(form, Ticked) and form.none_applies_confirmed):
        raise too_few(
            scale,
            f'{instrument.name}: nothing is ticked, and "none applies" is not confirmed. A blank form is not a zero.',
            0,
            of,
            code="blank",
        )
    return Result(exact=Fraction(ticked), answered=of, of=of)


def _table(instrument: Instrument, scale: Scale, rule: str, marks: Marks, _form: Form) -> Result:
    answered, of = _counted(instrument, scale, rule, marks)
    raw = int(sum(answered))
    note = scale.table_notes.get(raw)
    return Result(
        exact=Fraction(scale.tables[rule][raw]), answered=len(answered), of=of, raw=raw, remarks=(note,) if note else ()
    )


def _sum_of_scales(instrument: Instrument, scale: Scale, rule: str, marks: Marks, form: Form) -> Result:
    _counted(instrument, scale, rule, marks)
    total, answered, place = Fraction(0), 0, 0
    remarks: tuple[str, ...] = ()
    for name in scale.parts:
        part = instrument.scales[name]
        result = METHODS[part.method](instrument, part, rule, marks[place : place + part.most_items], form)
        assert result.exact is not None
        total, answered, place = total + result.exact, answered + result.answered, place + part.most_items
        remarks += tuple(f"{name}: {remark}" for remark in result.remarks)
    return Result(exact=total, answered=answered, of=len(marks), remarks=remarks)


def _profile(instrument: Instrument, scale: Scale, rule: str, marks: Marks, form: Form) -> Result:
    if isinstance(form, Items) and form.names:
        marks = _in_order(instrument, scale, form.names, marks)
    answered, of = _counted(instrument, scale, rule, marks)
    digits = "".join(plain(mark) for mark in answered)
    return Result(
        exact=None,
        answered=len(answered),
        of=of,
        text=f"profile {digits}",
        remarks=("no index without a country's value set",),
    )


def _in_order(instrument: Instrument, scale: Scale, names: tuple[str, ...], marks: Marks) -> Marks:
    given = {_key(name): mark for name, mark in zip(names, marks, strict=True)}
    order = [next((key for key in given if key.startswith(_key(name))), "") for name in scale.item_names]
    if set(given) - set(order):
        raise refuse(
            "item-names",
            f"{instrument.name}: not all names of the items are known.",
            f"Use: {', '.join(scale.item_names)}.",
            "items",
        )
    return tuple(given.get(key) for key in order)


def _key(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalpha())


def _not_scored_here(instrument: Instrument, scale: Scale, _rule: str, _marks: Marks, _form: Form) -> Result:
    raise refuse(
        "comes-scored", f"{instrument.name}, {scale.id} comes as a score.", "Give the score.", "score", scale.sources
    )


def _words_only(instrument: Instrument, scale: Scale, _rule: str, _marks: Marks, _form: Form) -> Result:
    raise refuse(
        "number-for-words",
        f"{instrument.name} is answered with a label, not with a number.",
        "Give the label.",
        "label",
        scale.sources,
    )


METHODS: dict[Method, Callable[[Instrument, Scale, str, Marks, Form], Result]] = {
    Method.VALUE: _value,
    Method.MEAN: _mean_of_items,
    Method.SUM: _sum,
    Method.PERCENT_OF_MOST: _percent_of_most,
    Method.INVERTED_PERCENT: _inverted_percent,
    Method.COUNT: _count,
    Method.TABLE: _table,
    Method.SUM_OF_SCALES: _sum_of_scales,
    Method.PROFILE: _profile,
    Method.LABEL: _words_only,
    Method.GIVEN: _not_scored_here,
}
