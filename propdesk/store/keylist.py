"""Taking over a list of keys: reading its file, what the database says against it, and the empty file to fill in."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, select

from propdesk.i18n import N_, Words, translate
from propdesk.models import tables
from propdesk.models.estate import UnitState
from propdesk.rules.calendar import WorkCalendar
from propdesk.rules.hooks import Hook, read_hook
from propdesk.rules.keylist import KEY_LIST, KeyRow, read_rows
from propdesk.rules.keylist_words import COLUMNS
from propdesk.rules.roster import BadRow
from propdesk.rules.searchkeys import room_from
from propdesk.store.listing import NO_UNIT, rows_of, values_of, write_empty
from propdesk.store.sheets import Progress

HOOK_TAKEN = N_("On hook {hook} hangs {tag} already. Choose another hook.")
TAG_TAKEN = N_("The number {tag} is on the label of another key set, on hook {hook}. Choose another.")
LIVED_IN = N_(
    "{unit} is moved into ({state}): only its owner can entrust its keys. Write the class “entrusted”, or take the row "
    "out."
)
UNCLEAR = N_("Keys of this set are lent, and “{hook}” could mean another set too. Write the number on its label.")
TAKE_OVER = "key.takeover"

NUMBERS = "YS"
"""What the item numbers of key sets begin with."""

INHABITED = (UnitState.OCCUPIED, UnitState.LET, UnitState.RENOVATING)
"""The states of a unit in which only its owner entrusts its keys."""

EXAMPLE: dict[str, str] = {
    "kind": N_("# developer, entrusted, vacant, plant or master; a row that begins with # is not read"),
    "where": "3-1201",
    "door": N_("front door"),
    "pieces": "3",
    "hook": "A-17",
    "tag": N_("empty: the next number is given"),
    "owner": "王敏",
    "phone": "13812348812",
    "reason": N_("only for entrusted keys: away for months"),
    "condition": N_("in person, with identity card"),
    "collector": "刘强",
    "card": "YZ-0007",
    "departments": N_("engineering, service; empty: everybody"),
    "instruction": N_("knock first"),
    "since": "2026-11-02",
    "borrower": N_("only where keys are lent: 周师傅"),
    "borrower_kind": N_("department"),
    "department": N_("engineering"),
    "company": "",
    "borrower_phone": "13900001111",
    "out": N_("empty: all of them"),
    "lent": "2026-11-20 09:30",
    "due": "2026-11-23 18:00",
    "purpose": N_("repair"),
    "why": N_("Kitchen drain leaks"),
    "authorised_by": "李主管",
}
"""The one line of the empty file; it shows how a row is written and is not read."""

HEADINGS: dict[str, str] = {
    "en": (
        "Class|Unit or place|What they open|Number of keys|Hook|Number on the label|Handed in by|Phone|"
        "Reason for entrusting|Condition of collection|May also be collected by|Number of the owner's card|"
        "Who may draw|Standing instruction|Taken in on|Borrower|Borrower is|Borrower's department|Borrower's company|"
        "Borrower's phone|Keys lent|Lent on|Back by|Purpose of the loan|Reason for the loan|Authorised by"
    ),
    "zh_CN": (
        "类别|房号或位置|门/用途|数量|挂位|钥匙编号|业主/移交人|联系电话|托存原因|领取要求|指定领取人|业主证号|可借部门|"
        "特别说明|接收日期|借用人|借用人类型|借用部门|借用单位|借用人电话|借出数量|借出时间|约定归还|借用用途|借用原因|批准人"
    ),
}
"""The headings in the order of `EXAMPLE`."""

CHOICES: dict[str, dict[str, str]] = {
    "en": {
        "kind": "developer|entrusted|vacant|plant|master",
        "borrower_kind": "department|contractor|resident",
        "purpose": "repair|vacant|emergency",
    },
    "zh_CN": {
        "kind": "开发商未入住|业主托管|空置房|设备房|万能钥匙",
        "borrower_kind": "部门|外单位|住户",
        "purpose": "维修|空置房|紧急",
    },
}
"""The words the empty file offers."""

_TABLES = tables.metadata().tables
_KEY, _UNIT = _TABLES["key"], _TABLES["unit"]


def load(path: Path, *, calendar: WorkCalendar, now: datetime, progress: Progress | None = None) -> tuple[KeyRow, ...]:
    """The key sets in a .csv or .xlsx file: of a workbook, the first sheet that has a heading.

    Raises:
        KeyListRefused: with every row that cannot be read.
        Refused: the file cannot be read, or is no list of keys.
    """
    return read_rows(rows_of(path, KEY_LIST, progress), calendar=calendar, now=now)


def problems(connection: Connection, rows: Sequence[KeyRow]) -> list[BadRow]:
    """What stands against rows that were read: units that are not there or are lived in, hooks and label numbers that
    a key set in custody has, lent sets that could not be told from others."""
    units = dict(connection.execute(select(_UNIT.c.code, _UNIT.c.state)).all())
    kept = connection.execute(select(_KEY.c.cabinet, _KEY.c.slot, _KEY.c.tag).where(_KEY.c.gone.is_(None))).all()
    tag_on = {Hook(cabinet, slot): tag for cabinet, slot, tag in kept}
    hook_of = {tag: hook.words for hook, tag in tag_on.items()}
    names = {*units, *hook_of, *(row.tag for row in rows)}
    bad: list[BadRow] = []
    for row in rows:
        bad += _against_unit(row, units)
        if tag := tag_on.get(read_hook(row.hook)):
            bad.append(BadRow(row.row, COLUMNS["hook"][0], HOOK_TAKEN, {"hook": row.hook, "tag": tag}))
        if hook := hook_of.get(row.tag):
            bad.append(BadRow(row.row, COLUMNS["tag"][0], TAG_TAKEN, {"tag": row.tag, "hook": hook}))
        if row.loan and not row.tag and _means_more(row.hook, names):
            bad.append(BadRow(row.row, COLUMNS["tag"][0], UNCLEAR, {"hook": row.hook}))
    return bad


def taken_over(connection: Connection, digest: str) -> str | None:
    """The name of the file with that fingerprint that was taken over before."""
    for values in values_of(connection, TAKE_OVER):
        if values.get("sha256") == digest:
            return str(values.get("file", ""))
    return None


def write_template(path: Path, language: str) -> None:
    """Write an empty list of keys to fill in: headings, and one line that shows how and is not read."""
    example = [translate(text, language) if text else "" for text in EXAMPLE.values()]
    order = list(EXAMPLE)
    choices = {order.index(column) + 1: words.split("|") for column, words in CHOICES[language].items()}
    write_empty(path, HEADINGS[language].split("|"), example, choices)


def _against_unit(row: KeyRow, units: dict[str, UnitState]) -> list[BadRow]:
    if row.unit and row.unit not in units:
        return [BadRow(row.row, COLUMNS["where"][0], NO_UNIT, {"code": row.unit})]
    if row.unit and row.kind != "entrusted" and units[row.unit] in INHABITED:
        state = Words(units[row.unit].label)
        return [BadRow(row.row, COLUMNS["kind"][0], LIVED_IN, {"unit": row.unit, "state": state})]
    return []


def _means_more(hook: str, names: set[str]) -> bool:
    """Whether a loan that names its key set by this hook could find another one: by its label, unit or item number."""
    return hook in names or room_from(hook) in names or hook.startswith(NUMBERS)
