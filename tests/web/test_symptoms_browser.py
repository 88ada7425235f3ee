"""The inbox of reported symptoms and its clocks, as people see them."""

from playwright.sync_api import Page, expect

from enthesis.clinic.access import Operator
from enthesis.clinic.accounts import invite
from enthesis.clinic.decisions import set_answers_within, set_on_call
from enthesis.clinic.door import record
from enthesis.clinic.opening import open_course
from enthesis.pathway import events as e
from tests.web.conftest import Place, Starter, days_ago, new_id, sign_in, until_injection
from tests.web.test_browser import as_it_stands, see


def report(symptom: str, level: str, words: str, *rules: str) -> e.SymptomReported:
    return e.SymptomReported(
        id=new_id(), happened_on=days_ago(0), symptom=symptom, level=level, rules=rules, words=words
    )


def three_symptoms(place: Place, start: Starter) -> tuple[str, str]:
    """Two courses with three open symptoms; the clinic has decided one time and who is on call."""
    *before, given = until_injection()
    number, other = start(*before), start(protocol="nutura-knee", side="left", ago=9)
    record(given, course=number, by=place.users["clinician"])
    second = invite("second@example.test", clinic=place.clinic, role="clinician", name="Dr Maria Second")
    patient = place.users["patient"]
    record(report("s1", "call_clinic_same_day", "It itches.", "T29"), course=number, by=patient)
    set_on_call(second, clinic=place.clinic, by=place.users["lead"])
    set_answers_within("urgent", 45, clinic=place.clinic, by=place.users["lead"], why="As our telephone is staffed.")
    record(report("s2", "urgent_care", "It is hot and I shiver.", "T22"), course=number, by=patient)
    record(report("s3", "emergency", "I cannot breathe well.", "T02"), course=other, by=patient)
    return number, other


def test_the_inbox(live: str, page: Page, place: Place, start: Starter) -> None:
    number, _ = three_symptoms(place, start)
    sign_in(page, live, place, "clinician")
    see(page, live, "/symptoms/", "symptoms-inbox")
    expect(page.get_by_role("listitem").filter(has_text="I cannot breathe well.")).to_contain_text("due now")
    see(page, live, "/worklist/", "symptoms-worklist")
    see(page, live, f"/courses/{number}/", "symptoms-course")
    see(page, live, f"/courses/{number}/record/symptom/s2/", "symptoms-close")
    page.get_by_label("I called and nobody answered").check()
    page.get_by_label("Yes, close it").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Nobody answered.")
    as_it_stands(page, "symptoms-close-missing")
    page.get_by_label("I spoke to the patient").check()
    page.get_by_label("No, keep it open").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").first).to_contain_text("Recorded.")
    see(page, live, f"/courses/{number}/record/hand-over/s2/", "symptoms-hand-over")
    see(page, live, "/symptoms/clocks/", "symptoms-clocks")
    sign_in(page, live, place, "lead")
    see(page, live, "/symptoms/", "symptoms-inbox-lead")
    see(page, live, "/worklist/", "symptoms-worklist-lead")
    sign_in(page, live, place, "patient")
    see(page, live, "/my/", "symptoms-patient-next")


def test_deciding_a_time_where_no_script_runs(live: str, plain_page: Page, place: Place) -> None:
    sign_in(plain_page, live, place, "lead")
    plain_page.goto(f"{live}/symptoms/clocks/")
    plain_page.get_by_label("Emergency: answered within").fill("10")
    plain_page.get_by_role("button", name="Keep the times").click()
    expect(plain_page.get_by_role("alert")).to_contain_text("Say why")
    plain_page.get_by_label("Why").fill("Somebody always has the telephone.")
    plain_page.get_by_role("button", name="Keep the times").click()
    expect(plain_page.get_by_text("Emergency: 10 minutes, decided by Lead a")).to_be_visible()


def test_closing_a_symptom_where_no_script_runs(live: str, plain_page: Page, place: Place, start: Starter) -> None:
    number, _ = three_symptoms(place, start)
    sign_in(plain_page, live, place, "clinician")
    plain_page.goto(f"{live}/symptoms/")
    plain_page.get_by_role("listitem").filter(has_text="It is hot").get_by_role("link", name="Look at it").click()
    for label in ("I saw the patient", "Yes, close it", "Possibly related", "Moderate"):
        plain_page.get_by_label(label).check()
    plain_page.get_by_label("its name").fill("Skin infection")
    plain_page.get_by_role("button", name="Save").click()
    expect(plain_page.get_by_role("status").first).to_contain_text("Recorded.")
    course = open_course(number, by=Operator()).course
    assert set(course.concerns) == {"s1"}
    assert [harm.event for harm in course.adverse_events] == ["Skin infection"]
