"""Checks on windows: that each can be met, by itself and beside the others."""

import itertools
from collections.abc import Iterator

from enthesis.pathway.finding import REFUSE, WARN
from enthesis.pathway.protocol.check_order import BESIDE_SESSIONS, anchors, setters
from enthesis.pathway.protocol.model import (
    END,
    INJECTION,
    START,
    Activity,
    AfterEach,
    Condition,
    Kind,
    Once,
    Protocol,
    Schedule,
    Series,
    Step,
    Unit,
)
from enthesis.pathway.protocol.notes import Notes

SHORTEST = {Unit.DAYS: 1, Unit.WEEKS: 7, Unit.MONTHS: 28}  # days in one unit, at least
LONGEST = {Unit.DAYS: 1, Unit.WEEKS: 7, Unit.MONTHS: 31}  # days in one unit, at most


def check(protocol: Protocol, notes: Notes) -> None:
    for activity in protocol.activities:
        if not notes.is_sound(activity.id, "timing"):
            continue
        for prefix, step in steps(activity):
            _order(activity, prefix, step, notes)
        if isinstance(activity.timing, Schedule):
            _points(activity, activity.timing, notes)
        if activity.kind is Kind.INJECTION:
            _gap(activity, protocol, notes)
        _met_in_time(activity, protocol, notes)
        _reviewed_in_time(activity, protocol, notes)


def steps(activity: Activity) -> Iterator[tuple[str, Step]]:
    """The windows of an activity, each with its place in the file."""
    match activity.timing:
        case Once(step) | AfterEach(step=step):
            yield "", step
        case Series(step=step, then=then):
            yield "first.", step
            yield "then.", then
        case Schedule(clock=clock, step=step) if clock == activity.id:
            yield "first.", step


def _tell(
    notes: Notes, activity: Activity, code: str, says: str, remedy: str, figure: str = "", level: str = REFUSE
) -> None:
    line = notes.line_of(activity.id, figure, figure.rpartition(".")[0])
    notes.complain(code, says, remedy, activity=activity.id, figure=figure, line=line, level=level)


def _order(activity: Activity, prefix: str, step: Step, notes: Notes) -> None:
    opens, ideal, closes = step.opens.whole(), step.ideal.whole(), step.closes.whole()
    unit = step.unit.value
    where = f"{prefix}{unit}"
    which = {"first.": "the first session's window ", "then.": "the window of later sessions "}.get(
        prefix, "its window "
    )
    if opens is not None and closes is not None and opens > closes:
        says = f"{which}opens after {opens} {unit} and closes after {closes}."
        _tell(notes, activity, "opens-after-closes", says, "Put `opens` at or below `closes`.", f"{where}.opens")
    elif ideal is not None and opens is not None and ideal < opens:
        says = f"{which}is ideal after {ideal} {unit} and opens after {opens}."
        _tell(notes, activity, "ideal-outside", says, "Put `ideal` between `opens` and `closes`.", f"{where}.ideal")
    elif ideal is not None and closes is not None and ideal > closes:
        says = f"{which}is ideal after {ideal} {unit} and closes after {closes}."
        _tell(notes, activity, "ideal-outside", says, "Put `ideal` between `opens` and `closes`.", f"{where}.ideal")


def _points(activity: Activity, timing: Schedule, notes: Notes) -> None:
    points, key = timing.points, f"at_{timing.unit.value}"
    unit = timing.unit.value
    if any(later <= earlier for earlier, later in itertools.pairwise(points)):
        says = f"its points do not increase: {', '.join(map(str, points))}."
        _tell(notes, activity, "points-order", says, "Write them in order, each once.", f"{key}.points")
        return
    if points and timing.clock == activity.id and points[0] != timing.first_point:
        says = f"its first session is {unit} {points[0]}, and its clock shows {timing.first_point} then."
        _tell(notes, activity, "first-point", says, f"Write `first_point: {points[0]}`.", f"{key}.first_point")
    elif points and points[0] < timing.first_point:
        says = f"its first point is {unit} {points[0]}, before its clock starts with {timing.first_point}."
        _tell(
            notes,
            activity,
            "first-point",
            says,
            f"Write `first_point: {points[0]}`, or drop the point.",
            f"{key}.points",
        )
    early, late = timing.early.whole() or 0, timing.late.whole() or 0
    for earlier, later in itertools.pairwise(points):
        if (later - earlier) * SHORTEST[timing.unit] <= early + late:
            margins = f"{late} days after the one, {early} before the other"
            says = f"the windows of {unit} {earlier} and {unit} {later} overlap: {margins}."
            _tell(notes, activity, "points-overlap", says, "Make the margins smaller.", "margin_days")
            return


def _gap(activity: Activity, protocol: Protocol, notes: Notes) -> None:
    gap = protocol.minimum_gap_days.whole()
    timing = activity.timing
    if gap is None:
        return
    remedy = f"Make the window later, or the least distance (`minimum_gap_days: {gap}`) smaller."
    if isinstance(timing, Series):
        unit = timing.then.unit
        where = f"then.{unit.value}"
        for end, value, level in (
            ("closes", timing.then.closes, REFUSE),
            ("ideal", timing.then.ideal, REFUSE),
            ("opens", timing.then.opens, WARN),
        ):
            number = value.whole()
            if number is not None and number * LONGEST[unit] < gap:
                verb = {"closes": "closes", "ideal": "is ideal", "opens": "opens"}[end]
                when = f"after {number} {unit}, before the least distance of {gap} days"
                says = f"the window of later sessions {verb} {when}."
                _tell(notes, activity, "below-minimum-gap", says, remedy, f"{where}.{end}", level)
                return
    if isinstance(timing, Schedule) and timing.clock == activity.id:
        for earlier, later in zip(timing.points, timing.points[1:], strict=False):
            if (later - earlier) * LONGEST[timing.unit] < gap:
                key = f"at_{timing.unit.value}.points"
                says = f"{timing.unit} {earlier} and {later} are closer than the least distance of {gap} days."
                _tell(notes, activity, "below-minimum-gap", says, remedy, key)
                return


# -- windows that close before what they wait for can have happened ------------------------------------------


def _met_in_time(activity: Activity, protocol: Protocol, notes: Notes) -> None:
    """A window is counted from its anchor; what it waits for must be possible before it closes."""
    for prefix, step in steps(activity):
        closes = step.closes.whole()
        if closes is None or prefix == "then." or step.after == END:
            continue
        last = closes * LONGEST[step.unit]
        for condition in activity.requires:
            if condition in BESIDE_SESSIONS:
                continue
            names = [name for name in setters(condition, protocol) or [] if name != activity.id]
            earliest = [_earliest_after(step.after, name, protocol) for name in names]
            known = [days for days in earliest if days is not None]
            if names and len(known) == len(names) and min(known) > last:
                says = (
                    f"closes {last} days after {_anchor(step.after)}, and `{condition}` is decided in"
                    f' "{names[known.index(min(known))]}", {min(known)} days after it at the earliest.'
                )
                remedy = "Close it later, or count it from that decision."
                figure = f"{prefix}{step.unit.value}.closes"
                _tell(notes, activity, "closes-too-early", says, remedy, figure)
        if activity.until:
            _until(activity, step, protocol, notes)
    if activity.until and not any(step.closes.is_stated for _, step in steps(activity)):
        for _, step in steps(activity):
            _until(activity, step, protocol, notes)


def _reviewed_in_time(activity: Activity, protocol: Protocol, notes: Notes) -> None:
    """The next session waits for the review of the last one, which must open before the session's window closes."""
    timing = activity.timing
    if Condition.SESSION_REVIEWED not in activity.requires:
        return
    found = [protocol.activity(name) for name in setters(Condition.SESSION_REVIEWED, protocol) or []]
    reviews = [(each.id, each.timing) for each in found if each is not None and notes.is_sound(each.id, "timing")]
    opens = [
        ((each.step.opens.whole() or 0) * SHORTEST[each.step.unit], name)
        for name, each in reviews
        if isinstance(each, AfterEach) and each.each in (activity.id, INJECTION)
    ]
    if not opens or len(opens) < len(found):
        return  # no such review, or one that may be held whenever somebody wishes
    first, review = min(opens)
    ends: list[tuple[str, int | None, str]] = []
    if isinstance(timing, Series):
        unit = timing.then.unit
        for end, value in (("closes", timing.then.closes.whole()), ("ideal", timing.then.ideal.whole())):
            days = None if value is None else value * LONGEST[unit]
            ends.append((end, days, f"then.{unit.value}.{end}"))
    elif isinstance(timing, Schedule) and timing.clock == activity.id and len(timing.points) > 1:
        apart = min(later - earlier for earlier, later in itertools.pairwise(timing.points)) * LONGEST[timing.unit]
        late = timing.late.whole()
        ends = [("closes", None if late is None else apart + late, "margin_days")]
        ends.append(("ideal", apart, f"at_{timing.unit.value}.points"))
    for end, days, figure in ends:
        if days is not None and days < first:
            verb = "closes" if end == "closes" else "is ideal"
            says = (
                f"a later session {verb} {days} days after the one before, and waits for"
                f' "{review}", which opens {first} days after it.'
            )
            remedy = f'Make it later, or write "{review}" out in this file with an earlier window.'
            level = REFUSE if end == "closes" else WARN
            _tell(
                notes,
                activity,
                "closes-too-early" if end == "closes" else "ideal-too-early",
                says,
                remedy,
                figure,
                level,
            )
            return


def _until(activity: Activity, step: Step, protocol: Protocol, notes: Notes) -> None:
    """A diary that cannot have begun when what ends it closes."""
    end = protocol.activity(activity.until)
    opens = step.opens.whole()
    if end is None or opens is None:
        return
    for _, window in steps(end):
        closes = window.closes.whole()
        if (
            window.after == step.after
            and closes is not None
            and closes * LONGEST[window.unit] < opens * SHORTEST[step.unit]
        ):
            says = (
                f'begins {opens} {step.unit} after {_anchor(step.after)}, and "{end.id}", which ends it,'
                f" closes after {closes} {window.unit}."
            )
            _tell(notes, activity, "ends-before-it-begins", says, "Begin it earlier.", f"{step.unit.value}.opens")


def _anchor(name: str) -> str:
    return {START: "the start of the course"}.get(name, f'"{name}"')


def _earliest_after(anchor: str, name: str, protocol: Protocol, depth: int = 0) -> int | None:
    """The fewest days from an anchor to an activity that hangs on it; None: it does not hang on it."""
    if name == anchor:
        return 0
    activity = protocol.activity(name)
    if activity is None or depth > len(protocol.activities):
        return None
    step = next((step for _, step in steps(activity)), None)
    after = next((target for target, _ in anchors(activity)), None)
    if step is None or after is None:
        return None
    before = _earliest_after(anchor, after, protocol, depth + 1)
    if before is None:
        return None
    opens = step.opens.whole()
    return before + (opens or 0) * SHORTEST[step.unit]
