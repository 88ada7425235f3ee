"""Visits and symptoms that are there already, or not there."""

title = "Visits and symptoms"


def test_a_visit_is_booked_once(spec):
    """Another time is a move."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-04   visit booked     v1 treatment 2026-03-09T09:00
            2026-03-05   visit booked     v1 treatment 2026-03-10T09:00
        """,
        objections="booked-already",
        in_words="""
            refuse: Visit "v1" is booked already.
            Move it instead.
        """,
    )


def test_only_what_is_booked_is_moved_missed_or_cancelled(spec):
    """A visit that was cancelled is not booked any more."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-04   visit moved      v1 2026-03-10T09:00
        """,
        objections="no-such-visit",
        in_words="""
            refuse: No visit "v1" is booked.
            Name a booked visit.
        """,
    )
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-04   visit booked      v1 treatment 2026-03-09T09:00
            2026-03-05   visit cancelled   v1
            2026-03-09   visit missed      v1
        """,
        objections="no-such-visit",
    )


def test_a_visit_lasts_a_minute_at_least_and_a_day_at_most(spec):
    """1 to 1440 minutes."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-04   visit booked     v1 treatment 2026-03-09T09:00, minutes 0
        """,
        objections="out-of-range",
        in_words="""
            refuse: A visit of 0 minutes.
            Give 1 to 1440.
        """,
    )
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-04   visit booked     v1 treatment 2026-03-09T09:00, minutes 1440
        """,
        objections="nothing",
    )


def test_a_symptom_is_reported_once_and_then_handled(spec):
    """If it comes back, it is reported under a name of its own."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-11   symptom reported   swelling: urgent_care
            2026-03-12   symptom reported   swelling: urgent_care
        """,
        objections="reported-already",
        in_words="""
            refuse: Symptom "swelling" is reported already.
            Handle it.
        """,
    )


def test_only_a_reported_symptom_is_handled(spec):
    """Nothing is closed that nobody told."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-12   symptom handled   swelling closed
        """,
        objections="no-such-symptom",
        in_words="""
            refuse: No symptom "swelling" is reported.
            Name one.
        """,
    )


def test_closing_a_symptom_takes_a_judgement(spec):
    """How it is related, and how severe it was. Keeping it open takes none."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-11   symptom reported   swelling: urgent_care
            2026-03-12   symptom handled    swelling closed, severity
        """,
        objections="judgement-missing",
        in_words="""
            refuse: A symptom is closed with a judgement of relatedness and severity.
            Give both, or keep it open.
        """,
    )
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-11   symptom reported   swelling: urgent_care
            2026-03-12   symptom handled    swelling kept open, severity
        """,
        objections="nothing",
    )


def test_a_session_may_be_booked_while_a_symptom_is_open_and_waits(spec):
    """The time is kept for the patient. The session takes place once a clinician has closed the symptom."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-09   injections given   treatment
            2026-03-11   symptom reported   swelling: urgent_care
            2026-03-12   visit booked       v2 treatment 2026-04-07T09:00
        """,
        objections="session-on-hold",
        in_words="""
            warn: A reported symptom is open: the session waits until a clinician has closed it.
        """,
        stands="nothing",
    )


def test_a_symptom_is_handed_over_to_somebody(spec):
    """With the name of the one who has it now, and while it is open."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-11   symptom reported   swelling: urgent_care
            2026-03-11   symptom assigned   swelling
        """,
        objections="owner-missing",
        in_words="""
            refuse: Nobody is named to take it over.
            Name who has it now.
        """,
    )
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-11   symptom reported   swelling: urgent_care
            2026-03-12   symptom handled    swelling closed
            2026-03-12   symptom assigned   swelling U-5
        """,
        objections="not-open",
        in_words="""
            refuse: Symptom "swelling" is not open.
            Nothing to hand over.
        """,
    )


def test_a_report_is_not_closed_by_changing_it(spec):
    """Neither by calling it expected, nor by taking it back without a reason. A clinician closes it by judging it."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-11   symptom reported   swelling: urgent_care
            2026-03-12   symptom reported   swelling: self_care, replaces e2
        """,
        objections="judgement-missing",
        in_words="""
            refuse: A reported symptom is not closed by calling it an expected reaction.
            Close it with a judgement of relatedness and severity.
        """,
    )
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-11   symptom reported   swelling: urgent_care
            2026-03-12   withdrawn          e2
        """,
        objections="reason-missing",
        in_words="""
            refuse: A reported symptom is taken back for a reason.
            Say why it never was: for instance that it is somebody else's.
        """,
    )


def test_a_judgement_is_one_of_the_words_for_it(spec):
    """Counts of harm can be added up only where everybody means the same."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-11   symptom reported   swelling: urgent_care
            2026-03-12   symptom handled    swelling closed, severity terrible
        """,
        objections="out-of-range",
        in_words="""
            refuse: "terrible" is no severity.
            Give one of: mild, moderate, severe.
        """,
    )
