"""What was typed at the very end lies in a file until the database has it."""

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from propdesk import locations
from propdesk.store import aside
from propdesk.store.aside import Typed

NOW = datetime(2026, 3, 7, 21, 30, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a database would be."""
    monkeypatch.setattr(locations, "home", lambda: tmp_path / "home")
    (tmp_path / "here").mkdir()
    return tmp_path / "here" / "desk.db"


@pytest.fixture
def typed(path: Path) -> Typed:
    return Typed(str(path.resolve()), None, 2, "contact.receive", 7, "水管", {"text": "半截的话\n\x1b[31m"}, NOW, NOW)


def test_it_is_read_back_as_it_was_until_it_is_dropped(path: Path, typed: Typed) -> None:
    file = aside.keep(path, typed)
    assert file is not None
    assert file.parent == path.parent
    assert list(aside.kept(path)) == [(file, typed)]
    aside.drop(file)
    assert list(aside.kept(path)) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights elsewhere")
def test_nobody_else_may_read_it(path: Path, typed: Typed) -> None:
    file = aside.keep(path, typed)
    assert file is not None
    assert file.stat().st_mode & 0o777 == 0o600


def test_where_the_folder_of_the_database_takes_nothing_it_lies_beside_the_log(
    path: Path, typed: Typed, tmp_path: Path
) -> None:
    path.parent.rename(tmp_path / "away")
    path.parent.write_text("no folder any more", encoding="utf-8")
    file = aside.keep(path, typed)
    assert file is not None
    assert file.parent == tmp_path / "home"
    path.parent.unlink()
    (tmp_path / "away").rename(path.parent)
    assert list(aside.kept(path)) == [(file, typed)]


def test_where_no_disk_takes_it_that_is_the_answer(path: Path, typed: Typed, tmp_path: Path) -> None:
    path.parent.rmdir()
    path.parent.write_text("no folder", encoding="utf-8")
    (tmp_path / "home").write_text("no folder", encoding="utf-8")
    assert aside.keep(path, typed) is None


def test_what_is_of_another_database_or_was_not_finished_stays_where_it_is(path: Path, typed: Typed) -> None:
    other = aside.keep(path, replace(typed, db="/elsewhere/desk.db"))
    torn = [path.with_name(f"desk-typed-{number}.json") for number in range(3)]
    for file, text in zip(torn, ('{"db": "', "[]", '{"at": 1, "begun": 2}'), strict=True):
        file.write_text(text, encoding="utf-8")
    assert list(aside.kept(path)) == []
    assert other is not None
    assert all(file.exists() for file in (other, *torn))
