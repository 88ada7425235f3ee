"""Restricted records as people see them: restricting, an emergency, what the lead and the patient read of it."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from enthesis.clinic.access import Operator
from enthesis.clinic.door import record
from enthesis.clinic.emergencies import minutes_of
from enthesis.clinic.models import Person
from enthesis.clinic.restricting import restrict
from enthesis.pathway import events as e
from enthesis.web.mending.close import EVERYBODY
from tests.support.browser import look
from tests.web.conftest import Place, Starter, new_id, sign_in, until_injection

LISTS = (
    "/worklist/",
    "/worklist/?ahead",
    "/patients/",
    "/calendar/week/",
    "/calendar/close/",
    "/consents/",
    "/messages/",
    "/waiting/",
    "/chase/",
    "/letters/",
    "/payments/",
    "/evaluations/",
)


def closed_record(place: Place, start: Starter) -> str:
    """A course whose patient only the clinician sees."""
    number = start(*until_injection())
    restrict(place.person, [place.users["clinician"]], why="She works here.", by=Operator())
    return number


def test_every_way_to_it_is_closed_and_says_so(place: Place, start: Starter) -> None:
    number = closed_record(place, start)
    desk = place.client("front-desk")
    starts = datetime.now(UTC) + timedelta(hours=1)
    visit = e.VisitBooked(
        id=new_id(), happened_on=place.today, visit="v9", activity="treatment", starts=starts, minutes=30
    )
    record(visit, course=number, by=place.users["clinician"])
    for path in (f"/courses/{number}/", f"/courses/{number}/files/", f"/patients/{place.person.number}/"):
        answer = desk.get(path)
        assert answer.status_code == 403
        assert "This record is restricted" in answer.content.decode()
    assert "opened the course <span" in place.client("lead").get("/audit/").content.decode()  # refused: it was tried
    sent = desk.post(f"/courses/{number}/payments/", {"amount": "10"})
    assert sent.status_code == 403
    assert "What you sent was not kept" in sent.content.decode()
    on = f"{starts:%Y-%m-%d}"
    asked = {"day": on, "resource": EVERYBODY}
    for path in (*LISTS, f"/calendar/?day={on}", f"/calendar/day-sheet/?on={on}"):
        shown = desk.get(path, asked if "close" in path else None)
        assert shown.status_code == 200, path
        assert "Ada" not in shown.content.decode(), path
    assert "Restricted" in desk.get("/calendar/list/", {"day": on}).content.decode()
    assert "One more visit is of a restricted record" in desk.get("/calendar/close/", asked).content.decode()
    assert number in place.client("clinician").get(f"/courses/{number}/").content.decode()


def test_where_one_goes_on_after_an_emergency_is_a_page_of_the_clinic(place: Place, start: Starter) -> None:
    number = closed_record(place, start)
    path = f"/patients/{place.person.number}/emergency/"
    sent = place.client("therapist").post(path, {"why": "Fainted.", "next": "//elsewhere.example/"})
    assert (sent.status_code, sent["Location"]) == (302, f"/courses/{number}/")


def test_a_lead_decides_how_long(place: Place) -> None:
    lead = place.client("lead")
    for wrong in ({"minutes": "0", "why": "x"}, {"minutes": "15", "why": ""}):
        assert lead.post("/audit/emergencies/minutes/", wrong).status_code == 200
    assert minutes_of(place.clinic.pk) == (60, False)
    assert lead.post("/audit/emergencies/minutes/", {"minutes": "15", "why": "Enough."}).status_code == 302
    assert minutes_of(place.clinic.pk) == (15, True)


def test_a_record_is_restricted_and_opened_in_an_emergency(live: str, page: Page, place: Place, start: Starter) -> None:
    number = start(*until_injection())
    sign_in(page, live, place, "clinician")
    page.goto(f"{live}/courses/{number}/")
    page.get_by_text("More for this course").click()
    page.get_by_role("link", name="Who may open this record").click()
    look(page, "restricted-open", whole=True)
    page.get_by_role("button", name="Restrict the record").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why")
    page.get_by_label("Why", exact=True).fill("She works at our desk.")
    page.get_by_role("button", name="Restrict the record").click()
    expect(page.get_by_role("main")).to_contain_text("Open to Clinician a.")
    look(page, "restricted-closed", whole=True)
    assert Person.objects.get(pk=place.person.pk).restricted
    sign_in(page, live, place, "therapist")
    page.goto(f"{live}/courses/{number}/")
    look(page, "restricted-emergency", whole=True)
    page.get_by_role("button", name="Open it in an emergency").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why")
    page.get_by_label("Why you have to open it now").fill("She fainted in the hall.")
    page.get_by_role("button", name="Open it in an emergency").click()
    expect(page.get_by_role("main")).to_contain_text("Opened in an emergency, until")
    look(page, "restricted-opened")
    sign_in(page, live, place, "lead")
    page.goto(f"{live}/audit/")
    expect(page.get_by_role("main")).to_contain_text("She fainted in the hall.")
    look(page, "restricted-audit", whole=True)
    page.get_by_role("button", name="I have looked at it").click()
    expect(page.get_by_role("main")).to_contain_text("looked at by Lead a")
    look(page, "restricted-emergencies", whole=True)
    page.get_by_role("link", name="Decide how long").click()
    look(page, "restricted-minutes", whole=True)
    sign_in(page, live, place, "patient")
    page.goto(f"{live}/my/who-looked/")
    expect(page.get_by_role("main")).to_contain_text("She fainted in the hall.")
    look(page, "restricted-own", whole=True)
