"""From when to when a drug is left out: computed from the sessions, moving with them, decided by a clinic."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enthesis.pathway.medications import Hold, Session, look_up, review
from enthesis.pathway.medications.holds import FIRST_DAY, LAST_DAY, Days, is_known, published, spells, windows
from enthesis.pathway.medications.library import library

SESSION = date(2026, 12, 8)
CLINIC = Hold("nsaid", 7, 14, "the clinic")
days = st.dates(FIRST_DAY, LAST_DAY)
settings_of_days = st.one_of(st.none(), st.integers(0, 365))
PAUSABLE = sorted(drug.id for drug in library().drugs.values() if drug.may_be_paused)
OTHERS = sorted(drug.id for drug in library().drugs.values() if not drug.may_be_paused)


def around(drug, sessions, holds=()):
    (answer,) = review([library().drugs[drug].name], sessions, holds=holds)
    return answer.windows


@pytest.mark.parametrize(
    ("before", "after", "first", "last"),
    [
        (7, 14, date(2026, 12, 1), date(2026, 12, 22)),
        (1, 1, date(2026, 12, 7), date(2026, 12, 9)),
        (14, 84, date(2026, 11, 24), date(2027, 3, 2)),
        (7, 0, date(2026, 12, 1), SESSION),
        (0, 7, SESSION, date(2026, 12, 15)),
    ],
)
def test_a_decided_pause_counts_calendar_days_and_holds_the_session_itself(before, after, first, last):
    (window,) = around("ibuprofen", [Session(SESSION)], [Hold("nsaid", before, after, "the clinic")])
    assert window.spell == Days(first, last)
    assert SESSION in window.spell
    assert first in window.spell
    assert first - timedelta(days=1) not in window.spell
    assert last in window.spell
    assert last + timedelta(days=1) not in window.spell


def test_no_pause_on_either_side_is_a_decision_too():
    (answer,) = review(["ibuprofen"], [Session(SESSION)], holds=[Hold("nsaid", 0, 0, "the clinic")])
    assert answer.windows[0].spell is None
    assert answer.findings[0].code == "no-hold"
    assert answer.patient_words == "You do not have to leave out ibuprofen for the injection."


@pytest.mark.parametrize(
    ("drug", "before", "after"),
    [
        ("ibuprofen", (1, 14), (7, 84)),
        ("celecoxib", (1, 14), (7, 84)),
        ("aspirin_pain_dose", (1, 14), (7, 84)),
        ("diclofenac_topical", (7, 7), (28, 28)),
        ("omega_3_fatty_acids", (1, 3), (5, 5)),
    ],
)
def test_where_nobody_decided_the_published_range_is_shown_as_not_decided(drug, before, after):
    (window,) = around(drug, [Session(SESSION)])
    assert window.set_by == ""
    assert window.spell is None
    for side, (least, most) in ((window.before, before), (window.after, after)):
        assert not side.is_decided
        assert (side.shortest.last - side.shortest.first).days == least
        assert (side.days.last - side.days.first).days == most


def test_the_published_range_is_said_with_its_sources_and_as_the_clinics_decision():
    (answer,) = review(["naproxen"], [Session(SESSION)])
    found = answer.findings[0]
    assert found.code == "hold-clinic-decides"
    assert "1 to 14 days before; 7 to 84 days after" in found.says
    assert {"WVNC", "HANDOUT_SL", "TPC", "HJR", "MACLEOD", "CLARK_NSAID", "FASCIA", "KIM_NSAID2025"} <= set(
        found.sources
    )
    assert "clinic decides" in answer.patient_words


def test_a_side_that_is_not_stated_stays_open_beside_one_that_is():
    (window,) = around("ibuprofen", [Session(SESSION)], [Hold("nsaid", 7, None, "protocol halifax 2026-03")])
    assert (window.before.is_decided, window.after.is_decided) == (True, False)
    assert window.spell == Days(date(2026, 12, 1), SESSION)
    (answer,) = review(["ibuprofen"], [Session(SESSION)], holds=[Hold("nsaid", 7, None, "protocol halifax 2026-03")])
    assert "the clinic will tell you about the days after an injection" in answer.patient_words


def test_a_hold_that_states_nothing_decides_nothing():
    assert around("ibuprofen", [Session(SESSION)], [Hold("nsaid")]) == around("ibuprofen", [Session(SESSION)])


@pytest.mark.parametrize(
    ("drug", "covers", "applies"),
    [
        ("ibuprofen", "nsaid", True),
        ("celecoxib", "nsaid", True),
        ("aspirin_pain_dose", "nsaid", True),
        ("ibuprofen", "anti_inflammatory", True),
        ("celecoxib", "cox2", True),
        ("ibuprofen", "cox2", False),
        ("diclofenac_topical", "nsaid", False),
        ("diclofenac_topical", "nsaid_topical", True),
        ("bromfenac_eye_drops", "nsaid", False),
        ("ibuprofen", "ibuprofen", True),
        ("naproxen", "ibuprofen", False),
        ("metamizole", "metamizole", True),
        ("metamizole", "nsaid", False),
        ("zinc", "supplement", True),
    ],
)
def test_what_a_setting_covers(drug, covers, applies):
    found = around(drug, [Session(SESSION)], [Hold(covers, 2, 3, "the clinic")])
    assert bool(found and found[0].spell == Days(date(2026, 12, 6), date(2026, 12, 11))) == applies


@pytest.mark.parametrize("known", [1, 2, 3, 4])
def test_a_drugs_own_setting_comes_before_its_classs_and_the_groups(known):
    widest_first = ["anti_inflammatory", "nsaid", "cox2", "celecoxib"]
    holds = [Hold(name, days_before) for days_before, name in enumerate(widest_first, start=1)]
    (window,) = around("celecoxib", [Session(SESSION)], holds[:known])
    assert (SESSION - window.before.days.first).days == known


def test_a_class_whose_drug_is_not_known_has_its_classs_pause():
    (answer,) = review(["NSAIDs"], [Session(SESSION)], holds=[CLINIC])
    assert answer.windows[0].spell == Days(date(2026, 12, 1), date(2026, 12, 22))


@given(days, settings_of_days, settings_of_days)
def test_the_days_are_those_of_the_setting(day, before, after):
    (window,) = windows(Hold("nsaid", before, after), None, [Session(day)])
    assert window.session == day
    for side, number in ((window.before, before), (window.after, after)):
        assert side.is_decided == (number is not None)
        assert (side.days is None) == (not number)
        if side.days:
            assert (side.days.last - side.days.first).days == number
            assert day in (side.days.first, side.days.last)


@given(st.sampled_from(PAUSABLE), st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(-2000, 2000), st.booleans())
def test_a_session_that_moves_takes_its_pause_along(drug, day, moved, is_set):
    shift = timedelta(days=moved)
    holds = [Hold(drug, 7, 14)] if is_set else []
    before, after = around(drug, [Session(day)], holds), around(drug, [Session(day + shift)], holds)
    assert len(before) == len(after)
    for old, new in zip(before, after, strict=True):
        assert new.session == old.session + shift
        for here, there in ((old.before, new.before), (old.after, new.after)):
            assert (there.days and (there.days.first, there.days.last)) == (
                here.days and (here.days.first + shift, here.days.last + shift)
            )


@given(st.sampled_from(PAUSABLE), st.lists(st.tuples(days, st.booleans()), max_size=6))
def test_a_cancelled_session_gives_no_pause_and_takes_no_other_away(drug, booked):
    standing = {day for day, cancelled in booked if not cancelled}
    found = around(drug, [Session(day, cancelled) for day, cancelled in booked], [Hold(drug, 7, 14)])
    assert [window.session for window in found] == sorted(standing)


@given(st.sampled_from(OTHERS), st.lists(days, max_size=3), st.integers(0, 365), st.integers(0, 365))
def test_no_setting_gives_a_drug_a_pause_that_is_not_to_be_paused(drug, on, before, after):
    known = library().drugs[drug]
    holds = [Hold(name, before, after) for name in (drug, known.drug_class, "nsaid", "anti_inflammatory")]
    assert around(drug, [Session(day) for day in on], holds) == ()


@given(st.lists(days, max_size=8), st.integers(0, 60), st.integers(0, 60))
def test_pauses_that_touch_are_told_as_one(on, before, after):
    found = windows(Hold("nsaid", before, after), None, [Session(day) for day in on])
    told = spells(found)
    assert all(one.last + timedelta(days=1) < two.first for one, two in itertools.pairwise(told))
    for window in found:
        if window.spell:
            assert sum(window.spell.first in one and window.spell.last in one for one in told) == 1


def test_four_sessions_close_together_are_one_pause_to_the_patient():
    sessions = [Session(SESSION + timedelta(weeks=4 * number)) for number in range(4)]
    (answer,) = review(["ibuprofen"], sessions, holds=[Hold("nsaid", 7, 28, "the clinic")])
    assert len(answer.windows) == 4
    assert answer.patient_words.startswith("Please leave out ibuprofen from 1 December 2026 to 30 March 2027.")


def test_a_session_without_a_day_gives_no_pause():
    assert around("ibuprofen", [Session(None)], [CLINIC]) == ()
    (answer,) = review(["ibuprofen"], [], holds=[CLINIC])
    assert "for 7 days before and 14 days after each injection" in answer.patient_words


def test_a_drug_that_is_not_taken_has_no_pause():
    for typed in ("no ibuprofen", "stopped ibuprofen", "allergic to ibuprofen"):
        (answer,) = review([typed], [Session(SESSION)], holds=[CLINIC])
        assert (typed, answer.windows) == (typed, ())


@pytest.mark.parametrize("number", [-1, 366, True, 1.5])
def test_an_impossible_number_of_days_is_refused_in_a_sentence(number):
    with pytest.raises(ValueError, match="give a whole number from 0 to 365"):
        Hold("nsaid", number, None)


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_an_impossible_session_is_refused_in_a_sentence(day):
    with pytest.raises(ValueError, match="give a day from 1900-01-01 to 2200-12-31"):
        Session(day)


def test_a_setting_names_something_that_there_is():
    assert all(is_known(name) for name in ("nsaid", "ibuprofen", "anti_inflammatory"))
    assert not is_known("painkiller")


@pytest.mark.parametrize(
    ("hold", "side", "expected"),
    [
        ("anti_inflammatory", "before", (1, 14)),
        ("anti_inflammatory", "after", (7, 84)),
        ("topical_anti_inflammatory", "before", (7, 7)),
        ("topical_anti_inflammatory", "after", (28, 28)),
        ("fish_oil", "before", (1, 3)),
        ("fish_oil", "after", (5, 5)),
    ],
)
def test_published_ranges(hold, side, expected):
    assert published()[hold].range(side) == expected


def test_look_up_needs_no_session():
    assert look_up("ibuprofen").drugs[0].published_hold == "anti_inflammatory"
