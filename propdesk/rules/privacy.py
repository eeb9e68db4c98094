"""What is hidden of personal data until somebody asks for it."""

import re
import unicodedata
from collections.abc import Iterable

_MARK = "*"
_AREA = re.compile(r"(?:010|02[0-9]|0[3-9][0-9]{2})(?=[0-9]{7})")


def mask_phone(number: str) -> str:
    """`138****8812`, `0532-****1234`: enough to recognise a number, not enough to ring it. Separators stay."""
    digits = "".join(c for c in number if c.isdecimal())
    if not number.strip():
        return ""
    if len(digits) < 3:
        return _MARK * 4
    first, last = _shown(digits)
    hidden = range(first, len(digits) - last)
    return _without_digits(number, hidden)


def _shown(digits: str) -> tuple[int, int]:
    """How many digits stay readable at the beginning and at the end."""
    if area := _AREA.match(digits):
        return area.end(), 4
    if len(digits) >= 10:
        return 3, 4
    return 0, 4 if len(digits) >= 7 else 2 if len(digits) >= 4 else 1


def _without_digits(number: str, hidden: range) -> str:
    seen, masked = 0, []
    for character in number:
        if character.isdecimal():
            masked.append(_MARK if seen in hidden else character)
            seen += 1
        else:
            masked.append(character)
    return "".join(masked)


HIDDEN = "**"
"""Stands for a name or a unit in what is published."""

_DIGITS = re.compile(r"\d(?:[\s\-()（）.·,、，_/]{0,3}\d){5,}")
_DATE = re.compile(r"(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}(?:\s+\d{1,2})?")
_HAN_DIGITS = re.compile(r"[零〇一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖]{7,}")
_MAIL = re.compile(r"[\w.+-]+@[\w.-]+\w")
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLATE = re.compile(rf"[{_PROVINCES}]\s?[A-Z][\s·.]?[A-Z0-9]{{5,6}}", re.IGNORECASE)
_NUMBER = r"[0-9零〇一二三四五六七八九十百]"
_UNIT = re.compile(
    rf"{_NUMBER}{{1,4}}\s?(?:号楼|栋|幢|座|号院|#|期)\s?(?:{_NUMBER}{{1,3}}\s?(?:单元|门)\s?)?"
    rf"(?:{_NUMBER}{{1,4}}\s?(?:室|号|户)?)?"
    rf"|{_NUMBER}{{1,3}}\s?单元\s?{_NUMBER}{{0,4}}\s?(?:室|号|户)?"
    rf"|(?<![0-9])[0-9]{{1,3}}\s?[-－—–]\s?(?:[0-9]{{1,2}}\s?[-－—–]\s?)?[0-9]{{3,4}}(?![0-9])"
    rf"|{_NUMBER}{{3,4}}\s?(?:室|户|房)"
)
_TITLED = re.compile(
    r"[\u3400-\u9fff]{1,3}?(?=(?:先生|女士|小姐|太太|阿姨|大爷|大妈|大叔|奶奶|爷爷|师傅|老师|经理|主任|医生|同志|工程师))"
)
_LATIN_TITLED = re.compile(r"\b(Mr|Mrs|Ms|Miss|Dr)\b\.?\s+[A-Z][\w'-]*(?:\s+[A-Z][\w'-]*)?")


_STAFF = frozenset(
    {"物业", "工程", "工程部", "客服", "客服部", "保安", "保洁", "项目", "项目部", "值班", "服务中心", "中心", "部门"}
)
_NARROW = {
    code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code - 0xFEE0).isalnum() or code in (0xFF0D, 0xFF20)
}
"""Full-width letters, figures, hyphen and @ with their narrow ones; Chinese punctuation stays as it is."""


def without_people(text: str, names: Iterable[str]) -> str:
    """`text` as it may hang on a notice board: without the `names`, and what reads like a name, a unit or a number.

    Dates and amounts stay. What is hidden too much does no harm, what was shown once cannot be taken back.
    """
    plain = unicodedata.normalize("NFC", text).translate(_NARROW)
    said = _bare(plain)
    for name in sorted({unicodedata.normalize("NFC", name).strip() for name in names}, key=len, reverse=True):
        if len(name) > 1 and _bare(name.translate(_NARROW)) in said:
            plain = re.sub(_spaced(name.translate(_NARROW)), HIDDEN, plain, flags=re.IGNORECASE)
    plain = _MAIL.sub(HIDDEN, plain)
    plain = _DIGITS.sub(lambda found: found[0] if _DATE.fullmatch(found[0]) else HIDDEN, plain)
    plain = _TITLED.sub(lambda found: found[0] if found[0] in _STAFF else HIDDEN, plain)
    for pattern in (_PLATE, _HAN_DIGITS, _UNIT, _LATIN_TITLED):
        plain = pattern.sub(HIDDEN, plain)
    return re.sub(r"\*{2,}(?:\s*\*{2,})*", HIDDEN, plain)


def _bare(text: str) -> str:
    """A text without what may stand between the characters of a name; of thousands of names few are in it."""
    return "".join(character for character in text.casefold() if not character.isspace() and character != "·")


def _spaced(name: str) -> str:
    """A pattern for the name, also where its characters stand apart; a Latin name only as whole words."""
    letters = [character for character in name if not character.isspace() and character != "·"]
    if name.isascii():
        return rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])"
    return r"[\s·]{0,2}".join(re.escape(character) for character in letters)
