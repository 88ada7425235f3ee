"""After each injection."""

title = "After each injection"


def test_the_patient_is_asked_on_day_one_to_three(spec):
    """Best on day 2, while soreness is at its height."""
    spec(
        protocol="spine-institute",
        log="""
            2026-03-02   course started
            2026-03-05   visit attended     consultation
            2026-03-09   injections given   treatment
        """,
        agenda="""
            activity     who       opens        ideal        closes
            check-in-1   patient   2026-03-10   2026-03-11   2026-03-12

            activity     on 2026-03-09   on 2026-03-10   on 2026-03-12   on 2026-03-13
            check-in-1   upcoming        due             due             overdue

            activity     because
            check-in-1   1 to 3 days, ideally 2 after treatment-1 on 9 March 2026 (LOCAL-H1)
        """,
    )


def test_once_asked_it_is_off_the_list_until_the_next_injection(spec):
    """The second injection brings the second check-in."""
    spec(
        protocol="spine-institute",
        log="""
            2026-03-02   course started
            2026-03-05   visit attended     consultation
            2026-03-09   injections given   treatment
            2026-03-11   activity done      check-in
        """,
        absent="check-in-1 check-in-2",
    )
    spec(
        protocol="spine-institute",
        log="""
            2026-03-02   course started
            2026-03-05   visit attended     consultation
            2026-03-09   injections given   treatment
            2026-03-11   activity done      check-in
            2026-04-06   injections given   treatment
        """,
        agenda="""
            activity     ideal
            check-in-2   2026-04-08
        """,
        absent="check-in-1",
    )


def test_a_check_in_that_was_missed_passes_with_the_next_injection(spec):
    """Nobody is asked in April how they were in March."""
    spec(
        protocol="spine-institute",
        log="""
            2026-03-02   course started
            2026-03-05   visit attended     consultation
            2026-03-09   injections given   treatment
            2026-04-06   injections given   treatment
        """,
        agenda="""
            activity     ideal
            check-in-2   2026-04-08
        """,
        absent="check-in-1",
    )


def test_the_review_is_held_from_day_seven_on(spec):
    """A sore first week would look like no response. There is no latest day; the next session waits for the review."""
    spec(
        protocol="spine-institute",
        log="""
            2026-03-02   course started
            2026-03-05   visit attended     consultation
            2026-03-09   injections given   treatment
        """,
        agenda="""
            activity           who         opens        ideal        closes
            session-review-1   clinician   2026-03-16   not stated   not stated

            activity           on 2026-03-15   on 2026-03-16   on 2026-12-31
            session-review-1   upcoming        due             due
        """,
    )


def test_the_next_session_waits_for_the_review(spec):
    """All else is settled."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-03   drug list taken     none
            2026-03-04   consent signed
            2026-03-04   plan agreed         3 sessions
            2026-03-09   injections given    treatment
        """,
        agenda="""
            activity      may   why not
            treatment-2   no    The review of the last session has not decided to go on.
        """,
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
            2026-03-16   response decided    session-review: continue
        """,
        agenda="""
            activity      may
            treatment-2   yes
        """,
        absent="session-review-1",
    )


def test_each_session_has_its_own_review(spec):
    """The review of the first session does not open the third."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-03   drug list taken     none
            2026-03-04   consent signed
            2026-03-04   plan agreed         3 sessions
            2026-03-09   injections given    treatment
            2026-03-16   response decided    session-review: continue
            2026-04-06   injections given    treatment
        """,
        agenda="""
            activity      why not
            treatment-3   The review of the last session has not decided to go on.

            activity           opens
            session-review-2   2026-04-13
        """,
    )


def test_waiting_for_more_figures_asks_once_more(spec):
    """The session goes on waiting."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-03   drug list taken     none
            2026-03-04   consent signed
            2026-03-04   plan agreed         3 sessions
            2026-03-09   injections given    treatment
            2026-03-16   response decided    session-review: wait
        """,
        agenda="""
            activity           opens        because
            session-review-1   2026-03-16   asked for again on 16 March 2026 (wait)

            activity      may
            treatment-2   no
        """,
    )


def test_a_diagnostic_injection_has_a_check_in_and_no_session_review(spec):
    """Its response has a review of its own."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-05   visit attended     intake
            2026-03-10   injections given   diagnostic-injection
        """,
        agenda="""
            activity          ideal
            check-in-1        2026-03-12
            response-review   not stated
        """,
        absent="session-review-1",
    )
