"""Which questionnaires a person can answer on a page, screen by screen, and what the answers become.

A questionnaire is asked where words for it are at hand: our own, or a text that the clinic has loaded and uses. All
others stay on paper: somebody enters their answers or their score.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from enthesis.clinic.access import WITHHELD
from enthesis.clinic.opening import Seen
from enthesis.pathway import events as e
from enthesis.pathway.agenda import Item as AgendaItem
from enthesis.pathway.course import Course, standing
from enthesis.pathway.instruments import Instrument, load
from enthesis.pathway.instruments.answering import Reply, Taken, scored
from enthesis.pathway.instruments.own_words import ACTIVITY
from enthesis.pathway.instruments.text import InstrumentText, Item, Part, Way, given_under
from enthesis.pathway.instruments.text_items import number_of

STATEMENTS = 6  # ticked statements on one screen; every other item has a screen of its own
COUNTS_FOR = timedelta(days=14)  # how long an answer at home waits for what is still on paper
LEFT_OPEN = None  # in a draft: the person saw the question and left it open
_BY_JOINT = frozenset(("nrs_pain", "vas_pain"))  # asked for each side, like the instruments for one joint

Texts = Mapping[str, tuple[InstrumentText, ...]]  # what can be asked, by instrument (`clinic.instrument_texts.in_use`)
Answers = Mapping[str, Any]  # of a draft, by the key of the screen: a number as text, a list, or LEFT_OPEN


@dataclass(frozen=True, slots=True)
class Form:
    """One instrument to be answered, on one side."""

    instrument: Instrument
    text: InstrumentText
    side: str
    parts: tuple[Part, ...]
    named: tuple[str, ...] = ()  # what the person named at an earlier time, where the same things are asked again

    @property
    def key(self) -> str:
        return f"{self.instrument.id}.{self.side}"


@dataclass(frozen=True, slots=True)
class Screen:
    """What is asked at once: one item, some statements to tick, or what the items will be about."""

    key: str
    form: Form
    part: Part
    items: tuple[Item, ...]  # none: the person names what the part is about
    about: str = ""  # what was named
    is_first_of_part: bool = False

    @property
    def names(self) -> bool:
        return not self.items

    @property
    def ticks(self) -> bool:
        return bool(self.items) and self.items[0].way is Way.TICK

    @property
    def ask(self) -> str:
        """The question, with what it is about, and the side where both are asked."""
        if self.names:
            asked = self.part.naming
        elif self.ticks:
            asked = self.part.intro or "Tick each statement that fits you. Leave out those that do not."
        else:
            asked = self.items[0].ask.replace(ACTIVITY, self.about)
        return f"{asked} ({self.form.side} side)" if self.form.side else asked


def forms_for(
    measures: Sequence[str], texts: Texts, seen: Seen, *, language: str = "", all_of_it: bool = False
) -> tuple[Form, ...]:
    """The forms for some measures, as far as there are words for them.

    `all_of_it`: every question of our own; otherwise, as for an activity of a protocol, only the usual one.
    """
    found = []
    for measure in dict.fromkeys(measures):
        text = text_in(texts.get(measure, ()), language)
        if text is None:
            continue
        instrument = load()[measure]
        usual = instrument.default_scale
        parts = text.parts if all_of_it or not text.is_own else tuple(p for p in text.parts if p.scale == usual)
        named = named_before(seen.log, instrument) if any(_names_for_good(instrument, p) for p in parts) else ()
        found += [Form(instrument, text, side, parts, named) for side in sides_for(instrument, seen.course)]
    return tuple(found)


def text_in(texts: Sequence[InstrumentText], language: str) -> InstrumentText | None:
    """The words in a language, or else those that were loaded last."""
    return next((text for text in texts if text.language == language), texts[0] if texts else None)


def languages_of(measures: Sequence[str], texts: Texts) -> tuple[str, ...]:
    """The languages among which a person chooses; none where there is only one for everything that was loaded."""
    loaded = [text.language for measure in measures for text in texts.get(measure, ()) if not text.is_own]
    several = tuple(dict.fromkeys(loaded))
    return several if len(several) > 1 else ()


def answerable(measures: Sequence[str], texts: Texts) -> tuple[str, ...]:
    """Those of some measures that can be answered on a page."""
    return tuple(measure for measure in measures if texts.get(measure))


def on_paper(measures: Sequence[str], texts: Texts) -> tuple[Instrument, ...]:
    """Those that somebody has to enter from a form, because there are no words to ask them in."""
    return tuple(load()[measure] for measure in measures if not texts.get(measure) and measure in load())


def sides_for(instrument: Instrument, course: Course) -> tuple[str, ...]:
    """The sides that a form is filled in for: both where it is about one joint and the course is about two."""
    of_a_joint = instrument.id in _BY_JOINT or any(moment.regions for moment in instrument.schedule)
    return ("left", "right") if course.side == "both" and of_a_joint else ("",)


def still_open(
    seen: Seen, item: AgendaItem | None, measures: Sequence[str], texts: Texts, today: date
) -> tuple[str, ...]:
    """Those of an activity's measures that were not answered for this turn of it yet.

    Where all can be answered on a page they are, together, and the activity is done. Where some are on paper it waits
    for those, and nobody is asked the others twice. A turn begins with the last time that the activity was done, the
    last injection, the day on which its window opens, or two weeks ago, whichever came last.
    """
    if not on_paper(measures, texts):
        return tuple(measures)
    since = today - COUNTS_FOR
    if item is not None and item.window.opens is not None:
        since = max(since, item.window.opens)
    answered: set[str] = set()
    for event in standing(seen.log):
        if isinstance(event, e.InjectionsGiven) or (item is not None and _did(event, item.activity)):
            answered.clear()
        elif isinstance(event, e.ScoresTaken) and event.happened_on is not None and event.happened_on >= since:
            answered.add(event.instrument)
    return tuple(measure for measure in measures if measure not in answered)


def _did(event: e.Happening, activity: str) -> bool:
    return isinstance(event, e.ScoresTaken | e.ActivityDone) and event.activity == activity


def named_before(log: Sequence[e.Event], instrument: Instrument) -> tuple[str, ...]:
    """What the person named when the instrument was first answered; numbered where the words are not shown."""
    for event in standing(log):
        if isinstance(event, e.ScoresTaken) and event.instrument == instrument.id and event.answers:
            names = [] if event.words == WITHHELD else event.words.splitlines()
            return tuple(names[n] if n < len(names) else f"number {n + 1}" for n in range(len(event.answers)))
    return ()


def _names_for_good(instrument: Instrument, part: Part) -> bool:
    """Whether what was named first is asked about ever after, so that a change compares the same things."""
    return bool(part.naming) and instrument.scales[part.scale].same_items


# -- screens -----------------------------------------------------------------------------------------------------------


def screens(forms: Sequence[Form], answers: Answers) -> list[Screen]:
    """Every screen, in order. What was named so far decides which of them follow."""
    return [screen for form in forms for part in form.parts for screen in _of_part(form, part, answers)]


def _of_part(form: Form, part: Part, answers: Answers) -> Iterator[Screen]:
    key = f"{form.key}.{part.scale}"
    if part.naming:
        named = form.named if _names_for_good(form.instrument, part) else ()
        if not named:
            yield Screen(f"{key}.names", form, part, (), is_first_of_part=True)
            named = tuple(answers.get(f"{key}.names") or ())
        for number, name in enumerate(named, start=1):
            yield Screen(f"{key}.{number}", form, part, part.items[:1], about=name)
    elif part.items and part.items[0].way is Way.TICK:
        for start in range(0, len(part.items), STATEMENTS):
            some = part.items[start : start + STATEMENTS]
            yield Screen(f"{key}.{start}", form, part, some, is_first_of_part=start == 0)
    else:
        for number, item in enumerate(part.items):
            yield Screen(f"{key}.{item.id}", form, part, (item,), is_first_of_part=number == 0)


# -- from a draft to scores -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answered:
    """One form with what its answers came to."""

    form: Form
    taken: tuple[Taken, ...]
    blank: bool  # a list of statements of which none was ticked, and nobody confirmed that none applies


def answered(forms: Sequence[Form], answers: Answers, none_applies: Sequence[str] = ()) -> list[Answered]:
    """What the answers of a draft come to; `none_applies` holds the keys of the forms for which that was confirmed."""
    found = []
    for form in forms:
        confirmed = form.key in none_applies
        replies = [reply for part in form.parts if (reply := _reply(form, part, answers, confirmed)) is not None]
        ticks = [reply for reply in replies if form.instrument.scales[reply.scale].method.value == "count"]
        blank = bool(ticks) and not any(mark for reply in ticks for mark in reply.answers.values())
        found.append(Answered(form, scored(form.instrument, replies), blank))
    return found


def _reply(form: Form, part: Part, answers: Answers, confirmed: bool) -> Reply | None:
    key = f"{form.key}.{part.scale}"
    if part.naming:
        kept = form.named if _names_for_good(form.instrument, part) else ()
        named = kept or tuple(answers.get(f"{key}.names") or ())
        marks = {str(n): _mark(answers.get(f"{key}.{n}")) for n in range(1, len(named) + 1)}
        return Reply(scale=part.scale, answers=marks, names=named) if named else None
    if part.items[0].way is Way.TICK:
        ticked = {
            item
            for start in range(0, len(part.items), STATEMENTS)
            for item in answers.get(f"{key}.{start}") or ()
            if isinstance(item, str)
        }
        marks = {item.id: Decimal(item.id in ticked) for item in part.items}
        return Reply(scale=part.scale, answers=marks, none_applies=confirmed)
    if part.items[0].way is Way.LABEL:
        said = answers.get(f"{key}.{part.items[0].id}")
        return Reply(scale=part.scale, answers={}, label=said) if isinstance(said, str) else None
    return Reply(scale=part.scale, answers={item.id: _mark(answers.get(f"{key}.{item.id}")) for item in part.items})


def _mark(said: Any) -> Decimal | None:
    return number_of(said) if isinstance(said, str) else None


def score_fields(form: Form, taken: Taken) -> dict[str, Any]:
    """The fields of `ScoresTaken` for one score of a form."""
    return {
        "instrument": taken.instrument,
        "value": taken.value,
        "subscale": taken.subscale,
        "side": form.side,
        "words": taken.words,
        "version": given_under(form.instrument.version, form.text),
        "answers": taken.answers or None,
    }
