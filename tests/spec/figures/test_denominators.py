"""Days answered of days asked; where a figure comes from."""

title = "How many days stand behind a figure"


def test_every_day_between_the_injection_and_the_review_is_asked(spec):
    """10 March to 31 March: the 20 days from the 11th to the 30th. The day of the review is not over, and is no gap."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02               course started
            2026-03-02               scores taken       nrs_pain 6
            2026-03-10               injections given   diagnostic-injection
            2026-03-11..2026-03-30   diary entered      pain 3
        """,
        advice="""
            response-review on 2026-03-31: clinician_decides
            20 of 20 diary days answered.
            6 at baseline (score of 2 March 2026), 3 now (mean of 7 answered days among the last 7).
        """,
    )


def test_answered_on_the_day_of_the_review_that_day_counts_too(spec):
    """21 of 21."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02               course started
            2026-03-02               scores taken       nrs_pain 6
            2026-03-10               injections given   diagnostic-injection
            2026-03-11..2026-03-31   diary entered      pain 3
        """,
        advice="""
            response-review on 2026-03-31: clinician_decides
            21 of 21 diary days answered.
        """,
    )


def test_the_figure_of_now_is_the_mean_of_the_last_seven_days(spec):
    """Up to 30 March the last seven days begin on the 24th. Pain of 8 up to the 23rd no longer counts; six answered
    days of 4, 4, 4, 4, 5 and 5 make 26 / 6 = 4.33."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02               course started
            2026-03-02               scores taken       nrs_pain 6
            2026-03-10               injections given   diagnostic-injection
            2026-03-11..2026-03-23   diary entered      pain 8
            2026-03-24..2026-03-27   diary entered      pain 4
            2026-03-29..2026-03-30   diary entered      pain 5
        """,
        advice="""
            response-review on 2026-03-31: clinician_decides
            19 of 20 diary days answered.
            6 at baseline (score of 2 March 2026), 4.33 now (mean of 6 answered days among the last 7).
            1.67 points better, 27.8 %.
        """,
    )


def test_diary_days_before_the_injection_are_the_better_baseline(spec):
    """The mean of the days in the week before takes the place of one score: 7, 7 and 8 are 22 / 3 = 7.33. The 2nd is
    eight days before the 10th and outside; the 3rd is seven days before and inside."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02               course started
            2026-03-02               scores taken       nrs_pain 5
            2026-03-02               diary entered      pain 1
            2026-03-03..2026-03-04   diary entered      pain 7
            2026-03-09               diary entered      pain 8
            2026-03-10               injections given   diagnostic-injection
            2026-03-30               diary entered      pain 4
        """,
        advice="""
            response-review on 2026-03-31: clinician_decides
            1 of 20 diary days answered.
            7.33 at baseline (mean of 3 diary days before the first injection), 4 now (mean of 1 answered day among the last 7).
        """,  # noqa: E501 - the sentence is as long as that
    )


def test_below_the_share_that_a_clinic_asks_for_there_is_not_enough(spec):
    """Half of 20 days is 10: with 10 the figures count, with 9 they do not."""
    spec(
        protocol="nutura-back",
        decided="""
            activity          figure                   value   by          on
            response-review   decide.threshold.least   30      A. Rahman   2026-01-05
            response-review   decide.least_answered    50      A. Rahman   2026-01-05
        """,
        log="""
            2026-03-02               course started
            2026-03-02               scores taken       nrs_pain 6
            2026-03-10               injections given   diagnostic-injection
            2026-03-21..2026-03-30   diary entered      pain 3
        """,
        advice="""
            response-review on 2026-03-31: responded -> go-on
            10 of 20 diary days answered.
        """,
    )
    spec(
        protocol="nutura-back",
        decided="""
            activity          figure                   value   by          on
            response-review   decide.threshold.least   30      A. Rahman   2026-01-05
            response-review   decide.least_answered    50      A. Rahman   2026-01-05
        """,
        log="""
            2026-03-02               course started
            2026-03-02               scores taken       nrs_pain 6
            2026-03-10               injections given   diagnostic-injection
            2026-03-22..2026-03-30   diary entered      pain 3
        """,
        advice="""
            response-review on 2026-03-31: not_enough_data -> ask-again
            9 of 20 diary days answered.
            Fewer than 50 % of the days asked are answered.
        """,
    )


def test_a_share_that_nobody_has_decided_is_said_beside_the_figure(spec):
    """No document says how many days must be answered. With half of them or more the figures are held against the
    threshold, and what they rest on is said. With fewer than half (the programme's own rule) no option is recommended:
    the days that are missing may say the opposite."""
    spec(
        protocol="nutura-back",
        decided="""
            activity          figure                   value   by          on
            response-review   decide.threshold.least   30      A. Rahman   2026-01-05
        """,
        log="""
            2026-03-02               course started
            2026-03-02               scores taken       nrs_pain 6
            2026-03-10               injections given   diagnostic-injection
            2026-03-21..2026-03-30   diary entered      pain 3
        """,
        advice="""
            response-review on 2026-03-31: responded -> go-on
            Reaches at least 30 % (decided by A. Rahman).
            It rests on 7 answered days, and 10 of 20 days asked are answered in all; the clinic has not decided which share of the days is enough.
        """,  # noqa: E501 - the sentence is as long as that
    )
    spec(
        protocol="nutura-back",
        decided="""
            activity          figure                   value   by          on
            response-review   decide.threshold.least   30      A. Rahman   2026-01-05
        """,
        log="""
            2026-03-02               course started
            2026-03-02               scores taken       nrs_pain 6
            2026-03-10               injections given   diagnostic-injection
            2026-03-22..2026-03-30   diary entered      pain 3
        """,
        advice="""
            response-review on 2026-03-31: clinician_decides
            Reaches at least 30 % (decided by A. Rahman).
            Fewer than half of the days asked are answered: the clinician decides (HOUSE).
        """,
    )


def test_one_day_of_twenty_recommends_nothing(spec):
    """However good it was."""
    spec(
        protocol="nutura-back",
        decided="""
            activity          figure                   value   by          on
            response-review   decide.threshold.least   30      A. Rahman   2026-01-05
        """,
        log="""
            2026-03-02   course started
            2026-03-02   scores taken       nrs_pain 6
            2026-03-10   injections given   diagnostic-injection
            2026-03-30   diary entered      pain 3
        """,
        advice="""
            response-review on 2026-03-31: clinician_decides
            It rests on 1 answered day, and 1 of 20 days asked are answered in all; the clinic has not decided which share of the days is enough.
            Fewer than half of the days asked are answered: the clinician decides (HOUSE).
        """,  # noqa: E501 - the sentence is as long as that
    )


def test_without_a_figure_before_the_injection_no_change_is_shown(spec):
    """However good the days after it are."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02               course started
            2026-03-10               injections given   diagnostic-injection
            2026-03-11..2026-03-30   diary entered      pain 1
        """,
        advice="""
            response-review on 2026-03-31: not_enough_data -> ask-again
            20 of 20 diary days answered.
            There is no figure before the first injection, so no change can be computed. Ask for a score.
        """,
    )


def test_much_better_is_no_number(spec):
    """A change that was told in words stays in words."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-02   scores taken       nrs_pain 7
            2026-03-10   injections given   diagnostic-injection
            2026-03-30   scores taken       nrs_pain much better
        """,
        advice="""
            response-review on 2026-03-31: not_enough_data -> ask-again
            The change is reported in words only; no number may be computed. Ask for a score.
        """,
    )


def test_the_baseline_stays_before_the_first_injection(spec):
    """At the review of a later treatment the change is still counted from before the course began."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-02   scores taken       nrs_pain 8
            2026-03-04   plan agreed        3 sessions
            2026-03-09   injections given   treatment
            2026-04-05   scores taken       nrs_pain 6
            2026-04-06   injections given   treatment
            2026-04-20   scores taken       nrs_pain 2
        """,
        advice="""
            session-review on 2026-04-20: clinician_decides
            8 at baseline (score of 2 March 2026), 2 now (score of 20 April 2026).
            6 points better, 75 %.
        """,
    )


def test_a_figure_from_before_the_last_injection_does_not_speak_for_it(spec):
    """The score of 5 April was taken before the second treatment. Since then there is none."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-02   scores taken       nrs_pain 8
            2026-03-04   plan agreed        3 sessions
            2026-03-09   injections given   treatment
            2026-04-05   scores taken       nrs_pain 6
            2026-04-06   injections given   treatment
        """,
        advice="""
            session-review on 2026-04-20: not_enough_data -> wait
            There is no figure since the injection, so no change can be computed. Ask for a score.
        """,
    )
