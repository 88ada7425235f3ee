"""Turning the pages of the rows behind a figure: addresses that keep the question and the other table's page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from enthesis.outcomes.report import Rows

MOST_DIGITS = 6  # of a page number: what is longer is no page
_FIRST = 1


@dataclass(frozen=True, slots=True)
class Turning:
    """One page among others: which rows it has, and the addresses of the others; None where there is none."""

    page: int
    pages: int
    first_row: int
    last_row: int
    permitted: int
    to_first: str | None
    to_before: str | None
    to_after: str | None
    to_last: str | None


def page_number(typed: str) -> int:
    """The number of a page as it stands in an address; the first for whatever is no number."""
    is_number = typed.isascii() and typed.isdecimal() and len(typed) <= MOST_DIGITS
    return max(_FIRST, int(typed)) if is_number else _FIRST


def turning(found: Rows, name: str, kept: Mapping[str, int], address: Callable[..., str]) -> Turning:
    """`name` is what the page is called in an address, `kept` the pages of other tables."""

    def to(page: int, is_there: bool) -> str | None:
        numbers = {**kept, name: page}
        told = {each: str(number) for each, number in numbers.items() if number != _FIRST}
        return address(**told) if is_there else None

    page, pages = found.page, found.pages
    return Turning(
        page,
        pages,
        found.before + 1,
        found.before + len(found.rows),
        found.permitted,
        to(_FIRST, page > _FIRST + 1),
        to(page - 1, page > _FIRST),
        to(page + 1, page < pages),
        to(pages, page < pages - 1),
    )
