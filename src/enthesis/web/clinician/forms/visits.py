"""Times that are given, moved or missed, and things that were done."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.forms import BoundField

from enthesis.clinic.access import CLINICIAN
from enthesis.pathway.events import (
    ActivityDone,
    Event,
    Happening,
    TherapyAttended,
    VisitAttended,
    VisitBooked,
    VisitCancelled,
    VisitConfirmed,
    VisitMissed,
    VisitMoved,
)
from enthesis.pathway.finding import REFUSE, STOP, Finding
from enthesis.pathway.notes import template_for, written
from enthesis.web.clinician.forms.base import CourseForm
from enthesis.web.clinician.forms.note_fields import add_fields, answers_of, name_of, shown_again
from enthesis.web.forms import fields

USUAL_MINUTES = 30  # offered where the protocol states none; the person who books decides
MODES = (("in-person", "In person"), ("telehealth", "By video or telephone"))
WHO = (("patient", "The patient"), ("clinic", "The clinic"))


class TimedForm(CourseForm):
    """A day and a time on the clinic's clock."""

    on = fields.day("Day of the visit", missing="Give the day of the visit.")
    at = fields.clock("Time", missing="Give the time of the visit.")
    layout: ClassVar[Sequence[tuple[str, ...]]] = (("on", "at"),)

    def build(self) -> None:
        del self.fields["happened_on"]  # it happens today; the day that is asked is the visit's

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        on, at = said.get("on"), said.get("at")
        if on and at:
            try:
                said["starts"] = fields.on_the_clock(on, at, self.about.seen.zone)
            except ValidationError as problem:
                self.add_error("at", problem)
        return said

    def show(self, findings: Sequence[Finding]) -> None:
        """Only a clinician passes an objection with a reason; to others it is a no."""
        if CLINICIAN not in self.about.seen.roles:
            findings = [replace(each, level=REFUSE) if each.level == STOP else each for each in findings]
        super().show(findings)

    @property
    def starts(self) -> datetime:
        found: datetime = self.cleaned_data["starts"]
        return found


class BookForm(TimedForm):
    """A simple time for an activity."""

    kind = VisitBooked
    slug = "book"
    title = "Book a time"
    done = "Booked."
    template = "web/clinician/book.html"

    minutes = fields.amount("Length", unit="minutes", missing="Give the length in minutes.", least=1, most=1440)
    mode = fields.choice("How", MODES, missing="Choose how the visit takes place.", inline=True)
    with_whom = fields.line("With whom, in which room", help_text="For the day list; free words.")
    layout = (("on", "at", "minutes"),)

    def build(self) -> None:
        super().build()
        item = self.about.item
        aim = item.window.aim if item else None
        self.initial.setdefault("on", max(aim, self.about.today) if aim else None)
        self.initial.setdefault("minutes", (item.minutes if item else None) or USUAL_MINUTES)
        self.initial.setdefault("mode", "in-person")

    def events(self) -> list[Event]:
        said = self.cleaned_data
        return [
            self.event(
                happened_on=self.about.today,
                visit=f"V-{said['form_id'][:16] or uuid4().hex[:16]}",
                activity=self.about.named,
                starts=self.starts,
                minutes=int(said["minutes"]),
                resources=(said["with_whom"],) if said["with_whom"] else (),
                telehealth=said["mode"] == "telehealth",
            )
        ]


class MoveForm(TimedForm):
    """Another time for a booked visit."""

    kind = VisitMoved
    slug = "move"
    title = "Move the visit"
    done = "Moved."

    by = fields.choice("Who asked for it?", WHO, missing="Choose who asked for another time.", inline=True)

    def build(self) -> None:
        super().build()
        booking = self.about.seen.course.bookings.get(self.about.named)
        if booking:
            local = booking.starts.astimezone(self.about.seen.zone)
            self.initial.setdefault("on", local.date())
            self.initial.setdefault("at", local.time())

    def events(self) -> list[Event]:
        said = self.cleaned_data
        return [self.event(happened_on=self.about.today, visit=self.about.named, starts=self.starts, by=said["by"])]


class CancelForm(CourseForm):
    """A booked visit that will not take place."""

    kind = VisitCancelled
    slug = "cancel"
    title = "Cancel the visit"
    save_says = "Cancel the visit"
    done = "Cancelled."

    by = fields.choice("Who cancelled?", WHO, missing="Choose who cancelled.", inline=True)
    reason = fields.words("Reason", rows=2)

    def values(self) -> dict[str, Any]:
        return {**super().values(), "visit": self.about.named}


class ConfirmedForm(CourseForm):
    """The patient said yes to the time that a visit has."""

    kind = VisitConfirmed
    slug = "confirmed"
    title = "The patient confirmed the visit"
    save_says = "Confirmed"
    done = "Confirmed: the visit is not moved without asking."

    def values(self) -> dict[str, Any]:
        return {**super().values(), "visit": self.about.named}


class MissedForm(CourseForm):
    """A booked visit to which nobody came."""

    kind = VisitMissed
    slug = "missed"
    title = "The patient did not come"
    done = "Recorded as missed."

    def values(self) -> dict[str, Any]:
        return {**super().values(), "visit": self.about.named}


class AttendedForm(CourseForm):
    """The patient came, or was seen by telehealth. A clinician writes the note of a consultation in its template."""

    kind = VisitAttended
    slug = "attended"
    title = "Attended"
    done = "Recorded."
    template = "web/clinician/consultation.html"
    names_activity = True
    tells_optional = False

    note = fields.words("Note")

    def build(self) -> None:
        activity = self.about.activity
        may = CLINICIAN in self.about.seen.roles and activity is not None and activity.by == CLINICIAN
        self.note_template = template_for(activity.kind) if may and activity is not None else None
        if self.note_template is None:
            return
        add_fields(self, self.note_template)
        self.fields["note"].label = "In your own words"
        if self.replaces:
            self.initial.update(shown_again(self.note_template, self.initial))
        self.order_fields(["happened_on", *(name_of(each) for each in self.note_template.fields), "note"])

    def sections(self) -> Iterator[tuple[str, list[BoundField]]]:
        """The fields of the note under their titles, as the page shows them."""
        for section in self.note_template.sections if self.note_template else ():
            yield section.title, [self[name_of(each)] for each in section.fields]

    def values(self) -> dict[str, Any]:
        item = self.about.item
        booked = item.booking.visit if item and item.booking else ""
        said, template = super().values(), self.note_template
        kept = {"happened_on": said["happened_on"], "activity": said["activity"], "note": said["note"]}
        if template is not None:
            note = written(template, answers_of(template, said))
            kept |= {"note": note, "template": template.stamp if note else ""}
        elif self.replaces:
            kept["template"] = self.initial.get("template", "")
        return {**kept, "visit": self.initial.get("visit", "") if self.replaces else booked}


class DoneForm(CourseForm):
    """Something with no form of its own was done: an order, a diet plan, a check-in by telephone."""

    kind = ActivityDone
    slug = "done"
    title = "Done"
    done = "Recorded."
    names_activity = True

    note = fields.words("Note")


class TherapyForm(CourseForm):
    """One appointment of the programme."""

    kind = TherapyAttended
    slug = "therapy"
    title = "Therapy attended"
    done = "Recorded."
    names_activity = True

    exercises_done = fields.yes_no(
        "Were the exercises at home done?", missing="", yes="Yes, mostly", no="No, or hardly", required=False
    )
    note = fields.words("Note")

    @classmethod
    def said_by(cls, event: Happening) -> dict[str, Any]:
        said = super().said_by(event)
        return {**said, "exercises_done": {True: "yes", False: "no"}.get(said["exercises_done"])}
