"""The escalation clock of a reported symptom."""

title = "Who answers a reported symptom, and by when"


def test_an_emergency_is_due_at_once_and_everybody_has_it(spec):
    """No source says within how many minutes a clinic answers, and this clinic has decided none. So nobody waits for
    anybody: from the first moment the clinician who gave the injection and the lead are in charge together.
    """
    spec(
        protocol="nutura-knee",
        staff="U-1 (lead), U-3, U-5",
        log="""
            2026-03-02   course started
            2026-03-09   injections given   treatment, by U-3
            2026-03-11   symptom reported   breathless: emergency, at 09:00
        """,
        clocks="""
            symptom      owner   why                       due                then
            breathless   U-3     gave the last injection   2026-03-11T09:00   U-1 2026-03-11T09:00

            symptom      at 2026-03-11T09:00
            breathless   U-3 U-1
        """,
    )


def test_what_a_clinic_decides_is_how_long_each_one_has(spec):
    """Fifteen minutes for the clinician on call, then fifteen for the lead. The one who is on call comes first, before
    the one who gave the injection.
    """
    spec(
        protocol="nutura-knee",
        staff="U-1 (lead), U-3, U-5",
        on_call="""
            since              who
            2026-03-09T18:00   U-5
        """,
        answers_within="""
            clock       within       by          since
            emergency   15 minutes   A. Rahman   2026-01-05T12:00
        """,
        log="""
            2026-03-02   course started
            2026-03-09   injections given   treatment, by U-3
            2026-03-11   symptom reported   breathless: emergency, at 09:00
        """,
        clocks="""
            symptom      owner   why       due
            breathless   U-5     on call   2026-03-11T09:15

            symptom      because
            breathless   within 15 minutes (decided by A. Rahman on 5 January 2026)

            symptom      then                   at 2026-03-11T09:14   at 2026-03-11T09:15
            breathless   U-1 2026-03-11T09:15   U-5                   U-1
        """,
    )


def test_a_doctor_today_is_due_by_the_end_of_the_day(spec):
    """The level itself says "today". What a clinic decides beside it can only make it sooner."""
    spec(
        protocol="nutura-knee",
        staff="U-1 (lead), U-3",
        answers_within="""
            clock    within        by          since
            urgent   120 minutes   A. Rahman   2026-01-05T12:00
        """,
        log="""
            2026-03-02   course started
            2026-03-09   injections given   treatment, by U-3
            2026-03-11   symptom reported   hot: urgent_care, at 09:00
            2026-03-11   symptom reported   red: urgent_care, at 23:30
            2026-03-12   symptom reported   rash: call_clinic_same_day, at 09:00
        """,
        clocks="""
            symptom   due                then
            hot       2026-03-11T11:00   U-1 2026-03-11T11:00
            red       2026-03-12T00:00   U-1 2026-03-12T00:00
            rash      2026-03-13T00:00   U-1 2026-03-13T00:00
        """,
    )


def test_who_is_on_call_when_the_time_is_over_takes_over(spec):
    """The duty changed at 18:00, between the report and the end of its time."""
    spec(
        protocol="nutura-knee",
        staff="U-1 (lead), U-3, U-5, U-7",
        on_call="""
            since              who
            2026-03-11T08:00   U-5
            2026-03-11T18:00   U-7
        """,
        answers_within="""
            clock       within       by          since
            emergency   15 minutes   A. Rahman   2026-01-05T12:00
        """,
        log="""
            2026-03-02   course started
            2026-03-09   injections given   treatment, by U-3
            2026-03-11   symptom reported   breathless: emergency, at 17:50
        """,
        clocks="""
            symptom      owner   then                                          at 2026-03-11T18:10   at 2026-03-11T18:20
            breathless   U-5     U-7 2026-03-11T18:05, U-1 2026-03-11T18:20    U-7                   U-1
        """,
    )


def test_who_has_left_the_clinic_has_nothing(spec):
    """U-3 gave the injection and works there no more; nobody is on call: the lead has it."""
    spec(
        protocol="nutura-knee",
        staff="U-1 (lead), U-5",
        log="""
            2026-03-02   course started
            2026-03-09   injections given   treatment, by U-3
            2026-03-11   symptom reported   hot: urgent_care, at 09:00
        """,
        clocks="""
            symptom   owner   why                  then
            hot       U-1     lead of the clinic   -
        """,
    )


def test_handing_over_buys_no_time(spec):
    """It is due when it was due. The new name has it until then; then the ladder goes on."""
    spec(
        protocol="nutura-knee",
        staff="U-1 (lead), U-3, U-5",
        log="""
            2026-03-02   course started
            2026-03-09   injections given   treatment, by U-3
            2026-03-11   symptom reported   hot: urgent_care, at 09:00
            2026-03-11   symptom assigned   hot U-5, at 10:00, by U-3
        """,
        clocks="""
            symptom   owner   why                  due                then
            hot       U-5     it was handed over   2026-03-12T00:00   U-1 2026-03-12T00:00
        """,
    )


def test_what_is_handed_over_late_stays_with_that_name(spec):
    """The lead had it because the time was over, and gave it to U-5: now it is U-5's alone."""
    spec(
        protocol="nutura-knee",
        staff="U-1 (lead), U-3, U-5",
        log="""
            2026-03-02   course started
            2026-03-09   injections given   treatment, by U-3
            2026-03-11   symptom reported   breathless: emergency, at 09:00
            2026-03-11   symptom assigned   breathless U-5, at 09:10, by U-1
        """,
        clocks="""
            symptom      owner   due                then   at 2026-03-11T12:00
            breathless   U-5     2026-03-11T09:00   -      U-5
        """,
    )


def test_a_call_that_nobody_takes_stops_no_clock(spec):
    """It is kept, with its number; the time runs on."""
    spec(
        protocol="nutura-knee",
        staff="U-1 (lead), U-3",
        log="""
            2026-03-02   course started
            2026-03-09   injections given   treatment, by U-3
            2026-03-11   symptom reported   hot: urgent_care, at 09:00
            2026-03-11   symptom handled    hot, contact not_reached, at 09:30, by U-3
            2026-03-11   symptom handled    hot, contact not_reached, at 10:30, by U-3
        """,
        clocks="""
            symptom   owner   due                calls
            hot       U-3     2026-03-12T00:00   2
        """,
    )


def test_who_spoke_to_the_patient_has_it_until_it_is_closed(spec):
    """Answered is not closed: it stays open, with the name of the one who answered."""
    spec(
        protocol="nutura-knee",
        staff="U-1 (lead), U-3, U-5",
        log="""
            2026-03-02   course started
            2026-03-09   injections given   treatment, by U-3
            2026-03-11   symptom reported   hot: urgent_care, at 09:00
            2026-03-11   symptom handled    hot, contact reached, at 09:40, by U-5
        """,
        clocks="""
            symptom   owner   why                    due   because                      then
            hot       U-5     spoke to the patient   -     answered, and not closed yet  -
        """,
    )


def test_a_time_to_look_again_starts_the_clock_again(spec):
    """The clinician wants to hear from the patient at 17:00. Whoever is next takes over if nobody has by then."""
    spec(
        protocol="nutura-knee",
        staff="U-1 (lead), U-3, U-5",
        log="""
            2026-03-02   course started
            2026-03-09   injections given   treatment, by U-3
            2026-03-11   symptom reported   hot: urgent_care, at 09:00
            2026-03-11   symptom handled    hot, contact reached, again_at 2026-03-11T17:00, at 09:40, by U-5
        """,
        clocks="""
            symptom   owner   due                then
            hot       U-5     2026-03-11T17:00   U-1 2026-03-11T17:00
        """,
    )


def test_only_a_judgement_ends_it(spec):
    """Closed with how it is related and how severe it was."""
    spec(
        protocol="nutura-knee",
        staff="U-1 (lead), U-3",
        log="""
            2026-03-02   course started
            2026-03-09   injections given   treatment, by U-3
            2026-03-11   symptom reported   hot: urgent_care, at 09:00
            2026-03-12   symptom handled    hot closed, at 08:00, by U-3
        """,
        clocks="nothing",
    )


def test_closed_without_a_judgement_is_not_closed(spec):
    """The record refuses it; a log that says so all the same leaves the symptom open, and the next session waits."""
    spec(
        protocol="nutura-knee",
        staff="U-1 (lead), U-3",
        log="""
            2026-03-02   course started
            2026-03-09   injections given   treatment, by U-3
            2026-03-11   symptom reported   hot: urgent_care, at 09:00
            2026-03-12   symptom handled    hot closed, relatedness, severity, at 08:00, by U-3
        """,
        objections="judgement-missing",
        first="concern:hot",
        clocks="""
            symptom   owner
            hot       U-3
        """,
    )


def test_a_corrected_report_keeps_its_clock(spec):
    """A clinician read it again and found it graver. The clock began when the patient told it."""
    spec(
        protocol="nutura-knee",
        staff="U-1 (lead), U-3",
        log="""
            2026-03-02   course started
            2026-03-09   injections given   treatment, by U-3
            2026-03-11   symptom reported   hot: call_clinic_same_day, at 09:00
            2026-03-11   symptom reported   hot: emergency, replaces e3, at 11:00, by U-3
        """,
        clocks="""
            symptom   due
            hot       2026-03-11T09:00
        """,
    )


def test_what_nobody_has_triaged_counts_as_an_emergency(spec):
    """Also a level that nobody knows. Not knowing is not knowing that it is harmless."""
    spec(
        protocol="nutura-knee",
        staff="U-1 (lead), U-3",
        log="""
            2026-03-02   course started
            2026-03-09   injections given   treatment, by U-3
            2026-03-11   symptom reported   something, at 09:00
            2026-03-11   symptom reported   other: terrible, at 09:30
        """,
        clocks="""
            symptom     due
            something   2026-03-11T09:00
            other       2026-03-11T09:30
        """,
    )


def test_a_warning_sign_of_the_evaluation_has_its_clock_too(spec):
    """Nobody has given an injection yet. Within two weeks is 14 days after the day on which it was told."""
    spec(
        protocol="nutura-knee",
        staff="U-1 (lead), U-3",
        log="""
            2026-03-02   course started
            2026-03-03   symptom reported   evaluation-1: two_weeks, at 09:00
        """,
        clocks="""
            symptom        owner   due                because
            evaluation-1   U-1     2026-03-18T00:00   within 14 days (ruling)
        """,
    )


def test_an_expected_reaction_has_no_clock(spec):
    """Soreness that needs only care at home is kept in the record, and nobody has to answer it."""
    spec(
        protocol="nutura-knee",
        staff="U-1 (lead), U-3",
        log="""
            2026-03-02   course started
            2026-03-09   injections given   treatment, by U-3
            2026-03-11   symptom reported   sore: self_care, at 09:00
        """,
        clocks="nothing",
    )
