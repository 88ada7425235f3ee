"""Where a course stands with its consent, and what a drawn signature may be."""

from dataclasses import replace
from datetime import date

import pytest

from enthesis.pathway import events as e
from enthesis.pathway.agenda import agenda
from enthesis.pathway.candidacy import Stage, screen
from enthesis.pathway.checks import check
from enthesis.pathway.consent import State, consent_of, current, own_items
from enthesis.pathway.consent.signature import Unusable, strokes_of
from enthesis.pathway.course import fold
from enthesis.pathway.events import Event
from enthesis.pathway.protocol.library import latest

DAY = date(2026, 4, 1)
PROTOCOL = latest()["nutura-back"]
START = e.CourseStarted(id="1", happened_on=DAY, protocol="nutura-back", version="2026-11", problem="pain")
DRAWN = "M10 20 L30 40 L50 40 L50 60 M100 20 L90 25 L80 30 L70 35"
SIGNED = e.ConsentSigned(
    id="2",
    happened_on=DAY,
    document=current().document,
    version=current().stamp,
    way="drawn",
    signed_as="Ada Sample",
    signature=DRAWN,
)
TAKEN_BACK = e.ConsentWithdrawn(id="3", happened_on=DAY)
ASKED = e.MessageWritten(id="q", happened_on=DAY, words="Does it hurt?", about="consent")
ANSWERED = e.MessageWritten(id="a", happened_on=DAY, words="For some days.", about="consent", answers="q")


@pytest.mark.parametrize(
    ("log", "state"),
    [
        ([], State.MISSING),
        ([SIGNED], State.SIGNED),
        ([replace(SIGNED, version="2025-01 01234567")], State.EARLIER),
        ([replace(SIGNED, document="The clinic's own paper", way="paper", version="3")], State.OTHER),
        ([SIGNED, TAKEN_BACK], State.WITHDRAWN),
        ([TAKEN_BACK], State.WITHDRAWN),
        ([SIGNED, TAKEN_BACK, replace(SIGNED, id="4")], State.SIGNED),
        ([SIGNED, e.Withdrawn(id="5", replaces="2")], State.MISSING),
        ([SIGNED, TAKEN_BACK, e.Withdrawn(id="5", replaces="3")], State.SIGNED),
    ],
)
def test_taken_back_is_told_from_never_signed(log: list[Event], state: State) -> None:
    told = [START, *log]
    assert consent_of(fold(told), told, current()).state is state


def test_a_question_is_open_until_it_is_answered() -> None:
    asked, answered = [START, ASKED], [START, ASKED, ANSWERED]
    assert [each.asked for each in consent_of(fold(asked), asked, current()).open_questions] == [ASKED]
    standing = consent_of(fold(answered), answered, current())
    assert not standing.open_questions
    assert standing.questions[0].answer == ANSWERED
    told: list[Event] = [START, replace(ASKED, recorded_by="U-5"), replace(ASKED, id="q2", recorded_by="U-5")]
    assert len(consent_of(fold(told), told, current()).open_questions) == 2
    told.append(e.MessageWritten(id="m", happened_on=DAY, words="For some days.", recorded_by="U-1"))
    assert not consent_of(fold(told), told, current()).open_questions  # written on the page of messages


def test_the_agenda_says_that_consent_was_taken_back() -> None:
    before: list[Event] = [
        e.EvaluationAnswered(id="e", happened_on=DAY, answers={"age": 50}),
        e.CandidacyDecided(id="c", happened_on=DAY, outcome="eligible"),
        e.VisitAttended(id="v", happened_on=DAY, activity="intake"),
    ]

    def waits(*log: Event) -> set[str]:
        items = agenda(PROTOCOL, fold([START, *before, *log]))
        return {why for item in items for why in item.why_not if "onsent" in why}

    assert waits() == {"Consent is not signed."}
    assert waits(SIGNED, TAKEN_BACK) == {"The patient took the consent back."}
    assert not waits(SIGNED)


def test_an_injection_against_a_consent_that_was_taken_back_needs_a_reason() -> None:
    log = [START, SIGNED, TAKEN_BACK]
    given = e.InjectionsGiven(id="i", happened_on=DAY, activity="diagnostic-injection")
    found = {finding.code: finding.says for finding in check(PROTOCOL, fold(log), given, today=DAY, log=log)}
    assert found["consent-signed"] == "The patient took the consent back."


def test_a_drawn_signature_is_strokes_of_whole_numbers() -> None:
    assert [len(stroke) for stroke in strokes_of(DRAWN)] == [4, 4]


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("", "Nothing is drawn"),
        ("M10 20 L30 40", "too short"),
        (DRAWN.replace("L50 60", "L50 260"), "out of the box"),
        (DRAWN + '"/><script>alert(1)</script>', "could not be read"),
        (DRAWN.replace("M10", "m10"), "could not be read"),
        (DRAWN + " C1 1 2 2 3 3", "could not be read"),
        (DRAWN.replace("10", "1٠"), "could not be read"),
        ("M1 1" + " L2 2" * 1600, "too many"),
        ("M1 1" + " L2 2" * 9000, "could not be read"),
    ],
)
def test_anything_else_is_refused_with_a_sentence(path: str, says: str) -> None:
    with pytest.raises(Unusable, match=says):
        strokes_of(path)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, ""),
        ({"signed_as": " "}, "name-missing"),
        ({"signature": "M1 1"}, "signature-unusable"),
        ({"way": "stamped"}, "out-of-range"),
        ({"way": "typed", "signature": ""}, ""),
        ({"way": "", "signed_as": "", "signature": ""}, ""),
    ],
)
def test_a_signature_is_whole_or_it_is_not_recorded(change: dict[str, str], code: str) -> None:
    found = check(PROTOCOL, fold([START]), replace(SIGNED, **change), today=DAY, log=[START])
    assert [finding.code for finding in found if finding.level == "refuse"] == ([code] if code else [])


def test_what_the_patients_own_answers_raise() -> None:
    said = {"age": "62", "condition": ["knee_oa"], "diabetes": "yes", "smoker": "yes"}
    items = own_items(screen(said, ["knee"], stage=Stage.DAY_OF_INJECTION).reasons)
    assert [item.rule for item in items] == ["C18", "C26"]
    assert "blood sugar" in items[0].text


def test_an_order_is_open_until_it_is_reported() -> None:
    order = e.ImagingOrdered(id="o", happened_on=DAY, region="knee", side="left", modality="x-ray", question="Worn?")
    result = e.ImagingReported(id="r", happened_on=DAY, order="o", words="Mild wear.")
    course = fold([START, order])
    assert list(course.orders) == ["o"]
    assert not fold([START, order, result]).orders

    def codes(event: Event) -> list[str]:
        return [finding.code for finding in check(PROTOCOL, course, event, today=DAY, log=[START, order])]

    assert codes(result) == []
    assert codes(replace(result, order="another")) == ["no-such-order"]
    assert codes(replace(result, words=" ")) == ["result-missing"]
    assert codes(replace(order, id="p", question=" ", modality="photo")) == ["question-missing", "out-of-range"]
