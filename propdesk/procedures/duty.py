"""Duty rosters (manual P15): due before month end, drawn up fairly, put right by hand, in force by the manager's word.

On duty shifts (nights, rest days) one clerk is named for each turn; in the day turn of a working day every clerk
receives and writes, and nobody need be named. A roster in force is only changed with the manager's approval and a named
replacement (G-DUTY-04): no private swaps.
"""

from datetime import date, timedelta

from propdesk.i18n import N_, translate
from propdesk.models.duty import Duty, Half
from propdesk.procedures import duty_matter as matter
from propdesk.procedures import kit
from propdesk.procedures.duty_changes import Ask, Change, Close, Decline, Swap
from propdesk.procedures.forms import Colleague, ask
from propdesk.procedures.step import LEADERS, NOBODY, VOIDED, Moving, Opening, Procedure, Stage
from propdesk.procedures.tx import Tx
from propdesk.rules import rota
from propdesk.rules.sentence import word

CLERKS = N_("Who takes turns")
LEFT_EMPTY = N_("Names with commas between. Left empty: every clerk and duty officer.")


class Due(Opening[Duty]):
    """The roster of the next month is due; the desk itself puts it on record, once for each month."""

    key, label = "n", N_("Roster due")
    to = ("due",)
    by = NOBODY
    hidden = True
    starts = ("DUTY.ROSTER_MONTHEND",)
    source = "004 DUTY 4.1.1"
    says = N_("Due: duty roster of {month}")

    month: str = ask(N_("Month"), max_length=7)

    def open(self, tx: Tx) -> Duty:
        """Its clock runs to the closing hour of the last day of the month before."""
        month = matter.month_of(tx, self.month)
        _title(tx, month)
        due = rota.due_of(month, tx.site.calendar)
        tx.start("DUTY.ROSTER_MONTHEND", due=due, since=min(tx.happened, due - timedelta(minutes=1)))
        return Duty(item_id=0, month=month)


class Plan(Opening[Duty]):
    """Draw up the roster of a month before the desk asks for it, or of the month a new desk begins in."""

    key, label = "n", N_("New roster")
    to = ("draft",)
    by = LEADERS
    may_start = ("DUTY.ROSTER_MONTHEND",)
    source = "004 DUTY 4.1.1"
    says = N_("Roster of {month} drawn up: {turns} duty turns for {names}")

    month: str = ask(N_("Month"), max_length=8, help=N_("Such as 2026-10."))
    clerks: str | None = ask(CLERKS, default=None, max_length=800, help=LEFT_EMPTY)

    def open(self, tx: Tx) -> Duty:
        """The clock runs where the month has not begun."""
        month = matter.month_of(tx, self.month)
        _title(tx, month)
        due = rota.due_of(month, tx.site.calendar)
        if due > tx.happened:
            tx.start("DUTY.ROSTER_MONTHEND", due=due)
        row = Duty(item_id=0, month=month)
        tx.session.flush()
        matter.draw_up(tx, row, self.clerks)
        return row


class Draw(Moving[Duty]):
    """Draw the draft up, or up anew: turns fall equally on all who take them, nobody has two in a row."""

    key, label = "r", N_("Draw up")
    at, to = ("due", "draft"), ("draft",)
    by = LEADERS
    source = "004 DUTY 4.1.1"
    says = N_("Drawn up: {turns} duty turns for {names}")

    clerks: str | None = ask(CLERKS, default=None, max_length=800, help=LEFT_EMPTY)

    @classmethod
    def keeps(cls) -> frozenset[str]:
        """Who took turns in the last draft."""
        return frozenset({"clerks"})

    def apply(self, tx: Tx, row: Duty) -> None:
        """What was put right by hand before is replaced."""
        matter.draw_up(tx, row, self.clerks)


class Assign(Moving[Duty]):
    """Put somebody into turns of the draft, or nobody into the day turn of a working day, when all receive."""

    key, label = "c", N_("Put in by hand")
    at = ("draft",)
    by = LEADERS
    source = "004 DUTY 4.1.1"
    says = N_("Draft: {count} turns, {days}, {half}: {who}")

    days: str = ask(N_("Days"), max_length=100, help=N_("Such as 3, 3-7 or 1, 3, 20-25."))
    half: Half = ask(N_("Turn"), default=Half.NIGHT)
    clerk: Colleague | None = ask(
        N_("Clerk"), default=None, max_length=40, help=N_("Left empty: nobody in particular.")
    )

    def apply(self, tx: Tx, row: Duty) -> None:
        """Each day named must have such a turn."""
        clerk = tx.colleague(self.clerk, field="clerk") if self.clerk else None
        days = matter.days_of(tx, self.days, row.month)
        for day in days:
            matter.turn_of(tx, row, day.day, self.half, field="days").operator_id = clerk.id if clerk else None
        row.drawn = tx.happened
        row.changes += 1
        tx.facts |= {"count": len(days), "who": clerk.name if clerk else word("nobody", N_("nobody in particular"))}


class Publish(Moving[Duty]):
    """The roster is in force: every duty turn has its clerk, and a manager's word stands for it."""

    key, label = "s", N_("Publish")
    at, to = ("draft",), ("published",)
    by = LEADERS
    meets = ("DUTY.ROSTER_MONTHEND",)
    signs = (matter.APPROVAL,)
    guards = ("G-DUTY-04",)
    source = "004 DUTY 4.1.1"
    says = N_("Roster published, approved by {manager}: {turns} duty turns")

    def apply(self, tx: Tx, row: Duty) -> None:
        """Nothing may be left open."""
        matter.check_whole(tx, row)
        row.publisher, row.published = matter.approved(tx), tx.happened
        plan: list[object] = [
            f"{turn.day} {turn.kind} {matter.name_of(tx, turn.operator_id)}"
            for turn in matter.turns_of(tx) if turn.operator_id
        ]  # fmt: skip
        tx.facts |= {"manager": row.publisher, "turns": len(plan), "plan": plan}


class Attempt(kit.Attempt[Duty]):
    """One try to reach somebody about a roster: who could take a turn, who must be told that it is late."""

    at = ("due", "draft", "published", "asked")


class Correct(kit.Amend[Duty]):
    """Correct what was written about a roster; who has which turn is changed with the manager's word."""

    at = ("due", "draft", "published", "asked", "over")


class Void(kit.Void[Duty]):
    """Void a roster that was begun by mistake; then another one of that month can be drawn up."""

    at = ("due", "draft", "published", "asked", "over")

    def apply(self, tx: Tx, row: Duty) -> None:
        """Nobody is on duty by it any more; the entries keep who was."""
        matter.forget(tx)


def _title(tx: Tx, month: date) -> None:
    tx.item.title = f"{month:%Y-%m} {translate(N_('Duty roster'), tx.site.settings.language)}"
    tx.facts["month"] = f"{month:%Y-%m}"


PROCEDURE = Procedure(
    ledger="duty",
    prefix="PB",
    title=N_("Duty rosters"),
    chapters=("P15",),
    form="客服中心值班安排表",
    row=Duty,
    stages=(
        Stage("due", N_("Roster is due")),
        Stage("draft", N_("Draft")),
        Stage("published", N_("In force"), rests=True),
        Stage("asked", N_("In force, leave asked for")),
        Stage("over", N_("Month is over"), final=True),
        VOIDED,
    ),
    steps=(Due, Plan, Draw, Assign, Publish, Ask, Change, Swap, Decline, Close, Attempt, Correct, Void),
)
