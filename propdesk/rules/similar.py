"""Whether two texts speak of the same matter: what five households say of one leak, each in their own words."""

import re
from collections.abc import Mapping

from propdesk.rules.text import bigrams

TOPICS: Mapping[str, tuple[str, ...]] = {
    "leak": ("漏水", "渗水", "滴水", "冒水", "跑水", "返水", "积水", "漏雨", "滴下来", "往下滴", "渗漏", "进水", "leak",
             "drip", "seep"),
    "noise": ("噪音", "噪声", "吵", "太响", "异响", "响声", "扰民", "震动", "noise", "noisy", "loud", "barking"),
    "smell": ("异味", "臭", "味道", "油烟", "smell", "stink", "fumes"),
    "rubbish": ("垃圾", "脏", "卫生差", "没人打扫", "rubbish", "garbage", "litter", "trash"),
    "no_water": ("停水", "没水", "没有水", "水压", "断水", "water supply", "no water", "water pressure"),
    "no_power": ("停电", "没电", "没有电", "断电", "跳闸", "power cut", "no power", "blackout", "outage"),
    "heating": ("暖气", "供暖", "地暖", "不热", "heating", "radiator"),
    "light": ("灯不亮", "灯坏", "路灯", "楼道灯", "照明", "没有灯", "太黑", "lamp", "lights", "dark"),
    "dog": ("狗", "遛犬", "犬", "dog"),
    "fee": ("物业费", "收费", "乱收", "账单", "fee", "bill", "charge"),
    "theft": ("被偷", "失窃", "小偷", "盗", "stolen", "theft", "burgl"),
}  # fmt: skip
"""What goes wrong, with the words for it."""

OBJECTS: Mapping[str, tuple[str, ...]] = {
    "lift": ("电梯", "elevator", "lift"),
    "parking": ("停车", "车位", "占位", "乱停", "泊车", "parking", "parked"),
    "gate": ("道闸", "门禁", "单元门", "大门", "barrier", "gate", "intercom"),
    "network": ("网络", "宽带", "断网", "internet", "broadband"),
}
"""What it goes wrong with; a noise in the lift is another matter than a noise upstairs."""

EMPTY = (
    "一直", "总是", "老是", "经常", "又", "还", "了", "的", "在", "我", "我们", "家里", "家", "你们", "他们",
    "这个", "那个", "怎么", "什么", "没有人", "没人", "有人", "有", "是", "很", "太", "请", "麻烦", "尽快",
    "赶紧", "今天", "昨天", "今晚", "昨晚", "晚上", "早上", "下午", "现在", "楼上", "楼下", "隔壁", "业主",
    "住户", "物业", "投诉", "反映", "问题", "处理", "解决", "严重", "到处", "都",
)  # fmt: skip
"""Words that say nothing about the matter."""

EMPTY_ENGLISH = frozenset(
    [
        "a",
        "an",
        "and",
        "again",
        "all",
        "at",
        "always",
        "are",
        "be",
        "been",
        "by",
        "every",
        "for",
        "from",
        "has",
        "have",
        "in",
        "is",
        "it",
        "its",
        "me",
        "my",
        "no",
        "not",
        "of",
        "off",
        "on",
        "or",
        "our",
        "out",
        "please",
        "since",
        "so",
        "still",
        "that",
        "the",
        "their",
        "there",
        "this",
        "to",
        "too",
        "under",
        "up",
        "upstairs",
        "very",
        "was",
        "we",
        "when",
        "with",
        "you",
        "your",
    ]
)

SHARED = 2
"""Search tokens two texts share at least where neither names a known trouble."""


def same_matter(one: str, other: str) -> bool:
    """Whether both speak of the same matter.

    They name the same things, and, where both name a known trouble, one in common. Where neither things nor troubles
    tell, they share a third of the words of the shorter one.
    """
    things = _found(OBJECTS, one)
    if things != _found(OBJECTS, other):
        return False
    troubles, others = _found(TOPICS, one), _found(TOPICS, other)
    if troubles and others:
        return bool(troubles & others)
    if things:
        return True
    words, further = _words(one), _words(other)
    shared = len(words & further)
    return shared >= SHARED and 3 * shared >= min(len(words), len(further))


def _found(table: Mapping[str, tuple[str, ...]], text: str) -> set[str]:
    spoken = text.casefold()
    return {name for name, words in table.items() if any(_says(spoken, word) for word in words)}


def _says(text: str, word: str) -> bool:
    return word in text if not word.isascii() else re.search(rf"\b{word}", text) is not None


def _words(text: str) -> set[str]:
    """The search tokens that carry meaning."""
    for empty in EMPTY:
        text = text.replace(empty, " ")
    return {token for token in bigrams(text) if token not in EMPTY_ENGLISH}
