"""What is heard in free words, word by word: tests/data/triage_heard.yaml."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from enthesis.pathway.triage import Heard, read_sites, read_words, triage_report
from enthesis.pathway.triage.words import listen

ENTRIES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[2] / "data" / "triage_heard.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry["text"] for entry in ENTRIES])
def test_what_is_heard_and_what_it_would_mean(entry: dict[str, Any]) -> None:
    text, report = entry["text"], listen(entry["text"])
    proposal = triage_report(text, ["joint"], 24)
    found = {
        "heard": {name: [heard.value, *heard.words] for name, heard in report.heard.items()},
        "denied": {name: [heard.value, *heard.words] for name, heard in report.denied.items()},
        "left": list(report.left),
        "nothing": report.nothing,
        "hours": {name: f"{round(hours, 2).normalize():f}" for name, hours in report.longest.items()},
        "level": proposal.triage.worst_level.value if proposal.triage else "nothing",
        "fired": list(proposal.triage.fired) if proposal.triage else [],
        "supposed": list(proposal.supposed),
        "sites": {site: list(words) for site, words in read_sites(text).items()},
    }
    assert {name: value for name, value in found.items() if value} == {
        name: value for name, value in entry.items() if name != "text"
    }
    assert not any(heard.denied for heard in report.heard.values())
    assert all(heard.denied for heard in report.denied.values())
    assert (proposal.heard, proposal.denied, proposal.left) == (report.heard, report.denied, report.left)


def test_what_is_not_understood_is_kept_for_a_person() -> None:
    assert read_words("grobble wizz") == {"unclear": Heard("yes", ("grobble", "wizz"))}
    assert read_words("") == {"unclear": Heard("yes", ("",))}
    assert read_words(" " + "9" * 300) == {"unclear": Heard("yes", ("9" * 200,))}
    assert read_words("nothing to report") == {}
    assert read_words("no fever") == {"fever": Heard("no", ("fever",), True)}


def test_fields_that_triage_does_not_know_stand_beside_a_report_and_change_nothing() -> None:
    assert triage_report("none", ["joint"], 24, {"colour": "red"}).triage is None
    found = triage_report("small bruise", ["joint"], 24, {"colour": "red"}).triage
    assert found is not None
    assert (found.fired, found.unknown) == (("T44",), ("colour",))


def test_answers_given_beside_a_report() -> None:
    """What is told wins over a no; what was answered wins over a denial."""
    told = triage_report("chest pain", ["joint"], 24, {"chest_pain": "no", "bruise": "small"})
    assert dict(told.answers) == {"chest_pain": "yes", "bruise": "small", "warning": "no"}
    denied = triage_report("no fever", ["joint"], 24, {"fever": "yes"})
    assert denied.answers["fever"] == "yes"
    warned = triage_report("sore", ["joint"], 24, {"warning": "yes"})
    assert (warned.answers["warning"], warned.supposed) == ("yes", ("soreness_days: counted from the injection",))
    unclear = triage_report("grobble", ["joint"], 24, {"warning": "yes"})
    assert dict(unclear.answers) == {"warning": "yes", "unclear": "yes"}
    nothing = triage_report("no fever", ["joint"], 24)
    assert (nothing.triage, dict(nothing.answers), nothing.supposed) == (None, {}, ())
    closed = triage_report("grobble", ["joint"], 24, clinic_open=False).triage
    assert closed is not None
    assert closed.worst_level.value == "urgent_care"
