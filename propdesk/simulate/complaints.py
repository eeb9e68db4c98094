"""Complaints of a simulated desk: whoever handles one looks how it stands and does what comes next."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

from sqlalchemy import Connection, ScalarSelect, select

from propdesk.desk import Done, Signature
from propdesk.models import tables
from propdesk.simulate import callbacks, texts
from propdesk.simulate.estate import Home
from propdesk.simulate.texts import Matter
from propdesk.simulate.world import Case, World

_TABLES = tables.metadata().tables
_ITEM, _COMPLAINT, _CALLER = _TABLES["item"], _TABLES["complaint"], _TABLES["complaint_caller"]

PATIENCE = 30
"""So many working days the supervisor looks whether a record is complete; then it stays open."""
UPWARDS = (
    ("DUTY.MAJOR_NOW", "centre_manager"),
    ("COMP.COLLECTIVE_NOW", "centre_manager"),
    ("COMP.IMPORTANT_1H", "manager"),
    ("COMP.MAJOR_GM_SAMEDAY", "general_manager"),
    ("COMP.MAJOR_QA_1WD", "quality"),
    ("COMP.REPEAT_MEETING", "office_manager"),
)
"""To whom each clock of reporting upwards asks to report."""
HOURS = {"security": 6.0, "cleaning": 6.0, "service": 4.0, "engineering": 14.0, "developer": 60.0}
"""How long a department takes on average."""


@dataclass
class Course:
    """One complaint on its way: where it is, who complained, and what has been done with it so far."""

    world: World
    home: Home
    number: str
    matter: Matter
    way: str = "valid"
    judged: bool = False
    delivered: bool = False
    finished: bool = False
    looks: int = 0

    def do(self, step: str, *, signed: bool = False, **fields: Any) -> Done:
        """A step on the complaint by the desk; `signed` by the resident. Callbacks that fall due go their own way."""
        signatures = (Signature("resident", self.home.person, capacity="业主"),) if signed else ()
        done = self.world.do(f"complaint.{step}", self.number, signatures=signatures, **fields)
        for number in self.world.opened(done, "callback"):
            self.world.spawn(callbacks.callback(self.world, self.home, number))
        return done


def complaint(world: World, home: Home, matter: Matter, way: str = "valid", channel: str = "phone") -> Case:
    """A complaint from the call on."""
    outside = channel == "hotline"
    early = world.chance(0.2) and way == "valid" and not outside
    agreed = world.promised(world.random.uniform(2, 10)) if early else None
    done = world.do(
        "contact.receive", kind="complaint", text=world.random.choice(matter["texts"]), channel=channel,
        event_time=world.random.choice(("今天上午", "昨晚", "这两天", "刚才", "上周起")),
        accused=matter.get("accused", "unknown"),
        demand=world.random.choice(matter.get("demands", ("给个答复",))) if world.chance(0.85) else None,
        reply_by=agreed, their_number=f"12345-{world.acts:06d}" if outside else None,
        their_deadline=world.now + timedelta(days=3) if outside else None, **home.subject,
    )  # fmt: skip
    for number in world.opened(done, "complaint"):
        yield from handled(world, home, number, matter, way)


def handled(world: World, home: Home, number: str, matter: Matter, way: str = "valid") -> Case:
    """A complaint on the desk, until it is closed or nobody can do more."""
    course = Course(world, home, number, matter, way)
    while not (stands := world.stands(number)).closed and course.looks < PATIENCE:
        yield from STAGES[stands.stage](course)


def _received(course: Course) -> Case:
    world = course.world
    if course.way != "valid" and not course.judged:
        yield world.after(3, 18) if world.chance(0.85) else world.after(22, 60)
        assist = course.way == "assist"
        cause = course.matter.get("cause", "outside")
        course.judged = True
        course.do("classify", validity="assist" if assist else "invalid", cause=cause, severity="minor")
        return
    if world.chance(0.1):
        yield world.after(4, 18)
        if world.stands(course.number).stage == "received":
            course.do("resolve", result=_result(course), on_spot=True)
        return
    yield world.after(3, 15) if world.chance(0.88) else world.after(22, 80)
    _deliver(course)


def _deliver(course: Course) -> None:
    world, department = course.world, course.matter.get("department", "engineering")
    if world.stands(course.number).stage not in ("received", "classified", "contacted"):
        return
    course.delivered = True
    course.do(
        "deliver", department=department, received_by=texts.told(world.random, department), event_time="见登记",
        place=course.home.code, accused=course.matter.get("accused", "unknown"),
        demand=world.random.choice(course.matter.get("demands", ("尽快处理",))), contact_way=course.home.phone,
    )  # fmt: skip


def _classified(course: Course) -> Case:
    world = course.world
    if course.way == "valid":
        yield world.after(2, 12)
        _deliver(course)
        return
    swift = (5, 18) if course.way == "assist" else (10, 95)
    yield world.after(*swift) if world.chance(0.87) else world.after(125, 300)
    invalid = course.way == "invalid"
    source = course.matter if "explanations" in course.matter else texts.matter(world.random, "invalid")
    explanation = world.random.choice(source["explanations"]) if invalid else "属开发商保修，已发函并跟进"
    course.do(
        "explain", explanation=explanation, reaction=world.random.choice(source["reactions"]),
        referred_to=None if invalid else "开发商地产客服中心", letter=None if invalid else f"函-{world.today():%Y%m%d}",
        follow_up=None if invalid else world.desk_hand().name,
    )  # fmt: skip


def _delivered(course: Course) -> Case:
    world = course.world
    yield world.after(10, 85) if world.chance(0.9) else world.after(130, 220)
    if world.stands(course.number).stage == "delivered":
        course.do("contact", reply_by=_promised(course), words="已向业主说明处理安排")


def _promised(course: Course) -> object:
    world = course.world
    hours = HOURS.get(course.matter.get("department", ""), 12.0) * world.random.uniform(0.8, 2.0)
    return world.promised(max(3.0, hours))


def _contacted(course: Course) -> Case:
    world, number = course.world, course.number
    yield world.after(4, 28)
    if world.stands(number).stage != "contacted":
        return
    if "COMP.CONTACT_2H" in world.stands(number).clocks:
        course.do("contact", reply_by=_promised(course), words="就重新处理向业主说明")
    if course.way != "valid":
        course.way = "valid"
        course.do("classify", validity="valid", cause="management", severity="minor", reason="复核后由我方处理")
    elif not course.judged:
        course.judged = True
        severity = world.random.choices(("minor", "important", "major"), (80, 16, 4))[0]
        claim = world.random.randrange(1000, 6000, 100) if severity == "major" and world.chance(0.5) else None
        course.do("classify", validity="valid", cause=_cause(course), severity=severity, claim_yuan=claim)
    if not course.delivered:
        _deliver(course)
    yield from _upwards(course)
    department = course.matter.get("department", "engineering")
    slow = 1.8 if department == "engineering" and world.today().weekday() == 0 else 1.0
    hours = 0.5 * slow * HOURS.get(department, 12.0) * world.random.lognormvariate(0, 0.6)
    yield from _at_work_on_it(course, hours)
    if world.stands(number).stage != "contacted":
        return
    yield from _upwards(course)
    if world.desk.read(marked, number, "repeat"):
        world.may("complaint.take_over", number, by=world.crew.supervisor, note="已看前次处理经过，由主管跟进")
        yield world.after(5, 40)
    course.do("resolve", result=_result(course))


def _result(course: Course) -> str:
    return str(course.world.random.choice(course.matter.get("results", ("已处理，并向业主说明",))))


def _cause(course: Course) -> str:
    cause = str(course.matter.get("cause", "management"))
    return cause if cause in ("management", "neighbour") else "management"


def _upwards(course: Course) -> Case:
    """Whatever must be reported upwards is, in most cases in time; the long form is filled."""
    world = course.world
    running = world.stands(course.number).clocks
    for code, level in UPWARDS:
        if code in running:
            yield world.after(1, 8) if world.chance(0.85) else world.after(15, 90)
            if code not in world.stands(course.number).clocks:
                continue
            whom = {"general_manager": texts.lists()["general_manager"], "quality": texts.lists()["quality"]}
            name = whom.get(level, world.crew.manager.name)
            by = world.crew.supervisor
            world.do("complaint.escalate", course.number, by=by, level=level, whom=name, note="按程序处理")


def _at_work_on_it(course: Course, hours: float) -> Case:
    """The department is at work; each day the resident is told how it stands."""
    world, number = course.world, course.number
    until = world.at_work(world.now + timedelta(hours=hours))
    while until - world.now > timedelta(hours=20):
        yield world.awake(min(until, world.now + timedelta(hours=world.random.uniform(15, 23))))
        stands = world.stands(number)
        if stands.stage != "contacted":
            return
        if stands.clocks & {"COMP.LONG_FORM_1WD", "COMP.SLOW_FORM_NOW"}:
            _long_form(course)
        if world.chance(0.12):
            world.do("complaint.press", number, whom=texts.told(world.random, "engineering"), words="怎么还没有结果")
        if world.chance(0.9):
            world.do("complaint.progress", number, text=texts.opinion(world.random, "progress"), told=True)
    yield max(until, world.after(1, 5))


def _long_form(course: Course) -> None:
    world = course.world
    course.do(
        "long_form", found="现场查看，原因已明确", measures="由责任部门限期整改，客服跟踪",
        expected=world.promised(30),
        notified=texts.told(world.random, "engineering"), supervisor=world.crew.supervisor.name,
    )  # fmt: skip


def _resolved(course: Course) -> Case:
    world, number = course.world, course.number
    yield world.awake(world.after(5, 90))
    if world.stands(number).stage != "resolved":
        return
    content = world.chance(0.88)
    opinion = texts.opinion(world.random, "good" if content else "bad")
    again = None if content else world.promised(26)
    households = world.desk.read(callers, number)
    if households:
        yield from _visits(course, households)
        return
    visit = world.chance(0.3)
    course.do("reply", signed=visit, how="visit" if visit else "phone", opinion=opinion, satisfied=content,
              reply_by=again)  # fmt: skip


def _visits(course: Course, households: list[tuple[str, str]]) -> Case:
    """A collective complaint: each household is visited and signs. Other callers of an ordinary one are told."""
    world, number = course.world, course.number
    if not world.desk.read(marked, number, "collective"):
        course.do("reply", opinion=texts.opinion(world.random, "good"), others_told=True)
        return
    for place, person in households:
        signature = (Signature("resident", person or "住户", capacity="业主"),)
        good = texts.opinion(world.random, "good")
        done = world.do("complaint.visit", number, signatures=signature, household=place or person, opinion=good)
        for callback in world.opened(done, "callback"):
            world.spawn(callbacks.callback(world, course.home, callback))
        yield world.awake(world.after(8, 45))


def _settled(course: Course) -> Case:
    """Reports are written, the callback is awaited, then the supervisor reviews the record."""
    world, number = course.world, course.number
    yield world.workday(1, time(10))
    stands = world.stands(number)
    if stands.stage not in ("replied", "explained"):
        return
    course.looks += 1
    if "COMP.MAJOR_REPORT" in stands.clocks:
        world.do(
            "complaint.report", number, by=world.crew.supervisor, content="见登记表及附件", causes="管理疏漏与设备老化",
            course="接报后逐级上报并处理完毕", lessons="应提前巡查", measures="列入月度检查",
        )  # fmt: skip
    yield from _upwards(course)
    if not world.desk.read(called_back, number):
        return
    if not world.may("complaint.review", number, by=world.crew.supervisor, comment="记录齐全") and world.chance(0.3):
        _complete(course)


def _complete(course: Course) -> None:
    """The long form is missing as a rule."""
    world = course.world
    world.may(
        "complaint.long_form", course.number, by=world.crew.supervisor, found="原因已查明", measures="已整改",
        expected=world.now + timedelta(hours=1), notified="工程部", supervisor=world.crew.supervisor.name,
    )  # fmt: skip


def _explained(course: Course) -> Case:
    """What others must solve is followed until they have finished; what is not ours is at its end."""
    world, number = course.world, course.number
    if course.way != "assist" or course.finished:
        yield from _settled(course)
        return
    for _ in range(world.random.randrange(1, 5)):
        yield world.workday(world.random.choice((2, 3, 5)), time(10, 30))
        if world.stands(number).stage != "explained":
            return
        course.do("progress", text="已催开发商，返修单位约定时间", told=world.chance(0.9))
    course.finished = True
    course.do("finished", outcome=world.random.choice(course.matter.get("results", ("返修完成",))))


def _reviewed(course: Course) -> Case:
    world, number = course.world, course.number
    yield world.workday(1, time(15))
    if world.stands(number).stage == "reviewed":
        course.looks += 1
        world.may("complaint.sign", number, by=world.crew.manager, opinion="同意归档")


def callers(connection: Connection, number: str) -> list[tuple[str, str]]:
    """Place and name of the households that belong to a complaint and were not visited yet."""
    rows = connection.execute(select(_CALLER.c.place, _CALLER.c.person).where(
        _CALLER.c.complaint_id == _id_of(number), _CALLER.c.separated.is_(None), _CALLER.c.visited.is_(None)
    ).order_by(_CALLER.c.id))  # fmt: skip
    return [(row.place, row.person) for row in rows]


def marked(connection: Connection, number: str, mark: str) -> bool:
    """Whether a complaint is `collective` or a `repeat`."""
    asked = select(_COMPLAINT.c[mark]).where(_COMPLAINT.c.item_id == _id_of(number))
    return bool(connection.execute(asked).scalar())


def called_back(connection: Connection, number: str) -> bool:
    """Whether the resident was called back, or that was given up."""
    asked = select(_COMPLAINT.c.called_back).where(_COMPLAINT.c.item_id == _id_of(number))
    return connection.execute(asked).scalar() is not None


def _id_of(number: str) -> ScalarSelect[int]:
    return select(_ITEM.c.id).where(_ITEM.c.number == number).scalar_subquery()


STAGES: dict[str, Callable[[Course], Case]] = {
    "received": _received,
    "classified": _classified,
    "delivered": _delivered,
    "contacted": _contacted,
    "resolved": _resolved,
    "replied": _settled,
    "explained": _explained,
    "reviewed": _reviewed,
}
"""What is done next, by the stage in which the complaint is."""
