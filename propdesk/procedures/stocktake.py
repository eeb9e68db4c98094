"""Stock-takes of the key cabinet (P12): counted blind, resumable, closed only with every difference explained.

The number expected is never shown while somebody counts. At the close the register is made equal to the cabinet:
what is missing is declared lost, what was lost and hangs there again is found. So hooks, loans and declared losses
always add up to the register.
"""

from sqlmodel import col, select

from propdesk.i18n import N_, say
from propdesk.models.item import Item
from propdesk.models.journal import Entry
from propdesk.models.key import Harm, Key
from propdesk.models.stocktake import StockLine, Stocktake
from propdesk.procedures import cabinet, kit
from propdesk.procedures.forms import PROSE, ask
from propdesk.procedures.step import EVERYBODY, VOIDED, Moving, Opening, Procedure, Signing, Stage
from propdesk.procedures.tx import Tx
from propdesk.rules.hooks import Hook, parse_hook, read_tag
from propdesk.rules.sentence import word
from propdesk.rules.stock import Difference, Line, Outcome, Place, compare, read_lines
from propdesk.rules.text import one_line

NAMED = 8
"""So many hooks or differences are named in a sentence."""
WORDS = {
    "missing": N_("{hook} {tag}: {pieces} missing"),
    "surplus": N_("{hook} {tag}: {pieces} too many"),
    "doubled": N_("{tag} found on several hooks"),
    "unknown": N_("{hook} {tag}: not in the register"),
    "misplaced": N_("{tag} hangs on {hook}"),
}
"""How a difference is said."""
SETTLING = ("key.lose", "key.found", "key.replace", "key.adjust")
"""After these a difference may be settled already."""


class Start(Opening[Stocktake]):
    """Begin to count: the whole cabinet, or one of several."""

    key, label = "n", N_("New stock-take")
    to = ("counting",)
    source = "presumed by 004 KEY 4.4.3; site practice"
    says = N_("Stock-take begun, cabinet {scope}")

    cabinet: str | None = ask(N_("Cabinet"), default=None, max_length=10, help=N_("Left empty: all of them."))
    note: str | None = ask(N_("Note"), default=None, max_length=400)

    def open(self, tx: Tx) -> Stocktake:
        """Only one count of a cabinet at a time."""
        scope = _cabinet(self.cabinet) if self.cabinet else None
        if scope is not None and not _places(tx, scope):
            tx.refuse("cabinet", N_("No key hangs in a cabinet {cabinet}."), field="cabinet", cabinet=scope)
        for item, row in _under_way(tx):
            if item.id and (row.cabinet is None or scope is None or row.cabinet == scope):
                tx.refuse("under_way", N_("{number} counts these hooks already. Go on with it, or void it."),
                          field="cabinet", number=item.number)  # fmt: skip
        tx.item.title = one_line(" ".join(part for part in (scope or "", self.note or "") if part), 120)
        tx.facts["scope"] = scope or "*"
        return Stocktake(item_id=0, cabinet=scope, counter_name=tx.actor.name)


class Count(Moving[Stocktake]):
    """Write down what hangs there, hook by hook: the label that is read and the number of keys. Nothing is expected.

    What is said of a hook replaces what was said of it before.
    """

    key, label = "c", N_("Count")
    at = ("counting",)
    source = "site practice"
    says = N_("Hooks counted: {hooks}, {from_hook} to {to_hook}")

    found: str = ask(N_("What hangs there"), lines=True, help=N_("A hook a line: A-17 K0017 2. An empty hook: A-17 0."))

    def apply(self, tx: Tx, row: Stocktake) -> None:
        """Keep each line with what the register had at this moment."""
        lines = read_lines(self.found)
        for line in lines:
            if row.cabinet is not None and line.hook.cabinet != row.cabinet:
                tx.refuse("line", N_("Hook {hook} is not in cabinet {cabinet}."), field="found",
                          hook=line.hook.words, cabinet=row.cabinet)  # fmt: skip
            tx.session.add(self._kept(tx, line))
        row.lines += len(lines)
        hooks = sorted({line.hook for line in lines})
        tx.facts |= {"hooks": len(hooks), "from_hook": hooks[0].words, "to_hook": hooks[-1].words}

    def _kept(self, tx: Tx, line: Line) -> StockLine:
        read = cabinet.kept(tx, line.tag) if line.tag else None
        own = cabinet.on_hook(tx, line.hook)
        return StockLine(
            stocktake_id=tx.item.id or 0, batch=tx.seq, cabinet=line.hook.cabinet, slot=line.hook.slot, tag=line.tag,
            pieces=line.pieces, expected=cabinet.free(read) if read else 0, owed=cabinet.free(own) if own else 0,
        )  # fmt: skip


class Close(Moving[Stocktake]):
    """Compare with the register and close: every difference is explained, what is missing is declared lost."""

    key, label = "s", N_("Compare and close")
    at, to = ("counting",), ("closed",)
    then = ("key.lose", "key.found")
    signs = (Signing("witness", N_("Witness's signature"), roles=EVERYBODY, paper=True),)
    source = "site practice; 004 KEY 4.4.4"
    says = N_("Compared: {expected} expected, {found} found; {differences}; {explanation}")

    explanation: str | None = ask(N_("Explanation of the differences"), default=None, lines=True)

    def apply(self, tx: Tx, row: Stocktake) -> None:
        """Refuse what is not counted, not explained or cannot be settled; then settle."""
        places, lines = _places(tx, row.cabinet), _lines(tx)
        strange = {line.tag for line in lines} - {place.tag for place in places}
        outcome = compare(places, lines, [tag for tag in strange if cabinet.kept(tx, tag)])
        self._check(tx, outcome)
        row.expected, row.counted = outcome.expected, outcome.found
        for kind in WORDS:
            setattr(row, kind, outcome.count(kind))
        row.explanation = self.explanation or ""
        said: list[object] = [_said(tx, each) for each in outcome.differences]
        none = word("none", N_("no difference"))
        tx.facts |= {"expected": outcome.expected, "found": outcome.found, "differences": said or none}
        for each in outcome.differences:
            self._settle(tx, each)

    def _check(self, tx: Tx, outcome: Outcome) -> None:
        if outcome.uncounted:
            hooks = ", ".join(hook.words for hook in outcome.uncounted[:NAMED])
            tx.refuse("uncounted", N_("Not counted yet ({count}): {hooks}. Count these hooks; an empty one is 0."),
                      count=len(outcome.uncounted), hooks=hooks)  # fmt: skip
        for each in outcome.differences:
            key = cabinet.kept(tx, each.tag)
            if key is not None and each.kind in ("missing", "surplus") and _settled_since(tx, key, each.batch):
                tx.refuse("settled", N_("Since {tag} was counted its number was put right, or a memo written. Count "
                                        "hook {hook} again."), tag=each.tag, hook=cabinet.hook_of(key))  # fmt: skip
            if each.kind == "surplus" and key is not None and each.pieces > key.lost:
                tx.refuse("surplus", N_("{tag}: {count} more than in the register. If they are lent, take them "
                                        "back; if not, put the number right. Then count hook {hook} again."),
                          tag=each.tag, count=each.pieces, hook=cabinet.hook_of(key))  # fmt: skip
        if outcome.differences and not self.explanation:
            told = "; ".join(_said(tx, each) for each in outcome.differences[:NAMED])
            tx.refuse("explanation", N_("Differences: {told}. Count these hooks again, or explain them."),
                      field="explanation", told=told)  # fmt: skip

    def _settle(self, tx: Tx, each: Difference) -> None:
        key = cabinet.kept(tx, each.tag)
        if key is None:
            return
        item, why = cabinet.key_item(tx, key), f"{tx.item.number}: {self.explanation}"[:PROSE]
        if each.kind == "missing":
            pieces = min(each.pieces, cabinet.free(key))
            if pieces:
                tx.then("key.lose", {"pieces": pieces, "course": why, "harm": Harm.LOST}, item=item)
        elif each.kind == "surplus":
            tx.then("key.found", {"pieces": each.pieces, "where": one_line(why, 400)}, item=item)


class Correct(kit.Amend[Stocktake]):
    """Correct what was written about a stock-take."""

    at = ("counting", "closed")

    explanation: str | None = ask(N_("Explanation of the differences"), default=None, lines=True)


class Introduce(kit.Introduce[Stocktake]):
    """A colleague goes on counting."""

    at = ("counting",)


class Void(kit.Void[Stocktake]):
    """Give a count up that was begun by mistake, or void one that is closed: what it settled stays as it is."""

    at = ("counting", "closed")


def _cabinet(typed: str) -> str:
    """The cabinet somebody means, as hooks name it."""
    hook = parse_hook(f"{typed}-1")
    return hook.cabinet if hook else read_tag(typed)


def _settled_since(tx: Tx, key: Key, batch: int) -> bool:
    """Whether something other than a loan changed how many keys of the set are to be there since it was counted."""
    later = select(Entry.seq).where(Entry.item_id == key.item_id, col(Entry.seq) > batch)
    return tx.session.exec(later.where(col(Entry.step).in_(SETTLING)).limit(1)).first() is not None


def _places(tx: Tx, scope: str | None) -> list[Place]:
    """The key sets in custody of a cabinet, or of all."""
    kept = select(Key).where(col(Key.gone).is_(None))
    wanted = kept.where(Key.cabinet == scope) if scope is not None else kept
    keys = tx.session.exec(wanted.order_by(col(Key.cabinet), col(Key.slot))).all()
    return [Place(key.tag, Hook(key.cabinet, key.slot), cabinet.free(key)) for key in keys]


def _lines(tx: Tx) -> list[Line]:
    """What was written down of this stock-take."""
    rows = tx.session.exec(select(StockLine).where(StockLine.stocktake_id == tx.item.id)).all()
    return [Line(Hook(r.cabinet, r.slot), r.tag, r.pieces, r.batch, r.expected, r.owed) for r in rows]


def _under_way(tx: Tx) -> list[tuple[Item, Stocktake]]:
    """The stock-takes that are not closed."""
    wanted = select(Item, Stocktake).join(Stocktake, col(Stocktake.item_id) == col(Item.id))
    return list(tx.session.exec(wanted.where(Item.ledger == "stocktake", col(Item.closed).is_(None))).all())


def _said(tx: Tx, each: Difference) -> str:
    return say(WORDS[each.kind], {"hook": each.hook.words, "tag": each.tag, "pieces": each.pieces},
               tx.site.settings.language)  # fmt: skip


PROCEDURE = Procedure(
    ledger="stocktake",
    prefix="PD",
    title=N_("Stock-takes"),
    chapters=("P12",),
    form="钥匙盘点表",
    row=Stocktake,
    stages=(Stage("counting", N_("Being counted")), Stage("closed", N_("Closed"), final=True), VOIDED),
    steps=(Start, Count, Close, Introduce, Correct, Void),
    tallies=("lines",),
)
