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
    duty,
    emergency,
    estate,
    file,
    incident,
    item,
    journal,
    key,
    loan,
    movein,
    operator,
    repair,
    report,
    sheet,
    shift,
    stocktake,
    timer,
)

MODULES = (
    operator, desk_state, estate, item, shift, journal, timer, department, contact, complaint, emergency, repair,
    booking, incident, callback, report, sheet, key, loan, stocktake,
    movein, file,
    duty,
)  # fmt: skip
"""The slices that declare tables; a test compares them with the folder."""


def metadata() -> MetaData:
    """The metadata of every table."""
    return SQLModel.metadata
