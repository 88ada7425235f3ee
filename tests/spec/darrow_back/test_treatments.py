"""3 to 6 treatments, 2 to 6 weeks apart."""

title = "The treatments"


def test_the_next_treatment_is_two_to_six_weeks_later(spec):
    """Day 14 and day 42 are inside; day 13 and day 43 are outside. The guide names no ideal day."""
    spec(
        protocol="darrow-back",
        log="""
            2026-03-02   course started
            2026-03-05   visit attended      consultation
            2026-03-09   injections given    treatment
        """,
        agenda="""
            activity      opens        ideal        closes       because
            treatment-2   2026-03-23   not stated   2026-04-20   2 to 6 weeks after treatment-1 on 9 March 2026 (S004)

            activity      on 2026-03-22   on 2026-03-23   on 2026-04-20   on 2026-04-21
            treatment-2   upcoming        due             due             overdue
        """,
    )


def test_on_the_first_day_of_the_window_nothing_speaks_against_it(spec):
    """Two weeks to the day."""
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
            2026-03-23   hold checked        hold-anti-inflammatory kept
            2026-03-23   injections given    treatment
        """,
        objections="nothing",
    )


def test_a_day_early_is_recorded_with_a_warning(spec):
    """What happened is never refused; the record only says that it was early."""
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
            2026-03-22   hold checked        hold-anti-inflammatory kept
            2026-03-22   injections given    treatment
        """,
        objections="early",
        in_words="""
            warn: The window opens on 23 March 2026: 2 to 6 weeks after treatment-1 on 9 March 2026 (S004).
        """,
    )


def test_the_guide_names_three_to_six(spec):
    """Three and six are inside."""
    spec(
        protocol="darrow-back",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-05   plan agreed         3 sessions
        """,
        objections="nothing",
    )
    spec(
        protocol="darrow-back",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-05   plan agreed         6 sessions
        """,
        objections="nothing",
    )


def test_two_or_seven_need_a_reason(spec):
    """The physician may depart from the guide, by name and with a reason."""
    spec(
        protocol="darrow-back",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-05   plan agreed         2 sessions
        """,
        objections="fewer-than-stated",
        in_words="""
            stop: 2 sessions; at least 3 (S004).
            Say why.
        """,
    )
    spec(
        protocol="darrow-back",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-05   plan agreed         7 sessions
        """,
        objections="more-than-stated",
        in_words="""
            stop: 7 sessions; at most 6 (S004).
            Say why.
        """,
    )
