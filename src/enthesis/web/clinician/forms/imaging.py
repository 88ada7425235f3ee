"""Ordering a picture of a part of the body, and reading what came back."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import ChoiceField

from enthesis.pathway.candidacy import shipped
from enthesis.pathway.events import ImagingOrdered, ImagingReported
from enthesis.pathway.protocol.model import Kind
from enthesis.web.clinician.forms.base import CourseForm
from enthesis.web.forms import fields
from enthesis.web.screening import region_of
from enthesis.web.telling import imaged

MODALITIES = (("x-ray", "X-ray"), ("ultrasound", "Ultrasound"), ("mri", "MRI"), ("ct", "CT"), ("other", "Another way"))
SIDES = (("", "Neither, or not known"), ("left", "Left"), ("right", "Right"), ("both", "Both"))


class OrderForm(CourseForm):
    """A picture is ordered; it stays open until somebody has read the result."""

    kind = ImagingOrdered
    slug = "order-imaging"
    title = "Order a picture"
    save_says = "Order it"
    done = "Ordered. The sheet can be printed from the course's page, where the order stays open until it is reported."

    region = fields.pick("Part of the body", (), missing="Choose the part of the body.")
    side = fields.choice("Side", SIDES, missing="", inline=True, required=False)
    modality = fields.choice("How", MODALITIES, missing="Choose how the picture is taken.", inline=True)
    question = fields.words("What it is to answer", missing="Write what the picture is to answer.", rows=3)

    def build(self) -> None:
        course = self.about.seen.course
        field = self.fields["region"]
        if isinstance(field, ChoiceField):
            field.choices = [("", "Choose"), *_regions()]
        self.initial.setdefault("region", next(iter(region_of(course)), ""))
        self.initial.setdefault("side", course.side)

    @property
    def heading(self) -> str:
        return self.title

    def values(self) -> dict[str, Any]:
        activity = self.about.activity
        asked = activity.id if activity is not None and activity.kind is Kind.ORDER else ""
        return {**super().values(), "activity": self.initial.get("activity", "") if self.replaces else asked}


def _regions() -> Iterator[tuple[str, str]]:
    return ((region.name, region.title) for region in shipped().regions.values())


class ReportForm(CourseForm):
    """The result was read, and closes the order."""

    kind = ImagingReported
    slug = "imaging-report"
    title = "Read the result"
    save_says = "Keep it and close the order"
    done = "The result is kept, and the order is closed."

    words = fields.words("What was found", missing="Write what was found.", rows=5)

    @property
    def order(self) -> ImagingOrdered | None:
        """The order that the result answers."""
        name = self.initial.get("order") or self.about.named
        found = (each for each in self.about.seen.log if isinstance(each, ImagingOrdered) and each.id == name)
        return next(found, None)

    def context(self) -> dict[str, Any]:
        return {"intro": f"{imaged(self.order)}: {self.order.question}" if self.order else ""}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if self.order is None:
            raise ValidationError("That order is not there any more. Open the course's page again.")
        return said

    def values(self) -> dict[str, Any]:
        return {**super().values(), "order": self.order.id if self.order else ""}
