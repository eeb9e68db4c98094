"""A desk with a long past, for measuring: `python -m bench.history FILE ENTRIES`.

Closed contacts, their entries with a chain that verifies, their clocks and search words, written in bulk. The file is a
desk like any other (supervisor "bench", PIN 1234) and only ever one that this program made.
"""

import sqlite3
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from propdesk.desk import Desk
from propdesk.rules import chain
from propdesk.rules.numbering import item_number
from propdesk.rules.pins import Pins
from propdesk.rules.text import bigrams
from propdesk.settings import Settings

BEGAN = datetime(2016, 1, 4, 1, 0, tzinfo=UTC)
EVERY = timedelta(minutes=5)
WORDS = (
    "楼道灯不亮",
    "询问停车费",
    "电梯有异响",
    "楼上漏水",
    "门禁卡失灵",
    "快递放在前台",
    "地下车库积水",
    "垃圾清运不及时",
)
BATCH = 20_000


def main() -> None:
    """Make the file."""
    path, count = Path(sys.argv[1]), int(sys.argv[2])
    make(path, count)
    print(f"{path}: {count} contacts with one entry each")


def make(path: Path, count: int) -> None:
    """A new desk with `count` closed contacts behind it.

    Raises:
        FileExistsError: there is a file already.
    """
    if path.exists():
        raise FileExistsError(path)
    desk = Desk.open(path, now=lambda: BEGAN, pins=Pins(cheap=True))
    desk.found(Settings(site="bench"), "bench", "1234")
    desk.close()
    raw = sqlite3.connect(path, isolation_level=None)
    raw.execute("PRAGMA synchronous=OFF")
    _, previous = raw.execute("SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1").fetchone()
    for start in range(0, count, BATCH):
        raw.execute("BEGIN")
        previous = write(raw, range(start, min(start + BATCH, count)), previous)
        raw.execute("COMMIT")
    raw.execute("INSERT INTO counter (name, value) VALUES ('ord:contact', ?)", (count,))
    raw.execute("ANALYZE")
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()


def write(raw: sqlite3.Connection, numbers: range, previous: str) -> str:
    """One batch; gives back the head of the chain."""
    tables: dict[str, list[dict[str, object]]] = {}
    for table, row in rows(numbers, previous):
        tables.setdefault(table, []).append(row)
        if table == "entry":
            previous = str(row["hash"])
    for table, batch in tables.items():
        columns = ",".join(batch[0])
        marks = ",".join("?" * len(batch[0]))
        statement = f"INSERT INTO {table} ({columns}) VALUES ({marks})"
        raw.executemany(statement, [tuple(row.values()) for row in batch])
    return previous


def rows(numbers: range, previous: str) -> Iterator[tuple[str, dict[str, object]]]:
    """The rows of each contact, parents first."""
    for number in numbers:
        when = BEGAN + EVERY * (number + 1)
        text = f"{WORDS[number % len(WORDS)]} {number}"
        ours = number + 2
        yield (
            "act",
            {"id": ours, "request_id": f"h-{number}", "digest": "0" * 64, "operator_id": 2, "written": sql(when)},
        )
        yield "item", item(number, when, text)
        yield "contact", contact(number, when, text)
        body = chain.canonical_json(
            {"says": "{text}", "sentence": text, "values": {"text": text}, "stage": [], "signed": []}
        )
        salt = f"{number:032x}"
        entry = chain.Canonical(
            1, ours, ours, "contact.enquiry", number + 1, 2, 1, chain.moment(when), chain.moment(when), None,
            chain.payload_hash(salt, body), previous,
        )  # fmt: skip
        previous = chain.entry_hash(entry)
        yield "entry", {
            "seq": ours, "format": 1, "act_id": ours, "step": entry.step, "item_id": number + 1, "operator_id": 2,
            "shift_id": 1, "happened": sql(when), "written": sql(when), "payload_hash": entry.payload,
            "previous": entry.previous, "hash": previous,
        }  # fmt: skip
        yield "payload", {"seq": ours, "salt": salt, "body": body}
        yield "entry_search", {"rowid": ours, "words": " ".join([*bigrams(text), "ledger_contact"])}


def item(number: int, when: datetime, text: str) -> dict[str, object]:
    """A closed contact as an item."""
    return {
        "id": number + 1, "ledger": "contact", "number": item_number("LF", when.date(), number + 1), "ord": number + 1,
        "stage": "closed", "title": text, "urgent": False, "place": "", "person": "", "phone": "", "receiver_id": 2,
        "owner_id": 2, "matter_id": number + 1, "presses": 0, "opened": sql(when), "closed": sql(when), "version": 1,
    }  # fmt: skip


def contact(number: int, when: datetime, text: str) -> dict[str, object]:
    """Its row in the ledger."""
    return {
        "item_id": number + 1, "channel": "phone", "their_number": "", "name_refused": False, "no_phone": False,
        "kind": "enquiry", "text": text, "repeated": False, "told_person": "", "refusal": "", "alternative": "",
        "result": text, "customer_told": sql(when), "introduced_to": "",
    }  # fmt: skip


def sql(moment: datetime) -> str:
    """A moment as the database keeps it."""
    return moment.strftime("%Y-%m-%d %H:%M:%S.%f")


if __name__ == "__main__":
    main()
