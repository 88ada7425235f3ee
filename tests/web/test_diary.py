"""The diary's page: three touches, several entries a day, missed days, and the day's figure wherever it is shown."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from enthesis.clinic.access import Operator
from enthesis.clinic.diary_rules import set_days_back
from enthesis.clinic.door import record
from enthesis.clinic.opening import Seen, open_course
from enthesis.pathway import events as e
from enthesis.pathway.diary import pains
from tests.support.browser import look
from tests.web.conftest import Place, Starter, days_ago, diary, new_id, sign_in, until_injection
from tests.web.walking import send, typed


def seen(number: str) -> Seen:
    return open_course(number, by=Operator())


@pytest.fixture
def patient(place: Place) -> Client:
    return place.client("patient")


def test_three_taps_make_an_entry(start: Starter, patient: Client) -> None:
    number = start(*until_injection())
    assert send(patient, f"/my/{number}/diary/", now="4", function="3") == "/my/"
    (entry,) = seen(number).course.diary
    assert (entry.on, entry.pain, entry.now, entry.function, entry.worst) == (days_ago(0), None, 4, 3, None)
    assert entry.at is not None
    assert abs(entry.at - datetime.now(UTC)).total_seconds() < 60
    assert "Your diary is saved" in patient.get("/my/").content.decode()


def test_all_that_may_be_added_is_kept(start: Starter, patient: Client) -> None:
    taken = e.DrugListTaken(id=new_id(), happened_on=days_ago(1), drugs=("metformin", "Tylenol 500"))
    number = start(*until_injection(), taken)
    path = f"/my/{number}/diary/"
    offered = [name for name, _ in patient.get(path).context["form"].fields["took"].choices]
    assert offered == ["metformin", "Tylenol 500", "ibuprofen", "naproxen"], "no drug is offered twice"
    said = {"now": "4", "worst": "7", "function": "3", "sleep": "6", "words": "Long day."}
    send(patient, path, **said, took=["Tylenol 500"], others="a herb", target="carry the shopping home")
    (entry,) = seen(number).course.diary
    assert (entry.worst, entry.sleep, entry.took) == (7, 6, ("Tylenol 500", "a herb"))
    assert "How hard was it: carry the shopping home?" in patient.get(path).content.decode()


def test_the_words_of_a_patient_s_aim_are_not_for_every_role(place: Place, start: Starter, patient: Client) -> None:
    number = start(*until_injection())
    send(patient, f"/my/{number}/diary/", now="4", function="3", target="carry the shopping home")
    desk = place.client("front-desk").get(f"/my/{number}/diary/")
    assert "shopping" not in desk.content.decode()
    assert "target" not in desk.context["form"].fields, "what is set is not set again by who cannot read it"


def test_the_diary_asks_for_what_is_missing_and_for_what_cannot_be(start: Starter, patient: Client) -> None:
    number = start(*until_injection())
    path = f"/my/{number}/diary/"
    page = patient.post(path, {**typed(patient.get(path).context["form"]), "now": "4"}).content.decode()
    assert "Answer how much the pain was in your way" in page
    assert 'value="4" id="id_now_4" checked' in page
    lower = {"now": "4", "worst": "3", "function": "2"}
    page = patient.post(path, {**typed(patient.get(path).context["form"]), **lower}).content.decode()
    assert "The worst today is at least as much as now." in page
    assert not seen(number).course.diary


def test_a_diary_on_paper_is_typed_in_day_by_day(place: Place, start: Starter, patient: Client) -> None:
    number = start(*until_injection(30))
    desk, path = place.client("front-desk"), f"/my/{number}/diary/"
    paper = desk.get(path)
    offered = [value for value, _ in (*paper.context["missed"], *paper.context["earlier"])]
    assert offered[0] == str(days_ago(1))
    assert str(days_ago(29)) in offered
    assert str(days_ago(60)) in offered
    assert str(days_ago(61)) not in offered, "nobody remembers a day of longer ago"
    assert send(desk, f"{path}?day={days_ago(29)}", pain="6", function="5")
    (entry,) = seen(number).course.diary
    assert (entry.on, entry.pain) == (days_ago(29), 6)
    assert "late: written 29 days later" in desk.get(path).content.decode()
    own = patient.get(path)
    assert [value for value, _ in own.context["missed"]] == [str(days_ago(back)) for back in range(1, 8)]
    assert not own.context["earlier"], "how far back a patient may go is the clinic's rule"


def test_several_entries_of_a_day_are_one_day(start: Starter, patient: Client) -> None:
    number = start(*until_injection())
    for now in ("8", "3", "4"):
        send(patient, f"/my/{number}/diary/", now=now, function="3")
    course = seen(number).course
    assert len(course.diary) == 3
    assert pains(course.diary) == {days_ago(0): 5}
    page = patient.get(f"/my/{number}/diary/").content.decode()
    assert "(the mean of the day)" in page
    assert patient.get(f"/my/{number}/progress/").context["figures"].table[0].pain == 5


def test_a_missed_day_is_filled_as_a_whole_and_marked_as_late(place: Place, start: Starter, patient: Client) -> None:
    number = start(*until_injection(), *diary(2, [5, None]))
    path = f"/my/{number}/diary/?day={days_ago(3)}"
    assert "How much pain did you have, all in all?" in patient.get(path).content.decode()
    send(patient, path, pain="4", function="4")
    entry = seen(number).course.diary[0]
    assert (entry.on, entry.pain, entry.at) == (days_ago(3), 4, None)
    late = "written 3 days later"
    assert late in patient.get(f"/my/{number}/diary/").content.decode()
    assert late in patient.get(f"/my/{number}/progress/").content.decode()
    assert late in place.client("clinician").get(f"/courses/{number}/").content.decode()


def test_how_far_back_is_the_clinic_s_decision(place: Place, start: Starter, patient: Client) -> None:
    number = start(*until_injection(), *diary(2, [5]))
    path = f"/my/{number}/diary/"
    page = patient.get(path)
    assert [day for day, _ in page.context["missed"]] == [str(days_ago(d)) for d in (1, 3, 4, 5, 6, 7)]
    assert "The clinic has not decided this number" in page.content.decode()
    for day in (days_ago(2), days_ago(8)):  # full; too long ago
        sent = {**typed(page.context["form"]), "happened_on": str(day), "now": "1", "function": "1"}
        assert "Choose the day that this is about." in patient.post(path, sent).content.decode()
    send(place.client("lead"), "/diary-rules/", days="1", why="Nobody remembers.")
    page = patient.get(path)
    assert [day for day, _ in page.context["missed"]] == [str(days_ago(1))]
    assert "The clinic has not decided" not in page.content.decode()
    set_days_back(None, clinic=place.clinic, by=Operator())
    assert len(patient.get(path).context["missed"]) == 6


def test_an_entry_sent_twice_counts_once(start: Starter, patient: Client) -> None:
    number = start(*until_injection())
    path = f"/my/{number}/diary/"
    data = {**typed(patient.get(path).context["form"]), "now": "4", "function": "3"}
    assert patient.post(path, data).status_code == patient.post(path, data).status_code == 302
    assert len(seen(number).course.diary) == 1


def test_both_sides_are_asked_one_by_one(start: Starter, patient: Client) -> None:
    number = start(protocol="nutura-knee", side="both")
    send(patient, f"/my/{number}/diary/", nowleft="4", nowright="6", worstright="8", function="3")
    assert {(entry.side, entry.now, entry.worst) for entry in seen(number).course.diary} == {
        ("left", 4, None),
        ("right", 6, 8),
    }


def test_a_correction_keeps_what_the_form_does_not_show(place: Place, start: Starter, patient: Client) -> None:
    number = start(*until_injection())
    said = {"now": "4", "worst": "5", "function": "3", "sleep": "6", "target": "carry the shopping home"}
    send(patient, f"/my/{number}/diary/", **said)
    before = seen(number).course.diary[0]
    send(place.client("clinician"), f"/courses/{number}/correct/{before.event}/", now="2")
    (entry,) = seen(number).course.diary
    assert (entry.now, entry.worst, entry.sleep, entry.at) == (2, 5, 6, before.at)
    assert "How hard was it: carry the shopping home?" in patient.get(f"/my/{number}/diary/").content.decode()


def test_the_diary_as_people_see_it(live: str, page: Page, place: Place, start: Starter) -> None:
    number = start(*until_injection(), *diary(4, [6, None, 5]))
    record(e.DiaryEntered(id=new_id(), happened_on=days_ago(0), now=7, worst=8), course=number, by=Operator())
    sign_in(page, live, place, "patient")
    page.goto(f"{live}/my/{number}/diary/")
    look(page, "diary", whole=True)
    page.get_by_role("link", name="Yesterday").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Yesterday")
    look(page, "diary-yesterday", whole=True)
    page.get_by_text("Took a medicine?").click()
    page.get_by_text("How did you sleep?").click()
    page.get_by_text("What do you want to do again?").click()
    look(page, "diary-open", whole=True)
    page.goto(f"{live}/my/{number}/progress/")
    look(page, "progress", whole=True)
