"""`enthesis evidence`: what trials say, and pooling studies."""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from enthesis.cli.common import FINE, NO, BadInput, answer_cases, print_json
from enthesis.cli.evidence_own import add_clinic, own_lines, table_for
from enthesis.cli.papers import add_pdf_door, print_to, today


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "evidence",
        help="what trials say: pooled figures with their uncertainty, and what must not be pooled",
        description="What trials say. Without an action: what is known, condition by condition. "
        "Exit status: 0 fine, 1 a check does not hold, 2 bad input.",
    )
    parser.add_argument("--condition", metavar="ID", default="", help="only this one: knee")
    parser.add_argument("--json", action="store_true", help="print JSON")
    add_clinic(parser)
    parser.set_defaults(run=_list)
    actions = parser.add_subparsers(title="actions", metavar="ACTION")
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
    checking = actions.add_parser("checks", help="the check calculations: published inputs in, published figures out")
    checking.add_argument("--json", action="store_true", help="print JSON")
    checking.set_defaults(run=_checks)
    pooling = actions.add_parser(
        "pool",
        help="pool studies given as JSON",
        description="Pools studies: RR, OR, RD, MD, SMD or ready effects, by EE, MH, DL or REML. "
        "Exit status: 0 answered, 2 a case is wrong.",
    )
    pooling.add_argument("--json", metavar="FILE", required=True, help="one case or a list of cases; - is stdin")
    pooling.set_defaults(run=_pool)
    adding = actions.add_parser("add", help="add a clinic's own trials to its folder of knowledge files")
    adding.add_argument("file", metavar="FILE.csv", help="the columns of trials.csv, and citation")
    _into(adding)
    adding.set_defaults(run=_add)
    confirming = actions.add_parser("confirm", help="say that a person has looked at a trial's flag and lets it pool")
    confirming.add_argument("trial", metavar="TRIAL")
    confirming.add_argument("--by", required=True, metavar="NAME", help="who looked at it")
    confirming.add_argument("--because", required=True, metavar="TEXT", help="why it may be pooled")
    _into(confirming)
    confirming.set_defaults(run=_confirm)


def _into(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--into", metavar="DIR", default="", help="the clinic's folder; else the one that is laid over")


def _list(args: argparse.Namespace) -> int:
    from enthesis.evidence.groups import comparisons
    from enthesis.evidence.harms import harm_sentences
    from enthesis.evidence.sheet import title_of
    from enthesis.evidence.telling import figure

    table, own = table_for(args.clinic)
    wanted = [_condition(table, args.condition)] if args.condition else list(table.conditions)
    own = _among(own, wanted)
    if args.json:
        answered = {"version": table.version, "conditions": [_as_json(table, one) for one in wanted]}
        print_json(answered | ({"own": own} if args.clinic else {}))
        return FINE
    for condition in wanted:
        print(f"{condition.name} ({condition.id})")
        for said in condition.says:
            print(f"  {said}")
        print(f"  Nobody knows: {condition.unknown}")
        print(f"  Harms: {condition.harms}")
        for counted in harm_sentences(table, condition):
            print(f"    {' '.join(counted)}")
        for found in comparisons(table, condition):
            answer = found.natural or found.standardised
            if answer:
                told = figure(found, answer)
                trials = _counted(table, answer)
                print(f"    {title_of(found)}: {told.text} {told.unit}; {trials}")
        print()
    for said in own_lines(own):
        print(said)
    print(f"{table.everywhere}\nEvidence table {table.version}, {table.status}: no clinician has reviewed it.")
    return FINE


def _among(own: list[dict[str, Any]], conditions: list[Any]) -> list[dict[str, Any]]:
    """Those that belong to the conditions that are shown."""
    return [one for one in own if any(one["region"] in condition.regions for condition in conditions)]


def _counted(table: Any, answer: Any) -> str:
    """How many trials are in a figure, and how many of them the clinic has added."""
    trials = f"{answer.pooled.k} trial{'' if answer.pooled.k == 1 else 's'}"
    own = sum(one.label in table.own for one in answer.effects)
    return f"{trials}, {own} of them the clinic's own" if own else trials


def _show(args: argparse.Namespace) -> int:
    from enthesis.evidence.groups import comparisons, elsewhere
    from enthesis.evidence.plots import plot_of, trial_name
    from enthesis.evidence.sheet import sheet_of, title_of
    from enthesis.evidence.telling import figure, leave_one_out_lines, left_out_lines, trial_lines
    from enthesis.papers.evidence import evidence_paper

    table, own = table_for(args.clinic)
    condition = _condition(table, args.condition)
    own = _among(own, [condition])
    _one_of(args.against, [one.id for one in table.comparators], "--class")
    _one_of(args.horizon, [one.id for one in table.horizons], "--horizon")
    _one_of(args.outcome, [one.id for one in table.outcomes], "--outcome")
    chosen = comparisons(table, condition, comparator=args.against, horizon=args.horizon)
    chosen = [one for one in chosen if args.outcome in ("", one.outcome.id)]
    if args.pdf:
        return print_to(args.pdf, lambda: evidence_paper(sheet_of(table, condition, chosen), today()).pdf)
    if args.svg:
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
            _write(args.svg, plot_of(table, drawn[0], answer) + "\n")
        print(f"{args.svg}: {title_of(drawn[0])}.")
        return FINE
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
    for found in chosen:
        print(title_of(found))
        for answer in (found.natural, found.standardised):
            if answer:
                told = figure(found, answer)
                print(f"  {answer.measure}: {told.text} {told.unit} ({_counted(table, answer)}, {answer.model})")
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
        print()
    for one in elsewhere(table, condition):
        print(f"read, and in no question: {trial_name(table, one.trial)} ({one.what}): {one.why}")
    for said in own_lines(own):
        print(said)
    print(f"\n{table.everywhere}\nEvidence table {table.version}, {table.status}.")
    return FINE


def _checks(args: argparse.Namespace) -> int:
    from enthesis.evidence.checks import run_checks

    found = run_checks(_table())
    if args.json:
        print_json([{name: getattr(one, name) for name in one.__slots__} for one in found])
    else:
        for check in dict.fromkeys(one.check for one in found):
            print(check)
            for one in (each for each in found if each.check == check):
                verdict = "fine" if one.holds else "NO  "
                print(f"  {verdict}  {one.what}: {one.got:.6g}, expected {one.expected}, {one.strength}")
        held = sum(one.holds for one in found)
        print(f"{held} of {len(found)} figures of {len({one.check for one in found})} checks hold.")
    return FINE if all(one.holds for one in found) else NO


class Wrong(BadInput):
    """A case with wrong figures is also a refusal: whoever looks at `refuse` alone never takes it for an answer."""

    def as_json(self) -> dict[str, Any]:
        return super().as_json() | {"refuse": self.says}


def _pool(args: argparse.Namespace) -> int:
    return answer_cases(args.json, pool_case)


def pool_case(case: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to one case of the machine door: figures, or `refuse` with the reason. Raises `BadInput`."""
    from enthesis.evidence.door import answer  # numpy and SciPy: only where something is pooled
    from enthesis.evidence.study import NotPoolable

    try:
        return answer(case)
    except NotPoolable as problem:
        if problem.is_bad_input:
            raise Wrong(problem.code, problem.says, problem.remedy, problem.field) from None
        reason = {"code": problem.code, "field": problem.field, "says": problem.says, "remedy": problem.remedy}
        return {"refuse": problem.says, "reasons": [reason]}


def _add(args: argparse.Namespace) -> int:
    from enthesis.cli.common import read_text
    from enthesis.pathway.trials.own import add_rows

    version, names = _kept(lambda folder: add_rows(folder, read_text(args.file), args.file), args.into)
    print(f"Added {', '.join(names)}. The clinic's own trials are version {version}; a running server shows them.")
    return FINE


def _confirm(args: argparse.Namespace) -> int:
    from enthesis.pathway.trials.own import confirm

    version, names = _kept(
        lambda folder: confirm(folder, args.trial, by=args.by, because=args.because, on=today()), args.into
    )
    print(f"{names[0]} is pooled from now on; its flag is shown beside it. Version {version} of the confirmations.")
    return FINE


def _kept(change: Any, into: str) -> tuple[str, tuple[str, ...]]:
    from enthesis.knowledge import KnowledgeUnreadable, laid_over

    own = laid_over()
    if not into and own is None:
        raise BadInput(
            "no-folder",
            "There is no folder of the clinic's own knowledge files.",
            "Name one with --into DIR, and set ENTHESIS_KNOWLEDGE to it.",
            "--into",
        )
    folder = Path(into) if into else own.folder if own else Path()
    try:
        version, names = change(folder)
    except KnowledgeUnreadable as problem:
        raise BadInput("not-in-order", str(problem), "Nothing was changed.", "FILE") from None
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        raise BadInput(
            "unwritable", f"{folder}: cannot be written ({reason}).", "Check the rights.", "--into"
        ) from None
    return version, names


def _table() -> Any:
    from enthesis.pathway.trials import shipped

    return shipped()


def _condition(table: Any, name: str) -> Any:
    found = table.condition(name)
    if found is None:
        known = ", ".join(one.id for one in table.conditions)
        raise BadInput(
            "condition-unknown", f'No condition is called "{name[:60]}".', f"Write one of: {known}.", "CONDITION"
        )
    return found


def _one_of(given: str, known: list[str], field: str) -> None:
    if given and given not in known:
        raise BadInput("unknown-word", f'"{given[:60]}" is not known.', f"Write one of: {', '.join(known)}.", field)


def _as_json(table: Any, condition: Any) -> dict[str, Any]:
    from enthesis.evidence.groups import comparisons

    return {
        "id": condition.id,
        "name": condition.name,
        "says": list(condition.says),
        "unknown": condition.unknown,
        "harms": condition.harms,
        "comparisons": [one.id for one in comparisons(table, condition) if one.used],
    }


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
