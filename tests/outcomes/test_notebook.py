"""The notebook for researchers runs from top to bottom without Jupyter, and holds no results of anybody."""

import json
import re
from pathlib import Path

import pytest

from tests.support.made_registry import made_registry

NOTEBOOK = Path(__file__).parents[2] / "examples" / "registry.ipynb"


def test_it_runs_on_a_made_up_registry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made_registry(tmp_path, courses=60, days=6, clinics=1, span=300, seed=4)
    monkeypatch.setenv("ENTHESIS_REGISTRY", str(tmp_path))
    told = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    cells = [each for each in told if each["cell_type"] == "code"]
    words = " ".join("".join(each["source"]) for each in told if each["cell_type"] == "markdown").replace("\n", " ")
    assert all(each["outputs"] == [] and each["execution_count"] is None for each in cells)
    names: dict[str, object] = {"__name__": "notebook"}
    for cell in cells:
        exec("".join(cell["source"]), names)
    printed = capsys.readouterr().out
    assert "60 courses" in printed
    assert "responder_30, Numeric rating scale, pain, 13 weeks: between" in printed
    assert "52 weeks: 80 of 100 between" in printed
    drawn = names["picture"]._repr_svg_()  # type: ignore[attr-defined]  # a class of the notebook
    for word, shape in {"a dot": "<circle", "a line": "<line", "a dashed box": r"<rect[^>]*stroke-dasharray"}.items():
        assert word in words
        assert re.search(shape, drawn)
