"""Printed sheets (派工单, 客户投诉处理登记表, 回访记录表): which sheet of an item left the printer, and how often."""

from collections.abc import Mapping

from sqlmodel import SQLModel, col, func, select

from propdesk.i18n import N_, Words
from propdesk.models.booking import Booking
from propdesk.models.callback import Callback
from propdesk.models.complaint import Complaint
from propdesk.models.repair import Repair
from propdesk.models.sheet import Document, Printout
from propdesk.procedures.forms import ask
from propdesk.procedures.step import EVERYBODY, Deed, Procedure
from propdesk.procedures.tx import Tx
from propdesk.rules.sentence import Value

OF_LEDGER: Mapping[str, tuple[Document, type[SQLModel], str]] = {
    "repair": (Document.DISPATCH, Repair, "slip"),
    "booking": (Document.DISPATCH, Booking, "slip"),
    "complaint": (Document.COMPLAINT, Complaint, ""),
    "callback": (Document.CALLBACK, Callback, "sheet"),
}
"""What can be printed of an item of a ledger, and the column of its row that holds the sheet's number.

Without a column the sheet bears the number of the item.
"""

FIRST = {
    Document.DISPATCH: N_("{number} has no dispatch slip yet: dispatch the work first, then print."),
    Document.CALLBACK: N_("{number} has no numbered sheet yet: take the sheet first, then print."),
}
"""What must come before the printing."""


class Print(Deed):
    """Print a sheet: the first edition is the original, every later one a reprint and marked as one."""

    label = N_("Print a sheet")
    by = EVERYBODY
    hidden = True
    source = "004 BOOK 4.6, COMP 4.1.2, CB 4.2, 4.7"
    says = N_("Printed: {document} {number}, edition {edition}")

    document: Document = ask(N_("Document"))

    def do(self, tx: Tx) -> None:
        """Count the edition; the same number is printed again and again, but never silently."""
        number = self._number(tx)
        edition = _printed(tx, self.document, number) + 1
        facts: dict[str, Value] = {"number": number, "edition": edition}
        tx.facts.update(facts)
        tx.session.add(
            Printout(
                item_id=tx.item.id or 0,
                document=self.document,
                number=number,
                edition=edition,
                at=tx.now,
                operator_id=tx.actor.id,
            )
        )

    def _number(self, tx: Tx) -> str:
        if tx.subject is None:
            tx.refuse("item", N_("“{step}” needs the number of an item."), step=Words(self.label))
        item = tx.subject
        document, table, column = OF_LEDGER.get(item.ledger, (None, None, ""))
        if document is not self.document or table is None:
            tx.refuse("document", N_("{number} has no such sheet: {document}."), field="document",
                      number=item.number, document=Words(self.document.label))  # fmt: skip
        if item.stage == "voided":
            tx.refuse("voided", N_("{number} was voided: no sheet of it is printed any more."), number=item.number)
        if not column:
            return item.number
        number = str(getattr(tx.session.get(table, item.id), column, "") or "")
        if not number:
            tx.refuse("no_sheet", FIRST[self.document], number=item.number)
        return number


def _printed(tx: Tx, document: Document, number: str) -> int:
    """The last edition of a sheet that was printed, 0 if none was."""
    last = select(func.max(Printout.edition)).where(
        Printout.item_id == tx.item.id, Printout.document == document, col(Printout.number) == number
    )
    return tx.session.exec(last).one() or 0


PROCEDURE = Procedure(
    ledger="sheet",
    prefix="",
    title=N_("Printed sheets"),
    chapters=("P06", "P07", "P08"),
    form="派工单、客户投诉处理登记表、回访记录表",
    row=None,
    stages=(),
    steps=(Print,),
)
