"""From answered items to scores, each scale by its own rule; and what scores came to since the baseline."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from enthesis.pathway import events as e
from enthesis.pathway.instruments import load
from enthesis.pathway.instruments.answering import Reply, Taken, as_kept, read_kept, scored
from enthesis.pathway.instruments.own_words import own_words
from enthesis.pathway.instruments.results import NoScore, exact_of, kept
from enthesis.pathway.instruments.since_baseline import Line, since_baseline
from enthesis.pathway.instruments.text import Way


def reply(scale: str, *marks: int | None, **more: object) -> Reply:
    answers = {str(n): None if mark is None else Decimal(mark) for n, mark in enumerate(marks, start=1)}
    return Reply(scale=scale, answers=answers, **more)  # type: ignore[arg-type]  # the fields of `Reply`


def told(name: str, *replies: Reply) -> dict[str, Taken]:
    return {taken.subscale: taken for taken in scored(load()[name], replies)}


def test_each_scale_is_scored_by_its_own_rule_and_a_sum_after_its_parts() -> None:
    found = scored(
        load()["womac_likert"],
        [reply("pain", 2, 2, 3, 1, 2), reply("stiffness", 3, None), reply("function", *[2] * 14, None, None, None)],
    )
    assert [(t.subscale, t.value) for t in found] == [("pain", 10), ("stiffness", 6), ("function", 34), ("", 50)]
    assert found[1].answers == {"1": "3", "2": None}
    assert found[3].answers == {}


def test_too_few_answers_are_told_and_a_sum_needs_all_its_parts() -> None:
    found = told(
        "womac_likert", reply("pain", 2, 2, 3, None, None), reply("stiffness", 3, 1), reply("function", *[2] * 17)
    )
    assert isinstance(found["pain"].result, NoScore)
    assert found["pain"].value is None
    assert found["pain"].answers == {"1": "2", "2": "2", "3": "3", "4": None, "5": None}
    assert found["stiffness"].value == 4
    assert isinstance(found[""].result, NoScore)


def test_one_part_of_a_sum_alone_gives_no_sum() -> None:
    assert set(told("womac_likert", reply("pain", 1, 1, 1, 1, 1))) == {"pain"}


def test_ticked_statements_are_counted_and_a_blank_list_is_no_zero() -> None:
    blank = [0] * 24
    assert told("rmdq", reply("total", *[1] * 9, *[0] * 15))[""].value == 9
    assert isinstance(told("rmdq", reply("total", *blank))[""].result, NoScore)
    assert told("rmdq", reply("total", *blank, none_applies=True))[""].value == 0


def test_a_label_and_a_profile_are_kept_in_words() -> None:
    change = told("pgic", Reply(scale="label", answers={}, label="much improved"))[""]
    assert (change.value, change.words, change.answers) == (None, "much improved", {})
    profile = told("eq5d5l", reply("profile", 2, 1, 1, 4, 3), reply("vas", 70))
    assert (profile[""].value, profile[""].words) == (None, "21143")
    assert profile["vas"].value == 70


def test_what_a_person_named_is_kept_as_words_and_scored_by_number() -> None:
    found = told("psfs", reply("average", 3, 4, None, names=("stairs", "garden", "driving")))[""]
    assert (found.value, found.words) == (Decimal("3.5"), "stairs\ngarden\ndriving")
    assert found.answers == {"1": "3", "2": "4", "3": None}


def test_our_own_pain_questions_are_each_their_own_score_and_one_left_open_is_none() -> None:
    found = told("nrs_pain", reply("pain", 4), reply("worst_7_days", 8), reply("average_7_days", None))
    assert {name: taken.value for name, taken in found.items()} == {"": 4, "worst_7_days": 8}


def test_our_own_words_have_the_shape_of_a_loaded_text() -> None:
    pain, change = own_words(load()["nrs_pain"]), own_words(load()["pgic"])
    assert pain is not None
    assert change is not None
    assert own_words(load()["koos"]) is None
    assert [part.scale for part in pain.parts] == list(load()["nrs_pain"].scales)
    assert {part.items[0].way for part in pain.parts} == {Way.NUMBER}
    assert [part.scale for part in pain.parts if part.naming] == ["target_activity"]
    assert [option.key for option in change.parts[0].items[0].options][:2] == ["very much improved", "much improved"]


@pytest.mark.parametrize(
    "exact", [Fraction(20, 3), Fraction(1600, 45), Fraction(100 * 53, 68), Fraction(7), Fraction(1, 240)]
)
def test_what_the_record_keeps_is_found_again_exactly(exact: Fraction) -> None:
    assert exact_of(kept(exact)) == exact
    assert len(str(kept(exact))) <= 10


def test_answers_keep_their_order_and_their_gaps() -> None:
    answers = {"b": Decimal(10), "a": None, "c": Decimal("2.5")}
    assert as_kept(answers) == {"b": "10", "a": None, "c": "2.5"}
    assert list(read_kept(as_kept(answers)).items()) == list(answers.items())
    assert read_kept({"x": 3, "y": "often"}) == {"x": None, "y": None}


# -- since the baseline ----------------------------------------------------------------------------------------------


def taken(id: str, day: int, instrument: str, value: str | None = None, **more: object) -> e.ScoresTaken:  # noqa: A002 - the event's own
    number = None if value is None else Decimal(value)
    return e.ScoresTaken(id=id, happened_on=date(2026, 3, day), instrument=instrument, value=number, **more)  # type: ignore[arg-type]  # fields of the event


def injected(day: int) -> e.InjectionsGiven:
    return e.InjectionsGiven(id=f"i{day}", happened_on=date(2026, 3, day), activity="treatment")


def lines(*log: e.Event) -> dict[tuple[str, str, str], Line]:
    return {(line.instrument.id, line.scale.id, line.side): line for line in since_baseline(log, load())}


def test_the_last_score_before_the_first_injection_is_the_baseline() -> None:
    line = lines(
        taken("a", 1, "odi", "52"), taken("b", 2, "odi", "46"), injected(3), taken("c", 20, "odi", "40"), injected(21),
        taken("d", 30, "odi", "30"),
    )[("odi", "total", "")]  # fmt: skip
    assert line.baseline is not None
    assert line.now is not None
    assert line.change is not None
    assert (line.baseline.on, line.now.on) == (date(2026, 3, 2), date(2026, 3, 30))
    assert line.change.improvement == 16
    assert {entry.threshold.id: entry.reached for entry in line.reached}["mic_10_points"]
    assert line.change.change_reliable
    assert (len(line.sittings), line.scored) == (4, 4)


@pytest.mark.parametrize(
    ("log", "why"),
    [
        ([taken("a", 1, "peg", "5")], "no injection yet"),
        ([injected(1), taken("a", 2, "peg", "5")], "from before the first injection"),
        ([taken("a", 1, "peg", "5"), injected(2)], "since the first injection"),
        ([taken("a", 1, "peg", "5"), injected(2), taken("b", 3, "peg", answers={"1": "5", "2": None})], "since"),
        ([taken("a", 1, "eq5d5l", words="21143"), injected(2), taken("b", 3, "eq5d5l", words="11111")], "subtracted"),
    ],
)
def test_why_there_is_no_change_is_said(log: list[e.Event], why: str) -> None:
    (line,) = lines(*log).values()
    assert line.change is None
    assert why in line.no_change


def test_a_form_that_could_not_be_scored_stays_in_the_denominator() -> None:
    gap = taken("b", 3, "peg", answers={"1": "5", "2": None, "3": "4"})
    (line,) = lines(taken("a", 1, "peg", "5"), injected(2), gap).values()
    assert (len(line.sittings), line.scored) == (2, 1)
    assert (line.sittings[1].answered, line.sittings[1].of) == (2, 3)


def test_thirty_percent_of_thirds_is_thirty_percent() -> None:
    before = taken("a", 1, "peg", "6.666667", answers={"1": "7", "2": "6", "3": "7"})
    after = taken("b", 3, "peg", "4.666667")  # from paper, without its items
    line = lines(before, injected(2), after)[("peg", "total", "")]
    assert line.change is not None
    assert line.change.percent_shown == Decimal("30.0")
    assert line.change.responder


def test_only_activities_given_both_times_are_compared() -> None:
    before = taken("a", 1, "psfs", "3", answers={"1": "3", "2": "4", "3": "2"})
    after = taken("b", 3, "psfs", "5.5", answers={"1": "5", "2": "6", "3": None})
    line = lines(before, injected(2), after)[("psfs", "average", "")]
    assert line.change is not None
    assert line.change.improvement == 2
    assert "compared over the 2 activities" in line.change.remarks[0]


def test_sides_and_scales_are_lines_of_their_own_and_corrections_count() -> None:
    found = lines(
        taken("a", 1, "koos", "50", subscale="pain", side="left"),
        taken("b", 1, "koos", "40", subscale="pain", side="right"),
        taken("c", 1, "koos", "60", subscale="adl", side="left"),
        injected(2),
        taken("d", 3, "koos", "62", subscale="pain", side="left"),
        taken("e", 3, "koos", "58", subscale="pain", side="left", replaces="d"),
        taken("f", 3, "koos", "99", subscale="no-such-scale"),
        taken("g", 3, "width", "99"),
    )
    assert set(found) == {("koos", "pain", "left"), ("koos", "pain", "right"), ("koos", "adl", "left")}
    change = found[("koos", "pain", "left")].change
    assert change is not None
    assert change.improvement == 8  # higher is better


def test_the_label_itself_says_the_change() -> None:
    line = lines(injected(1), taken("a", 30, "pgic", words="much improved"))[("pgic", "label", "")]
    assert line.no_change == ""
    assert {entry.threshold.id: entry.reached for entry in line.reached} == {
        "minimal_benefit": True, "moderate_benefit": True, "substantial_benefit": False
    }  # fmt: skip
    withheld = lines(injected(1), taken("a", 30, "pgic", words="(not shown to your role)"))[("pgic", "label", "")]
    assert withheld.now is not None
    assert withheld.now.score is None


def test_which_words_a_score_was_given_under() -> None:
    line = lines(taken("a", 1, "peg", "5", version="1+2026-a.en"))[("peg", "total", "")]
    assert line.sittings[0].text == "definition 1, text 2026-a (en)"


def test_pain_at_its_worst_never_stands_in_for_pain_now() -> None:
    """A review and the picture of the pain keep to one question, whatever else was asked the same day."""
    from enthesis.pathway.course import fold
    from enthesis.pathway.response.figures import Injected, figures
    from enthesis.pictures.of_course import pain_before, pain_lines

    log = [
        taken("a", 1, "nrs_pain", "6"), taken("b", 1, "nrs_pain", "9", subscale="worst_7_days"), injected(2),
        taken("c", 9, "nrs_pain", "3"), taken("d", 9, "nrs_pain", "8", subscale="worst_7_days"),
    ]  # fmt: skip
    course = fold(log)
    shown = figures(course, "nrs_pain", Injected(date(2026, 3, 2), 2, 2), date(2026, 3, 10), "", False)
    assert (shown.baseline, shown.now, shown.change) == (6, 3, 3)
    assert [reading.pain for reading in pain_lines(course)[0].readings] == [6, 3]
    assert pain_before(course) == 6


def test_a_review_finds_thirty_percent_of_thirds() -> None:
    from enthesis.pathway.course import fold
    from enthesis.pathway.response.figures import Injected, figures

    course = fold([taken("a", 1, "peg", "6.666667"), injected(2), taken("b", 9, "peg", "4.666667")])
    shown = figures(course, "peg", Injected(date(2026, 3, 2), 1, 1), date(2026, 3, 10), "", False)
    assert shown.exact_percent == 30
