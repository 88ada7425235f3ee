"""What every event carries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar


@dataclass(frozen=True, kw_only=True, slots=True)
class Happening:
    """What every event carries.

    `happened_on` is a day of the clinic's calendar, None where nobody knows it: the event then stands
    after `after` (the id of another event), or else where it stands in the log. `replaces` names the
    event that this one corrects. `overrides` holds, for each objection that a named clinician passed,
    the reason.
    """

    id: str
    happened_on: date | None = None
    recorded_at: datetime | None = None
    recorded_by: str = ""
    replaces: str = ""
    after: str = ""
    overrides: Mapping[str, str] | None = None

    personal: ClassVar[tuple[str, ...]] = ()
