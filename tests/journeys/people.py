"""The words in which a journey is written: what somebody in front of a screen does and sees, and the post.

Nobody here reaches behind a page. What is not on the screen, or in a letter that was delivered, is not there.
"""

import base64
import hashlib
import hmac
import re
import struct
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from email.message import EmailMessage
from typing import Any, Literal

from django.core import mail
from playwright.sync_api import Browser, Locator, Page, Response, expect

from enthesis.clinic.messages.queue import tick
from enthesis.clinic.messages.transports import Folder
from enthesis.clinic.messages.worker import Work
from tests.support.browser import DESK, PHONE, watched_page

_LINK = re.compile(r"https?://\S+")
_CODE = re.compile(r"^\s*([A-Z0-9]{3,}(?:-[A-Z0-9]{3,})?)\s*$", re.M)
_BROKEN = 500
_WAIT = 20_000  # milliseconds, on a machine that has much to do
HARMLESS = ("No", "None of these", "None", "Never", "Not sure", "5")
MOST_QUESTIONS = 120
_ASKED = "main form:has(input[name=asked])"
# Which answer somebody gives on a page with one question: the text to type, or which label to touch.
_CHOICE = """(form, said, harmless) => {
    const words = part => (part.innerText || part.textContent).replace(/\\s+/g, " ").trim()
    const labels = [...form.querySelectorAll("label:has(input)")], texts = labels.map(words)
    const question = words(form.querySelector("legend, label")), box = form.querySelector("input[type=text]")
    const wanted = (Object.entries(said).find(([words]) => question.includes(words)) || [])[1]
    if (wanted !== undefined && !texts.includes(wanted) && box) return wanted
    const known = [wanted, ...harmless].find(each => texts.includes(each))
    return known === undefined ? texts.length - 1 : texts.indexOf(known)
}"""
_ANSWER = f"([said, harmless]) => ({_CHOICE})(document.querySelector('{_ASKED}'), said, harmless)"
# All questions one after the other: their forms are sent as a person would, and no page in between is drawn.
_ANSWER_ALL = f"""async ([said, harmless, most]) => {{
    let page = document, address = location.href
    for (let asked = 0; asked < most; asked++) {{
        const form = page.querySelector("{_ASKED}")
        if (!form) return address
        const choice = ({_CHOICE})(form, said, harmless)
        if (typeof choice === "string") form.querySelector("input[type=text]").value = choice
        else form.querySelectorAll("label:has(input)")[choice].querySelector("input").checked = true
        const body = new URLSearchParams(new FormData(form)), to = new URL(form.getAttribute("action") || "", address)
        const answer = await fetch(to, {{method: "POST", body}})
        if (!answer.ok) throw new Error(`${{to}}: ${{answer.status}}`)
        address = answer.url
        page = new DOMParser().parseFromString(await answer.text(), "text/html")
    }}
    throw new Error("the questions do not end")
}}"""
_LOOKS = ["*.css*", "*.svg*", "*.png*", "*.woff2*", "*.ico*", "*.webmanifest*", "*.js*"]


class Post:
    """What the clinic's letters leave by. `enthesis work` is run whenever somebody looks for one."""

    def __init__(self) -> None:
        for old in Folder().folder.glob("*.eml"):
            old.unlink()
        mail.outbox.clear()

    def letter_to(self, address: str, about: str) -> str:
        """The text of the latest letter to an address whose subject says `about`. Fails where there is none."""
        tick(datetime.now(UTC))
        Work().once()
        found = [(str(m["subject"]), _text(m)) for _, m in Folder().letters(50) if address in str(m["to"])]
        found += [(m.subject, str(m.body)) for m in reversed(mail.outbox) if address in m.to]
        texts = [text for subject, text in found if about in subject]
        assert texts, f"no letter to {address} is about {about!r}; there are {[subject for subject, _ in found]}"
        return texts[0]


def _text(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    return str(body.get_content()) if body else ""


class Somebody:
    """A person with a browser of their own.

    `touches` counts what they touch, `keys` what they type; `seconds` is what that takes somebody who knows the page.
    """

    def __init__(
        self,
        page: Page,
        site: str,
        post: Post,
        *,
        name: str = "",
        email: str = "",
        password: str = "",
        phone: bool = False,
        quick: bool = False,
    ) -> None:
        self.has_phone = phone
        self.page, self.site, self.post = page, site, post
        self.name, self.email, self.password, self.secret = name, email, password, ""
        self.touches = self.keys = 0
        page.set_default_timeout(_WAIT)
        page.set_default_navigation_timeout(3 * _WAIT)  # the server's first page takes all modules in
        page.on("response", self._hear)
        self.faults: list[str] = []
        if quick:  # what a page looks like is tested elsewhere
            network = page.context.new_cdp_session(page)
            network.send("Network.enable")
            network.send("Network.setBlockedURLs", {"urls": _LOOKS})

    def _hear(self, response: Response) -> None:
        if response.status >= _BROKEN:
            self.faults.append(f"{response.request.method} {response.url}: {response.status}")

    # -- where one is ----------------------------------------------------------------------------------------

    def goes_to(self, path: str) -> None:
        """Type an address, or follow a bookmark."""
        answer = self.page.goto(path if path.startswith("http") else self.site + path, wait_until="domcontentloaded")
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        self._is_well()

    def opens_the_letter(self, about: str) -> None:
        """Follow the first link of the latest letter about something."""
        letter = self.post.letter_to(self.email, about)
        found = _LINK.search(letter)
        assert found is not None, f"no link stands in the letter: {letter}"
        self.goes_to(found.group())

    def sees(self, *texts: str) -> None:
        """Each text is somewhere on the page."""
        for text in texts:
            expect(self.page.locator("body")).to_contain_text(text, timeout=_WAIT)

    def sees_no(self, text: str) -> None:
        expect(self.page.locator("body")).not_to_contain_text(text)

    def is_told(self, text: str) -> None:
        """The page says what has been done."""
        self._is_well()
        told = self.page.locator("[role=status], [role=alert], .note").filter(has_text=text)
        if not told.count():
            complaints = self.page.locator(".wrong, .errors, .objections").all_inner_texts()
            raise AssertionError(f"{self.page.url} does not say {text!r}; it complains: {complaints}")

    def reads(self, what: str) -> str:
        """The text of a part of the page, by its heading."""
        return self.page.get_by_role("region", name=what).first.inner_text()

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.site)

    # -- what one does -----------------------------------------------------------------------------------------

    def follows(self, link: str, *, within: str = "") -> None:
        self._goes_on_by(self._in(within).get_by_role("link", name=link).first)

    def finds(self, link: str) -> None:
        """A page that stands behind "More" at the top of every page."""
        self.opens("More")
        self.follows(link)

    def presses(self, button: str, *, within: str = "") -> None:
        self._goes_on_by(self._in(within).get_by_role("button", name=button).first)

    def opens(self, summary: str) -> None:
        """What is folded away."""
        self._touch(self.page.locator("summary").filter(has_text=summary).first)

    def types(self, field: str, text: str) -> None:
        """Into the first field that is called so."""
        box = self.page.get_by_label(field).first
        self.touches += 1
        self.keys += len(text)
        box.fill(text)

    def types_in_each(self, field: str, text: str) -> None:
        """Into every field that is called so."""
        for box in self.page.get_by_label(field).all():
            self.touches += 1
            self.keys += len(text)
            box.fill(text)

    def picks(self, field: str, option: str) -> None:
        """From a long list, by the beginning of what it says."""
        box = self.page.get_by_label(field).first
        texts = [text.strip() for text in box.locator("option").all_inner_texts()]
        says = next((text for text in texts if text.startswith(option)), None)
        assert says is not None, f"{field!r} does not offer {option!r}; it offers {texts}"
        self.touches += 2
        box.select_option(label=says)

    def ticks(self, *labels: str) -> None:
        for label in labels:
            self._touch(self.page.locator("label").filter(has_text=re.compile(rf"^\s*{re.escape(label)}")).first)

    def ticks_all(self, question: str) -> None:
        """Every box of a list that is gone through point by point."""
        for label in self.page.get_by_role("group", name=question).locator("label").all():
            self._touch(label)

    def answers(self, question: str, *said: str) -> None:
        """Touch one answer, or several; on a drawing of the body, each place."""
        asked = self.page.get_by_role("group", name=re.compile(re.escape(question))).first
        for answer in said:
            spot = asked.locator(f'label.spot[title="{answer}"]')
            label = asked.locator("label").filter(has_text=re.compile(rf"^\s*{re.escape(answer)}\s*$"))
            self._touch(spot.or_(label).first)

    def answers_every_question(self, said: Mapping[str, str], *, hurries: bool = False) -> None:
        """Question after question: as `said` says, by the words of a question, or else what harms nobody.

        `hurries`: without looking at the pages in between, where the journey is not about these questions.
        """
        if hurries:
            self.goes_to(self.page.evaluate(_ANSWER_ALL, [dict(said), HARMLESS, MOST_QUESTIONS]))
            return
        for _ in range(MOST_QUESTIONS):
            if not self.page.locator("input[name=asked]").count():
                self._is_well()
                return
            choice = self.page.evaluate(_ANSWER, [dict(said), HARMLESS])
            if isinstance(choice, str):
                self.page.locator(_ASKED).locator("input[type=text]").first.fill(choice)
            else:
                self._touch(self.page.locator(_ASKED).locator("label:has(input)").nth(choice))
            self.presses("Go on")
        raise AssertionError("the questions do not end")

    # -- signing in --------------------------------------------------------------------------------------------

    def signs_in(self) -> None:
        """With the password, and the six figures of the app where the clinic asks for them."""
        self.goes_to("/accounts/login/")
        self.types("Email", self.email)
        self.types("Password", self.password)
        self.presses("Sign in")
        if self.secret:
            self.types("Code", code_of(self.secret))
            self.presses("Sign in")

    def signs_in_by_a_code(self) -> None:
        """As a patient does, who has no password: the code comes by e-mail."""
        self.goes_to("/accounts/login/")
        self.follows("code")
        self.types("Email", self.email)
        self.presses("code")
        found = _CODE.search(self.post.letter_to(self.email, "code to sign in"))
        assert found is not None
        self.types("Code", found.group(1))
        self.presses("Sign in")

    def signs_out(self) -> None:
        self.presses("Sign out")

    def sets_up_an_app(self) -> None:
        """The second step of a sign-in: an app that shows six figures."""
        self.sees("A second step for your sign-in")
        self.follows("Set up an app")
        if self.page.get_by_label("Password").count():
            self.types("Password", self.password)
            self._goes_on_by(self.page.locator("main button[type=submit]").first)
        self.secret = self.page.get_by_role("textbox", name="Secret").input_value()
        self.page.locator("main form input[name=code]").fill(code_of(self.secret))
        self.presses("Turn it on")
        self.sees("Recovery codes")
        self.follows("I have kept them")

    # -- hands -------------------------------------------------------------------------------------------------

    @contextmanager
    def counted(self) -> Iterator["Somebody"]:
        """Count touches and keys from here on."""
        self.touches = self.keys = 0
        yield self

    @property
    def seconds(self) -> float:
        """What the counted touches and keys take: 1.2 s to find and touch, 0.28 s a key."""
        return self.touches * 1.2 + self.keys * 0.28

    def _in(self, heading: str) -> Page | Locator:
        if not heading:
            return self.page
        parts = self.page.locator("main section, main li, main tr, main fieldset, main article, main form")
        return parts.filter(has_text=heading).last

    def _touch(self, what: Locator) -> None:
        self.touches += 1
        if self.has_phone:
            what.tap()
        else:
            what.click()

    def _goes_on_by(self, what: Locator) -> None:
        """Touch what leads to another page, and be there."""
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            self._touch(what)
        self._is_well()

    def _is_well(self) -> None:
        assert not self.faults, "\n".join(self.faults)


class Street:
    """Where people come from, each with a browser of their own; they all go home at the end."""

    def __init__(self, browser: Browser, site: str) -> None:
        self.browser, self.site, self.post = browser, site, Post()
        self._at: list[Iterator[Page]] = []

    def somebody(self, on: Literal["phone", "desk"] = "desk", *, quick: bool = False, **known: str) -> Somebody:
        options: dict[str, Any] = {"viewport": DESK}
        if on == "phone":
            options = {"viewport": PHONE, "has_touch": True, "is_mobile": True, "device_scale_factor": 1}
        context = self.browser.new_context(locale="en-GB", reduced_motion="reduce", **options)
        pages = watched_page(context)
        self._at.append(pages)
        return Somebody(next(pages), self.site, self.post, phone=on == "phone", quick=quick, **known)

    def goes_home(self) -> None:
        """Close every browser. Fails with what went wrong out of sight in one of them."""
        for pages in self._at:
            next(pages, None)


def code_of(secret: str, at: float | None = None) -> str:
    """The six figures that an app shows for a secret (RFC 6238, 30 seconds, SHA-1)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    counter = struct.pack(">Q", int(time.time() if at is None else at) // 30)
    digest = hmac.new(key, counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4]) & 0x7FFFFFFF) % 1_000_000:06}"


def typed_day(day: date) -> str:
    return day.isoformat()
