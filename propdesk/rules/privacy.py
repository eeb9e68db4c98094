"""What is hidden of personal data until somebody asks for it."""

import re

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
