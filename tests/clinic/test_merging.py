"""One patient who was added twice: made one, read as one, erased as one, and two again."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction

from enthesis.clinic import triggers
from enthesis.clinic.accounts import invite
from enthesis.clinic.door import NotAllowed, open_course, open_person, record
from enthesis.clinic.duplicates import possible_duplicates
from enthesis.clinic.erase import erase
from enthesis.clinic.files.keeping import file_of, files_of, keep, open_file
from enthesis.clinic.frontdesk.models import PersonMerge
from enthesis.clinic.merging import NotMerged, merge, merges_into, part
from enthesis.clinic.models import Membership, Person, PersonKey
from enthesis.clinic.people import Profile, change_profile, new_person, people_of, someone_of
from enthesis.clinic.rebuild import rebuild
from enthesis.clinic.verify import verify
from enthesis.pathway import events as e
from tests.clinic.making import BORN, OPERATOR, House, day, new_id, start

WHY = "Same passport."


def twin(there: House, name: str = "Asa Lindqvist", born: date | None = BORN) -> Person:
    return new_person(Profile(name, born, telephone="555 0199"), clinic=there.clinic, by=OPERATOR)


def test_who_may_be_the_same_is_pointed_out(north: House) -> None:
    other = twin(north)
    twin(north, "Bo Berg")
    twin(north, "Asa Lindqvist", date(1980, 1, 1))
    mine = someone_of(north.person.pk, north["front-desk"])
    assert mine.profile is not None
    found = possible_duplicates(mine.profile, clinic=north.clinic.pk, by=north["front-desk"], but=[mine.pk])
    assert [one.pk for one in found] == [other.pk]


def test_two_are_read_as_one_and_the_log_verifies(north: House) -> None:
    first, other = start(north).number, twin(north)
    second = start(House(north.clinic, other, north.users)).number
    with pytest.raises(NotAllowed):
        open_course(second, by=north["patient"])
    merge(other, north.person, why=WHY, by=north["front-desk"])
    (one,) = people_of(north["front-desk"])
    assert [course.number for course in one.courses] == [first, second]
    assert [seen.number for seen in open_person(north.person.number, north["clinician"]).courses] == [first, second]
    assert [seen.number for mine in people_of(north["patient"]) for seen in mine.courses] == [first, second]
    record(e.DiaryEntered(id=new_id(), happened_on=day(1)), course=second, by=north["patient"])
    seen = open_course(second, by=north["clinician"])
    assert seen.profile is not None
    assert (seen.profile.name, seen.profile.known_as) == ("Åse Lindqvist-Vega", ("Asa Lindqvist",))
    assert [found.pk for found in people_of(north["front-desk"], words="asa lindq")] == [north.person.pk]
    assert verify().faults == ()
    assert rebuild(check=True).differences == ()


def test_what_is_changed_is_changed_for_both(north: House) -> None:
    other = twin(north)
    second = start(House(north.clinic, other, north.users)).number
    merge(other, north.person, why=WHY, by=north["lead"])
    change_profile(north.person, Profile("Åse Berg"), by=north["front-desk"])
    seen = open_course(second, by=north["clinician"])
    assert seen.profile == Profile("Åse Berg")


def test_a_merge_is_taken_back(north: House) -> None:
    other = twin(north)
    second = start(House(north.clinic, other, north.users)).number
    merge(other, north.person, why=WHY, by=north["front-desk"])
    (held,) = merges_into(north.person)
    assert (held.person, held.why, held.by) == (other.pk, WHY, north["front-desk"].handle)
    assert held.before is not None
    assert held.before.telephone == "555 0199"
    part(other, why="Two passports after all.", by=north["front-desk"])
    assert merges_into(north.person) == []
    names = {one.profile.name: one.profile.known_as for one in people_of(north["front-desk"]) if one.profile}
    assert names == {"Åse Lindqvist-Vega": (), "Asa Lindqvist": ()}
    with pytest.raises(NotAllowed):
        open_course(second, by=north["patient"])
    assert not Membership.objects.filter(person=other).exists()
    assert verify().faults == ()
    assert rebuild(check=True).differences == ()
    merge(other, north.person, why=WHY, by=north["front-desk"])
    assert len(people_of(north["front-desk"])) == 1


def test_who_is_invited_to_one_that_was_two_sees_both_until_they_are_two_again(north: House) -> None:
    other = twin(north)
    first, second = start(north).number, start(House(north.clinic, other, north.users)).number
    merge(other, north.person, why=WHY, by=north["front-desk"])
    for named in (north.person, other):
        user = invite(f"p{named.pk}@north.example", clinic=north.clinic, role="patient", person=named)
        assert [open_course(number, by=user).number for number in (first, second)] == [first, second]
    part(other, why="Two passports after all.", by=north["front-desk"])
    assert open_course(first, by=user).number == first
    with pytest.raises(NotAllowed):
        open_course(second, by=user)


def test_an_account_that_each_had_before_stays_with_each(north: House) -> None:
    other = twin(north)
    second = start(House(north.clinic, other, north.users)).number
    hers = invite("twice@north.example", clinic=north.clinic, role="patient", person=other)
    merge(other, north.person, why=WHY, by=north["front-desk"])
    part(other, why="Two passports after all.", by=north["front-desk"])
    assert open_course(second, by=hers).number == second


def test_files_of_one_that_was_two_are_one_list(north: House) -> None:
    other = twin(north)
    paper = SimpleUploadedFile("mri.pdf", b"%PDF-1.7 %%EOF")
    file = keep(other, paper, kind="report", by=north["front-desk"])
    assert files_of(north.person.pk) == []
    merge(other, north.person, why=WHY, by=north["front-desk"])
    assert files_of(north.person.pk) == files_of(other.pk) == [file]
    assert file_of(north.person.pk, file.number) == file
    assert open_file(file, by=north["clinician"])[2] == "mri.pdf"


@pytest.mark.parametrize("named", ["the one that stays", "the other"])
def test_erasing_either_erases_both(north: House, named: str) -> None:
    other = twin(north)
    start(north)
    start(House(north.clinic, other, north.users))
    merge(other, north.person, why=WHY, by=north["front-desk"])
    erased = erase(north.person.number if named == "the one that stays" else other.number, by=OPERATOR)
    assert (len(erased.courses), erased.accounts) == (2, 1)
    assert not PersonKey.objects.exclude(wrapped=None).exists()
    assert [one.profile for one in people_of(north["front-desk"])] == [None]
    (held,) = merges_into(north.person)
    assert (held.why, held.before) == ("", None)
    assert verify().faults == ()
    assert rebuild(check=True).differences == ()


def test_who_may_and_what_cannot_be(north: House, south: House) -> None:
    other = twin(north)
    for by in (north["therapist"], north["patient"], south["front-desk"]):
        with pytest.raises(NotAllowed):
            merge(other, north.person, why=WHY, by=by)
    with pytest.raises(NotMerged, match="for a reason"):
        merge(other, north.person, why=" ", by=north["front-desk"])
    with pytest.raises(NotMerged, match="one patient already"):
        merge(other, other, why=WHY, by=north["front-desk"])
    with pytest.raises(NotMerged, match="two clinics"):
        merge(south.person, north.person, why=WHY, by=north["front-desk"])
    with pytest.raises(NotMerged, match="nothing to take back"):
        part(other, why=WHY, by=north["front-desk"])
    merge(other, north.person, why=WHY, by=north["front-desk"])
    with pytest.raises(NotMerged, match="read as another patient"):
        merge(other, north.person, why=WHY, by=north["front-desk"])
    third = twin(north, "Somebody Else")
    erase(third.number, by=OPERATOR)
    with pytest.raises(NotMerged, match="was erased"):
        merge(third, north.person, why=WHY, by=north["front-desk"])


def test_three_in_a_row_are_one(north: House) -> None:
    second, third = twin(north), twin(north, "A. Lindqvist")
    merge(third, second, why=WHY, by=north["front-desk"])
    merge(second, north.person, why=WHY, by=north["front-desk"])
    (one,) = people_of(north["front-desk"])
    assert one.pk == north.person.pk
    assert {held.person for held in merges_into(north.person)} == {second.pk, third.pk}
    assert verify().faults == ()


def test_a_merge_cannot_be_changed_and_a_forged_one_is_found(north: House) -> None:
    other = twin(north)
    merge(other, north.person, why=WHY, by=north["front-desk"])
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonMerge.objects.update(into=None)
    with connection.cursor() as cursor:
        for statement in triggers.drop(connection.vendor, ["frontdesk_personmerge"]):
            cursor.execute(statement)
        PersonMerge.objects.update(made_by="U-99")
        for statement in triggers.create(connection.vendor, ["frontdesk_personmerge"]):
            cursor.execute(statement)
    (fault,) = verify().faults
    assert (fault.what, other.number in fault.says) == ("forged", True)
