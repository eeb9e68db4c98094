"""Counting a period: the cases of each ledger with what sorts them, and the lines they make (manual P26, P07, P08).

Every statement reads a range of one ledger's items and what hangs on those items; nothing grows with the years before.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, or_, select

from propdesk.i18n import N_
from propdesk.models import tables
from propdesk.models.callback import RATES, CallbackKind
from propdesk.models.complaint import Cause, Severity, Validity
from propdesk.models.contact import Channel, Kind
from propdesk.models.department import Department
from propdesk.models.repair import Trade, Warranty
from propdesk.models.timer import Outcome, Verdict
from propdesk.rules.calendar import DAY, WorkCalendar
from propdesk.rules.cycles import Period
from propdesk.rules.figures import Basis, Case, Figures, Line, Section, average, pick, split, timeliness
from propdesk.settings import Settings

_ITEM = tables.metadata().tables["item"]
_TIMER = tables.metadata().tables["timer"]
_ATTEMPT = tables.metadata().tables["attempt"]
_CALLBACK = tables.metadata().tables["callback"]

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "contact": ("kind", "channel"),
    "complaint": (
        "validity", "cause", "severity", "channel", "department", "collective", "repeat", "public", "resolved",
        "explained", "called_back", "rejections", "on_spot"
    ),
    "repair": ("trade", "warranty", "department", "repeated"),
    "booking": ("service", "repeated"),
    "callback": ("kind", "done", "passed", "given_up", "sampled"),
    "emergency": (),
}  # fmt: skip
"""The ledgers that are counted, and the columns by which their cases are sorted."""

UNCOUNTED = ("voided", "merged")
"""Stages that no figure counts but those that say so: entered by mistake, and joined to another complaint."""

MATTERS = ("complaint", "repair", "booking", "emergency")
"""What is reported to the desk, beside calls that it settled itself (003 4.4.10)."""


@dataclass(frozen=True)
class Wanted:
    """What is to be counted, and against which rates. `titles` are the rules' by code."""

    basis: Basis
    timely: int
    callback_rate: int
    titles: Mapping[str, str]


def wanted(
    period: Period, settings: Settings, calendar: WorkCalendar, titles: Mapping[str, str], now: datetime
) -> Wanted:
    """What a site counts of a period, seen from a moment."""
    start, end = calendar.start_of(period.first), calendar.start_of(period.last + DAY)
    basis = Basis(period, start, end, now, settings.count_by, settings.month_begins)
    return Wanted(basis, settings.timely_percent, settings.callback_rate, titles)


def figures(connection: Connection, wanted: Wanted) -> Figures:
    """The figures of a period."""
    basis = wanted.basis
    missed = [row for ledger in _COLUMNS for row in connection.execute(_late(ledger, basis))]
    contacts = _first_contacts(connection, basis)
    cases = {ledger: _judged(_cases(connection, ledger, basis), missed, contacts) for ledger in _COLUMNS}
    counted = {ledger: [case for case in found if case.stage not in UNCOUNTED] for ledger, found in cases.items()}
    known = {case.id for found in counted.values() for case in found}
    received, closed = (_ids(connection, "complaint", column, basis) for column in ("opened", "closed"))
    before = _open_before(connection, "complaint", basis.start)
    sections = (
        _complaints(cases["complaint"], counted["complaint"], received, closed, before),
        *_sorted_complaints(counted["complaint"]),
        _timeliness(counted, wanted.timely),
        *_work(counted),
        Section("contacts", N_("Calls and visits"), split("contact.kind", "kind", _labels(Kind), counted["contact"])),
        _callbacks(counted["callback"], wanted.callback_rate),
        _missed(missed, known, wanted.titles),
        _attempts(connection, known, basis),
    )
    return Figures(basis, sections)


# --- lines -------------------------------------------------------------------------------------------------------


def _complaints(
    cases: Sequence[Case],
    counted: Sequence[Case],
    received: tuple[int, ...],
    closed: tuple[int, ...],
    before: tuple[int, ...],
) -> Section:
    return Section(
        "complaints",
        N_("Complaints"),
        (
            Line("complaint.received", N_("Received in the period"), received),
            Line("complaint.closed", N_("Closed in the period"), closed),
            pick("complaint.handled", N_("Handled or explained"), counted, _handled),
            pick("complaint.called_back", N_("Called back"), counted, lambda case: case.row["called_back"]),
            pick("complaint.open", N_("Still open"), counted, lambda case: case.closed is None),
            pick("complaint.overdue", N_("Open with a deadline missed"), counted, lambda case: case.overdue),
            Line("complaint.before", N_("Open from before the period"), before),
            pick("complaint.collective", N_("Collective"), counted, lambda case: case.row["collective"]),
            pick("complaint.repeat", N_("Repeated: the same matter twice or more"), counted, _repeated),
            pick("complaint.public", N_("Of public interest"), counted, lambda case: case.row["public"]),
            pick("complaint.merged", N_("Joined to another complaint"), cases, lambda case: case.stage == "merged"),
            pick("complaint.on_spot", N_("Settled on the spot"), counted, lambda case: case.row["on_spot"]),
            pick("complaint.voided", N_("Voided"), cases, lambda case: case.voided),
        ),
    )


def _handled(case: Case) -> bool:
    return case.row["resolved"] is not None or case.row["explained"] is not None


def _repeated(case: Case) -> bool:
    return bool(case.row["repeat"] or case.row["rejections"])


def _sorted_complaints(counted: Sequence[Case]) -> tuple[Section, ...]:
    not_yet, nobody = N_("Not judged yet"), N_("None named yet")
    return (
        Section("validity", N_("Complaints by validity"),
                split("complaint.validity", "validity", _labels(Validity), counted, none=not_yet)),
        Section("cause", N_("Complaints by cause"),
                split("complaint.cause", "cause", _labels(Cause), counted, none=not_yet)),
        Section("severity", N_("Complaints by severity"),
                split("complaint.severity", "severity", _labels(Severity), counted, none=not_yet)),
        Section("channel", N_("Complaints by channel"),
                split("complaint.channel", "channel", _labels(Channel), counted)),
        Section("department", N_("Complaints by department"),
                split("complaint.department", "department", _labels(Department), counted, none=nobody)),
    )  # fmt: skip


def _timeliness(counted: Mapping[str, Sequence[Case]], target: int) -> Section:
    words = (N_("In time"), N_("Late"), N_("Not judged yet"))
    own = [case for case in counted["contact"] if case.stage != "passed_on" and case.row["kind"] != Kind.ENQUIRY.value]
    every = [case for ledger in MATTERS for case in counted[ledger]] + own
    complaints = timeliness("timely.complaint", counted["complaint"], target, words)
    matters = timeliness("timely.matter", every, target, words)
    first, second = N_("Complaints in time"), N_("All matters in time")
    return Section(
        "timely",
        N_("Timeliness"),
        (
            replace(complaints[0], label=first),
            replace(complaints[1], label=N_("Complaints late")),
            complaints[2],
            replace(matters[0], label=second),
            replace(matters[1], label=N_("All matters late")),
            matters[2],
            average("timely.first_contact", N_("First contact with the complainant, on average"), counted["complaint"]),
        ),
    )


def _work(counted: Mapping[str, Sequence[Case]]) -> tuple[Section, ...]:
    repairs, bookings = counted["repair"], counted["booking"]
    return (
        Section("repairs", N_("Repairs"), (
            *_course("repair", repairs),
            pick("repair.urgent", N_("Urgent"), repairs, lambda case: case.urgent),
            *split("repair.warranty", "warranty", _labels(Warranty), repairs),
        )),
        Section("trade", N_("Repairs by trade"), split("repair.trade", "trade", _labels(Trade), repairs)),
        Section("bookings", N_("Service bookings"), (
            *_course("booking", bookings),
            *sorted(split("booking.service", "service", {}, bookings), key=lambda line: line.key),
        )),
    )  # fmt: skip


def _course(key: str, cases: Sequence[Case]) -> tuple[Line, ...]:
    return (
        pick(f"{key}.all", N_("All of the period"), cases),
        pick(f"{key}.closed", N_("Closed by now"), cases, lambda case: case.closed is not None),
        pick(f"{key}.open", N_("Still open"), cases, lambda case: case.closed is None),
        pick(f"{key}.repeated", N_("Reported again"), cases, lambda case: case.row["repeated"]),
    )


def _callbacks(cases: Sequence[Case], other: int) -> Section:
    lines, sample = [], [case for case in cases if case.row["sampled"]]
    for kind in CallbackKind:
        due = [case for case in cases if case.row["kind"] == kind.value]
        done = pick(f"callback.{kind.value}", kind.label, due, lambda case: case.row["done"])
        lines.append(replace(done, of=tuple(case.id for case in due), target=RATES.get(kind, other)))
    return Section(
        "callbacks",
        N_("Callbacks done, by kind"),
        (
            *lines,
            replace(
                pick("callback.sampled", N_("Dispatch slips of the sample"), sample, lambda case: case.row["done"]),
                of=tuple(case.id for case in sample),
            ),
            pick("callback.failed", N_("Not passed"), cases, lambda case: case.row["passed"] == 0),
            pick("callback.given_up", N_("Given up: nobody reached"), cases, lambda case: case.row["given_up"]),
            pick("callback.skipped", N_("Left out"), cases, lambda case: case.stage == "skipped"),
        ),
    )


def _missed(rows: Iterable[Any], known: set[int], titles: Mapping[str, str]) -> Section:
    missed: dict[str, list[int]] = {}
    for row in rows:
        if row.item_id in known:
            missed.setdefault(row.code, []).append(row.item_id)
    lines = [Line(f"missed.{code.lower()}", titles.get(code, code), tuple(missed[code])) for code in sorted(missed)]
    return Section("missed", N_("Deadlines missed"), tuple(lines))


def missed_by(connection: Connection, wanted: Wanted, ledgers: Sequence[str]) -> Section:
    """The clocks of these ledgers that were due in the period and were missed, whenever their items were opened."""
    basis = wanted.basis
    judged = or_(_TIMER.c.verdict == Verdict.LATE, _TIMER.c.breached.is_not(None))
    asked = (
        select(_TIMER.c.item_id, _TIMER.c.code)
        .join(_ITEM, _ITEM.c.id == _TIMER.c.item_id)
        .where(_ITEM.c.ledger.in_(ledgers), _ITEM.c.stage != "voided", judged)
        .where(_TIMER.c.due >= basis.start, _TIMER.c.due < basis.end)
        .order_by(_TIMER.c.id)
    )
    rows = list(connection.execute(asked))
    return _missed(rows, {row.item_id for row in rows}, wanted.titles)


def _attempts(connection: Connection, known: set[int], basis: Basis) -> Section:
    tries: dict[str, list[int]] = {outcome.value: [] for outcome in Outcome}
    for ledger in _COLUMNS:
        asked = (
            select(_ATTEMPT.c.item_id, _ATTEMPT.c.outcome)
            .join(_ITEM, _ITEM.c.id == _ATTEMPT.c.item_id)
            .where(*_of_period(ledger, basis))
        )
        for row in connection.execute(asked):
            if row.item_id in known:
                tries[row.outcome.value].append(row.item_id)
    lines = [Line(f"attempt.{outcome.value}", outcome.label, tuple(tries[outcome.value])) for outcome in Outcome]
    return Section("attempts", N_("Attempts to reach somebody"), tuple(lines))


def _labels(choice: Iterable[Enum]) -> dict[str, str]:
    return {str(member.value): str(getattr(member, "label", "")) for member in choice}


# --- rows --------------------------------------------------------------------------------------------------------


def _of_period(ledger: str, basis: Basis) -> tuple[ColumnElement[bool], ...]:
    """Which items of a ledger the period counts; callbacks belong to the period in which the work ended."""
    if ledger == "callback":
        since = _CALLBACK.c.since
        ended = select(_CALLBACK.c.item_id).where(since >= basis.start, since < basis.end)
        return (_ITEM.c.id.in_(ended),)
    return _within(ledger, "closed" if basis.count_by == "closed" else "opened", basis)


def _within(ledger: str, column: str, basis: Basis) -> tuple[ColumnElement[bool], ...]:
    moment = _ITEM.c[column]
    return (_ITEM.c.ledger == ledger, moment >= basis.start, moment < basis.end)


def _cases(connection: Connection, ledger: str, basis: Basis) -> list[Case]:
    """The items of a ledger that the period counts, voided ones too."""
    shown = [_ITEM.c[name] for name in ("id", "stage", "urgent", "opened", "closed")]
    names, asked = _COLUMNS[ledger], select(*shown)
    if names:
        table = tables.rows_of(ledger)
        asked = select(*shown, *(table.c[name].label(f"row_{name}") for name in names))
        asked = asked.join(table, table.c.item_id == _ITEM.c.id)
    rows = connection.execute(asked.where(*_of_period(ledger, basis)).order_by(_ITEM.c.id))
    return [_case(ledger, names, row) for row in rows]


def _case(ledger: str, names: Iterable[str], row: Row[tuple[object, ...]]) -> Case:
    sorted_by = {name: _plain(getattr(row, f"row_{name}")) for name in names}
    return Case(row.id, ledger, row.stage, row.urgent, row.opened, row.closed, row=sorted_by)


def _plain(value: object) -> object:
    return value.value if isinstance(value, Enum) else value


def _ids(connection: Connection, ledger: str, column: str, basis: Basis) -> tuple[int, ...]:
    """The items of a ledger opened or closed in the period that figures count."""
    asked = select(_ITEM.c.id).where(*_within(ledger, column, basis), _ITEM.c.stage.not_in(UNCOUNTED))
    return tuple(connection.execute(asked.order_by(_ITEM.c.id)).scalars())


def _open_before(connection: Connection, ledger: str, start: datetime) -> tuple[int, ...]:
    """The items of a ledger that are open and came in before a moment.

    Asked for the moment, SQLite would read all that ever came in before it; what is open is little.
    """
    asked = select(_ITEM.c.id, _ITEM.c.opened).where(_ITEM.c.ledger == ledger, _ITEM.c.closed.is_(None))
    return tuple(row.id for row in connection.execute(asked.order_by(_ITEM.c.ord)) if row.opened < start)


def _late(ledger: str, basis: Basis) -> Select[tuple[int, str, datetime | None]]:
    """The missed clocks of the items the period counts: judged late, or past their due time while they still run."""
    runs = and_(_TIMER.c.stopped.is_(None), _TIMER.c.paused.is_(None), _TIMER.c.due < basis.counted)
    missed = or_(_TIMER.c.verdict == Verdict.LATE, _TIMER.c.breached.is_not(None), runs)
    return (
        select(_TIMER.c.item_id, _TIMER.c.code, _TIMER.c.stopped)
        .join(_ITEM, _ITEM.c.id == _TIMER.c.item_id)
        .where(*_of_period(ledger, basis), missed)
        .order_by(_TIMER.c.item_id, _TIMER.c.id)
    )


def _judged(
    cases: Sequence[Case], missed: Sequence[Row[tuple[object, ...]]], contacts: Mapping[int, int]
) -> list[Case]:
    """The cases with what their clocks say of them."""
    late = {row.item_id for row in missed}
    overdue = {row.item_id for row in missed if row.stopped is None}
    return [
        replace(case, late=case.id in late, overdue=case.id in overdue, first_contact=contacts.get(case.id))
        for case in cases
    ]


def _first_contacts(connection: Connection, basis: Basis) -> dict[int, int]:
    """Minutes until a complainant was first reached, by item: how long the clock ran that asks for it."""
    asked = (
        select(_TIMER.c.item_id, _TIMER.c.started, _TIMER.c.stopped)
        .join(_ITEM, _ITEM.c.id == _TIMER.c.item_id)
        .where(*_of_period("complaint", basis), _TIMER.c.code == "COMP.CONTACT_2H")
        .where(_TIMER.c.verdict.in_((Verdict.IN_TIME, Verdict.LATE)))
        .order_by(_TIMER.c.id.desc())
    )
    return {row.item_id: int((row.stopped - row.started).total_seconds()) // 60 for row in connection.execute(asked)}
