"""What an answer that cannot be read is told, word for word: tests/data/candidacy_unreadable.yaml."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from enthesis.pathway.candidacy import BadAnswer, read_answers, shipped

ENTRIES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[2] / "data" / "candidacy_unreadable.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("entry", ENTRIES, ids=[str(e.get("answers", e.get("regions")))[:60] for e in ENTRIES])
def test_it_is_told_what_was_wrong_and_what_to_do(entry: dict[str, Any]) -> None:
    with pytest.raises(BadAnswer) as caught:
        read_answers(shipped(), entry.get("answers", {}), entry.get("regions", ()))
    told = caught.value
    for name in ("code", "field", "says", "remedy"):
        assert getattr(told, name) == entry[name]
    assert str(told) == f"{told.says} {told.remedy}"


def refused(**answers: Any) -> tuple[str, str, str, str]:
    with pytest.raises(BadAnswer) as caught:
        read_answers(shipped(), answers)
    return caught.value.code, caught.value.field, caught.value.says, caught.value.remedy


TOO_LONG = "201 characters are more than an answer here can have."
UNSEEN = ("The text holds signs that cannot be shown.", "Type it again.")


def test_what_is_too_long_or_cannot_be_shown() -> None:
    assert refused(fever="y" * 201) == ("too-long", "fever", TOO_LONG, "Give 200 at most.")
    assert refused(fever="y" * 200)[0] == "not-a-choice"
    assert refused(meds=[{"med": "x" * 201}]) == ("too-long", "meds[0].med", TOO_LONG, "Give 200 at most.")
    assert refused(fever="ye\x00s") == ("control-characters", "fever", *UNSEEN)
    assert refused(meds=[{"med": "war\x07farin"}]) == ("control-characters", "meds[0].med", *UNSEEN)
    says, remedy = "A list of 201 drugs cannot be right.", "Check it and send it again."
    assert refused(meds=[{"med": "aspirin"}] * 201) == ("too-long", "meds", says, remedy)
    assert len(read_answers(shipped(), {"meds": [{"med": "warfarin"}] * 200}).said["meds"]) == 200  # type: ignore[arg-type]  # a tuple
    assert refused(condition=["knee_oa"] * 201)[2:] == ('"condition" is a list of words.', 'Write ["word"].')
    assert read_answers(shipped(), {"condition": ["knee_oa"] * 200}).said["condition"] == ("knee_oa",)


def test_what_was_typed_is_repeated_in_part() -> None:
    assert refused(fever="y" * 60)[2] == f'"{"y" * 60}" is not an answer to "fever".'
    assert refused(fever="y" * 61)[2] == f'"{"y" * 57}..." is not an answer to "fever".'
    assert refused(age=10**18 + 1)[2] == '"a very long number" is not a number for "age".'
    assert refused(age=10**18)[2] == '"1000000000000000000" is not a number for "age".'


def test_too_many_regions() -> None:
    with pytest.raises(BadAnswer) as caught:
        read_answers(shipped(), {}, ["knee"] * 201)
    told = caught.value
    assert (told.code, told.field) == ("too-long", "regions")
    assert (told.says, told.remedy) == ("201 regions are more than a person has.", "Name each once.")
    assert read_answers(shipped(), {}, ["knee"] * 200).regions == ("knee",)
