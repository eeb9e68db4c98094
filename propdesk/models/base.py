"""What every table shares: names of constraints, instants in UTC, closed lists that carry their words."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import DateTime, Dialect, Index, text
from sqlalchemy import Enum as SqlEnum
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.model_config["defer_build"] = True
"""Rows come from the database and from steps, whose forms are validated: hardly any table needs a validator built."""


class Instant(TypeDecorator[datetime]):
    """A moment: aware in Python, UTC in the database. SQLite drops time zones, so a naive moment is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC, without the zone where the database cannot keep it."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a time zone: {value!r}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Choice(StrEnum):
    """A closed list whose members carry an English msgid: `PHONE = "phone", N_("Phone")`."""

    label: str

    def __new__(cls, value: str, label: str = "") -> "Choice":
        """Keep the stored value and the words apart."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


C = TypeVar("C", bound=Choice)


def stored(choice: type[Choice], *, length: int = 24) -> type[TypeEngine[Any]]:
    """The column type of a closed list: its values, checked by the database."""
    return SqlEnum(  # type: ignore[return-value]  # SQLModel's stubs want a class, SQLAlchemy takes an instance
        choice,
        name=choice.__name__.lower(),
        native_enum=False,
        create_constraint=True,
        length=length,
        validate_strings=True,
        values_callable=lambda members: [member.value for member in members],
    )


INSTANT: Any = Instant()
"""One for all columns: SQLAlchemy makes a class of comparisons for each instance."""


def instant(*, index: bool = False, unique: bool = False) -> Any:
    """A column for a moment that is always known."""
    return Field(sa_type=INSTANT, index=index, unique=unique)


def maybe_instant(*, index: bool = False) -> Any:
    """A column for a moment that may not have come yet."""
    return Field(default=None, sa_type=INSTANT, nullable=True, index=index)


def partial_index(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index of those rows only for which `where` holds.

    What PostgreSQL is told stands in the migrations, which alone make tables: an option of its own here would load
    all of SQLAlchemy's PostgreSQL with the first table.
    """
    return Index(name, *columns, unique=unique, sqlite_where=text(where))
