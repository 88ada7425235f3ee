"""Reading when an activity happens: once, in a series, on a schedule, after or before every one of another."""

from enthesis.pathway.protocol.block import Accept, Block
from enthesis.pathway.protocol.complaint import did_you_mean
from enthesis.pathway.protocol.model import (
    PREVIOUS,
    START,
    UNSTATED,
    AfterEach,
    BeforeEach,
    Count,
    Once,
    Schedule,
    Series,
    Step,
    Timing,
    Unit,
    Value,
)

NOWHERE = Once(Step(START))
FORMS = ("after", "first", "after_each", "before_each", "at_days", "at_weeks", "at_months")
SCHEDULES = {f"at_{unit.value}": unit for unit in Unit}


def read_timing(block: Block) -> Timing:
    """The timing of an activity. What cannot be read is noted, and the activity's timing is then unsound."""
    before = len(block.notes.complaints)
    timing = _timing(block)
    if len(block.notes.complaints) > before:
        block.unsound("timing")
    return timing


def _timing(block: Block) -> Timing:
    schedule = next((key for key in SCHEDULES if block.has(key)), "")
    forms = [form for form in FORMS if block.has(form)]
    series = "sessions" in block.table.items or "then" in block.table.items or "first" in block.table.items
    for key in ("sessions", "then", "margin_days", *[unit.value for unit in Unit]):
        block.has(key)  # known here, whatever the form turns out to be
    if not forms:
        block.complain(
            "missing-window",
            "nothing says when it happens.",
            "Write `after:` with a window, or `first:` and `then:`, `at_weeks:`, `after_each:`, `before_each:`.",
        )
        block.unsound("timing")
        return NOWHERE
    if len(forms) > 1 and not (schedule and set(forms) == {schedule, "first"}):
        block.complain(
            "two-windows",
            f"it happens in more than one way: {' and '.join(f'`{form}`' for form in forms)}.",
            "Keep one of them, or write two activities.",
            forms[-1],
        )
    if schedule:
        return _schedule(block, schedule)
    if series:
        return _series(block)
    if "after_each" in forms:
        each = block.text("after_each")
        return AfterEach(each, _step(block, each))
    if "before_each" in forms:
        return _before(block)
    return Once(_step(block, block.text("after")))


def _step(block: Block, after: str) -> Step:
    """The window beside an anchor: exactly one of days, weeks, months."""
    units = [unit for unit in Unit if block.has(unit.value)]
    if len(units) != 1:
        said = " and ".join(f"`{unit.value}`" for unit in units)
        block.complain(
            "two-windows" if units else "missing-window",
            f"its window is given twice, in {said}." if units else "it has an anchor and no window.",
            "Keep one of them."
            if units
            else "Write `days: {opens: not stated, ideal: not stated, closes: not stated}`.",
            units[-1].value if units else "",
        )
    if not units:
        return Step(after)
    window = block.block(units[0].value)
    if window is None:
        return Step(after, units[0])
    opens, ideal, closes = (window.value(key, Accept.WHOLE, required=True) for key in ("opens", "ideal", "closes"))
    window.done()
    return Step(after, units[0], opens, ideal, closes)


def _series(block: Block) -> Timing:
    count = _count(block)
    first, then = block.block("first"), block.block("then")
    if first is None or then is None:
        missing = "first" if first is None else "then"
        block.complain(
            "missing-window",
            f"a series says nothing about `{missing}`.",
            "Write `first:` with an anchor and a window, and `then:` with the window after the session before.",
        )
    step = _placed(first) if first else Step(START)
    following = Step(PREVIOUS)
    if then:
        anchor = then.text("after")
        if anchor and anchor != PREVIOUS:
            then.complain(
                "then-anchor",
                f'`then` is counted from "{anchor}".',
                f'Leave `after` out: each session is counted from the one before ("{PREVIOUS}").',
                "after",
            )
        following = _step(then, PREVIOUS)
        then.done()
    return Series(count, step, following)


def _placed(block: Block) -> Step:
    step = _step(block, block.text("after", required=True))
    block.done()
    return step


def _count(block: Block) -> Count:
    sessions = block.block("sessions")
    if sessions is None:
        return Count()
    least, typical, most = (sessions.value(key, Accept.WHOLE, required=True) for key in ("min", "typical", "max"))
    count = Count(least, typical, most, sessions.text("chosen_by"))
    sessions.done()
    return count


def _schedule(block: Block, key: str) -> Schedule:
    count = _count(block)
    first = block.block("first")
    step = _placed(first) if first else Step(START)
    early, late = _margins(block)
    at = block.block(key)
    if at is None:
        return Schedule(count, "", (), SCHEDULES[key], step=step)
    points = _points(at)
    sources = tuple(at.sources.of(str(point)) for point in points)
    if points and not all(sources):
        at.complain(
            "missing-source",
            f"the points of `{key}` have no source.",
            "Name it (`source: ...`), for all points or for each: {3: VA2018, 6: YELLAND2004}.",
            "points",
        )
    clock, side = at.text("of", required=True), at.text("from") or "first"
    if side not in ("first", "last"):
        at.complain("unknown-key", f'`from` is "{side}".', did_you_mean(side, ("first", "last")), "from")
    first_point = at.whole("first_point", 0) or 0
    at.done()
    return Schedule(
        count,
        clock,
        points,
        SCHEDULES[key],
        first_point,
        side == "last",
        early,
        late,
        ", ".join(dict.fromkeys(sources)),
        step,
        sources,
    )


def _points(at: Block) -> tuple[int, ...]:
    words = at.texts("points")
    if not words or not all(word.isdecimal() and len(word) < 6 for word in words):
        at.complain("no-points", "its points are not whole numbers.", "Write `points: [0, 4, 8, 16]`.", "points")
        return ()
    return tuple(int(word) for word in words)


def _margins(block: Block) -> tuple[Value, Value]:
    margins = block.block("margin_days")
    if margins is None:
        return UNSTATED, UNSTATED
    early, late = (margins.value(key, Accept.WHOLE, required=True) for key in ("early", "late"))
    margins.done()
    return early, late


def _before(block: Block) -> BeforeEach:
    each = block.text("before_each")
    days = block.block("days")
    if days is None:
        return BeforeEach(each)
    before, after = (days.value(key, Accept.WHOLE, required=True) for key in ("before", "after"))
    days.done()
    return BeforeEach(each, before, after)
