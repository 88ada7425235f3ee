"""Deciding what a source leaves open, in the file's own text, and telling two protocols apart."""

from datetime import date
from itertools import pairwise

import pytest

from enthesis.pathway.protocol import library
from enthesis.pathway.protocol.decide import LocalDecision, decide, decide_all
from enthesis.pathway.protocol.diff import Change, difference
from enthesis.pathway.protocol.figures import Figure, open_points, protocol_figures
from enthesis.pathway.protocol.model import Protocol
from enthesis.pathway.protocol.read import ProtocolError, read_protocol
from tests.pathway.protocol.sound import NAME, TEXT, planted

DAY = date(2026, 11, 21)


def decided(
    text: str, where: tuple[str, str], value: object, by: str = "A. Rahman", why: str = "So that it fits."
) -> str:
    return decide(text, where, value, by, DAY, why)  # type: ignore[arg-type]  # wrong types are part of the tests


def fitting(figure: Figure, protocol: Protocol) -> object:
    """A value that leaves the file sound, whatever stands beside the figure."""
    beside = {f.path: f.value.value for f in protocol_figures(protocol) if f.activity == figure.activity}
    stem, _, end = figure.path.rpartition(".")
    known = [beside.get(f"{stem}.{other}") for other in ("opens", "min", "ideal", "typical", "closes", "max")]
    numbers = [number for number in known if isinstance(number, int)]
    if figure.path == "mode":
        return "either"
    if figure.path == "counts_diagnostic":
        return True
    if figure.path.startswith("facts."):
        return "As the clinic does it"
    return (max(numbers) if end in ("closes", "max") else min(numbers)) if numbers else 4


# -- open points -----------------------------------------------------------------------------------------


def test_open_points_name_everything_that_is_not_stated():
    found = {(point.activity, point.path, point.unit) for point in open_points(read_protocol(TEXT, NAME))}
    assert found == {
        ("", "facts.price", ""),
        ("test-injection", "days.ideal", "days"),
        ("response", "days.ideal", "days"),
        ("response", "decide.least_answered", "percent"),
        ("hold", "days.after", "days"),
        ("exercise", "days.ideal", "days"),
        ("exercise", "per_week", "times"),
        ("consent", "days.ideal", "days"),
        ("consent", "days.closes", "days"),
        ("plan", "days.ideal", "days"),
        ("plan", "days.closes", "days"),
        ("session-review", "days.ideal", "days"),
        ("session-review", "days.closes", "days"),
        ("session-review", "decide.threshold.least", "percent"),
        ("session-review", "decide.least_answered", "percent"),
        ("closing", "months.ideal", "months"),
        ("closing", "months.closes", "months"),
    }


def test_an_open_point_says_what_it_means():
    points = {(p.activity, p.path): p.words for p in open_points(read_protocol(TEXT, NAME))}
    assert points["exercise", "days.ideal"] == "ideal, after response"
    assert points["hold", "days.after"] == "how long after every treatment"


@pytest.mark.parametrize("name", sorted(library.latest()))
def test_every_open_point_can_be_decided_and_the_diff_shows_exactly_that(name):
    before = library.latest()[name]
    text = library.texts()[name]
    points = open_points(before)
    assert points
    for point in points:
        value = fitting(point, before)
        after = read_protocol(decided(text, (point.activity, point.path), value), name)
        (change,) = difference(before, after)
        assert (change.kind, change.activity, change.figure) == ("decided", point.activity, point.path)
        assert (change.before, change.decided_by) == ("not stated", "A. Rahman")


# -- deciding --------------------------------------------------------------------------------------------


def test_only_the_figure_changes_in_the_text():
    text = decided(TEXT, ("response", "days.ideal"), 18)
    lines = [(a, b) for a, b in zip(TEXT.splitlines(), text.splitlines(), strict=True) if a != b]
    made = '{decided: 18, by: "A. Rahman", on: 2026-11-21, why: "So that it fits."}'
    assert lines == [
        (
            "    days: {opens: 14, ideal: not stated, closes: 21}",
            f"    days: {{opens: 14, ideal: {made}, closes: 21}}",
        )
    ]


def test_a_decision_reads_back_with_its_name_day_and_reason():
    text = decided(TEXT, ("response", "days.ideal"), 18, by="Ò. Núñez", why='Half-way: "between" # the {two} ends.')
    response = read_protocol(text, NAME).activity("response")
    assert response is not None
    ideal = response.timing.step.ideal
    assert (ideal.value, ideal.decided_by, ideal.decided_on) == (18, "Ò. Núñez", DAY)
    assert ideal.why == 'Half-way: "between" # the {two} ends.'


def test_a_decision_can_be_decided_anew():
    text = decided(decided(TEXT, ("response", "days.ideal"), 18), ("response", "days.ideal"), 20, by="M. Okafor")
    assert text.count("decided:") == 1
    response = read_protocol(text, NAME).activity("response")
    assert response is not None
    assert response.timing.step.ideal.value == 20


def test_a_decision_in_a_block_can_be_decided_anew_and_comments_stay():
    text = planted(
        (
            "    per_week: not stated\n",
            "    per_week:\n      decided: 2\n      by: B. Olu\n      on: 2026-03-02\n"
            "      why: x   # since spring\n\n",
        )
    )
    text = decided(text, ("exercise", "per_week"), 3)
    assert "per_week:\n      {decided: 3" in text
    assert "# since spring" in text
    assert read_protocol(text, NAME).activity("exercise").per_week.value == 3


def test_what_is_not_written_yet_is_added():
    text = planted(("    per_week: not stated\n", ""), ("    minutes: 30\n    requires", "    requires"))
    text = decided(text, ("exercise", "per_week"), 3)
    text = decided(text, ("treatment", "minutes"), 45)
    protocol = read_protocol(text, NAME)
    assert protocol.activity("exercise").per_week.value == 3
    assert protocol.activity("treatment").minutes.value == 45


def test_a_whole_block_that_is_not_written_yet_is_added():
    text = planted(("    margin_days: {early: 7, late: 14, source: LOCAL-7}\n", ""))
    text = decided(text, ("scores", "margin_days.early"), 3)
    timing = read_protocol(text, NAME).activity("scores").timing
    assert (timing.early.value, timing.late.value) == (3, None)


def test_a_house_step_is_written_out_and_stays_a_house_step():
    text = decided(TEXT, ("consent", "days.closes"), 21)
    assert "  - id: consent\n" in text
    protocol = read_protocol(text, NAME)
    consent = protocol.activity("consent")
    assert consent is not None
    assert (consent.origin, consent.timing.step.closes.value) == ("house", 21)
    assert [a.id for a in protocol.activities] == [a.id for a in read_protocol(TEXT, NAME).activities]


def test_windows_line_ends_are_kept():
    text = decided(TEXT.replace("\n", "\r\n"), ("consent", "days.closes"), 21)
    assert text.count("\n") == text.count("\r\n")
    assert read_protocol(text, NAME) == read_protocol(decided(TEXT, ("consent", "days.closes"), 21), NAME)


@pytest.mark.parametrize(
    ("where", "value", "code"),
    [
        (("response", "days.opens"), 3, "stated"),
        (("response", "days.shuts"), 3, "no-figure"),
        (("respons", "days.ideal"), 3, "no-figure"),
        (("response", "days.ideal"), 30, "ideal-outside"),
        (("response", "days.ideal"), -3, "not-a-figure"),
        (("response", "days.ideal"), "soon", "not-a-figure"),
        (("response", "days.ideal"), "5, closes: 900}", "not-a-figure"),
        (("response", "days.ideal"), "not stated", "not-a-figure"),
        (("exercise", "per_week"), 999, "out-of-range"),
    ],
)
def test_a_decision_that_would_leave_the_file_unsound_is_refused(where, value, code):
    with pytest.raises(ProtocolError) as error:
        decided(TEXT, where, value)
    assert code in {complaint.code for complaint in error.value.complaints}


@pytest.mark.parametrize(("by", "why"), [("", "why"), ("   ", "why"), ("A. Rahman", ""), ("A. Rahman", " ")])
def test_a_decision_needs_a_name_and_a_reason(by, why):
    with pytest.raises(ProtocolError):
        decided(TEXT, ("response", "days.ideal"), 18, by=by, why=why)


def test_a_whole_window_may_move_at_once_and_becomes_a_version_of_its_own():
    where = [("consent", "days.ideal"), ("consent", "days.closes")]
    first = decide_all(TEXT, [LocalDecision(where[0], 5, "x"), LocalDecision(where[1], 7, "x")], "A. Rahman", DAY)
    with pytest.raises(ProtocolError):
        decided(first, where[0], 20)
    text = decide_all(
        first,
        [LocalDecision(where[0], 20, "y"), LocalDecision(where[1], 30, "y")],
        "M. Okafor",
        DAY,
        version="2026-03-local.1",
    )
    protocol = read_protocol(text, NAME)
    step = protocol.activity("consent").timing.step
    assert (step.ideal.value, step.closes.value, protocol.version) == (20, 30, "2026-03-local.1")


def test_an_unsound_file_is_not_decided_in():
    with pytest.raises(ProtocolError, match="consultaton"):
        decided(planted(("after: consultation", "after: consultaton")), ("response", "days.ideal"), 18)


# -- differences -------------------------------------------------------------------------------------------


def changes(text: str) -> list[str]:
    return [str(change) for change in difference(read_protocol(TEXT, NAME), read_protocol(text, NAME))]


def test_comments_order_and_layout_do_not_show():
    text = "# another comment\n" + TEXT
    text = text.replace("regions: [knee]", "regions:\n  - knee   # here")
    text = text.replace("    kind: visit\n    title: Consultation\n", "    title: Consultation\n    kind: visit\n")
    text = text.replace("[responded, plan_agreed, hold_kept]", "[hold_kept, plan_agreed, responded]")
    assert changes(text) == []


def test_a_decision_shows_who_and_why():
    assert changes(decided(TEXT, ("response", "days.ideal"), 18)) == [
        "decided by A. Rahman: response, days.ideal, not stated -> 18 days (So that it fits.)"
    ]


@pytest.mark.parametrize(
    ("words", "fault", "said"),
    [
        ("closes: 49}", "closes: 50}",
         ["changed: treatment, then.days.closes, 49 days (LOCAL-7) -> 50 days (LOCAL-7)"]),
        ("lasts_weeks: 6", "lasts_weeks: {value: 6, source: RABAGO2013}",
         ["changed: exercise, lasts_weeks, 6 weeks (LOCAL-7) -> 6 weeks (RABAGO2013)"]),
        ("lasts_weeks: 6", "lasts_weeks: not stated",
         ["changed: exercise, lasts_weeks, 6 weeks (LOCAL-7) -> not stated"]),
        ("points: [12, 24, 52]", "points: [12, 24]",
         ["changed: scores, points, weeks 12, 24, 52 (RABAGO2013) -> weeks 12, 24 (RABAGO2013)"]),
        ("after: candidacy", "after: start", ["changed: consultation, after, candidacy -> start"]),
        ("title: Go on, sets", "title: Go ahead, sets",
         ["changed: response, decide.options.go-on, Go on; sets responded; advised when responded"
          " -> Go ahead; sets responded; advised when responded"]),
        ("optional: true", "optional: false", ["removed: exercise, optional: true"]),
        ("facts:\n", "warnings: [Mind the step.]\nfacts:\n", ["added: warnings: Mind the step."]),
        ("  price: not stated\n", "", ["removed: facts.price: not stated"]),
        ("facts:\n", "without: [check-in]\nfacts:\n",
         ["changed: test-injection, requires, consent_signed, eligible, medicines_reviewed, no_open_concern,"
          " session_reviewed -> consent_signed, eligible, medicines_reviewed, session_reviewed",
          "changed: treatment, requires, consent_signed, eligible, hold_kept, medicines_reviewed, no_open_concern,"
          " plan_agreed, responded, session_reviewed -> consent_signed, eligible, hold_kept, medicines_reviewed,"
          " plan_agreed, responded, session_reviewed",
          "removed: check-in"]),
    ],
)  # fmt: skip
def test_other_differences_are_shown_by_activity_and_figure(words, fault, said):
    assert changes(planted((words, fault))) == said


def test_a_difference_has_its_opposite():
    a, b = read_protocol(TEXT, NAME), read_protocol(planted(("lasts_weeks: 6", "lasts_weeks: 8")), NAME)
    (there,), (back,) = difference(a, b), difference(b, a)
    assert (there.before, there.after) == (back.after, back.before)


def test_a_protocol_does_not_differ_from_itself():
    for protocol in library.latest().values():
        assert difference(protocol, protocol) == []


def test_any_two_shipped_protocols_differ():
    names = list(library.latest().values())
    for a, b in pairwise(names):
        assert any(isinstance(change, Change) and change.figure == "id" for change in difference(a, b))


# -- the library ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("nutura-back", "nutura-back"),
        ("nutura_back", "nutura-back"),
        (" Nutura_Back ", "nutura-back"),
        ("nutura-back@2026-11", "nutura-back"),
        ("darrow_guide_004", "darrow-back"),
        ("darrow_004", "darrow-back"),
        ("multimodal_002@2026-11", "multimodal-back"),
        ("nutura-back@1999-01", None),
        ("nutura", None),
        ("house", None),
        ("", None),
    ],
)
def test_a_protocol_is_found_by_any_of_its_names(name, found):
    protocol = library.find(name)
    assert (protocol.id if protocol else None) == found


def test_a_name_that_nobody_has_gets_a_suggestion():
    assert library.suggest("nutura-bak") == 'Did you mean "nutura-back"?'
    assert library.suggest("zzz").startswith("Known are: ")


def test_the_library_reads_each_file_once():
    assert library.shipped() is library.shipped()
    assert library.find("nutura-back") is library.shipped()["nutura-back", "2026-11"]
