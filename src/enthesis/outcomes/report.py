"""The report: every indicator over everybody who began, by group where that is asked for, and the rows behind a figure.

    with open_registry(folder) as registry:
        found = report(registry, groups=("indication",))
        found.figure("responder_30", weeks="13").estimate
        rows(registry, "responder_30", of={"weeks": "13"}, group={"indication": "knee-oa"}, may_see=mine)

Ibis and SciPy are loaded when a report is made and not before: a server that starts has no use for them.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import TYPE_CHECKING, Any

from enthesis.outcomes.figure import EVERYBODY, Figure, Filters, NotStated, figure_of, same
from enthesis.pathway.indicators import Indicators, shipped
from enthesis.pathway.instruments import load

if TYPE_CHECKING:
    from enthesis.outcomes.indicators.cohort import Tables

__all__ = ["EVERYBODY", "BadReport", "Figure", "Filters", "Report", "Rows", "report", "report_of", "rows"]

RELIABLE, SIGNIFICANT = "reliable_change", "clinically_significant_change"
ROWS_A_PAGE = 200
OF_COURSE = ("clinic", "indication", "region", "protocol", "structure", "solution", "guidance", "clinician")


class BadReport(ValueError):
    """What was asked for cannot be counted. The text is a sentence."""


@dataclass(frozen=True, slots=True)
class Report:
    """Figures in the order of the indicators: each of everybody first, then by group."""

    figures: tuple[Figure, ...]
    groups: tuple[str, ...]
    filters: Filters
    not_stated: tuple[NotStated, ...]
    not_grouped: tuple[str, ...]  # indicators for which one of the groupings makes no sense: of everybody only
    version: str  # of what holds for all indicators

    def of(self, indicator: str, **of: str) -> Iterator[Figure]:
        """The figures of an indicator, those with all the parts that are named: `weeks="13"`."""
        return (each for each in self.figures if each.indicator == indicator and same(each.of, of))

    def figure(self, indicator: str, group: Mapping[str, str] | None = None, **of: str) -> Figure:
        """The first of those, of everybody or of one group. Raises `KeyError` where there is none."""
        wanted = tuple((group or {}).items())
        for each in self.of(indicator, **of):
            if set(each.group) == set(wanted):
                return each
        raise KeyError(f"no figure of {indicator} with {of} and {dict(wanted)}")

    def as_json(self) -> dict[str, Any]:
        return {
            "version": self.version,
            "groups": list(self.groups),
            "filters": self.filters.as_json(),
            "figures": [each.as_json() for each in self.figures],
            "not_stated": [
                {"indicator": each.indicator, "of": dict(each.of), "says": each.says} for each in self.not_stated
            ],
            "not_grouped": list(self.not_grouped),
        }


def report_of(told: Mapping[str, Any]) -> Report:
    """A report from its JSON. Raises `KeyError`, `TypeError` and `ValueError` where it is none."""
    filters = told["filters"]
    since, until = (date.fromisoformat(day) if (day := filters[name]) else None for name in ("from", "to"))
    return Report(
        tuple(figure_of(each) for each in told["figures"]),
        tuple(told["groups"]),
        Filters(since, until, tuple(filters["where"].items())),
        tuple(NotStated(each["indicator"], tuple(each["of"].items()), each["says"]) for each in told["not_stated"]),
        tuple(told["not_grouped"]),
        told["version"],
    )


@dataclass(frozen=True, slots=True)
class Rows:
    """One page of the rows behind a figure, each `counted` as yes, no, missing, or counted where it is not yes or no.

    The figure counts the rows of all pages and those that are `not_open`.
    """

    columns: tuple[str, ...]
    rows: tuple[Mapping[str, Any], ...]
    number: int  # that are counted, whoever may see them
    permitted: int  # how many of these may be seen, on all pages together
    page: int = 1
    a_page: int = ROWS_A_PAGE  # most rows of one page
    suppressed: str = ""  # why none are shown
    over: "Rows | None" = None  # what they are counted over, where that is another table: the sessions of harms

    @property
    def not_open(self) -> int:
        """How many are counted and on no page: those of courses that may not be seen."""
        return self.number - self.permitted

    @property
    def pages(self) -> int:
        return max(1, ceil(self.permitted / self.a_page))

    @property
    def before(self) -> int:
        """How many there are on the pages before this one."""
        return (self.page - 1) * self.a_page


def report(
    registry: "Tables",
    *,
    groups: Sequence[str] = (),
    filters: Filters = EVERYBODY,
    only: Sequence[str] = (),
    indicators: Indicators | None = None,
) -> Report:
    """Every indicator, or `only` some, of everybody and of each group. Raises `BadReport`.

    Several groups are crossed: each combination that there is. `filters` says which courses it is about.
    """
    from enthesis.outcomes.indicators.all import MEASURES
    from enthesis.outcomes.indicators.cohort import Cohort
    from enthesis.outcomes.indicators.counting import count
    from enthesis.outcomes.indicators.suppressing import suppress

    known = indicators or shipped()
    by = tuple(dict.fromkeys(groups))
    _check(known, by, filters, only)
    ids = [name for name in MEASURES if name in known.definitions and (not only or name in only)]
    grouped = [name for name in ids if by and set(by) <= set(known.definitions[name].by)]
    cohort = Cohort(registry, filters, known, by)
    counted = [*count(cohort, ids, (), known), *(count(cohort, grouped, by, known) if grouped else ())]
    place = {name: number for number, name in enumerate(MEASURES)}
    figures = sorted(suppress(counted, known.house.smallest_group), key=lambda each: place[each.indicator])
    return Report(
        tuple(figures),
        by,
        filters,
        tuple(_not_stated(cohort.measures, ids, known)) if set(ids) & {RELIABLE, SIGNIFICANT} else (),
        tuple(name for name in ids if by and name not in grouped),
        known.house.version,
    )


def _check(known: Indicators, by: Sequence[str], filters: Filters, only: Sequence[str]) -> None:
    for name in only:
        if name not in known.definitions:
            raise BadReport(f'"{name}" is no indicator. There are {", ".join(known.definitions)}.')
    for name in by:
        if name not in known.house.groupings:
            raise BadReport(f'"{name}" is no grouping. There are {", ".join(known.house.groupings)}.')
    for name, _ in filters.where:
        if name not in OF_COURSE:
            raise BadReport(f'Courses cannot be chosen by "{name}", only by {", ".join(OF_COURSE)}.')
    if filters.since and filters.until and filters.since > filters.until:
        raise BadReport("The period ends before it begins.")


_NO_RELIABLE = "No source that was read states how far a score of {} must move to be beyond measurement error."
_NO_CUT_OFF = "No source that was read states the cut-off of {} between people with the trouble and people without."


def _not_stated(measures: Collection[str], ids: Sequence[str], known: Indicators) -> Iterator[NotStated]:
    """Which instruments in use have no reliable change, and which no cut-off."""
    for measure in sorted(measures):
        instrument = load().get(measure)
        if instrument is None:
            continue
        of = (("measure", measure),)
        if not instrument.reliable_change and RELIABLE in ids:
            yield NotStated(RELIABLE, of, _NO_RELIABLE.format(instrument.name))
        stated = [each.instrument for each in known.definitions[SIGNIFICANT].cut_offs]
        if SIGNIFICANT in ids and not (instrument.reliable_change and measure in stated):
            yield NotStated(SIGNIFICANT, of, _NO_CUT_OFF.format(instrument.name))


def rows(
    registry: "Tables",
    indicator: str,
    *,
    of: Mapping[str, str] | None = None,
    group: Mapping[str, str] | None = None,
    filters: Filters = EVERYBODY,
    may_see: Collection[int] | None = None,
    page: int = 1,
    over_page: int = 1,
    a_page: int = ROWS_A_PAGE,
) -> Rows:
    """One page of the rows that a figure counts, those of the courses `may_see` only (None: all). Raises `BadReport`.

    `of` and `group` are those of the figure. Rows are in the same order on every page; in the place of a page that
    there is not stands the nearest. `over_page` is the page of what harms are counted over. A figure that is suppressed
    has no rows to show. Whether a person may see a course at all is the caller's to know.
    """
    from enthesis.outcomes.indicators.behind import Asked, behind

    known = shipped()
    by = tuple(group or {})
    _check(known, by, filters, (indicator,))
    if by and not set(by) <= set(known.definitions[indicator].by):
        raise BadReport(f"{indicator} is not counted by {', '.join(by)}.")
    found = report(registry, groups=by, filters=filters, only=(indicator,))
    figures = [each for each in found.of(indicator, **(of or {})) if set(each.group) == set((group or {}).items())]
    if not figures or figures[0].suppressed:
        return Rows((), (), 0, 0, suppressed=figures[0].why if figures else "nothing was counted")
    told, over = behind(registry, indicator, figures[0], filters, known, Asked(may_see, a_page, page, over_page))
    whole = Rows(over.columns, over.rows, over.number, over.permitted, over.page, a_page) if over else None
    return Rows(told.columns, told.rows, told.number, told.permitted, told.page, a_page, over=whole)
