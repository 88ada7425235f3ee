"""Chromium for tests: pages at a phone's width, pictures of what they look like, and a check that all can use them."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.servers.basehttp import WSGIRequestHandler
from playwright.sync_api import Browser, BrowserContext, CDPSession, ConsoleMessage, Page, Request, sync_playwright

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
Scheme = Literal["light", "dark"]

DAY: Scheme = "light"
NIGHT: Scheme = "dark"
SCHEMES: tuple[Scheme, ...] = (DAY, NIGHT)

_TAGS: dict[str, object] = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
}
_COLOURS: dict[str, object] = {"type": "rule", "values": ["color-contrast"]}  # all that night can change
_AXE = Axe().axe_script
# Stylesheets are not parsed for a rule that is not among these, and the hundreds of results that are fine stay there.
_RUN = """rules => axe.run({runOnly: rules, resultTypes: ['violations'], preload: {assets: ['media']}})
    .then(result => result.violations)"""
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL | re.IGNORECASE)
_NOSCRIPT = re.compile(r"</?noscript\b[^>]*>", re.IGNORECASE)
_HERE = {"localhost", "127.0.0.1", "[::1]", "::1"}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A running Chromium, one for each worker; the one without windows where there is one, which is a third faster.

    The server of the tests sends head and body apart: with Nagle's algorithm each answer would come 40 ms late.
    """
    WSGIRequestHandler.disable_nagle_algorithm = True
    with _chromium("chromium-headless-shell", "chromium", "chromium-browser") as running:
        yield running


@contextmanager
def _chromium(*programs: str) -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, programs)), None)
    if program is None:
        pytest.fail("Chromium is not here. Run: sh bin/setup requirements-dev.txt browser", pytrace=False)
    # Playwright keeps an event loop in this thread for as long as it runs, and Django takes that for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A new person's page at a phone's width.

    The test fails if a script breaks, if the page asks for something that its own security policy refuses, or if it
    asks for anything from another machine.
    """
    yield from watched_page(browser.new_context(viewport=PHONE, locale="en-GB", reduced_motion="reduce"))


@pytest.fixture
def plain_page(browser: Browser) -> Iterator[Page]:
    """The same where no script runs: every page must do its work here too."""
    yield from watched_page(browser.new_context(viewport=PHONE, locale="en-GB", java_script_enabled=False))


def watched_page(context: BrowserContext) -> Iterator[Page]:
    """A page of `context`, which ends with it; what went wrong out of sight is an AssertionError at the end."""
    faults: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            faults.append(f"refused by the page's own policy: {message.text}")

    def see(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob", "about"} and address.hostname not in _HERE:
            faults.append(f"asks another machine: {request.url}")

    context.on("console", hear)
    context.on("weberror", lambda error: faults.append(f"a script broke: {error.error}"))
    context.on("request", see)
    yield context.new_page()
    context.close()
    assert not faults, "\n".join(faults)


def look(page: Page, name: str, *, whole: bool = False, turned: bool = False) -> list[Path]:
    """What axe finds on the page as it stands, on a phone by day and on a desk by night: fails with it.

    `turned`: on a phone by night and on a desk by day instead. Most of a page is on every page, and a page has the same
    colours and parts at each width, so `test_every_page` looks at every other page so. Where ENTHESIS_PICTURES names a
    folder, all four are looked at, and pictures go there: `NAME-390.png`, `NAME-390-dark.png`, and the same for 1280.
    `whole` takes in what is below the fold. A page that must be scrolled sideways at either width fails. Nothing is
    loaded again.
    """
    asked = os.environ.get("ENTHESIS_PICTURES")
    before = page.viewport_size
    pictures, told = [], list[str]()
    with _as_axe_sees_it(page) as shown:
        for size in (PHONE, DESK):
            shown.set_viewport_size(size)
            for scheme in SCHEMES if asked else (DAY,) if (size is PHONE) is not turned else (NIGHT,):
                shown.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # no colour on its way to another
                if asked:
                    picture = Path(asked) / f"{name}-{size['width']}{'' if scheme == DAY else '-dark'}.png"
                    shown.screenshot(path=picture, full_page=whole, animations="disabled", caret="hide")
                    pictures.append(picture)
                is_first = scheme == DAY or not asked
                found = faults(shown, _TAGS if is_first else _COLOURS)
                told += [f"{size['width']} px, {scheme}: {fault}" for fault in found]
            wide = shown.evaluate("document.documentElement.scrollWidth")
            assert wide <= size["width"], f"{page.url} is {wide} px wide on a screen of {size['width']} px"
        shown.emulate_media(color_scheme=DAY)
        if before:
            shown.set_viewport_size(before)
    assert not told, f"{page.url} has {len(told)} accessibility fault(s):\n" + "\n".join(told)
    return pictures


_TOOLS: WeakKeyDictionary[Page, CDPSession] = WeakKeyDictionary()


@contextmanager
def _as_axe_sees_it(page: Page) -> Iterator[Page]:
    """The page itself or, where no script runs, the same elements on a page where axe, which is a script, may.

    Not before its stylesheets are there: what is opened by a button may be read a moment earlier, without any size.
    """
    page.wait_for_load_state()
    if page.evaluate("matchMedia('(scripting: none)').matches"):
        with _twin(page) as twin:
            yield twin
    else:
        yield page


def faults(page: Page, only: dict[str, object] | None = None) -> list[str]:
    """What axe finds on the page as it is shown now: WCAG 2.0 to 2.2, levels A and AA, and what is good practice."""
    if not page.evaluate("'axe' in window"):
        if page not in _TOOLS:  # kept: to let go of one takes a page's authenticator away
            _TOOLS[page] = page.context.new_cdp_session(page)
        # A third less than `page.evaluate` takes with so long a text.
        _TOOLS[page].send("Runtime.evaluate", {"expression": _AXE, "silent": True})
    return [
        f"{fault['id']} ({fault['impact']}): {fault['help']}\n"
        + "\n".join(
            f"    at {' '.join(map(str, node['target']))}: {node['html'][:160]}\n      {_why(node)}"
            for node in fault["nodes"]
        )
        for fault in page.evaluate(_RUN, only or _TAGS)
    ]


@contextmanager
def _twin(page: Page) -> Iterator[Page]:
    """A page of the same address and elements in the same colours and size. None of its own scripts is in it."""
    browser = page.context.browser
    assert browser is not None
    night = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    words = _NOSCRIPT.sub("", _SCRIPT.sub("", page.content()))
    context = browser.new_context(
        viewport=page.viewport_size,
        storage_state=page.context.storage_state(),
        color_scheme="dark" if night else "light",
        reduced_motion="reduce",
    )
    try:
        twin = context.new_page()
        address = page.url.split("#")[0]
        if address.startswith("http"):
            whole = {"body": words, "content_type": "text/html; charset=utf-8"}
            twin.route(lambda url: url == address, lambda route: route.fulfill(**whole))
            twin.goto(address)
        else:
            twin.set_content(words)
        yield twin
    finally:
        context.close()


def _why(node: dict[str, Any]) -> str:
    return "; ".join(each["message"] for each in (*node["any"], *node["all"], *node["none"]))


def assert_accessible(page: Page) -> None:
    """Fails with one paragraph for each fault that axe finds on the page as it is shown now."""
    with _as_axe_sees_it(page) as shown:
        told = faults(shown)
    assert not told, f"{page.url} has {len(told)} accessibility fault(s):\n" + "\n".join(told)
