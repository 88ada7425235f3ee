"""The list under a picture: the number of each point and what is said of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from enthesis.pictures.body_marks import badge_of
from enthesis.pictures.body_panel import Spot
from enthesis.pictures.svg import MUTED, words

_LINE, _ROW, _SIZE = 17.0, 30.0, 13.5
_LEFT, _TEXT = 22.0, 44.0


@dataclass(frozen=True, slots=True)
class Line:
    """What is said of one point."""

    number: str
    tone: str
    text: str
    is_drawn: bool
    is_open: bool  # nobody said which side

    @property
    def said(self) -> str:
        return self.text if self.is_drawn else f"{self.text} (no place on the drawing)"


def legend(lines: Sequence[Line], width: float, top: float) -> tuple[list[str], float]:
    """The list as SVG from `top` downwards, and where it ends."""
    parts: list[str] = []
    y = top
    for line in lines:
        rows = wrap(line.said, int((width - _TEXT - 10) / (_SIZE * 0.53)), break_long_words=True) or [""]
        parts.append(badge_of(line.number, line.tone, Spot(_LEFT, y + 12), is_open=line.is_open))
        fill = {} if line.is_drawn else {"fill": MUTED}
        for at, row in enumerate(rows):
            parts.append(
                words(row, _TEXT, y + 16.5 + at * _LINE, size=_SIZE, stroke="none", class_="body-legend", **fill)
            )
        y += _ROW + (len(rows) - 1) * _LINE
    return parts, y + (8 if lines else -8)
