"""What a screening starts from, and the answers so far: the page carries them, nobody stores them."""

import json
from collections.abc import Mapping
from typing import Any

from enthesis.pathway.candidacy import Stage, shipped
from enthesis.pathway.storable import why_none_storable
from enthesis.web.desk.plain import PlainForm
from enthesis.web.forms import fields
from enthesis.web.patient.questions import NOT_SURE, Ask, of_candidacy

LONGEST = 100_000  # signs of all answers together
_STAGES = {
    Stage.EVALUATION: "Pain evaluation, before a visit",
    Stage.CONSULTATION: "Consultation",
    Stage.DAY_OF_INJECTION: "Day of the injection",
}


class StartForm(PlainForm):
    """Where it hurts, and how far the person has come."""

    stage = fields.pick("How far has the person come?", [(stage.value, says) for stage, says in _STAGES.items()])

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"stage": Stage.EVALUATION.value})
        self.fields["regions"] = fields.several(
            "Where does it hurt?",
            [(region.name, _first_large(region.title)) for region in shipped().regions.values()],
            missing="Choose at least one place.",
        )

    @property
    def chosen(self) -> tuple[str, ...]:
        return tuple(self.cleaned_data["regions"])

    @property
    def at(self) -> Stage:
        return Stage(self.cleaned_data["stage"] or Stage.EVALUATION)

    @property
    def in_words(self) -> str:
        """What was chosen, on one line."""
        named = [shipped().regions[name].title for name in self.chosen]
        return f"{_first_large(', '.join(named))} · {_STAGES[self.at].lower()}"


def _first_large(words: str) -> str:
    return words[:1].upper() + words[1:]


def asks_at(stage: Stage) -> dict[str, Ask]:
    """Every question that may be asked up to a stage, by its variable."""
    return {
        question.variable: of_candidacy(question)
        for question in shipped().questions.values()
        if question.asked and question.stage.step <= stage.step
    }


def page_of(variable: str) -> str:
    """The page of the questionnaire on which a question stands."""
    question = shipped().questions.get(variable)
    return question.page if question else ""


def title_of(variable: str) -> str:
    pages = {each.name: each.title for each in shipped().pages}
    return pages.get(page_of(variable), "")


def carried(answers: Mapping[str, Any]) -> str:
    """The answers so far as the page carries them."""
    return json.dumps(answers, separators=(",", ":"))


def read_carried(text: str) -> dict[str, Any]:
    """The answers that a page carried; what cannot be one is left out, and the question is asked again."""
    try:
        found = json.loads(text[:LONGEST] or "{}")
    except (ValueError, RecursionError):
        return {}
    known = asks_at(Stage.DAY_OF_INJECTION)
    if not isinstance(found, dict):
        return {}
    return {name: said for name, said in found.items() if name in known and _can_be(known[name], said)}


def _can_be(ask: Ask, said: Any) -> bool:
    if said == NOT_SURE:
        return True
    if why_none_storable(said):
        return False
    if ask.kind == "several":
        return isinstance(said, list) and all(isinstance(each, str) for each in said)
    if ask.kind == "list":
        return isinstance(said, list) and all(
            isinstance(each, dict) and each.keys() == {"med"} and isinstance(each["med"], str) for each in said
        )
    return isinstance(said, str)
