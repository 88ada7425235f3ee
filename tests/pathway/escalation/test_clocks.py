"""Clocks and ladders: what holds for every log, odd input, and the file they rest on."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enthesis.knowledge import path
from enthesis.pathway import events as e
from enthesis.pathway.agenda import agenda
from enthesis.pathway.checks import check
from enthesis.pathway.course import EXPECTED, fold
from enthesis.pathway.escalation import Decided, Duty, Escalation, Why, escalation, open_symptoms, rules
from enthesis.pathway.escalation.knowledge import read_rules, shipped
from enthesis.pathway.finding import STOP
from enthesis.pathway.plain_yaml import NotReadable
from enthesis.pathway.protocol.library import latest, texts
from enthesis.pathway.protocol.model import Condition, Kind
from enthesis.pathway.protocol.read import read_protocol
from enthesis.pathway.triage import Level

AT = datetime(2026, 3, 11, 9, 0, tzinfo=UTC)
LEVELS = ("emergency", "urgent_care", "call_clinic_same_day", "same_day", "soon", "two_weeks", "self_care", "", "odd")


def reported(symptom: str = "s", level: str = "urgent_care", at: datetime | None = AT) -> e.SymptomReported:
    on = at.date() if at else date(2026, 3, 11)
    return e.SymptomReported(id=f"r-{symptom}", symptom=symptom, level=level, happened_on=on, recorded_at=at)


def one(*log: e.Event, **clinic: object) -> Escalation:
    (found,) = escalation(open_symptoms(log), rules(**{"leads": ("U-1",), **clinic}))  # type: ignore[arg-type]
    return found


# -- every log ---------------------------------------------------------------------------------------------------


@st.composite
def logs(draw: st.DrawFn) -> list[e.Event]:
    log: list[e.Event] = []
    for place in range(draw(st.integers(0, 14))):
        at = draw(st.none() | st.integers(0, 10_000).map(lambda minutes: AT + timedelta(minutes=minutes)))
        on = draw(st.none() | st.integers(-3, 9).map(lambda days: AT.date() + timedelta(days=days)))
        stamp = {"id": f"e{place}", "recorded_at": at, "happened_on": on}
        stamp["recorded_by"] = draw(st.sampled_from(("U-1", "U-3", "U-5", "operator", "")))
        if draw(st.integers(0, 4)) == 0 and log:
            stamp["replaces"] = draw(st.sampled_from(log)).id
        symptom = draw(st.sampled_from(("a", "b")))
        kind = draw(st.integers(0, 4))
        if kind == 0:
            log.append(e.SymptomReported(symptom=symptom, level=draw(st.sampled_from(LEVELS)), **stamp))
        elif kind == 1:
            log.append(e.SymptomAssigned(symptom=symptom, owner=draw(st.sampled_from(("U-3", "U-9", ""))), **stamp))
        elif kind == 2:
            judged = {"relatedness": "possible", "severity": "mild"} if draw(st.booleans()) else {}
            again = draw(st.none() | st.just(AT + timedelta(days=2)))
            contact = draw(st.sampled_from(("", "reached", "not_reached")))
            log.append(
                e.SymptomHandled(
                    symptom=symptom, closed=draw(st.booleans()), contact=contact, again_at=again, **judged, **stamp
                )
            )
        elif kind == 3:
            log.append(e.InjectionsGiven(activity="treatment", **stamp))
        else:
            log.append(e.Withdrawn(reason="spec", **stamp))
    return log


DECIDED = (Decided("emergency", 15, AT - timedelta(days=9)), Decided("soon", 2, AT - timedelta(days=9)))


@given(logs(), st.booleans(), st.sampled_from(("UTC", "Pacific/Auckland", "America/New_York")))
def test_every_open_concern_has_a_clock_and_nothing_else_has(log: list[e.Event], decides: bool, zone: str) -> None:
    clinic = rules(
        clinicians=frozenset(("U-3", "U-5")), leads=("U-1",), decided=DECIDED if decides else (), zone=ZoneInfo(zone)
    )
    found = escalation(open_symptoms(log), clinic)
    assert {clock.symptom for clock in found} == set(fold(log).concerns)
    for clock in found:
        assert clock.owner in ("U-1", "U-3", "U-5")
        assert len({step.owner for step in clock.steps}) == len(clock.steps)
        starts = [step.since for step in clock.steps if step.since]
        assert starts == sorted(starts)
        assert clock.in_charge(AT + timedelta(days=99))
        if clock.answered is None and clock.since and clock.due_at:
            assert clock.due_at >= clock.since
        assert clock.for_patient
        assert clock.as_json()["symptom"] == clock.symptom
    dues = [clock.due_at for clock in found if clock.due_at]
    assert dues == sorted(dues)


@given(st.sampled_from([level for level in LEVELS if level != EXPECTED]), st.integers(1, 1440))
def test_what_a_clinic_decides_never_makes_a_level_later_than_it_is(level: str, minutes: int) -> None:
    own = tuple(Decided(clock.id, minutes, AT - timedelta(days=1)) for clock in shipped().clocks if clock.unit)
    plain, decided = one(reported(level=level)), one(reported(level=level), decided=own)
    if plain.due_at is not None and plain.clock not in ("emergency", "not-triaged"):
        assert decided.due_at is not None
        assert decided.due_at <= plain.due_at


# -- by when -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "due"),
    [
        ("UTC", datetime(2026, 3, 29, 0, 0, tzinfo=UTC)),
        ("Europe/Berlin", datetime(2026, 3, 28, 23, 0, tzinfo=UTC)),
        ("America/New_York", datetime(2026, 3, 29, 4, 0, tzinfo=UTC)),
        ("Pacific/Auckland", datetime(2026, 3, 29, 11, 0, tzinfo=UTC)),  # there it is the 29th already
    ],
)
def test_today_is_the_clinic_s_own_day(zone: str, due: datetime) -> None:
    assert one(reported(at=datetime(2026, 3, 28, 20, 0, tzinfo=UTC)), zone=ZoneInfo(zone)).due_at == due


def test_a_day_that_a_clock_change_makes_shorter_still_ends_at_midnight() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    found = one(reported(at=datetime(2026, 3, 29, 0, 30, tzinfo=UTC)), zone=berlin)  # clocks go forward that night
    assert found.due_at == datetime(2026, 3, 30, 0, 0, tzinfo=berlin)


def test_a_decision_holds_from_its_own_instant() -> None:
    early = Decided("emergency", 60, AT - timedelta(days=2), "A. Rahman")
    late = Decided("emergency", 5, AT + timedelta(minutes=1), "A. Rahman")
    gone = Decided("emergency", None, AT - timedelta(days=1))
    report = reported(level="emergency")
    assert one(report, decided=(early, late)).due_at == AT + timedelta(minutes=60)
    assert one(report, decided=(early, gone)).due_at == AT
    assert one(report, decided=(early, gone)).not_stated
    assert one(reported(level="emergency", at=AT + timedelta(hours=1)), decided=(late, early)).due_at == AT + timedelta(
        hours=1, minutes=5
    )


@pytest.mark.parametrize(
    ("minutes", "said"), [(15, "15 minutes"), (60, "1 hour"), (90, "90 minutes"), (240, "4 hours"), (1, "1 minute")]
)
def test_a_decided_length_is_told_as_one_says_it(minutes: int, said: str) -> None:
    own = (Decided("emergency", minutes, AT - timedelta(days=1), "A. Rahman"),)
    assert one(reported(level="emergency"), decided=own).because.startswith(f"within {said} (decided by A. Rahman on ")


def test_days_that_a_clinic_decides_end_at_the_end_of_a_day() -> None:
    own = (Decided("soon", 3, AT - timedelta(days=1)),)
    found = one(reported(level="soon"), decided=own)
    assert found.due_at == datetime(2026, 3, 15, tzinfo=UTC)
    assert one(reported(level="soon")).due_at is None
    assert "not stated" in one(reported(level="soon")).because


def test_a_report_whose_instant_is_not_known_counts_from_the_first_moment_of_its_day() -> None:
    found = one(reported(level="emergency", at=None))
    assert found.since == datetime(2026, 3, 11, tzinfo=UTC)
    undated = one(e.SymptomReported(id="r", symptom="s", level="emergency"))
    assert (undated.since, undated.due_at, undated.owner) == (None, None, "U-1")
    assert undated.in_charge(AT)[0].why is Why.LEAD


@pytest.mark.parametrize("day", [date.min, date.max])
@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/New_York"])
def test_the_calendar_s_own_ends_break_nothing(day: date, zone: str) -> None:
    for level in LEVELS:
        report = e.SymptomReported(id="r", symptom="s", level=level, happened_on=day)
        escalation(open_symptoms([report]), rules(zone=ZoneInfo(zone)))


# -- who ---------------------------------------------------------------------------------------------------------


def test_a_clinic_without_anybody_says_so() -> None:
    found = one(reported(), leads=(), clinicians=frozenset())
    assert (found.owner, found.why) == ("", Why.NOBODY)
    assert found.as_json()["owner"] is None


def test_on_call_ends_where_nobody_is_named() -> None:
    duty = (Duty("U-5", AT - timedelta(days=2)), Duty("", AT - timedelta(days=1)))
    assert one(reported(), on_call=duty, clinicians=frozenset(("U-5",))).why is Why.LEAD


def test_an_owner_who_leaves_gives_it_back_to_the_rule() -> None:
    log = [
        reported(),
        e.SymptomAssigned(id="a1", symptom="s", owner="U-5", happened_on=AT.date(), recorded_at=AT),
        e.SymptomAssigned(id="a2", symptom="s", owner="U-7", happened_on=AT.date(), recorded_at=AT),
    ]
    assert one(*log, clinicians=frozenset(("U-5", "U-7"))).owner == "U-7"
    assert one(*log, clinicians=frozenset(("U-5",))).owner == "U-5"
    assert one(*log, clinicians=frozenset()).owner == "U-1"


def test_the_injection_before_the_symptom_counts_and_none_after_it() -> None:
    log = [
        e.InjectionsGiven(id="i1", activity="treatment", happened_on=date(2026, 3, 1), recorded_by="U-3"),
        reported(),
        e.InjectionsGiven(id="i2", activity="treatment", happened_on=date(2026, 3, 20), recorded_by="U-5"),
    ]
    assert one(*log, clinicians=frozenset(("U-3", "U-5"))).owner == "U-3"


# -- the file ----------------------------------------------------------------------------------------------------


def test_every_level_of_triage_but_self_care_has_its_own_clock() -> None:
    levels = {level for clock in shipped().clocks for level in clock.levels}
    assert {level.value for level in Level} - {EXPECTED} <= levels
    assert EXPECTED not in levels


def test_no_number_of_minutes_ships() -> None:
    assert shipped().decided == ()
    assert all(clock.within != "minutes" for clock in shipped().clocks)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (("within: now", "within: soonish"), "within"),
        (("within: today", "within: '400'"), "1 to 365"),
        (("levels: [emergency]", "levels: [urgent_care]"), "two clocks"),
        (("levels: []", "levels: [other]"), "exactly one clock"),
        (("first: [on-call", "first: [anybody"), "on-call, injector, lead"),
        (("unit: minutes", "unit: hours"), "minutes"),
        (("says: A doctor", "say: A doctor"), "says"),
    ],
)
def test_a_slip_in_the_file_is_a_sentence(wrong: tuple[str, str], says: str) -> None:
    text = path("triage").joinpath("escalation.yaml").read_text(encoding="utf-8")
    assert wrong[0] in text
    with pytest.raises(NotReadable, match=says):
        read_rules(text.replace(*wrong, 1), "escalation.yaml")


# -- it blocks the next session, whatever a protocol says ----------------------------------------------------------


def test_an_open_concern_blocks_every_injection_of_every_protocol() -> None:
    injections = [a for protocol in latest().values() for a in protocol.activities if a.kind is Kind.INJECTION]
    assert len(injections) >= len(latest())
    assert all(Condition.NO_OPEN_CONCERN in activity.requires for activity in injections)


def test_a_protocol_that_leaves_the_check_in_out_is_blocked_all_the_same() -> None:
    text = texts()["nutura-knee"].replace("activities:", "without: [check-in]\n\nactivities:", 1)
    protocol = read_protocol(text, "own.yaml")
    assert protocol.treatment is not None
    assert Condition.NO_OPEN_CONCERN not in protocol.treatment.requires
    log: list[e.Event] = [
        e.CourseStarted(id="c", happened_on=date(2026, 3, 1), protocol="own", version="1", problem="knee"),
        e.PlanAgreed(id="p", happened_on=date(2026, 3, 2), sessions=3),
        reported(),
    ]
    (session,) = [item for item in agenda(protocol, fold(log)) if item.activity == protocol.treatment.id]
    assert "A reported symptom is not closed by a clinician." in session.why_not
    given_now = e.InjectionsGiven(id="i", activity=protocol.treatment.id, happened_on=date(2026, 3, 12))
    found = check(protocol, fold(log), given_now, today=date(2026, 3, 12), log=log)
    assert "no-open-concern" in [finding.code for finding in found if finding.level == STOP]
