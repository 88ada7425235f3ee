"""A time that the protocol does not leave to a visit is given only by a clinician, with a reason."""

title = "Times outside of their windows"

RESPONDED = """
    2026-03-02   course started
    2026-03-04   injections given     diagnostic-injection
    2026-03-20   response decided     response-review: go-on, reason The diary was not kept
    2026-03-20   plan agreed          3
    2026-03-30   injections given     treatment
"""


def test_both_ends_of_a_window_are_inside(spec):
    """4 to 6 weeks after the treatment on 30 March: 27 April to 11 May."""
    for day, objections in (
        ("2026-04-26", "outside-window"),
        ("2026-04-27", "nothing"),
        ("2026-05-11", "nothing"),
        ("2026-05-12", "outside-window"),
    ):
        spec(
            protocol="nutura-back",
            log=f"{RESPONDED}    2026-03-31   visit booked     v1 treatment {day}T09:00",
            objections=objections,
            stands=objections,
        )


def test_a_time_outside_of_the_window_is_recorded_with_a_clinicians_reason(spec):
    """The reason is kept in the event, with the name of who gave it."""
    spec(
        protocol="nutura-back",
        log=f"""{RESPONDED}
            2026-03-31   visit booked     v1 treatment 2026-05-18T09:00, overrides outside-window:away until then
        """,
        objections="outside-window",
        in_words="""
            stop: treatment-2 on 18 May 2026 is after its window, which closes on 11 May 2026.
            Choose another day, or let a clinician say why this one is right.
        """,
        stands="nothing",
    )


def test_a_session_is_held_against_the_booked_one_before_it(spec):
    """The third is counted from the second, which is booked: 4 weeks from 28 April is 26 May."""
    booked = f"{RESPONDED}    2026-03-31   visit booked     v1 treatment 2026-04-28T09:00"
    spec(
        protocol="nutura-back",
        log=f"""{booked}
            2026-03-31   visit booked     v2 treatment 2026-05-25T09:00
        """,
        objections="outside-window",
        in_words="""
            stop: treatment-3 on 25 May 2026 is 27 days after treatment-2 on 28 April 2026; 28 is the least.
            Choose another day, or let a clinician say why this one is right.
        """,
    )
    spec(
        protocol="nutura-back",
        log=f"""{booked}
            2026-03-31   visit booked     v2 treatment 2026-05-26T09:00
        """,
        objections="nothing",
    )


def test_a_session_that_moves_is_held_against_the_booked_one_after_it(spec):
    """Two days later the second stands too near to the third, although its own window is open."""
    spec(
        protocol="nutura-back",
        log=f"""{RESPONDED}
            2026-03-31   visit booked     v1 treatment 2026-04-28T09:00
            2026-03-31   visit booked     v2 treatment 2026-05-26T09:00
            2026-04-02   visit moved      v1 2026-04-30T09:00
        """,
        objections="outside-window",
        in_words="""
            stop: treatment-3 on 26 May 2026 is 26 days after treatment-2 on 30 April 2026; 28 is the least.
            Choose another day, or let a clinician say why this one is right.
        """,
    )


def test_another_time_on_the_same_day_is_no_objection(spec):
    """What stood outside of its window does so as before."""
    spec(
        protocol="nutura-back",
        log=f"""{RESPONDED}
            2026-03-31   visit booked     v1 treatment 2026-05-18T09:00, overrides outside-window:away until then
            2026-04-02   visit moved      v1 2026-05-18T15:00
        """,
        objections="nothing",
    )


def test_the_clinics_least_distance_holds_after_the_diagnostic_injection_too(spec):
    """This clinic decided on 35 days between any two injections; the treatment is counted from the review."""
    spec(
        protocol="nutura-back",
        decided="""
            activity   figure             value   by         on
            -          minimum_gap_days   35      A. Clinician   2026-01-10
        """,
        log="""
            2026-03-02   course started
            2026-03-04   injections given     diagnostic-injection
            2026-03-20   response decided     response-review: go-on, reason The diary was not kept
            2026-03-20   plan agreed          3
            2026-03-21   visit booked         v1 treatment 2026-04-07T09:00
        """,
        objections="outside-window",
        in_words="""
            stop: treatment-1 on 7 April 2026 is before its window, which opens on 8 April 2026.
            Choose another day, or let a clinician say why this one is right.
        """,
    )


def test_where_no_window_is_stated_there_is_nothing_to_object_to(spec):
    """No source of this protocol says when the first treatment is given."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-04   injections given     diagnostic-injection
            2026-03-20   response decided     response-review: go-on, reason The diary was not kept
            2026-03-20   plan agreed          3
            2026-03-21   visit booked         v1 treatment 2026-09-07T09:00
        """,
        objections="nothing",
    )
