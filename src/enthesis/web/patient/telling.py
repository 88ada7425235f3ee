"""What is next, in a patient's words: what, when, why, and the way there. It promises nothing."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enthesis.clinic.instrument_texts import in_use
from enthesis.clinic.opening import Seen
from enthesis.pathway.agenda import CONCERN, Item
from enthesis.pathway.leaflets import load
from enthesis.pathway.protocol.model import Activity, Kind, Role
from enthesis.pathway.window import Timing
from enthesis.web.about.links import Link, links
from enthesis.web.forms.fields import Text
from enthesis.web.links import link
from enthesis.web.questionnaires import answerable, still_open
from enthesis.web.said import plainly, said
from enthesis.web.words import visit_time, when_for_patient

_LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Card:
    """One thing that is next for a patient."""

    title: str
    when: str
    why: str
    about: str  # the problem, where a patient has several courses
    url: str = ""  # where the patient can do it; "" where somebody else has to
    action: str = ""
    is_now: bool = False
    starts: datetime | None = None  # of what is booked
    leaflets: tuple[Link, ...] = ()  # what there is to read about it

    @property
    def is_booked(self) -> bool:
        return self.starts is not None


@dataclass(frozen=True, slots=True)
class Telling:
    """How one kind of thing is told."""

    title: Text
    why: Text
    action: Text = ""
    page: str = ""  # name of the page where a patient does it


_BY_KIND: Mapping[str, Telling] = {
    Kind.DIARY: Telling(
        gettext_lazy("Today's diary"),
        gettext_lazy(
            "A line a day shows you and your clinician whether anything changes. Three touches, less than a minute."
        ),
        gettext_lazy("Write today's line"),
        "diary",
    ),
    Kind.CHECK_IN: Telling(
        gettext_lazy("How are you after the injection?"),
        gettext_lazy("Soreness is expected for some days. A few questions find out whether something needs a doctor."),
        gettext_lazy("Answer"),
        "check-in",
    ),
    Kind.OUTCOME: Telling(
        gettext_lazy("How are you now?"),
        gettext_lazy(
            "Your answer is the only way to know whether the treatment made a difference, whichever way it went."
        ),
        gettext_lazy("Answer"),
        "outcome",
    ),
    Kind.CONSENT: Telling(
        gettext_lazy("Consent form"),
        gettext_lazy(
            "Read it in your own time. You sign after a clinician has talked with you about what is known, the risks,"
            " the other ways and the price. You may say no, and you may take it back at any time."
        ),
        gettext_lazy("Read and sign"),
        "consent",
    ),
    Kind.HOLD: Telling(
        gettext_lazy("Your medicines before the injection"),
        gettext_lazy(
            "Change nothing on your own. The clinic tells you whether to leave anything out, and asks whoever"
            " prescribed it."
        ),
    ),
    Kind.INJECTION: Telling(
        gettext_lazy("Injection"), gettext_lazy("The clinic gives you a time for it. You may ask for another one.")
    ),
    Kind.VISIT: Telling("", gettext_lazy("Bring a list of your medicines and what you want to ask.")),
    Kind.REVIEW: Telling(
        gettext_lazy("We look at how it went"),
        gettext_lazy("A clinician goes through your diary with you and decides with you what to do next."),
    ),
    Kind.PLAN: Telling(
        gettext_lazy("Your plan"),
        gettext_lazy("You and your clinician agree how many treatments to try, and when to stop."),
    ),
    Kind.THERAPY: Telling(
        gettext_lazy("Physical therapy"),
        gettext_lazy("Exercises belong to the treatment. Your therapist makes the programme with you."),
    ),
}
_EVALUATION = Telling(
    gettext_lazy("Tell us about your pain"),
    gettext_lazy(
        "Your answers show whether a visit makes sense, and whether something else has to be looked at first."
        " You can stop at any time and go on later."
    ),
    gettext_lazy("Start"),
    "evaluation",
)
_MEDICINES = Telling(
    gettext_lazy("List your medicines"),
    gettext_lazy("Some medicines matter for an injection. Do not stop any of them on your own."),
    gettext_lazy("Write the list"),
    "medicines",
)
_BOOKED = gettext_lazy(
    "If you cannot come, tell the clinic as early as you can. Change none of your medicines unless the clinic has told"
    " you to."
)
_ON_HOLD = gettext_lazy(
    "A clinician looks at what you told us first. Until then the injection waits. The clinic tells you whether this"
    " time stays."
)
_MEASURED = (Kind.OUTCOME, Kind.QUESTIONNAIRE)
_NOT_FOR_PATIENTS = frozenset((Kind.CLOSING.value, Kind.ORDER.value, CONCERN, "prescriber"))


def cards(seen: Seen, items: Sequence[Item], today: date, several: bool, to_choose: Collection[str] = ()) -> list[Card]:
    """What is next in one course, the patient's own things first where they are due.

    `to_choose`: activities whose times the patient chooses.
    """
    found = []
    for item in items:
        activity = seen.protocol.activity(item.activity) if seen.protocol else None
        if item.kind in _NOT_FOR_PATIENTS or (not item.owed and item.booking is None):
            continue
        told = _told(item, activity)
        if activity is not None and activity.measures and item.kind in _MEASURED and told is not _EVALUATION:
            told = _measured(seen, item, activity, today)
        chooses = item.booking is None and item.activity in to_choose
        url = _url(seen, item, told, activity)
        found.append(
            Card(
                title=str(told.title) or plainly(item.title),
                when=_("You choose the time") if chooses else _when(seen, item, today),
                why="" if chooses and item.kind == Kind.INJECTION else _why(seen, item, told, activity),
                about=plainly(seen.course.problem) if several else "",
                url=url,
                action=str(told.action) if url else "",
                is_now=bool(url) and item.window.on(today) is not Timing.UPCOMING,
                starts=item.booking.starts if item.booking else None,
                leaflets=links(load().beside(item.activity, item.kind), seen.course),
            )
        )
    return found


def _why(seen: Seen, item: Item, told: Telling, activity: Activity | None) -> str:
    if item.kind == Kind.INJECTION and seen.course.concerns:
        return str(_ON_HOLD)
    if item.booking is not None and item.kind == Kind.INJECTION:
        return str(_BOOKED)
    return str(told.why) or (said(activity.says) if activity else "")


def _told(item: Item, activity: Activity | None) -> Telling:
    if item.activity == "evaluation":
        return _EVALUATION
    if item.activity == "medicines":
        return _MEDICINES
    if item.activity == "candidacy":
        return Telling(
            _("We read your answers"), _("A clinician reads what you told us and calls you about the next step.")
        )
    told = _BY_KIND.get(item.kind, Telling("", ""))
    if item.kind == Kind.INJECTION and activity is not None and activity.purpose == "diagnostic":
        return Telling(_("Test injection"), told.why)
    return told


def _measured(seen: Seen, item: Item, activity: Activity, today: date) -> Telling:
    """A questionnaire: answered here as far as there are words for it; the rest is on paper at the clinic."""
    texts = in_use(seen.clinic, today)
    if answerable(still_open(seen, item, activity.measures, texts, today), texts):
        return _BY_KIND[Kind.OUTCOME]
    return Telling(plainly(item.title), _("The clinic gives you a questionnaire for it."))


def _url(seen: Seen, item: Item, told: Telling, activity: Activity | None) -> str:
    if not told.page or item.who is not Role.PATIENT or not item.may:
        return ""
    if told.page == "outcome":
        return link("outcome", seen.number, activity.id if activity else item.activity)
    return link(told.page, seen.number)


def _when(seen: Seen, item: Item, today: date) -> str:
    if item.booking is not None:
        when = visit_time(item.booking.starts, seen.zone)
        return _("%(when)s, by video or telephone") % {"when": when} if item.booking.telehealth else when
    if item.kind == Kind.DIARY:
        return _("Today")
    if item.who is not Role.PATIENT and item.window.on(today) is not Timing.UPCOMING:
        return _("The clinic will be in touch")
    return when_for_patient(item.window, today)


def in_order(found: Sequence[Card]) -> list[Card]:
    """What the patient can do now, then what is booked, the nearest first, then the rest as the agenda has it."""
    return sorted(found, key=lambda card: (not card.is_now, card.starts or _LAST))
