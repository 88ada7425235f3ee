"""Looking a medicine up while typing: chosen, or kept as typed; nothing typed is lost, and no script is needed."""

from playwright.sync_api import Page, expect

from enthesis.clinic.access import Operator
from enthesis.clinic.opening import open_course
from enthesis.pathway.medications.beginning import Beginning, beginning
from tests.support.browser import look
from tests.web.conftest import Place, Starter, sign_in
from tests.web.walking import send


def test_names_that_begin_so() -> None:
    assert Beginning("ibuprofen", "") in beginning("ibu")
    assert Beginning("Advil", "ibuprofen") in beginning("adv")
    assert beginning("i") == beginning("") == beginning("zzzz") == []
    assert len(beginning("me", most=3)) == 3


def test_what_is_chosen_joins_what_was_typed_and_is_recorded_when_saved(place: Place, start: Starter) -> None:
    number = start()
    path, patient = f"/my/{number}/medicines/find/", place.client("patient")
    page = patient.post(path, {"drugs": "a herb\nmetformin 500", "add": "Advil"})
    assert page.context["form"]["drugs"].value() == "a herb\nmetformin 500\nAdvil"
    assert open_course(number, by=Operator()).course.drugs is None, "looking up records nothing"
    again = patient.post(path, {"drugs": "a herb\nADVIL", "add": "Advil"})
    assert again.context["form"]["drugs"].value() == "a herb\nADVIL", "not twice"
    send(patient, f"/my/{number}/medicines/", drugs=page.context["form"]["drugs"].value())
    assert open_course(number, by=Operator()).course.drugs == ("a herb", "metformin 500", "Advil")


def test_the_script_is_given_the_names_alone(place: Place, start: Starter) -> None:
    path = f"/my/{start()}/medicines/find/"
    part = place.client("patient").get(path, {"q": "adv"}, headers={"HX-Request": "true"}).content.decode()
    assert "Advil" in part
    assert "<html" not in part
    unknown = place.client("patient").get(path, {"q": "<b>zzz"}).content.decode()
    assert "You can keep what you typed." in unknown
    assert "<b>zzz" not in unknown


def test_looking_up_where_no_script_runs(live: str, plain_page: Page, place: Place, start: Starter) -> None:
    number = start()
    sign_in(plain_page, live, place, "patient")
    plain_page.goto(f"{live}/my/{number}/medicines/")
    plain_page.get_by_label("Which medicines do you take?").fill("a herb")
    plain_page.get_by_label("Look a medicine up").fill("warf")
    plain_page.keyboard.press("Enter")
    plain_page.get_by_role("button", name="warfarin", exact=True).click()
    expect(plain_page.get_by_label("Which medicines do you take?")).to_have_value("a herb\nwarfarin")
    plain_page.get_by_role("button", name="Save").click()
    assert open_course(number, by=Operator()).course.drugs == ("a herb", "warfarin")


def test_looking_up_while_typing(live: str, page: Page, place: Place, start: Starter) -> None:
    number = start()
    sign_in(page, live, place, "patient")
    page.goto(f"{live}/my/{number}/medicines/")
    page.get_by_label("Look a medicine up").press_sequentially("adv")
    expect(page.get_by_role("button", name="Advil (ibuprofen)")).to_be_visible()
    look(page, "medicines-find", whole=True)
    page.get_by_role("button", name="Advil (ibuprofen)").click()
    expect(page.get_by_label("Which medicines do you take?")).to_have_value("Advil")
