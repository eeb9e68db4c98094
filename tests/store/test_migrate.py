"""The schema: created, brought up to date, refused."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from propdesk.errors import Damaged
from propdesk.models import tables
from propdesk.store import migrate, search, triggers, trouble, twins
from tests.store.conftest import Book

Shape = dict[tuple[str, str], frozenset[str] | None]


def shape(path: Path) -> Shape:
    """Everything in the schema; a CREATE TABLE as the set of its clauses, whose order says nothing."""
    with closing(sqlite3.connect(path)) as raw:
        rows = raw.execute("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE tbl_name <> 'alembic_version'")
        return {(kind, name): sql and _clauses(sql) for kind, name, _table, sql in rows}


def _clauses(sql: str) -> frozenset[str]:
    """What stands between the commas; a column added later shares its line with the one before."""
    opening, _, inside = sql.rpartition(")")[0].partition("(")
    parts = re.split(r",\s*(?![^()]*\))", inside)
    return frozenset([" ".join(opening.split()), *(" ".join(part.split()) for part in parts)])


SHIPPED = migrate.head()


@pytest.fixture
def older(journalled: Book, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A database with a journal, one schema behind a program that has one more migration."""
    yield from _with_one_more_migration(
        journalled, monkeypatch, tmp_path, "op.add_column('person', sa.Column('note', sa.String()))"
    )


def _with_one_more_migration(book: Book, monkeypatch: pytest.MonkeyPatch, folder: Path, body: str) -> Iterator[Path]:
    copy = folder / "migrations"
    shutil.copytree(Path(migrate.__file__).with_name("migrations"), copy)
    head = migrate.head()
    following = f"{int(head) + 1:04d}"
    (copy / "versions" / f"{following}_next.py").write_text(
        f"import sqlalchemy as sa\nfrom alembic import op\nrevision = '{following}'\ndown_revision = '{head}'\n"
        f"def upgrade():\n    {body}\n"
    )
    monkeypatch.setattr(migrate, "_MIGRATIONS", copy)
    book.engine.dispose()
    yield book.path


def entries(path: Path) -> int:
    with closing(sqlite3.connect(path)) as raw:
        return int(raw.execute("SELECT count(*) FROM entry").fetchone()[0])


def test_a_migrated_file_is_exactly_what_the_models_the_triggers_and_the_search_declare(
    migrated: Path, tmp_path: Path
) -> None:
    declared = tmp_path / "declared.db"
    engine = create_engine(f"sqlite:///{declared}")
    with engine.begin() as connection:
        tables.metadata().create_all(connection)
        triggers.create(connection)
        twins.create(connection)
        connection.exec_driver_sql(search.DDL)
    engine.dispose()
    assert shape(migrated) == shape(declared)


def test_the_first_migration_names_nothing_of_the_program_that_may_change() -> None:
    versions = Path(migrate.__file__).with_name("migrations") / "versions"
    source = (versions / "0001_first_tables.py").read_text("utf-8")
    assert "propdesk" not in source
    assert "Instant" not in source


def test_a_new_file_is_created_with_its_folder_and_marked_as_ours(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "desk.db"
    assert migrate.state_of(path) == "absent"
    migrate.upgrade(path)
    assert migrate.state_of(path) == "current"
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA application_id").fetchone() == (migrate.APPLICATION_ID,)
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_an_empty_file_is_filled(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    path.touch()
    assert migrate.state_of(path) == "empty"
    migrate.upgrade(path)
    assert migrate.state_of(path) == "current"


def test_a_current_file_is_left_alone(journalled: Book) -> None:
    before = journalled.path.read_bytes()
    migrate.upgrade(journalled.path)
    assert journalled.path.read_bytes() == before


def test_several_programs_may_start_on_a_new_file_at_once(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    code = (
        "import sys; from pathlib import Path; from propdesk.store import migrate; migrate.upgrade(Path(sys.argv[1]))"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(path)], stderr=subprocess.PIPE, text=True) for _ in range(4)
    ]
    said = [process.communicate()[1] for process in running]
    assert said == [""] * 4
    assert migrate.state_of(path) == "current"


def test_alembic_is_not_imported_for_a_current_file(migrated: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from propdesk.store import migrate; migrate.upgrade(Path(sys.argv[1]));"
        "print([name for name in ('alembic', 'sqlalchemy') if name in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code, str(migrated)], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_an_older_file_is_copied_beside_itself_and_brought_up_to_date(older: Path) -> None:
    assert migrate.state_of(older) == "older"
    migrate.upgrade(older)
    assert migrate.state_of(older) == "current"
    (kept,) = older.parent.glob(f"desk-schema{SHIPPED}-*.db")
    assert entries(kept) == entries(older) == 5
    with closing(sqlite3.connect(kept)) as raw:
        assert "note" not in {row[1] for row in raw.execute("PRAGMA table_info(person)")}


def test_the_copy_of_an_older_file_holds_what_is_still_in_its_log(older: Path, journalled: Book) -> None:
    with closing(sqlite3.connect(older)) as raw:
        raw.execute("INSERT INTO person (name) VALUES ('王芳')")
        raw.commit()
        migrate.upgrade(older)
    (kept,) = older.parent.glob(f"desk-schema{SHIPPED}-*.db")
    with closing(sqlite3.connect(kept)) as raw:
        assert raw.execute("SELECT name FROM person").fetchall() == [("王芳",)]


def test_triggers_survive_a_migration_that_rebuilds_their_table(
    journalled: Book, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    body = (
        "with op.batch_alter_table('entry', recreate='always') as batch: batch.add_column(sa.Column('x', sa.Integer()))"
    )
    (path,) = _with_one_more_migration(journalled, monkeypatch, tmp_path, body)
    migrate.upgrade(path, backup=False)
    with journalled.engine.connect() as connection:
        assert triggers.missing(connection) == []
    assert entries(path) == 5


@pytest.mark.parametrize(
    "body", ["op.execute('DROP TABLE act'); raise RuntimeError('crash')", "op.execute('nonsense')"]
)
def test_a_migration_that_fails_leaves_the_old_file_as_it_was(
    journalled: Book, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, body: str
) -> None:
    (path,) = _with_one_more_migration(journalled, monkeypatch, tmp_path, body)
    before = shape(path)
    with pytest.raises((RuntimeError, Damaged)):
        migrate.upgrade(path)
    assert (shape(path), entries(path), migrate.state_of(path)) == (before, 5, "older")


def test_a_migration_that_breaks_a_link_is_undone(
    journalled: Book, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (path,) = _with_one_more_migration(journalled, monkeypatch, tmp_path, "op.execute('DELETE FROM shift')")
    with pytest.raises(Damaged, match=r"desk\.db is damaged .*shift"):
        migrate.upgrade(path)
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT count(*) FROM shift").fetchone() == (1,)


def refused(path: Path) -> str:
    with pytest.raises(Damaged) as caught:
        migrate.upgrade(path)
    return caught.value.message


def test_a_newer_file_is_refused_and_not_touched(fresh: Path) -> None:
    with closing(sqlite3.connect(fresh)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '0999'")
        raw.commit()
    before = fresh.read_bytes()
    assert migrate.state_of(fresh) == "newer"
    with pytest.raises(Damaged, match="0999") as caught:
        migrate.upgrade(fresh)
    assert caught.value.message == trouble.NEWER
    assert fresh.read_bytes() == before


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert (migrate.state_of(tmp_path), refused(tmp_path)) == ("foreign", trouble.DIRECTORY)


def test_a_file_that_is_no_database_is_refused_and_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear resident, " * 100)
    assert (migrate.state_of(path), refused(path)) == ("foreign", trouble.NOT_A_DATABASE)
    assert path.read_text() == "Dear resident, " * 100


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    assert (migrate.state_of(path), refused(path)) == ("foreign", trouble.NOT_A_DATABASE)


def test_a_database_of_another_program_is_refused_and_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE songs (title TEXT)")
    before = path.read_bytes()
    assert (migrate.state_of(path), refused(path)) == ("foreign", trouble.FOREIGN)
    assert path.read_bytes() == before


def test_a_torn_file_is_called_damaged(fresh: Path) -> None:
    with fresh.open("r+b") as file:
        file.truncate(6000)
    assert (migrate.state_of(fresh), refused(fresh)) == ("damaged", trouble.DAMAGED)


def test_a_file_that_lost_its_schema_number_is_called_damaged(fresh: Path) -> None:
    with closing(sqlite3.connect(fresh)) as raw:
        raw.execute("DROP TABLE alembic_version")
    assert (migrate.state_of(fresh), refused(fresh)) == ("damaged", trouble.DAMAGED)


def test_an_older_file_with_a_damaged_page_is_not_migrated(older: Path) -> None:
    size = older.stat().st_size
    with older.open("r+b") as file:
        file.seek(size - 4096)
        file.write(b"\xff" * 4096)
    assert refused(older) == trouble.DAMAGED
    assert list(older.parent.glob("desk-schema*")) == []


def test_a_path_below_a_file_says_that_the_folder_is_missing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert refused(tmp_path / "file" / "desk.db") == trouble.NO_ACCESS


def test_a_full_disk_is_named_and_leaves_the_file_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare = migrate._prepare

    def small_disk(raw: sqlite3.Connection, record: object) -> None:
        prepare(raw, record)
        raw.execute("PRAGMA max_page_count = 20")

    monkeypatch.setattr(migrate, "_prepare", small_disk)
    assert refused(tmp_path / "desk.db") == trouble.DISK_FULL
    assert migrate.state_of(tmp_path / "desk.db") == "empty"


def test_a_read_only_file_is_named(fresh: Path) -> None:
    with closing(migrate.read_only(fresh)) as raw, pytest.raises(Damaged) as caught, trouble.explained(fresh):
        raw.execute("UPDATE operator SET active = 0")
    assert caught.value.message == trouble.READ_ONLY


def test_a_file_that_stays_locked_is_named(book: Book) -> None:
    with (
        closing(sqlite3.connect(book.path, timeout=0)) as raw,
        book.engine.connect() as holder,
        holder.begin(),
        pytest.raises(Damaged) as caught,
        trouble.explained(book.path),
    ):
        raw.execute("BEGIN IMMEDIATE")
    assert caught.value.message == trouble.BUSY


def test_every_sentence_about_trouble_can_be_said() -> None:
    values = {"path": "desk.db", "detail": "d", "schema": "0999"}
    sentences = [text for name, text in vars(trouble).items() if name.isupper() and isinstance(text, str)]
    assert len(sentences) >= 10
    for sentence in sentences:
        assert "desk.db" in sentence.format(**values)
        assert not re.search(r"[{}]", sentence.format(**values))


# --- what a later migration makes anew keeps its rows --------------------------------------------------------------


def test_a_desk_from_before_the_requests_keeps_its_calls_and_complaints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, whole = tmp_path / "first", Path(migrate.__file__).with_name("migrations")
    shutil.copytree(whole, first, ignore=shutil.ignore_patterns("000[2-9]*", "00[1-9]*", "__pycache__"))
    path = tmp_path / "desk.db"
    with monkeypatch.context() as then:
        then.setattr(migrate, "_MIGRATIONS", first)
        then.setattr(triggers, "TRIGGERS", before_seals())
        migrate.upgrade(path)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(_insert("operator", {**_not_null(raw, "operator"), "id": 1, "name": "李婷"}))
        for number, ledger in enumerate(("contact", "complaint"), start=1):
            columns = _not_null(raw, ledger)
            raw.execute(_insert("item", {**_not_null(raw, "item"), "id": number, "number": ledger, "ord": number}))
            raw.execute(_insert(ledger, {**columns, "item_id": number, "channel": "group", "text": "楼上漏水"}))
        raw.commit()
    migrate.upgrade(path, backup=False)
    with closing(sqlite3.connect(path)) as raw:
        for ledger in ("contact", "complaint"):
            assert raw.execute(f"SELECT channel, text FROM {ledger}").fetchall() == [("group", "楼上漏水")]  # noqa: S608


def before_seals() -> tuple[tuple[str, str], ...]:
    """The triggers of a program that knew no seals of days."""
    return tuple(each for each in triggers.TRIGGERS if not each[0].startswith("day_seal"))


def _not_null(raw: sqlite3.Connection, table: str) -> dict[str, object]:
    """A value for each column that must have one."""
    known: dict[str, object] = {"operator_id": 1, "receiver_id": 1, "owner_id": 1, "kind": "enquiry"}
    rows = raw.execute(f"PRAGMA table_info({table})").fetchall()
    return {row[1]: known.get(row[1], 0 if "INT" in row[2] or row[2] == "BOOLEAN" else "") for row in rows if row[3]}


def _insert(table: str, values: dict[str, object]) -> str:
    columns = ", ".join(values)
    quoted = ", ".join(f"'{value}'" if isinstance(value, str) else str(value) for value in values.values())
    return f"INSERT INTO {table} ({columns}) VALUES ({quoted})"  # noqa: S608


def test_what_was_printed_before_there_were_keys_is_still_on_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _as_of(tmp_path, monkeypatch, "0002")
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("INSERT INTO operator (id, name, active, created) VALUES (1, '张敏', 1, '2026-11-01 00:00:00')")
        raw.execute(
            "INSERT INTO item (id, ledger, number, ord, stage, title, urgent, place, person, phone, receiver_id,"
            " owner_id, matter_id, presses, opened, version) VALUES"
            " (1, 'repair', 'BX20261101-001', 1, 'done', 'x', 0, '', '', '', 1, 1, 1, 0, '2026-11-01 00:00:00', 1)"
        )
        raw.execute(
            "INSERT INTO printout (item_id, document, number, edition, at, operator_id)"
            " VALUES (1, 'dispatch', 'PG-1', 1, '2026-11-01 00:00:00', 1)"
        )
        raw.commit()
    migrate.upgrade(path)
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT number, edition FROM printout").fetchall() == [("PG-1", 1)]
        assert raw.execute("SELECT resting FROM item").fetchall() == [(0,)]
        with pytest.raises(sqlite3.IntegrityError):
            raw.execute(
                "INSERT INTO printout (item_id, document, number, edition, at, operator_id)"
                " VALUES (1, 'poem', 'PG-2', 1, '2026-11-01 00:00:00', 1)"
            )


def _as_of(folder: Path, monkeypatch: pytest.MonkeyPatch, revision: str) -> Path:
    """A database as the program of that schema made it."""
    copy = folder / "migrations"
    shutil.copytree(Path(migrate.__file__).with_name("migrations"), copy)
    for later in (copy / "versions").glob("[0-9]*_*.py"):
        if later.name[:4] > revision:
            later.unlink()
    with monkeypatch.context() as before:
        before.setattr(migrate, "_MIGRATIONS", copy)
        before.setattr(triggers, "TRIGGERS", before_seals())
        migrate.upgrade(folder / "old.db")
    return folder / "old.db"
