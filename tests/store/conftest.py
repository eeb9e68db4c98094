"""Databases for the tests of the store: one migrated template, copied for each test, and a small journal in it."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, insert

from propdesk.models import tables
from propdesk.store import counters, journal, migrate
from propdesk.store.engine import writer

MORNING = datetime(2026, 11, 21, 1, 0, 0, 123456, tzinfo=UTC)


@dataclass
class Book:
    """A database with operators 1 (system) and 2 (Chen Lan), one shift, and the engine that writes to it."""

    path: Path
    engine: Engine

    def add_item(self, connection: Connection, ledger: str = "contact") -> int:
        """One open item, numbered as the desk does."""
        number = counters.next_value(connection, f"ord:{ledger}")
        row = {"ledger": ledger, "ord": number, "number": f"{ledger}-{number}", "stage": "open", "title": "title"}
        row |= {"receiver_id": 2, "owner_id": 2, "opened": MORNING}
        return add(connection, "item", row)

    def write(self, body: str, *, item: int | None = None, minutes: int = 0, corrects: int | None = None) -> int:
        """One act with one entry, in a transaction of its own; gives the entry's number."""
        with self.engine.begin() as connection:
            return self.append(connection, body, item=item, minutes=minutes, corrects=corrects)

    def append(
        self,
        connection: Connection,
        body: str,
        *,
        item: int | None = None,
        minutes: int = 0,
        corrects: int | None = None,
    ) -> int:
        """One act with one entry."""
        at = MORNING + timedelta(minutes=minutes)
        request = f"request-{journal.read_head(connection)[0] + 1}"
        act = journal.open_act(connection, request, "0" * 64, 2, at)
        seq, _ = journal.append(
            connection,
            act=act,
            step="contact.log",
            item=item,
            operator=2,
            shift=1,
            happened=at,
            written=at,
            corrects=corrects,
            body=body,
        )
        return seq


def add(connection: Connection, table: str, row: dict[str, object]) -> int:
    """Insert one row past the models, with the models' own defaults for what is not named."""
    key = connection.execute(insert(tables.metadata().tables[table]), row).inserted_primary_key
    assert key is not None
    return int(key[0])


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database at the newest schema, to copy from."""
    path = tmp_path_factory.mktemp("template") / "desk.db"
    migrate.upgrade(path)
    return path


@pytest.fixture
def fresh(migrated: Path, tmp_path: Path) -> Path:
    """An empty database at the newest schema, of this test's own."""
    path = tmp_path / "desk.db"
    shutil.copyfile(migrated, path)
    return path


@pytest.fixture
def book(fresh: Path) -> Iterator[Book]:
    """A database with two operators and a shift."""
    engine = writer(fresh)
    with engine.begin() as connection:
        add(connection, "operator", {"name": "system", "created": MORNING})
        add(connection, "operator", {"name": "Chen Lan", "pin_hash": "hash", "created": MORNING})
        add(connection, "shift", {"kind": "day", "starts": MORNING, "ends": MORNING + timedelta(hours=8)})
    yield Book(fresh, engine)
    engine.dispose()


@pytest.fixture
def journalled(book: Book) -> Book:
    """A database with an item and five entries; the fourth corrects the second."""
    with book.engine.begin() as connection:
        item = book.add_item(connection)
    for minute, said in enumerate(("漏水", "3-1201 来电", "已派单")):
        book.write(f'{{"says":"{said}"}}', item=item, minutes=minute)
    book.write('{"says":"更正"}', item=item, minutes=3, corrects=2)
    book.write('{"says":"签到"}', minutes=4)
    return book
