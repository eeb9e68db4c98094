"""A roster: the estate's units and people as a spreadsheet lists them, one person of a unit a row."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from propdesk.errors import Refused
from propdesk.i18n import N_, Words, say
from propdesk.rules import cells

HEADING_ROWS = 20
"""How far down the heading may stand; titles above it are usual."""

NO_HEADING = N_(
    "No heading was found in the first {rows} rows. A roster needs at least the columns 楼栋, 房号 and 姓名."
)
TWICE = N_("Two columns of the roster are headed “{column}”.")
NO_ROWS = N_("The roster has a heading, but no rows.")
NO_ROOM = N_("The room is missing. Fill it in on every row, also where cells were merged.")
NO_BUILDING = N_("The building is missing. Fill it in on every row, also where cells were merged.")
NO_NAME = N_("Without a name nobody can have a phone or a capacity.")
DIFFERS = N_("Row {other} says something else about {unit}.")
CAPACITY_DIFFERS = N_("Row {other} names {person} in another capacity.")
PLATE_ELSEWHERE = N_("Row {other} gives {plate} to {unit}.")
UNKNOWN_STATE = N_("“{value}” is not a state of a unit. Known are: {known}.")
UNKNOWN_CAPACITY = N_("“{value}” is not a capacity. Known are: {known}.")

ROW = N_("Row {row}, {column}: {reason}")
SEVERAL = N_("{first} ({count} in all; nothing was taken over)")

COLUMNS: Mapping[str, tuple[str, str]] = {
    "building": (N_("Building"), "楼栋 楼号 栋 栋号 楼栋号 幢 幢号 楼宇 楼幢 building block buildingno"),
    "entrance": (N_("Entrance"), "单元 单元号 entrance staircase"),
    "room": (
        N_("Room"),
        "房号 单元房号 房间号 房间 室号 门牌号 房屋编号 房屋 楼栋房号 室 room roomno unit flat unitno unitcode",
    ),
    "floor": (N_("Floor"), "楼层 层 所在楼层 floor level"),
    "area": (N_("Area"), "面积 建筑面积 房屋面积 产权面积 area size"),
    "state": (N_("State"), "状态 房屋状态 使用状态 入住状态 入住情况 state status"),
    "moved_in": (N_("Moved in"), "入住日期 入住时间 交房日期 movedin moveindate movein"),
    "warranty_end": (
        N_("Warranty until"),
        "保修期至 保修到期 保修截止 保修期 质保期至 warrantyuntil warrantyend warranty",
    ),
    "name": (N_("Name"), "姓名 业主姓名 住户姓名 客户姓名 业主 住户 name resident residentname owner ownername"),
    "capacity": (N_("Capacity"), "身份 关系 与业主关系 住户类型 capacity relation relationship role"),
    "phone": (
        N_("Phone"),
        "电话 手机 联系电话 手机号 手机号码 电话号码 联系方式 固定电话 备用电话 phone mobile telephone phones tel",
    ),
    "plate": (N_("Plate"), "车牌 车牌号 车牌号码 车辆 plate plates carplate licenseplate"),
    "note": (N_("Standing note"), "备注 特别提示 提示 注意事项 note notes remark remarks standingnote"),
}
"""Each column: its label and the headings it goes by."""

_SEVERAL = {"phone", "plate", "note"}
"""Columns that may stand in a roster more than once."""

STATES: dict[str, str] = {
    **dict.fromkeys(("已入住", "入住", "自住", "居住", "在住", "常住", "occupied"), "occupied"),
    **dict.fromkeys(("已交付", "未入住", "已收房", "交付未住", "已交付未入住", "delivered"), "delivered"),
    **dict.fromkeys(("装修", "装修中", "在装修", "renovating"), "renovating"),
    **dict.fromkeys(("出租", "已出租", "租住", "let", "rented"), "let"),
    **dict.fromkeys(("空置", "空置房", "未售", "未交付", "vacant", "empty"), "vacant"),
}
"""Words for a unit's state."""

CAPACITIES: dict[str, str] = {
    **dict.fromkeys(("业主", "产权人", "房主", "户主", "业主本人", "本人", "共有人", "owner"), "owner"),
    **dict.fromkeys(
        ("家属", "家人", "家庭成员", "配偶", "妻子", "丈夫", "父亲", "母亲", "父母", "family", "spouse"), "family"
    ),
    **dict.fromkeys(("子女", "儿子", "女儿", "岳父", "岳母", "公公", "婆婆", "child", "parent"), "family"),
    **dict.fromkeys(("租户", "租客", "承租人", "租赁人", "tenant"), "tenant"),
    **dict.fromkeys(("代理", "代理人", "受托人", "委托人", "中介", "agent"), "agent"),
    **dict.fromkeys(("装修", "装修公司", "装修负责人", "施工负责人", "decorator"), "decorator"),
    **dict.fromkeys(("其他", "其它", "保姆", "other"), "other"),
}
"""Words for the capacity of a person."""

_FOOT = ("合计", "总计", "小计", "注:", "说明", "填表", "制表", "审核", "total")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RosterPerson:
    """Somebody of a unit; `capacity` is empty where the roster does not say."""

    name: str
    capacity: str
    phones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RosterUnit:
    """A unit and its people. None means that the roster says nothing about it."""

    building: str
    room: str
    floor: int | None
    area: int | None
    state: str | None
    moved_in: date | None
    warranty_end: date | None
    people: tuple[RosterPerson, ...]
    plates: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]

    @property
    def code(self) -> str:
        """Building and room: `3-1201`."""
        return f"{self.building}-{self.room}"


@dataclass(frozen=True, slots=True)
class Roster:
    """Everything one file says: buildings as (code, name), units, and how many rows they came from."""

    buildings: tuple[tuple[str, str], ...]
    units: tuple[RosterUnit, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class BadRow:
    """One cell that cannot be taken over: row of the file, label of the column, reason with its values."""

    number: int
    column: str
    reason: str
    values: Mapping[str, object] = field(default_factory=dict)

    def sentence(self, language: str | None = None) -> str:
        """`Row 7, Phone: “123x” is not a phone number.`"""
        reason = say(self.reason, self.values, language)
        return say(ROW, {"row": self.number, "column": Words(self.column), "reason": reason}, language)


class RosterRefused(Refused):
    """Rows of a roster are wrong; nothing was taken over. `bad` names each of them, in the order of the file."""

    def __init__(self, bad: Sequence[BadRow]) -> None:
        super().__init__("roster", SEVERAL, first=bad[0].sentence(), count=len(bad))
        self.bad = tuple(bad)

    def sentence(self, language: str | None = None) -> str:
        """The first bad row, and how many there are."""
        return say(SEVERAL, {"first": self.bad[0].sentence(language), "count": len(self.bad)}, language)


def heading_of(row: Sequence[object]) -> dict[str, list[int]] | None:
    """The columns of a heading row, or None where the row is no heading."""
    found: dict[str, list[int]] = {}
    for position, cell in enumerate(row):
        if column := _ALIASES.get(_heading(cell)):
            found.setdefault(column, []).append(position)
    if "room" not in found or not found.keys() & {"building", "name"}:
        return None
    return found


def read_rows(rows: Iterable[Sequence[object]]) -> Roster:
    """The roster in the rows of a sheet, all of it; raises RosterRefused with every bad row."""
    reading: _Reading | None = None
    for number, row in enumerate(rows, start=1):
        if reading is not None:
            reading.take(number, row)
        elif number > HEADING_ROWS:
            break
        elif columns := heading_of(row):
            reading = _Reading(_once(columns))
    if reading is None:
        raise Refused("roster_heading", NO_HEADING, rows=HEADING_ROWS)
    return reading.roster()


def _heading(cell: object) -> str:
    if not isinstance(cell, str):
        return ""
    plain = unicodedata.normalize("NFKC", cell[:60]).casefold()
    plain = re.sub(r"\(.*?\)|\[.*?\]|【.*?】|[\W_]|\d+$|m2$", "", plain)
    return plain if plain in _ALIASES else re.sub(r"[a-z]+", "", plain)


_ALIASES = {alias: column for column, (_, aliases) in COLUMNS.items() for alias in aliases.split()}


def _once(columns: dict[str, list[int]]) -> dict[str, list[int]]:
    for column, positions in columns.items():
        if len(positions) > 1 and column not in _SEVERAL:
            raise Refused("roster_heading", TWICE, column=Words(COLUMNS[column][0]))
    return columns


@dataclass(slots=True)
class _Person:
    capacity: str
    row: int
    phones: dict[str, None] = field(default_factory=dict)


@dataclass(slots=True)
class _Unit:
    building: str
    room: str
    facts: dict[str, tuple[object, int]] = field(default_factory=dict)
    people: dict[str, _Person] = field(default_factory=dict)
    plates: dict[str, str] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)


class _Reading:
    """Rows taken so far."""

    def __init__(self, columns: dict[str, list[int]]) -> None:
        self.columns = columns
        self.bad: list[BadRow] = []
        self.buildings: dict[str, str] = {}
        self.units: dict[str, _Unit] = {}
        self.plates: dict[str, tuple[str, int]] = {}
        self.rows = 0

    def take(self, number: int, row: Sequence[object]) -> None:
        """One row, unless it is empty or a foot line."""
        if _is_empty(row) or self._is_foot(row):
            return
        self.rows += 1
        line = _Line(self, number, row)
        unit = line.unit()
        if unit is not None:
            line.facts(unit)
            person = line.person(unit)
            line.belongings(unit, person)

    def roster(self) -> Roster:
        """All rows as one roster, or a refusal that names each bad one."""
        if self.bad:
            raise RosterRefused(self.bad)
        if not self.units:
            raise Refused("roster", NO_ROWS)
        return Roster(tuple(self.buildings.items()), tuple(_finished(unit) for unit in self.units.values()), self.rows)

    def _is_foot(self, row: Sequence[object]) -> bool:
        """A line under the table: `合计 600 户`, `制表人`."""
        first = next((cell for cell in row if not _is_empty([cell])), None)
        room = _at(row, self.columns["room"][0])
        if not isinstance(first, str) or not (room is first or _is_empty([room])):
            return False
        return unicodedata.normalize("NFKC", first).strip().startswith(_FOOT)


class _Line:
    """One row being read; each problem is noted and the reading goes on."""

    def __init__(self, reading: _Reading, number: int, row: Sequence[object]) -> None:
        self.reading, self.number, self.row = reading, number, row

    def unit(self) -> _Unit | None:
        """The unit of the row, made when it is the first of its unit."""
        building = self._read("building", cells.building, ("", ""))
        entrance = self._read("entrance", lambda cell: cells.word(cell, 4).removesuffix("单元"), "")
        place = self._read("room", lambda cell: cells.room(cell, building[0], entrance), None)
        if place is None or not self._complete(*place):
            return None
        code, room = place
        self.reading.buildings.setdefault(code, building[1] or code)
        return self.reading.units.setdefault(f"{code}-{room}", _Unit(code, room))

    def facts(self, unit: _Unit) -> None:
        """Area, state and dates: what one row says, another may leave out but not contradict."""
        readers: dict[str, Callable[[object], object]] = {
            "floor": cells.floor,
            "area": cells.area,
            "state": lambda cell: cells.choice(cell, STATES, UNKNOWN_STATE),
            "moved_in": cells.day,
            "warranty_end": cells.day,
        }
        for column, read in readers.items():
            value = self._read(column, read, None)
            known, other = unit.facts.setdefault(column, (value, self.number))
            if known is None:
                unit.facts[column] = (value, self.number)
            elif value is not None and value != known:
                self._problem(column, DIFFERS, other=other, unit=f"{unit.building}-{unit.room}")

    def person(self, unit: _Unit) -> str:
        """The person of the row; empty where it names none."""
        name = self._read("name", cells.name, "")
        capacity = self._read("capacity", lambda cell: cells.choice(cell, CAPACITIES, UNKNOWN_CAPACITY), None) or ""
        phones = self._each("phone", cells.phones)
        if not name:
            if phones:
                self._problem("name", NO_NAME)
            return ""
        person = unit.people.setdefault(name, _Person(capacity, self.number))
        if capacity and person.capacity not in ("", capacity):
            self._problem("capacity", CAPACITY_DIFFERS, other=person.row, person=name)
        person.capacity = person.capacity or capacity
        person.phones.update(dict.fromkeys(phones))
        return name

    def belongings(self, unit: _Unit, person: str) -> None:
        """The plates and standing notes of the row."""
        code = f"{unit.building}-{unit.room}"
        for plate in self._each("plate", cells.plates):
            elsewhere, row = self.reading.plates.setdefault(plate, (code, self.number))
            if elsewhere != code:
                self._problem("plate", PLATE_ELSEWHERE, other=row, plate=plate, unit=elsewhere)
            unit.plates[plate] = unit.plates.get(plate) or person
        unit.notes.update(dict.fromkeys(self._each("note", _note)))

    def _complete(self, building: str, room: str) -> bool:
        if self.reading.bad and self.reading.bad[-1].number == self.number:
            return False
        if not room:
            self._problem("room", NO_ROOM)
        elif not building:
            self._problem("building" if "building" in self.reading.columns else "room", NO_BUILDING)
        return bool(room and building)

    def _read(self, column: str, read: Callable[[object], T], otherwise: T) -> T:
        positions = self.reading.columns.get(column, [])
        try:
            return read(_at(self.row, positions[0])) if positions else otherwise
        except Refused as refusal:
            self._problem(column, refusal.message, **refusal.values)
            return otherwise

    def _each(self, column: str, read: Callable[[object], tuple[str, ...]]) -> tuple[str, ...]:
        found = [_at(self.row, position) for position in self.reading.columns.get(column, [])]
        try:
            return cells.each(found, read)
        except Refused as refusal:
            self._problem(column, refusal.message, **refusal.values)
            return ()

    def _problem(self, column: str, reason: str, **values: object) -> None:
        self.reading.bad.append(BadRow(self.number, COLUMNS[column][0], reason, values))


def _at(row: Sequence[object], position: int) -> object:
    return row[position] if position < len(row) else None


def _is_empty(row: Sequence[object]) -> bool:
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in row)


def _note(cell: object) -> tuple[str, ...]:
    note = cells.text(cell, 400)
    return (note,) if cells.word(note, 400) else ()


def _fact(unit: _Unit, column: str, kind: type[T]) -> T | None:
    value, _ = unit.facts[column]
    return value if isinstance(value, kind) else None


def _finished(unit: _Unit) -> RosterUnit:
    return RosterUnit(
        building=unit.building,
        room=unit.room,
        floor=_fact(unit, "floor", int),
        area=_fact(unit, "area", int),
        state=_fact(unit, "state", str),
        moved_in=_fact(unit, "moved_in", date),
        warranty_end=_fact(unit, "warranty_end", date),
        people=tuple(RosterPerson(name, who.capacity, tuple(who.phones)) for name, who in unit.people.items()),
        plates=tuple(unit.plates.items()),
        notes=tuple(unit.notes),
    )
