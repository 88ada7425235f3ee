"""Every drawing by the id of its view, with the part of it that is shown and what its edges are called."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from enthesis.pictures.anatomy import chest, elbow, foot, hand, knee, low_back, neck, pelvis_front, shoulder, whole
from enthesis.pictures.anatomy.shapes import Shape

_RIGHT_LEFT = ("Right", "Left")
_LEFT_RIGHT = ("Left", "Right")


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn. Coordinates are those of the catalogue: 1000 by 1000."""

    shapes: Callable[[], tuple[Shape, ...]]
    shown: tuple[int, int, int, int]  # left, top, right, bottom of what is shown
    edges: tuple[str, str]  # what lies on the viewer's left and right


DRAWINGS: Mapping[str, Drawing] = MappingProxyType(
    {
        "front": Drawing(whole.front, (200, 0, 800, 1000), _RIGHT_LEFT),
        "back": Drawing(whole.back, (200, 0, 800, 1000), _LEFT_RIGHT),
        "neck-back": Drawing(neck.neck_back, (120, 0, 880, 1000), _LEFT_RIGHT),
        "neck-side": Drawing(neck.neck_side, (150, 0, 900, 1000), ("Back", "Front")),
        "chest-front": Drawing(chest.chest_front, (60, 0, 940, 900), _RIGHT_LEFT),
        "upper-back": Drawing(chest.upper_back, (60, 0, 940, 1000), _LEFT_RIGHT),
        "shoulder-front": Drawing(shoulder.shoulder_front, (150, 150, 1000, 950), ("Outer side", "Inner side")),
        "shoulder-back": Drawing(shoulder.shoulder_back, (0, 0, 850, 850), ("Inner side", "Outer side")),
        "elbow-front": Drawing(elbow.elbow_front, (150, 160, 850, 940), ("Outer side", "Inner side")),
        "elbow-back": Drawing(elbow.elbow_back, (150, 160, 850, 940), ("Inner side", "Outer side")),
        "hand-palm": Drawing(hand.hand_palm, (200, 80, 920, 1000), ("Little finger", "Thumb")),
        "hand-back": Drawing(hand.hand_back, (80, 80, 800, 1000), ("Thumb", "Little finger")),
        "low-back": Drawing(low_back.low_back, (70, 0, 930, 920), _LEFT_RIGHT),
        "pelvis-front": Drawing(pelvis_front.pelvis_front, (70, 0, 930, 960), _RIGHT_LEFT),
        "knee-front": Drawing(knee.knee_front, (150, 100, 850, 900), ("Outer side", "Inner side")),
        "knee-inner": Drawing(knee.knee_inner, (150, 100, 850, 900), ("Front", "Back")),
        "knee-outer": Drawing(knee.knee_outer, (150, 100, 850, 900), ("Back", "Front")),
        "ankle-outer": Drawing(foot.ankle_outer, (110, 330, 980, 930), ("Heel", "Toes")),
        "ankle-inner": Drawing(foot.ankle_inner, (20, 330, 890, 930), ("Toes", "Heel")),
        "foot-sole": Drawing(foot.foot_sole, (200, 80, 800, 1000), ("Outer side", "Inner side")),
    }
)
