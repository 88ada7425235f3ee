"""What Enthesis reads from its environment: one table, with what each variable may hold and what to write instead.

Pure: the variables are handed in, nothing is opened. `enthesis settings` prints the table without secrets.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from enthesis.clinic.database_url import BadAddress, database
from enthesis.clinic.messages.providers import mail_settings, sms_settings

PREFIX = "ENTHESIS_"
_HEX = re.compile(r"[0-9a-fA-F]{64}")

Check = Callable[[str], str]  # what is wrong with a value, as the end of a sentence; "" where nothing is


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable. `write` shows a value that works; `unless` says what holds without it."""

    name: str
    what: str
    unless: str
    write: str
    check: Check
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """A variable that cannot be used as it is."""

    name: str
    says: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.says} {self.remedy}".rstrip()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of `enthesis settings`."""

    name: str
    value: str  # as it may be shown
    what: str
    is_set: bool


def _anything(_value: str) -> str:
    return ""


def _one_of(*known: str) -> Check:
    return lambda value: "" if value in known else f"is “{value:.40}”"


def _address(value: str) -> str:
    found = _split(value)
    if isinstance(found, str):
        return found
    scheme, host, path = found
    if scheme not in ("http", "https"):
        return "does not begin with https:// (or http:// on this machine only)"
    if not host:
        return "names no host"
    return "goes on behind the host" if path.strip("/") else ""


def _read_by(read: Callable[[str], object]) -> Check:
    """A check by whoever reads the value for use: its own sentence says what is wrong."""

    def check(value: str) -> str:
        try:
            read(value)
        except BadAddress as problem:
            return str(problem)
        return ""

    return check


def _split(value: str) -> tuple[str, str, str] | str:
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        return "has a port that is none" if re.search(r":[^/@:]*$", value.partition("?")[0]) else "is no address"
    if port == 0 or any(letter.isspace() for letter in value):
        return "is no address"
    scheme = parts.scheme if "://" in value else ""
    return scheme, parts.hostname or "", parts.path


def _matches(pattern: re.Pattern[str], says: str) -> Check:
    return lambda value: "" if pattern.fullmatch(value.strip()) else says


_SECRET = _matches(_HEX, "is not 64 hexadecimal digits")

VARIABLES = (
    Variable("HOME", "the data folder", "./var", "a folder, as /srv/enthesis", _anything),
    Variable(
        "DATABASE",
        "where the records are",
        "SQLite in the data folder",
        "postgresql://user:password@host:5432/name",
        _read_by(lambda value: database(value, Path())),
        secret=True,
    ),
    Variable(
        "ADDRESS", "how browsers reach it", "this machine only, without https", "https://clinic.example", _address
    ),
    Variable(
        "PROXY",
        "how many proxies are in front of it",
        "none",
        "a number from 0 to 9, or leave it out",
        _matches(re.compile(r"[0-9]"), "is no number from 0 to 9"),
    ),
    Variable(
        "MAIL",
        "how letters leave",
        "they are written to files in the data folder",
        "smtp://user:password@host:587",
        _read_by(lambda value: mail_settings(value, "", "")),
        secret=True,
    ),
    Variable(
        "MAIL_FROM",
        "whom letters come from",
        "no-reply at the address",
        "Northside Clinic <desk@clinic.example>",
        _read_by(lambda value: mail_settings("", value, "")),
    ),
    Variable(
        "SMS",
        "how SMS leave",
        "none are sent",
        "twilio://ACCOUNT_SID:AUTH_TOKEN@+15550100",
        _read_by(sms_settings),
        secret=True,
    ),
    Variable(
        "FEEDS",
        "whether calendars inside the clinic's own network are fetched too",
        "only those outside",
        "private, or leave it out",
        _one_of("private"),
    ),
    Variable("KNOWLEDGE", "the clinic's own knowledge files", "those that ship", "a folder", _anything),
    Variable(
        "LANGUAGE",
        "language of whoever asks for none",
        "en-gb",
        "en-gb or es",
        _matches(re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*"), "is no language"),
    ),
    Variable(
        "DEBUG",
        "for developers: faults are shown to whoever meets them",
        "off",
        "1, or leave it out",
        _one_of("0", "1"),
    ),
    Variable("SECRET_KEY", "signs sessions", "made in the data folder", "64 hexadecimal digits", _SECRET, secret=True),
    Variable(
        "MASTER_KEY",
        "opens what is sealed: kept apart from backups",
        "made in the data folder",
        "64 hexadecimal digits, those that this clinic was made with",
        _SECRET,
        secret=True,
    ),
)


def faults(environment: Mapping[str, str]) -> list[Fault]:
    """Everything that is wrong, in the order of the table. An empty value is as good as none."""
    found = []
    for each in VARIABLES:
        value = environment.get(PREFIX + each.name, "")
        wrong = each.check(value) if value else ""
        if wrong.startswith(PREFIX):  # a whole sentence
            found.append(Fault(PREFIX + each.name, wrong, ""))
        elif wrong:
            shown = "" if each.secret or wrong.startswith("is “") else f" (“{value[:60]}”)"
            found.append(
                Fault(PREFIX + each.name, f"{PREFIX}{each.name}{shown} {wrong}.", f"Write it as {each.write}.")
            )
    return found


def strangers(environment: Mapping[str, str]) -> list[str]:
    """Variables that begin as ours do and that nobody reads: a slip of the pen, most often."""
    known = {PREFIX + each.name for each in VARIABLES}
    return sorted(name for name in environment if name.startswith(PREFIX) and name not in known)


def lines(environment: Mapping[str, str]) -> list[Line]:
    """Every variable as it may be shown: of a secret only whether it is set, of an address no password."""
    found = []
    for each in VARIABLES:
        value = environment.get(PREFIX + each.name, "")
        shown = (_without_secret(value) if each.secret else value) if value else f"{each.unless} (not set)"
        found.append(Line(PREFIX + each.name, shown, each.what, bool(value)))
    return found


def _without_secret(value: str) -> str:
    scheme, sep, rest = value.partition("://")
    if not sep:
        return "set, not shown"
    host = rest.rpartition("@")[2].partition("?")[0]
    return f"{scheme}://…@{host}" if "@" in rest else f"{scheme}://{host}"
