"""Decision aids: public pages, the same in a patient's course with questions, what the clinic reads, the paper."""

import re
from html import unescape

import pytest
from django.test import Client
from playwright.sync_api import Page

from enthesis.clinic.access import Operator
from enthesis.clinic.door import start_course
from enthesis.clinic.opening import open_course
from enthesis.clinic.prices import keep_prices
from enthesis.pathway import events as e
from enthesis.pathway.decision_aid import HEADINGS, OPTIONS, aid_for, shipped
from tests.papers.reading import text_of
from tests.support.browser import look
from tests.web.conftest import Place, Starter, days_ago, new_id, sign_in, until_injection
from tests.web.walking import send, typed


def text(answer: object) -> str:
    assert answer.status_code == 200  # type: ignore[attr-defined]  # a response of Django's client
    return unescape(answer.content.decode())  # type: ignore[attr-defined]


def unfolded(page: str) -> str:
    """Without what is folded in behind sources: their titles are as they were published."""
    return re.sub(r'<details class="sources">.*?</details>', "", page, flags=re.DOTALL)


def back() -> str:
    aid = aid_for("back")
    assert aid is not None
    return aid.named


@pytest.mark.parametrize("aid", shipped(), ids=lambda aid: aid.id)
def test_every_way_is_told_under_the_same_headings(place: Place, aid: object) -> None:
    page = text(Client().get(f"/choices/{aid.id}/"))  # type: ignore[attr-defined]  # an Aid
    ways = re.findall(r'<details class="one-way" id="way-(\w+)">(.*?)</dl>', page, re.DOTALL)
    assert tuple(name for name, _ in ways) == OPTIONS
    headings = [re.findall(r"<dt>(.*?)</dt>", unfolded(way)) for _, way in ways]
    assert all(each == headings[0] for each in headings)
    assert len(headings[0]) == len(HEADINGS)
    classes = {re.sub(r"way-\w+", "", way.partition(">")[0]) for _, way in ways}
    assert len(classes) == 1  # no way looks different


def test_the_list_names_each_condition(place: Place) -> None:
    page = text(Client().get("/choices/"))
    for aid in shipped():
        assert f'<a href="/choices/{aid.id}/"><strong>{aid.title}</strong>' in page
    assert Client().get("/choices/other/").status_code == 404
    assert Client().get("/choices/other.pdf").status_code == 404


def test_gain_and_loss_stand_beside_one_another_and_what_was_not_searched_is_said(place: Place) -> None:
    page = text(Client().get("/choices/back/"))
    assert "46 of 100 people: more than half of their pain was gone after 1 year." in page
    assert "For 54 of 100 people that was not so." in page
    assert "The true gap may be anything from 8 fewer to 29 more." in page
    assert page.count('class="people nobody"') == 6  # of seven ways one was counted
    assert page.count("<use") == 400  # that one, salt water, and exercise and no exercise on top of injections
    assert "That is 2 more of 100 than with going on as usual." in page
    assert "We looked only in trials of prolotherapy. In them no group was given this." in page
    assert "Nobody knows" not in unfolded(page).replace("Nobody knows how many people were treated", "")
    assert "When an operation is a question" in page
    assert "This clinic has not counted yet." in page
    assert "sells prolotherapy" in page
    assert back() in page


def test_knee_has_averages_in_one_form_for_each_way_that_has_one(place: Place) -> None:
    page = text(Client().get("/choices/knee/"))
    assert "There is no picture of 100 people for the knee." in page
    assert "<use" not in page
    assert page.count('<div class="average">') == 3  # exercise, prolotherapy, salt water
    assert "On average 15 points of 100 gained after 1 year in pain, stiffness and use of the knee." in page
    assert "the true average may be 8 to 22 points" in page
    assert "0 had serious harm." in page
    assert "It may still happen to up to 4 of 100 people." in page


def test_other_clinics_are_named_to_staff_only(place: Place) -> None:
    named = ("jotform", "2pressrelease", "Darrow", "Nutura")
    page, staff = text(Client().get("/choices/back/")), text(place.client("clinician").get("/choices/back/"))
    assert "are no proof that it works" in page
    assert not [name for name in named if name in page]
    assert all(name in staff for name in named)
    paper = text_of(Client().get("/choices/back.pdf").content)
    assert not [name for name in named if name in paper]


def test_in_spanish_nothing_is_left_in_english(place: Place) -> None:
    client = Client()
    client.post("/accounts/language/", {"language": "es", "next": "/choices/back/"})
    page = text(client.get("/choices/back/"))
    assert "46 de 100 personas: más de la mitad del dolor" in page
    assert '<span lang="en">' not in unfolded(page)


PRICES = """
version: 2026-11
currency: USD
prices: {diagnostic: 200, treatment: 400, visit: 100, review: 50, physical-therapy: 80}
"""


def test_the_price_of_the_whole_path_is_the_clinics_own(place: Place, start: Starter) -> None:
    assert "From the clinic’s own price list." not in text(Client().get("/choices/back/"))
    keep_prices(PRICES, clinic=place.clinic, by=Operator())
    assert "Dextrose prolotherapy for chronic back pain." not in text(
        Client().get("/choices/back/")
    )  # nobody follows it
    number = start(*until_injection(), e.PlanAgreed(id=new_id(), happened_on=days_ago(5), sessions=4))
    page = text(Client().get("/choices/back/"))
    assert '<span class="plan">Dextrose prolotherapy for chronic back pain</span>' in page
    assert "80 USD for each appointment." in page
    assert page.count("Ask for the price of the whole path in writing.") == 4  # medicine, cortisone, PRP, an operation
    table = page.partition('class="table prices"')[2].partition("</table>")[0]
    rows = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in re.findall(r"<tr>(.*?)</tr>", table)[1:]]
    silent = "The price list does not say"
    assert rows[:2] == [["No price for a treatment."], ["Not agreed yet", "80 USD", "Depends on how many"]]
    assert rows[2:5] == [[silent]] * 3
    assert "400.00 USD" in rows[5][1]
    assert "USD" in text(place.client("patient").get(f"/my/{number}/choices/"))


# -- the patient's own page ---------------------------------------------------------------------------------------


def answers(place: Place, number: str, **said: str) -> None:
    send(place.client("patient"), f"/my/{number}/choices/", **said)


def test_what_matters_goes_to_the_consultation(place: Place, start: Starter) -> None:
    number = start(ago=5)
    said = {"matters-soon": "much", "matters-needle": "little", "check-how-often": "yes", "leans": "therapy"}
    answers(place, number, words="Will it hurt at night?", **said)
    event = open_course(number, by=Operator()).log[-1]
    assert isinstance(event, e.ValuesAnswered)
    assert (event.aid, event.matters, event.leans) == (back(), {"soon": "much", "needle": "little"}, "therapy")
    assert event.checks == {"how-often": "yes"}
    own = text(place.client("patient").get(f"/my/{number}/choices/"))
    assert "You answered on" in own
    assert "Read this again:" in own
    for where in (f"/courses/{number}/", f"/courses/{number}/record/attended/intake/"):
        page = text(place.client("clinician").get(where))
        assert "What matters to the patient" in page
        assert "Less pain soon" in page
        assert "Exercise and physical therapy" in page
        assert "Will it hurt at night?" in page
    lead = text(place.client("lead").get(f"/courses/{number}/"))
    assert "Will it hurt at night?" not in lead


def test_nothing_answered_is_asked_for_once_more(place: Place, start: Starter) -> None:
    number = start(ago=5)
    client = place.client("patient")
    page = client.get(f"/my/{number}/choices/")
    answer = client.post(f"/my/{number}/choices/", typed(page.context["form"]))
    assert "Nothing is answered yet." in text(answer)
    assert not any(isinstance(event, e.ValuesAnswered) for event in open_course(number, by=Operator()).log)


def test_a_problem_without_an_aid_leads_to_the_leaflet(place: Place) -> None:
    follows = {"protocol": "nutura-back", "version": "2026-11"}
    began = e.CourseStarted(id=new_id(), happened_on=days_ago(3), problem="jaw pain", region="jaw", **follows)
    number = start_course([began], person=place.person, by=Operator()).number
    page = text(place.client("patient").get(f"/my/{number}/choices/"))
    assert "/about/alternatives/" in page
    assert "<form" not in page.partition("<main")[2].partition("</main>")[0]


def test_a_consent_keeps_the_aid_that_stood_beside_it(place: Place, start: Starter) -> None:
    number = start(*until_injection()[:4], ago=60)
    client = place.client("patient")
    page = text(client.get(f"/my/{number}/consent/"))
    assert f'href="/my/{number}/choices/"' in page
    send(client, f"/my/{number}/consent/sign/", agrees=["yes"], signed_as="Ada Sample")
    signed = open_course(number, by=Operator()).log[-1]
    assert isinstance(signed, e.ConsentSigned)
    assert signed.aid == back()


# -- the paper -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "told"), [("en", "46 of 100 people"), ("es", "46 de 100 personas")])
def test_the_paper_says_the_same(place: Place, language: str, told: str) -> None:
    client = Client()
    client.post("/accounts/language/", {"language": language, "next": "/choices/"})
    answer = client.get("/choices/back.pdf")
    assert answer["Content-Type"] == "application/pdf"
    words = text_of(answer.content)
    assert told in words
    assert back() in words
    assert re.search(r"30 (November|de noviembre de) 2027", words)


# -- how it looks --------------------------------------------------------------------------------------------------


def test_a_patient_weighs_and_answers(live: str, page: Page, place: Place, start: Starter) -> None:
    number = start(ago=5)
    sign_in(page, live, place, "patient")
    page.goto(f"{live}/my/")
    page.get_by_role("link", name="Compare your choices").click()
    look(page, "choices-own", whole=True)
    page.get_by_role("group", name="Relief that lasts").get_by_text("A lot", exact=True).click()
    page.get_by_role("group", name="Where I lean now").get_by_text("I do not know yet").click()
    page.get_by_role("button", name="Send to my consultation").click()
    page.get_by_text("You answered on").wait_for()
    look(page, "choices-answered", whole=True)
    sign_in(page, live, place, "clinician")
    page.goto(f"{live}/courses/{number}/")
    page.get_by_role("heading", name="What matters to the patient").wait_for()
    look(page, "choices-course")
