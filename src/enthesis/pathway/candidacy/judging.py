"""From answers to a screening: the order of evaluation and the rulings on it. Values in, values out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from enthesis.pathway.candidacy.answers import Answers
from enthesis.pathway.candidacy.ladders import Outcome, Stage, Urgency, Verdict, most_urgent, strictest
from enthesis.pathway.candidacy.library import shipped
from enthesis.pathway.candidacy.model import ANY_REGION, Grade, Rule, RuleSet
from enthesis.pathway.candidacy.reading import read_answers
from enthesis.pathway.candidacy.screening import Reason, RegionScreening, Screening
from enthesis.pathway.candidacy.truth import Truth
from enthesis.pathway.finding import Finding

CONDITION, REGIONS = "condition", "regions"


def screen(
    answers: Mapping[str, Any],
    regions: object = (),
    sex: object = None,
    *,
    stage: Stage = Stage.EVALUATION,
    rules: RuleSet | None = None,
) -> Screening:
    """Whether this person may be a candidate, why, and what is not known.

    `answers` is keyed by the variables of `knowledge/candidacy/questions.yaml`; absent or null is not answered.
    `regions` is what the person came with. `stage` is how far the person has come: what a later stage asks does not
    hold this one back. The class of a drug is looked up by its name where the list does not say it.

    Raises `BadAnswer` for a value that cannot be an answer to its question.
    """
    rules = rules or shipped()
    return judge(rules, read_answers(rules, answers, regions, sex), stage)


def judge(rules: RuleSet, answers: Answers, stage: Stage = Stage.EVALUATION) -> Screening:
    """The screening of answers that have been read."""
    tally = _Tally(rules, answers, stage)
    for rule in rules.rules:
        tally.weigh(rule)
    tally.require_a_problem()
    return tally.result()


@dataclass(slots=True)
class _Side:
    """What has been found for one region, or for the person where no region was named."""

    verdict: Verdict = Verdict.ELIGIBLE
    urgency: Urgency = Urgency.NONE
    fired: list[str] = field(default_factory=list)
    missing: dict[str, None] = field(default_factory=dict)  # in the order in which they were found

    def hear(self, rule: str, outcome: Outcome, urgency: Urgency) -> None:
        self.verdict = strictest(self.verdict, outcome.verdict)
        self.urgency = most_urgent(self.urgency, urgency)
        self.fired.append(rule)


@dataclass(slots=True)
class _Tally:
    """Weighs rule after rule. The order of the rules decides the order of the lists and nothing else."""

    rules: RuleSet
    answers: Answers
    stage: Stage
    sides: dict[str, _Side] = field(default_factory=dict)
    fired: dict[str, None] = field(default_factory=dict)
    reasons: list[Reason] = field(default_factory=list)
    held_back_by: dict[str, dict[str, Verdict]] = field(default_factory=dict)  # variable -> rule -> what it counts as
    open: dict[str, None] = field(default_factory=dict)
    later: dict[str, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.sides = {region: _Side() for region in self.answers.regions or ("",)}

    def weigh(self, rule: Rule) -> None:
        own = self._own_regions(rule)
        if rule.only_in_region and not own:
            return
        speaks_to = own or tuple(self.sides)  # an answer that speaks for itself counts whatever the person came for
        for region, answers in self._views(rule, speaks_to):
            speaks: Grade | None = None
            for grade in rule.grades:
                truth = grade.when.truth(answers)
                if truth and (speaks is None or _graver(grade) > _graver(speaks)):
                    speaks = grade
                if truth is not False and (variables := grade.still_asks(answers, truth)):
                    self._note_what_is_open(rule, grade, truth, variables, region if own else ())
            if speaks:
                self._fire(rule, speaks, answers, region)

    def _own_regions(self, rule: Rule) -> tuple[str, ...]:
        if ANY_REGION in rule.regions:
            return tuple(self.sides)
        return tuple(region for region in self.sides if region in rule.regions)

    def _views(self, rule: Rule, regions: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Answers]]:
        """The answers that the rule looks at, once for all regions, or region by region where they differ."""
        differs = self.answers.by_region and any(
            variable in own
            for own in self.answers.by_region.values()
            for grade in rule.grades
            for variable in grade.looks_at
        )
        if not differs:
            yield regions, self.answers
            return
        for region in regions:
            yield (region,), self.answers.at(region)

    def _fire(self, rule: Rule, grade: Grade, answers: Answers, regions: tuple[str, ...]) -> None:
        self.fired[rule.id] = None
        for region in regions:
            self.sides[region].hear(rule.id, grade.outcome, grade.urgency)
        facts = grade.when.facts(answers)
        for because in [(fact,) for fact in facts] if rule.line_per_drug and facts else [facts]:
            self.reasons.append(
                Reason(
                    rule=rule.id,
                    kind=rule.kind,
                    stage=rule.stage,
                    outcome=grade.outcome,
                    urgency=grade.urgency,
                    finding=replace(grade.finding, because=because) if because else grade.finding,
                    regions=tuple(region for region in regions if region),
                    would_change=rule.would_change,
                    ruling=rule.ruling,
                )
            )

    def _note_what_is_open(
        self, rule: Rule, grade: Grade, truth: Truth, variables: frozenset[str], own: tuple[str, ...]
    ) -> None:
        """A safety question that was not answered counts as `not_yet`, or as its own rule if that is milder."""
        if not own and rule.asked_also.isdisjoint((*self.sides, ANY_REGION)):
            return
        is_due = rule.stage.step <= self.stage.step
        if is_due and own and rule.is_safety and truth is None:
            counts_as = min(Verdict.NOT_YET, grade.outcome.verdict, key=lambda verdict: verdict.strictness)
            for variable in variables:
                by_rule = self.held_back_by.setdefault(variable, {})
                by_rule[rule.id] = strictest(by_rule.get(rule.id, Verdict.ELIGIBLE), counts_as)
            for region in own:
                side = self.sides[region]
                side.verdict = strictest(side.verdict, counts_as)
                side.missing.update(dict.fromkeys(variables))
        for variable in variables:
            question = self.rules.questions.get(variable)
            if question is not None and not question.asked:
                continue
            is_now = is_due and (question is None or question.stage.step <= self.stage.step)
            (self.open if is_now else self.later)[variable] = None

    def require_a_problem(self) -> None:
        """Without a problem that could be treated there is nothing to be a candidate for (rulings.md, candidacy 11)."""
        said = self.answers.said.get(CONDITION)
        words = said if isinstance(said, tuple) else ()
        choices = {choice.value: choice.regions for choice in self.rules.questions[CONDITION].choices}
        for region, side in self.sides.items():
            if region and any(not choices.get(str(word)) or region in choices[str(word)] for word in words):
                continue
            side.verdict = strictest(side.verdict, Verdict.NOT_YET)
            for lacking in [REGIONS] * (not region) + [CONDITION] * (not words or bool(region)):
                side.missing[lacking] = None
                self.held_back_by.setdefault(lacking, {})[""] = Verdict.NOT_YET

    def result(self) -> Screening:
        verdict = strictest(*(side.verdict for side in self.sides.values()))
        urgency = most_urgent(*(side.urgency for side in self.sides.values()))
        self._ask_first_what_others_hang_on()
        safety = _in_order(self.rules, self.held_back_by)
        puzzles = [each for each in self.rules.contradictions if each.when.truth(self.answers) is True]
        return Screening(
            verdict=verdict,
            worst_urgency=urgency,
            fired=tuple(self.fired),
            missing=(*safety, *_in_order(self.rules, self.open.keys() - self.held_back_by.keys())),
            missing_safety=safety,
            later=_in_order(self.rules, self.later.keys() - self.open.keys() - self.held_back_by.keys()),
            contradictions=tuple(each.pair for each in puzzles),
            by_region={region: self._region(side) for region, side in self.sides.items() if region},
            reasons=tuple(sorted(self.reasons, key=_gravest_first)),
            unanswered=tuple(self._unanswered(variable) for variable in safety),
            puzzles=tuple(replace(each.finding, because=each.when.facts(self.answers)) for each in puzzles),
            summary=self.rules.summaries.get(f"{verdict}-{urgency}") or self.rules.summaries[verdict],
            stage=self.stage,
            version=self.rules.version,
            unknown=self.answers.unknown,
        )

    def _ask_first_what_others_hang_on(self) -> None:
        """Whether a question makes sense may hang on another that was not answered: that one is missing too."""
        for variable in (*self.held_back_by, *self.open):
            question = self.rules.questions.get(variable)
            if question is not None and question.asked_when is not None:
                self.open.update(dict.fromkeys(question.asked_when.open(self.answers)))

    def _region(self, side: _Side) -> RegionScreening:
        return RegionScreening(
            side.verdict, side.urgency, tuple(dict.fromkeys(side.fired)), _in_order(self.rules, side.missing)
        )

    def _unanswered(self, variable: str) -> Finding:
        questions = self.rules.questions
        parts = [variable] if variable in questions else [name for name in questions if name.startswith(f"{variable}.")]
        by_rule = {
            rule: counts_as for part in parts or [variable] for rule, counts_as in self.held_back_by[part].items()
        }
        asks = " ".join(questions[part].text for part in parts)
        return Finding(
            code="not-answered",
            level=strictest(*by_rule.values()),
            says=f'Not answered: "{asks or variable}"',
            remedy="Ask it before going on; no answer is not taken for a no.",
            to_patient=asks,
            because=tuple(f"{rule} needs it" for rule in by_rule if rule),
            sources=("ruling",),
            field=variable,
            version=self.rules.version,
        )


def _graver(grade: Grade) -> tuple[int, int]:
    return grade.outcome.verdict.strictness, grade.urgency.rank


def _gravest_first(reason: Reason) -> tuple[int, int, int]:
    return -reason.outcome.verdict.strictness, -reason.urgency.rank, reason.kind.place


def _in_order(rules: RuleSet, variables: Iterable[str]) -> tuple[str, ...]:
    """In the order of the questionnaire; what no question asks comes last. `ottawa.*` is named by its group if all of
    the group is open."""
    found = set(variables)
    for group in {name.split(".")[0] for name in found if "." in name and not name.startswith("meds")}:
        parts = {name for name in rules.questions if name.startswith(f"{group}.")}
        if parts <= found:
            found = found - parts | {group}
    return tuple(sorted(found, key=lambda name: (_place(rules, name), name)))


def _place(rules: RuleSet, name: str) -> int:
    question = rules.questions.get(name)
    if question is not None:
        return question.place
    return min((each.place for each in rules.questions.values() if each.variable.startswith(f"{name}.")), default=10**6)
