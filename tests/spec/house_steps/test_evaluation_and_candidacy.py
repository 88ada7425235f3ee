"""Evaluation, candidacy."""

title = "Evaluation and candidacy"


def test_the_evaluation_is_due_for_two_weeks(spec):
    """From the first day to day 14, best on the first. The day before is too early, day 15 is overdue."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
        """,
        agenda="""
            activity     who       opens        ideal        closes
            evaluation   patient   2026-03-02   2026-03-02   2026-03-16
            medicines    patient   2026-03-02   2026-03-02   2026-03-16

            activity     on 2026-03-01   on 2026-03-02   on 2026-03-16   on 2026-03-17
            evaluation   upcoming        due             due             overdue

            activity     because
            evaluation   within 14 days, ideally the same day after the start of the course on 2 March 2026 (LOCAL-H4)
        """,
        absent="candidacy consent plan treatment-1",
    )


def test_a_clinician_decides_within_a_week_of_the_answers(spec):
    """Answered on 4 March: best by the 6th, by the 11th at the latest."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-04   evaluation answered
        """,
        agenda="""
            activity    who         opens        ideal        closes
            candidacy   clinician   2026-03-04   2026-03-06   2026-03-11

            activity    on 2026-03-03   on 2026-03-04   on 2026-03-11   on 2026-03-12
            candidacy   upcoming        due             due             overdue
        """,
        absent="evaluation consent plan",
    )


def test_eligible_opens_consent_and_plan(spec):
    """Neither has a latest day: they are the patient's to think over."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-04   evaluation answered
            2026-03-05   candidacy decided     eligible
        """,
        agenda="""
            activity   who         may   opens        closes
            consent    patient     yes   2026-03-05   not stated
            plan       clinician   yes   2026-03-05   not stated
        """,
        absent="candidacy",
    )


def test_not_yet_is_asked_again_and_opens_nothing(spec):
    """An X-ray or a blood pressure is missing. The decision stays on the list until it is made."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-04   evaluation answered
            2026-03-05   candidacy decided     not-yet
        """,
        agenda="""
            activity    who         opens        because
            candidacy   clinician   2026-03-05   asked for again on 5 March 2026, after candidacy (not-yet)
        """,
        absent="consent plan treatment-1",
    )


def test_eligible_after_not_yet(spec):
    """The latest decision counts."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-04   evaluation answered
            2026-03-05   candidacy decided     not-yet
            2026-03-19   candidacy decided     eligible
        """,
        agenda="""
            activity   opens
            consent    2026-03-19
        """,
        absent="candidacy",
    )


def test_not_suitable_ends_the_course(spec):
    """Only the closing is left, so that the person is counted among those who came."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-04   evaluation answered
            2026-03-05   candidacy decided     not-suitable
        """,
        agenda="""
            activity   who         opens        ideal
            closing    clinician   2026-03-05   2026-03-05
        """,
        absent="candidacy medicines consent plan treatment-1",
    )


def test_urgent_care_first_ends_it_too(spec):
    """A warning sign goes before any prolotherapy."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-04   evaluation answered
            2026-03-04   candidacy decided     urgent
        """,
        agenda="""
            activity   opens
            closing    2026-03-04
        """,
        absent="medicines consent plan treatment-1",
    )


def test_nothing_is_injected_before_everything_is_settled(spec):
    """A plan alone is not enough: the decision, the medicines and the signature are missing."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-04   plan agreed        3 sessions
            2026-03-09   injections given   treatment
        """,
        objections="eligible medicines-reviewed consent-signed",
        in_words="""
            stop: No clinician has decided that the patient is eligible.
            Decide candidacy first, or say why it was given without.
            stop: The medicines are not settled.
            Settle the medicines with their prescribers, or say why it was given before.
            stop: Consent is not signed.
            Have consent signed first, or say why it was given without.
        """,
    )
