"""What the desk keeps outside the journal because it is no evidence: settings, parked forms, wrong PINs."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Row, delete, desc, insert, select, update

from propdesk.models import tables
from propdesk.rules.chain import canonical_json

_SETTING = tables.metadata().tables["setting"]
_DRAFT = tables.metadata().tables["draft"]
_FAILURE = tables.metadata().tables["sign_in_failure"]

FAILURES_ALLOWED = 5
"""After so many wrong PINs in a row signing in is locked."""

LOCKED_FOR = timedelta(minutes=5)
"""How long signing in stays locked."""


@dataclass(frozen=True)
class DraftRow:
    """A parked form; `fields` holds what was typed so far, by name."""

    id: int
    operator_id: int
    step: str
    item_id: int | None
    title: str
    fields: dict[str, object]
    begun: datetime
    saved: datetime


def load_settings(connection: Connection) -> dict[str, object]:
    """Every setting of the site, by key."""
    return {row.key: json.loads(row.value) for row in connection.execute(select(_SETTING))}


def save_setting(connection: Connection, key: str, value: object) -> None:
    """Keep one setting; `value` is anything JSON can hold."""
    changed = connection.execute(update(_SETTING).where(_SETTING.c.key == key), {"value": canonical_json(value)})
    if not changed.rowcount:
        connection.execute(insert(_SETTING), {"key": key, "value": canonical_json(value)})


def save_draft(
    connection: Connection,
    *,
    draft: int | None = None,
    operator: int,
    step: str,
    item: int | None,
    title: str,
    fields: Mapping[str, object],
    at: datetime,
    begun: datetime | None = None,
) -> int:
    """Park a form, or park `draft` again, and give its id; a draft dropped meanwhile is parked anew.

    `begun` is when the form was first opened, if that was before `at`.
    """
    values = {"operator_id": operator, "step": step, "item_id": item, "title": title, "saved": at}
    values["fields"] = canonical_json(dict(fields))
    if draft is not None and connection.execute(update(_DRAFT).where(_DRAFT.c.id == draft), values).rowcount:
        return draft
    key = connection.execute(insert(_DRAFT), {**values, "begun": begun or at}).inserted_primary_key
    assert key is not None
    return int(key[0])


def drafts(connection: Connection, operator: int) -> list[DraftRow]:
    """The parked forms of one operator, the last saved first."""
    mine = select(_DRAFT).where(_DRAFT.c.operator_id == operator)
    return [_draft(row) for row in connection.execute(mine.order_by(desc(_DRAFT.c.saved), desc(_DRAFT.c.id)))]


def load_draft(connection: Connection, draft: int) -> DraftRow | None:
    """One parked form, or None when it is gone."""
    row = connection.execute(select(_DRAFT).where(_DRAFT.c.id == draft)).first()
    return _draft(row) if row else None


def drop_draft(connection: Connection, draft: int) -> None:
    """Throw a parked form away; one that is gone already is no trouble."""
    connection.execute(delete(_DRAFT).where(_DRAFT.c.id == draft))


def locked_until(connection: Connection, operator: int, now: datetime) -> datetime | None:
    """Until when this operator may not sign in, or None when they may; no lock outlasts a clock that was set back."""
    found = connection.execute(select(_FAILURE.c.locked_until).where(_FAILURE.c.operator_id == operator)).scalar()
    return found if found is not None and now < found <= now + LOCKED_FOR else None


def record_failure(connection: Connection, operator: int, now: datetime) -> datetime | None:
    """Count a wrong PIN; gives until when signing in is locked, if this one was the last allowed or came after it."""
    if locked_until(connection, operator, now):
        return locked_until(connection, operator, now)
    count = 1 + (connection.execute(select(_FAILURE.c.count).where(_FAILURE.c.operator_id == operator)).scalar() or 0)
    locked = now + LOCKED_FOR if count >= FAILURES_ALLOWED else None
    values = {"operator_id": operator, "count": 0 if locked else count, "locked_until": locked}
    if not connection.execute(update(_FAILURE).where(_FAILURE.c.operator_id == operator), values).rowcount:
        connection.execute(insert(_FAILURE), values)
    return locked


def clear_failures(connection: Connection, operator: int) -> None:
    """Forget wrong PINs after a right one."""
    connection.execute(delete(_FAILURE).where(_FAILURE.c.operator_id == operator))


def _draft(row: Row[tuple[object, ...]]) -> DraftRow:
    return DraftRow(**{**row._mapping, "fields": json.loads(row.fields)})
