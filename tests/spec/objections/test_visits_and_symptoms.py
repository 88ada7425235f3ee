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
