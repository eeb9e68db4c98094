"""A roster goes into the database whole, twice without doubling, and never removes anybody."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlmodel import Session, SQLModel, col, select

from propdesk.errors import Refused
from propdesk.locations import data
from propdesk.models.estate import (
    Building,
    Capacity,
    Household,
    LookupKey,
    LookupKind,
    Member,
    Person,
    Phone,
    Plate,
    StandingNote,
    Unit,
    UnitState,
)
from propdesk.models.tables import metadata
from propdesk.rules.roster import Roster, read_rows
from propdesk.store.engine import writer
from propdesk.store.lookup_keys import rekey_person, rekey_unit
from propdesk.store.roster import Counts, load_roster, write_roster
from propdesk.store.sheets import Progress

NOW = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
HEADING = ("楼栋", "房号", "建筑面积(㎡)", "房屋状态", "入住日期", "姓名", "身份", "联系电话", "车牌", "特别提示")
OWNER = (
    "3号楼",
    "1201",
    "128.5",
    "已入住",
    "2024-06-18",
    "王敏",
    "业主",
    "13812348812",
    "鲁B·12345",
    "老人耳背，敲门要久等",
)
FAMILY = ("3号楼", "1201", "", "", "", "刘强", "家属", "13912342207", "", "")


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    (tmp_path / "desk.db").touch()
    engine = writer(tmp_path / "desk.db")
    metadata().create_all(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()


def roster(*rows: Sequence[object]) -> Roster:
    return read_rows([HEADING, *rows])


def take(session: Session, *rows: Sequence[object]) -> Counts:
    return write_roster(session, roster(*rows), NOW)


def count(session: Session, table: type[SQLModel]) -> int:
    return len(session.exec(select(table)).all())


def keys_of(session: Session, kind: LookupKind) -> set[str]:
    return set(session.exec(select(LookupKey.key).where(col(LookupKey.kind) == kind)))


def workbook(path: Path, rows: Sequence[Sequence[object]], *, before: Sequence[str] = ()) -> Path:
    book = Workbook()
    for title in before:
        book.create_sheet(title, 0).append((title,))
    for row in rows:
        book["Sheet"].append(list(row))
    book.save(path)
    return path


def noting(seen: list[tuple[int, int]]) -> Progress:
    def note(done: int, total: int) -> bool:
        seen.append((done, total))
        return True

    return note


def test_a_unit_is_written_with_its_people_and_everything_of_theirs(session: Session) -> None:
    assert take(session, OWNER, FAMILY) == Counts(buildings=1, units=1, people=2, phones=2, plates=1, notes=1)
    unit = session.exec(select(Unit)).one()
    assert (unit.code, unit.floor, unit.area, unit.state) == ("3-1201", 12, 12850, UnitState.OCCUPIED)
    assert session.exec(select(Building.code, Building.name)).all() == [("3", "3号楼")]
    household = session.exec(select(Household)).one()
    assert (household.since, household.until) == (date(2024, 6, 18), None)
    assert session.exec(select(Member.capacity)).all() == [Capacity.OWNER, Capacity.FAMILY]
    plate = session.exec(select(Plate)).one()
    assert session.get_one(Person, plate.person_id).name == "王敏"
    assert session.exec(select(StandingNote.text, StandingNote.since)).all() == [("老人耳背，敲门要久等", NOW)]


def test_the_same_roster_again_changes_nothing(session: Session) -> None:
    take(session, OWNER, FAMILY)
    keys = count(session, LookupKey)
    assert take(session, OWNER, FAMILY) == Counts(unchanged=1)
    assert count(session, LookupKey) == keys


def test_what_a_later_roster_says_is_updated_and_what_it_leaves_out_stays(session: Session) -> None:
    take(session, OWNER, FAMILY)
    later = ("3号楼", "1201", "", "出租", "", "刘强", "代理人", "13912342208", "鲁B·12345", "")
    assert take(session, later) == Counts(units=1, people=1, phones=1, plates=1)
    unit = session.exec(select(Unit)).one()
    assert (unit.area, unit.state, unit.moved_in) == (12850, UnitState.LET, date(2024, 6, 18))
    assert count(session, Person) == 2
    assert count(session, Phone) == 3
    assert session.exec(select(Member.capacity)).all() == [Capacity.OWNER, Capacity.AGENT]


def test_a_plate_known_elsewhere_moves_with_its_keys(session: Session) -> None:
    take(session, OWNER)
    take(session, ("3号楼", "1301", "", "", "", "于芳", "业主", "", "鲁B·12345", ""))
    assert count(session, Plate) == 1
    found = session.exec(select(LookupKey).where(col(LookupKey.kind) == LookupKind.PLATE)).all()
    assert {row.label for row in found} == {"鲁B·12345 3-1301 于芳"}


def test_somebody_of_the_same_name_in_another_household_is_another_person(session: Session) -> None:
    take(session, OWNER)
    household = session.exec(select(Household)).one()
    household.until = date(2026, 1, 1)
    session.add(household)
    take(session, OWNER)
    assert count(session, Household) == 2
    assert session.exec(select(Person.name)).all() == ["王敏", "王敏"]


def test_an_empty_unit_is_vacant_unless_the_roster_says_otherwise(session: Session) -> None:
    take(session, ("3", "1401"), ("3", "1402", "", "已交付"))
    assert session.exec(select(Unit.state).order_by(col(Unit.code))).all() == [UnitState.VACANT, UnitState.DELIVERED]
    assert count(session, Household) == 0


def test_keys_lead_to_unit_person_and_plate(session: Session) -> None:
    take(session, OWNER)
    assert keys_of(session, LookupKind.UNIT) == {"3-1201", "31201", "1201"}
    assert keys_of(session, LookupKind.PERSON) == {"王敏", "wangmin", "wangm", "wm", "13812348812", "8812"}
    assert "b12345" in keys_of(session, LookupKind.PLATE)
    labels = set(session.exec(select(LookupKey.label)))
    assert labels == {"3-1201", "3-1201 王敏", "鲁B·12345 3-1201 王敏"}


def test_a_struck_phone_loses_its_keys_and_stays_struck(session: Session) -> None:
    take(session, OWNER)
    phone = session.exec(select(Phone)).one()
    phone.dead = NOW
    session.add(phone)
    rekey_person(session, phone.person_id)
    assert keys_of(session, LookupKind.PERSON) == {"王敏", "wangmin", "wangm", "wm"}
    assert take(session, OWNER) == Counts(unchanged=1)
    assert session.exec(select(Phone.dead)).all() == [NOW]


def test_a_former_resident_has_no_keys(session: Session) -> None:
    take(session, OWNER)
    household = session.exec(select(Household)).one()
    household.until = date(2026, 1, 1)
    session.add(household)
    rekey_person(session, session.exec(select(Member.person_id)).one())
    assert keys_of(session, LookupKind.PERSON) == set()


def test_a_unit_is_keyed_anew(session: Session) -> None:
    take(session, OWNER)
    unit = session.exec(select(Unit)).one()
    unit.code = "3-1202"
    session.add(unit)
    assert unit.id is not None
    rekey_unit(session, unit.id)
    assert keys_of(session, LookupKind.UNIT) == {"3-1202", "31202", "1202"}


def test_writing_can_be_watched_and_stopped(session: Session) -> None:
    rows = [("3", f"{floor}{flat:02d}") for floor in range(1, 51) for flat in range(1, 21)]
    seen: list[tuple[int, int]] = []
    write_roster(session, roster(*rows), NOW, noting(seen))
    assert seen == [(400, 1000), (800, 1000), (1000, 1000)]
    session.rollback()
    with pytest.raises(Refused, match="Stopped"):
        write_roster(session, roster(*rows), NOW, lambda done, total: False)
    session.rollback()
    assert count(session, Unit) == 0


def test_the_demo_estate_is_whole(session: Session) -> None:
    counts = write_roster(session, load_roster(data() / "demo" / "roster.csv"), NOW)
    assert (counts.buildings, counts.units) == (8, 600)
    codes = set(session.exec(select(Unit.code)))
    assert {"3-1201", "3-1301", "1-0502", "5-0803", "2-0301"} <= codes
    names = set(session.exec(select(Person.name)))
    assert {"王敏", "刘强", "刘䶮", "尉迟建明"} <= names


def test_a_csv_is_read_in_the_encodings_of_spreadsheets(tmp_path: Path) -> None:
    text = "东光花园\r\n楼栋,房号,姓名,特别提示\r\n3号楼,0502,王敏,“老人”，两行\r\n"
    for number, content in enumerate(
        [text.encode("utf-8-sig"), text.encode(), text.encode("gb18030"), text.replace(",", "\t").encode("utf-16")]
    ):
        path = tmp_path / f"{number}.csv"
        path.write_bytes(content)
        assert load_roster(path).units[0].code == "3-0502"
        assert load_roster(path).units[0].notes == ("“老人”，两行",)


def test_a_workbook_is_read_from_the_sheet_with_a_heading(tmp_path: Path) -> None:
    rows = [HEADING, ("3号楼", 1201, 128.5, "已入住", date(2024, 6, 18), "王敏", "业主", 13812348812.0)]
    found = load_roster(workbook(tmp_path / "a.xlsx", rows, before=("说明",))).units[0]
    assert (found.code, found.moved_in, found.people[0].phones) == ("3-1201", date(2024, 6, 18), ("13812348812",))


def test_a_number_shown_with_leading_zeros_keeps_them(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book["Sheet"]
    for row in (("楼栋", "房号", "姓名"), (3, 502, "王敏")):
        sheet.append(row)
    sheet["B2"].number_format = "0000"
    book.save(tmp_path / "a.xlsx")
    assert load_roster(tmp_path / "a.xlsx").units[0].code == "3-0502"


def test_reading_can_be_watched_and_stopped(tmp_path: Path) -> None:
    rows = [HEADING, *[("3", f"{floor}{flat:02d}") for floor in range(1, 41) for flat in range(1, 31)]]
    path = workbook(tmp_path / "a.xlsx", rows)
    seen: list[tuple[int, int]] = []
    load_roster(path, noting(seen))
    assert seen == [(500, 1201), (1000, 1201)]
    with pytest.raises(Refused, match="Stopped"):
        load_roster(path, lambda done, total: False)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("gone.csv", None, "There is no file gone.csv"),
        ("old.xls", b"x", "old .xls workbook"),
        ("secret.xlsx", b"\xd0\xcf\x11\xe0rest", "protected by a password"),
        ("fake.xlsx", b"PK\x03\x04 not a workbook", "not a workbook"),
        ("empty.xlsx", b"", "not a workbook"),
        ("empty.csv", b"", "No heading"),
        ("noise.csv", bytes(range(128, 256)), "unknown encoding"),
        ("long.csv", b"a," * 10 + b'"' + b"x" * 200_000 + b'"', "cannot be read as CSV"),
        ("photo.jpg", b"x", "neither .csv nor .xlsx"),
        ("nul\0.csv", None, "cannot be read"),
    ],
)
def test_what_is_no_roster_is_refused_in_a_sentence(
    tmp_path: Path, name: str, content: bytes | None, sentence: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Refused, match=sentence):
        load_roster(path)


def test_a_folder_is_no_roster(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="folder"):
        load_roster(tmp_path)


@pytest.mark.parametrize("flag", [0x01, 0x20])
def test_a_workbook_packed_as_nobody_can_read_is_refused(tmp_path: Path, flag: int) -> None:
    """Encrypted, or patched: what a password or a failing disk makes of it."""
    path = tmp_path / "roster.xlsx"
    Workbook().save(path)
    content = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        found = content.find(mark)
        while found >= 0:
            content[found + at] |= flag
            found = content.find(mark, found + 1)
    path.write_bytes(content)
    with pytest.raises(Refused) as refused:
        load_roster(path)
    assert "is not a workbook" in refused.value.sentence("en")
