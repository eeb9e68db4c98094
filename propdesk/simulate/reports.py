"""Periodical reports of a simulated desk: the desk puts them on record, people compile, review and send them."""

from datetime import time

from sqlalchemy import Connection, select

from propdesk.desk import Signature
from propdesk.models import tables
from propdesk.rules.calendar import DAY
from propdesk.simulate.world import Case, World

PLAN = "VAC.PLAN_1231"
GENERAL_MANAGER = Signature("approver", "何总", capacity="总经理", proof="phone")
_ITEM = tables.metadata().tables["item"]


def mornings(world: World) -> Case:
    """Every morning the desk looks which reports have become due; each goes its own way."""
    known: set[str] = set()
    while True:
        yield world.at(world.today() + DAY, time(9, 1))
        world.desk.sweep()
        for number in world.desk.read(_due):
            if number not in known:
                known.add(number)
                world.spawn(_report(world, number))


def _report(world: World, number: str) -> Case:
    """Compiled by the supervisor, reviewed by the centre manager, sent by the office manager; late at times.

    The yearly plan of the vacant units is reviewed by the office manager and approved by the general manager.
    The stock-taking of a day is done by whoever is at the desk.
    """
    if "COMP.DAILY_REVIEW" in world.stands(number).clocks:
        yield world.after(380, 530) if world.chance(0.95) else world.after(560, 700)
        world.do("report.compile", number, comment="当日投诉已逐件核对")
        return
    yield world.at_work(world.after(20, 500)) if world.chance(0.94) else world.workday(2, time(10))
    world.do(
        "report.compile", number, by=world.crew.supervisor, comment="本期情况见各表，较上期平稳",
        plan="加强工程部上门准时率检查，周一增派一人",
    )  # fmt: skip
    yield world.at_work(world.after(30, 400))
    if PLAN in world.stands(number).clocks:
        world.do("report.review", number, by=world.crew.office, remark="项目、频次可行")
        yield world.at_work(world.after(60, 900))
        world.do("report.approve", number, by=world.crew.office, budget_yuan=3600, signatures=(GENERAL_MANAGER,))
        return
    world.do("report.review", number, by=world.crew.manager, remark="数据与登记一致")
    yield world.at_work(world.after(20, 300))
    world.do("report.send", number, by=world.crew.office, how="mail")


def _due(connection: Connection) -> list[str]:
    wanted = _ITEM.c.ledger == "report", _ITEM.c.stage == "due", _ITEM.c.closed.is_(None)
    return list(connection.execute(select(_ITEM.c.number).where(*wanted).order_by(_ITEM.c.id)).scalars())
