"""Fold and agenda of one long course, against reading the same log's JSON."""

import json
from statistics import median

from benchmarks import courses
from benchmarks.figure import Figure, at_most, figure
from benchmarks.sizes import Sizes
from benchmarks.timing import each, interleaved, ratio
from enthesis.pathway.agenda import agenda
from enthesis.pathway.course import fold

ROUNDS = 40  # in one repetition


def measure(sizes: Sizes) -> list[Figure]:
    """The course is in the middle of its treatment series, so that its agenda is full."""
    protocol = courses.protocol()
    log = courses.recorded(courses.course(1, sizes.events * 6 // 5))[: sizes.events]
    lines = courses.json_lines(log)
    items = agenda(protocol, fold(log))
    taken = interleaved(
        sizes.repetitions,
        ours=each(lambda: agenda(protocol, fold(log)), ROUNDS),
        parsing=each(lambda: [json.loads(line) for line in lines], ROUNDS),
    )
    ours, parsing = median(taken["ours"]) * 1000, median(taken["parsing"]) * 1000
    what = f"fold and agenda ({len(items)} items) of an active course of {len(log)} events"
    return [
        figure(
            "fold_agenda_vs_json",
            ratio(taken["ours"], taken["parsing"]),
            "ratio",
            f"{what} / json.loads of its {len(lines)} lines: {ours:.3f} ms and {parsing:.3f} ms;"
            f" median of {sizes.repetitions} x {ROUNDS}",
            at_most(3),
        ),
        figure("fold_agenda", ours, "ms", what),
    ]
