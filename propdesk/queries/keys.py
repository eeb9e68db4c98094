"""The cabinet as screens and scripts see it: key sets by whatever is typed, their loans, the hooks, who borrows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, or_, select

from propdesk.models.department import Department
from propdesk.models.item import Item
from propdesk.models.key import Authority, KeyClass
from propdesk.models.loan import Borrower as Borrower
from propdesk.models.loan import KeyPurpose
from propdesk.models.operator import Operator
from propdesk.models.tables import metadata
from propdesk.models.timer import Timer
from propdesk.rules.hooks import hook_words, parse_hook, read_tag
from propdesk.rules.privacy import mask_phone
from propdesk.rules.searchkeys import room_from
from propdesk.settings import Settings

_TABLES = metadata().tables
_KEY, _LOAN, _ITEM = _TABLES["key"], _TABLES["loan"], _TABLES[str(Item.__tablename__)]
_OPERATOR, _TIMER = _TABLES[str(Operator.__tablename__)], _TABLES[str(Timer.__tablename__)]
_CARD, _UNIT = _TABLES["owner_card"], _TABLES["unit"]
_KEPT = _KEY.c.gone.is_(None)
_LAST = "\U0010ffff"

LEAST = 2
"""Characters of a key number from which on its beginning is enough."""
MOST_FOUND = 500
"""A list of found key sets ends here."""
RECENT_LOANS = 300
"""Among so many of the latest loans a borrower is looked for."""
LOANS_SHOWN = 200
"""So many loans of a key set are shown, the latest first."""
OVERDUE = ("KEY.LOAN_TERM", "KEY.OVERDUE_3D")
"""The clocks of a loan: the promised time, and the three days after which it is chased."""


@dataclass(frozen=True, slots=True)
class KeySet:
    """A key set as a form, a hook of the board or a list needs it."""

    id: int
    number: str
    stage: str
    kind: KeyClass
    tag: str
    hook: str
    door: str
    place: str
    person: str
    pieces: int
    out: int
    lost: int
    departments: tuple[Department, ...]
    authority: Authority
    ask_owner: bool
    longest_hours: int
    may_leave: bool
    instruction: str
    outdated: bool

    @property
    def authorised(self) -> bool:
        """Whether somebody in particular authorises each loan."""
        return self.authority is not Authority.NOBODY

    @property
    def here(self) -> int:
        """How many of its keys hang on the hook."""
        return self.pieces - self.out - self.lost


@dataclass(frozen=True, slots=True)
class LoanRow:
    """One loan with the answers to the six questions; `returned` is None while keys are out, `late` past its time."""

    id: int
    number: str
    stage: str
    tag: str
    who: str
    company: str
    phone: str
    lent: datetime
    pieces: int
    out: int
    purpose: KeyPurpose
    reason: str
    authorised_by: str
    due: datetime
    returned: datetime | None
    received_by: str
    lent_by: str
    chased: int


@dataclass(frozen=True, slots=True)
class BorrowerRow:
    """Somebody who borrowed lately, or works here: what a loan asks of the borrower."""

    name: str
    phone: str
    kind: Borrower
    department: Department | None = None
    company: str = ""


@dataclass(frozen=True, slots=True)
class Cabinet:
    """One cabinet: how many key sets it holds, keys on hooks, out, lost."""

    name: str
    sets: int
    here: int
    out: int
    lost: int


@dataclass(frozen=True, slots=True)
class CardRow:
    """An owner's card on the register."""

    number: str
    unit: str
    owner: str
    issued: datetime
    withdrawn: datetime | None


def key_set(connection: Connection, item_id: int) -> KeySet | None:
    """One key set by its item."""
    row = connection.execute(_sets().where(_KEY.c.item_id == item_id)).first()
    return _set(row) if row is not None else None


def find_keys(connection: Connection, typed: str, limit: int = 8) -> list[KeySet]:
    """Key sets in custody whose number, hook, unit, door or owner is, or holds, what was typed; the nearest first."""
    text = typed.strip()
    if not text:
        return []
    room = room_from(text)
    of_unit = [_sets().join(_UNIT, _UNIT.c.id == _ITEM.c.unit_id).where(_ITEM.c.ledger == "key", _UNIT.c.code == room)]
    words = or_(*(column.contains(text, autoescape=True) for column in (_KEY.c.door, _ITEM.c.place, _ITEM.c.person)))
    holding = _sets().where(words).order_by(_KEY.c.cabinet, _KEY.c.slot)
    queries = [*(of_unit if room else []), *_named(text), holding]
    return _first(connection, queries, limit)


def find_named(connection: Connection, typed: str, limit: int = 8) -> list[KeySet]:
    """Key sets in custody whose number or hook is what was typed; a beginning is enough."""
    text = typed.strip()
    return _first(connection, _named(text), limit) if len(read_tag(text)) >= LEAST else []


def _named(text: str) -> list[Select[Any]]:
    tag, hook = read_tag(text), parse_hook(text)
    found = [_sets().where(_KEY.c.tag == tag), _sets().where(_ITEM.c.number == tag)]
    if hook:
        found.append(_sets().where(_KEY.c.cabinet == hook.cabinet, _KEY.c.slot == hook.slot))
    if len(tag) >= LEAST:
        found.append(_sets().where(_KEY.c.tag >= tag, _KEY.c.tag < tag + _LAST).order_by(_KEY.c.tag))
    return found


def _first(connection: Connection, queries: Iterable[Select[Any]], limit: int) -> list[KeySet]:
    """What the queries find in custody, each once, until there are enough."""
    found: dict[int, KeySet] = {}
    for query in queries:
        for row in connection.execute(query.where(_KEPT).limit(limit)):
            found.setdefault(row.id, _set(row))
        if len(found) >= limit:
            break
    return list(found.values())[:limit]


def found_ids(connection: Connection, _ledger: str, typed: str, limit: int = MOST_FOUND) -> list[int]:
    """The items of the key sets in custody that what was typed may mean."""
    return [found.id for found in find_keys(connection, typed, limit)]


def keys_of_unit(connection: Connection, unit_id: int) -> list[KeySet]:
    """The key sets of a unit in custody."""
    return [_set(row) for row in connection.execute(
        _sets().where(_ITEM.c.unit_id == unit_id, _ITEM.c.ledger == "key", _KEPT).order_by(_KEY.c.item_id)
    )]  # fmt: skip


def hooks(connection: Connection, cabinet: str) -> list[KeySet]:
    """The key sets of a cabinet by hook."""
    query = _sets().where(_KEPT, _KEY.c.cabinet == cabinet).order_by(_KEY.c.slot)
    return [_set(row) for row in connection.execute(query)]


def cabinets(connection: Connection) -> list[Cabinet]:
    """Every cabinet with its counts."""
    pieces, out, lost = func.sum(_KEY.c.pieces), func.sum(_KEY.c.out), func.sum(_KEY.c.lost)
    query = select(_KEY.c.cabinet, func.count(), pieces, out, lost).where(_KEPT).group_by(_KEY.c.cabinet)
    rows = connection.execute(query.order_by(_KEY.c.cabinet))
    return [Cabinet(name, sets, pieces - out - lost, out, lost) for name, sets, pieces, out, lost in rows]


def loans_of_key(connection: Connection, item_id: int, limit: int = LOANS_SHOWN) -> list[LoanRow]:
    """The loans of a key set, the latest first."""
    query = _loans().where(_LOAN.c.key_id == item_id).order_by(_LOAN.c.item_id.desc()).limit(limit)
    return [_loan(row) for row in connection.execute(query)]


def loan(connection: Connection, item_id: int) -> LoanRow | None:
    """One loan by its item."""
    row = connection.execute(_loans().where(_LOAN.c.item_id == item_id)).first()
    return _loan(row) if row is not None else None


def open_loans(connection: Connection, person: str | None = None) -> list[LoanRow]:
    """The loans that are out, the earliest due first; of one borrower where one is named."""
    query = _loans().where(_ITEM.c.ledger == "loan", _ITEM.c.closed.is_(None)).order_by(_LOAN.c.due)
    if person is not None:
        query = query.where(_ITEM.c.person == person)
    return [_loan(row) for row in connection.execute(query)]


def open_loans_about(connection: Connection, item_id: int, ledger: str) -> list[LoanRow]:
    """The loan of that item first, or the earliest due one of that key set; then what else its borrower has."""
    wanted = _LOAN.c.key_id == item_id if ledger == "key" else _LOAN.c.item_id == item_id
    out = (_ITEM.c.ledger == "loan", _ITEM.c.closed.is_(None))
    query = _loans().where(wanted, *out).order_by(_LOAN.c.due).limit(1)
    first = [_loan(row) for row in connection.execute(query)]
    return [*first, *(each for one in first for each in open_loans(connection, one.who) if each.id != one.id)]


def key_of_item(connection: Connection, item_id: int, ledger: str) -> int | None:
    """The key set of an item: itself, or that of a loan."""
    if ledger != "loan":
        return item_id if ledger == "key" else None
    return connection.execute(select(_LOAN.c.key_id).where(_LOAN.c.item_id == item_id)).scalar()


def overdue_codes(settings: Settings) -> tuple[str, ...]:
    """The clocks that make a loan overdue: both, or only the three days where they count from the promised time."""
    return OVERDUE[1:] if settings.keys_overdue == "promised" else OVERDUE


def overdue_loans(connection: Connection, now: datetime, codes: Iterable[str] = OVERDUE) -> list[LoanRow]:
    """The loans of which one of these clocks has run out, the longest overdue first (004 KEY 4.4.3)."""
    passed = select(_TIMER.c.item_id).where(
        _TIMER.c.stopped.is_(None), _TIMER.c.due <= now, _TIMER.c.code.in_(tuple(codes))
    )
    query = _loans().where(_LOAN.c.item_id.in_(passed)).order_by(_LOAN.c.due)
    return [_loan(row) for row in connection.execute(query)]


def borrowers(connection: Connection, typed: str, limit: int = 6) -> list[BorrowerRow]:
    """Who borrowed lately and is called, or works for, what was typed; each once, the latest first."""
    wanted = typed.strip().casefold()
    columns = (_ITEM.c.person, _ITEM.c.phone, _LOAN.c.borrower_kind, _LOAN.c.department, _LOAN.c.company)
    lately = select(*columns).join(_ITEM, _ITEM.c.id == _LOAN.c.item_id).where(_ITEM.c.ledger == "loan")
    lately = lately.order_by(_ITEM.c.ord.desc())
    found: dict[tuple[str, str], BorrowerRow] = {}
    for row in connection.execute(lately.limit(RECENT_LOANS)):
        if wanted in f"{row.person} {row.company} {row.phone}".casefold() and (row.person, row.phone) not in found:
            one = BorrowerRow(row.person, row.phone, row.borrower_kind, row.department, row.company)
            found[row.person, row.phone] = one
    return list(found.values())[:limit]


def owner_cards(connection: Connection) -> list[CardRow]:
    """The register of owner's cards, by unit."""
    query = select(_CARD, _UNIT.c.code).join(_UNIT, _UNIT.c.id == _CARD.c.unit_id).order_by(_UNIT.c.code, _CARD.c.id)
    return [CardRow(r.number, r.code, r.owner, r.issued, r.withdrawn) for r in connection.execute(query)]


def _sets() -> Select[Any]:
    return select(
        _ITEM.c.id, _ITEM.c.number, _ITEM.c.stage, _ITEM.c.place, _ITEM.c.person, _KEY.c.kind, _KEY.c.tag,
        _KEY.c.cabinet, _KEY.c.slot, _KEY.c.door, _KEY.c.pieces, _KEY.c.out, _KEY.c.lost, _KEY.c.departments,
        _KEY.c.authority, _KEY.c.ask_owner, _KEY.c.longest_hours, _KEY.c.may_leave, _KEY.c.instruction,
        _KEY.c.outdated,
    ).join(_ITEM, _ITEM.c.id == _KEY.c.item_id)  # fmt: skip


def _set(row: Row[Any]) -> KeySet:
    return KeySet(
        id=row.id, number=row.number, stage=row.stage, kind=row.kind, tag=row.tag, door=row.door, place=row.place,
        person=row.person, hook=hook_words(row.cabinet, row.slot), pieces=row.pieces, out=row.out, lost=row.lost,
        departments=_among(row.departments), authority=row.authority, ask_owner=row.ask_owner,
        longest_hours=row.longest_hours, may_leave=row.may_leave, instruction=row.instruction,
        outdated=row.outdated is not None,
    )  # fmt: skip


def _among(departments: str) -> tuple[Department, ...]:
    return tuple(Department(each) for each in departments.split(", ") if each)


def _loans() -> Select[Any]:
    lender = _OPERATOR.alias("lender")
    return (
        select(
            _ITEM.c.id, _ITEM.c.number, _ITEM.c.stage, _ITEM.c.person, _ITEM.c.phone, _ITEM.c.opened, _KEY.c.tag,
            _LOAN.c.pieces, _LOAN.c.back, _LOAN.c.lost, _LOAN.c.purpose, _LOAN.c.reason, _LOAN.c.authorised_by,
            _LOAN.c.due, _LOAN.c.returned, _LOAN.c.received_by, _LOAN.c.chased, _LOAN.c.company,
            lender.c.name.label("lender"),
        )
        .join(_ITEM, _ITEM.c.id == _LOAN.c.item_id)
        .join(_KEY, _KEY.c.item_id == _LOAN.c.key_id)
        .join(lender, lender.c.id == _ITEM.c.receiver_id)
    )  # fmt: skip


def _loan(row: Row[Any]) -> LoanRow:
    left = row.pieces - row.back - row.lost if row.returned is None else 0
    return LoanRow(
        id=row.id, number=row.number, stage=row.stage, tag=row.tag, who=row.person, company=row.company,
        phone=mask_phone(row.phone), lent=row.opened, pieces=row.pieces, out=left, purpose=row.purpose,
        reason=row.reason, authorised_by=row.authorised_by, due=row.due, returned=row.returned,
        received_by=row.received_by, lent_by=row.lender, chased=row.chased,
    )  # fmt: skip
