"""Puts a clinic's own telephone numbers into a leaflet; without them the words stay neutral."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from enthesis.pathway.leaflets.model import Frame

_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom a patient calls. An empty number is not known."""

    telephone: str = ""  # of the clinic, by day
    telephone_when_closed: str = ""
    emergency_number: str = ""  # of the country: 112, 911

    @property
    def numbers(self) -> Mapping[str, str]:
        """The number that each placeholder stands for."""
        return {
            "clinic": self.telephone,
            "closed": self.telephone_when_closed,
            "emergency": self.emergency_number,
        }


NOBODY = Contact()


def filled(text: str, frame: Frame, contact: Contact = NOBODY) -> str:
    """The text with every placeholder filled, or with its neutral words where no number is known."""

    def fill(found: re.Match[str]) -> str:
        number = contact.numbers.get(found[1], "")
        return frame.filled[found[1]].replace("{number}", number) if number else frame.neutral[found[1]]

    said = _PLACE.sub(fill, text)
    return said[:1].upper() + said[1:]
