"""The picture of one way of a decision aid, for page and paper alike."""

from enthesis.pathway.decision_aid import ToldPicture
from enthesis.pictures.gain import average_gain
from enthesis.pictures.people import hundred_people


def drawing_of(told: ToldPicture) -> str:
    """A hundred people, or a bar of what was gained, as SVG; "" where there is no figure."""
    title, says = str(told.title), " ".join(told.lines)
    if told.count is not None:
        return hundred_people(f"people-{told.id}", told.count, title, says)
    if told.gained is None:
        return ""
    low, high = told.gained.low, told.gained.high
    interval = None if low is None or high is None else (float(low), float(high))
    return average_gain(f"gain-{told.id}", float(told.gained.points), told.most, title, says, interval)
