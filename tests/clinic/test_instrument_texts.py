"""Words that a clinic has loaded: checked before they are kept, one version for ever, in use by the last turn."""

from datetime import date

import pytest

from enthesis.clinic.access import Operator
from enthesis.clinic.errors import NotAllowed
from enthesis.clinic.instrument_texts import Kept, NotLoaded, State, in_use, load_text, texts_of, turn
from enthesis.clinic.models import LoadedText, Look, TextTurn
from enthesis.pathway.instruments.text import Said
from tests.clinic.making import House
from tests.support.invented import LICENCE, as_yaml, invented, invented_fhir, invented_yaml

TODAY = date(2026, 3, 2)


def loaded(
    there: House, name: str = "peg", version: str = "2026-a", language: str = "en", until: str = ""
) -> LoadedText:
    content = invented(name, version, language)
    content["licence"]["until"] = until
    return load_text(as_yaml(content).encode(), f"{name}.yaml", clinic=there.clinic, by=there["lead"], today=TODAY)


def states(there: House, today: date = TODAY) -> dict[str, State]:
    return {f"{kept.version}.{kept.language}": kept.state for kept in texts_of(there.clinic.pk, today)}


def only(there: House, today: date = TODAY) -> Kept:
    (kept,) = texts_of(there.clinic.pk, today)
    return kept


def test_what_is_loaded_is_not_in_use_before_somebody_says_so(north: House, south: House) -> None:
    text = loaded(north)
    assert only(north).state is State.NOT_YET
    assert "peg" not in in_use(north.clinic.pk, TODAY)
    turn(text, True, by=north["lead"], why="Compared with the form on paper.")
    kept = only(north)
    assert kept.is_in_use
    assert (kept.loaded_by, kept.turned_by, kept.why) == (
        north["lead"].handle, north["lead"].handle, "Compared with the form on paper."
    )  # fmt: skip
    (words,) = in_use(north.clinic.pk, TODAY)["peg"]
    assert (words.version, words.licence, len(words.parts[0].items)) == ("2026-a", LICENCE, 3)
    assert "peg" not in in_use(south.clinic.pk, TODAY)


def test_our_own_words_are_always_there(north: House) -> None:
    assert set(in_use(north.clinic.pk, TODAY)) == {"nrs_pain", "pgic"}


def test_another_version_replaces_and_nothing_comes_back_by_itself(north: House) -> None:
    first, second = loaded(north), loaded(north, version="2026-b")
    turn(first, True, by=north["lead"])
    turn(second, True, by=north["lead"])
    assert states(north) == {"2026-a.en": State.REPLACED, "2026-b.en": State.IN_USE}
    turn(second, False, by=north["lead"], why="Licence not renewed.")
    assert states(north) == {"2026-a.en": State.REPLACED, "2026-b.en": State.TAKEN_OUT}
    assert "peg" not in in_use(north.clinic.pk, TODAY)
    turn(first, True, by=north["lead"])
    assert states(north) == {"2026-a.en": State.IN_USE, "2026-b.en": State.TAKEN_OUT}
    assert TextTurn.objects.count() == 4


def test_each_language_has_its_own_version_in_use(north: House) -> None:
    turn(loaded(north), True, by=north["lead"])
    turn(loaded(north, language="es"), True, by=north["lead"])
    assert [words.language for words in in_use(north.clinic.pk, TODAY)["peg"]] == ["es", "en"]


def test_a_licence_that_ends_takes_the_words_away_on_its_day(north: House) -> None:
    turn(loaded(north, until="2026-12-31"), True, by=north["lead"])
    assert only(north, date(2026, 12, 31)).is_in_use
    assert only(north, date(2027, 1, 1)).state is State.LICENCE_ENDED
    assert "peg" not in in_use(north.clinic.pk, date(2027, 1, 1))


def test_a_version_is_one_text_for_ever(north: House, south: House) -> None:
    loaded(north)
    with pytest.raises(NotLoaded, match="loaded already"):
        loaded(north)
    loaded(south)
    assert LoadedText.objects.count() == 2


def test_a_faulty_file_leaves_nothing_behind(north: House) -> None:
    content = invented("koos")
    content["scales"]["qol"]["items"].pop()
    with pytest.raises(NotLoaded) as problem:
        load_text(as_yaml(content).encode(), "koos.yaml", clinic=north.clinic, by=north["lead"], today=TODAY)
    assert [finding.code for finding in problem.value.findings] == ["item-count"]
    with pytest.raises(NotLoaded):
        load_text(b"\xff\x00", "koos.yaml", clinic=north.clinic, by=north["lead"], today=TODAY)
    with pytest.raises(NotLoaded, match="ended"):
        loaded(north, until="2026-01-01")
    assert not LoadedText.objects.exists()


def test_what_was_stated_when_loading_belongs_to_the_text(north: House) -> None:
    import json

    said = Said(licence=LICENCE, loaded_by="A. Rahman", best="0")
    data = json.dumps(invented_fhir("odi")).encode()
    turn(load_text(data, "odi.json", clinic=north.clinic, by=Operator(), today=TODAY, said=said), True, by=Operator())
    (words,) = in_use(north.clinic.pk, TODAY)["odi"]
    assert (words.loaded_by, words.licence) == ("A. Rahman", LICENCE)


def test_a_text_that_no_longer_fits_is_not_asked(north: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A later version of the programme may count other items: then the words wait for somebody to look at them."""
    from enthesis.clinic import instrument_texts
    from enthesis.pathway.instruments import load

    turn(loaded(north), True, by=north["lead"])
    known = {**load(), "peg": load()["odi"]}
    monkeypatch.setattr(instrument_texts, "load", lambda: known)
    instrument_texts.forget()
    kept = only(north)
    assert kept.state is State.NO_LONGER_FITS
    assert kept.findings
    assert "peg" not in in_use(north.clinic.pk, TODAY)


def test_only_a_lead_loads_and_takes_into_use(north: House, south: House) -> None:
    text = loaded(north)
    data = invented_yaml("odi").encode()
    for by in (north["clinician"], north["front-desk"], north["patient"], south["lead"]):
        with pytest.raises(NotAllowed):
            load_text(data, "odi.yaml", clinic=north.clinic, by=by, today=TODAY)
        with pytest.raises(NotAllowed):
            turn(text, True, by=by)
    assert not TextTurn.objects.exists()
    assert Look.objects.filter(allowed=False, what__in=("load-text", "use-text")).count() == 8
