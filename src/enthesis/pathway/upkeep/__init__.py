"""Keeping the knowledge in order: whether every file is sound, what rests on memory, what a clinic changed.

check(shipped_path(), as_of=date(2026, 11, 21)).findings    # what is wrong, each a sentence with its place
unverified(read_files(shipped_path())[0])                   # each entry that rests on memory
differences(own_files(folder, shipped_path()), shipped_path())
"""

from enthesis.pathway.upkeep.check import Checked, check
from enthesis.pathway.upkeep.differences import Difference, differences
from enthesis.pathway.upkeep.files import KnowledgeFile, read_files, read_one
from enthesis.pathway.upkeep.loads import read_everything
from enthesis.pathway.upkeep.statements import Statement, statements, unverified

__all__ = [
    "Checked",
    "Difference",
    "KnowledgeFile",
    "Statement",
    "check",
    "differences",
    "read_everything",
    "read_files",
    "read_one",
    "statements",
    "unverified",
]
