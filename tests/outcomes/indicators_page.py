"""The page of the indicators is the knowledge files, printed.

python -m tests.outcomes.indicators_page           writes docs/outcomes/indicators.md
python -m tests.outcomes.indicators_page --check   says whether it is stale, and fails if it is
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from enthesis.outcomes.indicators.all import MEASURES
from enthesis.pathway.indicators import Definition, House, shipped
from enthesis.pathway.instruments import Kind, load

PAGE = Path(__file__).parents[2] / "docs" / "outcomes" / "indicators.md"
NOTE = "<!-- Made from knowledge/indicators by `python -m tests.outcomes.indicators_page`. Change the files. -->"
_INTRO = """# Indicators

What the registry counts: one section for each indicator, made from its file in `src/enthesis/knowledge/indicators/`.
Every example is worked by hand, and a test counts it again. How a report is made is in [the report](report.md)."""


def page() -> str:
    """The whole page."""
    known = shipped()
    parts = [NOTE, _INTRO, *_house(known.house)]
    parts.append("\n".join(f"- [{known.definitions[name].title}](#{name.replace('_', '-')})" for name in MEASURES))
    for name in MEASURES:
        parts += _section(known.definitions[name])
    return "\n\n".join(parts) + "\n"


def _house(house: House) -> Iterator[str]:
    yield "## What holds for all"
    levels = " and ".join(f"{level} %" for level in house.funnel)
    yield (
        f"No figure is shown of fewer than {house.smallest_group} people, and none that would give such a figure away"
        f" by subtraction. Intervals hold the truth in {house.interval} of 100 cases; funnels have lines at {levels}."
        f" Results that a clinic made public are called current for {house.public_days} days after they were counted,"
        " and old from then on."
    )
    yield "| grouping | what it is |\n| --- | --- |\n" + "\n".join(
        f"| `{name}` | {says} |" for name, says in house.groupings.items()
    )


def _section(one: Definition) -> Iterator[str]:
    yield f'<a id="{one.id.replace("_", "-")}"></a>\n\n## {one.title}'
    yield one.why.strip()
    rows = [
        ("id", f"`{one.id}`"),
        ("counts", one.numerator),
        ("of", one.denominator),
        ("left out", one.left_out),
        ("missing", one.missing),
        ("unit", one.unit),
        ("better", one.better),
        ("by", ", ".join(one.by)),
        ("interval", one.interval),
        ("thresholds", "; ".join(_thresholds(one)) or "none"),
        ("sources", ", ".join(one.sources)),
        ("version", f"{one.version}, {one.status}, to be reviewed by {one.review_by}"),
        ("author", one.author),
        ("checked by", one.checker),
    ]
    yield "| | |\n| --- | --- |\n" + "\n".join(f"| {name} | {' '.join(says.split())} |" for name, says in rows)
    yield f"**Example.** {' '.join(one.example.says.split())}"
    for name, table in one.example.rows.items():
        columns = list(dict.fromkeys(column for row in table for column in row))
        lines = [f"| {' | '.join(columns)} |", f"| {' | '.join('---' for _ in columns)} |"]
        lines += [f"| {' | '.join(row.get(column, '') for column in columns)} |" for row in table]
        yield f"`{name}`"
        yield "\n".join(lines)
    figure = ", ".join(f"{part.replace('_', ' ')} {value}" for part, value in one.example.figure.items())
    of = ", ".join(one.example.of.values())
    yield f"Figure{f' ({of})' if of else ''}: {figure or 'none'}."


def _thresholds(one: Definition) -> Iterator[str]:
    for used in one.thresholds:
        instrument = load()[used.instrument]
        known = next(each for each in instrument.thresholds if each.id == used.id)
        unit = "%" if known.kind is Kind.PERCENT else known.unit or "points"
        unsure = ", unverified" if known.unverified else ""
        yield f"{instrument.name}: {known.what}, {known.value} {unit} ({', '.join(known.sources)}{unsure})"


def main() -> int:
    made = page()
    if "--check" in sys.argv:
        is_fresh = PAGE.is_file() and PAGE.read_text("utf-8") == made
        print(f"{PAGE.name} is {'as made' if is_fresh else 'stale: python -m tests.outcomes.indicators_page'}.")
        return 0 if is_fresh else 1
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(made, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
