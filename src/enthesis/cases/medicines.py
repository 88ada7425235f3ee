"""The medicines of a case: what each means for a course, and what candidacy is told of them."""

from collections.abc import Iterator, Sequence
from typing import Any

from enthesis.pathway.finding import NOTE, Finding
from enthesis.pathway.medications import Hold, Mention, Remark, Status, look_up, review

ASK_LEVEL = "ask"
LONGEST_NAME = 200  # of a drug, in characters, as candidacy reads it
_FOR_OTHERS = ("bleeding-guidance", "form-not-stated")  # of the look-up: for the day of an injection
# HOUSE: what in a history is asked for again, since a needle meets it if it is still taken.
_RISKY = ("anticoagulant", "antiplatelet", "immunosuppressant")


def takes_none(texts: Sequence[str]) -> bool:
    """Whether the case plainly says that nothing is taken."""
    mentions = [mention for text in texts if text.strip() for mention in look_up(text).mentions]
    return bool(mentions) and all(mention.status is Status.NONE for mention in mentions)


def as_answers(texts: Sequence[str]) -> list[dict[str, Any]] | None:
    """The medicines for candidacy, several in one text apart; None where nothing is told that is taken.

    A drug told as not taken is none. One told as stopped counts: only its prescriber may have stopped it.
    """
    if takes_none(texts):
        return []
    found = [entry for text in texts if text.strip() for entry in _entries(" ".join(text.split()))]
    return found or None


def _entries(text: str) -> Iterator[dict[str, Any]]:
    mentions = look_up(text).mentions
    counted = [mention for mention in mentions if mention.status is not Status.NONE and not _denied(mention)]
    plain = len(counted) == len(mentions) and all(mention.is_taken for mention in counted)
    if plain and len(text) <= LONGEST_NAME:
        yield {"med": text}  # candidacy takes the drugs of one text apart
        return
    for mention in counted:
        name = mention.drug.id if mention.drug else mention.typed
        yield {"med": name[:LONGEST_NAME], "med_class": mention.classes[0] if len(mention.classes) == 1 else None}


def _denied(mention: Mention) -> bool:
    """Whether it is plainly told as not taken; words beside it that were not understood leave it open."""
    return bool(mention.remarks & {Remark.NOT_TAKEN, Remark.ALLERGY}) and not mention.unread


def drug_findings(texts: Sequence[str], holds: Sequence[Hold] = ()) -> tuple[list[Finding], tuple[str, ...]]:
    """What each drug means for a course, and the names of those that only a prescriber may stop.

    Those come first; `holds` are the pauses that the protocol states. A drug of which only its prescriber decides is
    never told as one to stop.
    """
    first: list[Finding] = []
    then: list[Finding] = []
    only: list[str] = []
    for answer in review([text for text in texts if text.strip()], (), holds=holds):
        mention = answer.mention
        if mention.status is Status.NONE:
            then.append(_note("takes-none", f'"{mention.typed}": the case says that nothing is taken.'))
        elif mention.prescriber_only and not _denied(mention):
            label = mention.drug.name if mention.drug else "aspirin" if mention.is_aspirin else mention.typed
            only.append(label)
            # What the patient is told is the look-up's: whoever has stopped is not told to go on taking it.
            to_patient = next((finding.to_patient for finding in answer.findings if finding.to_patient), "")
            first += _of_its_prescriber(mention, label, to_patient)
        elif mention.status in (Status.UNKNOWN, Status.NOT_LISTED):
            says = f'"{mention.typed}" is not in the list of medicines.'
            then.append(_note("drug-unknown", says, "A person looks it up before anything is said about it."))
        else:
            then += [finding for finding in answer.findings if finding.code not in _FOR_OTHERS]
    return [*first, *then], tuple(dict.fromkeys(only))


def _of_its_prescriber(mention: Mention, label: str, to_patient: str) -> Iterator[Finding]:
    yield Finding(
        code="prescriber-only",
        level=NOTE,
        says=f"{label} ({_class_of(mention)}): only its prescriber may change it.",
        remedy="Speak to the prescriber before booking; never shown to the patient as one to stop.",
        to_patient=to_patient,
        sources=("HOUSE",),
    )
    if Remark.STOPPED in mention.remarks:
        yield Finding(
            code="told-as-stopped",
            level=ASK_LEVEL,
            says=f'{label} is told as stopped: "{mention.typed:.120}".',
            remedy="Ask whether its prescriber agreed, and since when it is taken again or not; nothing is stopped or"
            " begun again on this record's word.",
            sources=("HOUSE",),
        )


def _class_of(mention: Mention) -> str:
    if mention.is_aspirin:
        return "preventive or for pain: dose and reason are not told, and until then it counts as preventive"
    classes = mention.classes or tuple(dict.fromkeys(each.drug_class for each in mention.candidates))
    if not classes and mention.suspect:
        return f"its name sounds like that of an {mention.suspect}".replace("_", " ")
    return " or ".join(classes).replace("_", " ") or "class not known"


def told_elsewhere(history: Sequence[str], medications: Sequence[str]) -> Iterator[Finding]:
    """A drug that only its prescriber may stop and that the history names, not the list of medicines."""
    listed = {drug.id for text in medications for drug in look_up(text).drugs}
    for text in history:
        for mention in look_up(text).mentions:
            drug = mention.drug
            if (
                drug is None
                or drug.id in listed
                or drug.drug_class not in _RISKY
                or mention.status is not Status.MATCHED
            ):
                continue
            if Remark.NOT_TAKEN in mention.remarks or Remark.CORRECTED in mention.remarks:
                continue
            listed.add(drug.id)
            yield Finding(
                code="drug-in-the-history",
                level=ASK_LEVEL,
                says=f'The history names {drug.name} ({drug.drug_class.replace("_", " ")}): "{text:.120}". It is not'
                " among the medicines.",
                remedy="Ask what is taken now; only its prescriber may change it.",
                sources=("HOUSE",),
            )


def _note(code: str, says: str, remedy: str = "") -> Finding:
    return Finding(code=code, level=NOTE, says=says, remedy=remedy, sources=("HOUSE",))
