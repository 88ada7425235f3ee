"""Days that cannot be."""

title = "Days that cannot be"


def test_what_has_not_come_yet_cannot_have_happened(spec):
    """Told on 9 March, dated 10 March. On the day itself it may be told."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-10   diary entered    pain 4
        """,
        today="2026-03-09",
        objections="in-the-future",
        in_words="""
            refuse: 10 March 2026 has not come yet.
            Give the day on which it happened.
        """,
        stands="in-the-future",
    )
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-10   diary entered    pain 4
        """,
        today="2026-03-10",
        objections="nothing",
    )


def test_nothing_happens_before_the_patient_is_born(spec):
    """A slip of the year."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            1926-03-04   scores taken     nrs_pain 6
        """,
        born="1970-05-01",
        objections="before-birth",
        in_words="""
            refuse: 4 March 1926 is before the patient was born (1 May 1970).
            Correct the day or the birthday.
        """,
    )


def test_an_injection_before_the_course_began_needs_a_reason(spec):
    """It may belong to an earlier course, or to another clinic."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-03   drug list taken     none
            2026-03-04   consent signed
            2026-03-04   plan agreed         3 sessions
            2026-02-20   injections given    treatment
        """,
        objections="before-the-course",
        in_words="""
            stop: 20 February 2026 is before the course began (2 March 2026).
            Correct the day, or say why an earlier injection belongs to this course.
        """,
    )


def test_candidacy_before_its_evaluation_needs_a_reason(spec):
    """Who types an old course in may slip; a decision may also rest on an earlier evaluation, or on a talk."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-05   evaluation answered
            2026-03-04   candidacy decided   eligible
        """,
        objections="before-the-evaluation",
        in_words="""
            stop: 4 March 2026 is before the evaluation was answered (5 March 2026).
            Correct the day of the one or the other, or say on what the decision rested.
        """,
        stands="before-the-evaluation",
    )
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-05   evaluation answered
            2026-03-05   candidacy decided   eligible
        """,
        objections="nothing",
    )
