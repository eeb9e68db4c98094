"""Every table, imported once, so that the metadata is whole for migrations and their check."""

from sqlalchemy import MetaData
from sqlmodel import SQLModel

from propdesk.models import (
    booking,
    callback,
    complaint,
    contact,
    department,
    desk_state,
    emergency,
    estate,
    file,
    finding,
    incident,
    item,
    journal,
    key,
    loan,
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
)  # fmt: skip
"""The slices that declare tables; a test compares them with the folder."""


def metadata() -> MetaData:
    """The metadata of every table."""
    return SQLModel.metadata
