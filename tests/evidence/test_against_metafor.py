"""Every figure that R's metafor printed for the same cases (`reference/make.R`), to 6 digits."""

import json
from pathlib import Path
from typing import Any

import pytest

from enthesis.evidence.door import answer

HERE = Path(__file__).parent / "reference"
CASES = json.loads((HERE / "cases.json").read_text())
PRINTED = json.loads((HERE / "metafor.json").read_text())
NAMES = ("estimate", "se", "ci_low", "ci_high", "p", "tau2", "I2", "Q", "p_Q", "pi_low", "pi_high")


def near(got: float | None, printed: float | None, size: float) -> bool:
    """To 6 digits; what is next to nothing beside the standard error counts as 0."""
    if got is None or printed is None:
        return got is printed
    return abs(got - printed) <= 1e-6 * max(abs(printed), size)


@pytest.mark.parametrize(
    ("case", "printed"),
    list(zip(CASES, PRINTED, strict=True)),
    ids=[f"{case['name']}-{case['measure']}-{case['model']}-{case['test']}" for case in CASES],
)
def test_metafor_says_the_same(case: dict[str, Any], printed: dict[str, Any]) -> None:
    asked = {name: value for name, value in case.items() if name not in ("name", "start")}
    found = answer(asked)
    size = {"p": 0.0, "p_Q": 1e-12, "tau2": 1e-6 * found["se"] ** 2, "I2": 1e-6, "Q": 1e-9}
    differ = {
        name: (found[name], printed[name])
        for name in NAMES
        if not near(found[name], printed[name], size.get(name, 1e-3 * found["se"]))
    }
    assert not differ
    for end in ("tau2_ci_low", "tau2_ci_high"):
        if printed[end] is not None:
            assert near(found[end], printed[end], 1e-3 * found["se"] ** 2), end
    left = found["leave_one_out"]
    for one, estimate, se in zip(left, printed["without"], printed["without_se"], strict=True):
        if "start" not in case:  # without a study metafor starts where it likes, and may end at a lower maximum
            assert near(one["estimate"], estimate, 1e-3 * found["se"]), one["label"]
            assert near(one["se"], se, 0), one["label"]
    if printed["egger"] and len(found["studies"]) >= 10:
        assert near(found["egger"]["t"], printed["egger"][0], 1e-9)
        assert near(found["egger"]["p"], printed["egger"][1], 0)
