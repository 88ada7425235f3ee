"""Sessions, what goes beside them, outcomes."""

title = "Sessions and outcomes"


def test_the_next_session_is_two_weeks_later(spec):
    """9 March to 23 March. How much earlier or later it may be is not stated."""
    spec(
        protocol="yelland-lbp-2004",
        log="""
            2026-03-02   course started
            2026-03-04   plan agreed        7 sessions
            2026-03-09   injections given   treatment
        """,
        agenda="""
            activity      owed   opens        ideal        closes
            treatment-2   owed   not stated   2026-03-23   not stated

            activity      because
            treatment-2   2 weeks after treatment-1 on 9 March 2026 (TRIALS_CSV)
        """,
    )


def test_it_is_counted_from_the_session_before(spec):
    """The second came on 30 March, a week late. The third is two weeks after that, on 13 April."""
    spec(
        protocol="yelland-lbp-2004",
        log="""
            2026-03-02   course started
            2026-03-04   plan agreed        7 sessions
            2026-03-09   injections given   treatment
            2026-03-30   injections given   treatment
        """,
        agenda="""
            activity      ideal
            treatment-3   2026-04-13
        """,
    )


def test_seven_are_the_mean_and_no_limit(spec):
    """The smallest and the largest number are not stated. Four or ten need no reason."""
    spec(
        protocol="yelland-lbp-2004",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-04   plan agreed         4 sessions
        """,
        objections="nothing",
    )
    spec(
        protocol="yelland-lbp-2004",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-04   plan agreed         10 sessions
        """,
        objections="nothing",
    )


def test_exercises_are_offered_and_run_for_26_weeks(spec):
    """Half of the people did them, and they added nothing, so they are offered. From 16 March, 26 weeks end on 14
    September."""
    spec(
        protocol="yelland-lbp-2004",
        log="""
            2026-03-02   course started
            2026-03-04   plan agreed        7 sessions
        """,
        agenda="""
            activity           who         owed
            physical-therapy   therapist   offered
        """,
    )
    spec(
        protocol="yelland-lbp-2004",
        log="""
            2026-03-02   course started
            2026-03-04   plan agreed        7 sessions
            2026-03-16   therapy attended   physical-therapy
        """,
        agenda="""
            activity           opens        closes       because
            physical-therapy   2026-03-16   2026-09-14   26 weeks from 16 March 2026 (YELLAND2004); 1 appointment so far
        """,
    )


def test_outcomes_are_counted_from_the_first_session(spec):
    """The trial says 2.5 months; half a month is no step of the calendar, so 11 weeks are counted: 25 May. The
    others are calendar months: 4, 6, 12 and 24."""
    spec(
        protocol="yelland-lbp-2004",
        log="""
            2026-03-02   course started
            2026-03-04   plan agreed        7 sessions
            2026-03-09   injections given   treatment
            2026-03-23   injections given   treatment
        """,
        agenda="""
            activity            who       ideal
            follow-up-early-1   patient   2026-05-25
            follow-up-1         patient   2026-07-09
            follow-up-2         patient   2026-09-09
            follow-up-3         patient   2027-03-09
            follow-up-4         patient   2028-03-09
        """,
    )


def test_a_month_that_is_too_short_ends_on_its_last_day(spec):
    """First session on 31 October: four months later is 28 February, six months later 30 April."""
    spec(
        protocol="yelland-lbp-2004",
        log="""
            2026-10-19   course started
            2026-10-21   plan agreed        7 sessions
            2026-10-31   injections given   treatment
        """,
        agenda="""
            activity      ideal
            follow-up-1   2027-02-28
            follow-up-2   2027-04-30
            follow-up-3   2027-10-31
            follow-up-4   2028-10-31
        """,
    )
