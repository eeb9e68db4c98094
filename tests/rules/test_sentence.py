"""Sentences of the journal: what is not known reads as a dash behind a label, and is left out elsewhere."""

from zoneinfo import ZoneInfo

import pytest

from propdesk.rules.sentence import Value, render

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("says", "values", "said"),
    [
        ("Taken over by {who}; {remark}", {"who": "王磊", "remark": None}, "Taken over by 王磊"),
        ("Taken over by {who}; {remark}", {"who": "王磊", "remark": "急"}, "Taken over by 王磊; 急"),
        ("{count} open; goods: {goods}; {remark}", {"count": 0, "goods": None}, "0 open; goods: -"),
        ("{a}; {b}；{c}", {"a": "x", "b": "", "c": None}, "x"),
        ("{a}; {b}", {"a": "x", "b": 0}, "x; 0"),
        ("{a}; {b}", {"a": "x; {b}", "b": None}, "x; {b}"),
        ("pressed: {whom}", {"whom": None}, "pressed: -"),
        ("slip {slip}: {remark}", {"slip": "PG-1", "remark": None}, "slip PG-1"),
        ("Area {area} {place} from {began}", {"area": "Roof", "place": "", "began": 9}, "Area Roof from 9"),
        ("{whom}（{number}），{outcome}", {"whom": "张敏", "number": None, "outcome": "已接通"}, "张敏，已接通"),
        ("于 {at} 回访，{attendant} 陪同", {"at": "9", "attendant": None}, "于 9 回访"),
        ("damaged: {a}; {b}; area: {c}", {"a": None, "b": None, "c": "x"}, "damaged: -; area: x"),
        ("{who} calls; {attendant} attends", {"who": "李婷", "attendant": "王磊"}, "李婷 calls; 王磊 attends"),
    ],
)
def test_what_is_not_known_is_left_out_or_reads_as_a_dash_behind_a_label(
    says: str, values: dict[str, Value], said: str
) -> None:
    assert render(says, values, "en", ZONE) == said
