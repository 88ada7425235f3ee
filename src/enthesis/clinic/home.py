"""The data folder, and the secrets in it: made at first start, readable by their owner only.

A secret is never in the repository. It comes from the environment, or from a file that this module makes.
Two processes that start at the same moment end up with the same secret.
"""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

SECRET_BYTES = 32


class NoSecret(Exception):
    """A secret cannot be read. The message says which one and what to do."""


def home(environment: Mapping[str, str] = os.environ) -> Path:
    """The data folder, `ENTHESIS_HOME` or ./var; made if it is not there."""
    folder = Path(environment.get("ENTHESIS_HOME") or "var").absolute()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def secret(name: str, variable: str, environment: Mapping[str, str] = os.environ) -> bytes:
    """The 32 bytes of a secret, from `variable` (64 hexadecimal digits) or from the file `name` in the data folder."""
    given = environment.get(variable, "").strip()
    if given:
        return _from_hex(given, f"The variable {variable}")
    path = home(environment) / name
    if not path.exists():
        _make(path)
    return _from_hex(path.read_text(encoding="ascii", errors="replace").strip(), f"The file {path}")


def _from_hex(text: str, what: str) -> bytes:
    try:
        found = bytes.fromhex(text)
    except ValueError:
        found = b""
    if len(found) != SECRET_BYTES:
        raise NoSecret(f"{what} is not 64 hexadecimal digits. Put back the one that this clinic was made with.")
    return found


def _make(path: Path) -> None:
    """Write a new secret beside its place and link it there whole; whoever comes second keeps the first one."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(secrets.token_hex(SECRET_BYTES) + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    finally:
        draft.unlink(missing_ok=True)
