"""Sealing: every person's words under a key of their own, every key under the clinic's master key.

AES-256-GCM throughout; a sealed value is a 12-byte nonce and the ciphertext. What a value belongs to is part
of the seal, so that it cannot be put in another's place. Destroying a person's key erases the person.
"""

import base64
import hashlib
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

KEY_BYTES = 32
NONCE_BYTES = 12


class CannotOpen(Exception):
    """A sealed value does not open: it was changed, or this is not the master key it was sealed under."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what} cannot be opened: it was changed, or the master key is not the one that this clinic was made with."
            " Put back the right master-key file (or ENTHESIS_MASTER_KEY) and run: enthesis verify"
        )


class Key:
    """A key in use: seals and opens."""

    def __init__(self, raw: bytes) -> None:
        self._cipher = AESGCM(raw)

    def seal(self, plain: bytes, belongs_to: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plain, belongs_to)

    def open(self, sealed: bytes, belongs_to: bytes, what: str = "A sealed value") -> bytes:
        """What was sealed. Raises `CannotOpen`, which names `what`."""
        try:
            return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], belongs_to)
        except (InvalidTag, ValueError):
            raise CannotOpen(what) from None


def new_person_key(person: int) -> bytes:
    """A fresh key for a person, wrapped under the master key: what the database keeps."""
    return _master().seal(os.urandom(KEY_BYTES), _of(person))


@lru_cache(maxsize=4096)
def person_key(person: int, wrapped: bytes) -> Key:
    """The key that `wrapped` holds. Callers take `wrapped` from the database each time: an erased key is not found."""
    return Key(_master().open(wrapped, _of(person), f"The key of person P-{person:04d}"))


def mark(digest: bytes) -> bytes:
    """16 bytes that only a holder of the master key can make: they show that the clinic itself wrote a digest."""
    return hashlib.blake2b(digest, key=_marking(), digest_size=16).digest()


def token(clinic: int, word: str) -> bytes:
    """A word of a name as the search table keeps it: comparable, and unreadable without the master key."""
    return hashlib.blake2b(f"{clinic}\n{word}".encode(), key=_searching(), digest_size=12).digest()


def seal_text(text: str, belongs_to: str) -> str:
    return base64.b64encode(_master().seal(text.encode(), belongs_to.encode())).decode()


def open_text(sealed: str, belongs_to: str) -> str:
    return _master().open(base64.b64decode(sealed), belongs_to.encode()).decode()


def forget() -> None:
    """Drop the keys that this process holds in memory."""
    person_key.cache_clear()


def _of(person: int) -> bytes:
    return b"enthesis person %d" % person


def _derived(purpose: bytes) -> bytes:
    return hashlib.blake2b(purpose, key=settings.MASTER_KEY, digest_size=KEY_BYTES).digest()


@lru_cache(maxsize=1)
def _master() -> Key:
    return Key(_derived(b"enthesis wrap"))


@lru_cache(maxsize=1)
def _marking() -> bytes:
    return _derived(b"enthesis mark")


@lru_cache(maxsize=1)
def _searching() -> bytes:
    return _derived(b"enthesis search")
