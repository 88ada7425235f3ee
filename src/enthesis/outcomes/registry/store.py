"""Writing a registry folder: a generation of files for each build, and a manifest that says which of them count.

    manifest.json
    diary/clinic=1/month=2026-03/000001-1.parquet     rows of courses that began in that month
    state/clinic=1/000001.parquet                     where each course's log stood, and which generation holds it
    replaced/000004.parquet                           (course, generation) of rows that no longer count

A later build writes the touched courses once more and names their older rows as replaced. A month whose files became
many, or largely replaced, is written as one file again. No file is ever changed.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from enthesis.outcomes.registry.manifest import Manifest, NoRegistry, write_manifest
from enthesis.outcomes.registry.opening import GENERATION
from enthesis.outcomes.registry.shapes import schema
from enthesis.outcomes.registry.weeks import WEEKS
from enthesis.pathway.dictionary import shipped

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

NO_MONTH = "unknown"


@dataclass(frozen=True, slots=True)
class Part:
    """One month of one clinic: the courses that began in it, with everything of theirs."""

    clinic: int
    month: str  # 2026-03, or "unknown"

    @property
    def folder(self) -> str:
        return f"clinic={self.clinic}/month={self.month}"


@contextmanager
def writing(folder: Path) -> Iterator["Writing"]:
    """A build of a folder; one at a time. Nothing counts until `commit`. Raises `NoRegistry`."""
    import fcntl

    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".building").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise NoRegistry(f"{folder}: somebody else is building it now.", "Try again when that is done.") from None
        build = Writing(folder)
        try:
            yield build
        finally:
            build.close()


class Writing:
    """The files of one build."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.generation = 1 + max((int(each.name[:6]) for each in folder.glob("*/**/[0-9]*.parquet")), default=0)
        self._open: dict[tuple[str, Part], pq.ParquetWriter] = {}
        self._written: dict[str, list[str]] = {name: [] for name in (*shipped().tables, WEEKS)}

    def add(self, table: str, part: Part, rows: "pa.Table") -> None:
        """Rows of a table, all of one part. `rows` has the table's columns without the generation."""
        import pyarrow as pa

        if not rows.num_rows:
            return
        marks = pa.repeat(pa.scalar(self.generation, pa.int64()), rows.num_rows)
        kept = rows.append_column(pa.field(GENERATION, pa.int64(), nullable=False), marks).cast(schema(table))
        self._writer(table, part).write_table(kept)

    def add_parts(self, table: str, rows: "pa.Table", where: "pa.Table") -> None:
        """Rows of a table that belong to several parts. `where` has the columns course and month."""
        import numpy as np

        label = "the month of its folder"
        beside = rows.join(where.rename_columns(["course", label]), "course")
        beside = beside.sort_by([(name, "ascending") for name in ("clinic", label, "course")]).combine_chunks()
        clinics = beside.column("clinic").to_numpy()
        months = beside.column(label).combine_chunks().dictionary_encode()
        codes = months.indices.to_numpy(zero_copy_only=False)
        changes = np.flatnonzero((np.diff(clinics) != 0) | (np.diff(codes) != 0)) + 1
        ends = [*changes.tolist(), len(clinics)] if len(clinics) else []
        start = 0
        for end in ends:
            part = Part(int(clinics[start]), str(months.dictionary[int(codes[start])].as_py()))
            self.add(table, part, beside.slice(start, end - start).drop([label]))
            start = end

    def some(self, table: str) -> tuple[str, ...]:
        """The files of a table in this build; an empty one where there is none."""
        return tuple(self._written[table]) or (self._empty(table),)

    def finish(self, part: Part | None = None) -> None:
        """Close the files of a part, of all parts where none is given: more rows of it would go to another file."""
        for key in [key for key in self._open if part in (None, key[1])]:
            self._open.pop(key).close()

    def rewrite(self, table: str, part: Part, rows: "pa.Table") -> list[str]:
        """Write all rows of a part anew; the file that takes the place of those that it had, none without rows."""
        self.finish(part)
        before = len(self._written[table])
        self.add(table, part, rows.drop([GENERATION]).select([f.name for f in schema(table) if f.name != GENERATION]))
        self.finish(part)
        return self._written[table][before:]

    def keep(self, name: str, rows: "pa.Table") -> str:
        """One more file of the build, by its path within the folder without generation and ending."""
        import pyarrow.parquet as pq

        path = f"{name}/{self.generation:06}.parquet"
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(rows, self.folder / path, compression="zstd")
        return path

    @property
    def written(self) -> Mapping[str, Sequence[str]]:
        """The files of this build by table."""
        return self._written

    def commit(self, manifest: Manifest, before: Manifest | None = None) -> Manifest:
        """Let this build count, and take away what neither it nor `before` names, which somebody may be reading."""
        self.finish()
        for table in shipped().base:
            if not manifest.files.get(table.name):
                manifest = replace(manifest, files={**manifest.files, table.name: (self._empty(table.name),)})
        write_manifest(self.folder, manifest)
        named = manifest.all_files | (before.all_files if before else frozenset())
        for each in self.folder.glob("*/**/[0-9]*.parquet"):
            if str(each.relative_to(self.folder)) not in named:
                each.unlink(missing_ok=True)
        return manifest

    def close(self) -> None:
        for writer in self._open.values():
            writer.close()
        self._open.clear()

    def _writer(self, table: str, part: Part) -> Any:
        import pyarrow.parquet as pq

        found = self._open.get((table, part))
        if found is None:
            place = 1 + sum(f"/{part.folder}/" in name for name in self._written[table])
            path = f"{table}/{part.folder}/{self.generation:06}-{place}.parquet"
            (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
            found = pq.ParquetWriter(self.folder / path, schema(table), compression="zstd")
            self._open[table, part] = found
            self._written[table].append(path)
        return found

    def _empty(self, table: str) -> str:
        import pyarrow.parquet as pq

        path = f"{table}/none/{self.generation:06}-0.parquet"
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(schema(table).empty_table(), self.folder / path)
        return path
