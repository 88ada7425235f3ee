"""How people of a clinic stay signed in, and that its staff has a second step: the clinic decides, within limits."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from allauth.mfa.models import Authenticator

from enthesis.clinic.access import By
from enthesis.clinic.decisions import NotDecided, decide, decisions
from enthesis.clinic.models import Clinic, User

GRACE = "sign-in:grace-days"
STAFF_IDLE = "sign-in:staff-idle-minutes"
PATIENT_IDLE = "sign-in:patient-idle-days"
UNLESS_DECIDED = {GRACE: 0, STAFF_IDLE: 30, PATIENT_IDLE: 14}  # no source states them
RANGES = {GRACE: (0, 30), STAFF_IDLE: (5, 12 * 60), PATIENT_IDLE: (1, 90)}
UNITS = {GRACE: "days", STAFF_IDLE: "minutes", PATIENT_IDLE: "days"}

SECOND_STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True, slots=True)
class SignInRules:
    """What holds at a clinic now."""

    grace_days: int  # so long after being invited staff may work without a second step
    staff_idle_minutes: int
    patient_idle_days: int
    decided: frozenset[str]  # names of the rules that the clinic decided

    def value(self, name: str) -> int:
        return {GRACE: self.grace_days, STAFF_IDLE: self.staff_idle_minutes, PATIENT_IDLE: self.patient_idle_days}[name]

    @property
    def staff_idle(self) -> timedelta:
        return timedelta(minutes=self.staff_idle_minutes)

    @property
    def patient_idle(self) -> timedelta:
        return timedelta(days=self.patient_idle_days)


def rules_of(clinic: int | None) -> SignInRules:
    """What the clinic decided, and the defaults where it did not."""
    kept = {one.name: one.value for one in decisions(clinic, UNLESS_DECIDED)} if clinic else {}
    decided = {name: int(value) for name, value in kept.items() if value}
    value = {**UNLESS_DECIDED, **decided}
    return SignInRules(value[GRACE], value[STAFF_IDLE], value[PATIENT_IDLE], frozenset(decided))


def set_rule(name: str, value: int | None, *, clinic: Clinic, by: By, why: str) -> None:
    """Keep one rule; None: no longer decided. Raises `NotDecided`, and `NotAllowed` for who may not decide."""
    least, most = RANGES[name]
    if value is not None and not least <= value <= most:
        raise NotDecided(f"{value} {UNITS[name]} cannot be right.", f"Give {least} to {most} {UNITS[name]}.", name)
    if not why.strip():
        raise NotDecided("A decision has a reason.", "Say why, so that the next person can judge it.", "why")
    decide(name, "" if value is None else str(value), clinic=clinic, by=by, why=why.strip())


def has_second_step(user: User) -> bool:
    """Whether an account has an authenticator app or a passkey, and recovery codes for the day that it is lost."""
    kinds = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    return bool(kinds & set(SECOND_STEPS)) and Authenticator.Type.RECOVERY_CODES in kinds


def in_grace(user: User, rules: SignInRules) -> bool:
    """Whether somebody of the staff may still work without a second step."""
    return datetime.now(UTC) < user.joined_at + timedelta(days=rules.grace_days)
