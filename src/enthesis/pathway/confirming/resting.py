"""Which entries of the knowledge a finding rests on."""

from collections.abc import Iterator

from enthesis.pathway import candidacy, instruments, triage
from enthesis.pathway.candidacy.ladders import Kind
from enthesis.pathway.confirming.entries import MEMORY
from enthesis.pathway.dosing import solutions
from enthesis.pathway.estimate.words import words
from enthesis.pathway.finding import Finding

_FILES_OF = {  # which file of candidacy holds the rules of a kind
    Kind.RED_FLAG: "red_flags",
    Kind.ABSOLUTE: "contraindications",
    Kind.RELATIVE: "contraindications",
    Kind.PRIOR_CARE: "prior_care",
    Kind.INDICATION: "indications",
    Kind.ALTERNATIVE: "alternatives",
    Kind.CONSENT: "consent",
}


def entries_of(finding: Finding) -> tuple[str, ...]:
    """The entries that make a finding unverified: those that it names, or the one that its code stands for.

    Empty where the finding rests on no memory, or where its code says nothing of the entry.
    """
    if not finding.unverified:
        return ()
    return finding.entries or tuple(_by_code(finding))


def _by_code(finding: Finding) -> Iterator[str]:
    code, speaker = finding.code, finding.version.partition(" ")[0]
    if speaker == "triage" and (rule := triage.load().by_id.get(code)) is not None:
        yield f"triage/rules/{rule.level.value}:{code}"
    elif speaker == "solutions" and MEMORY in _sources_of_mix(code):
        yield f"solutions:{code}"
    elif speaker in instruments.load():
        yield f"instruments/{speaker}:{code}"
    elif code in words().sentences:
        yield f"estimate:{code}"
    elif (kind := _kind_of(code)) is not None:
        yield f"candidacy/{_FILES_OF[kind]}:{code}"


def _sources_of_mix(code: str) -> tuple[str, ...]:
    rule = solutions.shipped().rules.get(code)
    return tuple(rule.sources) if rule is not None else ()


def _kind_of(code: str) -> Kind | None:
    return next((rule.kind for rule in candidacy.shipped().rules if rule.id == code), None)
