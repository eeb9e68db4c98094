"""The day: the duty officer's oral report, and the supervisor's sign-off that seals the entries of its shifts."""

from collections.abc import Sequence
from datetime import datetime, time

from propdesk.i18n import N_
from propdesk.models.item import Item
from propdesk.models.shift import DaySeal, Handover
from propdesk.procedures import kit
from propdesk.procedures import shift_matter as matter
from propdesk.procedures.forms import ask
from propdesk.procedures.step import EVERYBODY, LEADERS, NOBODY, Moving, Signing
from propdesk.procedures.tx import Tx
from propdesk.store import handover as kept

LAST = time(23, 59)
"""The turn that holds at this time of a day is its last one."""
BY_WORD = ("phone", "paper")
"""How a release is given that somebody has to countersign."""


class OralReport(Moving[Handover]):
    """The duty officer has reported orally to a leader: ticked, with its time."""

    key, label = "p", N_("Oral report")
    at = (*matter.ON_DUTY, "handed_over")
    by = EVERYBODY
    aside = True
    source = "004 DUTY 4.3"
    says = N_("Reported orally to {told}; {remark}")

    told: str = ask(N_("Reported to"), max_length=80)
    remark: str | None = ask(N_("Remark"), default=None, max_length=400)

    def apply(self, tx: Tx, row: Handover) -> None:
        """When and to whom."""
        row.oral_report, row.oral_to = tx.happened, self.told


class Signoff(Moving[Handover]):
    """Read and sign the duty log of a whole day; that seals the entries of its shifts (design, the journal)."""

    key, label = "s", N_("Sign off the day")
    at, to = (*matter.UNENDED, "handed_over"), ("signed_off",)
    later = ("expected", *matter.ARRIVING)
    by = LEADERS
    meets = ("DUTY.CHECK_DAILY",)
    ends = matter.RUNNING
    then = ("shift.end_for", "shift.seal")
    signs = (
        Signing("supervisor", N_("Supervisor's signature"), roles=LEADERS, must=True, own=True, guard="G-DUTY-08",
                usual="actor"),
    )  # fmt: skip
    guards = ("G-DUTY-08",)
    source = "004 DUTY 4.3"
    says = N_("{day} signed off: entries {first} to {last} ({count}), {head}; {remark}")

    remark: str | None = ask(N_("Remark"), default=None, lines=True)
    unended: str | None = ask(
        N_("Why shifts were not handed over"), default=None, max_length=400,
        help=N_("Needed where somebody's shift was not handed over: it is ended with this reason."),
    )  # fmt: skip

    def apply(self, tx: Tx, row: Handover) -> None:
        """Check that the day is over and that it is somebody else's, end what nobody ended, seal."""
        turns = matter.of_day(tx, row)
        over = tx.site.turn(tx.site.calendar.at(row.day, LAST)).end
        self._check(tx, row, [each for _, each in turns], over)
        self._end_all(tx, turns)
        for item, other in turns:
            if other is not row:
                tx.then("shift.seal", {}, item=item)
        row.signed_off, row.signed_by = tx.happened, tx.actor.name
        self._seal(tx, row, over)

    def _check(self, tx: Tx, row: Handover, turns: Sequence[Handover], over: datetime) -> None:
        if tx.signed["supervisor"].operator_id != tx.actor.id:
            tx.refuse("G-DUTY-08", N_("Whoever signs the day off signs with the own PIN."), field="supervisor")
        if tx.now < over:
            shown = f"{tx.site.calendar.local(over):%m-%d %H:%M}"
            tx.refuse("over", N_("{day} is not over before {moment}."), day=row.day, moment=shown)
        if tx.actor.id in {each.clerk_id for each in turns}:
            if not kit.alone(tx, LEADERS):
                tx.refuse("separation", N_("Nobody signs off a day on which they were on duty: another leader does."))
            tx.facts["alone"] = True
        waiting = [each for each in turns if each.released_how in BY_WORD and each.countersigned is None]
        if waiting:
            tx.refuse("countersign", N_("The release by {who} is not countersigned yet (shift.countersign)."),
                      who=waiting[0].released_by)  # fmt: skip

    def _end_all(self, tx: Tx, turns: Sequence[tuple[Item, Handover]]) -> None:
        left = [(item, each) for item, each in turns if item.stage in matter.UNENDED]
        if left and not self.unended:
            names = ", ".join(f"{item.title} ({matter.name_of(tx, each.clerk_id)})" for item, each in left)
            tx.refuse("G-DUTY-02", N_("Not handed over: {shifts}. Write why; they are ended with that reason."),
                      field="unended", shifts=names)  # fmt: skip
        for item, each in left:
            if item is tx.item:
                matter.end_for(tx, each, self.unended or "")
            else:
                tx.then("shift.end_for", {"reason": self.unended}, item=item)

    def _seal(self, tx: Tx, row: Handover, over: datetime) -> None:
        span = kept.written(tx.connection, tx.site.calendar.start_of(row.day), over)
        seal = DaySeal(
            day=row.day, first=span.first, last=span.last, count=span.count, head=span.head, entry=tx.seq,
            signed=tx.now, operator_id=tx.actor.id,
        )  # fmt: skip
        tx.afterwards.append(lambda: tx.session.add(seal))
        tx.facts |= {"day": f"{row.day}", "first": span.first, "last": span.last, "count": span.count,
                     "head": span.head}  # fmt: skip


class Seal(Moving[Handover]):
    """A shift is signed off with its day."""

    key, label = "y", N_("Signed off with the day")
    at, to = ("handed_over",), ("signed_off",)
    by = NOBODY
    hidden = True
    meets = ("DUTY.CHECK_DAILY",)
    guards = ("G-DUTY-08",)
    source = "004 DUTY 4.3"
    says = N_("Signed off with its day")

    def apply(self, tx: Tx, row: Handover) -> None:
        """The sign-off itself stands on another shift of the day."""
        row.signed_off, row.signed_by = tx.happened, tx.actor.name
