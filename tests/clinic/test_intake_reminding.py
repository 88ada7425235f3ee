"""Who began an evaluation, had a link sent and did not finish is reminded once; and who finished or left is not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.urls import reverse

from enthesis.clinic.decisions import NotDecided
from enthesis.clinic.intake import store
from enthesis.clinic.intake.models import Evaluation
from enthesis.clinic.intake.papers import Papers
from enthesis.clinic.intake.reminding import BACK, Reminding, remind, reminding, set_remind_days
from enthesis.clinic.links import make_link, read_link
from enthesis.clinic.messages import notices_sending
from enthesis.clinic.messages.times import set_quiet
from enthesis.clinic.notices.models import Notice
from enthesis.pathway.messages import Quiet
from tests.clinic.making import OPERATOR, House

TYPED = Papers(answers={"age": 50, "places": ["knee:left"]}, link_to="bo@example.test", language="es")
Begun = tuple[Evaluation, Papers]


@pytest.fixture
def begun(north: House, monkeypatch: pytest.MonkeyPatch) -> Begun:
    """An evaluation with an answer and a link, in a clinic without quiet hours."""
    monkeypatch.setattr(settings, "ADDRESS", "https://clinic.example")
    set_quiet(Quiet(time(0), time(0)), clinic=north.clinic, by=OPERATOR)
    row = store.begin(north.clinic)
    store.keep(row, TYPED)
    make_link(store.LINK, str(row.pk), lasts=timedelta(days=30))
    return row, TYPED


def after(days: float) -> datetime:
    return datetime.now(UTC) + timedelta(days=days)


def leave(at: datetime) -> None:
    for each in notices_sending.due(at):
        notices_sending.send(each, at)


def test_it_comes_once_with_a_link_that_works_and_nothing_clinical(begun: Begun) -> None:
    assert remind(after(2.9)) == 0
    assert remind(after(3.1)) == 1
    leave(after(3.1))
    assert [remind(after(days)) for days in (3.2, 4, 10, 20, 40)] == [0] * 5
    (letter,) = mail.outbox
    assert letter.to == ["bo@example.test"]
    assert letter.subject == "Su evaluación en Northside está sin terminar"
    secret = letter.body.split(f"https://clinic.example{BACK}")[1].split("/")[0]
    assert read_link(store.LINK, secret) == str(begun[0].pk)
    assert reverse("stranger-back", args=[secret]) == f"{BACK}{secret}/"
    assert "rodilla" not in letter.body
    assert "knee" not in letter.body


def test_an_answer_on_the_way_begins_the_days_anew(begun: Begun) -> None:
    Evaluation.objects.filter(pk=begun[0].pk).update(changed_at=after(2))
    assert remind(after(4.9)) == 0
    assert remind(after(5.1)) == 1


@pytest.mark.parametrize(
    "what",
    [
        store.send,
        lambda row, papers: store.destroy(row),
        lambda row, papers: store.keep(row, replace(papers, no_reminder=True)),
    ],
    ids=["finished", "forgotten", "no reminder wanted"],
)
def test_nothing_comes_afterwards_nor_what_was_on_its_way(
    what: Callable[[Evaluation, Papers], object], begun: Begun
) -> None:
    row, papers = begun
    assert remind(after(3.1)) == 1  # it waits, for instance for the end of the quiet hours
    what(row, papers)
    leave(after(3.1))
    assert mail.outbox == []
    assert not Notice.objects.exists()
    Evaluation.objects.update(reminded_at=None)
    assert remind(after(3.2)) == 0


def test_who_had_no_link_sent_is_nobody_to_write_to(begun: Begun) -> None:
    row, papers = begun
    store.keep(row, replace(papers, link_to=""))
    assert remind(after(4)) == 0


def test_nothing_comes_after_the_end_of_the_link(begun: Begun, north: House) -> None:
    set_remind_days(28, clinic=north.clinic, by=OPERATOR)
    assert remind(after(28.5)) == 0  # it could leave when the link is over
    set_remind_days(20, clinic=north.clinic, by=OPERATOR)
    assert remind(after(31)) == 0
    store.set_keep_days(21, clinic=north.clinic, by=OPERATOR)
    assert remind(after(20.5)) == 0


def test_a_clinic_decides_when_and_may_decide_never(begun: Begun, north: House) -> None:
    assert reminding(north.clinic.pk) == Reminding(3, False)
    set_remind_days(0, clinic=north.clinic, by=OPERATOR)
    assert remind(after(5)) == 0
    set_remind_days(7, clinic=north.clinic, by=OPERATOR)
    assert [remind(after(6.9)), remind(after(7.1))] == [0, 1]
    set_remind_days(None, clinic=north.clinic, by=OPERATOR)
    assert not reminding(north.clinic.pk).is_decided
    with pytest.raises(NotDecided, match="61 days"):
        set_remind_days(61, clinic=north.clinic, by=OPERATOR)


def test_without_an_address_of_its_own_there_is_no_link_to_send(begun: Begun, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "ADDRESS", "")
    assert remind(after(4)) == 0
    monkeypatch.setattr(settings, "ADDRESS", "https://clinic.example")
    assert remind(after(4)) == 1
