"""What the periodical reports need beside the figures: which are on the desk, and the complaints that are published."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Connection, and_, false, or_, select

from propdesk.models import tables
from propdesk.models.operator import SYSTEM
from propdesk.rules.cycles import Owed
from propdesk.rules.figures import Basis
from propdesk.rules.privacy import without_people
from propdesk.rules.text import one_line
from propdesk.store.tally import UNCOUNTED

_ITEM = tables.metadata().tables["item"]
_REPORT = tables.metadata().tables["report"]
_COMPLAINT = tables.metadata().tables["complaint"]
_CALLER = tables.metadata().tables["complaint_caller"]
_OPERATOR = tables.metadata().tables["operator"]
_PERSON = tables.metadata().tables["person"]

A_YEAR = timedelta(days=365)
"""How long after its ledger was emptied a report is still owed."""
PUBLISHED = 400
"""Characters of each text of a complaint that is published."""


def missing(connection: Connection, owed: Sequence[Owed]) -> list[Owed]:
    """Those of the reports that are not on the desk yet; none is owed for the time before the desk was set up."""
    each = [and_(_REPORT.c.kind == report.kind, _REPORT.c.starts == report.first) for report in owed]
    rows = connection.execute(select(_REPORT.c.kind, _REPORT.c.starts).where(or_(false(), *each)))
    known = {(row.kind.value, row.starts) for row in rows}
    new = [report for report in owed if (report.kind, report.first) not in known]
    if not new:
        return []
    new = [report for report in new if not report.about or _holds(connection, report)]
    founded = connection.execute(select(_OPERATOR.c.created).where(_OPERATOR.c.name == SYSTEM)).scalar()
    return [report for report in new if founded is not None and report.opened >= founded]


def _holds(connection: Connection, report: Owed) -> bool:
    """Whether the ledger a report is about holds something, or did within the year before it."""
    ledger, since = _ITEM.c.ledger == report.about, report.opened - A_YEAR
    asked = (
        select(_ITEM.c.id).where(ledger, _ITEM.c.closed.is_(None)),
        select(_ITEM.c.id).where(ledger, _ITEM.c.closed >= since, _ITEM.c.stage != "voided"),
    )
    return any(connection.execute(query.limit(1)).first() is not None for query in asked)


def published(connection: Connection, basis: Basis) -> list[dict[str, object]]:
    """The complaints of public interest and the collective ones of a period, as a notice board may show them.

    Each has the day it came in, what it was about, measures, result and whether it is closed; no name, unit or number.
    """
    moment = _ITEM.c.closed if basis.count_by == "closed" else _ITEM.c.opened
    columns = ("text", "measures", "plan", "result", "explanation", "accused", "received_by", "follow_up", "cause")
    rows = connection.execute(
        select(_ITEM.c.id, _ITEM.c.opened, _ITEM.c.closed, _ITEM.c.person, *(_COMPLAINT.c[name] for name in columns))
        .join(_COMPLAINT, _COMPLAINT.c.item_id == _ITEM.c.id)
        .where(_ITEM.c.ledger == "complaint", moment >= basis.start, moment < basis.end)
        .where(_ITEM.c.stage.not_in(UNCOUNTED))
        .where(or_(_COMPLAINT.c.public.is_(True), _COMPLAINT.c.collective.is_(True)))
        .order_by(_ITEM.c.id)
    ).all()
    if not rows:
        return []
    names = _names(connection, [row.id for row in rows])
    found: list[dict[str, object]] = []
    for row in rows:
        hidden = [*names, row.person, row.accused, row.received_by, row.follow_up]
        said = {
            "matter": row.text,
            "measures": row.measures or row.plan,
            "result": row.result or row.explanation,
        }
        texts = {name: one_line(without_people(text, hidden), PUBLISHED) for name, text in said.items()}
        cause = row.cause.value if row.cause else ""
        found.append({**texts, "came": row.opened.isoformat(), "closed": row.closed is not None, "cause": cause})
    return found


def for_the_board(connection: Connection, text: str) -> str:
    """What somebody wrote in a report that hangs where everybody reads it, without people, units and numbers."""
    return without_people(text, _names(connection, ()))


def _names(connection: Connection, ids: Sequence[int]) -> list[str]:
    """Everybody who may be named: the people of the estate, those who work here, and who raised the matters."""
    named = [select(_PERSON.c.name), select(_OPERATOR.c.name).where(_OPERATOR.c.name != SYSTEM)]
    callers = select(_CALLER.c.person).where(_CALLER.c.complaint_id.in_(ids))
    return [name for query in (*named, callers) for name in connection.execute(query).scalars() if name]
