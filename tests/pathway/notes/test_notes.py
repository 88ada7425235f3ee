"""Notes by template: kept as text, read back into the same answers, and nothing that was written is lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enthesis.knowledge import path
from enthesis.pathway.notes import WORDS, Kind, read_back, read_templates, template_for, written
from enthesis.pathway.plain_yaml import NotReadable

TEMPLATE = template_for("visit")
assert TEMPLATE is not None
NOTE = """History
Problem and how long: Left knee, 3 years.
  Worse on stairs.
Warning signs: asked and none

Plan
Talked about: harms; price
Seen again: in 4 weeks

She wants to think it over."""


def test_a_note_reads_like_one_and_is_read_back() -> None:
    said = {
        "complaint": "Left knee, 3 years.\nWorse on stairs.",
        "flags": "asked and none",
        "told": ("harms", "price"),
        "again": "in 4 weeks",
        WORDS: "She wants to think it over.",
    }
    assert written(TEMPLATE, said) == NOTE
    assert read_back(TEMPLATE, NOTE) == said


def test_the_four_parts_are_there() -> None:
    assert [section.id for section in TEMPLATE.sections] == ["history", "examination", "assessment", "plan"]
    assert template_for("injection") is None


@pytest.mark.parametrize("text", ["Just words.", "History\nNo label here", "History\nAnother label: x\n\nPlan\nOdd"])
def test_what_is_of_no_template_comes_back_whole(text: str) -> None:
    assert read_back(TEMPLATE, text) == {WORDS: text}


_LINE = st.text(st.characters(codec="ascii", exclude_categories=("C",)), min_size=1, max_size=30).map(str.strip)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from([f.id for f in TEMPLATE.fields if f.kind is Kind.WORDS]), _LINE.filter(bool)))
def test_what_is_answered_is_what_is_read_back(said: dict[str, str]) -> None:
    assert read_back(TEMPLATE, written(TEMPLATE, said)) == (said or {WORDS: ""})


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("kind: line}\n          - id: flags", "kind: song}\n          - id: flags", "kind"),
        ("choices: [likely, possible, unclear]", "choices: [likely; sure]", "without a semicolon"),
        ("label: How sure", "label: Working diagnosis", "differ from one another"),
        ("title: Plan", 'title: "Plan: what"', "without a colon"),
        ("kind: one\n            choices: [normal", "kind: line\n            choices: [normal", "one and some only"),
    ],
)
def test_what_is_wrong_in_a_template_is_said(old: str, new: str, says: str) -> None:
    text = path("note_templates.yaml").read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(NotReadable, match=says):
        read_templates(text.replace(old, new))
