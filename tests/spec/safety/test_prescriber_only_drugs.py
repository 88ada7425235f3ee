"""Blood thinners, antiplatelets, steroids: settled with the prescriber."""

title = "Drugs that only their prescriber may stop"


def test_the_clinician_speaks_to_the_prescriber(spec):
    """It is listed from the day on which the drug was named. The treatment waits for it."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-03   drug list taken     clopidogrel! paracetamol
            2026-03-04   consent signed
            2026-03-04   plan agreed         3 sessions
        """,
        agenda="""
            activity                 who         opens
            prescriber:clopidogrel   clinician   2026-03-03

            activity      may   why not
            treatment-1   no    The medicines are not settled.
        """,
        absent="prescriber:paracetamol",
    )


def test_no_list_is_not_an_empty_list(spec):
    """Nobody has asked yet. "Takes none" is an answer; no answer is none."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-04   consent signed
            2026-03-04   plan agreed         3 sessions
        """,
        agenda="""
            activity      why not
            treatment-1   The medicines are not settled.

            activity    who
            medicines   patient
        """,
    )
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-03   drug list taken     none
            2026-03-04   consent signed
            2026-03-04   plan agreed         3 sessions
        """,
        agenda="""
            activity      may
            treatment-1   yes
        """,
        absent="medicines",
    )


def test_the_prescribers_word_settles_it(spec):
    """To go on with the drug, or to pause it: either way it is the prescriber's word, with a name."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-03   drug list taken     clopidogrel!
            2026-03-04   consent signed
            2026-03-04   plan agreed         3 sessions
            2026-03-05   prescriber agreed   clopidogrel Dr-Lee continue
        """,
        agenda="""
            activity      may
            treatment-1   yes
        """,
        absent="prescriber:clopidogrel",
    )
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-03   drug list taken     clopidogrel!
            2026-03-04   consent signed
            2026-03-04   plan agreed         3 sessions
            2026-03-05   prescriber agreed   clopidogrel Dr-Lee pause
        """,
        agenda="""
            activity      may
            treatment-1   yes
        """,
    )


def test_a_refusal_settles_nothing(spec):
    """The prescriber said no. The treatment waits, and the question stays open."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-03   drug list taken     clopidogrel!
            2026-03-04   consent signed
            2026-03-04   plan agreed         3 sessions
            2026-03-05   prescriber agreed   clopidogrel Dr-Lee refused
        """,
        agenda="""
            activity                 who
            prescriber:clopidogrel   clinician

            activity      why not
            treatment-1   The medicines are not settled.
        """,
    )


def test_each_drug_has_its_own_word(spec):
    """One of two is settled."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-03   drug list taken     clopidogrel! prednisolone!
            2026-03-04   plan agreed         3 sessions
            2026-03-05   prescriber agreed   clopidogrel Dr-Lee continue
        """,
        agenda="""
            activity                  who
            prescriber:prednisolone   clinician
        """,
        absent="prescriber:clopidogrel",
    )


def test_a_new_list_is_settled_anew(spec):
    """What was agreed in March was agreed for the drugs of March."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-03   drug list taken     clopidogrel!
            2026-03-04   plan agreed         3 sessions
            2026-03-05   prescriber agreed   clopidogrel Dr-Lee continue
            2026-03-09   injections given    treatment
            2026-03-30   drug list taken     clopidogrel! apixaban!
        """,
        agenda="""
            activity                 opens
            prescriber:clopidogrel   2026-03-30
            prescriber:apixaban      2026-03-30
        """,
    )


def test_the_last_word_of_the_prescriber_counts(spec):
    """Agreed in March, refused in April: the next treatment waits."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-03   drug list taken     clopidogrel!
            2026-03-04   plan agreed         3 sessions
            2026-03-05   prescriber agreed   clopidogrel Dr-Lee continue
            2026-04-01   prescriber agreed   clopidogrel Dr-Lee refused
        """,
        agenda="""
            activity                 who
            prescriber:clopidogrel   clinician
        """,
    )


def test_without_a_name_nothing_is_settled(spec):
    """The record refuses it; a log that says so all the same leaves the question open."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-03   drug list taken     clopidogrel!
            2026-03-04   plan agreed         3 sessions
            2026-03-05   prescriber agreed   clopidogrel - continue
        """,
        objections="prescriber-missing",
        agenda="""
            activity                 who
            prescriber:clopidogrel   clinician
        """,
    )


def test_capitals_and_spaces_tell_no_drugs_apart(spec):
    """Written a little otherwise it is still the drug of the list."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-03   drug list taken     Clopidogrel!
            2026-03-04   plan agreed         3 sessions
            2026-03-05   prescriber agreed   clopidogrel Dr-Lee continue
        """,
        absent="prescriber:Clopidogrel prescriber:clopidogrel",
    )
