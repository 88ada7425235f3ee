"""What stands around every page: sign-in, the way in for each role, the ribbon, clear pages for what goes wrong."""

import re

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import path

from enthesis.web import urls
from tests.web.conftest import PASSWORD, Place, Starter, diary, until_injection

FIRST_PAGES = {
    "patient": "/my/",
    "clinician": "/worklist/",
    "therapist": "/worklist/",
    "front-desk": "/worklist/",
    "lead": "/protocols/",
}
RIBBON = "Synthetic example data"


def broken(request: object) -> None:
    raise RuntimeError("a defect")


urlpatterns = [*urls.urlpatterns, path("broken/", broken)]
handler500 = urls.handler500


@pytest.mark.parametrize(("role", "page"), FIRST_PAGES.items())
def test_each_role_is_led_to_its_own_first_page(role: str, page: str, place: Place) -> None:
    answer = place.client(role).get("/")
    assert (answer.status_code, answer["Location"]) == (302, page)


def test_signing_in_with_a_password(place: Place) -> None:
    client = Client()
    wrong = client.post("/accounts/login/", {"login": "patient-a@example.test", "password": "no"})
    assert wrong.status_code == 200
    assert "not correct" in wrong.content.decode()
    right = client.post("/accounts/login/", {"login": "patient-a@example.test", "password": PASSWORD}, follow=True)
    assert right.request["PATH_INFO"] == "/my/"


def test_what_is_missing_at_sign_in_is_asked_for_by_name(place: Place) -> None:
    page = Client().post("/accounts/login/", {}).content.decode()
    assert "Type your password." in page
    assert "This field is required" not in page


def test_nobody_signs_up(place: Place) -> None:
    assert "By invitation only" in Client().get("/accounts/signup/").content.decode()


def test_the_pages_of_an_account(place: Place) -> None:
    client = Client()
    client.post("/accounts/login/", {"login": "clinician-a@example.test", "password": PASSWORD})
    for page in ("2fa/", "2fa/totp/activate/", "2fa/webauthn/", "2fa/webauthn/add/", "password/change/", "logout/"):
        answer = client.get(f"/accounts/{page}")
        if answer.status_code == 302:  # the password once more, before a second step is changed
            asked = client.get(answer["Location"])
            assert "enthesis.css" in asked.content.decode()
            answer = client.post(answer["Location"], {"password": PASSWORD}, follow=True)
        assert answer.status_code == 200, page
        assert answer.request["PATH_INFO"] == f"/accounts/{page}"
        assert "enthesis.css" in answer.content.decode(), page
        assert "data:image" not in answer.content.decode(), page
    assert client.post("/accounts/logout/").status_code == 302
    assert client.get("/worklist/").status_code == 302


def test_somebody_without_a_role_is_told_so(place: Place) -> None:
    from enthesis.clinic.models import User

    place.users["nobody"] = User.objects.create_user("nobody@example.test", PASSWORD)
    assert "You have no role yet" in place.client("nobody").get("/").content.decode()


def test_the_ribbon_is_on_every_page_of_the_example_clinic_and_of_no_other(place: Place, elsewhere: Place) -> None:
    for role, page in FIRST_PAGES.items():
        assert RIBBON in place.client(role).get(page).content.decode()
        assert RIBBON not in elsewhere.client(role).get(page).content.decode()


def test_clear_pages_for_what_goes_wrong(place: Place) -> None:
    client = place.client("clinician")
    assert "There is no such page here" in client.get("/nothing/").content.decode()
    assert "not for your role" in place.client("patient").get("/worklist/").content.decode()
    large = client.post("/patients/new/", {"name": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 10)})
    assert (large.status_code, "That is too large" in large.content.decode()) == (413, True)
    many = client.post("/patients/new/", {f"f{n}": "1" for n in range(1200)})
    assert (many.status_code, "Nothing was stored" in many.content.decode()) == (400, True)
    coded = {"content_type": "application/x-www-form-urlencoded"}
    for wrong in (b"name=caf%E9%FF", b"name=caf\xe9", b"%ED%A0%80=x"):  # no UTF-8, nor half of a character
        bad = client.generic("POST", "/patients/new/", wrong, **coded)
        assert (bad.status_code, "That could not be read" in bad.content.decode()) == (400, True)
    sound = client.generic("POST", "/patients/new/", b"name=caf%C3%A9", **coded)
    assert sound.status_code == 200
    assert sound.context["form"]["name"].value() == "caf\u00e9"
    strict = Client(enforce_csrf_checks=True)
    refused = strict.post("/accounts/login/", {"login": "a", "password": "b"})
    assert (refused.status_code, "Please send that once more" in refused.content.decode()) == (403, True)


@override_settings(ROOT_URLCONF=__name__)
def test_a_defect_of_ours_says_so_and_nothing_else(place: Place) -> None:
    client = place.client("clinician")
    client.raise_request_exception = False
    answer = client.get("/broken/")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "Something broke on our side" in page
    assert "RuntimeError" not in page


def test_no_page_has_a_style_or_a_script_of_its_own(place: Place, start: Starter) -> None:
    number = start(*until_injection(), *diary(29, [6, None, 5]))
    pages = {
        "patient": ["/my/", f"/my/{number}/diary/", f"/my/{number}/progress/", f"/my/{number}/check-in/"],
        "clinician": [
            "/worklist/",
            f"/courses/{number}/",
            f"/courses/{number}/record/injection/treatment/",
            f"/courses/{number}/record/review/response-review/",
        ],
        "lead": ["/protocols/", "/protocols/nutura-back/2026-11/"],
    }
    for role, paths in pages.items():
        for each in paths:
            answer = place.client(role).get(each)
            page = answer.content.decode()
            assert "default-src 'self'" in answer["Content-Security-Policy"]
            assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=|javascript:|https?://(?!www\.w3\.org)", page), (
                each
            )
            assert answer["Cache-Control"].startswith("max-age=0"), each


def test_what_people_type_is_only_ever_shown_as_words(place: Place, start: Starter) -> None:
    client = place.client("clinician")
    evil = "<script>alert(1)</script>\"'><img src=x>"
    number = start()
    page = client.get(f"/courses/{number}/record/pause/")
    data = {"form_id": page.context["form"]["form_id"].value(), "head": 1, "happened_on": "nonsense", "reason": evil}
    assert "<img src=x>" not in client.post(f"/courses/{number}/record/pause/", data).content.decode()
    data["happened_on"] = str(place.today)
    client.post(f"/courses/{number}/record/pause/", data)
    assert "<img src=x>" not in client.get(f"/courses/{number}/").content.decode()
    assert "<img src=x>" not in client.get("/patients/", {"words": evil}).content.decode()
