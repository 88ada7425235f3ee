"""The injection record's page: quick to fill, whole, and nothing that speaks against it goes unseen."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from enthesis.clinic.access import Operator
from enthesis.clinic.lots import last_days
from enthesis.clinic.opening import open_course
from enthesis.pathway import events as e
from enthesis.pathway.injection import checklist
from enthesis.web.patient.check_in import sites_of
from tests.support.browser import look
from tests.web.conftest import Place, Starter, days_ago, new_id, sign_in, until_injection
from tests.web.walking import READY, send, typed

PATH = "record/injection/treatment/"
EVERY = tuple(checklist().points)
TWO_SYRINGES = {
    "weight_kg": "70",
    "guidance": "ultrasound",
    "part-0-name": "dextrose 50%", "part-0-ml": "3", "part-0-syringe": "A", "part-0-lot": "DX-18",
    "part-1-name": "lidocaine 1%", "part-1-ml": "7", "part-1-syringe": "A", "part-1-lot": "LI-5",
    "part-2-name": "lidocaine 1%", "part-2-ml": "2", "part-2-syringe": "skin", "part-2-lot": "LI-5",
    "site-0-structure": "Iliolumbar ligament", "site-0-side": "left", "site-0-ml": "2", "site-0-syringe": "A",
    "site-0-needle": "25G 50 mm", "site-0-approach": "down the crest",
    "site-1-structure": "the sore spot", "site-1-side": "left", "site-1-ml": "1", "site-1-syringe": "A",
    **READY,
}  # fmt: skip


def go_on(ago: int = 1) -> e.Event:
    """The review after the diagnostic injection: from here on a treatment meets no objection."""
    return e.ResponseDecided(
        id=new_id(), happened_on=days_ago(ago), activity="response-review", option="go-on", reason="Better"
    )


def until_treatment() -> Sequence[e.Event]:
    *before, given = until_injection()
    assert isinstance(given, e.InjectionsGiven)
    parts = (
        e.Part(name="dextrose 50%", ml=Decimal(3), lot="DX-17", syringe="A", expires=date(2030, 1, 31)),
        e.Part(name="lidocaine 1%", ml=Decimal(2), lot="LI-4", syringe="A", expires=date(2030, 2, 28)),
        e.Part(name="saline", ml=Decimal(5), lot="S-1", syringe="A", expires=date(2030, 3, 31)),
    )
    sites = (
        e.Site(structure="iliolumbar-ligament", side="left", ml=Decimal(2), syringe="A", needle="25G 50 mm"),
        e.Site(structure="sacroiliac-joint", side="left", ml=Decimal(1), syringe="A", approach="into the joint"),
    )
    told = replace(
        given, solution=parts, sites=sites, image="US-2026-7", checklist=EVERY, checklist_version=checklist().version,
        time_out=True, observed_minutes=20, reaction="Warm", weight_kg=Decimal(70),
    )  # fmt: skip
    plan = e.PlanAgreed(id=new_id(), happened_on=days_ago(1), sessions=4)
    return [*before, told, go_on(), plan]


@pytest.fixture
def number(start: Starter) -> str:
    return start(*until_treatment())


@pytest.fixture
def clinician(place: Place) -> Client:
    return place.client("clinician")


def last(number: str) -> e.InjectionsGiven:
    return open_course(number, by=Operator()).course.injections[-1]


def post(client: Client, number: str, query: str = "", **changes: object) -> object:
    path = f"/courses/{number}/{PATH}{query}"
    said = {**typed(client.get(path).context["form"]), **({} if query else TWO_SYRINGES), **changes}
    return client.post(path, {name: value for name, value in said.items() if value is not None})


def objections(answer: object) -> dict[str, str]:
    return {o.finding.code: o.finding.level for o in answer.context["form"].objections}


# -- what is kept ------------------------------------------------------------------------------------------------


def test_everything_that_was_told_is_kept(clinician: Client, number: str) -> None:
    expires = str(days_ago(-90))
    said = {"part-0-expires": expires, "image": "US-2026-9", "reaction": "Light-headed"}
    assert post(clinician, number, **said).status_code == 302
    given = last(number)
    assert [site.structure for site in given.sites] == ["iliolumbar-ligament", "the sore spot"]
    assert (given.sites[0].needle, given.sites[0].approach, given.sites[0].syringe) == (
        "25G 50 mm",
        "down the crest",
        "A",
    )
    assert [(part.lot, part.syringe) for part in given.solution] == [("DX-18", "A"), ("LI-5", "A"), ("LI-5", "skin")]
    assert given.solution[0].expires == days_ago(-90)
    assert (given.checklist, given.checklist_version, given.time_out) == (EVERY, checklist().version, True)
    assert (given.image, given.observed_minutes, given.reaction) == ("US-2026-9", 20, "Light-headed")
    assert (given.dextrose_percent, given.volume_ml) == (15, 3)
    assert given.lidocaine_mg == 41  # 3 of 10 mL with 70 mg, and 20 mg in the skin


def test_own_words_are_told_to_be_in_no_catalogue(clinician: Client, number: str) -> None:
    page = post(clinician, number, check="1").content.decode()
    assert "Not in the catalogue of structures: “the sore spot”" in page


def test_the_figures_of_each_syringe_and_of_the_whole_visit(clinician: Client, number: str) -> None:
    mix = post(clinician, number, check="1").context["mix"]
    assert [(one.title, one.drawn, one.injected, one.dextrose) for one in mix.syringes] == [
        ("Syringe A", 10, 3, 15),
        ("Skin numbing", 2, 2, 0),
    ]
    assert [(dose.drug, dose.mg, dose.limit_mg) for dose in mix.doses] == [("lidocaine", 41, 300)]


def test_the_figures_do_not_wait_for_what_comes_later_on_the_page(clinician: Client, number: str) -> None:
    answer = post(clinician, number, check="1", time_out=None, guidance=None, checklist=None)
    assert answer.context["mix"].dextrose == 15
    assert "needs another look" not in answer.content.decode()
    assert len(open_course(number, by=Operator()).course.injections) == 1


def test_the_hazards_of_the_chosen_structures_are_shown_and_what_to_ask_about(clinician: Client, number: str) -> None:
    page = clinician.get(f"/courses/{number}/{PATH}?as-last").content.decode()
    assert "What can go wrong there" in page
    assert "Infection or abscess near the spine" in page
    assert "Watch for it:" in page
    assert "What can go wrong there" not in clinician.get(f"/courses/{number}/{PATH}").content.decode()


def test_a_last_day_that_is_left_empty_is_that_of_the_lot(clinician: Client, number: str, elsewhere: Place) -> None:
    answer = post(clinician, number, **{"part-0-lot": "dx 17", "part-1-lot": "DX-17"})
    assert answer.status_code == 302
    days = [part.expires for part in last(number).solution]
    assert days == [date(2030, 1, 31), None, None]  # another part of that number is another vial
    assert last_days(elsewhere.clinic.pk, ["DX-17"]) == {}


def test_two_last_days_of_one_lot_are_none(clinician: Client, number: str) -> None:
    clinic = open_course(number, by=Operator()).clinic
    assert last_days(clinic, ["dx 17"]) == {("dx17", "dextrose 50%"): date(2030, 1, 31)}
    assert post(clinician, number, **{"part-0-lot": "DX-17", "part-0-expires": "2030-06-30"}).status_code == 302
    assert last_days(clinic, ["DX-17"]) == {}


# -- what speaks against it ----------------------------------------------------------------------------------------


def passed(client: Client, number: str, refused: object, because: str = "Said why.") -> object:
    """The same page sent again, with a reason for everything that stops it."""
    form = refused.context["form"]
    reasons = {name: because for name in form.fields if name.startswith("because-")}
    return client.post(f"/courses/{number}/{PATH}", {**typed(form), **reasons})


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"time_out": "no"}, "time-out-not-done"),
        ({"part-0-expires": "2026-01-01"}, "expired-vial"),
        ({"part-1-name": "lidocaine 2%", "part-1-ml": "20", "site-1-ml": "18"}, "LA_OVER_LIMIT"),
    ],
)
def test_what_stops_it_is_passed_by_name_with_a_reason_and_stays_in_the_record(
    clinician: Client, number: str, place: Place, changes: dict[str, str], code: str
) -> None:
    refused = post(clinician, number, **changes)
    assert objections(refused)[code] == "stop"
    assert len(open_course(number, by=Operator()).course.injections) == 1
    assert passed(clinician, number, refused, because="   ").status_code == 200
    assert passed(clinician, number, refused).status_code == 302
    given = last(number)
    assert given.overrides
    assert given.overrides[code] == "Said why."
    assert given.recorded_by == place.users["clinician"].handle
    assert f"passed “{code}” because" in clinician.get(f"/courses/{number}/").content.decode().lower().replace(
        code.lower(), code
    )


def test_a_point_of_the_checklist_left_open_is_read_and_then_recorded_as_open(clinician: Client, number: str) -> None:
    warned = post(clinician, number, checklist=list(EVERY[1:]))
    assert objections(warned) == {"checklist-open": "warn"}
    assert checklist().points[EVERY[0]].says in warned.content.decode()
    assert clinician.post(f"/courses/{number}/{PATH}", typed(warned.context["form"])).status_code == 302
    assert last(number).checklist == EVERY[1:]
    assert f"{len(EVERY) - 1} of {len(EVERY)} points confirmed" in clinician.get(f"/courses/{number}/").content.decode()


def test_more_than_was_drawn_cannot_be(clinician: Client, number: str) -> None:
    page = post(clinician, number, **{"site-1-ml": "9"}).content.decode()
    assert "Syringe A: 11 mL at its points, and 10 mL drawn into it." in page


def test_the_time_out_is_asked_for(clinician: Client, number: str) -> None:
    assert "Say whether the time-out was done." in post(clinician, number, time_out=None).content.decode()


def test_an_unseen_needle_at_the_chest_is_warned_of(clinician: Client, number: str) -> None:
    warned = post(clinician, number, **{"guidance": "landmark", "site-0-structure": "costotransverse joint T4"})
    assert objections(warned).get("no-image-guidance") == "warn"
    assert "S002, SPINEHEALTH" in warned.content.decode()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"site-1-structure": "", "site-1-ml": ""}, "Name the structure of this line."),
        ({"part-2-name": ""}, "Name this part as on the vial"),
        ({"part-2-ml": ""}, "Give the mL of lidocaine 1%."),
        ({"observed_minutes": "2.5"}, "Give whole minutes."),
        ({"part-0-expires": "soon"}, "Write the day as 2026-03-31"),
    ],
)
def test_what_is_missing_is_asked_for_by_name(
    clinician: Client, number: str, changes: dict[str, str], says: str
) -> None:
    assert says in post(clinician, number, **changes).content.decode()


# -- as last time, and corrections -------------------------------------------------------------------------------------


def test_as_last_time_leaves_out_what_is_of_its_day(clinician: Client, number: str) -> None:
    said = typed(clinician.get(f"/courses/{number}/{PATH}?as-last").context["form"])
    assert said["happened_on"] == days_ago(0)
    assert (said["site-0-structure"], said["site-0-needle"]) == ("Iliolumbar ligament", "25G 50 mm")
    assert (said["part-2-name"], said["part-2-syringe"], said["guidance"]) == ("saline", "A", "ultrasound")
    left_out = [name for name in said if name.endswith(("-lot", "-expires"))]
    left_out += [n for n in ("checklist", "time_out", "image", "observed_minutes", "reaction", "note") if n in said]
    assert left_out == []


def test_a_correction_keeps_what_it_does_not_change(clinician: Client, number: str) -> None:
    before = last(number)
    send(clinician, f"/courses/{number}/correct/{before.id}/", **{"part__0__lot": "DX-19"})
    after = last(number)
    kept = replace(
        before, id=after.id, replaces=before.id, recorded_at=after.recorded_at, recorded_by=after.recorded_by
    )
    changed = (replace(before.solution[0], lot="DX-19"), *before.solution[1:])
    figures = {
        "dextrose_percent": after.dextrose_percent,
        "lidocaine_mg": after.lidocaine_mg,
        "volume_ml": after.volume_ml,
    }
    assert after == replace(kept, solution=changed, **figures)


def test_a_record_without_a_checklist_is_corrected_without_one(start: Starter, clinician: Client) -> None:
    log = until_injection()
    number = start(*log)
    send(clinician, f"/courses/{number}/correct/{log[-1].id}/", site__0__side="right")
    given = last(number)
    assert (given.sites[0].side, given.checklist_version, given.time_out) == ("right", "", None)


# -- as people see it --------------------------------------------------------------------------------


class Hand:
    """A clinician's hand: counts what it touches and what it types."""

    def __init__(self, page: Page) -> None:
        self.page, self.touches, self.keys = page, 0, 0

    def touch(self, role: str, name: str | re.Pattern[str], **options: object) -> None:
        self.touches += 1
        self.page.get_by_role(role, name=name, **options).click()

    def fill(self, label: str, text: str) -> None:
        self.touches += 1
        self.keys += len(text)
        self.page.locator(f"[name='{label}']").fill(text)


def test_as_last_time_then_lots_checklist_and_save(live: str, page: Page, place: Place, start: Starter) -> None:
    """Two touches, a lot for each vial, a touch for each point of the checklist and one for the time-out."""
    number = start(*until_treatment())
    sign_in(page, live, place, "clinician")
    page.goto(f"{live}/courses/{number}/{PATH}")
    hand = Hand(page)
    hand.touch("link", re.compile("As last time"))
    expect(page.locator("[name='part-0-lot']")).to_be_focused()
    for place_, lot in enumerate(("DX-17", "LI-4", "S-1")):
        hand.fill(f"part-{place_}-lot", lot)
    for point in checklist().points.values():
        hand.touch("checkbox", point.says)
    hand.touch("radio", "Done", exact=True)
    hand.touch("button", "Record the injection")
    expect(page.get_by_role("status").first).to_contain_text("The injection is recorded")
    assert (hand.touches, hand.keys) == (3 + 3 + len(EVERY), 12)
    assert [part.expires for part in last(number).solution] == [date(2030, 1, 31), date(2030, 2, 28), date(2030, 3, 31)]


def test_the_page_and_what_it_says_back(live: str, page: Page, place: Place, start: Starter) -> None:
    number = start(*until_treatment())
    sign_in(page, live, place, "clinician")
    page.goto(f"{live}/courses/{number}/{PATH}?as-last")
    look(page, "injection-as-last", whole=True)
    page.get_by_role("group", name="Time-out").get_by_label("Not done").check()
    page.locator("[name='part-0-expires']").fill("2026-01-01")
    page.get_by_role("button", name="Record the injection").click()
    expect(page.get_by_role("alert")).to_contain_text("The time-out was not done")
    look(page, "injection-stopped", whole=True)


def test_the_points_are_drawn_on_the_body_and_told_in_words(clinician: Client, number: str) -> None:
    page = clinician.get(f"/courses/{number}/").content.decode()
    section = page[page.index("Where it was injected") :]
    section = section[: section.index("</section>")]
    assert section.count("<svg") == 2  # narrow and broad
    assert "Low back and pelvis from behind" in section
    for words in ("Iliolumbar ligament (left), 2 mL, syringe A, 25G 50 mm", "Sacroiliac joint (left), 1 mL"):
        assert f"<li>{words}" in section
        assert words in section[section.index("<desc") : section.index("</desc>")]


def test_points_that_have_no_place_are_told_in_words_alone(start: Starter, clinician: Client) -> None:
    *before, given = until_injection()
    assert isinstance(given, e.InjectionsGiven)
    own = replace(given, sites=(e.Site(structure="the <sore> spot", side="left"),))
    page = clinician.get(f"/courses/{start(*before, own)}/").content.decode()
    section = page[page.index("Where it was injected") :]
    assert "<svg" not in section[: section.index("</section>")]
    assert "the &lt;sore&gt; spot (left)" in section
    none = clinician.get(f"/courses/{start()}/").content.decode()
    assert "Where it was injected" not in none


def test_aftercare_asks_by_the_sites_of_the_catalogue(start: Starter) -> None:
    """A sacroiliac joint is of the spine and a joint; nobody has to read that from its name."""
    *before, given = until_injection()
    assert isinstance(given, e.InjectionsGiven)
    number = start(*before, replace(given, sites=(e.Site(structure="sacroiliac-joint", side="left"),)))
    assert sites_of(last(number)) == ["joint", "spine"]
