"""From a form to a score, by the instrument's own published rule, or to a sentence that says why there is none.

Figures are kept as exact fractions and rounded only when shown, so that a change of exactly 30 % is 30 %.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from enthesis.pathway.instruments.definition import Instrument, Method, Scale
from enthesis.pathway.instruments.forms import Answered, Diary, Form, Given, Items, Ticked, Value
from enthesis.pathway.instruments.methods import METHODS, Marks, Result
from enthesis.pathway.instruments.results import NoScore, Score, Unscored, out_of_range, plain, refuse, too_few


def score(instrument: Instrument, form: Form) -> Score | NoScore:
    """Scores one form by the rule of its definition. Never guesses: what cannot be scored says why."""
    try:
        scale, rule = _scale_of(instrument, form), _rule_of(instrument, form)
        match form:
            case Answered(label=label):
                return _label(instrument, scale, label)
            case Given() | Value() if _is_given(scale, form):
                return _given(instrument, scale, rule, form)
            case _:
                marks = _answers(scale, form)
                result = METHODS[scale.method](instrument, scale, rule, marks, form)
                return _written(instrument, scale, rule, result, _kept(scale, form, marks))
    except Unscored as unscored:
        return unscored.no_score


def by_rule(instrument: Instrument, form: Form) -> dict[str, Score | NoScore]:
    """The same form under every rule version that the instrument has; empty where there is only one rule."""
    if not isinstance(form, Items):
        return {}
    return {rule: score(instrument, replace(form, rule_version=rule)) for rule in instrument.rule_versions}


def _scale_of(instrument: Instrument, form: Form) -> Scale:
    named = getattr(form, "subscale", "")
    if not named and isinstance(form, Value | Diary) and "vas" in instrument.scales:
        named = "vas"
    name = named or instrument.default_scale
    if name in instrument.scales:
        return instrument.scales[name]
    known = ", ".join(instrument.scales)
    if name:
        raise refuse("unknown-scale", f"{instrument.name} has no scale {name!r}.", f"Name one of: {known}.", "subscale")
    raise refuse("which-scale", f"{instrument.name} has no total score.", f"Name one of: {known}.", "subscale")


def _rule_of(instrument: Instrument, form: Form) -> str:
    named = getattr(form, "rule_version", "")
    if not instrument.rule_versions:
        return ""
    if not named:
        return instrument.default_rule
    if named not in instrument.rule_versions:
        known = ", ".join(instrument.rule_versions)
        raise refuse(
            "unknown-rule",
            f"{instrument.name} has no rule version {named!r}.",
            f"Name one of: {known}.",
            "rule_version",
        )
    return named


def _is_given(scale: Scale, form: Form) -> bool:
    """A single number for a scale of many items can only be its score."""
    return isinstance(form, Given) or scale.method is not Method.VALUE


def _given(instrument: Instrument, scale: Scale, rule: str, form: Given | Value) -> Score:
    number = form.score if isinstance(form, Given) else form.value
    if scale.method in (Method.LABEL, Method.PROFILE):
        raise refuse(
            "number-for-words",
            f"{instrument.name} is kept as {'its label' if scale.method is Method.LABEL else 'its five digits'}, "
            "not as a number: numbers run both ways between versions.",
            "Give the label." if scale.method is Method.LABEL else "Give the five answers.",
            "score",
            scale.sources,
        )
    if number is None:
        raise too_few(scale, f"{instrument.name}: the score is missing.", 0, 1, code="missing")
    if scale.needs and not getattr(form, scale.needs, ""):
        wanted = scale.needs.replace("_", " ")
        raise refuse(
            "needs-" + wanted.replace(" ", "-"),
            f"{instrument.name}, {scale.id}: a score without the name of its {wanted} says nothing.",
            f"Give {scale.needs}.",
            scale.needs,
            scale.sources,
        )
    if (scale.low is not None and number < scale.low) or (scale.high is not None and number > scale.high):
        raise out_of_range(instrument.name, number, scale.low, scale.high, "score")
    if scale.method is Method.COUNT and number != int(number):
        raise refuse("not-whole", f"{plain(number)} is not a count of statements.", "Give a whole number.", "score")
    of = scale.most_items
    return _written(instrument, scale, rule, Result(exact=Fraction(number), answered=of, of=of), ())


def _answers(scale: Scale, form: Form) -> Marks:
    """One answer for each item; what cannot be an answer is refused."""
    match form:
        case Diary(days=days):
            if scale.method is not Method.VALUE:
                raise refuse("no-diary", "Only a single number can be kept as a diary.", "Give the items.", "diary")
            marks: Sequence[tuple[Decimal, ...]] = [() if day is None else (day,) for day in days]
        case Value(value=value):
            marks = [() if value is None else (value,)]
        case Items(marks=given):
            marks = given
        case Ticked(count=count):
            return () if count is None else (Decimal(count),)
        case _:
            return ()
    return tuple(_answer(scale, place, entry) for place, entry in enumerate(marks))


def _answer(scale: Scale, place: int, entry: tuple[Decimal, ...]) -> Decimal | None:
    if not entry:
        return None
    if len(set(entry)) > 1 and not scale.two_marks:
        raise refuse(
            "two-marks", f"Item {place + 1} has {len(entry)} different marks.", "Ask which one is meant.", "items"
        )
    for mark in entry:
        if scale.whole_items and mark != int(mark):
            raise refuse(
                "not-whole", f"Item {place + 1}: {plain(mark)} is not a whole number.", "Check the form.", "items"
            )
        if scale.item_low is not None and scale.item_high is not None and not scale.item_low <= mark <= scale.item_high:
            raise out_of_range(f"Item {place + 1}", mark, scale.item_low, scale.item_high, "items")
    return max(entry)


def _kept(scale: Scale, form: Form, marks: Marks) -> tuple[tuple[str, Decimal | None], ...]:
    if not scale.same_items or not isinstance(form, Items):
        return ()
    names = form.names or tuple(str(place) for place in range(1, len(marks) + 1))
    return tuple(zip((name.strip().casefold() for name in names), marks, strict=True))


def _label(instrument: Instrument, scale: Scale, label: str) -> Score:
    if scale.method is not Method.LABEL:
        raise refuse(
            "label-for-number", f"{instrument.name} is scored from numbers.", "Give its answers or its score.", "label"
        )
    if not label:
        raise too_few(scale, f"{instrument.name}: the answer is missing.", 0, 1, code="missing")
    wanted = " ".join(label.casefold().replace("_", " ").replace("-", " ").split())
    for known in scale.labels:
        if known.label == wanted:
            worse = " (worse)" if "worse" in wanted else ""
            benefit = f"{'no' if known.benefit == 'none' else known.benefit} benefit{worse}"
            result = Result(exact=None, answered=1, of=1, text=benefit)
            return replace(_written(instrument, scale, "", result, ()), label=known.label)
    labels = ", ".join(known.label for known in scale.labels)
    raise refuse(
        "unknown-label",
        f"{instrument.name}: this is not one of its labels. A number says nothing: 1 is the best answer in one "
        "version and the worst in another.",
        f"Give one of: {labels}.",
        "label",
        scale.sources,
    )


def _written(
    instrument: Instrument,
    scale: Scale,
    rule: str,
    result: Result,
    answers: tuple[tuple[str, Decimal | None], ...],
) -> Score:
    return Score(
        instrument=instrument.id,
        version=instrument.version,
        scale=scale.id,
        rule_version=rule,
        exact=result.exact,
        decimals=scale.decimals,
        text=result.text,
        answered=result.answered,
        of=result.of,
        raw=result.raw,
        band=_band(scale, result.exact),
        answers=answers,
        remarks=result.remarks,
        sources=scale.sources,
    )


def _band(scale: Scale, exact: Fraction | None) -> str:
    if exact is None or not scale.bands:
        return ""
    for band in scale.bands:
        if Fraction(band.low) <= exact <= Fraction(band.high):
            return f"band {plain(band.low)} to {plain(band.high)}: {band.says}"
    return "between two printed bands"
