"""A backlog: the open matters of a desk that goes live, as a spreadsheet lists them, one matter a row."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import TypeVar

from propdesk.errors import Refused
from propdesk.i18n import LANGUAGES, N_, Words, translate
from propdesk.rules import cells
from propdesk.rules.calendar import WorkCalendar
from propdesk.rules.roster import HEADING_ROWS, BadRow, RosterRefused
from propdesk.rules.searchkeys import room_from

NO_HEADING = N_(
    "No heading was found in the first {rows} rows. A backlog needs at least the columns 类别, 原编号, 受理日期 and "
    "内容. An empty one with all headings: propdesk backlog template FILE."
)
TWICE = N_("Two columns of the backlog are headed “{column}”. Delete or rename one of them.")
NO_ROWS = N_("The backlog has a heading, but no rows.")
NEEDED = N_("This is empty. Fill it in: every open matter needs it.")
NO_PLACE = N_("Neither unit nor place is given. Write 3-1201, or where it is: 3号楼大堂.")
ROOM_ONLY = N_("“{value}” names no building. Write building and room: 3-1201.")
UNKNOWN_KIND = N_("“{value}” is not a kind of matter. Write one of: {known}.")
UNKNOWN_DEPARTMENT = N_("“{value}” is not a department. Write one of: {known}.")
NOT_A_MOMENT = N_("Cannot read “{value}” as a date or a time. Write 2026-11-02 or 2026-11-02 09:30.")
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

ASIDE = ("#", "＃", "例:", "说明", "注:", "合计", "共计")
"""What a row begins with that is no matter: a remark, an example, a total."""

_SPOKEN = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]*(\d{1,2})[:：时点](\d{1,2})?分?(?::\d{1,2}(?:\.\d+)?)?)?",
    re.ASCII,
)
T = TypeVar("T")


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


def heading_of(row: Sequence[object]) -> dict[str, int] | None:
    """The columns of a heading row, or None where the row is no heading.

    Raises:
        Refused: two columns have the same heading.
    """
    found: dict[str, int] = {}
    twice: list[str] = []
    for position, cell in enumerate(row):
        if column := _ALIASES.get(_plain(cell)):
            twice += [column] if column in found else []
            found.setdefault(column, position)
    if not found.keys() >= NEEDS:
        return None
    if twice:
        raise Refused("backlog_heading", TWICE, column=Words(COLUMNS[twice[0]][0]))
    return found


def read_rows(rows: Iterable[Sequence[object]], *, calendar: WorkCalendar, now: datetime) -> tuple[Matter, ...]:
    """The matters in the rows of a sheet, the one that came in first first.

    A day without a time counts from the opening of the desk, an agreed one to its close.

    Raises:
        BacklogRefused: with every bad row; nothing can be taken over.
        Refused: there is no heading, or nothing under it.
    """
    reading: _Reading | None = None
    for number, row in enumerate(rows, start=1):
        if reading is not None:
            reading.take(number, row)
        elif number > HEADING_ROWS:
            break
        elif columns := heading_of(row):
            reading = _Reading(columns, calendar, now)
    if reading is None:
        raise Refused("backlog_heading", NO_HEADING, rows=HEADING_ROWS)
    if reading.bad:
        raise BacklogRefused(reading.bad)
    if not reading.matters:
        raise Refused("backlog", NO_ROWS)
    return tuple(sorted(reading.matters, key=lambda each: (each.opened, each.row)))


def unoffered(matter: Matter, services: Sequence[str]) -> BadRow | None:
    """What is wrong with the service of a booking, if the site does not offer it in any language of the desk."""
    names = {name.casefold() for each in services for name in (each, *(translate(each, code) for code in LANGUAGES))}
    if matter.kind != "booking" or matter.service.casefold() in names:
        return None
    known = tuple(Words(service) for service in services)
    return BadRow(matter.row, COLUMNS["service"][0], NO_SERVICE, {"value": matter.service, "known": known})


def _plain(cell: object) -> str:
    if not isinstance(cell, str):
        return ""
    folded = unicodedata.normalize("NFKC", cell[:60]).casefold()
    plain = re.sub(r"\(.*?\)|\[.*?\]|【.*?】|[\W_]", "", folded)
    return plain if plain in _ALIASES else re.sub(r"[a-z]+", "", plain)


_ALIASES = {alias: column for column, (_, aliases) in COLUMNS.items() for alias in aliases.split()}


@dataclass(slots=True)
class _Reading:
    """Rows taken so far."""

    columns: Mapping[str, int]
    calendar: WorkCalendar
    now: datetime
    bad: list[BadRow] = field(default_factory=list)
    matters: list[Matter] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)

    def take(self, number: int, row: Sequence[object]) -> None:
        """One row, unless it is empty or a remark; each problem is noted and the reading goes on."""
        first = next((cell for cell in row if cell is not None and str(cell).strip()), None)
        if first is None or unicodedata.normalize("NFKC", str(first)).strip().startswith(ASIDE):
            return
        before = len(self.bad)
        matter = _Line(self, number, row).matter()
        if matter is not None and len(self.bad) == before:
            self.matters.append(matter)


class _Line:
    """One row being read."""

    def __init__(self, reading: _Reading, number: int, row: Sequence[object]) -> None:
        self.reading, self.number, self.row = reading, number, row

    def matter(self) -> Matter | None:
        """The matter of the row; None where something it needs cannot be read."""
        before = len(self.reading.bad)
        kind = self._needed("kind", lambda cell: cells.choice(cell, KINDS, UNKNOWN_KIND))
        old = self._needed("number", lambda cell: cells.word(cell, 40))
        opened = self._needed("opened", lambda cell: self._moment(cell, self.reading.calendar.opens))
        text = self._needed("text", lambda cell: cells.text(cell, 4000))
        unit, place = self._read("unit", _where, ("", ""))
        department = self._read("department", lambda cell: cells.choice(cell, DEPARTMENTS, UNKNOWN_DEPARTMENT), None)
        told = self._read("told", lambda cell: cells.word(cell, 40), "")
        agreed = self._read("agreed", lambda cell: self._moment(cell, self.reading.calendar.closes), None)
        clocks = self._read("clocks_from", lambda cell: self._moment(cell, self.reading.calendar.opens), None)
        name = self._read("name", lambda cell: cells.word(cell, 40), "")
        phone = self._read("phone", _one_phone, "")
        service = self._read("service", lambda cell: cells.word(cell, 40), "")
        if told and not department:
            self._problem("department", NO_ONE_TOLD)
        if kind is None or old is None or opened is None or text is None:
            return None
        self._once(old)
        if not unit and not place and kind != "callback" and len(self.reading.bad) == before:
            self._problem("unit", NO_PLACE)
        if kind == "booking" and not service and len(self.reading.bad) == before:
            self._problem("service", NEEDED)
        self._in_order(opened, agreed, clocks)
        return Matter(
            row=self.number, kind=kind, number=old, opened=opened, unit=unit, place=place, name=name, phone=phone,
            text=text, service=service, department=department or "", told=told, agreed=agreed, clocks_from=clocks,
        )  # fmt: skip

    def _once(self, old: str) -> None:
        other = self.reading.numbers.setdefault(old.casefold(), self.number)
        if other != self.number:
            self._problem("number", NUMBER_TWICE, other=other, value=old)

    def _in_order(self, opened: datetime, agreed: datetime | None, clocks: datetime | None) -> None:
        if opened > self.reading.now:
            self._problem("opened", NOT_YET, value=self._shown(opened))
        for column, moment in (("agreed", agreed), ("clocks_from", clocks)):
            if moment is not None and moment <= opened:
                self._problem(column, BEFORE_RECEIPT, value=self._shown(moment))

    def _shown(self, moment: datetime) -> str:
        return f"{self.reading.calendar.local(moment):%Y-%m-%d %H:%M}"

    def _moment(self, cell: object, otherwise: time) -> datetime | None:
        """A date with or without a time; without one it means `otherwise` of that day."""
        if isinstance(cell, datetime):
            day, wall = cell.date(), cell.time().replace(second=0, microsecond=0)
            return self.reading.calendar.at(day, wall if wall != time() else otherwise)
        plain = cells.word(cell) if not isinstance(cell, datetime) else ""
        found = _SPOKEN.fullmatch(plain)
        if found and found[4]:
            return self._spoken(plain, found)
        on = cells.day(cell)
        return self.reading.calendar.at(on, otherwise) if on else None

    def _spoken(self, plain: str, found: re.Match[str]) -> datetime:
        year, month, day, hour, minute = (int(part or 0) for part in found.groups())
        try:
            wall = datetime(year, month, day, hour, minute)  # noqa: DTZ001  the wall of the site, made aware below
        except ValueError:
            raise Refused("cell", NOT_A_MOMENT, value=plain) from None
        return self.reading.calendar.at(wall.date(), wall.time())

    def _needed(self, column: str, read: Callable[[object], T | None]) -> T | None:
        before = len(self.reading.bad)
        value = self._read(column, read, None)
        if value in (None, "") and len(self.reading.bad) == before:
            self._problem(column, NEEDED)
        return value or None

    def _read(self, column: str, read: Callable[[object], T], otherwise: T) -> T:
        position = self.reading.columns.get(column)
        try:
            return read(self.row[position]) if position is not None and position < len(self.row) else otherwise
        except Refused as refusal:
            self._problem(column, refusal.message, **refusal.values)
            return otherwise

    def _problem(self, column: str, reason: str, **values: object) -> None:
        self.reading.bad.append(BadRow(self.number, COLUMNS[column][0], reason, values))


def _where(cell: object) -> tuple[str, str]:
    """Unit and place of a cell: the code of a unit, or words for a place."""
    plain = cells.word(cell, 80)
    if code := room_from(plain):
        return code, ""
    if plain.isdecimal():
        raise Refused("cell", ROOM_ONLY, value=plain)
    return "", plain


def _one_phone(cell: object) -> str:
    found = cells.phones(cell)
    if len(found) > 1:
        raise Refused("cell", TWO_PHONES, value="、".join(found))
    return found[0] if found else ""
