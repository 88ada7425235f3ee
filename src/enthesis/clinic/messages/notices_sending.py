"""Sending one notice: at most once, whatever dies in between. The row itself says how far it has come.

As with the messages of visits (sending.py): a row is taken by one worker, handed over, and then says what became of it.
A row that nobody has come back to is settled by asking the transport; where nobody can say, it is not sent again and
somebody of the clinic is shown that it may not have arrived.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q

from enthesis.clinic.access import PATIENT, SEES_PROFILE, By, Operator, handle, user_key
from enthesis.clinic.errors import NOT_YOUR_ROLE, NotAllowed
from enthesis.clinic.looks import looked, refusal
from enthesis.clinic.messages.letters import Ready, addressed
from enthesis.clinic.messages.notices import given
from enthesis.clinic.messages.rows import choices_of
from enthesis.clinic.messages.sending import AGAIN, LEASE, NO_ADDRESS, NOBODY_KNOWS, TO_DO, UNWANTED, Choose, State
from enthesis.clinic.messages.texts import wording_of
from enthesis.clinic.messages.transports import NotTaken, Unsure, offers_sms, transport_of
from enthesis.clinic.messages.ways import E_MAIL, Way, language_of, way_of
from enthesis.clinic.models import Membership
from enthesis.clinic.notices.models import Notice
from enthesis.clinic.people import profile_of
from enthesis.pathway.messages import awake, compose_notice, shipped

TELLS = SEES_PROFILE - {PATIENT}
_FORGET = b""


def due(now: datetime, most: int = 500) -> list[int]:
    """The notices that are to leave now and are not on their way, the oldest first."""
    again = Q(state=State.LATER, ended_at__lte=now - AGAIN)
    rows = Notice.objects.filter(Q(state="") | again, due__lte=now, until__gt=now).order_by("due", "pk")
    return list(rows.values_list("pk", flat=True)[:most])


def send(notice: int, now: datetime, choose: Choose = transport_of) -> State | None:
    """Send one notice. None: it is not due, of no use any more, or somebody else has it."""
    row = _row(notice)
    if row is None or not row.due <= now < row.until or _sleeps(row, now):
        return None
    ready = ready_of(row)
    channel = ready.way.channel if ready else E_MAIL
    transport = choose(row.clinic, channel)
    claimed = Notice.objects.filter(pk=notice, state__in=("", State.LATER)).update(
        state=State.HANDING_OVER, began_at=now, channel=transport.channel, words=ready.said_by if ready else ""
    )
    if not claimed:
        return None
    if ready is None:
        return _end(row, State.UNWANTED, "erased")
    if ready.way.is_unwanted:
        call = shipped().notices[row.purpose].call_if_unwanted
        return _end(row, State.TO_TELL if call else State.UNWANTED, UNWANTED)
    if not ready.letter.to:
        return _end(row, State.TO_TELL, NO_ADDRESS)
    try:
        transport.send(ready.letter, letter_key(row))
    except NotTaken as problem:
        return _end(row, State.REFUSED if problem.for_good else State.LATER, problem.why)
    except Unsure as problem:
        return _end(row, State.UNKNOWN, str(problem))
    return _end(row, State.SENT)


def settle(now: datetime, choose: Choose = transport_of) -> int:
    """Find out what became of notices whose worker has not come back. How many there were."""
    lost = Notice.objects.filter(state=State.HANDING_OVER, began_at__lte=now - LEASE).select_related("clinic")
    found = list(lost.order_by("pk"))
    for row in found:
        taken = choose(row.clinic, row.channel).was_accepted(letter_key(row))
        state = State.SENT if taken else State.UNKNOWN if taken is None else State.LATER
        _end(row, state, "" if taken else NOBODY_KNOWS, since=row.began_at)
    return len(found)


def tell(notice: Notice, *, by: By) -> None:
    """Somebody of the clinic has told it. Said twice, it counts once. Raises `NotAllowed`."""
    held = Membership.objects.filter(user_id=user_key(by), clinic=notice.clinic_id, user__is_active=True)
    if not isinstance(by, Operator) and not TELLS & set(held.values_list("role", flat=True)):
        says = "Your role may not note that somebody was told."
        raise refusal(NotAllowed(NOT_YOUR_ROLE, says), by, "told-notice", notice.clinic_id, person=notice.person_id)
    rows = Notice.objects.filter(pk=notice.pk, state__in=TO_DO)
    if rows.update(state=State.TOLD, ended_at=datetime.now(UTC), says=handle(by), sealed=_FORGET):
        looked(by, "told-notice", clinic=notice.clinic_id, person=notice.person_id)


def to_do(clinic: int, now: datetime) -> Iterator[Notice]:
    """What somebody of the clinic has to tell, because no letter could, as long as it is of use."""
    rows = Notice.objects.filter(clinic=clinic, state__in=TO_DO, until__gt=now).select_related("person__key", "clinic")
    yield from (row for row in rows.order_by("began_at", "pk") if row.person is None or row.person.key.wrapped)


def forget(now: datetime) -> None:
    """Forget what notices were given once they are of no use any more."""
    Notice.objects.filter(until__lte=now).exclude(sealed=_FORGET).update(sealed=_FORGET)


def ready_of(row: Notice) -> Ready | None:
    """Whom a notice goes to and what it says; None where its person was erased or it was forgotten."""
    wrapped = bytes(row.person.key.wrapped) if row.person and row.person.key.wrapped else None
    what = given(row, wrapped)
    if what is None:
        return None
    if row.person:
        profile = profile_of(row.person.pk, wrapped, bytes(row.person.sealed))
        way = way_of(row.person.pk, profile, sms=offers_sms(row.clinic))
    else:
        way = Way(E_MAIL, what.to if _is_address(what.to) else "", language_of(what.language))
    wording = wording_of(row.clinic_id, way.language)
    until = what.values.get("until")
    link = what.values.get("link", "")
    words = compose_notice(
        wording.language,
        row.purpose,
        clinic=row.clinic.name,
        link=f"{settings.ADDRESS}{link}" if link.startswith("/") else link,
        until=date.fromisoformat(until) if until else None,
        telephone=row.clinic.telephone,
        pages=f"{settings.ADDRESS}/my/" if settings.ADDRESS else "",
    )
    letter = addressed(way, words, row.person_id, row.clinic_id)
    return Ready(way, letter, wording.said_by(row.purpose), words.paragraphs)


def address_given(row: Notice) -> str:
    """The address of a notice that goes to no patient, as it was given; "" where it was forgotten."""
    what = given(row, None) if row.person_id is None else None
    return what.to if what else ""


def letter_key(row: Notice) -> str:
    """What a transport knows a notice by, among all letters."""
    return f"notice:{row.pk}:{row.clinic_id}:{row.recipient}:{row.purpose}:{row.key}"


def _row(notice: int) -> Notice | None:
    return Notice.objects.select_related("clinic", "person__key").filter(pk=notice).first()


def _sleeps(row: Notice, now: datetime) -> bool:
    """Whether these are quiet hours, decided since it was made, or before it is tried again: it is put off."""
    rule = shipped().notices.get(row.purpose)
    if rule is None or not rule.keeps_quiet:
        return False
    zone, times, _ = choices_of(row.clinic_id)
    later = awake(now, row.until, times.quiet, zone)
    if later <= now:
        return False
    Notice.objects.filter(pk=row.pk, state__in=("", State.LATER)).update(due=later)
    return True


def _end(row: Notice, state: State, says: str = "", since: datetime | None = None) -> State:
    rows = Notice.objects.filter(pk=row.pk, state=State.HANDING_OVER)
    if since is not None:
        rows = rows.filter(began_at=since)  # not one that somebody took up anew
    over = {"sealed": _FORGET} if state in (State.SENT, State.UNWANTED) else {}
    rows.update(state=state, ended_at=datetime.now(UTC), says=says[:400], **over)
    return state


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
