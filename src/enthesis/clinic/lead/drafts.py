"""A clinic's own protocols on their way: copied or uploaded, edited, read by a second person, published, retired.

What is published is a `ProtocolCopy` and never changes. A draft is the clinic's to change until then.
"""

from dataclasses import replace
from datetime import UTC, date, datetime

from django.db import transaction

from enthesis.clinic.access import CLINICIAN, KEEPS_PROTOCOLS, LEAD, By, Operator, handle, user_key
from enthesis.clinic.accounts import names_of
from enthesis.clinic.errors import NOT_YOUR_ROLE, NotAllowed
from enthesis.clinic.lead.models import ProtocolDraft, ProtocolRetired
from enthesis.clinic.looks import looked, refusal
from enthesis.clinic.models import Clinic, Membership, ProtocolCopy
from enthesis.clinic.protocols import NotKept, every_protocol, keep_copy
from enthesis.pathway.protocol.complaint import Complaint, ProtocolError
from enthesis.pathway.protocol.edit import Fields, next_version, put, whole_fields
from enthesis.pathway.protocol.library import shipped
from enthesis.pathway.protocol.library import text_of as shipped_text
from enthesis.pathway.protocol.model import NOT_STATED, Protocol, Review
from enthesis.pathway.protocol.raw import Word
from enthesis.pathway.protocol.read import Examined, examine

READS_DRAFTS = frozenset({CLINICIAN, LEAD})  # who may be the second person


class NotRead(NotKept):
    """A second person reads the draft first. It is kept for them."""

    def __init__(self, draft: ProtocolDraft) -> None:
        super().__init__("A second person reads it first: " + ", ".join(second_people(draft)[:5]) + ".")
        self.draft = draft


class DraftMoved(Exception):
    """Somebody else changed the draft while this page was open."""

    def __init__(self) -> None:
        super().__init__("Somebody else changed this draft meanwhile. Look at it, then type yours again.")


def read(draft: ProtocolDraft) -> Examined:
    """What the draft says so far, and everything that is wrong with it."""
    return examine(draft.text, "the draft")


def text_of(clinic: int, name: str, version: str) -> str:
    """The file behind a protocol: the clinic's copy, or the shipped one. Raises `NotKept`."""
    copy = ProtocolCopy.objects.filter(clinic=clinic, protocol=name, version=version).first()
    if copy is None and (name, version) not in shipped():
        raise NotKept(f'There is no version "{version:.40}" of "{name:.60}".')
    return copy.text if copy else shipped_text(name, version)


def copied(text: str, *, version: str, by: str) -> str:
    """The text of a protocol as a draft of a clinic: its own version, not reviewed by anybody."""
    text = put(text, "version", Word(version, True))
    text = put(text, "status", Word("draft"))
    return put(text, "review", _review(text, written_by=by, checked_by=NOT_STATED, reviewed_on=NOT_STATED))


def copy(name: str, version: str, *, clinic: Clinic, by: By) -> ProtocolDraft:
    """A draft from a protocol that the clinic knows. Raises `NotKept` and `NotAllowed`."""
    _check_lead(by, clinic)
    text = text_of(clinic.pk, name, version)
    own = copied(text, version=next_version(version, taken(clinic.pk, name)), by=name_of(by))
    return _new(own, clinic=clinic, by=by, began_as=f"{name}@{version}")


def upload(text: str | bytes, *, clinic: Clinic, by: By) -> ProtocolDraft:
    """A draft from a file. It may have faults; one that is no protocol at all raises `NotKept`."""
    _check_lead(by, clinic)
    examined = examine(text, "the file")
    if not examined.protocol.id or not examined.protocol.activities:
        raise NotKept("That file is no protocol. Nothing was kept.", examined.complaints)
    words = text if isinstance(text, str) else text.decode("utf-8-sig")
    name, version = examined.protocol.id, examined.protocol.version
    known = taken(clinic.pk, name)
    if not version or version in known:
        version = next_version(version or "1", known)
    try:
        own = copied(words.replace("\r\n", "\n"), version=version, by=name_of(by))
    except (ProtocolError, KeyError) as problem:
        found = problem.complaints if isinstance(problem, ProtocolError) else ()
        raise NotKept("That file cannot be worked on. Nothing was kept.", found) from None
    return _new(own, clinic=clinic, by=by, began_as="")


def taken(clinic: int, name: str) -> frozenset[str]:
    """The versions of a protocol that cannot be given again: published ones and those of open drafts."""
    drafts = [examine(each.text, "").protocol for each in open_drafts(clinic)]
    return frozenset(
        [version for known, version in every_protocol(clinic) if known == name]
        + [protocol.version for protocol in drafts if protocol.id == name]
    )


def open_drafts(clinic: int) -> list[ProtocolDraft]:
    """The drafts that are neither published nor given up, the last one changed first."""
    return list(ProtocolDraft.objects.filter(clinic=clinic, ended_at=None).order_by("-changed_at", "-pk"))


def draft_of(clinic: int, key: int) -> ProtocolDraft | None:
    return ProtocolDraft.objects.filter(clinic=clinic, pk=key, ended_at=None).first()


def write(draft: ProtocolDraft, text: str, *, revision: int, by: By) -> ProtocolDraft:
    """The draft with another text; whoever read it before reads it again. Raises `DraftMoved` and `NotAllowed`."""
    _check_lead(by, draft.clinic)
    protocol = examine(text, "the draft").protocol
    if protocol.status != "draft":
        unread = _review(text, checked_by=NOT_STATED, reviewed_on=NOT_STATED)
        text = put(put(text, "status", Word("draft")), "review", unread)
    editors = draft.editors.split()
    if handle(by) not in editors:
        editors.append(handle(by))
    return _step(
        draft,
        revision,
        by,
        text=text,
        editors=" ".join(editors),
        changed_at=datetime.now(UTC),
        changed_by=handle(by),
        reviewed_at=None,
        reviewed_by="",
    )


def second_people(draft: ProtocolDraft) -> list[str]:
    """The names of those who may read the draft for the clinic: clinicians and leads who did not write in it."""
    staff = Membership.objects.filter(clinic=draft.clinic_id, role__in=READS_DRAFTS, user__is_active=True)
    found = {member.user.handle: member.user.name or member.user.email for member in staff.select_related("user")}
    return [name for who, name in sorted(found.items()) if who not in draft.editors.split()]


def review(draft: ProtocolDraft, *, revision: int, by: By, today: date) -> ProtocolDraft:
    """Somebody who did not write in the draft has read it. Raises `NotKept`, `NotAllowed` and `DraftMoved`."""
    held = Membership.objects.filter(user_id=user_key(by), clinic=draft.clinic_id, user__is_active=True)
    if not READS_DRAFTS & set(held.values_list("role", flat=True)):
        says = "Only a clinician or a lead of the clinic reads a draft for it."
        raise refusal(NotAllowed(NOT_YOUR_ROLE, says), by, "review-protocol", draft.clinic_id)
    if handle(by) in draft.editors.split():
        raise NotKept("Whoever wrote in a draft cannot be the second person. Ask a colleague to read it.")
    _check_sound(draft)
    signed = _review(draft.text, checked_by=name_of(by), reviewed_on=today.isoformat())
    text = put(put(draft.text, "status", Word("reviewed")), "review", signed)
    return _step(draft, revision, by, text=text, reviewed_at=datetime.now(UTC), reviewed_by=handle(by))


def publish(draft: ProtocolDraft, *, revision: int, by: By) -> ProtocolCopy:
    """The draft as a version that courses may follow, for good. Raises `NotKept`, `NotAllowed` and `DraftMoved`.

    Where the clinic has somebody who did not write in it, that person has read it first: else `NotRead`.
    """
    _check_lead(by, draft.clinic)
    if draft.reviewed_at is None and second_people(draft):
        raise NotRead(draft)
    _check_sound(draft)
    with transaction.atomic():
        kept = keep_copy(draft.text, clinic=draft.clinic, by=by)
        _end(draft, revision, by, published_as=f"{kept.protocol}@{kept.version}")
    looked(by, f"publish {kept.protocol} {kept.version}"[:80], clinic=draft.clinic_id)
    return kept


def publish_file(text: str, *, clinic: Clinic, by: By) -> ProtocolCopy:
    """A file as a version that courses may follow, by the rule of `publish`. Raises `NotKept` and `NotAllowed`.

    Where somebody else has to read it first, it is kept as a draft for them. Given again when they have, it is
    published: as they read it, with their name in it.
    """
    _check_lead(by, clinic)
    examined = examine(text, "the file")
    protocol = examined.protocol
    key = (protocol.id, protocol.version)
    if not examined.is_usable or key in every_protocol(clinic.pk):
        return keep_copy(text, clinic=clinic, by=by)  # which says what is wrong with it
    found = next((each for each in open_drafts(clinic.pk) if key == _key(read(each).protocol)), None)
    if found is not None and _unread(read(found).protocol) != _unread(protocol):
        raise NotKept(
            f'There is a draft of version "{protocol.version}" of {protocol.id} that says something else. '
            "Publish it or give it up first, or give the file another version."
        )
    if found is None:
        own = copied(text.replace("\r\n", "\n"), version=protocol.version, by=protocol.review.written_by or name_of(by))
        found = _new(own, clinic=clinic, by=by, began_as="")
    return publish(found, revision=found.revision, by=by)


def give_up(draft: ProtocolDraft, *, revision: int, by: By) -> None:
    """Nothing comes of this draft. Raises `NotAllowed` and `DraftMoved`."""
    _check_lead(by, draft.clinic)
    _end(draft, revision, by, published_as="")


def retire(name: str, version: str, *, clinic: Clinic, by: By, why: str) -> None:
    """No course begins with this version any more. Raises `NotKept` and `NotAllowed`."""
    _check_lead(by, clinic)
    if (name, version) not in every_protocol(clinic.pk):
        raise NotKept(f'There is no version "{version:.40}" of "{name:.60}".')
    if not why.strip():
        raise NotKept("Say why it is retired, so that the next person knows.")
    _, made = ProtocolRetired.objects.get_or_create(
        clinic=clinic,
        protocol=name,
        version=version,
        defaults={"why": why.strip()[:400], "made_at": datetime.now(UTC), "made_by": handle(by)},
    )
    if not made:
        raise NotKept(f"Version {version} of {name} is retired already.")
    looked(by, f"retire {name} {version}"[:80], clinic=clinic.pk)


def name_of(by: By) -> str:
    """How somebody is named in a protocol file."""
    return "the operator" if isinstance(by, Operator) else names_of([handle(by)]).get(handle(by), handle(by))


def _key(protocol: Protocol) -> tuple[str, str]:
    return protocol.id, protocol.version


def _unread(protocol: Protocol) -> Protocol:
    """A protocol without who wrote it and who read it."""
    nobody = Review(NOT_STATED, NOT_STATED, None, None)
    return replace(protocol, status="draft", review=nobody)


def _new(text: str, *, clinic: Clinic, by: By, began_as: str) -> ProtocolDraft:
    now = datetime.now(UTC)
    made = ProtocolDraft.objects.create(
        clinic=clinic,
        text=text,
        began_as=began_as,
        editors=handle(by),
        made_at=now,
        changed_at=now,
        changed_by=handle(by),
    )
    looked(by, f"draft {began_as or 'from a file'}"[:80], clinic=clinic.pk)
    return made


def _step(draft: ProtocolDraft, revision: int, by: By, **values: object) -> ProtocolDraft:
    rows = ProtocolDraft.objects.filter(pk=draft.pk, revision=revision, ended_at=None)
    if not rows.update(revision=revision + 1, **values):
        raise DraftMoved
    looked(by, f"draft {draft.pk}", clinic=draft.clinic_id)
    draft.refresh_from_db()
    return draft


def _end(draft: ProtocolDraft, revision: int, by: By, published_as: str) -> None:
    _step(draft, revision, by, ended_at=datetime.now(UTC), ended_by=handle(by), published_as=published_as)


def _review(text: str, **said: str) -> Fields:
    old = whole_fields(text).get("review")
    fields: Fields = dict(old) if isinstance(old, dict) else {"review_by": Word(NOT_STATED)}
    return {**fields, **{key: Word(value, value != NOT_STATED) for key, value in said.items()}}


def _check_sound(draft: ProtocolDraft) -> None:
    examined = read(draft)
    wrong: list[Complaint] = [each for each in examined.complaints if not each.is_warning]
    if wrong:
        raise NotKept("The protocol has faults: correct them first.", tuple(wrong))


def _check_lead(by: By, clinic: Clinic) -> None:
    roles = Membership.objects.filter(user_id=user_key(by), clinic=clinic, user__is_active=True)
    if not isinstance(by, Operator) and not KEEPS_PROTOCOLS & set(roles.values_list("role", flat=True)):
        raise refusal(NotAllowed(NOT_YOUR_ROLE, "Only a lead may keep protocols."), by, "keep-protocol", clinic.pk)
