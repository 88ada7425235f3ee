"""The ways from a patient's first page: the papers of each course, and what concerns the patient alone."""

import re

from playwright.sync_api import Page

from enthesis.clinic.access import Operator
from enthesis.clinic.door import record
from enthesis.pathway import events as e
from tests.support.browser import look
from tests.web.conftest import Place, Starter, days_ago, diary, new_id, sign_in, until_injection


def sections(page: str) -> dict[str, list[str]]:
    """The headings of the papers with what they lead to."""
    found = re.findall(r'<section class="papers".*?</section>', page, flags=re.DOTALL)
    return {re.findall(r'<h2 id="([\w-]+)"', each)[0]: re.findall(r'href="([^"]+)"', each) for each in found}


def test_the_papers_of_two_courses_and_of_a_closed_one(place: Place, start: Starter) -> None:
    back = start(*until_injection())
    knee = start(protocol="nutura-knee")
    gone = start(protocol="nutura-knee", side="left")
    record(e.CourseClosed(id=new_id(), happened_on=days_ago(1), reason="completed"), course=gone, by=Operator())
    page = place.client("patient").get("/my/").content.decode()
    told = sections(page)
    assert list(told) == [f"papers-{back}", f"papers-{knee}", "papers-closed", "about-me"]
    papers = ("choices", "consent", "payments", "files")
    assert told[f"papers-{back}"] == [f"/my/{back}/{paper}/" for paper in papers]
    assert told["papers-closed"] == [f"/my/{gone}/{paper}/" for paper in papers]
    assert told["about-me"][:3] == ["/my/messages-settings/", "/my/who-looked/", "/my/export/"]


def test_one_course_is_not_named_again_and_its_consent_says_where_it_stands(place: Place, start: Starter) -> None:
    number = start()
    client = place.client("patient")

    def papers() -> str:
        return client.get("/my/").content.decode().split('class="papers"')[1]

    assert "pain of the lower back" not in papers()
    assert "not signed yet" in papers()
    signed = e.ConsentSigned(id=new_id(), happened_on=days_ago(3), document="Prolotherapy consent", version="1")
    record(signed, course=number, by=Operator())
    assert '<span class="under">signed</span>' in papers()
    record(e.ConsentWithdrawn(id=new_id(), happened_on=days_ago(2)), course=number, by=Operator())
    assert "taken back" in papers()


def test_the_first_page_of_a_patient_with_two_courses(live: str, page: Page, place: Place, start: Starter) -> None:
    start(*until_injection(), *diary(9, [5, 4, 4]))
    start(protocol="nutura-knee")
    sign_in(page, live, place, "patient")
    page.goto(f"{live}/my/")
    assert all(box["height"] >= 44 for each in page.locator(".ways a").all() if (box := each.bounding_box()))
    look(page, "own-pages", whole=True)
