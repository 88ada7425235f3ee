"""At least, more than, points and percent."""

title = "When a response counts"


def test_thirty_percent_is_reached_at_thirty(spec):
    """10 before and 7 now is 3 points, 30 %. "At least 30 %" is reached."""
    spec(
        protocol="nutura-back",
        decided="""
            activity          figure                   value   by          on
            response-review   decide.threshold.least   30      A. Rahman   2026-01-05
        """,
        log="""
            2026-03-02   course started
            2026-03-02   scores taken       nrs_pain 10
            2026-03-10   injections given   diagnostic-injection
            2026-03-30   scores taken       nrs_pain 7
        """,
        advice="""
            response-review on 2026-03-31: responded -> go-on
            10 at baseline (score of 2 March 2026), 7 now (score of 30 March 2026).
            3 points better, 30 %.
            Reaches at least 30 % (decided by A. Rahman).
        """,
    )


def test_two_points_may_be_less_than_thirty_percent(spec):
    """7 before and 5 now is 2 points and 28.6 %. A threshold in percent is not one in points."""
    spec(
        protocol="nutura-back",
        decided="""
            activity          figure                   value   by          on
            response-review   decide.threshold.least   30      A. Rahman   2026-01-05
        """,
        log="""
            2026-03-02   course started
            2026-03-02   scores taken       nrs_pain 7
            2026-03-10   injections given   diagnostic-injection
            2026-03-30   scores taken       nrs_pain 5
        """,
        advice="""
            response-review on 2026-03-31: not_responded -> do-not
            2 points better, 28.6 %.
            Does not reach at least 30 % (decided by A. Rahman).
        """,
    )


def test_half_is_at_least_half(spec):
    """8 before and 4 now is exactly 50 %."""
    spec(
        protocol="nutura-back",
        decided="""
            activity          figure                   value   by          on
            response-review   decide.threshold.least   50      A. Rahman   2026-01-05
        """,
        log="""
            2026-03-02   course started
            2026-03-02   scores taken       nrs_pain 8
            2026-03-10   injections given   diagnostic-injection
            2026-03-30   scores taken       nrs_pain 4
        """,
        advice="""
            response-review on 2026-03-31: responded -> go-on
            4 points better, 50 %.
            Reaches at least 50 % (decided by A. Rahman).
        """,
    )


def test_half_is_not_more_than_half(spec):
    """Some trials count only more than 50 %. The same 8 and 4 are then not enough; 8 and 3 are."""
    spec(
        protocol="nutura-back",
        decided="""
            activity          figure                   value          by          on
            response-review   decide.threshold.least   more than 50   A. Rahman   2026-01-05
        """,
        log="""
            2026-03-02   course started
            2026-03-02   scores taken       nrs_pain 8
            2026-03-10   injections given   diagnostic-injection
            2026-03-30   scores taken       nrs_pain 4
        """,
        advice="""
            response-review on 2026-03-31: not_responded -> do-not
            Does not reach more than 50 % (decided by A. Rahman).
        """,
    )
    spec(
        protocol="nutura-back",
        decided="""
            activity          figure                   value          by          on
            response-review   decide.threshold.least   more than 50   A. Rahman   2026-01-05
        """,
        log="""
            2026-03-02   course started
            2026-03-02   scores taken       nrs_pain 8
            2026-03-10   injections given   diagnostic-injection
            2026-03-30   scores taken       nrs_pain 3
        """,
        advice="""
            response-review on 2026-03-31: responded -> go-on
            5 points better, 62.5 %.
            Reaches more than 50 % (decided by A. Rahman).
        """,
    )


def test_rounding_neither_gives_nor_takes(spec):
    """Three days of 7, 7 and 8 before, three of 4, 4 and 3 after: 22 and 11 in all, so exactly half. Figures are
    rounded to be shown (7.33 and 3.67) and not to be compared."""
    spec(
        protocol="nutura-back",
        decided="""
            activity          figure                   value   by          on
            response-review   decide.threshold.least   50      A. Rahman   2026-01-05
            response-review   decide.least_answered    10      A. Rahman   2026-01-05
        """,
        log="""
            2026-03-02               course started
            2026-03-07..2026-03-08   diary entered      pain 7
            2026-03-09               diary entered      pain 8
            2026-03-10               injections given   diagnostic-injection
            2026-03-28..2026-03-29   diary entered      pain 4
            2026-03-30               diary entered      pain 3
        """,
        advice="""
            response-review on 2026-03-31: responded -> go-on
            3.67 points better, 50 %.
            Reaches at least 50 % (decided by A. Rahman).
        """,
    )
    spec(
        protocol="nutura-back",
        decided="""
            activity          figure                   value          by          on
            response-review   decide.threshold.least   more than 50   A. Rahman   2026-01-05
            response-review   decide.least_answered    10             A. Rahman   2026-01-05
        """,
        log="""
            2026-03-02               course started
            2026-03-07..2026-03-08   diary entered      pain 7
            2026-03-09               diary entered      pain 6
            2026-03-10               injections given   diagnostic-injection
            2026-03-28..2026-03-29   diary entered      pain 3
            2026-03-30               diary entered      pain 4
        """,
        advice="""
            response-review on 2026-03-31: not_responded -> do-not
            3.33 points better, 50 %.
            Does not reach more than 50 % (decided by A. Rahman).
        """,
    )


def test_points_are_points(spec):
    """The sacroiliac cohort counts 15 points on the Oswestry index, whatever share of the baseline that is: 60 then
    and 45 now is 25 %, 30 then and 15 now is 50 %, and both are 15 points."""
    spec(
        protocol="hoffman-agnish-sij-2018",
        log="""
            2026-03-02   course started
            2026-03-09   scores taken       odi 60, activity oswestry
            2026-03-09   injections given   treatment
            2026-04-06   scores taken       odi 45, activity oswestry
        """,
        advice="""
            session-review on 2026-04-06: responded -> continue
            15 points better, 25 %.
            Reaches at least 15 points (VA2018).
        """,
    )
    spec(
        protocol="hoffman-agnish-sij-2018",
        log="""
            2026-03-02   course started
            2026-03-09   scores taken       odi 30, activity oswestry
            2026-03-09   injections given   treatment
            2026-04-06   scores taken       odi 15, activity oswestry
        """,
        advice="""
            session-review on 2026-04-06: responded -> continue
            15 points better, 50 %.
            Reaches at least 15 points (VA2018).
        """,
    )


def test_worse_is_worse(spec):
    """5 before and 6 now is no response."""
    spec(
        protocol="nutura-back",
        decided="""
            activity          figure                   value   by          on
            response-review   decide.threshold.least   30      A. Rahman   2026-01-05
        """,
        log="""
            2026-03-02   course started
            2026-03-02   scores taken       nrs_pain 5
            2026-03-10   injections given   diagnostic-injection
            2026-03-30   scores taken       nrs_pain 6
        """,
        advice="""
            response-review on 2026-03-31: not_responded -> do-not
            1 point worse, 20 %.
        """,
    )


def test_without_a_threshold_the_clinician_decides(spec):
    """The article behind this protocol judges the response and names no number. The figures are shown all the same."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-02   scores taken       nrs_pain 8
            2026-03-10   injections given   diagnostic-injection
            2026-03-30   scores taken       nrs_pain 2
        """,
        advice="""
            response-review on 2026-03-31: clinician_decides
            6 points better, 75 %.
            The protocol states no threshold: the clinician decides.
        """,
    )


def test_a_baseline_of_zero_has_no_percentage(spec):
    """From 0 nothing can fall by a share."""
    spec(
        protocol="nutura-back",
        decided="""
            activity          figure                   value   by          on
            response-review   decide.threshold.least   30      A. Rahman   2026-01-05
        """,
        log="""
            2026-03-02   course started
            2026-03-02   scores taken       nrs_pain 0
            2026-03-10   injections given   diagnostic-injection
            2026-03-30   scores taken       nrs_pain 2
        """,
        advice="""
            response-review on 2026-03-31: not_enough_data -> ask-again
            2 points worse.
            The baseline is 0, so a percentage has no meaning.
        """,
    )
