"""The injection record: what it adds up to, what speaks against it, and which points a lot reached."""

from enthesis.pathway.injection.lots import How, Point, Reach, is_near, lot_key, reach
from enthesis.pathway.injection.solution import anaesthetic_given, check_solution, mix_given
from enthesis.pathway.injection.syringes import SKIN
from enthesis.pathway.injection.targets import target_in_words, target_name

__all__ = [
    "SKIN",
    "How",
    "Point",
    "Reach",
    "anaesthetic_given",
    "check_solution",
    "is_near",
    "lot_key",
    "mix_given",
    "reach",
    "target_in_words",
    "target_name",
]
