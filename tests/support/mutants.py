"""The mutation check of the three rooms whose answers a patient's safety hangs on: `sh bin/mutants`.

mutmut changes the code in one place, runs the room's tests, and sees whether one of them fails. A change that no test
notices has survived. Each room is checked in a copy of the tree (`build/mutants/<room>`), from the start, but for
`--again`, which tries those that were not killed, once tests were added.
"""

import argparse
import ast
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mutmut.stats import status_by_exit_code

from tests.support.mutation import ROOMS, room_of

ROOT = Path(__file__).resolve().parents[2]
NEEDED = 90  # per cent of all mutants of a room

_KILLED = {1, 3}  # pytest's exit status: a test failed, or pytest itself broke on the mutant


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of a room's mutants. Only `killed` counts as killed: a timeout or an untested mutant does not."""

    killed: int
    survived: int
    timeout: int
    untested: int  # no test runs the function
    other: int  # broke in a way that mutmut has no name for, or was never tried

    @property
    def total(self) -> int:
        return self.killed + self.survived + self.timeout + self.untested + self.other

    @property
    def is_enough(self) -> bool:
        return bool(self.total) and self.killed * 100 >= NEEDED * self.total

    def line(self, room: str) -> str:
        """The counts of a room; the rate is rounded down."""
        rate = f"{self.killed * 1000 // self.total / 10:.1f} %" if self.total else "nothing to count"
        return (
            f"{room:<10} killed {self.killed}  survived {self.survived}  timeout {self.timeout}  "
            f"untested {self.untested}  other {self.other}  total {self.total}  "
            f"rate {rate}  {'fine' if self.is_enough else f'UNDER {NEEDED} %'}"
        )


def statuses(folder: Path) -> Mapping[str, str]:
    """Each mutant in a work folder and what became of it, in mutmut's words."""
    found: dict[str, str] = {}
    for account in sorted(folder.glob("mutants/src/**/*.py.meta")):
        codes: Mapping[str, int | None] = json.loads(account.read_text(encoding="utf-8"))["exit_code_by_key"]
        found |= {mutant: status_by_exit_code[code] for mutant, code in codes.items()}
    return found


def tally(found: Iterable[str]) -> Tally:
    """The counts of what `statuses` found."""
    counts = Counter(found)
    killed, survived, timeout, untested = (counts.pop(s, 0) for s in ("killed", "survived", "timeout", "no tests"))
    return Tally(killed, survived, timeout, untested, other=counts.total())


def untouched(folder: Path) -> tuple[int, int]:
    """Functions that mutmut leaves alone because they are decorated (properties, what is read once), and all."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.py"))]
    functions = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    left = [one for one in functions if [ast.unparse(d) for d in one.decorator_list] not in ([], ["staticmethod"])]
    return len(left), len(functions)


def check(room: str, *, children: int = 2, again: bool = False, root: Path = ROOT) -> Tally:
    """Runs mutmut over a room of the tree at `root`, in a process of its own, and counts."""
    folder = root / "build" / "mutants" / room
    if not again:
        shutil.rmtree(folder, ignore_errors=True)
    for name in ("src", "tests", "docs"):
        shutil.rmtree(folder / name, ignore_errors=True)
        if (root / name).is_dir():
            shutil.copytree(root / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    shutil.copy2(root / "pyproject.toml", folder)
    env = {**os.environ, "PYTHONPATH": str(folder), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    command = [sys.executable, "-m", "tests.support.mutants", room, "--inside", f"--children={children}"]
    ended = subprocess.run([*command, *(["--again"] if again else [])], cwd=folder, env=env, check=False).returncode
    if ended:
        raise SystemExit(f"{room}: mutmut ended with status {ended}; what it said is above. Do the room's tests pass?")
    return tally(statuses(folder).values())


def run_inside(room: str, *, children: int, again: bool) -> None:
    """mutmut over one room, in its work folder: the settings of pyproject.toml, but this room's code and tests only."""
    from mutmut.configuration import config

    from tests.support import mutant_trials

    settings = config()
    settings.only_mutate = [pattern for pattern in settings.only_mutate if f"/{room}/" in pattern]
    chosen = settings.pytest_add_cli_args_test_selection
    settings.pytest_add_cli_args_test_selection = [path for path in chosen if room_of(path) == room]
    if again:
        forget_the_living()
    sys.path.insert(0, str(Path("mutants").absolute()))
    mutant_trials.run(children)


def forget_the_living() -> None:
    """Marks what was not killed as not tried, so that mutmut tries it again; reviewed data are copied anew."""
    shutil.rmtree("mutants/src/enthesis/knowledge", ignore_errors=True)
    Path("mutants/mutmut-stats.json").unlink(missing_ok=True)  # which test runs what
    for account in sorted(Path().glob("mutants/src/**/*.py.meta")):
        told = json.loads(account.read_text(encoding="utf-8"))
        codes: dict[str, int | None] = told["exit_code_by_key"]
        told["exit_code_by_key"] = {mutant: code if code in _KILLED else None for mutant, code in codes.items()}
        account.write_text(json.dumps(told), encoding="utf-8")


def report(tallies: Mapping[str, Tally], root: Path = ROOT) -> int:
    """Prints a line per room, and what is in no count. The exit status: 0 only if each room has enough."""
    for room, counted in tallies.items():
        print(counted.line(room))
    for room in tallies:
        left, functions = untouched(root / "src" / "enthesis" / "pathway" / room)
        print(f"{room}: {left} of {functions} functions are decorated; mutmut leaves those and the module level alone")
    return 0 if all(counted.is_enough for counted in tallies.values()) else 1


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="bin/mutants", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("room", choices=[*ROOMS, "all"])
    parser.add_argument("--again", action="store_true", help="try only the mutants that have not been killed")
    parser.add_argument("--survivors", action="store_true", help="run nothing; show the changes that were not noticed")
    parser.add_argument("--children", type=int, default=2, help="how many at the same time (2)")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args(arguments)
    if args.inside:
        run_inside(args.room, children=args.children, again=args.again)
        return 0
    rooms = ROOMS if args.room == "all" else (args.room,)
    if args.survivors:
        for room in rooms:
            show_survivors(ROOT / "build" / "mutants" / room)
        return 0
    return report({room: check(room, children=args.children, again=args.again) for room in rooms})


def show_survivors(folder: Path) -> None:
    """Prints what was changed in each mutant that was not killed, as mutmut shows it."""
    alive = [mutant for mutant, status in statuses(folder).items() if status != "killed"]
    for mutant in alive:
        subprocess.run([str(Path(sys.executable).with_name("mutmut")), "show", mutant], cwd=folder, check=False)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
