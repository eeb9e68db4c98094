"""The schema, brought up to date by the Alembic migrations inside the package; Alembic is imported only to migrate."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Literal

from propdesk.clock import system_now
from propdesk.errors import Damaged
from propdesk.store import trouble

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

APPLICATION_ID = 0x50444B31
"""`PRAGMA application_id` of our files: PDK1."""

State = Literal["absent", "empty", "current", "older", "newer", "foreign", "damaged"]
"""What lies at a path: nothing, a file without a schema, ours (fit, behind, ahead), not ours, or unreadable."""

_MIGRATIONS = Path(__file__).with_name("migrations")
_WAIT_SECONDS = 30.0
_STEPS = 10_000
"""So many instructions of SQLite's machine lie between two looks whether to go on: some milliseconds at most."""


def head() -> str:
    """The revision of the newest schema this program knows: `0001`."""
    return max(path.name[:4] for path in (_MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def state_of(path: Path) -> State:
    """What lies at `path`; reads the head of the file only, creates no database and never raises."""
    try:
        if not path.exists():
            return "absent"
        if not path.is_file():
            return "foreign"
    except OSError:
        return "damaged"
    seen = _judge(path, glance)
    return _judge(path, read_only) if seen in ("foreign", "damaged") else seen


def upgrade(path: Path, *, backup: bool = True) -> None:
    """Create the database at `path`, or bring it to the newest schema, in one transaction; a fit one is left alone.

    Several programs may do this at once: one migrates, the others wait and find it done. An older database is copied
    beside itself before (`backup`).

    Raises:
        Damaged: the file is not ours, damaged, newer, or cannot be written; it is as it was.
    """
    with trouble.explained(path):
        state = state_of(path)
        if state == "current":
            return
        _refuse_unfit(path, state)
        path.parent.mkdir(parents=True, exist_ok=True)
        if state == "older":
            check_sound(path)
        _migrate(path, backup=backup)


def check_sound(path: Path, given_up: Event | None = None, *, called: Path | None = None) -> None:
    """Have SQLite look through the whole file, which a finding names as `called` where it is a copy.

    Raises:
        Damaged: SQLite found damage, or cannot open the file, or was interrupted because `given_up` was set.
    """
    named = called or path
    with trouble.explained(named), closing(read_only(path)) as raw:
        heed(raw, given_up)
        found = str(raw.execute("PRAGMA integrity_check(1)").fetchone()[0])
    if found != "ok":
        raise Damaged(trouble.DAMAGED, path=named, detail=found)


def heed(raw: sqlite3.Connection, given_up: Event | None) -> None:
    """Interrupt what runs on a connection once `given_up` is set."""
    if given_up is not None:
        raw.set_progress_handler(given_up.is_set, _STEPS)


def read_only(path: Path) -> sqlite3.Connection:
    """A plain connection that cannot write; beside a database nobody has open it leaves the two files of its log."""
    return sqlite3.connect(_uri(path, "mode=ro"), uri=True, timeout=_WAIT_SECONDS, isolation_level=None)


def glance(path: Path) -> sqlite3.Connection:
    """A plain connection for a quick look that leaves nothing beside the file; not for what must be exact.

    Without a log beside it nobody writes to the file, so it is read without locks.
    """
    if Path(f"{path}-wal").exists():
        return read_only(path)
    return sqlite3.connect(_uri(path, "mode=ro&immutable=1"), uri=True, isolation_level=None)


def refuse_other(path: Path) -> None:
    """Refuse a folder, or a sound database of another program, where one of ours is to be put.

    Raises:
        Damaged: with the sentence that says why.
    """
    if state_of(path) == "foreign" and (not path.is_file() or is_sqlite(path)):
        _refuse_unfit(path, "foreign")


def refuse_unfit(path: Path) -> None:
    """Refuse whatever is not a database of ours that this program can use or upgrade.

    Raises:
        Damaged: with the sentence that says why.
    """
    state = state_of(path)
    if state in ("absent", "empty"):
        raise Damaged(trouble.NO_ACCESS if state == "absent" else trouble.NOT_A_DATABASE, path=path)
    _refuse_unfit(path, state)


def _uri(path: Path, options: str) -> str:
    return f"{path.resolve().as_uri()}?{options}"


def _judge(path: Path, opened: Callable[[Path], sqlite3.Connection]) -> State:
    try:
        with closing(opened(path)) as raw:
            return _judge_open(raw)
    except (sqlite3.Error, OSError, UnicodeError) as error:
        return "foreign" if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_NOTADB else "damaged"


def _judge_open(raw: sqlite3.Connection) -> State:
    tables = {row[0] for row in raw.execute("SELECT name FROM sqlite_master")}
    owner = raw.execute("PRAGMA application_id").fetchone()[0]
    if not tables and owner in (0, APPLICATION_ID):
        return "empty"
    if owner != APPLICATION_ID:
        return "foreign"
    return _compare(_revision(raw)) if "alembic_version" in tables else "damaged"


def _revision(raw: sqlite3.Connection) -> str:
    row = raw.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else ""


def _compare(revision: str) -> State:
    if revision == head():
        return "current"
    if not revision:
        return "damaged"
    return "newer" if revision > head() else "older"


def _refuse_unfit(path: Path, state: State) -> None:
    if path.exists() and not path.is_file():
        raise Damaged(trouble.DIRECTORY if path.is_dir() else trouble.NOT_A_DATABASE, path=path)
    if state == "newer":
        with closing(read_only(path)) as raw:
            raise Damaged(trouble.NEWER, path=path, schema=_revision(raw))
    if state == "foreign":
        raise Damaged(trouble.FOREIGN if is_sqlite(path) else trouble.NOT_A_DATABASE, path=path)
    if state == "damaged":
        check_sound(path)
        raise Damaged(trouble.DAMAGED, path=path, detail="alembic_version")


def is_sqlite(path: Path) -> bool:
    """Whether the file begins as every SQLite database does."""
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\0"


def _migrate(path: Path, *, backup: bool) -> None:
    engine = _engine(path)
    try:
        with engine.begin() as connection:
            found = _found(connection)
            if found != head():
                if found and backup:
                    _copy_beside(path, found)
                _run(connection, path)
    finally:
        engine.dispose()


def _engine(path: Path) -> "Engine":
    from sqlalchemy import create_engine, event
    from sqlalchemy.pool import NullPool

    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool, connect_args={"timeout": _WAIT_SECONDS})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _take_the_write_lock)
    return engine


def _prepare(raw: sqlite3.Connection, _record: object) -> None:
    """Foreign keys are off while tables are rebuilt: with them on, a rebuilt parent deletes its children."""
    raw.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=OFF", "recursive_triggers=ON"):
        raw.execute(f"PRAGMA {pragma}")


def _take_the_write_lock(connection: "Connection") -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _found(connection: "Connection") -> str:
    named = "SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'"
    if not connection.exec_driver_sql(named).scalar_one():
        return ""
    return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() or "")


def _copy_beside(path: Path, revision: str) -> None:
    """Copy what is committed: we hold the write lock, so this is exactly the database before the migration."""
    name = f"{path.stem}-schema{revision}-{system_now():%Y%m%d-%H%M%S-%f}{path.suffix}"
    with closing(read_only(path)) as raw:
        raw.execute("VACUUM INTO ?", (str(path.with_name(name)),))


def _run(connection: "Connection", path: Path) -> None:
    from alembic import command
    from alembic.config import Config

    from propdesk.store import triggers, twins

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    triggers.create(connection)
    twins.create(connection)
    _check_links(connection, path)
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")


def _check_links(connection: "Connection", path: Path) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(1)
    if broken:
        raise Damaged(trouble.DAMAGED, path=path, detail=f"{broken[0][0]} -> {broken[0][2]}")
