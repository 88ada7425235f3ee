"""Clinics, accounts and patients."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from enthesis.clinic.numbers import PERSON, handle_of, number_of
from enthesis.clinic.prepared import Prepared


class Role(models.TextChoices):
    """What somebody is in one clinic. The words are those of `pathway.protocol.model.Role`."""

    PATIENT = "patient"
    THERAPIST = "therapist"
    FRONT_DESK = "front-desk"
    CLINICIAN = "clinician"
    LEAD = "lead"


class Clinic(models.Model):
    """A clinic. Each record belongs to exactly one."""

    name = models.CharField(max_length=200)
    time_zone = models.CharField(max_length=64, default="UTC")  # IANA name; days are counted on its calendar
    telephone = models.CharField(max_length=40, blank=True, default="")  # whom patients call, by day
    telephone_when_closed = models.CharField(max_length=40, blank=True, default="")
    emergency_number = models.CharField(max_length=40, blank=True, default="")  # of the country: 112, 911
    meeting_link = models.CharField(max_length=300, blank=True, default="")  # where telehealth visits are held
    country = models.CharField(max_length=2, blank=True, default="")  # ISO 3166: whose drug names and limits hold
    currency = models.CharField(max_length=3, blank=True, default="")  # ISO 4217
    language = models.CharField(max_length=12, blank=True, default="")  # BCP 47: where a person has chosen none

    def __str__(self) -> str:
        return self.name


class Users(BaseUserManager["User"]):
    def get(self, *args: Any, **asked: Any) -> "User":
        """Django's own; by key alone, as each page asks for who is signed in, put together once."""
        if args or type(self) is not Users or set(asked) != {"pk"} or not isinstance(asked["pk"], int):
            return super().get(*args, **asked)
        found = _by_key(asked["pk"])
        if not found:
            raise self.model.DoesNotExist("There is no such account.")
        return found[0]

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """An account; without a password nobody can sign in to it until one is set."""
        user = self.model(email=self.normalize_email(email).strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """An account. It may do nothing by itself: rights come from memberships."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, blank=True)  # as other people in the clinic see it
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Users] = Users()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.handle

    @property
    def handle(self) -> str:
        """How the log names this account: "U-17". It stays when a name changes, and names nobody by itself."""
        return handle_of(self.pk)


_by_key = Prepared(lambda key: User.objects.filter(pk=key))


class Person(models.Model):
    """A patient. Name, birthday and contact are sealed under the person's own key."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="people")
    sealed = models.BinaryField(default=b"")  # JSON of `people.Profile`
    made_at = models.DateTimeField(auto_now_add=True)
    restricted = models.BooleanField(default=False, db_default=False)  # *derived* from the last `Restriction`

    class Meta:
        indexes = (Index(fields=["clinic"], name="person_restricted", condition=Q(restricted=True)),)

    @property
    def number(self) -> str:
        return number_of(self.pk, PERSON)


class PersonKey(models.Model):
    """A person's key, wrapped under the master key. Without it the person's words are noise, for ever."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, primary_key=True, related_name="key")
    wrapped = models.BinaryField(null=True)
    destroyed_at = models.DateTimeField(null=True)
    destroyed_by = models.CharField(max_length=64, default="")


class Membership(models.Model):
    """One role of one account in one clinic; a patient's names the person whose record it opens."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role.choices)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="memberships")

    class Meta:
        constraints = (
            UniqueConstraint(
                fields=["user", "clinic", "role"], condition=Q(person__isnull=True), name="membership_once"
            ),
            UniqueConstraint(fields=["user", "person"], condition=Q(person__isnull=False), name="patient_once"),
            CheckConstraint(
                condition=Q(role="patient", person__isnull=False) | (~Q(role="patient") & Q(person__isnull=True)),
                name="patient_names_person",
            ),
        )


class NameWord(models.Model):
    """*Derived.* One word of a person's name, or the beginning of one, unreadable without the master key."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+", db_index=False)
    token = models.BinaryField(max_length=12)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="words")

    class Meta:
        constraints = (UniqueConstraint(fields=["clinic", "token", "person"], name="name_word_once"),)
