"""`kill -9` at any moment of a build leaves the registry as it was, or as the build has it; the next one is whole."""

import json
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from enthesis.outcomes.registry import open_registry
from enthesis.outcomes.registry.manifest import read_manifest
from tests.support.made_registry import BUILT_ON, made_registry

COURSES, LATER = 40, 55
DAY_AFTER = BUILT_ON + timedelta(days=1)
NEVER = 10**9
# Each folder gets a build that is killed at its Nth moment: each time a file is closed, before and after the manifest
# takes its place, and before a file that counts no more is taken away. A process of its own for each, forked before
# Arrow has begun any thread.
_BUILDS = f"""
import json, os, signal, sys
from datetime import date
from pathlib import Path
import pyarrow.parquet as pq
from tests.support.made_registry import made_registry

left = 0

def moment():
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

def counted(function, *, also_after=False):
    def called(*args, **fields):
        moment()
        told = function(*args, **fields)
        if also_after:
            moment()
        return told
    return called

pq.ParquetWriter.close = counted(pq.ParquetWriter.close)
Path.replace = counted(Path.replace, also_after=True)
Path.unlink = counted(Path.unlink)
statuses = []
for folder, killed_at in json.loads(sys.argv[1]):
    child = os.fork()
    if not child:
        left = killed_at
        made_registry(Path(folder), courses={LATER}, span=60, clinics=1, built_on=date.fromisoformat("{DAY_AFTER}"))
        (Path(folder) / "moments").write_text(str(killed_at - left))
        os._exit(0)
    statuses.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
print(json.dumps(statuses))
"""


def builds(*wanted: tuple[Path, int]) -> list[int]:
    """Build in each folder, killed at that moment; how each process ended."""
    told = json.dumps([(str(folder), killed_at) for folder, killed_at in wanted])
    done = subprocess.run([sys.executable, "-c", _BUILDS, told], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: list[int] = json.loads(done.stdout)
    return found


def courses_of(folder: Path) -> int:
    with open_registry(folder) as registry:
        for name in ("courses", "sessions", "diary"):
            registry.table(name).to_pyarrow()  # every file that counts is there and can be read
        return int(registry.table("courses").count().execute())


def test_kill_9_during_a_build(tmp_path: Path) -> None:
    first = made_registry(tmp_path / "first", courses=COURSES, span=60, clinics=1)
    whole = shutil.copytree(first, tmp_path / "whole")
    assert builds((whole, NEVER)) == [0]
    moments = int((whole / "moments").read_text())
    gone = sum(1 for _ in first.rglob("*.parquet"))  # taken away, each at a moment, after the manifest was replaced
    replaced = moments - gone
    killed = [1, replaced // 2, replaced - 1, replaced, moments]
    folders = [shutil.copytree(first, tmp_path / f"killed-at-{each}") for each in killed]
    assert builds(*zip(folders, killed, strict=True)) == [-9] * len(killed)
    assert [courses_of(folder) for folder in folders] == [COURSES, COURSES, COURSES, LATER, LATER]
    assert builds(*((folder, NEVER) for folder in folders)) == [0] * len(folders)
    for folder in folders:
        assert courses_of(folder) == LATER
        manifest = read_manifest(folder)
        assert manifest
        there = {str(each.relative_to(folder)) for each in folder.rglob("*.parquet")}
        assert there == set(manifest.all_files)  # nothing of the broken build stays
