"""Points of an injection that are touched on the drawings of the region."""

from decimal import Decimal

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from enthesis.clinic.access import Operator
from enthesis.clinic.opening import open_course
from enthesis.pathway import events as e
from enthesis.pathway.course import Course
from enthesis.web.clinician.forms.injection_touch import TOUCHED, touch_fields
from tests.support.browser import look
from tests.web.conftest import Place, Starter, sign_in
from tests.web.test_injection_record import EVERY, PATH, until_treatment
from tests.web.walking import typed

QUICK = {"part-0-name": "dextrose 25%", "part-0-ml": "4", "guidance": "ultrasound"}
CONFIRMED = {"checklist": list(EVERY), "time_out": "yes"}


@pytest.fixture
def number(start: Starter) -> str:
    return start(*until_treatment())


@pytest.fixture
def clinician(place: Place) -> Client:
    return place.client("clinician")


def sent(client: Client, number: str, **said: object) -> object:
    path = f"/courses/{number}/{PATH}"
    return client.post(path, {**typed(client.get(path).context["form"]), **QUICK, **CONFIRMED, **said})


def last(number: str) -> e.InjectionsGiven:
    return open_course(number, by=Operator()).course.injections[-1]


def test_points_that_are_touched_are_recorded_with_one_volume(clinician: Client, number: str) -> None:
    touched = ["iliolumbar-ligament:left", "iliolumbar-ligament:right"]
    answer = sent(clinician, number, touched=touched, touch_ml="0.5")
    assert answer.status_code == 302, answer.context["form"].errors
    given = last(number)
    assert [(site.structure, site.side, site.ml) for site in given.sites] == [
        ("iliolumbar-ligament", "left", Decimal("0.5")),
        ("iliolumbar-ligament", "right", Decimal("0.5")),
    ]
    assert given.volume_ml == 1


def test_they_can_be_put_into_lines_first(clinician: Client, number: str) -> None:
    lines = {"site-0-structure": "Iliolumbar ligament", "site-0-side": "left", "site-0-ml": "2", "more": "touched"}
    touched = ["iliolumbar-ligament:left", "iliolumbar-ligament:right", "no-such-place"]
    answer = sent(clinician, number, touched=touched, touch_ml="0.5", **lines)
    form = answer.context["form"]
    assert answer.status_code == 200
    assert [[form[f"site-{n}-{name}"].value() for name in ("structure", "side", "ml")] for n in (0, 1)] == [
        ["Iliolumbar ligament", "left", "2"],
        ["Iliolumbar ligament", "right", "0.5"],
    ]
    assert form["touched"].value() == []


def test_the_drawings_are_those_of_the_region_and_side(clinician: Client, start: Starter) -> None:
    knee = start(protocol="nutura-knee", side="left")
    page = clinician.get(f"/courses/{knee}/record/injection/treatment/").content.decode()
    assert "Knee from the front, left" in page
    assert "Knee from the front, right" not in page
    assert 'value="knee-mcl:left"' in page


def test_a_region_without_a_drawing_has_lines_only() -> None:
    assert touch_fields(Course(region="jaw")) == {}
    assert touch_fields(Course(region="wrist"))[TOUCHED].widget.views == (
        *("hand-palm:right", "hand-palm:left", "hand-back:right", "hand-back:left"),
    )


def test_touched_on_the_drawing(live: str, page: Page, place: Place, start: Starter) -> None:
    """Two points, one volume, the same syringe as last time: no structure is typed."""
    number = start(*until_treatment())
    sign_in(page, live, place, "clinician")
    page.goto(f"{live}/courses/{number}/{PATH}")
    page.set_viewport_size({"width": 390, "height": 844})
    for name in ("Iliolumbar ligament, left", "Iliolumbar ligament, right"):
        page.get_by_title(name, exact=True).first.click()
    page.locator("[name=touch_ml]").fill("0.5")
    look(page, "injection-touched", whole=True)
    page.get_by_role("button", name="Put them into lines").click()
    expect(page.locator("[name='site-1-structure']")).to_have_value("Iliolumbar ligament")
    look(page, "injection-in-lines", whole=True)


def test_with_keys_only(live: str, page: Page, place: Place, start: Starter) -> None:
    """From the list of points to the record without a pointer."""
    number = start(*until_treatment())
    sign_in(page, live, place, "clinician")
    page.goto(f"{live}/courses/{number}/{PATH}")
    keys = page.keyboard

    def go_to(name: str) -> None:
        for _ in range(90):
            keys.press("Tab")
            here = page.evaluate("[document.activeElement.name, document.activeElement.innerText]")
            if name in (here[0] or "", (here[1] or "").strip()):
                return
        raise AssertionError(f"no Tab leads to {name}")

    go_to("part-0-name")
    keys.type("dextrose 25%")
    go_to("part-0-ml")
    keys.type("4")
    go_to("Choose from a list instead")
    keys.press("Enter")
    for _ in range(2):
        go_to("touched")
        keys.press("Space")
    go_to("touch_ml")
    keys.type("1")
    go_to("guidance")
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    for _ in EVERY:
        go_to("checklist")
        keys.press("Space")
    go_to("time_out")
    keys.press("Space")
    go_to("Record the injection")
    keys.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("The injection is recorded")
    given = last(number)
    assert (len(given.sites), given.volume_ml, given.guidance, given.time_out) == (2, 2, "ultrasound", True)
