"""At the counter (manual P03, MOVE 4.5.1-4.5.7): papers, agreements, goods, fees, keys, in 30 minutes."""

from propdesk.i18n import N_
from propdesk.models.estate import UnitState
from propdesk.models.movein import Movein
from propdesk.procedures import cabinet, premises, ticks
from propdesk.procedures.forms import Count, HookName, KeyName, PhoneNumber, Ticks, ask
from propdesk.procedures.movein_matter import AWAITED, BEFORE, here
from propdesk.procedures.step import DESK, LEADERS, Moving, Signing
from propdesk.procedures.tx import Tx
from propdesk.store.family import write_family

OWNER = Signing("owner", N_("Owner signs"), must=True, usual="person")


class Papers(Moving[Movein]):
    """Check the papers of whoever comes: contract, identity, the stamped notice; a proxy's mandate too (4.5.1)."""

    key, label = "c", N_("Papers checked")
    at, to = AWAITED, ("checked",)
    starts = ("MOVE.UNIT_30M",)
    meets = ("MOVE.OWNER_WINDOW",)
    ends = BEFORE
    then = ("vacancy.sell",)
    guards = ("G-MOVE-02",)
    source = "004 MOVE 4.5.1, 4.5.12"
    says = N_("Papers of {visitor} checked: contract, identity card, stamped notice; for the owner: {proxy}")

    visitor: str = ask(N_("Who comes"), max_length=80)
    contract: bool = ask(N_("Purchase contract, original"), default=False)
    identity: bool = ask(N_("Owner's identity card, original"), default=False)
    notice: bool = ask(N_("Move-in notice with all stamps"), default=False)
    proxy: bool = ask(N_("Comes for the owner"), default=False)
    mandate: bool = ask(N_("Owner's mandate"), default=False, when=("proxy", ("yes",)))
    proxy_identity: bool = ask(N_("Proxy's identity card, original"), default=False, when=("proxy", ("yes",)))

    @classmethod
    def prefill(cls, row: Movein) -> dict[str, object]:
        """Nothing is ticked before it was seen."""
        return {}

    def apply(self, tx: Tx, row: Movein) -> None:
        """Everything was inspected; the half hour begins, and the developer holds the unit no more."""
        seen = {"contract": self.contract, "identity": self.identity, "notice": self.notice}
        seen |= {"mandate": self.mandate, "proxy_identity": self.proxy_identity} if self.proxy else {}
        if not all(seen.values()):
            first = next(name for name, shown in seen.items() if not shown)
            tx.refuse("G-MOVE-02", N_("Inspect every original first: contract, identity card, the stamped notice; of "
                                      "a proxy also mandate and identity card."), field=first)  # fmt: skip
        row.visitor, row.proxy, row.checked = self.visitor, self.proxy, tx.happened
        here(tx)
        premises.sold_to(tx, tx.item.person)


class Sign(Moving[Movein]):
    """The owner fills in the data card and signs the agreements; one copy of each goes along (4.5.2-4.5.4).

    An owner who refuses to sign is an exception that a leader takes.
    """

    key, label = "s", N_("Agreements signed")
    at, to = ("checked",), ("signed",)
    by = DESK | LEADERS
    signs = (
        Signing("owner", N_("Owner signs"), usual="person"),
        Signing("leader", N_("Exception taken by"), roles=LEADERS, paper=True),
    )
    guards = ("G-MOVE-06", "G-MOVE-07")
    source = "004 MOVE 4.5.2-4.5.4"
    says = N_("Signed: {agreements}; copies given: {copies}; not signed: {left} {refused}")

    agreements: Ticks | None = ask(N_("Agreements that are signed"), default=None, options="agreements")
    copies: Ticks | None = ask(N_("Copy given to the owner"), default=None, options="agreements")
    refused: str | None = ask(N_("Why something is not signed"), default=None, max_length=400)
    family: str | None = ask(
        N_("Family members"), default=None, lines=True, help=N_("One a line: name, relation, phone.")
    )
    photos: bool = ask(N_("Photos of the family received"), default=False)
    id_copies: bool = ask(N_("Copies of identity cards received"), default=False)
    card_missing: str | None = ask(N_("Why the data card is not complete"), default=None, max_length=400)

    def apply(self, tx: Tx, row: Movein) -> None:
        """Keep what was signed and given; the family goes into the estate."""
        offered = tx.site.settings.agreements
        signed = ticks.ticked(tx, self.agreements or "", offered, field="agreements")
        copies = ticks.ticked(tx, self.copies or "", offered, field="copies")
        left = [name for name in offered if name not in signed]
        self._exception(tx, left)
        if signed and "owner" not in tx.signed:
            tx.refuse("G-MOVE-06", N_("The owner signs the agreements."), field="owner")
        if without := [name for name in signed if name not in copies]:
            tx.refuse("G-MOVE-06", N_("Give the owner a copy of each agreement signed: {left}."), field="copies",
                      left=ticks.words(without))  # fmt: skip
        if not (self.photos and self.id_copies) and not self.card_missing:
            tx.refuse("G-MOVE-07", N_("The data card carries photos and copies of the identity cards of the family. "
                                      "Take them, or write why they are missing."), field="card_missing")  # fmt: skip
        row.agreements, row.copies, row.refused = "; ".join(signed), "; ".join(copies), self.refused or ""
        row.family, row.photos, row.id_copies = self.family or "", self.photos, self.id_copies
        row.card_missing, row.signed = self.card_missing or "", tx.happened
        tx.facts |= {"agreements": ticks.said(signed), "copies": ticks.said(copies), "left": ticks.said(left)}
        write_family(tx.session, premises.unit_of(tx), tx.item.person, tx.item.phone, self.family or "", tx.happened)

    def _exception(self, tx: Tx, left: list[str]) -> None:
        if not left:
            return
        if not self.refused:
            tx.refuse("G-MOVE-03", N_("Not signed: {left}. Let the owner sign, or write why not."), field="refused",
                      left=ticks.words(left))  # fmt: skip
        if "leader" not in tx.signed and not tx.actor.roles & LEADERS:
            tx.refuse("G-MOVE-03", N_("That an owner does not sign is an exception a supervisor or manager takes."),
                      field="leader")  # fmt: skip


class Goods(Moving[Movein]):
    """The owner receives what belongs to the flat, and signs the list (4.5.4-4.5.5)."""

    key, label = "g", N_("Goods received")
    at, to = ("signed",), ("equipped",)
    signs = (OWNER,)
    guards = ("G-MOVE-03",)
    source = "004 MOVE 4.5.4-4.5.5"
    says = N_("Goods received: {goods}; {more}")

    goods: Ticks = ask(N_("Handed over"), options="movein_goods")
    more: str | None = ask(N_("Further goods, numbers"), default=None, max_length=400)

    def apply(self, tx: Tx, row: Movein) -> None:
        """Keep the list."""
        given = ticks.ticked(tx, self.goods, tx.site.settings.movein_goods, field="goods")
        row.goods = "; ".join([*given, *([self.more] if self.more else [])])
        tx.facts["goods"] = ticks.said(given)


class Pay(Moving[Movein]):
    """The fees are paid: finance confirms, or the clerk as deputy with the reason (4.5.6; VIS 4.7)."""

    key, label = "f", N_("Fees paid")
    at, to = ("equipped",), ("paid",)
    signs = (Signing("finance", N_("Finance confirms")),)
    guards = ("G-VIS-02", "G-MOVE-03")
    source = "004 MOVE 4.5.6; VIS 4.7; STAFF 1.6"
    says = N_("Paid {amount} yuan, receipt {receipt}, confirmed by {by}; {deputy_reason}")

    amount_yuan: Count = ask(N_("Amount, yuan"))
    receipt: str = ask(N_("Receipt number"), max_length=40)
    deputy_reason: str | None = ask(
        N_("Why the desk collects"), default=None, max_length=400, help=N_("Only where the cashier is away.")
    )

    def apply(self, tx: Tx, row: Movein) -> None:
        """Money is finance's; the desk stands in with a reason."""
        finance = tx.signed.get("finance")
        if finance is None and not self.deputy_reason:
            tx.refuse("G-VIS-02", N_("Finance confirms the payment; where the cashier is away, write why the desk "
                                     "collects."), field="deputy_reason")  # fmt: skip
        row.amount_fen, row.receipt = self.amount_yuan * 100, self.receipt
        row.paid_by = finance.name if finance else tx.actor.name
        row.deputy_reason, row.paid = self.deputy_reason or "", tx.happened
        tx.facts |= {"amount": {"fen": row.amount_fen}, "by": row.paid_by}


class Keys(Moving[Movein]):
    """Hand the keys over: only after agreements, goods list and fees; one front-door key may stay under a mandate.

    The half hour ends here. With the site's order "inspect before key" the inspection comes first.
    """

    key, label = "k", N_("Keys handed over")
    at, to = ("paid", "inspected", "defects"), ("keyed", "inspected", "defects")
    meets = ("MOVE.UNIT_30M",)
    then = ("key.issue", "key.accept")
    signs = (OWNER, Signing("approver", N_("Custody approved by"), roles=LEADERS, paper=True))
    guards = ("G-MOVE-03",)
    source = "004 MOVE 4.5.7, 4.5.8c; KEY 4.2.3, 4.3"
    says = N_("Keys ×{pieces} handed over to {visitor}; one stays for repairs: {keep}")

    which: KeyName | None = ask(
        N_("Key set"), default=None, max_length=40, help=N_("Of the cabinet; empty where the developer hands over.")
    )
    pieces: Count = ask(N_("Number of keys"))
    keep: bool = ask(N_("One front-door key stays for repairs"), default=False)
    hook: HookName | None = ask(N_("Hook"), default=None, max_length=20, when=("keep", ("yes",)), must=True)
    phone: PhoneNumber | None = ask(N_("Phone"), default=None, when=("keep", ("yes",)), must=True)
    condition: str | None = ask(
        N_("Condition of collection"), default=None, max_length=400, when=("keep", ("yes",)), must=True
    )
    disclaimer: bool = ask(N_("Disclaimer explained"), default=False, when=("keep", ("yes",)))
    copy_given: bool = ask(N_("Second copy given to the owner"), default=False, when=("keep", ("yes",)))

    def apply(self, tx: Tx, row: Movein) -> None:
        """What leaves the cabinet leaves it on record; what stays needs its mandate."""
        if row.keyed is not None:
            tx.refuse("keys", N_("The keys are handed over already."))
        self._order(tx, row)
        if self.pieces < 1:
            tx.refuse("pieces", N_("How many keys are handed over?"), field="pieces")
        row.pieces, row.key_kept, row.keyed = self.pieces, self.keep, tx.happened
        row.keys = self.which or ""
        tx.facts["visitor"] = row.visitor
        unit = premises.unit_of(tx)
        unit.moved_in = unit.moved_in or tx.site.calendar.day(tx.happened)
        unit.state = UnitState.DELIVERED if unit.state is UnitState.VACANT else unit.state
        if self.which:
            cabinet.issue(tx, self.which, self.pieces + int(self.keep))
        if self.keep:
            self._custody(tx)
        tx.go("keyed" if tx.item.stage == "paid" and row.inspected is None else tx.item.stage)

    def _order(self, tx: Tx, row: Movein) -> None:
        first = tx.site.settings.inspect_first
        if row.paid is None or row.signed is None or (first and row.inspected is None):
            tx.refuse("G-MOVE-03", N_("Keys leave after agreements, goods list and fees; here also after the "
                                      "inspection.") if first else N_("Keys leave after agreements, goods list and "
                                                                       "fees."))  # fmt: skip

    def _custody(self, tx: Tx) -> None:
        asked = {"kind": "entrusted", "unit": tx.item.place, "door": self._door(tx), "pieces": 1, "hook": self.hook,
                 "person": tx.item.person, "phone": self.phone, "reason": self._reason(tx),
                 "condition": self.condition, "disclaimer": self.disclaimer, "copy_given": self.copy_given,
                 "departments": "engineering"}  # fmt: skip
        tx.then("key.accept", asked, signed=True)

    def _door(self, tx: Tx) -> str:
        return ticks.in_site(tx, N_("Front door"))

    def _reason(self, tx: Tx) -> str:
        return ticks.in_site(tx, N_("Repairs after the inspection"))
