"""What a test reads back from the desk."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from propdesk.desk import Desk
from propdesk.errors import Refused
from propdesk.queries import items, journal
from propdesk.queries.items import ItemRow
from propdesk.queries.journal import EntryView
from propdesk.queries.timers import TimerView, timers_of
from tests.conftest import Counter

Answers = dict[str, Any]
"""Answers to the questions of a form, by field."""

SHANGHAI = ZoneInfo("Asia/Shanghai")


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026 in Shanghai."""
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


def item(desk: Desk, number: str | None) -> ItemRow:
    """The item of that number."""
    found = desk.read(items.item, number or "")
    assert found is not None
    return found


def row(desk: Desk, number: str | None) -> dict[str, object]:
    """What the ledger holds of an item."""
    found = item(desk, number)
    return desk.read(items.row_of, found.ledger, found.id)


def clocks(desk: Desk, number: str | None) -> dict[str, TimerView]:
    """The clocks of an item by code; of two of one code the later one."""
    views = desk.read(timers_of, item(desk, number).id, desk.now())
    return {view.code: view for view in sorted(views, key=lambda view: view.id)}


def states(desk: Desk, number: str | None) -> dict[str, str]:
    """In one word, where each clock of an item stands."""
    return {code: view.state for code, view in clocks(desk, number).items()}


def course(desk: Desk, number: str | None, language: str = "en") -> list[EntryView]:
    """The entries of an item."""
    return desk.read(journal.course, item(desk, number).id, language, desk.zone)


def last(desk: Desk, number: str | None, language: str = "en") -> EntryView:
    """The newest entry of an item."""
    return course(desk, number, language)[-1]


def refusal(counter: Counter, step: str, number: str | None = None, /, **answers: Any) -> Refused:
    """Why the step is refused; nothing is written."""
    before = counter.desk.read(journal.last_seq)
    with pytest.raises(Refused) as caught:
        counter.do(step, number, **answers)
    assert counter.desk.read(journal.last_seq) == before
    return caught.value
