"""Weeks 0, 4, 8, 16."""

title = "The weeks of the trial"


def test_the_clock_starts_with_the_first_injection(spec):
    """It is due once the plan is agreed. When after that is not stated."""
    spec(
        protocol="sit-knee-2020",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-03   drug list taken     none
            2026-03-04   consent signed
            2026-03-04   plan agreed         4 sessions
        """,
        agenda="""
            activity      may   owed   opens        ideal        closes
            treatment-1   yes   owed   not stated   not stated   not stated

            activity   who
            baseline   patient
        """,
        absent="follow-up-1",
    )


def test_the_second_is_in_week_four(spec):
    """9 March is week 0; four weeks later is 6 April. How much earlier or later is not stated, so it is never
    overdue."""
    spec(
        protocol="sit-knee-2020",
        log="""
            2026-03-02   course started
            2026-03-04   plan agreed        4 sessions
            2026-03-09   injections given   treatment
        """,
        agenda="""
            activity      opens        ideal        closes
            treatment-2   not stated   2026-04-06   not stated

            activity      because
            treatment-2   week 4, counted from the first treatment on 9 March 2026 (SIT2018)

            activity      on 2026-04-05   on 2026-04-06   on 2026-06-29
            treatment-2   upcoming        due             due
        """,
    )


def test_the_third_is_in_week_eight_and_the_last_in_week_sixteen(spec):
    """Eight weeks after 9 March is 4 May, sixteen weeks after it 29 June: the last gap is eight weeks."""
    spec(
        protocol="sit-knee-2020",
        log="""
            2026-03-02   course started
            2026-03-04   plan agreed        4 sessions
            2026-03-09   injections given   treatment
            2026-04-06   injections given   treatment
        """,
        agenda="""
            activity      ideal
            treatment-3   2026-05-04
        """,
    )
    spec(
        protocol="sit-knee-2020",
        log="""
            2026-03-02   course started
            2026-03-04   plan agreed        4 sessions
            2026-03-09   injections given   treatment
            2026-04-06   injections given   treatment
            2026-05-04   injections given   treatment
        """,
        agenda="""
            activity      ideal        because
            treatment-4   2026-06-29   week 16, counted from the first treatment on 9 March 2026 (SIT2018)
        """,
    )


def test_a_late_session_does_not_move_the_later_weeks(spec):
    """The second came on 15 April, nine days late; the third on 8 May. The last is still 29 June."""
    spec(
        protocol="sit-knee-2020",
        log="""
            2026-03-02   course started
            2026-03-04   plan agreed        4 sessions
            2026-03-09   injections given   treatment
            2026-04-15   injections given   treatment
            2026-05-08   injections given   treatment
        """,
        agenda="""
            activity      ideal
            treatment-4   2026-06-29
        """,
    )


def test_margins_that_a_clinic_decides_are_counted_from_the_week(spec):
    """Three days before 6 April is 3 April, seven days after it 13 April; both are inside."""
    spec(
        protocol="sit-knee-2020",
        decided="""
            activity    figure              value   by          on
            treatment   margin_days.early   3       A. Rahman   2026-01-05
            treatment   margin_days.late    7       A. Rahman   2026-01-05
        """,
        log="""
            2026-03-02   course started
            2026-03-04   plan agreed        4 sessions
            2026-03-09   injections given   treatment
        """,
        agenda="""
            activity      opens        ideal        closes
            treatment-2   2026-04-03   2026-04-06   2026-04-13

            activity      on 2026-04-02   on 2026-04-03   on 2026-04-13   on 2026-04-14
            treatment-2   upcoming        due             due             overdue
        """,
    )


def test_four_sessions_are_the_whole_series(spec):
    """After the fourth nothing more is offered. Follow-up and closing remain."""
    spec(
        protocol="sit-knee-2020",
        log="""
            2026-03-02   course started
            2026-03-04   plan agreed        4 sessions
            2026-03-09   injections given   treatment
            2026-04-06   injections given   treatment
            2026-05-04   injections given   treatment
            2026-06-29   injections given   treatment
        """,
        agenda="""
            activity   opens
            closing    2027-06-29
        """,
        absent="treatment-5",
    )


def test_three_or_five_need_a_reason(spec):
    """The trial gave four, no fewer and no more."""
    spec(
        protocol="sit-knee-2020",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-04   plan agreed         3 sessions
        """,
        objections="fewer-than-stated",
    )
    spec(
        protocol="sit-knee-2020",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-04   plan agreed         5 sessions
        """,
        objections="more-than-stated",
    )


def test_a_fifth_that_was_agreed_has_no_week(spec):
    """With a reason five may be agreed. The fifth is owed; the schedule has no week for it, so the clinic decides
    when."""
    spec(
        protocol="sit-knee-2020",
        log="""
            2026-03-02   course started
            2026-03-04   plan agreed        5 sessions, overrides more-than-stated:responds slowly
            2026-03-09   injections given   treatment
            2026-04-06   injections given   treatment
            2026-05-04   injections given   treatment
            2026-06-29   injections given   treatment
        """,
        agenda="""
            activity      owed   ideal        because
            treatment-5   owed   not stated   after treatment-4 on 29 June 2026; not stated: the clinic decides when
        """,
        absent="closing",
    )


def test_outcomes_are_in_weeks_16_26_and_52(spec):
    """From 9 March: 29 June, 7 September and 8 March of the next year. They too are counted from the first
    injection."""
    spec(
        protocol="sit-knee-2020",
        log="""
            2026-03-02   course started
            2026-03-04   plan agreed        4 sessions
            2026-03-09   injections given   treatment
            2026-04-15   injections given   treatment
        """,
        agenda="""
            activity      who       ideal
            follow-up-1   patient   2026-06-29
            follow-up-2   patient   2026-09-07
            follow-up-3   patient   2027-03-08
        """,
    )
