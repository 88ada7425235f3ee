"""The files of a knowledge folder, and what each says of itself: title, version, status, review date."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib.resources.abc import Traversable

from enthesis.knowledge.layers import ABOUT, file_names
from enthesis.pathway.finding import Finding
from enthesis.pathway.plain_yaml import NotReadable
from enthesis.pathway.upkeep.complaints import at, complaint, warning
from enthesis.pathway.upkeep.tree import Branch, read_tree

STATUSES = ("draft", "reviewed", "retired")
_COMMENT = re.compile(r"#[ \t]*(\S[^\n]*)")
_SENTENCE = re.compile(r"(.+?)(?:[.:](?:\s|$)|$)", re.DOTALL)


@dataclass(frozen=True)  # no slots: rows are read when somebody wants them
class KnowledgeFile:
    """One file. A table's `tree` is that of the page beside it, `.about.yaml`."""

    name: str  # from the knowledge folder, such as "triage/sites.yaml"
    text: str
    tree: Branch

    @property
    def is_table(self) -> bool:
        return self.name.endswith(".csv")

    @cached_property
    def rows(self) -> tuple[Mapping[str, str | None], ...]:
        """The lines of a table by its columns; none of a YAML file."""
        return tuple(csv.DictReader(self.text.splitlines())) if self.is_table else ()

    @property
    def id(self) -> str:
        return self.tree.text("id") or self.name.rpartition("/")[2].removesuffix(".yaml")

    @property
    def title(self) -> str:
        """What it is, in the words of its field `title` or `name`, or the first sentence of its first comment."""
        told = self.tree.text("title") or self.tree.text("name")
        if told or not (comment := _first_comment(self.text)):
            return told or self.id
        found = _SENTENCE.match(comment)
        return found[1].strip() if found else comment

    @property
    def version(self) -> str:
        return self.tree.text("version")

    @property
    def status(self) -> str:
        return self.tree.text("status")

    @property
    def review_by(self) -> date | None:
        try:
            return date.fromisoformat(_review(self.tree).text("review_by"))
        except ValueError:
            return None


def read_files(root: Traversable) -> tuple[tuple[KnowledgeFile, ...], tuple[Finding, ...]]:
    """Every data file in a knowledge folder, and what keeps others from being read."""
    found: list[KnowledgeFile] = []
    complaints: list[Finding] = []
    names = list(file_names(root))
    for name in names:
        page = name.removesuffix(".csv") + ABOUT if name.endswith(".csv") else name
        if page not in names:
            complaints.append(
                complaint(
                    "no-page", name, "no page says what this table is.", f"Write {page} with version and columns."
                )
            )
            continue
        try:
            text = _text(root, name)
            found.append(KnowledgeFile(name, text, read_tree(_text(root, page), page)))
        except NotReadable as problem:
            complaints.append(complaint("unreadable", name, _without(str(problem), name), "Correct the line."))
    return tuple(found), tuple(dict.fromkeys(complaints))


def read_one(root: Traversable, name: str) -> KnowledgeFile | None:
    """One file by its name, a table with the page beside it; None where there is no such file. Raises `NotReadable`."""
    page = name.removesuffix(".csv") + ABOUT if name.endswith(".csv") else name
    if not all(root.joinpath(*each.split("/")).is_file() for each in (name, page)):
        return None
    return KnowledgeFile(name, _text(root, name), read_tree(_text(root, page), page))


def check_headers(file: KnowledgeFile, as_of: date | None) -> Iterator[Finding]:
    """Whether a file says its version, status and review date, and whether that date has passed on the day `as_of`."""
    if file.is_table:
        return  # its page is looked at by itself
    for key in ("version", "status"):
        if not file.tree.text(key):
            yield complaint("no-" + key, file.name, f'"{key}" is missing.', f"Write `{key}:` at the top of the file.")
    if file.status and file.status not in STATUSES:
        where = at(file.name, file.tree.lines["status"])
        yield complaint("unknown-status", where, f'"{file.status}" is no status.', f"Write {', '.join(STATUSES)}.")
    review = _review(file.tree)
    if "review_by" not in review.fields:
        yield complaint("no-review-date", file.name, '"review_by" is missing.', "Write `review_by: 2027-12-31`.")
    elif file.review_by is None:
        where = at(file.name, review.lines["review_by"])
        yield complaint("no-review-date", where, f'"{review.text("review_by")}" is no day.', "Write it as 2027-12-31.")
    elif as_of is not None and file.review_by < as_of and file.status != "retired":
        yield warning(
            "review-due",
            at(file.name, review.lines["review_by"]),
            f"was to be reviewed by {file.review_by.isoformat()}.",
            "Let a clinician look at it, and write the next date.",
        )


def _review(tree: Branch) -> Branch:
    """The block that holds the review date: `review`, or the file itself."""
    found = tree.fields.get("review")
    return found if isinstance(found, Branch) else tree


def _text(root: Traversable, name: str) -> str:
    try:
        return root.joinpath(*name.split("/")).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise NotReadable(f"{name}: cannot be read. Put it back, as UTF-8 text.") from None


def _without(says: str, name: str) -> str:
    return says.removeprefix(name).lstrip(",: ")


def _first_comment(text: str) -> str:
    lines: list[str] = []
    for line in text.splitlines():
        found = _COMMENT.match(line)
        if not found:
            break
        lines.append(found[1])
    return " ".join(lines)
