"""The candidacy rules, read from `knowledge/candidacy` and checked word by word.

A clinic may keep its own copy of the folder: `load(folder)` reads that one in the same way.
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from importlib.resources.abc import Traversable

from enthesis import knowledge
from enthesis.knowledge import edition
from enthesis.pathway.candidacy.condition_reader import ConditionReader
from enthesis.pathway.candidacy.conditions import Condition
from enthesis.pathway.candidacy.files import Entry, read_file
from enthesis.pathway.candidacy.ladders import Urgency, Verdict
from enthesis.pathway.candidacy.model import ANY_REGION, Contradiction, Page, Question, Region, Rule, RuleSet
from enthesis.pathway.candidacy.problems import RulesUnreadable
from enthesis.pathway.candidacy.question_reader import read_question
from enthesis.pathway.candidacy.rule_reader import RuleReader
from enthesis.pathway.finding import Finding
from enthesis.pathway.numbers import shared

RULE_FILES = (
    "red_flags.yaml",
    "contraindications.yaml",
    "prior_care.yaml",
    "indications.yaml",
    "alternatives.yaml",
    "consent.yaml",
)
_HEADER = ("id", "version", "status", "review")


@cache
def shipped() -> RuleSet:
    """The rules that come with the programme. Read once."""
    return load(knowledge.path("candidacy"))


def load(folder: Traversable, numbers: Mapping[str, Decimal] | None = None) -> RuleSet:
    """The rules in a folder. `numbers` are those that they may name; those of `knowledge/numbers.yaml` where left out.

    Raises `RulesUnreadable`, naming file and rule, for anything that is not in order: an unknown variable, word or
    operator, a key that no one reads, a rule that is there twice, a text that is missing.
    """
    numbers = shared() if numbers is None else numbers
    drugs = read_file(folder, "drugs.yaml", (*_HEADER, "classes", "ingredients"))
    regions = _regions(folder)
    version, pages, questions, raw_questions = _questions(folder, regions)
    reader = ConditionReader(
        questions=questions,
        drug_classes=frozenset(drugs.mapping("classes")),
        ingredients=frozenset(drugs.mapping("ingredients")),
        numbers=numbers,
    )
    asked_when: dict[str, Condition] = {}
    for variable, entry in raw_questions.items():
        if entry.has("asked_when"):
            asked_when[variable] = reader.read(entry.raw["asked_when"], entry.where)
    for entry in read_file(folder, "terms.yaml", (*_HEADER, "terms")).entries("terms", "term"):
        entry.allow("term", "means", "when", "ruling")
        reader.terms[entry.text("term")] = reader.read(entry.raw.get("when"), entry.where)
    rules = _rules(folder, reader, regions)
    contradictions = tuple(_contradictions(folder, reader))
    complete = _with_regions(questions, asked_when, rules)
    return RuleSet(
        version=version,
        rules=rules,
        questions=complete,
        pages=pages,
        regions=regions,
        contradictions=contradictions,
        summaries=_summaries(folder),
        drug_names=_drug_names(drugs, numbers),
        drug_classes={
            word: name for name, words in drugs.mapping("classes").items() for word in (name, *map(str, words or ()))
        },
        gated=tuple(question for question in complete.values() if question.asked_when),
        groups=frozenset(variable.split(".")[0] for variable in complete if "." in variable),
    )


def _regions(folder: Traversable) -> Mapping[str, Region]:
    found: dict[str, Region] = {}
    for entry in read_file(folder, "regions.yaml", (*_HEADER, "regions")).entries("regions", "region"):
        entry.allow("region", "title", "for_patient", "joint", "typed")
        name = entry.text("region")
        entry.once(name, found)
        found[name] = Region(
            name, entry.text("title"), entry.text("for_patient"), entry.flag("joint"), entry.words("typed")
        )
    return found


def _questions(
    folder: Traversable, regions: Mapping[str, Region]
) -> tuple[str, tuple[Page, ...], dict[str, Question], dict[str, Entry]]:
    file = read_file(folder, "questions.yaml", (*_HEADER, "pages", "questions"))
    pages = []
    for entry in file.entries("pages", "page"):
        entry.allow("page", "title")
        pages.append(Page(entry.text("page"), entry.text("title")))
    names = [page.name for page in pages]
    questions: dict[str, Question] = {}
    entries: dict[str, Entry] = {}
    for place, entry in enumerate(file.entries("questions", "variable")):
        question = read_question(entry, place, names, regions)
        entry.once(question.variable, questions)
        questions[question.variable], entries[question.variable] = question, entry
    for question in questions.values():
        for choice in question.choices:
            for variable, word in choice.also_answers:
                if variable not in questions or word not in [c.value for c in questions[variable].choices]:
                    raise RulesUnreadable(
                        entries[question.variable].where,
                        f'"{choice.value}" also answers {variable}: {word}, which no question has.',
                        "Name a question of this file and one of its choices.",
                    )
    return _edition(file), tuple(pages), questions, entries


def _edition(file: Entry) -> str:
    """The version that what a file says is told under."""
    return edition(file.text("version"), "candidacy", "numbers.yaml")


def _rules(folder: Traversable, conditions: ConditionReader, regions: Mapping[str, Region]) -> tuple[Rule, ...]:
    found: dict[str, Rule] = {}
    for name in RULE_FILES:
        file = read_file(folder, name, (*_HEADER, "rules"))
        reader = RuleReader(conditions, regions, _edition(file))
        for entry in file.entries("rules", "id"):
            rule = reader.read(entry)
            entry.once(rule.id, found)
            found[rule.id] = rule
    return tuple(found.values())


def _with_regions(
    questions: Mapping[str, Question], asked_when: Mapping[str, Condition], rules: tuple[Rule, ...]
) -> Mapping[str, Question]:
    """Whom a question is asked follows from the rules that it decides, so that nobody writes it twice."""
    asked: dict[str, set[str]] = {}
    for rule in rules:
        for variable in frozenset[str]().union(*(grade.looks_at for grade in rule.grades)):
            asked.setdefault(variable, set()).update(rule.regions, rule.asked_also)
    for variable, condition in asked_when.items():  # whoever is asked the one has to be asked what it hangs on
        for other in condition.variables():
            asked.setdefault(other, set()).update(asked.get(variable, ()))
    return {
        variable: replace(
            question,
            regions=(ANY_REGION,) if ANY_REGION in (where := asked.get(variable, set())) else tuple(sorted(where)),
            asked_when=asked_when.get(variable),
        )
        for variable, question in questions.items()
    }


def _contradictions(folder: Traversable, reader: ConditionReader) -> list[Contradiction]:
    found = []
    file = read_file(folder, "contradictions.yaml", (*_HEADER, "contradictions"))
    version = _edition(file)
    for entry in file.entries("contradictions", "between"):
        entry.allow("between", "when", "says", "remedy", "to_patient", "sources")
        pair = entry.words("between")
        if len(pair) != 2:
            raise RulesUnreadable(entry.where, '"between" does not name two answers.', "Name both, as [a, b].")
        finding = Finding(
            code=f"contradiction-{pair[0]}-{pair[1]}".replace("_", "-"),
            level=Verdict.DISCUSS,
            says=entry.text("says"),
            remedy=entry.text("remedy"),
            to_patient=entry.text("to_patient"),
            sources=entry.words("sources"),
            field=pair[0],
            version=version,
        )
        found.append(Contradiction((pair[0], pair[1]), reader.read(entry.raw.get("when"), entry.where), finding))
    return found


def _summaries(folder: Traversable) -> Mapping[str, Finding]:
    found: dict[str, Finding] = {}
    file = read_file(folder, "verdicts.yaml", (*_HEADER, "verdicts"))
    version = _edition(file)
    for entry in file.entries("verdicts", "verdict"):
        entry.allow("verdict", "urgency", "says", "remedy", "to_patient", "patient_does")
        verdict = entry.choice("verdict", Verdict)
        urgency = entry.choice("urgency", Urgency) if entry.has("urgency") else None
        code = f"{verdict}-{urgency}" if urgency else str(verdict)
        entry.once(code, found)
        found[code] = Finding(
            code=code,
            level=verdict,
            says=entry.text("says"),
            remedy=entry.text("remedy"),
            to_patient=entry.text("to_patient"),
            remedy_for_patient=entry.text("patient_does"),
            version=version,
        )
    needed = {str(verdict) for verdict in Verdict}
    if not needed <= set(found):
        raise RulesUnreadable("verdicts.yaml", f"No words for {', '.join(sorted(needed - set(found)))}.", "Add them.")
    return found


def _drug_names(drugs: Entry, numbers: Mapping[str, Decimal]) -> Mapping[str, tuple[str, Decimal | None]]:
    names: dict[str, tuple[str, Decimal | None]] = {}
    for ingredient, raw in drugs.mapping("ingredients").items():
        entry = Entry(raw, f"{drugs.where}, {ingredient}")
        entry.allow("names", "low_dose_names", "low_dose_mg_at_most")
        for name in entry.words("names"):
            names[name] = (ingredient, None)
        for name in entry.words("low_dose_names"):
            names[name] = (ingredient, entry.number("low_dose_mg_at_most", numbers))
    return names
