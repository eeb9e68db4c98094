"""Complaints: what several households raise, one matter answered by a visit to each (P07, 003 4.1.4, 4.5, 4.8.1)."""

from propdesk.i18n import N_
from propdesk.models.callback import CallbackKind
from propdesk.models.complaint import Complaint, ComplaintCaller, ReplyHow
from propdesk.models.item import Item
from propdesk.procedures import complaint_matter as matter
from propdesk.procedures import kit
from propdesk.procedures.complaint_matter import UNANSWERED
from propdesk.procedures.forms import ItemNumber, Moment, ask
from propdesk.procedures.step import (
    DESK,
    LEADERS,
    Moving,
    Signing,
)
from propdesk.procedures.tx import Tx
from propdesk.rules.text import one_line
from propdesk.store import matters

BY_VISIT = (Signing("resident", N_("Resident's signature"), usual="person"),)


class Gather(Moving[Complaint]):
    """Five households on the same matter make it collective; their complaints become one with many callers."""

    aside = True
    key, label = "z", N_("Make it collective")
    at = UNANSWERED
    starts = ("COMP.COLLECTIVE_NOW",)
    may_start = ("COMP.REPLY_AGREED",)
    then = ("complaint.merge",)
    guards = ("G-COMP-10",)
    source = "003 4.1.4, 4.5.1"
    says = N_("Collective: {count} households raised the same matter")

    def apply(self, tx: Tx, row: Complaint) -> None:
        """Flag it, write each household down, merge the others; the earliest reply promised to one of them counts."""
        if row.collective:
            tx.refuse("collective", N_("It is collective already."))
        others = matter.others_of(tx, tx.item, row)
        count = matter.count_households(tx, tx.item, others)
        if count < matters.HOUSEHOLDS:
            tx.refuse("G-COMP-10", N_("So far {count} households raised it; five make it collective."), count=count)
        row.collective, tx.facts["count"] = True, count
        matter.add_household(tx, row.item_id, tx.item, row.text)
        for other in others:
            item, its = tx.session.get(Item, other.item_id), tx.session.get(Complaint, other.item_id)
            if item is None or its is None or not matter.own_household(item):
                continue
            if matter.goes_own_way(tx, its, row):
                matter.add_household(tx, row.item_id, item, other.text)
            else:
                tx.then("complaint.merge", {"into": tx.item.number}, item=item)
        promised = [other.reply_by for other in others if other.reply_by and other.reply_by > tx.happened]
        if promised and (row.reply_by is None or min(promised) < row.reply_by):
            row.reply_by = min(promised)
            tx.start("COMP.REPLY_AGREED", due=row.reply_by, again=True)


class Merge(Moving[Complaint]):
    """This is the same matter as another complaint: its household becomes a caller there."""

    aside = True
    key, label = "m", N_("Merge into another complaint")
    at, to = UNANSWERED, ("merged",)
    then = ("complaint.gather",)
    guards = ("G-COMP-10",)
    source = "003 4.1.4"
    says = N_("Merged into {into}")

    into: ItemNumber = ask(N_("The other complaint"), max_length=24)

    def apply(self, tx: Tx, row: Complaint) -> None:
        """Its callers go with it; the fifth household makes the other one collective."""
        other = tx.other_item(self.into, field="into")
        main = tx.session.get(Complaint, other.id)
        if main is None or other.stage not in UNANSWERED:
            tx.refuse("into", N_("{number} is no complaint that still waits for its answer."), field="into",
                      number=other.number)  # fmt: skip
        if row.collective or matter.goes_own_way(tx, row, main):
            tx.refuse("own_way", N_("{number} is answered in a way of its own and is not merged into another."),
                      number=tx.item.number)  # fmt: skip
        for caller in matter.callers_of(tx, row.item_id):
            caller.complaint_id = main.item_id
        matter.add_household(tx, main.item_id, tx.item, row.text)
        row.merged_into_id, tx.item.matter_id = main.item_id, other.matter_id
        households = matter.count_households(tx, other, matter.others_of(tx, other, main))
        if not main.collective and households >= matters.HOUSEHOLDS:
            tx.then("complaint.gather", {}, item=other)


class Separate(Moving[Complaint]):
    """A household was joined by mistake: it gets a complaint of its own again."""

    aside = True
    key, label = "q", N_("Separate a household")
    at = (*UNANSWERED, "replied")
    by = LEADERS & DESK
    then = ("complaint.receive",)
    guards = ("G-COMP-10", "G-COMP-12")
    says = N_("{whom} separated: {reason}")

    household: str = ask(N_("Household (unit, name or phone)"), max_length=80)
    reason: str = ask(N_("Reason"), max_length=400)

    def apply(self, tx: Tx, row: Complaint) -> None:
        """The caller stays readable as separated; what was said opens a complaint of its own."""
        caller = matter.find_caller(tx, row, self.household)
        if caller.item_id == row.item_id:
            tx.refuse("household", N_("{name} opened this complaint and stays with it."), field="household",
                      name=matter.named(caller))  # fmt: skip
        caller.separated, tx.facts["whom"] = tx.happened, matter.named(caller)
        tx.then("complaint.receive", {**_of_caller(caller), "text": caller.words or row.text, "apart": True})


def _of_caller(caller: ComplaintCaller) -> dict[str, object]:
    unit = caller.place if caller.unit_id else None
    return {
        "unit": unit, "place": None if unit else caller.place, "caller": caller.person, "phone": caller.phone,
    }  # fmt: skip


class Visit(Moving[Complaint]):
    """Answer a household of a collective complaint by a visit; when all were visited it is replied to."""

    key, label = "v", N_("Visit a household")
    at, to = ("resolved", "replied", "explained"), ("resolved", "replied", "explained", "contacted")
    meets = ("COMP.REPLY_2H_SPOT", "COMP.CONTACT_2H", "COMP.RESPOND_1WD")
    may_meet = ("COMP.REPLY_AGREED", "COMP.ONLINE_1WD", "COMP.REPLY_SAMEDAY_SUP", "CALL.EXTERNAL")
    may_start = (*matter.AGAIN, "COMP.MAJOR_REPORT")
    ends = matter.DROPPED
    then = ("callback.due",)
    signs = BY_VISIT
    guards = ("G-COMP-04", "G-COMP-05", "G-COMP-06", "G-COMP-14")
    source = "003 4.8.1, 4.7.3"
    says = N_("{whom} visited; satisfied: {satisfied}; opinion: {opinion}; still to visit: {left}")

    household: str = ask(N_("Household (unit, name or phone)"), max_length=80)
    opinion: str = ask(N_("Resident's opinion"), max_length=400)
    satisfied: bool = ask(N_("Satisfied"), default=True)
    reply_by: Moment | None = ask(
        N_("New reply agreed by"), default=None, must=True, when=("satisfied", ("no",)), prefer="future"
    )
    reply_letter: str | None = ask(N_("Reply letter (number or date)"), default=None, max_length=80)

    def apply(self, tx: Tx, row: Complaint) -> None:
        """Household by household, each with its opinion and signature."""
        if not row.collective:
            tx.refuse("G-COMP-04", N_("Only a collective complaint is answered by visits. Use “Reply”."))
        caller = matter.find_caller(tx, row, self.household)
        if "resident" not in tx.signed:
            tx.refuse("G-COMP-06", N_("A reply by visit needs the resident's signature."), field="household")
        caller.visited, caller.opinion, caller.satisfied = tx.happened, self.opinion, self.satisfied
        caller.signed_by = one_line(tx.signed["resident"].name, 80)
        row.reply_letter = self.reply_letter or row.reply_letter
        left = matter.pending(matter.callers_of(tx, row.item_id))
        tx.facts |= {"whom": matter.named(caller), "left": matter.names(left) or "-"}
        if not self.satisfied and self.reply_by:
            self._rejected(tx, row)
        elif left or tx.item.stage == "explained":
            tx.go(tx.item.stage)
        else:
            self._all_visited(tx, row)

    def _rejected(self, tx: Tx, row: Complaint) -> None:
        row.satisfied, row.opinion, row.replied = False, self.opinion, tx.happened
        row.explained, row.finished = None, None
        matter.back_to_handling(tx, row)
        if self.reply_by:
            matter.agree(tx, row, self.reply_by)
        tx.go("contacted")

    def _all_visited(self, tx: Tx, row: Complaint) -> None:
        matter.check_letter(tx, row, row.reply_letter)
        first_time = tx.item.stage == "resolved"
        row.reply_how, row.opinion, row.satisfied, row.replied = ReplyHow.VISIT, self.opinion, True, tx.happened
        matter.answered(tx)
        if first_time:
            matter.closing_report(tx, row)
            kit.call_back(tx, CallbackKind.COMPLAINT, since=tx.happened, text=row.text, severity=row.severity)
        tx.go("replied")
