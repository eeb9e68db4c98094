"""What a cell of a spreadsheet means: text, dates, rooms, phones and plates, however a spreadsheet has mangled them."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from propdesk.errors import Refused
from propdesk.i18n import N_
from propdesk.rules import text as gate
from propdesk.rules.searchkeys import building_code, room_from

STRANGE = N_("Character {position} is {code}; no cell may hold it.")
LONG = N_("“{value}” is longer than {limit} characters.")
SPREADSHEET_ERROR = N_("{value} is an error of the spreadsheet, not a value.")
NOT_A_PHONE = N_("“{value}” is not a phone number.")
ROUNDED = N_("The spreadsheet has rounded “{value}”. Format the column as text and enter the number again.")
NOT_A_PLATE = N_("“{value}” is not a number plate.")
NOT_A_DAY = N_("Cannot read “{value}” as a date. Write 2020-05-01 or 2020年5月1日.")
NOT_AN_AREA = N_("“{value}” is not an area in square metres.")
NOT_A_FLOOR = N_("“{value}” is not a floor.")
NOT_A_ROOM = N_("“{value}” is not a room. Write 1201, or 3-1201 with the building.")
NOT_A_BUILDING = N_("“{value}” is not a building. Write 3, 3栋 or 3号楼.")
ROOM_BECAME_A_DAY = N_(
    "The spreadsheet has turned the room into the date {value}. Format the column as text and enter it again."
)
OTHER_BUILDING = N_(
    "The room “{value}” is not in building {building}. If it starts with the entrance, write 2单元1201."
)
ONE_NAME = N_("“{value}” holds several names. Give each person a row.")

_PASTED = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_ERRORS = {"#n/a", "#ref!", "#value!", "#div/0!", "#name?", "#null!", "#num!", "#spill!", "#calc!"}
_NOTHING = {"", "/", "\\", "-", "--", "—", "——", "无", "暂无", "n/a", "none", "null"}
_QUOTED = re.compile(r'="(.*)"', re.DOTALL)
_SEVERAL = re.compile(r"[/、,;|\n]")
_EXPONENT = re.compile(r"(\d)(?:\.(\d*))?e\+?(\d{1,2})", re.IGNORECASE | re.ASCII)
_MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9]\d{9})", re.ASCII)
_LANDLINE = re.compile(r"(010|02\d|0[3-9]\d\d)(\d{7,8})", re.ASCII)
_EXTENSION = re.compile(r"^(.*\d)(?:转|ext\.?|x|(?<=\d{7})-)(\d{1,6})$", re.IGNORECASE | re.ASCII)
_OTHER_PHONE = re.compile(r"[2-9]\d{6,7}|[48]00\d{7}|\d{3,6}|\+\d{8,15}", re.ASCII)
_PLATE = re.compile(r"([\u4e00-\u9fff])([A-Z])([A-Z0-9]{4,6}[\u4e00-\u9fff]?)")
_OTHER_PLATE = re.compile(r"[A-Z0-9\u4e00-\u9fff]{4,12}")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?(?:[ T]0{1,2}:00(?::00)?)?", re.ASCII)
_COMPACT_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)
_SERIALS = range(18264, 73051)
"""Days of a spreadsheet from 1950 to 2099."""
_OTHER_ROOM = re.compile(r"[^\W_]{1,8}")

T = TypeVar("T")


def text(cell: object, limit: int) -> str:
    """A cell as one line of text, at most `limit` characters; numbers as they were typed."""
    return _short(" ".join(_written(cell).split()), limit)


def word(cell: object, limit: int = 40) -> str:
    """A cell as one line in compatible characters; empty for `无`, `/` and other ways to write nothing."""
    plain = _short(" ".join(unicodedata.normalize("NFKC", _written(cell)).split()), limit)
    return "" if plain.casefold() in _NOTHING else plain


def name(cell: object) -> str:
    """The name of one person, with one kind of middle dot."""
    plain = re.sub(r"\s*[•・‧∙⋅]\s*", "·", word(cell))
    if _SEVERAL.search(plain):
        raise _misread(ONE_NAME, plain)
    return plain


def day(cell: object) -> date | None:
    """A date: a date cell, `2020年5月1日`, `2020-5-1`, `20200501` or the serial number of an unformatted cell."""
    if isinstance(cell, date):
        return _sensible(cell.date() if isinstance(cell, datetime) else cell)
    plain = word(cell)
    if not plain:
        return None
    if plain.isascii() and plain.isdecimal() and len(plain) == 5 and int(plain) in _SERIALS:
        return date(1899, 12, 30) + timedelta(days=int(plain))
    found = _DAY.fullmatch(plain) or _COMPACT_DAY.fullmatch(plain)
    try:
        return _sensible(date(*(int(part) for part in found.groups()))) if found else _no_day(plain)
    except ValueError:
        return _no_day(plain)


def area(cell: object) -> int | None:
    """An area in hundredths of a square metre."""
    plain = re.sub(r"(?:m2|m²|平方米|平米|平方|平)$", "", word(cell).casefold()).strip()
    if not plain:
        return None
    try:
        hundredths = int((Decimal(plain) * 100).to_integral_value())
    except (InvalidOperation, ValueError, OverflowError):
        hundredths = 0
    if not 0 < hundredths < 10_000_000:
        raise _misread(NOT_AN_AREA, plain)
    return hundredths


def floor(cell: object) -> int | None:
    """A floor; below ground negative."""
    plain = re.sub(r"(?:层|楼|f)$", "", word(cell).casefold().removeprefix("第")).strip()
    if not plain:
        return None
    if not re.fullmatch(r"-?[0-9]{1,3}", plain):
        raise _misread(NOT_A_FLOOR, plain)
    return int(plain)


def building(cell: object) -> tuple[str, str]:
    """Code and name of a building: `("3", "3号楼")`; two empty texts for an empty cell."""
    written = word(cell)
    if not written:
        return "", ""
    code = building_code(written)
    if code is None or len(code) > 8:
        raise _misread(NOT_A_BUILDING, written)
    return code, written


def room(cell: object, block: str, entrance: str) -> tuple[str, str]:
    """Building and room of a cell; the building comes from its own column or stands before the room."""
    written = _room_of_a_day(cell, block) if isinstance(cell, date) else word(cell)
    if not written:
        return block, ""
    if code := room_from(written):
        own, _, rest = code.partition("-")
        if block in ("", own):
            return own, _entered(rest, entrance)
        raise _misread(OTHER_BUILDING, written, building=block)
    if not block:
        return "", written
    return block, _checked_room(block, "-".join(part for part in (entrance, written) if part), written)


def phones(cell: object) -> tuple[str, ...]:
    """The phone numbers of a cell, several of them separated by `/`, `、`, `，` or a line break; each once."""
    written = _number_or_text(cell)
    if isinstance(cell, float) and not cell.is_integer():
        raise _misread(NOT_A_PHONE, written)
    if isinstance(cell, (int, float)) and phone_number(written) is None and (landline := phone_number(f"0{written}")):
        return (landline,)
    numbers = [number for part in _parts(written) for number in _phones_in(part)]
    return tuple(dict.fromkeys(numbers))


def plates(cell: object) -> tuple[str, ...]:
    """The number plates of a cell, each once."""
    found = []
    for part in _parts(_written(cell)):
        number = plate_number(part)
        if number is None:
            raise _misread(NOT_A_PLATE, part)
        found.append(number)
    return tuple(dict.fromkeys(found))


def phone_number(typed: str) -> str | None:
    """A phone number in the form it is stored: `13812348812`, `0532-88881234`, or with `-801`; else None."""
    main, extension = unicodedata.normalize("NFKC", typed).strip(), ""
    if found := _EXTENSION.match(re.sub(r"\s", "", main)):
        main, extension = found[1], f"-{found[2]}"
    squeezed = re.sub(r"[\s()\-–—.]", "", main)
    if mobile := _MOBILE.fullmatch(squeezed):
        return mobile[1] if not extension else None
    if landline := _LANDLINE.fullmatch(re.sub(r"^(?:\+|00)86(?=[1-9])", "0", squeezed)):
        return f"{landline[1]}-{landline[2]}{extension}"
    return f"{squeezed}{extension}" if _OTHER_PHONE.fullmatch(squeezed) else None


def plate_number(typed: str) -> str | None:
    """A plate in the form it is stored: `鲁B·12345`; other vehicles' numbers without spaces; None for anything else."""
    squeezed = re.sub(r"[\s·•・‧∙⋅.\-]", "", unicodedata.normalize("NFKC", typed)).upper()
    if plate := _PLATE.fullmatch(squeezed):
        return f"{plate[1]}{plate[2]}·{plate[3]}"
    has_digit = any(c.isdecimal() for c in squeezed)
    return squeezed if has_digit and _OTHER_PLATE.fullmatch(squeezed) else None


def choice(cell: object, words: dict[str, T], unknown: str) -> T | None:
    """The member of a closed list that a cell names, None for an empty cell; `unknown` refuses other words."""
    plain = word(cell)
    key = re.sub(r"[\s()]", "", plain).casefold()
    if key and key not in words:
        raise _misread(unknown, plain, known="、".join(_one_word_each(words)))
    return words.get(key)


def each(cells: list[object], read: Callable[[object], tuple[str, ...]]) -> tuple[str, ...]:
    """What several cells of one kind hold together, each once."""
    return tuple(dict.fromkeys(value for cell in cells for value in read(cell)))


def _written(cell: object) -> str:
    """A cell as text, cleared of what pasting leaves behind. Refuses what no cell may hold."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        cell = int(cell)
    if isinstance(cell, int) and abs(cell) >= 10**15:
        raise _misread(LONG, "…", limit=15)
    written = _PASTED.sub("", cell if isinstance(cell, str) else str(cell))
    if found := gate.strange_character(gate.tidy(written)):
        raise Refused("cell", STRANGE, position=found[0], code=found[1])
    plain = gate.tidy(written)
    plain = quoted[1] if (quoted := _QUOTED.fullmatch(plain)) else plain.removeprefix("'")
    if plain.casefold() in _ERRORS:
        raise _misread(SPREADSHEET_ERROR, plain)
    return plain


def _short(plain: str, limit: int) -> str:
    if len(plain) > limit:
        raise _misread(LONG, plain, limit=limit)
    return plain


def _misread(message: str, value: str, *, building: str = "", limit: int = 0, known: str = "") -> Refused:
    shown = gate.one_line(value, 24)
    return Refused("cell", message, value=shown, building=building, limit=limit, known=known)


def _one_word_each(words: dict[str, T]) -> list[str]:
    """The first word for each member, with the last beside it, which is the English one."""
    first = {member: known for known, member in reversed(words.items())}
    return [f"{first[member]}/{last}" for member, last in {member: known for known, member in words.items()}.items()]


def _no_day(plain: str) -> date:
    raise _misread(NOT_A_DAY, plain)


def _sensible(value: date) -> date:
    return value if 1950 <= value.year <= 2099 else _no_day(value.isoformat())


def _parts(written: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", written)
    return [part for piece in _SEVERAL.split(plain) if (part := piece.strip()).casefold() not in _NOTHING]


def _phones_in(part: str) -> list[str]:
    """One number, or several with only spaces between them."""
    if whole := phone_number(part):
        return [whole]
    numbers = [phone_number(piece) for piece in part.split()]
    if numbers and all(numbers):
        return [number for number in numbers if number]
    raise _misread(NOT_A_PHONE, part)


def _number_or_text(cell: object) -> str:
    """A phone cell as text; `1.3812348812E+10` in full, and refused when digits are missing."""
    written = _written(cell)
    found = _EXPONENT.fullmatch(written)
    if found is None:
        return written
    digits, power = found[1] + (found[2] or ""), int(found[3])
    if len(digits) != power + 1:
        raise _misread(ROUNDED, written)
    return digits


def _room_of_a_day(cell: date, block: str) -> str:
    """`12-2001` comes back as December 2001: the room again, where the building's own column bears it out."""
    room_on_floor = cell.year % 100
    if block == str(cell.month) and cell.day == 1 and 1 <= room_on_floor <= 20:
        return str(cell.year)
    raise _misread(ROOM_BECAME_A_DAY, cell.isoformat()[:10])


def _entered(rest: str, entrance: str) -> str:
    return f"{entrance}-{rest}" if entrance and not rest.startswith(f"{entrance}-") and "-" not in rest else rest


def _checked_room(block: str, plain: str, written: str) -> str:
    """The room without the words around it, as it stands in a unit's code."""
    if code := room_from(f"{block}-{plain}"):
        return code.removeprefix(f"{block}-")
    if not _OTHER_ROOM.fullmatch(plain):
        raise _misread(NOT_A_ROOM, written)
    return plain.upper()


def storey(room: str) -> int:
    """The floor a room's own number tells: 12 for `1201`, 5 for `2-0502`, 0 where it tells none."""
    digits = re.fullmatch(r"([0-9]{1,3})[0-9]{2}[A-Z]?", room.rpartition("-")[2])
    return int(digits[1]) if digits else 0
