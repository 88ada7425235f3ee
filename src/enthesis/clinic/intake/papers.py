"""What an evaluation holds, as values and as the sealed JSON."""

import base64
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any

from enthesis.clinic.keys import KEY_BYTES, Key, open_text, seal_text

TELEHEALTH, IN_PERSON, EITHER = "telehealth", "in-person", "either"


@dataclass(frozen=True, slots=True)
class Line:
    """Something that was said between a clinic and somebody who is not its patient yet."""

    on: str  # 2026-11-21, on the clinic's calendar
    who: str  # handle of an account, or "" for the stranger
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """Everything that somebody typed before being a patient."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    told: tuple[str, ...] = ()  # rules whose urgent result was shown
    name: str = ""
    born: date | None = None
    email: str = ""
    telephone: str = ""
    mode: str = ""  # telehealth | in-person | either
    when: str = ""
    words: str = ""
    language: str = ""  # in which the pages were read: "es", "en-gb"
    link_to: str = ""  # where the link to come back was sent, before there was a contact
    no_reminder: bool = False  # whoever has that address wants none
    lines: tuple[Line, ...] = ()

    @property
    def asked(self) -> str:
        """What the clinic asked last and has no answer to; "" where nothing is open."""
        return self.lines[-1].words if self.lines and self.lines[-1].who else ""

    @property
    def reached_by(self) -> str:
        return ", ".join(filter(None, (self.telephone, self.email)))


def new_key(pk: int) -> str:
    """A fresh key of one evaluation, wrapped under the master key: what the database keeps."""
    return seal_text(base64.b64encode(os.urandom(KEY_BYTES)).decode(), _key_of(pk))


def sealed(papers: Papers, pk: int, wrapped: str) -> bytes:
    """The papers under the evaluation's own key."""
    plain = {**asdict(papers), "born": papers.born.isoformat() if papers.born else None}
    return _key(pk, wrapped).seal(json.dumps(plain).encode(), _of(pk))


def opened(sealed: bytes, pk: int, wrapped: str) -> Papers:
    """What was sealed. Raises `CannotOpen`."""
    said = json.loads(_key(pk, wrapped).open(sealed, _of(pk), f"Evaluation E-{pk:04d}"))
    known = {spec.name for spec in fields(Papers)}
    kept = {name: value for name, value in said.items() if name in known}
    kept["born"] = date.fromisoformat(kept["born"]) if kept.get("born") else None
    kept["told"] = tuple(kept.get("told", ()))
    kept["lines"] = tuple(Line(**line) for line in kept.get("lines", ()))
    return Papers(**kept)


def _key(pk: int, wrapped: str) -> Key:
    return Key(base64.b64decode(open_text(wrapped, _key_of(pk))))


def _key_of(pk: int) -> str:
    return f"enthesis evaluation key {pk}"


def _of(pk: int) -> bytes:
    return b"enthesis evaluation %d" % pk
