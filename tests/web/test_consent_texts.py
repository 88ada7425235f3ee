"""A clinic's own consent text: copied, edited by section, published, retired; signatures keep their words."""

from datetime import timedelta

import pytest
from django.test import Client

from enthesis.clinic import consent_texts
from enthesis.clinic.access import Operator
from enthesis.clinic.consents import stands
from enthesis.clinic.door import record
from enthesis.clinic.errors import NotAllowed
from enthesis.clinic.opening import open_course
from enthesis.pathway import events as e
from enthesis.pathway.consent import State, current
from enthesis.pathway.consent.own import (
    Frame,
    NotOwn,
    Said,
    as_values,
    as_version,
    from_values,
    with_frame,
    with_section,
)
from tests.web.conftest import Place, Starter, days_ago, new_id, until_injection

PAGE = "/texts/consent/"
WORDS = "Sugar water is injected by Dr Sample where it hurts."


def sent(client: Client, section: str = "planned", **changed: str) -> dict[str, str]:
    """The fields of a section's page as they stand, with changes."""
    context = client.get(f"{PAGE}sections/{section}/").context
    form = context["form"]
    said = {name: str(form.initial.get(name, "")) for name in form.fields}
    return {**said, **changed}


def publish(client: Client, place: Place, **changed: str) -> None:
    client.post(PAGE, {"what": "copy"})
    client.post(f"{PAGE}sections/planned/", sent(client, injections=WORDS, **changed))
    draft = consent_texts.draft_of(place.clinic.pk)
    assert draft is not None
    client.post(PAGE, {"what": "publish", "checked_by": "Dr Ada Lawful", "revision": str(draft.revision)})


def signed(text_stamp: str, name: str = "Ada Sample") -> e.ConsentSigned:
    return e.ConsentSigned(
        id=new_id(), happened_on=days_ago(1), document="Prolotherapy consent", version=text_stamp,
        signed_as=name, way="typed", language="en",
    )  # fmt: skip


def state(number: str) -> State:
    return stands(open_course(number, by=Operator()), again=False).standing.state


# -- the words ---------------------------------------------------------------------------------------------------------


def test_what_every_consent_says_cannot_be_left_out() -> None:
    text = current()
    for section in text.sections:
        whole = [Said(each.id, each.text, each.unverified) for each in section.says]
        for each in section.says:
            without = [Said(one.id, "" if one.id == each.id else one.text, one.unverified) for one in whole]
            gone = [one for one in whole if one.id != each.id]
            if each.consent:
                for told in (without, gone):
                    with pytest.raises(NotOwn) as problem:
                        with_section(text, section.id, told)
                    assert problem.value.field == each.id
            elif len(whole) > 1:
                left = {one.id for one in with_section(text, section.id, without).statements}
                assert left == {one.id for one in text.statements} - {each.id}


def test_a_statement_is_said_otherwise_and_others_are_added() -> None:
    text = current()
    said = [Said(each.id, each.text, each.unverified) for each in text.sections[0].says]
    own = with_section(text, "planned", [*said, Said("", "  We  film\nnothing. "), Said("", "Nor do we record.")])
    added = [each for each in own.statements if each.sources == ("clinic",)]
    assert [(each.id, each.text) for each in added] == [("own-1", "We film nothing."), ("own-2", "Nor do we record.")]
    assert own.stamp != text.stamp
    assert from_values(as_values(own)) == own


def test_what_rests_on_memory_still_says_so() -> None:
    text = current()
    section = next(each for each in text.sections if each.id == "back-out")
    with pytest.raises(NotOwn, match="rests on memory"):
        with_section(text, "back-out", [Said(each.id, each.text) for each in section.says])


def test_a_version_has_the_name_of_who_checked_it() -> None:
    text = current()
    own = as_version(text, "2026-11", 3, "  Dr  Lawful ", text.review_by + timedelta(days=1))
    assert (own.version, own.checked_by, own.is_reviewed) == ("2026-11-own.3", "Dr Lawful", True)
    with pytest.raises(NotOwn):
        as_version(text, "2026-11", 3, " . ", text.review_by)
    with pytest.raises(NotOwn):
        with_frame(text, Frame("A title", "For you", "Says", "None", (), ("It ends.",)))


# -- the clinic --------------------------------------------------------------------------------------------------------


def test_a_lead_publishes_and_the_patient_reads_and_signs_it(place: Place, start: Starter) -> None:
    number = start()
    lead, patient = place.client("lead"), place.client("patient")
    assert "as it ships" in lead.get(PAGE).content.decode()
    assert WORDS not in patient.get(f"/my/{number}/consent/").content.decode()
    publish(lead, place, **{"more-1": "We film nothing."})
    page = lead.get(PAGE).content.decode()
    assert "Checked by Dr Ada Lawful" in page
    assert "2026-11-own.1" in page
    read = patient.get(f"/my/{number}/consent/").content.decode()
    assert WORDS in read
    assert "We film nothing." in read
    assert "no clinician has reviewed" not in read
    record(signed(consent_texts.offered(place.clinic.pk).stamp), course=number, by=Operator())
    assert state(number) is State.SIGNED


def test_older_signatures_keep_their_words(place: Place, start: Starter) -> None:
    shipped, own, number = start(), start(), place.clinic.pk
    record(signed(current().stamp), course=shipped, by=Operator())
    lead = place.client("lead")
    publish(lead, place)
    first = consent_texts.offered(number)
    record(signed(first.stamp), course=own, by=Operator())
    assert state(shipped) is State.EARLIER
    lead.post(PAGE, {"what": "copy"})
    lead.post(f"{PAGE}sections/planned/", sent(lead, injections="Other words."))
    lead.post(PAGE, {"what": "publish", "checked_by": "Dr B", "revision": "2"})
    second = consent_texts.offered(number)
    assert second.version == "2026-11-own.2"
    assert state(own) is State.EARLIER
    lead.post(PAGE, {"what": "retire-2"})
    assert consent_texts.offered(number) == first
    assert state(own) is State.SIGNED
    lead.post(PAGE, {"what": "retire-1"})
    assert consent_texts.offered(number) == current()
    for stamp in (current().stamp, first.stamp, second.stamp):
        kept = consent_texts.signed_words(number, "Prolotherapy consent", stamp)
        assert kept is not None
        assert kept.stamp == stamp
    page = place.client("patient").get(f"/my/{own}/consent/").content.decode()
    assert "Your copy (PDF)" in page
    assert WORDS in lead.get(f"{PAGE}versions/1/").content.decode()
    assert lead.get(f"{PAGE}versions/9/").status_code == 404


def test_what_is_wrong_with_a_section_is_said_beside_it(place: Place) -> None:
    lead = place.client("lead")
    assert lead.get(f"{PAGE}sections/planned/").status_code == 404  # no draft yet
    lead.post(PAGE, {"what": "copy"})
    assert lead.get(f"{PAGE}sections/nothing/").status_code == 404
    page = lead.post(f"{PAGE}sections/planned/", sent(lead, visits="")).content.decode()
    assert "This cannot be left out: every consent says it (K07)." in page
    stale = sent(lead)
    lead.post(f"{PAGE}sections/planned/", sent(lead, injections=WORDS))
    assert "Somebody else has changed the draft" in lead.post(f"{PAGE}sections/planned/", stale).content.decode()
    frame = sent(lead, "frame", title="Our consent", declares="I have read it.\n\nI agree.")
    lead.post(f"{PAGE}sections/frame/", frame)
    page = lead.get(f"{PAGE}preview/?region=knee").content.decode()
    assert "Our consent" in page
    assert WORDS in page
    assert "<li>I agree.</li>" in page
    assert "Heel:" not in page
    assert "Heel:" in lead.get(f"{PAGE}preview/?region=foot").content.decode()
    assert "Say who checked" in lead.post(PAGE, {"what": "publish", "checked_by": "", "revision": "3"}).content.decode()
    gone = lead.post(PAGE, {"what": "publish", "checked_by": "Dr B", "revision": "1"}).content.decode()
    assert "Somebody else has changed the draft" in gone
    lead.post(PAGE, {"what": "drop"})
    assert consent_texts.draft_of(place.clinic.pk) is None
    assert consent_texts.versions_of(place.clinic.pk) == []


def test_only_a_lead_of_the_clinic(place: Place, elsewhere: Place) -> None:
    for by in (place.users["clinician"], elsewhere.users["lead"]):
        with pytest.raises(NotAllowed):
            consent_texts.begin(clinic=place.clinic, by=by)
    publish(elsewhere.client("lead"), elsewhere)
    assert consent_texts.offered(place.clinic.pk) == current()


def test_a_text_of_its_own_for_each_language(place: Place, start: Starter) -> None:
    """Spanish words beside the English ones: each patient reads and signs their own, and the signature keeps which."""
    number = start()
    lead, mine = place.client("lead"), place.clinic.pk
    publish(lead, place)
    english = consent_texts.offered(mine, "en")
    assert consent_texts.offered(mine, "es") == english, "nobody signs other words than the clinic's unawares"

    lead.post(PAGE, {"what": "copy", "language": "xx"})
    assert consent_texts.draft_of(mine) is None
    lead.post(PAGE, {"what": "copy", "language": "es"})
    draft = consent_texts.draft_of(mine)
    assert draft is not None
    assert (draft.text.language, draft.text.title) == ("es", current("es").title)
    lead.post(PAGE, {"what": "publish", "checked_by": "Dra. Ada Ley", "revision": str(draft.revision)})
    spanish = consent_texts.offered(mine, "es")
    assert (spanish.language, spanish.version.endswith("own.2")) == ("es", True)
    assert consent_texts.offered(mine, "en") == english

    record(signed(english.stamp), course=number, by=Operator())
    assert state(number) is State.SIGNED, "a newer version in another language does not ask for a new signature"
    page = lead.get(PAGE).content.decode()
    assert page.count("offered now") == 2
    assert consent_texts.retire(2, clinic=place.clinic, by=Operator())
    assert consent_texts.offered(mine, "es") == english


def test_a_language_in_which_nothing_ships(place: Place) -> None:
    """The draft holds the words that are offered, for the clinic to translate."""
    consent_texts.begin("de", clinic=place.clinic, by=Operator())
    draft = consent_texts.draft_of(place.clinic.pk)
    assert draft is not None
    assert (draft.text.language, draft.text.title) == ("de", current().title)


def test_who_reads_another_language_is_told_that_the_text_is_not_in_it(place: Place, start: Starter) -> None:
    number = start(*until_injection()[:4])
    publish(place.client("lead"), place)
    patient = place.client("patient")
    patient.post("/accounts/language/", {"language": "es", "next": "/my/"})
    page = patient.get(f"/my/{number}/consent/").content.decode()
    assert "La clínica tiene este texto en un solo idioma: inglés." in page
    assert f'<h1 lang="en">{current().title}</h1>' in page
    patient.post("/accounts/language/", {"language": "en-gb", "next": "/my/"})
    assert "one language only" not in patient.get(f"/my/{number}/consent/").content.decode()
