"""Who works here."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from propdesk.models.operator import SYSTEM, Operator, OperatorRole
from propdesk.models.tables import metadata

_OPERATOR = metadata().tables[str(Operator.__tablename__)]
_ROLE = metadata().tables[str(OperatorRole.__tablename__)]


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
