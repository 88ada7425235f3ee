"""Where it hurts, as the evaluation asks it: places of the body, the regions they belong to, the problems they make."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from enthesis.pathway.candidacy import shipped

PLACES = "places"  # the answer that holds them: ["knee:left", "knee:right", "back"]
IN_THE_KNEE = "knee_places"  # ["left:inner", "right:kneecap"]
REGIONS = "regions"  # the one region of answers that were given before several could be
OTHER, NOT_SURE = "other", "not_sure"
SIDED = ("shoulder", "arm", "elbow", "wrist", "hand", "hip", "thigh", "knee", "lower_leg", "ankle", "foot")
SIDES = ("right", "left")
PARTS_OF_THE_KNEE = {
    "kneecap": "On or around the kneecap",
    "above": "Above the kneecap",
    "below": "Below the kneecap",
    "inner": "On the inner side",
    "outer": "On the outer side",
    "deep": "Deep inside or at the back",
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """What becomes one course: one region, on one side or on both."""

    region: str
    side: str  # left | right | both | ""

    @property
    def key(self) -> str:
        return f"{self.region}:{self.side}" if self.side else self.region

    @property
    def words(self) -> str:
        """The problem as a course is called: "pain of the left knee", "pain, knee, both sides"."""
        named = shipped().regions[self.region].for_patient.lower()
        if self.region == OTHER:
            return "pain somewhere else"
        if self.side == "both":
            return f"pain, {named}, both sides"
        return f"pain of the {f'{self.side} ' if self.side else ''}{named}"


def choices() -> tuple[tuple[str, str], ...]:
    """Every place with its name in a patient's words, from head to foot."""
    found: list[tuple[str, str]] = []
    for region in shipped().regions.values():
        if region.name in SIDED:
            found += [(f"{region.name}:{side}", f"{side.title()} {region.for_patient.lower()}") for side in SIDES]
        else:
            found.append((region.name, region.for_patient))
    return tuple(found)


def knee_choices(side: str) -> tuple[tuple[str, str], ...]:
    """The parts of one knee."""
    return tuple((f"{side}:{part}", said) for part, said in PARTS_OF_THE_KNEE.items())


def regions_of(answers: Mapping[str, Any]) -> tuple[str, ...]:
    """The regions that some answers speak of; none where nobody has said where it hurts."""
    places, region = answers.get(PLACES), answers.get(REGIONS)
    if isinstance(places, (list, tuple)) and places:
        return tuple(dict.fromkeys(str(place).partition(":")[0] for place in places))
    if places == NOT_SURE:
        return (OTHER,)
    if isinstance(region, str) and region:
        return (region if region != NOT_SURE else OTHER,)
    return ()


def knees_of(answers: Mapping[str, Any]) -> tuple[str, ...]:
    """The sides of the knees that hurt."""
    places = answers.get(PLACES)
    return tuple(side for side in SIDES if isinstance(places, (list, tuple)) and f"knee:{side}" in places)


def troubles(answers: Mapping[str, Any]) -> tuple[Trouble, ...]:
    """The problems: places of one region on both sides are one."""
    places: Sequence[Any] = answers[PLACES] if isinstance(answers.get(PLACES), (list, tuple)) else ()
    sides: dict[str, list[str]] = {region: [] for region in regions_of(answers)}
    for place in places:
        region, _, side = str(place).partition(":")
        if side:
            sides[region].append(side)
    return tuple(Trouble(region, "both" if len(found) > 1 else "".join(found)) for region, found in sides.items())


def in_words(answers: Mapping[str, Any]) -> str:
    """Where it hurts, in a line: "Left knee, Right knee, Lower back"."""
    if answers.get(PLACES) == NOT_SURE:
        return "Not sure where"
    named = dict(choices())
    places = answers.get(PLACES)
    if isinstance(places, (list, tuple)):
        return ", ".join(named.get(str(place), str(place)) for place in places)
    return ", ".join(shipped().regions[region].for_patient for region in regions_of(answers))
