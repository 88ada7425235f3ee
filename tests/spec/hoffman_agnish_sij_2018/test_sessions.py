"""Three sessions, the index before each."""

title = "Three sessions, with the Oswestry index before each"


def test_the_index_is_due_before_the_first_session(spec):
    """Everything else is settled. Without the index there would be nothing to compare with."""
    spec(
        protocol="hoffman-agnish-sij-2018",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-03   drug list taken     none
            2026-03-04   consent signed
            2026-03-04   plan agreed         3 sessions
        """,
        agenda="""
            activity     who       may
            oswestry-1   patient   yes

            activity      may   why not
            treatment-1   no    The scores due before this session are not taken.
        """,
    )


def test_once_it_is_taken_the_session_may_be_given(spec):
    """Taken on the day itself, before the needle, is in time. How many days ahead it may be is not stated."""
    spec(
        protocol="hoffman-agnish-sij-2018",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-03   drug list taken     none
            2026-03-04   consent signed
            2026-03-04   plan agreed         3 sessions
            2026-03-09   scores taken        odi 48, activity oswestry
        """,
        agenda="""
            activity      may   owed   opens        closes
            treatment-1   yes   owed   not stated   not stated
        """,
        absent="oswestry-1",
    )


def test_the_next_session_is_four_to_five_weeks_later(spec):
    """Day 28 and day 35 are inside, day 27 and day 36 are not. The index is due in the same days."""
    spec(
        protocol="hoffman-agnish-sij-2018",
        log="""
            2026-03-02   course started
            2026-03-04   plan agreed        3 sessions
            2026-03-09   scores taken       odi 48, activity oswestry
            2026-03-09   injections given   treatment
        """,
        agenda="""
            activity      opens        ideal        closes
            treatment-2   2026-04-06   not stated   2026-04-13
            oswestry-2    2026-04-06   not stated   2026-04-13

            activity      on 2026-04-05   on 2026-04-06   on 2026-04-13   on 2026-04-14
            treatment-2   upcoming        due             due             overdue

            activity      because
            treatment-2   4 to 5 weeks after treatment-1 on 9 March 2026 (VA2018)
        """,
    )


def test_an_old_score_does_not_count_for_the_next_session(spec):
    """The index of 9 March was taken before the first session. Before the second it is asked for again."""
    spec(
        protocol="hoffman-agnish-sij-2018",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-03   drug list taken     none
            2026-03-04   consent signed
            2026-03-04   plan agreed         3 sessions
            2026-03-09   scores taken        odi 48, activity oswestry
            2026-03-09   injections given    treatment
            2026-03-30   response decided    session-review: continue
        """,
        agenda="""
            activity      why not
            treatment-2   The scores due before this session are not taken.
        """,
    )


def test_an_index_that_was_taken_for_nothing_else_is_the_index_before_the_session(spec):
    """Who writes the index down need not say what for. It was taken since the session before, so nobody is
    asked twice."""
    spec(
        protocol="hoffman-agnish-sij-2018",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-03   drug list taken     none
            2026-03-04   consent signed
            2026-03-04   plan agreed         3 sessions
            2026-03-09   scores taken        odi 48
            2026-03-09   injections given    treatment
            2026-04-06   scores taken        odi 30
            2026-04-06   response decided    session-review: continue
        """,
        agenda="""
            activity      may
            treatment-2   yes
        """,
        absent="oswestry-2",
    )


def test_what_was_taken_for_something_else_is_not_the_index_before_the_session(spec):
    """Neither another instrument, nor an index told in words, nor one that says what it was taken for."""
    spec(
        protocol="hoffman-agnish-sij-2018",
        log="""
            2026-03-02   course started
            2026-03-04   plan agreed        3 sessions
            2026-03-09   scores taken       odi 48
            2026-03-09   injections given   treatment
            2026-04-06   scores taken       nrs_pain 3
        """,
        agenda="""
            activity     who
            oswestry-2   patient
        """,
    )
    spec(
        protocol="hoffman-agnish-sij-2018",
        log="""
            2026-03-02   course started
            2026-03-04   plan agreed        3 sessions
            2026-03-09   scores taken       odi 48
            2026-03-09   injections given   treatment
            2026-04-06   scores taken       odi much better
        """,
        agenda="""
            activity     who
            oswestry-2   patient
        """,
    )
    spec(
        protocol="hoffman-agnish-sij-2018",
        log="""
            2026-03-02   course started
            2026-03-04   plan agreed        3 sessions
            2026-03-09   scores taken       odi 48
            2026-03-09   injections given   treatment
            2026-04-06   scores taken       odi 30, activity follow-up
        """,
        agenda="""
            activity     who
            oswestry-2   patient
        """,
    )


def test_three_sessions_are_the_whole_series(spec):
    """Two or four may be agreed with a reason."""
    spec(
        protocol="hoffman-agnish-sij-2018",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-04   plan agreed         3 sessions
        """,
        objections="nothing",
    )
    spec(
        protocol="hoffman-agnish-sij-2018",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-04   plan agreed         2 sessions
        """,
        objections="fewer-than-stated",
    )
    spec(
        protocol="hoffman-agnish-sij-2018",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-04   plan agreed         4 sessions
        """,
        objections="more-than-stated",
    )


def test_the_last_index_is_thirteen_to_seventeen_weeks_after_the_series(spec):
    """3 to 4 months. The last session is on 4 May; 13 weeks later is 3 August, 17 weeks later 31 August."""
    spec(
        protocol="hoffman-agnish-sij-2018",
        log="""
            2026-03-02   course started
            2026-03-04   plan agreed        3 sessions
            2026-03-09   injections given   treatment
            2026-04-06   injections given   treatment
            2026-05-04   injections given   treatment
        """,
        agenda="""
            activity    opens        ideal        closes
            follow-up   2026-08-03   not stated   2026-08-31

            activity    on 2026-08-02   on 2026-08-03   on 2026-08-31   on 2026-09-01
            follow-up   upcoming        due             due             overdue

            activity    because
            follow-up   13 to 17 weeks after treatment-3 on 4 May 2026 (VA2018)
        """,
        absent="treatment-4 oswestry-4",
    )


def test_before_the_end_of_the_series_it_is_not_due(spec):
    """After two of three sessions there is no last one yet to count from."""
    spec(
        protocol="hoffman-agnish-sij-2018",
        log="""
            2026-03-02   course started
            2026-03-04   plan agreed        3 sessions
            2026-03-09   injections given   treatment
            2026-04-06   injections given   treatment
        """,
        absent="follow-up closing",
    )
