"""A move-in at the desk of a test, step by step, and an owner file."""

from collections.abc import Callable
from typing import Any

from propdesk.desk import Signature
from propdesk.models.movein import Condition
from propdesk.settings import AGREEMENTS, MOVEIN_GOODS
from tests.conftest import Counter

ALL = "; ".join(condition.label for condition in Condition)
OWNER = Signature("owner", "尉迟静", capacity="业主")
BOTH = (OWNER, Signature("engineer", "周工", capacity="工程部"))
MANAGER = (Signature("manager", "孙主任", capacity="管理处主任", proof="phone"),)


def opened(counter: Counter) -> None:
    """Building 1 is open for move-in."""
    counter.do("building.ready", building="1", conditions=ALL, checked_by="赵经理")


def notified(counter: Counter, **answers: Any) -> str:
    """The number of a move-in whose notice went out."""
    opened(counter)
    given: dict[str, Any] = {
        "unit": "1-0502",
        "person": "尉迟静",
        "phone": "13612340002",
        "campaign": "一期交房",
        **answers,
    }
    return counter.do("movein.notify", **given).item or ""


def moved(counter: Counter, upto: int, **answers: Any) -> str:
    """A move-in after so many of its steps: papers, agreements, goods, fees, keys, inspection, repairs, ..., filed."""
    item = notified(counter, **answers)
    for do in _steps(counter, item)[:upto]:
        counter.clock.forward(minutes=2)
        do()
    return item


def _steps(counter: Counter, item: str) -> list[Callable[[], object]]:
    left, *signed = AGREEMENTS
    agreements, goods = "; ".join(signed), "; ".join(MOVEIN_GOODS[:4])
    leader = Signature("leader", "孙主任", capacity="管理处主任")
    finance = (Signature("finance", "钱会计", capacity="财务"),)
    return [
        lambda: counter.do("movein.papers", item, visitor="尉迟静", contract="yes", identity="yes", notice="yes"),
        lambda: counter.do("movein.sign", item, agreements=agreements, copies=agreements, refused=f"{left[:4]}: 待商量",
                           photos="yes", card_missing="明日补交", family="刘刚，配偶，13912342299",
                           signatures=(OWNER, leader)),
        lambda: counter.do("movein.goods", item, goods=goods, signatures=(OWNER,)),
        lambda: counter.do("movein.pay", item, amount_yuan=3260, receipt="SJ-91", signatures=finance),
        lambda: counter.do("movein.keys", item, pieces=5, signatures=(OWNER,)),
        lambda: counter.do("movein.inspect", item, inspector="周工", findings="厨房：水龙头滴水\n主卧：窗框划痕",
                           term="+48h", signatures=BOTH),
        lambda: counter.do("movein.fix", item, number=0, result="已换阀芯"),
        lambda: counter.do("movein.invite", item, comes="+24h"),
        lambda: counter.do("movein.reinspect", item, passed="yes", signatures=BOTH),
        lambda: counter.do("movein.file", item, shelf="A-3", entered="yes", cover="yes", lived_in="yes"),
    ]  # fmt: skip


def filed(counter: Counter, **answers: Any) -> str:
    """The number of an owner file on its shelf."""
    given: dict[str, Any] = {"unit": "3-1201", "person": "王敏", "phone": "13812348812", "shelf": "B-7",
             "documents": "Owner data card; Inspection sheet"}  # fmt: skip
    return counter.do("file.open", **{**given, **answers}).item or ""


def read_once(counter: Counter, file: str, **back: Any) -> None:
    """Somebody reads the file and brings it back."""
    counter.do("file.consult", file, reader="李婷", what="验房表", purpose="核对面积", signatures=MANAGER)
    counter.do("file.lend", file)
    counter.do("file.return", file, **back)
