"""The pictures on the first page of the project show what a test has just seen.

    ENTHESIS_PICTURES=docs/pictures sh bin/test tests/web/test_readme_picture.py

takes them anew.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from enthesis.clinic.access import Operator
from enthesis.clinic.door import start_course
from enthesis.clinic.example.simulate import Story, simulate
from enthesis.pathway.protocol.library import latest
from tests.support.browser import look
from tests.web.conftest import Place, sign_in

ROOT = Path(__file__).parent.parent.parent


def test_the_first_page_shows_a_course_and_a_diary(live: str, page: Page, place: Place) -> None:
    now = datetime.now(UTC)
    story = Story(problem="low back pain", region="back", pain=7, responds=True, writes=0.9)
    events, moments = simulate(
        latest()["nutura-back"],
        story,
        started=now.date() - timedelta(days=112),
        today=now,
        zone=ZoneInfo("UTC"),
        seed="readme",
    )
    number = start_course(events, person=place.person, by=Operator(), as_of=moments).number
    sign_in(page, live, place, "clinician")
    page.goto(f"{live}/courses/{number}/")
    expect(page.get_by_role("heading", name="What is next")).to_be_visible()
    look(page, "course")
    sign_in(page, live, place, "patient")
    page.goto(f"{live}/my/{number}/progress/")
    look(page, "progress")


def test_the_pictures_are_there() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    for name in ("course-1280.png", "progress-390.png"):
        assert f"docs/pictures/{name}" in text
        assert (ROOT / "docs" / "pictures" / name).stat().st_size > 20_000
