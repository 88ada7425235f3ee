"""`python -m benchmarks brain`: how fast the clinical brain answers, and how long it takes to know everything."""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from statistics import median
from time import perf_counter
from typing import Any

from benchmarks.apart import ROOT, PartFailed, environment
from benchmarks.figure import Bar, Figure, at_most, figure
from benchmarks.sizes import Sizes

ANSWERS = 200  # in one repetition

Part = Callable[[Sizes], list[Figure]]


def parts() -> Mapping[str, Part]:
    """What can be measured, by the name that `--only` takes, in order."""
    return {"candidacy": _candidacy, "triage": _triage, "mix": _mix, "load": _load}


def measure(sizes: Sizes, only: list[str]) -> list[Figure]:
    figures: list[Figure] = []
    for name, part in parts().items():
        if not only or name in only:
            figures += part(sizes)
    return figures


def _candidacy(sizes: Sizes) -> list[Figure]:
    """Every question answered: of one region, and of three with four drugs."""
    from enthesis.pathway.candidacy import screen, shipped
    from tests.pathway.candidacy.people import person

    rules = shipped()
    one = person("knee")
    three = person(
        "back", "knee", "elbow", meds=["warfarin", "aspirin 81 mg", "ibuprofen", "metformin"], diabetes="yes"
    )
    told = f"screen() of a full questionnaire: {len(rules.questions)} questions, {len(rules.rules)} rules"
    return [
        _answer("candidacy", lambda _: screen(one, ["knee"], "female"), sizes, f"{told}, one region", at_most(1)),
        _answer(
            "candidacy_three_regions",
            lambda _: screen(three, ["back", "knee", "elbow"], "female"),
            sizes,
            f"{told}, three regions and four drugs",
        ),
    ]


def _triage(sizes: Sizes) -> list[Figure]:
    from enthesis.pathway.triage import load, triage, triage_report

    answers = _every_answer(load().variables)
    few = {"joint_hot": "yes", "fever": "no", "pain_trend": "worse", "swelling": "large"}
    report = "The knee has been hot and very swollen since yesterday, no fever, and the pain is getting worse."
    triage_report(report, ["knee"], 30)  # reads the vocabulary
    return [
        _answer(
            "triage",
            lambda hours: triage(["knee"], hours, answers),
            sizes,
            f"triage() of {len(answers)} answers: every question of all {len(load().rules)} rules",
            at_most(1),
        ),
        _answer(
            "triage_few_answers", lambda hours: triage(["knee"], hours, few), sizes, f"triage() of {len(few)} answers"
        ),
        _answer(
            "triage_report",
            lambda hours: triage_report(report, ["knee"], hours),
            sizes,
            f"a report of {len(report.split())} words, read and triaged",
            answers=ANSWERS // 10,
        ),
    ]


def _every_answer(variables: Mapping[str, Any]) -> dict[str, Any]:
    """The mildest answer to each question, so that no early red flag spares the rest of the work."""
    found: dict[str, Any] = {}
    for name, variable in variables.items():
        if variable.choices:
            found[name] = variable.choices[-1].value
        elif variable.low is not None:
            found[name] = variable.low
    return found


def _mix(sizes: Sizes) -> list[Figure]:
    from enthesis.pathway.dosing import answer_case

    case = {
        "jurisdiction": "US",
        "age_years": 50,
        "weight_kg": 80,
        "route": "extra-articular",
        "target_dextrose_pct": 15,
        "total_ml": 22.5,
        "la_drug": "lidocaine",
        "la_target_pct": 0.2,
        "la_stock_pct": 1,
        "dextrose_stock_pct": 50,
        "dextrose_stock_kind": "hydrous (USP)",
        "diluent": "saline",
        "previous_la_mg": 40,
        "vial_shared": "no",
    }

    def given(number: int) -> dict[str, Any]:  # another volume each time: parts of equal volume are read once
        volumes = {"D50W": 6.75, "lidocaine 1 %": 4.5, "saline": 11.25 + number / 100}
        parts = [{"part": text, "ml": ml} for text, ml in volumes.items()]
        return {"jurisdiction": "US", "age_years": 50, "weight_kg": 80, "previous_la_mg": 40, "parts": parts}

    return [
        _answer(
            "mix",
            lambda number: answer_case({**case, "total_ml": 22.5 + number / 100}),
            sizes,
            "what to draw for a target, its figures and every check; another volume each time",
            at_most(1),
        ),
        _answer(
            "mix_given",
            lambda number: answer_case(given(number)),
            sizes,
            "what three named parts hold, and every check; another volume each time",
            at_most(1),
        ),
    ]


def _answer(
    name: str, work: Callable[[int], object], sizes: Sizes, says: str, bar: Bar | None = None, answers: int = ANSWERS
) -> Figure:
    """The median of single answers, each timed by itself; those of the first repetition are thrown away."""
    taken: list[float] = []
    for repetition in range(sizes.repetitions + 1):
        for number in range(answers):
            started = perf_counter()
            work(number)
            if repetition:
                taken.append(perf_counter() - started)
    taken.sort()
    told = f"{says}; median of {len(taken)} answers, 95 of 100 within {taken[len(taken) * 95 // 100] * 1000:.2f} ms"
    return figure(name, median(taken) * 1000, "ms", told, bar)


_IN_A_NEW_PROCESS = """
import json, sys
import csv, dataclasses, datetime, decimal, difflib, enum, fractions, functools, importlib.resources, re, types, typing
from time import perf_counter, process_time
began = perf_counter()
from enthesis.pathway.upkeep.loads import read_everything
from enthesis.knowledge import shipped_path
from enthesis.knowledge.layers import file_names
imported, busy = perf_counter(), process_time()
read_everything()
loaded, busy = perf_counter(), process_time() - busy
print(json.dumps([loaded - imported, busy, loaded - began, len(list(file_names(shipped_path())))]))
"""


def _load(sizes: Sizes) -> list[Figure]:
    """A new process for each repetition; the first, which may have to compile the code, is thrown away."""
    reading, busy, everything = [], [], []
    for repetition in range(sizes.repetitions + 1):
        done = subprocess.run(
            [sys.executable, "-c", _IN_A_NEW_PROCESS],
            cwd=ROOT,
            env=environment("."),
            stdout=subprocess.PIPE,
            check=False,
        )
        if done.returncode:
            raise PartFailed(f"Loading the knowledge in a new process ended with status {done.returncode}.")
        seconds, of_the_processor, with_code, files = json.loads(done.stdout)
        if repetition:
            reading.append(seconds)
            busy.append(of_the_processor)
            everything.append(with_code)
    what = f"all {files} knowledge files read, checked and made ready in a new process"
    return [
        figure(
            "load",
            median(reading) * 1000,
            "ms",
            f"{what}, once its code is imported; median of {len(reading)} processes, the quickest"
            f" {min(reading) * 1000:.0f} ms; of the processor's time {median(busy) * 1000:.0f} ms",
            at_most(150),
        ),
        figure(
            "load_with_code",
            median(everything) * 1000,
            "ms",
            f"{what}, with importing its code and PyYAML and rapidfuzz, from when the standard library is there",
        ),
    ]
