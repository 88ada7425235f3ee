"""Names in little room: in lines at their spaces; what still does not fit ends in dots and has the whole as title."""

from dataclasses import dataclass
from html import escape

from enthesis.pictures.svg import INK, tag, wide, words

MOST_LINES = 2
_LEAST = 4  # letters: what is shorter says nothing
_LEADING = 1.25  # from one line to the next, in letters' heights


@dataclass(frozen=True, slots=True)
class Label:
    """A name as it is written: its lines, and the whole of it."""

    whole: str
    lines: tuple[str, ...]
    size: float

    @property
    def width(self) -> float:
        return max(wide(line, self.size) for line in self.lines)

    @property
    def more(self) -> float:
        """How much higher it is than one line."""
        return self.size * _LEADING * (len(self.lines) - 1)

    def drawn(self, x: float, y: float, *, anchor: str = "start", fill: str = INK, weight: int = 400) -> str:
        """Its first line at (x, y), the others below it. Where something is left out, the whole of it is the title."""
        parts = [
            words(line, x, y + self.size * _LEADING * place, size=self.size, anchor=anchor, fill=fill,
                  font_weight=weight)
            for place, line in enumerate(self.lines)
        ]  # fmt: skip
        return tag("g", tag("title", escape(self.whole)), *parts) if self.is_cut else "".join(parts)

    @property
    def is_cut(self) -> bool:
        return " ".join(self.lines) != " ".join(self.whole.split())


def label(text: str, room: float, size: float, most: int = MOST_LINES) -> Label:
    """A name in at most so many lines, none of them longer than its room.

    >>> label("Dextrose into the knee joint for osteoarthritis", 150, 12).lines
    ('Dextrose into the', 'knee joint for oste…')
    >>> label("Berg", 150, 12).lines
    ('Berg',)
    """
    lines = wrapped(text, room, size)
    kept = [*lines[: most - 1], " ".join(lines[most - 1 :])] if len(lines) > most else lines
    return Label(text, tuple(_fitting(line, room, size) for line in kept), size)


def wrapped(text: str, room: float, size: float) -> list[str]:
    """A text in lines that fit; a word that is longer than its room has a line of its own."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if wide(longer, size) > room and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _fitting(line: str, room: float, size: float) -> str:
    while len(line) > _LEAST and wide(line, size) > room:
        line = line[:-2].rstrip(" ,(") + "…"
    return line
