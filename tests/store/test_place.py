"""A database that is deleted, moved or swapped while a desk has it open; SQLite itself would go on writing."""

import shutil
import sys
from pathlib import Path

import pytest

from propdesk.errors import Damaged
from propdesk.procedures.act import Act
from propdesk.queries import journal
from propdesk.store import trouble
from propdesk.store.verify import verify
from tests.conftest import Counter
from tests.laws.conftest import contents

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be taken away there")


def refused(counter: Counter) -> str:
    with pytest.raises(Damaged) as damaged:
        counter.do("contact.receive", text="之后")
    assert damaged.value.sentence("en") != damaged.value.sentence("zh_CN")
    return damaged.value.message


def test_what_a_deleted_database_held_is_kept_beside_it_once(counter: Counter) -> None:
    counter.do("contact.receive", text="之前")
    path = counter.desk.path
    held = {name: rows for name, rows in contents(path).items() if name in ("entry", "payload", "item")}
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    assert refused(counter) == refused(counter) == trouble.GONE
    assert not path.exists()
    (kept,) = path.parent.glob("desk-rescued-*")
    assert verify(kept).sound
    assert {name: contents(kept)[name] for name in held} == held
    assert kept.stat().st_mode & 0o077 == 0
    kept.rename(path)
    counter.desk.close()
    assert counter.do("contact.receive", text="之后").item


def test_reading_too_notices_and_keeps_what_a_deleted_database_held(counter: Counter) -> None:
    counter.do("contact.receive", text="之前")
    counter.desk.path.unlink()
    with pytest.raises(Damaged) as damaged:
        counter.desk.read(journal.last_seq)
    assert damaged.value.message == trouble.GONE
    (kept,) = counter.desk.path.parent.glob("desk-rescued-*")
    assert verify(kept).sound


def test_a_database_that_was_moved_and_comes_back_is_gone_on_with(counter: Counter) -> None:
    path, away = counter.desk.path, counter.desk.path.with_name("away.db")
    path.rename(away)
    assert refused(counter) == trouble.GONE
    away.rename(path)
    assert counter.do("contact.receive", text="之后").item


def test_a_database_swapped_for_another_is_neither_written_nor_read(counter: Counter) -> None:
    path, away = counter.desk.path, counter.desk.path.with_name("away.db")
    path.rename(away)
    shutil.copy(away, path)
    other = path.read_bytes()
    assert refused(counter) == trouble.REPLACED
    with pytest.raises(Damaged):
        counter.desk.read(journal.last_seq)
    assert path.read_bytes() == other


def test_a_database_deleted_in_the_middle_of_an_act_takes_the_act_with_it(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, writes = counter.desk.path, Act._write

    def deleting(act: Act, *given: object) -> None:
        writes(act, *given)  # type: ignore[arg-type]
        path.rename(path.with_name("away.db"))

    monkeypatch.setattr(Act, "_write", deleting)
    before = counter.desk.read(journal.last_seq)
    assert refused(counter) == trouble.GONE
    path.with_name("away.db").rename(path)
    assert counter.desk.read(journal.last_seq) == before


def test_no_database_is_made_by_looking_for_one(counter: Counter) -> None:
    counter.desk.close()
    counter.desk.path.unlink()
    assert refused(counter) == trouble.NO_ACCESS
    assert not counter.desk.path.exists()
