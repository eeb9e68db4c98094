"""A list of keys, one key set a row, with what is lent of it: as a developer hands it over, or as a desk kept it."""

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from propdesk.errors import Refused
from propdesk.i18n import N_, translate
from propdesk.rules import cells, listing
from propdesk.rules.backlog import DEPARTMENTS, UNKNOWN_DEPARTMENT
from propdesk.rules.calendar import WorkCalendar
from propdesk.rules.hooks import Hook, read_hook, read_tag
from propdesk.rules.keylist_words import BORROWERS, COLUMNS, EVERYBODY, KINDS, NEEDS, OF_LOANS, OF_PLACES, PURPOSES
from propdesk.rules.roster import BadRow, RosterRefused

NO_HEADING = N_(
    "No heading was found in the first {rows} rows. A list of keys needs at least the columns 房号或位置, 数量 and "
    "挂位. An empty one with all headings: propdesk keys template FILE."
)
TWICE = N_("Two columns of the list are headed “{column}”. Delete or rename one of them.")
NO_ROWS = N_("The list of keys has a heading, but no rows.")
NEEDED = N_("This is empty. Fill it in: every key set needs it.")
NEEDED_FOR_LOAN = N_("This is empty. Fill it in: keys of this set are lent.")
BECAME_A_DAY = N_(
    "The spreadsheet has turned this into the date {value}. Format the column as text and enter it again."
)
UNKNOWN_KIND = N_("“{value}” is not a class of keys. Write one of: {known}.")
NO_KIND = N_("The class is missing. Keys that belong to no unit need one: write “plant” or “master”.")
NO_UNIT = N_("Keys of this class belong to a unit. Write building and room: 3-1201; or correct the class.")
NO_PLACE = N_("Where these keys fit is missing. Write the place: 3号楼配电房.")
NOT_A_NUMBER = N_("“{value}” is not a number of keys. Write a whole number from 1 to 9999.")
HOOK_TWICE = N_("Row {other} hangs on hook {value} already. Give each key set a hook of its own.")
TAG_TWICE = N_("Row {other} has the label number {value} already. Give each key set a number of its own.")
TWO_PHONES = N_("“{value}” holds several numbers. Keep one here, and write the others into the standing instruction.")
ONLY_ENTRUSTED = N_("Only keys entrusted by the owner have this. Empty the cell, or write the class “entrusted”.")
NOT_YET = N_("{value} has not come yet. Write the time at which it was.")
NO_BORROWER = N_("A loan is described, but not to whom. Write the borrower, or empty the other cells of the loan.")
UNKNOWN_BORROWER = N_("“{value}” is not a kind of borrower. Write one of: {known}.")
WHO_BORROWS = N_("It is not said who the borrower is. Write his department or his company.")
UNKNOWN_PURPOSE = N_("“{value}” is not a purpose of a loan. Write one of: {known}.")
TOO_MANY = N_("{lent} keys are lent, but the set has only {pieces}. Correct one of the two.")
LENT_BEFORE = N_("{value} lies before these keys were taken in. Correct one of the two.")
DUE_BEFORE = N_("{value} does not lie after the lending. Correct one of the two.")
ALREADY_OUT = N_("Lent before the take-over")

KEY_LIST = listing.Listing(
    code="keylist",
    columns=COLUMNS,
    needs=NEEDS,
    # a label may be numbered #12: only a # before something else begins a remark
    aside=re.compile(r"#(?!\d)|例:|说明|注:|合计|共计"),
    no_heading=NO_HEADING,
    twice=TWICE,
    no_rows=NO_ROWS,
)
"""What a list of keys looks like."""

NOBODY_NAMED = "-"
"""Who authorised a loan of which the list does not say it."""

TAG = 20
"""So many characters stand on a label."""

_COUNT = re.compile(r"([0-9]{1,4})\s*(?:把|个|枚)?")
_EXTENSION = re.compile(r"-([0-9]{1,6})$")


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One key set of a list. `unit` is a unit's code or empty, then `place` says where; empty texts mean not said.

    `since` is when it came into custody. With `borrower` some of its keys are lent: `out` of them, since `lent`, to be
    back by `due`.
    """

    row: int
    kind: str
    unit: str
    place: str
    door: str
    pieces: int
    hook: str
    tag: str
    owner: str
    phone: str
    reason: str
    condition: str
    collector: str
    card: str
    departments: str
    instruction: str
    since: datetime | None
    borrower: str = ""
    borrower_kind: str = ""
    department: str = ""
    company: str = ""
    borrower_phone: str = ""
    out: int = 0
    lent: datetime | None = None
    due: datetime | None = None
    purpose: str = ""
    why: str = ""
    authorised_by: str = ""

    @property
    def loan(self) -> bool:
        """Whether some of its keys are lent."""
        return bool(self.borrower)

    def answers(self) -> Mapping[str, object]:
        """The answers of `key.register`."""
        own = {"kind": self.kind, "unit": self.unit, "place": self.place, "door": self.door, "pieces": self.pieces,
               "hook": self.hook, "tag": self.tag, "person": self.owner, "phone": self.phone,
               "departments": self.departments, "instruction": self.instruction}  # fmt: skip
        mandate = {"reason": self.reason, "condition": self.condition, "collector": self.collector, "card": self.card}
        return {**own, **mandate} if self.kind == "entrusted" else own

    def loan_answers(self) -> Mapping[str, object]:
        """The answers of `loan.register`."""
        return {"which": self.tag or self.hook, "pieces": self.out or self.pieces, "borrower": self.borrower,
                "borrower_kind": self.borrower_kind, "department": self.department, "company": self.company,
                "phone": self.borrower_phone, "purpose": self.purpose, "reason": self.why, "due": self.due,
                "authorised_by": self.authorised_by}  # fmt: skip


class KeyListRefused(RosterRefused):
    """Rows of a key list are wrong; nothing was taken over. `bad` names each of them, in the order of the file."""

    def __init__(self, bad: Sequence[BadRow]) -> None:
        super().__init__(sorted(bad, key=lambda each: each.number))
        self.code = "keylist"


def heading_of(row: Sequence[object]) -> dict[str, int] | None:
    """The columns of a heading row, or None where the row is no heading.

    Raises:
        Refused: two columns have the same heading.
    """
    return KEY_LIST.heading_of(row)


def read_rows(rows: Iterable[Sequence[object]], *, calendar: WorkCalendar, now: datetime) -> tuple[KeyRow, ...]:
    """The key sets in the rows of a sheet: those with a label number first, so that no number given to the others is
    one of theirs.

    A day without a time counts from the opening of the desk, one on which keys are to be back to its close. Keys that
    are lent and have no day of their own were taken in when they were lent. A loan whose list does not say who
    authorised it was authorised by the borrower's department, as it is written there, or by `NOBODY_NAMED`.

    Raises:
        KeyListRefused: with every bad row; nothing can be taken over.
        Refused: there is no heading, or nothing under it.
    """
    lines = KEY_LIST.lines(rows, calendar=calendar, now=now)
    hooks: dict[Hashable, int] = {}
    tags: dict[Hashable, int] = {}
    found = [_key_row(line, hooks, tags) for line in lines]
    if bad := [problem for line in lines for problem in line.bad]:
        raise KeyListRefused(bad)
    return tuple(sorted(found, key=lambda each: not each.tag))


def _key_row(line: listing.Line, hooks: dict[Hashable, int], tags: dict[Hashable, int]) -> KeyRow:
    """The key set of the row; where a cell cannot be read, with something else in its place and the problem noted."""
    kind, unit, place = _whose(line)
    hook = line.needed("hook", _hook, NEEDED)
    if hook:
        line.once(hooks, "hook", hook, HOOK_TWICE, hook.words)
    tag = line.read("tag", _tag, "")
    if tag:
        line.once(tags, "tag", tag, TAG_TWICE, tag)
    kept = KeyRow(
        row=line.number, kind=kind, unit=unit, place=place, door=_prose(line, _door_column(line), 80),
        pieces=line.needed("pieces", _pieces, NEEDED) or 0, hook=hook.words if hook else "", tag=tag,
        owner=_word(line, "owner", 80), phone=line.read("phone", _phone, ""), reason=_prose(line, "reason", 400),
        condition=_prose(line, "condition", 400), collector=_word(line, "collector", 80), card=_word(line, "card", 40),
        departments=line.read("departments", _departments, ""), instruction=_prose(line, "instruction", 400),
        since=line.read("since", lambda cell: _past(line, cell), None),
    )  # fmt: skip
    for column in ("reason", "condition", "collector", "card"):
        if getattr(kept, column) and kind != "entrusted":
            line.problem(column, ONLY_ENTRUSTED)
    return _with_loan(line, kept)


def _whose(line: listing.Line) -> tuple[str, str, str]:
    """Class, unit and place: a unit's keys are the developer's unless the list says otherwise."""
    unit, place = line.read("where", _where, ("", ""))
    kind = line.read("kind", lambda cell: cells.choice(cell, KINDS, UNKNOWN_KIND), None)
    readable = not line.bad
    if kind in OF_PLACES:
        place = place or unit
        if readable and not place:
            line.problem("where", NO_PLACE)
        return kind, "", place
    if readable and kind is None and not unit:
        line.problem("kind" if place else "where", NO_KIND if place else NEEDED)
    elif readable and not unit:
        line.problem("where", NO_UNIT)
    return kind or "developer", unit, ""


def _door_column(line: listing.Line) -> str:
    """Where it stands what the keys open: in a list without borrowers that is its 用途."""
    return "door" if line.columns.keys() & {"door", "borrower"} else "purpose"


def _with_loan(line: listing.Line, kept: KeyRow) -> KeyRow:
    """The key set with the loan of the row, if there is one."""
    borrower = _word(line, "borrower", 80)
    if not borrower:
        other = [column for column in OF_LOANS if column != _door_column(line)]
        if any(_word(line, column, 400) not in ("", "0") for column in other):
            line.problem("borrower", NO_BORROWER)
        return kept
    kind, department, company = _who_borrows(line, kept)
    out = line.read("out", _pieces, None) or kept.pieces
    lent = line.needed("lent", lambda cell: _past(line, cell), NEEDED_FOR_LOAN)
    due = line.needed("due", lambda cell: line.moment(cell, line.calendar.closes), NEEDED_FOR_LOAN)
    purpose = line.read("purpose", lambda cell: cells.choice(cell, PURPOSES, UNKNOWN_PURPOSE), None) or "repair"
    loan = replace(
        kept, since=kept.since or lent, borrower=borrower, borrower_kind=kind, department=department, company=company,
        borrower_phone=line.read("borrower_phone", _phone, ""), out=out, lent=lent, due=due, purpose=purpose,
        why=_prose(line, "why", 400) or translate(ALREADY_OUT),
        authorised_by=_word(line, "authorised_by", 80) or _word(line, "department", 80) or NOBODY_NAMED,
    )  # fmt: skip
    _check_loan(line, loan)
    return loan


def _who_borrows(line: listing.Line, kept: KeyRow) -> tuple[str, str, str]:
    """Kind, department and company of the borrower: where the list does not say the kind, it follows from the others;
    with neither, a unit's keys are with somebody who lives there."""
    before = len(line.bad)
    said = line.read("borrower_kind", lambda cell: cells.choice(cell, BORROWERS, UNKNOWN_BORROWER), None)
    department = line.read("department", lambda cell: cells.choice(cell, DEPARTMENTS, UNKNOWN_DEPARTMENT), None) or ""
    company = _word(line, "company", 80)
    kind = said or ("department" if department else "contractor" if company else "resident")
    if len(line.bad) == before:
        if kind == "department" and not department:
            line.problem("department", NEEDED_FOR_LOAN)
        elif kind == "contractor" and not company:
            line.problem("company", NEEDED_FOR_LOAN)
        elif kind == "resident" and not said and not kept.unit:
            line.problem("borrower_kind", WHO_BORROWS)
    return kind, department, company


def _check_loan(line: listing.Line, loan: KeyRow) -> None:
    """Whether the numbers and times of the loan fit together."""
    if loan.out > loan.pieces > 0:
        line.problem("out", TOO_MANY, lent=loan.out, pieces=loan.pieces)
    if loan.lent and loan.since and loan.lent < loan.since:
        line.problem("lent", LENT_BEFORE, value=line.shown(loan.lent))
    if loan.lent and loan.due and loan.due <= loan.lent:
        line.problem("due", DUE_BEFORE, value=line.shown(loan.due))


def _past(line: listing.Line, cell: object) -> datetime | None:
    """A moment that has come. Today without a time is now, where the desk has not opened yet."""
    moment = line.moment(cell, line.calendar.opens)
    if moment is None or moment <= line.now:
        return moment
    if moment == line.calendar.at(line.calendar.day(line.now), line.calendar.opens):
        return line.now
    raise Refused("cell", NOT_YET, value=line.shown(moment))


def _word(line: listing.Line, column: str, limit: int) -> str:
    return line.read(column, lambda cell: cells.word(cell, limit), "")


def _prose(line: listing.Line, column: str, limit: int) -> str:
    """Text as it was typed; nothing for the ways to write nothing."""
    return line.read(column, lambda cell: cells.text(cell, limit) if cells.word(cell, limit) else "", "")


def _typed(cell: object) -> str:
    """What was typed, if the spreadsheet has left it alone: it takes 3-12 for a day in March.

    Raises:
        Refused: the cell is a date.
    """
    if isinstance(cell, date):
        raise Refused("cell", BECAME_A_DAY, value=cell.isoformat()[:10])
    return cells.word(cell, 80)


def _where(cell: object) -> tuple[str, str]:
    return listing.where(_typed(cell))


def _hook(cell: object) -> Hook | None:
    typed = _typed(cell)
    return read_hook(typed) if typed else None


def _tag(cell: object) -> str:
    return cells.word(read_tag(_typed(cell)), TAG)


def _pieces(cell: object) -> int | None:
    typed = cells.word(cell)
    found = _COUNT.fullmatch(typed)
    if typed and (found is None or int(found[1]) == 0):
        raise Refused("cell", NOT_A_NUMBER, value=typed)
    return int(found[1]) if found else None


def _phone(cell: object) -> str:
    """A phone number with its extension as forms have it: `0532-88881234x801`."""
    return _EXTENSION.sub(r"x\1", listing.one_phone(cell, TWO_PHONES))


def _departments(cell: object) -> str:
    """Departments with commas, empty for all of them."""
    words = [word for word in re.split(r"[、,;/\s]+", cells.word(cell, 120)) if word]
    if len(words) == 1 and words[0].casefold() in EVERYBODY:
        return ""
    found = [cells.choice(word, DEPARTMENTS, UNKNOWN_DEPARTMENT) for word in words]
    return ", ".join(dict.fromkeys(each for each in found if each))
