"""Who may do what: every kind of event against every role, and two clinics that know nothing of each other."""

from dataclasses import replace

import pytest

from enthesis.clinic.access import MAY_RECORD, SEES_PROFILE, SEES_WORDS, WITHHELD, Operator
from enthesis.clinic.door import NotAllowed, NotRecorded, open_course, open_person, record, start_course
from enthesis.clinic.models import Look, Role, StoredEvent
from enthesis.clinic.people import Profile, new_person, people_of
from enthesis.pathway import events as e
from tests.clinic.making import OPERATOR, House, day, diary, one_of_each, start, started

# The same table once more, as a clinic would write it down; the code's own is held against it.
MATRIX = """
                      patient  therapist  front-desk  clinician  lead
CourseStarted         -        -          yes         yes        yes
ProtocolTransferred   -        -          -           yes        -
CoursePaused          -        -          yes         yes        -
CourseResumed         -        -          yes         yes        -
CourseClosed          -        -          -           yes        -
Withdrawn             yes      yes        yes         yes        yes
EvaluationAnswered    yes      -          yes         yes        -
CandidacyDecided      -        -          -           yes        -
ValuesAnswered        yes      -          yes         yes        -
ConsentSigned         yes      -          yes         yes        -
ConsentWithdrawn      yes      -          yes         yes        -
DrugListTaken         yes      -          yes         yes        -
PrescriberAgreed      -        -          -           yes        -
HoldChecked           -        -          yes         yes        -
EstimateGiven         -        -          yes         yes        yes
VisitBooked           yes      yes        yes         yes        -
VisitMoved            yes      yes        yes         yes        -
VisitConfirmed        yes      yes        yes         yes        -
VisitCancelled        yes      yes        yes         yes        -
VisitAttended         -        yes        yes         yes        -
VisitMissed           -        yes        yes         yes        -
ActivityDone          yes      yes        yes         yes        -
InjectionsGiven       -        -          -           yes        -
DiaryEntered          yes      -          yes         yes        -
GoalSet               yes      yes        -           yes        -
ScoresTaken           yes      yes        yes         yes        -
SymptomReported       yes      yes        yes         yes        yes
SymptomAssigned       -        -          -           yes        yes
SymptomHandled        -        -          -           yes        -
AdverseEventRecorded  -        -          -           yes        -
ResponseDecided       -        -          -           yes        -
PlanAgreed            -        -          -           yes        -
PlanChanged           -        -          -           yes        -
TherapyAttended       -        yes        yes         yes        -
ProgrammeAgreed       -        yes        -           yes        -
ExercisesLogged       yes      yes        yes         yes        -
MessageSent           -        yes        yes         yes        yes
MessageWritten        yes      yes        yes         yes        -
PatientArrived        -        yes        yes         yes        -
ContactTried          -        yes        yes         yes        -
PaymentTaken          -        -          yes         yes        yes
PaymentReturned       -        -          yes         yes        yes
NoteAdded             yes      yes        yes         yes        -
ImagingOrdered        -        -          -           yes        -
ImagingReported       -        -          -           yes        -
LetterWritten         -        -          -           yes        -
FileAdded             yes      yes        yes         yes        -
FileRemoved           yes      -          yes         yes        -
"""


def table() -> dict[tuple[str, str], bool]:
    head, *lines = MATRIX.strip("\n").splitlines()
    roles = head.split()
    return {
        (line.split()[0], role): word == "yes"
        for line in lines
        for role, word in zip(roles, line.split()[1:], strict=True)
    }


def test_the_table_is_whole() -> None:
    assert set(table()) == {(kind, role) for kind in e.KINDS for role in Role.values}
    assert table() == {
        (kind.__name__, role): role in roles for kind, roles in MAY_RECORD.items() for role in Role.values
    }


@pytest.mark.parametrize("role", Role.values)
def test_every_kind_of_event(north: House, role: str) -> None:
    """Through the door itself. What a role may record may still be refused for what it says, never for who says it."""
    number = start(north).number
    for event in one_of_each():
        try:
            record(event, course=number, by=north[role])
        except NotAllowed:
            allowed = False
        except NotRecorded:
            allowed = True
        else:
            allowed = True
        assert allowed == table()[type(event).__name__, role], (type(event).__name__, role)


def test_a_patient_corrects_only_their_own(north: House) -> None:
    number = start(north).number
    theirs, mine = diary(1), diary(2)
    record(theirs, course=number, by=north["front-desk"])
    record(mine, course=number, by=north["patient"])
    with pytest.raises(NotAllowed):
        record(e.Withdrawn(id="w1", replaces=theirs.id), course=number, by=north["patient"])
    record(e.Withdrawn(id="w2", replaces=mine.id), course=number, by=north["patient"])
    record(e.Withdrawn(id="w3", replaces=theirs.id), course=number, by=north["clinician"])


def test_withdrawing_needs_the_right_to_what_is_withdrawn(north: House) -> None:
    number = start(north).number
    decided = e.CandidacyDecided(id="c1", happened_on=day(1), outcome="eligible")
    record(decided, course=number, by=north["clinician"])
    for role in ("patient", "therapist", "front-desk", "lead"):
        with pytest.raises(NotAllowed):
            record(e.Withdrawn(id="w", replaces="c1"), course=number, by=north[role])


def test_a_patient_does_only_what_is_the_patients_to_do(north: House) -> None:
    number = start(north).number
    with pytest.raises(NotAllowed):
        record(e.ActivityDone(id="i", happened_on=day(1), activity="imaging"), course=number, by=north["patient"])
    record(e.ActivityDone(id="i", happened_on=day(1), activity="imaging"), course=number, by=north["clinician"])


def test_another_patient_sees_and_writes_nothing(north: House) -> None:
    number = start(north).number
    other = new_person(Profile("Somebody Else"), clinic=north.clinic, by=OPERATOR)
    record_of_other = start_course([started()], person=other, by=OPERATOR).number
    with pytest.raises(NotAllowed):
        open_course(record_of_other, north["patient"])
    with pytest.raises(NotAllowed):
        record(diary(1), course=record_of_other, by=north["patient"])
    assert [someone.pk for someone in people_of(north["patient"])] == [north.person.pk]
    assert open_course(number, north["patient"]).profile.name == "Åse Lindqvist-Vega"


@pytest.mark.parametrize("role", Role.values)
def test_two_clinics_know_nothing_of_each_other(north: House, south: House, role: str) -> None:
    number = start(north).number
    absent = f"C-{int(number.removeprefix('C-')) + 1:04d}"
    said = set()
    for wanted in (number, absent, "C-1", "nonsense", "C-99999999999999999999"):
        with pytest.raises(NotAllowed) as not_allowed:
            open_course(wanted, south[role])
        said.add(str(not_allowed.value))
        with pytest.raises(NotAllowed) as not_allowed:
            record(diary(1), course=wanted, by=south[role])
        said.add(str(not_allowed.value))
    assert len(said) == 1  # nobody learns whether there is such a course
    with pytest.raises(NotAllowed):
        start_course([started()], person=north.person, by=south[role])
    with pytest.raises(NotAllowed):
        open_person(north.person.number, south[role])
    assert north.person.pk not in [someone.pk for someone in people_of(south[role])]
    assert StoredEvent.objects.count() == 1


def test_an_event_of_another_clinic_is_refused(north: House, south: House) -> None:
    """The clinician of one clinic holds a page of the other, or names an event of the other."""
    ours, theirs = start(north).number, start(south).number
    page = open_course(theirs, south["clinician"])
    with pytest.raises(NotAllowed):
        record(diary(1), course=page, by=north["clinician"])
    entry = diary(1)
    record(entry, course=theirs, by=south["clinician"])
    with pytest.raises(NotRecorded) as refused:
        record(replace(diary(1), replaces=entry.id), course=ours, by=north["clinician"])
    assert refused.value.codes == ("no-such-event",)
    with pytest.raises(NotRecorded) as refused:
        record(entry, course=ours, by=north["clinician"])
    assert refused.value.codes == ("id-taken",)


def test_an_account_that_was_closed_does_nothing(north: House) -> None:
    number = start(north).number
    clinician = north["clinician"]
    clinician.is_active = False
    with pytest.raises(NotAllowed):
        open_course(number, clinician)


@pytest.mark.parametrize("role", Role.values)
def test_each_role_sees_what_is_for_it(north: House, role: str) -> None:
    number = start(north).number
    record(diary(1, words="At night."), course=number, by=north["patient"])
    seen = open_course(number, north[role])
    assert (seen.profile is not None) == (role in SEES_PROFILE)
    assert (seen.log[-1].words == "At night.") == (role in SEES_WORDS)
    if role not in SEES_WORDS:
        assert seen.log[-1].words == WITHHELD
    assert len(seen.course.diary) == 1  # figures are everybody's


def test_words_in_the_folded_course_are_withheld_too(north: House) -> None:
    number = start(north).number
    harm = e.AdverseEventRecorded(id="a", happened_on=day(1), event="fainted in the lift", severity="mild")
    record(harm, course=number, by=north["clinician"])
    assert open_course(number, north["front-desk"]).course.adverse_events[0].event == WITHHELD
    assert open_course(number, north["therapist"]).course.adverse_events[0].event == "fainted in the lift"


def test_every_look_and_every_refusal_is_written_down(north: House, south: House) -> None:
    number = start(north).number
    key = int(number.removeprefix("C-"))
    earlier = Look.objects.count()
    open_course(number, north["therapist"])
    with pytest.raises(NotAllowed):
        open_course(number, south["clinician"])
    with pytest.raises(NotAllowed):
        record(e.CourseClosed(id="x", happened_on=day(1), reason="other"), course=number, by=north["patient"])
    people_of(north["clinician"], words="ase")
    found = Look.objects.order_by("pk")[earlier:]
    assert [(look.who, look.what, look.allowed, look.why, look.course) for look in found] == [
        (north["therapist"].handle, "open-course", True, "", key),
        (south["clinician"].handle, "open-course", False, "no-such-course", key),
        (north["patient"].handle, "record CourseClosed", False, "not-your-role", key),
        (north["clinician"].handle, "people", True, "", None),
    ]


def test_looks_hold_codes_and_no_words(north: House) -> None:
    number = start(north).number
    with pytest.raises(NotRecorded):
        record(diary(1, pain=99, words="my secret"), course=number, by=north["patient"])
    for look in Look.objects.values():
        assert not any("secret" in str(value) or "Åse" in str(value) for value in look.values())


def test_the_operator_may_and_is_named(north: House) -> None:
    number = start(north, by=Operator()).number
    assert open_course(number, OPERATOR).log[0].recorded_by == "operator"
    assert Look.objects.latest("pk").who == "operator"
