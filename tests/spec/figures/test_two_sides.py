"""Left and right are judged each by itself."""

title = "Two sides"


def test_each_side_has_its_own_figures(spec):
    """Left and right are each better by half or more."""
    spec(
        protocol="nutura-back",
        decided="""
            activity          figure                   value   by          on
            response-review   decide.threshold.least   30      A. Rahman   2026-01-05
        """,
        log="""
            2026-03-02   course started
            2026-03-02   scores taken       nrs_pain 8, side left
            2026-03-02   scores taken       nrs_pain 6, side right
            2026-03-10   injections given   diagnostic-injection
            2026-03-30   scores taken       nrs_pain 4, side left
            2026-03-30   scores taken       nrs_pain 2, side right
        """,
        advice="""
            response-review on 2026-03-31: responded -> go-on
            left: 4 points better, 50 %.
            right: 4 points better, 66.7 %.
        """,
    )


def test_where_the_sides_differ_the_clinician_decides(spec):
    """One side responded and the other did not: no single recommendation is made of two answers."""
    spec(
        protocol="nutura-back",
        decided="""
            activity          figure                   value   by          on
            response-review   decide.threshold.least   30      A. Rahman   2026-01-05
        """,
        log="""
            2026-03-02   course started
            2026-03-02   scores taken       nrs_pain 8, side left
            2026-03-02   scores taken       nrs_pain 6, side right
            2026-03-10   injections given   diagnostic-injection
            2026-03-30   scores taken       nrs_pain 4, side left
            2026-03-30   scores taken       nrs_pain 6, side right
        """,
        advice="""
            response-review on 2026-03-31: clinician_decides
            left: Reaches at least 30 % (decided by A. Rahman).
            right: Unchanged.
            right: Does not reach at least 30 % (decided by A. Rahman).
            The two sides differ.
        """,
    )


def test_a_side_without_a_figure_is_asked_for(spec):
    """The left side alone does not speak for both."""
    spec(
        protocol="nutura-back",
        decided="""
            activity          figure                   value   by          on
            response-review   decide.threshold.least   30      A. Rahman   2026-01-05
        """,
        log="""
            2026-03-02   course started
            2026-03-02   scores taken       nrs_pain 8, side left
            2026-03-02   scores taken       nrs_pain 6, side right
            2026-03-10   injections given   diagnostic-injection
            2026-03-30   scores taken       nrs_pain 4, side left
        """,
        advice="""
            response-review on 2026-03-31: not_enough_data -> ask-again
            left: Reaches at least 30 % (decided by A. Rahman).
            right: There is no figure since the injection, so no change can be computed. Ask for a score.
        """,
    )
