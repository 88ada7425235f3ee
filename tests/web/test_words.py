"""Days, windows and events in words."""

from datetime import date
from decimal import Decimal

import pytest

from enthesis.pathway import events as e
from enthesis.pathway.window import Window
from enthesis.web.telling import details, headline
from enthesis.web.words import number, when, when_for_patient

TODAY = date(2026, 3, 10)


def day(of_month: int, month: int = 3) -> date:
    return date(2026, month, of_month)


@pytest.mark.parametrize(
    ("window", "clinic", "patient"),
    [
        (Window(), "no day is stated: the clinic decides", "Whenever it suits you and the clinic"),
        (Window(day(3), day(10), day(24)), "from 3 March to 24 March, best today", "Today, or any day until 24 March"),
        (Window(day(3), None, day(10)), "from 3 March to today", "Today"),
        (Window(day(10), None, None), "from today on", "Now"),
        (Window(day(11), day(11), day(11)), "tomorrow", "Tomorrow"),
        (Window(day(12), day(20), day(1, 4)), "from 12 March to 1 April, best on 20 March",
         "From 12 March to 1 April, best on 20 March"),
        (Window(day(1), None, day(9)), "the window closed yesterday", "A little late: today is fine"),
        (Window(None, day(20), None), "best on 20 March", "Best on 20 March"),
        (Window(None, None, day(20)), "until 20 March", "Today, or any day until 20 March"),
        (Window(date(2027, 1, 5), None, None), "from 5 January 2027 on", "From 5 January 2027 on"),
    ],
)  # fmt: skip
def test_a_window_as_one_says_it(window: Window, clinic: str, patient: str) -> None:
    assert when(window, TODAY) == clinic
    assert when_for_patient(window, TODAY) == patient


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "–"),
        (Decimal("7.50"), "7.5"),
        (Decimal(10), "10"),
        (Decimal("1E+1"), "10"),
        ("2026-11.0", "2026-11.0"),
        (0, "0"),
    ],
)
def test_numbers_without_noise(value: object, said: str) -> None:
    assert number(value) == said


def test_every_kind_of_event_has_a_headline() -> None:
    needed = {
        "activity": "treatment", "agreed": "pause", "answers": {}, "channel": "e-mail", "closed": True,
        "currency": "EUR",
        "document": "Consent", "drug": "warfarin", "drugs": (), "event": "Bruise", "instrument": "odi", "kept": True,
        "maximum": Decimal(2), "minimum": Decimal(1), "minutes": 30, "option": "go-on", "outcome": "eligible",
        "owner": "U-1",
        "prescriber": "Dr P.", "problem": "pain", "protocol": "nutura-back", "purpose": "reminder", "reason": "other",
        "sessions": 3, "severity": "mild", "starts": None, "symptom": "s", "version": "1", "visit": "v", "words": "w",
        "programme": "p", "stage": "1", "stages": (), "done": (),
        "region": "knee", "modality": "x-ray", "question": "Worn?", "order": "o", "to": "Dr Berg", "way": "call",
        "amount": Decimal(1), "pain": Decimal(2),
        "file": "F1", "about": "report", "name": "x-ray.pdf", "media_type": "application/pdf",
        "size": 12, "digest": "0" * 64, "aid": "knee",
    }  # fmt: skip
    for kind in e.KINDS.values():
        names = kind.__dataclass_fields__
        event = kind(id="1", **{name: value for name, value in needed.items() if name in names})
        said = headline(event)
        assert said, kind
        assert "_" not in said, f"{kind}: {said}"
        assert all(name != "personal" for name, _ in details(event))


def test_a_score_is_told_by_its_instrument_s_name() -> None:
    taken = e.ScoresTaken(id="s", instrument="nrs_pain", value=Decimal(7))
    assert headline(taken).startswith("Numeric rating scale")
    assert headline(e.ScoresTaken(id="s", instrument="width_of_gap", value=Decimal(2))) == "width of gap: 2"
