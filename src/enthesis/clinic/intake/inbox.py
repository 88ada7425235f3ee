"""What the front desk sees of evaluations that were sent: urgent first, with reasons, and who may be here already."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from enthesis.clinic.access import CLINICIAN, FRONT_DESK, By, Operator, user_key
from enthesis.clinic.errors import NOT_YOUR_ROLE, NotAllowed
from enthesis.clinic.intake.models import EVALUATION, Evaluation, State
from enthesis.clinic.intake.papers import Papers, opened
from enthesis.clinic.intake.places import regions_of
from enthesis.clinic.looks import looked, refusal
from enthesis.clinic.models import Clinic, Membership
from enthesis.clinic.numbers import key_of
from enthesis.clinic.people import Someone, people_of
from enthesis.pathway.candidacy import Reason, Screening, Stage, Verdict, screen, what_follows

READS = frozenset({FRONT_DESK, CLINICIAN})
WAITS = (State.SENT, State.ASKED, State.TAKING)
MOST = 200  # that are opened at once
_GRAVEST = (Verdict.URGENT, Verdict.NOT_SUITABLE, Verdict.NOT_YET, Verdict.DISCUSS, Verdict.ELIGIBLE)
NO_SUCH = ("no-such-evaluation", "There is no such evaluation among those that you may see.")


@dataclass(frozen=True, slots=True)
class Entry:
    """One evaluation that a clinic has."""

    row: Evaluation
    papers: Papers
    screening: Screening
    same: tuple[str, ...] = ()  # numbers of other evaluations that wait, by the same person as it seems

    @property
    def number(self) -> str:
        return self.row.number

    @property
    def since(self) -> datetime:
        return self.row.sent_at or self.row.begun_at

    @property
    def is_urgent(self) -> bool:
        return self.screening.verdict is Verdict.URGENT

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """What speaks in it, gravest first, without what is only a note."""
        return tuple(reason for reason in self.screening.reasons if reason.outcome.verdict.strictness)


def check_may_read(by: By, clinic: int, what: str) -> None:
    """Raises `NotAllowed`, which is written down, for who has no part in taking people on."""
    if isinstance(by, Operator):
        return
    held = Membership.objects.filter(user_id=user_key(by), clinic=clinic, user__is_active=True)
    if not READS & set(held.values_list("role", flat=True)):
        raise refusal(NotAllowed(NOT_YOUR_ROLE, "Evaluations are for the front desk and clinicians."), by, what, clinic)


def inbox(clinic: Clinic, *, by: By) -> list[Entry]:
    """The evaluations that wait for the clinic: urgent ones first, then the longest there. The look is written down."""
    check_may_read(by, clinic.pk, "evaluations")
    rows = Evaluation.objects.filter(clinic=clinic, state__in=WAITS).exclude(wrapped="").order_by("sent_at", "pk")
    found = [_entry(row) for row in rows[:MOST]]
    looked(by, "evaluations", clinic=clinic.pk)
    told = [Entry(one.row, one.papers, one.screening, _same(one, found)) for one in found]
    return sorted(told, key=lambda one: (*_gravity(one.screening), one.row.state != State.SENT, one.since))


def open_evaluation(number: str, *, clinic: Clinic, by: By) -> Entry:
    """One evaluation that was sent to a clinic. Raises `NotAllowed`; the look is written down."""
    check_may_read(by, clinic.pk, "evaluation")
    key = key_of(number, EVALUATION)
    rows = Evaluation.objects.filter(clinic=clinic, sent_at__isnull=False).exclude(wrapped="")
    row = rows.filter(pk=key).first() if key is not None else None
    if row is None:
        raise refusal(NotAllowed(*NO_SUCH), by, "evaluation", clinic.pk)
    looked(by, f"evaluation {row.number}", clinic=clinic.pk)
    one = _entry(row)
    others = Evaluation.objects.filter(clinic=clinic, state__in=WAITS).exclude(wrapped="").exclude(pk=row.pk)
    return Entry(row, one.papers, one.screening, _same(one, [_entry(each) for each in others[:MOST]]))


def patients_like(papers: Papers, clinic: Clinic, *, by: By) -> list[Someone]:
    """Patients who may be the same person: of the same name, or of a like name and the same birth date."""
    mine = _words(papers.name)
    like = people_of(by, clinic=clinic.pk, words=papers.name) if mine else []
    if papers.born:
        born_then = people_of(by, clinic=clinic.pk, born=papers.born)
        like += [one for one in born_then if one.profile and mine & _words(one.profile.name)]
    return list({one.pk: one for one in like if one.profile is not None}.values())


def _entry(row: Evaluation) -> Entry:
    papers = opened(bytes(row.sealed), row.pk, row.wrapped)
    return Entry(row, papers, screening_of(papers))


def screening_of(papers: Papers) -> Screening:
    """What the rules say to the answers."""
    said = {**what_follows(papers.answers), **papers.answers}
    return screen(said, list(regions_of(papers.answers)), stage=Stage.EVALUATION)


def _gravity(screening: Screening) -> tuple[int, int]:
    return _GRAVEST.index(screening.verdict), -screening.worst_urgency.rank


def _same(one: Entry, others: Iterable[Entry]) -> tuple[str, ...]:
    mine = one.papers
    return tuple(
        other.number
        for other in others
        if other.row.pk != one.row.pk
        and (
            (mine.born is not None and mine.born == other.papers.born and _words(mine.name) & _words(other.papers.name))
            or _words(mine.name) == _words(other.papers.name)
        )
    )


def _words(name: str) -> set[str]:
    return {word for word in name.casefold().replace("-", " ").split() if len(word) > 1}
