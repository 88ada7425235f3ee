"""`enthesis mix`: what to draw up for a solution, what is in one, and whether this person may have it."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from enthesis.cli.common import BAD_INPUT, FINE, NO, BadInput, add_json_door, answer_cases
from enthesis.cli.papers import add_pdf_door, one_case, print_to, today

if TYPE_CHECKING:
    from enthesis.pathway.dosing import Answer
    from enthesis.pathway.tray import VialSet

_HELP = {
    "jurisdiction": "whose labels count: US or UK",
    "age_years": "age in years",
    "weight_kg": "actual weight in kg",
    "allergy": "recorded allergies",
    "route": 'where it goes, for instance "intra-articular knee"',
    "target_dextrose_pct": "wanted dextrose, %% w/v",
    "total_ml": "wanted volume in mL",
    "la_drug": "local anaesthetic",
    "la_target_pct": "wanted anaesthetic, %% w/v",
    "la_stock_pct": "strength of the anaesthetic stock, %% w/v",
    "epinephrine": "yes where the anaesthetic contains it",
    "dextrose_stock_pct": "strength of the dextrose stock, %% w/v",
    "dextrose_stock_kind": "hydrous (USP) or anhydrous (BP)",
    "diluent": "what fills up, for instance saline; none",
    "previous_la_mg": "anaesthetic given before in this visit, mg",
    "previous_la_drug": "which one, where it was another",
    "second_la_drug": "a second anaesthetic in the mix",
    "second_la_pct": "its strength in the mix, %% w/v",
    "published_max_ml": "largest published volume for the site, mL",
    "vial_shared": "yes where a vial was used for another patient",
    "graduation_ml": "marks of the syringe, mL; 0.05 up to 1 mL and 0.1 above where left out",
}
_CARD_HELP = {
    "patient": "whose card it is: a number rather than a name",
    "on": "the day, as 2026-11-30",
    "syringe_ml": "largest volume of one syringe, mL; all in one where left out",
    "passed_by": "the clinician who passes a refusal",
    "because": "why",
}
CARD = "card"  # the field of a case that only the card reads
SHELF = "shelf"  # the vials that there are, to find the cheapest set


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "mix",
        help="mix a solution; refuse an unsafe one",
        description="Says what to draw up for a wanted strength, or what a given recipe (--part) really holds, and "
        "whether this person may have it. Exit status: 0 accepted, 1 refused, 2 bad input.",
    )
    parser.add_argument(
        "--part", nargs=2, action="append", metavar=("SOLUTION", "ML"), help='a part of a given recipe: "D50W" 6'
    )
    for field, told in _HELP.items():
        parser.add_argument(f"--{field.replace('_', '-')}", metavar="...", default="", help=told)
    add_json_door(parser)
    add_pdf_door(parser, "the recipe card for the tray (A6)")
    parser.add_argument(
        "--vial",
        nargs=3,
        action="append",
        metavar=("SOLUTION", "ML", "PRICE"),
        help='a vial on the shelf, to find the cheapest set: "D50W" 50 9.20; may be repeated',
    )
    parser.add_argument("--currency", default="", metavar="USD", help="of the prices of vials")
    card = parser.add_argument_group("on the card (--pdf)")
    for field, told in _CARD_HELP.items():
        card.add_argument(f"--{field.replace('_', '-')}", metavar="...", default="", help=told)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    if args.pdf:
        return _print_card(args)
    if args.json:
        return answer_cases(args.json, answer)
    case = _case(args)
    try:
        found = _judged(case)
    except BadInput as bad:
        print(f"{bad.says} {bad.remedy}")
        return BAD_INPUT
    print(_in_sentences(found))
    if args.vial and found.draw is not None:
        print(_vials_in_sentences(_vials(found, {"currency": args.currency, "vials": _typed_vials(args.vial)})))
    return NO if found.decision == "refuse" else FINE


def answer(case: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to one case of the machine door. What is for the card changes nothing in it."""
    found = _judged(_of_the_mix(case))
    told = found.as_json()
    if case.get(SHELF) is not None and found.draw is not None:
        told["vials"] = _vials(found, case[SHELF]).as_json()
    return told


def card_pdf(case: Mapping[str, Any]) -> bytes:
    """The recipe card of one case, with what its field `card` says. Raises `BadInput`, `NoCard` and `PapersMissing`."""
    from enthesis.papers.recipe_card import recipe_card
    from enthesis.pathway.dosing import UnreadableCase, judge, read_case
    from enthesis.pathway.tray import card_for, read_details

    try:
        read = read_case(_of_the_mix(case))
        details = read_details(case.get(CARD))
        card = card_for(read, judge(read), details)
    except UnreadableCase as bad:
        raise UnreadableMix(bad.code, bad.says, bad.remedy, bad.field, bad.reason) from None
    return recipe_card(card, details.on or today()).pdf


def _print_card(args: argparse.Namespace) -> int:
    from enthesis.pathway.tray import NoCard

    def made() -> bytes:
        return card_pdf(one_case(args.json) if args.json else {**_case(args), CARD: _card(args)})

    try:
        return print_to(args.pdf, made)
    except NoCard as refused:
        how = " (--passed-by, --because; in JSON card.override)" if refused.may_be_passed else ""
        print(f"enthesis: No card. {refused.says} {refused.remedy}{how}", file=sys.stderr)
        return NO


def _case(args: argparse.Namespace) -> dict[str, object]:
    """What was typed, as a case of the machine door."""
    case: dict[str, object] = {field: getattr(args, field) for field in _HELP}
    case["parts"] = [{"part": text, "ml": ml} for text, ml in args.part or ()]
    return case


def _card(args: argparse.Namespace) -> dict[str, object]:
    """What was typed for the card, as the field of that name."""
    said: dict[str, object] = {"patient": args.patient, "on": args.on, "syringe_ml": args.syringe_ml}
    passed = {"by": args.passed_by, "reason": args.because}
    return {**said, "override": passed} if any(passed.values()) else said


class UnreadableMix(BadInput):
    """A case that cannot be read is also a refusal: whoever looks at `decision` alone never takes it for a yes."""

    def __init__(self, code: str, says: str, remedy: str, field: str, reason: str) -> None:
        super().__init__(code, says, remedy, field)
        self.reason = reason

    def as_json(self) -> dict[str, Any]:
        return super().as_json() | {"decision": "refuse", "reasons": [self.reason]}


def _judged(case: Mapping[str, object]) -> "Answer":
    from enthesis.pathway.dosing import UnreadableCase, answer_case

    try:
        return answer_case(case)
    except UnreadableCase as bad:
        raise UnreadableMix(bad.code, bad.says, bad.remedy, bad.field, bad.reason) from None


def _of_the_mix(case: Mapping[str, Any]) -> dict[str, Any]:
    """A case without what is for the card or for choosing vials."""
    return {field: value for field, value in case.items() if field not in (CARD, SHELF)}


def _typed_vials(typed: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    return [{"part": part, "ml": ml, "price": price} for part, ml, price in typed]


def _vials(found: "Answer", shelf: object) -> "VialSet":
    """The cheapest vials for what is drawn up. Raises `BadInput`."""
    from enthesis.pathway.dosing import UnreadableCase
    from enthesis.pathway.tray import read_shelf, vials_for

    assert found.draw is not None
    try:
        return vials_for(found.draw, read_shelf(shelf))
    except UnreadableCase as bad:
        raise UnreadableMix(bad.code, bad.says, bad.remedy, bad.field, bad.reason) from None


def _vials_in_sentences(vials: "VialSet") -> str:
    lines = ["Open:"]
    for part in vials.parts:
        opened = ", ".join(f"{one.count} x {one.vial.ml} mL" for one in part.opened) or "nothing"
        more = f"; {part.short_ml} mL are missing" if part.short_ml else f"; {part.waste_ml} mL are thrown away"
        lines.append(f"  {part.part}: {opened}{more}")
    lines.append(f"Together {vials.price} {vials.currency}".rstrip() + ".")
    return "\n".join(lines)


def _in_sentences(found: "Answer") -> str:
    words = {"accept": "Accepted.", "accept_with_warning": "Accepted with a warning.", "refuse": "Refused."}
    lines = [words[found.decision]]
    for one in found.findings:
        sources = f" ({', '.join(one.sources)}{'; unverified' if one.unverified else ''})" if one.sources else ""
        lines += [f"  {one.code}  {one.says}{sources}", f"      {one.remedy}"]
    told = found.as_json()
    if told["draw"] is not None:
        lines += ["Draw up:", *(f"  {one['ml']:>6} mL  {one['part']}" for one in told["draw"]["parts"])]
        lines += [f"In the syringe: {_held(told['draw']['figures'])}."]
    elif told["mix"] is not None:
        lines += [f"What was asked for holds: {_held(told['mix'])}."]
    return "\n".join(lines)


def _held(mix: Mapping[str, Any]) -> str:
    held = [f"{mix['total_ml'] or '?'} mL", f"dextrose {_short(mix['dextrose_pct'])} % ({mix['dextrose_g'] or '?'} g)"]
    held += [f"{one['drug']} {_short(one['pct'])} % ({one['mg'] or '?'} mg)" for one in mix["anaesthetics"]]
    held += [
        f"{one['name']} {_short(one['strength'])} {one['unit']}".rstrip()
        for one in mix["others"]
        if one["kind"] != "diluent"
    ]
    return ", ".join(held)


def _short(number: str) -> str:
    from enthesis.pathway.dosing import amount
    from enthesis.pathway.dosing.numbers import plain

    return plain(amount(number), 2) if number else "?"
