"""Several workers at once, one of which is killed between handing a letter over and noting it: one message each."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

MESSAGES = 8
NOTICES = 4

_MAKE = f"""
from datetime import datetime, UTC, timedelta, time
from enthesis.clinic.start import ready
ready()
from enthesis.clinic.door import record
from enthesis.clinic.messages.times import set_quiet
from enthesis.pathway.messages import Quiet
from tests.clinic.making import OPERATOR, house, start, day
from enthesis.pathway import events as e
there = house()
set_quiet(Quiet(time(0), time(0)), clinic=there.clinic, by=OPERATOR)
first = datetime.now(UTC) + timedelta(days=10)
number = start(there).number
for n in range({MESSAGES}):  # one after the other: each has a letter of its own
    record(e.VisitBooked(id=f"b{{n}}", happened_on=day(0), visit=f"v{{n}}", activity="imaging", minutes=30,
                         starts=first + timedelta(days=n)), course=number, by=OPERATOR)
from enthesis.clinic.messages.notices import notify
for n in range({MESSAGES}, {MESSAGES + NOTICES}):
    notify(there.person.pk, "new-message", f"m:v{{n}}:", {{}}, now=datetime.now(UTC))
"""
# A worker that writes down each letter that it hands over, and kills itself after one that it is told. The transport
# can say later what became of those with an even number, and cannot of the others.
_WORK = """
import json, os, sys
from datetime import timedelta
from enthesis.clinic.start import ready
ready(migrated=False)
from enthesis.clinic.messages import notices_sending, sending, transports
from enthesis.clinic.messages.worker import Work
dies_after, lease = sys.argv[1], float(sys.argv[2])
for each in (sending, notices_sending):
    each.LEASE, each.AGAIN = timedelta(seconds=lease), timedelta(0)
takes, says = transports.Folder.send, transports.Folder.was_accepted
def is_even(key):
    return int(key.split(":v")[1].split(":")[0]) % 2 == 0
def send(self, letter, key):
    with open(os.environ["HANDED_OVER"], "a") as log:
        log.write(key + "\\n")
    takes(self, letter, key)
    if dies_after in ("even" if is_even(key) else "odd", key.split(":")[0]):
        os.kill(os.getpid(), 9)
transports.Folder.send = send
transports.Folder.was_accepted = lambda self, key: says(self, key) if is_even(key) else None
Work().once()
"""
_LOOK = """
from enthesis.clinic.access import Operator
from enthesis.clinic.door import open_course
from enthesis.clinic.models import Sending
from enthesis.clinic.notices.models import Notice
from enthesis.clinic.rebuild import rebuild
from enthesis.clinic.verify import verify
course = open_course("C-0001", Operator()).course
print(json.dumps({
    "noted": [message.visit for message in course.messages],
    "states": {row.visit: row.state for row in Sending.objects.all()},
    "notices": [row.state for row in Notice.objects.all()],
    "wrong": [d.as_json() for d in rebuild(check=True).differences] + [f.as_json() for f in verify().faults],
}))
"""


def python(env: Mapping[str, str], *words: str) -> str:
    return subprocess.run([sys.executable, *words], env=env, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def around(own_clinic: Mapping[str, str], tmp_path: Path) -> Mapping[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    return {**kept, **own_clinic, "HANDED_OVER": str(tmp_path / "handed-over")}


def test_one_message_each_whoever_dies(around: Mapping[str, str]) -> None:
    python(around, "-c", _MAKE)
    for dies in ("even", "odd", "notice"):
        ended = subprocess.run([sys.executable, "-c", _WORK, dies, "60"], env=around, check=False)
        assert ended.returncode == -9
    command = [sys.executable, "-c", _WORK, "never", "60"]
    workers = [subprocess.Popen(command, env=around, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    told = [worker.communicate(timeout=120)[1] for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0], told
    found = json.loads(python(around, "-c", _WORK + _LOOK, "never", "0"))  # finds what the dead ones left
    handed_over = Counter(Path(around["HANDED_OVER"]).read_text().split())
    assert len(handed_over) == MESSAGES + NOTICES
    assert set(handed_over.values()) == {1}
    assert len(list((Path(around["ENTHESIS_HOME"]) / "inbox").glob("*.eml"))) == MESSAGES + NOTICES
    became = Counter([*found["states"].values(), *found["notices"]])
    assert became == Counter(sent=MESSAGES + NOTICES - 1, unknown=1)
    unknown = {visit for visit, state in found["states"].items() if state == "unknown"}
    assert len(found["noted"]) == MESSAGES - len(unknown)
    assert {*found["noted"], *unknown} == set(found["states"])
    assert found["wrong"] == []
