"""What a receptionist types leads to the keys that were stored."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from propdesk.rules.searchkeys import (
    KEY_LENGTH,
    building_code,
    name_keys,
    phone_keys,
    plate_keys,
    room_from,
    room_keys,
    typed_key,
)


def keys(pairs: tuple[tuple[str, int], ...]) -> list[str]:
    return [key for key, _ in pairs]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("3-1201", "3-1201"),
        ("3－1503", "3-1503"),
        ("３栋１２０１", "3-1201"),
        ("3号楼1201", "3-1201"),
        ("3栋1201室", "3-1201"),
        ("三号楼1201", "3-1201"),
        ("第十二幢0502", "12-0502"),
        ("二十一栋101", "21-101"),
        ("3 1201", "3-1201"),
        (" 3#1201 ", "3-1201"),
        ("03-1201", "3-1201"),
        ("A座801a", "A-801A"),
        ("3号楼2单元1201", "3-2-1201"),
        ("3-2-1201", "3-2-1201"),
        ("1期3栋1201", "1期3-1201"),
        ("Building 3 Room 1201", "3-1201"),
        ("3-12", "3-12"),
    ],
)
def test_building_and_room_are_told_apart(typed: str, code: str) -> None:
    assert room_from(typed) == code
    assert room_from(code) == code


@pytest.mark.parametrize(
    "typed", ["", "31201", "王敏", "王敏 1201", "0532-88881234", "2026-11-21", "3-", "B12345", "\ud800", "3-1201-1201"]
)
def test_what_is_no_room_is_left_alone(typed: str) -> None:
    assert room_from(typed) is None


@given(
    st.integers(1, 99),
    st.integers(1, 60),
    st.integers(1, 30),
    st.sampled_from(["栋", "号楼", "幢", "座", "#", "-", " "]),
)
def test_every_room_is_found_however_it_is_written(building: int, floor: int, flat: int, joint: str) -> None:
    room = f"{floor}{flat:02d}"
    assert room_from(f"{building}{joint}{room}") == f"{building}-{room}"


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_text_may_be_typed(typed: str) -> None:
    code = room_from(typed)
    assert code is None or room_from(code) == code
    assert len(typed_key(typed)) <= KEY_LENGTH
    assert typed_key(typed).encode().decode() == typed_key(typed)
    building_code(typed)
    keys(name_keys(typed))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("3号楼", "3"),
        ("三栋", "3"),
        ("3#", "3"),
        ("03", "3"),
        ("Building 3", "3"),
        ("A座", "A"),
        ("会所", "会所"),
        ("", None),
    ],
)
def test_a_building_is_known_by_its_code(typed: str, code: str | None) -> None:
    assert building_code(typed) == code


def test_a_typed_text_loses_width_case_spaces_and_dots() -> None:
    assert typed_key(" 鲁Ｂ·１２３ 45 ") == "鲁b12345"
    assert typed_key("Xi'An　阿卜杜拉・买买提") == "xian阿卜杜拉买买提"
    assert typed_key("a\ud800\x00\u202eb") == "ab"


def test_a_room_has_its_ways_to_be_typed_the_whole_code_first() -> None:
    assert room_keys("3", "1201") == (("3-1201", 0), ("31201", 1), ("1201", 2))
    assert {"1-0502", "10502", "0502", "1-502", "502"} <= set(keys(room_keys("1", "0502")))
    assert {"3-2-1201", "321201", "1201", "3-1201"} <= set(keys(room_keys("3", "2-1201")))
    assert keys(room_keys("商铺", "12"))[0] == "商铺-12"


def test_a_name_is_found_by_characters_pinyin_and_initials_in_that_order() -> None:
    assert name_keys("王敏") == (("王敏", 0), ("wangmin", 1), ("wangm", 2), ("wm", 3))
    assert {"wangxiaomin", "wangxm", "wxm"} <= set(keys(name_keys("王小敏")))


@pytest.mark.parametrize(
    ("name", "readings"),
    [
        ("单敏", ["shanmin"]),
        ("仇敏", ["qiumin"]),
        ("解敏", ["xiemin"]),
        ("曾敏", ["zengmin"]),
        ("区敏", ["oumin"]),
        ("朴敏", ["piaomin"]),
        ("查敏", ["zhamin"]),
        ("任敏", ["renmin"]),
        ("华敏", ["huamin"]),
        ("那敏", ["namin"]),
        ("缪敏", ["miaomin"]),
        ("种敏", ["chongmin"]),
        ("折敏", ["shemin"]),
        ("员敏", ["yunmin"]),
        ("洗敏", ["xianmin"]),
        ("冼敏", ["xianmin"]),
        ("繁敏", ["pomin"]),
        ("黑敏", ["hemin"]),
        ("盖敏", ["gemin", "gaimin"]),
        ("翟敏", ["zhaimin", "dimin"]),
        ("乐敏", ["yuemin", "lemin"]),
        ("吕敏", ["lvmin", "lumin"]),
        ("尉迟敏", ["yuchimin"]),
        ("长孙敏", ["zhangsunmin"]),
        ("令狐敏", ["linghumin"]),
        ("万俟敏", ["moqimin"]),
    ],
)
def test_surnames_are_read_right(name: str, readings: list[str]) -> None:
    best = [key for key, rank in name_keys(name) if rank == 1]
    assert sorted(best) == sorted({*best, *readings})


def test_the_reading_of_a_dictionary_comes_after_the_right_one() -> None:
    ranks = dict(name_keys("单雄信"))
    assert ranks["shanxiongxin"] < ranks["danxiongxin"]


def test_the_initials_of_a_double_surname_are_two() -> None:
    assert {"ycm", "yuchim"} <= set(keys(name_keys("尉迟敏")))


def test_rare_and_foreign_names_have_keys() -> None:
    assert "liuyan" in keys(name_keys("刘䶮"))
    assert "chenjie" in keys(name_keys("陈㛃"))
    assert "smith" in keys(name_keys("John Smith"))
    assert "阿卜杜拉买买提" in keys(name_keys("阿卜杜拉·买买提"))
    assert name_keys("") == ()


def test_a_phone_is_found_whole_and_by_its_last_four_digits() -> None:
    assert keys(phone_keys("13812348812")) == ["13812348812", "8812"]
    assert keys(phone_keys("0532-88881234-801")) == ["053288881234", "88881234", "1234"]
    assert keys(phone_keys("119")) == ["119"]


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_the_tail_of_every_mobile_is_a_key(number: str) -> None:
    assert set(keys(phone_keys(number))) == {number, number[-4:]}


def test_a_plate_is_found_with_and_without_its_dot_and_province() -> None:
    assert keys(plate_keys("鲁B·12345")) == ["b12345", "鲁b12345", "12345"]
    assert plate_keys("鲁B12345") == plate_keys("鲁B·12345")
    assert typed_key("鲁B·12345") in keys(plate_keys("鲁B12345"))


def test_pinyin_is_loaded_only_for_a_name() -> None:
    script = (
        "import sys; from propdesk.rules import searchkeys, roster; searchkeys.room_from('3-1201');"
        "sys.exit('pypinyin' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
