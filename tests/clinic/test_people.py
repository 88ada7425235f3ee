"""People: sealed, found by name all the same, and shown to whom they concern."""

from datetime import date

import pytest

from enthesis.clinic.door import NotAllowed, open_person
from enthesis.clinic.keys import CannotOpen, Key, new_person_key, person_key
from enthesis.clinic.models import NameWord, Person
from enthesis.clinic.people import Profile, change_profile, new_person, people_of, profile_of
from tests.clinic.making import OPERATOR, House, start


@pytest.mark.parametrize(
    "words", ["Åse", "ase", "ASE", "lind", "vega", "lindqvist vega", "as li ve", " Åse  Lindqvist-Vega "]
)
def test_a_person_is_found_by_the_beginnings_of_a_name(north: House, words: str) -> None:
    new_person(Profile("Bo Berg"), clinic=north.clinic, by=OPERATOR)
    assert [someone.profile.name for someone in people_of(north["front-desk"], words=words)] == ["Åse Lindqvist-Vega"]


@pytest.mark.parametrize("words", ["indqvist", "berg", "ase berg", "a-s-e"])
def test_and_by_nothing_else(north: House, words: str) -> None:
    assert people_of(north["front-desk"], words=words) == []


def test_names_are_nowhere_in_the_clear(north: House) -> None:
    for word in NameWord.objects.all():
        assert len(bytes(word.token)) == 12
    for person in Person.objects.all():
        assert b"qvist" not in bytes(person.sealed)
        assert b"1970" not in bytes(person.sealed)


def test_a_list_is_newest_first_and_in_pages(north: House) -> None:
    for number in range(55):
        new_person(Profile(f"Person {number}"), clinic=north.clinic, by=OPERATOR)
    first, second = people_of(north["clinician"]), people_of(north["clinician"], page=2)
    assert (len(first), len(second)) == (50, 6)
    assert first[0].profile.name == "Person 54"
    assert second[-1].number == north.person.number


def test_a_lead_sees_numbers_and_no_names(north: House) -> None:
    (someone,) = people_of(north["lead"])
    assert (someone.number, someone.profile) == (north.person.number, None)


def test_one_patient_two_courses_one_agenda(north: House) -> None:
    first, second = start(north).number, start(north).number
    seen = open_person(north.person.number, north["patient"])
    assert [course.number for course in seen.courses] == [first, second]
    assert {item.course for item in seen.agenda} == {first, second}
    aims = [item.window.aim or date.max for item in seen.agenda]
    assert aims == sorted(aims)


def test_who_may_add_and_change_a_patient(north: House, south: House) -> None:
    for by in (north["patient"], north["therapist"], south["clinician"]):
        with pytest.raises(NotAllowed):
            new_person(Profile("Nobody"), clinic=north.clinic, by=by)
        with pytest.raises(NotAllowed):
            change_profile(north.person, Profile("Nobody"), by=by)
    change_profile(north.person, Profile("Åse Berg", date(1971, 1, 1)), by=north["front-desk"])
    (someone,) = people_of(north["front-desk"], words="berg")
    assert someone.profile == Profile("Åse Berg", date(1971, 1, 1))
    assert people_of(north["front-desk"], words="lindqvist") == []


def test_a_sealed_value_opens_only_where_it_belongs() -> None:
    wrapped = new_person_key(7)
    key = person_key(7, wrapped)
    sealed = key.seal(b"words", b"event 1")
    assert key.open(sealed, b"event 1") == b"words"
    for value, place in (
        (sealed, b"event 2"),
        (sealed[:-1] + bytes([sealed[-1] ^ 1]), b"event 1"),
        (b"", b"event 1"),
        (b"x", b"event 1"),
    ):
        with pytest.raises(CannotOpen, match="master key"):
            key.open(value, place)
    with pytest.raises(CannotOpen):
        Key(bytes(32)).open(sealed, b"event 1")
    with pytest.raises(CannotOpen, match="P-0008"):
        person_key(8, wrapped)


def test_no_two_seals_are_alike() -> None:
    key = person_key(7, new_person_key(7))
    assert len({key.seal(b"the same", b"here") for _ in range(100)}) == 100


def test_without_a_key_there_is_no_profile(north: House) -> None:
    assert profile_of(north.person.pk, None, bytes(north.person.sealed)) is None
