"""Messages, notes and files."""

from dataclasses import dataclass

from enthesis.pathway.events.happening import Happening


@dataclass(frozen=True, kw_only=True, slots=True)
class MessageSent(Happening):
    """A message about a visit or an activity left the clinic."""

    purpose: str
    channel: str
    visit: str = ""
    activity: str = ""
    words: str = ""  # language and version of what it said: "en 2026-11", "es own-3"


@dataclass(frozen=True, kw_only=True, slots=True)
class MessageWritten(Happening):
    """The patient wrote to the clinic, or the clinic to the patient; `recorded_by` says who. It moves nothing.

    Not for a symptom after an injection: that is `SymptomReported`, and somebody answers it by a clock.
    """

    words: str
    about: str = ""  # a visit | medicines | exercises | money | something else
    answers: str = ""  # id of the message that it answers
    personal = ("words",)


@dataclass(frozen=True, kw_only=True, slots=True)
class ContactTried(Happening):
    """Somebody of the clinic tried to get hold of a patient who had gone silent."""

    way: str  # message | call | letter
    outcome: str  # reached | not_reached | sent
    step: str = ""  # of the chase ladder (knowledge/chase.yaml): "call-1"
    note: str = ""
    personal = ("note",)


@dataclass(frozen=True, kw_only=True, slots=True)
class NoteAdded(Happening):
    """Something worth keeping that no other kind of event holds. It moves nothing.

    Not for a symptom, a score or a decision: those have kinds of their own, and count.
    """

    words: str
    about: str = ""  # evaluation | examination | treatment elsewhere | consent question | consent answer | other
    personal = ("words",)


@dataclass(frozen=True, kw_only=True, slots=True)
class LetterWritten(Happening):
    """A letter about the course was written to somebody who treats the patient too. It moves nothing."""

    to: str  # name and address as they stand on the letter
    words: str  # what the clinician wrote in it; the rest of the letter is made from the record of that moment
    version: str = ""  # of the letter's template
    personal = ("to", "words")


@dataclass(frozen=True, kw_only=True, slots=True)
class FileAdded(Happening):
    """A document or a picture was added. What is in it stands beside the log, sealed under the person's key.

    `size` is in kilobytes, rounded up; `digest` is the SHA-256 of what is kept, as hexadecimal digits.
    """

    file: str
    about: str  # report | picture | letter | list | other
    name: str
    media_type: str
    size: int
    digest: str
    personal = ("name",)


@dataclass(frozen=True, kw_only=True, slots=True)
class FileRemoved(Happening):
    """What was in a file was destroyed. That there was one stays, and so does who took it away. It cannot be undone."""

    file: str
    reason: str = ""  # a patient who takes away an own one gives none
    personal = ("reason",)
