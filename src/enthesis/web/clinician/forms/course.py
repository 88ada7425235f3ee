"""The course itself: start, pause, resume, another version, closing, taking an entry back."""

from collections.abc import Mapping
from typing import Any

from enthesis.clinic.protocols import protocols_of
from enthesis.pathway.candidacy import shipped as candidacy_rules
from enthesis.pathway.events import (
    CourseClosed,
    CoursePaused,
    CourseResumed,
    CourseStarted,
    Happening,
    ProtocolTransferred,
    Withdrawn,
)
from enthesis.pathway.protocol.model import Protocol
from enthesis.web.clinician.forms.base import CourseForm
from enthesis.web.forms import fields
from enthesis.web.forms.base import DatedForm
from enthesis.web.words import CLOSED_BECAUSE

SIDES = (("", "Neither"), ("left", "Left"), ("right", "Right"), ("both", "Both"))
Protocols = Mapping[tuple[str, str], Protocol]


def offered(protocols: Protocols) -> list[tuple[str, str]]:
    """The protocols that a course may follow, as choices."""
    found = [p for p in protocols.values() if p.status != "retired"]
    ordered = sorted(found, key=lambda p: (p.title, p.version))
    return [(f"{p.id}|{p.version}", f"{p.title}, version {p.version}") for p in ordered]


class StartForm(DatedForm):
    """A new course for a person, for one problem."""

    kind = CourseStarted
    title = "Start a course"
    save_says = "Start the course"
    done = "The course has started."

    problem = fields.line("Problem", missing="Name the problem, for instance pain of the left knee.", most=200)
    layout = (("region", "side"),)

    def __init__(self, data: Any = None, *, protocols: Protocols, **options: Any) -> None:
        super().__init__(data, **options)
        regions = [(region.name, region.title) for region in candidacy_rules().regions.values()]
        self.fields["region"] = fields.pick("Region", [("", "Choose"), *regions], missing="Choose the region.")
        self.fields["side"] = fields.pick("Side", SIDES)
        self.fields["chosen"] = fields.pick(
            "Protocol", [("", "Choose"), *offered(protocols)], missing="Choose the protocol that the course follows."
        )
        self.order_fields(["problem", "region", "side", "chosen", "happened_on"])

    def values(self) -> dict[str, Any]:
        said = super().values()
        protocol, version = said.pop("chosen").split("|")
        return {**said, "protocol": protocol, "version": version}


class PauseForm(CourseForm):
    """Nothing is due until the course is resumed."""

    kind = CoursePaused
    slug = "pause"
    title = "Pause the course"
    save_says = "Pause"
    done = "The course is paused. Nothing is due until it is resumed."

    reason = fields.words("Reason", missing="Say why the course is paused.", rows=2)


class ResumeForm(CourseForm):
    """The course goes on from what has happened."""

    kind = CourseResumed
    slug = "resume"
    title = "Resume the course"
    save_says = "Resume"
    done = "The course goes on."


class TransferForm(CourseForm):
    """The course goes on under another version of its protocol, or under another one."""

    kind = ProtocolTransferred
    slug = "transfer"
    title = "Move to another protocol or version"
    save_says = "Move the course"
    done = "The course is moved."

    reason = fields.words("Reason", missing="Say why the course is moved.", rows=3)

    def build(self) -> None:
        course = self.about.seen.course
        now = f"{course.protocol}|{course.version}"
        choices = [each for each in offered(protocols_of(self.about.seen.clinic)) if each[0] != now]
        self.fields["chosen"] = fields.pick(
            "Move to", [("", "Choose"), *choices], missing="Choose where the course goes."
        )
        self.order_fields(["chosen", "reason", "happened_on"])

    def values(self) -> dict[str, Any]:
        said = super().values()
        protocol, version = said.pop("chosen").split("|")
        return {**said, "protocol": protocol, "version": version}

    @classmethod
    def said_by(cls, event: Happening) -> dict[str, Any]:
        said = super().said_by(event)
        return {**said, "chosen": f"{said['protocol']}|{said['version']}"}


class CloseForm(CourseForm):
    """The course is over."""

    kind = CourseClosed
    slug = "close"
    title = "Close the course"
    save_says = "Close the course"
    done = "The course is closed. Scores that come later still count."

    reason = fields.choice("Reason", CLOSED_BECAUSE, missing="Choose why the course is closed.")
    note = fields.words("The result as the patient sees it, and who was not reached", rows=4)

    def build(self) -> None:
        self.order_fields(["reason", "note", "happened_on"])


class WithdrawForm(CourseForm):
    """The entry never happened: it belongs to somebody else, or was recorded by mistake."""

    kind = Withdrawn
    slug = ""
    title = "Take this entry back"
    save_says = "Take it back"
    done = "The entry is taken back. It stays readable in the log."

    reason = fields.words("Reason", missing="Say why it never happened.", rows=2)

    def build(self) -> None:
        del self.fields["happened_on"]
