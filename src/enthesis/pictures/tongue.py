"""In which language a picture is labelled. A picture is drawn in English unless it is given another tongue."""

from collections.abc import Callable
from dataclasses import dataclass

from enthesis.pictures.axis import MONTHS


@dataclass(frozen=True, slots=True)
class Tongue:
    """How an English sentence or label is said, and what the twelve months are called in short."""

    say: Callable[[str], str] = str
    months: tuple[str, ...] = MONTHS


ENGLISH = Tongue()
