"""Notices: messages that belong to no visit. Whoever has one to give calls `notify`, inside its own transaction.

A notice is a row that is there with what brought it about, or not at all: it goes when that transaction is taken back.
The worker finds it and sends it once (notices_sending.py). Its words are rules in `knowledge/messages.yaml`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from enthesis.clinic.keys import open_text, person_key, seal_text, token
from enthesis.clinic.messages.rows import choices_of
from enthesis.clinic.models import PersonKey
from enthesis.clinic.notices.models import Notice
from enthesis.clinic.numbers import PERSON, number_of
from enthesis.pathway.messages import Notice as Rule
from enthesis.pathway.messages import awake, shipped

LONGEST_KEY = 160
_LATER = "later"  # sending.State.LATER, which reads this module


@dataclass(frozen=True, slots=True)
class Given:
    """What a notice was given: the address, where it goes to no patient, and its values."""

    to: str
    values: Mapping[str, str]
    language: str = ""  # of whoever has the address, where the page that asked was read in one


def notify(person: int, purpose: str, key: str, values: Mapping[str, str], *, now: datetime) -> None:
    """Tell a patient something, by the way that the patient chose, and once for a key.

    `values`: `link`, a page of its own (whole, or from the clinic's address on: "/my/messages/"); `until`, the last day
    on which the link can be used, as 2026-03-02. Who was erased is told nothing. Raises `ValueError` for a purpose,
    key or values that there are not: a fault of the caller.
    """
    rule = _rule(purpose, key, values, to_patient=True)
    held = PersonKey.objects.select_related("person").filter(person=person).first()
    if held is None or held.wrapped is None:
        return
    clinic = held.person.clinic_id
    recipient = number_of(person, PERSON)
    sealed = person_key(person, bytes(held.wrapped)).seal(
        _packed("", values), _belongs_to(clinic, recipient, purpose, key).encode()
    )
    _write(clinic, person, recipient, rule, key, sealed, now)


def notify_address(
    clinic: int,
    address: str,
    purpose: str,
    key: str,
    values: Mapping[str, str],
    *,
    now: datetime,
    language: str = "",
) -> None:
    """Tell whoever has an e-mail address something, once for a key: before there is a patient, or to staff.

    `values` and errors as in `notify`; `language` as the page was read ("es", "en-gb"), English where it is not said.
    """
    rule = _rule(purpose, key, values, to_patient=False)
    recipient = f"A-{token(clinic, address.strip().casefold()).hex()}"
    plain = _packed(address.strip(), values, language).decode()
    sealed = seal_text(plain, _belongs_to(clinic, recipient, purpose, key)).encode()
    _write(clinic, None, recipient, rule, key, sealed, now)


def take_back(clinic: int, purpose: str, key: str) -> int:
    """Take back what has not left yet: nothing is to be told any more. How many there were."""
    waiting = Notice.objects.filter(clinic=clinic, purpose=purpose, key=key, state__in=("", _LATER))
    return waiting.delete()[0]


def given(row: Notice, wrapped: bytes | None) -> Given | None:
    """What a notice was given; None where its person was erased, or it was forgotten."""
    if not row.sealed:
        return None
    belongs_to = _belongs_to(row.clinic_id, row.recipient, row.purpose, row.key)
    if row.person_id is None:
        plain = open_text(bytes(row.sealed).decode(), belongs_to)
    elif wrapped is None:
        return None
    else:
        what = f"A notice of {row.recipient}"
        plain = person_key(row.person_id, wrapped).open(bytes(row.sealed), belongs_to.encode(), what).decode()
    fields = json.loads(plain)
    return Given(fields["to"], fields["values"], fields.get("language", ""))


def _rule(purpose: str, key: str, values: Mapping[str, str], *, to_patient: bool) -> Rule:
    rule = shipped().notices.get(purpose)
    if rule is None or rule.to_patient != to_patient:
        whom = "a patient" if to_patient else "an address"
        known = ", ".join(each.id for each in shipped().notices.values() if each.to_patient == to_patient)
        raise ValueError(f'"{purpose}" is no notice to {whom}. There are {known}.')
    if not 0 < len(key) <= LONGEST_KEY:
        raise ValueError(f"The key of a notice has 1 to {LONGEST_KEY} characters; this has {len(key)}.")
    strange = sorted(set(values) - set(rule.holds))
    if strange:
        raise ValueError(f'A notice "{purpose}" is given {", ".join(rule.holds)}, and not {", ".join(strange)}.')
    if values.get("until"):
        date.fromisoformat(values["until"])
    return rule


def _write(clinic: int, person: int | None, recipient: str, rule: Rule, key: str, sealed: bytes, now: datetime) -> None:
    until = now + timedelta(days=rule.days)
    due = now
    if rule.keeps_quiet:
        zone, times, _ = choices_of(clinic)
        due = awake(now, until, times.quiet, zone)
    row: dict[str, Any] = {"recipient": recipient, "purpose": rule.id, "key": key, "sealed": sealed}
    made = Notice(clinic_id=clinic, person_id=person, made_at=now, due=due, until=until, **row)
    Notice.objects.bulk_create([made], ignore_conflicts=True)  # a second one for a key is the first


def _packed(to: str, values: Mapping[str, str], language: str = "") -> bytes:
    spoken = {"language": language} if language else {}
    return json.dumps({"to": to, "values": dict(values), **spoken}).encode()


def _belongs_to(clinic: int, recipient: str, purpose: str, key: str) -> str:
    return f"enthesis notice\n{clinic}\n{recipient}\n{purpose}\n{key}"
