"""What a clinic decides for itself where no source states it. It holds from an instant on, and is never changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from enthesis.clinic.access import CLINICIAN, LEAD, By, Operator, handle, user_key
from enthesis.clinic.accounts import names_of
from enthesis.clinic.errors import NOT_YOUR_ROLE, NotAllowed
from enthesis.clinic.looks import looked, refusal
from enthesis.clinic.models import Clinic, ClinicDecision, Membership, User
from enthesis.clinic.numbers import handle_of
from enthesis.clinic.prepared import Prepared
from enthesis.pathway.escalation import Clock, Decided, Duty, Rules, rules, shipped
from enthesis.pathway.medications import Hold
from enthesis.pathway.medications.holds import LONGEST, published

ON_CALL = "on-call"
ANSWERS_WITHIN = "answers-within:"  # and the id of a clock
MESSAGES = "messages:"  # and a purpose of a message, or "quiet"
HOLD = "hold:"  # and a group of `medications/holds.yaml`; the value is days before / days after
DECIDES = frozenset({CLINICIAN, LEAD})


class NotDecided(ValueError):
    """A decision was not kept. `says` and `remedy` are sentences; `field` names what is wrong."""

    def __init__(self, says: str, remedy: str, field: str) -> None:
        super().__init__(f"{says} {remedy}")
        self.says, self.remedy, self.field = says, remedy, field


def decide(
    name: str, value: str, *, clinic: Clinic, by: By, why: str = "", since: datetime | None = None
) -> ClinicDecision:
    """Keep a decision. It holds from now, or from a later instant; what was decided before stays readable.

    Raises `NotAllowed` where somebody else than a clinician or a lead of the clinic tries, and `NotDecided`.
    """
    check_may_decide(by, clinic, f"decide {name}")
    now = datetime.now(UTC)
    if since is not None and since < now:
        raise NotDecided("That time is over.", "A decision holds from now or from later on.", "since")
    looked(by, f"decide {name}"[:80], clinic=clinic.pk)
    kept = ClinicDecision.objects.create(
        clinic=clinic, name=name, value=value, since=since or now, why=why[:400], made_at=now, made_by=handle(by)
    )
    if name.startswith((MESSAGES, HOLD)):
        from enthesis.clinic.messages.rows import plan_again  # which reads decisions itself

        plan_again(clinic.pk)
    return kept


def check_may_decide(by: By, clinic: Clinic, what: str) -> None:
    """Raises `NotAllowed`, which is written down, where somebody may not decide for a clinic."""
    held = Membership.objects.filter(user_id=user_key(by), clinic=clinic, user__is_active=True)
    if not isinstance(by, Operator) and not DECIDES & set(held.values_list("role", flat=True)):
        says = "Only a clinician or a lead of the clinic may decide that."
        raise refusal(NotAllowed(NOT_YOUR_ROLE, says), by, what[:80], clinic.pk)


def decisions(clinic: int, names: Iterable[str]) -> list[ClinicDecision]:
    """Every decision of these names, in the order in which they hold; of two that begin together the later one wins."""
    return _DECIDED(clinic, tuple(names))


_DECIDED = Prepared(
    lambda clinic, names: ClinicDecision.objects.filter(clinic=clinic, name__in=names).order_by("since", "pk")
)


# -- who answers a symptom, and by when ----------------------------------------------------------------------------


_ANSWERERS = Prepared(
    lambda clinic: (
        Membership.objects.filter(clinic=clinic, role__in=(CLINICIAN, LEAD), user__is_active=True)
        .order_by("pk")
        .values_list("role", "user")
    )
)


def escalation_rules(clinic: int, zone: ZoneInfo) -> Rules:
    """The clocks and the ladder with what one clinic decided and who works there."""
    people = _ANSWERERS(clinic)
    names = {f"{ANSWERS_WITHIN}{clock.id}": clock.id for clock in shipped().clocks if clock.unit}
    kept = decisions(clinic, (ON_CALL, *names))
    by = names_of(one.made_by for one in kept)
    return rules(
        decided=tuple(
            Decided(names[one.name], int(one.value) if one.value else None, one.since, by.get(one.made_by, ""), one.why)
            for one in kept
            if one.name != ON_CALL
        ),
        on_call=tuple(Duty(one.value, one.since) for one in kept if one.name == ON_CALL),
        clinicians=frozenset(handle_of(user) for role, user in people if role == CLINICIAN),
        leads=tuple(handle_of(user) for role, user in people if role == LEAD),
        zone=zone,
    )


def clinicians_of(clinic: int) -> list[User]:
    """The clinicians of a clinic, in the order of their names."""
    return _staff(clinic, (CLINICIAN,))


def owners_of(clinic: int) -> list[User]:
    """Those to whom a symptom can be handed over: the clinicians and leads of a clinic, in the order of their names."""
    return _staff(clinic, (CLINICIAN, LEAD))


def _staff(clinic: int, roles: tuple[str, ...]) -> list[User]:
    found = User.objects.filter(memberships__clinic=clinic, memberships__role__in=roles, is_active=True).distinct()
    return sorted(found, key=lambda user: (user.name.casefold(), user.pk))


def set_on_call(
    owner: User | None, *, clinic: Clinic, by: By, why: str = "", since: datetime | None = None
) -> ClinicDecision:
    """Who is on call from now or from a later instant on; None: nobody. Raises `NotAllowed` and `NotDecided`."""
    if owner is not None and owner.handle not in {user.handle for user in clinicians_of(clinic.pk)}:
        raise NotDecided(f"{owner.name or owner.handle} is no clinician of {clinic.name}.", "Name one who is.", "owner")
    return decide(ON_CALL, owner.handle if owner else "", clinic=clinic, by=by, why=why, since=since)


def set_answers_within(clock: str, amount: int | None, *, clinic: Clinic, by: By, why: str) -> ClinicDecision:
    """Within how many minutes (or days) somebody answers; None: the clinic takes its number back.

    Raises `NotAllowed` and `NotDecided`.
    """
    found = _clock(clock)
    if amount is not None and not 1 <= amount <= found.most:
        raise NotDecided(
            f"{amount} {found.unit} cannot be right for “{found.title.lower()}”.",
            f"Give 1 to {found.most} {found.unit}.",
            "amount",
        )
    if not why.strip():
        raise NotDecided("A decision has a reason.", "Say why, so that the next person can judge it.", "why")
    value = "" if amount is None else str(amount)
    return decide(f"{ANSWERS_WITHIN}{found.id}", value, clinic=clinic, by=by, why=why.strip())


def _clock(name: str) -> Clock:
    open_ones = [clock for clock in shipped().clocks if clock.unit]
    found = next((clock for clock in open_ones if clock.id == name), None)
    if found is None:
        listed = ", ".join(clock.id for clock in open_ones)
        raise NotDecided(f"“{name:.40}” has no time that a clinic decides.", f"There is: {listed}.", "clock")
    return found


# -- how long drugs are left out around a session ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OwnHold:
    """The clinic's own pause of one group of drugs, for every protocol that states none."""

    hold: Hold
    by: str
    since: datetime
    why: str


def own_holds(clinic: int, now: datetime | None = None) -> dict[str, OwnHold]:
    """The clinic's own pauses that hold now, by group of drugs."""
    at = now or datetime.now(UTC)
    kept = [one for one in decisions(clinic, [f"{HOLD}{group}" for group in published()]) if one.since <= at]
    by = names_of(one.made_by for one in kept)
    last = {one.name: one for one in kept}
    return {
        name.removeprefix(HOLD): OwnHold(
            _hold(name.removeprefix(HOLD), one.value), by.get(one.made_by, ""), one.since, one.why
        )
        for name, one in last.items()
        if one.value
    }


def _hold(group: str, value: str) -> Hold:
    before, after = value.split("/")
    return Hold(group, int(before) if before else None, int(after) if after else None, "the clinic")


def set_hold(group: str, before: int | None, after: int | None, *, clinic: Clinic, by: By, why: str) -> ClinicDecision:
    """How many days a group of drugs is left out before and after a session; None: not decided, 0: no pause.

    Raises `NotAllowed` and `NotDecided`.
    """
    if group not in published():
        listed = ", ".join(published())
        raise NotDecided(f"“{group:.40}” is no group of drugs with a pause.", f"There is: {listed}.", "group")
    for side, days in (("before", before), ("after", after)):
        if days is not None and not 0 <= days <= LONGEST:
            raise NotDecided(f"{days} days {side} a session cannot be right.", f"Give 0 to {LONGEST}.", side)
    if not why.strip():
        raise NotDecided("A decision has a reason.", "Say why, so that the next person can judge it.", "why")
    sides = ["" if days is None else str(days) for days in (before, after)]
    value = "/".join(sides) if any(sides) else ""
    return decide(f"{HOLD}{group}", value, clinic=clinic, by=by, why=why.strip())
