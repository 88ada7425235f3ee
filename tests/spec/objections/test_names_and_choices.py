"""Activities, decisions, options."""

title = "Names and choices"


def test_an_activity_that_the_protocol_does_not_have(spec):
    """A slip is met with the name that was meant."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-05   visit attended   intak
        """,
        objections="unknown-activity",
        in_words="""
            refuse: Protocol nutura-back has no activity "intak".
            Did you mean "intake"?
        """,
    )


def test_not_every_activity_is_an_injection(spec):
    """Nobody injects at a first consultation."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-05   injections given   intake
        """,
        objections="no-injection",
        in_words="""
            refuse: "intake" is no injection.
            Name the injection given.
        """,
    )


def test_not_every_activity_is_a_decision(spec):
    """A review is."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-05   response decided   intake: go-on
        """,
        objections="no-decision",
        in_words="""
            refuse: "intake" is no decision.
            Name a review.
        """,
    )


def test_a_decision_has_the_ways_out_that_the_protocol_gives_it(spec):
    """They are named."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-10   injections given   diagnostic-injection
            2026-03-31   response decided   response-review: perhaps, reason not sure
        """,
        objections="unknown-option",
        in_words="""
            refuse: "perhaps" is no way out of this decision.
            Choose go-on, do-not or ask-again.
        """,
    )
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   perhaps
        """,
        objections="unknown-option",
        in_words="""
            refuse: "perhaps" is no way out of this decision.
            Choose eligible, not-yet, not-suitable or urgent.
        """,
    )


def test_another_choice_than_the_figures_point_to_has_a_reason(spec):
    """No figure since the injection: ask again, says the programme. The clinician may go on, and says why."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-10   injections given   diagnostic-injection
            2026-03-31   response decided   response-review: go-on
        """,
        objections="reason-missing",
        in_words="""
            refuse: The figures point to "ask-again"; "go-on" was chosen.
            Say why.
        """,
    )
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-10   injections given   diagnostic-injection
            2026-03-31   response decided   response-review: go-on, reason walked in without her stick
        """,
        objections="nothing",
    )


def test_the_choice_that_the_figures_point_to_needs_none(spec):
    """Nor does any choice where the protocol leaves it to the clinician."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-10   injections given   diagnostic-injection
            2026-03-31   response decided   response-review: ask-again
        """,
        objections="nothing",
    )
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-02   scores taken       nrs_pain 6
            2026-03-10   injections given   diagnostic-injection
            2026-03-30   scores taken       nrs_pain 5
            2026-03-31   response decided   response-review: go-on
        """,
        objections="nothing",
    )


def test_another_candidacy_than_the_rules_say_has_a_reason(spec):
    """The rules give a signal, a clinician decides."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible, recommended not-yet
        """,
        objections="reason-missing",
        in_words="""
            refuse: The rules say "not-yet"; you chose otherwise.
            Say why.
        """,
    )
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible, recommended not-yet, reason X-ray seen on paper
        """,
        objections="nothing",
    )
