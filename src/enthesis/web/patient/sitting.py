"""What somebody sits down to answer, and what was answered so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from enthesis.clinic.instrument_texts import in_use
from enthesis.clinic.opening import Seen, open_course
from enthesis.pathway.instruments import Instrument
from enthesis.pathway.instruments.text import InstrumentText
from enthesis.web import drafts
from enthesis.web.frame import today_at
from enthesis.web.questionnaires import Form, Texts, answerable, forms_for, languages_of, on_paper, still_open
from enthesis.web.said import language_now


@dataclass(frozen=True, slots=True)
class Sitting:
    """What somebody sits down to answer: the measures of an activity, or one instrument by itself."""

    seen: Seen
    name: str  # of the address and the draft: the activity, or the instrument
    is_activity: bool
    measures: tuple[str, ...]
    texts: Texts
    paper: tuple[Instrument, ...]  # of the same activity, for which there are no words
    today: date

    @property
    def draft(self) -> str:
        """The kind of its draft, short enough for any name."""
        kind = "activity" if self.is_activity else "instrument"
        return f"q-{sha256(f'{kind} {self.name}'.encode()).hexdigest()[:17]}"

    @property
    def languages(self) -> tuple[str, ...]:
        return languages_of(self.measures, self.texts)

    def url(self, check: bool = False) -> str:
        page_name = f"{'questions' if self.is_activity else 'scale'}{'-check' if check else ''}"
        return reverse(page_name, args=[self.seen.number, self.name])

    def forms(self, language: str) -> tuple[Form, ...]:
        spoken = language or language_now()
        return forms_for(self.measures, self.texts, self.seen, language=spoken, all_of_it=not self.is_activity)


@dataclass(slots=True)
class Draft:
    """What was answered so far, and in which words it was asked."""

    answers: dict[str, Any]
    language: str
    dropped: bool = False  # answers were given under words that are no longer in use


def of_activity(request: HttpRequest, number: str, activity: str) -> Sitting:
    """The measures of an activity that are not answered yet. Raises `Http404` where none of them can ever be asked."""
    seen = open_course(number, by=request.user)
    wanted = seen.protocol.activity(activity) if seen.protocol else None
    today = today_at(seen.zone)
    texts = in_use(seen.clinic, today)
    item = next((item for item in seen.agenda if item.activity == activity), None)
    measures = wanted.measures if wanted else ()
    return _sitting(seen, activity, True, measures, still_open(seen, item, measures, texts, today), texts, today)


def of_instrument(request: HttpRequest, number: str, instrument: str) -> Sitting:
    """One instrument by itself, at any time. Raises `Http404` where it cannot be asked."""
    seen = open_course(number, by=request.user)
    today = today_at(seen.zone)
    return _sitting(seen, instrument, False, (instrument,), (instrument,), in_use(seen.clinic, today), today)


def _sitting(
    seen: Seen,
    name: str,
    is_activity: bool,
    measures: Sequence[str],
    left: Sequence[str],
    texts: Texts,
    today: date,
) -> Sitting:
    if not answerable(measures, texts):
        raise Http404("There is no questionnaire here that can be answered on a page.")
    return Sitting(seen, name, is_activity, answerable(left, texts), texts, on_paper(left, texts), today)


# -- drafts -----------------------------------------------------------------------------------------------------------


def load_draft(sitting: Sitting) -> Draft:
    """The draft, without answers to words that the clinic does not use any more."""
    kept = drafts.load(sitting.seen, sitting.draft)
    answers, under = kept.get("answers", {}), kept.get("under", {})
    draft = Draft(dict(answers), kept.get("language", ""))
    if draft.language not in sitting.languages:
        draft.language = ""
    now = _under(sitting, draft.language)
    for instrument in {key.partition(".")[0] for key in answers}:
        if under.get(instrument) != now.get(instrument):
            draft.answers = {key: said for key, said in draft.answers.items() if key.partition(".")[0] != instrument}
            draft.dropped = True
    return draft


def keep_draft(sitting: Sitting, draft: Draft) -> None:
    """Keep what was answered so far, and under which words."""
    said = {"answers": draft.answers, "language": draft.language, "under": _under(sitting, draft.language)}
    drafts.keep(sitting.seen, sitting.draft, said)


def drop_draft(sitting: Sitting) -> None:
    """Throw the draft away: everything is sent."""
    drafts.drop(sitting.seen, sitting.draft)


def _under(sitting: Sitting, language: str) -> dict[str, str]:
    """Which words each instrument is asked in."""
    return {form.instrument.id: _words(form.text) for form in sitting.forms(language)}


def _words(text: InstrumentText) -> str:
    return f"{text.version}.{text.language}"
