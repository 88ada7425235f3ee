"""The ladder as it stands in `knowledge/chase.yaml`, and with the days that a clinic decided."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from enthesis import knowledge
from enthesis.pathway.plain_yaml import Block, NotReadable, read_plain

FILE = "chase.yaml"
MESSAGE, CALL, LETTER, CLOSE = WAYS = ("message", "call", "letter", "close")
SILENCES = ("missed", "evaluation", "booking", "diary", "outcome")  # those that the ladder can tell
AFTER_REACHED = "after-reached"
MOST_DAYS = 365


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of silence: what it is called and how many days pass before it counts."""

    id: str
    title: str
    since: str  # from which day they are counted, in words
    days: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the ladder: so many days after the one before."""

    id: str
    title: str
    way: str  # message | call | letter | close
    days: int
    purpose: str = ""  # of the message


@dataclass(frozen=True, slots=True)
class Rules:
    """All of it, in order."""

    version: str
    silences: tuple[Kept, ...]
    steps: tuple[Step, ...]
    after_reached: int

    def days(self) -> Mapping[str, int]:
        """Every number of days that a clinic may decide, by name."""
        found = {f"silence:{one.id}": one.days for one in self.silences}
        return found | {f"step:{one.id}": one.days for one in self.steps} | {AFTER_REACHED: self.after_reached}


@cache
def shipped() -> Rules:
    """The ladder as it ships. Raises `NotReadable`."""
    return read_rules(knowledge.path(FILE).read_text(encoding="utf-8"), FILE)


def with_days(rules: Rules, decided: Mapping[str, int]) -> Rules:
    """The same ladder with the clinic's own days, by the names of `Rules.days`."""
    return replace(
        rules,
        silences=tuple(replace(one, days=decided.get(f"silence:{one.id}", one.days)) for one in rules.silences),
        steps=tuple(replace(one, days=decided.get(f"step:{one.id}", one.days)) for one in rules.steps),
        after_reached=decided.get(AFTER_REACHED, rules.after_reached),
    )


def read_rules(text: str, name: str) -> Rules:
    """The rules in a file laid out like `chase.yaml`. Raises `NotReadable`."""
    block = read_plain(text, name)
    block.text("id")
    block.one_of("status", ("draft", "reviewed", "retired"))
    block.day("review_by")
    block.texts("sources")
    found = Rules(
        version=f"chase {block.text('version')}",
        silences=tuple(_silence(each) for each in block.blocks("silences")),
        steps=tuple(_step(each) for each in block.blocks("steps")),
        after_reached=_days(block, "after_reached"),
    )
    block.close()
    for what, ids in (("silence", [one.id for one in found.silences]), ("step", [one.id for one in found.steps])):
        if len(ids) != len(set(ids)):
            raise NotReadable(f"{name}: a {what} stands there twice.")
    if not found.steps or found.steps[-1].way != CLOSE:
        raise NotReadable(f"{name}: the last step proposes to close the course; write `way: close`.")
    return found


def _silence(block: Block) -> Kept:
    found = Kept(block.one_of("id", SILENCES), block.text("title"), since=block.text("from"), days=_days(block, "days"))
    block.close()
    return found


def _step(block: Block) -> Step:
    way = block.one_of("way", WAYS)
    purpose = block.text("purpose") if way == MESSAGE else ""
    found = Step(block.text("id"), block.text("title"), way, _days(block, "days"), purpose)
    block.close()
    return found


def _days(block: Block, key: str) -> int:
    days = block.whole(key)
    if not 0 <= days <= MOST_DAYS:
        raise block.wrong(key, f"a number of days from 0 to {MOST_DAYS}")
    return days
