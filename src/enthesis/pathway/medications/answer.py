"""What there is to say about one mention: the rule of its drug, then whatever else its words call for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from enthesis.pathway.finding import Finding
from enthesis.pathway.medications import advice
from enthesis.pathway.medications.agreement import REFUSED, AgreementTask
from enthesis.pathway.medications.drug import Action, Drug
from enthesis.pathway.medications.holds import Hold, HoldWindow, Published, spells
from enthesis.pathway.medications.library import library
from enthesis.pathway.medications.match import Mention, Remark, Status

_COUNTRIES = {"US": "the United States", "GB": "the United Kingdom"}


@dataclass(frozen=True, slots=True)
class Around:
    """The pause that applies to a mention: the setting, what is published, and the days."""

    hold: Hold | None = None
    known: Published | None = None
    windows: tuple[HoldWindow, ...] = ()


def findings(
    mention: Mention, country: str, around: Around, task: AgreementTask | None, holds: Sequence[Hold]
) -> tuple[Finding, ...]:
    """Everything to say, the drug's own rule first."""
    words = _words(mention, country, around)
    because = _because(mention)
    if mention.status is Status.NONE:
        return (advice.finding("unsure", "none", words),)
    found = [*_doubts(mention, words)]
    if mention.is_taken and (rule := _rule(mention, around, task, words, because)):
        found.insert(0, rule)
    found += _about_remarks(mention, words)
    if mention.unread:
        found.append(advice.finding("remarks", "unread", {"words": " ".join(mention.unread)}, because=because))
    if mention.drug:
        found += _about_drug(mention, mention.drug, country, holds, words)
    return tuple(found)


def _words(mention: Mention, country: str, around: Around) -> dict[str, str]:
    known, hold = around.known, around.hold
    return {
        "typed": mention.typed,
        "name": for_patient(mention, country),
        "drug": for_clinician(mention, country),
        "class": advice.listed([library().classes[name].title for name in mention.classes], "or"),
        "published": (known.in_words if known else "") or "no figure",
        "evidence": known.evidence if known else "",
        "set_by": hold.set_by if hold else "",
        "days": _days(hold),
        "spells": _spells(around),
        "candidates": advice.listed([one.called(country) for one in mention.candidates], "or"),
    }


def for_patient(mention: Mention, country: str) -> str:
    """What the patient calls it."""
    if mention.product:
        return mention.product.name
    if mention.drug is None:
        if len(mention.classes) > 1:
            return "your blood thinner"
        return f"your {library().classes[mention.classes[0]].for_patient}" if mention.classes else "this medicine"
    called = mention.drug.called(country)
    is_brand = mention.how == "brand name" and mention.written.casefold() != called.casefold()
    return f"{mention.written} ({called})" if is_brand else called


def for_clinician(mention: Mention, country: str) -> str:
    """Its name, or the words that were typed where it has none."""
    return mention.drug.called(country) if mention.drug else f"“{mention.typed}”"


def _days(hold: Hold | None) -> str:
    if hold is None:
        return ""
    sides = [
        f"{advice.days(number)} {side}"
        for side, number in (("before", hold.before_days), ("after", hold.after_days))
        if number
    ]
    return f"{' and '.join(sides)} each session" if sides else "no days"


def _spells(around: Around) -> str:
    stretches = [f"from {advice.on(days.first)} to {advice.on(days.last)}" for days in spells(around.windows)]
    said = advice.listed(stretches) if stretches else f"for {_days(around.hold).replace('session', 'injection')}"
    hold = around.hold
    if hold and (hold.before_days is None) != (hold.after_days is None):
        side = "before" if hold.before_days is None else "after"
        said += f" (the clinic will tell you about the days {side} an injection)"
    return said


def _because(mention: Mention) -> tuple[str, ...]:
    if mention.drug is None or not mention.how:
        return ()
    memory = ", from memory: check the pack" if mention.is_memory or mention.product else ""
    return (f"{mention.how} “{mention.written}”{memory}",)


def _rule(
    mention: Mention, around: Around, task: AgreementTask | None, words: dict[str, str], because: tuple[str, ...]
) -> Finding | None:
    """The rule of the drug, or of the class where only that is known."""
    if mention.drug is None:
        return _rule_of_class(mention, around, words) if mention.status is Status.CLASS else None
    drug = mention.drug
    known = around.known
    own_source = (around.hold.source,) if around.hold and around.hold.source else ()
    rule = advice.finding(
        "remarks" if mention.partner else "advice",
        "product_prescriber_only" if mention.partner else _heading(drug, mention, around),
        {**words, "partner": mention.partner},
        because=because,
        sources=(*drug.sources, *(known.keys if known else ()), *own_source),
        unverified=mention.is_memory or bool(mention.product),
        entries=(*mention.entries, *_from_memory(drug, drug.sources)),
    )
    return _after_agreement(rule, task, words)


def _rule_of_class(mention: Mention, around: Around, words: dict[str, str]) -> Finding:
    name = mention.classes[0]
    members = [drug for drug in library().drugs.values() if drug.drug_class == name]
    actions = {drug.action for drug in members}
    action = actions.pop() if len(actions) == 1 else Action.TELL_CLINIC
    if action is Action.PAUSE and _is_decided(around):
        return advice.finding("advice", "pause/none" if _is_no_pause(around) else "pause/set", words)
    strict = f"{action}/prescriber_only" if mention.prescriber_only else action.value
    keys = around.known.keys if around.known else ()
    return advice.finding("advice", advice.heading(f"{action}/{name}", strict, action.value), words, sources=keys)


def _heading(drug: Drug, mention: Mention, around: Around) -> str:
    action, name = drug.action.value, drug.drug_class
    if drug.action is Action.ALLOWED_ANALGESIC and mention.product:
        return advice.heading(f"{action}/product")
    if drug.may_be_paused and _is_decided(around):
        return "pause/none" if _is_no_pause(around) else advice.heading(f"pause/set/{name}", "pause/set")
    own = [drug.id, f"{action}/{name}"]
    if drug.prescriber_only:
        own.append(f"{action}/prescriber_only")
    elif drug.harms_if_stopped_suddenly:
        own.append(f"{action}/sudden")
    return advice.heading(*own, action)


def _is_decided(around: Around) -> bool:
    return bool(around.hold and (around.hold.before_days, around.hold.after_days) != (None, None))


def _is_no_pause(around: Around) -> bool:
    return bool(around.hold and not around.hold.before_days and not around.hold.after_days)


def _after_agreement(rule: Finding, task: AgreementTask | None, words: dict[str, str]) -> Finding:
    """Once the prescriber has spoken, the patient reads that instead."""
    if task is None or task.agreement is None or (task.is_open and task.agreement.agreed != REFUSED):
        return rule
    said = task.agreement
    when = f" on {advice.on(said.on)}" if said.on else ""
    spoken = advice.finding(
        "remarks",
        "refused" if said.agreed == REFUSED else "agreed",
        {**words, "prescriber": said.prescriber, "on": when, "agreed": said.agreed},
    )
    return replace(
        spoken,
        because=(*rule.because, rule.says),
        sources=rule.sources,
        unverified=rule.unverified,
        entries=rule.entries,
    )


def _from_memory(drug: Drug, sources: Sequence[str]) -> tuple[str, ...]:
    """The drug's own line, where what it says rests on memory."""
    return (f"medications/drugs:{drug.id}",) if "memory" in sources else ()


def _doubts(mention: Mention, words: dict[str, str]) -> list[Finding]:
    """What a person has to find out because no drug could be named with certainty."""
    headings = {
        Status.UNKNOWN: "unknown",
        Status.NOT_LISTED: "not_listed",
        Status.AMBIGUOUS: "aspirin" if mention.is_aspirin else "ambiguous",
        Status.CLASS: "class",
        Status.UNNAMED: "unnamed",
    }
    if mention.status not in headings or not mention.is_taken:
        return []
    found = [advice.finding("unsure", headings[mention.status], words)]
    if mention.suspect:
        title = library().classes[mention.suspect].title
        found.append(advice.finding("unsure", "suspect", {**words, "class": title}))
    return found


def _about_remarks(mention: Mention, words: dict[str, str]) -> list[Finding]:
    found = []
    for remark in sorted(mention.remarks):
        strict = f"{remark.value}_prescriber_only"
        is_strict = bool(mention.prescriber_only) and strict in advice.sentences()["remarks"]
        found.append(
            advice.finding("remarks", strict if is_strict else remark.value, {**words, "form": mention.form.value})
        )
    if Remark.NOT_TAKEN in mention.remarks:
        return [one for one in found if one.code != "form-not-stated"]
    return found


def _about_drug(
    mention: Mention, drug: Drug, country: str, holds: Sequence[Hold], words: dict[str, str]
) -> list[Finding]:
    found = []
    product = mention.product
    if product:
        of = [*(library().drugs[one].called(country) for one in product.drugs), *product.also]
        ingredients = advice.listed(of)
        words_of = {"product": product.name, "ingredients": ingredients}
        found.append(advice.finding("remarks", "product", words_of, entries=mention.entries))
    if drug.low_risk or drug.high_risk:
        risks = {"low": drug.low_risk or "not stated", "high": drug.high_risk or "not stated"}
        keys = drug.reference_sources
        found.append(advice.finding("remarks", "reference", risks, sources=keys, entries=_from_memory(drug, keys)))
    if mention.country and country in _COUNTRIES and mention.country != country:
        found.append(advice.finding("remarks", "country", {**words, "where": _COUNTRIES[mention.country]}))
    stray = [
        hold for hold in holds if hold.covers in (drug.id, drug.drug_class) and (hold.before_days or hold.after_days)
    ]
    if stray and (mention.prescriber_only or not drug.may_be_paused):
        why = "only its prescriber may pause it" if mention.prescriber_only else "it is not one to be paused"
        found.append(advice.finding("remarks", "hold_not_applied", {**words, "why": why, "set_by": stray[0].set_by}))
    return found
