"""Outcomes and closing."""

title = "Outcomes and closing"


def test_outcomes_are_asked_3_6_and_12_months_after_the_last_session(spec):
    """Last session on 9 March. Each may be taken from 14 days before its day to 42 days after it."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-02-02   course started
            2026-02-04   plan agreed        2 sessions
            2026-02-09   injections given   treatment
            2026-03-09   injections given   treatment
        """,
        agenda="""
            activity      who       opens        ideal        closes
            follow-up-1   patient   2026-05-26   2026-06-09   2026-07-21
            follow-up-2   patient   2026-08-26   2026-09-09   2026-10-21
            follow-up-3   patient   2027-02-23   2027-03-09   2027-04-20

            activity      on 2026-05-25   on 2026-05-26   on 2026-07-21   on 2026-07-22
            follow-up-1   upcoming        due             due             overdue
        """,
    )


def test_each_month_has_its_own_source(spec):
    """No one trial asked at all three."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-02-02   course started
            2026-02-04   plan agreed        1 session
            2026-03-09   injections given   treatment
        """,
        agenda="""
            activity      because
            follow-up-1   month 3, counted from the last treatment on 9 March 2026 (VA2018)
            follow-up-2   month 6, counted from the last treatment on 9 March 2026 (YELLAND2004)
            follow-up-3   month 12, counted from the last treatment on 9 March 2026 (RABAGO2013)
        """,
    )


def test_a_short_month_ends_on_its_last_day(spec):
    """Last session on 31 August: 3 months later is 30 November, 6 months later 28 February, 12 months later 31
    August."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-08-03   course started
            2026-08-05   plan agreed        1 session
            2026-08-31   injections given   treatment
        """,
        agenda="""
            activity      ideal
            follow-up-1   2026-11-30
            follow-up-2   2027-02-28
            follow-up-3   2027-08-31
        """,
    )


def test_while_sessions_are_left_there_is_no_outcome_yet(spec):
    """One of two is given."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-02-02   course started
            2026-02-04   plan agreed        2 sessions
            2026-03-09   injections given   treatment
        """,
        absent="follow-up-1 follow-up-2 follow-up-3 closing",
    )


def test_a_score_stands_for_the_month_it_is_nearest_to(spec):
    """Taken on 20 June, eleven days after month 3. Months 6 and 12 are left."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-02-02   course started
            2026-02-04   plan agreed        1 session
            2026-03-09   injections given   treatment
            2026-06-20   scores taken       nrs_pain 3, activity follow-up
        """,
        agenda="""
            activity      ideal
            follow-up-2   2026-09-09
            follow-up-3   2027-03-09
        """,
        absent="follow-up-1",
    )


def test_a_series_that_is_taken_up_again_is_followed_up_anew(spec):
    """Month 3 was asked in June. Then one more session on 13 July: all three are counted from there."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-02-02   course started
            2026-02-04   plan agreed        1 session
            2026-03-09   injections given   treatment
            2026-06-09   scores taken       nrs_pain 5, activity follow-up
            2026-07-06   plan changed       2 sessions
            2026-07-13   injections given   treatment
        """,
        agenda="""
            activity      ideal
            follow-up-1   2026-10-13
            follow-up-2   2027-01-13
            follow-up-3   2027-07-13
        """,
    )


def test_the_course_is_closed_at_best_with_the_last_outcome(spec):
    """It may be closed from the last session on, and best a year after it. No day is too late."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-02-02   course started
            2026-02-04   plan agreed        1 session
            2026-03-09   injections given   treatment
        """,
        agenda="""
            activity   who         opens        ideal        closes
            closing    clinician   2027-03-09   not stated   not stated

            activity   because
            closing    12 months or more after the end of the series on 9 March 2026 (LOCAL-H3)
        """,
    )


def test_a_closed_course_owes_nothing(spec):
    """Scores that come later still count as outcomes; nobody is asked for them any more."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-02-02   course started
            2026-02-04   plan agreed        1 session
            2026-03-09   injections given   treatment
            2026-04-13   course closed      completed
        """,
        absent="everything",
    )
    spec(
        protocol="nutura-knee",
        log="""
            2026-02-02   course started
            2026-02-04   plan agreed        1 session
            2026-03-09   injections given   treatment
            2026-04-13   course closed      completed
            2026-06-09   scores taken       nrs_pain 3, activity follow-up
        """,
        objections="nothing",
    )
