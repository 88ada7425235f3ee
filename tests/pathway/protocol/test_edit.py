"""Changing a protocol file block by block: nothing else changes, and a source's figure stays beside the clinic's."""

from datetime import date

import pytest

from enthesis.pathway.protocol import edit
from enthesis.pathway.protocol.change import ActivityChange, FigureChange, StepChange, changed, clock_of, placed
from enthesis.pathway.protocol.diff import difference
from enthesis.pathway.protocol.figures import figures, protocol_figures
from enthesis.pathway.protocol.library import texts
from enthesis.pathway.protocol.model import Once, Protocol, Purpose, Series, Unit, Value
from enthesis.pathway.protocol.raw import Word, flow
from enthesis.pathway.protocol.read import examine
from enthesis.pathway.protocol.words import ground

ON = date(2026, 11, 22)
BACK = "nutura-back"


def read(text: str) -> Protocol:
    examined = examine(text, "draft")
    assert examined.is_usable, [str(complaint) for complaint in examined.complaints]
    return examined.protocol


def after(text: str, name: str, change: ActivityChange) -> str:
    protocol = read(text)
    activity, fields = protocol.activity(name), edit.activity_fields(text, name)
    assert activity is not None
    assert fields is not None
    return edit.put_activity(text, changed(fields, protocol, activity, change, "M. Okafor", ON))


def value(protocol: Protocol, activity: str, path: str) -> Value:
    return next(f.value for f in protocol_figures(protocol) if (f.activity, f.path) == (activity, path))


@pytest.mark.parametrize("name", texts())
def test_a_block_that_is_written_anew_says_the_same(name: str) -> None:
    text = texts()[name]
    protocol = read(text)
    for activity in protocol.activities:
        fields = edit.activity_fields(text, activity.id)
        assert fields is not None
        assert difference(protocol, read(edit.put_activity(text, fields))) == []
    for key, said in edit.whole_fields(text).items():
        assert difference(protocol, read(edit.put(text, key, said))) == []


@pytest.mark.parametrize("name", texts())
def test_an_activity_that_is_taken_out_is_gone_whoever_wrote_it(name: str) -> None:
    for activity in read(texts()[name]).activities:
        left = examine(edit.take_activity(texts()[name], activity.id), name).protocol
        assert left.activity(activity.id) is None
        if activity.purpose is not Purpose.TREATMENT:  # with the treatment go the house steps that speak of it
            assert len(left.activities) == len(read(texts()[name]).activities) - 1


def test_a_remark_elsewhere_stays_where_it_was() -> None:
    text = after(texts()[BACK], "treatment", ActivityChange({"title": Word("Injection: treatment")}))
    assert "# begun once treatment is decided" in text
    assert "Injection: treatment" in [activity.title for activity in read(text).activities]


def test_a_stated_figure_becomes_the_clinics_and_the_sources_stays_beside_it() -> None:
    change = ActivityChange({}, figures=[FigureChange("then.weeks.opens", 3, "Patients travel.")])
    found = value(read(after(texts()[BACK], "treatment", change)), "treatment", "then.weeks.opens")
    assert (found.value, found.decided_by, found.why) == (3, "M. Okafor", "Patients travel.")
    assert found.instead_of == Value(4, "S000")
    assert ground(found) == "decided by M. Okafor on 22 November 2026 (instead of 4 (S000)): Patients travel."


def test_a_second_decision_keeps_the_sources_figure_and_none_brings_it_back() -> None:
    once = after(texts()[BACK], "treatment", ActivityChange({}, figures=[FigureChange("then.weeks.opens", 3, "a")]))
    twice = after(once, "treatment", ActivityChange({}, figures=[FigureChange("then.weeks.opens", 2, "b")]))
    assert value(read(twice), "treatment", "then.weeks.opens").instead_of == Value(4, "S000")
    back = after(twice, "treatment", ActivityChange({}, figures=[FigureChange("then.weeks.opens", None, "")]))
    assert value(read(back), "treatment", "then.weeks.opens") == Value(4, "S000")


def test_an_open_figure_that_was_decided_is_open_again_without_its_decision() -> None:
    once = after(texts()[BACK], "treatment", ActivityChange({}, figures=[FigureChange("then.weeks.ideal", 5, "a")]))
    assert value(read(once), "treatment", "then.weeks.ideal").instead_of is None
    back = after(once, "treatment", ActivityChange({}, figures=[FigureChange("then.weeks.ideal", None, "")]))
    assert difference(read(texts()[BACK]), read(back)) == []


def test_a_window_after_something_else_is_the_clinics_with_what_the_source_had_in_its_reason() -> None:
    change = ActivityChange({}, steps=[StepChange("", "intake", Unit.DAYS, "A call is enough.")])
    protocol = read(after(texts()[BACK], "response-review", change))
    review = protocol.activity("response-review")
    assert review is not None
    assert isinstance(review.timing, Once)
    assert (review.timing.step.after, review.timing.step.unit) == ("intake", Unit.DAYS)
    opens = review.timing.step.opens
    assert (opens.value, opens.is_decision, opens.instead_of) == (2, True, None)
    assert opens.why.startswith("A call is enough. Instead of: opens 2, ideal not stated, closes 3 (weeks)")
    assert not review.timing.step.ideal.is_stated


def test_figures_typed_with_another_unit_are_those_of_the_new_window() -> None:
    moved = StepChange("then.", "", Unit.DAYS, "Counted in days here.")
    typed = [FigureChange("then.weeks.opens", 28, ""), FigureChange("then.weeks.closes", 42, "")]
    timing = read(after(texts()[BACK], "treatment", ActivityChange({}, [moved], typed))).activity("treatment")
    assert timing is not None
    assert isinstance(timing.timing, Series)
    assert [v.value for _, v in timing.timing.then.values()] == [28, None, 42]
    assert timing.timing.then.unit is Unit.DAYS


def test_options_and_words_are_replaced_whole() -> None:
    options = [
        {"id": Word("go-on"), "title": Word("Treat"), "sets": [Word("responded")], "advised_when": Word("responded")},
        {"id": Word("stop"), "title": Word("Do not: stop"), "ends": [Word("course")]},
    ]
    protocol = read(
        after(texts()[BACK], "response-review", ActivityChange({"needs": [Word("c-arm")]}, options=options))
    )
    review = protocol.activity("response-review")
    assert review is not None
    assert review.decision is not None
    assert [(o.id, o.title, o.ends) for o in review.decision.options] == [
        ("go-on", "Treat", ()),
        ("stop", "Do not: stop", ("course",)),
    ]
    assert review.needs == ("c-arm",)
    assert review.decision.threshold is not None


def test_a_house_step_is_written_out_before_it_is_changed() -> None:
    change = ActivityChange({}, figures=[FigureChange("days.closes", 5, "A weekend lies between.")])
    text = after(texts()[BACK], "check-in", change)
    step = read(text).activity("check-in")
    assert step is not None
    assert step.origin == "house"
    assert value(read(text), "check-in", "days.closes").instead_of == Value(3, "LOCAL-H1")


@pytest.mark.parametrize("happens", ["once", "series", "after-each", "before-each", "points"])
def test_a_new_activity_has_open_figures_and_a_source_of_the_clinics(happens: str) -> None:
    text, key = edit.local_source(texts()[BACK], "Added by M. Okafor: patients asked for it.")
    anchor = "intake" if happens in ("once", "series") else "treatment"
    given = {"id": "extra-call", "kind": "adjunct", "title": "A call: how are you?", "by": "clinician", "after": anchor}
    text = edit.put_activity(text, edit.new_activity(given, happens, key))
    protocol = examine(text, "draft").protocol
    added = protocol.activity("extra-call")
    assert added is not None
    assert (added.title, added.source, key) == ("A call: how are you?", "LOCAL-2", "LOCAL-2")
    assert all(figure.is_open for figure in figures(added, protocol))
    assert [each.step.after for each in placed(added)][:1] == [anchor] or clock_of(added)[1] == anchor


def test_versions_count_on() -> None:
    assert edit.next_version("2026-11", set()) == "2026-11-local.1"
    assert edit.next_version("2026-11-local.1", {"2026-11-local.2"}) == "2026-11-local.3"


@pytest.mark.parametrize("words", ["no: yes", "# not a remark", "null", "a, b", "'quoted'", "- dash", "5", ""])
def test_words_come_back_as_they_were_typed(words: str) -> None:
    text = edit.put(texts()[BACK], "title", Word(words, quoted=words == "5"))
    assert examine(text, "draft").protocol.title == words
    assert flow(Word("4")) == "4"
