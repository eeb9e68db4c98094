"""Rosters, key lists and backlogs as people and damaged disks make them: read, or refused in sentences."""

import csv
import io
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from propdesk.errors import Damaged, Refused
from propdesk.store.backlog import load_backlog
from propdesk.store.keylist import load
from propdesk.store.roster import load_roster
from tests.conftest import Counter
from tests.torture import acting
from tests.torture.scale import rounds
from tests.torture.test_damage import cut, flip, smear
from tests.torture.test_walk import NASTY

ROWS: dict[str, list[list[str]]] = {
    "roster": [
        ["楼栋", "房号", "面积", "状态", "入住日期", "姓名", "身份", "电话", "车牌", "备注"],
        ["3", "1201", "128.5", "已入住", "2024-06-18", "王敏", "业主", "13812348812", "鲁B12345", "老人耳背"],
        ["3", "1301", "96", "出租", "2024-07-01", "单志刚", "租户", "13712340001", "", ""],
    ],
    "keys": [
        ["类别", "房号或位置", "门/用途", "数量", "挂位", "钥匙编号", "业主/移交人"],
        ["", "3-1201", "入户门", "2", "A-1", "17", "王敏"],
        ["plant", "3号楼泵房", "泵房门", "3", "A-2", "18", ""],
    ],
    "backlog": [
        ["类别", "原编号", "受理日期", "房号或位置", "姓名", "联系电话", "内容"],
        ["报修", "BX-2026-117", "2026-11-02 09:30", "3-1201", "王敏", "13812348812", "厨房下水堵"],
    ],
}
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "big5", "latin-1")


def spoilt(kind: str, chance: random.Random) -> list[list[str]]:
    """The rows, some cells nonsense, some rows or columns gone, doubled or in another order."""
    rows = [list(row) for row in ROWS[kind]]
    for _each in range(chance.choice((0, 0, 1, 2, 4))):
        row = chance.choice(rows)
        row[chance.randrange(len(row))] = chance.choice(NASTY)
    if chance.random() < 0.3:
        rows.append(chance.choice(rows)[: chance.randint(0, 12)])
    if chance.random() < 0.2:
        chance.shuffle(rows)
    if chance.random() < 0.1:
        rows[chance.randrange(len(rows))] *= 40
    return rows


def written(rows: list[list[str]], path: Path, chance: random.Random) -> None:
    """Write them as some spreadsheet would; sometimes the file is damaged afterwards."""
    if path.suffix == ".csv":
        text = io.StringIO()
        csv.writer(text, delimiter=chance.choice(",;\t")).writerows(rows)
        content = text.getvalue().encode(chance.choice(ENCODINGS), errors="replace")
    else:
        book, stream = Workbook(), io.BytesIO()
        for row in rows:
            kept = ["".join(c for c in cell if c >= " " and not "\ud800" <= c <= "\udfff") for cell in row]
            book.worksheets[0].append(kept)
        book.save(stream)
        content = stream.getvalue()
    file = bytearray(content)
    if file and chance.random() < 0.4:
        chance.choice((flip, smear, cut))(file, chance)
    path.write_bytes(file)


@pytest.mark.parametrize("kind", ROWS)
def test_a_list_of_any_kind_is_read_or_refused_with_every_bad_row(
    open_desk: Counter, tmp_path: Path, chance: random.Random, kind: str
) -> None:
    calendar, now = open_desk.desk.site.calendar, open_desk.clock()
    readers: dict[str, Callable[[Path], object]] = {
        "roster": load_roster,
        "keys": lambda path: load(path, calendar=calendar, now=now),
        "backlog": lambda path: load_backlog(path, calendar=calendar, now=now),
    }
    (tmp_path / "whole.csv").write_text("\n".join(",".join(row) for row in ROWS[kind]), encoding="utf-8")
    assert readers[kind](tmp_path / "whole.csv")
    for number in rounds(60, 4000, seconds=45):
        path = tmp_path / f"list-{number}{chance.choice(('.csv', '.csv', '.xlsx'))}"
        written(spoilt(kind, chance), path, chance)
        answer = acting.outcome(lambda path=path: readers[kind](path))  # type: ignore[misc]
        assert not isinstance(answer, Damaged)
        if isinstance(answer, Refused):
            assert answer.sentence("zh_CN")
            assert all(row.sentence("zh_CN") for row in getattr(answer, "bad", ()))
        path.unlink()
