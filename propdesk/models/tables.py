"""Every table, imported once, so that the metadata is whole for migrations and their check."""

from sqlalchemy import MetaData, Table
from sqlmodel import SQLModel

from propdesk.models import (
    booking,
    callback,
    complaint,
    contact,
    department,
    desk_state,
    duty,
    emergency,
    estate,
    file,
    finding,
    incident,
    item,
    journal,
    key,
    loan,
    log,
    movein,
    operator,
    renovation,
    repair,
    report,
    round,  # noqa: A004  the ledger's name
    sheet,
    shift,
    stocktake,
    timer,
    vacancy,
)

MODULES = (
    operator, desk_state, estate, item, shift, journal, timer, department, contact, complaint, emergency, repair,
    booking, incident, callback, report, sheet, key, loan, stocktake,
    movein, file, round, finding, vacancy, renovation,
    log, duty,
)  # fmt: skip
"""The slices that declare tables; a test compares them with the folder."""


ROWS = {"shift": "handover"}
"""The table of a ledger's rows where it is not called like the ledger: a shift is the kernel's, its handover a row."""


def rows_of(ledger: str) -> Table:
    """The table that holds the rows of a ledger.

    Raises:
        KeyError: there is none.
    """
    return SQLModel.metadata.tables[ROWS.get(ledger, ledger)]


def metadata() -> MetaData:
    """The metadata of every table."""
    return SQLModel.metadata
