"""Walking through pages as a person does: open, type, send, look at what comes back."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.test import Client

from enthesis.pathway.injection import checklist
from enthesis.web.templatetags.enthesis import problems

CLOCKS = (
    "enthesis.clinic.writing.datetime",
    "enthesis.web.frame.datetime",
    "enthesis.web.patient.check_in.datetime",
)


class Clock:
    """The day that it is for the clinic and its pages. It only goes forward."""

    def __init__(self, patch: pytest.MonkeyPatch, on: date) -> None:
        self.instant = datetime.combine(on, time(9), UTC)
        clock = self

        class Moved(datetime):
            @classmethod
            def now(cls, tz: Any = None) -> datetime:
                return clock.instant.astimezone(tz) if tz else clock.instant

        for name in CLOCKS:
            patch.setattr(name, Moved)

    def on(self, day: date) -> None:
        moved = datetime.combine(day, time(9), UTC)
        assert moved >= self.instant, "a clock does not go back"
        self.instant = moved

    @property
    def today(self) -> date:
        return self.instant.date()


# What is confirmed before a needle, and watched after it.
READY = {"time_out": "yes", "checklist": list(checklist().points), "observed_minutes": "20"}


def typed(form: Any) -> dict[str, Any]:
    """What a form would send as it stands."""
    found: dict[str, Any] = {}
    for field in form:
        value = field.value()
        if value not in (None, "", []):
            found[field.html_name] = value
    return found


def send(client: Client, path: str, **said: Any) -> str:
    """Open a page, type, send. Gives the address of the page that follows; fails with what the page complains of."""
    page = client.get(path)
    assert page.status_code == 200, f"GET {path}: {page.status_code}"
    answer = client.post(path, {**typed(page.context["form"]), **plain(said)})
    assert answer.status_code == 302, f"POST {path}: " + " | ".join(
        f"{p.says} {p.remedy}" for p in problems(answer.context["form"])
    )
    return str(answer["Location"])


def plain(said: Mapping[str, Any]) -> dict[str, Any]:
    """Names with two underscores stand for those with a hyphen, which Python cannot write."""
    return {name.replace("__", "-"): value for name, value in said.items()}


def answer_questions(client: Client, path: str, said: Mapping[str, Any]) -> str:
    """Answer page after page of questions: what `said` says, or else what harms nobody. Gives where it ended."""
    for _ in range(120):
        page = client.get(path, follow=True)
        form = page.context.get("form")
        asks = getattr(form, "asks", None)
        if not asks:
            return str(page.request["PATH_INFO"])
        data: dict[str, Any] = {"asked": [ask.variable for ask in asks], "made": form.made}
        for ask in asks:
            data |= _answer(ask, said.get(ask.variable))
        answer = client.post(path, data)
        assert answer.status_code == 302, [p.says for p in problems(answer.context["form"])]
        if answer["Location"] != path:
            return str(answer["Location"])
    raise AssertionError("the questions do not end")


def _answer(ask: Any, said: Any) -> dict[str, Any]:
    if said is not None:
        return {ask.name: said}
    if ask.kind in ("number", "list"):
        box = "none" if ask.kind == "list" else "never" if ask.never else "not_sure"
        return {f"{ask.name}-box": [box]}
    if ask.kind == "scale":
        return {ask.name: "5"}
    if ask.kind == "several":
        return {ask.name: ["none_of_these"]}
    values = [value for value, _ in ask.choices]
    return {ask.name: next((value for value in ("no", "none", "never", "gradual") if value in values), values[-1])}
