"""Arrivals, payments, and attempts to reach somebody."""

title = "Arrivals and payments"


def test_a_patient_arrives_once_for_a_visit_that_is_booked(spec):
    """A second touch of the button says so and changes nothing."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-09   patient arrived   v1
        """,
        objections="no-such-visit",
    )
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-04   visit booked      v1 treatment 2026-03-09T09:00
            2026-03-09   patient arrived   v1
            2026-03-09   patient arrived   v1
        """,
        objections="arrived-already",
        in_words="""
            refuse: The patient is here for this visit already.
            Nothing to do.
        """,
    )


def test_a_payment_is_in_a_currency_that_there_is(spec):
    """By its three letters, and in coins that there are."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-09   payment taken   120 ZZZ cash
        """,
        objections="unknown-currency",
        in_words="""
            refuse: "ZZZ" is no currency of ISO 4217 in use.
            Give that of the clinic's price list, for instance USD.
        """,
    )
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-09   payment taken   120.505 USD cash
        """,
        objections="too-fine",
        in_words="""
            refuse: 120.505 USD has more decimals than there are coins.
            USD has 2 decimals.
        """,
    )
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-09   payment taken   0 USD barter
        """,
        objections="out-of-range out-of-range",
    )


def test_a_course_is_paid_in_one_currency(spec):
    """Sums of two currencies mean nothing."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-09   payment taken   120 USD cash
            2026-03-10   payment taken   100 EUR card
        """,
        objections="another-currency",
        in_words="""
            refuse: This course is in USD, and the payment in EUR.
            Take it in the currency of the course.
        """,
    )


def test_no_more_is_given_back_than_was_paid(spec):
    """What was given back before counts."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-09   payment taken      120 USD cash
            2026-03-10   payment returned   100 USD cash
            2026-03-11   payment returned   30 USD cash
        """,
        objections="more-than-paid",
        in_words="""
            refuse: 30 USD cannot be given back: 20 is paid.
            Give back 20 at most.
        """,
    )


def test_an_attempt_says_how_and_what_came_of_it(spec):
    """By message, call or letter."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-09   contact tried   call not_reached
        """,
        objections="nothing",
    )
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-09   contact tried   pigeon lost
        """,
        objections="out-of-range out-of-range",
    )


def test_a_file_is_removed_once_and_stays_removed(spec):
    """What was in it is destroyed, so that nobody can take the removal back. What is removed is named."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-09   file removed   file
        """,
        objections="no-file",
        in_words="""
            refuse: It does not say which file was removed.
            Name it.
        """,
    )
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-09   file removed   file F1
            2026-03-10   file removed   file F1
        """,
        objections="file-removed",
        in_words="""
            refuse: F1 was removed already.
            Nothing to do.
        """,
    )
