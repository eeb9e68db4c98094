"""What may hang on a notice board: matters and dates, nobody's name, unit or number."""

import pytest

from propdesk.rules.privacy import HIDDEN, without_people

NAMES = ("王敏", "尉迟静", "John Smith", "Li", "王")


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("王敏家漏水", "王敏"),
        ("王 敏家漏水", "敏"),
        ("尉迟静说", "尉迟"),
        ("JOHN SMITH rang", "SMITH"),
        ("Mr Brown rang", "Brown"),
        ("刘先生、欧阳女士反映", "欧阳"),
        ("请打13812348812", "8812"),
        ("请打138 1234 8812", "8812"),
        ("请打138-1234-8812", "8812"),
        ("请打１３８１２３４８８１２", "８８１２"),
        ("0532-8888 6666转123", "6666"),
        ("电话一三八一二三四八八一二", "一三八"),
        ("3-1201漏水", "1201"),
        ("3－1201漏水", "1201"),
        ("3号楼1201室", "1201"),
        ("三号楼二单元一二零一室", "一二零一"),
        ("2栋1单元302", "302"),
        ("12-1-502渗水", "502"),
        ("1201室门口", "1201"),
        ("鲁B12345堵门", "B12345"),
        ("写信给wang.min@example.com", "example"),
    ],
)
def test_people_are_hidden(text: str, hidden: str) -> None:
    found = without_people(text, NAMES)
    assert hidden not in found
    assert HIDDEN in found


@pytest.mark.parametrize(
    "text",
    [
        "2026年10月5日18:30停水，更换水泵2台，费用3500元。",
        "于2026-10-05 18:30恢复供电",
        "电梯停运48小时，物业经理已答复，工程部师傅已到场",
        "Lighting repaired on 2026-10-05; 12 lamps replaced",
        "小区东门路灯不亮",
        "",
    ],
)
def test_matters_dates_and_amounts_stay(text: str) -> None:
    assert without_people(text, NAMES) == text


def test_a_name_of_one_character_or_none_hides_nothing() -> None:
    assert without_people("王府大街积水", ("王", "", " ")) == "王府大街积水"
