"""Exercises at home, and messages."""

title = "Exercises at home, and messages"


def test_a_programme_has_stages_in_order(spec):
    """By injection and days. The same day twice is one stage too many; no stage is no programme."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-11   programme agreed   early@1/3=bridge late@2/14=bridge+squat
        """,
        objections="nothing",
    )
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-11   programme agreed   late@2/14=squat early@1/3=bridge
        """,
        objections="programme-not-in-order",
        in_words="""
            refuse: A later stage begins before an earlier one.
            Put the stages in the order of their injections and days.
        """,
    )
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-11   programme agreed   early@1/3=bridge+bridge
        """,
        objections="programme-not-in-order",
    )
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-11   programme agreed   same=bridge same@1/3=bridge
        """,
        objections="programme-not-in-order",
    )


def test_what_was_done_is_of_the_programme(spec):
    """An exercise of another stage, or of a programme that nobody agreed, is a page that grew old."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-11   programme agreed   early=bridge late@1/14=squat
            2026-03-12   exercises logged   e2 early bridge
        """,
        objections="nothing",
    )
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-11   programme agreed   early=bridge late@1/14=squat
            2026-03-12   exercises logged   e2 early squat
        """,
        objections="no-such-exercise",
    )
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-12   exercises logged   e2 early squat
        """,
        objections="no-such-programme",
    )


def test_a_message_says_something_and_answers_one_that_is_there(spec):
    """Nothing more is asked of it."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-11   message written
        """,
        objections="nothing-said",
    )
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-11   message written   May I swim?
            2026-03-12   message written   Yes., answers e2
        """,
        objections="nothing",
    )
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-12   message written   Yes., answers e2
        """,
        objections="no-such-message",
    )


def test_a_message_that_was_sent_stays_sent(spec):
    """It may have been read."""
    spec(
        protocol="nutura-back",
        log="""
            2026-03-02   course started
            2026-03-11   message written   May I swim?
            2026-03-12   withdrawn         e2
        """,
        objections="message-sent",
        in_words="""
            refuse: A message that was sent may have been read.
            Write another one that puts it right.
        """,
    )
