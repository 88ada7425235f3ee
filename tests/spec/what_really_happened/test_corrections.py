"""A mistake and its correction."""

title = "Corrections"


def test_a_wrong_day_is_put_right_in_its_place(spec):
    """The third line, e3, should have said 10 March. The next treatment is counted from there: 7 April to 21 April."""
    spec(
        protocol="nutura-back",
        log="""
            2026-02-16   course started
            2026-02-20   visit attended     intake
            2026-03-09   injections given   treatment
            2026-03-10   injections given   treatment, replaces e3
        """,
        agenda="""
            activity      opens        closes       because
            treatment-2   2026-04-07   2026-04-21   4 to 6 weeks after treatment-1 on 10 March 2026 (S000)
        """,
        absent="treatment-3",
    )


def test_a_correction_can_be_corrected(spec):
    """First 9, then 10, in truth 11 March. It is one treatment all the while."""
    spec(
        protocol="nutura-back",
        log="""
            2026-02-16   course started
            2026-02-20   visit attended     intake
            2026-03-09   injections given   treatment
            2026-03-10   injections given   treatment, replaces e3
            2026-03-11   injections given   treatment, replaces e4
        """,
        agenda="""
            activity      opens        closes
            treatment-2   2026-04-08   2026-04-22
        """,
        absent="treatment-3",
    )


def test_what_never_happened_is_withdrawn(spec):
    """The treatment of 6 April was entered for the wrong patient. It is as if it had never been there."""
    spec(
        protocol="nutura-back",
        log="""
            2026-02-16   course started
            2026-02-20   visit attended     intake
            2026-03-09   injections given   treatment
            2026-04-06   injections given   treatment
            2026-04-07   withdrawn          e4
        """,
        agenda="""
            activity      opens        closes
            treatment-2   2026-04-06   2026-04-20
        """,
        absent="treatment-3",
    )


def test_a_decision_that_was_entered_wrongly_is_replaced(spec):
    """The clinician had chosen to go on; "do not" was a slip. The treatments are back."""
    spec(
        protocol="nutura-back",
        log="""
            2026-02-16   course started
            2026-02-20   visit attended     intake
            2026-03-10   injections given   diagnostic-injection
            2026-03-31   response decided   response-review: do-not
            2026-03-31   response decided   response-review: go-on, replaces e4
        """,
        agenda="""
            activity      because
            treatment-1   after response-review on 31 March 2026; not stated: the clinic decides when
        """,
        absent="closing",
    )


def test_a_wrong_score_is_replaced_and_the_figures_follow(spec):
    """The baseline was 8 and not 3. The change is 4 points, not 1 point worse."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-02   scores taken       nrs_pain 3
            2026-03-10   injections given   diagnostic-injection
            2026-03-30   scores taken       nrs_pain 4
            2026-03-02   scores taken       nrs_pain 8, replaces e2
        """,
        advice="""
            response-review on 2026-03-31: clinician_decides
            8 at baseline (score of 2 March 2026), 4 now (score of 30 March 2026).
            4 points better, 50 %.
        """,
    )
