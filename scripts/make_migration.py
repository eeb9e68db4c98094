"""Write the first migration anew from the models. One command, no arguments: `python scripts/make_migration.py`.

Only until the first landing: from then on 0001 is history, and a change of the models is a migration of its own.
"""

import subprocess
import sys
import textwrap
from pathlib import Path

from alembic.autogenerate import produce_migrations
from alembic.autogenerate.api import AutogenContext
from alembic.autogenerate.render import render_op
from alembic.operations.ops import CreateIndexOp, CreateTableOp, MigrateOperation, ModifyTableOps
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine
from sqlmodel.sql.sqltypes import AutoString

from propdesk.models import tables
from propdesk.models.base import Instant
from propdesk.store import search

VERSIONS = Path(__file__).parent.parent / "propdesk" / "store" / "migrations" / "versions"
TARGET = VERSIONS / "0001_first_tables.py"

HEAD = '''"""The first tables, one function each, and the search index."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

'''


def main() -> None:
    """Overwrite 0001 and put it into the project's format."""
    for old in VERSIONS.glob("0001_*.py"):
        old.unlink()
    VERSIONS.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(source(), encoding="utf-8")
    for arguments in (["format", "--quiet"], ["check", "--fix", "--quiet"]):
        subprocess.run([sys.executable, "-m", "ruff", *arguments, str(TARGET)], check=True)
    print(f"{TARGET.name}: {len(tables.metadata().tables)} tables")


def source() -> str:
    """The text of the migration."""
    bodies = _bodies()
    calls = "".join(f"    _{name}()\n" for name in bodies)
    ddl = "".join(f"        {line!r}\n" for line in textwrap.wrap(search.DDL, 100, drop_whitespace=False))
    upgrade = f'def upgrade() -> None:\n    """Create everything."""\n{calls}    op.execute(\n{ddl}    )\n'
    functions = [f"def _{name}() -> None:\n    {body}\n" for name, body in bodies.items()]
    return HEAD + "\n\n" + "\n\n".join([upgrade, *functions])


def _bodies() -> dict[str, str]:
    """For each table, in the order of their links, the operations that create it and its indexes."""
    bodies: dict[str, list[str]] = {}
    autogen, operations = _operations()
    for operation in operations:
        assert isinstance(operation, CreateTableOp | CreateIndexOp)
        bodies.setdefault(operation.table_name, []).extend(render_op(autogen, operation))
    return {name: "\n    ".join(lines) for name, lines in bodies.items()}


def _operations() -> tuple[AutogenContext, list[MigrateOperation]]:
    engine = create_engine("sqlite://")
    options = {"render_item": _render_item, "sqlalchemy_module_prefix": "sa.", "alembic_module_prefix": "op."}
    options |= {"user_module_prefix": None}
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={**options, "target_metadata": tables.metadata()})
        found = produce_migrations(context, tables.metadata()).upgrade_ops
        assert found is not None
        return AutogenContext(context, tables.metadata(), opts=context.opts), _flat(found.ops)


def _flat(operations: list[MigrateOperation]) -> list[MigrateOperation]:
    flat: list[MigrateOperation] = []
    for operation in operations:
        flat += _flat(list(operation.ops)) if isinstance(operation, ModifyTableOps) else [operation]
    return flat


def _render_item(kind: str, item: object, _context: AutogenContext) -> str | bool:
    """Our own column types as the plain ones they are made of."""
    if kind == "type" and isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, AutoString):
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    return False


if __name__ == "__main__":
    main()
