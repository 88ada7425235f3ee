"""The data dictionary: what its reader refuses, its page in the documentation, and the command."""

import json
from pathlib import Path

import pytest

from enthesis import knowledge
from enthesis.cli.main import main
from enthesis.outcomes.registry.codebook import as_csv, as_markdown
from enthesis.pathway.dictionary import FILE, read_dictionary, shipped
from enthesis.pathway.plain_yaml import NotReadable

PAGE = Path(__file__).parents[3] / "docs" / "outcomes" / "dictionary.md"
TEXT = knowledge.path(FILE).read_text(encoding="utf-8")


def test_the_page_is_of_this_dictionary() -> None:
    assert PAGE.read_text(encoding="utf-8") == as_markdown(), (
        "print it again: enthesis registry dictionary --page > docs/outcomes/dictionary.md"
    )


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("export: shift}", "export: keep}", "no day leaves as it is"),
        (
            "type: whole, says: Number of the clinic., export: code",
            "type: whole, says: Number., export: shift",
            "only a day",
        ),
        ("export: coarse, coarse: ten years; 1936 and earlier is one group", "export: coarse", "coarse"),
        ("key: [clinic, course]", "key: [clinic, cuorse]", '"cuorse" is no column'),
        ("weeks: 13, from: 64", "weeks: 13, from: 60", "begins after the one before"),
        ("type: yes-no", "type: maybe", "one of"),
        ("derived: yes", "derivd: yes", "derived"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(before: str, after: str, says: str) -> None:
    assert before in TEXT
    with pytest.raises(NotReadable, match=says):
        read_dictionary(TEXT.replace(before, after), "dictionary.yaml")


def test_every_column_is_in_the_codebook() -> None:
    lines = as_csv().splitlines()
    assert len(lines) == 1 + sum(len(table.columns) for table in shipped().tables.values())


def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["registry", "dictionary", "visits", "--json"]) == 0
    (table,) = json.loads(capsys.readouterr().out)["tables"]
    assert [column["column"] for column in table["columns"]] == [
        "clinic",
        "course",
        "visit",
        "activity",
        "day",
        "outcome",
    ]
    assert main(["registry", "dictionary", "vistis"]) == 2
    assert "There is:" in capsys.readouterr().err
