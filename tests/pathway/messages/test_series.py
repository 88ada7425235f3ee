"""Several visits in one letter: which belong together, and how they are listed."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from enthesis.knowledge import path
from enthesis.pathway.messages import (
    FILE,
    AboutSeries,
    Planned,
    Told,
    compose_series,
    in_one_letter,
    laid_over,
    read_rules,
    read_typed,
    shipped,
)
from enthesis.pathway.messages.model import Language
from enthesis.pathway.messages.own import as_typed

RULES = shipped()
ENGLISH = RULES.languages["en"]
BERLIN = ZoneInfo("Europe/Berlin")
STARTS = datetime(2026, 7, 1, 12, 30, tzinfo=UTC)
DUE = datetime(2026, 6, 1, 9, tzinfo=UTC)


def about(*visits: Told, **more: str) -> AboutSeries:
    return AboutSeries(purpose="confirmation", clinic="Northside", zone=BERLIN, visits=visits, **more)


def plan(visit: str, purpose: str = "confirmation", due: datetime = DUE) -> Planned:
    return Planned(purpose, visit, f"{purpose}:{visit}", due, STARTS, STARTS)


def test_confirmations_that_are_due_at_one_instant_leave_together() -> None:
    first, second = plan("v1"), plan("v2")
    others = [plan("v3", due=DUE + timedelta(microseconds=1)), plan("v1", "reminder"), plan("v2", "reminder")]
    assert in_one_letter(second, [second, *others, first], RULES) == (first, second)
    assert in_one_letter(others[0], [first, second, *others], RULES) == (others[0],)


def test_reminders_stay_single() -> None:
    one, two = plan("v1", "reminder"), plan("v2", "reminder")
    assert in_one_letter(one, [one, two], RULES) == (one,)


@pytest.mark.parametrize("language", RULES.languages.values(), ids=lambda language: language.code)
def test_every_visit_is_listed_in_its_order_on_the_clinics_clock(language: Language) -> None:
    visits = [Told(starts=STARTS + timedelta(days=7 * n), telehealth=n == 2) for n in (2, 0, 1)]
    words = compose_series(language, RULES, about(*visits, telephone="555 0100", pages="https://n.example/my/"))
    (lines,) = (each for each in words.paragraphs if each.startswith("- "))
    assert [re.findall(r"\d+", line)[0] for line in lines.split("\n")] == ["1", "8", "15"]
    assert lines.count("14:30") == 3
    assert [" video." in line for line in lines.split("\n")] == [False, False, True]
    assert "3" in words.subject
    for each in (words.text, words.short):
        assert "{" not in each
        assert "https://n.example/my/" in each
        assert not [word for word in language.never if word in each.casefold()]
    assert "\n" not in words.short
    assert len(words.short) < 320  # not a limit: two parts of an SMS


def test_a_series_that_moved_says_each_old_time_and_nothing_of_a_booking() -> None:
    there = [Told(starts=STARTS, was=STARTS - timedelta(days=1)), Told(starts=STARTS + timedelta(days=7))]
    words = compose_series(ENGLISH, RULES, about(*there))
    assert words.subject == "New times: your appointments at Northside"
    assert "- Wednesday 1 July 2026 at 14:30. It was on Tuesday 30 June 2026 at 14:30.\n" in words.text
    assert words.text.count("It was on") == 1
    assert "are booked" not in f"{words.text}{words.short}"
    assert "video" not in words.text


def test_a_clinics_own_words_list_them_too() -> None:
    typed = replace(as_typed(ENGLISH.texts["series"]), body="Hello.\n\n{visits}")
    own = laid_over(ENGLISH, {"series": read_typed(typed, ENGLISH.texts["series"], ENGLISH.never)})
    assert compose_series(own, RULES, about(Told(starts=STARTS))).paragraphs == (
        "Hello.",
        "- Wednesday 1 July 2026 at 14:30.",
    )


def test_a_clinics_own_file_from_before_there_were_series_tells_each_visit_alone() -> None:
    text = path(FILE).read_text(encoding="utf-8")
    older = re.sub(r"(?ms)^series:\n.*?\n\n", "", text)
    older = re.sub(r"(?ms)^      - purpose: series\n.*?(?=^      - purpose: reminder)", "", older)
    older = re.sub(r"(?ms)^    line:\n.*?(?=^    never:)", "", older)
    rules = read_rules(older)
    assert rules.series == {}
    assert in_one_letter(plan("v1"), [plan("v1"), plan("v2")], rules) == (plan("v1"),)
