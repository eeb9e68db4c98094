"""Rounds as the tests plan, walk and sign them."""

import json
from datetime import datetime, timedelta
from typing import Any

from propdesk.desk import Signature
from propdesk.procedures.tx import Actor
from propdesk.queries import items
from propdesk.queries.items import ItemRow
from tests.conftest import Counter
from tests.procedures.reading import SHANGHAI, Answers, item

NIGHT: Answers = {"name": "夜巡", "begins": "23:00", "minutes": 120, "grace": 15, "not_before": 3, "areas": "BE"}
"""A round at night, right across midnight, through two areas without buildings."""
DAY: Answers = {"name": "日巡", "begins": "09:00", "minutes": 480, "grace": 30, "not_before": 1, "areas": "E"}
B_FINE = (
    "B1 ok 手推即开\nB2 ok 栏杆牢固\nB3 ok 避雷针直立\nB4 na\nB5 ok 隔热层平整\nB6 ok 天台无杂物\n"
    "B7 ok 落水管通畅\nB8 ok 地面干净"
)
B_LOCKED = B_FINE.replace("B1 ok 手推即开", "B1 defect @3-2单元 门被挂锁锁住")
E_FINE = "E1 ok 各层闻过，只有油漆味"
E_SMELL = "E1 defect @5楼 有煤气味"


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """A moment in Shanghai."""
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


def plan(counter: Counter, *routes: Answers) -> None:
    """The site plans its rounds."""
    configure(counter, "routes", [{"buildings": [], "weekdays": [], **route} for route in routes])


def configure(counter: Counter, setting: str, value: object) -> None:
    """A setting is changed, and read anew."""
    counter.do("system.configure", setting=setting, json_value=json.dumps(value, ensure_ascii=False))
    counter.desk.reload()


def pass_to(counter: Counter, moment: datetime, *, open_every: float = 6) -> None:
    """Time passes at a desk that looks every so many hours."""
    while counter.clock.moment < moment:
        counter.clock.moment = min(moment, counter.clock.moment + timedelta(hours=open_every))
        sweep(counter)


def sweep(counter: Counter) -> None:
    """The desk looks until there is nothing more to be written."""
    while counter.desk.sweep():
        pass


def rounds(counter: Counter) -> list[ItemRow]:
    """Every round on the desk, in the order they came."""
    ids = [found.id for found in counter.desk.read(items.items, ledger="round", limit=1000)]
    return sorted(counter.desk.read(items.by_ids, ids), key=lambda row: row.id)


def expected(counter: Counter, route: str = "夜巡", day: str = "2026-11-21") -> str:
    """The number of the round of that route and day."""
    done = counter.do("round.expect", as_=counter.desk.system(), route=route, day=day)
    return done.item or ""


def walk(counter: Counter, number: str, areas: dict[str, str], *, step: int = 10, **begun: Any) -> None:
    """Somebody sets out and writes down these areas, each in so many minutes."""
    counter.do("round.start", number, **begun)
    for letter, found in areas.items():
        counter.clock.forward(minutes=step)
        counter.do("round.area", number, area=letter, answers=found)


def second(name: str = "李姐") -> tuple[Signature, ...]:
    """Somebody's signature on the paper log."""
    return (Signature("second", name, capacity="管理员"),)


def colleague(counter: Counter) -> Actor:
    """A clerk who can sign by PIN."""
    return counter.operator("李婷", "clerk")


def stage(counter: Counter, number: str) -> str:
    """Where it stands."""
    return item(counter.desk, number).stage
