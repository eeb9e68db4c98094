"""The desk as a whole: set up once, guarded, copied each day, forms parked."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Connection

from propdesk.desk import Desk
from propdesk.errors import Damaged, Refused
from propdesk.rules.pins import Pins
from propdesk.settings import Settings
from propdesk.store.verify import verify
from tests.conftest import Counter, FrozenClock


def test_a_call_becomes_a_complaint_in_one_act(counter: Counter) -> None:
    done = counter.do("contact.receive", text="楼上漏水", kind="complaint", unit="3-1201", caller="王敏")
    assert done.stage == "passed_on"
    assert [ledger for _, ledger in done.opened] == ["complaint"]
    assert [entry.step for entry in done.entries] == ["contact.receive", "complaint.receive"]


def test_a_desk_is_set_up_only_once(desk: Desk) -> None:
    with pytest.raises(Refused) as refusal:
        desk.found(Settings(site="again"), "李婷", "1357")
    assert refusal.value.code == "founded"


def test_a_journal_without_its_guards_is_not_opened(desk: Desk) -> None:
    desk.close()
    with sqlite3.connect(desk.path) as raw:
        (name,) = raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'entry'").fetchone()
        raw.execute(f"DROP TRIGGER {name}")
    with pytest.raises(Damaged) as damaged:
        Desk.open(desk.path, pins=Pins(cheap=True))
    assert name in damaged.value.sentence()
    assert "propdesk restore" in damaged.value.sentence()


def test_each_day_one_sound_copy_is_kept_beside_the_database(desk: Desk, clock: FrozenClock) -> None:
    first = desk.daily_backup()
    assert first is not None
    assert verify(first).sound
    assert desk.daily_backup() is None
    clock.forward(days=1)
    second = desk.daily_backup()
    assert second is not None
    assert sorted(path.name for path in first.parent.iterdir()) == sorted([first.name, second.name])


def test_a_parked_form_keeps_when_it_was_begun(counter: Counter, clock: FrozenClock) -> None:
    begun = clock()
    clock.forward(minutes=3)
    draft = counter.desk.park(counter.actor, "contact.receive", None, "楼上漏水", {"text": "楼上漏水"}, begun)
    kept = counter.desk.drafts(counter.actor)
    assert [(each.id, each.begun, each.fields) for each in kept] == [(draft, begun, {"text": "楼上漏水"})]
    counter.desk.drop_draft(draft)
    assert counter.desk.drafts(counter.actor) == []


def test_a_form_of_somebody_else_is_not_among_mine(counter: Counter, clock: FrozenClock) -> None:
    other = counter.operator("李婷", "clerk")
    counter.desk.park(other, "contact.receive", None, "", {"text": "x"}, clock())
    assert counter.desk.drafts(counter.actor) == []


def test_reading_cannot_write(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Damaged):
        desk.read(lambda connection: connection.exec_driver_sql("DELETE FROM setting"))


def test_what_fails_on_a_damaged_file_is_told_as_damage_and_on_a_sound_one_as_a_failure(desk: Desk) -> None:
    def fails(connection: Connection) -> None:
        raise LookupError("'1' is not among the defined enum values")

    with pytest.raises(LookupError):
        desk.read(fails)
    with sqlite3.connect(desk.path) as raw:
        page = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'unit'").fetchone()[0]
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()
    desk.close()
    with desk.path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)
    with pytest.raises(Damaged):
        desk.read(fails)


@pytest.mark.parametrize("change", ["opened = 'supplies'", "opened = 7"])
def test_a_stored_value_that_is_not_what_its_column_holds_is_told_as_damage(counter: Counter, change: str) -> None:
    counter.do("contact.receive", text="楼道灯不亮")
    with sqlite3.connect(counter.desk.path) as raw:
        raw.execute(f"UPDATE item SET {change}")  # noqa: S608
    raw.close()
    with pytest.raises(Damaged):
        counter.do("contact.answer", "LF20261121-001", result="好了")
