"""Checks on what comes after what: anchors that do not exist, circles, activities that wait for each other."""

from collections.abc import Iterator

from enthesis.pathway.protocol.complaint import did_you_mean
from enthesis.pathway.protocol.model import (
    END,
    INJECTION,
    PREVIOUS,
    START,
    Activity,
    AfterEach,
    BeforeEach,
    Condition,
    Kind,
    Once,
    Protocol,
    Schedule,
    Series,
)
from enthesis.pathway.protocol.notes import Notes

# Brought about before or after each session: they hold nothing up that comes before the first.
BESIDE_SESSIONS = (Condition.SESSION_REVIEWED, Condition.HOLD_KEPT, Condition.MEASURED)

HOW_TO_SET = {
    Condition.ELIGIBLE: "Keep the house step `candidacy`, or add a decision with an option that `sets: [eligible]`.",
    Condition.CONSENT_SIGNED: "Keep the house step `consent`, or write a consent of your own with `id: consent`.",
    Condition.MEDICINES_REVIEWED: "Keep the house step `medicines`, or write one of your own with `id: medicines`.",
    Condition.HOLD_KEPT: "Write the hold: `kind: medication-hold`, `before_each: ...`.",
    Condition.PLAN_AGREED: "Keep the house step `plan`, or write one of your own with `kind: plan`.",
    Condition.MEASURED: "Write what is measured before each session: `kind: outcome`, `before_each: ...`.",
    Condition.SESSION_REVIEWED: "Keep the house step `session-review`, or add one after each session that sets it.",
    Condition.SERIES_FINISHED: "Write the series: `kind: injection`, `purpose: treatment`, `sessions: ...`.",
}


def check(protocol: Protocol, notes: Notes) -> None:
    names = [activity.id for activity in protocol.activities]
    for activity in protocol.activities:
        if notes.is_sound(activity.id, "timing"):
            _names(activity, protocol, names, notes)
        _conditions(activity, protocol, notes)
    circular = _circles(protocol, notes)
    if not circular:
        _deadlocks(protocol, notes)


def anchors(activity: Activity) -> Iterator[tuple[str, str]]:
    """What an activity is counted from, with the key that says so. Before-each has the anchors of its session."""
    match activity.timing:
        case Once(step):
            yield step.after, "after"
        case Series(step=step):
            yield step.after, "first.after"
        case Schedule(clock=clock, step=step, unit=unit):
            if clock == activity.id:
                yield step.after, "first.after"
            else:
                yield clock, f"at_{unit.value}.of"
        case AfterEach(each):
            yield each, "after_each"
        case BeforeEach(each):
            yield each, "before_each"


def tell(notes: Notes, activity: Activity, code: str, says: str, remedy: str, figure: str = "") -> None:
    """A complaint about an activity; one about a house step says how a file deals with it."""
    if activity.origin == "house":
        remedy += f' "{activity.id}" is a house step: write it out in this file, or leave it out with `without`.'
    line = notes.line_of(activity.id, figure, figure.partition(".")[0])
    notes.complain(code, says, remedy, activity=activity.id, figure=figure, line=line)


def _names(activity: Activity, protocol: Protocol, names: list[str], notes: Notes) -> None:
    for anchor, key in anchors(activity):
        if key in ("after_each", "before_each"):
            known = [*names, INJECTION]
            is_known = anchor in names or (
                anchor == INJECTION
                and any(a.kind is Kind.INJECTION or not notes.is_sound(a.id, "kind") for a in protocol.activities)
            )
        else:
            known = [*names, START, END]
            is_known = anchor in known
        if is_known:
            continue
        if anchor == PREVIOUS:
            remedy = "Only the later sessions of a series are counted from the one before, in `then`."
            tell(notes, activity, "no-anchor", f'counted from "{PREVIOUS}", and it happens once.', remedy, key)
        else:
            says = f'counted from "{anchor}", which no activity is called.'
            tell(notes, activity, "no-anchor", says, did_you_mean(anchor, known), key)
    if activity.until and activity.until not in names:
        says = f'runs until "{activity.until}", which no activity is called.'
        tell(notes, activity, "no-until", says, did_you_mean(activity.until, names), "until")


# -- conditions ------------------------------------------------------------------------------------------


def setters(condition: Condition, protocol: Protocol) -> list[str] | None:
    """The activities that can bring a condition about; None: it can hold by itself."""
    if condition is Condition.NO_OPEN_CONCERN:
        return None
    found = []
    for activity in protocol.activities:
        options = activity.decision.options if activity.decision else ()
        if (
            condition in activity.sets
            or any(condition in option.sets for option in options)
            or (
                (condition is Condition.CONSENT_SIGNED and activity.id == "consent")
                or (condition is Condition.MEDICINES_REVIEWED and activity.id == "medicines")
                or (condition is Condition.PLAN_AGREED and activity.kind is Kind.PLAN)
                or (condition is Condition.HOLD_KEPT and activity.kind is Kind.HOLD)
                or (condition is Condition.SERIES_FINISHED and activity is protocol.treatment)
                or (
                    condition is Condition.MEASURED
                    and activity.kind is Kind.OUTCOME
                    and isinstance(activity.timing, BeforeEach)
                )
            )
        ):
            found.append(activity.id)
    return found


def _conditions(activity: Activity, protocol: Protocol, notes: Notes) -> None:
    for condition in activity.requires:
        if condition is Condition.SERIES_FINISHED and protocol.treatment is None:
            continue  # told once, of the file as a whole
        if setters(condition, protocol) == []:
            remedy = HOW_TO_SET.get(
                condition, f"Add a decision with an option that `sets: [{condition}]`, or leave the condition out."
            )
            says = f"requires `{condition}`, which nothing in this protocol brings about."
            tell(notes, activity, "nothing-sets", says, remedy, "requires")


# -- circles and deadlocks -----------------------------------------------------------------------------------


def _targets(activity: Activity, protocol: Protocol, notes: Notes) -> list[str]:
    """The activities that must have happened before this one can be dated."""
    found: list[str] = []
    if not notes.is_sound(activity.id, "timing"):
        return found
    for anchor, key in anchors(activity):
        if anchor == START:
            continue
        if anchor == END:
            found += [protocol.treatment.id] if protocol.treatment else []
        elif key == "before_each":
            session = protocol.activity(anchor)
            found += _targets(session, protocol, notes) if session and session is not activity else []
        elif anchor != INJECTION:
            found.append(anchor)
    return found


def _circles(protocol: Protocol, notes: Notes) -> bool:
    """Complain once of every circle of anchors; whether there is any."""
    told: set[frozenset[str]] = set()
    for activity in protocol.activities:
        path = _way_back(activity.id, protocol, notes)
        if not path or frozenset(path) in told:
            continue
        told.add(frozenset(path))
        words = '" after "'.join([*path, path[0]])
        says = f'counted in a circle: "{words}".' if len(path) > 1 else "counted from itself."
        tell(notes, activity, "circle", says, "Count one of them from something that happens before.", "after")
    return bool(told)


def _way_back(start: str, protocol: Protocol, notes: Notes) -> list[str]:
    """The anchors from an activity back to itself, or nothing."""
    paths = [[start]]
    seen = set()
    while paths:
        path = paths.pop()
        activity = protocol.activity(path[-1])
        for target in _targets(activity, protocol, notes) if activity else []:
            if target == start:
                return path
            if target not in seen:
                seen.add(target)
                paths.append([*path, target])
    return []


def _deadlocks(protocol: Protocol, notes: Notes) -> None:
    """Complain of every activity that waits for a condition which itself waits for the activity."""
    possible: set[str] = set()
    grown = True
    while grown:
        grown = False
        for activity in protocol.activities:
            if activity.id not in possible and not _waits_for(activity, protocol, notes, possible):
                possible.add(activity.id)
                grown = True
    for activity in protocol.activities:
        if activity.id in possible:
            continue
        for condition in activity.requires:
            blocked = _blocked(condition, protocol, possible)
            circle = [name for name in blocked if _leads_to(name, activity.id, protocol, notes, possible)]
            if circle:
                waits = f'and that waits for "{activity.id}"'
                says = f'requires `{condition}`, which only "{circle[0]}" brings about, {waits}.'
                if circle[0] == activity.id:
                    says = f"requires `{condition}`, which only it brings about."
                tell(notes, activity, "deadlock", says, "Leave the condition out of one of the two.", "requires")


def _blocked(condition: Condition, protocol: Protocol, possible: set[str]) -> list[str]:
    """Who could bring a condition about, where none of them can happen. Reviews hold before the first session."""
    if condition in BESIDE_SESSIONS:
        return []
    found = setters(condition, protocol)
    return [] if not found or any(name in possible for name in found) else found


def _waits_for(activity: Activity, protocol: Protocol, notes: Notes, possible: set[str]) -> list[str]:
    waiting = [t for t in _targets(activity, protocol, notes) if t not in possible and protocol.activity(t)]
    for condition in activity.requires:
        waiting += _blocked(condition, protocol, possible)
    return waiting


def _leads_to(start: str, goal: str, protocol: Protocol, notes: Notes, possible: set[str]) -> bool:
    seen: set[str] = set()
    names = [start]
    while names:
        name = names.pop()
        if name == goal:
            return True
        if name in seen:
            continue
        seen.add(name)
        activity = protocol.activity(name)
        names += _waits_for(activity, protocol, notes, possible) if activity else []
    return False
