"""`enthesis estimate` at the prompt, its page of the manual, and the sentences that every price is told with."""

import argparse
import csv
import re
import shlex
from importlib.resources import files
from pathlib import Path

import pytest

from enthesis import knowledge
from enthesis.cli import estimate as command
from enthesis.pathway.estimate import answer_case, as_json
from enthesis.pathway.estimate.words import words

PAGE = Path(__file__).parents[3] / "docs" / "commands" / "estimate.md"

WHOLE = ["darrow-back", "consultation=150", "treatment=300", "--currency", "USD", "--sessions", "3,4,6"]


def run(*typed: str) -> int:
    parser = argparse.ArgumentParser()
    command.register(parser.add_subparsers())
    args = parser.parse_args(["estimate", *typed])
    status: int = args.run(args)
    return status


def test_a_whole_sum_is_a_table_with_status_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*WHOLE) == 0
    out = capsys.readouterr().out
    assert re.search(r"^Sum +1050\.00 +1350\.00 +1950\.00$", out, re.MULTILINE)
    assert re.search(r"^Treatment injections +300\.00 +3 x +900\.00 +4 x +1200\.00 +6 x +1800\.00$", out, re.MULTILINE)
    assert "To be expected: not stated." in out
    assert "mostly self-paid" in out
    assert re.search(r"NOT IN THE SUM\nPhysical therapy or exercise +optional", out)
    assert "MISSING" not in out


def test_the_shares_a_package_and_payments_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    """4 for 1100: expected 0.5 x 700 + 0.5 x 1250. The package saves 100; 1250 in three parts."""
    typed = ["--stop", "0.5,0,0,0,0", "--rates-from", "own registry", "--package", "4", "1100", "--refund", "pro-rata"]
    assert run(*WHOLE, *typed, "--instalments", "3", "--paid", "100", "--valid-until", "2026-12-31") == 0
    out = capsys.readouterr().out
    assert "To be expected with the shares given (own registry): 837.50 USD." in out
    assert re.search(r"The series stops after session 1 +425\.00 +825\.00 +825\.00 +50\.0 %", out)
    assert "TYPICAL: 4 sessions: saves 100.00 USD against single prices" in out
    assert "Instalments of the typical total: 2 of 416.67 USD and a last one of 416.66 USD." in out
    assert "Paid: 100.00 USD. Left to pay: min 875.00, typical 1150.00, max 1750.00." in out
    assert "The price holds until 31 December 2026." in out


def test_what_is_missing_is_told_with_status_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("multimodal-back", "consultation=100", "treatmnt=5", "injections=300", "--count", "therapy=6") == 1
    out = capsys.readouterr().out
    assert "Per session only: 100.00, and 300.00 for each treatment session." in out
    assert 'Did you mean "treatment"?' in out
    assert "No currency is given" in out
    assert "Give sessions.typical." in out
    assert re.search(r"^Sum +not stated +not stated +not stated$", out, re.MULTILINE)


def test_a_dash_is_a_number_not_stated(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("darrow-back", "consultation=1", "treatment=2", "--currency", "EUR", "--sessions", "4,-,-") == 1
    assert re.search(r"^Sum +9\.00 +not stated +13\.00$", capsys.readouterr().out, re.MULTILINE)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ([], "No protocol is named."),
        (["darow-back"], 'No protocol is called "darow-back". Did you mean "darrow-back"?'),
        (["darrow-back", "treatment"], '"treatment" has no "=".'),
        (["darrow-back", "treatment=5", "treatment=5"], '"treatment" is given twice.'),
        (["darrow-back", "session=-5"], 'prices.session: "-5" is below 0.'),
        ([*WHOLE[:-1], "3,4"], '"3,4" is not three numbers.'),
        ([*WHOLE, "--gate", "1.5"], 'response_rates.gate: "1.5" is no share of people'),
        ([*WHOLE, "--refund", "nothing"], "A refund is given without a package."),
        ([*WHOLE, "--package", "four", "5"], 'package.sessions: "four" is not a number.'),
        ([*WHOLE, "--paid", "x" * 5000], 'payments[0]: "xxx'),
    ],
)
def test_bad_input_is_a_sentence_with_status_2(typed: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*typed) == 2
    out = capsys.readouterr().out
    assert out.startswith(says)
    assert len(out) < 400


def test_the_page_shows_what_the_command_says(capsys: pytest.CaptureFixture[str]) -> None:
    """Each example of the page, with its lines in order; "..." stands for lines left out."""
    page = PAGE.read_text(encoding="utf-8").replace("\\\n", "")
    examples = re.findall(r"^    \$ enthesis estimate (.+)\n((?:    (?!\$).*\n|\n(?=    (?!\$)))+)", page, re.MULTILINE)
    assert len(examples) >= 2
    for typed, shown in examples:
        run(*shlex.split(typed))
        said = capsys.readouterr().out
        for part in re.split(r"^    \.\.\.$", shown, flags=re.MULTILINE):
            block = "\n".join(line.removeprefix("    ").rstrip() for line in part.strip("\n").split("\n"))
            assert block in said, typed


def test_the_page_names_every_field_of_the_door() -> None:
    page = PAGE.read_text(encoding="utf-8")
    from enthesis.pathway.estimate.reading import KNOWN

    answer = as_json(answer_case({"protocol": "darrow-back", "prices": {}}))
    named = set(re.findall(r"`([a-z_]+)`", page))
    assert set(KNOWN) <= named
    assert set(answer) - set(KNOWN) <= named


def test_every_code_of_a_finding_is_on_the_page() -> None:
    sources = [
        path.read_text(encoding="utf-8") for path in Path(command.__file__).parents[1].glob("pathway/estimate/*.py")
    ]
    codes = set(re.findall(r'_(?:warn|note)\(\s*"([a-z-]+)"|code="([a-z-]+)"', "\n".join(sources)))
    named = {one or other for one, other in codes} | set(words().sentences)
    page = PAGE.read_text(encoding="utf-8")
    assert len(named) > 20
    assert sorted(code for code in named if f"`{code}`" not in page) == []


def test_the_sentences_are_sourced_and_in_words_for_both() -> None:
    with files(knowledge).joinpath("sources.csv").open(encoding="utf-8", newline="") as stream:
        known = {row["key"] for row in csv.DictReader(stream)} | {"HOUSE", "memory"}
    for sentence in words().sentences.values():
        assert set(sentence.sources) <= known
        assert sentence.sources
        assert all((sentence.says, sentence.remedy, sentence.to_patient, sentence.remedy_for_patient))
        assert sentence.unverified is ("memory" in sentence.sources)


def test_every_estimate_is_told_that_it_is_mostly_self_paid() -> None:
    for protocol in ("darrow-back", "sit-knee-2020"):
        codes = [one["code"] for one in as_json(answer_case({"protocol": protocol}))["findings"]]
        assert {"mostly-self-paid", "only-what-the-protocol-names"} <= set(codes)


def test_physical_therapy_and_imaging_are_said_to_cost_extra_only_where_they_are_not_in_the_sum() -> None:
    def codes(protocol: str) -> list[str]:
        return [one["code"] for one in as_json(answer_case({"protocol": protocol}))["findings"]]

    assert "charged-apart" in codes("nutura-back")
    assert "charged-apart" not in codes("sit-knee-2020")
