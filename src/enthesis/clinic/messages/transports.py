"""What a letter leaves the clinic by: mail, SMS, or a folder in which developers look at what would have left.

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

import requests
from anymail.exceptions import AnymailAPIError, AnymailError
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, get_connection
from urllib3.exceptions import NameResolutionError, NewConnectionError

from enthesis.clinic.ical.visits import PUBLISH
from enthesis.clinic.messages.outcomes import NotTaken, Unsure
from enthesis.clinic.messages.providers import OF_FILES
from enthesis.clinic.messages.sms import SmsProvider, provider_of
from enthesis.clinic.models import Clinic

__all__ = ["CLINIC", "E_MAIL", "INBOX", "OWN", "SMS", "Folder", "Letter", "Mail", "NotTaken", "Text", "Transport"]
__all__ += ["Unsure", "as_message", "offers_sms", "stays_here", "transport_of"]

SECONDS = 30  # that a mail server is waited for
E_MAIL, INBOX, SMS = "e-mail", "inbox", "sms"
_KEY, CLINIC = "X-Enthesis-Key", "X-Enthesis-Clinic"
OWN = "X-Enthesis-Own"  # of a letter that lets its reader into an account: nobody else is shown what it says
_EXAMPLE = "example"  # a clinic of made-up people says so in its name
_OF_SMTP = "django.core.mail.backends.smtp.EmailBackend"
_LATER = frozenset((401, 403, 404, 408, 429))  # the account or the moment, not this letter
_FROM_HERE = 500  # codes of a mail server from which on it will not take the letter later either


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """A letter to one patient, ready to leave. An SMS has no subject."""

    to: str
    subject: str
    text: str
    calendar: bytes = b""  # the visit, or several, as `.ics`
    method: str = ""  # of the calendar: REQUEST, CANCEL or, of several, PUBLISH
    clinic: int = 0
    stop: str = ""  # address at which the patient chooses another way, or none


class Transport(Protocol):
    """Takes letters. See the module."""

    channel: str

    def send(self, letter: Letter, key: str) -> None: ...

    def was_accepted(self, key: str) -> bool | None: ...


class Mail:
    """The mail server of the clinic, or its provider of mail. Neither can say later what it took."""

    channel = E_MAIL

    def send(self, letter: Letter, key: str) -> None:
        message = as_message(letter, key)
        try:
            connection = get_connection(timeout=SECONDS) if settings.EMAIL_BACKEND == _OF_SMTP else get_connection()
            connection.open()
        except (OSError, smtplib.SMTPException, ImproperlyConfigured) as problem:
            raise NotTaken(_code(problem)) from None
        message.connection = connection
        try:
            message.send()
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as problem:
            code = _status(problem)
            raise NotTaken(_code(problem), for_good=code >= _FROM_HERE) from None
        except AnymailError as problem:
            raise _of_provider(problem) from None
        except (OSError, smtplib.SMTPException) as problem:
            raise Unsure(_code(problem)) from None
        finally:
            connection.close()

    def was_accepted(self, key: str) -> bool | None:
        return None


class Text:
    """The clinic's provider of SMS."""

    channel = SMS

    def __init__(self, provider: SmsProvider) -> None:
        self._provider = provider

    def send(self, letter: Letter, key: str) -> None:
        self._provider.send(letter.to, letter.text)

    def was_accepted(self, key: str) -> bool | None:
        return self._provider.was_accepted(key)


class Folder:
    """A folder with a file for each letter, named by its key: developers and example clinics look into it."""

    channel = INBOX

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or settings.HOME / "inbox"

    def send(self, letter: Letter, key: str) -> None:
        message = as_message(letter, key)
        message.extra_headers[CLINIC] = str(letter.clinic)
        self.put(message, key)

    def put(self, message: EmailMessage, key: str) -> None:
        """Lay a letter down under its key: there as a whole, or not at all; once."""
        self.folder.mkdir(exist_ok=True, mode=0o700)
        place = self._place(key)
        draft = place.with_suffix(f".{os.getpid()}.part")
        with draft.open("wb") as stream:
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
    if stays_here(clinic) or channel == INBOX:
        return Folder()
    if channel == SMS and settings.SMS_ACCOUNT is not None:
        return Text(provider_of(settings.SMS_ACCOUNT))
    return Mail()


def stays_here(clinic: Clinic) -> bool:
    """Whether letters of a clinic do not leave this machine."""
    return clinic.name.casefold().startswith(_EXAMPLE) or settings.EMAIL_BACKEND == OF_FILES


def offers_sms(clinic: Clinic) -> bool:
    """Whether a patient of a clinic can choose SMS."""
    return settings.SMS_ACCOUNT is not None or stays_here(clinic)


def as_message(letter: Letter, key: str) -> EmailMessage:
    """A letter as mail programs read it. Its Message-ID is made from the key: two copies would show as one."""
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    digest = hashlib.sha256(key.encode()).hexdigest()[:40]
    headers = {"Message-ID": f"<{digest}@{host}>", "Auto-Submitted": "auto-generated", _KEY: digest}
    if letter.stop.startswith("https://"):  # RFC 8058: the mail program's own button
        headers |= {"List-Unsubscribe": f"<{letter.stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    message = EmailMessage(letter.subject, letter.text, settings.DEFAULT_FROM_EMAIL, [letter.to], headers=headers)
    if letter.calendar:
        part = MIMEText(letter.calendar.decode(), "calendar", "utf-8")
        part.set_param("method", letter.method)
        part.add_header(
            "Content-Disposition",
            "attachment",
            filename="appointments.ics" if letter.method == PUBLISH else "appointment.ics",
        )
        message.attach(part)
    return message


def _of_provider(problem: AnymailError) -> NotTaken | Unsure:
    """What a provider's error means: sure only where it was never reached, or where it refused."""
    status = problem.status_code or 0
    why = f"{problem.esp_name or 'provider'} {status}" if status else type(problem.__cause__ or problem).__name__
    if isinstance(problem, AnymailAPIError):
        if 400 <= status < _FROM_HERE:
            return NotTaken(why, for_good=status not in _LATER)
        if not status and isinstance(problem.__cause__, requests.ConnectionError) and _never_reached(problem.__cause__):
            return NotTaken(why)
        return Unsure(why)
    return NotTaken(why, for_good=True)  # every recipient refused, or it could not even be written


def _never_reached(problem: requests.ConnectionError) -> bool:
    """Whether there was no connection on which anything could have gone out."""
    if isinstance(problem, requests.ConnectTimeout | requests.exceptions.SSLError | requests.exceptions.ProxyError):
        return True
    reason = getattr(problem.args[0] if problem.args else None, "reason", None)
    return isinstance(reason, NewConnectionError | NameResolutionError)


def _status(problem: Exception) -> int:
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return max((code for code, _ in problem.recipients.values()), default=0)
    return int(getattr(problem, "smtp_code", 0))


def _code(problem: Exception) -> str:
    code = _status(problem)
    return f"{type(problem).__name__} {code}".strip() if code else type(problem).__name__
