"""The gate: one injection, a diary, and a decision."""

title = "The diagnostic injection and its review"


def test_the_review_is_two_to_three_weeks_after_the_diagnostic_injection(spec):
    """Day 14 to day 21, both inside, as the article says. It names no ideal day."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-02   evaluation answered
            2026-03-03   candidacy decided     eligible
            2026-03-05   visit attended        intake
            2026-03-05   consent signed
            2026-03-10   injections given      diagnostic-injection
        """,
        agenda="""
            activity          who         opens        ideal        closes
            response-review   clinician   2026-03-24   not stated   2026-03-31
            check-in-1        patient     2026-03-11   2026-03-12   2026-03-13
            pain-diary        patient     not stated   not stated   not stated
        """,
        absent="treatment-1",
    )


def test_the_review_moves_with_the_injection(spec):
    """What really happened counts: given a week later, reviewed a week later."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-05   visit attended     intake
            2026-03-17   injections given   diagnostic-injection
        """,
        agenda="""
            activity          opens        closes
            response-review   2026-03-31   2026-04-07
        """,
    )


def test_the_figures_are_shown_and_the_clinician_decides(spec):
    """The article judges the response without a number, so the programme gives figures and no recommendation."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02               course started
            2026-03-02               scores taken       nrs_pain 7
            2026-03-10               injections given   diagnostic-injection
            2026-03-11..2026-03-24   diary entered      pain 5
            2026-03-26..2026-03-30   diary entered      pain 3
        """,
        advice="""
            response-review on 2026-03-31: clinician_decides
            19 of 20 diary days answered.
            7 at baseline (score of 2 March 2026), 3.33 now (mean of 6 answered days among the last 7).
            3.67 points better, 52.4 %.
            The protocol states no threshold: the clinician decides.
        """,
    )


def test_words_are_not_turned_into_numbers(spec):
    """A patient who says "much better" has told no figure, and none is made up."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-02   scores taken       nrs_pain 7
            2026-03-10   injections given   diagnostic-injection
        """,
        advice="""
            response-review on 2026-03-31: not_enough_data -> ask-again
            0 of 20 diary days answered.
            There is no figure since the injection, so no change can be computed. Ask for a score.
        """,
    )


def test_an_old_diary_is_no_figure_of_today(spec):
    """What the patient wrote two weeks ago says nothing about now: the last 7 days count."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02               course started
            2026-03-02               scores taken       nrs_pain 7
            2026-03-10               injections given   diagnostic-injection
            2026-03-11..2026-03-16   diary entered      pain 4
        """,
        advice="""
            response-review on 2026-03-31: not_enough_data -> ask-again
            6 of 20 diary days answered.
            There is no figure in the last 7 days, so no change can be computed. Ask for a score.
        """,
    )


def test_no_response_takes_the_treatments_off_the_agenda(spec):
    """The course is not lost: it waits for its closing, and counts among those who started."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-10   injections given   diagnostic-injection
            2026-03-31   response decided   response-review: do-not
        """,
        agenda="""
            activity   opens        ideal
            closing    2026-03-31   2026-03-31
        """,
        absent="treatment-1 physical-therapy plan",
    )


def test_asking_again_keeps_the_diary_open(spec):
    """With too few figures the review is held once more; the article does not say when."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-10   injections given   diagnostic-injection
            2026-03-31   response decided   response-review: ask-again
        """,
        agenda="""
            activity          opens        because
            response-review   2026-03-31   asked for again on 31 March 2026, after response-review (ask-again)
        """,
    )


def test_the_diary_goes_on_until_the_review_is_decided(spec):
    """Asked again, the patient keeps writing; for how many days the article does not say."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-10   injections given   diagnostic-injection
            2026-03-31   response decided   response-review: ask-again
        """,
        agenda="""
            activity     who       opens        closes
            pain-diary   patient   not stated   not stated
        """,
        absent="treatment-1",
    )
