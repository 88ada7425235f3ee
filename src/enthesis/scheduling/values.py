"""Reading single values of a problem as JSON gives them; a fault names the place, what was wrong and the way on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MOST = 10_000
Read = TypeVar("Read")


class UnreadableProblem(Exception):
    """A value cannot be read. `field` is its place: items[2].after[0].opens."""

    def __init__(self, code: str, says: str, remedy: str, field: str = "") -> None:
        super().__init__(says)
        self.code, self.says, self.remedy, self.field = code, says, remedy, field


@dataclass(slots=True)
class At:
    """One value and its place. `unknown` gathers the fields that nobody asked for."""

    value: Any
    place: str = ""
    unknown: list[str] = field(default_factory=list)

    def fields(self, *known: str) -> Mapping[str, "At"]:
        """The fields of an object that are there and not null; others than `known` are noted."""
        if not isinstance(self.value, Mapping):
            raise self.fault("not-an-object", "is not an object", f"Write an object with {', '.join(known[:3])}, ...")
        self.unknown += [self._inner(str(name)) for name in self.value if name not in known]
        return {
            name: At(self.value[name], self._inner(name), self.unknown)
            for name in known
            if self.value.get(name) is not None
        }

    def each(self, most: int = MOST) -> list["At"]:
        if not isinstance(self.value, Sequence) or isinstance(self.value, str):
            raise self.fault("not-a-list", "is not a list", "Write a list: [..., ...].")
        if len(self.value) > most:
            raise self.fault("too-many", f"has {len(self.value)} entries; {most} is the most", "Ask for less at once.")
        return [At(value, f"{self.place}[{number}]", self.unknown) for number, value in enumerate(self.value)]

    def pair(self) -> tuple["At", "At"]:
        both = self.each()
        if len(both) != 2:
            raise self.fault("not-a-pair", "is not a pair", "Write [from, to].")
        return both[0], both[1]

    def text(self, most: int = 100) -> str:
        if not isinstance(self.value, str) or not self.value.strip() or len(self.value) > most:
            raise self.fault("not-text", f"is not a text of 1 to {most} characters", "Correct it.")
        if not self.value.isprintable():
            raise self.fault("not-text", "holds a character that does not print", "Take it out.")
        return self.value

    def whole(self, least: int = 0, most: int = MOST) -> int:
        value = self.value
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise self.fault("out-of-range", f"is not a whole number from {least} to {most}", "Correct it.")
        return value

    def yes(self) -> bool:
        if not isinstance(self.value, bool):
            raise self.fault("not-yes-or-no", "is neither true nor false", "Write true or false.")
        return self.value

    def day(self) -> date:
        if isinstance(self.value, str) and len(self.value) == 10:
            try:
                return date.fromisoformat(self.value)
            except ValueError:
                pass
        raise self.fault("not-a-day", "is not a day", "Write it as 2026-03-02.")

    def clock(self) -> time:
        """09:30; 24:00 and 00:00 as an end are the end of the day."""
        if self.value == "24:00":
            return time(0)
        if isinstance(self.value, str) and len(self.value) == 5:
            try:
                return time.fromisoformat(self.value)
            except ValueError:
                pass
        raise self.fault("not-a-time", "is not a time of day", "Write it as 09:30.")

    def instant(self, zone: ZoneInfo) -> datetime:
        """2026-03-02T09:30, on the clinic's clock, or with a zone of its own."""
        try:
            found = datetime.fromisoformat(self.value)
        except (TypeError, ValueError):
            raise self.fault("not-an-instant", "is not a day with a time", "Write it as 2026-03-02T09:30.") from None
        try:
            return (found.replace(tzinfo=zone) if found.tzinfo is None else found).astimezone(UTC)
        except OverflowError:
            raise self.fault("not-an-instant", "lies outside of the calendar", "Correct the year.") from None

    def weekday(self) -> int:
        word = self.value.lower()[:3] if isinstance(self.value, str) else ""
        if word not in WEEKDAYS:
            raise self.fault("not-a-weekday", "is no weekday", f"Write one of {', '.join(WEEKDAYS)}.")
        return WEEKDAYS.index(word)

    def fault(self, code: str, says: str, remedy: str) -> UnreadableProblem:
        shown = "" if isinstance(self.value, Mapping | list) else f" ({self.value!r:.60})"
        return UnreadableProblem(code, f"{self.place or 'The problem'}{shown} {says}.", remedy, self.place)

    def _inner(self, name: str) -> str:
        return f"{self.place}.{name:.80}" if self.place else f"{name:.80}"


def read_zone(at: At) -> ZoneInfo:
    try:
        return ZoneInfo(at.text(64))
    except (KeyError, ValueError, OSError):
        raise at.fault("no-such-zone", "is no time zone", "Write its IANA name: Europe/Berlin.") from None


def maybe(found: Mapping[str, At], name: str, read: Callable[[At], Read], otherwise: Read) -> Read:
    """A field as `read` reads it; `otherwise` where it is not there."""
    return read(found[name]) if name in found else otherwise
