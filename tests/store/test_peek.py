"""The first paint."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from propdesk.store import desk_state
from propdesk.store.peek import FirstPaint, first_paint
from tests.store.conftest import MORNING, Book, add


def test_nothing_heavy_is_imported_for_the_first_paint(migrated: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from propdesk.store.peek import first_paint;"
        "assert first_paint(Path(sys.argv[1])).state == 'ready';"
        "heavy = {'sqlalchemy', 'sqlmodel', 'pydantic', 'pendulum', 'alembic', 'argon2', 'textual', 'rich'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-c", code, str(migrated)], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_it_shows_the_site_and_who_may_sign_in(book: Book) -> None:
    with book.engine.begin() as connection:
        desk_state.save_setting(connection, "site", "锦绣花园")
        desk_state.save_setting(connection, "language", "zh_CN")
        desk_state.save_setting(connection, "theme", "light")
        add(connection, "operator", {"name": "Bo", "pin_hash": "h", "created": MORNING})
        add(connection, "operator", {"name": "Gone", "pin_hash": "h", "created": MORNING, "active": False})
    assert first_paint(book.path) == FirstPaint(
        site="锦绣花园", language="zh_CN", zone="Asia/Shanghai", theme="light", operators=("Bo", "Chen Lan")
    )


def test_a_setting_that_cannot_be_read_keeps_its_default(book: Book) -> None:
    with book.engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO setting VALUES ('site', '{broken'), ('theme', '7'), ('zone', '[]')")
    shown = first_paint(book.path)
    assert (shown.site, shown.theme, shown.zone, shown.state) == ("PropDesk", "dark", "Asia/Shanghai", "ready")


def test_a_missing_or_empty_file_asks_for_the_set_up_and_nothing_is_created(tmp_path: Path) -> None:
    assert first_paint(tmp_path / "no" / "desk.db").state == "new"
    (tmp_path / "desk.db").touch()
    assert first_paint(tmp_path / "desk.db").state == "new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["desk.db"]


def test_looking_leaves_nothing_beside_the_database(fresh: Path) -> None:
    assert first_paint(fresh).state == "ready"
    assert [path.name for path in fresh.parent.iterdir()] == ["desk.db"]


def test_it_sees_what_is_still_in_the_log(book: Book) -> None:
    with book.engine.begin() as connection:
        add(connection, "operator", {"name": "Just now", "pin_hash": "h", "created": MORNING})
    assert Path(f"{book.path}-wal").stat().st_size > 0
    assert "Just now" in first_paint(book.path).operators


def _folder(path: Path) -> None:
    path.mkdir()


def _letter(path: Path) -> None:
    path.write_bytes(b"Dear resident\x00" * 500)


def _half_a_header(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0" + b"\xff" * 200)


def _other_program(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE songs (title TEXT)")


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _loop(path: Path) -> None:
    path.symlink_to(path)


@pytest.mark.parametrize("make", [_folder, _letter, _half_a_header, _other_program, _pipe])
def test_whatever_lies_there_is_painted_as_a_sentence(tmp_path: Path, make: Callable[[Path], None]) -> None:
    path = tmp_path / "desk.db"
    make(path)
    shown = first_paint(path)
    assert shown.state == "trouble"
    assert str(path) in shown.trouble


def test_a_link_to_itself_never_raises(tmp_path: Path) -> None:
    _loop(tmp_path / "desk.db")
    assert first_paint(tmp_path / "desk.db").state in ("new", "trouble")


def test_a_database_of_ours_without_its_tables_is_trouble(fresh: Path) -> None:
    with closing(sqlite3.connect(fresh)) as raw:
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("DROP TABLE operator")
    assert first_paint(fresh).state == "trouble"
