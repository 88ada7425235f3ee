"""Who saw what: every page with a patient on it leaves a line; a lead reads all, a patient those of the own record."""

import csv
import io
from datetime import UTC

import pytest
from django.db import DatabaseError, connection

from enthesis.clinic.audit.models import Shown
from enthesis.clinic.audit.reading import Asked, log_of
from enthesis.clinic.door import NotAllowed
from enthesis.clinic.opening import open_course
from tests.web.conftest import Place, Starter, until_injection


@pytest.mark.parametrize("path", ["/worklist/", "/patients/"])
def test_a_list_leaves_one_row_with_everybody_on_it(path: str, place: Place, start: Starter) -> None:
    number = start(*until_injection())
    place.client("clinician").get(path)
    (row,) = Shown.objects.all()
    assert row.who == place.users["clinician"].handle
    key = f" C{int(number[2:])} " if path == "/worklist/" else f" P{place.person.pk} "
    assert key in row.whom


def test_a_list_with_nobody_on_it_leaves_none(place: Place) -> None:
    place.client("clinician").get("/worklist/")
    assert not Shown.objects.exists()


def test_nobody_takes_a_row_away(place: Place, start: Starter) -> None:
    start(*until_injection())
    place.client("clinician").get("/worklist/")
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_shown")


def test_a_lead_reads_who_saw_what(place: Place, start: Starter) -> None:
    number = start(*until_injection())
    place.client("clinician").get(f"/courses/{number}/")
    place.client("therapist").get("/worklist/")
    place.client("front-desk").get("/patients/")
    page = place.client("lead").get("/audit/").content.decode()
    for says in ("Clinician a", "opened the course", "Front-Desk a", "1 was listed", number):
        assert says in page, says
    assert "Ada Sample" not in page  # a lead sees no names of patients


@pytest.mark.parametrize(
    ("asked", "seen", "unseen"),
    [
        ("who=%(clinician)s", "opened the course", "list of patients"),
        ("whom=%(number)s", "opened the course", "list of patients"),
        ("whom=%(person)s", "list of patients", "asked for a page"),
        ("whom=P-9999", "Nothing is written down", "opened the course"),
        ("day=2020-01-01", "Nothing is written down", "opened the course"),
        ("day=%(today)s", "opened the course", "Nothing is written down"),
        ("day=nonsense", "Give a day.", "Traceback"),
    ],
)
def test_it_is_looked_through(asked: str, seen: str, unseen: str, place: Place, start: Starter) -> None:
    number = start(*until_injection())
    place.client("clinician").get(f"/courses/{number}/")
    place.client("front-desk").get("/patients/")
    place.client("front-desk").get("/recall/")
    given = {
        "clinician": place.users["clinician"].handle,
        "number": number,
        "person": place.person.number,
        "today": place.today,
    }
    page = place.client("lead").get(f"/audit/?{asked % given}").content.decode()
    assert seen in page
    assert unseen not in page


def test_it_is_read_page_by_page_and_as_a_table(place: Place, start: Starter) -> None:
    number = start(*until_injection())
    for _ in range(60):
        open_course(number, place.users["clinician"])
    client = place.client("lead")
    assert "Earlier" in client.get("/audit/").content.decode()
    assert "Later" in client.get("/audit/?page=2").content.decode()
    assert client.get("/audit/?page=nonsense").status_code == 200
    rows = list(csv.DictReader(io.StringIO(client.get(f"/audit/table/?whom={number}").content.decode())))
    assert len(rows) == 60
    assert {row["who"] for row in rows} == {place.users["clinician"].handle}


def test_nobody_else_reads_it(place: Place, elsewhere: Place, start: Starter) -> None:
    number = start(*until_injection())
    place.client("clinician").get(f"/courses/{number}/")
    for by in (place.users["clinician"], elsewhere.users["lead"], place.users["patient"]):
        with pytest.raises(NotAllowed):
            log_of(by, place.clinic, Asked(), zone=UTC)
    assert number not in elsewhere.client("lead").get("/audit/").content.decode()


def test_a_patient_reads_who_looked_at_the_own_record(place: Place, start: Starter) -> None:
    number = start(*until_injection())
    patient = place.client("patient")
    patient.get("/my/")
    assert "Nobody but you" in patient.get("/my/who-looked/").content.decode()
    for _ in range(2):
        place.client("clinician").get(f"/courses/{number}/")
    place.client("front-desk").get("/patients/")
    page = patient.get("/my/who-looked/").content.decode()
    assert "Clinician a: opened it" in page
    assert "Front-Desk a: saw you in a list once" in page
