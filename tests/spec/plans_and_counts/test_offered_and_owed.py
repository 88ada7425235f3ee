"""Offered and owed."""

title = "Offered and owed"


def test_without_a_plan_a_session_is_offered(spec):
    """One was given without a plan. The next is offered, although the protocol names three as the least."""
    spec(
        protocol="nutura-back",
        log="""
            2026-02-16   course started
            2026-03-09   injections given   treatment
        """,
        agenda="""
            activity      owed
            treatment-2   offered
        """,
    )


def test_with_a_plan_it_is_owed(spec):
    """Four are agreed, one is given: the second is owed."""
    spec(
        protocol="nutura-back",
        log="""
            2026-02-16   course started
            2026-03-03   plan agreed        4 sessions
            2026-03-09   injections given   treatment
        """,
        agenda="""
            activity      owed
            treatment-2   owed
        """,
    )


def test_only_the_next_session_is_listed(spec):
    """The third has no day before the second is given."""
    spec(
        protocol="nutura-back",
        log="""
            2026-02-16   course started
            2026-03-03   plan agreed        4 sessions
            2026-03-09   injections given   treatment
        """,
        absent="treatment-1 treatment-3 treatment-4",
    )


def test_without_a_plan_it_is_offered_up_to_the_most_that_is_stated(spec):
    """Eight are the most. After seven an eighth is offered; after eight the series is over."""
    spec(
        protocol="nutura-back",
        log="""
            2026-02-16   course started
            2026-03-09   injections given   treatment
            2026-04-06   injections given   treatment
            2026-05-04   injections given   treatment
            2026-06-01   injections given   treatment
            2026-06-29   injections given   treatment
            2026-07-27   injections given   treatment
            2026-08-24   injections given   treatment
        """,
        agenda="""
            activity      owed      opens        closes
            treatment-8   offered   2026-09-21   2026-10-05
        """,
        absent="closing",
    )
    spec(
        protocol="nutura-back",
        log="""
            2026-02-16   course started
            2026-03-09   injections given   treatment
            2026-04-06   injections given   treatment
            2026-05-04   injections given   treatment
            2026-06-01   injections given   treatment
            2026-06-29   injections given   treatment
            2026-07-27   injections given   treatment
            2026-08-24   injections given   treatment
            2026-09-21   injections given   treatment
        """,
        agenda="""
            activity   opens
            closing    2027-09-21
        """,
        absent="treatment-9",
    )


def test_when_the_agreed_number_is_given_the_series_is_over(spec):
    """Three were agreed and three were given, although eight would be allowed."""
    spec(
        protocol="nutura-back",
        log="""
            2026-02-16   course started
            2026-03-03   plan agreed        3 sessions
            2026-03-09   injections given   treatment
            2026-04-06   injections given   treatment
            2026-05-04   injections given   treatment
        """,
        agenda="""
            activity      ideal
            follow-up-1   2026-08-04
            closing       not stated
        """,
        absent="treatment-4",
    )


def test_the_diagnostic_injection_is_not_one_of_them(spec):
    """The diagnostic injection and two treatments: a third is still owed."""
    spec(
        protocol="nutura-back",
        log="""
            2026-02-02   course started
            2026-02-09   injections given   diagnostic-injection
            2026-02-23   response decided   response-review: go-on
            2026-02-24   plan agreed        3 sessions
            2026-03-09   injections given   treatment
            2026-04-06   injections given   treatment
        """,
        agenda="""
            activity      owed
            treatment-3   owed
        """,
        absent="closing",
    )


def test_the_tenth_is_called_the_tenth(spec):
    """Ten are agreed with a reason. The index before the tenth session is asked for with its number."""
    spec(
        protocol="hoffman-agnish-sij-2018",
        log="""
            2026-01-05               course started
            2026-01-06               plan agreed        10 sessions, overrides more-than-stated:spec
            2026-02-01..2026-02-09   injections given   treatment
        """,
        agenda="""
            activity      owed
            treatment-10   owed

            activity      because
            oswestry-10   with it: sacroiliac joint injection 10, to be aimed for 9 March 2026
        """,
    )
