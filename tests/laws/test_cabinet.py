"""A random walk at the key cabinet: whatever is done in whatever order, hooks, loans and losses add up.

The walk keeps books of its own, from the journal alone, and knows beside them what really hangs there: keys vanish and
turn up without a word. An honest stock-take makes the register equal to the cabinet.
"""

from collections import Counter as Tally
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from sqlalchemy import Connection, RowMapping, select

from propdesk.desk import Done, Signature
from propdesk.errors import Refused
from propdesk.models.tables import metadata
from propdesk.queries import journal
from propdesk.queries.journal import EntryView
from propdesk.rules.hooks import hook_words
from propdesk.rules.sentence import plain
from propdesk.store.verify import verify
from tests.laws.cases_key import BORROWED, HERE, LENT, MANDATE, PLANT, SIGNED, TAKEN
from tests.laws.cases_loan import RECEIVED
from tests.laws.conftest import Ready, Shelf, contents

_TABLES = metadata().tables
_ITEM, _KEY, _LOAN, _TIMER = (_TABLES[name] for name in ("item", "key", "loan", "timer"))

HOOKS = st.sampled_from(["A-1", "A-17", "B-1", "B-2", "B-3"])
TAGS = st.sampled_from([None, None, None, "T-1", "T-2"])
PIECES = st.sampled_from([1, 1, 1, 2, 2, 3, 0])
EXPLAINED: Mapping[str, Any] = {"explanation": "复盘两遍，仍不符"}
MOSTLY = st.integers(0, 4).map(bool)
DEEDS = (
    "accept", "hand_back", "take_off", "rehang", "adjust", "lend", "lend", "give_back", "give_back", "give_back",
    "give_back_together", "extend", "lend_again", "lend_again", "void_loan", "lose", "lose_on_loan", "find", "consent",
    "consent", "replace", "replace", "replace", "without_a_word", "without_a_word", "begin_count", "count", "end_count",
    "take_stock", "take_stock", "wait",
)  # fmt: skip
"""What may happen at the cabinet, the usual things more often."""
VERIFIED_EVERY = 12
"""So many acts go by between two looks at the whole file."""


@dataclass
class Books:
    """What the entries say of a key set, and how many of its keys are `there` in truth."""

    hook: int
    out: int = 0
    lost: int = 0
    there: int = 0

    @property
    def astray(self) -> int:
        """How many keys hang there beyond what the register can have."""
        return max(0, self.there - self.hook - self.lost)


def drawn(books: Books, pieces: int) -> None:
    books.hook, books.out, books.there = books.hook - pieces, books.out + pieces, books.there - pieces


def replaced(books: Books, made: int, remedy: object) -> None:
    kept = (0, 0) if remedy == "new_lock" else (books.hook, books.there)
    books.hook, books.lost, books.there = kept[0] + made, 0, kept[1] + made


class Cabinet(RuleBasedStateMachine):
    """Acts at random on key sets; after each the register is compared with the books."""

    shelf: ClassVar[Shelf]

    @initialize()
    def begin(self) -> None:
        self.ready: Ready = self.shelf.take(())
        self.books: dict[int, Books] = {}
        self.numbers: dict[int, str] = {}
        self.take: str | None = None
        self.acts = 0
        self.act("key.accept", None, MANDATE, **TAKEN.fields)
        self.act("key.accept", None, (), **{**PLANT, "pieces": 3})
        self.act("loan.lend", None, BORROWED, **LENT.fields)

    @rule(name=st.sampled_from(DEEDS), data=st.data())
    def something_is_done(self, name: str, data: st.DataObject) -> None:
        getattr(self, name)(data)

    # --- in and out of custody -------------------------------------------------------------------------------

    def accept(self, data: st.DataObject) -> None:
        more = {} if data.draw(st.booleans()) else PLANT
        answers = {"hook": data.draw(HOOKS), "tag": data.draw(TAGS), "pieces": data.draw(PIECES)}
        self.act("key.accept", None, MANDATE, **{**TAKEN.fields, **more, **answers})

    def hand_back(self, data: st.DataObject) -> None:
        proofs: list[dict[str, str]] = [{"proof": "none"}, {"proof": "identity", "condition_met": "yes"}]
        if key := self.a_key(data, "custody"):
            self.act("key.handback", key, SIGNED, receiver="王敏", **data.draw(st.sampled_from(proofs)))

    def take_off(self, data: st.DataObject) -> None:
        if key := self.a_key(data):
            self.act(data.draw(st.sampled_from(["key.scrap", "key.void"])), key, reason="换了门")

    def rehang(self, data: st.DataObject) -> None:
        if key := self.a_key(data):
            self.act("key.rehang", key, hook=data.draw(HOOKS))

    def adjust(self, data: st.DataObject) -> None:
        if key := self.a_key(data):
            self.act("key.adjust", key, pieces=data.draw(st.integers(0, 5)), reason="点错")

    # --- loans -----------------------------------------------------------------------------------------------

    def lend(self, data: st.DataObject) -> None:
        key, pieces = self.a_key(data), data.draw(PIECES)
        if key and pieces <= self.books[self.id_of(key)].there:
            self.act("loan.lend", None, BORROWED, **{**LENT.fields, "which": key, "pieces": pieces})

    def give_back(self, data: st.DataObject) -> None:
        if loan := self.a_loan(data, "lent"):
            self.act("loan.return", loan, RECEIVED, pieces=data.draw(PIECES))

    def give_back_together(self, data: st.DataObject) -> None:
        lent = {row["number"]: row["pieces"] - row["back"] - row["lost"] for row in self.read(loans)}
        known = [number for number, left in lent.items() if left] if data.draw(MOSTLY) else list(lent)
        if len(known) > 1:
            several = data.draw(st.lists(st.sampled_from(known), min_size=2, max_size=3, unique=True))
            out = sum(lent[number] for number in several) + (not data.draw(MOSTLY))
            self.act("loan.return", several[0], RECEIVED, pieces=out, also="，".join(several[1:]))

    def extend(self, data: st.DataObject) -> None:
        if loan := self.a_loan(data, "lent"):
            self.act("loan.extend", loan, due=data.draw(st.sampled_from(["+1h", "+2d"])), reason="没修完")

    def lend_again(self, data: st.DataObject) -> None:
        if loan := self.a_loan(data, "returned"):
            row = next(row for row in self.read(loans) if row["number"] == loan)
            if row["key_id"] not in self.books or row["pieces"] <= self.books[row["key_id"]].there:
                self.act("loan.reissue", loan, BORROWED, owner_agreed="王敏，电话")

    def void_loan(self, data: st.DataObject) -> None:
        if loan := self.a_loan(data):
            self.act("loan.void", loan, reason="录错")

    # --- lost, found, replaced -------------------------------------------------------------------------------

    def lose(self, data: st.DataObject) -> None:
        if key := self.a_key(data):
            self.act("key.lose", key, pieces=data.draw(PIECES), course="少了")

    def lose_on_loan(self, data: st.DataObject) -> None:
        if loan := self.a_loan(data, "lent"):
            key_id = next(row["key_id"] for row in self.read(loans) if row["number"] == loan)
            self.act("key.lose", self.numbers[key_id], pieces=data.draw(PIECES), loan=loan, course="掉进电梯井")

    def find(self, data: st.DataObject) -> None:
        if key := self.a_key(data, "lost", "agreed"):
            self.act("key.found", key, pieces=data.draw(PIECES), where="抽屉里")

    def consent(self, data: st.DataObject) -> None:
        remedy = data.draw(st.sampled_from(["new_key", "new_lock", "nothing"]))
        if key := self.a_key(data, "lost"):
            self.act("key.consent", key, who="王敏", channel="电话", remedy=remedy)

    def replace(self, data: st.DataObject) -> None:
        if key := self.a_key(data, "agreed"):
            self.act("key.replace", key, made=data.draw(PIECES), result="配了")

    def without_a_word(self, data: st.DataObject) -> None:
        if key := self.a_key(data):
            books = self.books[self.id_of(key)]
            if data.draw(st.booleans()):
                books.there = max(0, books.there - 1)
            elif books.lost:
                books.there += 1

    # --- stock-takes -----------------------------------------------------------------------------------------

    def begin_count(self, data: st.DataObject) -> None:
        done = self.act("stocktake.start", None, cabinet=data.draw(st.sampled_from([None, None, "A", "B"])))
        self.take = done.item if done else self.take

    def count(self, data: st.DataObject) -> None:
        lies = st.tuples(HOOKS, st.sampled_from(["K0001", "K0002", "T-1", "T-9"]), st.integers(0, 3))
        lines = self.honest_lines()
        if not data.draw(MOSTLY):
            lines = [
                f"{hook} {tag} {pieces}" for hook, tag, pieces in data.draw(st.lists(lies, min_size=1, max_size=3))
            ]
        if self.take:
            self.act("stocktake.count", self.take, found="\n".join(lines) or "A-1 0")

    def end_count(self, data: st.DataObject) -> None:
        close: tuple[str, Mapping[str, Any]] = ("stocktake.close", EXPLAINED)
        step, answers = close if data.draw(MOSTLY) else ("stocktake.void", {"reason": "点错了柜"})
        if self.take and self.act(step, self.take, **answers):
            self.take = None

    def take_stock(self, _: st.DataObject) -> None:
        """Whoever counts all hooks honestly closes with a register like the cabinet, or is told what cannot be."""
        begun = None if self.take else self.act("stocktake.start", None)
        if begun is None:
            return
        assert self.act("stocktake.count", begun.item, found="\n".join(self.honest_lines()) or "A-1 0")
        astray = any(books.astray for books in self.books.values())
        closed = self.act("stocktake.close", begun.item, **EXPLAINED)
        assert (closed is None) == astray
        if closed:
            assert all(books.hook == books.there for books in self.books.values())
        else:
            self.act("stocktake.void", begun.item, reason="点错了柜")

    def honest_lines(self) -> list[str]:
        """What hangs on each hook that has a key set."""
        found = [(row, self.books[row["item_id"]].there) for row in self.read(keys) if row["gone"] is None]
        return [f"{hook_words(row['cabinet'], row['slot'])} {row['tag']} {there}" for row, there in found]

    def wait(self, data: st.DataObject) -> None:
        self.ready.counter.clock.forward(hours=data.draw(st.sampled_from([1, 30])))
        while self.ready.desk.sweep():
            pass
        self.agree()

    # --- acts and books --------------------------------------------------------------------------------------

    def act(self, step: str, item: str | None, signatures: tuple[Signature, ...] = (), **answers: Any) -> Done | None:
        """Do a step; where it is refused everything is as it was, else the books follow its entries."""
        before = contents(self.ready.path)
        try:
            done = self.ready.counter.do(step, item, signatures=signatures, **answers)
        except Refused:
            assert contents(self.ready.path) == before
            return None
        for entry in self.ready.desk.read(journal.of_act, done.act, "en", self.ready.desk.zone):
            self.book(entry, seen=step != "stocktake.close")
        self.acts += 1
        self.agree()
        return done

    def book(self, entry: EntryView, *, seen: bool) -> None:
        """Follow one entry; what a stock-take settles is `seen` by nobody: the keys were there, or gone, before."""
        values = {name: plain(value) for name, value in entry.values.items()}
        pieces, key = int(str(values.get("pieces") or 0)), entry.item_id or 0
        if not entry.step.startswith("key."):
            return
        if entry.step == "key.accept":
            self.books[key], self.numbers[key] = Books(pieces, there=pieces), entry.number or ""
        books = self.books[key]
        if entry.step in ("key.draw", "key.put_back"):
            drawn(books, pieces if entry.step == "key.draw" else -pieces)
        elif entry.step == "key.lose":
            books.lost += pieces
            if "loan" in values:
                books.out -= pieces
            else:
                books.hook -= pieces
                books.there = min(books.there, books.hook) if seen else books.there
        elif entry.step == "key.found":
            books.hook, books.lost = books.hook + pieces, books.lost - pieces
            books.there = max(books.there, books.hook) if seen else books.there
        elif entry.step == "key.replace":
            replaced(books, int(str(values["made"])), values["remedy"])
        elif entry.step == "key.adjust":
            more = pieces - int(str(values["before"]))
            books.hook, books.there = books.hook + more, max(0, books.there + more)
        if entry.stage[-1] not in HERE:
            del self.books[key]

    def agree(self) -> None:
        """The register is as the books are, and agrees with itself."""
        everything, lent = self.read(keys), self.read(loans)
        held = [row for row in everything if row["gone"] is None]
        assert {row["item_id"]: (row["pieces"], row["out"], row["lost"]) for row in held} == {
            key: (books.hook + books.out + books.lost, books.out, books.lost) for key, books in self.books.items()
        }
        outstanding: Tally[int] = Tally()
        for row in lent:
            left = row["pieces"] - row["back"] - row["lost"]
            assert (left > 0) == (row["stage"] == "lent")
            outstanding[row["key_id"]] += left
        for row in everything:
            assert row["out"] == outstanding[row["item_id"]]
            assert row["gone"] is None or row["out"] == 0
        for row in held:
            assert (row["lost"] > 0) == (row["stage"] in ("lost", "agreed"))
            assert f"{self.books[row['item_id']].hook}/{row['pieces']}" in row["title"].split()
        for name in ("tag", ("cabinet", "slot")):
            assert len({_part(row, name) for row in held}) == len(held)
        self.read(promises_run)
        if self.acts % VERIFIED_EVERY == 0:
            self.sound()

    def teardown(self) -> None:
        self.sound()

    def sound(self) -> None:
        report = verify(self.ready.path)
        assert report.sound, report.problems

    def read(self, query: Callable[[Connection], Any]) -> Any:
        return self.ready.desk.read(query)

    def a_key(self, data: st.DataObject, *stages: str) -> str | None:
        """A key set in custody, mostly one at such a stage, if there is any."""
        return self.one_of([row for row in self.read(keys) if row["gone"] is None], data, stages)

    def a_loan(self, data: st.DataObject, *stages: str) -> str | None:
        """A loan, mostly one at such a stage, if there is any."""
        return self.one_of(self.read(loans), data, stages)

    def one_of(self, rows: list[RowMapping], data: st.DataObject, stages: tuple[str, ...]) -> str | None:
        usual: bool = data.draw(MOSTLY)
        if stages and usual:
            rows = [row for row in rows if row["stage"] in stages]
        return str(data.draw(st.sampled_from([row["number"] for row in rows]))) if rows else None

    def id_of(self, number: str) -> int:
        return next(key for key, known in self.numbers.items() if known == number)


def _part(row: RowMapping, name: str | tuple[str, ...]) -> object:
    return row[name] if isinstance(name, str) else tuple(row[each] for each in name)


def keys(connection: Connection) -> list[RowMapping]:
    """Every key set with number, stage and title of its item."""
    wanted = select(_KEY, _ITEM.c.number, _ITEM.c.stage, _ITEM.c.title).join(_ITEM, _ITEM.c.id == _KEY.c.item_id)
    return list(connection.execute(wanted.order_by(_KEY.c.item_id)).mappings())


def loans(connection: Connection) -> list[RowMapping]:
    """Every loan with number and stage of its item."""
    wanted = select(_LOAN, _ITEM.c.number, _ITEM.c.stage).join(_ITEM, _ITEM.c.id == _LOAN.c.item_id)
    return list(connection.execute(wanted.order_by(_LOAN.c.item_id)).mappings())


def promises_run(connection: Connection) -> None:
    """The promised time runs on every open loan, and on no other."""
    running = select(_TIMER.c.item_id).where(_TIMER.c.code == "KEY.LOAN_TERM", _TIMER.c.stopped.is_(None))
    still_out = select(_ITEM.c.id).where(_ITEM.c.ledger == "loan", _ITEM.c.closed.is_(None))
    assert set(connection.execute(running).scalars()) == set(connection.execute(still_out).scalars())


def test_whatever_is_done_at_the_cabinet_in_whatever_order_it_adds_up(shelf: Shelf) -> None:
    Cabinet.shelf = shelf
    run_state_machine_as_test(
        Cabinet,
        settings=settings(
            max_examples=12,
            stateful_step_count=45,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
