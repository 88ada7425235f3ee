"""Start, pause, closing, another version."""

title = "Beginning and end of a course"


def test_a_course_begins_with_its_start(spec):
    """Whatever else is told first."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   diary entered   pain 4
        """,
        objections="not-started",
        in_words="""
            refuse: This course has not started.
            Record CourseStarted first.
        """,
    )


def test_it_starts_once(spec):
    """A second problem has a course of its own."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-05   course started
        """,
        objections="started-already",
        in_words="""
            refuse: This course has started already.
            Start another course.
        """,
    )


def test_its_start_cannot_be_taken_out_from_under_it(spec):
    """Where nothing else is recorded yet, it can."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-02   evaluation answered
            2026-03-02   withdrawn             e1
        """,
        objections="start-withdrawn",
        in_words="""
            refuse: The start of a course with other events cannot be withdrawn.
            Close it.
        """,
    )
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-02   withdrawn        e1
        """,
        objections="nothing",
    )


def test_a_closed_course_takes_no_more_sessions(spec):
    """Scores, diary days and symptoms may still come in; they happen to people after a course too."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-30   course closed      completed
            2026-04-06   injections given   treatment
        """,
        objections="course-closed",
        in_words="""
            refuse: This course is closed.
            Withdraw its closing first, or start another course.
        """,
    )
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-30   course closed      completed
            2026-04-06   symptom reported   swelling: urgent_care
        """,
        objections="nothing",
    )


def test_closing_over_an_open_symptom_needs_a_reason(spec):
    """It is not lost when the file is put away."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-11   symptom reported   swelling: urgent_care
            2026-03-30   course closed      lost
        """,
        objections="open-concern",
        in_words="""
            stop: A reported symptom is open.
            Close the symptom first, or say why not.
        """,
    )


def test_only_an_active_course_is_paused_and_only_a_paused_one_resumed(spec):
    """Twice is once."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-09   course paused    reason travel
            2026-03-10   course paused    reason travel
        """,
        objections="not-active",
        in_words="""
            refuse: This course is paused.
            Nothing to do.
        """,
    )
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-10   course resumed
        """,
        objections="not-paused",
        in_words="""
            refuse: This course is active.
            Nothing to do.
        """,
    )


def test_an_injection_during_a_pause_needs_a_reason(spec):
    """Resume the course first, or say why."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-03   candidacy decided   eligible
            2026-03-03   drug list taken     none
            2026-03-04   consent signed
            2026-03-04   plan agreed         3 sessions
            2026-03-05   course paused       reason travel
            2026-03-09   injections given    treatment
        """,
        objections="course-paused",
        in_words="""
            stop: This course is paused.
            Resume it first, or say why an injection was given.
        """,
    )


def test_another_version_of_the_protocol_is_chosen_for_a_reason(spec):
    """What was agreed with the patient rests on the version of that day."""
    spec(
        protocol="nutura-knee",
        log="""
            2026-03-02   course started
            2026-03-09   protocol transferred   reason
        """,
        objections="reason-missing",
        in_words="""
            refuse: A course is moved to another version for a reason.
            Say why.
        """,
    )
