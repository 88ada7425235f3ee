"""`check`: everything that must hold of the knowledge, one fault a sentence."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources import files as package
from importlib.resources.abc import Traversable
from pathlib import Path

from enthesis.knowledge import Layered, OwnFiles
from enthesis.knowledge.layers import ABOUT
from enthesis.pathway.finding import NOTE, REFUSE, WARN, Finding
from enthesis.pathway.languages import check_translations, is_translation
from enthesis.pathway.upkeep.complaints import complaint, note
from enthesis.pathway.upkeep.file_shapes import SHAPES, TABLE_PAGE
from enthesis.pathway.upkeep.files import KnowledgeFile, check_headers, read_files
from enthesis.pathway.upkeep.loads import check_readable, is_read
from enthesis.pathway.upkeep.specs import check_specs, rule_ids
from enthesis.pathway.upkeep.statements import check_sources
from enthesis.pathway.upkeep.tables import check_table
from enthesis.pathway.upkeep.thresholds import check_thresholds, check_words

_ORDER = {REFUSE: 0, WARN: 1, NOTE: 2}


@dataclass(frozen=True, slots=True)
class Checked:
    """What was looked at, and everything that was found, the worst first."""

    files: tuple[KnowledgeFile, ...]
    findings: tuple[Finding, ...]

    @property
    def is_sound(self) -> bool:
        return all(finding.level != REFUSE for finding in self.findings)


def check(
    shipped: Traversable, own: OwnFiles | None = None, *, as_of: date | None = None, tests: Path | None = None
) -> Checked:
    """The shipped knowledge, or that with a clinic's own files laid over it.

    `as_of` is the day on which a review is due or not. `tests` is the folder of the specs, None where there is none:
    then that part is not checked, and it is said. A clinic's own rules need no spec of the programme's.
    """
    if own is None:
        files, findings = _files_and_faults(shipped, as_of)
        findings += check_thresholds(files, package("enthesis.pathway"))
        findings += check_specs(files, tests) if tests else [_NO_SPECS]
        return _checked(files, findings)
    files, findings = _files_and_faults(Layered(shipped, own.folder), as_of)
    findings += check_thresholds(files, None)
    before, known = _files_and_faults(shipped, as_of)
    known += check_thresholds(before, None)
    theirs = [finding for finding in findings if finding not in set(known)]  # what is wrong without them is not theirs
    return _checked(files, [*theirs, *check_words(files, before), *_own_rules(files, before)])


def faults(shipped: Traversable, own: OwnFiles) -> tuple[Finding, ...]:
    """What a clinic must correct before its own files hold: of `check`, what refuses.

    The shipped files by themselves are only read where something is wrong, to tell whose fault it is.
    """
    files, findings = _files_and_faults(Layered(shipped, own.folder), None)
    findings += check_thresholds(files, None)
    if all(finding.level != REFUSE for finding in findings):
        return ()
    return tuple(finding for finding in check(shipped, own).findings if finding.level == REFUSE)


_NO_SPECS = note("specs-not-checked", "specs", "not checked: the tests do not come with an installed copy.")


def _checked(files: tuple[KnowledgeFile, ...], findings: list[Finding]) -> Checked:
    return Checked(files, tuple(sorted(dict.fromkeys(findings), key=lambda each: _ORDER[each.level])))


def _files_and_faults(root: Traversable, as_of: date | None) -> tuple[tuple[KnowledgeFile, ...], list[Finding]]:
    files, unreadable = read_files(root)
    findings = [*unreadable]
    for file in files:
        findings += check_headers(file, as_of)
        findings += _check_shape(file)
    findings += check_readable(root)
    findings += check_sources(files)
    findings += check_translations(root)
    return files, findings


def _check_shape(file: KnowledgeFile) -> Iterator[Finding]:
    if file.is_table:
        yield from check_table(file)
    elif file.name.endswith(ABOUT):
        yield from TABLE_PAGE(file.name, "", file.tree)
    elif file.name in SHAPES:
        yield from SHAPES[file.name](file.name, "", file.tree)
    elif not is_translation(file.name) and not is_read(file.name):
        yield complaint(
            "not-read",
            file.name,
            "nothing reads this file.",
            "Add its reader to pathway/upkeep/loads.py, or take the file away.",
        )


def _own_rules(files: tuple[KnowledgeFile, ...], before: tuple[KnowledgeFile, ...]) -> Iterator[Finding]:
    known = {name for file in before for name, _ in rule_ids(file)}
    added = [f"{name} ({file.name})" for file in files for name, _ in rule_ids(file) if name not in known]
    if added:
        yield note("own-rules", "specs", f"no spec of the programme covers what is new here: {', '.join(added)}.")
