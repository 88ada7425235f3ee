"""The house's reader of YAML: the values that PyYAML reads from our files, and a sentence for everything else."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from enthesis.knowledge import KnowledgeUnreadable, shipped_path
from enthesis.knowledge.layers import file_names
from enthesis.pathway.plain_yaml import MOST_LEVELS, NotReadable, read_plain, read_values

FILES = [name for name in file_names(shipped_path()) if name.endswith(".yaml")]


def as_text(node: yaml.Node) -> object:
    """What PyYAML composes, with every word as it is written."""
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.SequenceNode):
        return [as_text(entry) for entry in node.value]
    return {key.value: as_text(value) for key, value in node.value}


@pytest.mark.parametrize("name", FILES)
def test_every_shipped_file_reads_as_pyyaml_composes_it(name: str) -> None:
    text = shipped_path().joinpath(*name.split("/")).read_text(encoding="utf-8")
    block = read_plain(text, name)
    assert {key: block.plain(key) for key in block} == as_text(yaml.compose(text, Loader=yaml.CSafeLoader))


WORDS = st.sampled_from(
    ["yes", "no", "~", "", "5", "-7", "4.5", "0.50", "1e3", "2027-11-30", "warm", "a: b", "07", "+3", "."]
)
VALUES = st.recursive(
    WORDS | st.booleans() | st.none() | st.integers(-(10**6), 10**6),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", min_size=1, max_size=3), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.text("abc", min_size=1, max_size=3), VALUES, max_size=4))
def test_what_is_written_is_what_is_read(values: dict[str, object]) -> None:
    assert read_values(yaml.safe_dump(values), "some.yaml") == values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 5", 5),
        ("a: -5", -5),
        ('a: "5"', "5"),
        ("a: 4.5", 4.5),
        ("a: 07", "07"),
        ("a: 1e3", "1e3"),
        ("a: yes", True),
        ("a: 'no'", "no"),
        ("a:", None),
        ("a: 2027-11-30", "2027-11-30"),
        ("a: 12:30", "12:30"),
        ("a: >-\n  5\n", "5"),
    ],
)
def test_a_word_is_typed_only_where_it_can_be_nothing_else(text: str, value: object) -> None:
    found = read_values(text, "some.yaml")["a"]
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: 1\nb: 2\na: 3\n", 'some.yaml, line 3: "a" is written twice.'),
        ("a: {b: 1, b: 2}\n", 'some.yaml, line 1: "b" is written twice.'),
        ("a: &x 1\nb: *x\n", "some.yaml, line 2: a YAML alias (`*x`) is used; write the words out where they belong."),
        ("a: [", "some.yaml, line 1: not valid YAML"),
        ("a: \t- 1\n\tb", "some.yaml, line"),
        ("? [a]\n: 1\n", "some.yaml, line 1: a list or block stands where the name of a field should be."),
        ("a: 1\n---\nb: 2\n", "some.yaml, line 2: a second document begins"),
        ("a: " + "[" * (MOST_LEVELS + 1) + "]" * (MOST_LEVELS + 1), "some.yaml, line 1: more than 40 levels"),
        ("a: \x00", "some.yaml: not valid YAML"),
    ],
)
def test_whatever_else_is_there_gets_a_sentence(text: str, says: str) -> None:
    for read in (read_plain, read_values):
        with pytest.raises(NotReadable) as told:
            read(text, "some.yaml")
        assert str(told.value).startswith(says)
        assert isinstance(told.value, KnowledgeUnreadable)


@pytest.mark.parametrize("text", ["", "- a\n", "only words", "# a comment\n"])
def test_a_file_without_fields_is_no_block(text: str) -> None:
    with pytest.raises(NotReadable, match=r"some\.yaml: a list of fields is expected"):
        read_plain(text, "some.yaml")


@given(st.text(max_size=60))
def test_no_text_ends_in_a_trace(text: str) -> None:
    try:
        found = read_values(text, "some.yaml")
    except NotReadable:
        return
    assert found is None or isinstance(found, bool | int | float | str | list | dict)


def test_a_number_may_be_written_by_its_name() -> None:
    from decimal import Decimal

    block = read_plain("limit: adult\nother: 5\nlist: [adult, 3]\n", "some.yaml", {"adult": Decimal(18)})
    assert block.number("limit") == 18
    assert block.whole("other") == 5
    assert block.numbers("list") == (18, 3)
    with pytest.raises(NotReadable, match='"limit" must be a number'):
        read_plain("limit: adult\n", "some.yaml").number("limit")


def test_the_house_has_one_reader() -> None:
    """Nothing in the core reads YAML with types that nobody asked for."""
    core = Path(shipped_path()).parent / "pathway"  # type: ignore[arg-type]  # a folder on disk in a checkout
    found = [
        path.name for path in core.rglob("*.py") if "yaml.load(" in (text := path.read_text()) or "safe_load" in text
    ]
    assert found == []
