"""Keys (F5): the registers of key sets, of loans and of stock-takes, and the cabinet as a board."""

from textual.binding import Binding

from propdesk.desk import Done
from propdesk.i18n import N_, joined
from propdesk.procedures import manual
from propdesk.queries import keys
from propdesk.screens.deeds import Chosen, ItemDeeds
from propdesk.screens.key_history import KeyHistory
from propdesk.screens.key_tally import COUNT
from propdesk.screens.ledger_rows import LedgerRows
from propdesk.screens.register import RegisterScreen, View

MOST_TOGETHER = 20
"""So many loans come back with one count."""


class KeyDeeds(ItemDeeds):
    """What can be done with the key set, or the loan, under the cursor of any screen that shows some."""

    def action_take_back(self) -> None:
        """Take back the loan under the cursor with everything else its borrower has; of a key set, its open loan."""
        if item := self.chosen():
            self.start(self._take_back(item))

    async def _take_back(self, item: Chosen) -> None:
        loans = await self.read(keys.open_loans_about, item.id, item.ledger)
        if not loans:
            self.tell(N_("No keys are out on {number}."), "warning", number=item.number)
            return
        first, others = loans[0], loans[1:MOST_TOGETHER]
        also = {"also": ", ".join(loan.number for loan in others)} if others else None
        if others:
            names = joined(f"{loan.tag} ×{loan.out}" for loan in loans)
            self.tell(N_("{who} has {names}. All are taken back with one count."), who=first.who, names=names)
        self.after(await self.run_step("loan.return", first.id, prefill=also))

    # --- the six questions ----------------------------------------------------------------------------------

    def action_history(self) -> None:
        """Who had the keys, when, why, with whose word, until when, back when."""
        if item := self.chosen():
            self.start(self._history(item))

    async def _history(self, item: Chosen) -> None:
        key_id = await self.read(keys.key_of_item, item.id, item.ledger)
        if key_id is None:
            self.tell(N_("{number} belongs to no key set."), "warning", number=item.number)
            return
        self.app.push_screen(KeyHistory(key_id))


class KeysScreen(RegisterScreen, KeyDeeds):
    """What hangs in the cabinet, who has the rest, and whether it was counted."""

    mode = "keys"
    views = (
        View(N_("Keys"), "key"),
        View(N_("Loans"), "loan"),
        View(N_("Stock-takes"), "stocktake"),
    )

    BINDINGS = [
        Binding("ctrl+l,l", "lend", N_("Lend"), key_display="^L"),
        Binding("ctrl+e,b", "take_back", N_("Take back"), key_display="^E"),
        Binding("ctrl+d,h", "history", N_("History of a key"), key_display="^D"),
        Binding("ctrl+k,k", "cabinet", N_("Cabinet"), key_display="^K"),
    ]

    def is_enough(self, typed: str) -> bool:
        """A key set is found by the number on its hook, however short."""
        return bool(typed.strip()) if self.ledger == "key" else super().is_enough(typed)

    def _rows(self) -> LedgerRows:
        """Keys are found by number, hook, unit and door; the rest by what was ever written of it."""
        if self.ledger == "key" and self._typed:
            return LedgerRows(self.desk, "key", keys.found_ids, self._typed)
        return super()._rows()

    # --- lending, the cabinet, counting ---------------------------------------------------------------------

    def action_lend(self) -> None:
        """Lend the key set under the cursor, or one that is asked for."""
        item = self.chosen()
        known = {"which": item.number} if item is not None and item.ledger == "key" and not self._final(item) else None
        self.start(self.open_new("loan.lend", prefill=known))

    def action_cabinet(self) -> None:
        """The cabinet as a board, the cursor on the hook of the key set under the cursor."""
        from propdesk.screens.key_board import KeyBoard

        item = self.chosen()
        self.app.push_screen(KeyBoard((item.id, item.ledger) if item is not None else None))

    def do_next(self) -> None:
        """A stock-take that is being counted is gone on with where it is counted; the form stays in the menu."""
        item, count = self.chosen(), manual.step(COUNT)
        counting = item is not None and item.ledger == "stocktake" and item.stage in count.at
        if item is None or not counting or not count.by & self.actor.roles:
            super().do_next()
            return
        from propdesk.screens.key_count import KeyCount

        self.app.push_screen(KeyCount(item.id))

    def _final(self, item: Chosen) -> bool:
        return manual.procedure(item.ledger).is_final(item.stage)

    def opened(self, done: Done | None) -> None:
        """A loan that was lent from the list of keys leaves the cursor there."""
        if self.ledger == "key" and done is not None and done.entries[0].step == "loan.lend":
            self.after(done)
        else:
            super().opened(done)
