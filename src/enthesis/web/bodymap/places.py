"""The map of the pain evaluation: where on the two drawings of the body, and on a knee, each place can be touched."""

from collections.abc import Mapping, Sequence

from enthesis.web.bodymap.fields import Spot

_WIDTH = 400  # of a drawing
# Place, across, down, radius; of a sided place the right one, the left one lies mirrored. Units of the drawing.
_FRONT = (
    ("jaw", 200, 113, 17),
    ("neck", 200, 147, 17),
    ("chest_wall", 200, 196, 24),
    ("abdominal_wall", 200, 262, 24),
    ("shoulder", 139, 166, 21),
    ("arm", 135, 211, 20),
    ("elbow", 128, 257, 20),
    ("wrist", 108, 313, 17),
    ("hand", 105, 351, 20),
    ("hip", 162, 303, 20),
    ("thigh", 168, 364, 22),
    ("knee", 173, 424, 22),
    ("lower_leg", 172, 480, 21),
    ("ankle", 172, 530, 17),
    ("foot", 170, 564, 17),
)
_BACK = (
    ("neck", 200, 143, 18),
    ("chest_wall", 200, 204, 26),
    ("back", 200, 278, 25),
    ("shoulder", 261, 166, 21),
    ("arm", 265, 211, 20),
    ("elbow", 272, 257, 20),
    ("wrist", 292, 313, 17),
    ("hand", 295, 351, 20),
    ("hip", 240, 313, 20),
    ("thigh", 232, 366, 22),
    ("knee", 228, 424, 22),
    ("lower_leg", 228, 480, 21),
    ("ankle", 228, 530, 17),
    ("foot", 230, 564, 17),
)
_MIDDLE = ("jaw", "neck", "chest_wall", "abdominal_wall", "back")
# Of the right knee from the front.
_KNEE = (
    ("above", 200, 150, 44),
    ("kneecap", 200, 230, 42),
    ("below", 200, 360, 44),
    ("outer", 98, 300, 44),
    ("inner", 302, 300, 44),
)


def _both(rows: Sequence[tuple[str, int, int, int]]) -> tuple[Spot, ...]:
    found: list[Spot] = []
    for place, x, y, radius in rows:
        if place in _MIDDLE:
            found.append(Spot(place, x, y, radius))
        else:
            found += [Spot(f"{place}:right", x, y, radius), Spot(f"{place}:left", _WIDTH - x, y, radius)]
    return tuple(found)


BODY: Mapping[str, Sequence[Spot]] = {"front": _both(_FRONT), "back": _both(_BACK)}


def knee(side: str) -> Sequence[Spot]:
    """The places of one knee, from the front."""
    turned = side == "left"
    return tuple(Spot(f"{side}:{part}", _WIDTH - x if turned else x, y, r) for part, x, y, r in _KNEE)
