"""A drawn signature: strokes in a box of 600 by 200, as SVG path data of whole numbers. Nothing else is let in."""

import re

DRAWN, TYPED, PAPER = "drawn", "typed", "paper"
WAYS = (DRAWN, TYPED, PAPER)
# not a limit: units of the pad, a measure of nothing else
WIDE, HIGH = 600, 200
MOST_POINTS = 1_500
# not a limit: of a dose or a score; fewer points are a touch by mistake
FEWEST_POINTS = 8
LONGEST = 16_000  # characters; below what a field of an event may hold
_PATH = re.compile(r"(?:M\d{1,3} \d{1,3}(?: L\d{1,3} \d{1,3})* ?)+", re.ASCII)
_POINT = re.compile(r"([ML])(\d{1,3}) (\d{1,3})", re.ASCII)

Stroke = tuple[tuple[int, int], ...]


class Unusable(ValueError):
    """What was drawn is no signature. `says` and `remedy` are sentences for the person."""

    def __init__(self, says: str, remedy: str) -> None:
        super().__init__(f"{says} {remedy}")
        self.says, self.remedy = says, remedy


def strokes_of(path: str) -> tuple[Stroke, ...]:
    """The strokes of a signature. Raises `Unusable`.

    >>> strokes_of("M10 20 L30 40 L50 40 L50 60 M100 20 L90 25 L80 30 L70 35")
    (((10, 20), (30, 40), (50, 40), (50, 60)), ((100, 20), (90, 25), (80, 30), (70, 35)))
    """
    again = "Clear the box and sign again, or type your name."
    if not path:
        raise Unusable("Nothing is drawn in the box.", "Sign in the box, or type your name.")
    if len(path) > LONGEST or not _PATH.fullmatch(path):
        raise Unusable("What was drawn could not be read.", again)
    points = _POINT.findall(path)
    if len(points) > MOST_POINTS:
        raise Unusable("What was drawn has too many strokes for a signature.", again)
    if len(points) < FEWEST_POINTS:
        raise Unusable("What was drawn is too short for a signature.", again)
    strokes: list[list[tuple[int, int]]] = []
    for letter, across, down in points:
        if int(across) > WIDE or int(down) > HIGH:
            raise Unusable("What was drawn goes out of the box.", again)
        if letter == "M":
            strokes.append([])
        strokes[-1].append((int(across), int(down)))
    return tuple(tuple(stroke) for stroke in strokes)
