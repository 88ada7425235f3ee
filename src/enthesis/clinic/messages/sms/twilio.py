"""Twilio's REST API, with nothing but the standard library: POST /2010-04-01/Accounts/{account}/Messages.json.

Sources: Twilio's documentation of the Message resource, and its dictionary of errors. A connection that was never made,
and an answer that refuses (400 to 499), are sure: nothing was sent. An answer that never came, or came with 500 and
more, is not: Twilio has no key by which a text that was posted twice is one.
"""

import base64
import http.client
import json
import ssl
from urllib.parse import quote, urlencode, urlsplit

from enthesis.clinic.messages.outcomes import NotTaken, Unsure
from enthesis.clinic.messages.providers import SmsAccount

SECONDS = 20
MOST_ANSWER = 100_000  # bytes that are read of an answer
_LATER = frozenset((401, 403, 404, 408, 429))  # the account or the moment, not this number


class Twilio:
    """One account at Twilio."""

    def __init__(self, account: SmsAccount) -> None:
        self._account = account

    def send(self, to: str, text: str) -> None:
        """Hand a text over. Raises `NotTaken` and `Unsure`, with a code and no words of a person."""
        account = self._account
        sender = "MessagingServiceSid" if account.sender.startswith("MG") else "From"
        body = urlencode({"To": to, sender: account.sender, "Body": text})
        token = base64.b64encode(f"{account.account}:{account.token}".encode()).decode()
        headers = {"Authorization": f"Basic {token}", "Content-Type": "application/x-www-form-urlencoded"}
        headers["Accept"] = "application/json"
        connection = self._connection()
        try:
            connection.connect()
        except (OSError, http.client.HTTPException) as problem:
            connection.close()
            raise NotTaken(type(problem).__name__) from None
        try:
            connection.request("POST", f"/2010-04-01/Accounts/{quote(account.account)}/Messages.json", body, headers)
            answer = connection.getresponse()
            status, said = answer.status, answer.read(MOST_ANSWER)
        except (OSError, http.client.HTTPException) as problem:
            raise Unsure(type(problem).__name__) from None
        finally:
            connection.close()
        self._judge(status, said)

    def was_accepted(self, key: str) -> bool | None:
        """Twilio does not know texts by a key of ours."""
        return None

    def _connection(self) -> http.client.HTTPConnection:
        parts = urlsplit(self._account.address)
        host = parts.hostname or ""
        if parts.scheme == "https":
            secure = ssl.create_default_context()
            return http.client.HTTPSConnection(host, parts.port, timeout=SECONDS, context=secure)
        return http.client.HTTPConnection(host, parts.port, timeout=SECONDS)  # on this machine only (providers.py)

    @staticmethod
    def _judge(status: int, said: bytes) -> None:
        if 200 <= status < 300:
            return
        why = " ".join(("twilio", str(status), *_code(said)))
        if 400 <= status < 500:
            raise NotTaken(why, for_good=status not in _LATER)
        raise Unsure(why)


def _code(said: bytes) -> tuple[str, ...]:
    """Twilio's own number of an error; its words may name the patient's number and are not kept."""
    try:
        code = json.loads(said)["code"]
    except (ValueError, KeyError, TypeError):
        return ()
    return (str(code),) if isinstance(code, int) else ()
