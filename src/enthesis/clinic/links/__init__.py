"""Links that are sent by e-mail: a secret for one purpose and one subject, for a while.

    secret = make_link("evaluation", "17", lasts=timedelta(days=14))
    read_link("evaluation", secret)  # "17"; None for another purpose, when it is over, or after drop_links

The secret is in the link and nowhere else; the database holds its digest. A secret has 256 bits of chance, so its
digest needs no salt and no slow hash.
"""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

PURPOSES = 40  # letters that a purpose has at most
SECRET_BYTES = 32


def make_link(purpose: str, subject: str, *, lasts: timedelta) -> str:
    """A new secret that stands for `subject`, in codes, for so long. It is in no table and cannot be shown again."""
    from enthesis.clinic.links.models import Link  # an app's package is read before its tables are known

    if not purpose or len(purpose) > PURPOSES or not subject or lasts <= timedelta():
        raise ValueError("A link has a purpose of up to 40 letters, a subject, and lasts for a while.")
    secret = secrets.token_urlsafe(SECRET_BYTES)
    now = datetime.now(UTC)
    Link.objects.create(
        purpose=purpose, subject=subject, digest=_digest(purpose, secret), made_at=now, until=now + lasts
    )
    return secret


def read_link(purpose: str, secret: str) -> str | None:
    """What a secret stands for; None where it is none, was made for another purpose, is over, or was dropped."""
    from enthesis.clinic.links.models import Link

    found = Link.objects.filter(digest=_digest(purpose, secret), until__gt=datetime.now(UTC)).first()
    return found.subject if found is not None else None


def drop_links(purpose: str, subject: str) -> int:
    """Take back every link to one thing: it was used, or is sent anew. How many there were."""
    from enthesis.clinic.links.models import Link

    return Link.objects.filter(purpose=purpose, subject=subject).delete()[0]


def forget_old(now: datetime) -> int:
    """Remove the rows of links that are over. How many there were."""
    from enthesis.clinic.links.models import Link

    return Link.objects.filter(until__lt=now).delete()[0]


def _digest(purpose: str, secret: str) -> bytes:
    return hashlib.sha256(f"{purpose}\n{secret}".encode("utf-8", "replace")).digest()
