"""Injections and what goes beside them."""

title = "Injections and what goes beside them"


def test_the_consultation_opens_everything(spec):
    """Before it, nothing is injected and nothing goes beside it."""
    spec(
        protocol="multimodal-back",
        log="""
            2026-03-02   course started
            2026-03-02   evaluation answered
            2026-03-03   candidacy decided     eligible
        """,
        agenda="""
            activity       who         opens        because
            consultation   clinician   not stated   after candidacy on 3 March 2026; not stated: the clinic decides when
        """,
        absent="treatment-1 physical-therapy lifestyle chiropractic",
    )


def test_physical_therapy_is_part_of_the_care_and_chiropractic_is_offered(spec):
    """How long and how often the therapy is, the article does not say. A change of habits goes beside them."""
    spec(
        protocol="multimodal-back",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-05   visit attended      consultation
        """,
        agenda="""
            activity           who         owed      opens        closes
            physical-therapy   therapist   owed      not stated   not stated
            chiropractic       clinician   offered   not stated   not stated

            activity    who
            lifestyle   patient
        """,
    )


def test_therapy_without_a_stated_length_goes_on_until_the_therapist_ends_it(spec):
    """Appointments do not end it by themselves; that it is done is said once."""
    spec(
        protocol="multimodal-back",
        log="""
            2026-03-02   course started
            2026-03-05   visit attended     consultation
            2026-03-12   therapy attended   physical-therapy
            2026-03-19   therapy attended   physical-therapy
        """,
        agenda="""
            activity           opens        closes
            physical-therapy   not stated   not stated
        """,
    )
    spec(
        protocol="multimodal-back",
        log="""
            2026-03-02   course started
            2026-03-05   visit attended     consultation
            2026-03-12   therapy attended   physical-therapy
            2026-03-19   therapy attended   physical-therapy
            2026-05-04   activity done      physical-therapy
        """,
        absent="physical-therapy",
    )


def test_a_series_of_unstated_length_is_offered_until_a_plan_says_how_many(spec):
    """After five sessions without a plan a sixth is offered, not owed. It waits for a plan."""
    spec(
        protocol="multimodal-back",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-03   drug list taken     none
            2026-03-04   consent signed
            2026-03-05   visit attended      consultation
            2026-03-09   injections given    treatment
            2026-03-30   injections given    treatment
            2026-04-20   injections given    treatment
            2026-05-11   injections given    treatment
            2026-06-01   injections given    treatment
            2026-06-15   response decided    session-review: continue
        """,
        agenda="""
            activity      owed      may   opens        why not
            treatment-6   offered   no    not stated   No plan is agreed with the patient.
        """,
        absent="closing follow-up-1",
    )


def test_stopping_ends_the_injections_and_the_therapy_beside_them(spec):
    """Outcomes and closing follow, as after a finished series."""
    spec(
        protocol="multimodal-back",
        log="""
            2026-03-02   course started
            2026-03-05   visit attended     consultation
            2026-03-05   plan agreed        4 sessions
            2026-03-09   injections given   treatment
            2026-03-23   response decided   session-review: stop
        """,
        agenda="""
            activity      opens        ideal
            follow-up-1   2026-05-26   2026-06-09
            closing       2027-03-23   not stated
        """,
        absent="treatment-2 physical-therapy",
    )
