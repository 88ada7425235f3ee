"""What the treatment room needs to know of an injection visit, from the record."""

import re
from collections.abc import Iterator
from dataclasses import replace

from enthesis.clinic.consents import CourseConsent, consent_rules, stands
from enthesis.clinic.opening import Seen
from enthesis.clinic.timetable import Visit
from enthesis.papers.day_sheet import Fact, SheetVisit
from enthesis.pathway.candidacy import BadAnswer, Kind, Stage, shipped
from enthesis.pathway.consent import State
from enthesis.pathway.course import standing
from enthesis.pathway.events import EvaluationAnswered, InjectionsGiven, NoteAdded
from enthesis.pathway.freezing import why_frozen
from enthesis.pathway.progress import concerns_patient, progress
from enthesis.pathway.protocol.model import Condition
from enthesis.pathway.protocol.model import Kind as Step
from enthesis.pathway.window import in_words
from enthesis.web.screening import region_of, screened
from enthesis.web.telling_injection import part_in_words, site_in_words
from enthesis.web.words import LEVELS, clock, number

_FLAGS = (Kind.RED_FLAG, Kind.ABSOLUTE, Kind.RELATIVE)
_ALLERGY = "allergy"  # how the variables of allergies begin
_MENTION = re.compile(r"allerg|alérg|alerg|anaphyl|anafil|intoleran", re.I)  # a mention counts, however it is worded
_CONSENT = {
    State.MISSING: "not signed",
    State.WITHDRAWN: "taken back by the patient",
    State.EARLIER: "signed, of an earlier version",
    State.OTHER: "signed on another paper",
    State.SIGNED: "signed",
}


def sheet_visit(seen: Seen, visit: Visit) -> SheetVisit:
    """One visit of the sheet."""
    side = f", {seen.course.side}" if seen.course.side and seen.course.side not in seen.course.problem else ""
    return SheetVisit(
        time=clock(visit.starts, seen.zone),
        what=visit.title,
        where=", ".join(visit.resources),
        patient=seen.profile.name if seen.profile else seen.number,
        born=seen.profile.born if seen.profile else None,
        number=seen.number,
        problem=f"{seen.course.problem}{side}",
        facts=tuple(_facts(seen, visit)),
    )


def _facts(seen: Seen, visit: Visit) -> Iterator[Fact]:
    why = why_frozen(seen.protocol, seen.course, visit.visit) if seen.protocol else ""
    if why:
        yield Fact("Waits", (why,), is_care=True)
    yield from _concerns(seen)
    yield _consent(stands(seen, consent_rules(seen.clinic).again))
    yield _medicines(seen)
    yield _hold(seen)
    yield _allergies(seen)
    flags = tuple(_flags(seen))
    if flags:
        yield Fact("Flags", flags, is_care=True)
    for event in seen.course.adverse_events:
        on = f" on {in_words(event.happened_on)}" if event.happened_on else ""
        yield Fact("Adverse event", (f"{event.event}: {event.severity}{on}",), is_care=True)
    yield _last_time(seen)


def _concerns(seen: Seen) -> Iterator[Fact]:
    for concern in seen.course.concerns.values():
        on = f" on {in_words(concern.reported_on)}" if concern.reported_on else ""
        says = f"Symptom reported{on}: {LEVELS.get(concern.level, concern.level)}."
        yield Fact("Open concern", (says,), is_care=True)


def _consent(found: CourseConsent) -> Fact:
    standing = found.standing
    says = _CONSENT[standing.state]
    if standing.signed is not None and standing.signed.happened_on is not None:
        says = f"{says}, {in_words(standing.signed.happened_on)}, version {standing.signed.version}"
    if found.must_again:
        says = f"{says}: to be signed again"
    asked = tuple("A question before signing is not answered." for _ in standing.open_questions[:1])
    return Fact("Consent", (says[:1].upper() + says[1:], *asked), is_care=not found.holds or bool(asked))


def _medicines(seen: Seen) -> Fact:
    drugs, open_ones = seen.course.drugs, seen.course.unsettled_drugs
    if drugs is None:
        return Fact("Medicines", ("Never asked.",), is_care=True)
    says = [", ".join(drugs) if drugs else "Takes none."]
    if open_ones:
        says.append(f"No word from the prescriber yet: {', '.join(open_ones)}.")
    return Fact("Medicines", tuple(says), is_care=bool(open_ones))


def _hold(seen: Seen) -> Fact:
    activities = seen.protocol.activities if seen.protocol else ()
    if not any(each.kind is Step.HOLD and concerns_patient(each, seen.course) for each in activities):
        return Fact("Medication hold", ("None is asked for.",))
    is_kept = seen.protocol is not None and Condition.HOLD_KEPT in progress(seen.protocol, seen.course).holding
    says = "Kept." if is_kept else "Nobody has confirmed that it was kept."
    return Fact("Medication hold", (says,), is_care=not is_kept)


def _allergies(seen: Seen) -> Fact:
    """From the evaluation, and each line of the list of medicines or of a note that speaks of one, as it stands."""
    asked = [name for name in shipped().questions if name.startswith(_ALLERGY)]
    said = [name for name in asked if seen.course.answers.get(name) not in (None, "", "unknown")]
    found = [name for name in said if str(seen.course.answers[name]).casefold() in ("yes", "true")]
    named = [f"Yes to: “{shipped().questions[name].text}”" for name in found]
    named += [f"List of medicines: “{drug}”" for drug in seen.course.drugs or () if _MENTION.search(drug)]
    named += _noted(seen)
    if not said and not named:
        return Fact("Allergies", ("Not asked.",), is_care=True)
    return Fact("Allergies", tuple(named) or ("None among those that were asked.",), is_care=bool(named))


def _noted(seen: Seen) -> Iterator[str]:
    """What notes say of allergies, for who may read a patient's words."""
    for event in standing(seen.log):
        if not isinstance(event, NoteAdded | EvaluationAnswered):
            continue
        what = "Evaluation" if isinstance(event, EvaluationAnswered) else "Note"
        on = f" of {in_words(event.happened_on)}" if event.happened_on else ""
        for line in event.words.splitlines():
            if _MENTION.search(line):
                yield f"{what}{on}: “{line.strip()}”"


def _flags(seen: Seen) -> Iterator[str]:
    """What the patient's answers raise, in the few words of the rules; allergies stand by themselves."""
    try:
        reasons = screened(seen.course.answers, region_of(seen.course), Stage.DAY_OF_INJECTION).reasons
    except BadAnswer:
        yield "The answers of the evaluation cannot be read: open the course."
        return
    found = {rule.id: rule.finding for rule in shipped().rules}
    yield from dict.fromkeys(found[each.rule] for each in reasons if each.kind in _FLAGS)


def _last_time(seen: Seen) -> Fact:
    if not seen.course.injections:
        return Fact("Last time", ("This is the first injection of the course.",))
    given = seen.course.injections[-1]
    return Fact("Last time", tuple(_given(seen, given)))


def _given(seen: Seen, given: InjectionsGiven) -> Iterator[str]:
    activity = seen.protocol.activity(given.activity) if seen.protocol else None
    on = in_words(given.happened_on) if given.happened_on else "day not known"
    percent = f"dextrose {number(given.dextrose_percent)} %" if given.dextrose_percent is not None else ""
    volume = f"{number(given.volume_ml)} mL in all" if given.volume_ml is not None else ""
    guided = f"guidance: {given.guidance}" if given.guidance else ""
    yield ", ".join(filter(None, (on, activity.title if activity else given.activity, percent, volume, guided)))
    if given.sites:
        yield "; ".join(map(site_in_words, given.sites))
    if given.solution:
        yield "; ".join(part_in_words(replace(part, lot="", expires=None)) for part in given.solution)
