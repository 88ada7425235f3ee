"""Weeks 5, 9, 12, 24, 52."""

title = "The outcomes of the trial"


def test_scores_are_taken_before_the_first_session(spec):
    """WOMAC, once the patient is found suitable. When exactly is not stated."""
    spec(
        protocol="rabago-knee-2013",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
        """,
        agenda="""
            activity   who       because
            baseline   patient   after candidacy on 3 March 2026; not stated: the clinic decides when
        """,
    )


def test_they_are_taken_again_on_the_clock_of_the_sessions(spec):
    """Week 1 is 9 March, so weeks 5, 9, 12, 24 and 52 are 4, 8, 11, 23 and 51 weeks later."""
    spec(
        protocol="rabago-knee-2013",
        log="""
            2026-03-02   course started
            2026-03-04   plan agreed        3 sessions
            2026-03-09   injections given   treatment
        """,
        agenda="""
            activity      who       ideal
            follow-up-1   patient   2026-04-06
            follow-up-2   patient   2026-05-04
            follow-up-3   patient   2026-05-25
            follow-up-4   patient   2026-08-17
            follow-up-5   patient   2027-03-01
        """,
    )


def test_a_score_a_few_days_off_stands_for_the_nearest_week(spec):
    """Taken on 28 May: three days after week 12, and weeks 5 and 9 have passed. What is left is weeks 24 and 52."""
    spec(
        protocol="rabago-knee-2013",
        log="""
            2026-03-02   course started
            2026-03-04   plan agreed        3 sessions
            2026-03-09   injections given   treatment
            2026-05-28   scores taken       womac_likert 30, activity follow-up
        """,
        agenda="""
            activity      ideal
            follow-up-4   2026-08-17
            follow-up-5   2027-03-01
        """,
        absent="follow-up-1 follow-up-2 follow-up-3",
    )
