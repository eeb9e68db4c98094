"""A random walk through the ledgers: whatever is done in whatever order, the books agree."""

from datetime import timedelta
from typing import Any, ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test
from sqlalchemy import Connection, func, select

from propdesk.desk import Done
from propdesk.errors import Refused
from propdesk.models.tables import metadata
from propdesk.procedures import manual
from propdesk.procedures.step import Moving, Opening
from propdesk.queries import items, journal
from tests.laws.books import agree
from tests.laws.case import COLLEAGUE
from tests.laws.cases import CASES, OTHERWISE, follows_of
from tests.laws.cases_building import READY
from tests.laws.conftest import Ready, Shelf, contents

_TABLES = metadata().tables
_ITEM = _TABLES["item"]
OPENINGS = [step.name() for part in manual.ledgers() for step in part.steps if issubclass(step, Opening)]


class Walk(RuleBasedStateMachine):
    """Acts at random on one desk; after each the books are compared with what they were."""

    shelf: ClassVar[Shelf]

    @initialize()
    def begin(self) -> None:
        self.ready: Ready = self.shelf.take((COLLEAGUE, READY))
        self.numbers: list[str] = []

    @rule(name=st.sampled_from(OPENINGS), data=st.data())
    def open_one(self, name: str, data: st.DataObject) -> None:
        self.act(name, None, data)

    @precondition(lambda self: self.numbers)
    @rule(data=st.data())
    def move_one(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(self.numbers))
        found = self.ready.desk.read(items.item, number)
        assert found is not None
        steps = [step.name() for step in manual.steps_at(found.ledger, found.stage) if issubclass(step, Moving)]
        if steps:
            self.act(data.draw(st.sampled_from(steps)), number, data)

    @precondition(lambda self: self.numbers)
    @rule(minutes=st.sampled_from([1, 6, 25, 130, 1500]))
    def wait(self, minutes: int) -> None:
        self.ready.counter.clock.forward(minutes=minutes)
        before = self.ready.desk.read(acts)
        recorded = self.ready.desk.sweep()
        assert self.ready.desk.read(acts) == before + recorded
        assert self.ready.desk.sweep() == 0
        agree(self.ready.desk)

    def act(self, name: str, number: str | None, data: st.DataObject) -> None:
        answers: dict[str, Any] = {**CASES[name].fields, **data.draw(st.sampled_from(({}, *OTHERWISE.get(name, ()))))}
        answers |= {"other": data.draw(st.sampled_from(self.numbers))} if name == "contact.link" else {}
        ago = timedelta(minutes=data.draw(st.sampled_from([0, 0, 0, 3])))
        seq, stood, kept = self.ready.desk.read(journal.last_seq), self.ready.desk.read(standing), None
        try:
            kept = contents(self.ready.path)
            done = self.ready.counter.do(
                name, number, happened=self.ready.counter.clock() - ago, signatures=CASES[name].signatures, **answers
            )
        except Refused:
            assert contents(self.ready.path) == kept
            return
        self.written(name, done, seq)
        for item_id, (version, as_it_was) in stood.items():
            now_version, as_it_is = self.ready.desk.read(standing)[item_id]
            assert now_version - version == int(as_it_is != as_it_was)
        self.numbers += [found for found in (done.item, *(opened for opened, _ in done.opened)) if found]
        self.numbers = sorted(set(self.numbers))
        agree(self.ready.desk)

    def written(self, name: str, done: Done, seq: int) -> None:
        assert done.entries[0].step == name
        assert {entry.step for entry in done.entries[1:]} <= follows_of(name)
        assert [entry.seq for entry in done.entries] == list(range(seq + 1, seq + 1 + len(done.entries)))
        assert self.ready.desk.read(journal.last_seq) == done.entries[-1].seq


def acts(connection: Connection) -> int:
    """How many acts there were; what follows from a missed clock is done in the same one."""
    return int(connection.execute(select(func.count()).select_from(_TABLES["act"])).scalar_one())


def standing(connection: Connection) -> dict[int, tuple[int, tuple[object, ...]]]:
    """Each item's version, and what it must rise with."""
    found: dict[int, tuple[int, tuple[object, ...]]] = {}
    for row in connection.execute(select(_ITEM)).mappings().all():
        item = {name: value for name, value in row.items() if name not in ("version", "presses")}
        tallies = manual.procedure(row["ledger"]).tallies
        row_of = items.row_of(connection, row["ledger"], row["id"])
        kept = {name: value for name, value in row_of.items() if name not in tallies}
        found[row["id"]] = row["version"], (item, kept)
    return found


def test_whatever_is_done_in_whatever_order_the_books_agree(shelf: Shelf) -> None:
    Walk.shelf = shelf
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=15,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
