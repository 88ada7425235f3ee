"""Letters between made-up patients and their clinic: some answered, some waiting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from enthesis.pathway.events import MessageWritten

PATIENT, CLINICIAN, DESK = "patient", "clinician", "front-desk"
# (hours ago, who, what about, words); each answers the one before it where somebody else wrote that.
DIALOGUES: tuple[tuple[tuple[int, str, str, str], ...], ...] = (
    (
        (150, PATIENT, "exercises", "May I swim again already? The last injection was some days ago."),
        (121, CLINICIAN, "exercises", "Yes, easily at first. Leave it for three days after the next injection."),
        (50, PATIENT, "a visit", "Could the next visit be a little later in the day? I come from work."),
    ),
    (
        (200, PATIENT, "money", "Do I get a receipt for my insurer?"),
        (180, DESK, "money", "Yes: you find one beside each payment on your pages."),
    ),
    ((27, PATIENT, "medicines", "My doctor gave me something new for my blood pressure. Must I tell you its name?"),),
    (
        (95, CLINICIAN, "something else", "Your pictures have arrived. We look at them together at your next visit."),
        (70, PATIENT, "something else", "Thank you, I am curious."),
        (48, CLINICIAN, "something else", "See you then."),
    ),
)


@dataclass(frozen=True, slots=True)
class Written:
    """One letter: what is recorded, when, and by whom of the three."""

    event: MessageWritten
    at: datetime
    who: str


def dialogue(place: int, label: str, now: datetime, zone: ZoneInfo) -> list[Written]:
    """One of the dialogues, as it went on up to `now`."""
    found: list[Written] = []
    for number, (hours, who, about, words) in enumerate(DIALOGUES[place % len(DIALOGUES)], 1):
        at = now - timedelta(hours=hours)
        event = MessageWritten(
            id=f"{label}-letter{number}",
            happened_on=at.astimezone(zone).date(),
            words=words,
            about=about,
            answers=_answers(found, who),
        )
        found.append(Written(event, at, who))
    return found


def _answers(before: Sequence[Written], who: str) -> str:
    return before[-1].event.id if before and before[-1].who != who else ""
