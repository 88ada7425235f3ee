"""The manual page on protocol files: its example is sound, its fragments can be read, and it leaves no word out."""

import re
from pathlib import Path

import pytest

from enthesis.pathway.protocol.model import Condition, Kind, Role
from enthesis.pathway.protocol.read import check_protocol
from enthesis.pathway.protocol.read_decision import ADVICE
from enthesis.pathway.protocol.yaml_text import parse

PAGE = (Path(__file__).parents[3] / "docs" / "protocol-files.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


def test_the_example_of_a_whole_file_is_sound():
    assert EXAMPLES[0].startswith("id: ")
    assert check_protocol(EXAMPLES[0], "knee-oa-dextrose.yaml") == []


@pytest.mark.parametrize("text", EXAMPLES[1:])
def test_every_fragment_can_be_read(text):
    margin = len(text) - len(text.lstrip(" "))
    whole = "\n".join(line[margin:] for line in text.splitlines())
    assert parse(whole, "fragment")[1] == []


@pytest.mark.parametrize("word", [*Kind, *Role, *Condition, *ADVICE])
def test_every_word_that_a_file_may_use_is_on_the_page(word):
    assert re.search(rf"\b{re.escape(word)}\b", PAGE)


def test_every_key_of_an_activity_is_on_the_page():
    complaints = check_protocol("activities:\n  - colour: red\n", "x.yaml")
    (remedy,) = [complaint.remedy for complaint in complaints if complaint.code == "unknown-key"]
    keys = re.findall(r"[a-z_]+", remedy.removeprefix("Keys here are: "))
    assert {"after", "sessions", "decide", "holds"} <= set(keys)
    for key in keys:
        assert re.search(rf"\b{key}\b", PAGE), key
