"""One made-up course while it is being told: what has happened so far, and when it was written down. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from enthesis.clinic.example.story import Story
from enthesis.pathway import events as e
from enthesis.pathway.events import Event
from enthesis.pathway.protocol.model import Protocol

LOOK_AHEAD = 42  # days for which a next visit is already booked when the simulation ends
_MORNING, _EVENING = 9, 20  # hours at which the clinic and a patient write things down


@dataclass(slots=True)
class Scene:
    """What there is of a course, and what is still to come to it by itself."""

    protocol: Protocol
    story: Story
    rng: Random
    zone: ZoneInfo
    now: datetime
    seed: str
    books_ahead: bool = True
    events: list[Event] = field(default_factory=list)
    recorded: list[datetime] = field(default_factory=list)
    left_out: set[str] = field(default_factory=set)  # optional things that are not wanted, points not answered
    coming: list[tuple[date, Event]] = field(default_factory=list)  # results and agreements, on their day
    late: list[Event] = field(default_factory=list)  # diary days that the patient fills in with the next one
    written_until: date | None = None

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def base(self, day: date) -> dict[str, Any]:
        return {"id": "", "happened_on": day}

    def chance(self, about: str) -> Random:
        """Luck of its own for one thing, so that more of one does not change another."""
        return Random(f"{self.seed}/{about}")  # noqa: S311  made-up data, no secret

    def happens(self, event: Event) -> str:
        """Write an event down, on its day or after what was written last. Its id."""
        place = len(self.events) + 1
        day = event.happened_on or self.today
        hour = _EVENING if isinstance(event, e.DiaryEntered | e.ExercisesLogged) else _MORNING
        moment = datetime.combine(day, time(hour, place % 60), self.zone).astimezone(UTC)
        return self.written(event, moment)

    def written(self, event: Event, moment: datetime) -> str:
        """The same, said when."""
        name = event.id or f"{self.seed}-{len(self.events) + 1}"
        earliest = self.recorded[-1] if self.recorded else moment
        self.events.append(replace(event, id=name))
        self.recorded.append(min(max(moment, earliest), self.now))
        return name

    def comes(self, until: date) -> None:
        """Let happen what was to come by a day."""
        due = sorted((each for each in self.coming if each[0] <= until), key=lambda each: each[0])
        self.coming = [each for each in self.coming if each not in due]
        for _, event in due:
            self.happens(event)

    def all_of(self, events: Iterable[Event]) -> None:
        for event in events:
            self.happens(event)

    def soon(self, day: date, days: int = 5) -> date:
        return min(self.today, day + timedelta(days=days))

    def level(self, injections: int) -> float:
        """Pain on an ordinary day after so many injections."""
        drop = 0.85 if self.story.responds else 0.2
        return max(0.5, self.story.pain - drop * min(injections, 5))
