"""A form about an opened course."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, ClassVar

from enthesis.clinic.opening import Seen
from enthesis.pathway.agenda import Item
from enthesis.pathway.events import Happening
from enthesis.pathway.protocol.model import Activity
from enthesis.web.forms.base import DatedForm


@dataclass(frozen=True, slots=True)
class About:
    """What a form is about: a course as seen, and the activity, visit, symptom or drug named in the address."""

    seen: Seen
    named: str
    today: date

    @property
    def item(self) -> Item | None:
        """The agenda's item for what is named."""
        return next((item for item in self.seen.agenda if item.activity == self.named), None)

    @property
    def activity(self) -> Activity | None:
        return self.seen.protocol.activity(self.named) if self.seen.protocol else None

    @property
    def title(self) -> str:
        """What the activity is called."""
        return self.activity.title if self.activity else ""


class CourseForm(DatedForm):
    """Staff's forms. `slug` ends the page's address; `template` is the page, where it has one of its own."""

    slug: ClassVar[str] = ""
    template: ClassVar[str] = "web/clinician/act.html"
    layout: ClassVar[Sequence[tuple[str, ...]]] = ()
    names_activity: ClassVar[bool] = False  # whether the address names an activity of the protocol

    def __init__(self, data: Any = None, *, about: About, **options: Any) -> None:
        super().__init__(data, today=about.today, **options)
        self.about = about
        self.build()

    def build(self) -> None:
        """Fields that depend on the course."""

    def context(self) -> dict[str, Any]:
        """What else the page shows."""
        return {}

    @property
    def heading(self) -> str:
        """The page's heading: what is done, and about which activity."""
        return f"{self.title}: {self.about.title.lower()}" if self.about.title else str(self.title)

    def values(self) -> dict[str, Any]:
        found = super().values()
        return {**found, "activity": self.about.named} if self.names_activity else found

    @classmethod
    def said_by(cls, event: Happening) -> dict[str, Any]:
        """The initial values that show an event, for correcting it."""
        kept = {spec.name for spec in fields(event)} - {"id", "recorded_at", "recorded_by", "replaces", "overrides"}
        return {name: getattr(event, name) for name in kept}
