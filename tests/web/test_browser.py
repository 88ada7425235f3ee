"""What people do on a screen: usable by all at 390 and 1280 px, with no script and nothing from elsewhere.

A page as it is opened is looked at by `test_every_page`; here are the states that it comes to, and pages that are full.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from enthesis.clinic.access import Operator
from enthesis.clinic.door import record
from enthesis.clinic.opening import open_course
from enthesis.pathway import events as e
from enthesis.pathway.injection import checklist
from tests.support.browser import look
from tests.web.conftest import PASSWORD, Place, Starter, days_ago, diary, new_id, sign_in, until_injection

PAINS = [6, 7, 6, None, 5, 5, 6, 4, None, None, 4, 3, 4, 3, 3, 4, 3, None, 3, 2, 3, 3, 2, None, 2, 3, 2, 2]


def see(page: Page, address: str, path: str, name: str) -> None:
    """Open a page; it works, fits both widths and everybody can use it."""
    response = page.goto(address + path)
    assert response is not None
    assert response.status == 200, f"{path}: {response.status}"
    as_it_stands(page, name)


def as_it_stands(page: Page, name: str) -> None:
    look(page, name, whole=True)


def test_a_patient_s_pages(live: str, page: Page, place: Place, start: Starter) -> None:
    number = start(*until_injection(), *diary(29, PAINS))
    start(ago=1, protocol="nutura-knee", side="left")
    sign_in(page, live, place, "patient")
    see(page, live, "/my/", "patient-next")
    see(page, live, f"/my/{number}/progress/", "patient-progress")
    see(page, live, "/my/diary/", "patient-choose")


def test_a_diary_day_is_three_taps(live: str, page: Page, place: Place, start: Starter) -> None:
    number = start(*until_injection())
    sign_in(page, live, place, "patient")
    page.goto(f"{live}/my/{number}/diary/")
    scale = page.get_by_role("group", name="How much pain do you have now?")
    scale.get_by_label("4", exact=True).check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Answer how much the pain was in your way")
    expect(scale.get_by_label("4", exact=True)).to_be_checked()
    as_it_stands(page, "patient-diary-missing")
    page.get_by_role("group", name="How much was it in your way?").get_by_label("3", exact=True).check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("Your diary is saved")
    assert [entry.now for entry in open_course(number, by=Operator()).course.diary] == [4]


def test_a_diary_day_where_no_script_runs(live: str, plain_page: Page, place: Place, start: Starter) -> None:
    number = start(*until_injection())
    sign_in(plain_page, live, place, "patient")
    plain_page.goto(f"{live}/my/{number}/diary/")
    for group in ("How much pain do you have now?", "How much was it in your way?"):
        plain_page.get_by_role("group", name=group).get_by_label("4", exact=True).check()
    plain_page.get_by_role("button", name="Save").click()
    expect(plain_page.get_by_role("status")).to_contain_text("Your diary is saved")
    assert [entry.now for entry in open_course(number, by=Operator()).course.diary] == [4]


def test_an_urgent_answer_comes_first(live: str, page: Page, place: Place, start: Starter) -> None:
    number = start(ago=1)
    sign_in(page, live, place, "patient")
    page.goto(f"{live}/my/{number}/evaluation/")
    page.get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Go on").click()
    bladder = page.get_by_role("group", name="new trouble with your bladder")
    expect(bladder).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("alert")).to_contain_text("need")
    as_it_stands(page, "patient-evaluation-missing")
    bladder.get_by_label("Yes", exact=True).check()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("alert")).to_contain_text("can be an emergency")
    as_it_stands(page, "patient-urgent")
    page.get_by_role("link", name="Look at your answers").click()
    as_it_stands(page, "patient-evaluation-check")
    sign_in(page, live, place, "clinician")
    see(page, live, "/worklist/", "clinician-worklist-safety")
    see(page, live, f"/courses/{number}/", "clinician-course-concern")
    symptom = next(iter(open_course(number, by=Operator()).course.concerns))
    see(page, live, f"/courses/{number}/record/symptom/{symptom}/", "clinician-symptom")
    see(page, live, f"/courses/{number}/record/candidacy/candidacy/", "clinician-candidacy-urgent")


def test_what_to_do_after_an_injection(live: str, page: Page, place: Place, start: Starter) -> None:
    number = start(*until_injection(ago=2), ago=40)
    sign_in(page, live, place, "patient")
    page.goto(f"{live}/my/{number}/check-in/")
    page.get_by_role("group", name="Does your chest hurt?").get_by_label("Yes", exact=True).check()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("alert")).to_contain_text("emergency")
    as_it_stands(page, "patient-what-to-do")
    see(page, live, "/my/", "patient-next-concern")


def test_a_clinician_s_pages(live: str, page: Page, place: Place, start: Starter) -> None:
    number = start(*until_injection(), *diary(29, PAINS))
    start(ago=3, protocol="nutura-knee", side="left")
    start(*until_injection(ago=10)[:4], protocol="darrow-back", ago=80)
    sign_in(page, live, place, "clinician")
    see(page, live, "/worklist/", "clinician-worklist")
    see(page, live, "/worklist/?ahead", "clinician-worklist-ahead")
    see(page, live, f"/courses/{number}/", "clinician-course")


def test_an_injection_in_a_minute(live: str, page: Page, place: Place, start: Starter) -> None:
    number = start(*until_injection())
    sign_in(page, live, place, "clinician")
    page.goto(f"{live}/courses/{number}/record/injection/treatment/")
    page.get_by_role("link", name=re.compile("As last time")).click()
    expect(page.get_by_label("Structure 1")).to_have_value("iliolumbar ligament")
    page.get_by_label("Lot").first.fill("D-18")
    page.get_by_role("button", name="Work out the figures").click()
    expect(page.get_by_role("status")).to_contain_text("30 %")
    for point in checklist().points.values():
        page.get_by_label(point.says).check()
    page.get_by_role("group", name="Time-out").get_by_label("Done", exact=True).check()
    page.get_by_role("button", name="Record the injection").click()
    expect(page.get_by_role("alert")).to_contain_text("The response review has not decided to go on.")
    as_it_stands(page, "clinician-injection-objections")
    for field in page.get_by_label("Reason for going on all the same").all():
        field.fill("Decided by telephone; the review is written up tonight.")
    page.get_by_role("button", name="Record the injection").click()
    expect(page.get_by_role("status").first).to_contain_text("The injection is recorded")
    assert open_course(number, by=Operator()).course.injections[-1].solution[0].lot == "D-18"


def test_a_stale_page(live: str, page: Page, place: Place, start: Starter) -> None:
    number = start(*until_injection())
    sign_in(page, live, place, "clinician")
    page.goto(f"{live}/courses/{number}/record/close/")
    page.get_by_label("It did not help enough").check()
    entry = e.DiaryEntered(id=new_id(), happened_on=days_ago(1), pain=2)
    record(entry, course=number, by=Operator())
    page.get_by_role("button", name="Close the course").click()
    expect(page.get_by_role("alert")).to_contain_text("Diary: pain 2")
    expect(page.get_by_label("It did not help enough")).to_be_checked()
    as_it_stands(page, "clinician-stale")
    page.get_by_role("button", name="Close the course").click()
    see(page, live, f"/courses/{number}/correct/{entry.id}/", "clinician-correct")


def test_a_lead_decides_without_saying_why(live: str, page: Page, place: Place) -> None:
    sign_in(page, live, place, "lead")
    page.goto(f"{live}/protocols/nutura-back/2026-11/decide/")
    page.get_by_label("Minutes", exact=False).first.fill("40")
    page.get_by_role("button", name="Keep as a new version").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why")
    as_it_stands(page, "lead-decide-missing")
    page.get_by_label("Why").first.fill("As long as our room is booked for it.")


def test_signing_in(live: str, page: Page, place: Place) -> None:
    page.goto(f"{live}/accounts/login/")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Type your password.")
    as_it_stands(page, "sign-in-missing")
    page.get_by_label("Email").fill("clinician-a@example.test")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Worklist")).to_be_visible()
    page.goto(live + "/accounts/2fa/totp/activate/")
    page.get_by_label("Password").fill(PASSWORD)
    as_it_stands(page, "sign-in-again")
    page.get_by_role("button", name="Go on").click()
    as_it_stands(page, "sign-in-second-step")


@pytest.mark.parametrize("path", ["/nothing/", "/courses/C-9999/"])
def test_what_is_not_there(live: str, page: Page, place: Place, path: str) -> None:
    sign_in(page, live, place, "clinician")
    page.goto(live + path)
    as_it_stands(page, "not-there")


def test_a_diary_day_by_keyboard(live: str, page: Page, place: Place, start: Starter) -> None:
    number = start(*until_injection())
    sign_in(page, live, place, "patient")
    page.goto(f"{live}/my/{number}/diary/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.get_by_label("0", exact=True).first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")  # the worst of the day may stay open
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Your diary is saved")
    assert [entry.now for entry in open_course(number, by=Operator()).course.diary] == [2]
