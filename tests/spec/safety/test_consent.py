"""Consent taken back."""

title = "Consent that is taken back"


def test_no_injection_without_a_signature(spec):
    """Everything else is settled."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-03   drug list taken     none
            2026-03-04   plan agreed         3 sessions
        """,
        agenda="""
            activity      may   why not
            treatment-1   no    Consent is not signed.

            activity   who       may
            consent    patient   yes
        """,
    )


def test_taken_back_it_is_asked_for_again_and_the_treatments_wait(spec):
    """The patient owes no reason. What was given stays given; what comes next waits."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-02   evaluation answered
            2026-03-03   candidacy decided     eligible
            2026-03-03   drug list taken       none
            2026-03-04   consent signed
            2026-03-04   plan agreed           3 sessions
            2026-03-09   injections given      treatment
            2026-03-16   response decided      session-review: continue
            2026-03-20   consent withdrawn
        """,
        agenda="""
            activity      may   why not
            treatment-2   no    The patient took the consent back.

            activity   who
            consent    patient
        """,
    )


def test_signed_again_the_treatments_go_on(spec):
    """The latest word counts."""
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
            2026-03-20   consent withdrawn
            2026-03-30   consent signed
        """,
        agenda="""
            activity      may
            treatment-2   yes
        """,
        absent="consent",
    )


def test_a_signature_of_yesterday_told_today_does_not_undo_the_withdrawal(spec):
    """Written down on 25 March, but signed on 4 March: the patient took it back on 20 March."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-03   drug list taken     none
            2026-03-04   plan agreed         3 sessions
            2026-03-20   consent withdrawn
            2026-03-04   consent signed
        """,
        agenda="""
            activity      why not
            treatment-1   The patient took the consent back.
        """,
    )
