"""Whether two residents speak of the same matter."""

from itertools import combinations

import pytest

from propdesk.rules.similar import same_matter

LEAK = (
    "楼上漏水滴到我家", "卫生间天花板漏水", "厨房顶上一直滴水漏水", "客厅吊顶渗水",
    "water is dripping from the ceiling", "There is a leak under my sink",
)  # fmt: skip
LIFT = ("电梯停在三楼不动", "电梯又坏了", "电梯异响", "the lift is stuck again")
PARKING = ("车位被外来车占了", "消防通道乱停车", "somebody parked in my parking space")
NOISE = ("楼上半夜噪音太大", "楼上太吵，睡不着", "夜里施工噪音扰民", "loud noise from upstairs at night")
WALL = ("外墙瓷砖脱落", "外墙掉瓷砖，很危险")


@pytest.mark.parametrize(
    ("one", "other"), [pair for group in (LEAK, LIFT[1:3], PARKING, NOISE, WALL) for pair in combinations(group, 2)]
)
def test_the_same_matter_in_other_words(one: str, other: str) -> None:
    assert same_matter(one, other)
    assert same_matter(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (one, other)
        for group, further in combinations((LEAK, LIFT, PARKING, NOISE, WALL), 2)
        for one in group
        for other in further
    ],
)
def test_another_matter(one: str, other: str) -> None:
    assert not same_matter(one, other)
    assert not same_matter(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("电梯里很吵", "楼上很吵"), ("楼上的住户很过分", "楼上的住户很好"), ("投诉物业", "投诉物业"), ("", ""),
        ("今天晚上没有人处理", "今天晚上没有人来"),
    ],
)  # fmt: skip
def test_what_says_nothing_of_the_matter_makes_nothing_the_same(one: str, other: str) -> None:
    assert not same_matter(one, other)
