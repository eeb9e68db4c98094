"""Copies: made while the desk works, checked before they count, put back only when sound."""

import shutil
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from threading import Event

import pytest

from propdesk.errors import Damaged, Refused
from propdesk.store import backup, migrate, trouble
from propdesk.store.verify import verify
from tests.store.conftest import Book

DAY = date(2026, 11, 21)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def copy(journalled: Book, tmp_path: Path) -> Path:
    """A sound copy of five entries, after which the desk wrote a sixth and was closed."""
    target = tmp_path / "copy.db"
    backup.backup(journalled.path, target)
    journalled.write('{"says":"later"}')
    journalled.engine.dispose()
    return target


def test_a_copy_holds_what_was_committed_to_the_log_a_moment_ago(journalled: Book, tmp_path: Path) -> None:
    assert Path(f"{journalled.path}-wal").stat().st_size > 0
    backup.backup(journalled.path, tmp_path / "copy.db")
    assert verify(tmp_path / "copy.db") == verify(journalled.path)
    assert verify(tmp_path / "copy.db").entries == 5


def test_a_copy_is_made_while_somebody_writes(journalled: Book, tmp_path: Path) -> None:
    with journalled.engine.connect() as connection, connection.begin() as transaction:
        journalled.append(connection, "{}")
        backup.backup(journalled.path, tmp_path / "copy.db")
        transaction.rollback()
    assert verify(tmp_path / "copy.db").entries == 5


def test_a_copy_leaves_nothing_else_behind(copy: Path) -> None:
    assert names(copy.parent) == ["copy.db", "desk.db"]


def test_an_existing_file_is_never_overwritten(journalled: Book, tmp_path: Path) -> None:
    target = tmp_path / "letter.txt"
    target.write_text("Dear resident")
    for refused_target, code in ((target, "exists"), (tmp_path, "exists"), (journalled.path, "itself")):
        with pytest.raises(Refused) as caught:
            backup.backup(journalled.path, refused_target)
        assert caught.value.code == code
    assert target.read_text() == "Dear resident"


def test_a_copy_into_no_folder_is_refused(journalled: Book, tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        backup.backup(journalled.path, tmp_path / "no" / "copy.db")
    assert caught.value.code == "no_folder"


def test_a_copy_of_what_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "desk.db").write_text("Dear resident" * 100)
    with pytest.raises(Damaged) as caught:
        backup.backup(tmp_path / "desk.db", tmp_path / "copy.db")
    assert caught.value.message == trouble.NOT_A_DATABASE
    assert names(tmp_path) == ["desk.db"]


def test_a_copy_that_does_not_fit_leaves_no_half_file(
    journalled: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_source: Path, fresh: Path, _given_up: Event | None) -> None:
        fresh.write_bytes(b"half")
        with closing(sqlite3.connect(":memory:")) as raw:
            raw.execute("PRAGMA max_page_count = 1")
            raw.execute("CREATE TABLE t (a)")

    monkeypatch.setattr(backup, "_copy", full)
    with pytest.raises(Damaged) as caught:
        backup.backup(journalled.path, tmp_path / "copy.db")
    assert caught.value.message == trouble.DISK_FULL
    assert not [name for name in names(tmp_path) if "copy" in name]


def test_a_restored_copy_takes_the_place_of_the_database_which_is_kept(journalled: Book, copy: Path) -> None:
    kept = backup.restore(journalled.path, copy)
    assert kept is not None
    assert kept.parent == journalled.path.parent
    assert verify(journalled.path).entries == 5
    assert verify(kept).entries == 6
    assert verify(copy).entries == 5


def test_a_restored_desk_goes_on_writing(journalled: Book, copy: Path) -> None:
    backup.restore(journalled.path, copy)
    assert journalled.write("{}") == 6
    assert verify(journalled.path).sound


def test_a_log_left_by_a_crash_is_kept_with_the_old_database_and_not_laid_over_the_new(
    journalled: Book, copy: Path, tmp_path: Path
) -> None:
    crashed = tmp_path / "crashed"
    crashed.mkdir()
    journalled.write("{}")
    for suffix in ("", "-wal"):
        shutil.copyfile(f"{journalled.path}{suffix}", crashed / f"desk.db{suffix}")
    kept = backup.restore(crashed / "desk.db", copy)
    assert kept is not None
    assert names(crashed) == sorted([kept.name, "desk.db"])
    assert (verify(kept).entries, verify(crashed / "desk.db").entries) == (7, 5)


def test_a_database_too_damaged_to_open_is_replaced_and_kept_with_its_log(copy: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "desk.db").write_bytes(b"ruin" * 2000)
    Path(broken / "desk.db-wal").write_bytes(b"log")
    kept = backup.restore(broken / "desk.db", copy)
    assert kept is not None
    assert kept.read_bytes() == b"ruin" * 2000
    assert Path(f"{kept}-wal").read_bytes() == b"log"
    assert verify(broken / "desk.db").entries == 5


def test_a_copy_can_be_restored_where_there_is_no_database_yet(copy: Path, tmp_path: Path) -> None:
    assert backup.restore(tmp_path / "new" / "desk.db", copy) is None
    assert verify(tmp_path / "new" / "desk.db").entries == 5


def test_nothing_is_replaced_while_another_desk_has_the_database_open(journalled: Book, copy: Path) -> None:
    with journalled.engine.connect() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM entry").all()
        with pytest.raises(Refused) as caught:
            backup.restore(journalled.path, copy)
    assert caught.value.code == "open_elsewhere"
    assert verify(journalled.path).entries == 6


def test_another_programs_file_is_not_replaced(copy: Path, tmp_path: Path) -> None:
    other = tmp_path / "songs.db"
    with closing(sqlite3.connect(other)) as raw:
        raw.execute("CREATE TABLE songs (title TEXT)")
    for target, message in ((other, trouble.FOREIGN), (tmp_path, trouble.DIRECTORY)):
        with pytest.raises(Damaged) as caught:
            backup.restore(target, copy)
        assert caught.value.message == message


def test_a_torn_database_is_replaced_and_kept_with_its_log(journalled: Book, copy: Path, tmp_path: Path) -> None:
    torn = tmp_path / "torn.db"
    torn.write_bytes(journalled.path.read_bytes()[:6000])
    Path(f"{torn}-wal").write_bytes(b"log")
    kept = backup.restore(torn, copy)
    assert Path(f"{kept}-wal").read_bytes() == b"log"
    assert kept is not None
    assert verify(torn).sound


def test_a_copy_that_is_given_up_leaves_nothing_and_is_made_the_next_time(journalled: Book) -> None:
    leaving = Event()
    leaving.set()
    assert backup.rotate(journalled.path, DAY, given_up=leaving) is None
    assert list((journalled.path.parent / "backups").iterdir()) == []
    assert backup.rotate(journalled.path, DAY, given_up=Event()) is not None


def test_long_work_of_sqlite_ends_once_it_is_given_up() -> None:
    leaving = Event()
    counting = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 50000) SELECT max(x) FROM n"
    with closing(sqlite3.connect(":memory:")) as raw:
        migrate.heed(raw, leaving)
        assert raw.execute(counting).fetchone() == (50000,)
        leaving.set()
        with pytest.raises(sqlite3.OperationalError, match="interrupted"):
            raw.execute(counting)


def test_a_damaged_database_is_named_when_it_cannot_be_copied(journalled: Book, tmp_path: Path) -> None:
    journalled.engine.dispose()
    with closing(sqlite3.connect(journalled.path)) as raw:
        page = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'payload'").fetchone()[0]
    with journalled.path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)
    with pytest.raises(Damaged, match=r"desk\.db is damaged"):
        backup.backup(journalled.path, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


def tampered(copy: Path, *statements: str) -> Path:
    with closing(sqlite3.connect(copy)) as raw:
        for statement in statements:
            raw.execute(statement)
        raw.commit()
    return copy


def refuses_and_leaves_the_desk_alone(book: Book, source: Path) -> str:
    before = book.path.read_bytes()
    others = set(names(source.parent)) | set(names(book.path.parent))
    with pytest.raises(Damaged) as caught:
        backup.restore(book.path, source)
    assert book.path.read_bytes() == before
    left = (set(names(source.parent)) | set(names(book.path.parent))) - others
    assert left <= {f"{source.name}-wal", f"{source.name}-shm"}
    return caught.value.message


def test_a_copy_with_a_forged_journal_is_not_restored(journalled: Book, copy: Path) -> None:
    tampered(copy, "DROP TRIGGER payload_no_update", "UPDATE payload SET body = 'x' WHERE seq = 2")
    assert refuses_and_leaves_the_desk_alone(journalled, copy) == backup.NOT_SOUND


def test_a_copy_without_its_triggers_is_not_restored(journalled: Book, copy: Path) -> None:
    tampered(copy, "DROP TRIGGER entry_no_update")
    assert refuses_and_leaves_the_desk_alone(journalled, copy) == backup.NOT_SOUND


def test_a_torn_copy_is_not_restored(journalled: Book, copy: Path) -> None:
    size = copy.stat().st_size
    with copy.open("r+b") as file:
        file.seek(size // 2)
        file.write(b"\xff" * 8192)
    assert refuses_and_leaves_the_desk_alone(journalled, copy) == trouble.DAMAGED


@pytest.mark.parametrize("content", [b"", b"Dear resident" * 100])
def test_what_is_no_database_is_not_restored(journalled: Book, copy: Path, content: bytes) -> None:
    copy.write_bytes(content)
    assert refuses_and_leaves_the_desk_alone(journalled, copy) == trouble.NOT_A_DATABASE


def test_a_copy_of_a_newer_program_is_not_restored(journalled: Book, copy: Path) -> None:
    tampered(copy, "UPDATE alembic_version SET version_num = '0999'")
    assert refuses_and_leaves_the_desk_alone(journalled, copy) == trouble.NEWER


def test_the_database_is_not_restored_from_itself(journalled: Book) -> None:
    with pytest.raises(Refused) as caught:
        backup.restore(journalled.path, journalled.path)
    assert caught.value.code == "itself"


def test_the_daily_copy_is_made_once_a_day(journalled: Book) -> None:
    made = backup.rotate(journalled.path, DAY)
    assert made == journalled.path.parent / "backups" / "desk-20261121.db"
    assert verify(made).entries == 5
    assert backup.rotate(journalled.path, DAY) is None


def test_only_the_newest_daily_copies_stay_and_other_files_are_left_alone(journalled: Book) -> None:
    folder = journalled.path.parent / "backups"
    folder.mkdir()
    for other in ("desk-2026.db", "other-20200101.db", "notes.txt"):
        (folder / other).touch()
    for days in range(4):
        backup.rotate(journalled.path, DAY + timedelta(days=days), keep=2)
    assert names(folder) == sorted(
        ["desk-2026.db", "other-20200101.db", "notes.txt", "desk-20261123.db", "desk-20261124.db"]
    )


def test_a_copy_is_marked_as_ours(copy: Path) -> None:
    assert migrate.state_of(copy) == "current"
