"""A text that no database holds is refused before anything is stored, wherever it comes from. On both databases."""

import json
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from enthesis.cli.main import main
from enthesis.clinic.door import Refused, open_course, record
from enthesis.clinic.keys import person_key
from enthesis.clinic.log import decode, is_whole, rows_of
from enthesis.clinic.models import CourseRecord, Person, PersonKey, StoredEvent
from enthesis.clinic.people import Profile, change_profile, new_person, people_of, someone_of
from enthesis.clinic.rebuild import rebuild
from enthesis.pathway import codec
from enthesis.pathway import events as e
from enthesis.pathway.protocol.library import latest
from tests.clinic.making import OPERATOR, House, day, start, started

HALF, NUL = "Zoë \ud800r", "Zoë \x00r"
SOUND = "Zoë 膝\U0001f9b5 \x01\t\x7f\x85"
TEXTS = {each.name: [HALF] if each.name == "known_as" else HALF for each in fields(Profile) if each.name != "born"}


def imported(folder: Path, *lines: Any) -> list[str]:
    path = folder / "course.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines))
    return ["course", "import", str(path)]


def of_the_course(**given: Any) -> dict[str, Any]:
    return {**codec.write(started(id="e1")), **given}


@pytest.mark.parametrize("field", TEXTS)
def test_no_text_of_a_profile_takes_what_cannot_be_kept(north: House, field: str) -> None:
    for text in (HALF, NUL):
        wrong = replace(Profile("Zoë"), **{field: (text,) if field == "known_as" else text})
        with pytest.raises(Refused, match="cannot be kept: character 5 of it is") as told:
            new_person(wrong, clinic=north.clinic, by=OPERATOR)
        assert told.value.findings[0].field == field
        with pytest.raises(Refused):
            change_profile(north.person, wrong, by=OPERATOR)
    assert Person.objects.count() == 1
    found = someone_of(north.person.pk, OPERATOR).profile
    assert found is not None
    assert found.name == "Åse Lindqvist-Vega"


def test_the_door_refuses_it_by_the_name_of_the_field(north: House) -> None:
    number = start(north).number
    for text in (HALF, NUL):
        with pytest.raises(Refused) as told:
            record(e.NoteAdded(id="n1", happened_on=day(1), words=text), course=number, by=OPERATOR)
        assert told.value.codes == ("unreadable",)
        assert 'NoteAdded, field "words": character 5 of it is' in told.value.findings[0].says
    assert open_course(number, OPERATOR).head == 1


def test_every_other_text_is_stored_and_comes_back(
    north: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note = {"kind": "NoteAdded", "id": "e2", "happened_on": day(1).isoformat(), "words": SOUND}
    lines = ({"course": {"name": SOUND}}, of_the_course(problem=SOUND), note)
    assert main(imported(tmp_path, *lines)) == 0, capsys.readouterr()
    number = capsys.readouterr().out.partition(":")[0]
    seen = open_course(number, OPERATOR)
    assert (seen.course.problem, seen.log[1].words) == (SOUND, SOUND)  # type: ignore[union-attr]  # the note
    assert seen.profile is not None
    assert seen.profile.name == SOUND
    found = people_of(OPERATOR, clinic=north.clinic.pk, words="zoë")
    assert [each.profile.name for each in found if each.profile] == [SOUND]
    assert rebuild(check=True).differences == ()


@pytest.mark.parametrize("text", [HALF, NUL])
def test_an_import_names_line_and_field_and_stores_nothing(
    north: House, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    header, begun = {"course": {"name": "Zoë"}}, of_the_course()
    note = {"kind": "NoteAdded", "id": "e2", "happened_on": day(1).isoformat(), "words": text}
    for lines, says in (
        (({"course": {"name": text}}, begun), "Line 1: the name cannot be kept: character 5 of it is"),
        ((header, of_the_course(problem=text)), 'line 2: CourseStarted, field "problem": character 5 of it is'),
        ((header, begun, note), 'line 3: NoteAdded, field "words": character 5 of it is'),
    ):
        assert main(imported(tmp_path, *lines)) == 2
        assert says in capsys.readouterr().err
    assert (Person.objects.count(), StoredEvent.objects.count()) == (1, 0)


def test_what_was_stored_before_reads_on_with_a_sign_in_its_place(
    north: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As an earlier version let it in: the row stays what it is, and every page of the clinic answers."""
    number = start(north).number
    with monkeypatch.context() as earlier:
        earlier.setattr(codec, "is_storable", lambda text: True)
        earlier.setattr("enthesis.clinic.people.not_storable", lambda profile: None)
        earlier.setattr("enthesis.clinic.people.write_words", lambda people: None)
        record(e.NoteAdded(id="n1", happened_on=day(1), words=HALF), course=number, by=OPERATOR)
        change_profile(north.person, Profile(HALF), by=OPERATOR)
    course = CourseRecord.objects.get().pk
    key = person_key(north.person.pk, bytes(PersonKey.objects.get(person=north.person).wrapped))
    assert decode(rows_of(course)[1], key).words == "Zoë \ufffdr"  # type: ignore[union-attr]  # the note
    assert all(is_whole(row) for row in rows_of(course))
    seen = open_course(number, OPERATOR)
    assert seen.profile is not None
    assert seen.profile.name == "Zoë \ufffdr"


def test_a_correction_of_a_later_event_is_told_by_the_ids_of_the_file(
    north: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note = {"kind": "NoteAdded", "happened_on": day(1).isoformat(), "words": "Called"}
    lines = (of_the_course(), {**note, "id": "first", "replaces": "second"}, {**note, "id": "second"})
    assert main(imported(tmp_path, {"course": {}}, *lines)) == 1
    says = 'line 3, event 2: It corrects "second", which is event 3 of the file and comes after it.'
    assert says in capsys.readouterr().out
    assert main([*imported(tmp_path, {"course": {}}, *lines), "--json"]) == 1
    (refused,) = json.loads(capsys.readouterr().out)["refused"]
    assert (refused["event"], refused["line"], refused["code"]) == (2, 3, "no-such-event")
    itself = {**note, "id": "second", "replaces": "second"}
    assert main(imported(tmp_path, of_the_course(), itself)) == 1
    assert 'It corrects "second", which is itself.' in capsys.readouterr().out


@pytest.mark.parametrize("more", [(), ("--dry-run",)])
def test_scores_of_an_unknown_questionnaire_are_kept_and_told(
    north: House, tmp_path: Path, capsys: pytest.CaptureFixture[str], more: tuple[str, ...]
) -> None:
    score = {"kind": "ScoresTaken", "id": "s1", "happened_on": day(1).isoformat(), "instrument": "foo", "value": "3"}
    assert main([*imported(tmp_path, of_the_course(), score), *more]) == 0
    assert 'line 2, event 2: No questionnaire "foo" is known here' in capsys.readouterr().out
    assert main([*imported(tmp_path, of_the_course(), score), *more, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["notes"][0]["code"] == "unknown-instrument"


@pytest.mark.parametrize("more", [(), ("--dry-run",)])
def test_an_unknown_version_is_answered_with_those_there_are(
    north: House, tmp_path: Path, capsys: pytest.CaptureFixture[str], more: tuple[str, ...]
) -> None:
    main([*imported(tmp_path, of_the_course(version="1999-01")), *more])
    told = "".join(capsys.readouterr())
    assert f"The versions of nutura-back are: {latest()['nutura-back'].version}." in told
    assert "Did you mean" not in told
