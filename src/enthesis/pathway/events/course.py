"""A course begins, pauses, changes its protocol and ends."""

from dataclasses import dataclass

from enthesis.pathway.events.happening import Happening


@dataclass(frozen=True, kw_only=True, slots=True)
class CourseStarted(Happening):
    """A patient began a course for one problem, under one version of one protocol."""

    protocol: str
    version: str
    problem: str  # "pain of the left knee": one problem, one course
    region: str = ""
    side: str = ""  # left | right | both | ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ProtocolTransferred(Happening):
    """A clinician moved the course to another version of a protocol, or to another protocol."""

    protocol: str
    version: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CoursePaused(Happening):
    """Nothing more is due until the course is resumed: pregnancy, travel, another illness."""

    reason: str
    personal = ("reason",)


@dataclass(frozen=True, kw_only=True, slots=True)
class CourseResumed(Happening):
    """A paused course goes on from what has happened."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CourseClosed(Happening):
    """The course is over. Scores that come later still count as outcomes."""

    reason: str  # completed | no_response | stopped_by_patient | not_suitable | adverse_event | lost | other
    note: str = ""
    personal = ("note",)


@dataclass(frozen=True, kw_only=True, slots=True)
class Withdrawn(Happening):
    """The event that it replaces never happened. Not for a wrong figure: record that event again instead."""

    reason: str = ""
