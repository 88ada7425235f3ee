"""The key of this machine's exports: made from the master key, so that it is kept and lost with it."""

from hashlib import sha256

from enthesis.clinic.keys import mark


def export_key() -> bytes:
    """16 bytes that never leave the clinic. Without them no code of an export leads back to anybody."""
    return mark(sha256(b"enthesis registry export").digest())
