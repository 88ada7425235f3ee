"""Every page as people see it: by day and by night, on a phone and on a desk, axe finds nothing.

The pages are those of the table of doors, which holds every address (`tests/web/test_doors.py`): a page that is added
there is looked at here. What a test of one job shows on its way (a form that complains, an urgent answer) it looks at
itself.
"""

import re
from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Error, Page

from enthesis.web.clinician.kinds import FORMS
from tests.support.browser import DESK, PHONE, look
from tests.web import test_doors as doors
from tests.web.conftest import ROLES, Place, Starter, diary, sign_in, until_injection

course = doors.course

# Not a page: a file, or what leads on to another page.
FILES = re.compile(r"\.(ics|pdf|webmanifest|csv|zip|json|txt|png|svg)$|/blank/$|^(my/(diary|progress|check-in)/)$")
ACCOUNT = (
    "account_change_password",
    "account_logout",
    "account_reauthenticate",
    "mfa_index",
    "mfa_list_webauthn",
)
SIGNED_OUT = ("account_login", "account_reset_password", "account_reset_password_done", "account_signup")
WHO = ("patient", *ROLES)


def of_role(role: str) -> list[str]:
    """The pages that this role looks at for all who may see them: each page is looked at once, a patient's as such."""
    return [
        page
        for page, (allowed, _) in doors.PAGES.items()
        if not FILES.search(page) and role == next(each for each in WHO if each in allowed)
    ]


_OF_ITS_OWN = """[...document.querySelectorAll('[fill^="#"], [stroke^="#"]')].some(each => !each.closest('.qr'))"""


def visit(page: Page, address: str, place: int) -> Iterator[str]:
    """What is wrong with a page; every other one is looked at by night on a phone and by day on a desk."""
    try:
        response = page.goto(address)
    except Error as problem:
        if "Download is starting" not in problem.message:
            raise
        return  # a document, which no browser shows
    if response is None or response.status != 200:
        yield f"{address}: {response.status if response else 'nothing came'}"
        return
    if "text/html" not in response.headers["content-type"]:
        return
    if page.evaluate(_OF_ITS_OWN):
        yield f"{address}: a picture has a colour of its own; see enthesis.web.figures.shown"
    try:
        name = re.sub(r"\W+", "-", address.split("/", 3)[-1]).strip("-") or "first"
        look(page, name, turned=bool(place % 2))
    except AssertionError as found:
        yield str(found)


_WIDEST = """width => [...document.body.querySelectorAll('*')]
    .filter(each => each.getBoundingClientRect().right > width + 1)
    .map(each => each.outerHTML.slice(0, 90)).slice(0, 6)"""


def large(page: Page) -> Iterator[str]:
    """Where type of half as much again, or a screen enlarged to twice and four times, makes a page too wide."""
    for width, size in ((PHONE["width"], "24px"), (DESK["width"] // 2, ""), (DESK["width"] // 4, "")):
        page.set_viewport_size({"width": width, "height": PHONE["height"]})
        wide = page.evaluate(
            "size => {document.documentElement.style.fontSize = size; return document.documentElement.scrollWidth}",
            size,
        )
        if wide > width:
            widest = page.evaluate(_WIDEST, width)
            yield f"{page.url} is {wide} px wide on a screen of {width} px, type {size or 'as it is'}: {widest}"
    page.set_viewport_size(PHONE)


def assert_nothing(wrong: list[str]) -> None:
    assert not wrong, "\n\n".join(wrong)


@pytest.mark.parametrize(("role", "half"), [(role, half) for role in WHO for half in (0, 1) if of_role(role)[half:]])
def test_every_page_of_a_role(
    role: str, half: int, live: str, page: Page, place: Place, course: tuple[str, str]
) -> None:
    pages = of_role(role)
    sign_in(page, live, place, role)
    wrong: list[str] = []
    for number, each in enumerate(pages[half::2]):
        wrong += visit(page, live + doors.fill(each, place, *course), number)
        wrong += large(page) if role == "patient" else ()
    assert_nothing(wrong)


def test_every_form_of_a_course(live: str, page: Page, place: Place, start: Starter) -> None:
    number = start(*until_injection(), *diary(29, [6, 5, 5, 4]))
    sign_in(page, live, place, "clinician")
    page.goto(f"{live}/courses/{number}/")
    ways = set(re.findall(rf'"(/courses/{number}/(?:record|withdraw|correct)/[^"?#]+)', page.content()))
    kinds: dict[str, str] = {}
    for way in sorted(ways):
        kinds.setdefault("/".join(way.split("/")[3:5]) if "/record/" in way else way.split("/")[3], way)
    for slug in FORMS:
        if f"record/{slug}" not in kinds:
            address = f"/courses/{number}/record/{slug}/"
            if place.client("clinician").get(address).status_code == 200:
                kinds[f"record/{slug}"] = address
    assert len(kinds) > 20, kinds
    assert_nothing([told for number, way in enumerate(kinds.values()) for told in visit(page, live + way, number)])


def test_every_public_page(live: str, page: Page, place: Place) -> None:
    pages = sorted(f"/{each}" for each in doors.PUBLIC if not FILES.search(each))
    looked = ((*visit(page, live + each, number), *large(page)) for number, each in enumerate(pages))
    assert_nothing([told for one in looked for told in one])


def test_the_pages_of_an_account(live: str, page: Page, place: Place) -> None:
    wrong = [told for number, name in enumerate(SIGNED_OUT) for told in visit(page, live + reverse(name), number)]
    sign_in(page, live, place, "clinician")
    assert_nothing(
        wrong + [told for number, name in enumerate(ACCOUNT) for told in visit(page, live + reverse(name), number)]
    )
