"""Relative windows move, absolute ones do not."""

title = "Late and early sessions"


def test_a_late_session_moves_the_next(spec):
    """The second treatment was due by 20 April (2 to 6 weeks after 9 March) and was given on 4 May. The third is 2
    to 6 weeks after 4 May: 18 May to 15 June."""
    spec(
        protocol="darrow-back",
        log="""
            2026-03-02   course started
            2026-03-05   visit attended     consultation
            2026-03-09   injections given   treatment
            2026-05-04   injections given   treatment
        """,
        agenda="""
            activity      opens        closes       because
            treatment-3   2026-05-18   2026-06-15   2 to 6 weeks after treatment-2 on 4 May 2026 (S004)
        """,
    )


def test_an_early_session_moves_the_next_too(spec):
    """Given a week after the first, on 16 March. The third may be given from 30 March."""
    spec(
        protocol="darrow-back",
        log="""
            2026-03-02   course started
            2026-03-05   visit attended     consultation
            2026-03-09   injections given   treatment
            2026-03-16   injections given   treatment
        """,
        agenda="""
            activity      opens        closes
            treatment-3   2026-03-30   2026-04-27
        """,
    )


def test_fixed_weeks_stay_where_they_are(spec):
    """Weeks 0, 4, 8 and 16 from 9 March are 9 March, 6 April, 4 May and 29 June. The second session came two weeks
    late, on 20 April. The third is still 4 May."""
    spec(
        protocol="sit-knee-2020",
        log="""
            2026-03-02   course started
            2026-03-04   plan agreed        4 sessions
            2026-03-09   injections given   treatment
            2026-04-20   injections given   treatment
        """,
        agenda="""
            activity      ideal        because
            treatment-3   2026-05-04   week 8, counted from the first treatment on 9 March 2026 (SIT2018)
        """,
    )


def test_two_sessions_that_come_too_close_because_of_it_need_a_reason(spec):
    """20 April to 4 May is 14 days. This clinic wants 21 at least, so a named clinician must say why."""
    spec(
        protocol="sit-knee-2020",
        decided="""
            activity   figure             value   by          on
            -          minimum_gap_days   21      A. Rahman   2026-01-05
        """,
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-03   drug list taken     none
            2026-03-04   consent signed
            2026-03-04   plan agreed         4 sessions
            2026-03-09   injections given    treatment
            2026-03-16   response decided    session-review: continue
            2026-04-20   injections given    treatment
            2026-04-27   response decided    session-review: continue
            2026-05-04   injections given    treatment
        """,
        objections="too-close",
        in_words="""
            stop: 14 days after the last injection; at least 21 (decided by A. Rahman).
            Give it later, or say why it was given now.
        """,
    )


def test_the_clinics_own_least_distance_is_inside(spec):
    """13 April to 4 May is 21 days: enough."""
    spec(
        protocol="sit-knee-2020",
        decided="""
            activity   figure             value   by          on
            -          minimum_gap_days   21      A. Rahman   2026-01-05
        """,
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-03   drug list taken     none
            2026-03-04   consent signed
            2026-03-04   plan agreed         4 sessions
            2026-03-09   injections given    treatment
            2026-03-16   response decided    session-review: continue
            2026-04-13   injections given    treatment
            2026-04-20   response decided    session-review: continue
            2026-05-04   injections given    treatment
        """,
        objections="nothing",
    )


def test_late_is_recorded_with_a_warning(spec):
    """The window of the second treatment closed on 20 April. A day later it is given and recorded."""
    spec(
        protocol="darrow-back",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-05   visit attended      consultation
            2026-03-05   response decided    indication: both-hold
            2026-03-05   drug list taken     none
            2026-03-05   consent signed
            2026-03-05   plan agreed         4 sessions
            2026-03-09   hold checked        hold-anti-inflammatory kept
            2026-03-09   injections given    treatment
            2026-03-16   response decided    session-review: continue
            2026-04-21   hold checked        hold-anti-inflammatory kept
            2026-04-21   injections given    treatment
        """,
        objections="late",
        in_words="""
            warn: The window closed on 20 April 2026: 2 to 6 weeks after treatment-1 on 9 March 2026 (S004).
        """,
    )


def test_the_clocks_going_forward_take_no_day(spec):
    """In much of Europe clocks go forward on 29 March 2026, in much of North America on 8 March. 4 weeks are 28 days
    of the calendar on either side of it: 4 March to 1 April."""
    spec(
        protocol="nutura-back",
        log="""
            2026-02-16   course started
            2026-03-04   injections given   treatment
        """,
        agenda="""
            activity      opens        closes
            treatment-2   2026-04-01   2026-04-15

            activity      on 2026-03-31   on 2026-04-01   on 2026-04-15   on 2026-04-16
            treatment-2   upcoming        due             due             overdue
        """,
    )
