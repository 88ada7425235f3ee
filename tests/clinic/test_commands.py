"""`enthesis verify`, `rebuild`, `erase` and `due`, as somebody types them."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from enthesis.cli.main import main
from enthesis.clinic.door import record
from enthesis.clinic.models import AgendaRow, StoredEvent
from enthesis.pathway import events as e
from tests.clinic.making import OPERATOR, House, day, diary, evaluated, injected, start
from tests.support.migrated import put_database


@pytest.fixture
def number(north: House) -> str:
    return start(north, *evaluated(), injected(5)).number


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    status = main(list(words))
    captured = capsys.readouterr()
    return status, captured.out + captured.err


def test_due(number: str, north: House, capsys: pytest.CaptureFixture[str]) -> None:
    status, text = said(capsys, "due", "--on", "2026-03-25", "--role", "clinician")
    assert status == 0
    line = next(line for line in text.splitlines() if "response-review" in line)
    assert line.startswith(f"{number}  response-review  due  ")
    assert (
        "after diagnostic-injection-1 on 7 March 2026" in line or "after diagnostic-injection on 7 March 2026" in line
    )
    assert "in 1 active course. Nothing was changed." in text.splitlines()[-1]
    assert "Lindqvist" not in text


def test_due_as_json_and_for_one_clinic(
    number: str, north: House, south: House, capsys: pytest.CaptureFixture[str]
) -> None:
    status, text = said(capsys, "due", "--on", "2026-03-25", "--clinic", "northside", "--json")
    assert status == 0
    assert {line["course"] for line in json.loads(text)} == {number}
    assert said(capsys, "due", "--on", "2026-03-25", "--clinic", "Southside", "--json") == (0, "[]\n")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("due", "--on", "2026-3-25"), "Write it as 2026-03-23."),
        (("due", "--on", "2026-02-30"), "Write it as 2026-03-23."),
        (("due", "--role", "surgeon"), "is no role"),
        (("due", "--clinic", "Westside"), "There is: Northside."),
        (("erase", "P-77"), "A number looks like P-0031."),
        (("erase", "Lindqvist"), "A number looks like P-0031."),
        (("verify", "--against", "/no/such/file"), "cannot be read"),
    ],
)
def test_bad_input_is_answered_in_a_sentence(
    north: House, words: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, text = said(capsys, *words)
    assert status == 2
    assert says in text


def test_verify(number: str, unguarded: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, text = said(capsys, "verify", "--json")
    seal = tmp_path / "seal.json"
    seal.write_text(text)
    assert status == 1  # the guards are gone in this test, and that is said
    assert {fault["what"] for fault in json.loads(text)["faults"]} == {"guard"}
    with connection.cursor() as cursor:
        cursor.execute("UPDATE clinic_storedevent SET payload = '{}' WHERE seq = 3")
    status, text = said(capsys, "verify", "--against", str(seal))
    assert status == 1
    assert f"{number}, event 3: changed. It is not what was recorded." in text
    seal.write_text("{}")
    status, text = said(capsys, "verify", "--against", str(seal))
    assert (status, "enthesis verify --json" in text) == (2, True)


def test_verify_when_all_is_well(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, text = said(capsys, "verify")
    assert status == 0
    assert text.startswith("1 courses, 7 events: all as recorded.\nSeal: ")
    assert len(text.split()[-1]) == 64


def test_rebuild(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    AgendaRow.objects.all().delete()
    status, text = said(capsys, "rebuild", "--check")
    assert status == 1
    assert f"{number}: agenda response-review" in text
    assert not AgendaRow.objects.exists()
    assert said(capsys, "rebuild")[0] == 0
    assert AgendaRow.objects.exists()
    status, text = said(capsys, "rebuild", "--check", "--json")
    assert (status, json.loads(text)["differences"]) == (0, [])


def test_erase(number: str, north: House, capsys: pytest.CaptureFixture[str]) -> None:
    record(diary(6, words="mine"), course=number, by=OPERATOR)
    status, text = said(capsys, "erase", north.person.number, "--dry-run")
    assert (status, "would be erased" in text, "Nothing was changed." in text) == (0, True, True)
    status, text = said(capsys, "erase", north.person.number)
    assert (status, "is erased" in text, "Backups" in text) == (0, True, True)
    assert said(capsys, "erase", north.person.number, "--json")[1].count('"already": true') == 1
    assert said(capsys, "verify")[0] == 0
    assert StoredEvent.objects.count() == 8


def typed(command: str, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own, with the clinic's own settings."""
    around = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    words = [sys.executable, "-m", "enthesis.cli.main", *command.split()]
    return subprocess.run(words, env={**around, **env}, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("command", ["due", "verify", "rebuild", "erase P-0001", "course show C-0001"])
def test_where_there_is_no_clinic_none_is_made(no_clinic: Mapping[str, str], command: str) -> None:
    done = typed(command, no_clinic)
    assert done.returncode == 3
    assert "There is no clinic in" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.once
def test_a_damaged_database_gets_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "clinic.sqlite3").write_bytes(b"no database at all " * 400)
    done = typed("due", {"ENTHESIS_HOME": str(tmp_path), "ENTHESIS_DATABASE": ""})
    assert (done.returncode, "Traceback" in done.stderr) == (3, False), done.stderr
    assert "file is not a database" in done.stderr


@pytest.mark.once
@pytest.mark.parametrize(("table", "zeros"), [("django_migrations", 4096), ("clinic_storedevent", 400_000)])
def test_a_page_that_was_destroyed_gets_a_sentence(tmp_path: Path, table: str, zeros: int) -> None:
    """The page of the migrations, which must not pass for an earlier version; and the tables of the record."""
    settings = "enthesis.clinic.settings"
    env = {"ENTHESIS_HOME": str(tmp_path), "ENTHESIS_DATABASE": "", "DJANGO_SETTINGS_MODULE": settings}
    put_database(tmp_path)
    make = "from enthesis.clinic.start import ready; ready()"
    subprocess.run([sys.executable, "-c", make], env={**os.environ, **env}, check=True)
    database = tmp_path / "clinic.sqlite3"
    with closing(sqlite3.connect(database)) as opened:
        (root,) = opened.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", [table]).fetchone()
        (size,) = opened.execute("PRAGMA page_size").fetchone()
    with database.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(bytes(zeros))
    done = typed("verify", env)
    assert (done.returncode, "Traceback" in done.stderr) == (3, False), done.stderr
    assert "malformed" in done.stderr or "damaged" in done.stderr


@pytest.mark.once
@pytest.mark.parametrize(
    ("change", "status", "says"),
    [
        ({"ENTHESIS_DATABASE": "mysql://somewhere"}, 2, "Write it as postgresql://"),
        ({"ENTHESIS_DATABASE": "postgresql://nobody@/none?host=/no/such/folder"}, 3, "The database cannot be used"),
        ({"ENTHESIS_MASTER_KEY": "short"}, 2, "64 hexadecimal digits"),
        ({"ENTHESIS_HOME": "/proc/no/such/place"}, 3, "The data folder cannot be used"),
    ],
)
def test_a_machine_that_is_not_ready_is_told_so(tmp_path: Path, change: dict[str, str], status: int, says: str) -> None:
    done = typed("due", {"ENTHESIS_HOME": str(tmp_path), "ENTHESIS_DATABASE": "", **change})
    assert (done.returncode, "Traceback" in done.stderr) == (status, False), done.stderr
    assert says in done.stderr


def test_due_symptoms_by_the_time_that_is_left(
    number: str, north: House, south: House, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said(capsys, "due", "--symptoms") == (0, "0 open, 0 overdue. Nothing was changed.\n")
    for symptom, level in (("s1", "urgent_care"), ("s2", "emergency")):
        report = e.SymptomReported(id=symptom, happened_on=day(6), symptom=symptom, level=level, words="My words")
        record(report, course=number, by=north["patient"])
    status, text = said(capsys, "due", "--symptoms", "--clinic", "northside")
    assert status == 1, "an emergency is due at once"
    first, second, last = text.splitlines()
    assert first.startswith(f"{number}  s2  emergency  overdue  ")
    assert "A lead" in first
    assert "  s1  urgent_care  due  " in second
    assert last == "2 open, 1 overdue. Nothing was changed."
    assert "My words" not in text
    assert "Lindqvist" not in text
    status, text = said(capsys, "due", "--symptoms", "--json")
    found = json.loads(text)
    assert (status, [line["symptom"] for line in found], [line["overdue"] for line in found]) == (
        1,
        ["s2", "s1"],
        [True, False],
    )
    assert found[0]["in_charge"] == [north["lead"].handle]
    assert said(capsys, "due", "--symptoms", "--clinic", "Southside", "--json") == (0, "[]\n")
    status, text = said(capsys, "due", "--symptoms", "--on", "2026-03-25")
    assert status == 2
    assert "Leave --on and --role out." in text
    status, text = said(capsys, "course", "show", number, "--json")
    assert [clock["symptom"] for clock in json.loads(text)["symptoms"]] == ["s2", "s1"]
    assert "symptom s2, emergency: " in said(capsys, "course", "show", number)[1]
