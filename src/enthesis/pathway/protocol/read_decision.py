"""Reading a decision: its threshold, and its options with what each of them does."""

from enthesis.pathway.protocol.block import Accept, Block
from enthesis.pathway.protocol.complaint import did_you_mean
from enthesis.pathway.protocol.model import Condition, Decision, Option, Threshold
from enthesis.pathway.protocol.notes import Sources
from enthesis.pathway.protocol.yaml_text import Table

ADVICE = ("responded", "not_responded", "not_enough_data")
CHANGES = ("percent", "points")


def read_decision(block: Block) -> Decision | None:
    """What `decide` says, or nothing where an activity decides nothing."""
    decide = block.block("decide")
    if decide is None:
        return None
    threshold = read_threshold(decide, "threshold")
    least = decide.value("least_answered", Accept.WHOLE)
    options = tuple(_option(decide, table, place) for place, table in enumerate(decide.tables("options"), 1))
    decide.done()
    _check_options(decide, options)
    return Decision(options, threshold, least)


def read_threshold(block: Block, key: str) -> Threshold | None:
    """From which change on a response counts."""
    inner = block.block(key)
    if inner is None:
        return None
    measure, change = inner.name("measure", required=True), inner.text("change") or "percent"
    if change not in CHANGES:
        inner.complain("unknown-change", f'`change` is "{change}".', did_you_mean(change, CHANGES), "change")
    threshold = Threshold(
        measure,
        change,
        inner.value("least", Accept.NUMBER, required=True),
        inner.flag("more_than"),
        inner.whole("before_session"),
    )
    inner.done()
    return threshold


def _option(decide: Block, table: Table, place: int) -> Option:
    block = Block(table, decide.notes, decide.activity, f"{decide.figure('options')}.{place}", Sources())
    advised = block.text("advised_when")
    if advised and advised not in ADVICE:
        block.complain(
            "unknown-advice", f'"advised_when" is "{advised}".', did_you_mean(advised, ADVICE), "advised_when"
        )
        advised = ""
    option = Option(
        id=block.name("id", required=True),
        title=block.text("title", required=True),
        sets=block.choices("sets", Condition),
        ends=block.texts("ends"),
        repeats=block.texts("repeats"),
        releases=block.flag("releases"),
        advised_when=advised,
    )
    block.done()
    return option


def _check_options(decide: Block, options: tuple[Option, ...]) -> None:
    for what, words in (("id", [o.id for o in options]), ("advised_when", [o.advised_when for o in options])):
        twice = next((word for place, word in enumerate(words) if word and word in words[:place]), "")
        if twice:
            decide.complain(
                "duplicate-option",
                f'two options have the {what} "{twice}".',
                "Give each option its own, so that a recommendation names one of them.",
                "options",
            )
