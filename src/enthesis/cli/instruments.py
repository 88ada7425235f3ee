"""`enthesis instruments`: which questionnaires there are, and the words that a clinic has a licence for."""

import argparse
from pathlib import Path
from textwrap import fill
from typing import Any

from enthesis.cli.common import BAD_INPUT, FINE, MAX_BYTES, NO, BadInput, print_json, read_text
from enthesis.cli.instruments_tables import as_json, directions, listed, shown
from enthesis.pathway.finding import Finding
from enthesis.pathway.instruments import Instrument, load
from enthesis.pathway.instruments.text import InstrumentText, Said
from enthesis.pathway.instruments.text_reading import Examined
from enthesis.pathway.instruments.text_reading import read_text as examine
from enthesis.pathway.instruments.text_template import template


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    group = subparsers.add_parser("instruments", help="list questionnaires; load the words that a clinic may use")
    commands = group.add_subparsers(title="commands", metavar="COMMAND", required=True)

    every = commands.add_parser("list", help="every instrument: its words, its licence, what the clinic has loaded")
    every.set_defaults(run=run_list)

    show = commands.add_parser("show", help="one instrument: rules, thresholds with sources, when it is asked")
    show.add_argument("instrument", metavar="ID")
    show.set_defaults(run=run_show)

    blank = commands.add_parser("template", help="print an empty file for one instrument, to fill in its words")
    blank.add_argument("instrument", metavar="ID")
    blank.set_defaults(run=run_template)

    check = commands.add_parser("check", help="everything that is wrong with a file, in one run; stores nothing")
    check.add_argument(
        "files", metavar="FILE", nargs="+", help="our YAML or a FHIR R4 Questionnaire; - is standard input"
    )
    check.set_defaults(run=run_check)

    loading = commands.add_parser("load", help="check a file, keep it for the clinic and take it into use")
    loading.add_argument("file", metavar="FILE", help="our YAML or a FHIR R4 Questionnaire; - is standard input")
    loading.add_argument("--keep-only", action="store_true", help="keep it without taking it into use")
    loading.set_defaults(run=run_load)

    unload = commands.add_parser("unload", help="take the words of an instrument out of use; they stay readable")
    unload.add_argument("instrument", metavar="ID")
    unload.add_argument("--because", required=True, metavar="TEXT", help="why; it is kept with the name")
    unload.add_argument("--language", default="", metavar="LANGUAGE", help="only this language, for instance en")
    unload.set_defaults(run=run_unload)

    for command in (check, loading):
        command.add_argument(
            "--instrument", default="", metavar="ID", help="whose words they are, if the file does not say"
        )
        command.add_argument("--best-answer", default="", metavar="N", help='"0", or by scale "profile=1, vas=100"')
        command.add_argument(
            "--licence", default="", metavar="TEXT", help="under which right the clinic uses the words"
        )
        command.add_argument("--by", default="", metavar="NAME", help="who compared the words with the original")
        command.add_argument("--text-version", default="", metavar="V", help="version of these words")
        command.add_argument(
            "--language", default="", metavar="LANGUAGE", help="of the words, for instance en or pt-BR"
        )
    for command in (every, show):
        command.add_argument(
            "--clinic",
            nargs="?",
            const="",
            metavar="NAME",
            help="also what a clinic has loaded (the only one, or NAME)",
        )
    for command in (loading, unload):
        command.add_argument("--clinic", metavar="NAME", help="the clinic, where there are several")
    for command in (every, show, blank, check, loading, unload):
        command.add_argument("--json", action="store_true", help="print JSON")


def run_list(args: argparse.Namespace) -> int:
    kept = _kept(args.clinic)
    if args.json:
        print_json([as_json(instrument, kept) for instrument in load().values()])
    else:
        print("\n".join(listed(load().values(), kept)))
    return FINE


def run_show(args: argparse.Namespace) -> int:
    instrument, kept = _instrument(args.instrument), _kept(args.clinic)
    if args.json:
        print_json(as_json(instrument, kept))
    else:
        print("\n".join(shown(instrument, kept)))
    return FINE


def run_template(args: argparse.Namespace) -> int:
    instrument = _instrument(args.instrument)
    if instrument.words:
        says = f"{instrument.name} ships with plain words of our own."
        raise BadInput("own-words", says, "There is nothing to load: patients can answer it now.", "instrument")
    print_json({"instrument": instrument.id, "template": template(instrument)}) if args.json else print(
        template(instrument), end=""
    )
    return FINE


# -- check -------------------------------------------------------------------------------------------------------


def run_check(args: argparse.Namespace) -> int:
    status = FINE
    answers: list[dict[str, Any]] = []
    for name in args.files:
        try:
            data = _data(name)
        except BadInput as bad:  # the other files are still looked at
            if len(args.files) == 1:
                raise
            status = BAD_INPUT
            answers.append(bad.as_json())
            if not args.json:
                print(f"{bad.says} {bad.remedy}".rstrip())
            continue
        examined = examine(data, _called(name), load(), _said(args), instrument=args.instrument)
        status = max(status, FINE if examined.is_usable else NO)
        answers.append(_checked(_called(name), examined))
        if not args.json:
            _print_findings(examined.findings)
            if examined.text is not None:
                print(_fine(_called(name), examined.text))
    if args.json:
        print_json(answers if len(answers) > 1 else answers[0])
    return status


def _checked(name: str, examined: Examined) -> dict[str, Any]:
    text = examined.text
    return {
        "file": name,
        "instrument": examined.instrument or None,
        "usable": examined.is_usable,
        "version": text.version if text else None,
        "language": text.language if text else None,
        "items": text.items() if text else None,
        "findings": [finding.as_json() for finding in examined.findings],
    }


def _fine(name: str, text: InstrumentText) -> str:
    instrument = load()[text.instrument]
    lines = [
        f"{name}: {instrument.name}, version {text.version} ({text.language}), {text.items()} items. It can be loaded.",
        *(f"  {line}" for line in directions(instrument, text)),
    ]
    return "\n".join(lines)


def _print_findings(findings: tuple[Finding, ...]) -> None:
    for finding in findings:
        text = f"{finding.field}: {finding.says} {finding.remedy}".strip()
        print(fill(text, 100, subsequent_indent="    ", break_on_hyphens=False, break_long_words=False))


# -- load and unload -----------------------------------------------------------------------------------------------


def run_load(args: argparse.Namespace) -> int:
    data = _data(args.file)
    clinic = _clinic(args.clinic)
    from enthesis.clinic.access import Operator
    from enthesis.clinic.instrument_texts import NotLoaded, load_text, turn

    said, by, day = _said(args), Operator(), _today(clinic)
    try:
        kept = load_text(
            data, _called(args.file), clinic=clinic, by=by, today=day, said=said, instrument=args.instrument
        )
    except NotLoaded as problem:
        if args.json:
            print_json({"loaded": False, "findings": [finding.as_json() for finding in problem.findings]})
        else:
            _print_findings(problem.findings)
            print("Nothing is loaded.")
        return NO
    if not args.keep_only:
        turn(kept, True, by=by, why="loaded from the command line")
    found = {"instrument": kept.instrument, "version": kept.version, "language": kept.language}
    if args.json:
        print_json({"loaded": True, **found, "clinic": clinic.name, "in_use": not args.keep_only})
        return FINE
    examined = examine(data, _called(args.file), load(), said, instrument=args.instrument)
    _print_findings(examined.findings)
    use = "kept, not in use yet" if args.keep_only else "in use from now on"
    print(f"{load()[kept.instrument].name}, version {kept.version} ({kept.language}), is {use} in {clinic.name}.")
    if examined.text is not None:
        print("\n".join(f"  {line}" for line in directions(load()[kept.instrument], examined.text)))
    return FINE


def run_unload(args: argparse.Namespace) -> int:
    instrument = _instrument(args.instrument)
    clinic = _clinic(args.clinic)
    from enthesis.clinic.access import Operator
    from enthesis.clinic.instrument_texts import texts_of, turn
    from enthesis.clinic.models import LoadedText

    if not args.because.strip():
        raise BadInput("no-reason", "A text is taken out of use for a reason.", "Give it with --because.", "--because")
    found = [
        kept
        for kept in texts_of(clinic.pk, _today(clinic), instrument.id)
        if kept.holds and args.language in ("", kept.language)
    ]
    for kept in found:
        turn(LoadedText.objects.get(pk=kept.key), False, by=Operator(), why=args.because.strip())
    if args.json:
        told = [{"version": kept.version, "language": kept.language} for kept in found]
        print_json({"instrument": instrument.id, "clinic": clinic.name, "taken_out": told})
    elif not found:
        print(f"No words of {instrument.name} are in use in {clinic.name}.")
    else:
        versions = ", ".join(f"{kept.version} ({kept.language})" for kept in found)
        print(f"{instrument.name}: {versions} is out of use in {clinic.name}. The front desk enters it from paper.")
    return FINE if found else NO


# -- what several of them need ---------------------------------------------------------------------------------------


def _instrument(name: str) -> Instrument:
    found = load().get(name) or load().get(name.replace("-", "_"))
    if found is None:
        raise BadInput(
            "unknown-instrument",
            f'"{name:.60}" is not an instrument.',
            f"Use one of: {', '.join(load())}.",
            "instrument",
        )
    return found


def _said(args: argparse.Namespace) -> Said:
    return Said(
        licence=args.licence,
        loaded_by=args.by,
        version=args.text_version,
        language=args.language,
        best=args.best_answer,
    )


def _called(name: str) -> str:
    return "standard input" if name == "-" else Path(name).name


def _data(name: str) -> bytes:
    """The bytes of a file. What is in them, also where it is no text, is told by the reader of questionnaires."""
    if name == "-":
        return read_text("-").encode()
    try:
        with Path(name).open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        raise BadInput("unreadable", f"{name}: cannot be read ({reason}).", "Check the name and the rights.") from None


def _clinic(name: str | None) -> Any:
    from enthesis.clinic.start import opened

    opened()
    from enthesis.clinic.importing import NotImported, the_clinic

    try:
        return the_clinic(name or None)
    except NotImported as problem:
        raise BadInput("no-such-clinic", problem.says, problem.remedy, problem.field) from None


def _today(clinic: Any) -> Any:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo(clinic.time_zone)).date()


def _kept(name: str | None) -> Any:
    """What a clinic has loaded; None where no clinic was asked about."""
    if name is None:
        return None
    clinic = _clinic(name)
    from enthesis.clinic.instrument_texts import texts_of

    return texts_of(clinic.pk, _today(clinic))
