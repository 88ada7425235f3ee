"""What Chromium itself says of the pages as an app to install: nothing is in the way."""

from playwright.sync_api import Page

from tests.web.conftest import Place


def test_the_pages_can_be_installed(live: str, page: Page, place: Place) -> None:
    place.clinic.name = "Northside"
    place.clinic.save()
    page.goto(f"{live}/about/")
    chromium = page.context.new_cdp_session(page)
    manifest = chromium.send("Page.getAppManifest")
    assert manifest["url"] == f"{live}/manifest.webmanifest"
    assert manifest["errors"] == []
    assert '"display": "standalone"' in manifest["data"]
    wrong = {each["errorId"] for each in chromium.send("Page.getInstallabilityErrors")["installabilityErrors"]}
    assert wrong <= {"in-incognito"}, "the window of a test is a private one, from which nothing is installed"
