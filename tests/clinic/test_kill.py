"""An acknowledged write survives `kill -9` of the process that wrote it, and no write is there by half."""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support.migrated import migrated_database, put_database

ACKNOWLEDGED = 1_200  # in total
KILLS = 4
EACH = 100  # events of each of two writers at once
SECONDS = 120  # it takes a third of that on a machine that does nothing else

_MAKE = """
from enthesis.clinic.start import ready
ready()
from tests.clinic.making import house, start
there = house()
print(start(there).number, start(there).number)
"""
_LOOK = """
import json
from enthesis.clinic.start import ready
ready(migrated=False)
from enthesis.clinic.models import StoredEvent
from enthesis.clinic.rebuild import rebuild
from enthesis.clinic.verify import verify
print(json.dumps({
    "faults": [fault.as_json() for fault in verify().faults],
    "differences": [difference.as_json() for difference in rebuild(check=True).differences],
    "events": [[f"C-{c:04d}", s, i] for c, s, i in StoredEvent.objects.values_list("course_id", "seq", "event_id")],
}))
"""


@pytest.fixture
def durable_clinic(tmp_path: Path, request: pytest.FixtureRequest) -> Mapping[str, str]:
    """A clinic of its own on the kind of database that this run is on; PostgreSQL with fsync on."""
    address = ""
    if os.environ.get("ENTHESIS_TEST_DATABASE"):
        address = migrated_database(request.getfixturevalue("durable_postgres"))
    else:
        put_database(tmp_path)
    around = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    return {**around, "ENTHESIS_HOME": str(tmp_path), "ENTHESIS_DATABASE": address}


def python(env: Mapping[str, str], *words: str) -> str:
    return subprocess.run([sys.executable, *words], env=env, capture_output=True, text=True, check=True).stdout


def killed(env: Mapping[str, str], courses: list[str], after: int, chance: random.Random) -> list[list[str]]:
    """What a writer acknowledged until it was killed, some time after so many acknowledgements."""
    writer = subprocess.Popen(
        [sys.executable, "-m", "tests.clinic.writer", *courses], env=env, stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    said = [writer.stdout.readline() for _ in range(after)]
    time.sleep(chance.random() / 500)
    writer.kill()
    said += writer.stdout.readlines()
    assert writer.wait() == -9
    return [line.split() for line in said if line.endswith("\n")]


def test_kill_9(durable_clinic: Mapping[str, str]) -> None:
    started = time.monotonic()
    chance = random.Random(20261121)
    courses = python(durable_clinic, "-c", _MAKE).split()
    acknowledged: list[list[str]] = []
    kills = 0
    while len(acknowledged) < ACKNOWLEDGED:
        assert time.monotonic() - started < SECONDS, f"only {len(acknowledged)} writes in {SECONDS} s"
        share = ACKNOWLEDGED // KILLS
        acknowledged += killed(durable_clinic, courses, chance.randrange(share // 2, share * 3 // 2), chance)
        kills += 1
    found = json.loads(python(durable_clinic, "-c", _LOOK))
    there = {tuple(map(str, event)) for event in found["events"]}
    lost = {tuple(line) for line in acknowledged} - there
    assert not lost
    assert found["faults"] == []  # no gap, nothing half-written
    assert found["differences"] == []  # and what is derived went in with it
    # A write may be on disk whose acknowledgement was killed: at most one for each kill. And the two that started.
    assert len(there) - len(acknowledged) <= kills + len(courses)
    assert kills >= KILLS // 2


def test_two_writers_at_once(durable_clinic: Mapping[str, str]) -> None:
    """They take turns on the same courses: each acknowledged event has a place of its own, and none waits in vain."""
    courses = python(durable_clinic, "-c", _MAKE).split()
    command = [sys.executable, "-m", "tests.clinic.writer", *courses]
    writers = [subprocess.Popen(command, env=durable_clinic, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said: list[list[str]] = []
    for writer in writers:
        assert writer.stdout is not None
        said += [writer.stdout.readline().split() for _ in range(EACH)]
    for writer in writers:
        writer.kill()
        assert writer.stdout is not None
        said += [line.split() for line in writer.stdout.readlines() if line.endswith("\n")]
        assert writer.wait() == -9
    found = json.loads(python(durable_clinic, "-c", _LOOK))
    there = {tuple(map(str, event)) for event in found["events"]}
    places = [(course, place) for course, place, _ in said]
    assert len(set(places)) == len(places) >= 2 * EACH
    assert {tuple(line) for line in said} <= there
    assert found["faults"] == []
    assert found["differences"] == []
