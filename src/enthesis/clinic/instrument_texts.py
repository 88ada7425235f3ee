"""The words of questionnaires that a clinic has loaded under its own licence: versions, and which of them is in use.

Neither a text nor what was decided about it is ever changed. A score keeps the version of the words that it was given
under, so an answer of last year can still be read beside the question of last year.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache, lru_cache

from django.db import IntegrityError, transaction

from enthesis.clinic.access import LOADS_TEXTS, By, Operator, handle, user_key
from enthesis.clinic.errors import NOT_YOUR_ROLE, NotAllowed
from enthesis.clinic.looks import looked, refusal
from enthesis.clinic.models import Clinic, LoadedText, Membership, TextTurn
from enthesis.clinic.prepared import Prepared
from enthesis.pathway.finding import REFUSE, Finding
from enthesis.pathway.instruments import load
from enthesis.pathway.instruments.own_words import own_words
from enthesis.pathway.instruments.text import InstrumentText, Said
from enthesis.pathway.instruments.text_reading import Examined, read_text
from enthesis.pathway.languages import languages


class State(StrEnum):
    """Where a loaded text stands."""

    IN_USE = "in use"
    NOT_YET = "not in use yet"
    REPLACED = "replaced by another version"
    TAKEN_OUT = "out of use"
    LICENCE_ENDED = "licence ended"
    NO_LONGER_FITS = "no longer fits the definition"


class NotLoaded(Exception):
    """Nothing was stored. `findings` say why, each with its place and the way on."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(" ".join(finding.says for finding in findings))
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Kept:
    """A loaded text as a clinic has it."""

    key: int
    instrument: str
    version: str
    language: str
    name: str  # of the file
    text: InstrumentText | None  # None: it no longer fits the definition, and `findings` say why
    findings: tuple[Finding, ...]
    state: State
    holds: bool  # it is the one that was taken into use last, even where something keeps it from being asked
    loaded_at: datetime
    loaded_by: str  # handle of the account
    turned_at: datetime | None  # when it was last taken into use, or out of it
    turned_by: str
    why: str

    @property
    def is_in_use(self) -> bool:
        return self.state is State.IN_USE


def load_text(
    data: bytes, name: str, *, clinic: Clinic, by: By, today: date, said: Said | None = None, instrument: str = ""
) -> LoadedText:
    """Check a file and keep it, not in use yet. Raises `NotLoaded`, or `NotAllowed` for anybody but a lead."""
    _check_may(by, clinic, "load-text")
    said = said or Said()
    examined = read_text(data, name, load(), said, instrument=instrument, today=today)
    if examined.text is None:
        raise NotLoaded(examined.findings)
    text = examined.text
    looked(by, "load-text", clinic=clinic.pk)
    try:
        with transaction.atomic():
            return LoadedText.objects.create(
                clinic=clinic,
                instrument=text.instrument,
                version=text.version,
                language=text.language,
                name=name[:200],
                file=data.decode("utf-8-sig"),
                said=json.dumps(asdict(said)),
                made_at=datetime.now(UTC),
                made_by=handle(by),
            )
    except IntegrityError:
        says = f"Version {text.version} ({text.language}) of {load()[text.instrument].name} is loaded already."
        remedy = "Another text is another version: give it one of its own."
        raise NotLoaded((Finding(code="version-taken", level=REFUSE, says=says, remedy=remedy, field=name),)) from None


def turn(text: LoadedText, in_use: bool, *, by: By, why: str = "") -> None:
    """Take a loaded text into use or out of it; another one of its language is replaced. Raises `NotAllowed`."""
    _check_may(by, text.clinic, "use-text" if in_use else "end-text")
    looked(by, "use-text" if in_use else "end-text", clinic=text.clinic.pk)
    TextTurn.objects.create(
        clinic=text.clinic, text=text, in_use=in_use, why=why[:400], made_at=datetime.now(UTC), made_by=handle(by)
    )


_LOADED = Prepared(lambda clinic: LoadedText.objects.filter(clinic=clinic).defer("file").order_by("-pk"))
_TURNS = Prepared(lambda clinic, texts: TextTurn.objects.filter(clinic=clinic, text__in=texts).order_by("pk"))


def texts_of(clinic: int, today: date, instrument: str = "") -> tuple[Kept, ...]:
    """Every text that a clinic has loaded, the newest first, each with where it stands on a day."""
    texts = [text for text in _LOADED(clinic) if instrument in ("", text.instrument)]
    last: dict[int, TextTurn] = {}
    holds: dict[tuple[str, str], int] = {}  # the text that was turned to last, by instrument and language
    keys = {text.pk: (text.instrument, text.language) for text in texts}
    for each in _TURNS(clinic, keys):
        last[each.text_id] = each
        if each.in_use:
            holds[keys[each.text_id]] = each.text_id
    return tuple(_kept(text, last.get(text.pk), holds.get(keys[text.pk]), today) for text in texts)


def in_use(clinic: int, today: date) -> Mapping[str, tuple[InstrumentText, ...]]:
    """What patients of a clinic can be asked on a day: our own words, and each loaded text in use, by instrument.

    Of several languages the one that was loaded last comes first, and of our own words the English ones. An instrument
    that is not in here is on paper.
    """
    found = {name: list(texts) for name, texts in _own().items()}
    for kept in texts_of(clinic, today):
        if kept.is_in_use and kept.text is not None:
            found.setdefault(kept.instrument, []).append(kept.text)
    return {name: tuple(texts) for name, texts in found.items()}


@cache
def _own() -> Mapping[str, tuple[InstrumentText, ...]]:
    """Our own words, by instrument, in every language that has all of them."""
    every = {
        instrument.id: tuple(text for language in languages() if (text := own_words(instrument, language)) is not None)
        for instrument in load().values()
    }
    return {name: texts for name, texts in every.items() if texts}


def forget() -> None:
    """Read every text anew. Only a database that takes its keys back, as a test's does, needs this."""
    _examined.cache_clear()
    _own.cache_clear()


def _kept(text: LoadedText, last: TextTurn | None, holds: int | None, today: date) -> Kept:
    examined = _examined(text.pk)
    return Kept(
        key=text.pk,
        instrument=text.instrument,
        version=text.version,
        language=text.language,
        name=text.name,
        text=examined.text,
        findings=examined.findings,
        state=_state(examined.text, last, holds == text.pk, today),
        holds=last is not None and last.in_use and holds == text.pk,
        loaded_at=text.made_at,
        loaded_by=text.made_by,
        turned_at=last.made_at if last else None,
        turned_by=last.made_by if last else "",
        why=last.why if last else "",
    )


def _state(text: InstrumentText | None, last: TextTurn | None, holds: bool, today: date) -> State:
    if text is None:
        return State.NO_LONGER_FITS
    if last is None:
        return State.NOT_YET
    if not last.in_use:
        return State.TAKEN_OUT
    if not holds:
        return State.REPLACED
    return State.IN_USE if text.may_be_used_on(today) else State.LICENCE_ENDED


def _check_may(by: By, clinic: Clinic, what: str) -> None:
    held = Membership.objects.filter(user_id=user_key(by), clinic=clinic, user__is_active=True)
    if not isinstance(by, Operator) and not LOADS_TEXTS & set(held.values_list("role", flat=True)):
        says = "Only a lead of the clinic, who answers for the licence, may do that."
        raise refusal(NotAllowed(NOT_YOUR_ROLE, says), by, what, clinic.pk)


@lru_cache(maxsize=256)
def _examined(key: int) -> Examined:
    """A stored text never changes, so what was read once stays right for as long as the programme runs."""
    text = LoadedText.objects.get(pk=key)
    said = Said(**json.loads(text.said))
    return read_text(text.file, text.name, load(), said, instrument=text.instrument)
