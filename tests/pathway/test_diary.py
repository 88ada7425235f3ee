"""The one rule of a diary day: its figure, that it counts once, and what is late."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from enthesis.pathway import events as e
from enthesis.pathway.course import Course, Diary, fold
from enthesis.pathway.diary import days_late, days_of, function_of, mean_of_days, pain_of, pains
from enthesis.pathway.response.figures import DIARY, Injected, figures
from enthesis.pictures.of_course import pain_before, pain_lines

FIRST = date(2026, 3, 10)  # of the injection
SCALE = st.integers(0, 10).map(Decimal)
entries = st.builds(Diary, on=st.just(FIRST), pain=st.none() | SCALE, now=st.none() | SCALE, worst=st.none() | SCALE)
days = st.dates(FIRST - timedelta(days=10), FIRST + timedelta(days=10))
logs = st.lists(
    st.builds(e.DiaryEntered, id=st.just(""), happened_on=days, pain=st.none() | SCALE, now=st.none() | SCALE),
    max_size=25,
).map(lambda found: [replace(event, id=f"d{place}") for place, event in enumerate(found)])
START = e.CourseStarted(
    id="start", happened_on=date(2026, 2, 1), protocol="nutura-back", version="2026-11", problem="x"
)
INJECTED = e.InjectionsGiven(id="i", happened_on=FIRST, activity="diagnostic-injection")


def course_of(log: list[e.DiaryEntered]) -> Course:
    return fold([START, INJECTED, *log])


@given(st.lists(entries, max_size=8), st.randoms())
def test_the_order_of_a_day_s_entries_changes_nothing(found: list[Diary], order) -> None:
    other = list(found)
    order.shuffle(other)
    assert pain_of(found) == pain_of(other)
    assert function_of(found) == function_of(other)


@given(st.lists(entries, min_size=1, max_size=8))
def test_a_day_s_figure_lies_between_what_was_said(found: list[Diary]) -> None:
    figure = pain_of(found)
    said = [entry.pain for entry in found if entry.pain is not None] or [
        entry.now for entry in found if entry.now is not None
    ]
    assert (figure is None) == (not said)
    if figure is not None:
        assert min(said) <= figure <= max(said)
        assert figure == sum(map(Fraction, said)) / len(said)


@given(entries, SCALE)
def test_the_worst_is_never_part_of_it(entry: Diary, worst: Decimal) -> None:
    assert pain_of([replace(entry, worst=worst)]) == pain_of([entry])


def test_the_day_as_a_whole_goes_before_its_moments() -> None:
    moments = [Diary(FIRST, None, now=Decimal(8)), Diary(FIRST, None, now=Decimal(4))]
    assert pain_of(moments) == 6
    assert pain_of([*moments, Diary(FIRST, Decimal(5))]) == 5


@given(logs)
@settings(max_examples=60)
def test_a_day_counts_once_wherever_it_is_counted(log: list[e.DiaryEntered]) -> None:
    """The figures of a review, the picture and the baseline all read the same days with the same figures."""
    course, last = course_of(log), FIRST + timedelta(days=10)
    written = pains(course.diary)
    found = figures(course, DIARY, Injected(FIRST, 1, 1), last, "", asked_for=True)
    after = [day for day in written if day > FIRST]
    before = [day for day in written if FIRST - timedelta(days=7) <= day < FIRST]
    assert found.answered == len(after)
    assert found.asked is not None
    assert found.answered <= found.asked <= 10
    if before:
        assert found.baseline_from.startswith(f"mean of {len(before)} diary day")
        mean = mean_of_days(written, before)
        assert mean is not None
        assert abs(Fraction(found.baseline) - mean) <= Fraction(1, 200)
        assert abs(Fraction(pain_before(course)) - mean) <= Fraction(1, 20)
    shown = [reading.on for line in pain_lines(course) for reading in line.readings]
    assert shown == list(written)


@given(logs, st.data())
@settings(max_examples=60)
def test_entries_that_say_the_same_twice_change_no_figure(log: list[e.DiaryEntered], data: st.DataObject) -> None:
    """Saying once more what the whole of a day already says: nothing moves but the number of entries."""
    again = [replace(event, id=f"{event.id}-again") for event in log]
    assert pains(course_of(log).diary) == pains(course_of([*log, *again]).diary)


def test_a_correction_takes_the_place_of_its_mistake_alone() -> None:
    morning = e.DiaryEntered(id="m", happened_on=FIRST, now=Decimal(9))
    evening = e.DiaryEntered(id="n", happened_on=FIRST, now=Decimal(3))
    right = replace(morning, id="r", now=Decimal(5), replaces="m")
    gone = e.Withdrawn(id="w", replaces="n")
    assert pains(course_of([morning, evening, right]).diary) == {FIRST: 4}
    assert pains(fold([START, INJECTED, morning, evening, right, gone]).diary) == {FIRST: 5}


def test_sides_have_figures_of_their_own() -> None:
    left = Diary(FIRST, Decimal(4), side="left")
    right = Diary(FIRST, Decimal(6), side="right")
    assert pains([left, right], ("", "left")) == {FIRST: 4}
    assert days_of([left, right], ("right",)) == {FIRST: [right]}


def test_late_is_counted_on_the_clinic_s_calendar() -> None:
    recorded = datetime(2026, 3, 10, 23, 30, tzinfo=UTC)
    assert days_late(FIRST, recorded, UTC) == 0
    assert days_late(FIRST, recorded, ZoneInfo("Europe/Berlin")) == 1
    assert days_late(FIRST - timedelta(days=3), recorded, UTC) == 3
    assert days_late(None, recorded, UTC) == days_late(FIRST, None, UTC) == 0
