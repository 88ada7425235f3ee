"""What an injection waits for, and when it is given."""

title = "Injections"


def test_everything_that_an_injection_waits_for_is_named(spec):
    """Given on the first day of a course, with nothing settled. Each point is passed by itself, with its own reason."""
    spec(
        protocol="darrow-back",
        log="""
            2026-03-02   course started
            2026-03-02   injections given   treatment
        """,
        objections="""
            eligible
            medicines-reviewed
            consent-signed
            diagnosis-made
            prior-care-tried
            hold-kept
            plan-agreed
        """,
        in_words="""
            stop: No clinician has decided that the patient is eligible.
            Decide candidacy first, or say why it was given without.
            stop: The medicines are not settled.
            Settle the medicines with their prescribers, or say why it was given before.
            stop: Consent is not signed.
            Have consent signed first, or say why it was given without.
            stop: No specific diagnosis is on record.
            Record the diagnosis, or say why it was given without.
            stop: It is not on record that conservative care was tried.
            Record what was tried, or say why it was given without.
            stop: Nobody has confirmed that the medication hold was kept.
            Ask about the hold, or say why it did not matter.
            stop: No plan is agreed with the patient.
            Agree on a plan first, or say why it was given without.
        """,
    )


def test_a_treatment_before_the_response_is_reviewed(spec):
    """The diagnostic injection was given, and nobody has decided to go on."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-03   drug list taken     none
            2026-03-05   consent signed
            2026-03-10   injections given    diagnostic-injection
            2026-03-17   plan agreed         3 sessions
            2026-03-24   injections given    treatment
        """,
        objections="responded",
        in_words="""
            stop: The response review has not decided to go on.
            Decide at the response review first, or say why it was given before.
        """,
    )


def test_a_session_without_the_score_and_the_review_before_it(spec):
    """The second of the sacroiliac cohort, four weeks after the first."""
    spec(
        protocol="hoffman-agnish-sij-2018",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-03   drug list taken     none
            2026-03-04   consent signed
            2026-03-04   plan agreed         3 sessions
            2026-03-09   scores taken        odi 48, activity oswestry
            2026-03-09   injections given    treatment
            2026-04-06   injections given    treatment
        """,
        objections="session-reviewed measured",
        in_words="""
            stop: The review of the last session has not decided to go on.
            Decide at the review first, or say why it was given before.
            stop: The scores due before this session are not taken.
            Take the scores first, or say why it was given without.
        """,
    )


def test_an_open_symptom(spec):
    """It stands in the way of the next injection until a clinician closes it."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-03   drug list taken     none
            2026-03-04   consent signed
            2026-03-04   plan agreed         3 sessions
            2026-03-09   injections given    treatment
            2026-03-11   symptom reported    swelling: urgent_care
            2026-03-16   response decided    session-review: continue
            2026-04-06   injections given    treatment
        """,
        objections="no-open-concern",
        stands="no-open-concern",
    )


def test_one_reason_does_not_pass_another_point(spec):
    """The medicines are explained, the missing consent is not."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-04   plan agreed         3 sessions
            2026-03-09   injections given    treatment, overrides medicines-reviewed:takes none says her son
        """,
        objections="medicines-reviewed consent-signed",
        stands="consent-signed",
    )


def test_a_day_before_the_window_and_a_day_after_it(spec):
    """4 to 5 weeks after 9 March is 6 April to 13 April. It is recorded, and the record says early or late."""
    spec(
        protocol="hoffman-agnish-sij-2018",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-03   drug list taken     none
            2026-03-04   consent signed
            2026-03-04   plan agreed         3 sessions
            2026-03-09   scores taken        odi 48, activity oswestry
            2026-03-09   injections given    treatment
            2026-04-05   scores taken        odi 30, activity oswestry
            2026-04-05   response decided    session-review: continue
            2026-04-05   injections given    treatment
        """,
        objections="early",
        in_words="""
            warn: The window opens on 6 April 2026: 4 to 5 weeks after treatment-1 on 9 March 2026 (VA2018).
        """,
        stands="nothing",
    )
    spec(
        protocol="hoffman-agnish-sij-2018",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-03   drug list taken     none
            2026-03-04   consent signed
            2026-03-04   plan agreed         3 sessions
            2026-03-09   scores taken        odi 48, activity oswestry
            2026-03-09   injections given    treatment
            2026-04-14   scores taken        odi 30, activity oswestry
            2026-04-14   response decided    session-review: continue
            2026-04-14   injections given    treatment
        """,
        objections="late",
        in_words="""
            warn: The window closed on 13 April 2026: 4 to 5 weeks after treatment-1 on 9 March 2026 (VA2018).
        """,
        stands="nothing",
    )


def test_closer_than_the_clinic_allows(spec):
    """Where the clinic has decided a least distance: 20 days when 21 are asked for."""
    spec(
        protocol="nutura-knee",
        decided="""
            activity   figure             value   by          on
            -          minimum_gap_days   21      A. Rahman   2026-01-05
        """,
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-03   drug list taken     none
            2026-03-04   consent signed
            2026-03-04   plan agreed         3 sessions
            2026-03-09   injections given    treatment
            2026-03-16   response decided    session-review: continue
            2026-03-29   injections given    treatment
        """,
        objections="too-close",
        in_words="""
            stop: 20 days after the last injection; at least 21 (decided by A. Rahman).
            Give it later, or say why it was given now.
        """,
    )


def test_more_than_was_planned(spec):
    """Two were agreed and given. The third needs another plan, or a reason."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-03   drug list taken     none
            2026-03-04   consent signed
            2026-03-04   plan agreed         2 sessions
            2026-03-09   injections given    treatment
            2026-03-16   response decided    session-review: continue
            2026-04-06   injections given    treatment
            2026-04-13   response decided    session-review: continue
            2026-05-04   injections given    treatment
        """,
        objections="not-planned",
        in_words="""
            stop: No further injection is planned.
            Change the plan first, or say why.
        """,
    )


def test_a_second_diagnostic_injection_was_not_planned_either(spec):
    """One is what the article describes."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-03   drug list taken     none
            2026-03-05   visit attended      intake
            2026-03-05   consent signed
            2026-03-10   injections given    diagnostic-injection
            2026-03-24   injections given    diagnostic-injection
        """,
        objections="not-planned",
    )
