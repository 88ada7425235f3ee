"""Sessions in the database, as Django keeps them; every page reads one, so that query is put together once."""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from enthesis.clinic.prepared import Prepared

_LASTING = Prepared(lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now))


class SessionStore(db.SessionStore):
    """Django's own store; only how a session is found is another way to the same row."""

    def _get_session_from_db(self) -> Any:
        found = _LASTING(self.session_key, timezone.now()) if self.session_key else []
        if not found:
            self._session_key = None
            return None
        return found[0]
