"""`enthesis knowledge` and a clinic's own files, each in a process: what is laid over is settled once for a process."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from enthesis.cli.common import BadInput
from enthesis.cli.settings import settings
from enthesis.knowledge import shipped_path
from tests.house.knowledge_folder import planted

PAGE = Path(__file__).parents[2] / "docs" / "commands" / "knowledge.md"
ENTHESIS = str(Path(sys.executable).parent / "enthesis")
AGE = ("{age: {below: adult_from_years}}", "{age: {below: 21}}")
VERSION = ('version: "2026-11"', 'version: "2026-11-riverside"')
CASE = {"region": "knee", "answers": {"age": 20}}


def run(*words: str, given: Any = None, own: Path | None = None) -> "subprocess.CompletedProcess[str]":
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ENTHESIS_")}
    if own:
        environment["ENTHESIS_KNOWLEDGE"] = str(own)
    done = subprocess.run(
        [ENTHESIS, *words],
        input=json.dumps(given) if given is not None else None,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A clinic that treats from 21 years on."""
    return planted(tmp_path, "candidacy/contraindications.yaml", VERSION, AGE)


# -- a clinic's own files hold ----------------------------------------------------------------------------------


@pytest.mark.parametrize("by_option", [True, False])
def test_the_clinic_s_rule_speaks_and_says_its_version(own: Path, by_option: bool) -> None:
    shipped = json.loads(run("screen", "--json", "-", given=CASE).stdout)
    assert "C15" not in shipped["fired"]
    assert {reason["version"] for reason in shipped["reasons"]} == {"2026-11"}
    words = ["--knowledge", str(own)] if by_option else []
    done = run(*words, "screen", "--json", "-", given=CASE, own=None if by_option else own)
    found = json.loads(done.stdout)
    assert "C15" in found["fired"]
    versions = {reason["code"]: reason["version"] for reason in found["reasons"]}
    assert versions.pop("C15") == "2026-11-riverside"
    with_own = "2026-11 with candidacy/contraindications.yaml 2026-11-riverside"
    assert set(versions.values()) == {with_own}
    assert found["version"] == with_own


@pytest.mark.parametrize(
    ("file", "changes", "command", "case"),
    [
        (
            "numbers.yaml",
            [('value: "4000"', 'value: "3500"')],
            "triage",
            {"sites": ["knee"], "answers": {"fever": "yes"}},
        ),
        ("triage/rules/urgent_care.yaml", [], "triage", {"sites": ["knee"], "answers": {"joint_hot": "yes"}}),
        ("medications/advice.yaml", [], "drugs", {"names": ["warfarin"]}),
        ("medications/classes.yaml", [], "drugs", {"names": ["warfarin"]}),
        ("solutions.yaml", [], "mix", {"parts": [{"part": "D50W", "ml": 5}], "age_years": 17}),
        ("estimate.yaml", [], "estimate", {"protocol": "darrow-back"}),
        (
            "instruments/nrs_pain.yaml",
            [],
            "score",
            {"instrument": "nrs_pain", "input": {"baseline": {"value": 7}, "now": {"value": 5}}},
        ),
    ],
)
def test_every_finding_of_that_part_carries_the_version(
    tmp_path: Path, file: str, changes: list[tuple[str, str]], command: str, case: dict[str, Any]
) -> None:
    before = shipped_path().joinpath(*file.split("/")).read_text(encoding="utf-8")
    (line,) = [line for line in before.splitlines() if line.startswith("version:")]
    folder = planted(tmp_path, file, (line, 'version: "riverside-7"'), *changes)
    done = run(command, "--json", "-", given=case, own=folder)
    found = json.loads(done.stdout)
    versions = [each["version"] for each in findings_in(found) if each.get("version")]
    assert versions, done.stdout
    assert all("riverside-7" in version for version in versions), versions


def findings_in(found: Any) -> list[dict[str, Any]]:
    if isinstance(found, dict):
        own = (
            [found]
            if {"code", "says", "level"} <= set(found) and found["sources" if "sources" in found else "code"]
            else []
        )
        return own + [each for value in found.values() for each in findings_in(value)]
    return [each for value in found for each in findings_in(value)] if isinstance(found, list) else []


@pytest.mark.parametrize(
    ("file", "changes", "says"),
    [
        ("candidacy/contraindications.yaml", [AGE], 'has the version "2026-11", as the file that ships'),
        ("candidacy/contraindications.yaml", [('version: "2026-11"\n', "")], "says no version of its own"),
        ("medications/drugs.csv", [], "says no version of its own. Write it into medications/drugs.about.yaml"),
        ("candidacy/contraindications.yaml", [VERSION, ("id: C15", "id: C14")], '"C14" is there twice'),
        (
            "medications/classes.yaml",
            [VERSION, ("    title: an anticoagulant\n", "")],
            '"title" of anticoagulant is missing',
        ),
    ],
)
def test_files_that_are_not_in_order_answer_nothing(
    tmp_path: Path, file: str, changes: list[tuple[str, str]], says: str
) -> None:
    done = run("screen", "--json", "-", given=CASE, own=planted(tmp_path, file, *changes))
    assert done.returncode == 2
    assert done.stdout == ""
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_file_that_takes_the_place_of_none_is_told_with_the_nearest_name(own: Path) -> None:
    (own / "candidacy" / "contraindications.yaml").rename(own / "candidacy" / "contraindication.yaml")
    done = run("screen", "--json", "-", given=CASE, own=own)
    assert done.returncode == 2
    assert 'Did you mean "candidacy/contraindications.yaml"?' in done.stderr


@pytest.mark.parametrize("folder", ["no-such-folder", "."])
def test_a_folder_without_files_is_told(tmp_path: Path, folder: str) -> None:
    done = run("--knowledge", str(tmp_path / folder), "screen", "--json", "-", given=CASE)
    assert done.returncode == 2
    assert str(tmp_path) in done.stderr


def test_a_clinic_may_have_a_protocol_and_an_instrument_that_do_not_ship(tmp_path: Path) -> None:
    for folder, name in (("protocols", "darrow-back"), ("instruments", "odi")):
        text = shipped_path().joinpath(folder, f"{name}.yaml").read_text(encoding="utf-8")
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "own.yaml").write_text(text.replace(f"id: {name}\n", "id: own\n", 1), encoding="utf-8")
    assert "own" in run("protocol", "list", own=tmp_path).stdout
    assert "own " in run("score", own=tmp_path).stdout


SERVER = """
from enthesis.clinic.start import ready
ready()
from enthesis.pathway.candidacy import shipped
print(shipped().version)
"""


def server(folder: Path, own_clinic: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, **own_clinic, "ENTHESIS_KNOWLEDGE": str(folder)}
    environment["DJANGO_SETTINGS_MODULE"] = "enthesis.clinic.settings"
    command = [sys.executable, "-c", SERVER]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_a_server_reads_the_clinic_s_files(own: Path, own_clinic: dict[str, str]) -> None:
    done = server(own, own_clinic)
    assert done.stdout.strip() == "2026-11 with candidacy/contraindications.yaml 2026-11-riverside", done.stderr


def test_a_server_does_not_start_with_files_that_fail(tmp_path: Path, own_clinic: dict[str, str]) -> None:
    folder = planted(tmp_path, "candidacy/contraindications.yaml", VERSION, ("id: C15", "id: C14"))
    done = server(folder, own_clinic)
    assert done.returncode == 3
    assert '"C14" is there twice' in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["list", "unverified", "diff"])
def test_a_file_that_cannot_be_read_is_told_by_every_command(own: Path, command: str) -> None:
    planted(own, "estimate.yaml", VERSION, ("sentences:", "sentences: ["))
    done = run("knowledge", command, str(own))
    assert (done.returncode, done.stdout) == (2, "")
    assert "estimate.yaml: line " in done.stderr


def test_a_folder_of_something_else_is_told(tmp_path: Path) -> None:
    for number in range(2001):
        (tmp_path / f"picture-{number}.png").touch()
    done = run("knowledge", "check", str(tmp_path))
    assert done.returncode == 2
    assert "holds more than 2,000 files and folders" in done.stderr


# -- settings ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "environment", "folder", "words"),
    [
        (["screen"], {}, None, ["screen"]),
        (["screen"], {"ENTHESIS_KNOWLEDGE": ""}, None, ["screen"]),
        (["screen"], {"ENTHESIS_KNOWLEDGE": "/a"}, "/a", ["screen"]),
        (["--knowledge", "/b", "screen"], {"ENTHESIS_KNOWLEDGE": "/a"}, "/b", ["screen"]),
        (["--knowledge=/b", "screen", "x"], {}, "/b", ["screen", "x"]),
        (["screen", "--knowledge", "/b"], {}, None, ["screen", "--knowledge", "/b"]),
        ([], {}, None, []),
    ],
)
def test_the_option_wins_over_the_environment(
    given: list[str], environment: dict[str, str], folder: str | None, words: list[str]
) -> None:
    found, rest = settings(given, environment)
    assert (str(found.knowledge) if found.knowledge else None, rest) == (folder, words)


@pytest.mark.parametrize("given", [["--knowledge"], ["--knowledge="], ["--knowledge", "", "screen"]])
def test_an_option_without_a_folder_is_told(given: list[str]) -> None:
    with pytest.raises(BadInput, match="names no folder"):
        settings(given, {})


# -- the commands -----------------------------------------------------------------------------------------------


def test_check_says_what_a_clinic_s_files_need(own: Path) -> None:
    planted(own, "numbers.yaml", VERSION, ('value: "18"', 'value: "21"'))
    done = run("knowledge", "check", str(own), "--as-of", "2026-11-21")
    assert done.returncode == 1
    assert "fault: candidacy/contraindications.yaml, line " in done.stdout
    assert "Write adult_from_years where the number stands." in done.stdout
    assert "2 of them the clinic's own: 1 fault" in done.stdout
    told = json.loads(run("knowledge", "check", str(own), "--as-of", "2026-11-21", "--json").stdout)
    assert told["sound"] is False
    assert set(told["own"]) == {"candidacy/contraindications.yaml", "numbers.yaml"}
    assert {finding["code"] for finding in told["findings"]} == {"threshold-twice", "words-say-otherwise"}


def test_check_tells_a_review_that_is_due() -> None:
    done = run("knowledge", "check", "--as-of", "2030-01-01")
    assert "look: estimate.yaml, line 7: was to be reviewed by 2027-11-30." in done.stdout
    assert run("knowledge", "check", "--as-of", "tomorrow").returncode == 2


def test_diff_tells_entry_by_entry(own: Path) -> None:
    done = run("knowledge", "diff", str(own))
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "candidacy/contraindications.yaml",
        "  version: 2026-11 -> 2026-11-riverside",
        "  rules.C15.when.age.below: adult_from_years -> 21",
        "2 differences in 1 of the clinic's own files.",
    ]
    assert json.loads(run("knowledge", "diff", str(own), "--json").stdout)[1] == {
        "file": "candidacy/contraindications.yaml",
        "entry": "rules.C15.when.age.below",
        "before": "adult_from_years",
        "now": "21",
    }


def test_diff_tells_what_is_new_and_what_is_gone(tmp_path: Path) -> None:
    planted(
        tmp_path,
        "medications/drugs.csv",
        ("naproxen,naproxen,naproxen,,Aleve", "naproxen,naproxen,naproxen,,Alevo"),
        ("\nketoprofen,", "\nketo,"),
    )
    planted(tmp_path, "medications/drugs.about.yaml", VERSION)
    planted(tmp_path, "estimate.yaml", VERSION, ("  - code: charged-apart", "  - code: charged-extra"))
    told = run("knowledge", "diff", str(tmp_path)).stdout
    assert "  naproxen.brands_us: Aleve;Naprosyn -> Alevo;Naprosyn" in told
    assert "  ketoprofen: gone: id ketoprofen" in told
    assert "  keto: new: id keto" in told
    assert "  sentences.charged-apart: gone: {code: charged-apart" in told
    assert "  sentences.charged-extra: new: {code: charged-extra" in told


def test_list_has_every_file_and_unverified_every_entry_from_memory(own: Path) -> None:
    files = {row["file"]: row for row in json.loads(run("knowledge", "list", str(own), "--json").stdout)}
    assert files["candidacy/contraindications.yaml"]["version"] == "2026-11-riverside"
    assert [name for name, row in files.items() if row["own"]] == ["candidacy/contraindications.yaml"]
    assert files["medications/drugs.csv"]["rules"] == 144
    assert all(row["version"] and row["status"] and row["review_by"] and row["title"] for row in files.values())
    entries = json.loads(run("knowledge", "unverified", "--json").stdout)
    assert len(entries) == sum(row["unverified"] for row in files.values()) + sum(
        entry["file"].endswith(".about.yaml") for entry in entries
    )
    by_name = {entry["entry"]: entry for entry in entries}
    assert by_name["candidacy/contraindications:C12"]["unverified"] == "that stopping it with a stent can be fatal"
    assert by_name["triage/rules/emergency:T02"]["unverified"] == "the whole entry"
    assert by_name["medications/names"]["says"] == "Other names of the listed drugs"
    for entry in entries:
        text = shipped_path().joinpath(*entry["file"].split("/")).read_text(encoding="utf-8")
        assert 0 < entry["line"] <= len(text.splitlines())
        assert entry["says"]
    told = run("knowledge", "unverified").stdout
    assert told.endswith("They hold, and are shown as: unverified, confirm before use.\n")
    assert "candidacy/contraindications:C12" in told


def test_the_page_names_every_command_and_option() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for words in ("check", "list", "unverified", "diff", "--as-of", "--json", "--knowledge", "ENTHESIS_KNOWLEDGE"):
        assert words in page
