"""Putting an estimate together as it is handed out, and naming what it lacks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from enthesis.pathway.estimate import Estimate, Line, Of
from enthesis.pathway.estimate.lines import Apart
from enthesis.pathway.estimate.price_names import meant_by
from enthesis.pathway.finding import WARN, Finding
from enthesis.pathway.handout.billing_codes import HEADER, BillingCode, billing_codes
from enthesis.pathway.handout.details import HandoutDetails
from enthesis.pathway.handout.good_faith import COUNTRY, SEPARATE, GoodFaith, good_faith
from enthesis.pathway.protocol.model import Protocol, Schedule, Series

DOLLAR = "USD"


@dataclass(frozen=True, slots=True)
class CodedLine:
    """One line of the sum with its service code; "" where nobody has said one."""

    line: Line
    code: str
    known: BillingCode | None  # where the code is one of the file


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One diagnosis code; `says` is empty where it is not one of the file."""

    code: str
    says: str
    is_header: bool = False


@dataclass(frozen=True, slots=True)
class Handout:
    """Everything that is printed."""

    estimate: Estimate
    details: HandoutDetails
    is_good_faith: bool  # a US one, with all that belongs to it; else a plain estimate of cost
    lines: tuple[CodedLine, ...]
    diagnoses: tuple[Diagnosis, ...]
    spacing: str  # how far apart the sessions are, in words
    told: tuple[Finding, ...]  # sentences for the patient, in order
    above_separate: Finding | None  # the sentence above what is arranged separately
    findings: tuple[Finding, ...]  # what is missing, for the clinic
    versions: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Whether all figures are known and nothing is missing that it must hold."""
        return self.estimate.is_complete and not self.findings

    @property
    def title(self) -> str:
        return "Good-faith estimate" if self.is_good_faith else "Estimate of cost"

    @property
    def separate(self) -> tuple[Apart, ...]:
        """What is not in the sum."""
        return self.estimate.heaps.apart


def handout_for(estimate: Estimate, details: HandoutDetails) -> Handout:
    """The estimate as it is handed out in the country of its details."""
    us = details.country == COUNTRY
    rules = good_faith()
    codes = _codes(estimate.case.protocol, details.codes, with_shipped=us)
    lines = tuple(_coded(line, codes) for line in estimate.lines)
    diagnoses = tuple(map(_diagnosis, details.diagnoses))
    own = [found for found in estimate.findings if found.to_patient and found.code != "not-in-the-sum"]
    american = [found for found in rules.sentences.values() if found.code != SEPARATE] if us else []
    case = estimate.case
    price_list = [f"prices {details.price_list}"] if details.price_list else []
    return Handout(
        estimate=estimate,
        details=details,
        is_good_faith=us,
        lines=lines,
        diagnoses=diagnoses,
        spacing=_spacing(case.protocol),
        told=(*own, *american),
        above_separate=rules.sentences[SEPARATE] if us else None,
        findings=tuple(_missing(estimate, details, lines, diagnoses, rules)) if us else (),
        versions=(
            f"{case.protocol.id} {case.protocol.version}",
            *price_list,
            *dict.fromkeys(f"words {found.version}" for found in own),
            *([f"good-faith {rules.version}"] if us else []),
        ),
    )


def _codes(protocol: Protocol, said: Mapping[str, str], *, with_shipped: bool) -> Mapping[str, str]:
    """A code for activities: what the clinic says before what the file knows; the closest name wins."""
    found: dict[str, tuple[int, str]] = {}
    names = [(name, code, 0) for name, code in said.items()]
    if with_shipped:
        # not a limit: behind every name of the case's own
        names += [(name, each.code, 10) for each in billing_codes().values() for name in each.activities]
    for name, code, behind in names:
        meant = meant_by(name, protocol)
        for activity in meant.activities:
            rank = meant.closeness + behind
            if activity not in found or rank < found[activity][0]:
                found[activity] = (rank, code)
    return {activity: code for activity, (_, code) in found.items()}


def _coded(line: Line, codes: Mapping[str, str]) -> CodedLine:
    code = "" if line.of is Of.REFUND else codes.get(line.activity, "")
    return CodedLine(line, code, billing_codes().get(code))


def _diagnosis(code: str) -> Diagnosis:
    known = billing_codes().get(code)
    if known is None or not known.is_diagnosis:
        return Diagnosis(code, "")
    return Diagnosis(code, known.says, known.status == HEADER)


def _spacing(protocol: Protocol) -> str:
    """How far apart the treatment sessions are: "4 to 6 weeks apart", "in weeks 0, 4 and 8"; "" where nobody says."""
    timing = protocol.treatment.timing if protocol.treatment else None
    if isinstance(timing, Schedule):
        points = [str(point) for point in timing.points]
        said = points[0] if len(points) == 1 else f"{', '.join(points[:-1])} and {points[-1]}"
        return f"in {timing.unit.value} {said}"
    if not isinstance(timing, Series):
        return ""
    then = timing.then
    usual = [value.value for value in (then.ideal,) if value.is_stated and not value.is_unverified]
    ends = [value.value for value in (then.opens, then.closes) if value.is_stated and not value.is_unverified]
    if usual:
        return f"about {usual[0]} {then.unit.value} apart"
    return f"{' to '.join(map(str, ends))} {then.unit.value} apart" if len(ends) == 2 else ""


def _missing(
    estimate: Estimate,
    details: HandoutDetails,
    lines: tuple[CodedLine, ...],
    diagnoses: tuple[Diagnosis, ...],
    rules: GoodFaith,
) -> Iterator[Finding]:
    """What a good-faith estimate must hold and this one does not."""
    provider = details.provider
    there = {
        "patient-name": details.patient,
        "patient-born": details.born,
        "diagnosis-codes": diagnoses,
        "service-codes": all(line.code or line.line.of is Of.REFUND for line in lines),
        "expected-charges": estimate.is_complete,
        "provider-name": provider.name,
        "provider-npi": provider.npi,
        "provider-tin": provider.tin,
        "provider-place": provider.address and provider.state,
    }
    for code, needed in rules.holds.items():
        if not there.get(code, True):
            says = f"A good-faith estimate holds {needed.says}; it is missing here."
            remedy = "Fill it in; the paper has a line for it."
            yield _finding(f"{code}-missing", says, remedy, needed.sources, rules, (needed.says,))
    for one in diagnoses:
        if one.is_header:
            says = f"{one.code} ({one.says}) is the header of other codes and is not billed."
            yield _finding("diagnosis-not-billable", says, "Use the code below it that fits.", ("ICD10CM",), rules)
    if estimate.case.currency.code not in ("", DOLLAR):
        says = f"A good-faith estimate is in US dollars, and this one is in {estimate.case.currency.code}."
        yield _finding("not-in-dollars", says, "Give prices in USD, or another country.", (), rules)


def _finding(
    code: str, says: str, remedy: str, sources: tuple[str, ...], rules: GoodFaith, because: tuple[str, ...] = ()
) -> Finding:
    return Finding(
        code=code,
        level=WARN,
        says=says,
        remedy=remedy,
        because=because,
        sources=sources,
        version=f"good-faith {rules.version}",
    )
