"""Every screen as people see it: at 390 and 1280 px, usable by all, with no script and nothing from elsewhere."""

from playwright.sync_api import Page

from tests.support.browser import assert_accessible, look
from tests.web.conftest import Place, Starter, diary, sign_in, until_injection


def see(page: Page, address: str, path: str, name: str) -> None:
    """Open a page; it works, fits both widths and everybody can use it."""
    response = page.goto(address + path)
    assert response is not None
    assert response.status == 200, f"{path}: {response.status}"
    look(page, name, whole=True)
    assert_accessible(page)


def test_a_patient_s_pages(live: str, page: Page, place: Place, start: Starter) -> None:
    number = start(*until_injection(), *diary(29, [6, 7, 6, None, 5, 5, 6, 4, None, None, 4, 3, 4, 3, 3]))
    new = start(ago=1, protocol="nutura-knee", side="left")
    sign_in(page, live, place, "patient")
    see(page, live, "/my/", "patient-next")
    see(page, live, f"/my/{number}/diary/", "patient-diary")
    see(page, live, f"/my/{number}/progress/", "patient-progress")
    see(page, live, f"/my/{number}/medicines/", "patient-medicines")
    see(page, live, f"/my/{number}/check-in/", "patient-check-in")
    see(page, live, f"/my/{new}/evaluation/", "patient-evaluation")
    see(page, live, "/my/diary/", "patient-choose")


def test_a_clinician_s_pages(live: str, page: Page, place: Place, start: Starter) -> None:
    number = start(*until_injection(), *diary(29, [6, 7, 6, None, 5, 5, 6, 4, None, None, 4, 3, 4, 3, 3]))
    new = start(ago=3, protocol="nutura-knee", side="left")
    sign_in(page, live, place, "clinician")
    see(page, live, "/worklist/", "clinician-worklist")
    see(page, live, "/worklist/?ahead", "clinician-worklist-ahead")
    see(page, live, f"/courses/{number}/", "clinician-course")
    see(page, live, f"/courses/{number}/record/candidacy/candidacy/", "clinician-candidacy")
    see(page, live, f"/courses/{number}/record/review/response-review/", "clinician-review")
    see(page, live, f"/courses/{number}/record/injection/treatment/?as-last", "clinician-injection")
    see(page, live, f"/courses/{number}/record/plan/plan/", "clinician-plan")
    see(page, live, f"/courses/{number}/record/book/treatment/", "clinician-book")
    see(page, live, "/patients/", "clinician-people")
    see(page, live, f"/patients/{place.person.number}/start/", "clinician-start")
    see(page, live, f"/courses/{new}/", "clinician-new-course")


def test_a_lead_s_pages(live: str, page: Page, place: Place) -> None:
    sign_in(page, live, place, "lead")
    see(page, live, "/protocols/", "lead-protocols")
    see(page, live, "/protocols/nutura-back/2026-11/", "lead-protocol")
    see(page, live, "/protocols/nutura-back/2026-11/decide/", "lead-decide")


def test_signing_in(live: str, page: Page, place: Place) -> None:
    see(page, live, "/accounts/login/", "sign-in")
    see(page, live, "/accounts/password/reset/", "sign-in-reset")
