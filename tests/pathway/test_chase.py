"""The chase ladder: who counts as silent, which step is next and from which day, and who is never chased."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from enthesis.pathway import events as e
from enthesis.pathway.agenda import agenda
from enthesis.pathway.chase import Chase, chase, read_rules, shipped, with_days
from enthesis.pathway.course import fold
from enthesis.pathway.plain_yaml import NotReadable
from enthesis.pathway.protocol.library import latest

DAY = date(2026, 3, 2)
STEPS = ("message-1", "message-2", "call-1", "call-2", "letter", "give-up")


def on(number: int) -> date:
    return DAY + timedelta(days=number)


def told(*log: e.Event, today: int, wants_none: bool = False, **days: int) -> Chase | None:
    protocol = latest()["nutura-back"]
    began = e.CourseStarted(
        id="s", happened_on=on(0), protocol=protocol.id, version=protocol.version, problem="back pain"
    )
    events = [began, *log]
    course = fold(events)
    rules = with_days(shipped(), {name.replace("__", ":").replace("_", "-"): value for name, value in days.items()})
    return chase(course, agenda(protocol, course), events, rules, today=on(today), wants_none=wants_none)


def missed(number: int) -> tuple[e.Event, ...]:
    at = on(number)
    from datetime import UTC, datetime, time

    starts = datetime.combine(at, time(9), UTC)
    return (
        e.EvaluationAnswered(id="a", happened_on=on(1), answers={}),
        e.VisitBooked(id="b", happened_on=on(1), visit="v", activity="intake", starts=starts, minutes=30),
        e.VisitMissed(id="m", happened_on=at, visit="v"),
    )


def tried(step: str, number: int, outcome: str = "sent", way: str = "message") -> e.ContactTried:
    return e.ContactTried(id=f"t-{step}", happened_on=on(number), way=way, outcome=outcome, step=step)


def test_a_missed_visit_counts_after_two_days_and_the_steps_follow_in_order() -> None:
    assert told(*missed(10), today=11) is None
    log: list[e.Event] = [*missed(10)]
    day, seen = 12, []
    for step in shipped().steps:
        found = told(*log, today=day)
        assert found is not None
        assert (found.silence.id, found.silence.since) == ("missed", on(10))
        day = max(day, (found.due - DAY).days)
        seen.append((found.step.id, day))
        log.append(tried(step.id, day))
    assert tuple(name for name, _ in seen) == STEPS
    days = [number for _, number in seen]
    assert [later - earlier for earlier, later in zip([12, *days], days, strict=False)] == [
        step.days for step in shipped().steps
    ]


def test_a_sign_of_the_patient_ends_it_and_begins_anew() -> None:
    log = [*missed(10), tried("message-1", 12), tried("message-2", 17)]
    diary = e.DiaryEntered(id="d", happened_on=on(18), pain=Decimal(3))
    found = told(*log, diary, today=40)
    assert found is None or found.step.id == "message-1"


def test_whoever_was_reached_is_left_alone_for_a_while() -> None:
    log = [*missed(10), tried("call-1", 20, "reached", "call")]
    assert told(*log, today=33) is None
    found = told(*log, today=34)
    assert found is not None
    assert (found.step.id, found.tried) == ("message-1", ())


@pytest.mark.parametrize(
    "more",
    [
        e.CoursePaused(id="p", happened_on=on(11), reason="travel"),
        e.CourseClosed(id="c", happened_on=on(11), reason="lost"),
        e.SymptomReported(id="y", happened_on=on(11), symptom="y", level="urgent_care"),
        e.ConsentWithdrawn(id="w", happened_on=on(11)),
    ],
)
def test_who_is_never_chased(more: e.Event) -> None:
    consent = e.ConsentSigned(id="k", happened_on=on(2), document="consent", version="1")
    assert told(consent, *missed(10), today=60) is not None
    assert told(consent, *missed(10), more, today=60) is None
    assert told(consent, *missed(10), today=60, wants_none=True) is None


def test_an_evaluation_that_is_not_answered() -> None:
    found = told(today=200)
    assert found is not None
    assert (found.silence.id, found.step.id) == ("evaluation", "message-1")


def test_the_clinic_decides_the_days() -> None:
    found = told(*missed(10), today=10, silence__missed=0)
    assert found is not None
    assert found.due == on(10)
    found = told(*missed(10), tried("message-1", 12), today=12, **{"step__message-2": 30})
    assert found is not None
    assert (found.due, found.is_due(on(41)), found.is_due(on(42))) == (on(42), False, True)


@pytest.mark.parametrize(
    ("was", "now", "says"),
    [
        ("way: close", "way: call", "the last step proposes to close"),
        ("id: call-2", "id: call-1", "stands there twice"),
        ("days: 14", "days: 9999", "from 0 to 365"),
        ("id: diary", "id: weather", "id"),
    ],
)
def test_a_file_that_is_not_in_order_is_refused(was: str, now: str, says: str) -> None:
    from enthesis import knowledge

    text = knowledge.path("chase.yaml").read_text(encoding="utf-8")
    with pytest.raises(NotReadable, match=says):
        read_rules(text.replace(was, now, 1), "chase.yaml")
