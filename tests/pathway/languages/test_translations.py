"""What patients read of the knowledge is there in Spanish: whole, with the same figures, and for the words of today."""

from pathlib import Path

import pytest

from enthesis.knowledge import Layered, shipped_path
from enthesis.pathway.candidacy import shipped as candidacy
from enthesis.pathway.finding import REFUSE, WARN
from enthesis.pathway.languages import (
    Table,
    check_translations,
    languages,
    read_translation,
    say,
    translatable,
    words_of,
)
from enthesis.pathway.languages.reading import name_in, same_figures
from enthesis.pathway.triage import load as triage
from tests.house.knowledge_folder import planted


def test_every_word_for_patients_is_in_spanish() -> None:
    assert [f"{each.says} {each.remedy}" for each in check_translations(shipped_path())] == []
    assert languages() == ("en", "es")


def test_no_sentence_is_left_in_english() -> None:
    root = shipped_path()
    # what is the same in both languages: units, and "No"
    same = {"No", "mg", "mmHg", "kg/m2", "{first}, {last}"}
    for name in translatable(root):
        if name == "medications/drugs.csv":
            continue  # many a name of a drug is the same in both languages
        english = words_of(root.joinpath(*name.split("/")).read_text(encoding="utf-8"), name)
        spanish = words_of_translation(name)
        assert [said for key, said in english.items() if said == spanish[key] and said not in same] == [], name


def words_of_translation(name: str) -> dict[str, str]:
    called = name_in(name, "es")
    text = shipped_path().joinpath(*called.split("/")).read_text(encoding="utf-8")
    return dict(read_translation(text, called).words)


FILE = "triage/rules/urgent_care"
FAULTS = [
    # what stands there, what is written instead, level, what is said of it
    ("  T33.do_not.1:", "  T33.do_not.9:", REFUSE, '"T33.do_not.9" is no id of the English file'),
    ("  T33.do_not.1:", "  T33.do_not.9:", WARN, '"T33.do_not.1" is missing'),
    ("4000 mg", "400 mg", REFUSE, '"T33.for_patient" does not say the same figures'),
    ("language: es", "language: de", REFUSE, '"language" must be'),
    ("made_from: 1 (", "made_from: 1 [", REFUSE, '"made_from" must be'),
]


@pytest.mark.parametrize(("old", "new", "level", "says"), FAULTS)
def test_a_fault_in_a_translation_is_told(tmp_path: Path, old: str, new: str, level: str, says: str) -> None:
    folder = planted(tmp_path, f"{FILE}.es.yaml", (old, new))
    found = [(each.level, each.says) for each in check_translations(Layered(shipped_path(), folder))]
    assert any(each == level and f"{FILE}.es.yaml" in told and says in told for each, told in found), found


def test_a_translation_of_other_words_is_stale(tmp_path: Path) -> None:
    folder = planted(tmp_path, f"{FILE}.yaml", ("Draw a line around the red part.", "Wash the red part."))
    found = list(check_translations(Layered(shipped_path(), folder)))
    assert [each.level for each in found] == [WARN]
    assert "made from other words" in found[0].says


def test_a_file_that_is_not_translated_is_told(tmp_path: Path) -> None:
    folder = planted(tmp_path, "home/aftercare.es.yaml", ("language: es", "language: pt"))
    (folder / "home/aftercare.es.yaml").rename(folder / "home/aftercare.pt.yaml")
    told = [each.says for each in check_translations(Layered(shipped_path(), folder))]
    assert "home/preparation.yaml: nothing of it is in pt: patients read it in English." in told


@pytest.mark.parametrize(
    ("english", "spanish", "same"),
    [
        ("at most 4000 mg", "como máximo 4000 mg", True),
        ("38.0 degrees", "38,0 grados", True),
        ("day 3", "día 4", False),
        ("3 of 5 days", "3 días", False),
        ("stop {name}", "suspenda {nombre}", False),
    ],
)
def test_figures_and_blanks_are_the_same(english: str, spanish: str, same: bool) -> None:
    assert same_figures(english, spanish) is same


SAID = [
    ("Call the clinic today.", "Llame hoy a la clínica."),
    # two sentences that were joined
    (
        "A hot, red or swollen joint. Call the clinic today.",
        "Una articulación caliente, roja o hinchada. Llame hoy a la clínica.",
    ),
    # by its first letter, as it stands
    ("Lower back", "Zona lumbar"),
    ("lower back", "zona lumbar"),
    # what was filled in is a word of the knowledge, or a name that stays
    (
        "Do not stop your medicine against blood clots. Your clinic will speak to the prescriber.",
        "No suspenda su medicamento contra los coágulos de sangre. Su clínica hablará con quien lo recetó.",
    ),
    ("Do not stop Xyzal for the injection.", "No suspenda Xyzal por la inyección."),
    # days, and a list of them
    (
        "From Monday 2 March do not take aspirin or fish oil, until the end of Friday 6 March.",
        "Desde el lunes 2 de marzo no tome aspirina o aceite de pescado, hasta el final del viernes 6 de marzo.",
    ),
    ("Left lower back", "Zona lumbar, lado izquierdo"),
    # nothing is guessed
    ("Call the clinic tomorrow.", None),
    ("Call the clinic today. Bring your dog.", None),
    ("", None),
    ("word " * 1000, None),
]


@pytest.mark.parametrize(("english", "spanish"), SAID)
def test_a_sentence_is_found_by_its_english_words(english: str, spanish: str | None) -> None:
    assert say(english, "es") == spanish
    assert say(english, "es-MX") == spanish


def test_another_language_is_english_or_nothing() -> None:
    assert say("Call the clinic today.", "en-gb") == "Call the clinic today."
    assert say("Call the clinic today.", "fr") is None
    assert len(Table([])) == 0


def test_the_closest_template_is_taken() -> None:
    table = Table([("Take {name}.", "A {name}"), ("Take {name} at night.", "B {name}")], [("{a} and {b}", "{a} y {b}")])
    assert table.say("Take milk and honey at night.") == "B milk y honey"
    assert table.say("Take milk.") == "A milk"


def test_all_that_screening_and_triage_say_is_in_spanish() -> None:
    findings = [grade.finding for rule in candidacy().rules for grade in rule.grades]
    texts = [text for each in findings for text in (each.to_patient, each.remedy_for_patient) if text]
    for rule in triage().rules:
        texts += [rule.for_patient, rule.patient_action, *rule.watch_for, *rule.do_not]
    assert len(texts) > 300
    assert [text for text in texts if say(text, "es") is None] == []


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("Treatment injection", "Inyección de tratamiento"),  # an activity of a protocol
        ("Iliolumbar ligament (left)", "Ligamento iliolumbar (lado izquierdo)"),  # a structure, and its side
        ("naproxen", "naproxeno"),  # a drug of the table
        ("Treatment injection: package of 4 sessions", "Inyección de tratamiento: paquete de 4 sesiones"),
        ("Our very own injection", None),  # a title that a clinic's own copy of a protocol has
        ("Our very own injection: package of 4 sessions", "Our very own injection: paquete de 4 sesiones"),
    ],
)
def test_names_and_titles(english: str, spanish: str | None) -> None:
    assert say(english, "es") == spanish
