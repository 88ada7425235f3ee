"""Consultation, diagnosis, medicines, consent."""

title = "Before the first treatment"


def test_the_physician_sees_the_patient_first(spec):
    """Diagnosis, medicines and consent wait for the consultation. The guide names no day for it."""
    spec(
        protocol="darrow-back",
        log="""
            2026-03-02   course started
            2026-03-02   evaluation answered
            2026-03-03   candidacy decided     eligible
        """,
        agenda="""
            activity       who         opens        because
            consultation   clinician   not stated   after candidacy on 3 March 2026; not stated: the clinic decides when
        """,
        absent="indication medicines consent treatment-1 physical-therapy",
    )


def test_after_the_consultation_the_rest_is_open(spec):
    """Physical therapy or exercise is offered beside them: the guide recommends it and demands nothing."""
    spec(
        protocol="darrow-back",
        log="""
            2026-03-02   course started
            2026-03-02   evaluation answered
            2026-03-03   candidacy decided     eligible
            2026-03-05   visit attended        consultation
        """,
        agenda="""
            activity           who         may   owed
            indication         clinician   yes   owed
            medicines          clinician   yes   owed
            consent            patient     yes   owed
            plan               clinician   yes   owed
            treatment-1        clinician   no    offered
            physical-therapy   therapist   yes   offered
        """,
    )


def test_without_a_diagnosis_that_other_care_has_not_helped_nothing_is_injected(spec):
    """Both questions have one answer. All else is settled here, and still the treatment waits."""
    spec(
        protocol="darrow-back",
        log="""
            2026-03-02   course started
            2026-03-02   evaluation answered
            2026-03-03   candidacy decided     eligible
            2026-03-05   visit attended        consultation
            2026-03-05   drug list taken       none
            2026-03-05   consent signed
            2026-03-05   plan agreed           4 sessions
            2026-03-09   hold checked          hold-anti-inflammatory kept
        """,
        agenda="""
            activity      why not
            treatment-1   No specific diagnosis is on record. It is not on record that conservative care was tried.
        """,
    )


def test_not_yet_means_the_question_is_asked_again(spec):
    """Diagnose, or try other care, and decide once more. The guide does not say when."""
    spec(
        protocol="darrow-back",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-05   visit attended      consultation
            2026-03-12   response decided    indication: not-yet
        """,
        agenda="""
            activity     opens        because
            indication   2026-03-12   asked for again on 12 March 2026, after indication (not-yet)
        """,
    )


def test_with_everything_settled_the_treatment_may_be_given(spec):
    """Diagnosis, other care, medicines, the pause, consent and a plan: nothing is left to wait for."""
    spec(
        protocol="darrow-back",
        log="""
            2026-03-02   course started
            2026-03-02   evaluation answered
            2026-03-03   candidacy decided     eligible
            2026-03-05   visit attended        consultation
            2026-03-05   response decided      indication: both-hold
            2026-03-05   drug list taken       none
            2026-03-05   consent signed
            2026-03-05   plan agreed           4 sessions
            2026-03-09   hold checked          hold-anti-inflammatory kept
        """,
        agenda="""
            activity      may   owed   opens        closes
            treatment-1   yes   owed   not stated   not stated
        """,
        absent="indication medicines consent plan",
    )
