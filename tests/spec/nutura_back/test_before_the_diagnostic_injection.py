"""Intake, imaging, habits."""

title = "Before the diagnostic injection"


def test_the_first_consultation_follows_the_candidacy_decision(spec):
    """The article names no day for it."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-02   evaluation answered
            2026-03-03   candidacy decided     eligible
        """,
        agenda="""
            activity   who         opens        because
            intake     clinician   not stated   after candidacy on 3 March 2026; not stated: the clinic decides when
        """,
        absent="imaging diagnostic-injection",
    )


def test_imaging_and_a_plan_for_habits_are_offered(spec):
    """Imaging where the physician wants it; diet, movement and supplements beside it."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-02   evaluation answered
            2026-03-03   candidacy decided     eligible
            2026-03-05   visit attended        intake
        """,
        agenda="""
            activity                    owed
            imaging                     offered
            diet-movement-supplements   offered
            diagnostic-injection        owed
        """,
    )


def test_the_diagnostic_injection_waits_for_what_every_injection_waits_for(spec):
    """Eligible, medicines settled, consent signed. A plan of sessions comes only after the response."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-02   evaluation answered
            2026-03-03   candidacy decided     eligible
            2026-03-05   visit attended        intake
        """,
        agenda="""
            activity               may   why not
            diagnostic-injection   no    The medicines are not settled. Consent is not signed.
        """,
        absent="plan treatment-1 physical-therapy",
    )
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-02   evaluation answered
            2026-03-03   candidacy decided     eligible
            2026-03-03   drug list taken       none
            2026-03-05   visit attended        intake
            2026-03-05   consent signed
        """,
        agenda="""
            activity               may   opens        closes
            diagnostic-injection   yes   not stated   not stated
        """,
    )
