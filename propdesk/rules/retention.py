"""How long each form is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from propdesk.rules.calendar import utc


@dataclass(frozen=True)
class Retention:
    """How long one form is kept after it was closed."""

    form: str
    """The form's name in the program."""
    years: int | None
    """Whole years, or None for ever."""
    source: str
    """The clause, or on whose proposal where the sources are silent."""


RETENTIONS = (
    Retention("contact", 3, "proposed default; the sources give no period (P01 section 6, P02 section 6)"),
    Retention("complaint", 3, "proposed default; the sources give no period (P07 section 6)"),
    Retention("duty_log", 3, "004 DUTY 4.1.8"),
    Retention("key", 2, "004 KEY 4.4.6"),
    Retention("loan", 2, "004 KEY 4.4.6"),
    Retention("stocktake", 2, "004 KEY 4.4.6"),
    Retention("file", None, "004 FILE 4.1, 004 MOVE 4.5.11"),
    Retention("movein", None, "004 MOVE 4.5.11: kept in the owner's file"),
    Retention("round", 2, "by analogy with 004 PATROL 4.11, which names the two sheets (P14 section 2)"),
    Retention("finding", 2, "004 PATROL 4.11"),
    Retention("vacancy", 1, "004 VAC 4.7.3: a year after the sale; the register and the sheets by analogy"),
    Retention("renovation", 2, "004 PATROL 4.11, by analogy with the patrol records (P04 section 6)"),
    Retention("emergency", 3, "proposed default; the sources give no period (P15 section 6)"),
)
"""The periods of the forms that the desk makes, as the manual has them; a site may keep its own list."""


def destroy_after(form: str, closed: datetime, periods: Sequence[Retention] = RETENTIONS) -> datetime | None:
    """The instant after which a `form` closed at `closed` may be destroyed, in UTC, or None when it is kept for ever.

    Years are whole: closed on 29 February, a form is kept to 28 February of a common year.

    Raises:
        KeyError: the form has no period.
        ValueError: the instant carries no zone.
    """
    closed = utc(closed)
    years = {period.form: period.years for period in periods}[form]
    if years is None:
        return None
    try:
        return closed.replace(year=closed.year + years)
    except ValueError:
        return closed.replace(year=closed.year + years, day=28)
