"""Keeping and finding answers that are not sent yet."""

import json
from collections.abc import Mapping
from typing import Any

from enthesis.clinic.filing import key_of
from enthesis.clinic.keys import CannotOpen, Key, person_key
from enthesis.clinic.models import PersonKey
from enthesis.clinic.opening import Seen
from enthesis.web.models import Draft


def load(seen: Seen, kind: str) -> dict[str, Any]:
    """The draft of an opened course; empty where there is none, or none that opens any more."""
    draft = Draft.objects.filter(course=key_of(seen.number), kind=kind).first()
    key = _key(seen)
    if draft is None or key is None:
        return {}
    try:
        found = json.loads(key.open(bytes(draft.sealed), _belongs_to(seen, kind)))
    except (CannotOpen, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def keep(seen: Seen, kind: str, answers: Mapping[str, Any]) -> None:
    """Keep a draft in the place of the one before."""
    key = _key(seen)
    if key is not None:
        sealed = key.seal(json.dumps(answers).encode(), _belongs_to(seen, kind))
        Draft.objects.update_or_create(course_id=key_of(seen.number), kind=kind, defaults={"sealed": sealed})


def drop(seen: Seen, kind: str) -> None:
    """Throw a draft away."""
    Draft.objects.filter(course=key_of(seen.number), kind=kind).delete()


def _key(seen: Seen) -> Key | None:
    wrapped = PersonKey.objects.values_list("wrapped", flat=True).get(person=seen.person)
    return person_key(seen.person, bytes(wrapped)) if wrapped is not None else None


def _belongs_to(seen: Seen, kind: str) -> bytes:
    return f"enthesis draft {seen.number} {kind}".encode()
