"""A browser as far as a benchmark needs one: a connection that stays open, cookies, and a form that is filled in."""

from html.parser import HTMLParser
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from benchmarks.apart import PartFailed

_TOKEN = "a" * 32  # a form is taken from whoever knows the token of their own cookie
_SAID = "4"  # what is answered where there is a scale


class Client:
    """One person with a session."""

    def __init__(self, port: int, session: str = "") -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = {"Accept-Encoding": "gzip", "Accept-Language": "en-GB"}
        if session:
            self._headers["Cookie"] = f"sessionid={session}; csrftoken={_TOKEN}"

    def get(self, path: str) -> bytes:
        """The body, compressed as it came. Raises `PartFailed` where it is not there."""
        return self._asked("GET", path, "", 200)

    def post(self, path: str, fields: dict[str, str]) -> None:
        """Send a form that leads on to another page. Raises `PartFailed` where it does not."""
        self._asked("POST", path, urlencode({**fields, "csrfmiddlewaretoken": _TOKEN}), 302)

    def _asked(self, method: str, path: str, body: str, status: int) -> bytes:
        headers = {**self._headers, **({"Content-Type": "application/x-www-form-urlencoded"} if body else {})}
        self._connection.request(method, path, body or None, headers)
        answer = self._connection.getresponse()
        found = answer.read()
        if answer.status != status:
            raise PartFailed(f"{method} {path} answered {answer.status} instead of {status}.")
        return found

    def form(self, path: str) -> dict[str, str]:
        """What the form of a page would send where every scale is answered alike."""
        self._headers["Accept-Encoding"] = "identity"
        try:
            page = _Form()
            page.feed(self.get(path).decode())
        finally:
            self._headers["Accept-Encoding"] = "gzip"
        return page.filled


def afresh(fields: dict[str, str]) -> dict[str, str]:
    """The same form as another page would send it: its entry is a new one."""
    return {**fields, "form_id": uuid4().hex}


class _Form(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.filled: dict[str, str] = {}
        self._within = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, Any]]) -> None:
        told = {key: value or "" for key, value in attrs}
        if tag == "form":
            self._within = told.get("method") == "post" and "/accounts/" not in told.get("action", "")
        if tag != "input" or not self._within or not told.get("name"):
            return
        kind, name, value = told.get("type", "text"), told["name"], told.get("value", "")
        if kind == "hidden" or (kind == "radio" and value == _SAID) or (kind == "radio" and "checked" in told):
            self.filled.setdefault(name, value)

    def handle_endtag(self, tag: str) -> None:
        self._within &= tag != "form"
