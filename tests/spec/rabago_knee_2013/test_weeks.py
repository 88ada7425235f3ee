"""Weeks 1, 5, 9, 13, 17."""

title = "The weeks of the trial"


def test_the_first_session_is_week_one(spec):
    """So week 5 is four weeks after it: 9 March to 6 April. Margins are not stated."""
    spec(
        protocol="rabago-knee-2013",
        log="""
            2026-03-02   course started
            2026-03-04   plan agreed        3 sessions
            2026-03-09   injections given   treatment
        """,
        agenda="""
            activity      opens        ideal        closes
            treatment-2   not stated   2026-04-06   not stated

            activity      because
            treatment-2   week 5, counted from the first treatment on 9 March 2026, which is week 1 (RABAGO2013)
        """,
    )


def test_the_third_is_week_nine_even_when_the_second_came_late(spec):
    """Week 9 is eight weeks after 9 March: 4 May. The second came on 20 April instead of 6 April."""
    spec(
        protocol="rabago-knee-2013",
        log="""
            2026-03-02   course started
            2026-03-04   plan agreed        3 sessions
            2026-03-09   injections given   treatment
            2026-04-20   injections given   treatment
        """,
        agenda="""
            activity      ideal
            treatment-3   2026-05-04
        """,
    )


def test_weeks_13_and_17_come_with_a_plan_that_has_them(spec):
    """Twelve and sixteen weeks after 9 March: 1 June and 29 June."""
    spec(
        protocol="rabago-knee-2013",
        log="""
            2026-03-02   course started
            2026-03-04   plan agreed        5 sessions
            2026-03-09   injections given   treatment
            2026-04-06   injections given   treatment
            2026-05-04   injections given   treatment
        """,
        agenda="""
            activity      owed   ideal        because
            treatment-4   owed   2026-06-01   week 13, counted from the first treatment on 9 March 2026, which is week 1 (RABAGO2013)
        """,  # noqa: E501 - the reason is as long as that
    )
    spec(
        protocol="rabago-knee-2013",
        log="""
            2026-03-02   course started
            2026-03-04   plan agreed        5 sessions
            2026-03-09   injections given   treatment
            2026-04-06   injections given   treatment
            2026-05-04   injections given   treatment
            2026-06-01   injections given   treatment
        """,
        agenda="""
            activity      ideal
            treatment-5   2026-06-29
        """,
    )


def test_after_a_plan_of_three_the_series_is_over(spec):
    """Three are what everybody got. Nothing more is due unless somebody decides so."""
    spec(
        protocol="rabago-knee-2013",
        log="""
            2026-03-02   course started
            2026-03-04   plan agreed        3 sessions
            2026-03-09   injections given   treatment
            2026-04-06   injections given   treatment
            2026-05-04   injections given   treatment
        """,
        agenda="""
            activity           who
            session-review-3   clinician
            closing            clinician
        """,
        absent="treatment-4",
    )


def test_who_needs_a_fourth_gets_it_by_a_change_of_plan(spec):
    """At the review after the third the clinician chooses to change the plan, and week 13 is due."""
    spec(
        protocol="rabago-knee-2013",
        log="""
            2026-03-02   course started
            2026-03-04   plan agreed        3 sessions
            2026-03-09   injections given   treatment
            2026-04-06   injections given   treatment
            2026-05-04   injections given   treatment
            2026-05-18   response decided   session-review: change
            2026-05-18   plan changed       4 sessions
        """,
        agenda="""
            activity      owed   ideal
            treatment-4   owed   2026-06-01
        """,
        absent="closing",
    )


def test_five_are_the_most_and_three_the_least(spec):
    """Three and five need no reason, two and six do."""
    spec(
        protocol="rabago-knee-2013",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-04   plan agreed         5 sessions
        """,
        objections="nothing",
    )
    spec(
        protocol="rabago-knee-2013",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-04   plan agreed         6 sessions
        """,
        objections="more-than-stated",
    )
    spec(
        protocol="rabago-knee-2013",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-04   plan agreed         2 sessions
        """,
        objections="fewer-than-stated",
    )
