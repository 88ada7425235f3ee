"""Changed, stopped, taken up again."""

title = "A plan that is changed"


def test_more_than_agreed_reopens_the_series(spec):
    """Three were given as agreed. Two more are agreed, and the fourth is 4 to 6 weeks after the third."""
    spec(
        protocol="nutura-back",
        log="""
            2026-02-16   course started
            2026-03-03   plan agreed        3 sessions
            2026-03-09   injections given   treatment
            2026-04-06   injections given   treatment
            2026-05-04   injections given   treatment
            2026-05-18   plan changed       5 sessions, reason better but not yet well
        """,
        agenda="""
            activity      owed   opens        closes
            treatment-4   owed   2026-06-01   2026-06-15
        """,
        absent="closing follow-up-1",
    )


def test_fewer_than_agreed_may_end_the_series(spec):
    """Five were agreed, three are given, and three shall be enough. The end is the last session, 4 May."""
    spec(
        protocol="nutura-back",
        log="""
            2026-02-16   course started
            2026-03-03   plan agreed        5 sessions
            2026-03-09   injections given   treatment
            2026-04-06   injections given   treatment
            2026-05-04   injections given   treatment
            2026-05-18   plan changed       3 sessions, reason well enough
        """,
        agenda="""
            activity   opens        ideal
            closing    2027-05-04   not stated
        """,
        absent="treatment-4",
    )


def test_a_changed_plan_is_held_against_the_protocol_too(spec):
    """At least 3 and at most 8 are stated."""
    spec(
        protocol="nutura-back",
        log="""
            2026-02-16   course started
            2026-03-03   plan agreed        4 sessions
            2026-03-09   injections given   treatment
            2026-03-30   plan changed       2 sessions, reason enough
        """,
        objections="fewer-than-stated",
    )
    spec(
        protocol="nutura-back",
        log="""
            2026-02-16   course started
            2026-03-03   plan agreed        4 sessions
            2026-03-09   injections given   treatment
            2026-03-30   plan changed       9 sessions, reason severe
        """,
        objections="more-than-stated",
    )


def test_a_number_beyond_the_protocol_is_kept_with_its_reason(spec):
    """The objection is passed by name. Nine are owed then."""
    spec(
        protocol="nutura-back",
        log="""
            2026-02-16   course started
            2026-03-03   plan agreed     9 sessions, overrides more-than-stated:severe and longstanding
        """,
        objections="more-than-stated",
        stands="nothing",
    )


def test_a_review_that_changes_the_plan_asks_for_a_new_one(spec):
    """The session is reviewed, so the next may be given; the plan is on the list again."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-03   drug list taken     none
            2026-03-04   consent signed
            2026-03-04   plan agreed         3 sessions
            2026-03-09   injections given    treatment
            2026-03-16   response decided    session-review: change
        """,
        agenda="""
            activity      may
            treatment-2   yes

            activity   who         opens        because
            plan       clinician   2026-03-16   asked for again on 16 March 2026, after session-review (change)
        """,
    )
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-04   plan agreed         3 sessions
            2026-03-09   injections given    treatment
            2026-03-16   response decided    session-review: change
            2026-03-17   plan changed        5 sessions, reason slow
        """,
        absent="plan",
    )


def test_a_stop_ends_the_series(spec):
    """Whatever was agreed. Closing counts from the decision, outcomes from the last session."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-04   plan agreed        5 sessions
            2026-03-09   injections given   treatment
            2026-03-30   response decided   session-review: stop
        """,
        agenda="""
            activity      opens        ideal
            closing       2027-03-30   not stated
            follow-up-1   2026-05-26   2026-06-09
        """,
        absent="treatment-2 plan",
    )


def test_a_session_after_the_stop_is_recorded_with_a_reason(spec):
    """No further injection is planned, and the record says so."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-03   drug list taken     none
            2026-03-04   consent signed
            2026-03-04   plan agreed         5 sessions
            2026-03-09   injections given    treatment
            2026-03-30   response decided    session-review: stop
            2026-04-06   injections given    treatment
        """,
        objections="not-planned",
        in_words="""
            stop: No further injection is planned.
            Change the plan first, or say why.
        """,
    )
