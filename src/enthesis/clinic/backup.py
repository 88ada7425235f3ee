"""A copy of everything that a clinic needs to go on elsewhere, but for its keys: those are kept apart from it.

One file, a tar archive: `about.json`, the database (`clinic.sqlite3`, or `clinic.pgdump` by pg_dump) and the clinic's
own knowledge files. Whoever finds it without the master key reads no name and no word of a patient.
"""

import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from enthesis import __version__

ABOUT, SQLITE, POSTGRES, KNOWLEDGE = "about.json", "clinic.sqlite3", "clinic.pgdump", "knowledge"
FORMAT = 1


class NotBackedUp(Exception):
    """No backup was made, or nothing was put back. `says` and `remedy` are sentences."""

    def __init__(self, says: str, remedy: str) -> None:
        super().__init__(f"{says} {remedy}")
        self.says, self.remedy = says, remedy


@dataclass(frozen=True, slots=True)
class Copied:
    """What is in a backup."""

    made_at: datetime
    database: str  # sqlite | postgresql
    knowledge: int  # files


def backup(file: Path, settings: dict[str, Any], knowledge: Path | None) -> Copied:
    """Write a backup of a database, as Django's DATABASES has it, while it is in use. Raises `NotBackedUp`.

    The file appears whole or not at all, and only its owner may read it. One that is there is not written over.
    """
    if file.exists():
        raise NotBackedUp(f"{file} is there already.", "Give another name: a backup is not written over.")
    is_sqlite = settings["ENGINE"].endswith("sqlite3")
    made = Copied(datetime.now(UTC), "sqlite" if is_sqlite else "postgresql", len(_files(knowledge)))
    draft = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with tempfile.TemporaryDirectory(dir=file.parent or None) as folder:
            copy = Path(folder) / (SQLITE if is_sqlite else POSTGRES)
            if is_sqlite:
                _copy_sqlite(Path(settings["NAME"]), copy)
            else:
                _dump(settings, copy)
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as stream, tarfile.open(fileobj=stream, mode="w:gz") as archive:
                _add_text(archive, ABOUT, json.dumps(_about(made), indent=1))
                archive.add(copy, copy.name)
                for each in _files(knowledge):
                    archive.add(each, str(PurePosixPath(KNOWLEDGE, *each.relative_to(knowledge or each).parts)))
                archive.close()
                stream.flush()
                os.fsync(stream.fileno())
        draft.replace(file)
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        raise NotBackedUp(f"{file} cannot be written ({reason}).", "Check the folder and its rights.") from None
    finally:
        draft.unlink(missing_ok=True)
    return made


def restore(file: Path, home: Path, settings: dict[str, Any]) -> Copied:
    """Put a backup back into an empty data folder, or an empty PostgreSQL database. Raises `NotBackedUp`.

    The keys are not in it: `master-key` is put into the folder by hand, from where it is kept.
    """
    is_sqlite = settings["ENGINE"].endswith("sqlite3")
    with tempfile.TemporaryDirectory(dir=home) as folder:
        about = _unpack(file, Path(folder))
        if (about.database == "sqlite") is not is_sqlite:
            raise NotBackedUp(
                f"The backup is of {about.database}, and this place keeps another kind of database.",
                "Set ENTHESIS_DATABASE as it was, and try again.",
            )
        if is_sqlite:
            place = Path(settings["NAME"])
            if place.exists():
                raise NotBackedUp(f"There is a clinic in {place}.", "Put a backup back into an empty folder only.")
            _check_whole(Path(folder) / SQLITE)
            (Path(folder) / SQLITE).replace(place)
        else:
            _put_back(settings, Path(folder) / POSTGRES)
        if (Path(folder) / KNOWLEDGE).is_dir():
            if (home / KNOWLEDGE).exists():
                raise NotBackedUp(f"{home / KNOWLEDGE} is there already.", "Move it away, and try again.")
            shutil.move(Path(folder) / KNOWLEDGE, home / KNOWLEDGE)
    return about


# -- SQLite --------------------------------------------------------------------------------------------------------


def _copy_sqlite(source: Path, copy: Path) -> None:
    """SQLite's own backup: whole as of one instant, while others write."""
    if not source.exists():
        raise NotBackedUp(f"There is no clinic in {source.parent}.", "Set ENTHESIS_HOME to its data folder.")
    try:
        with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(copy)) as there:
            here.backup(there)
    except sqlite3.Error as problem:
        raise NotBackedUp(f"The database cannot be copied: {problem}.", "Check it: enthesis verify.") from None
    _check_whole(copy)


def _check_whole(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as there:
        try:
            (found,) = there.execute("PRAGMA quick_check(1)").fetchone()
        except sqlite3.Error as problem:
            found = str(problem)
    if found != "ok":
        raise NotBackedUp(f"The copy is damaged ({found}).", "Use an earlier backup, and look at the disk.")


# -- PostgreSQL ----------------------------------------------------------------------------------------------------


def _dump(settings: dict[str, Any], copy: Path) -> None:
    _run("pg_dump", settings, "--format=custom", "--no-owner", "--no-privileges", f"--file={copy}", settings["NAME"])


def _put_back(settings: dict[str, Any], copy: Path) -> None:
    one = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
    _run("pg_restore", settings, *one, f"--dbname={settings['NAME']}", str(copy))


def _run(program: str, settings: dict[str, Any], *words: str) -> None:
    """A program of PostgreSQL; the password goes through the environment and stands in no command line."""
    found = shutil.which(program)
    if found is None:
        raise NotBackedUp(f"{program} is not on this machine.", "Install the client of PostgreSQL (postgresql-client).")
    given = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    environment = {**os.environ, **{name: str(settings[key]) for name, key in given.items() if settings.get(key)}}
    done = subprocess.run(  # noqa: S603 - the program of this machine, with our own words
        [found, *words], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["it gave no reason"])[0]
        raise NotBackedUp(f"{program} failed: {last[:200]}.", "Check ENTHESIS_DATABASE, and that it is empty.")


# -- the archive -----------------------------------------------------------------------------------------------------


def _about(made: Copied) -> dict[str, Any]:
    return {"format": FORMAT, "enthesis": __version__, "made_at": made.made_at.isoformat(), "database": made.database}


def _unpack(file: Path, folder: Path) -> Copied:
    """Only what a backup holds is taken out, under its own name: nothing leaves the folder."""
    try:
        with tarfile.open(file, "r:gz") as archive:
            members = {member.name: member for member in archive.getmembers() if member.isfile()}
            kept = [name for name in members if name in (ABOUT, SQLITE, POSTGRES) or _is_knowledge(name)]
            for name in kept:
                archive.extract(members[name], folder, filter="data")
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        if about["format"] != FORMAT:
            raise NotBackedUp("The backup was made by a later version.", "Install that version, and try again.")
        count = sum(map(_is_knowledge, kept))
        return Copied(datetime.fromisoformat(about["made_at"]), str(about["database"]), count)
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        raise NotBackedUp(f"{file} cannot be read ({reason}).", "Check the name and the rights.") from None
    except (tarfile.TarError, EOFError, ValueError, KeyError, TypeError):
        raise NotBackedUp(f"{file} is no backup, or not a whole one.", "Give a file of enthesis backup.") from None


def _is_knowledge(name: str) -> bool:
    path = PurePosixPath(name)
    return path.parts[:1] == (KNOWLEDGE,) and len(path.parts) > 1 and ".." not in path.parts


def _files(knowledge: Path | None) -> list[Path]:
    return sorted(each for each in knowledge.rglob("*") if each.is_file()) if knowledge and knowledge.is_dir() else []


def _add_text(archive: tarfile.TarFile, name: str, text: str) -> None:
    data = text.encode()
    info = tarfile.TarInfo(name)
    info.size, info.mtime, info.mode = len(data), int(datetime.now(UTC).timestamp()), 0o600
    archive.addfile(info, io.BytesIO(data))
