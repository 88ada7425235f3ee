"""A symptom after an injection: how urgent it is and what to do. The highest level wins; nothing lowers it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from enthesis.pathway.finding import Finding
from enthesis.pathway.triage.conditions import Answer
from enthesis.pathway.triage.facts import Known, gather
from enthesis.pathway.triage.model import Level, Rule, Triage
from enthesis.pathway.triage.rules import UNCLEAR, RuleSet, load
from enthesis.pathway.triage.variables import Variable

MOST_HOURS = Decimal(100_000)  # more than eleven years
_SOURCE_OF = {
    "new_weakness": "weakness",
    "trunk": "sites",
    "day": "hours_since_injection",
    "hours": "hours_since_injection",
}
_WEAKNESS_QUESTIONS = ("weakness_confined", "weakness_growing", "local_anaesthetic")


class TriageInput(ValueError):
    """The sites or the hours cannot be read. `says` and `remedy` are sentences; `field` names the input."""

    def __init__(self, code: str, says: str, remedy: str, field: str) -> None:
        super().__init__(says)
        self.code, self.says, self.remedy, self.field = code, says, remedy, field


@dataclass(frozen=True, slots=True)
class _Fired:
    rule: Rule
    level: Level
    because: tuple[str, ...]


def triage(
    sites: Sequence[str],
    hours_since_injection: Decimal | int | float | str | None,
    answers: Mapping[str, Any],
    clinic_open: bool = True,
    rules: RuleSet | None = None,
    put_in_order: bool = True,
) -> Triage:
    """How urgent the answers are, `hours_since_injection` after an injection at `sites`.

    `answers` are keyed by the variables of `knowledge/triage/questions.yaml`. No site means that nobody knows where the
    needle was: then every site counts. An answer that cannot be read is a reason for a person to read it (T99), never a
    reason to stop. `put_in_order` is False for answers from a report in free words: there an open question was
    not skipped. Raises `TriageInput` where the sites or the hours cannot be read.
    """
    rules = rules or load()
    hours = read_hours(hours_since_injection)
    known = gather(rules, read_sites_given(rules, sites), hours, answers, put_in_order)
    known, fired = _fire(rules, known)
    fired += _unclear(rules, known, fired, clinic_open)
    fired.sort(key=lambda entry: -entry.level.rank)
    if fired[0].level is Level.EMERGENCY:  # nothing is called expected beside an emergency (ruling)
        fired = [entry for entry in fired if entry.level is not Level.SELF_CARE]
    return _answer(rules, known, fired)


def read_sites_given(rules: RuleSet, sites: Sequence[str]) -> tuple[str, ...]:
    """The sites as the rules call them; "knee" is a joint. Raises `TriageInput` for a word that is none of them."""
    if isinstance(sites, (str, bytes)) or not isinstance(sites, Sequence) or len(sites) > 50:
        raise TriageInput("not-a-list", "The sites are not a list.", 'Write for instance ["knee", "joint"].', "sites")
    found: list[str] = []
    for site in sites:
        word = " ".join(site.casefold().replace("-", " ").replace("_", " ").split()) if isinstance(site, str) else ""
        meant = [name for name, words in rules.site_words.items() if word == name.replace("_", " ")]
        meant = meant or [name for name, words in rules.site_words.items() if word in words]
        if not meant:
            said = f'"{site[:40]}" is not a site' if isinstance(site, str) else "A site is not a word"
            raise TriageInput(
                "unknown-site",
                f"{said} that the rules know.",
                f"Use: {', '.join(rules.sites)}; an empty list where nobody knows.",
                "sites",
            )
        found += meant
    return tuple(dict.fromkeys(found))


def read_hours(given: Any) -> Decimal | None:
    """Hours since the injection; None where nobody knows. Raises `TriageInput`."""
    if given is None or (isinstance(given, str) and not given.strip()):
        return None
    problem = TriageInput(
        "hours",
        f"The hours since the injection are not a number from 0 to {MOST_HOURS}.",
        "Give the hours, 0 for during the injection, or null where nobody knows.",
        "hours_since_injection",
    )
    if isinstance(given, bool) or not isinstance(given, (int, float, str, Decimal)) or len(str(given)) > 40:
        raise problem
    try:
        hours = Decimal(str(given).strip())
    except ArithmeticError:
        raise problem from None
    if not hours.is_finite() or not 0 <= hours <= MOST_HOURS:
        raise problem
    return hours


def at_site(rule_sites: frozenset[str], sites: frozenset[str]) -> bool:
    """Whether something said of these sites applies; an unknown site counts as every site."""
    return not rule_sites or not sites or not rule_sites.isdisjoint(sites)


def _fire(rules: RuleSet, known: Known) -> tuple[Known, list[_Fired]]:
    """The warning rules first: whether there is a warning sign is what expected reactions ask about."""
    applying = [rule for rule in rules.rules if rule.id != UNCLEAR and at_site(rule.sites, known.sites)]
    fired = [_fired(rule, known) for rule in applying if not rule.expected and rule.when.truth(known.facts)]
    known = _with_warning(rules, known, warned=bool(fired))
    fired += [
        _fired(rule, known)
        for rule in applying
        if rule.expected and rule.hours.hold(known.hours) and rule.when.truth(known.facts)
    ]
    return known, fired


def _with_warning(rules: RuleSet, known: Known, warned: bool) -> Known:
    """No warning sign only when somebody said so, or when every question that is always asked was answered with no."""
    if warned:
        return replace(known, facts={**known.facts, "warning": "yes"})
    if "warning" in known.facts:
        return known
    core = [variable for variable in rules.variables.values() if variable.core]
    if all(variable.id in known.facts and not variable.reports(known.facts[variable.id]) for variable in core):
        return replace(
            known,
            facts={**known.facts, "warning": "no"},
            why={**known.why, "warning": "every warning sign that is always asked about was denied"},
        )
    return known


def _fired(rule: Rule, known: Known) -> _Fired:
    raised = rule.raised is not None and bool(rule.raised.when.truth(known.facts))
    level = rule.raised.level if raised and rule.raised is not None else rule.level
    grounds = dict.fromkeys(rule.when.grounds(known.facts))
    because = [_said(name, known) for name in grounds if name not in ("day", "hours", "trunk")]
    return _Fired(rule, level, (*because, *_where(rule, known), *_when(rule, known)))


def _said(name: str, known: Known) -> str:
    if name not in known.facts:
        return f"{name}: not answered"
    words = f"{name}: {_plain(known.facts[name])}"
    return f"{words} ({known.why[name]})" if name in known.why else words


def _plain(answer: Answer) -> str:
    if isinstance(answer, Decimal):
        return f"{answer.normalize():f}"
    return answer if isinstance(answer, str) else ", ".join(sorted(answer))


def _where(rule: Rule, known: Known) -> Iterator[str]:
    if rule.sites or "trunk" in rule.when.variables():
        at = sorted(rule.sites & known.sites) or sorted(known.sites)
        yield f"site: {', '.join(at)}" if at else "site not known: every site counts"


def _when(rule: Rule, known: Known) -> Iterator[str]:
    if known.hours is None:
        yield "hours since the injection not known"
        return
    inside = rule.hours.hold(known.hours)
    end = f"{rule.hours.low} to {rule.hours.high}" if rule.hours.high is not None else f"from {rule.hours.low} on"
    tail = "" if inside else ", which it need not keep to"
    unit = "hour" if known.hours == 1 else "hours"
    yield f"{_plain(known.hours)} {unit} since the injection (usual: {end}{tail})"


def _unclear(rules: RuleSet, known: Known, fired: Sequence[_Fired], clinic_open: bool) -> list[_Fired]:
    """T99: said to be unclear, not understood, nothing fired, or a sign that no fired rule rests on.

    Outside opening hours it is urgent care, but for a bare report of soreness or stiffness.
    """
    rule = rules.by_id[UNCLEAR]
    said = ["unclear: yes"] if rule.when.truth(known.facts) else []
    said += [f"{name}: the answer was not understood" for name in known.not_understood]
    reported = [name for name, answer in known.said.items() if rules.variables[name].reports(answer)]
    rested_on = _rested_on(fired, known) | set(rule.when.grounds(known.facts))
    left = [name for name in reported if name not in rested_on]
    alarming = bool(said or not reported or any(not rules.variables[name].expected for name in left))
    level = rule.level if clinic_open or not alarming else Level.URGENT_CARE
    worst = max((entry.level.rank for entry in fired), default=-1)
    if not fired or (left and worst < level.rank):
        said += [f"{name}: {_plain(known.facts[name])}, which no rule knows by itself" for name in left]
        said = said or ["no sign was reported that a rule knows"]
    if not said:
        return []
    return [_Fired(rule, level, (*said, "the clinic is closed") if level is not rule.level else tuple(said))]


def _rested_on(fired: Sequence[_Fired], known: Known) -> set[str]:
    return {_SOURCE_OF.get(name, name) for entry in fired for name in entry.rule.when.grounds(known.facts)}


def _answer(rules: RuleSet, known: Known, fired: Sequence[_Fired]) -> Triage:
    worst = fired[0].level
    return Triage(
        worst_level=worst,
        fired=tuple(entry.rule.id for entry in fired),
        missing=_missing(rules, known, fired, worst),
        reasons=tuple(_finding(entry) for entry in fired),
        action=fired[0].rule.patient_action,
        watch_for=_together(entry.rule.watch_for for entry in fired),
        do_not=_together(entry.rule.do_not for entry in fired),
        not_understood=known.not_understood,
        unknown=known.unknown,
        levels=MappingProxyType({entry.rule.id: entry.level for entry in fired}),
    )


def _together(lists: Iterator[tuple[str, ...]] | Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(entry for several in lists for entry in several))


def _finding(entry: _Fired) -> Finding:
    rule = entry.rule
    return Finding(
        code=rule.id,
        level=entry.level.value,
        says=f"{rule.symptom}. Think of: {rule.think_of}.",
        remedy=rule.clinic_action,
        to_patient=rule.for_patient,
        remedy_for_patient=rule.patient_action,
        because=entry.because,
        sources=rule.sources,
        version=rule.version,
        unverified=rule.unverified,
    )


def _missing(rules: RuleSet, known: Known, fired: Sequence[_Fired], worst: Level) -> tuple[str, ...]:
    """What could still raise the level, and what was counted as yes because it was skipped, in the order of asking."""
    names = set(open_variables(rules, known, above=worst.rank)) | set(known.counted_as_yes) | set(known.not_understood)
    serious = known.facts.get("new_weakness") == "serious" and known.facts["trunk"] == "no"
    if serious and known.hours is not None and known.hours <= rules.numbers["anaesthetic_gone_hours"]:
        names |= {name for name in _WEAKNESS_QUESTIONS if name not in known.facts}
    if any(entry.rule.id == "T54" for entry in fired):
        names.add("steroid")
    asked = tuple(name for name in rules.variables if name in names)
    about_the_visit = (("sites",) if not known.sites else ()) + (
        ("hours_since_injection",) if known.hours is None else ()
    )
    return about_the_visit + asked


def open_variables(rules: RuleSet, known: Known, above: int) -> Iterator[str]:
    """The unanswered variables that a rule above this rank still waits for, and that would be asked now."""
    for rule in rules.rules:
        if rule.level.rank > above and at_site(rule.sites, known.sites) and not rule.when.truth(known.facts):
            for name in rule.when.open(known.facts):
                variable = rules.variables.get(_SOURCE_OF.get(name, name))
                if variable is not None and variable.id not in known.said and is_asked(variable, known):
                    yield variable.id


def is_asked(variable: Variable, known: Known) -> bool:
    """Whether the patient would be asked now."""
    return (
        variable.said_by == "patient"
        and at_site(variable.sites, known.sites)
        and (variable.ask_when is None or bool(variable.ask_when.truth(known.facts)))
    )
