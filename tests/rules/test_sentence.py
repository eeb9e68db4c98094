"""Sentences of the journal: what is not known reads as a dash, a remark that was not made is left out."""

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
    ],
)
def test_a_remark_that_was_not_made_is_left_out(says: str, values: dict[str, Value], said: str) -> None:
    assert render(says, values, "en", ZONE) == said
