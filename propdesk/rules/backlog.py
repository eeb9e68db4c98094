"""A backlog: the open matters of a desk that goes live, as a spreadsheet lists them, one matter a row."""

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from propdesk.i18n import LANGUAGES, N_, Words, translate
from propdesk.rules import cells, listing
from propdesk.rules.calendar import WorkCalendar
from propdesk.rules.roster import BadRow, RosterRefused

NO_HEADING = N_(
    "No heading was found in the first {rows} rows. A backlog needs at least the columns 类别, 原编号, 受理日期 and "
    "内容. An empty one with all headings: propdesk backlog template FILE."
)
TWICE = N_("Two columns of the backlog are headed “{column}”. Delete or rename one of them.")
NO_ROWS = N_("The backlog has a heading, but no rows.")
NEEDED = N_("This is empty. Fill it in: every open matter needs it.")
NO_PLACE = N_("Neither unit nor place is given. Write 3-1201, or where it is: 3号楼大堂.")
UNKNOWN_KIND = N_("“{value}” is not a kind of matter. Write one of: {known}.")
UNKNOWN_DEPARTMENT = N_("“{value}” is not a department. Write one of: {known}.")
NOT_YET = N_("{value} has not come yet. Write the day on which the matter came in.")
BEFORE_RECEIPT = N_("{value} lies before the matter came in. Correct one of the two.")
TWO_PHONES = N_("“{value}” holds several numbers. Keep one here, and write the others into the text.")
NUMBER_TWICE = N_("Row {other} has the old number {value} already. Give each matter a number of its own.")
NO_SERVICE = N_("“{value}” is not a service of this site. Write one of: {known}.")
NO_ONE_TOLD = N_("Somebody was told, but not in which department. Fill in the department.")

COLUMNS: Mapping[str, tuple[str, str]] = {
    "kind": (N_("Kind of matter"), "类别 类型 台账 登记类别 事项类别 kind ledger type"),
    "number": (N_("Old number"), "原编号 编号 旧编号 单号 原单号 登记号 oldnumber number no"),
    "opened": (N_("Received on"), "受理日期 受理时间 登记日期 登记时间 接报时间 来电时间 receivedon received date"),
    "unit": (N_("Unit or place"), "房号 单元房号 房间号 位置 地点 房号或位置 unit place unitorplace"),
    "name": (N_("Name"), "姓名 业主姓名 业主 联系人 来电人 报修人 投诉人 name caller"),
    "phone": (N_("Phone"), "电话 联系电话 手机 手机号 联系方式 phone mobile tel"),
    "text": (N_("What it is about"), "内容 事项 事由 报修内容 投诉内容 情况 text matter content what whatitisabout"),
    "service": (N_("Service"), "服务项目 预约项目 特色服务 service"),
    "department": (N_("Department"), "部门 责任部门 处理部门 承办部门 department"),
    "told": (N_("Person told"), "已通知 通知人 接单人 经办人 接收人 承办人 told toldwhom persontold"),
    "agreed": (
        N_("Agreed time"),
        "约定时间 预约时间 承诺时间 办结期限 答复期限 agreed agreedtime due duetime deadline",
    ),
    "clocks_from": (N_("Clocks from"), "计时起点 计时开始 起算时间 clocksfrom clocks"),
}
"""Each column: its label and the headings it goes by."""

NEEDS = frozenset({"kind", "number", "opened", "text"})
"""The columns without which a sheet is no backlog."""

KINDS: dict[str, str] = {
    **dict.fromkeys(("报修", "维修", "报事报修", "repair"), "repair"),
    **dict.fromkeys(("预约", "特色服务", "服务预约", "booking"), "booking"),
    **dict.fromkeys(("投诉", "complaint"), "complaint"),
    **dict.fromkeys(("回访", "待回访", "callback"), "callback"),
}
"""Words for the ledger a matter belongs to."""

DEPARTMENTS: dict[str, str] = {
    **dict.fromkeys(("工程部", "工程", "维修部", "engineering"), "engineering"),
    **dict.fromkeys(("保安部", "保安", "秩序维护部", "安保部", "安管部", "security"), "security"),
    **dict.fromkeys(("保洁绿化部", "保洁部", "保洁", "环境部", "绿化部", "cleaning"), "cleaning"),
    **dict.fromkeys(("财务部", "财务", "finance"), "finance"),
    **dict.fromkeys(("客服部", "客服中心", "客服", "service"), "service"),
    **dict.fromkeys(("管理处", "办公室", "office"), "office"),
    **dict.fromkeys(("开发商", "地产", "developer"), "developer"),
}
"""Words for a department."""

BACKLOG = listing.Listing(
    code="backlog",
    columns=COLUMNS,
    needs=NEEDS,
    aside=re.compile(r"#|例:|说明|注:|合计|共计"),
    no_heading=NO_HEADING,
    twice=TWICE,
    no_rows=NO_ROWS,
)
"""What a backlog looks like."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One open matter. `unit` is a unit's code or empty, then `place` says where; empty texts mean not said."""

    row: int
    kind: str
    number: str
    opened: datetime
    unit: str
    place: str
    name: str
    phone: str
    text: str
    service: str
    department: str
    told: str
    agreed: datetime | None
    clocks_from: datetime | None


class BacklogRefused(RosterRefused):
    """Rows of a backlog are wrong; nothing was taken over. `bad` names each of them, in the order of the file."""

    def __init__(self, bad: Sequence[BadRow]) -> None:
        super().__init__(sorted(bad, key=lambda each: each.number))
        self.code = "backlog"


def read_rows(rows: Iterable[Sequence[object]], *, calendar: WorkCalendar, now: datetime) -> tuple[Matter, ...]:
    """The matters in the rows of a sheet, the one that came in first first.

    A day without a time counts from the opening of the desk, an agreed one to its close.

    Raises:
        BacklogRefused: with every bad row; nothing can be taken over.
        Refused: there is no heading, or nothing under it.
    """
    lines = BACKLOG.lines(rows, calendar=calendar, now=now)
    numbers: dict[Hashable, int] = {}
    matters = [matter for line in lines if (matter := _matter(line, numbers)) is not None]
    if bad := [problem for line in lines for problem in line.bad]:
        raise BacklogRefused(bad)
    return tuple(sorted(matters, key=lambda each: (each.opened, each.row)))


def unoffered(matter: Matter, services: Sequence[str]) -> BadRow | None:
    """What is wrong with the service of a booking, if the site does not offer it in any language of the desk."""
    names = {name.casefold() for each in services for name in (each, *(translate(each, code) for code in LANGUAGES))}
    if matter.kind != "booking" or matter.service.casefold() in names:
        return None
    known = tuple(Words(service) for service in services)
    return BadRow(matter.row, COLUMNS["service"][0], NO_SERVICE, {"value": matter.service, "known": known})


def _matter(line: listing.Line, numbers: dict[Hashable, int]) -> Matter | None:
    """The matter of the row; None where something it needs cannot be read."""
    opens, closes = line.calendar.opens, line.calendar.closes
    kind = line.needed("kind", lambda cell: cells.choice(cell, KINDS, UNKNOWN_KIND), NEEDED)
    old = line.needed("number", lambda cell: cells.word(cell, 40), NEEDED)
    opened = line.needed("opened", lambda cell: line.moment(cell, opens), NEEDED)
    text = line.needed("text", lambda cell: cells.text(cell, 4000), NEEDED)
    unit, place = line.read("unit", listing.where, ("", ""))
    department = line.read("department", lambda cell: cells.choice(cell, DEPARTMENTS, UNKNOWN_DEPARTMENT), None)
    told = line.read("told", lambda cell: cells.word(cell, 40), "")
    agreed = line.read("agreed", lambda cell: line.moment(cell, closes), None)
    clocks = line.read("clocks_from", lambda cell: line.moment(cell, opens), None)
    name = line.read("name", lambda cell: cells.word(cell, 40), "")
    phone = line.read("phone", lambda cell: listing.one_phone(cell, TWO_PHONES), "")
    service = line.read("service", lambda cell: cells.word(cell, 40), "")
    if told and not department:
        line.problem("department", NO_ONE_TOLD)
    if kind is None or old is None or opened is None or text is None:
        return None
    line.once(numbers, "number", old.casefold(), NUMBER_TWICE, old)
    if not unit and not place and kind != "callback" and not line.bad:
        line.problem("unit", NO_PLACE)
    if kind == "booking" and not service and not line.bad:
        line.problem("service", NEEDED)
    _in_order(line, opened, agreed, clocks)
    return Matter(
        row=line.number, kind=kind, number=old, opened=opened, unit=unit, place=place, name=name, phone=phone,
        text=text, service=service, department=department or "", told=told, agreed=agreed, clocks_from=clocks,
    )  # fmt: skip


def _in_order(line: listing.Line, opened: datetime, agreed: datetime | None, clocks: datetime | None) -> None:
    if opened > line.now:
        line.problem("opened", NOT_YET, value=line.shown(opened))
    for column, moment in (("agreed", agreed), ("clocks_from", clocks)):
        if moment is not None and moment <= opened:
            line.problem(column, BEFORE_RECEIPT, value=line.shown(moment))
