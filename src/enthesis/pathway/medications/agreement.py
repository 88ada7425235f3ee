"""The task of speaking to a prescriber, and what clears it: an agreement recorded with the prescriber's name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from enthesis.pathway.finding import REFUSE, Finding
from enthesis.pathway.medications.drug import Drug
from enthesis.pathway.medications.holds import Session
from enthesis.pathway.medications.look_up import look_up
from enthesis.pathway.medications.text import tokens

CONTINUE, PAUSE, REFUSED = "continue", "pause", "refused"
_NO_NAME = frozenset(
    {"patient", "self", "unknown", "none", "nobody", "doctor", "gp", "physician", "prescriber", "clinic", "tbd", "na"}
    | {"dr", "prof", "mr", "mrs", "ms", "the", "my", "her", "his", "not", "stated", "consultant", "surgery", "test"}
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Agreement:
    """What the prescriber of a drug said, as somebody of the clinic recorded it."""

    drug: str  # its id, or its name as typed
    prescriber: str
    agreed: str  # continue | pause | refused
    on: date | None = None
    note: str = ""

    @property
    def clears(self) -> bool:
        """Whether it settles the question."""
        return self.agreed in (CONTINUE, PAUSE) and problem(self) is None

    def is_about(self, drug: Drug) -> bool:
        return self.drug == drug.id or drug.id in {one.id for one in look_up(self.drug).drugs}


@dataclass(frozen=True, slots=True)
class AgreementTask:
    """Somebody of the clinic speaks to the prescriber of one drug before the sessions that are not covered yet."""

    drug: str  # id of the drug; empty where the drug is still to be found out
    is_open: bool
    blocks: bool  # whether a session has to wait for it
    sessions: tuple[date, ...] = ()  # sessions that no agreement covers
    agreement: Agreement | None = None  # the last word of the prescriber

    def as_json(self) -> dict[str, Any]:
        return {
            "open": self.is_open,
            "blocks": self.blocks,
            "sessions": [day.isoformat() for day in self.sessions],
            "prescriber": self.agreement.prescriber if self.agreement else None,
            "agreed": self.agreement.agreed if self.agreement else None,
        }


def problem(agreement: Agreement) -> Finding | None:
    """Why an agreement cannot be recorded, or None. It needs a person's name and one of the three answers."""
    words = [token.text for token in tokens(agreement.prescriber) if token.text[0].isalpha() and len(token.text) > 1]
    if not set(words) - _NO_NAME:
        return Finding(
            code="agreement-without-prescriber",
            level=REFUSE,
            says="An agreement about a drug needs the name of the prescriber.",
            remedy="Write the name of the person who prescribed it and agreed.",
            field="prescriber",
        )
    if agreement.agreed not in (CONTINUE, PAUSE, REFUSED):
        return Finding(
            code="agreement-unclear",
            level=REFUSE,
            says="An agreement says continue, pause or refused.",
            remedy="Choose one of the three.",
            field="agreed",
        )
    return None


def task(drug: Drug, sessions: Sequence[Session], agreements: Iterable[Agreement], *, blocks: bool) -> AgreementTask:
    """Whether the prescriber of a drug still has to be asked, and for which sessions.

    An agreement covers the sessions on its day and later; the last one before a session counts. Without sessions the
    last agreement of all counts.
    """
    about = sorted(
        (one for one in agreements if one.is_about(drug) and problem(one) is None), key=lambda one: one.on or date.min
    )
    days = sorted({session.on for session in sessions if session.on and not session.is_cancelled})
    last = about[-1] if about else None
    if not days:
        return AgreementTask(drug.id, not (last and last.clears), blocks, (), last)
    uncovered = tuple(day for day in days if not _covers(about, day))
    return AgreementTask(drug.id, bool(uncovered), blocks, uncovered, last)


def _covers(about: Sequence[Agreement], day: date) -> bool:
    before = [one for one in about if one.on is None or one.on <= day]
    return bool(before) and before[-1].clears
