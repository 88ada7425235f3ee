"""`enthesis evidence show`: one condition, every question, as words, JSON, PDF or a forest plot."""

import argparse
from pathlib import Path
from typing import Any

from enthesis.cli.common import FINE, BadInput, print_json
from enthesis.cli.evidence_own import add_clinic, own_lines, table_for
from enthesis.cli.evidence_words import among, condition_of, trials_counted
from enthesis.cli.papers import add_pdf_door, print_to, today


def add(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    showing = actions.add_parser("show", help="one condition: every question, its figure, what was left out and why")
    showing.add_argument("condition", metavar="CONDITION", help="its id: knee")
    showing.add_argument("--class", dest="against", metavar="ID", default="", help="only against this: exercise")
    showing.add_argument("--horizon", metavar="ID", default="", help="only this span: short, middle, year, later")
    showing.add_argument("--svg", metavar="FILE", help="write the forest plot; needs a choice of one question")
    showing.add_argument("--outcome", metavar="ID", default="", help="only this outcome: pain, function, responder")
    showing.add_argument("--json", action="store_true", help="print JSON")
    add_clinic(showing)
    add_pdf_door(showing, "everything that is shown")
    showing.set_defaults(run=_show)


def _show(args: argparse.Namespace) -> int:
    from enthesis.evidence.groups import comparisons
    from enthesis.evidence.sheet import sheet_of
    from enthesis.papers.evidence import evidence_paper

    table, own = table_for(args.clinic)
    condition = condition_of(table, args.condition)
    own = among(own, [condition])
    _one_of(args.against, [one.id for one in table.comparators], "--class")
    _one_of(args.horizon, [one.id for one in table.horizons], "--horizon")
    _one_of(args.outcome, [one.id for one in table.outcomes], "--outcome")
    chosen = comparisons(table, condition, comparator=args.against, horizon=args.horizon)
    chosen = [one for one in chosen if args.outcome in ("", one.outcome.id)]
    if args.pdf:
        return print_to(args.pdf, lambda: evidence_paper(sheet_of(table, condition, chosen), today()).pdf)
    if args.svg:
        return _plot(args.svg, table, chosen)
    if args.json:
        print_json(
            {
                "version": table.version,
                "condition": condition.id,
                "comparisons": [_comparison_json(table, one) for one in chosen],
            }
            | ({"own": own} if args.clinic else {})
        )
        return FINE
    _print(table, condition, chosen)
    for said in own_lines(own):
        print(said)
    print(f"\n{table.everywhere}\nEvidence table {table.version}, {table.status}.")
    return FINE


def _plot(file: str, table: Any, chosen: list[Any]) -> int:
    """The forest plot of the one question among these that has a figure."""
    from enthesis.evidence.plots import plot_of
    from enthesis.evidence.sheet import title_of

    drawn = [one for one in chosen if one.natural or one.standardised]
    if len(drawn) != 1:
        ids = ", ".join(
            f"--class {one.comparator.id} --outcome {one.outcome.id} --horizon {one.horizon.id}" for one in drawn
        )
        raise BadInput(
            "not-one", f"{len(drawn)} questions have a figure.", f"Choose one: {ids or 'there is none'}.", "--svg"
        )
    answer = drawn[0].natural or drawn[0].standardised
    if answer:
        _write(file, plot_of(table, drawn[0], answer) + "\n")
    print(f"{file}: {title_of(drawn[0])}.")
    return FINE


def _print(table: Any, condition: Any, chosen: list[Any]) -> None:
    from enthesis.evidence.groups import elsewhere
    from enthesis.evidence.plots import trial_name

    for found in chosen:
        _print_one(table, found)
        print()
    for one in elsewhere(table, condition):
        print(f"read, and in no question: {trial_name(table, one.trial)} ({one.what}): {one.why}")


def _print_one(table: Any, found: Any) -> None:
    """One question: its figures, the trials in them, and what was left out."""
    from enthesis.evidence.sheet import title_of
    from enthesis.evidence.telling import figure, leave_one_out_lines, left_out_lines, trial_lines

    print(title_of(found))
    for answer in (found.natural, found.standardised):
        if answer:
            told = figure(found, answer)
            print(f"  {answer.measure}: {told.text} {told.unit} ({trials_counted(table, answer)}, {answer.model})")
            for more in (told.heterogeneity, told.new_trial and f"a new trial's own effect: {told.new_trial}"):
                if more:
                    print(f"    {more}")
            for name, without in leave_one_out_lines(table, found, answer):
                print(f"    without {name}: {without}")
    for line in trial_lines(table, found):
        print(f"  {line.name}: {line.prolotherapy} against {line.other}: {line.effect}. {line.what}.")
        print(f"    {line.citation} {' '.join(line.addresses)}")
        for said in line.remarks:
            print(f"    note: {said}")
    answer = found.natural or found.standardised
    for said in (*(answer.remarks if answer else ()), found.why_not):
        if said:
            print(f"  {said}")
    for name, what, why in left_out_lines(table, found):
        print(f"  left out: {name} ({what}): {why}")


def _one_of(given: str, known: list[str], field: str) -> None:
    if given and given not in known:
        raise BadInput("unknown-word", f'"{given[:60]}" is not known.', f"Write one of: {', '.join(known)}.", field)


def _comparison_json(table: Any, found: Any) -> dict[str, Any]:
    from enthesis.evidence.door import as_json

    return {
        "id": found.id,
        "class": found.comparator.id,
        "outcome": found.outcome.id,
        "horizon": found.horizon.id,
        "natural": as_json(found.natural) if found.natural else None,
        "units": found.units or None,
        "standardised": as_json(found.standardised) if found.standardised else None,
        "why_not": found.why_not or None,
        "trials": [
            {"trial": one.trial, "what": one.what, "citation": one.citation, "addresses": list(one.addresses)}
            | ({"is_own": True} if one.trial in table.own else {})
            for one in found.used
        ],
        "left_out": [{"trial": one.trial, "what": one.what, "why": one.why} for one in found.unused],
    }


def _write(name: str, text: str) -> None:
    try:
        Path(name).write_text(text, encoding="utf-8")
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        raise BadInput("unwritable", f"{name}: cannot be written ({reason}).", "Check the folder.", "--svg") from None
