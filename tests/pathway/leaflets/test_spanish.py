"""The leaflets in Spanish: every one, agreeing with the rules, and none of them left in English."""

from enthesis.pathway.candidacy import shipped
from enthesis.pathway.leaflets import load
from enthesis.pathway.leaflets.consent import consent_items, disagreements
from enthesis.pathway.triage import load as triage


def test_every_leaflet_is_in_spanish() -> None:
    library = load()
    assert library.languages == ("en", "es")
    assert [leaflet.id for leaflet in library.of("es")] == [leaflet.id for leaflet in library.of("en")]
    for mine, theirs in zip(library.of("es"), library.of("en"), strict=True):
        same = {
            said.id for said, other in zip(mine.statements, theirs.statements, strict=True) if said.text == other.text
        }
        assert not same, mine.id
        assert [section.id for section in mine.sections] == [section.id for section in theirs.sections]
        assert [section.level for section in mine.sections] == [section.level for section in theirs.sections]
        assert len(mine.words) == len(theirs.words), mine.id


def test_they_say_what_the_rules_say() -> None:
    assert disagreements(load(), shipped().rules, triage().by_id, "es") == ()


def test_what_is_confirmed_before_signing_is_told_in_spanish() -> None:
    items = consent_items(load(), shipped().rules, "es")
    assert "Puede que no le ayude. Nadie promete una curación." in [item.to_patient for item in items]
    assert {leaflet.language for item in items for leaflet in item.explained_in} == {"es"}
