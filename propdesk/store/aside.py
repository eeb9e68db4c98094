"""What was typed when the desk had to end: kept in a file until the database has taken it, now or at the next start."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from secrets import token_hex

from propdesk import locations


@dataclass(frozen=True)
class Typed:
    """A half-typed form of the database at `db`, as `desk_state.save_draft` takes it."""

    db: str
    draft: int | None
    operator: int
    step: str
    item: int | None
    title: str
    fields: dict[str, str]
    at: datetime
    begun: datetime


@contextmanager
def until_stored(path: Path, typed: Typed) -> Iterator[None]:
    """Have it in a file first, which goes once the work within has come to its end."""
    file = keep(path, typed)
    yield
    if file is not None:
        drop(file)


def keep(path: Path, typed: Typed) -> Path | None:
    """Write it beside the database at `path`, else beside the log; where it lies, or None if no disk takes it.

    It holds what residents said, so nobody but this user may read it.
    """
    data = json.dumps(asdict(typed), default=datetime.isoformat, ensure_ascii=False).encode()
    for folder in (path.parent, locations.home()):
        file = folder / f"{path.stem}-typed-{token_hex(4)}.json"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
                opened.write(data)
        except OSError:
            drop(file)
        else:
            return file
    return None


def kept(path: Path) -> Iterator[tuple[Path, Typed]]:
    """What lies there for the database at `path`; a file that was not finished, or is no such file, is passed over."""
    for folder in {path.parent.resolve(), locations.home().resolve()}:
        for file in sorted(folder.glob(f"{path.stem}-typed-*.json")):
            with suppress(OSError, ValueError, TypeError, KeyError):
                found = json.loads(file.read_bytes())
                moments = {name: datetime.fromisoformat(found[name]) for name in ("at", "begun")}
                typed = Typed(**{**found, **moments})
                if typed.db == str(path.resolve()):
                    yield file, typed


def drop(file: Path) -> None:
    """The database has it, or it was never finished."""
    with suppress(OSError):
        file.unlink(missing_ok=True)
