"""What a letter leaves the clinic by: a mail server, or a folder in which developers look at what would have left.

A transport is handed a letter with its key. It raises `NotTaken` where the letter surely was not taken, and `Unsure`
where it may have been. Where it can say later whether it took a letter, `was_accepted` does, and then it takes no key
twice: handing the same letter over again changes nothing. None means that it cannot say.
"""

import hashlib
import os
import smtplib
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage as Parsed
from email.mime.text import MIMEText
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from enthesis.clinic.models import Clinic

SECONDS = 30  # that a mail server is waited for
E_MAIL, INBOX = "e-mail", "inbox"
_OF_FILES = "django.core.mail.backends.filebased.EmailBackend"
_KEY, CLINIC = "X-Enthesis-Key", "X-Enthesis-Clinic"
_EXAMPLE = "example"  # a clinic of made-up people says so in its name
_FROM_HERE = 500  # codes of a mail server from which on it will not take the letter later either


class NotTaken(Exception):
    """The letter was surely not taken. `why` is a code without words of a person; `for_good`: nor will it be later."""

    def __init__(self, why: str, *, for_good: bool = False) -> None:
        super().__init__(why)
        self.why, self.for_good = why, for_good


class Unsure(Exception):
    """Nobody knows whether the letter was taken: the connection ended in between."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """A letter to one patient, ready to leave."""

    to: str
    subject: str
    text: str
    calendar: bytes = b""  # the visit as `.ics`
    method: str = ""  # of the calendar: REQUEST or CANCEL
    clinic: int = 0


class Transport(Protocol):
    """Takes letters. See the module."""

    channel: str

    def send(self, letter: Letter, key: str) -> None: ...

    def was_accepted(self, key: str) -> bool | None: ...


class Mail:
    """The mail server of the clinic. It cannot say later what it took."""

    channel = E_MAIL

    def send(self, letter: Letter, key: str) -> None:
        message = as_message(letter, key)
        connection = get_connection(timeout=SECONDS)
        try:
            connection.open()
        except (OSError, smtplib.SMTPException) as problem:
            raise NotTaken(_code(problem)) from None
        message.connection = connection
        try:
            message.send()
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as problem:
            code = _status(problem)
            raise NotTaken(_code(problem), for_good=code >= _FROM_HERE) from None
        except (OSError, smtplib.SMTPException) as problem:
            raise Unsure(_code(problem)) from None
        finally:
            connection.close()

    def was_accepted(self, key: str) -> bool | None:
        return None


class Folder:
    """A folder with a file for each letter, named by its key: developers and example clinics look into it."""

    channel = INBOX

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or settings.HOME / "inbox"

    def send(self, letter: Letter, key: str) -> None:
        self.folder.mkdir(exist_ok=True, mode=0o700)
        place = self._place(key)
        draft = place.with_suffix(f".{os.getpid()}.part")
        with draft.open("wb") as stream:
            message = as_message(letter, key)
            message.extra_headers[CLINIC] = str(letter.clinic)
            stream.write(message.message().as_bytes())
            stream.flush()
            os.fsync(stream.fileno())
        try:
            os.link(draft, place)
        except FileExistsError:
            pass  # it was taken before
        finally:
            draft.unlink()

    def was_accepted(self, key: str) -> bool | None:
        return self._place(key).exists()

    def letters(self, most: int) -> Iterator[tuple[float, Parsed]]:
        """What lies in the folder, the latest first, each with when it came (seconds since 1970)."""
        files = [(path.stat().st_mtime, path) for path in self.folder.glob("*.eml")] if self.folder.is_dir() else []
        for at, path in sorted(files, reverse=True)[:most]:
            found = message_from_bytes(path.read_bytes(), policy=policy.default)
            assert isinstance(found, Parsed)  # of that policy
            yield at, found

    def _place(self, key: str) -> Path:
        return self.folder / f"{hashlib.sha256(key.encode()).hexdigest()[:40]}.eml"


def transport_of(clinic: Clinic, channel: str = E_MAIL) -> Transport:
    """What a clinic's letters leave by. Those of an example clinic, or where no mail server is named, stay here."""
    if clinic.name.casefold().startswith(_EXAMPLE) or settings.EMAIL_BACKEND == _OF_FILES:
        return Folder()
    return Mail()


def as_message(letter: Letter, key: str) -> EmailMessage:
    """A letter as mail programs read it. Its Message-ID is made from the key: two copies would show as one."""
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    digest = hashlib.sha256(key.encode()).hexdigest()[:40]
    headers = {"Message-ID": f"<{digest}@{host}>", "Auto-Submitted": "auto-generated", _KEY: digest}
    message = EmailMessage(letter.subject, letter.text, settings.DEFAULT_FROM_EMAIL, [letter.to], headers=headers)
    if letter.calendar:
        part = MIMEText(letter.calendar.decode(), "calendar", "utf-8")
        part.set_param("method", letter.method)
        part.add_header("Content-Disposition", "attachment", filename="appointment.ics")
        message.attach(part)
    return message


def _status(problem: Exception) -> int:
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return max((code for code, _ in problem.recipients.values()), default=0)
    return int(getattr(problem, "smtp_code", 0))


def _code(problem: Exception) -> str:
    code = _status(problem)
    return f"{type(problem).__name__} {code}".strip() if code else type(problem).__name__
