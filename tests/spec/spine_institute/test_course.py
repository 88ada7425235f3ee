"""Other care, consultation, about three injections."""

title = "From other care to the injections"


def test_other_care_is_asked_about_before_anything_else(spec):
    """The page wants it exhausted before candidacy, so the question follows the evaluation. It gives no day."""
    spec(
        protocol="spine-institute",
        log="""
            2026-03-02   course started
            2026-03-02   evaluation answered
        """,
        agenda="""
            activity     who         because
            prior-care   clinician   after evaluation on 2 March 2026; not stated: the clinic decides when
        """,
        absent="consultation treatment-1",
    )


def test_try_it_first_and_ask_again(spec):
    """The consultation waits until the question is answered with a yes."""
    spec(
        protocol="spine-institute",
        log="""
            2026-03-02   course started
            2026-03-02   evaluation answered
            2026-03-05   response decided      prior-care: not-yet
        """,
        agenda="""
            activity     opens        because
            prior-care   2026-03-05   asked for again on 5 March 2026, after prior-care (not-yet)
        """,
        absent="consultation",
    )


def test_once_it_was_tried_the_physician_talks_with_the_patient(spec):
    """The talk may be held; neither its day nor its length is stated."""
    spec(
        protocol="spine-institute",
        log="""
            2026-03-02   course started
            2026-03-02   evaluation answered
            2026-03-05   response decided      prior-care: not-yet
            2026-05-04   response decided      prior-care: tried
        """,
        agenda="""
            activity       may   opens        because
            consultation   yes   not stated   after prior-care on 4 May 2026; not stated: the clinic decides when
        """,
        absent="prior-care",
    )


def test_a_consultation_alone_does_not_open_the_needle(spec):
    """Everything else is settled. That other care was tried must still be on record."""
    spec(
        protocol="spine-institute",
        log="""
            2026-03-02   course started
            2026-03-02   evaluation answered
            2026-03-03   candidacy decided     eligible
            2026-03-03   drug list taken       none
            2026-03-04   consent signed
            2026-03-04   plan agreed           3 sessions
            2026-03-05   visit attended        consultation
        """,
        agenda="""
            activity      may   why not
            treatment-1   no    It is not on record that conservative care was tried.
        """,
    )


def test_about_three_is_usual_and_no_limit(spec):
    """The page says that one is often not enough and names three. One or five need no reason."""
    spec(
        protocol="spine-institute",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-04   plan agreed         1 session
        """,
        objections="nothing",
    )
    spec(
        protocol="spine-institute",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-04   plan agreed         5 sessions
        """,
        objections="nothing",
    )


def test_the_time_between_two_injections_is_not_stated(spec):
    """So no day is shown, and nothing is early or late."""
    spec(
        protocol="spine-institute",
        log="""
            2026-03-02   course started
            2026-03-05   visit attended     consultation
            2026-03-09   injections given   treatment
        """,
        agenda="""
            activity      opens        ideal        closes
            treatment-2   not stated   not stated   not stated
        """,
    )


def test_what_a_clinic_decides_is_shown_as_its_own_decision(spec):
    """Four weeks after 9 March is 6 April, six weeks are 20 April. The reason names who decided, not the page."""
    spec(
        protocol="spine-institute",
        decided="""
            activity    figure              value   by          on
            treatment   then.weeks.opens    4       A. Rahman   2026-01-05
            treatment   then.weeks.closes   6       A. Rahman   2026-01-05
        """,
        log="""
            2026-03-02   course started
            2026-03-05   visit attended     consultation
            2026-03-09   injections given   treatment
        """,
        agenda="""
            activity      opens        ideal        closes
            treatment-2   2026-04-06   not stated   2026-04-20

            activity      because
            treatment-2   4 to 6 weeks after treatment-1 on 9 March 2026 (decided by A. Rahman on 5 January 2026)
        """,
    )
