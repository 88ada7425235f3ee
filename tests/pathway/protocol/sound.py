"""The sound protocol in which the tests of this folder plant their faults."""

from pathlib import Path

NAME = "knee-oa-dextrose.yaml"
TEXT = (Path(__file__).parent / NAME).read_text(encoding="utf-8")


def planted(*faults: tuple[str, str]) -> str:
    """The sound text with faults in it; each replaces words that stand there exactly once."""
    text = TEXT
    for words, fault in faults:
        assert text.count(words) == 1, f"{words!r} stands {text.count(words)} times"
        text = text.replace(words, fault)
    return text
