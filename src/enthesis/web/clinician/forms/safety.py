"""Symptoms and harm: what was reported, what a clinician made of it."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.forms import HiddenInput

from enthesis.clinic.decisions import owners_of
from enthesis.pathway.course import standing
from enthesis.pathway.escalation import NOT_REACHED
from enthesis.pathway.events import (
    AdverseEventRecorded,
    Event,
    Happening,
    SymptomAssigned,
    SymptomHandled,
    SymptomReported,
)
from enthesis.web.clinician.clocks import told_clock
from enthesis.web.clinician.forms.base import CourseForm
from enthesis.web.forms import fields
from enthesis.web.words import LEVELS

OTHERWISE = "otherwise"
RELATED = (
    ("unrelated", "Not related to the injection"),
    ("possible", "Possibly related"),
    ("probable", "Probably related"),
    ("certain", "Certainly related"),
)
SEVERE = (("mild", "Mild"), ("moderate", "Moderate"), ("severe", "Severe"))
SERIOUS = (*SEVERE, ("serious", "Serious: hospital, lasting harm, or danger to life"))


DONE = (
    ("reached", "I spoke to the patient"),
    ("seen", "I saw the patient"),
    ("not_reached", "I called and nobody answered"),
    (OTHERWISE, "I heard of it otherwise: see the note"),
)


class HandledForm(CourseForm):
    """What was done about a reported symptom; closed only with a judgement."""

    kind = SymptomHandled
    slug = "symptom"
    title = "Reported symptom"
    done = "Recorded."
    template = "web/clinician/symptom.html"
    layout = (("again_on", "again_clock"),)

    contact = fields.choice("What was done?", DONE, missing="Choose what was done.")
    note = fields.words("What was found and done", rows=4)
    closed = fields.yes_no(
        "Is it settled?", missing="Choose whether it is settled.", yes="Yes, close it", no="No, keep it open"
    )
    relatedness = fields.choice("Related to the injection?", RELATED, missing="", required=False)
    severity = fields.choice("How severe?", SEVERE, missing="", required=False)
    adverse = fields.line(
        "If it was an adverse event: its name",
        help_text="It is then recorded as one, with this judgement. Serious ones go on the page for adverse events.",
    )
    again_on = fields.day("If it stays open: look at it again on", required=False)
    again_clock = fields.clock("At", required=False)

    def build(self) -> None:
        self.order_fields(
            ["contact", "note", "closed", "relatedness", "severity", "adverse", "again_on", "again_clock"]
        )

    def context(self) -> dict[str, Any]:
        seen, symptom = self.about.seen, self.about.named
        log = standing(seen.log)
        reports = [e for e in log if isinstance(e, SymptomReported) and e.symptom == symptom]
        earlier = [e for e in log if isinstance(e, SymptomHandled | SymptomAssigned) and e.symptom == symptom]
        return {"reports": reports, "earlier": earlier, "clock": told_clock(seen, symptom)}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        is_closed = said.get("closed")
        if is_closed and said.get("contact") == NOT_REACHED:
            self.add_error("closed", ValidationError("Nobody answered. Keep it open, or choose how you heard of it."))
        if said.get("adverse") and not is_closed:
            self.add_error(
                "adverse", ValidationError("It becomes an adverse event with the judgement that closes the symptom.")
            )
        on, at = said.get("again_on"), said.get("again_clock")
        said["again_at"] = None
        if on is None and at is None:
            return said
        if is_closed:
            self.add_error("again_on", ValidationError("What is closed is not looked at again. Leave the day empty."))
        elif on is None or at is None:
            self.add_error(
                "again_on" if on is None else "again_clock", ValidationError("Give the day and the time, or neither.")
            )
        else:
            try:
                said["again_at"] = fields.on_the_clock(on, at, self.about.seen.zone)
            except ValidationError as problem:
                self.add_error("again_clock", problem)
            else:
                if not self.replaces and said["again_at"] <= datetime.now(UTC):
                    self.add_error("again_clock", ValidationError("That time is over. Give a later one."))
        return said

    def events(self) -> list[Event]:
        said = super().values()
        adverse = said.pop("adverse").strip()
        said.pop("again_on"), said.pop("again_clock")
        said |= {"symptom": self.about.named, "contact": "" if said["contact"] == OTHERWISE else said["contact"]}
        found: list[Event] = [self.event(**said)]
        if adverse:
            judged = {name: said[name] for name in ("relatedness", "severity", "happened_on")}
            found.append(
                self.event(
                    AdverseEventRecorded, number=1, event=adverse, symptom=self.about.named, replaces="", **judged
                )
            )
        return found

    @classmethod
    def said_by(cls, event: Happening) -> dict[str, Any]:
        said = super().said_by(event)
        return {**said, "closed": "yes" if said["closed"] else "no", "contact": said["contact"] or OTHERWISE}


class HandOverForm(CourseForm):
    """Somebody else has it from now on. It buys no time."""

    kind = SymptomAssigned
    slug = "hand-over"
    title = "Hand a symptom over"
    save_says = "Hand it over"
    done = "It is handed over."
    template = "web/clinician/symptom.html"

    reason = fields.line("Why, and what is to be done next")

    def build(self) -> None:
        now = told_clock(self.about.seen, self.about.named)
        people = owners_of(self.about.seen.clinic)
        choices = [(user.handle, user.name or user.email) for user in people]
        self.fields["owner"] = fields.pick(
            "Who has it from now on",
            [("", "Choose"), *choices],
            missing="Choose who has it from now on.",
            help_text="It stays due when it was due. Tell them, too: Enthesis calls nobody." if now else "",
        )
        self.order_fields(["owner", "reason", "happened_on"])
        self.fields["happened_on"].widget = HiddenInput()

    def context(self) -> dict[str, Any]:
        seen, symptom = self.about.seen, self.about.named
        reports = [e for e in standing(seen.log) if isinstance(e, SymptomReported) and e.symptom == symptom]
        return {"reports": reports, "earlier": [], "clock": told_clock(seen, symptom)}

    def values(self) -> dict[str, Any]:
        return {**super().values(), "symptom": self.about.named}


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
