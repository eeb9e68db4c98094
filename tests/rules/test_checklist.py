"""The checklist of the patrol: the manual's items, a site's own, and answers that say something."""

from pathlib import Path

import pytest

from propdesk import locations
from propdesk.errors import Refused
from propdesk.models.finding import Persuaded
from propdesk.rules import answers
from propdesk.rules.answers import Answer, State
from propdesk.rules.checklist import Checklist, Flag, load_checklist

FILE = locations.data() / "checklists" / "patrol.toml"


@pytest.fixture(scope="module")
def manual() -> Checklist:
    return load_checklist(FILE)


def test_it_has_every_item_of_the_manual_from_a1_to_m1(manual: Checklist) -> None:
    counts = {area.letter: len(area.checks) for area in manual.areas}
    assert counts == {"A": 12, "B": 8, "C": 7, "D": 5, "E": 1, "F": 6, "G": 7, "H": 6, "I": 4, "J": 8, "K": 1, "L": 1,
                      "M": 1}  # fmt: skip
    assert all(check.clause.startswith("004 PATROL 4.") for area in manual.areas for check in area.checks)


def test_what_is_special_is_flagged(manual: Checklist) -> None:
    special = {"B1": Flag.ESCAPE_DOOR, "E1": Flag.SMELL, "K1": Flag.SITES, "L1": Flag.VACANT}
    assert {name: check.flag for name in special if (check := manual.check(name))} == special


def test_a_site_renames_drops_and_adds_items() -> None:
    found = load_checklist(FILE, {"M1": "问候住户", "A13": "门禁完好", "L1": ""})
    assert (getattr(found.check("M1"), "text", ""), found.check("L1")) == ("问候住户", None)
    assert [check.id for check in found.areas[0].checks][-1] == "A13"
    assert "L" not in found.letters()


@pytest.mark.parametrize("changes", [{"Z1": "x"}, {"A": "x"}, {"A0": "x"}, {"a1": "x"}])
def test_a_change_of_what_is_no_item_is_refused(changes: dict[str, str]) -> None:
    with pytest.raises(Refused, match="no item"):
        load_checklist(FILE, changes)


@pytest.mark.parametrize(
    "text",
    [
        "area = 3",
        "area = [",
        "[[area]]\ntitle = 'x'",
        "[[area]]\nletter = 'A'\ntitle = 'x'",
        "[[area]]\nletter = 'A'\ntitle = 'x'\nitem = [{id = 'B1', text = 'x'}]",
        "[[area]]\nletter = 'A'\ntitle = 'x'\nitem = [{id = 'A1', text = 'x', flag = 'odd'}]",
        "[[area]]\nletter = 'A'\ntitle = 'x'\nitem = [{id = 'A1', text = 'x'}, {id = 'A1', text = 'y'}]",
    ],
)
def test_a_file_that_is_no_checklist_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "patrol.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Refused):
        load_checklist(file)


# --- answers -----------------------------------------------------------------------------------------------------


def test_an_answer_is_read_in_english_and_chinese(manual: Checklist) -> None:
    area = answers.wanted(manual, "e")
    assert answers.read_answers("e1 异常 @5楼 有煤气味", area) == (Answer("E1", State.DEFECT, "有煤气味", "5楼"),)
    assert answers.read_answers("E1: fixed 关了阀门", area, placed=True) == (Answer("E1", State.FIXED, "关了阀门"),)
    assert answers.read_answers("E1 不适用", area) == (Answer("E1", State.NOT_THERE, ""),)


def test_answers_are_kept_and_written_as_they_were_read(manual: Checklist) -> None:
    found = answers.read_answers("E1 defect @5楼 有煤气味", answers.wanted(manual, "E"))
    assert answers.kept(answers.stored(found)) == found
    assert answers.lines(found) == "E1 defect @5楼 有煤气味"


@pytest.mark.parametrize(
    "note",
    ["", "。", "normal", "all fine", "一切正常", "无异常无问题", "正常 正常", "ok，正常", "ＯＫ", "ｎｏｒｍａｌ",
     "正 常", "正。常！", "O.K.", "设备运行正常", "未见異常", "同上", "no abnormalities", "looks good", "没事",
     "已处理", "1", "xx", "N/A"],
)  # fmt: skip
def test_a_note_that_says_only_that_all_is_well_says_nothing(note: str) -> None:
    assert answers.says_nothing(note)


@pytest.mark.parametrize("note", ["灯亮", "无积水", "no water", "门开关正常", "异响", "lamp dark", "12/12", "无烟味"])
def test_a_note_that_says_what_was_seen_says_something(note: str) -> None:
    assert not answers.says_nothing(note)


@pytest.mark.parametrize("said", ["E1 defect 有煤气味", "E1 fixed 关了阀门"])
def test_a_defect_says_where_it_is_unless_the_area_does(manual: Checklist, said: str) -> None:
    area = answers.wanted(manual, "E")
    with pytest.raises(Refused, match="say where"):
        answers.read_answers(said, area)
    assert answers.read_answers(said, area, placed=True)[0].place == ""


def test_somebody_who_breaks_the_rules_is_told_with_what_came_of_talking_to_them(manual: Checklist) -> None:
    area = answers.wanted(manual, "J")
    fine = [f"J{number} ok 看过第{number}处" for number in range(1, 8)]
    with pytest.raises(Refused, match="what came of talking"):
        answers.read_answers("\n".join([*fine[:6], "J7 defect @3-1201 养鸡", "J8 ok 已清扫"]), area)
    for said, state, talked in (("承诺", State.DEFECT, "promised"), ("stopped", State.FIXED, "stopped")):
        found = answers.read_answers("\n".join([*fine[:6], f"J7 {said} @3-1201 养鸡", "J8 ok 已清扫"]), area)
        assert found[6] == Answer("J7", state, "养鸡", "3-1201", talked=talked)
        assert answers.lines(found[6:7]) == f"J7 {talked} @3-1201 养鸡"


def test_what_came_of_talking_to_somebody_is_called_as_a_finding_calls_it() -> None:
    assert set(answers.TALKED.values()) == {each.value for each in Persuaded}


def test_an_answer_may_name_the_open_finding_it_saw_again(manual: Checklist) -> None:
    area = answers.wanted(manual, "E")
    (found,) = answers.read_answers("E1 defect ＝wt20261121-004 还有煤气味", area)
    assert found == Answer("E1", State.DEFECT, "还有煤气味", same="WT20261121-004")
    assert answers.read_answers(answers.lines([found]), area) == (found,)
    assert answers.kept('[{"id": "E1", "state": "ok", "note": "只有油漆味", "place": ""}]')[0].same == ""
