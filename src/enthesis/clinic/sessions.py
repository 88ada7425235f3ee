"""Sessions in the database, as Django keeps them; every page reads one, so that is done in the shortest way."""

import json
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.serializers import JSONSerializer
from django.core import signing

from enthesis.clinic.sql import Statement, stored

_LASTING = Statement("SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s")


class SessionStore(db.SessionStore):
    """Django's own store; only how a session is found and opened is another way to the same row."""

    def load(self) -> dict[str, Any]:
        found = _LASTING.run([self.session_key, stored(datetime.now(UTC))]) if self.session_key else []
        if not found:
            self._session_key = None
            return {}
        return self.decode(found[0][0])

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        try:
            return dict(json.loads(_opened(str(session_data), self.key_salt)))
        except signing.BadSignature:
            return dict(super().decode(session_data))  # which says so


class _AsItIs(JSONSerializer):
    """What was signed, still written as JSON."""

    def loads(self, data: bytes) -> bytes:
        return data


@lru_cache(maxsize=1024)
def _opened(data: str, salt: str) -> bytes:
    """What is signed in `data`: the same words were signed once and for all. Raises `BadSignature`."""
    return bytes(signing.loads(data, salt=salt, serializer=_AsItIs))
