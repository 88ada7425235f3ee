"""What is known about a condition, put on paper."""

from collections.abc import Sequence

from enthesis.evidence.groups import Comparison
from enthesis.evidence.harms import harm_sentences
from enthesis.evidence.plots import plot_of
from enthesis.evidence.telling import figure, left_out_lines, trial_lines
from enthesis.papers.evidence import EvidenceSection, EvidenceSheet
from enthesis.pathway.trials import Condition, Table


def sheet_of(table: Table, condition: Condition, found: Sequence[Comparison]) -> EvidenceSheet:
    """The paper of a condition: its words, and a section for each question that a trial was read for."""
    return EvidenceSheet(
        title=f"What trials say: {condition.name}",
        words=(
            *condition.says,
            f"What nobody knows: {condition.unknown}",
            f"Harms: {condition.harms}",
            *(" ".join(said) for said in harm_sentences(table, condition)),
            table.everywhere,
        ),
        sections=tuple(_section(table, one) for one in found),
        version=f"Evidence table {table.version}, {table.status}; to be looked at again by {table.review_by}.",
    )


def title_of(found: Comparison) -> str:
    """The question of a comparison."""
    what = found.outcome.name
    return f"{what[:1].upper()}{what[1:]}, against {found.comparator.name}, {found.horizon.name}"


def _section(table: Table, found: Comparison) -> EvidenceSection:
    answer = found.natural or found.standardised
    figures = [
        (f"{one.measure}, {told.unit}", "; ".join(part for part in (told.text, told.heterogeneity) if part))
        for one in (found.natural, found.standardised)
        if one is not None and (told := figure(found, one))
    ]
    lines = trial_lines(table, found)
    return EvidenceSection(
        title=title_of(found),
        figures=tuple(figures),
        plot=plot_of(table, found, answer) if answer else "",
        trials=tuple((one.name, one.what, one.prolotherapy, one.other, one.effect, one.weight) for one in lines),
        sources=tuple(f"{one.citation} {' '.join(one.addresses)}" for one in lines),
        remarks=(*(answer.remarks if answer else ()), *([found.why_not] if found.why_not else [])),
        left_out=tuple(left_out_lines(table, found)),
    )
