"""The tools of the desk as staff meet them: with a phone and at a desk, without a script, usable by all."""

import re

from playwright.sync_api import Page, expect

from tests.web.conftest import Place, sign_in
from tests.web.test_browser import as_it_stands, see


def test_the_list_of_tools(live: str, page: Page, place: Place) -> None:
    sign_in(page, live, place, "clinician")
    page.goto(f"{live}/desk/")
    page.get_by_role("link", name="Triage by telephone").click()
    expect(page.get_by_role("heading", name="Triage by telephone")).to_be_visible()


def test_medicines_are_looked_up(live: str, page: Page, place: Place) -> None:
    sign_in(page, live, place, "front-desk")
    page.goto(f"{live}/desk/drugs/")
    page.get_by_role("button", name="Look them up").click()
    expect(page.get_by_role("alert")).to_contain_text("Type at least one medicine")
    as_it_stands(page, "desk-drugs-missing")
    page.get_by_label("Medicines", exact=True).fill(
        "Plavix 75 mg\nAleve\nTylenol 500 mg 2 tablets 4 times a day\nNyQuil\nzzyzx drops\nVoltaren gel"
    )
    page.get_by_label("Injection 1", exact=True).fill("2026-12-01")
    page.get_by_label("Injection 2", exact=True).fill("2027-01-05")
    page.get_by_label("Whose names").select_option("US")
    page.get_by_role("button", name="Look them up").click()
    expect(page.get_by_role("heading", name="Do not stop. Your clinic speaks to the prescriber.")).to_be_visible()
    expect(page.get_by_label("Liver disease")).to_be_visible()
    as_it_stands(page, "desk-drugs")


def test_a_call_is_triaged(live: str, page: Page, place: Place) -> None:
    sign_in(page, live, place, "therapist")
    page.goto(f"{live}/desk/triage/")
    page.get_by_label("Lower back, sacroiliac joint or pelvis").check()
    page.get_by_label("How long ago?").fill("3")
    page.get_by_label("Hours or days").select_option("days")
    page.get_by_role("radiogroup", name="Do you itch or have a rash?").get_by_label("Yes, in one place").check()
    page.get_by_role("button", name="What to do").last.click()
    expect(page.get_by_role("heading", name="Call the clinic today")).to_be_visible()
    as_it_stands(page, "desk-triage-call")
    page.get_by_role("radiogroup", name="Do you have a fever?").get_by_label("Yes", exact=True).check()
    page.get_by_role("button", name="Judge it again").last.click()
    expect(page.get_by_role("heading", name="To be seen today")).to_be_visible()
    page.get_by_label("In the caller's words").fill("Her back hurts more every hour, she has chills and wobbles.")
    page.get_by_role("button", name="Judge it again").last.click()
    expect(page.get_by_role("heading", name="Emergency", exact=True)).to_be_visible()
    as_it_stands(page, "desk-triage-emergency")
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Judge it again").last).to_be_hidden()
    as_it_stands(page, "desk-triage-printed")


def test_a_calm_call_is_triaged_where_no_script_runs(live: str, plain_page: Page, place: Place) -> None:
    page = plain_page
    sign_in(page, live, place, "front-desk")
    page.goto(f"{live}/desk/triage/")
    page.get_by_label("Another joint: knee").check()
    page.get_by_label("How long ago?").fill("30")
    page.get_by_label("For how many days have you been sore?").fill("1")
    for box in page.get_by_label("All asked; what is left open here was denied").all():
        box.check()
    page.get_by_role("button", name="What to do").last.click()
    expect(page.get_by_role("heading", name="Self-care")).to_be_visible()
    denied = page.get_by_role("radiogroup", name="Is it hard to breathe?")
    expect(denied.get_by_label("No", exact=True)).to_be_checked()


def test_a_person_is_screened(live: str, page: Page, place: Place) -> None:
    sign_in(page, live, place, "clinician")
    page.goto(f"{live}/desk/screen/")
    page.get_by_label("Low back", exact=False).first.check()
    page.get_by_label("Knee", exact=True).check()
    page.get_by_role("button", name="Begin").click()
    as_it_stands(page, "desk-screen-first")
    page.get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("group", name="Are you numb between your legs?").get_by_label("Yes", exact=True).check()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("status")).to_contain_text("Urgent")
    as_it_stands(page, "desk-screen-urgent")
    page.get_by_text("Answers so far").click()
    page.get_by_role("button", name=re.compile("Change the answer to: .*numb between your legs")).click()
    expect(page.get_by_role("group", name="Are you numb between your legs?").get_by_label("Yes")).to_be_checked()


def test_a_form_is_scored(live: str, page: Page, place: Place) -> None:
    sign_in(page, live, place, "therapist")
    page.goto(f"{live}/desk/score/")
    page.get_by_role("link", name="Knee injury and Osteoarthritis Outcome Score").click()
    page.get_by_role("link", name="Daily living").click()
    page.get_by_role("link", name="Baseline and now").click()
    as_it_stands(page, "desk-score-empty")
    for time, mark in (("Baseline", "3"), ("Now", "1")):
        group = page.get_by_role("group", name=time)
        for number in range(1, 16):
            group.get_by_label(str(number), exact=True).fill(mark)
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("status")).to_contain_text("50 better")
    as_it_stands(page, "desk-score")
    page.goto(f"{live}/desk/score/?instrument=psfs&change=1")
    as_it_stands(page, "desk-score-activities")
    page.goto(f"{live}/desk/score/?instrument=peg")
    page.get_by_label("1", exact=True).fill("7")
    page.get_by_role("button", name="Score").click()
    expect(page.get_by_role("status")).to_contain_text("No score")
    as_it_stands(page, "desk-score-none")


def test_a_structure_is_found(live: str, page: Page, place: Place) -> None:
    sign_in(page, live, place, "clinician")
    page.goto(f"{live}/desk/structures/")
    page.get_by_label("Name, as it is said or written").fill("Achilles")
    page.get_by_role("button", name="Find").click()
    as_it_stands(page, "desk-structures-found")
    see(page, live, "/desk/structures/sacroiliac-joint/", "desk-structure")
    page.goto(f"{live}/desk/structures/?region=chest")
    page.get_by_role("listitem").get_by_role("link").filter(has_text="rib").first.click()
    as_it_stands(page, "desk-structure-chest")
