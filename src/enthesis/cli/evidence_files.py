"""`enthesis evidence add` and `confirm`: a clinic's own trials in its folder of knowledge files."""

import argparse
from pathlib import Path
from typing import Any

from enthesis.cli.common import FINE, BadInput
from enthesis.cli.papers import today


def add(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
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
