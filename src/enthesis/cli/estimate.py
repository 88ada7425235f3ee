"""`enthesis estimate`: what the whole course will cost the patient, line by line, at the clinic's own prices."""

import argparse
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from enthesis.cli.common import BAD_INPUT, FINE, NO, BadInput, add_json_door, answer_cases, read_text
from enthesis.cli.papers import add_pdf_door, one_case, print_to, today

if TYPE_CHECKING:
    from enthesis.pathway.estimate import Estimate
    from enthesis.pathway.prices import PriceList

_PAPER_HELP = {
    "patient": "for whom: the name",
    "born": "date of birth",
    "number": "of the patient or the course",
    "country": "US makes a good-faith estimate; else as the price list says",
    "on": "the day on which it is given",
    "scheduled": "the day of the first treatment",
    "diagnoses": "codes, with commas between",
}
PAPER = "paper"  # the field of a case that only the paper reads


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "estimate",
        help="what a course will cost the patient",
        description="Adds up the whole path under one protocol at the clinic's own prices, for the smallest, the usual "
        "and the largest number of sessions. What is not stated is named, never assumed. Exit status: 0 a whole sum, "
        "1 something is missing or contradicts something else, 2 bad input; with --json 0 or 2.",
    )
    parser.add_argument("protocol", nargs="?", metavar="PROTOCOL", help="a protocol's id, as `enthesis protocol list`")
    parser.add_argument(
        "prices", nargs="*", metavar="ACTIVITY=PRICE", help="for instance treatment=400; a price may be `elsewhere`"
    )
    parser.add_argument("--currency", metavar="CODE", help="ISO 4217: USD, EUR, JPY, ...")
    parser.add_argument(
        "--sessions", metavar="N,N,N", help="smallest, usual and largest number, or one; - is not stated"
    )
    parser.add_argument(
        "--count", action="append", default=[], metavar="ACTIVITY=N", help="appointments of a programme"
    )
    parser.add_argument(
        "--include", action="append", default=[], metavar="ACTIVITY", help="an optional part that the patient takes"
    )
    parser.add_argument("--gate", metavar="SHARE", help="share that goes on after the diagnostic gate: 0.7")
    parser.add_argument("--stop", metavar="SHARE,...", help="share that stops after each session: 0.1, or 0.2,0.1")
    parser.add_argument("--rates-from", metavar="WORDS", help="whose shares they are")
    parser.add_argument("--package", nargs=2, metavar=("N", "PRICE"), help="one price for N sessions")
    parser.add_argument(
        "--refund", metavar="RULE", help="nothing, pro-rata, less-single-price, or an amount per unused session"
    )
    parser.add_argument("--instalments", metavar="N", help="equal parts of the typical total")
    parser.add_argument("--paid", action="append", default=[], metavar="AMOUNT", help="a payment; may be repeated")
    parser.add_argument("--valid-until", metavar="DATE", help="until when the price holds")
    parser.add_argument("--price-list", metavar="FILE", help="the clinic's price list (docs/price-lists.md)")
    add_json_door(parser)
    add_pdf_door(parser, "what the patient is given (a good-faith estimate in the US)")
    paper = parser.add_argument_group("on the paper (--pdf)")
    for field, told in _PAPER_HELP.items():
        paper.add_argument(f"--{field}", metavar="...", default="", help=told)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    if args.pdf:
        return _print_estimate(args)
    if args.json:
        return answer_cases(args.json, answer)
    try:
        found = _estimated(_case(args))
    except BadInput as bad:
        print(f"{bad.says} {bad.remedy}".rstrip())
        return BAD_INPUT
    from enthesis.cli.estimate_table import told

    print("\n".join(told(found)))
    return NO if found.needs_attention else FINE


def answer(case: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to one case of the machine door. What is for the paper changes nothing in it."""
    from enthesis.pathway.estimate import as_json

    return as_json(_estimated(case))


def _estimated(case: Mapping[str, Any]) -> "Estimate":
    from enthesis.pathway.estimate import UnreadableEstimate, answer_case

    try:
        return answer_case({field: value for field, value in case.items() if field != PAPER})
    except UnreadableEstimate as bad:
        raise BadInput(bad.code, bad.says, bad.remedy, bad.field) from None


def _print_estimate(args: argparse.Namespace) -> int:
    whole = True

    def made() -> bytes:
        nonlocal whole
        case = one_case(args.json) if args.json else _case(args)
        from enthesis.papers.estimate import estimate_paper
        from enthesis.pathway.estimate import UnreadableEstimate
        from enthesis.pathway.handout import handout_for, read_details

        try:
            details = read_details(case.get(PAPER))
        except UnreadableEstimate as bad:
            raise BadInput(bad.code, bad.says, bad.remedy, bad.field) from None
        handout = handout_for(_estimated(case), details)
        whole = handout.is_complete
        return estimate_paper(handout, details.on or today()).pdf

    status = print_to(args.pdf, made)
    if status == FINE and not whole:
        print("enthesis: The estimate is not complete: the paper says what is missing.", file=sys.stderr)
        return NO
    return status


def _price_list(source: str) -> "PriceList":
    from enthesis.pathway.prices import PriceListUnreadable, read_price_list

    try:
        return read_price_list(read_text(source), "the price list")
    except PriceListUnreadable as bad:
        raise BadInput("bad-price-list", bad.says, bad.remedy, bad.field) from None


def _case(args: argparse.Namespace) -> dict[str, Any]:
    """What was typed, as a case of the machine door; what a price list holds stands behind it."""
    paper: dict[str, Any] = {field: getattr(args, field) for field in _PAPER_HELP if getattr(args, field)}
    case = {field: value for field, value in _typed(args).items() if value is not None}
    if args.price_list:
        from dataclasses import asdict

        from enthesis.pathway.estimate import UnreadableEstimate
        from enthesis.pathway.estimate.reading import read_named_protocol
        from enthesis.pathway.estimate.values import day
        from enthesis.pathway.prices import Terms, case_under

        listed = _price_list(args.price_list)
        try:
            protocol = read_named_protocol(args.protocol)
            on = day("--on", args.on) if args.on else today()
        except UnreadableEstimate as bad:
            raise BadInput(bad.code, bad.says, bad.remedy, bad.field) from None
        behind = case_under(listed, protocol, Terms(on=on))
        prices = {**behind["prices"], **(case.get("prices") or {})}
        case = {**behind, **case, "prices": prices}
        paper = {
            "country": listed.country,
            "provider": asdict(listed.provider),
            "codes": dict(listed.codes),
            "price_list": listed.version,
            **paper,
        }
    return {**case, **({PAPER: paper} if paper else {})}


def _typed(args: argparse.Namespace) -> dict[str, Any]:
    """What was typed, field by field; None where nothing was."""
    rates = {"gate": args.gate, "stop_after_session": _one_or_many(args.stop), "source": args.rates_from}
    case: dict[str, Any] = {
        "protocol": args.protocol,
        "currency": args.currency,
        "prices": _pairs(args.prices, "prices") or None,
        "sessions": _sessions(args.sessions),
        "counts": _pairs(args.count, "counts") or None,
        "include": args.include or None,
        "response_rates": rates if args.gate or args.stop else None,
        "instalments": args.instalments,
        "payments": args.paid or None,
        "valid_until": args.valid_until,
    }
    if args.package:
        refund = args.refund
        if refund and any(sign.isdigit() for sign in refund):
            refund = {"per_unused_session": refund}
        case["package"] = {"sessions": args.package[0], "price": args.package[1], "refund": refund}
    elif args.refund:
        raise BadInput("contradiction", "A refund is given without a package.", "Add --package N PRICE.", "refund")
    return case


def _pairs(typed: list[str], field: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in typed:
        name, sign, value = text.partition("=")
        if not sign or not name.strip():
            raise BadInput("not-a-pair", f'"{text:.60}" has no "=".', "Write it as treatment=400.", field)
        if name in found:
            raise BadInput("said-twice", f'"{name:.60}" is given twice.', "Keep one of them.", field)
        found[name] = value
    return found


def _sessions(typed: str | None) -> Any:
    if typed is None or "," not in typed:
        return typed
    parts = typed.split(",")
    if len(parts) != 3:
        raise BadInput("not-three", f'"{typed:.60}" is not three numbers.', "Write --sessions 3,4,6.", "sessions")
    named = zip(("min", "typical", "max"), parts, strict=True)
    return {column: None if part.strip() == "-" else part for column, part in named}


def _one_or_many(typed: str | None) -> Any:
    return typed.split(",") if typed and "," in typed else typed
