"""A backup that is put back elsewhere is the same clinic; the keys travel apart from it."""

import json
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from enthesis.clinic.backup import NotBackedUp, restore
from tests.support.migrated import put_database

pytestmark = pytest.mark.once

MAKE = """
from enthesis.clinic.start import ready; ready()
from datetime import date
from enthesis.clinic.access import Operator
from enthesis.clinic.models import Clinic
from enthesis.clinic.people import Profile, new_person
from enthesis.clinic.door import start_course
from enthesis.pathway.events import CourseStarted
clinic = Clinic.objects.create(name="Northside", time_zone="UTC")
person = new_person(Profile("Wilhelmina Quartermaine"), clinic=clinic, by=Operator())
day = date(2026, 3, 2)
start_course([CourseStarted(id="e1", happened_on=day, protocol="nutura-back", version="2026-11", problem="pain",
             region="back")], person=person, by=Operator())
"""


def typed(env: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    run = [sys.executable, "-m", "enthesis.cli.main", *words]
    return subprocess.run(run, env={**os.environ, **env}, capture_output=True, text=True, check=False)


def test_the_round_trip(tmp_path: Path) -> None:
    old, new, file = tmp_path / "old", tmp_path / "new", tmp_path / "copy.tar.gz"
    own = {"ENTHESIS_DATABASE": "", "DJANGO_SETTINGS_MODULE": "enthesis.clinic.settings"}
    here, there = ({"ENTHESIS_HOME": str(place), **own} for place in (old, new))
    old.mkdir()
    put_database(old)
    subprocess.run([sys.executable, "-c", MAKE], env={**os.environ, **here}, check=True)
    made = typed(here, "backup", str(file))
    assert made.returncode == 0, made.stderr
    assert "The keys are not in it." in made.stdout
    assert (file.stat().st_mode & 0o777) == 0o600
    with tarfile.open(file) as archive:
        names = archive.getnames()
    assert names == ["about.json", "clinic.sqlite3"]
    assert b"Quartermaine" not in file.read_bytes()
    assert typed(here, "backup", str(file)).returncode == 2  # it is not written over
    back = typed(there, "restore", str(file))
    assert back.returncode == 0, back.stderr
    assert "put the master-key of that clinic" in back.stdout
    shutil.copy(old / "master-key", new / "master-key")
    proved = typed(there, "verify", "--json")
    assert proved.returncode == 0, proved.stdout + proved.stderr
    before, after = (json.loads(text) for text in (typed(here, "verify", "--json").stdout, proved.stdout))
    assert (after["courses"], after["seal"]) == (1, before["seal"])
    again = typed(there, "restore", str(file))
    assert again.returncode == 2
    assert "There is a clinic in" in again.stderr


def test_what_is_no_backup_is_told_so(tmp_path: Path) -> None:
    settings = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(tmp_path / "clinic.sqlite3")}
    for name, content in (("words", b"hello"), ("none", None)):
        file = tmp_path / name
        if content is not None:
            file.write_bytes(content)
        with pytest.raises(NotBackedUp, match=r"is no backup|cannot be read"):
            restore(file, tmp_path, settings)
    assert not (tmp_path / "clinic.sqlite3").exists()


def test_nothing_leaves_the_folder(tmp_path: Path) -> None:
    file, home = tmp_path / "evil.tar.gz", tmp_path / "home"
    home.mkdir()
    (tmp_path / "x").write_text("x")
    with tarfile.open(file, "w:gz") as archive:
        archive.add(tmp_path / "x", "knowledge/../../escaped")
        archive.add(tmp_path / "x", "master-key")
    settings = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(home / "clinic.sqlite3")}
    with pytest.raises(NotBackedUp):
        restore(file, home, settings)
    assert not (tmp_path / "escaped").exists()
    assert list(home.iterdir()) == []
