"""The rule set: read from its files, checked, and kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources.abc import Traversable
from types import MappingProxyType

from enthesis.knowledge import edition, path
from enthesis.pathway.numbers import shared
from enthesis.pathway.plain_yaml import Block, NotReadable, read_plain
from enthesis.pathway.triage.conditions import Condition, read_condition
from enthesis.pathway.triage.model import Hours, Level, Raised, Rule
from enthesis.pathway.triage.variables import Variable, read_variables

UNCLEAR = "T99"
_DERIVED = ("day", "hours", "new_weakness", "trunk")  # worked out in `facts`
_FILES = tuple(f"rules/{level.value}.yaml" for level in reversed(Level))


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleSet:
    """Everything that triage rests on. The rules stand in the order of their urgency."""

    rules: tuple[Rule, ...]
    variables: Mapping[str, Variable]
    fever_counts_as_skipped_when: Condition
    fever_was_put_when: Condition
    site_words: Mapping[str, tuple[str, ...]]  # by site
    near_the_cord: frozenset[str]
    not_sites: tuple[str, ...]  # words that look like a site and are none
    numbers: Mapping[str, Decimal]  # those that several rules use, by name

    @property
    def sites(self) -> tuple[str, ...]:
        return tuple(self.site_words)

    @property
    def by_id(self) -> Mapping[str, Rule]:
        return {rule.id: rule for rule in self.rules}


@cache
def load() -> RuleSet:
    """The rules that ship with the programme, read once. Raises `NotReadable` where a file is wrong."""
    return read_rules(path("triage"))


def read_rules(folder: Traversable, numbers: Mapping[str, Decimal] | None = None) -> RuleSet:
    """The rule set in a folder laid out like `knowledge/triage`.

    `numbers` are those that rules may name; those of `knowledge/numbers.yaml` where left out.
    """
    numbers = shared() if numbers is None else numbers

    def file(name: str) -> Block:
        block = read_plain(folder.joinpath(*name.split("/")).read_text(encoding="utf-8"), name, numbers)
        block.text("version")
        block.one_of("status", ("draft", "reviewed", "retired"))
        block.day("review_by")
        return block

    questions = file("questions.yaml")
    variables = read_variables(questions)
    skipped = read_condition(questions.block("fever_counts_as_skipped_when"))
    put = read_condition(questions.block("fever_was_put_when"))
    questions.close()
    sites = file("sites.yaml")
    words = sites.block("sites")
    site_words = {site: words.texts(site) for site in words}
    near = frozenset(sites.texts("near_the_cord"))
    not_sites = sites.texts("not_a_site")
    sites.close()
    rules: dict[str, Rule] = {}
    for name in _FILES:
        block = file(name)
        level = Level(block.one_of("level", tuple(Level)))
        version = f"triage {edition(block.text('version'), 'triage', 'numbers.yaml')}"
        for entry in block.blocks("rules"):
            rule = _rule(entry, level, version, frozenset(site_words))
            _check(rule, entry.where, rules, variables)
            rules[rule.id] = rule
        block.close()
    if UNCLEAR not in rules:
        raise NotReadable(f"The rules hold no {UNCLEAR}, which catches what nothing else does.")
    return RuleSet(
        rules=tuple(rules.values()),
        variables=MappingProxyType(variables),
        fever_counts_as_skipped_when=skipped,
        fever_was_put_when=put,
        site_words=MappingProxyType(site_words),
        near_the_cord=near,
        not_sites=not_sites,
        numbers=numbers,
    )


def _rule(block: Block, level: Level, version: str, known_sites: frozenset[str]) -> Rule:
    sites = frozenset(block.texts("sites"))
    if sites != {"any"} and not sites <= known_sites:
        raise block.wrong("sites", f"[any] or some of: {', '.join(sorted(known_sites))}")
    hours = block.block("hours")
    rule = Rule(
        id=block.text("id"),
        level=level,
        symptom=block.text("symptom"),
        think_of=block.text("think_of"),
        sites=frozenset() if sites == {"any"} else sites,
        hours=Hours(low=hours.number("from"), high=hours.number("to") if "to" in hours else None),
        when=read_condition(block.block("when")),
        raised=_raised(block.block("raised"), level) if "raised" in block else None,
        for_patient=block.text("for_patient"),
        patient_action=block.text("patient_action"),
        watch_for=block.texts("watch_for", ()),
        do_not=block.texts("do_not", ()),
        clinic_action=block.text("clinic_action"),
        sources=block.texts("sources"),
        note=block.text("note", ""),
        version=version,
    )
    hours.close()
    block.close()
    return rule


def _raised(block: Block, level: Level) -> Raised:
    raised = Raised(when=read_condition(block.block("when")), level=Level(block.one_of("level", tuple(Level))))
    block.close()
    if raised.level.rank <= level.rank:
        raise block.wrong("level", "above the level of the rule")
    return raised


def _check(rule: Rule, where: str, rules: Mapping[str, Rule], variables: Mapping[str, Variable]) -> None:
    if rule.id in rules:
        raise NotReadable(f"{where}: the rule {rule.id} is there twice.")
    if not rule.sources:
        raise NotReadable(f"{where}: {rule.id} names no source.")
    if rule.hours.high is not None and rule.hours.high < rule.hours.low:
        raise NotReadable(f"{where}: the hours of {rule.id} end before they begin.")
    used = rule.when.variables() | (rule.raised.when.variables() if rule.raised else frozenset())
    for name in sorted(used - set(variables) - set(_DERIVED)):
        raise NotReadable(f'{where}: {rule.id} asks for "{name}", which questions.yaml does not know.')
