"""What two protocols say differently. Comments, order and layout of the files play no part."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from enthesis.pathway.protocol.figures import Figure, figures, protocol_figures
from enthesis.pathway.protocol.model import Activity, Protocol, Schedule, Threshold
from enthesis.pathway.protocol.words import amount, told

DECIDED, CHANGED, ADDED, REMOVED = "decided", "changed", "added", "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """One figure, word or activity that differs between two protocols."""

    kind: str  # decided | changed | added | removed
    activity: str  # empty: of the protocol as a whole
    figure: str  # its place in the file; empty: the whole activity
    before: str
    after: str
    decided_by: str = ""
    why: str = ""

    def __str__(self) -> str:
        where = ", ".join(part for part in (self.activity, self.figure) if part)
        if self.kind == DECIDED:
            return f"decided by {self.decided_by}: {where}, {self.before} -> {self.after} ({self.why})"
        if not self.figure:
            return f"{self.kind}: {where}"
        if self.kind in (ADDED, REMOVED):
            return f"{self.kind}: {where}: {self.after or self.before}"
        return f"{self.kind}: {where}, {self.before} -> {self.after}"

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "activity": self.activity,
            "figure": self.figure,
            "before": self.before,
            "after": self.after,
            "decided_by": self.decided_by,
            "why": self.why,
        }


def difference(a: Protocol, b: Protocol) -> list[Change]:
    """Everything that `b` says differently from `a`: first of the whole, then activity by activity in b's order."""
    changes = [
        *_texts("", _of_protocol(a), _of_protocol(b)),
        *_lists("not_stated", a.not_stated, b.not_stated),
        *_lists("warnings", a.warnings, b.warnings),
        *_figures(_own_figures(a), _own_figures(b)),
    ]
    before = {activity.id: activity for activity in a.activities}
    after = {activity.id: activity for activity in b.activities}
    for name in [*after, *[name for name in before if name not in after]]:
        old, new = before.get(name), after.get(name)
        if old is None:
            changes.append(Change(ADDED, name, "", "", ""))
        elif new is None:
            changes.append(Change(REMOVED, name, "", "", ""))
        else:
            changes += _texts(name, _of_activity(old), _of_activity(new))
            changes += _figures(list(figures(old, a)), list(figures(new, b)))
    return changes


def _own_figures(protocol: Protocol) -> list[Figure]:
    return [figure for figure in protocol_figures(protocol) if not figure.activity]


def _figures(a: list[Figure], b: list[Figure]) -> Iterator[Change]:
    before = {figure.path: figure for figure in a}
    after = {figure.path: figure for figure in b}
    for path in [*after, *[path for path in before if path not in after]]:
        old, new = before.get(path), after.get(path)
        if old is None and new is not None:
            yield Change(ADDED, new.activity, path, "", told(new.value, new.unit))
        elif new is None and old is not None:
            yield Change(REMOVED, old.activity, path, told(old.value, old.unit), "")
        elif old is not None and new is not None and (old.value, old.unit) != (new.value, new.unit):
            value = new.value
            if value.is_decision:
                was = told(old.value, old.unit)
                shown = amount(value, new.unit)
                yield Change(DECIDED, new.activity, path, was, shown, value.decided_by, value.why)
            else:
                yield Change(CHANGED, new.activity, path, told(old.value, old.unit), told(value, new.unit))


def _texts(activity: str, a: Mapping[str, str], b: Mapping[str, str]) -> Iterator[Change]:
    for key in [*b, *[key for key in a if key not in b]]:
        old, new = a.get(key, ""), b.get(key, "")
        if old != new:
            kind = ADDED if not old else REMOVED if not new else CHANGED
            yield Change(kind, activity, key, old, new)


def _lists(figure: str, a: tuple[str, ...], b: tuple[str, ...]) -> Iterator[Change]:
    yield from (Change(REMOVED, "", figure, words, "") for words in a if words not in b)
    yield from (Change(ADDED, "", figure, "", words) for words in b if words not in a)


def _of_protocol(protocol: Protocol) -> dict[str, str]:
    review = protocol.review
    return {
        "id": protocol.id,
        "version": protocol.version,
        "status": protocol.status,
        "title": protocol.title,
        "document": protocol.document,
        "for": protocol.for_whom,
        "not_for": protocol.not_for,
        "regions": _set(protocol.regions),
        "review.written_by": review.written_by,
        "review.checked_by": review.checked_by,
        "review.reviewed_on": str(review.reviewed_on or ""),
        "review.review_by": str(review.review_by or ""),
        "house": protocol.house,
        "also_known_as": _set(protocol.also_known_as),
        **{f"sources.{key}": words for key, words in protocol.sources.items()},
    }


def _of_activity(activity: Activity) -> dict[str, str]:
    timing = activity.timing
    said = {
        "kind": activity.kind.value,
        "title": activity.title,
        "by": activity.by.value,
        "timing": type(timing).__name__,
        "purpose": str(activity.purpose or ""),
        "requires": _set(activity.requires),
        "sets": _set(activity.sets),
        "before_injections": _set(activity.before_injections),
        "needs": _set(activity.needs),
        "optional": _flag(activity.optional),
        "measures": _set(activity.measures),
        "until": activity.until,
        "holds": _set(activity.holds),
        "prescriber_decides": _flag(activity.prescriber_decides),
        "says": activity.says,
        "source": activity.source,
        "responder": _threshold(activity.responder),
        **_anchors(activity),
    }
    if activity.decision is not None:
        said["decide.threshold"] = _threshold(activity.decision.threshold)
        for option in activity.decision.options:
            does = [
                option.title,
                *(f"{key} {_set(names)}" for key, names in _effects(option.sets, option.ends, option.repeats) if names),
                *(["releases bookings"] if option.releases else []),
                *([f"advised when {option.advised_when}"] if option.advised_when else []),
            ]
            said[f"decide.options.{option.id}"] = "; ".join(does)
    return said


def _effects(
    sets: tuple[str, ...], ends: tuple[str, ...], repeats: tuple[str, ...]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return (("sets", sets), ("ends", ends), ("repeats", repeats))


def _anchors(activity: Activity) -> dict[str, str]:
    """Everything of a timing that is not a figure."""
    timing = activity.timing
    said: dict[str, str] = {}
    for name in ("each", "clock"):
        said[name] = getattr(timing, name, "")
    step = getattr(timing, "step", None)
    said["after"] = step.after if step else ""
    count = getattr(timing, "count", None)
    said["sessions.chosen_by"] = count.chosen_by if count else ""
    if isinstance(timing, Schedule):
        sources = ", ".join(dict.fromkeys(timing.point_sources)) or timing.source
        said["points"] = f"{timing.unit.value} {', '.join(map(str, timing.points))} ({sources})"
        said["from"] = f"{'last' if timing.of_last else 'first'}, which is {timing.first_point}"
    return said


def _threshold(threshold: Threshold | None) -> str:
    if threshold is None:
        return ""
    than = "more than" if threshold.more_than else "at least"
    at = f", before session {threshold.before_session}" if threshold.before_session else ""
    return f"{threshold.measure}, {threshold.change}, {than}{at}"


def _set(names: tuple[str, ...]) -> str:
    return ", ".join(sorted(names))


def _flag(flag: bool) -> str:
    return "true" if flag else ""
