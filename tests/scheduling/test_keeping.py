"""What visits that stay leave to the others."""

from datetime import UTC, date, datetime

from enthesis.pathway.course import Booking
from enthesis.scheduling.from_course import ToBook
from enthesis.scheduling.keeping import around, hanging_on, standing
from enthesis.scheduling.problem import Gap, Wanted


def visit(name: str, *after: Gap, opens: date | None = None, closes: date | None = None) -> ToBook:
    booking = Booking(visit=name, activity=name, starts=datetime(2026, 3, 2, 9, tzinfo=UTC), minutes=30)
    return ToBook(name, 0, name, False, Wanted(name, 30, opens=opens, closes=closes, after=after), booking)


CHAIN = [
    visit("a", opens=date(2026, 3, 1)),
    visit("b", Gap("a", 7, 10, 14)),
    visit("c", Gap("b", 28, 30, 42)),
    visit("d", Gap("c", 28, None, None)),
]


def test_a_visit_between_two_that_stay_has_days_from_both() -> None:
    (one,) = around(CHAIN, {"a": date(2026, 3, 2), "c": date(2026, 4, 10), "d": date(2026, 6, 1)})
    assert one.wanted.id == "b"
    assert (one.wanted.opens, one.wanted.closes) == (date(2026, 3, 9), date(2026, 3, 13))  # 7 after a; 28 before c
    assert one.wanted.ideal == date(2026, 3, 12)
    assert one.wanted.after == ()


def test_visits_that_move_together_keep_what_is_between_them() -> None:
    two = around(CHAIN, {"a": date(2026, 3, 2), "d": date(2026, 6, 1)})
    assert [each.wanted.id for each in two] == ["b", "c"]
    assert two[0].wanted.closes == date(2026, 3, 16)
    assert two[1].wanted.after == (Gap("b", 28, 30, 42),)
    assert two[1].wanted.closes == date(2026, 5, 4)  # 28 days before d
    assert two[1].wanted.opens is None


def test_the_narrower_of_two_windows_holds() -> None:
    visits = [visit("a"), visit("b", Gap("a", 7, None, 14), opens=date(2026, 3, 12), closes=date(2026, 3, 30))]
    (one,) = around(visits, {"a": date(2026, 3, 2)})
    assert (one.wanted.opens, one.wanted.closes) == (date(2026, 3, 12), date(2026, 3, 16))


def test_what_is_counted_from_a_visit_that_is_not_there_falls_with_it() -> None:
    assert [each.wanted.id for each in standing(CHAIN, {"a", "c", "d"})] == ["a"]
    assert [each.wanted.id for each in standing(CHAIN, {"a", "b", "c", "d"})] == ["a", "b", "c", "d"]


def test_what_hangs_on_a_visit_by_way_of_others() -> None:
    assert [each.wanted.id for each in hanging_on(CHAIN, "b")] == ["c", "d"]
    assert hanging_on(CHAIN, "d") == []
