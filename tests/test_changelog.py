"""Every fragment in changelog.d tells one change, in the kinds that its README lists."""

import re
from pathlib import Path

FRAGMENTS = Path(__file__).parents[1] / "changelog.d"


def _kinds() -> set[str]:
    return set(re.findall(r"^\| `\.(\w+)\.md` \|", (FRAGMENTS / "README.md").read_text(encoding="utf-8"), re.MULTILINE))


def _faults(name: str, text: str) -> list[str]:
    found = []
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*\.(\w+)\.md", name) or name.split(".")[1] not in _kinds():
        found.append("is not called some-words.KIND.md with a kind of changelog.d/README.md")
    if len(text.split()) < 5:
        found.append("says nothing")
    if "clinical" in name.split(".") and "When upgrading:" not in text:
        found.append('does not say what a clinic does about it: add a line "When upgrading: ..."')
    return [f"{name} {fault}" for fault in found]


def test_each_fragment_is_named_and_says_something() -> None:
    fragments = [path for path in FRAGMENTS.iterdir() if path.name != "README.md"]
    assert fragments
    assert [fault for path in fragments for fault in _faults(path.name, path.read_text(encoding="utf-8"))] == []


def test_a_fragment_that_breaks_the_convention_is_noticed() -> None:
    said = "An injection may now be given from day 21, not day 28. When upgrading: nothing to do."
    assert _faults("knee-early-window.clinical.md", said) == []
    assert _faults("knee.md", said)
    assert _faults("Knee.clinical.md", said)
    assert _faults("knee.medical.md", said)
    assert _faults("knee.added.md", "New.")
    assert _faults("knee.clinical.md", said.partition("When")[0])
