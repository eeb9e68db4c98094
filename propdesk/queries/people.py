"""Who works here."""

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from propdesk.models.operator import SYSTEM, Operator, OperatorRole
from propdesk.models.tables import metadata

_OPERATOR = metadata().tables[str(Operator.__tablename__)]
_ROLE = metadata().tables[str(OperatorRole.__tablename__)]

_HELD = (
    select(_ROLE.c.role)
    .select_from(_OPERATOR.outerjoin(_ROLE, _ROLE.c.operator_id == _OPERATOR.c.id))
    .where(_OPERATOR.c.id == bindparam("operator"), _OPERATOR.c.active.is_(True))
)


@dataclass(frozen=True)
class OperatorView:
    """An operator with the stored values of the roles."""

    id: int
    name: str
    active: bool
    roles: tuple[str, ...]


def operators(connection: Connection, *, only_active: bool = False) -> list[OperatorView]:
    """Everybody who may or might sign in, by name; not the operator `system`."""
    query = select(_OPERATOR).where(_OPERATOR.c.name != SYSTEM).order_by(_OPERATOR.c.name)
    if only_active:
        query = query.where(_OPERATOR.c.active.is_(True))
    roles: dict[int, list[str]] = {}
    for row in connection.execute(select(_ROLE).order_by(_ROLE.c.role)):
        roles.setdefault(row.operator_id, []).append(row.role.value)
    return [
        OperatorView(row.id, row.name, row.active, tuple(roles.get(row.id, ()))) for row in connection.execute(query)
    ]


def roles_of(connection: Connection, operator_id: int) -> tuple[str, ...] | None:
    """The stored values of an operator's roles at this moment; None if there is no such active operator."""
    rows = connection.execute(_HELD, {"operator": operator_id}).all()
    return tuple(row.role for row in rows if row.role) if rows else None
