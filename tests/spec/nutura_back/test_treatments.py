"""After the decision: plan, 3 to 8 treatments, physical therapy."""

title = "Treatments after a response"


def test_going_on_opens_the_plan_the_therapy_and_the_treatments(spec):
    """The plan comes first: without it no treatment may be given. Chiropractic care may be recommended, so it is
    offered."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-03   drug list taken     none
            2026-03-05   visit attended      intake
            2026-03-05   consent signed
            2026-03-10   injections given    diagnostic-injection
            2026-03-31   response decided    response-review: go-on
        """,
        agenda="""
            activity           may   owed
            plan               yes   owed
            physical-therapy   yes   owed
            chiropractic       yes   offered
            treatment-1        no    offered

            activity      why not
            treatment-1   No plan is agreed with the patient.
        """,
        absent="pain-diary response-review",
    )


def test_from_the_review_to_the_first_treatment_no_time_is_stated(spec):
    """The day is the clinic's to decide. The treatment is the first: the diagnostic injection is not one of the 3 to
    8."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-10   injections given   diagnostic-injection
            2026-03-31   response decided   response-review: go-on
            2026-04-02   plan agreed        4 sessions
        """,
        agenda="""
            activity      owed   opens
            treatment-1   owed   not stated

            activity      because
            treatment-1   after response-review on 31 March 2026; not stated: the clinic decides when
        """,
        absent="treatment-2",
    )


def test_the_treatments_are_four_to_six_weeks_apart(spec):
    """From 7 April: 5 May to 19 May. Day 27 is too early, day 43 too late."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-10   injections given   diagnostic-injection
            2026-03-31   response decided   response-review: go-on
            2026-04-02   plan agreed        4 sessions
            2026-04-07   injections given   treatment
        """,
        agenda="""
            activity      opens        ideal        closes       because
            treatment-2   2026-05-05   not stated   2026-05-19   4 to 6 weeks after treatment-1 on 7 April 2026 (S000)

            activity      on 2026-05-04   on 2026-05-05   on 2026-05-19   on 2026-05-20
            treatment-2   upcoming        due             due             overdue
        """,
    )


def test_eight_treatments_beside_the_diagnostic_injection_are_not_too_many(spec):
    """3 to 8 by severity. The ninth needs a reason, and so does a plan of two."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-10   injections given    diagnostic-injection
            2026-03-31   response decided    response-review: go-on, reason walks again
            2026-04-02   plan agreed         8 sessions
        """,
        objections="nothing",
    )
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-10   injections given    diagnostic-injection
            2026-03-31   response decided    response-review: go-on, reason walks again
            2026-04-02   plan agreed         9 sessions
        """,
        objections="more-than-stated",
        in_words="""
            stop: 9 sessions; at most 8 (S000).
            Say why.
        """,
    )
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-10   injections given    diagnostic-injection
            2026-03-31   response decided    response-review: go-on, reason walks again
            2026-04-02   plan agreed         2 sessions
        """,
        objections="fewer-than-stated",
        in_words="""
            stop: 2 sessions; at least 3 (S000).
            Say why.
        """,
    )


def test_physical_therapy_begins_with_the_decision_and_runs_six_weeks(spec):
    """It may begin once treatment is decided, on 31 March. From the first appointment on 7 April, six weeks end on
    19 May. How often it is, is not stated."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-10   injections given   diagnostic-injection
            2026-03-31   response decided   response-review: go-on
        """,
        agenda="""
            activity           may   because
            physical-therapy   yes   after response-review on 31 March 2026; not stated: the clinic decides when
        """,
    )
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-10   injections given   diagnostic-injection
            2026-03-31   response decided   response-review: go-on
            2026-04-07   therapy attended   physical-therapy
            2026-04-14   therapy attended   physical-therapy
        """,
        agenda="""
            activity           opens        closes       because
            physical-therapy   2026-04-07   2026-05-19   6 weeks from 7 April 2026 (S000); 2 appointments so far
        """,
    )


def test_who_did_not_respond_may_still_be_asked_once_more(spec):
    """The latest decision counts: "do not" on 31 March, "go on" on 14 April after a better fortnight."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-10   injections given   diagnostic-injection
            2026-03-31   response decided   response-review: do-not
            2026-04-14   response decided   response-review: go-on
        """,
        agenda="""
            activity      because
            treatment-1   after response-review on 14 April 2026; not stated: the clinic decides when
        """,
        absent="closing",
    )
