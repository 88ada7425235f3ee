"""`enthesis protocol`: what it prints, what it writes, and its exit status."""

import io
import json

import pytest

from enthesis.cli.main import main
from enthesis.pathway.protocol import library
from tests.pathway.protocol.sound import NAME, TEXT, planted


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / NAME).write_text(TEXT, encoding="utf-8")
    return tmp_path


def run(capsys, *words: str) -> tuple[int, str, str]:
    status = main(["protocol", *words])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


# -- list ------------------------------------------------------------------------------------------------


def test_list_names_all_nine_with_what_is_not_stated(capsys):
    status, out, _ = run(capsys, "list")
    assert status == 0
    for name in library.latest():
        assert name in out
    assert "NOT STATED" in out
    assert "9 protocols." in out


def test_list_as_json(capsys):
    status, out, _ = run(capsys, "list", "--json")
    found = {entry["id"]: entry for entry in json.loads(out)}
    assert status == 0
    assert found["nutura-back"]["not_stated"] > 0
    assert found["nutura-back"]["decided"] == 0
    assert "darrow_guide_004" in found["darrow-back"]["also_known_as"]


# -- show ------------------------------------------------------------------------------------------------


def test_show_prints_a_table_and_writes_a_picture(capsys, here):
    status, out, _ = run(capsys, "show", "nutura_back")
    assert status == 0
    assert "sessions: 3 to 8, typical: not stated" in out
    assert "then: opens 4, ideal not stated, closes 6 (weeks)" in out
    assert "NOT STATED: THE CLINIC DECIDES" in out
    assert out.endswith("Picture: nutura-back.svg\n")
    assert (here / "nutura-back.svg").read_text(encoding="utf-8").startswith("<svg ")


def test_no_line_of_the_tables_is_wider_than_a_page(capsys, here):
    for words in (["list"], *(["show", name, "--no-picture"] for name in library.latest())):
        _, out, _ = run(capsys, *words)
        for line in out.splitlines():
            assert len(line) <= 130, line
            assert line == line.rstrip()


def test_show_marks_decisions_and_what_is_unverified(capsys, here):
    decision = "{decided: 18, by: B. Olu, on: 2026-03-02, why: So it fits.}"
    text = planted(("days: {opens: 14, ideal: not stated,", f"days: {{opens: 14, ideal: {decision},"))
    (here / NAME).write_text(text, encoding="utf-8")
    _, out, _ = run(capsys, "show", NAME, "--no-picture")
    assert "opens 14, ideal 18 [decided], closes 21 (days)" in out
    assert "DECIDED BY THE CLINIC" in out
    assert "18 days (decided by B. Olu on 2 March 2026: So it fits.)" in out
    assert "3 mL and 3 mL (unverified: confirm before use)" in out


def test_show_writes_again_but_never_over_another_file(capsys, here):
    assert run(capsys, "show", "nutura-back")[0] == 0
    assert run(capsys, "show", "nutura-back")[0] == 0
    (here / "nutura-back.svg").write_text("<svg>mine</svg>", encoding="utf-8")
    status, _, err = run(capsys, "show", "nutura-back")
    assert status == 2
    assert "another file has this name" in err
    assert (here / "nutura-back.svg").read_text(encoding="utf-8") == "<svg>mine</svg>"


def test_show_writes_where_it_is_told_and_for_a_phone(capsys, here):
    status, _, _ = run(capsys, "show", "sit-knee-2020", "--picture", "plan.svg", "--narrow")
    assert status == 0
    assert 'viewBox="0 0 360 ' in (here / "plan.svg").read_text(encoding="utf-8")
    assert sorted(path.name for path in here.iterdir()) == [NAME, "plan.svg"]


def test_show_says_where_it_cannot_write(capsys, here):
    status, _, err = run(capsys, "show", "nutura-back", "--picture", "no/such/folder.svg")
    assert (status, "cannot be written" in err) == (2, True)


def test_show_as_json_writes_no_picture_unasked(capsys, here):
    status, out, _ = run(capsys, "show", "hoffman_agnish_sij_2018", "--json")
    said = json.loads(out)
    activities = {activity["id"]: activity for activity in said["activities"]}
    assert status == 0
    assert activities["session-review"]["decide"]["threshold"] == {
        "measure": "odi",
        "change": "points",
        "least": 15,
        "more_than": False,
        "before_session": 2,
    }
    (ideal,) = [f for f in activities["treatment"]["figures"] if f["figure"] == "then.weeks.ideal"]
    assert ideal["value"] is None
    assert [path.name for path in here.iterdir()] == [NAME]


def test_show_text_is_the_file_itself_and_sound(capsys, here):
    _, out, _ = run(capsys, "show", "rabago_knee_2013", "--text")
    assert out == library.texts()["rabago-knee-2013"]


@pytest.mark.parametrize(
    "words", [("show", "nutura-bak"), ("diff", "nutura-bak", "nutura-back"), ("check", "nutura-bak")]
)
def test_a_name_that_nobody_has(capsys, words):
    status, _, err = run(capsys, *words)
    assert status == 2
    assert 'Did you mean "nutura-back"?' in err


def test_a_name_that_nobody_has_as_json(capsys):
    status, out, _ = run(capsys, "show", "nutura-bak", "--json")
    assert (status, json.loads(out)["error"]["code"]) == (2, "no-such-protocol")


def test_show_of_an_unsound_file_says_why(capsys, here):
    (here / NAME).write_text(planted(("kind: diary", "kind: dairy")), encoding="utf-8")
    status, out, err = run(capsys, "show", NAME)
    assert (status, out) == (2, "")
    assert 'Did you mean "diary"?' in err


# -- check -----------------------------------------------------------------------------------------------


def test_check_of_a_sound_file(capsys, here):
    status, out, _ = run(capsys, "check", NAME, "--on", "2026-11-21")
    assert status == 0
    assert out == f"{NAME}: no complaints. 8 activities, 9 house steps; 17 figures are not stated.\n"


def test_check_tells_everything_in_the_form_of_the_manual(capsys, here):
    (here / NAME).write_text(
        planted(("after: consultation", "after: consultaton"), ("kind: diary", "kind: dairy")), encoding="utf-8"
    )
    status, out, _ = run(capsys, "check", NAME)
    assert status == 1
    assert out.startswith(f'{NAME}, activity "test-injection": counted from "consultaton", which no activity is')
    assert "\n    called. Did you mean" in out
    assert 'activity "diary": "dairy" is no kind of activity' in out


def test_check_as_json_gives_file_activity_line_and_remedy(capsys, here):
    (here / NAME).write_text(planted(("kind: diary", "kind: dairy")), encoding="utf-8")
    status, out, _ = run(capsys, "check", NAME, "--json")
    said = json.loads(out)
    assert (status, said["usable"], said["file"]) == (1, False, NAME)
    assert {"file", "activity", "line", "code", "level", "says", "remedy"} <= set(said["complaints"][0])


def test_check_of_several_files(capsys, here):
    (here / "broken.yaml").write_text("a: [", encoding="utf-8")
    status, out, _ = run(capsys, "check", NAME, "broken.yaml", "nutura-knee", "--json")
    assert status == 1
    assert [answer["usable"] for answer in json.loads(out)] == [True, False, True]


def test_check_reads_standard_input(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode()), encoding="utf-8"))
    status, out, _ = run(capsys, "check", "-", "--on", "2026-11-21")
    assert (status, out.split(":")[0]) == (0, "standard input")


def test_an_overdue_review_is_told_and_does_not_fail(capsys, here):
    status, out, _ = run(capsys, "check", NAME, "--on", "2028-01-01")
    assert status == 0
    assert "had to be looked at again by 2 March 2027" in out


@pytest.mark.parametrize(
    ("raw", "says"),
    [(b"id: caf\xe9", "not UTF-8"), (b"x" * (20 * 1024 * 1024 + 1), "larger than 20 MB")],
)
def test_what_cannot_be_read_at_all_is_bad_input(capsys, here, raw, says):
    (here / "odd.yaml").write_bytes(raw)
    status, _, err = run(capsys, "check", "odd.yaml")
    assert status == 2
    assert says in err


@pytest.mark.parametrize("words", [("check", "nowhere.yaml"), ("check", "."), ("check", "nutura-back", "--on", "soon")])
def test_bad_input_is_a_sentence(capsys, here, words):
    status, _, err = run(capsys, *words)
    assert status == 2
    assert err.startswith("enthesis: ")
    assert "Traceback" not in err


# -- diff ------------------------------------------------------------------------------------------------


def test_diff_of_what_a_clinic_decided_is_exactly_that(capsys, here):
    decision = "{decided: 5, by: A. Rahman, on: 2026-11-21, why: Half-way.}"
    text = library.texts()["nutura-back"].replace(
        "weeks: {opens: 4, ideal: not stated", f"weeks: {{opens: 4, ideal: {decision}"
    )
    (here / "ours.yaml").write_text(text, encoding="utf-8")
    status, out, _ = run(capsys, "diff", "nutura-back", "ours.yaml")
    assert status == 1
    assert " ".join(out.split()) == (
        "decided by A. Rahman: treatment, then.weeks.ideal, not stated -> 5 weeks (Half-way.) 1 difference."
    )


def test_diff_of_the_same(capsys):
    status, out, _ = run(capsys, "diff", "nutura-back", "nutura_back@2026-11")
    assert (status, out) == (0, "nutura-back and nutura_back@2026-11 say the same.\n")


def test_diff_as_json(capsys):
    status, out, _ = run(capsys, "diff", "nutura-back", "nutura-knee", "--json")
    assert status == 1
    assert {"kind", "activity", "figure", "before", "after", "decided_by", "why"} == set(json.loads(out)[0])


def test_a_file_that_cannot_be_read_does_not_hide_the_others(here, capsys):
    (here / "latin.yaml").write_bytes(b"title: caf\xe9")
    status, out, _ = run(capsys, "check", "latin.yaml", "nutura-back")
    assert status == 2
    assert "not UTF-8" in out
    assert "nutura-back" in out.splitlines()[-1]
    status, out, _ = run(capsys, "check", "--json", "latin.yaml", "nutura-back")
    first, second = json.loads(out)
    assert "not UTF-8" in first["error"]["says"]
    assert second["usable"]
