"""Figures that cannot be."""

title = "Figures that cannot be"


def test_a_diary_goes_from_0_to_10(spec):
    """Both ends are inside."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-11   diary entered    pain 11
        """,
        objections="out-of-range",
        in_words="""
            refuse: pain is 11; it goes from 0 to 10.
            Give 0 to 10.
        """,
    )
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-11   diary entered    pain 10
        """,
        objections="nothing",
    )
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-11   diary entered    pain 0
        """,
        objections="nothing",
    )


def test_a_day_may_have_several_entries(spec):
    """In the morning and in the evening. A slip is corrected in its place; it is no further entry."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-11   diary entered    now 4
            2026-03-11   diary entered    now 5
        """,
        objections="nothing",
    )
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-11   diary entered    pain 4
            2026-03-11   diary entered    pain 5, replaces e2
        """,
        objections="nothing",
    )


def test_more_entries_than_a_day_has_hours_are_a_fault(spec):
    """Of a telephone that repeats itself, not of a patient."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
"""
        + 24 * "            2026-03-11   diary entered    now 4\n"
        + """
            2026-03-11   diary entered    now 4
        """,
        objections="too-many-entries",
    )


def test_the_worst_of_a_day_is_no_better_than_a_moment_of_it(spec):
    """Equal it may be."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-11   diary entered    now 6, worst 5
        """,
        objections="worst-below-now",
        in_words="""
            refuse: The worst of the day is 5 and the pain at the moment 6.
            The worst so far is at least as bad as now. Correct one of the two.
        """,
    )
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-11   diary entered    now 6, worst 6
        """,
        objections="nothing",
    )


def test_a_moment_belongs_to_its_own_day(spec):
    """On the clinic's clock."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-11   diary entered    now 6, moment 2026-03-10T23:30:00+00:00
        """,
        objections="another-day",
        in_words="""
            refuse: The entry is about 10 March 2026, and is put on 11 March 2026.
            Put it on the day of its moment, or leave the moment out.
        """,
    )
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-11   diary entered    now 6, moment 07:30:00+00:00
        """,
        objections="nothing",
    )


def test_a_goal_stays_on_the_scale_of_pain(spec):
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-03   goal set         11
        """,
        objections="out-of-range",
        in_words="""
            refuse: pain is 11; it goes from 0 to 10.
            Give 0 to 10.
        """,
    )


def test_a_goal_that_is_reached_already_is_said_to_be(spec):
    """Nobody is forbidden to be content. Pain that was told later than the goal says nothing of it."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-02   diary entered    pain 6
            2026-03-03   diary entered    pain 4
            2026-03-04   goal set         4
        """,
        objections="goal-reached-already",
        in_words="""
            warn: On 3 March 2026 the pain was 4: a goal of 4 or less is reached already. Ask whether that is meant.
        """,
        stands="nothing",
    )
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-02   diary entered    pain 6
            2026-03-05   diary entered    pain 4
            2026-03-04   goal set         4
        """,
        objections="nothing",
    )


def test_a_score_stays_on_its_scale(spec):
    """The Oswestry index ends at 100."""
    spec(
        protocol="hoffman-agnish-sij-2018",
        log="""
            2026-03-02   course started
            2026-03-09   scores taken     odi 101
        """,
        objections="out-of-range",
        in_words="""
            refuse: odi is 101; it goes from 0 to 100.
            Correct the score.
        """,
    )
    spec(
        protocol="hoffman-agnish-sij-2018",
        log="""
            2026-03-02   course started
            2026-03-09   scores taken     odi 100
        """,
        objections="nothing",
    )


def test_a_plan_has_one_session_at_least(spec):
    """None is no plan."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-04   plan agreed      0 sessions
        """,
        objections="out-of-range",
        in_words="""
            refuse: A plan has one session or more.
            Close the course instead.
        """,
    )


def test_fewer_or_more_than_the_protocol_states_need_a_reason(spec):
    """3 to 8 in the article on the back."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-04-02   plan agreed      2 sessions
        """,
        objections="fewer-than-stated",
        stands="fewer-than-stated",
    )
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-04-02   plan agreed      9 sessions, overrides more-than-stated:severe
        """,
        objections="more-than-stated",
        stands="nothing",
    )


def test_an_agreement_is_somebodys_and_says_what(spec):
    """The prescriber's name, and one of continue, pause or refused."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-03   drug list taken     warfarin!
            2026-03-05   prescriber agreed   warfarin - continue
        """,
        objections="prescriber-missing",
        in_words="""
            refuse: An agreement has the prescriber's name.
            Give the name.
        """,
    )
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-03   drug list taken     warfarin!
            2026-03-05   prescriber agreed   warfarin Dr-Lee perhaps
        """,
        objections="out-of-range",
        in_words="""
            refuse: "perhaps" is no answer.
            Give continue, pause or refused.
        """,
    )


def test_a_role_is_no_name(spec):
    """Whoever reads it later must be able to ask that person."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-03   drug list taken     warfarin!
            2026-03-05   prescriber agreed   warfarin the-doctor continue
        """,
        objections="prescriber-missing",
    )


def test_a_word_about_another_name_settles_nothing(spec):
    """The brand was written where the list has the drug. It is kept; the question stays open until it is named so."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-03   drug list taken     clopidogrel!
            2026-03-05   prescriber agreed   Plavix Dr-Lee continue
        """,
        objections="not-on-the-list",
        in_words="""
            warn: "Plavix" is not on the list so; clopidogrel still waits.
        """,
        stands="nothing",
        agenda="""
            activity                 who
            prescriber:clopidogrel   clinician
        """,
    )
