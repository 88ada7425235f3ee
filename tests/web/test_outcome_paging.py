"""Turning the pages of the rows behind a figure: which pages can be gone to, and what stays as it was."""

from urllib.parse import urlencode

import pytest

from enthesis.outcomes.report import Rows
from enthesis.web.outcomes.paging import Turning, page_number, turning


def turned(page: int, *, permitted: int = 35, kept: int = 1) -> Turning:
    """One page of ten rows each; `kept` is the page of the other table."""
    here = [{}] * min(10, permitted - (page - 1) * 10)
    found = Rows(("course",), tuple(here), number=50, permitted=permitted, page=page, a_page=10)
    return turning(found, "page", {"page": page, "over": kept}, lambda **told: urlencode(told))


@pytest.mark.parametrize(
    ("page", "first", "before", "after", "last"),
    [
        (1, None, None, "page=2", "page=4"),
        (2, None, "", "page=3", "page=4"),
        (3, "", "page=2", "page=4", None),
        (4, "", "page=3", None, None),
    ],
)
def test_each_page_leads_to_its_neighbours_and_to_the_ends_but_to_none_twice(
    page: int, first: str | None, before: str | None, after: str | None, last: str | None
) -> None:
    found = turned(page)
    assert (found.to_first, found.to_before, found.to_after, found.to_last) == (first, before, after, last)


def test_rows_are_numbered_through_all_pages() -> None:
    assert [(each.first_row, each.last_row) for each in map(turned, range(1, 5))] == [
        (1, 10),
        (11, 20),
        (21, 30),
        (31, 35),
    ]


def test_one_page_leads_nowhere() -> None:
    found = turned(1, permitted=10)
    assert (found.to_first, found.to_before, found.to_after, found.to_last) == (None,) * 4


def test_the_other_table_stays_at_its_page() -> None:
    assert turned(2, kept=3).to_after == "page=3&over=3"


@pytest.mark.parametrize("typed", ["", "0", "-1", "two", "1.5", "٣", "9999999", " 2"])
def test_what_is_no_page_number_is_the_first(typed: str) -> None:
    assert page_number(typed) == 1
