"""What is heard in free words, word by word: tests/data/triage_heard.yaml."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from enthesis.pathway.triage import read_sites, triage_report
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
