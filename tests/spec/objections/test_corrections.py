"""Corrections that correct nothing."""

title = "Corrections"


def test_a_withdrawal_names_what_it_withdraws(spec):
    """Otherwise nobody knows what did not happen."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-09   withdrawn
        """,
        objections="withdraws-nothing",
        in_words="""
            refuse: It does not say which event is withdrawn.
            Name it.
        """,
    )


def test_the_mistake_must_be_in_this_course(spec):
    """e7 is not."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-09   withdrawn        e7
        """,
        objections="no-such-event",
        in_words="""
            refuse: No event "e7" is in this course.
            Name an event of this course.
        """,
    )


def test_a_score_cannot_stand_for_an_injection(spec):
    """A correction is of the same kind as the mistake. What was of the wrong kind is withdrawn."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-09   injections given   treatment
            2026-03-09   scores taken       nrs_pain 4, replaces e2
        """,
        objections="another-kind",
        in_words="""
            refuse: ScoresTaken cannot stand for InjectionsGiven.
            Correct it with InjectionsGiven, or withdraw it.
        """,
    )
