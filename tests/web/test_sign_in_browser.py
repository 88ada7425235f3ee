"""Setting up a passkey and signing in with it, through Chromium's own authenticator for tests."""

from playwright.sync_api import Page, expect

from enthesis.clinic.accounts import invite
from enthesis.clinic.models import Clinic
from tests.support.browser import look
from tests.web.conftest import PASSWORD


def with_authenticator(page: Page) -> None:
    """A phone's own authenticator, whose owner is always recognised."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    always = {"isUserVerified": True, "automaticPresenceSimulation": True}
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": {**kind, **always}})


def test_staff_sets_up_a_passkey_and_signs_in_with_it(live: str, page: Page) -> None:
    clinic = Clinic.objects.create(name="Northside", time_zone="UTC")
    invite("dr@example.test", clinic=clinic, role="clinician", name="Dr North", password=PASSWORD)
    with_authenticator(page)
    page.goto(f"{live}/accounts/login/")
    page.get_by_label("Email").fill("dr@example.test")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A second step for your sign-in")
    look(page, "sign-in-second-step", whole=True)
    page.get_by_role("link", name="Set up a passkey").click()
    look(page, "sign-in-is-it-you", whole=True)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    look(page, "sign-in-add-key", whole=True)
    page.get_by_label("Name").fill("My phone")
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add the key").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    look(page, "sign-in-recovery-codes", whole=True)
    page.get_by_role("link", name="I have kept them").click()
    expect(page).to_have_url(f"{live}/worklist/")
    for path, name in (
        ("2fa/", "steps"),
        ("2fa/webauthn/", "keys"),
        ("2fa/recovery-codes/generate/", "new-codes"),
        ("2fa/totp/activate/", "app"),
        ("sessions/", "sessions"),
        ("clinics/", "clinics"),
    ):
        page.goto(f"{live}/accounts/{path}")
        look(page, f"sign-in-{name}", whole=True)
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{live}/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(f"{live}/worklist/")
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{live}/accounts/login/")  # the password, and the passkey as the second step
    page.get_by_label("Email").fill("dr@example.test")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The second step")
    look(page, "sign-in-authenticate", whole=True)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(f"{live}/worklist/")
