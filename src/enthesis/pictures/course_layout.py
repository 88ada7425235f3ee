"""Where everything of a protocol lies in time, before anybody draws it. Values in, values out.

A protocol seldom states every gap: time is therefore laid out in phases, each with its own zero (the start of
the course, the first session, the last one). A phase begins with what nothing dates and others count from.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from enthesis.pathway.protocol.figures import figures
from enthesis.pathway.protocol.model import (
    END,
    INJECTION,
    START,
    Activity,
    AfterEach,
    BeforeEach,
    Count,
    Kind,
    Once,
    Protocol,
    Schedule,
    Series,
    Step,
    Unit,
)

DAYS = {Unit.DAYS: 1.0, Unit.WEEKS: 7.0, Unit.MONTHS: 365.25 / 12}
UNKNOWN_GAP = 28.0  # days between two sessions in a picture where nothing states them
MOST_DRAWN = 12  # sessions


@dataclass(frozen=True, slots=True)
class Mark:
    """One window, in days from its phase's zero. None: that end is not stated."""

    opens: float | None
    ideal: float | None
    closes: float | None
    at: float  # where it is drawn from: what follows counts from here
    number: int = 0  # of a session
    is_extra: bool = False  # beyond the least number of sessions
    is_span: bool = False  # something that lasts from `opens` to `closes`
    is_point: bool = False  # a thing of one day, not a window


@dataclass(slots=True)
class Phase:
    """A stretch of time with one zero."""

    key: str  # START, END, or the activity at its zero
    title: str
    first_label: int = 0  # what the clock of a schedule shows at zero, in weeks
    is_scaled: bool = True  # False: nothing states the gaps in it
    marks: dict[str, list[Mark]] = field(default_factory=dict)  # activity -> marks

    @property
    def extent(self) -> float:
        """Days from zero to the last thing that is known of it."""
        ends = [
            end
            for marks in self.marks.values()
            for mark in marks
            for end in (mark.opens, mark.ideal, mark.closes, mark.at)
            if end is not None
        ]
        return max([*ends, 1.0])


@dataclass(frozen=True, slots=True)
class Layout:
    """Every phase in order, and the activities that no phase can hold because no time is stated."""

    phases: tuple[Phase, ...]
    undated: tuple[Activity, ...]
    open_ended: frozenset[str]  # series whose number of sessions is not known

    def phases_of(self, activity: str) -> list[Phase]:
        return [phase for phase in self.phases if activity in phase.marks]


def layout(protocol: Protocol) -> Layout:
    """The phases of a protocol."""
    return _Planner(protocol).plan()


class _Planner:
    def __init__(self, protocol: Protocol) -> None:
        self.protocol = protocol
        self.phases: dict[str, Phase] = {START: Phase(START, "From the start")}
        self.where: dict[str, tuple[str, float]] = {}  # activity -> phase and day of its (first) occurrence
        self.open_ended: set[str] = set()
        self.tried: set[str] = set()
        self.placing: set[str] = set()  # a circle is `check`'s to tell; a picture is drawn of what is left

    def plan(self) -> Layout:
        for activity in self.protocol.activities:
            self.place(activity)
        for activity in self.protocol.activities:
            self.follow(activity)
        order = [START, *[a.id for a in self.protocol.activities], END]
        used = [self.phases[key] for key in order if key in self.phases and self.phases[key].marks]
        shown = {name for phase in used for name in phase.marks}
        undated = tuple(a for a in self.protocol.activities if a.id not in shown)
        return Layout(tuple(used), undated, frozenset(self.open_ended))

    # -- what happens once, and series -------------------------------------------------------------------

    def place(self, activity: Activity) -> None:
        """Put an activity and whatever it is counted from into a phase, where its time is stated."""
        if activity.id in self.tried:
            return
        self.tried.add(activity.id)
        self.placing.add(activity.id)
        self.put_in_time(activity)
        self.placing.discard(activity.id)

    def put_in_time(self, activity: Activity) -> None:
        timing = activity.timing
        match timing:
            case Once(step):
                self.once(activity, step)
            case Series(count, step, then):
                phase, first = self.base_of(activity, step)
                gap = _aim(then)
                marks = _spread(count, step, then, first, gap)
                if gap is None and len(marks) > 1:
                    self.phases[phase].is_scaled = False
                self.sessions(activity, phase, marks)
                self.note_open(activity, count)
            case Schedule() if timing.clock == activity.id:
                phase, first = self.base_of(activity, timing.step)
                if timing.unit is Unit.WEEKS:
                    self.phases[phase].first_label = timing.first_point if first == 0 else 0
                self.sessions(activity, phase, list(_points(timing, first, timing.count)))
            case _:
                return

    def once(self, activity: Activity, step: Step) -> None:
        weeks = activity.lasts_weeks.whole()
        lasts = weeks * 7.0 if weeks is not None else None
        if not _is_dated(step) and lasts is None and not activity.until:
            return
        base = self.base(step.after)
        if base is None:
            return
        phase, day = base
        mark = _window(step, day)
        if lasts is not None:
            begins = mark.at
            mark = Mark(begins if _is_dated(step) else None, None, begins + lasts, begins, is_span=True)
        elif activity.until:
            mark = self.until(activity, step, phase, day)
        self.put(activity, phase, mark)

    def until(self, activity: Activity, step: Step, phase: str, day: float) -> Mark:
        ends = self.protocol.activity(activity.until)
        if ends is not None:
            self.place(ends)
        there = self.where.get(activity.until)
        end = there[1] if there and there[0] == phase else None
        begins = _window(step, day).at
        return Mark(begins if _is_dated(step) else None, None, end, begins, is_span=True)

    def base_of(self, activity: Activity, step: Step) -> tuple[str, float]:
        """The phase and day of a first session; one that nothing dates begins a phase of its own."""
        base = self.base(step.after) if _is_dated(step) else None
        if base is None:
            self.begin(activity)
            return activity.id, 0.0
        return base[0], _window(step, base[1]).at

    def base(self, anchor: str) -> tuple[str, float] | None:
        """The phase and day of an anchor; one that nothing dates begins a phase of its own."""
        if anchor == START:
            return START, 0.0
        if anchor == END:
            self.phases.setdefault(END, Phase(END, "From the last session"))
            return END, 0.0
        activity = self.protocol.activity(anchor)
        if activity is None or anchor in self.placing:
            return None
        self.place(activity)
        if anchor not in self.where:
            self.begin(activity)
            self.put(activity, anchor, Mark(0.0, 0.0, 0.0, 0.0, is_point=True))
        if isinstance(activity.timing, Series | Schedule):  # counted from its latest, which nobody knows yet
            return self.base(END)
        return self.where[anchor]

    def begin(self, activity: Activity) -> None:
        what = "first session" if isinstance(activity.timing, Series | Schedule) else activity.id.replace("-", " ")
        self.phases.setdefault(activity.id, Phase(activity.id, f"From the {what}"))

    def put(self, activity: Activity, phase: str, mark: Mark) -> None:
        self.phases[phase].marks.setdefault(activity.id, []).append(mark)
        self.where.setdefault(activity.id, (phase, mark.at))

    def sessions(self, activity: Activity, phase: str, marks: list[Mark]) -> None:
        for mark in marks:
            self.put(activity, phase, mark)

    def note_open(self, activity: Activity, count: Count) -> None:
        if count.max.whole() is None and (count.min.whole() is None or count.typical.whole() is None):
            self.open_ended.add(activity.id)

    # -- what follows or precedes sessions -----------------------------------------------------------------

    def follow(self, activity: Activity) -> None:
        timing = activity.timing
        match timing:
            case AfterEach(each, step) if _is_dated(step):
                for phase, mark in self.occurrences(each):
                    self.put(activity, phase, _window(step, mark.at))
            case BeforeEach(each):
                before, after = timing.before.whole(), timing.after.whole()
                for phase, mark in self.occurrences(each):
                    opens = None if before is None else mark.at - before
                    closes = None if after is None else mark.at + after
                    known = before is not None or after is not None
                    is_point = not known and activity.kind is not Kind.HOLD
                    self.put(activity, phase, Mark(opens, None, closes, mark.at, is_span=known, is_point=is_point))
            case Schedule(clock=clock) if clock != activity.id:
                base = self.base(END) if timing.of_last else self.where.get(clock)
                if base is not None:
                    self.sessions(activity, base[0], list(_points(timing, base[1], None)))
            case _:
                return

    def occurrences(self, each: str) -> Iterator[tuple[str, Mark]]:
        names = [a.id for a in self.protocol.activities if a.kind is Kind.INJECTION] if each == INJECTION else [each]
        for name in names:
            for phase in list(self.phases.values()):
                for mark in list(phase.marks.get(name, ())):
                    yield phase.key, mark


def is_decided(activity: Activity, protocol: Protocol) -> bool:
    """Whether a clinic decided any of its figures."""
    return any(figure.value.is_decision for figure in figures(activity, protocol))


def _is_dated(step: Step) -> bool:
    return any(value.is_stated for _, value in step.values())


def _days(step: Step) -> tuple[float | None, float | None, float | None]:
    ends = (step.opens.whole(), step.ideal.whole(), step.closes.whole())
    opens, ideal, closes = (None if n is None else n * DAYS[step.unit] for n in ends)
    return opens, ideal, closes


def _aim(step: Step) -> float | None:
    """The days after its anchor at which something is drawn: the ideal, the middle, or the end that is known."""
    opens, ideal, closes = _days(step)
    if ideal is not None:
        return ideal
    if opens is not None and closes is not None:
        return (opens + closes) / 2
    return opens if opens is not None else closes


def _window(step: Step, base: float, number: int = 0, is_extra: bool = False) -> Mark:
    opens, ideal, closes = (None if end is None else base + end for end in _days(step))
    return Mark(opens, ideal, closes, base + (_aim(step) or 0.0), number, is_extra)


def _spread(count: Count, step: Step, then: Step, first: float, gap: float | None) -> list[Mark]:
    """The sessions of a series, each after where the one before is drawn."""
    least, usual, most = count.min.whole(), count.typical.whole(), count.max.whole()
    drawn = min(most or usual or least or 1, MOST_DRAWN)
    sure = least or usual or 1
    marks = [Mark(first, first, first, first, 1, is_point=True)]
    if _is_dated(step):
        base = first - (_aim(step) or 0.0)
        marks = [_window(step, base, 1)]
    for number in range(2, drawn + 1):
        last = marks[-1].at
        if gap is None:
            marks.append(Mark(None, None, None, last + UNKNOWN_GAP, number, number > sure))
        else:
            marks.append(_window(then, last, number, number > sure))
    return marks


def _points(timing: Schedule, base: float, count: Count | None) -> Iterator[Mark]:
    """The points of a schedule; sessions of a series carry a number."""
    least = count.min.whole() if count else None
    early, late = timing.early.whole(), timing.late.whole()
    for place, point in enumerate(timing.points, 1):
        day = base + (point - timing.first_point) * DAYS[timing.unit]
        first = count is not None and place == 1
        yield Mark(
            day if first else None if early is None else day - early,
            day,
            day if first else None if late is None else day + late,
            day,
            place if count else 0,
            least is not None and place > least,
            is_point=first,
        )
