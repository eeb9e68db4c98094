"""Printed sheets (派工单, 回访记录表, 业主验房表 ...): which sheet left the printer, and how often."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlmodel import col

from propdesk.errors import Refused
from propdesk.i18n import N_, Words
from propdesk.models.item import Item
from propdesk.models.journal import Entry
from propdesk.models.key import KeyClass, OwnerCard
from propdesk.models.movein import Movein
from propdesk.models.report import ReportKind
from propdesk.models.sheet import Document, Printout
from propdesk.models.shift import Handover
from propdesk.models.tables import rows_of
from propdesk.procedures.forms import ask
from propdesk.procedures.step import EVERYBODY, Deed, Procedure
from propdesk.procedures.tx import Tx
from propdesk.rules.calendar import DAY
from propdesk.rules.cycles import Period, Span, parse_period
from propdesk.rules.sentence import Value

NO_SUCH = N_("{number} has no such sheet: {document}.")
VOIDED = N_("{number} was voided: no sheet of it is printed any more.")
NO_SLIP = N_("{number} has no dispatch slip yet: dispatch the work first, then print.")
NO_SHEET = N_("{number} has no numbered sheet yet: take the sheet first, then print.")
NO_MANDATE = N_("{number} has no mandate: it was not taken into custody at this desk under one.")
NOT_ENTRUSTED = N_("{number} was not entrusted by an owner: it takes no mandate.")
NOT_KEPT = N_("{number} is not in custody: no label of it is printed.")
NO_MEMO = N_("{number} has no key incident memo: report the key lost or damaged first, then print.")
NOT_PAID = N_("{number} is not that far: keys leave after agreements, goods list and fees.")
NOT_INSPECTED = N_("{number} is not that far: the file is made after the inspection.")
NOBODY_CAME = N_("Nobody has come for {number} yet: there is no handover sheet of it.")
NO_DAY = N_("{number} has no day yet.")
NO_DRAFT = N_("{number} is not drawn up yet: draw the roster up first, then print.")
NOT_CLOSED = N_("{number} is not closed yet: compare and close the stock-take first, then print.")
NOT_WALKED = N_("{number} is not that far: nobody has set out on the round.")
NO_MONTH = N_("{number} is no archive of patrols: of other reports save a file.")
OTHER_REPORT = N_("{number} is another report than “{document}”.")


@dataclass(frozen=True)
class Printable:
    """A document that can be printed of the items of a ledger.

    `number_column` is the column of the ledger's row that holds the sheet's own number; without one the sheet bears the
    number of the item. `first` is said while that number is not there yet. `at` are the stages in which it can be
    printed, none for all but voided ones; `only` is a column and the values it must have; `otherwise` is said where one
    of the two does not hold. Both sentences may name `{number}` and `{document}`.
    """

    document: Document
    ledger: str
    number_column: str = ""
    first: str = ""
    at: tuple[str, ...] = ()
    only: tuple[str, tuple[object, ...]] | None = None
    otherwise: str = NO_SUCH

    def obstacle(self, stage: str, row: Mapping[str, object]) -> tuple[str, str] | None:
        """What keeps it from being printed, as code and msgid of a refusal, or None if nothing does.

        `stage` is the item's, `row` its ledger's, column by column.
        """
        if stage == "voided":
            return "voided", VOIDED
        if (self.at and stage not in self.at) or (self.only and row[self.only[0]] not in self.only[1]):
            return "not_printed", self.otherwise
        if self.number_column and not row[self.number_column]:
            return "no_sheet", self.first
        return None


PRINTABLES: tuple[Printable, ...] = (
    Printable(Document.DISPATCH, "repair", number_column="slip", first=NO_SLIP),
    Printable(Document.DISPATCH, "booking", number_column="slip", first=NO_SLIP),
    Printable(Document.COMPLAINT, "complaint"),
    Printable(Document.CALLBACK, "callback", number_column="sheet", first=NO_SHEET),
    Printable(
        Document.MANDATE, "key", number_column="mandate", first=NO_MANDATE, only=("kind", (KeyClass.ENTRUSTED,)),
        otherwise=NOT_ENTRUSTED,
    ),
    Printable(Document.KEY_LABEL, "key", at=("custody", "lost", "agreed"), otherwise=NOT_KEPT),
    Printable(Document.KEY_MEMO, "key", number_column="memo", first=NO_MEMO),
    Printable(Document.LOAN, "loan"),
    Printable(Document.STOCKTAKE, "stocktake", at=("closed",), otherwise=NOT_CLOSED),
    Printable(Document.MOVEIN_NOTICE, "movein"),
    Printable(Document.MOVEIN_COURSE, "movein"),
    Printable(Document.MOVEIN_GOODS, "movein"),
    Printable(
        Document.KEY_RECEIPT, "movein", at=("paid", "keyed", "inspected", "defects", "pursued", "filed"),
        otherwise=NOT_PAID,
    ),
    Printable(Document.INSPECTION, "movein"),
    Printable(Document.FILE_COVER, "movein", at=("inspected", "filed"), otherwise=NOT_INSPECTED),
    Printable(Document.FILE_COVER, "file"),
    Printable(Document.PATROL_LOG, "round", at=("walking", "walked", "closed"), otherwise=NOT_WALKED),
    Printable(Document.PROBLEM_SHEET, "finding", number_column="sheet", first=NO_SHEET),
    Printable(Document.PATROL_MONTH, "report", only=("kind", (ReportKind.PATROL_MONTH,)), otherwise=NO_MONTH),
    Printable(Document.VACANCY_RECORD, "vacancy"),
    Printable(Document.VACANCY_MONTH, "report", only=("kind", (ReportKind.VACANCY_MONTH,)), otherwise=OTHER_REPORT),
    Printable(Document.VACANCY_HALF, "report", only=("kind", (ReportKind.VACANCY_HALF,)), otherwise=OTHER_REPORT),
    Printable(Document.VACANCY_PLAN, "report", only=("kind", (ReportKind.VACANCY_PLAN,)), otherwise=OTHER_REPORT),
    Printable(
        Document.HANDOVER, "shift", at=("arrived", "checked", "on_duty", "tidied", "handed_over", "signed_off"),
        otherwise=NOBODY_CAME,
    ),
    Printable(Document.DAY_SHEET, "shift", number_column="day", first=NO_DAY),
    Printable(Document.EMERGENCY, "emergency"),
    Printable(Document.DUTY_ROSTER, "duty", at=("draft", "published", "asked", "over"), otherwise=NO_DRAFT),
)  # fmt: skip
"""Every document of every ledger, those of one ledger in the order in which they are offered."""


def printables(ledger: str) -> tuple[Printable, ...]:
    """What can be printed of the items of a ledger."""
    return tuple(each for each in PRINTABLES if each.ledger == ledger)


class Print(Deed):
    """Print a sheet: the first edition is the original, every later one a reprint and marked as one."""

    label = N_("Print a sheet")
    by = EVERYBODY
    hidden = True
    guards = ("G-KEY-08", "G-MOVE-05")
    source = (
        "004 BOOK 4.6, COMP 4.1.2, CB 4.2, 4.7, KEY 4.2.2, 4.3, 4.4.1-4.4.4, MOVE 4.2.1, 4.5.9, FILE 5.0, "
        "PATROL 4.5.6-4.11, VAC 4.4-4.5, 4.7.3, DUTY 4.1.1, 4.1.6, 4.1.8, 4.2; 001 L33"
    )
    says = N_("Printed: {document} {number}, edition {edition}")

    document: Document = ask(N_("Document"))

    def do(self, tx: Tx) -> None:
        """Count the edition; the same number is printed again and again, but never silently."""
        number = self._number(tx)
        about = _counted_on(tx, self.document)
        edition = _printed(tx, about, self.document, number) + 1
        facts: dict[str, Value] = {"number": number, "edition": edition}
        tx.facts.update(facts)
        tx.session.add(
            Printout(
                item_id=about,
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
        item, document = tx.subject, Words(self.document.label)
        found = next((each for each in printables(item.ledger) if each.document is self.document), None)
        if found is None:
            tx.refuse("document", NO_SUCH, field="document", number=item.number, document=document)
        row = _row(tx)
        if obstacle := found.obstacle(item.stage, row):
            tx.refuse(*obstacle, number=item.number, document=document)
        return str(row[found.number_column]) if found.number_column else item.number


class PrintRegister(Deed):
    """Print the register of owner's cards as it stands: it belongs to no item, and each printing is on record."""

    label = N_("Print the register of owner's cards")
    by = EVERYBODY
    hidden = True
    source = "004 KEY 4.4.5"
    says = N_("Printed: register of owner's cards, {count} cards")

    def do(self, tx: Tx) -> None:
        """Count what is on it, withdrawn cards among them."""
        tx.facts["count"] = tx.connection.execute(select(func.count()).select_from(OwnerCard)).scalar() or 0


class PrintVacancies(Deed):
    """Print the register of vacant units as it stands: it belongs to no item, and each printing is on record."""

    label = N_("Print the register of vacant units")
    by = EVERYBODY
    hidden = True
    source = "004 VAC 4.2-4.3"
    says = N_("Printed: register of vacant units, {count} units")

    def do(self, tx: Tx) -> None:
        """Count what is kept or let."""
        there = col(Item.ledger) == "vacancy", col(Item.closed).is_(None)
        tx.facts["count"] = tx.connection.execute(select(func.count()).select_from(Item).where(*there)).scalar() or 0


class PrintDelivery(Deed):
    """Print the delivery figures of a month for the developer: each printing is on record (000 I(一)2.2③)."""

    label = N_("Print the delivery figures")
    by = EVERYBODY
    hidden = True
    source = "000 I(一)2.2③"
    says = N_("Printed: delivery figures {month}, {count} units")

    month: str = ask(N_("Month"), max_length=7, help=N_("Such as 2026-10."))

    def do(self, tx: Tx) -> None:
        """Count the units that were handed over in that month."""
        period = self._period(tx)
        start, end = tx.site.calendar.start_of(period.first), tx.site.calendar.start_of(period.last + DAY)
        handed = select(func.count()).select_from(Movein).join(Item, col(Item.id) == col(Movein.item_id))
        within = handed.where(col(Movein.keyed) >= start, col(Movein.keyed) < end, col(Item.stage) != "voided")
        tx.facts["count"] = tx.connection.execute(within).scalar() or 0

    def _period(self, tx: Tx) -> Period:
        period = None
        with suppress(Refused):
            period = parse_period(self.month, begins=tx.site.settings.month_begins)
        if period is None or period.span is not Span.MONTH:
            tx.refuse("month", N_("“{typed}” is no month. Write 2026-10."), field="month", typed=self.month)
        return period


class PrintDay(Deed):
    """Print the duty log of a day on which no shift is on the desk, such as one before there were handovers."""

    label = N_("Print the duty log of a day without shifts")
    by = EVERYBODY
    hidden = True
    source = "004 DUTY 4.1.8"
    says = N_("Printed: duty log of {day}, {count} entries")

    day: str = ask(N_("Day"), max_length=10, help=N_("Such as 2026-10-05."))

    def do(self, tx: Tx) -> None:
        """Count what was written on it."""
        try:
            day = date.fromisoformat(self.day)
            start, end = tx.site.calendar.start_of(day), tx.site.calendar.start_of(day + DAY)
        except (ValueError, OverflowError):
            tx.refuse("day", N_("“{typed}” is not a day. Write 2026-10-01."), field="day", typed=self.day)
        if start > tx.now:
            tx.refuse("day", N_("{moment} has not come yet."), field="day", moment=self.day)
        within = select(func.count()).select_from(Entry).where(col(Entry.written) >= start, col(Entry.written) < end)
        tx.facts["count"] = tx.connection.execute(within).scalar() or 0


class PrintFallback(Deed):
    """Print what is needed if the computer does not start: whom to ring, what is open, forms to write on."""

    label = N_("Print the sheet for a night without the computer")
    by = EVERYBODY
    hidden = True
    source = "004 DUTY 4.1.6, 4.1.8; site practice"
    says = N_("Printed: sheet for a night without the computer, {count} open items")

    def do(self, tx: Tx) -> None:
        """Count what is open."""
        at_work = col(Item.closed).is_(None), col(Item.resting).is_(False)
        open_ones = select(func.count()).select_from(Item).where(*at_work)
        tx.facts["count"] = tx.connection.execute(open_ones).scalar() or 0


def _row(tx: Tx) -> Mapping[str, object]:
    """The row of the item in its ledger, column by column."""
    table = rows_of(tx.item.ledger)
    return {**tx.connection.execute(select(table).where(table.c.item_id == tx.item.id)).mappings().one()}


def _counted_on(tx: Tx, document: Document) -> int:
    """The item on which the editions of a sheet are counted: those of a day's log on the first shift of the day."""
    if document is Document.DAY_SHEET:
        mine = tx.session.get_one(Handover, tx.item.id)
        same = select(col(Handover.item_id)).where(col(Handover.day) == mine.day)
        first = same.order_by(col(Handover.starts)).limit(1)
        return tx.connection.execute(first).scalar() or 0
    return tx.item.id or 0


def _printed(tx: Tx, about: int, document: Document, number: str) -> int:
    """The last edition of a sheet that was printed, 0 if none was."""
    last = select(func.max(col(Printout.edition))).where(
        col(Printout.item_id) == about, col(Printout.document) == document, col(Printout.number) == number
    )
    return tx.connection.execute(last).scalar() or 0


PROCEDURE = Procedure(
    ledger="sheet",
    prefix="",
    title=N_("Printed sheets"),
    chapters=("P03", "P06", "P07", "P08", "P12", "P13", "P14", "P15", "P16", "P21"),
    form="派工单、客户投诉处理登记表、回访记录表、业主托管钥匙委托书、借用钥匙登记表、钥匙管理备忘录、业主证登记表、"
    "入住通知书、业主收楼领取物品清单、业主验房表、钥匙领用登记表、业主档案封面、巡楼日志、巡查问题处理表、巡查记录表、"
    "空置房登记表、空置房维护管理工作记录、空置房动态表、空置房维护保养频次、客服中心交接班记录表、值班记录、"
    "客服中心值班安排表、突发事件处理记录表",
    row=None,
    stages=(),
    steps=(Print, PrintRegister, PrintVacancies, PrintDelivery, PrintDay, PrintFallback),
)
