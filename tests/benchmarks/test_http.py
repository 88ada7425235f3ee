"""`python -m benchmarks http` runs and says what docs/benchmarks.md says. How fast anything is, no test asks."""

from pathlib import Path

from benchmarks import http
from benchmarks.figure import Figure
from benchmarks.http_client import _Form, afresh
from benchmarks.sizes import Sizes

TINY = Sizes(repetitions=1, requests=2, patients=2, seconds=1)
CROWD = {"http_crowd_entries", "http_crowd_wait", "http_crowd_errors", "http_crowd_lost"}


def on_sqlite(part: str) -> dict[str, Figure]:
    return {each.figure.removesuffix("_sqlite"): each for each in http.parts()[part](TINY, "")}


def test_what_a_page_costs() -> None:
    figures = on_sqlite("cost")
    assert figures.keys() == {"http_unit", *http.BARS}
    assert all(each.value is not None and each.value > 0 for each in figures.values())
    assert all(figures[name].bar == str(bar) for name, bar in http.BARS.items())


def test_what_many_write_at_once_is_there_afterwards() -> None:
    figures = on_sqlite("crowd")
    assert figures.keys() == CROWD
    assert (figures["http_crowd_errors"].value, figures["http_crowd_lost"].value) == (0, 0)
    assert figures["http_crowd_entries"].value == TINY.patients * http.MOST_A_DAY / TINY.seconds


def test_every_figure_is_explained() -> None:
    page = (Path(__file__).parents[2] / "docs/benchmarks.md").read_text(encoding="utf-8")
    for name in ("http_unit", *http.BARS, *CROWD):
        (row,) = [line for line in page.splitlines() if line.startswith(f"| `{name}`")]
        assert name not in http.BARS or f"`{http.BARS[name]}`" in row


def test_a_form_is_filled_in_as_a_person_would() -> None:
    form = _Form()
    form.feed(
        '<form method="post" action="/accounts/logout/"><input type="hidden" name="out" value="1"></form>'
        '<form method="post"><input type="hidden" name="form_id" value="a"><input type="radio" name="pain" value="3">'
        '<input type="radio" name="pain" value="4"><input type="text" name="words"></form>'
    )
    assert form.filled == {"form_id": "a", "pain": "4"}
    assert afresh(form.filled)["form_id"] != "a"
