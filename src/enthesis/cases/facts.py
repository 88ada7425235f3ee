"""What a case plainly answers of the candidacy rules, and what its own story makes urgent to ask."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from enthesis.cases import words
from enthesis.cases.case import Case, UnreadableCase
from enthesis.cases.medicines import ASK_LEVEL, as_answers
from enthesis.cases.scales import figure_in, scale_of
from enthesis.cases.scores import scores_beside
from enthesis.cases.sessions import sites_told
from enthesis.cases.words import side_in
from enthesis.pathway.candidacy import BadAnswer, Screening, Stage, screen
from enthesis.pathway.candidacy import shipped as shipped_rules
from enthesis.pathway.finding import NOTE, Finding
from enthesis.pathway.triage.words import read_sites

NEAR_LUNG_OR_CORD = ("neck", "thoracic", "rib")
HIGHEST_PAIN = 10  # of the scale from 0 to 10; a figure above it was taken on another scale


def screening(case: Case, stage: Stage = Stage.EVALUATION) -> Screening:
    """The candidacy of a case from what it tells. What it does not tell stays unanswered, never "no".

    An age told as a span counts where its youngest and its oldest year get the same answer. Raises `UnreadableCase`
    where a drug or a figure is told in a way that cannot be one.
    """
    answers = answers_of(case)
    if case.age_span is None:
        return _screened(case, answers, stage)
    youngest, oldest = (_screened(case, {**answers, "age": age}, stage) for age in case.age_span)
    if [reason.rule for reason in youngest.reasons] == [reason.rule for reason in oldest.reasons]:
        return oldest
    return _screened(case, answers, stage)


def _screened(case: Case, answers: Mapping[str, Any], stage: Stage) -> Screening:
    region = words.first("regions", "region", [case.condition])
    try:
        return screen(answers, [region] if region else ["other"], case.sex or None, stage=stage)
    except BadAnswer as problem:
        raise UnreadableCase(f"{problem.field}: {problem.says}", problem.remedy, problem.field) from None


def answers_of(case: Case) -> dict[str, Any]:
    """What the case's own words answer of the candidacy questions."""
    known = set(shipped_rules().questions)
    return {name: value for name, value in _told(case).items() if name in known or name == "meds"}


def _told(case: Case) -> dict[str, Any]:
    """Every fact that the case's own words plainly answer."""
    answers: dict[str, Any] = {}
    where = {
        "prior_care": case.prior_care,
        "history": case.history,
        "condition": (case.condition,),
        "medications": case.medications,
    }
    for entry in words.vocabulary()["answers"]:
        texts = [text for name in entry.means["in"] for text in where[name]]
        if any(_answers(entry, text, case) for text in texts):
            answers[str(entry.means["variable"])] = entry.means["value"]
    conditions = words.every("conditions", "condition", [case.condition])
    is_open = any(entry.said_in(case.condition) for entry in words.vocabulary()["conditions_open"])
    if conditions or not is_open:
        answers["condition"] = conditions or ["other"]
    if case.age is not None:
        answers["age"] = case.age
    meds = as_answers(case.medications)
    if meds is not None:
        answers["meds"] = meds
    pain = first_pain(case)
    if pain is not None:
        answers["nrs"] = pain
    injected = [text for event in case.events if event.what == "injection" for text in sites_told(event.details)]
    sites = words.every("higher_risk", "site", [case.condition, *injected])
    sites += [site for text in injected for site in read_sites(text) if site in NEAR_LUNG_OR_CORD]
    if sites:
        answers["site"] = list(dict.fromkeys(sites))
    return answers


def _answers(entry: words.Entry, text: str, case: Case) -> bool:
    """Whether a text plainly gives the answer of a line: of this patient, and at this site where the line asks it."""
    low = text.lower()
    if not entry.said_in(text) or any(word in low for word in entry.means.get("unless", ())):
        return False
    if any(relative.said_in(text) for relative in words.vocabulary()["not_the_patient"]):
        return False
    if entry.means.get("at") != "site":
        return True
    side = side_in(text)
    same = words.first("regions", "region", [text]) == words.first("regions", "region", [case.condition])
    return same and (not side or not case.side or "both" in (side, case.side) or side == case.side)


def told_answers(case: Case) -> list[Finding]:
    """Which answers were taken from the case, so that a person can check the reading."""
    shown = {name: value for name, value in answers_of(case).items() if name != "meds"}
    said = "; ".join(f"{words.label_of(name)}: {_plainly(value)}" for name, value in shown.items())
    found = [
        Finding(
            code="answers-taken",
            level=NOTE,
            says=f"Taken from the case: {said}.",
            because=tuple(
                f"{name}: {', '.join(map(str, value)) if isinstance(value, list) else value}"
                for name, value in shown.items()
            ),
            sources=("HOUSE",),
        )
    ]
    besides = "; ".join(
        f"{words.label_of(name)}: {value}"
        for name, value in _told(case).items()
        if name not in shown and isinstance(value, str)
    )
    if besides:
        found.append(
            Finding(
                code="told-besides",
                level=NOTE,
                says=f"Told in the case too, and no candidacy question asks it: {besides}.",
                remedy="The clinician weighs it.",
                sources=("HOUSE",),
            )
        )
    return found


def _plainly(value: Any) -> str:
    return ", ".join(words.label_of(str(each)) for each in value) if isinstance(value, list) else str(value)


def of_the_side(case: Case) -> list[Finding]:
    """The side of a case and the side in its condition, where they contradict each other."""
    named = side_in(case.condition)
    if not case.told_side or not named or named == case.told_side:
        return []
    return [
        Finding(
            code="sides-differ",
            level=NOTE,
            says=f"The side is told as {case.told_side}, and the condition speaks of {named}.",
            remedy="Which of the two is meant must be asked before anything is injected.",
            sources=("HOUSE",),
        )
    ]


def first_pain(case: Case) -> Decimal | None:
    """The first pain figure from 0 to 10 before any injection, as one number; a range is none."""
    for event in case.events:
        if event.what == "injection":
            return None
        told = [event.details] if event.what == "score" else [details for _, details in scores_beside(event)]
        for details in told:
            pain = figure_in(details.get("value")).value
            if pain is not None and scale_of(details, case).instrument == "nrs_pain":
                return pain if 0 <= pain <= HIGHEST_PAIN else None
    return None


def to_ask(case: Case) -> list[Finding]:
    """Questions that this case's own story makes pressing, one finding a cause."""
    told = [case.condition, *case.history, *case.prior_care]
    told.extend(text for event in case.events[:3] for text in words.in_words(event.details))
    answered = _told(case)
    found: list[Finding] = []
    for entry in words.vocabulary()["ask"]:
        open_ones = [str(name) for name in entry.means["variables"] if name not in answered]
        if open_ones and any(entry.said_in(text) for text in told):
            asked = ", ".join(name.replace("_", " ") for name in open_ones)
            found.append(
                Finding(
                    code="must-be-asked",
                    level=ASK_LEVEL,
                    says=f"To be asked because of {entry.means['because']}: {asked}. The case does not say.",
                    remedy="Ask before the first injection; an open question is not a no.",
                    sources=("HOUSE",),
                )
            )
    return found
