"""Medicines around the sessions, as people see them."""

from playwright.sync_api import Page, expect

from enthesis.clinic.access import Operator
from enthesis.clinic.decisions import set_hold
from enthesis.clinic.opening import open_course
from enthesis.pathway import events as e
from tests.web.conftest import Place, Starter, days_ago, new_id, sign_in, until_injection
from tests.web.test_browser import as_it_stands, see
from tests.web.test_medicines import booked, listed


def test_pauses_around_a_session(live: str, page: Page, place: Place, start: Starter) -> None:
    entry = e.DiaryEntered(id=new_id(), happened_on=days_ago(8), pain=4, took=("Aleve",))
    number = start(*until_injection(ago=10), listed("Advil", "warfarin", "Voltaren gel"), booked(), entry)
    sign_in(page, live, place, "clinician")
    see(page, live, f"/courses/{number}/", "medicines-course-open")
    see(page, live, "/pauses/", "medicines-pauses")
    page.get_by_label("Days before").first.fill("7")
    page.get_by_label("Days after").first.fill("14")
    page.get_by_role("button", name="Keep the pauses").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why")
    as_it_stands(page, "medicines-pauses-missing")
    page.get_by_label("Why").fill("As our handout says.")
    page.get_by_role("button", name="Keep the pauses").click()
    expect(page.get_by_role("status")).to_contain_text("The pauses are kept.")
    see(page, live, f"/courses/{number}/", "medicines-course")
    sign_in(page, live, place, "patient")
    see(page, live, "/my/", "medicines-next")
    see(page, live, f"/my/{number}/medicines/", "medicines-list")


def test_saying_what_was_taken_where_no_script_runs(live: str, plain_page: Page, place: Place, start: Starter) -> None:
    set_hold("anti_inflammatory", 7, 14, clinic=place.clinic, by=place.users["lead"], why="As our handout says.")
    number = start(*until_injection(ago=10))
    sign_in(plain_page, live, place, "patient")
    plain_page.goto(f"{live}/my/{number}/diary/")
    for group in ("How much pain do you have now?", "How much was it in your way?"):
        plain_page.get_by_role("group", name=group).get_by_label("4", exact=True).check()
    plain_page.get_by_text("Took a medicine?").click()
    plain_page.get_by_label("ibuprofen").check()
    plain_page.get_by_label("Others").fill("Aleve")
    plain_page.get_by_role("button", name="Save").click()
    expect(plain_page.get_by_role("status")).to_contain_text("Your diary is saved")
    assert [entry.took for entry in open_course(number, by=Operator()).course.diary] == [("ibuprofen", "Aleve")]
