"""Making and reading links. A secret has 256 bits of chance, so its digest needs no salt and no slow hash."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

from enthesis.clinic.links.models import Link

_LONGEST = 100  # characters of a secret that is worth looking up


def make_link(purpose: str, subject: str, *, lasts: timedelta) -> str:
    """A new secret that opens `subject` for one purpose, for so long. It is shown once: only its digest is kept."""
    secret = secrets.token_urlsafe(32)
    now = datetime.now(UTC)
    Link.objects.create(
        purpose=purpose, subject=subject, digest=_digest(purpose, secret), made_at=now, until=now + lasts
    )
    return secret


def read_link(purpose: str, secret: str) -> str | None:
    """What a secret opens; None where it opens nothing (any more)."""
    if not 0 < len(secret) <= _LONGEST:
        return None
    found = Link.objects.filter(digest=_digest(purpose, secret), until__gt=datetime.now(UTC))
    return found.values_list("subject", flat=True).first()


def drop_links(purpose: str, subject: str) -> int:
    """Take back every link to one thing: it was used, or the thing is no longer there. How many there were."""
    return Link.objects.filter(purpose=purpose, subject=subject).delete()[0]


def forget_old(now: datetime) -> int:
    """Remove the rows of links that are over. How many there were."""
    return Link.objects.filter(until__lt=now).delete()[0]


def _digest(purpose: str, secret: str) -> str:
    return hashlib.sha256(f"{purpose}\n{secret}".encode()).hexdigest()
