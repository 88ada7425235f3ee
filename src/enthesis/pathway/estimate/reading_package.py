"""Reading a package: one price for so many sessions, and what is given back when the series stops early."""

from collections.abc import Mapping

from enthesis.pathway.estimate import values
from enthesis.pathway.estimate.case import Package, Refund, RefundRule
from enthesis.pathway.estimate.problems import UnreadableEstimate
from enthesis.pathway.estimate.reading_numbers import MOST_SESSIONS
from enthesis.pathway.estimate.reading_prices import CURRENCY, PriceReader

_READ = ("sessions", "price", "amount", "refund", CURRENCY)
_HOW = 'Write {"sessions": 4, "price": "1400", "refund": "pro-rata"}.'
_HOW_REFUND = (
    "Write nothing, pro-rata or less-single-price, or an amount for each unused session as "
    '{"per_unused_session": "300"}.'
)
_RULES = {
    "nothing": RefundRule.NOTHING,
    "none": RefundRule.NOTHING,
    "no": RefundRule.NOTHING,
    "pro-rata": RefundRule.PRO_RATA,
    "unused": RefundRule.PRO_RATA,
    "less-single-price": RefundRule.LESS_SINGLE_PRICE,
}


def read_package(given: object, reader: PriceReader, unknown: list[str]) -> Package | None:
    """The package that is offered; None for none."""
    if given is None or given == {}:
        return None
    if not isinstance(given, Mapping):
        raise UnreadableEstimate("not-an-object", "package", "package is not an object.", _HOW)
    for key in ("sessions", "price"):
        if given.get(key) is None and not (key == "price" and given.get("amount") is not None):
            raise UnreadableEstimate("missing", f"package.{key}", f"package.{key} is not given.", _HOW)
    unknown += [f"package.{values.shown(str(key)).strip(chr(34))}" for key in given if key not in _READ]
    sessions = values.whole("package.sessions", given["sessions"], 1, MOST_SESSIONS)
    reader.note_currency(f"package.{CURRENCY}", given.get(CURRENCY))
    key = "price" if given.get("price") is not None else "amount"
    price = reader.amount(f"package.{key}", given[key])
    refund = given.get("refund")
    return Package(sessions, price, None if refund is None else _refund(refund, reader))


def _refund(given: object, reader: PriceReader) -> Refund:
    field = "package.refund"
    if isinstance(given, str):
        rule = _RULES.get("-".join(given.strip().lower().replace("_", " ").replace("-", " ").split())[:40])
        if rule is not None:
            return Refund(rule)
    if isinstance(given, Mapping) and set(given) == {"per_unused_session"}:
        amount = reader.amount(f"{field}.per_unused_session", given["per_unused_session"])
        return Refund(RefundRule.PER_UNUSED_SESSION, amount)
    says = f"{field}: {values.shown(given)} is no rule for what is given back."
    raise UnreadableEstimate("not-one-of", field, says, _HOW_REFUND)
