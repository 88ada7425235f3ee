"""Erasing: the words are gone, the chain holds, and nothing fails that reads what is left."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from enthesis.clinic.door import NotAllowed, NotRecorded, open_course, open_person, record
from enthesis.clinic.erase import erase
from enthesis.clinic.log import ERASED
from enthesis.clinic.models import AgendaRow, Look, NameWord, Person, PersonKey, StoredEvent
from enthesis.clinic.people import people_of
from enthesis.clinic.rebuild import rebuild
from enthesis.clinic.verify import verify
from enthesis.pathway import events as e
from tests.clinic.making import OPERATOR, House, day, diary, start


@pytest.fixture
def number(north: House) -> str:
    course = start(north).number
    record(diary(1, pain=6, words="Burning, at night."), course=course, by=north["patient"])
    record(diary(2, pain=5), course=course, by=north["patient"])
    harm = e.AdverseEventRecorded(id="a", happened_on=day(2), event="fainted", severity="mild", note="In the lift.")
    record(harm, course=course, by=north["clinician"])
    return course


def test_words_are_gone_and_figures_stay(north: House, number: str) -> None:
    seal = verify().seal
    assert erase(north.person.number, by=OPERATOR).sealed == 2
    seen = open_course(number, north["clinician"])
    assert [event.words for event in seen.log if isinstance(event, e.DiaryEntered)] == [ERASED, ""]
    assert (seen.log[-1].event, seen.log[-1].note) == (ERASED, ERASED)
    assert [entry.pain for entry in seen.course.diary] == [6, 5]
    assert (seen.profile, seen.is_erased, seen.agenda) == (None, True, ())
    verdict = verify()
    assert (verdict.faults, verdict.seal) == ((), seal)


def test_what_named_the_person_is_gone(north: House, number: str) -> None:
    erase(north.person.number, by=OPERATOR)
    assert not NameWord.objects.exists()
    assert not AgendaRow.objects.exists()
    assert bytes(Person.objects.get().sealed) == b""
    assert PersonKey.objects.get().wrapped is None
    assert people_of(north["front-desk"], words="lindqvist") == []
    (someone,) = people_of(north["front-desk"])
    assert (someone.profile, someone.is_erased) == (None, True)
    assert open_person(north.person.number, north["clinician"]).profile is None
    assert rebuild(check=True).differences == ()


def test_the_account_of_an_erased_patient_is_closed(north: House, number: str) -> None:
    patient = north["patient"]
    session = SessionStore()
    session["_auth_user_id"] = str(patient.pk)
    session.save()
    erase(north.person.number, by=OPERATOR)
    patient.refresh_from_db()
    assert (patient.is_active, patient.name, patient.has_usable_password()) == (False, "", False)
    assert patient.email == f"erased-{patient.pk}@erased.invalid"
    assert not EmailAddress.objects.filter(user=patient).exists()
    assert not Session.objects.exists()
    with pytest.raises(NotAllowed):
        open_course(number, patient)
    assert open_course(number, north["clinician"]).log[1].recorded_by == patient.handle


def test_nothing_more_is_recorded_for_an_erased_person(north: House, number: str) -> None:
    erase(north.person.number, by=OPERATOR)
    before = StoredEvent.objects.count()
    with pytest.raises(NotRecorded) as refused:
        record(diary(3), course=number, by=north["clinician"])
    assert refused.value.codes == ("person-erased",)
    assert StoredEvent.objects.count() == before


def test_a_dry_run_changes_nothing(north: House, number: str) -> None:
    found = erase(north.person.number, by=OPERATOR, dry_run=True)
    assert (found.courses, found.events, found.sealed, found.accounts) == ((number,), 4, 2, 1)
    assert open_course(number, north["patient"]).log[1].words == "Burning, at night."


def test_once_is_enough(north: House, number: str) -> None:
    assert not erase(north.person.number, by=OPERATOR).already
    assert erase(north.person.number, by=OPERATOR).already


def test_only_the_operator_erases_and_it_is_written_down(north: House, number: str) -> None:
    for account in north.users.values():
        with pytest.raises(NotAllowed):
            erase(north.person.number, by=account)
    with pytest.raises(NotAllowed):
        erase("P-9999", by=OPERATOR)
    erase(north.person.number, by=OPERATOR)
    look = Look.objects.latest("pk")
    assert (look.who, look.what, look.allowed, look.person) == ("operator", "erase", True, north.person.pk)


_MAKE = """
from enthesis.clinic.start import ready
ready()
from tests.clinic.making import house, start
from enthesis.clinic.models import PersonKey
there = house()
start(there)
print(bytes(PersonKey.objects.get().wrapped).hex())
"""


def test_no_copy_of_the_key_stays_in_the_files(own_clinic: Mapping[str, str]) -> None:
    """On SQLite, where the files are ours to look at: neither the database nor its log holds the key any more."""
    if own_clinic["ENTHESIS_DATABASE"]:
        pytest.skip("the files of a PostgreSQL server are not this process's to read")
    env = {**os.environ, **own_clinic, "DJANGO_SETTINGS_MODULE": "enthesis.clinic.settings"}
    made = subprocess.run([sys.executable, "-c", _MAKE], env=env, capture_output=True, text=True, check=True)
    key = bytes.fromhex(made.stdout.strip())

    def holds_key() -> bool:
        return any(key in path.read_bytes() for path in Path(own_clinic["ENTHESIS_HOME"]).glob("clinic.sqlite3*"))

    assert holds_key()
    command = [sys.executable, "-m", "enthesis.cli.main", "erase", "P-0001"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("P-0001 is erased: 1 course, 1 events stay as figures")
    assert not holds_key()
