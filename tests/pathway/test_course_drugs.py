"""The pauses of a course's drugs around its sessions as they stand, and what a diary says was taken inside them."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from enthesis.pathway import events as e
from enthesis.pathway.agenda import agenda
from enthesis.pathway.course import fold
from enthesis.pathway.course_drugs import CourseDrugs, completed, course_drugs
from enthesis.pathway.medications import Hold, How
from enthesis.pathway.medications.library import library
from enthesis.pathway.protocol.decide import decide
from enthesis.pathway.protocol.library import latest, texts
from enthesis.pathway.protocol.model import Protocol
from enthesis.pathway.protocol.read import read_protocol

PLAIN = latest()["darrow-back"]
OWN = Hold("nsaid", 7, 14, "the clinic")


def with_days(**days: int) -> Protocol:
    """The protocol with the days of its pause decided by a clinic."""
    text = texts()["darrow-back"]
    for side, number in days.items():
        where = ("hold-anti-inflammatory", f"days.{side}")
        text = decide(text, where, number, "A. Rahman", date(2026, 1, 5), "spec")
    return read_protocol(text, "own.yaml")


FIVE_AND_SEVEN = with_days(before=5, after=7)


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def at(text: str) -> datetime:
    return datetime.combine(day(text), datetime.min.time(), UTC) + timedelta(hours=9)


def started(*drugs: str) -> list[e.Event]:
    return [
        e.CourseStarted(id="c", happened_on=day("03-02"), protocol="darrow-back", version="1", problem="back"),
        e.VisitAttended(id="v", happened_on=day("03-05"), activity="consultation"),
        completed(e.DrugListTaken(id="d", happened_on=day("03-05"), drugs=drugs)),
        e.PlanAgreed(id="p", happened_on=day("03-05"), sessions=4),
    ]


def given(on: str, name: str = "i1") -> e.Event:
    return e.InjectionsGiven(id=name, happened_on=day(on), activity="treatment")


def booked(on: str, visit: str = "v1", activity: str = "treatment", made: str = "03-06") -> e.Event:
    return e.VisitBooked(
        id=f"b-{visit}", happened_on=day(made), visit=visit, activity=activity, starts=at(on), minutes=30
    )


def found(
    *log: e.Event, protocol: Protocol = FIVE_AND_SEVEN, own: tuple[Hold, ...] = (), zone: str = "UTC"
) -> CourseDrugs:
    course, where = fold(log), ZoneInfo(zone)
    return course_drugs(protocol, course, agenda(protocol, course, where), log, where, own)


def days_of(drugs: CourseDrugs) -> list[tuple[str, str, str]]:
    return [
        (stretch.called[0], stretch.days.first.isoformat()[5:], stretch.days.last.isoformat()[5:])
        for stretch in drugs.stretches
    ]


def told(drugs: CourseDrugs) -> str:
    return " ".join(stretch.finding.to_patient for stretch in drugs.stretches)


# -- from when to when ---------------------------------------------------------------------------------------------


def test_the_days_are_counted_from_the_booked_session_and_told_in_words() -> None:
    drugs = found(*started("ibuprofen"), booked("03-16"))
    assert days_of(drugs) == [("ibuprofen", "03-11", "03-23")]
    assert told(drugs).startswith(
        "From Wednesday 11 March do not take ibuprofen or other anti-inflammatory pain killers"
    )
    assert "until the end of Monday 23 March." in told(drugs)


def test_they_move_with_it_and_are_gone_when_it_is_cancelled() -> None:
    log = [*started("ibuprofen"), booked("03-16")]
    moved = e.VisitMoved(id="m", happened_on=day("03-10"), visit="v1", starts=at("03-30"))
    assert days_of(found(*log, moved)) == [("ibuprofen", "03-25", "04-06")]
    cancelled = e.VisitCancelled(id="x", happened_on=day("03-10"), visit="v1")
    assert days_of(found(*log, cancelled)) == []
    missed = e.VisitMissed(id="x", happened_on=day("03-16"), visit="v1")
    assert days_of(found(*log, missed)) == []


def test_without_a_time_the_day_to_aim_for_counts_and_it_is_said_so() -> None:
    drugs = found(*started("ibuprofen"), given("03-09"))
    (first, second) = drugs.stretches
    assert (first.is_booked, second.is_booked) == (True, False)
    assert second.days.first == day("03-18"), "two weeks after 9 March is the 23rd, the first day of the window"
    assert "If your injection is on Monday 23 March" in second.finding.to_patient
    assert "No time is booked yet: these days move with it." in second.finding.to_patient


def test_the_days_after_a_session_that_was_given_go_on() -> None:
    drugs = found(*started("ibuprofen"), given("03-16"), booked("04-27", "v2", made="03-16"))
    assert days_of(drugs) == [("ibuprofen", "03-11", "03-23"), ("ibuprofen", "04-22", "05-04")]
    (first, *_) = drugs.clocks
    assert (first.session.how, first.window.after.days.last) == (How.GIVEN, day("03-23"))


def test_pauses_that_touch_are_one_stretch() -> None:
    drugs = found(*started("ibuprofen"), booked("03-16"), booked("03-28", "v2"))
    assert days_of(drugs) == [("ibuprofen", "03-11", "04-04")]
    assert [session.on for session in drugs.stretches[0].sessions] == [day("03-16"), day("03-28")]


def test_a_booked_instant_is_a_day_of_the_clinic_s_own_calendar() -> None:
    late = e.VisitBooked(
        id="b",
        happened_on=day("03-06"),
        visit="v1",
        activity="treatment",
        starts=datetime(2026, 3, 16, 20, 0, tzinfo=UTC),
        minutes=30,
    )
    drugs = found(*started("ibuprofen"), late, zone="Pacific/Auckland")
    assert drugs.clocks[0].session.on == day("03-17")


def test_a_paused_and_a_closed_course_have_nothing_ahead_and_keep_what_follows_a_session() -> None:
    log = [*started("ibuprofen"), given("03-16"), booked("04-27", "v2", made="03-16")]
    for end in (
        e.CoursePaused(id="z", happened_on=day("03-17"), reason="travel"),
        e.CourseClosed(id="z", happened_on=day("03-17"), reason="other"),
    ):
        assert days_of(found(*log, end)) == [("ibuprofen", "03-11", "03-23")]


def test_visits_that_are_no_injection_pause_nothing() -> None:
    drugs = found(*started("ibuprofen"), booked("03-16", activity="consultation"))
    assert drugs.stretches == ()


@pytest.mark.parametrize(
    ("code", "log"),
    [("hold-clock", [booked("03-16")]), ("hold-clock-aim", [given("03-09")])],
)
def test_a_time_that_is_booked_and_a_day_to_aim_for_have_their_own_sentence(code: str, log: list[e.Event]) -> None:
    codes = [stretch.finding.code for stretch in found(*started("ibuprofen"), *log).stretches]
    assert codes[-1] == code
    assert all(stretch.finding.level == "hold" for stretch in found(*started("ibuprofen"), *log).stretches)


# -- who decides ---------------------------------------------------------------------------------------------------


def test_nobody_has_decided_so_the_patient_is_told_no_days() -> None:
    drugs = found(*started("ibuprofen"), booked("03-16"), protocol=PLAIN)
    assert drugs.stretches == ()
    (clock,) = drugs.clocks
    assert not clock.is_decided
    assert "1 to 14 days before" in clock.published
    assert clock.window.before.shortest.first == day("03-15")
    assert "will tell you from when to when" in drugs.answers[0].patient_words


def test_the_clinic_s_own_days_hold_where_the_protocol_states_none() -> None:
    drugs = found(*started("ibuprofen"), booked("03-16"), protocol=PLAIN, own=(OWN,))
    assert days_of(drugs) == [("ibuprofen", "03-09", "03-30")]
    assert drugs.stretches[0].set_by == "the clinic"
    stated = found(*started("ibuprofen"), booked("03-16"), own=(OWN,))
    assert days_of(stated) == [("ibuprofen", "03-11", "03-23")], "what the protocol says goes before it"


def test_one_side_decided_says_that_the_other_is_to_come() -> None:
    drugs = found(*started("ibuprofen"), booked("03-16"), protocol=with_days(before=5))
    assert days_of(drugs) == [("ibuprofen", "03-11", "03-16")]
    assert "The clinic will tell you about the days after an injection." in told(drugs)
    both = found(*started("ibuprofen"), booked("03-16"), protocol=with_days(before=5), own=(OWN,))
    assert days_of(both) == [("ibuprofen", "03-11", "03-30")], "the clinic fills in what the protocol leaves open"


def test_no_pause_is_a_decision_too() -> None:
    drugs = found(*started("ibuprofen"), booked("03-16"), protocol=with_days(before=0, after=0))
    assert drugs.stretches == ()
    assert "You do not have to leave out ibuprofen" in drugs.answers[0].patient_words


def test_a_class_is_told_of_where_the_list_names_none_of_it() -> None:
    for drugs in (found(*started(), booked("03-16")), found(*started("metformin"), booked("03-16"))):
        assert "do not take anti-inflammatory pain killers such as ibuprofen" in told(drugs)


def test_drugs_with_the_same_days_share_a_sentence() -> None:
    drugs = found(*started("Advil", "naproxen"), booked("03-16"))
    (stretch,) = drugs.stretches
    assert stretch.called[:2] == ("Advil (ibuprofen)", "naproxen")
    assert "Advil (ibuprofen), naproxen or other anti-inflammatory" in stretch.finding.to_patient


def test_aspirin_for_pain_says_when_it_is_not_to_be_stopped() -> None:
    words = told(found(*started("aspirin 500 mg for headaches"), booked("03-16")))
    assert "If you take aspirin only for pain, do not take it from Wednesday 11 March" in words
    assert "do not stop it: tell the clinic" in words
    unbooked = told(found(*started("aspirin 500 mg for headaches"), given("03-09")))
    assert "and you take aspirin only for pain" in unbooked
    assert "hold-clock-aim" in {s.finding.code for s in found(*started("ibuprofen"), given("03-09")).stretches}


# -- what only its prescriber may stop -------------------------------------------------------------------------------


@pytest.mark.parametrize("drug", [d for d in library().drugs.values() if d.prescriber_only], ids=lambda d: d.id)
def test_a_guarded_drug_has_no_clock_whatever_is_decided(drug: object) -> None:
    own = tuple(Hold(name, 7, 14) for name in [*library().classes, *library().drugs])
    drugs = found(*started(drug.name), booked("03-16"), own=own)
    assert [clock for clock in drugs.clocks if clock.name] == []
    words = " ".join([told(drugs), *(answer.patient_words for answer in drugs.answers)])
    assert not re.search(rf"do not take {re.escape(drug.called('GB'))}", words, re.IGNORECASE)
    assert re.search("do not stop", words, re.IGNORECASE)


def test_no_class_that_holds_a_guarded_drug_is_told_of() -> None:
    own = tuple(Hold(name, 7, 14) for name in library().classes)
    words = told(found(*started(), booked("03-16"), own=own))
    assert words.count("From Wednesday 11 March") + words.count("From Monday 9 March") == len(
        found(*started(), booked("03-16"), own=own).stretches
    )
    assert "blood thinner" not in words
    assert "steroid" not in words


def test_the_task_of_speaking_to_the_prescriber_is_there_until_somebody_is_named() -> None:
    log = [*started("warfarin"), booked("03-16")]
    assert found(*log).answers[0].task.is_open
    keys = [item.key for item in agenda(FIVE_AND_SEVEN, fold(log))]
    assert "prescriber:warfarin" in keys, "marked on the way in, whoever wrote the list"
    log.append(
        e.PrescriberAgreed(id="a", happened_on=day("03-08"), drug="warfarin", prescriber="Dr Lee", agreed="continue")
    )
    assert not found(*log).answers[0].task.is_open
    assert "prescriber:warfarin" not in [item.key for item in agenda(FIVE_AND_SEVEN, fold(log))]
    log.append(e.Withdrawn(id="w", happened_on=day("03-09"), replaces="a", reason="Another patient's."))
    assert found(*log).answers[0].task.is_open


def test_a_list_that_says_itself_who_has_to_be_asked_is_left_as_it_is() -> None:
    marked = e.DrugListTaken(id="d", drugs=("warfarin", "x"), prescriber_only=("x",))
    assert completed(marked) is marked
    assert completed(e.DrugListTaken(id="d", drugs=("warfarin", "metformin"))).prescriber_only == ("warfarin",)


# -- taken inside a pause ----------------------------------------------------------------------------------------------


def diary(on: str, *took: str) -> e.Event:
    return e.DiaryEntered(id=f"diary-{on}", happened_on=day(on), took=took)


def test_what_a_diary_says_is_a_note_for_the_clinician_latest_first() -> None:
    log = [
        *started("ibuprofen"),
        given("03-16"),
        diary("03-10", "ibuprofen"),
        diary("03-12", "Advil"),
        diary("03-20", "Aleve"),
    ]
    notes = found(*log).taken
    assert [note.code for note in notes] == ["taken-inside-hold"] * 2
    assert notes[0].says.startswith("Naproxen (as “Aleve”) was taken on 20 March 2026, 4 days after the session")
    assert notes[1].says.startswith("Ibuprofen (as “Advil”) was taken on 12 March 2026, 4 days before the session")


def test_a_note_goes_away_when_the_session_moves() -> None:
    log = [*started(), booked("03-16"), diary("03-12", "ibuprofen")]
    assert [note.code for note in found(*log).taken] == ["taken-inside-hold"]
    assert found(*log, e.VisitMoved(id="m", visit="v1", starts=at("04-20"))).taken == ()
    assert found(*log, e.VisitCancelled(id="x", visit="v1")).taken == ()


def test_a_day_to_aim_for_is_no_session_yet() -> None:
    assert found(*started(), given("03-02"), diary("03-14", "ibuprofen")).taken == ()


def test_where_nobody_has_decided_it_is_only_remarked() -> None:
    log = [*started(), given("03-16"), diary("03-12", "ibuprofen")]
    assert [note.code for note in found(*log, protocol=PLAIN).taken] == ["taken-near-session"]
    assert [note.code for note in found(*log, protocol=PLAIN, own=(OWN,)).taken] == ["taken-inside-hold"]


def test_a_guarded_drug_that_was_taken_is_no_note() -> None:
    log = [*started("warfarin"), given("03-16"), diary("03-12", "warfarin", "prednisone", "baby aspirin")]
    assert found(*log).taken == ()


# -- every protocol ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(latest()))
def test_a_course_without_anything_in_it_has_nothing_to_say(name: str) -> None:
    protocol = latest()[name]
    log = [e.CourseStarted(id="c", happened_on=day("03-02"), protocol=name, version="1", problem="x")]
    course = fold(log)
    drugs = course_drugs(protocol, course, agenda(protocol, course), log)
    assert (drugs.answers, drugs.stretches, drugs.taken) == ((), (), ())
