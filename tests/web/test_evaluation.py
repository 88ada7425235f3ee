"""The evaluation of a stranger: begun without an account, urgent at once, left and taken up, sent, destroyed."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client

from enthesis.clinic.intake import store
from enthesis.clinic.intake.models import Evaluation, State
from enthesis.clinic.links import make_link
from enthesis.clinic.notices.models import Notice
from tests.web.conftest import Place
from tests.web.walking import answer_questions, typed

QUESTION, SEND = "/evaluation/question/", "/evaluation/send/"
HARMLESS = {
    "places": ["knee:left", "knee:right", "back"],
    "knee_places": ["left:inner"],
    "age": "51",
    "sex": "female",
    "condition": ["knee_oa"],
    "pain_months": "30",
    "nrs": "6",
}
CONTACT = {
    "name": "Bo Sample",
    "born": "1975-04-01",
    "telephone": "555 0100",
    "email": "bo@example.test",
    "mode": "telehealth",
    "when": "mornings",
    "words": "Stairs are the worst.",
}


def text(answer: Any) -> str:
    return unescape(answer.content.decode())


def begun(client: Client | None = None) -> Client:
    client = client or Client()
    assert client.post("/evaluation/").status_code == 302
    return client


def only() -> Evaluation:
    return Evaluation.objects.get()


def ask(client: Client, **said: Any) -> Any:
    form = client.get(QUESTION, follow=True).context["form"]
    return client.post(QUESTION, {"asked": [one.variable for one in form.asks], "made": form.made, **said})


def sent(client: Client | None = None, **contact: str) -> Client:
    """Somebody who answered everything without harm and sent it."""
    client = begun(client)
    assert answer_questions(client, QUESTION, HARMLESS) == "/evaluation/check/"
    assert client.post(SEND, {**CONTACT, **contact}).status_code == 302
    return client


def test_one_question_at_a_time_and_the_gravest_first(place: Place) -> None:
    client = begun()
    asked = []
    for _ in range(4):
        form = client.get(QUESTION).context["form"]
        assert len(form.asks) == 1
        asked.append(form.asks[0].variable)
        ask(client, **{"emergency_general": "no", "places": ["back", "knee:right"]})
        if asked[-1] not in ("emergency_general", "places"):
            break
    assert asked[:2] == ["emergency_general", "places"]
    assert asked[2] == "bladder_or_bowel_change"


def test_several_places_in_one_go(place: Place) -> None:
    sent()
    (found,) = [store.find(only().pk)]
    assert found is not None
    assert found[1].answers["places"] == HARMLESS["places"]
    assert found[1].answers["knee_places"] == ["left:inner"]


def test_an_urgent_result_comes_at_once_and_says_all_that_is_needed(place: Place) -> None:
    place.clinic.telephone, place.clinic.emergency_number = "+1 555 0100", "112"
    place.clinic.save()
    client = begun()
    assert ask(client, emergency_general="yes")["Location"] == "/evaluation/now/"
    page = text(client.get("/evaluation/now/"))
    assert "Something in your answers can be an emergency." in page
    assert 'href="tel:112"' in page
    assert 'href="tel:+15550100"' in page
    assert "Nobody at the clinic has read this." in page
    assert "It stays true if your connection is lost" in page
    assert client.post(SEND, CONTACT)["Location"] == "/evaluation/sent/"
    assert only().state == State.SENT


def test_going_back_and_changing_an_answer(place: Place) -> None:
    client = begun()
    ask(client, emergency_general="no")
    page = client.get(QUESTION)
    assert f"{QUESTION}?page=emergency_general" in text(page)
    before = client.get(f"{QUESTION}?page=emergency_general")
    assert 'value="no" id="id_emergency_general_1" checked' in text(before)


def test_what_is_missing_is_asked_for(place: Place) -> None:
    client = begun()
    ask(client, emergency_general="no")
    assert "Touch a place, or tick the box." in text(ask(client))
    assert ask(client, places=["knee:left"], **{"places-box": ["not_sure"]}).status_code == 200
    assert ask(client, places=["spleen"]).status_code == 200
    assert ask(client, **{"places-box": ["not_sure"]}).status_code == 302


def test_nothing_that_was_typed_lies_open(place: Place) -> None:
    sent()
    row = only()
    for word in (b"knee", b"Bo Sample", b"bo@example.test"):
        assert word not in bytes(row.sealed)
        assert word not in row.wrapped.encode()


def test_the_link_by_mail_opens_it_elsewhere(place: Place) -> None:
    client = begun()
    ask(client, emergency_general="no")
    page = text(client.post("/evaluation/save/", {"email": "bo@example.test"}))
    assert "b…@example.test" in page
    assert Notice.objects.get().purpose == "evaluation-link"
    assert "After 3 days without an answer the link comes once more" in text(client.get("/evaluation/save/"))
    assert store.find(only().pk)[1].no_reminder is False
    client.post("/evaluation/save/", {"email": "bo@example.test", "reminder": "no"})
    assert store.find(only().pk)[1].no_reminder is True
    elsewhere = Client()
    secret = make_link(store.LINK, str(only().pk), lasts=timedelta(days=1))
    path = f"/evaluation/back/{secret}/"
    assert elsewhere.get(path).status_code == 200
    assert elsewhere.get(QUESTION)["Location"] == "/evaluation/"  # looking at a link opens nothing yet
    assert elsewhere.post(path)["Location"] == QUESTION
    assert elsewhere.get(QUESTION).context["form"].asks[0].variable == "places"
    assert Client().get("/evaluation/back/nonsense/").status_code == 404


def test_another_browser_sees_nothing(place: Place) -> None:
    sent()
    for path in (QUESTION, "/evaluation/check/", "/evaluation/sent/", "/evaluation/now/", SEND):
        assert Client().get(path)["Location"] == "/evaluation/"


def test_sending_needs_a_name_and_a_way_to_answer(place: Place) -> None:
    client = begun()
    answer_questions(client, QUESTION, HARMLESS)
    page = text(client.post(SEND, {"words": ""}))
    assert "Type your first name and your family name." in page
    page = text(client.post(SEND, {**CONTACT, "telephone": "", "email": ""}))
    assert "Give a telephone number or an e-mail address" in page
    page = text(client.post(SEND, {**CONTACT, "born": "2999-01-01"}))
    assert "Correct your birth date." in page
    assert only().state == State.BEGUN


def test_after_sending_the_answers_cannot_be_changed_but_taken_back(place: Place) -> None:
    client = sent()
    assert client.get(QUESTION)["Location"] == "/evaluation/sent/"
    page = text(client.get("/evaluation/sent/"))
    assert "gets in touch with you: 555 0100, bo@example.test" in page
    assert "after 30 days" in page
    assert "Your answers are destroyed" in text(client.post("/evaluation/forget/"))
    row = only()
    assert (row.state, row.wrapped, bytes(row.sealed)) == (State.GONE, "", b"")
    assert client.get("/evaluation/sent/")["Location"] == "/evaluation/"


def test_a_program_that_fills_in_everything_gets_nowhere(place: Place) -> None:
    assert Client().post("/evaluation/", {"website": "x"}).status_code == 302
    assert not Evaluation.objects.exists()
    client = begun()
    answer_questions(client, QUESTION, HARMLESS)
    client.post(SEND, {**CONTACT, "website": "x"})
    assert only().state == State.BEGUN


def test_a_flood_is_stopped(place: Place) -> None:
    assert [Client().post("/evaluation/").status_code for _ in range(11)] == [302] * 10 + [429]
    assert Client().get("/evaluation/").status_code == 200


def test_what_nobody_takes_on_is_destroyed(place: Place) -> None:
    sent()
    later = datetime.now(UTC) + timedelta(days=31)
    assert store.purge(later - timedelta(days=2)) == []
    assert [row.pk for row in store.purge(later)] == [only().pk]
    assert store.find(only().pk) is None
    with time_machine.travel(later, tick=False):
        assert store.purge(datetime.now(UTC)) == []


def test_the_clinic_decides_for_how_long(place: Place) -> None:
    lead = place.client("lead")
    assert "the clinic has not decided" in text(lead.get("/evaluations/keep/"))
    assert "Give a whole number" in text(lead.post("/evaluations/keep/", {"days": "7.5", "why": "x"}))
    lead.post("/evaluations/keep/", {"days": "7", "why": "The law here says so."})
    assert store.keeping(place.clinic.pk) == store.Kept(7, True)
    page = text(lead.get("/evaluations/keep/"))
    assert "The clinic decided: 7 days." in page
    assert "the clinic has not decided Until it does: after 3 days." in re.sub(r"<[^>]*>", "", page)
    lead.post("/evaluations/keep/", {"days": "7", "remind": "0", "why": "We write to nobody."})
    assert "The clinic decided: never." in text(lead.get("/evaluations/keep/"))
    assert 'name="reminder"' not in text(begun().get("/evaluation/save/"))


# -- the clinic's page ----------------------------------------------------------------------------------------------


def test_a_stranger_finds_the_clinic(place: Place) -> None:
    place.clinic.telephone = "+1 555 0100"
    place.clinic.save()
    lead = place.client("lead")
    page = lead.get("/clinic/write/")
    said = {"about": "We treat backs.", "address": "1 High Street", "hours": "Mon 9 to 5", "email": "us@example.test"}
    assert lead.post("/clinic/write/", {**typed(page.context["form"]), **said}).status_code == 302
    for path in ("/", "/clinic/"):
        found = text(Client().get(path))
        for words in (*said.values(), "off label", "Begin the evaluation", "Sign in", "/about/risks/"):
            assert words in found, words
        assert "noindex" not in found
    assert "noindex" in text(Client().get("/accounts/login/"))


def test_where_there_are_several_clinics(place: Place, elsewhere: Place) -> None:
    assert Client().get("/")["Location"].startswith("/accounts/login/")
    page = text(Client().get("/clinic/"))
    assert place.clinic.name in page
    assert elsewhere.clinic.name in text(Client().get(f"/clinic/?of={elsewhere.clinic.pk}"))
    assert Client().get("/evaluation/")["Location"] == "/clinic/"
    client = Client()
    client.post("/evaluation/", {"of": str(elsewhere.clinic.pk)})
    assert only().clinic == elsewhere.clinic


@pytest.mark.parametrize("named", ["0", "x", "9" * 40, "-1"])
def test_a_clinic_that_is_none(named: str, place: Place) -> None:
    assert Client().get(f"/clinic/?of={named}").status_code == 200
