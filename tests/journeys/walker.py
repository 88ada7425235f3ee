"""Somebody who takes one patient through a whole course by doing what the course's page offers next.

Every form says its own day, so a course of two years is walked in one sitting: the walker's calendar goes on from
window to window, and each day is typed where the form asks for it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from tests.journeys.people import Somebody

MOST_STEPS = 60
_DATE = re.compile(r"(?:from|closed on) (\d{1,2} [A-Z][a-z]+)( \d{4})?")
_OFFERED_ONLY = ("on offer", "passes by itself")
CLOSES, _UNDATED = "Close the course", "no day is stated"
_LEFT_OUT = ("Book a time", "Move", "Confirmed", "Did not come", "Cancel", "Hand it over")
_AGENDA = """() => [...document.querySelectorAll("section[aria-labelledby=agenda] ul.work > li")].map(item => [
    item.querySelector("h3").innerText, item.querySelector("p").innerText, item.innerText,
    [...item.querySelectorAll("a.button")].map(link => [link.innerText, link.getAttribute("href")])])"""
ANSWERS = {
    "How did the pain begin?": "Little by little",
    "For how many weeks have you had care": "60",
    "What is your sex?": "Female",
    "For how many months": "30",
    "How strong is your pain on most days": "6",
    "Which medicines do you take?": "I take none",
    "How many weeks ago did you have a cortisone": "Never had one",
    "full course of physical therapy": "Yes",
    "Have you tried": "Yes",
}
WHY = "As agreed with the patient, and written down the same day."


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that the agenda offers: what, when, and the ways to do it (what the link says, its address)."""

    title: str
    when: str
    ways: Mapping[str, str]

    def opens(self, today: date) -> date | None:
        """The first day of its window, or the last of one that is over; None where the page names none."""
        found = _DATE.search(self.when)
        if found is None:
            return None
        year = found.group(2) or f" {today.year}"
        return datetime.strptime(found.group(1) + year, "%d %B %Y").replace(tzinfo=UTC).date()


class Walker:
    """Walks one course, from the day on which it began. `sessions` is how many injections are agreed on."""

    def __init__(self, who: Somebody, *, begins: date, sessions: int) -> None:
        self.who, self.day, self.sessions = who, begins, sessions
        self.today = datetime.now(UTC).date()
        self.done: list[str] = []

    def walks_to_the_end(self) -> None:
        """Do what comes next until nothing does."""
        self.walks_until("")

    def walks_until(self, title: str) -> None:
        """Do what comes next until that is what comes next, by the beginning of its title; "": to the end."""
        course = self.who.path
        for _ in range(MOST_STEPS):
            if self.who.path != course:
                self.who.goes_to(course)
            step = self._next()
            if step is None or (title and step.title.startswith(title)):
                assert step is not None or not title, f"{title} never comes: {self.done}"
                return
            self._does(step)
        raise AssertionError(f"the course does not end: {self.done}")

    # -- what is next --------------------------------------------------------------------------------------------

    def _next(self) -> Step | None:
        """The first item that waits for nothing and is more than an offer.

        What no day is stated for is done as soon as it can be; then what is due, what is coming, and closing last.
        """
        found: list[tuple[int, Step]] = []
        for title, when, words, links in self.who.page.evaluate(_AGENDA):
            if "Waits:" in words or any(tag in title for tag in _OFFERED_ONLY):
                continue
            said = {says.split(":")[0].strip(): url for says, url in links}
            ways = {says: url for says, url in said.items() if says not in _LEFT_OUT}
            name = re.sub(r"(\s+(due|overdue|coming|safety|booked))+$", "", title)
            if ways and not self._is_going_on(name):
                step = Step(name, when, ways)
                rank = 3 if CLOSES in ways else 0 if _UNDATED in when else 2 if "coming" in title else 1
                found.append((rank, step))
        return min(found, key=lambda each: each[0])[1] if found else None

    def _is_going_on(self, title: str) -> bool:
        """A diary is written for weeks; one day of it is enough here."""
        return "diary" in title.lower() and title in self.done

    def _does(self, step: Step) -> None:
        self.day = max(self.day, step.opens(self.today) or self.day)
        assert self.day <= self.today, f"{step.title} opens on {self.day} only: {self.done}"
        dated = [url for says, url in step.ways.items() if "/record/" in url]
        if step.title in self.done and "The programme is finished" in step.ways:
            dated = [step.ways["The programme is finished"]]
        if "Enter the scores" in step.ways:
            dated = [step.ways["Enter the scores"]]
        url = (dated or list(step.ways.values()))[0]
        self.who.goes_to(url)
        self._form_of(url)()
        self.done.append(step.title)

    # -- how each form is filled in ------------------------------------------------------------------------------

    def _form_of(self, url: str) -> Callable[[], None]:
        slug = (re.search(r"/record/([\w-]+)/", url) or re.search(r"/([\w-]+)/$", url)).group(1)  # type: ignore[union-attr]
        known: dict[str, Callable[[], None]] = {
            "evaluation": self._evaluation,
            "candidacy": self._decides,
            "review": self._decides,
            "medicines": lambda: self._saves("Save"),
            "consent": self._signed,
            "attended": lambda: self._saves("Save"),
            "done": lambda: self._saves("Save"),
            "therapy": lambda: self._saves("Save"),
            "plan": self._plans,
            "injection": self._injects,
            "diary": self._diary,
            "hold": self._holds,
            "scores": self._scores,
            "order-imaging": self._orders,
            "close": self._closes,
        }
        assert slug in known, f"the walker has never seen a form {slug!r}: {url}"
        return known[slug]

    def _saves(self, button: str) -> None:
        """The day, the button; what speaks against it is read, and answered with a reason."""
        if self.who.page.locator("main form [name=happened_on]:visible").count():
            self.who.page.locator("main form [name=happened_on]").fill(self.day.isoformat())
        here = self.who.path
        for _ in range(3):
            self.who.presses(button)
            if self.who.path != here:
                return
            complaints = self.who.page.locator("main .wrong, main .errors").all_inner_texts()
            assert not complaints, f"{here}: {complaints}"
            for box in self.who.page.get_by_label("Reason for going on all the same").all():
                box.fill(WHY)
        raise AssertionError(f"{here} is not saved: {self.who.page.locator('main .objections').all_inner_texts()}")

    def _evaluation(self) -> None:
        self.who.answers_every_question(ANSWERS, hurries=True)
        self.who.page.locator("main form .scale label").nth(7).click()
        self._saves("Send my answers")

    def _decides(self) -> None:
        self.who.page.locator("main form .choice").first.click()
        self.who.types("Reason", WHY)
        self._saves("Decide")

    def _signed(self) -> None:
        self.who.types("Version", "3")
        self._saves("Save")

    def _plans(self) -> None:
        self.who.types("Number of sessions", str(self.sessions))
        self._saves("Save")

    def _injects(self) -> None:
        box = self.who.page.locator
        if "As last time" in self.who.page.locator("main").inner_text():
            self.who.follows("As last time")
        else:
            box("[name=part-0-name]").fill("dextrose 25%")
            box("[name=part-0-ml]").fill("4")
            box("[name=site-0-structure]").fill("Iliolumbar ligament")
            box("[name=site-0-side]").select_option("left")
            box("[name=site-0-ml]").fill("2")
            self.who.answers("Guidance", "Ultrasound")
        box("[name=weight_kg]").fill("70")
        box("[name=part-0-lot]").fill("D-1")
        for point in box("[name=checklist]").all():
            point.check()
        self.who.answers("Time-out", "Done")
        box("[name=observed_minutes]").fill("20")
        self._saves("Record the injection")

    def _diary(self) -> None:
        """Written with the patient; then its day is put right, as a clinic does with a diary on paper."""
        for name in ("now", "function"):
            self.who.page.locator(f"main form [name={name}][value='4']").check()
        self._saves("Save")
        self.who.follows("Correct this: Diary")
        self._saves("Save")

    def _holds(self) -> None:
        self.who.answers("Was the hold kept?", "Yes")
        self._saves("Save")

    def _scores(self) -> None:
        for box in self.who.page.locator("main form .unit input").all():
            box.fill("2")
        for pick in self.who.page.locator("main form select").all():
            pick.select_option(index=2)
        self._saves("Save")

    def _orders(self) -> None:
        self.who.types("question", "Anything that speaks against it?")
        self._saves("Save")

    def _closes(self) -> None:
        self.who.answers("Reason", "The course is complete")
        self._saves("Close the course")
