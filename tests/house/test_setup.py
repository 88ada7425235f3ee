"""`bin/setup` asks Debian for what is missing and for nothing else, and is patient with its mirror.

The script runs in a copy of the checkout whose .venv is said to be in place, with a PATH of our own: `apt-get` and
`sleep` there only write down that they were called.
"""

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]
_PDF = "libpangoft2-1.0-0 libharfbuzz-subset0"
_TOOLS = ("cat", "cksum", "dirname", "env", "flock", "ls", "sh")


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine with almost nothing on it."""

    checkout: Path
    programs: Path
    diary: Path

    def has(self, program: str, does: str = "exit 0") -> None:
        path = self.programs / program
        path.write_text(f"#!/bin/sh\n{does}\n")
        path.chmod(0o755)

    def set_up(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        command = ["/bin/sh", self.checkout / "bin" / "setup", *arguments]
        env = {**os.environ, "PATH": str(self.programs), "DIARY": str(self.diary)}
        return subprocess.run(command, env=env, capture_output=True, text=True, check=False)

    def says_it_is_set_up_by(self, lock: str) -> None:
        inputs = [self.checkout / "bin" / "setup", self.checkout / "pyproject.toml"]
        inputs += sorted(self.checkout.glob("requirements*.txt"))
        together = b"".join(path.read_bytes() for path in inputs)
        cksum = subprocess.run(["cksum"], input=together, capture_output=True, check=True).stdout.decode().strip()
        self.says(f"{cksum} {self.checkout} {lock}")

    def says(self, stamp: str) -> None:
        (self.checkout / ".venv" / ".set-up").write_text(stamp + "\n")

    def calls(self) -> Sequence[str]:
        return self.diary.read_text().splitlines() if self.diary.exists() else []


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    checkout = tmp_path.resolve() / "a checkout"
    (checkout / "bin").mkdir(parents=True)
    for path in [_ROOT / "bin" / "setup", _ROOT / "pyproject.toml", *_ROOT.glob("requirements*.txt")]:
        shutil.copy(path, checkout / path.relative_to(_ROOT))
    bare = Machine(checkout, tmp_path / "programs", tmp_path / "diary")
    bare.programs.mkdir()
    for tool in _TOOLS:
        (bare.programs / tool).symlink_to(str(shutil.which(tool)))
    bare.has("id", "echo 0")
    bare.has("sleep", 'echo "sleep $1" >>"$DIARY"')
    bare.has("apt-get", 'echo "apt-get $*" >>"$DIARY"')
    for program in ("python", "enthesis"):
        (checkout / ".venv" / "bin").mkdir(parents=True, exist_ok=True)
        shutil.copy(bare.programs / "apt-get", checkout / ".venv" / "bin" / program)
    bare.says_it_is_set_up_by("requirements-dev.txt")
    return bare


def _installs(machine: Machine) -> list[str]:
    return [call.rpartition("--no-install-recommends ")[2] for call in machine.calls() if " install " in call]


def test_nothing_is_done_where_all_is_there(machine: Machine) -> None:
    machine.has("chromium")
    if not Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf").exists():
        pytest.fail("bin/test should have installed fonts-dejavu-core")
    for lock in ("requirements-dev.txt", "requirements.txt"):  # the larger one holds all of the smaller
        done = machine.set_up(lock, "browser")
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert machine.calls() == []


def test_a_missing_browser_is_installed_after_a_look_at_what_the_mirror_has(machine: Machine) -> None:
    done = machine.set_up("requirements-dev.txt", "browser")
    assert done.returncode == 0
    assert _installs(machine) == ["chromium"]
    assert [call.split()[-1] for call in machine.calls()] == ["update", "chromium"]


def test_another_try_after_a_while_where_the_mirror_fails(machine: Machine) -> None:
    machine.has("apt-get", 'echo "apt-get $*" >>"$DIARY"; [ -e "$DIARY.up" ]')
    machine.has("sleep", 'echo "sleep $1" >>"$DIARY"; [ "$1" != 10 ] || : >"$DIARY.up"')
    done = machine.set_up("requirements-dev.txt", "browser")
    assert done.returncode == 0
    assert [call.split()[0] + " " + call.split()[-1] for call in machine.calls()] == [
        "apt-get update",
        "sleep 5",
        "apt-get update",
        "sleep 10",
        "apt-get update",
        "apt-get chromium",
    ]
    assert "attempt 2 of 5 failed; trying again in 10 s" in done.stderr


def test_a_mirror_that_stays_away_is_told_with_its_own_words(machine: Machine) -> None:
    machine.has("apt-get", "echo 'Could not resolve the mirror' >&2; exit 100")
    done = machine.set_up("requirements-dev.txt", "browser")
    assert done.returncode == 3
    assert done.stderr.count("Could not resolve the mirror") == 5
    assert "could not install: chromium. Is the Debian mirror reachable?" in done.stderr


def test_who_is_not_root_is_told_what_root_should_run(machine: Machine) -> None:
    machine.has("id", "echo 1000")
    done = machine.set_up("requirements-dev.txt", "browser")
    assert done.returncode == 3
    assert "As root:  apt-get install -y chromium" in done.stderr
    assert machine.calls() == []


def test_who_is_not_root_uses_sudo(machine: Machine) -> None:
    machine.has("id", "echo 1000")
    machine.has("sudo", 'echo sudo >>"$DIARY"; exec "$@"')
    assert machine.set_up("requirements-dev.txt", "browser").returncode == 0
    assert machine.calls()[0] == "sudo"
    assert _installs(machine) == ["chromium"]


@pytest.fixture
def bare_of_pdf(machine: Machine) -> Machine:
    """A machine whose libraries and fonts for printing are said to be elsewhere, where nobody looks."""
    script = machine.checkout / "bin" / "setup"
    text = script.read_text().replace("/usr/lib/* /usr/lib /usr/lib64 /usr/local/lib", str(machine.programs))
    script.write_text(text)
    machine.says_it_is_set_up_by("requirements-dev.txt")
    return machine


def test_nothing_is_installed_where_printing_works(machine: Machine) -> None:
    for name in ("pdf", "pdf?"):
        done = machine.set_up("requirements.txt", name)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert machine.calls() == []


def test_what_printing_needs_is_installed(bare_of_pdf: Machine) -> None:
    assert bare_of_pdf.set_up("requirements-dev.txt", "pdf").returncode == 0
    assert _installs(bare_of_pdf) == [_PDF]


def test_a_package_that_two_need_is_asked_for_once(bare_of_pdf: Machine) -> None:
    script = bare_of_pdf.checkout / "bin" / "setup"
    script.write_text(script.read_text().replace("truetype/dejavu", "truetype/none-such"))
    bare_of_pdf.says_it_is_set_up_by("requirements-dev.txt")
    assert bare_of_pdf.set_up("requirements-dev.txt", "browser", "pdf").returncode == 0
    assert _installs(bare_of_pdf) == [f"chromium fonts-dejavu-core {_PDF}"]


def test_a_wish_is_installed_where_that_is_easy(bare_of_pdf: Machine) -> None:
    assert bare_of_pdf.set_up("requirements.txt", "pdf?").returncode == 0
    assert _installs(bare_of_pdf) == [_PDF]


def test_a_wish_that_cannot_be_had_holds_nothing_up_and_is_tried_once(bare_of_pdf: Machine) -> None:
    bare_of_pdf.has("apt-get", 'echo "apt-get $*" >>"$DIARY"; echo "no mirror" >&2; exit 100')
    first, second = (bare_of_pdf.set_up("requirements.txt", "pdf?") for _ in range(2))
    assert (first.returncode, second.returncode) == (0, 0)
    assert f"going on without {_PDF}: PDF papers cannot be made." in first.stderr
    assert f"as root:  apt-get install -y {_PDF}" in first.stderr
    assert second.stderr == ""
    assert [call.split()[-1] for call in bare_of_pdf.calls()] == ["update"]
    assert "Acquire::Retries=0" in bare_of_pdf.calls()[0]


@pytest.mark.parametrize("sudo", [None, "exit 1"])
def test_nobody_is_asked_for_a_password_over_a_wish(bare_of_pdf: Machine, sudo: str | None) -> None:
    bare_of_pdf.has("id", "echo 1000")
    if sudo:
        bare_of_pdf.has("sudo", sudo)
    done = bare_of_pdf.set_up("requirements.txt", "pdf?")
    assert done.returncode == 0
    assert "going on without" in done.stderr
    assert bare_of_pdf.calls() == []


def test_a_leaner_browser_is_a_wish(machine: Machine) -> None:
    machine.has("apt-get", 'echo "apt-get $*" >>"$DIARY"; exit 100')
    done = machine.set_up("requirements-dev.txt", "headless?")
    assert done.returncode == 0
    assert "going on without chromium-headless-shell: the tests take longer." in done.stderr


def test_nothing_else_can_be_a_wish(machine: Machine) -> None:
    assert machine.set_up("requirements.txt", "postgres?").returncode == 2


@pytest.mark.parametrize("arguments", [(), ("no-such-lock.txt",), ("requirements.txt", "brwoser")])
def test_a_wrong_call_is_answered_with_the_right_one(machine: Machine, arguments: tuple[str, ...]) -> None:
    done = machine.set_up(*arguments)
    assert done.returncode == 2
    assert "browser" in done.stderr
    assert machine.calls() == []


@pytest.mark.parametrize("stamp", ["", "1 2 elsewhere requirements-dev.txt"])
def test_a_stamp_of_other_inputs_does_not_count(machine: Machine, stamp: str, monkeypatch: pytest.MonkeyPatch) -> None:
    machine.says(stamp)
    machine.has("old-python", "exit 1")
    monkeypatch.setenv("PYTHON", "old-python")
    done = machine.set_up("requirements.txt")
    assert done.returncode == 3
    assert "PYTHON=old-python is not a Python of version 3.11 or later" in done.stderr


def test_the_smaller_lock_does_not_stand_for_the_larger(machine: Machine) -> None:
    machine.says_it_is_set_up_by("requirements.txt")
    assert machine.set_up("requirements.txt").returncode == 0
    assert machine.set_up("requirements-dev.txt").returncode != 0
