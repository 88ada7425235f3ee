"""The words of a questionnaire from our YAML: what is sound, and what each fault is told. All words are invented."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enthesis.pathway.finding import REFUSE, WARN
from enthesis.pathway.instruments import load
from enthesis.pathway.instruments.text import Said, Way, given_under, told_version
from enthesis.pathway.instruments.text_reading import LARGEST, Examined, read_text
from enthesis.pathway.instruments.text_template import template
from tests.support.invented import LICENCE, as_yaml, invented, invented_yaml

SOMEBODYS = [name for name, instrument in load().items() if not instrument.words]


def read(text: str | bytes, said: Said = Said(), today: date | None = None, instrument: str = "") -> Examined:  # noqa: B008 - frozen
    return read_text(text, "form.yaml", load(), said, instrument=instrument, today=today)


def changed(name: str, change: Callable[[dict[str, Any]], Any]) -> Examined:
    content = invented(name)
    change(content)
    return read(as_yaml(content))


def codes(examined: Examined) -> set[str]:
    return {finding.code for finding in examined.findings}


@pytest.mark.parametrize("name", SOMEBODYS)
def test_a_sound_file_is_read_whole(name: str) -> None:
    examined = read(invented_yaml(name))
    assert examined.findings == ()
    text = examined.text
    assert text is not None
    assert (text.instrument, text.version, text.language) == (name, "2026-a", "en")
    assert text.licence == LICENCE
    for part, scale in zip(text.parts, load()[name].asked, strict=True):
        assert part.scale == scale.id
        assert len(part.items) == (1 if scale.same_items else scale.most_items)


def test_ways_of_answering_follow_the_definition() -> None:
    def ways(name: str) -> set[Way]:
        text = read(invented_yaml(name)).text
        assert text is not None
        return {item.way for part in text.parts for item in part.items}

    assert ways("koos") == {Way.CHOICE}
    assert ways("peg") == ways("psfs") == ways("vas_pain") == {Way.NUMBER}
    assert ways("rmdq") == {Way.TICK}
    assert ways("eq5d5l") == {Way.CHOICE, Way.NUMBER}


def drop_item(content: dict[str, Any]) -> None:
    content["scales"]["qol"]["items"].pop()


def exchange_items(content: dict[str, Any]) -> None:
    items = content["scales"]["adl"]["items"]
    items[3], items[4] = items[4], items[3]


def same_id(content: dict[str, Any]) -> None:
    content["scales"]["pain"]["items"][2]["id"] = "2"


def exchange_values(content: dict[str, Any]) -> None:
    answers = content["scales"]["pain"]["answers"]
    content["scales"]["pain"]["answers"] = {key: answers[key] for key in ("0", "2", "1", "3", "4")}


def reverse(content: dict[str, Any]) -> None:
    content["scales"]["pain"]["best_answer"] = "4"


def _at(content: Any, path: str) -> tuple[Any, Any]:
    """The thing that holds what a path names, and the last step to it."""
    *steps, last = (int(step) if step.isdecimal() and "answers" not in path else step for step in path.split("/"))
    for step in steps:
        content = content[step]
    return content, last


def put(path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(content: dict[str, Any]) -> None:
        holder, last = _at(content, path)
        holder[last] = value

    return change


def drop(path: str) -> Callable[[dict[str, Any]], None]:
    def change(content: dict[str, Any]) -> None:
        holder, last = _at(content, path)
        holder.pop(last)

    return change


def misname_a_scale(content: dict[str, Any]) -> None:
    content["scales"]["adi"] = content["scales"].pop("adl")


def other_order_of_digits(content: dict[str, Any]) -> None:
    content["scales"]["profile"]["items"].reverse()


FAULTS: list[tuple[str, str, Callable[[dict[str, Any]], None], str, str]] = [
    # what, instrument, change, code, words of the complaint
    ("an item is missing", "koos", drop_item, "item-count", '"qol" has 3 items in the file; the rule counts 4'),
    ("items for half a form", "peg", put("scales/total/items", ["One?"]), "item-count", "has 1 item in"),
    ("items exchanged", "koos", exchange_items, "item-order", "does not follow the item before it"),
    ("an id twice", "koos", same_id, "id-twice", "stands twice"),
    ("a scale is missing", "womac_likert", drop("scales/stiffness"), "missing-scale", '"stiffness"'),
    ("a scale unknown", "koos", misname_a_scale, "unknown-scale", '"adi"'),
    ("a sum is asked", "womac_likert", put("scales/total", {"items": []}), "unknown-scale", '"total"'),
    ("upside down", "koos", reverse, "direction", "takes 0 for the best"),
    ("direction not said", "peg", drop("scales/total/best_answer"), "no-direction", "best for"),
    ("values exchanged", "koos", exchange_values, "answer-order", "0, 2, 1, 3, 4"),
    ("a value out of range", "koos", put("scales/qol/answers/5", "more"), "out-of-range", "0 to 4"),
    ("half a value", "koos", put("scales/qol/answers/2.5", "more"), "out-of-range", "2.5"),
    ("a value left out", "koos", drop("scales/qol/answers/3"), "value-missing", "3"),
    ("a value is no number", "koos", put("scales/qol/answers/x", "y"), "no-value", '"y"'),
    ("a value written in two ways", "koos", put("scales/qol/answers/4.0", "y"), "value-twice", "4"),
    ("an answer twice", "koos", put("scales/qol/answers/4", "Invented: rather"), "same-answer", "rather"),
    ("answers without words", "koos", drop("scales/qol/answers"), "no-answers", "0 to 4 have no words"),
    ("no question", "peg", put("scales/total/items/1", {"id": "2"}), "no-words", "asks nothing"),
    ("no version", "peg", drop("version"), "no-version", "version"),
    ("a version that is none", "peg", put("version", "1+2"), "bad-version", "1+2"),
    ("no language", "peg", drop("language"), "no-language", "language"),
    ("a language that is none", "peg", put("language", "english"), "bad-language", "english"),
    ("no licence", "peg", drop("licence"), "no-licence", "under which right"),
    ("a licence that says nothing", "odi", put("licence/statement", "yes"), "no-licence", "ePROVIDE"),
    ("an end that is no day", "odi", put("licence/until", "soon"), "bad-day", "soon"),
    ("nobody is named", "peg", drop("loaded_by"), "no-name", "Nobody is named"),
    ("no instrument", "peg", drop("instrument"), "no-instrument", "whose words"),
    ("an instrument unknown", "peg", put("instrument", "pegg"), "unknown-instrument", "pegg"),
    ("words of ours", "peg", put("instrument", "nrs_pain"), "own-words", "of our own"),
    ("no scales", "peg", drop("scales"), "no-scales", "No scales"),
    ("a field misspelt", "peg", put("lisence", "x"), "unknown-field", "lisence"),
    ("a list for words", "peg", put("intro", ["x"]), "not-words", "intro"),
    ("no naming", "psfs", drop("scales/average/naming"), "no-naming", "names what"),
    ("no activity", "psfs", put("scales/average/items", ["How well?"]), "no-activity", "{activity}"),
    ("digits in another order", "eq5d5l", other_order_of_digits, "item-order", "mobility"),
    ("far too long", "peg", put("intro", "words " * 1_000), "too-long", "5,999"),
]


@pytest.mark.parametrize(("name", "change", "code", "says"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_a_fault_is_told_with_its_place_and_nothing_is_loaded(
    name: str, change: Callable[[dict[str, Any]], Any], code: str, says: str
) -> None:
    examined = changed(name, change)
    told = [finding for finding in examined.findings if finding.code == code]
    assert told, [f.code for f in examined.findings]
    assert says in f"{told[0].says} {told[0].remedy}"
    assert told[0].level == REFUSE
    assert told[0].remedy
    assert told[0].field.startswith("form.yaml")
    assert examined.text is None


def test_a_complaint_names_line_and_item() -> None:
    lines = invented_yaml("koos").splitlines()
    at = next(n for n, line in enumerate(lines) if "Invented question 7 of adl" in line)
    lines[at] = "      ask: ''"
    (finding,) = read("\n".join(lines)).findings
    assert finding.field == f"form.yaml, line {at}, item 7"  # the line where the item begins


@pytest.mark.parametrize(
    ("name", "change", "code"),
    [
        ("peg", drop("scales/total/low"), "no-ends"),
        ("koos", put("scales/qol/items/1/ask", "Invented question 1 of qol?"), "same-words"),
        ("koos", put("scales/qol/items/3/id", "72098-7"), "order-unknown"),
    ],
)
def test_what_somebody_should_look_at_stops_nothing(name: str, change: Any, code: str) -> None:
    examined = changed(name, change)
    assert {(finding.code, finding.level) for finding in examined.findings} == {(code, WARN)}
    assert examined.is_usable


def test_several_faults_are_told_in_one_run() -> None:
    examined = changed("koos", lambda c: (drop_item(c), reverse(c), c.pop("language")))
    assert codes(examined) == {"item-count", "direction", "no-language"}


def test_the_end_of_a_licence() -> None:
    content = invented("odi")
    content["licence"]["until"] = "2026-12-31"
    text = as_yaml(content)
    assert codes(read(text, today=date(2027, 1, 1))) == {"licence-ended"}
    found = read(text, today=date(2026, 12, 31)).text
    assert found is not None
    assert found.may_be_used_on(date(2026, 12, 31))
    assert not found.may_be_used_on(date(2027, 1, 1))
    endless = read(invented_yaml("odi")).text
    assert endless is not None
    assert endless.may_be_used_on(date(2999, 1, 1))


def test_what_the_loader_states_fills_what_the_file_leaves_out() -> None:
    content = invented("peg")
    for name in ("version", "language", "licence", "loaded_by"):
        content.pop(name)
    content["scales"]["total"].pop("best_answer")
    said = Said(licence=LICENCE, loaded_by="A. Rahman", version="7", language="de", best="0")
    text = read(as_yaml(content), said).text
    assert text is not None
    assert (text.version, text.language, text.licence, text.loaded_by) == ("7", "de", LICENCE, "A. Rahman")


def test_file_and_loader_have_to_agree() -> None:
    said = Said(version="other", language="fr", best="10")
    assert codes(read(invented_yaml("peg"), said)) == {"version-differs", "language-differs", "direction-differs"}
    assert codes(read(invented_yaml("peg"), Said(best="nothing=0"))) == {"unknown-scale"}
    assert codes(read(invented_yaml("peg"), instrument="odi")) == {"another-instrument"}


def test_the_best_answer_by_scale() -> None:
    content = invented("eq5d5l")
    for scale in content["scales"].values():
        scale.pop("best_answer")
    assert read(as_yaml(content), Said(best="profile=1, vas=100")).is_usable
    assert codes(read(as_yaml(content), Said(best="1"))) == {"direction"}


def test_items_may_be_bare_words_and_answers_shared_or_their_own() -> None:
    content = invented("koos")
    content["scales"]["qol"]["items"] = [
        "First?",
        "Second?",
        {"ask": "Third?", "answers": {"4": "e", "3": "d", "2": "c", "1": "b", "0": "a"}},
        "Fourth?",
    ]
    text = read(as_yaml(content)).text
    assert text is not None
    items = text.parts[-1].items
    assert [item.id for item in items] == ["1", "2", "3", "4"]
    assert [option.value for option in items[2].options] == [
        Decimal(n) for n in (4, 3, 2, 1, 0)
    ]  # as the form has them


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("just words", "not-a-mapping"),
        ("a: [", "not-yaml"),
        ("instrument: &a peg\nversion: *a", "anchor"),
        ("version: 1\nversion: 2\ninstrument: peg", "duplicate-key"),
        (b"\xff\xfe\x00", "not-utf8"),
        (b"a: \x00", "not-text"),
        ("x" * (LARGEST + 1), "too-large"),
    ],
)
def test_what_is_no_file_of_ours(text: str | bytes, code: str) -> None:
    examined = read(text)
    assert code in codes(examined)
    assert not examined.is_usable


@pytest.mark.parametrize("name", SOMEBODYS)
def test_the_empty_form_asks_for_everything_and_is_not_taken_for_filled(name: str) -> None:
    examined = read(template(load()[name]))
    assert {"no-version", "no-licence", "no-name", "no-direction", "no-words"} <= codes(examined)
    assert not codes(examined) & {"unknown-field", "missing-scale", "item-count", "unknown-scale", "item-order"}


def test_a_score_keeps_which_words_it_was_given_under() -> None:
    text = read(invented_yaml("peg", version="2026.b", language="pt-BR")).text
    assert text is not None
    assert given_under("1", text) == "1+2026.b.pt-BR"
    assert told_version("1+2026.b.pt-BR") == "definition 1, text 2026.b (pt-BR)"
    assert told_version("1") == told_version("2026-11") == ""


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SOMEBODYS), st.data())
def test_whatever_is_broken_in_a_file_gets_sentences(name: str, data: st.DataObject) -> None:
    text = invented_yaml(name)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    examined = read(text[:start] + data.draw(st.text(max_size=8)) + text[end:])
    assert examined.is_usable is all(finding.level != REFUSE for finding in examined.findings)
    assert all(finding.says and finding.remedy for finding in examined.findings)
