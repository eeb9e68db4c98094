"""Shifts and their handover (客服中心交接班记录表; manual P15): arriving, reading, counting, taking over.

Each turn of duty is an item, opened by the desk itself before it begins, so that one nobody comes to can be seen. What
must be done before somebody is on duty is asked for when both sign, in whatever order it was done.
"""

from datetime import timedelta

from sqlmodel import col, select

from propdesk.i18n import N_, translate
from propdesk.models.shift import Handover
from propdesk.procedures import kit
from propdesk.procedures import shift_matter as matter
from propdesk.procedures.forms import Count as Number
from propdesk.procedures.forms import Moment, ask
from propdesk.procedures.shift_day import OralReport, Seal, Signoff
from propdesk.procedures.shift_leaving import (
    Begin,
    Carry,
    Countersign,
    EndFor,
    Leave,
    Release,
)
from propdesk.procedures.shift_leaving import Handover as HandOver
from propdesk.procedures.step import NOBODY, VOIDED, Moving, Opening, Procedure, Stage
from propdesk.procedures.tx import Tx
from propdesk.rules import handover, rota
from propdesk.rules.sentence import Value, value_of, word
from propdesk.rules.shifts import TURN_TITLES, Turn
from propdesk.store import duty as roster
from propdesk.store import handover as kept

LIVE = ("expected", "arrived", "checked", "on_duty", "tidied", "handed_over")
"""Every stage but the last two."""
EVER = (*LIVE, "signed_off")
MINUTE = timedelta(minutes=1)


class Expect(Opening[Handover]):
    """A turn of duty begins soon; the desk itself puts it on record, whoever comes."""

    key, label = "n", N_("Turn of duty")
    to = ("expected",)
    by = NOBODY
    hidden = True
    may_start = ("DUTY.ARRIVE_5M", "DUTY.FRONT_ARRIVE_15M", "DUTY.CHECK_DAILY")
    source = "004 DUTY 4.1.2, 4.2.1, 4.3; 002 L15"
    says = N_("{turn} of {day}: {begins} to {ends}")

    begins: Moment = ask(N_("Begins"))

    def open(self, tx: Tx) -> Handover:
        """Find the turn; run the clock of arriving and, for the last turn of a day, that of the daily sign-off."""
        turn = tx.site.turn(self.begins)
        self._check(tx, turn)
        day = tx.site.calendar.day(turn.start)
        title = translate(TURN_TITLES[turn.kind], tx.site.settings.language)
        tx.item.title = f"{title} {day:%m-%d}"
        tx.facts |= {"turn": word(turn.kind, TURN_TITLES[turn.kind]), "day": f"{day:%m-%d}", "ends": value_of(turn.end)}
        self._start(tx, turn)
        return Handover(item_id=0, kind=turn.kind, starts=turn.start, ends=turn.end, day=day)

    def _check(self, tx: Tx, turn: Turn) -> None:
        if turn.start != self.begins or handover.opens(tx.site.settings, turn) > tx.now:
            tx.refuse("starts", N_("No turn of duty that comes up now begins at that time."), field="begins")
        there = select(Handover.item_id).where(col(Handover.starts) == turn.start)
        if tx.session.exec(there).first() is not None:
            tx.refuse("shift", N_("That turn of duty is on the desk already."), field="begins")

    def _start(self, tx: Tx, turn: Turn) -> None:
        settings, calendar = tx.site.settings, tx.site.calendar
        due = handover.arrival(settings, turn)
        first = kept.last_turn(tx.connection) is None
        if not (first and due <= tx.happened):
            code = "DUTY.FRONT_ARRIVE_15M" if turn.kind in settings.front_turns else "DUTY.ARRIVE_5M"
            tx.start(code, due=due, since=min(tx.happened, due - MINUTE))
        if turn.kind in rota.NIGHTS:
            checked = handover.signoff_due(turn, calendar, settings)
            tx.start("DUTY.CHECK_DAILY", due=checked, since=min(tx.happened, checked - MINUTE))


class Arrive(Moving[Handover]):
    """Come to take the turn: by day any clerk, on duty shifts the roster's or a replacement on record."""

    key, label = "a", N_("Arrive")
    at, to = ("expected",), ("arrived",)
    meets = ("DUTY.ARRIVE_5M", "DUTY.FRONT_ARRIVE_15M")
    guards = ("G-DUTY-09",)
    source = "004 DUTY 4.1.1, 4.1.5, 4.2.1; 002 L15"
    says = N_("Arrived; on the roster: {rostered}; in their place: {replacement}")

    replacement: str | None = ask(
        N_("Why in place of the rostered clerk"), default=None, max_length=400,
        help=N_("Needed on duty shifts, nights and rest days, when the roster has somebody else."),
    )  # fmt: skip
    named_by: str | None = ask(N_("Who named the replacement"), default=None, max_length=80)

    def apply(self, tx: Tx, row: Handover) -> None:
        """Match the roster on duty shifts, never by day (G-DUTY-09)."""
        if tx.happened >= row.ends:
            tx.refuse("over", N_("This turn is over. A supervisor ends it."))
        named = roster.rostered(tx.connection, row.day, row.kind)
        row.rostered = named.name if named else ""
        other = named is not None and named.operator_id != tx.actor.id
        if row.kind in rota.DUTY_TURNS and other and not self.replacement:
            tx.refuse("G-DUTY-09", N_("The roster has {name} on duty. Write why you come in their place."),
                      field="replacement", name=row.rostered)  # fmt: skip
        row.clerk_id, row.arrived = tx.actor.id, tx.happened
        row.replacement, row.named_by = self.replacement or "", self.named_by or ""
        tx.item.owner_id, tx.item.person = tx.actor.id, tx.actor.name
        everybody = word("everybody", N_("everybody who is here"))
        tx.facts["rostered"] = row.rostered or (everybody if row.kind == "day" else word("none", N_("nobody")))


class Read(Moving[Handover]):
    """Read the log of the shift before to its end."""

    key, label = "l", N_("Read the log")
    at, to = matter.ARRIVING, matter.ARRIVING
    source = "004 DUTY 4.2.1"
    says = N_("Log read, entries {from_entry} to {to_entry}")

    up_to: Number | None = ask(
        N_("Read up to entry"), default=None, help=N_("The last entry that was on the screen; left empty: the end.")
    )

    def apply(self, tx: Tx, row: Handover) -> None:
        """What others wrote after the last entry that was read must be read too."""
        matter.own(tx, row)
        newest = tx.seq - 1
        end = newest if self.up_to is None else min(self.up_to, newest)
        if later := kept.by_others(tx.connection, end, [tx.actor.id, tx.item.receiver_id]):
            tx.refuse("read", N_("Not read yet: entries {first} to {last}. Read to the end."), field="up_to",
                      first=later[0], last=newest)  # fmt: skip
        earlier = matter.before(tx, row)
        begins = (earlier[1].read_to if earlier else 0) + 1
        row.read_to, row.read = newest, tx.happened
        tx.facts |= {"from_entry": min(begins, newest), "to_entry": newest}
        matter.settle(tx, row)


class Count(Moving[Handover]):
    """Count property and keys without being told how many there should be, and look at the area."""

    key, label = "c", N_("Count property and keys")
    at, to = matter.ARRIVING, matter.ARRIVING
    guards = ("G-DUTY-07",)
    source = "004 DUTY 4.2.1a-b"
    says = N_("Counted: {things}; differences: {differences}; damaged: {damaged}; {explanation}; area: {area}")

    found: str = ask(
        N_("What is there"), lines=True, help=N_("A thing a line with its number: Torch 2. Keys by cabinet: A 37.")
    )
    damaged: str | None = ask(N_("Damaged things"), default=None, max_length=400)
    explanation: str | None = ask(N_("Explanation of what is missing or damaged"), default=None, lines=True)
    area: str | None = ask(
        N_("Anything abnormal in the area"), default=None, max_length=400, help=N_("Left empty: all in order.")
    )

    def apply(self, tx: Tx, row: Handover) -> None:
        """Keep each number with what there should be; an explanation may come later, but before anybody signs."""
        matter.own(tx, row)
        language = tx.site.settings.language
        found = matter.count(tx, self.found)
        row.counted = tx.happened
        row.damaged, row.area = self.damaged or "", self.area or ""
        row.explanation = self.explanation or ""
        things: list[Value] = [f"{thing.words(language)} {number}" for thing, number in found.items()]
        none = word("none", N_("none"))
        tx.facts["things"] = list(things)
        tx.facts["differences"] = list(matter.said(tx, matter.differences(tx, row))) or none
        tx.facts.setdefault("area", self.area or word("in_order", N_("in order")))
        matter.settle(tx, row)


class Explain(Moving[Handover]):
    """Explain what is missing or damaged; nobody signs before."""

    key, label = "w", N_("Explain a difference")
    at = matter.ARRIVING
    aside = True
    guards = ("G-DUTY-07",)
    source = "004 DUTY 4.2.1a"
    says = N_("Explained: {differences}: {explanation}")

    explanation: str = ask(N_("Explanation of what is missing or damaged"), lines=True)

    def apply(self, tx: Tx, row: Handover) -> None:
        """Only where there is something to explain."""
        matter.own(tx, row)
        found = matter.differences(tx, row)
        if not found and not row.damaged:
            tx.refuse("nothing", N_("Nothing is missing and nothing damaged: there is nothing to explain."))
        row.explanation = self.explanation
        tx.facts["differences"] = [*matter.said(tx, found), *([row.damaged] if row.damaged else [])]


class Take(Moving[Handover]):
    """Take open items over, with a remark where one is needed; they become yours when both have signed."""

    key, label = "o", N_("Take open items over")
    at, to = matter.ARRIVING, matter.ARRIVING
    guards = ("G-VIS-01",)
    source = "004 DUTY 4.2.2b, VIS 4.9, BOOK 4.8-4.9"
    says = N_("Taken over ({count}): {numbers}")

    items: str | None = ask(
        N_("Items"), default=None, lines=True,
        help=N_("A number a line, a remark behind it. Left empty: all that the shift before leaves open."),
    )  # fmt: skip
    remark: str | None = ask(N_("Remark on all of them"), default=None, max_length=400)
    colleagues: bool = ask(N_("Also the items of colleagues who have left"), default=False)

    def apply(self, tx: Tx, row: Handover) -> None:
        """Note them; the first receiver of each stays on record."""
        matter.own(tx, row)
        items = matter.wanted_items(tx, row, self.items) if self.items else self._all(tx, row)
        if not items:
            tx.refuse("nothing", N_("Nothing is left to be taken over."))
        matter.take(tx, row, [(item, remark or self.remark or "") for item, remark in items])
        tx.facts |= {"count": len(items), "numbers": [item.number for item, _ in items]}
        remarks = {item.number: remark for item, remark in items if remark}
        if remarks:
            tx.facts["remarks"] = dict(remarks)
        matter.settle(tx, row)

    def _all(self, tx: Tx, row: Handover) -> list[tuple[kept.OpenItem, str]]:
        found = matter.untaken(tx, row)
        if self.colleagues:
            owners = [each for each in kept.colleagues(tx.connection) if each != row.clerk_id]
            known = matter.taken_ids(tx, row) | {each.item_id for each in found}
            found += [each for each in kept.open_items(tx.connection, owners) if each.item_id not in known]
        return [(each, "") for each in found]


class Attempt(kit.Attempt[Handover]):
    """One try to reach somebody: who does not come, who is told that something is late."""

    at = LIVE


class Correct(kit.Amend[Handover]):
    """Correct what was written about a shift; a sheet that was signed stays as it was."""

    at = EVER

    area: str | None = ask(N_("Anything abnormal in the area"), default=None, max_length=400)
    explanation: str | None = ask(N_("Explanation of what is missing or damaged"), default=None, lines=True)
    goods: str | None = ask(N_("Goods and papers passed over"), default=None, max_length=400)
    notes: str | None = ask(N_("Notes for the next shift"), default=None, lines=True)


class Void(kit.Void[Handover]):
    """Void a turn that was never one; a sealed day stays sealed."""

    at = EVER


PROCEDURE = Procedure(
    ledger="shift",
    prefix="ZB",
    title=N_("Shifts"),
    chapters=("P15", "P02", "P06"),
    form="客服中心交接班记录表",
    row=Handover,
    stages=(
        Stage("expected", N_("Nobody there yet")),
        Stage("arrived", N_("Arrived")),
        Stage("checked", N_("Checked in")),
        Stage("on_duty", N_("On duty")),
        Stage("tidied", N_("Ready to leave")),
        Stage("handed_over", N_("Shift handed over")),
        Stage("signed_off", N_("Signed off"), final=True),
        VOIDED,
    ),
    steps=(
        Expect, Arrive, Read, Count, Take, Explain, Begin, Leave, HandOver, Release, Countersign, EndFor, OralReport,
        Signoff, Seal, Carry, Attempt, Correct, Void,
    ),
)  # fmt: skip
