"""A prepared query answers what Django's own would, for any number of values."""

from datetime import UTC, datetime, timedelta

import pytest

from enthesis.clinic.decisions import ON_CALL
from enthesis.clinic.models import Clinic, ClinicDecision, Membership, User
from enthesis.clinic.prepared import Prepared

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
_BY_NAME = Prepared(
    lambda clinic, names: ClinicDecision.objects.filter(clinic=clinic, name__in=names).order_by("since", "pk")
)
_SINCE = Prepared(
    lambda clinic, since: (
        ClinicDecision.objects.filter(clinic=clinic, since__gt=since).order_by("pk").values_list("name", flat=True)
    )
)
_JOINED = Prepared(lambda user: Membership.objects.filter(user=user).select_related("clinic").order_by("pk")[:1])


@pytest.fixture
def clinic() -> Clinic:
    found = Clinic.objects.create(name="Northside")
    for place, name in enumerate((ON_CALL, "a", "b", "c", "d", "%s")):
        ClinicDecision.objects.create(
            clinic=found, name=name, value=str(place), since=NOON + timedelta(days=place), made_at=NOON, made_by="U-1"
        )
    return found


@pytest.mark.parametrize("names", [(), ("a",), ("a", "b", "c"), {"d", "c", "b", "a", "%s"}, ("none",)])
def test_a_list_of_any_length(clinic: Clinic, names: tuple[str, ...]) -> None:
    found = _BY_NAME(clinic.pk, names)
    assert found == list(ClinicDecision.objects.filter(clinic=clinic, name__in=names).order_by("since", "pk"))
    assert [(one.name, one.since) for one in found] == [
        (one.name, one.since)
        for one in ClinicDecision.objects.filter(clinic=clinic, name__in=names).order_by("since", "pk")
    ]


def test_instants_are_compared_as_instants(clinic: Clinic) -> None:
    assert _SINCE(clinic.pk, NOON + timedelta(days=3)) == ["d", "%s"]
    assert _SINCE(clinic.pk, NOON + timedelta(days=4)) == ["%s"]


def test_what_is_related_comes_along_and_is_asked_anew(clinic: Clinic) -> None:
    user = User.objects.create_user("a@b.example")
    assert _JOINED(user.pk) == []
    Membership.objects.create(user=user, clinic=clinic, role="lead")
    (found,) = _JOINED(user.pk)
    assert found.clinic.name == "Northside"
    assert found.role == "lead"


def test_an_account_by_its_key(clinic: Clinic) -> None:
    user = User.objects.create_user("a@b.example")
    assert User.objects.get(pk=user.pk).email == "a@b.example"
    with pytest.raises(User.DoesNotExist):
        User.objects.get(pk=user.pk + 1)


def test_a_query_that_cannot_be_prepared_says_so() -> None:
    with pytest.raises(ValueError, match="prefetch"):
        Prepared(lambda clinic: Clinic.objects.filter(pk=clinic).prefetch_related("memberships"))(1)
    with pytest.raises(ValueError, match="rows or objects"):
        Prepared(lambda clinic: Clinic.objects.filter(pk=clinic).values("name"))(1)
