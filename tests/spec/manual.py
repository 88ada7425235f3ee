"""The manual is the specs, printed: the folder is the chapter, `title` the section, a test the paragraph.

python -m tests.spec.manual           writes docs/manual
python -m tests.spec.manual --check   says which pages are stale, and fails
"""

import ast
import sys
from pathlib import Path
from textwrap import dedent

from tests.spec import events_page

SPECS = Path(__file__).parent
MANUAL = SPECS.parent.parent / "docs" / "manual"
HEADINGS = {
    "log": "What happened",
    "decided": "What the clinic decided in its own copy",
    "agenda": "What comes next",
    "absent": "Not on the agenda",
    "first": "First of all",
    "advice": "What the figures say",
    "today": "The clinic's day when the last line is recorded",
    "born": "The patient was born on",
    "objections": "Objections to the last line",
    "in_words": "As the person reads them",
    "stands": "What still forbids recording it",
    "staff": "Who works in the clinic",
    "on_call": "Who is on call",
    "answers_within": "Within what time somebody answers, as the clinic decided",
    "clocks": "Who answers, and by when",
    "against": "What speaks against it",
    "drawn": "What was drawn up",
    "points": "Where it went",
    "record": "What else is told",
    "adds_up_to": "What it adds up to",
    "recall": "What a recall of its lots names",
}
NOTE = "<!-- Made from tests/spec by `python -m tests.spec.manual`. Change the spec, not this page. -->"


def pages() -> dict[str, str]:
    """Each chapter's file name and text, and the table of contents."""
    chapters: dict[str, list[str]] = {}
    contents = [NOTE, "", "# Manual", "", "Every page is a set of examples that the programme is tested with.", ""]
    for path in sorted(SPECS.glob("*/test_*.py")):
        chapters.setdefault(path.parent.name, []).append(_section(path))
    found: dict[str, str] = {}
    for folder, sections in chapters.items():
        intro = (SPECS / folder / "chapter.md").read_text("utf-8").strip()
        title = intro.splitlines()[0].removeprefix("# ")
        contents.append(f"- [{title}]({folder}.md)")
        found[f"{folder}.md"] = "\n\n".join([NOTE, intro, *sections]) + "\n"
    contents.append("- [Events, and a course as JSON lines](events.md)")
    found["events.md"] = f"{NOTE}\n\n{events_page.page()}"
    found["README.md"] = "\n".join(contents) + "\n"
    return found


def _section(path: Path) -> str:
    tree = ast.parse(path.read_text("utf-8"))
    title = next(
        node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and node.targets[0].id == "title"
        and isinstance(node.value, ast.Constant)
    )
    parts = [f"## {title}"]
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            heading = node.name.removeprefix("test_").replace("_", " ")
            parts.append(f"### {heading[0].upper()}{heading[1:]}")
            parts.append(dedent(ast.get_docstring(node) or ""))
            parts.extend(_tables(node))
    return "\n\n".join(part for part in parts if part)


def _tables(function: ast.FunctionDef) -> list[str]:
    found: list[str] = []
    for call in ast.walk(function):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "spec":
            for keyword in call.keywords:
                if isinstance(keyword.value, ast.Constant) and isinstance(keyword.value.value, str):
                    found.append(_shown(keyword.arg or "", keyword.value.value))
    return found


def _shown(name: str, text: str) -> str:
    if name == "protocol":
        return f"Protocol: `{text}`"
    return f"{HEADINGS[name]}:\n\n```text\n{dedent(text).strip()}\n```"


def stale() -> list[str]:
    """Pages that differ from the specs, are missing, or belong to no spec."""
    wanted = pages()
    there = {path.name: path.read_text("utf-8") for path in MANUAL.glob("*.md")}
    return sorted(name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name))


def main() -> int:
    if "--check" in sys.argv:
        for name in stale():
            print(f"docs/manual/{name} is stale: run python -m tests.spec.manual and commit the result.")
        return 1 if stale() else 0
    MANUAL.mkdir(parents=True, exist_ok=True)
    wanted = pages()
    for path in MANUAL.glob("*.md"):
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (MANUAL / name).write_text(text, "utf-8")
    print(f"{len(wanted)} pages in docs/manual.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
