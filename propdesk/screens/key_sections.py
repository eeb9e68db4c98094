"""What stands beside a key set, a loan and a stock-take."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

from textual.content import Content

from propdesk.desk import Desk
from propdesk.i18n import N_
from propdesk.queries import keys, stocktakes
from propdesk.queries.items import ItemRow
from propdesk.queries.keys import KeySet, LoanRow
from propdesk.queries.stocktakes import Counted
from propdesk.screens import key_words
from propdesk.screens.section import Section
from propdesk.widgets.safe import display_text

LOANS = 12
"""So many loans stand beside a key set; all of them have a screen of their own."""


def of_key(desk: Desk, row: ItemRow, _kept: Mapping[str, object]) -> tuple[Section, ...]:
    """The sections of a key set; blocks."""
    found = desk.read(keys.key_set, row.id)
    loans = desk.read(keys.loans_of_key, row.id, LOANS)
    return (*_about(found), Section(N_("Loans"), partial(loan_lines, loans)))


def of_loan(desk: Desk, row: ItemRow, kept: Mapping[str, object]) -> tuple[Section, ...]:
    """The sections of a loan: its key set, and what else the borrower has; blocks."""
    found = desk.read(keys.key_set, int(str(kept["key_id"])))
    others = [loan for loan in desk.read(keys.open_loans, row.person) if loan.id != row.id] if row.person else []
    return (*_about(found), Section(N_("The borrower also has"), partial(loan_lines, others)))


def of_stocktake(desk: Desk, row: ItemRow, _kept: Mapping[str, object]) -> tuple[Section, ...]:
    """What was counted so far; what is expected is never shown; blocks."""
    counted = desk.read(stocktakes.counted, row.id)
    return (Section(N_("Counted so far"), partial(counted_lines, counted)),)


def _about(found: KeySet | None) -> tuple[Section, ...]:
    if found is None or not found.tag:
        return ()
    return (
        Section(N_("Standing instruction"), partial(_same, key_words.instruction(found)), top=True),
        Section(N_("Key set"), partial(_same, [key_words.title(found)])),
        Section(N_("Rules of drawing"), partial(_same, key_words.rules(found))),
    )


def _same(lines: Sequence[Content], _now: datetime, _desk: Desk) -> list[Content]:
    return list(lines)


def loan_lines(loans: Sequence[LoanRow], now: datetime, desk: Desk) -> list[Content]:
    """A line for each loan."""
    return [key_words.loan_line(loan, now, desk.zone) for loan in loans]


def counted_lines(counted: Sequence[Counted], _now: datetime, _desk: Desk) -> list[Content]:
    """A line for each hook, as it was found."""
    return [Content.assemble((f"{each.hook:<7}", "bold"), f" {display_text(each.tag or '-'):<10} {each.pieces}")
            for each in counted]  # fmt: skip
