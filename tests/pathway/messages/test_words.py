"""What a message says: when, where and whom to call, and nothing clinical; and what its file may not say."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from enthesis.knowledge import path
from enthesis.pathway.messages import FILE, About, compose, read_rules, shipped
from enthesis.pathway.plain_yaml import NotReadable

ENGLISH = shipped().languages["en"]
STARTS = datetime(2026, 7, 1, 12, 30, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
CLINICAL = ("inject", "prolo", "dextrose", "ligament", "treatment", "therapy", "diagnos", "pain", "ibuprofen", "nsaid")


def about(purpose: str, **more: object) -> About:
    return About(**{"purpose": purpose, "clinic": "Northside", "starts": STARTS, "zone": BERLIN, **more})


def text() -> str:
    return path(FILE).read_text(encoding="utf-8")


@pytest.mark.parametrize("purpose", sorted(shipped().purposes))
@pytest.mark.parametrize("more", [{}, {"telehealth": True}, {"was": STARTS - timedelta(days=2)}])
def test_every_message_reads_whole_and_holds_nothing_clinical(purpose: str, more: dict[str, object]) -> None:
    words = compose(ENGLISH, about(purpose, hold_first=date(2026, 6, 24), until=STARTS, telephone="555 0100", **more))
    said = f"{words.subject}\n{words.text}"
    assert "Northside" in said
    assert "{" not in said
    assert ": ." not in said
    assert "555 0100" in said
    assert not [word for word in CLINICAL if word in said.casefold()]


def test_a_move_says_old_and_new_on_the_clinics_clock() -> None:
    words = compose(ENGLISH, about("confirmation", was=STARTS - timedelta(days=2)))
    assert words.subject == "New time: your appointment is now on Wednesday 1 July 2026"
    assert "It was on Monday 29 June 2026 at 14:30. It is now on Wednesday 1 July 2026 at 14:30." in words.text
    assert "Your appointment at Northside is on" not in words.text


def test_what_the_clinic_has_not_given_is_not_spoken_of() -> None:
    words = compose(ENGLISH, about("reminder"))
    assert "call us" not in words.text
    assert "Sign in" not in words.text


def test_a_visit_by_video_says_the_link_on_the_day() -> None:
    told = compose(ENGLISH, about("arrival", telehealth=True, link="https://video.example/room"))
    assert "https://video.example/room" in told.text
    assert "Please come" not in told.text
    assert "will tell you the link" in compose(ENGLISH, about("arrival", telehealth=True)).text


def test_no_message_tells_anybody_to_stop_a_medicine() -> None:
    said = compose(ENGLISH, about("drug-hold", hold_first=date(2026, 6, 24))).text
    assert "Do not stop a medicine that a doctor prescribed for you without asking that doctor first." in said
    assert said.count("stop") == 1


@pytest.mark.parametrize(
    ("there", "instead", "told"),
    [
        ("{clinic} is on {day}", "{patient} is on {day}", "braces"),
        ("{clinic} is on {day}", "{clinic is on {day}", "braces"),
        ("if: moved", "if: sometimes", "must be one of"),
        ("unless_decided: 2880", "unless_decided: 28800", "0 to 20160"),
        ("when: before-visit", "when: whenever", "must be one of"),
        ('from: "20:00"', 'from: "8 pm"', "time of day"),
        ("[Monday, Tuesday", "[Tuesday", "a list of 7 names"),
        ("      - purpose: cancellation", "      - purpose: aftercare", "there is none for cancellation"),
        ("language: en", "language: es", "English"),
        ("ruling: When", "rule: When", '"ruling" is missing'),
    ],
)
def test_a_file_that_is_not_in_order_is_refused_with_a_sentence(there: str, instead: str, told: str) -> None:
    assert there in text()
    with pytest.raises(NotReadable, match=told):
        read_rules(text().replace(there, instead))
