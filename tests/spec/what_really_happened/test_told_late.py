"""What arrives after the fact."""

title = "What is told late"


def test_a_diary_entry_for_last_tuesday_counts_for_last_tuesday(spec):
    """The 24th was filled in last. It stands in its place: with it, the seven days up to 30 March are all answered."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02               course started
            2026-03-02               scores taken       nrs_pain 6
            2026-03-10               injections given   diagnostic-injection
            2026-03-25..2026-03-30   diary entered      pain 4
            2026-03-24               diary entered      pain 4
        """,
        advice="""
            response-review on 2026-03-31: clinician_decides
            7 of 20 diary days answered.
            6 at baseline (score of 2 March 2026), 4 now (mean of 7 answered days among the last 7).
        """,
    )


def test_an_injection_told_late_stands_on_its_day(spec):
    """The treatment of 6 April was written down after that of 4 May. The fourth is counted from 4 May."""
    spec(
        protocol="nutura-back",
        log="""
            2026-02-16   course started
            2026-03-09   injections given   treatment
            2026-05-04   injections given   treatment
            2026-04-06   injections given   treatment
        """,
        agenda="""
            activity      opens        closes
            treatment-4   2026-06-01   2026-06-15
        """,
    )


def test_it_is_held_against_what_was_true_on_its_day(spec):
    """On 6 April the first session was reviewed and the window was open, so nothing speaks against it. That the
    session of 4 May is not reviewed yet says nothing about 6 April."""
    spec(
        protocol="nutura-knee",
        decided="""
            activity    figure              value   by          on
            treatment   then.weeks.opens    4       A. Rahman   2026-01-05
            treatment   then.weeks.closes   6       A. Rahman   2026-01-05
        """,
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-03   drug list taken     none
            2026-03-04   consent signed
            2026-03-04   plan agreed         4 sessions
            2026-03-09   injections given    treatment
            2026-03-16   response decided    session-review: continue
            2026-05-04   injections given    treatment
            2026-04-06   injections given    treatment
        """,
        objections="nothing",
    )


def test_consent_signed_afterwards_does_not_cover_it(spec):
    """Signed on 10 March, injected on 9 March, written down on 11 March: there was no consent on the day."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-03   drug list taken     none
            2026-03-04   plan agreed         4 sessions
            2026-03-10   consent signed
            2026-03-09   injections given    treatment
        """,
        objections="consent-signed",
    )


def test_too_close_to_the_one_that_came_after_it(spec):
    """Told on 4 May: there was one on 20 April too, 14 days before."""
    spec(
        protocol="nutura-knee",
        decided="""
            activity   figure             value   by          on
            -          minimum_gap_days   21      A. Rahman   2026-01-05
        """,
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-03   drug list taken     none
            2026-03-04   consent signed
            2026-03-04   plan agreed         4 sessions
            2026-03-09   injections given    treatment
            2026-03-16   response decided    session-review: continue
            2026-05-04   injections given    treatment
            2026-04-20   injections given    treatment
        """,
        objections="too-close",
        in_words="""
            stop: 14 days before the next injection; at least 21 (decided by A. Rahman).
            Give it later, or say why it was given now.
        """,
    )


def test_a_review_told_late_looks_back_on_its_own_session(spec):
    """Held on 6 April before the second injection, and written down after it. The score of 6 April, 15 points
    better, belongs to it, so to go on needs no reason."""
    spec(
        protocol="hoffman-agnish-sij-2018",
        log="""
            2026-03-02   course started
            2026-03-09   scores taken       odi 48, activity oswestry
            2026-03-09   injections given   treatment
            2026-04-06   scores taken       odi 33, activity oswestry
            2026-04-07   injections given   treatment
            2026-04-06   response decided   session-review: continue
        """,
        objections="nothing",
    )
