"""Confirming by name what rests on memory: the pages, and what findings then say."""

import pytest
from django.test import Client

from enthesis.clinic.confirmations import confirm, confirmed_of, withdraw
from enthesis.clinic.decisions import NotDecided
from enthesis.clinic.door import record
from enthesis.clinic.errors import NotAllowed
from enthesis.clinic.models import Confirmation, Look
from enthesis.pathway import events as e
from enthesis.pathway.confirming import entries
from enthesis.web.words import UNVERIFIED, anchor
from tests.web.conftest import Place, Starter, answers, days_ago, new_id, until_injection

pytestmark = pytest.mark.both_databases
T02, ADVIL = "triage/rules/emergency:T02", "medications/names:ibuprofen"
METHOTREXATE = "medications/advice:advice.ask_prescriber_first/immunosuppressant"


def post(client: Client, entry: str, what: str = "confirm", note: str = "", group: str = "triage") -> str:
    return client.post(
        f"/knowledge/{group}/", {"entry": entry, "what": what, "note": note}, follow=True
    ).content.decode()


def says_of(page: str, entry: str) -> str:
    """The part of a page that is about one entry."""
    start = page.index(f'id="{anchor(entry)}"')
    return page[start : page.find("</li>", start)]


def test_every_entry_is_listed_group_by_group(place: Place) -> None:
    client = place.client("clinician")
    page = client.get("/knowledge/").content.decode()
    assert f"{len(entries())} entries of the clinical files rest on memory" in page
    assert f"0 of {len(entries())} are confirmed" in page
    for group in {entry.group for entry in entries().values()}:
        mine = [entry for entry in entries().values() if entry.group == group]
        page = client.get(f"/knowledge/{group}/").content.decode()
        assert page.count('name="entry"') == len(mine), group
    assert client.get("/knowledge/nothing/").status_code == 404


def test_an_entry_is_confirmed_with_a_name_and_taken_back(place: Place) -> None:
    clinician, lead = place.client("clinician"), place.client("lead")
    page = post(clinician, T02, note="Looked up in our emergency handbook.")
    assert f"{T02} is confirmed with your name." in page
    told = says_of(page, T02)
    assert "by Clinician a on" in told
    assert "Looked up in our emergency handbook." in told
    assert "1 of 21 confirmed." in page
    page = post(lead, T02, "withdraw")
    assert f"{T02} is shown as unverified again." in page
    assert "by Clinician a" not in says_of(page, T02)
    assert [(row.confirmed, row.made_by) for row in Confirmation.objects.order_by("pk")] == [
        (True, place.users["clinician"].handle),
        (False, place.users["lead"].handle),
    ]
    assert {look.what for look in Look.objects.filter(what__contains=T02)} == {f"confirm {T02}", f"withdraw {T02}"}


def test_what_cannot_be_kept_is_said(place: Place) -> None:
    client = place.client("clinician")
    assert "is no entry that rests on memory" in post(client, "triage/rules/emergency:T999")
    assert "is not confirmed" in post(client, T02, "withdraw")
    assert "Shorten it to 1000." in post(client, T02, note="x" * 1001)
    assert not Confirmation.objects.exists()


def test_it_lapses_with_the_words_that_it_was_given_for(place: Place) -> None:
    row = confirm(T02, clinic=place.clinic, by=place.users["lead"])
    fields = {"clinic": place.clinic, "made_at": row.made_at, "made_by": row.made_by, "confirmed": True}
    Confirmation.objects.create(entry=T02, version="triage 0", digest="0" * 64, **fields)
    page = place.client("clinician").get("/knowledge/triage/").content.decode()
    told = says_of(page, T02)
    assert "lapsed" in told
    assert "confirmed other words on" in told
    assert "version triage 0" in told
    assert "1 say something else than when they were" in place.client("lead").get("/knowledge/").content.decode()
    assert "is confirmed with your name" in post(place.client("clinician"), T02)


def test_a_clinic_confirms_for_itself_alone(place: Place, elsewhere: Place) -> None:
    confirm(T02, clinic=place.clinic, by=place.users["clinician"])
    assert set(confirmed_of(place.clinic.pk)) == {T02}
    assert confirmed_of(elsewhere.clinic.pk) == {}
    for by in (elsewhere.users["lead"], place.users["front-desk"], place.users["therapist"], place.users["patient"]):
        with pytest.raises(NotAllowed):
            confirm(ADVIL, clinic=place.clinic, by=by)
        with pytest.raises(NotAllowed):
            withdraw(T02, clinic=place.clinic, by=by)
    with pytest.raises(NotDecided):
        confirm("nothing", clinic=place.clinic, by=place.users["lead"])


def test_an_entry_is_found_by_its_words(place: Place) -> None:
    client = place.client("clinician")
    page = client.get("/knowledge/medications/?words=advil+migraine").content.decode()
    assert f'value="{ADVIL}"' in page
    assert page.count('name="entry"') == 1
    assert "Nothing fits these words." in client.get("/knowledge/medications/?words=zzzz").content.decode()


# -- what findings then say ------------------------------------------------------------------------------------------


@pytest.fixture
def number(start: Starter) -> str:
    listed = e.DrugListTaken(id=new_id(), happened_on=days_ago(1), drugs=("Advil", "methotrexate"))
    return start(listed, ago=9)


def test_the_course_s_page_says_who_confirmed_it_and_when(place: Place, number: str) -> None:
    path = f"/courses/{number}/"
    page = place.client("clinician").get(path).content.decode()
    assert page.count(UNVERIFIED) == 2
    assert f'<a href="/knowledge/medications/#{anchor(ADVIL)}">{UNVERIFIED}</a>' in page
    assert "/knowledge/medications/#" not in place.client("front-desk").get(path).content.decode()
    confirm(METHOTREXATE, clinic=place.clinic, by=place.users["lead"])
    for role in ("clinician", "front-desk", "therapist"):
        page = place.client(role).get(path).content.decode()
        assert "confirmed by Lead a on" in page
        assert page.count(UNVERIFIED) == 1
    withdraw(METHOTREXATE, clinic=place.clinic, by=place.users["lead"])
    assert place.client("clinician").get(path).content.decode().count(UNVERIFIED) == 2


def test_candidacy_says_so_too(place: Place, start: Starter) -> None:
    number = start(ago=2)
    said = {**answers(), "emergency_general": "yes"}
    record(
        e.EvaluationAnswered(id=new_id(), happened_on=days_ago(1), answers=said, rules="1"),
        course=number,
        by=place.users["clinician"],
    )
    path = f"/courses/{number}/record/candidacy/candidacy/"
    page = place.client("clinician").get(path).content.decode()
    assert UNVERIFIED in page
    confirm("candidacy/red_flags:RA01", clinic=place.clinic, by=place.users["clinician"])
    assert "confirmed by Clinician a on" in place.client("clinician").get(path).content.decode()


def test_no_patient_reads_any_of_it(place: Place, number: str) -> None:
    confirm(METHOTREXATE, clinic=place.clinic, by=place.users["lead"])
    for path in ("/my/", f"/my/{number}/medicines/"):
        page = place.client("patient").get(path).content.decode()
        assert "confirmed by" not in page
        assert UNVERIFIED not in page


def test_the_hazards_of_a_structure_say_so_too(place: Place, start: Starter) -> None:
    number = start(*until_injection(ago=30))
    path = f"/courses/{number}/record/injection/treatment/?as-last"
    client = place.client("clinician")
    page = client.get(path).content.decode()
    wanted = [entry for entry in entries() if f"#{anchor(entry)}" in page and entry.startswith("structures/hazards:")]
    assert wanted
    confirm(wanted[0], clinic=place.clinic, by=place.users["lead"])
    assert "confirmed by Lead a on" in client.get(path).content.decode()
