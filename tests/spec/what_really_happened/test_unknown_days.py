"""Days that nobody knows."""

title = "Days that nobody knows"


def test_from_an_unknown_day_no_day_is_counted(spec):
    """Given, but nobody knows when: the next treatment is owed and has no window, and it says why."""
    spec(
        protocol="nutura-back",
        log="""
            2026-02-16   course started
            2026-03-03   plan agreed        3 sessions
            -            injections given   treatment
        """,
        agenda="""
            activity      owed   opens        closes       because
            treatment-2   owed   not stated   not stated   4 to 6 weeks after treatment-1 whose day is not known (S000)
        """,
    )


def test_a_later_day_that_is_known_is_counted_from_again(spec):
    """The first is unknown, the second was on 6 April. The third is 4 to 6 weeks after that."""
    spec(
        protocol="nutura-back",
        log="""
            2026-02-16   course started
            -            injections given   treatment
            2026-04-06   injections given   treatment
        """,
        agenda="""
            activity      opens        closes
            treatment-3   2026-05-04   2026-05-18
        """,
    )


def test_without_a_day_an_event_stands_behind_the_one_it_names(spec):
    """After the first and before the second treatment, nobody knows when: the score is told after e3. So it speaks
    about the first treatment, and the second has no figure yet."""
    spec(
        protocol="hoffman-agnish-sij-2018",
        log="""
            2026-03-02   course started
            2026-03-09   scores taken       odi 48, activity oswestry
            2026-03-09   injections given   treatment
            2026-04-06   injections given   treatment
            -            scores taken       odi 33, activity oswestry, after e3
        """,
        advice="""
            session-review on 2026-04-13: not_enough_data -> wait
            There is no figure since the injection, so no change can be computed. Ask for a score.
        """,
    )


def test_fixed_weeks_have_no_days_without_their_beginning(spec):
    """The first session's day is unknown, so no week can be placed on the calendar."""
    spec(
        protocol="sit-knee-2020",
        log="""
            2026-03-02   course started
            2026-03-04   plan agreed        4 sessions
            -            injections given   treatment
        """,
        agenda="""
            activity      ideal        because
            treatment-2   not stated   week 4, counted from the first treatment, whose day is not known (SIT2018)
        """,
    )


def test_a_score_on_an_unknown_day_is_still_a_figure(spec):
    """It is shown as what it is."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            -            scores taken       nrs_pain 8
            2026-03-10   injections given   diagnostic-injection
            2026-03-30   scores taken       nrs_pain 4
        """,
        advice="""
            response-review on 2026-03-31: clinician_decides
            8 at baseline (score on an unknown day), 4 now (score of 30 March 2026).
        """,
    )
