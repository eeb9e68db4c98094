"""The ways to type somebody's name, a room, a phone number or a plate. The smaller the rank, the nearer the key."""

import re
import unicodedata
from collections.abc import Iterable

from propdesk.rules.surnames import COMPOUND, SINGLE, Reading

Keys = tuple[tuple[str, int], ...]
"""What may be typed, each with its rank."""

KEY_LENGTH = 60
"""The longest key; what is typed beyond it cannot matter."""

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣⁃", "-"))
_DROPPED = re.compile(r"[\s·•・‧∙⋅・'’‘`]+")
_UNSEEN = {"Cc", "Cf", "Cs"}
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇]")
_COUNT = "一二三四五六七八九十"
_AREA = rf"(?P<area>(?!第)[^\W\d_a-z{_COUNT}]{{1,6}}|[0-9]{{1,2}}期)?"
_BLOCK = rf"{_AREA}第?(?P<block>[a-z]?[0-9]{{1,3}}[a-z]?|[a-z]|[{_COUNT}]{{1,3}})"
_WORD = r" ?(?:号楼|栋|幢|座|号|#楼|#|楼|building\b|block\b)"
_LEAD = r"(?:building|block|bldg\.?) ?"
_ENTRANCE = rf"(?:(?P<entrance>[0-9]{{1,2}}|[{_COUNT}]{{1,2}}|[a-d甲乙丙丁])"
_ROOM = r"(?:room|flat|unit)? ?(?P<room>[a-z]?[0-9]{1,5}[a-z]?) ?(?:室|号|房)?"
_WORDED = re.compile(rf"{_BLOCK}{_WORD} ?-? ?{_ENTRANCE} ?(?:单元|门) ?-? ?)?{_ROOM}")
_DASHED = re.compile(rf"(?:{_LEAD})?{_BLOCK} ?[- ] ?{_ENTRANCE} ?(?:(?:单元|门) ?-? ?|[- ] ?))?{_ROOM}")
_BUILDING = re.compile(rf"(?:{_LEAD})?{_BLOCK}(?:{_WORD})?")
_OTHER_BUILDING = re.compile(r"[^\W_]{1,10}")
_LANDLINE = re.compile(r"(010|02[0-9]|0[3-9][0-9]{2})([0-9]{7,8})")


def typed_key(text: str) -> str:
    """What is typed, in the form of the keys: compatible characters, small letters, no spaces or middle dots."""
    plain = _plain(text).replace("ü", "v")
    return _DROPPED.sub("", plain)[:KEY_LENGTH]


def room_from(typed: str) -> str | None:
    """The unit code somebody means by `3-1201`, `3栋1201`, `三号楼1201室`, `3 1201` or `3号楼2单元1201`: `3-1201`.

    None where the text does not name building and room apart; `31201` is a key of its own.
    """
    text = " ".join(_plain(typed).split())
    found = _WORDED.fullmatch(text) or _DASHED.fullmatch(text)
    if found is None:
        return None
    parts = [_block(found), _counted(found["entrance"] or ""), found["room"]]
    return "-".join(part.upper() for part in parts if part)


def building_code(typed: str) -> str | None:
    """The code of a building: `3` for `3号楼`, `三栋`, `3#`, `03` and `Building 3`; its own name for any other word."""
    text = " ".join(_plain(typed).split())
    if found := _BUILDING.fullmatch(text):
        return _block(found).upper()
    squeezed = text.replace(" ", "").removesuffix("楼")
    return squeezed.upper() if _OTHER_BUILDING.fullmatch(squeezed) else None


def room_keys(building: str, room: str) -> Keys:
    """The keys of one unit: `3-1201`, `31201`, `1201`; for `1-0502` also `1-502`; for `3-2-1201` also `3-1201`."""
    code = room_from(f"{building}-{room}") or f"{building}-{room}"
    block, *entrance, last = code.split("-") if "-" in code else ("", code)
    short = last.lstrip("0") or last
    ranked = [
        (code, 0),
        (code.replace("-", ""), 1),
        (last, 2),
        (f"{block}-{last}", 3),
        ("-".join((block, *entrance, short)), 3),
        (f"{block}{short}", 4),
        (short, 4),
    ]
    return _keys(ranked)


def name_keys(name: str) -> Keys:
    """The keys of a name: 王敏 itself, `wangmin`, `wangm`, `wm`.

    Every right reading of its surname counts; the reading of a dictionary, which many type, comes after them.
    """
    ranked = [(name, 0)]
    for worse, syllables, surname in _readings(name):
        initials = "".join(syllable[0] for syllable in syllables)
        ranked.append(("".join(syllables), 1 + worse))
        ranked.append(("".join(syllables[:surname]) + initials[surname:], 2 + worse))
        ranked.append((initials, 3 + worse))
    if not _HAN.search(name):
        ranked.extend((word, 2) for word in name.split()[1:])
    return _keys(ranked)


def phone_keys(number: str) -> Keys:
    """The keys of a phone number: all its digits, a landline without its area, the last four."""
    main = number if number.count("-") < 2 else number.rsplit("-", 1)[0]
    digits = re.sub(r"[^0-9]", "", main)
    ranked = [(digits, 1)]
    if landline := _LANDLINE.fullmatch(digits):
        ranked.append((landline[2], 1))
    if len(digits) >= 7:
        ranked.append((digits[-4:], 2))
    return _keys(ranked)


def plate_keys(number: str) -> Keys:
    """The keys of a plate: `鲁b12345`, `b12345` without the province, `12345`."""
    whole = typed_key(number).replace("-", "")
    latin = whole[1:] if _HAN.match(whole) else whole
    return _keys([(whole, 1), (latin, 1), (latin[1:], 3)])


def _plain(text: str) -> str:
    some = "".join(c for c in text[: KEY_LENGTH * 4] if c.isspace() or unicodedata.category(c) not in _UNSEEN)
    return unicodedata.normalize("NFKC", some).casefold().translate(_DASHES).strip()


def _keys(ranked: Iterable[tuple[str, int]]) -> Keys:
    best: dict[str, int] = {}
    for text, rank in ranked:
        key = typed_key(text)
        if key:
            best[key] = min(rank, best.get(key, rank))
    return tuple(sorted(best.items(), key=lambda pair: (pair[1], pair[0])))


def _block(found: re.Match[str]) -> str:
    block = _counted(found["block"])
    return (found["area"] or "") + (block.lstrip("0") or "0" if block.isdecimal() else block)


def _counted(text: str) -> str:
    """`三` as `3`, `二十一` as `21`; other text as it is."""
    if not text or any(c not in _COUNT for c in text):
        return text
    tens, ten, ones = text.rpartition("十")
    value = _COUNT.find(ones) + 1 if ones else 0
    return str(value + 10 * (_COUNT.find(tens) + 1 if tens else 1)) if ten else str(value)


def _readings(name: str) -> Iterable[tuple[int, Reading, int]]:
    """Ways to read a name, as (how much worse than the right one, syllables, how many of them are the surname)."""
    han = "".join(_HAN.findall(name))
    if not han or len(han) * 2 < len(name):
        return
    usual = _syllables(han)
    for surname in _surnames(han):
        for reading in surname:
            yield 0, reading + usual[len(reading) :], len(reading)
    yield (3 if han[0] in SINGLE or han[:2] in COMPOUND else 0), usual, 1


def _surnames(han: str) -> Iterable[tuple[Reading, ...]]:
    if han[:2] in COMPOUND:
        yield COMPOUND[han[:2]]
    if han[:1] in SINGLE and (len(han) == 2 or han[:2] not in COMPOUND):
        yield SINGLE[han[:1]]


def _syllables(han: str) -> Reading:
    from pypinyin import lazy_pinyin

    read = lazy_pinyin(han)
    return tuple(read if len(read) == len(han) else (lazy_pinyin(character)[0] for character in han))
