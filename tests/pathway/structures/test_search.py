"""A name as typed: one structure, or none and a choice for a person; never a guess."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enthesis.pathway.structures import find, structures, suggest
from enthesis.pathway.structures.text import naming

SPELLINGS = [(name, found.id) for found in structures().values() for name in (found.id, found.name, *found.aliases)]
SPELT = {naming(name): ident for name, ident in SPELLINGS}


@pytest.mark.parametrize(
    ("typed", "ident"),
    [
        ("MCL", "knee-mcl"),
        ("mcl", "knee-mcl"),
        ("left MCL", "knee-mcl"),
        ("Medial colateral ligament", "knee-mcl"),
        ("medial collateral ligment of knee", "knee-mcl"),
        ("SI joint", "sacroiliac-joint"),
        ("right SIJ", "sacroiliac-joint"),
        ("iliolumber ligament", "iliolumbar-ligament"),
        ("Ilio-lumbar", None),
        ("L4-5 facet", "facet-l4-l5"),
        ("L4/L5 facet joint", "facet-l4-l5"),
        ("L4–5 facet", "facet-l4-l5"),
        ("facet joint L3-L4", "facet-l3-l4"),
        ("facet joint L2-L3", None),
        ("Gerdys tubercle", "iliotibial-band-insertion"),
        ("Gerdy’s tubercle", "iliotibial-band-insertion"),
        ("adductor origin", "adductor-origin"),
        ("abductor origin", None),
        ("infraspinatus", "infraspinatus-tendon"),
        ("supraspinatus", "supraspinatus-tendon"),
        ("intraspinatus", "infraspinatus-tendon"),
        ("rotator cuff", None),
        ("Achilles", None),
        ("knee", None),
        ("hip", None),
        ("lateral epicondyle", "common-extensor-origin"),
        ("medial epicondyle", "common-flexor-origin"),
        ("epicondyle", None),
        ("MTP2", "mtp-2-plantar-plate"),
        ("MTP3", "mtp-3-plantar-plate"),
        ("MTP9", None),
        ("", None),
        ("left", None),
        ("\x00\x1f", None),
        ("ligament", None),
    ],
)
def test_a_name_means_one_structure_or_none(typed: str, ident: str | None) -> None:
    found = find(typed)
    assert (found.id if found else None) == ident


@pytest.mark.parametrize(("spelling", "ident"), SPELLINGS)
def test_every_spelling_finds_its_own(spelling: str, ident: str) -> None:
    for typed in (spelling, spelling.upper(), f"  {spelling.lower()}. ", f"left {spelling}"):
        found = find(typed)
        assert found is not None
        assert found.id == ident


@given(st.sampled_from(SPELLINGS), st.data())
def test_a_wrong_letter_never_makes_another_structure(case: tuple[str, str], data: st.DataObject) -> None:
    spelling, ident = case
    at = data.draw(st.integers(0, len(spelling) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz "))
    kind = data.draw(st.sampled_from(["change", "drop", "add"]))
    wrong = spelling[:at] + ("" if kind == "drop" else letter) + spelling[at + (kind != "add") :]
    found = find(wrong)
    if any(sign.isdigit() for sign in spelling[max(0, at - 1) : at + 2]) or len(spelling) < 6:
        return  # a dropped figure, or a letter of an abbreviation, can name another level or structure
    ident = SPELT.get(naming(wrong), ident)  # one letter can spell another: the PIP joint and the DIP joint
    assert found is None or found.id == ident


@given(st.text(max_size=60))
def test_any_text_gets_an_answer(text: str) -> None:
    found = find(text)
    assert found is None or found.id in structures()
    assert len(suggest(text, 3)) <= 3


def test_a_text_of_thousands_of_letters_is_no_name() -> None:
    assert find("medial collateral ligament " * 200) is None
    assert suggest("x" * 5000, 5) == ()


def test_suggestions_begin_with_the_likeliest() -> None:
    assert [found.id for found in suggest("Achilles", 5)] == ["achilles-midportion", "achilles-insertion"]
    assert {found.id for found in suggest("rotator cuff", 4)} == {
        "supraspinatus-tendon",
        "infraspinatus-tendon",
        "teres-minor-tendon",
        "subscapularis-tendon",
    }
    assert suggest("supraspin", 1)[0].id == "supraspinatus-tendon"
    assert suggest("facet C5", 2)[0].region == "neck"
    assert suggest("MCL", 0) == ()
    assert suggest("  ", 3) == ()
