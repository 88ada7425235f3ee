"""No tracked file tells where it was made: no path of a machine, no package registry, no download address in a lock.

Public registries are named by their hosts below, put together so that this file passes its own test; those of the
machine that runs the tests are read from its own settings.
"""

import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

_PUBLIC = [
    "pypi" + ".org",
    "pythonhosted" + ".org",
    "registry." + "npmjs.org",
    "deb." + "debian.org",
    "repo." + "maven.apache.org",
]
# A folder of one person or one machine, where a path begins; not the middle of a web address or of a longer path.
_OF_A_MACHINE = re.compile(r"(?<![\w./:~$}-])/(?:work|root|tmp|private|home/[\w-]+|Users/[\w-]+)/[\w.-]")
_ADDRESS = re.compile(r"://|--(?:extra-)?index-url|--find-links|--trusted-host| @ |^-[if] |^-e ", re.MULTILINE)
_SETTINGS = [
    "/etc/pip.conf",
    "/etc/uv/uv.toml",
    "~/.pip/pip.conf",
    "~/.config/pip/pip.conf",
    "~/.config/uv/uv.toml",
    "~/.npmrc",
    "/etc/apt/sources.list",
    "/etc/apt/sources.list.d",
]
_VARIABLES = ["PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "UV_INDEX_URL", "UV_DEFAULT_INDEX", "UV_INDEX"]


def _tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", errors="replace")


def hosts_in(settings: str) -> Iterator[str]:
    """The hosts that a package manager's settings name; what every machine calls by the same name is none of them."""
    for host in re.findall(r"://(?:[^/@\s]*@)?([\w.-]+)", settings):
        if "." in host and not host.startswith("127."):
            yield host


def _registries() -> set[str]:
    hosts = set(_PUBLIC)
    for name in _SETTINGS:
        place = Path(name).expanduser()
        for path in place.iterdir() if place.is_dir() else [place]:
            if path.is_file() and os.access(path, os.R_OK):
                hosts.update(hosts_in(_text(path)))
    for variable in _VARIABLES:
        hosts.update(hosts_in(os.environ.get(variable, "")))
    return hosts


def faults(text: str, registries: Iterable[str]) -> list[str]:
    """What in a text tells where it was made."""
    found = [match.group().strip() for match in _OF_A_MACHINE.finditer(text)]
    found += [host for host in registries if host in text]
    if f"{ROOT}/" in text:
        found.append(str(ROOT))
    return found


def test_no_tracked_file_tells_where_it_was_made() -> None:
    registries = sorted(_registries())
    told = {
        str(path.relative_to(ROOT)): found
        for path in _tracked()
        if (found := faults(_text(path), registries)) and path != Path(__file__)
    }
    assert told == {}


@pytest.mark.parametrize("lock", sorted(ROOT.glob("requirements*.txt")), ids=lambda path: path.name)
def test_a_lock_holds_versions_and_hashes_and_no_address(lock: Path) -> None:
    text = _text(lock)
    assert _ADDRESS.findall(text) == []
    pins = re.findall(r"^[\w.\[\],-]+==\S+(?: ; .*?)? \\$", text, re.MULTILINE)
    assert pins
    assert len(pins) == len(re.findall(r"^\S.*==", text, re.MULTILINE)), "a requirement is not pinned, or has no hash"
    assert text.count("--hash=sha256:") >= len(pins)


def test_both_locks_name_the_same_versions() -> None:
    def versions(lock: str) -> dict[str, str]:
        return dict(re.findall(r"^([\w.-]+)(?:\[.*?\])?==(\S+)", _text(ROOT / lock), re.MULTILINE))

    smaller, larger = versions("requirements.txt"), versions("requirements-dev.txt")
    assert smaller.items() <= larger.items()
    assert len(smaller) < len(larger)


SLASH = "/"  # the examples are put together here, so that this file holds no such path itself


@pytest.mark.parametrize(
    "text",
    [
        f"see {SLASH}home/ann/enthesis/notes",
        f"open('{SLASH}root/.cache')",
        f"PATH={SLASH}work/x",
        f"cd {SLASH}tmp/y",
        f"here: {ROOT}/src",
        "get it from https://" + _PUBLIC[0] + "/simple",
        "mirror.example.internal",
    ],
)
def test_what_tells_is_noticed(text: str) -> None:
    assert faults(text, [*_PUBLIC, "mirror.example.internal"])


@pytest.mark.parametrize(
    "text",
    [
        f"https://example.org{SLASH}work/1",
        f"~{SLASH}work/x",
        f"the {SLASH}root of a tooth",
        "$HOME/tmp/x",
        "docs/home/page.md",
    ],
)
def test_what_does_not_tell_is_left_alone(text: str) -> None:
    assert faults(text, _PUBLIC) == []


def test_hosts_are_read_from_settings() -> None:
    settings = "[global]\nindex-url = https://joe:secret@packages.example.org:8080/simple\nfind-links = file:///wheels"
    assert list(hosts_in(settings)) == ["packages.example.org"]
