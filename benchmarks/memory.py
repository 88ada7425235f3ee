"""What the real server holds in memory: `enthesis serve` on the example clinic, with people signed in and pages open.

Everything goes over the loopback address. One person of every role signs in through the form and opens pages by the
links on them. The memory is that of all processes of the server together, shared pages counted once (PSS). It is read
the whole time, so the highest value is known too: checking a password takes much for a moment, on purpose (Argon2).
"""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, OpenerDirector, ProxyHandler, Request, build_opener

from benchmarks.apart import ROOT, PartFailed, environment
from benchmarks.figure import Figure, at_most, figure
from benchmarks.sizes import Sizes

MB = 1024.0  # /proc counts in kB
STARTS_WITHIN = 60.0
_LINK = re.compile(r'(?:href|src)="([^"#]+)')
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def measure(sizes: Sizes) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="enthesis-bench-") as home:
        made = json.loads(_enthesis(home, "demo", "--no-server", "--json"))
        with _server(home) as (address, process):
            watch = _Watch(process)
            opened: dict[str, int] = {}
            sign_ins = made["sign_ins"]
            for who in sign_ins:
                share = -(-sizes.pages // len(sign_ins))
                opened[who["role"]] = _browse(address, who["email"], who["password"], share)
            time.sleep(1)
            settled, highest = watch.stop()
    pages = ", ".join(f"{count} as {role}" for role, count in opened.items())
    what = f"all processes of enthesis serve, the example clinic of {made['courses']} courses"
    return [
        figure("server_memory", settled / MB, "MB", f"{what}, after {pages} (PSS)", at_most(250)),
        figure("server_memory_highest", highest / MB, "MB", "the most at any moment of that, passwords being checked"),
    ]


def _enthesis(home: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "enthesis.cli.main", *arguments],
        cwd=ROOT,
        env=environment(home),
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise PartFailed(f"enthesis {' '.join(arguments)} ended with status {done.returncode}.")
    return done.stdout


@contextmanager
def _server(home: str) -> Iterator[tuple[str, int]]:
    """The address of a running server and its first process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}/"
    server = subprocess.Popen(
        [sys.executable, "-m", "enthesis.cli.main", "serve", "--port", str(port)],
        cwd=ROOT,
        env=environment(home),
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait_until_up(address, server)
        yield address, server.pid
    finally:
        os.killpg(server.pid, signal.SIGTERM)  # its own session: only what it started itself
        try:
            server.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def _wait_until_up(address: str, server: "subprocess.Popen[bytes]") -> None:
    gives_up = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < gives_up and server.poll() is None:
        try:
            _browser().open(address, timeout=5).close()
        except (URLError, TimeoutError) as problem:
            if isinstance(problem, HTTPError):
                return
            time.sleep(0.1)
        else:
            return
    raise PartFailed("enthesis serve did not answer.")


def _browser() -> OpenerDirector:
    return build_opener(ProxyHandler({}), HTTPCookieProcessor(CookieJar()))


def _browse(address: str, email: str, password: str, most: int) -> int:
    """Sign in and open up to `most` pages with what they show; how many pages were opened."""
    browser = _browser()
    form = urljoin(address, "accounts/login/")
    token = _TOKEN.search(_text(browser, form))
    if token is None:
        raise PartFailed("The sign-in page has no form.")
    fields = {"login": email, "password": password, "csrfmiddlewaretoken": token[1]}
    page = _text(browser, Request(form, urlencode(fields).encode(), {"Referer": form}))
    if 'name="password"' in page:
        raise PartFailed(f"{email} could not sign in.")
    opened, seen = 0, set[str]()
    waiting = deque([address])
    while waiting and opened < most:
        link = waiting.popleft()
        if link in seen:
            continue
        seen.add(link)
        text = _text(browser, link)
        opened += "<html" in text
        for found in _LINK.findall(text):
            target = urljoin(link, unescape(found))
            if urlsplit(target).netloc == urlsplit(address).netloc and "/accounts/" not in target:
                waiting.append(target)
    return opened


def _text(browser: OpenerDirector, link: "str | Request") -> str:
    try:
        with browser.open(link, timeout=30) as answer:
            kind = answer.headers.get("Content-Type", "")
            body: bytes = answer.read()
    except HTTPError as problem:
        if problem.code >= 500:
            raise PartFailed(f"{problem.url} answered {problem.code}.") from None
        return ""
    return body.decode("utf-8", "replace") if "text/html" in kind else ""


class _Watch:
    """Reads the memory of a process and all below it until it is stopped, in kB."""

    def __init__(self, process: int) -> None:
        self._process, self._highest = process, 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._ended.wait(0.02):
            self._highest = max(self._highest, held(self._process))

    def stop(self) -> tuple[int, int]:
        """What it holds now, and the most that was seen."""
        self._ended.set()
        self._thread.join()
        now = held(self._process)
        return now, max(now, self._highest)


def held(process: int) -> int:
    """The memory of a process and of all that it started, in kB: proportional set size, or resident where not told."""
    total, waiting = 0, [process]
    while waiting:
        each = Path("/proc") / str(waiting.pop())
        try:
            for thread in (each / "task").iterdir():
                waiting += map(int, (thread / "children").read_text().split())
            total += _size(each)
        except OSError:
            continue
    return total


def _size(process: Path) -> int:
    try:
        text, name = (process / "smaps_rollup").read_text(), "Pss:"
    except OSError:
        text, name = (process / "status").read_text(), "VmRSS:"
    return next((int(line.split()[1]) for line in text.splitlines() if line.startswith(name)), 0)
