"""Holds: the patient's anti-inflammatory drugs, and the blood thinners that are the prescriber's."""

title = "Pauses of medicines"


def test_the_guide_says_a_short_period_and_no_days(spec):
    """The pause belongs to the treatment, and has no day until the clinic decides one."""
    spec(
        protocol="darrow-back",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-05   visit attended      consultation
            2026-03-05   drug list taken     ibuprofen
        """,
        agenda="""
            activity                   who       opens        closes
            hold-anti-inflammatory-1   patient   not stated   not stated
        """,
    )


def test_days_that_a_clinic_decides_are_counted_from_the_booked_treatment(spec):
    """Five days before 7 April is 2 April, seven days after it is 14 April."""
    spec(
        protocol="darrow-back",
        decided="""
            activity                 figure        value   by          on
            hold-anti-inflammatory   days.before   5       A. Rahman   2026-01-05
            hold-anti-inflammatory   days.after    7       A. Rahman   2026-01-05
        """,
        log="""
            2026-03-02   course started
            2026-03-05   visit attended      consultation
            2026-03-05   drug list taken     ibuprofen
            2026-03-09   injections given    treatment
            2026-03-16   visit booked        v2 treatment 2026-04-07T09:00
        """,
        agenda="""
            activity                   opens        ideal        closes
            hold-anti-inflammatory-2   2026-04-02   2026-04-07   2026-04-14
        """,
    )


def test_the_pause_moves_with_the_booked_treatment(spec):
    """Moved by a week, so is the pause."""
    spec(
        protocol="darrow-back",
        decided="""
            activity                 figure        value   by          on
            hold-anti-inflammatory   days.before   5       A. Rahman   2026-01-05
            hold-anti-inflammatory   days.after    7       A. Rahman   2026-01-05
        """,
        log="""
            2026-03-02   course started
            2026-03-05   visit attended      consultation
            2026-03-05   drug list taken     ibuprofen
            2026-03-09   injections given    treatment
            2026-03-16   visit booked        v2 treatment 2026-04-07T09:00
            2026-03-30   visit moved         v2 2026-04-14T09:00
        """,
        agenda="""
            activity                   opens        ideal        closes
            hold-anti-inflammatory-2   2026-04-09   2026-04-14   2026-04-21
        """,
    )


def test_without_a_booking_it_stands_before_the_day_to_aim_for(spec):
    """Two weeks after 9 March is 23 March, the first day of the window; five days before it is 18 March."""
    spec(
        protocol="darrow-back",
        decided="""
            activity                 figure        value   by          on
            hold-anti-inflammatory   days.before   5       A. Rahman   2026-01-05
            hold-anti-inflammatory   days.after    7       A. Rahman   2026-01-05
        """,
        log="""
            2026-03-02   course started
            2026-03-05   visit attended      consultation
            2026-03-05   drug list taken     ibuprofen
            2026-03-09   injections given    treatment
        """,
        agenda="""
            activity                   opens        ideal        closes
            hold-anti-inflammatory-2   2026-03-18   2026-03-23   2026-03-30
        """,
    )


def test_a_pause_that_was_not_kept_holds_the_treatment_up(spec):
    """A named clinician may go on with a reason."""
    spec(
        protocol="darrow-back",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-05   visit attended      consultation
            2026-03-05   response decided    indication: both-hold
            2026-03-05   drug list taken     ibuprofen
            2026-03-05   consent signed
            2026-03-05   plan agreed         4 sessions
            2026-03-09   hold checked        hold-anti-inflammatory not kept
            2026-03-09   injections given    treatment
        """,
        objections="hold-kept",
        in_words="""
            stop: Nobody has confirmed that the medication hold was kept.
            Ask about the hold, or say why it did not matter.
        """,
    )


def test_each_treatment_asks_anew(spec):
    """A pause kept before the first treatment says nothing about the second."""
    spec(
        protocol="darrow-back",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-05   visit attended      consultation
            2026-03-05   response decided    indication: both-hold
            2026-03-05   drug list taken     ibuprofen
            2026-03-05   consent signed
            2026-03-05   plan agreed         4 sessions
            2026-03-09   hold checked        hold-anti-inflammatory kept
            2026-03-09   injections given    treatment
            2026-03-16   response decided    session-review: continue
        """,
        agenda="""
            activity      why not
            treatment-2   Nobody has confirmed that the medication hold was kept.
        """,
    )


def test_a_blood_thinner_is_never_the_patients_to_stop(spec):
    """The clinician speaks to the prescriber. What the patient sees is only the pause of anti-inflammatory drugs."""
    spec(
        protocol="darrow-back",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-05   visit attended      consultation
            2026-03-05   drug list taken     warfarin! ibuprofen
        """,
        agenda="""
            activity                   who
            prescriber:warfarin        clinician
            hold-blood-thinner-1       clinician
            hold-anti-inflammatory-1   patient
        """,
        absent="prescriber:ibuprofen",
    )


def test_where_there_is_no_blood_thinner_nobody_asks_about_one(spec):
    """A pause that is the prescriber's is asked about only where there is such a drug."""
    spec(
        protocol="darrow-back",
        log="""
            2026-03-02   course started
            2026-03-05   visit attended     consultation
            2026-03-05   drug list taken    ibuprofen
        """,
        absent="hold-blood-thinner-1 prescriber:ibuprofen",
    )


def test_the_days_after_a_treatment_stay_on_the_agenda(spec):
    """The first treatment was given on 7 April. Its pause goes on for seven days, until 14 April; that of the second
    stands ahead of its own day. The days after pass by themselves: there is nothing to record, and nobody owes them.
    """
    spec(
        protocol="darrow-back",
        decided="""
            activity                 figure        value   by          on
            hold-anti-inflammatory   days.before   5       A. Rahman   2026-01-05
            hold-anti-inflammatory   days.after    7       A. Rahman   2026-01-05
        """,
        log="""
            2026-03-02   course started
            2026-03-05   visit attended      consultation
            2026-03-05   drug list taken     ibuprofen
            2026-04-07   hold checked        hold-anti-inflammatory kept
            2026-04-07   injections given    treatment
            2026-04-07   visit booked        v2 treatment 2026-05-05T09:00
        """,
        agenda="""
            activity                   opens        closes       owed      why not
            hold-anti-inflammatory-1   2026-04-07   2026-04-14   offered   -

            activity                   because
            hold-anti-inflammatory-1   7 days after treatment-1 on 7 April 2026 (decided by A. Rahman on 5 January 2026)

            activity                   opens        ideal        closes
            hold-anti-inflammatory-2   2026-04-30   2026-05-05   2026-05-12
        """,
    )


def test_a_pause_that_ends_with_the_treatment_leaves_no_days_after_it(spec):
    """Nobody has decided days after, so there are none to show."""
    spec(
        protocol="darrow-back",
        decided="""
            activity                 figure        value   by          on
            hold-anti-inflammatory   days.before   5       A. Rahman   2026-01-05
        """,
        log="""
            2026-03-02   course started
            2026-03-05   visit attended      consultation
            2026-04-07   injections given    treatment
        """,
        absent="hold-anti-inflammatory-1",
    )


def test_a_cancelled_treatment_has_no_pause_of_its_own_day(spec):
    """It stands again before the day to aim for: two weeks after 7 April at the earliest."""
    spec(
        protocol="darrow-back",
        decided="""
            activity                 figure        value   by          on
            hold-anti-inflammatory   days.before   5       A. Rahman   2026-01-05
            hold-anti-inflammatory   days.after    7       A. Rahman   2026-01-05
        """,
        log="""
            2026-03-02   course started
            2026-03-05   visit attended      consultation
            2026-04-07   injections given    treatment
            2026-04-07   visit booked        v2 treatment 2026-05-05T09:00
            2026-04-20   visit cancelled     v2
        """,
        agenda="""
            activity                   opens        ideal        closes
            hold-anti-inflammatory-2   2026-04-16   2026-04-21   2026-04-28
        """,
    )
