"""Injections into the knee, with everything else open."""

title = "Injections into the knee"


def test_nothing_of_the_back_is_carried_over(spec):
    """No diagnostic injection, no diary, no review before treatment: the article on the knee has none of them."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-02   evaluation answered
            2026-03-03   candidacy decided     eligible
        """,
        agenda="""
            activity   who
            plan       clinician
            consent    patient
        """,
        absent="intake imaging diagnostic-injection pain-diary response-review physical-therapy treatment-1",
    )


def test_a_plan_comes_before_the_first_injection(spec):
    """When it may be given after the plan is not stated."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-02   evaluation answered
            2026-03-03   candidacy decided     eligible
            2026-03-03   drug list taken       none
            2026-03-04   consent signed
            2026-03-04   plan agreed           3 sessions
        """,
        agenda="""
            activity      may   owed   opens        closes
            treatment-1   yes   owed   not stated   not stated

            activity      because
            treatment-1   after plan on 4 March 2026; not stated: the clinic decides when
        """,
    )


def test_any_number_may_be_agreed(spec):
    """The article names none, so neither one nor twelve is fewer or more than stated."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-04   plan agreed         1 session
        """,
        objections="nothing",
    )
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-04   plan agreed         12 sessions
        """,
        objections="nothing",
    )


def test_the_next_injection_has_no_window(spec):
    """It is owed by the plan and has no day. Whenever it is given, it is neither early nor late."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-04   plan agreed         3 sessions
            2026-03-09   injections given    treatment
        """,
        agenda="""
            activity      owed   opens        ideal        closes
            treatment-2   owed   not stated   not stated   not stated
        """,
    )


def test_a_rise_of_pain_is_waited_out_before_the_review(spec):
    """Pain may rise at first. The patient is asked on day 1 to 3; the review is held from day 7 on."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-04   plan agreed        3 sessions
            2026-03-09   injections given   treatment
        """,
        agenda="""
            activity           who         opens        ideal        closes
            check-in-1         patient     2026-03-10   2026-03-11   2026-03-12
            session-review-1   clinician   2026-03-16   not stated   not stated
        """,
    )


def test_a_clinic_fills_in_its_own_interval(spec):
    """Four weeks after 9 March is 6 April."""
    spec(
        protocol="nutura-knee",
        decided="""
            activity    figure             value   by          on
            treatment   then.weeks.ideal   4       M. Okafor   2026-03-02
        """,
        log="""
            2026-03-02   course started
            2026-03-04   plan agreed        3 sessions
            2026-03-09   injections given   treatment
        """,
        agenda="""
            activity      ideal        because
            treatment-2   2026-04-06   4 weeks after treatment-1 on 9 March 2026 (decided by M. Okafor on 2 March 2026)
        """,
    )
