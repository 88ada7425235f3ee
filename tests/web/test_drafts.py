"""A lead works on the clinic's own protocol in forms; a second person reads it; it is published and retired."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from enthesis.clinic.access import Operator
from enthesis.clinic.lead import drafts
from enthesis.clinic.lead.models import ProtocolDraft
from enthesis.clinic.models import Membership, ProtocolCopy
from enthesis.clinic.protocols import NotKept, protocol_of, protocols_of
from enthesis.pathway.protocol.figures import protocol_figures
from enthesis.pathway.protocol.library import texts
from enthesis.pathway.protocol.model import Value
from enthesis.web.lead.activity_form import ActivityForm
from tests.web.conftest import Place
from tests.web.walking import send, typed

SHIPPED = "/protocols/nutura-back/2026-11/"


@pytest.fixture
def lead(place: Place) -> Client:
    return place.client("lead")


@pytest.fixture
def draft(place: Place, lead: Client) -> str:
    """The address of a draft of the clinic."""
    return lead.post(SHIPPED + "copy/")["Location"]


def kept() -> ProtocolDraft:
    return ProtocolDraft.objects.get()


def names(form: ActivityForm, path: str) -> tuple[str, str]:
    """The fields of a figure and of its group's reason."""
    return next((name, g.why) for g in form.groups for figure, name in g.figures if figure.path == path)


def form_of(client: Client, path: str) -> Any:
    return client.get(path).context["form"]


def value(path: str, activity: str = "treatment") -> Value:
    protocol = drafts.read(kept()).protocol
    return next(f.value for f in protocol_figures(protocol) if (f.activity, f.path) == (activity, path))


def test_a_copy_is_a_draft_that_nothing_follows(place: Place, lead: Client, draft: str) -> None:
    page = lead.get(draft).content.decode()
    assert "will be version 2026-11-local.1" in page
    assert "Nothing differs" not in page  # it is the clinic's: version, review
    assert ("nutura-back", "2026-11-local.1") not in protocols_of(place.clinic.pk)
    assert "Drafts of the clinic" in lead.get("/protocols/").content.decode()
    assert "Drafts of the clinic" not in place.client("therapist").get("/protocols/").content.decode()


def test_a_stated_figure_changes_only_with_a_reason_and_stands_beside_its_source(lead: Client, draft: str) -> None:
    path = draft + "activity/treatment/"
    form = form_of(lead, path)
    figure, why = names(form, "then.weeks.opens")
    data = {**typed(form), figure: "3"}
    assert "Say why, so that the next person can judge it." in lead.post(path, data).content.decode()
    assert send(lead, path, **{figure: "3", why: "Patients travel."}) == draft
    found = value("then.weeks.opens")
    assert (found.value, found.decided_by, found.instead_of) == (3, "Lead a", Value(4, "S000"))
    assert "instead of 4 (S000)" in lead.get(path).content.decode()
    send(lead, path, **{figure: "", why: ""})
    assert value("then.weeks.opens") == Value(4, "S000")


def test_a_number_that_is_none_is_asked_about_and_nothing_is_kept(lead: Client, draft: str) -> None:
    path = draft + "activity/treatment/"
    form = form_of(lead, path)
    figure, why = names(form, "sessions.max")
    page = lead.post(path, {**typed(form), figure: "many", why: "x"}).content.decode()
    assert "“many” is no number of sessions" in page
    assert kept().revision == 1


def test_what_the_check_complains_of_stands_at_its_field_and_stops_the_publishing(lead: Client, draft: str) -> None:
    path = draft + "activity/treatment/"
    form = form_of(lead, path)
    figure, why = names(form, "sessions.min")
    assert send(lead, path, **{figure: "9", why: "Nine at least."}) == path
    again = form_of(lead, path)
    assert [name for name in again.errors if name.startswith("f")]
    lead.post(draft + "turn/", {"turn": "publish", "revision": kept().revision})
    assert not ProtocolCopy.objects.exists()
    assert "cannot be published yet" in lead.get(draft).content.decode()


def test_an_activity_is_added_moved_and_taken_out(lead: Client, draft: str) -> None:
    said = {"title": "A call after a week", "kind": "adjunct", "by": "clinician", "happens": "after-each"}
    where = send(lead, draft + "add/", after="treatment", why="Patients asked for it", **said)
    assert where == draft + "activity/a-call-after-a/"
    form = form_of(lead, where)
    opens, why = names(form, "days.opens")
    send(lead, where, **{opens: "7", why: "A week is enough."})
    protocol = drafts.read(kept()).protocol
    added = protocol.activity("a-call-after-a")
    assert added is not None
    assert added.source == "LOCAL-2"
    assert "Patients asked for it. Decided by Lead a" in protocol.sources["LOCAL-2"]
    assert value("days.opens", "a-call-after-a").value == 7
    lead.post(draft + "remove/a-call-after-a/", {"revision": kept().revision})
    assert drafts.read(kept()).protocol.activity("a-call-after-a") is None


def test_a_window_after_something_else_asks_for_a_reason(lead: Client, draft: str) -> None:
    path = draft + "activity/response-review/"
    form = form_of(lead, path)
    group = form.groups[0]
    assert "Say why" in lead.post(path, {**typed(form), group.anchor: "intake"}).content.decode()
    send(lead, path, **{group.anchor: "intake", group.why: "The call decides."})
    assert value("weeks.opens", "response-review").is_decision


def test_options_of_a_decision_are_edited(lead: Client, draft: str) -> None:
    path = draft + "activity/response-review/"
    extra = {"o3-title": "Ask a colleague", "o3-repeats": ["response-review"]}
    send(lead, path, **{"o0-title": "Treat", "o2-flags": ["gone"], **extra})
    review = drafts.read(kept()).protocol.activity("response-review")
    assert review is not None
    assert review.decision is not None
    found = [(option.id, option.title) for option in review.decision.options]
    assert found == [("go-on", "Treat"), ("do-not", "Do not go on"), ("ask-a-colleague", "Ask a colleague")]


def test_new_points_of_a_schedule_rest_on_the_clinics_decision(lead: Client, draft: str) -> None:
    path = draft + "activity/follow-up/"
    group = form_of(lead, path).groups[0]
    assert "Write the points" in lead.post(path, {**typed(form_of(lead, path)), group.points: "x"}).content.decode()
    send(lead, path, **{group.points: "3, 9, 12", group.why: "Visits are due then"})
    step = drafts.read(kept()).protocol.activity("follow-up")
    assert step is not None
    assert step.timing.points == (3, 9, 12)  # type: ignore[union-attr] # a schedule
    assert step.timing.source_of(3) == "VA2018"  # type: ignore[union-attr]
    assert step.timing.source_of(9) == "LOCAL-2"  # type: ignore[union-attr]


def test_the_whole_is_edited(lead: Client, draft: str) -> None:
    path = draft + "whole/"
    form = form_of(lead, path)
    gap = next(name for figure, name in form.figures if figure.path == "minimum_gap_days")
    aftercare = next(name for figure, name in form.figures if figure.path == "facts.aftercare")
    words = {"title": "Our back course", "warnings": "One: mind it\nTwo", "why": "As we do it"}
    send(lead, path, **{gap: "21", aftercare: "No anti-inflammatories for a week", **words})
    protocol = drafts.read(kept()).protocol
    assert (protocol.title, protocol.warnings) == ("Our back course", ("One: mind it", "Two"))
    assert protocol.minimum_gap_days.value == 21
    assert protocol.facts["aftercare"].decided_by == "Lead a"
    assert protocol.facts["solution"].source == "S000"


def test_a_second_person_reads_it_before_it_is_published(place: Place, lead: Client, draft: str) -> None:
    lead.post(draft + "turn/", {"turn": "publish", "revision": kept().revision})
    lead.post(draft + "turn/", {"turn": "review", "revision": kept().revision})
    assert not ProtocolCopy.objects.exists()
    clinician = place.client("clinician")
    assert "I have read it" in clinician.get(draft).content.decode()
    clinician.post(draft + "turn/", {"turn": "review", "revision": kept().revision})
    assert drafts.read(kept()).protocol.review.checked_by == "Clinician a"
    clinician.post(draft + "turn/", {"turn": "publish", "revision": kept().revision})  # not a clinician's to do
    assert not ProtocolCopy.objects.exists()
    where = lead.post(draft + "turn/", {"turn": "publish", "revision": kept().revision})["Location"]
    assert where == "/protocols/nutura-back/2026-11-local.1/"
    found = protocol_of(place.clinic.pk, "nutura-back", "2026-11-local.1")
    assert found is not None
    assert found.status == "reviewed"
    assert lead.get(draft).status_code == 404


def test_a_change_after_the_reading_asks_for_another_reading(place: Place, lead: Client, draft: str) -> None:
    place.client("clinician").post(draft + "turn/", {"turn": "review", "revision": kept().revision})
    send(lead, draft + "activity/treatment/", title="Injection")
    assert kept().reviewed_at is None
    assert drafts.read(kept()).protocol.status == "draft"
    assert drafts.read(kept()).protocol.review.checked_by == ""


def test_alone_in_the_clinic_a_lead_publishes_what_nobody_read(place: Place, lead: Client, draft: str) -> None:
    Membership.objects.filter(role="clinician").delete()
    lead.post(draft + "turn/", {"turn": "publish", "revision": kept().revision})
    found = protocol_of(place.clinic.pk, "nutura-back", "2026-11-local.1")
    assert found is not None
    assert found.status == "draft"


def test_two_leads_do_not_overwrite_each_other(lead: Client, draft: str) -> None:
    path = draft + "activity/treatment/"
    mine = typed(form_of(lead, path))
    send(lead, path, title="The other lead's title")
    page = lead.post(path, {**mine, "title": "Mine"}).content.decode()
    assert "Somebody else changed this draft meanwhile." in page
    assert "The other lead" in kept().text


def test_a_file_becomes_a_draft_or_is_complained_of(lead: Client, place: Place) -> None:
    def sent(text: str) -> Any:
        file = SimpleUploadedFile("own.yaml", text.encode())
        return lead.post("/protocols/upload/", {"file": file})

    assert "not valid YAML" in sent("a: [").content.decode()
    assert "That file is no protocol" in sent("a: b").content.decode()
    where = sent(texts()["nutura-back"].replace("nutura-back", "own-back").replace("opens: 4", "opens: 9"))
    assert where.status_code == 302
    page = lead.get(where["Location"]).content.decode()
    assert "cannot be published yet" in page
    assert drafts.read(kept()).protocol.id == "own-back"
    with pytest.raises(NotKept):
        drafts.publish(kept(), revision=kept().revision, by=Operator())


def test_a_retired_version_starts_no_course_and_stays_readable(place: Place, lead: Client) -> None:
    assert send(lead, SHIPPED + "retire/", why="The new one is better.") == SHIPPED
    assert ("nutura-back", "2026-11") not in protocols_of(place.clinic.pk)
    assert "Retired: no course begins" in lead.get(SHIPPED).content.decode()
    assert protocol_of(place.clinic.pk, "nutura-back", "2026-11") is not None
    assert "retired already" in lead.post(SHIPPED + "retire/", {"why": "again"}).content.decode()


def test_any_two_versions_are_compared(lead: Client) -> None:
    assert (
        "Nothing differs"
        in lead.get("/protocols/compare/?a=nutura-back@2026-11&b=nutura-back@2026-11").content.decode()
    )
    page = lead.get("/protocols/compare/?a=nutura-back@2026-11&b=nutura-knee@2026-11").content.decode()
    assert "nutura-back 2026-11 → nutura-knee 2026-11" in page
    assert lead.get("/protocols/compare/?a=x&b=y").status_code == 200


def test_what_a_clinic_decides_is_read_by_a_second_person_where_there_is_one(place: Place, lead: Client) -> None:
    path = f"{SHIPPED}decide/"
    row = next(form_of(lead, path).rows())
    decided = {row.value.name: "40", row.why.name: "As long as our room is booked for it."}
    waits = send(lead, path, **decided)
    assert waits == f"/protocols/drafts/{kept().pk}/"
    assert "A second person reads it first: Clinician a." in lead.get(waits).content.decode()
    assert ("nutura-back", "2026-11-local.1") not in protocols_of(place.clinic.pk)
    ProtocolDraft.objects.all().delete()
    Membership.objects.filter(user=place.users["clinician"]).delete()
    assert send(lead, path, **decided) == "/protocols/nutura-back/2026-11-local.1/"
    assert ("nutura-back", "2026-11-local.1") in protocols_of(place.clinic.pk)


def test_a_draft_is_for_its_own_clinic(elsewhere: Place, draft: str) -> None:
    other = elsewhere.client("lead")
    for page in ("", "whole/", "add/", "file/", "activity/treatment/"):
        assert other.get(draft + page).status_code == 404
