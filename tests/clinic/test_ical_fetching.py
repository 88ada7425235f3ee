"""An address that somebody typed is fetched by the clinic's own machine: never from inside its network."""

import http.server
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from enthesis.clinic.ical import fetching
from enthesis.clinic.ical.fetching import checked, fetch
from enthesis.clinic.ical.reading import LARGEST, NotACalendar

pytestmark = pytest.mark.once

ICS = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"


class Answers(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to"))
            self.end_headers()
            return
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "file:///etc/passwd")
            self.end_headers()
            return
        if self.path == "/round":
            self.send_response(302)
            self.send_header("Location", "/round")
            self.end_headers()
            return
        body = {"/feed.ics": ICS, "/large": b"x" * (LARGEST + 10)}.get(self.path)
        self.send_response(200 if body else 404)
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers) as found:
        thread = threading.Thread(target=found.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{found.server_port}"
        found.shutdown()


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "ftp://example.org/a.ics",
        "https://",
        "https://user:secret@example.org/a.ics",
        "https://example.org:99999/a.ics",
        "https://example.org/a b.ics",
        "example.org/a.ics",
        "https://example.org/a\r\nHost: inside",
        "https://" + "a" * 600,
        "",
    ],
)
def test_what_is_no_address_of_a_calendar(address: str) -> None:
    with pytest.raises(NotACalendar):
        checked(address)


def test_webcal_is_https() -> None:
    assert checked(" webcal://example.org/a.ics ") == "https://example.org/a.ics"


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "10.0.0.8",
        "192.168.1.1",
        "169.254.169.254",
        "0.0.0.0",
        "[::ffff:127.0.0.1]",
        "[fd00::1]",
        "2130706433",
        "100.64.0.1",
        "[64:ff9b::7f00:1]",
    ],
)
def test_nothing_is_fetched_from_inside_the_network(host: str, server: str) -> None:
    port = server.rpartition(":")[2]
    with pytest.raises(NotACalendar, match=r"private network|No host is called"):
        fetch(f"http://{host}:{port}/feed.ics")


def test_a_name_with_one_inside_address_is_refused_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(2, 1, 6, "", ("93.184.216.34", 80)), (2, 1, 6, "", ("10.0.0.1", 80))]
    monkeypatch.setattr(fetching.socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(NotACalendar, match="private network"):
        fetch("http://twofaced.example/feed.ics")


def test_the_operator_may_allow_it(server: str, settings: Any) -> None:
    settings.FETCH_PRIVATE = True
    assert fetch(f"{server}/feed.ics") == ICS
    assert fetch(f"{server}/to/feed.ics") == ICS


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/none", "answers with 404"),
        ("/large", "more than 2 MB"),
        ("/away", "no address of a calendar"),
        ("/round", "without end"),
    ],
)
def test_what_goes_wrong_is_told_in_a_sentence(path: str, told: str, server: str, settings: Any) -> None:
    settings.FETCH_PRIVATE = True
    with pytest.raises(NotACalendar, match=told):
        fetch(f"{server}{path}")


def test_a_host_that_is_not_there(settings: Any) -> None:
    settings.FETCH_PRIVATE = True
    with pytest.raises(NotACalendar, match="cannot be reached"):
        fetch("http://127.0.0.1:1/feed.ics")
