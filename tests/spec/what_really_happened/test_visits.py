"""Booked, moved, cancelled, missed."""

title = "Visits that are moved, cancelled or missed"


def test_a_missed_visit_moves_nothing(spec):
    """Booked for 6 April and missed. The window of the treatment stays, and on 21 April it is overdue."""
    spec(
        protocol="nutura-back",
        log="""
            2026-02-16   course started
            2026-03-09   injections given   treatment
            2026-03-16   visit booked       v2 treatment 2026-04-06T09:00
            2026-04-06   visit missed       v2
        """,
        agenda="""
            activity      opens        closes       on 2026-04-20   on 2026-04-21
            treatment-2   2026-04-06   2026-04-20   due             overdue
        """,
    )


def test_a_session_given_at_another_visit_counts_from_its_own_day(spec):
    """Missed on 6 April, given on 13 April: the third is 4 to 6 weeks after 13 April."""
    spec(
        protocol="nutura-back",
        log="""
            2026-02-16   course started
            2026-03-09   injections given   treatment
            2026-03-16   visit booked       v2 treatment 2026-04-06T09:00
            2026-04-06   visit missed       v2
            2026-04-07   visit booked       v3 treatment 2026-04-13T09:00
            2026-04-13   injections given   treatment, visit v3
        """,
        agenda="""
            activity      opens        closes
            treatment-3   2026-05-11   2026-05-25
        """,
    )


def test_a_cancelled_visit_takes_what_hangs_on_it_back_to_the_window(spec):
    """With the booking of 13 April gone, the pause of medicines stands before the first day of the window again: 5
    days before 23 March is 18 March."""
    spec(
        protocol="darrow-back",
        decided="""
            activity                 figure        value   by          on
            hold-anti-inflammatory   days.before   5       A. Rahman   2026-01-05
            hold-anti-inflammatory   days.after    7       A. Rahman   2026-01-05
        """,
        log="""
            2026-03-02   course started
            2026-03-05   visit attended     consultation
            2026-03-09   injections given   treatment
            2026-03-10   visit booked       v2 treatment 2026-04-13T09:00
            2026-03-12   visit cancelled    v2
        """,
        agenda="""
            activity                   opens        ideal        closes
            hold-anti-inflammatory-2   2026-03-18   2026-03-23   2026-03-30
        """,
    )


def test_a_paused_course_owes_nothing(spec):
    """Travel, pregnancy, another illness: nothing is due."""
    spec(
        protocol="nutura-back",
        log="""
            2026-02-16   course started
            2026-03-09   injections given   treatment
            2026-03-20   course paused      reason travel
        """,
        absent="everything",
    )


def test_resumed_it_goes_on_from_what_happened(spec):
    """The pause adds no days: the window is still counted from 9 March."""
    spec(
        protocol="nutura-back",
        log="""
            2026-02-16   course started
            2026-03-09   injections given   treatment
            2026-03-20   course paused      reason travel
            2026-05-04   course resumed
        """,
        agenda="""
            activity      opens        closes       on 2026-05-04
            treatment-2   2026-04-06   2026-04-20   overdue
        """,
    )
