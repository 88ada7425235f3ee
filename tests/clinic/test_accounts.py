"""Accounts: invited, signed in, and the pages' first line of defence."""

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from enthesis.clinic.accounts import invite, password_token
from enthesis.clinic.models import Membership, Role, User
from enthesis.clinic.people import clinics_of
from tests.clinic.making import House


def test_an_invitation_is_an_account_with_one_role(north: House, south: House) -> None:
    user = invite("Ada@Example.org", clinic=north.clinic, role="clinician", name="Ada")
    assert not user.has_usable_password()
    again = invite("ada@example.org ", clinic=south.clinic, role="lead")
    assert again == user
    assert invite("ada@example.org", clinic=south.clinic, role="lead") == user
    assert clinics_of(user) == [(north.clinic, frozenset({"clinician"})), (south.clinic, frozenset({"lead"}))]
    assert Membership.objects.filter(user=user).count() == 2
    assert password_token(user)


def test_a_patient_is_invited_to_a_record_and_nobody_else_is(north: House, south: House) -> None:
    with pytest.raises(ValueError, match="names a person"):
        invite("x@example.org", clinic=north.clinic, role="patient")
    with pytest.raises(ValueError, match="names a person"):
        invite("x@example.org", clinic=north.clinic, role="clinician", person=north.person)
    with pytest.raises(ValueError, match="another clinic"):
        invite("x@example.org", clinic=south.clinic, role="patient", person=north.person)
    with pytest.raises(ValueError, match="surgeon"):
        invite("x@example.org", clinic=north.clinic, role="surgeon")
    assert not User.objects.filter(email="x@example.org").exists()


def test_nobody_signs_up(north: House, client: Client) -> None:
    before = User.objects.count()
    page = client.get("/accounts/signup/")
    assert page.status_code in (200, 403, 404)
    fields = {"email": "me@example.org", "password1": "a long password 1", "password2": "a long password 1"}
    client.post("/accounts/signup/", fields)
    assert User.objects.count() == before


def test_signing_in(north: House, client: Client) -> None:
    user = invite("ada@example.org", clinic=north.clinic, role=Role.CLINICIAN)
    user.set_password("a long password 1")
    user.save()
    wrong = client.post("/accounts/login/", {"login": "ada@example.org", "password": "another"})
    assert (wrong.status_code, "_auth_user_id" in client.session) == (200, False)
    right = client.post("/accounts/login/", {"login": "Ada@example.org", "password": "a long password 1"})
    assert (right.status_code, client.session["_auth_user_id"]) == (302, str(user.pk))


def test_second_factors_are_kept_sealed(north: House) -> None:
    secret = generate_totp_secret()
    kept = TOTP.activate(north["clinician"], secret).instance
    assert secret not in str(kept.data)
    assert get_adapter().decrypt(kept.data["secret"]) == secret


def test_a_page_says_what_a_browser_may_do(db: None, client: Client) -> None:
    page = client.get("/accounts/login/")
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert page.headers["X-Frame-Options"] == "DENY"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "application/json", "multipart/form-data; boundary=x"]
)
def test_a_form_of_20_mb_gets_a_page_that_says_so(db: None, client: Client, kind: str) -> None:
    page = client.post("/accounts/login/", data=b"login=" + b"x" * 20_000_000, content_type=kind)
    assert page.status_code == 413
    assert "Nothing was stored" in page.content.decode() or "too large" in page.content.decode().lower()
    assert "Traceback" not in page.content.decode()


def test_a_length_that_is_none_is_refused(db: None, client: Client) -> None:
    page = client.generic("POST", "/accounts/login/", b"x=1", CONTENT_LENGTH="-5")
    assert page.status_code == 413
