"""What sort of patient a made-up one is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Story:
    """What sort of patient this is. Nothing in it is anybody's."""

    problem: str
    region: str
    side: str = ""
    pain: int = 6  # at the start, 0 to 10
    responds: bool = True
    writes: float = 0.85  # share of diary days that are answered
    answers: float = 0.8  # share of follow-ups that are answered
    drugs: tuple[str, ...] = ()
    prescriber_only: tuple[str, ...] = ()
    ends: str = ""  # "", paused, lost, not-suitable, concern, withdrew, waits (for the first decision)
    weight_kg: int = 75
    name: str = "A patient of the example"  # as it stands under a consent
    target: str = "walk to the market and back"  # what the patient wants to do again
