"""The clinic's lots in a browser: scanned in, offered in the injection record, refused when over, found in a recall."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from enthesis.clinic.access import Operator
from enthesis.clinic.frontdesk.models import StockLot
from enthesis.clinic.opening import open_course
from enthesis.clinic.stock import receive
from tests.support.browser import look
from tests.web.conftest import Place, Starter, sign_in
from tests.web.test_injection_record import PATH, TWO_SYRINGES, until_treatment
from tests.web.walking import send

GTIN = "04012345678901"
SCAN = f"]d201{GTIN}1730013110DX-99"


def kept(place: Place, lot: str = "DX-99", days: int = 400) -> StockLot:
    made = receive(
        "dextrose 50%", lot, place.today + timedelta(400), 10, clinic=place.clinic, by=Operator(), today=place.today
    )
    StockLot.objects.filter(pk=made.pk).update(expires=place.today + timedelta(days))
    return made


@pytest.mark.django_db
@pytest.mark.both_databases
def test_a_second_delivery_adds_to_the_first(place: Place) -> None:
    client = place.client("front-desk")
    whole = {"scan": SCAN, "what": "dextrose 50%", "received": "10"}
    client.post("/lots/", whole)
    client.post("/lots/", {"scan": SCAN, "received": "5"})  # what it is, is known by its product number
    (row,) = StockLot.objects.all()
    assert (row.what, row.lot, row.expires, row.gtin, row.received) == (
        *("dextrose 50%", "DX-99", date(2030, 1, 31), GTIN),
        15,
    )
    page = client.post("/lots/", {**whole, "expires": "2031-01-01"}).content.decode()
    assert "kept with another last day" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"scan": "99X"}, "no field that is known"),
        ({"lot": "A", "expires": "2030-01-31"}, "Say what it is"),
        ({"what": "x", "lot": "--", "expires": "2030-01-31"}, "no letter and no digit"),
        ({"what": "x", "lot": "A", "expires": "2020-01-31"}, "over its last day"),
        ({"what": "x", "lot": "A", "expires": "2030-01-31", "received": "0"}, "Give 1 or more"),
    ],
)
def test_what_is_wrong_with_a_delivery_is_said(place: Place, sent: dict[str, str], says: str) -> None:
    page = place.client("front-desk").post("/lots/", {"received": "1", **sent}).content.decode()
    assert says in page
    assert not StockLot.objects.exists()


@pytest.mark.django_db
def test_what_is_here_is_offered_and_what_is_over_is_not(place: Place, start: Starter) -> None:
    course = start(*until_treatment())
    kept(place, "DX-99")
    kept(place, "DX-98", days=-1)
    client = place.client("clinician")
    client.post("/lots/", {"lot-key": str(kept(place, "DX-97").pk), "used_up": "yes"})
    page = client.get(f"/courses/{course}/{PATH}").content.decode()
    offered = page[page.index('<datalist id="lots">') :].partition("</datalist>")[0]
    assert [lot for lot in ("DX-99", "DX-98", "DX-97") if lot in offered] == ["DX-99"]


@pytest.mark.django_db
def test_a_scanned_vial_is_recorded_by_its_lot_and_a_late_one_is_refused(place: Place, start: Starter) -> None:
    course = start(*until_treatment())
    client = place.client("clinician")
    path = f"/courses/{course}/{PATH}"
    late = f"(01){GTIN}(17)200131(10)DX-1"
    with pytest.raises(AssertionError, match="DX-1: 31 January 2020"):
        send(client, path, **{**TWO_SYRINGES, "part-0-lot": late})
    send(client, path, **{**TWO_SYRINGES, "part-0-lot": SCAN})
    given = open_course(course, by=Operator()).course.injections[-1]
    assert (given.solution[0].lot, given.solution[0].expires) == ("DX-99", date(2030, 1, 31))
    kept(place)
    assert 'href="/recall/?lot=DX-99"' in client.get("/lots/").content.decode()


def test_the_page_of_lots(live: str, page: Page, place: Place) -> None:
    kept(place, "DX-50", days=10)
    kept(place, "DX-40", days=-3)
    sign_in(page, live, place, "front-desk")
    page.goto(f"{live}/lots/")
    page.get_by_label("Barcode").fill(SCAN)
    page.get_by_label("What it is").fill("dextrose 50%")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("status")).to_contain_text("Lot DX-99 of dextrose 50% is kept.")
    look(page, "lots", whole=True)
