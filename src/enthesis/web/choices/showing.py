"""An aid as its page shows it: told in the language of the page, its pictures drawn, its sources looked up."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString

from enthesis.clinic.opening import Seen
from enthesis.pathway.course import standing
from enthesis.pathway.decision_aid import (
    CELLS,
    Aid,
    Check,
    Compared,
    Option,
    Prices,
    Said,
    Told,
    ToldOption,
    ToldPicture,
    cited_by,
    tell,
)
from enthesis.pathway.events import ValuesAnswered
from enthesis.pathway.leaflets.citations import Citation
from enthesis.pictures.of_aid import drawing_of
from enthesis.web.figures import shown
from enthesis.web.said import plainly, said


@dataclass(frozen=True, slots=True)
class Source:
    """What one cell rests on."""

    about: str
    citations: tuple[Citation, ...]
    unverified: str


@dataclass(frozen=True, slots=True)
class Way:
    """One way with its cells and what each rests on."""

    told: ToldOption
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One picture of a hundred people with its words."""

    told: ToldPicture
    picture: SafeString | None


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that the page of an aid shows."""

    told: Told
    drawn: tuple[Drawn, ...]
    ways: tuple[Way, ...]
    sources: tuple[Source, ...]  # of what stands outside of the ways


@dataclass(frozen=True, slots=True)
class Checked:
    """A question about the page as it was answered, and what is so."""

    ask: str
    is_right: bool
    because: str


def page_of(aid: Aid, prices: Prices, *, names_clinics: bool = False) -> Page:
    """The page of an aid in the language of whoever asks. `names_clinics`: for staff, whose pages sources are."""
    if names_clinics:
        aid = replace(aid, shared=replace(aid.shared, clinic_pages=frozenset()))
    told = tell(aid, said, prices)
    return Page(
        told=told,
        drawn=tuple(Drawn(each, _picture(each)) for each in told.pictures),
        ways=tuple(
            Way(each, tuple(_sources(aid, option))) for each, option in zip(told.options, aid.options, strict=True)
        ),
        sources=tuple(_own_sources(aid)),
    )


def answered(seen: Seen) -> ValuesAnswered | None:
    """What the patient answered last; None where nothing, or where this role may not read it."""
    found = [event for event in standing(seen.log) if isinstance(event, ValuesAnswered)]
    return found[-1] if found else None


def checked(aid: Aid, event: ValuesAnswered) -> list[Checked]:
    """The answers about the page, each with what is so."""
    answers = event.checks or {}
    return [_checked(check, answers[check.id]) for check in aid.checks if check.id in answers]


def _checked(check: Check, answer: str) -> Checked:
    return Checked(said(check.ask), answer == check.right, said(check.because.text))


def _picture(told: ToldPicture) -> SafeString | None:
    drawn = drawing_of(told)
    return shown(drawn) if drawn else None


def _sources(aid: Aid, option: Option) -> Iterator[Source]:
    headings = aid.shared.headings
    keys = list(option.uncounted.sources if option.uncounted else ())
    for one in (option.counted, option.gained):
        keys += one.sources if one else ()
    for group in (*((option.beside,) if option.beside else ()), *option.groups):
        keys += _of_group(group)
    if keys:
        yield Source(plainly(headings["chance"]), _cited(aid, dict.fromkeys(keys)), "")
    for name in CELLS:
        if name in option.cells:
            yield _source(aid, plainly(headings[name]), option.cells[name])
    for harm in option.harms:
        yield _source(aid, plainly(harm.said.text), harm.said)


def _of_group(group: Compared) -> tuple[str, ...]:
    return (*(group.counted.sources if group.counted else ()), *(group.gained.sources if group.gained else ()))


def _own_sources(aid: Aid) -> Iterator[Source]:
    labels = aid.shared.labels
    yield from (_source(aid, f"{plainly(labels['about'])} {place}", p.said) for place, p in enumerate(aid.about, 1))
    for group in aid.compare:
        yield Source(plainly(group.label), _cited(aid, dict.fromkeys(_of_group(group))), "")
    yield _source(aid, plainly(labels["operation"]), aid.operation)
    yield from (_source(aid, plainly(check.ask), check.because) for check in aid.checks)
    yield from (_source(aid, plainly(point.said.text), point.said) for point in aid.shared.ask)


def _source(aid: Aid, about: str, said: Said) -> Source:
    return Source(about, _cited(aid, dict.fromkeys(said.sources)), said.unverified)


def _cited(aid: Aid, keys: dict[str, None]) -> tuple[Citation, ...]:
    return tuple(each if each.language else replace(each, says=said(each.says)) for each in cited_by(aid, keys))
