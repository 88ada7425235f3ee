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


@dataclass(frozen=True, kw_only=True, slots=True)
class NoteAdded(Happening):
    """Something worth keeping that no other kind of event holds. It moves nothing.

    Not for a symptom, a score or a decision: those have kinds of their own, and count.
    """

    words: str
    about: str = ""  # evaluation | examination | treatment elsewhere | other
    personal = ("words",)


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
