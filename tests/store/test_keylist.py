"""Taking over a list of keys: all of it or nothing, with old dates, what stands against it named row by row."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from openpyxl import Workbook, load_workbook

from propdesk.desk import Done
from propdesk.errors import Refused
from propdesk.procedures.key_custody import Takeover
from propdesk.queries import items, timers
from propdesk.rules.keylist import KEY_LIST, KeyListRefused, KeyRow
from propdesk.store.keylist import CHOICES, EXAMPLE, HEADINGS, load, problems, taken_over, write_template
from propdesk.store.verify import verify
from tests.conftest import Counter
from tests.procedures.keyring import VACANT, plant, vacant_unit
from tests.procedures.reading import row

HEADING = HEADINGS["zh_CN"].split("|")
SETS: Mapping[str, object] = {"kind": "", "where": VACANT, "pieces": 2, "since": "2026-11-02"}
OWNERS: Mapping[str, object] = {
    "kind": "业主托管", "where": "3-1201", "door": "入户门", "pieces": 3, "tag": "T-7", "owner": "王敏",
    "phone": "13812348812", "reason": "长期出差", "card": "yz-7", "since": "2026-10-08 14:30",
}  # fmt: skip
HOUSE: Mapping[str, object] = {"kind": "设备房", "where": "3号楼配电房", "pieces": 4, "departments": "工程部"}
LOAN: Mapping[str, object] = {
    "borrower": "周师傅", "department": "工程部", "out": 1, "lent": "2026-11-18 10:00", "due": "2026-11-19",
}  # fmt: skip


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00").astimezone(UTC)


def written(folder: Path, *rows: Mapping[str, object]) -> Path:
    """A workbook with these key sets; each hangs on the hook of its row in cabinet A unless it says another."""
    path = folder / "keys.xlsx"
    book = Workbook()
    book.worksheets[0].append(HEADING)
    for number, told in enumerate(rows, start=2):
        given = {"hook": f"A-{number}", **told}
        book.worksheets[0].append([given.get(column) for column in EXAMPLE])
    book.save(path)
    return path


def loaded(counter: Counter, path: Path) -> tuple[KeyRow, ...]:
    return load(path, calendar=counter.desk.site.calendar, now=counter.clock())


def take_over(counter: Counter, path: Path) -> Done:
    """Take over a file; each try is an act of its own."""
    step = counter.desk.fill("key.takeover", {"file": path.name, "sha256": "0" * 64})
    assert isinstance(step, Takeover)
    carrying = step.carrying(loaded(counter, path))
    return counter.desk.perform(carrying, actor=counter.actor, request_id=uuid4().hex)


def bad(counter: Counter, path: Path) -> list[tuple[int, str]]:
    """What stands against the file, as the question and as the refusal of the act, which writes nothing."""
    found = counter.desk.read(problems, loaded(counter, path))
    with pytest.raises(KeyListRefused) as refused:
        take_over(counter, path)
    assert {each.sentence("en") for each in refused.value.bad} == {each.sentence("en") for each in found}
    assert all(each.sentence("zh_CN") for each in found)
    assert not counter.desk.read(items.items, ledger="loan")
    return [(each.number, each.column) for each in refused.value.bad]


@pytest.fixture
def estate(counter: Counter) -> Counter:
    """The desk with a unit that nobody has moved into."""
    vacant_unit(counter)
    return counter


def test_key_sets_come_into_custody_with_the_day_they_came_in(estate: Counter, tmp_path: Path) -> None:
    done = take_over(estate, written(tmp_path, SETS, OWNERS, HOUSE))
    found = {each.place: each for each in estate.desk.read(items.items, ledger="key")}
    assert {place: each.opened for place, each in found.items()} == {
        VACANT: at("2026-11-02T09:00"), "3-1201": at("2026-10-08T14:30"), "3号楼配电房": estate.clock(),
    }  # fmt: skip
    owners = row(estate.desk, found["3-1201"].number)
    assert (owners["tag"], owners["pieces"], owners["reason"], owners["card"]) == ("T-7", 3, "长期出差", "YZ-7")
    assert row(estate.desk, found["3号楼配电房"].number)["departments"] == "engineering"
    assert [entry.step for entry in done.entries] == ["key.takeover", *["key.register"] * 3]
    assert verify(estate.desk.path).sound


def test_what_is_lent_is_out_since_then_and_late_where_its_time_has_passed(estate: Counter, tmp_path: Path) -> None:
    estate.desk.sweep()
    take_over(estate, written(tmp_path, {**HOUSE, **LOAN}, {**SETS, **LOAN, "due": "2026-11-25"}))
    lent = {each.person: each for each in estate.desk.read(items.items, ledger="loan")}
    assert lent["周师傅"].opened == at("2026-11-18T10:00")
    out = [row(estate.desk, each.number)["out"] for each in estate.desk.read(items.items, ledger="key")]
    assert out == [1, 1]
    assert estate.desk.sweep() == 1
    running = estate.desk.read(timers.timers, estate.clock())
    assert {timer.due for timer in running if timer.code == "KEY.LOAN_TERM"} == {
        at("2026-11-19T18:00"), at("2026-11-25T18:00"),
    }  # fmt: skip


def test_a_label_of_the_list_is_never_given_to_another_set(estate: Counter, tmp_path: Path) -> None:
    take_over(estate, written(tmp_path, SETS, {**SETS, "tag": "K0001"}))
    tags = {row(estate.desk, each.number)["tag"] for each in estate.desk.read(items.items, ledger="key")}
    assert tags == {"K0001", "K0002"}


def test_units_that_are_not_there_or_lived_in_are_named_all_at_once(estate: Counter, tmp_path: Path) -> None:
    strange, lived_in = {**SETS, "where": "3-9999"}, {**SETS, "where": "3-1201"}
    let = {**SETS, "kind": "空置房", "where": "3-1301"}
    assert bad(estate, written(tmp_path, SETS, strange, lived_in, let, OWNERS)) == [
        (3, "Unit or place"), (4, "Class"), (5, "Class"),
    ]  # fmt: skip


def test_hooks_and_labels_that_are_taken_are_named(estate: Counter, tmp_path: Path) -> None:
    plant(estate)
    plant(estate, hook="A-17", tag="T-7")
    rows = ({**SETS, "hook": "B3"}, OWNERS, {**HOUSE, "hook": "A-17"})
    assert bad(estate, written(tmp_path, *rows)) == [(2, "Hook"), (3, "Number on the label"), (4, "Hook")]


def test_a_hook_and_a_label_are_free_again_when_the_set_has_left(estate: Counter, tmp_path: Path) -> None:
    number = plant(estate, hook="A-2", tag="T-7")
    estate.do("key.scrap", number, reason="换了门")
    assert estate.desk.read(problems, loaded(estate, written(tmp_path, {**SETS, "tag": "T-7"}))) == []


@pytest.mark.parametrize("hook", ["3-1201", "B-99", "YS-1"])
def test_a_loan_needs_a_label_where_its_hook_could_mean_another_set(estate: Counter, tmp_path: Path, hook: str) -> None:
    other, unlabelled = {**SETS, "tag": "B-99"}, {**SETS, "hook": hook}
    assert estate.desk.read(problems, loaded(estate, written(tmp_path, other, unlabelled))) == []
    assert bad(estate, written(tmp_path, other, {**unlabelled, **LOAN})) == [(3, "Number on the label")]
    done = take_over(estate, written(tmp_path, other, {**unlabelled, **LOAN, "tag": "T-9"}))
    drawn = {str(row(estate.desk, number)["tag"]): row(estate.desk, number)["out"] for number, ledger in done.opened
             if ledger == "key"}  # fmt: skip
    assert drawn == {"B-99": 0, "T-9": 1}


def test_the_same_file_again_is_refused(estate: Counter, tmp_path: Path) -> None:
    path = written(tmp_path, SETS)
    assert estate.desk.read(taken_over, "0" * 64) is None
    take_over(estate, path)
    assert estate.desk.read(taken_over, "0" * 64) == "keys.xlsx"
    assert estate.desk.read(taken_over, "1" * 64) is None
    with pytest.raises(Refused) as refused:
        take_over(estate, path)
    assert "keys.xlsx" in refused.value.sentence("en")


def test_of_a_workbook_the_sheet_with_a_heading_is_read(estate: Counter, tmp_path: Path) -> None:
    path = written(tmp_path, SETS)
    book = load_workbook(path)
    book.create_sheet("封面", 0).append(["钥匙移交清单"])
    book.save(path)
    assert [each.unit for each in loaded(estate, path)] == [VACANT]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_empty_file_filled_in_can_be_taken_over(estate: Counter, tmp_path: Path, language: str) -> None:
    path = tmp_path / "empty.xlsx"
    write_template(path, language)
    with pytest.raises(Refused) as refused:
        loaded(estate, path)
    assert refused.value.code == "keylist"
    book = load_workbook(path)
    given = {**OWNERS, **LOAN, "hook": "A-1", "lent": datetime(2026, 11, 18, 10, 0)}  # noqa: DTZ001
    for position, column in enumerate(EXAMPLE, start=1):
        book.worksheets[0].cell(3, position).value = given.get(column)  # type: ignore[assignment]
    book.save(path)
    take_over(estate, path)
    assert len(estate.desk.read(items.items, ledger="loan")) == 1


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_empty_file_has_every_column_and_offers_words_that_are_known(language: str) -> None:
    found = KEY_LIST.heading_of(HEADINGS[language].split("|"))
    assert found is not None
    assert list(found) == list(EXAMPLE) == list(KEY_LIST.columns)
    assert set(CHOICES[language]) == {"kind", "borrower_kind", "purpose"}


def test_a_thousand_key_sets_are_taken_over_and_sound(estate: Counter, tmp_path: Path) -> None:
    rows = [{**HOUSE, **(LOAN if number % 10 == 0 else {}), "tag": f"M{number}"} for number in range(1000)]
    done = take_over(estate, written(tmp_path, *rows))
    assert len(done.opened) == 1100
    assert verify(estate.desk.path).sound
