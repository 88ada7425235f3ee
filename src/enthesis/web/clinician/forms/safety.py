"""Symptoms and harm: what was reported, what a clinician made of it."""

from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError

from enthesis.pathway.events import AdverseEventRecorded, Event, Happening, SymptomHandled, SymptomReported
from enthesis.web.clinician.forms.base import CourseForm
from enthesis.web.forms import fields
from enthesis.web.words import LEVELS

RELATED = (
    ("unrelated", "Not related to the injection"),
    ("possible", "Possibly related"),
    ("probable", "Probably related"),
    ("certain", "Certainly related"),
)
SEVERE = (("mild", "Mild"), ("moderate", "Moderate"), ("severe", "Severe"))
SERIOUS = (*SEVERE, ("serious", "Serious: hospital, lasting harm, or danger to life"))


class HandledForm(CourseForm):
    """What was done about a reported symptom; closed only with a judgement."""

    kind = SymptomHandled
    slug = "symptom"
    title = "Reported symptom"
    done = "Recorded."
    template = "web/clinician/symptom.html"

    closed = fields.yes_no(
        "Is it settled?", missing="Choose whether it is settled.", yes="Yes, close it", no="No, keep it open"
    )
    relatedness = fields.choice("Related to the injection?", RELATED, missing="", required=False)
    severity = fields.choice("How severe?", SEVERE, missing="", required=False, inline=True)
    note = fields.words("What was found and done", rows=4)

    def build(self) -> None:
        self.order_fields(["closed", "relatedness", "severity", "note", "happened_on"])

    def context(self) -> dict[str, Any]:
        log = self.about.seen.log
        reports = [e for e in log if isinstance(e, SymptomReported) and e.symptom == self.about.named]
        earlier = [e for e in log if isinstance(e, SymptomHandled) and e.symptom == self.about.named]
        return {"reports": reports, "earlier": earlier}

    def values(self) -> dict[str, Any]:
        return {**super().values(), "symptom": self.about.named}

    @classmethod
    def said_by(cls, event: Happening) -> dict[str, Any]:
        said = super().said_by(event)
        return {**said, "closed": "yes" if said["closed"] else "no"}


class ReportForm(CourseForm):
    """A symptom that somebody of the clinic heard of, by telephone or at a visit."""

    kind = SymptomReported
    slug = "report"
    title = "Symptom heard of"
    done = "It stands on the worklist until a clinician closes it."

    level = fields.choice(
        "How urgent",
        [(key, said.capitalize()) for key, said in LEVELS.items() if key],
        missing="Choose how urgent it is.",
    )
    words = fields.words("What the patient says", missing="Write what the patient says.", rows=4)

    def build(self) -> None:
        self.order_fields(["words", "level", "happened_on"])

    def values(self) -> dict[str, Any]:
        made = self.initial.get("symptom") or f"S-{self.cleaned_data['form_id'][:12] or uuid4().hex[:12]}"
        return {**super().values(), "symptom": made}


class AdverseForm(CourseForm):
    """Harm, and how much, as a clinician judges it."""

    kind = AdverseEventRecorded
    slug = "adverse-event"
    title = "Adverse event"
    done = "The adverse event is recorded."

    event_name = fields.line("What happened", missing="Name the event.")
    severity = fields.choice("How severe", SERIOUS, missing="Choose how severe it is.")
    relatedness = fields.choice("Related to the injection?", RELATED, missing="Choose how it is related.")
    expected = fields.yes_no(
        "Is it a known reaction to this treatment?", missing="Answer whether it is a known reaction.", yes="Yes, known"
    )
    note = fields.words("Note", rows=4)

    def build(self) -> None:
        self.order_fields(["event_name", "severity", "relatedness", "expected", "note", "happened_on"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        symptom = self.about.named
        if symptom and symptom not in self.about.seen.course.symptoms:
            raise ValidationError("That symptom is not in this course. Open the form from the course's page.")
        return said

    def events(self) -> list[Event]:
        said = super().values()
        name = said.pop("event_name")
        return [self.event(**{**said, "event": name, "symptom": self.about.named})]

    @classmethod
    def said_by(cls, event: Happening) -> dict[str, Any]:
        said = super().said_by(event)
        return {**said, "event_name": said["event"], "expected": "yes" if said["expected"] else "no"}
