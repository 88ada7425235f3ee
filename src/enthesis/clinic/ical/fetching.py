"""Fetches a calendar from an address that somebody typed.

It is the clinic's own machine that asks, so an address must not lead inside its network: each name is looked up once,
every one of its addresses must be a public one, and the connection goes to that very address. Redirects are followed a
few times, each checked alike. An operator may allow addresses inside (ENTHESIS_FEEDS=private).
"""

import http.client
import ipaddress
import socket
import ssl
import time
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings

from enthesis.clinic.ical.reading import LARGEST, NotACalendar

SECONDS = 10  # of one answer
TOTAL_SECONDS = 30
REDIRECTS = 3
_MOVED = frozenset((301, 302, 303, 307, 308))
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")  # of networks that reach IPv4 by a translator
_TRY = "Check the address in a browser, or bring the calendar as a file."


def checked(address: str) -> str:
    """An address as it is kept: http or https, without a name and password of somebody. Raises `NotACalendar`."""
    text = address.strip()
    if text.casefold().startswith("webcal://"):
        text = f"https://{text[9:]}"
    _parts(text)
    return text


def fetch(address: str) -> bytes:
    """What lies at an address. Raises `NotACalendar` with a sentence that names no more than the host."""
    end = time.monotonic() + TOTAL_SECONDS
    for _ in range(REDIRECTS + 1):
        parts = _parts(address)
        try:
            status, moved_to, body = _ask(parts, end)
        except NotACalendar:
            raise
        except (OSError, http.client.HTTPException, ValueError) as problem:
            why = "does not answer in time" if isinstance(problem, TimeoutError) else "cannot be reached"
            raise NotACalendar(f"{parts.hostname} {why}.", _TRY) from None
        if status in _MOVED and moved_to:
            address = urljoin(address, moved_to)
            continue
        if status != http.client.OK:
            raise NotACalendar(f"{parts.hostname} answers with {status} instead of a calendar.", _TRY)
        return body
    raise NotACalendar(f"{_parts(address).hostname} sends from one address to the next without end.", _TRY)


def _parts(address: str) -> SplitResult:
    wrong = NotACalendar("That is no address of a calendar.", "It begins with https:// and names a host.")
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - reading it is what checks it
    except ValueError:
        raise wrong from None
    if parts.scheme not in ("http", "https") or not parts.hostname or len(address) > 500:
        raise wrong
    if parts.username or parts.password:
        raise NotACalendar("The address holds a name or a password.", "Give a feed's own secret address.")
    if any(ord(letter) <= ord(" ") for letter in address):
        raise wrong
    return parts


def _ask(parts: SplitResult, end: float) -> tuple[int, str, bytes]:
    host = parts.hostname or ""
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    place = _public(host, port)
    made = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = made(host, port, timeout=SECONDS)
    plain = socket.create_connection((place, port), timeout=SECONDS)
    try:
        connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host) if secure else plain
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("GET", target, headers={"Accept": "text/calendar", "User-Agent": "Enthesis"})
        answer = connection.getresponse()
        body = bytearray()
        while len(body) <= LARGEST and (piece := answer.read1(65536)):
            body += piece
            if time.monotonic() > end:
                raise TimeoutError
        if len(body) > LARGEST:
            raise NotACalendar(f"{host} gives more than {LARGEST // 1024 // 1024} MB.", "Give a smaller calendar.")
        return answer.status, answer.getheader("Location", "") or "", bytes(body)
    finally:
        connection.close()
        plain.close()


def _public(host: str, port: int) -> str:
    """The address to connect to. Every address of the name must be public, unless the operator allows others."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotACalendar(f"No host is called {host[:100]}.", _TRY) from None
    places = [str(each[4][0]).partition("%")[0] for each in found]
    if not settings.FETCH_PRIVATE and not all(_is_public(place) for place in places):
        says = f"{host[:100]} lies inside a private network, from which no calendar is fetched."
        raise NotACalendar(says, "Bring it as a file, or let the operator set ENTHESIS_FEEDS=private.")
    return places[0]


def _is_public(place: str) -> bool:
    """Whether an address is of the open internet; one that leads on to an IPv4 address, whether that one is."""
    address = ipaddress.ip_address(place)
    inner = None
    if isinstance(address, ipaddress.IPv6Address):
        teredo = address.teredo[1] if address.teredo else None
        translated = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if address in _TRANSLATED else None
        inner = address.ipv4_mapped or address.sixtofour or teredo or translated
    return address.is_global and not address.is_multicast and (inner is None or inner.is_global)
