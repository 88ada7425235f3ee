"""A course's consent as its pages show it: the text for this patient, what the own answers raise, where it stands."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from enthesis.clinic.consent_texts import offered, signed_words
from enthesis.clinic.consents import ConsentRules, CourseConsent, consent_rules, signed_at, stands
from enthesis.clinic.opening import Seen
from enthesis.pathway.candidacy import BadAnswer, Stage
from enthesis.pathway.candidacy import shipped as candidacy_rules
from enthesis.pathway.consent import (
    ConsentText,
    OwnItem,
    Section,
    Standing,
    State,
    kept_items,
    own_items,
)
from enthesis.pathway.course import Status
from enthesis.pathway.languages import say
from enthesis.pathway.progress import progress
from enthesis.pathway.protocol.model import Condition
from enthesis.web.keeping import Keeping
from enthesis.web.said import language_now
from enthesis.web.screening import region_of, screened


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page of a course's consent shows."""

    seen: Seen
    text: ConsentText
    sections: tuple[Section, ...]
    items: tuple[OwnItem, ...]
    stands: CourseConsent
    rules: ConsentRules

    @property
    def standing(self) -> Standing:
        return self.stands.standing

    @property
    def state(self) -> State:
        return self.standing.state

    @property
    def is_signed(self) -> bool:
        return self.standing.holds

    @property
    def signed_at(self) -> datetime | None:
        return signed_at(self.standing, self.seen.zone)

    @property
    def why_not(self) -> str:
        """Why it cannot be signed here now, one sentence to the patient; "" where it can."""
        if self.seen.course.status is Status.CLOSED:
            return _("This course is closed. There is nothing to sign.")
        if self.seen.course.status is Status.PAUSED:
            return _("This course is paused. You can sign when it goes on.")
        if self.standing.open_questions:
            return _("A clinician answers your question first. Then you can sign.")
        if (
            self.seen.protocol is None
            or Condition.ELIGIBLE not in progress(self.seen.protocol, self.seen.course).holding
        ):
            return _("A clinician looks at your answers and talks with you first. Then you can sign.")
        return ""

    @property
    def may_sign(self) -> bool:
        return not self.why_not and self.state is not State.SIGNED


def shown(seen: Seen) -> Shown:
    """The consent of an opened course."""
    rules = consent_rules(seen.clinic)
    text = offered(seen.clinic, language_now())
    return Shown(
        seen=seen,
        text=text,
        sections=text.about(region(seen)),
        items=_spoken(raised(seen), text),
        stands=stands(seen, rules.again),
        rules=rules,
    )


def region(seen: Seen) -> str:
    """The part of the body that the course is about, as the rules call it; "" where they do not know it."""
    return next(iter(region_of(seen.course)), "")


_raised: Keeping[tuple[OwnItem, ...]] = Keeping()


def raised(seen: Seen) -> tuple[OwnItem, ...]:
    """What this patient's own answers raise. Answers that cannot be read raise nothing: a clinician has those open."""
    return _raised.of(seen, lambda: _raised_by(seen))


def _raised_by(seen: Seen) -> tuple[OwnItem, ...]:
    try:
        found = screened(seen.course.answers, region_of(seen.course), Stage.DAY_OF_INJECTION)
    except BadAnswer:
        return ()
    return own_items(found.reasons)


def _spoken(items: tuple[OwnItem, ...], text: ConsentText) -> tuple[OwnItem, ...]:
    """The items in the language of the text that they stand in."""
    return tuple(replace(item, text=say(item.text, text.language) or item.text) for item in items)


@dataclass(frozen=True, slots=True)
class Copy:
    """What was signed, to be read again."""

    text: ConsentText
    sections: tuple[Section, ...]
    items: tuple[OwnItem, ...]


def copy_of(seen: Seen, standing: Standing) -> Copy | None:
    """The words that the patient signed; None where they are not on this machine, or were on paper only."""
    signed = standing.signed
    text = signed_words(seen.clinic, signed.document, signed.version) if signed else None
    if signed is None or text is None:
        return None
    return Copy(text, text.about(region(seen)), _spoken(kept_items(signed.items, candidacy_rules()), text))
