"""Whether studies say of themselves that they are a comparison of people with people, the same way round.

All of this rests on what is said beside the figures: the design, the unit that was counted, the range of the scale, the
names of the arms. What is not said cannot be checked.
"""

import re
from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

from enthesis.evidence.sound import largest_sd
from enthesis.evidence.study import NotPoolable

BEFORE_AFTER = re.compile(
    r"before.?(and.?)?after|pre.?(and.?)?post|single.?(arm|group)|one.?(arm|group)|uncontrolled|case.?series|no.?control"
    r"|within.?(arm|group)",
    re.IGNORECASE,
)
_PAIRED = ("pre", "post", "before", "after", "baseline")
_PEOPLE = re.compile(r"\b(participant|patient|people|person|adult|child|children|men|women|subject)s?\b", re.IGNORECASE)
_JOINTS = re.compile(
    r"\b(hip|knee|joint|hand|shoulder|elbow|foot|feet|heel|ankle|wrist|tendon|side|limb|eye|injection|site)s?\b",
    re.IGNORECASE,
)
_CONTROL = ("control", "placebo", "comparator", "usual care", "saline")
_ACTIVE = ("active", "treatment", "treated", "prolotherapy", "dextrose", "experimental", "intervention")
CONTEXT = ("design", "unit", "scale", "figure", "arm1", "arm2", "better")


def comparable(rows: Sequence[Mapping[str, Any]], labels: Sequence[str]) -> None:
    """Refuse what is no comparison of people with people. Raises `NotPoolable` for the first study of that kind."""
    for place, (row, label) in enumerate(zip(rows, labels, strict=True)):
        field = f"studies[{place}]"
        _controlled(row, label, field)
        _people(row, label, field)
        _possible(row, label, field)
        _right_way_round(row, label, field)
    _same_way_round(rows, labels)


def _controlled(row: Mapping[str, Any], label: str, field: str) -> None:
    design = _text(row, "design")
    paired = [key for key in row if any(key.lower().startswith((f"{name}_", f"mean_{name}")) for name in _PAIRED)]
    one_arm = any(row.get(name) is not None for name in ("r1", "mean1")) and all(
        row.get(name) is None for name in ("r2", "mean2", "n2", "sd2")
    )
    one_arm = one_arm or (bool(paired) and all(row.get(name) is None for name in ("r2", "mean2", "yi")))
    if BEFORE_AFTER.search(design) or one_arm:
        raise NotPoolable(
            "before-after" if paired or not one_arm else "one-arm",
            f"{label}: a change from before to after in one arm is no effect of the treatment: care, time and the "
            "ups and downs of pain are in it.",
            "Pool only differences between arms of the same trial.",
            f"{field}.{paired[0] if paired else 'design' if design else 'n2'}",
        )


def _people(row: Mapping[str, Any], label: str, field: str) -> None:
    why = people_only(_text(row, "unit"))
    if why:
        raise NotPoolable(
            "not-people",
            f"{label}: {why}.",
            "Give the figures by person, or confirm in writing that nobody is counted twice.",
            f"{field}.unit",
        )


def people_only(unit: str) -> str:
    """Why what was counted is not people; "" where it is, or where nothing is said."""
    plain = unit.lower().replace("joint average", "average")  # one figure a person
    if not unit or (_PEOPLE.search(plain) and not _JOINTS.search(plain)):
        return ""
    return f"counts {unit}, not people: two of one person are not independent, so the interval would be too narrow"


def _possible(row: Mapping[str, Any], label: str, field: str) -> None:
    ends = scale_of(row.get("scale"))
    if ends is None:
        return
    low, high = ends
    if re.search(r"change|improv|differ", _text(row, "figure"), re.IGNORECASE):
        low, high = low - high, high - low
    for arm in ("1", "2"):
        mean, sd, n = (_plain(row.get(f"{name}{arm}")) for name in ("mean", "sd", "n"))
        if mean is None:
            continue
        if not low <= mean <= high:
            raise NotPoolable(
                "impossible-mean",
                f"{label}: the mean {mean:g} of arm {arm} lies outside {low:g} to {high:g}.",
                "Check the scale and the figure.",
                f"{field}.mean{arm}",
            )
        most = largest_sd(mean, low, high, n or 0)
        if sd is not None and n is not None and n > 1 and sd > most * 1.0001 + 0.005:
            raise NotPoolable(
                "impossible-sd",
                f"{label}: no {n:g} values between {low:g} and {high:g} with the mean {mean:g} have the standard "
                f"deviation {sd:g}; the most is {most:.2f}.",
                "Check whether it is another measure of spread, and leave the study out until then.",
                f"{field}.sd{arm}",
            )


def _right_way_round(row: Mapping[str, Any], label: str, field: str) -> None:
    first, second = _text(row, "arm1").lower(), _text(row, "arm2").lower()
    if _is_any(first, _CONTROL) and not _is_any(first, _ACTIVE) and _is_any(second, _ACTIVE):
        raise _swapped(label, f"arm 1 is the {first} arm and arm 2 the {second} arm", f"{field}.arm1")


def _same_way_round(rows: Sequence[Mapping[str, Any]], labels: Sequence[str]) -> None:
    seen: dict[tuple[str, str], str] = {}
    for place, (row, label) in enumerate(zip(rows, labels, strict=True)):
        arms = (_text(row, "arm1").lower(), _text(row, "arm2").lower())
        if all(arms) and arms[0] != arms[1]:
            if arms[::-1] in seen:
                raise _swapped(
                    label, f"its arms are the other way round than in {seen[arms[::-1]]}", f"studies[{place}]"
                )
            seen.setdefault(arms, label)
    ways = {way: label for row, label in zip(rows, labels, strict=True) if (way := _text(row, "better").lower())}
    if len(ways) > 1:
        raise NotPoolable(
            "directions-mixed",
            f"{' and '.join(ways.values())} do not mean the same by a high figure: better is {' and '.join(ways)}.",
            "Turn the sign of one of them first.",
            "studies",
        )


def _swapped(label: str, why: str, field: str) -> NotPoolable:
    return NotPoolable("arms-swapped", f"{label}: {why}.", "Give the same treatment as arm 1 in every study.", field)


def _is_any(said: str, words: tuple[str, ...]) -> bool:
    return any(word in said for word in words)


def _text(row: Mapping[str, Any], name: str) -> str:
    given = row.get(name)
    return given.strip() if isinstance(given, str) else ""


def scale_of(given: Any) -> tuple[float, float] | None:
    """The ends of a scale written as 0-10 or [0, 10]; None where that is not told."""
    if isinstance(given, str):
        found = re.match(r"\s*(-?\d+(?:\.\d+)?)\s*(?:-|to|–)\s*(\d+(?:\.\d+)?)", given)
        ends = [float(found[1]), float(found[2])] if found else []
    else:
        ends = [value for each in given if (value := _plain(each)) is not None] if isinstance(given, list) else []
    return (ends[0], ends[1]) if len(ends) == 2 and ends[0] < ends[1] else None


def _plain(given: Any) -> float | None:
    if isinstance(given, bool) or not isinstance(given, int | float):
        return None
    return float(given) if abs(given) < 1e300 and isfinite(given) else None
