"""Open concerns."""

title = "A reported symptom"


def test_it_comes_first_and_holds_the_next_injection_up(spec):
    """It stands at the top, whatever else is due, and the next treatment may not be given."""
    spec(
        protocol="darrow-back",
        log="""
            2026-03-02   course started
            2026-03-05   visit attended     consultation
            2026-03-05   response decided   indication: both-hold
            2026-03-05   drug list taken    none
            2026-03-09   injections given   treatment
            2026-03-11   symptom reported   swelling: urgent_care
        """,
        first="concern:swelling",
        agenda="""
            activity           who         because
            concern:swelling   clinician   reported on 11 March 2026, triaged as urgent care (HOUSE)

            activity      may
            treatment-2   no
        """,
    )


def test_it_is_all_that_the_next_injection_waits_for(spec):
    """Eligible, consent, medicines, review and plan are settled. The symptom alone stands in the way."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-03   drug list taken     none
            2026-03-04   consent signed
            2026-03-04   plan agreed         3 sessions
            2026-03-09   injections given    treatment
            2026-03-11   symptom reported    swelling: call_clinic_same_day
            2026-03-16   response decided    session-review: continue
        """,
        agenda="""
            activity      may   why not
            treatment-2   no    A reported symptom is not closed by a clinician.
        """,
    )


def test_the_most_urgent_comes_first_whenever_it_was_told(spec):
    """What was told earlier never hides a new warning sign. What nobody has triaged yet may be anything."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-04   plan agreed        3 sessions
            2026-03-09   injections given   treatment
            2026-03-11   symptom reported   stiffness: call_clinic_same_day
            2026-03-12   symptom reported   rash: urgent_care
            2026-03-13   symptom reported   something
            2026-03-14   symptom reported   breathless: emergency
        """,
        first="concern:breathless concern:something concern:rash concern:stiffness",
    )


def test_an_expected_reaction_is_no_open_concern(spec):
    """Soreness that needs only care at home is kept in the record. Nobody has to close it, and it holds nothing up."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-03   drug list taken     none
            2026-03-04   consent signed
            2026-03-04   plan agreed         3 sessions
            2026-03-09   injections given    treatment
            2026-03-11   symptom reported    soreness: self_care
            2026-03-16   response decided    session-review: continue
        """,
        agenda="""
            activity      may
            treatment-2   yes
        """,
        absent="concern:soreness",
    )


def test_what_nobody_has_triaged_holds_the_injection_up(spec):
    """Not knowing is not knowing that it is harmless."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-03   drug list taken     none
            2026-03-04   consent signed
            2026-03-04   plan agreed         3 sessions
            2026-03-09   injections given    treatment
            2026-03-11   symptom reported    swelling
            2026-03-16   response decided    session-review: continue
        """,
        agenda="""
            activity           because
            concern:swelling   reported on 11 March 2026, not triaged yet (HOUSE)

            activity      why not
            treatment-2   A reported symptom is not closed by a clinician.
        """,
    )


def test_once_a_clinician_closes_it_the_course_goes_on(spec):
    """Closed with a judgement of how it is related and how severe it was."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-03   drug list taken     none
            2026-03-04   consent signed
            2026-03-04   plan agreed         3 sessions
            2026-03-09   injections given    treatment
            2026-03-11   symptom reported    swelling: urgent_care
            2026-03-13   symptom handled     swelling closed
            2026-03-16   response decided    session-review: continue
        """,
        agenda="""
            activity      may
            treatment-2   yes
        """,
        absent="concern:swelling",
    )


def test_handled_is_not_closed(spec):
    """A clinician looked and wants to look again: it stays open."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-03   drug list taken     none
            2026-03-04   consent signed
            2026-03-04   plan agreed         3 sessions
            2026-03-09   injections given    treatment
            2026-03-11   symptom reported    swelling: urgent_care
            2026-03-13   symptom handled     swelling kept open
            2026-03-16   response decided    session-review: continue
        """,
        first="concern:swelling",
        agenda="""
            activity      why not
            treatment-2   A reported symptom is not closed by a clinician.
        """,
    )


def test_two_symptoms_are_two(spec):
    """Closing one leaves the other."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-04   plan agreed        3 sessions
            2026-03-09   injections given   treatment
            2026-03-11   symptom reported   swelling: urgent_care
            2026-03-11   symptom reported   fever: emergency
            2026-03-13   symptom handled    swelling closed
        """,
        first="concern:fever",
        absent="concern:swelling",
    )


def test_it_is_seen_in_a_paused_course(spec):
    """Nothing is due while a course is paused, but a symptom does not wait."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-04   plan agreed        3 sessions
            2026-03-09   injections given   treatment
            2026-03-10   course paused
            2026-03-11   symptom reported   swelling: urgent_care
        """,
        first="concern:swelling",
        absent="check-in-1 treatment-2 session-review-1",
    )


def test_it_is_seen_in_a_closed_course(spec):
    """A joint can become infected after the last session, when the file is closed already."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-04   plan agreed        1 session
            2026-03-09   injections given   treatment
            2026-03-10   course closed      completed
            2026-03-14   symptom reported   fever: emergency
        """,
        first="concern:fever",
        absent="check-in-1 follow-up-1 closing",
    )


def test_every_injection_is_followed_by_the_question_how_are_you(spec):
    """The diagnostic injection like any other: on day 1 to 3, best on day 2."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-05   visit attended     intake
            2026-03-10   injections given   diagnostic-injection
        """,
        agenda="""
            activity     who       opens        ideal        closes
            check-in-1   patient   2026-03-11   2026-03-12   2026-03-13

            activity     on 2026-03-10   on 2026-03-11   on 2026-03-13   on 2026-03-14
            check-in-1   upcoming        due             due             overdue
        """,
    )


def test_an_injection_given_all_the_same_is_recorded_with_a_reason(spec):
    """The record asks a named clinician why. It hides nothing."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-03   drug list taken     none
            2026-03-04   consent signed
            2026-03-04   plan agreed         3 sessions
            2026-03-09   injections given    treatment
            2026-03-11   symptom reported    swelling: call_clinic_same_day
            2026-03-16   response decided    session-review: continue
            2026-04-06   injections given    treatment
        """,
        objections="no-open-concern",
        in_words="""
            stop: A reported symptom is not closed by a clinician.
            Close the reported symptom first, or say why it was given before.
        """,
        stands="no-open-concern",
    )
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-03   drug list taken     none
            2026-03-04   consent signed
            2026-03-04   plan agreed         3 sessions
            2026-03-09   injections given    treatment
            2026-03-11   symptom reported    swelling: call_clinic_same_day
            2026-03-16   response decided    session-review: continue
            2026-04-06   injections given    treatment, overrides no-open-concern:seen today and gone
        """,
        objections="no-open-concern",
        stands="nothing",
    )
