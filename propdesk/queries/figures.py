"""The figures of a period with the items behind each number, and the periodical reports with all their editions."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from propdesk.models.journal import Entry, Payload
from propdesk.models.operator import Operator
from propdesk.models.report import Report, ReportKind
from propdesk.models.tables import metadata
from propdesk.rules.figures import Figures
from propdesk.store import report as stored
from propdesk.store import tally
from propdesk.store.tally import Wanted, wanted

__all__ = ["Edition", "ReportView", "Wanted", "editions", "figures", "published", "report", "report_of", "wanted"]

_TABLES = metadata().tables
_REPORT = _TABLES[str(Report.__tablename__)]
_ENTRY = _TABLES[str(Entry.__tablename__)]
_PAYLOAD = _TABLES[str(Payload.__tablename__)]
_COMPILER = _TABLES[str(Operator.__tablename__)].alias("compiler")
_REVIEWER = _TABLES[str(Operator.__tablename__)].alias("reviewer")
_ITEM = _TABLES["item"]


@dataclass(frozen=True)
class ReportView:
    """A periodical report as it stands; `figures` is what was counted, empty before it was compiled."""

    item_id: int
    number: str
    stage: str
    kind: ReportKind
    starts: date
    ends: date
    edition: int
    figures: Mapping[str, Any]
    comment: str
    plan: str
    compiled: datetime | None
    compiler: str
    reviewed: datetime | None
    reviewer: str
    recipient: str
    sent: datetime | None
    approved: datetime | None
    approved_by: str
    budget_fen: int | None


@dataclass(frozen=True)
class Edition:
    """An edition of a report: its number, the entry that made it, when, and its figures."""

    edition: int
    seq: int
    happened: datetime
    figures: Mapping[str, Any]


def figures(connection: Connection, wanted: Wanted) -> Figures:
    """The figures of a period as they stand now."""
    return tally.figures(connection, wanted)


def published(connection: Connection, wanted: Wanted) -> list[dict[str, object]]:
    """The complaints of a period that may be published, without anybody's name, unit or number."""
    return stored.published(connection, wanted.basis)


def report(connection: Connection, item_id: int) -> ReportView | None:
    """The report of an item."""
    return _view(connection.execute(_views().where(_REPORT.c.item_id == item_id)).first())


def report_of(connection: Connection, report_kind: ReportKind, first: date) -> ReportView | None:
    """The report of a kind whose period begins on a day."""
    wanted = _views().where(_REPORT.c.kind == report_kind, _REPORT.c.starts == first)
    return _view(connection.execute(wanted).first())


def editions(connection: Connection, item_id: int) -> list[Edition]:
    """Every edition of a report, the oldest first, as the entries keep them; a new comment keeps the figures."""
    rows = connection.execute(
        select(_ENTRY.c.seq, _ENTRY.c.happened, _PAYLOAD.c.body)
        .join(_PAYLOAD, _PAYLOAD.c.seq == _ENTRY.c.seq)
        .where(_ENTRY.c.item_id == item_id)
        .order_by(_ENTRY.c.seq)
    )
    found: list[Edition] = []
    kept: Mapping[str, Any] = {}
    for row in rows:
        values = json.loads(row.body)["values"] if row.body else {}
        kept, edition = values.get("figures", kept), values.get("edition", 0)
        if edition > (found[-1].edition if found else 0):
            found.append(Edition(edition, row.seq, row.happened, kept))
    return found


def _views() -> Select[tuple[Any, ...]]:
    return (
        select(
            _REPORT, _ITEM.c.number, _ITEM.c.stage,
            _COMPILER.c.name.label("compiler"), _REVIEWER.c.name.label("reviewer"),
        )
        .join(_ITEM, _ITEM.c.id == _REPORT.c.item_id)
        .outerjoin(_COMPILER, _COMPILER.c.id == _REPORT.c.compiler_id)
        .outerjoin(_REVIEWER, _REVIEWER.c.id == _REPORT.c.reviewer_id)
    )  # fmt: skip


def _view(row: Row[tuple[Any, ...]] | None) -> ReportView | None:
    if row is None:
        return None
    kept = {name: value for name, value in row._mapping.items() if name in ReportView.__dataclass_fields__}
    kept |= {"compiler": row.compiler or "", "reviewer": row.reviewer or ""}
    return ReportView(**{**kept, "figures": json.loads(row.figures or "{}")})
