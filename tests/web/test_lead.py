"""Protocols as they are in the files, and what a clinic decides in its own copy."""

import pytest
from django.test import Client

from enthesis.clinic.lead.models import ProtocolDraft
from enthesis.clinic.models import ProtocolCopy
from enthesis.clinic.protocols import protocols_of
from enthesis.pathway.protocol.figures import open_points
from tests.web.conftest import Place, Starter
from tests.web.walking import send

SHIPPED = "/protocols/nutura-back/2026-11/"


@pytest.fixture
def lead(place: Place) -> Client:
    return place.client("lead")


def field_of(client: Client, path: str, activity: str, figure: str) -> int:
    figures = client.get(path).context["form"].figures
    return next(n for n, f in enumerate(figures) if (f.activity, f.path) == (activity, figure))


def published(place: Place, lead: Client, draft: str) -> str:
    """The page of a draft's version after a second person has read it."""
    for client, turn in ((place.client("clinician"), "review"), (lead, "publish")):
        where = client.post(draft + "turn/", {"turn": turn, "revision": ProtocolDraft.objects.get().revision})
    return where["Location"]


def test_every_shipped_protocol_has_its_page(place: Place, lead: Client) -> None:
    known = protocols_of(place.clinic.pk)
    listing = lead.get("/protocols/").content.decode()
    assert len(known) >= 9
    for (name, version), protocol in known.items():
        page = lead.get(f"/protocols/{name}/{version}/")
        text = page.content.decode()
        assert page.status_code == 200, name
        assert protocol.title in listing.replace("&#x27;", "'").replace("&amp;", "&"), name
        assert text.count('<span class="tag tag-open">not stated</span>') == len(open_points(protocol)), name


def test_a_decision_makes_a_new_version_and_leaves_courses_alone(place: Place, lead: Client, start: Starter) -> None:
    number = start()
    path = SHIPPED + "decide/"
    n = field_of(lead, path, "treatment", "then.weeks.ideal")
    draft = send(lead, path, by="M. Okafor", **{f"value-{n}": "5", f"why-{n}": "Half-way between the two ends."})
    where = published(place, lead, draft)
    assert where == "/protocols/nutura-back/2026-11-local.1/"
    page = lead.get(where).content.decode()
    assert "5 weeks" in page
    assert "decided by M. Okafor" in page
    differs = lead.get(where + "changes/").content.decode()
    assert "Half-way between the two ends." in differs
    clinician = place.client("clinician")
    assert "/protocols/nutura-back/2026-11/" in clinician.get(f"/courses/{number}/").content.decode()
    chosen = {"chosen": "nutura-back|2026-11-local.1", "reason": "The new margins"}
    send(clinician, f"/courses/{number}/record/transfer/", **chosen)
    assert "2026-11-local.1" in clinician.get(f"/courses/{number}/").content.decode()


def test_a_value_without_a_reason_or_of_the_wrong_kind_is_asked_about(place: Place, lead: Client) -> None:
    path = SHIPPED + "decide/"
    n = field_of(lead, path, "treatment", "then.weeks.ideal")
    base = {"by": "M. Okafor", "version": "2026-11-local.1"}
    assert "Nothing is decided yet" in lead.post(path, base).content.decode()
    assert "Say why" in lead.post(path, {**base, f"value-{n}": "5"}).content.decode()
    wrong = lead.post(path, {**base, f"value-{n}": "often", f"why-{n}": "So it is"}).content.decode()
    assert "is no number of weeks" in wrong
    assert 'value="often"' in wrong
    assert not ProtocolCopy.objects.exists()


def test_a_window_that_cannot_be_met_is_refused(place: Place, lead: Client) -> None:
    path = SHIPPED + "decide/"
    n = field_of(lead, path, "treatment", "then.weeks.ideal")
    page = lead.post(path, {"by": "M. Okafor", "version": "x.1", f"value-{n}": "40", f"why-{n}": "A long wait"})
    assert page.status_code == 200
    assert not ProtocolCopy.objects.exists()


def test_a_version_is_taken_once(place: Place, lead: Client) -> None:
    path = SHIPPED + "decide/"
    n = field_of(lead, path, "treatment", "then.weeks.ideal")
    said = {"by": "M. Okafor", f"value-{n}": "5", f"why-{n}": "Half-way."}
    published(place, lead, send(lead, path, **said))
    again = lead.post(path, {**said, "version": "2026-11-local.1"})
    assert "is kept already" in again.content.decode()
    assert lead.get(path).context["form"]["version"].value() == "2026-11-local.2"


def test_another_clinic_s_copy_is_not_seen(place: Place, elsewhere: Place, lead: Client) -> None:
    path = SHIPPED + "decide/"
    n = field_of(lead, path, "treatment", "then.weeks.ideal")
    draft = send(lead, path, by="M. Okafor", **{f"value-{n}": "5", f"why-{n}": "Half-way."})
    assert elsewhere.client("lead").get(draft).status_code == 404
    where = published(place, lead, draft)
    assert elsewhere.client("lead").get(where).status_code == 404
