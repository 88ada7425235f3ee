"""A list of drugs as typed, and the sessions of a course: what to say about each drug, and from when to when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from enthesis.pathway.finding import Finding
from enthesis.pathway.medications import answer
from enthesis.pathway.medications import holds as pauses
from enthesis.pathway.medications.agreement import Agreement, AgreementTask, task
from enthesis.pathway.medications.answer import Around
from enthesis.pathway.medications.aspirin import PREVENTIVE
from enthesis.pathway.medications.holds import Hold, HoldWindow, Session
from enthesis.pathway.medications.library import library
from enthesis.pathway.medications.look_up import look_up
from enthesis.pathway.medications.match import Mention, Remark, Status


@dataclass(frozen=True, kw_only=True, slots=True)
class DrugAnswer:
    """What the programme says about one drug of the list, or about words that it could not read."""

    position: int  # of the name in the list, from 0
    name: str  # as typed
    mention: Mention
    windows: tuple[HoldWindow, ...] = ()
    findings: tuple[Finding, ...] = ()
    task: AgreementTask | None = None

    @property
    def prescriber_only(self) -> bool | None:
        """Whether only the prescriber may pause it; None where the drug is not known."""
        return self.mention.prescriber_only

    @property
    def needs_person(self) -> bool:
        return self.mention.needs_person

    @property
    def patient_words(self) -> str:
        """Everything that a patient may read about it, each sentence once."""
        said = [sentence for one in self.findings for sentence in (one.to_patient, one.remedy_for_patient) if sentence]
        return " ".join(dict.fromkeys(said))

    def as_json(self) -> dict[str, Any]:
        """Plain values for a machine door."""
        mention = self.mention
        drug = mention.drug
        return {
            "name": self.name,
            "position": self.position,
            "match": drug.id if drug else None,
            "status": mention.status.value,
            "matched_by": mention.how or None,
            "words": mention.typed,
            "candidates": [one.id for one in mention.candidates],
            "class": mention.classes[0] if mention.classes else None,
            "classes": list(mention.classes),
            "codes": {
                "atc": list(drug.atc) if drug else [],
                "rxnorm": [drug.rxnorm] if drug and drug.rxnorm else [],
            },
            "product": mention.product.name if mention.product else None,
            "other_ingredients": list(mention.product.also) if mention.product else [],
            "prescriber_only": self.prescriber_only,
            "windows": [window.as_json() for window in self.windows],
            "patient_words": self.patient_words,
            "needs_person": self.needs_person,
            "task": self.task.as_json() if self.task else None,
            "findings": [dict(one.as_json()) for one in self.findings],
        }


def review(
    names: Sequence[str],
    sessions: Iterable[Session],
    country: str = "",
    holds: Sequence[Hold] = (),
    agreements: Sequence[Agreement] = (),
) -> list[DrugAnswer]:
    """Every drug of the list, in its order; a product or a sentence with several drugs gives one answer for each.

    `country` is "US" or "GB" and decides what a drug is called. A pause is never shown for a drug that only its
    prescriber may stop, whatever `holds` say; its task stays open until `agreements` name the prescriber.
    """
    days = tuple(sessions)
    return [
        _answer(position, name, mention, days, country, tuple(holds), tuple(agreements))
        for position, name in enumerate(names)
        for mention in look_up(name).mentions
    ]


def prescribers_first(names: Sequence[str]) -> tuple[str, ...]:
    """Those of a list whose prescriber has to be asked before a session: what `DrugListTaken.prescriber_only` holds."""
    found = [answer.name for answer in review(names, ()) if answer.task is not None and answer.task.blocks]
    return tuple(dict.fromkeys(found))


def _answer(
    position: int,
    name: str,
    mention: Mention,
    sessions: Sequence[Session],
    country: str,
    holds: Sequence[Hold],
    agreements: Sequence[Agreement],
) -> DrugAnswer:
    around = pause_around(mention, sessions, holds)
    todo = _task(mention, sessions, agreements)
    return DrugAnswer(
        position=position,
        name=name,
        mention=mention,
        windows=around.windows,
        findings=answer.findings(mention, country, around, todo, holds),
        task=todo,
    )


def pause_around(mention: Mention, sessions: Iterable[Session], holds: Sequence[Hold]) -> Around:
    """The pause that applies to a mention; none for a drug that is not the patient's to pause, or is not taken."""
    if not mention.is_taken or mention.prescriber_only:
        return Around()
    if mention.drug:
        if not mention.drug.may_be_paused:
            return Around()
        hold = pauses.set_for(mention.drug, holds)
        known = pauses.published().get(mention.drug.published_hold)
    elif mention.status is Status.CLASS and _may_be_paused(mention.classes):
        hold = pauses.set_for_class(mention.classes[0], holds)
        known = next((one for one in pauses.published().values() if mention.classes[0] in one.classes), None)
    else:
        return Around()
    return Around(hold, known, pauses.windows(hold, known, sessions))


def _may_be_paused(classes: Sequence[str]) -> bool:
    members = [drug for drug in library().drugs.values() if drug.drug_class in classes]
    return bool(members) and all(drug.may_be_paused for drug in members)


def _task(mention: Mention, sessions: Sequence[Session], agreements: Sequence[Agreement]) -> AgreementTask | None:
    if mention.remarks & {Remark.NOT_TAKEN, Remark.ALLERGY}:
        return None
    if mention.drug:
        partners = mention.product.drugs if mention.partner and mention.product else ()
        needs = library().classes[mention.drug.drug_class].needs_agreement or bool(partners)
        if not needs:
            return None
        return task(mention.drug, sessions, agreements, blocks=mention.drug.id != PREVENTIVE)
    classes = {*mention.classes, *(drug.drug_class for drug in mention.candidates), mention.suspect} - {""}
    if not any(library().classes[name].needs_agreement for name in classes):
        return None
    days = tuple(sorted({session.on for session in sessions if session.on and not session.is_cancelled}))
    return AgreementTask("", is_open=True, blocks=not mention.is_aspirin, sessions=days)
