"""What is ordered from others, and what came back."""

from dataclasses import dataclass

from enthesis.pathway.events.happening import Happening


@dataclass(frozen=True, kw_only=True, slots=True)
class ImagingOrdered(Happening):
    """A clinician ordered a picture of a part of the body. Open until it is reported; its id is the order's name."""

    region: str
    modality: str  # x-ray | ultrasound | mri | ct | other
    question: str  # what the picture is to answer
    side: str = ""  # left | right | both | ""
    activity: str = ""  # the activity of the protocol that asks for it, where one does
    personal = ("question",)


@dataclass(frozen=True, kw_only=True, slots=True)
class ImagingReported(Happening):
    """A clinician read the result of an order, and closed it."""

    order: str  # id of the `ImagingOrdered`
    words: str
    personal = ("words",)
