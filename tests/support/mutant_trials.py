"""The trials of a mutation check: mutmut makes the mutants and learns which test runs what; here each one is tried.

The tests are collected once, and each mutant is tried in a fork of that process. A mutant of what is read once (a rule
file's reader) is tried by a run of its own, which reads everything anew: see `tests.support.mutation`.
"""

import os
import resource
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from math import ceil
from typing import Any

import mutmut.__main__ as tool
import pytest
from mutmut.configuration import config
from mutmut.mutation import trampoline
from mutmut.mutation.data import SourceFileMutationData
from mutmut.runners.harness import PytestRunner
from mutmut.state import state
from mutmut.utils.format_utils import mangled_name_from_mutant_name

from tests.support import mutation

_LONGEST = 40.0  # seconds of computing for one mutant; all tests of a room need a quarter of that
_SURVIVED, _KILLED, _NO_TESTS, _BROKEN = 0, 1, 33, 35  # mutmut's exit status of a trial


def run(children: int) -> None:
    """Makes the mutants of `config()`, tries those that have no result yet, and writes down what became of each."""
    mutants, tool.collect_source_file_mutation_data = tool.collect_source_file_mutation_data, _none_yet
    tool._run((), children)  # makes them, learns which test runs what, and runs all tests unchanged
    tool.collect_source_file_mutation_data = mutants
    trials = Trials(children)
    os.chdir("mutants")
    selection = [*config().pytest_add_cli_args_test_selection, *config().pytest_add_cli_args]
    trampoline.set_mutant_under_test("")
    pytest.main(["--rootdir=.", "--tb=native", "-q", "--capture=no", *selection], plugins=[trials])
    if not trials.are_done:
        raise SystemExit("The tests could not be collected.")


def _none_yet(*, mutant_names: object) -> tuple[list[Any], dict[str, Any]]:
    return [], {}


class Trials:
    """A pytest plugin: instead of running the tests that were collected, it tries the mutants."""

    def __init__(self, children: int) -> None:
        self._children = children
        self._running: dict[int, tuple[SourceFileMutationData, str, float, int]] = {}  # by process
        self._kills: Counter[str] = Counter()  # by test
        self.are_done = False

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        os.chdir("..")
        mutants, _ = tool.collect_source_file_mutation_data(mutant_names=())
        waiting = [(data, mutant) for data, mutant, result in mutants if result is None]
        waiting.sort(key=lambda each: tool.estimated_worst_case_time(each[1]))
        for at, (data, mutant) in enumerate(waiting):
            if at % 100 == 0:
                print(f"\n{time.strftime('%H:%M:%S')}  {at} of {len(waiting)} tried", end=" ", flush=True)
            tests = state().tests_by_mangled_function_name.get(mangled_name_from_mutant_name(mutant), set())
            if not tests:
                self._write(data, mutant, _NO_TESTS, 0.0)
                continue
            while len(self._running) >= self._children:
                self._wait()
            self._start(session, data, mutant, tests)
        while self._running:
            self._wait()
        print()
        self.are_done = True
        return True

    def _start(self, session: pytest.Session, data: SourceFileMutationData, mutant: str, tests: Iterable[str]) -> None:
        durations = state().duration_by_test
        # First those that have often killed for the time that they take.
        in_order = sorted(tests, key=lambda test: (-(self._kills[test] + 0.1) / (durations[test] + 0.002), test))
        seconds = sum(durations[test] for test in in_order)
        hear, tell = os.pipe()
        pid = os.fork()
        if pid == 0:
            status = _BROKEN
            try:
                spent = (seconds + config().timeout_constant) * config().timeout_multiplier
                limit = ceil(min(spent, _LONGEST) + time.process_time())
                resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
                status = _try(session, mutant, in_order, tell)
            finally:
                os._exit(status)
        os.close(tell)
        self._running[pid] = (data, mutant, time.monotonic(), hear)

    def _wait(self) -> None:
        pid, ended = os.wait()
        data, mutant, begun, hear = self._running.pop(pid)
        if killer := os.read(hear, 4096).decode(errors="replace"):
            self._kills[killer] += 1
        os.close(hear)
        self._write(data, mutant, os.waitstatus_to_exitcode(ended), time.monotonic() - begun)

    def _write(self, data: SourceFileMutationData, mutant: str, status: int, seconds: float) -> None:
        data.exit_code_by_key[mutant] = status
        data.durations_by_key[mutant] = seconds
        data.save()
        print({_SURVIVED: "S", _KILLED: "."}.get(status, "?"), end="", flush=True)


class _Ear:
    """Hears whether a test failed."""

    def __init__(self) -> None:
        self.failed = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed = self.failed or report.failed


def _try(session: pytest.Session, mutant: str, tests: Sequence[str], tell: int) -> int:
    """What becomes of a mutant, in a process of its own: the tests one after the other, up to one that fails.

    The name of that one goes to the descriptor `tell`.
    """
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    trampoline.set_mutant_under_test(mutant)
    if mangled_name_from_mutant_name(mutant) in mutation.READ_ONCE:
        return PytestRunner().run_tests(mutant_name=mutant, tests=tests)
    mutation.begin(mutant)
    os.chdir("mutants")
    ear = _Ear()
    session.config.pluginmanager.register(ear, "ear")
    items = {item.nodeid: item for item in session.items}
    chosen = [items[test] for test in tests if test in items]
    for item, following in zip(chosen, [*chosen[1:], None], strict=True):
        session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if ear.failed:
            os.write(tell, item.nodeid.encode()[:4000])
            return _KILLED
    return _SURVIVED if chosen else _NO_TESTS
