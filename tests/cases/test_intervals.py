"""How far apart sessions are, as published cases tell it, and the protocol that it fits. The cases are made up."""

import pytest

from enthesis.cases.intervals import Told, read_rhythm
from tests.cases.told import KNEE, event, said, told


@pytest.mark.parametrize(
    ("text", "gap"),
    [
        ("once a week", (7, 7)),
        ("every other week", (14, 14)),
        ("every third week", (21, 21)),
        ("4-weekly", (28, 28)),
        ("six-weekly", (42, 42)),
        ("2 to 3 monthly", (56, 84)),
        ("q4w", (28, 28)),
        ("a month apart", (28, 28)),
        ("1.5 months", (42, 42)),
        ("between 4 and 6 weeks", (28, 42)),
        ("every 2 weeks for 3 months", (14, 14)),
        ("weekly for 3 weeks, then monthly", (7, 28)),
        ("twice a week", (3, 4)),
        ("4, 4 and 8 weeks apart", (28, 56)),
    ],
)
def test_an_interval_is_read_whatever_its_wording(text: str, gap: tuple[int, int]):
    found = read_rhythm(text)
    assert (found.told, found.gap) == (Told.INTERVAL, gap)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("weeks 1, 5, 9", (0, 28, 56)),
        ("weeks 0, 4, 8 and 16", (0, 28, 56, 112)),
        ("0, 4, 8, 16 weeks", (0, 28, 56, 112)),
        ("day 0, day 14 and day 28", (0, 14, 28)),
        ("week zero and week four", (0, 28)),
    ],
)
def test_a_list_of_weeks_is_a_schedule(text: str, days: tuple[int, ...]):
    found = read_rhythm(text)
    assert (found.told, found.days) == (Told.SCHEDULE, days)


@pytest.mark.parametrize("text", ["biweekly", "unclear", "2, 4 or 6 weeks", "weeks 4-6", "weeks 8, 4, 0", "x" * 5000])
def test_what_can_be_read_in_two_ways_or_in_none_is_quoted_and_asked_for(text: str):
    words = said(told(KNEE, protocol_hint={"sessions": 3, "interval": text}), 0)
    assert "which is not read here. Ask for the days between the sessions." in words
    assert "no series" not in words
    assert "the last one is on" not in words


@pytest.mark.parametrize("text", ["not fixed", "on demand", "as needed", "when the pain came back"])
def test_only_what_is_told_as_not_fixed_is_no_series(text: str):
    words = said(told(KNEE, protocol_hint={"sessions": 4, "interval": text}), 0)
    assert "4 sessions without a fixed interval are no series" in words


def test_an_interval_that_is_not_told_is_not_called_not_fixed():
    words = said(told(KNEE, protocol_hint={"sessions": 4, "interval": None}), 0)
    assert "How far apart the 4 sessions were is not told." in words
    assert "no series" not in words


def test_a_list_of_weeks_has_its_own_last_day():
    words = said(told(KNEE, protocol_hint={"sessions": 4, "interval": "0, 4, 8, 16 weeks"}), 0)
    assert "the last one is on day 112 (week 16) after the first" in words
    assert '"0, 4, 8, 16 weeks" agrees with the schedule of sit-knee-2020: days 0, 28, 56 and 112.' in words


def test_a_list_that_names_fewer_days_than_sessions_gives_no_last_day():
    words = said(told(KNEE, protocol_hint={"sessions": 5, "interval": "weeks 1, 5, 9"}), 0)
    assert "5 sessions are told, and 3 days" in words
    assert "the last one is on" not in words


SIT = (0, 28, 56, 112)
RABAGO = (0, 28, 56, 84)


@pytest.mark.parametrize(("days", "protocol"), [(SIT, "sit-knee-2020"), (RABAGO, "rabago-knee-2013")])
def test_the_days_of_the_events_choose_between_two_schedules(days: tuple[int, ...], protocol: str):
    found = told(KNEE, *(event("injection", 3 + day) for day in days), protocol_hint={"sessions": 4})
    assert found.fit.protocol.id == protocol
    assert "are those of its schedule" in " ".join(found.fit.reasons)
    words = said(found, 0)
    assert "The sessions are told on days 0, 28, 56 and" in words
    assert f"These days agree with the schedule of {protocol}" in words


def test_a_series_is_chosen_by_its_gaps_too():
    found = told("sacroiliac joint pain", *(event("injection", day) for day in (0, 30, 63)))
    assert found.fit.protocol.id == "hoffman-agnish-sij-2018"
    assert "days 0, 30 and 63 lie within its interval" in found.fit.reasons


def test_days_that_do_not_keep_to_the_interval_are_shown_beside_it():
    hint = {"sessions": 3, "interval": "monthly"}
    apart = said(told(KNEE, *(event("injection", day) for day in (0, 14, 28)), protocol_hint=hint), 0)
    assert 'told on days 0, 14 and 28, counted from the first, and the interval as "monthly"' in apart
    kept = said(told(KNEE, *(event("injection", day) for day in (0, 30, 61)), protocol_hint=hint), 0)
    assert "Which of the two" not in kept


def test_visits_told_as_one_lend_no_days_to_a_schedule():
    found = told(KNEE, event("injection", 0), event("injection", 28, count=3))
    assert "The sessions are told on" not in said(found, 0)


def test_a_schedule_in_words_says_more_than_its_first_two_days():
    hint = {"sessions": 4, "interval": "0, 4, 8 and 16 weeks"}
    found = told("bilateral knee OA", event("injection", 0), event("injection", 28), protocol_hint=hint)
    assert found.fit.protocol.id == "sit-knee-2020"
    assert "both speak of osteoarthritis" in found.fit.reasons


def test_a_single_interval_says_more_than_a_wide_window():
    found = told("chronic low back pain", *(event("injection", day) for day in (0, 14, 28)))
    assert found.fit.protocol.id == "yelland-lbp-2004"
