"""The closed answers of a step on an item: for fields that its form leaves open, what there is to choose among."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from propdesk.desk import Desk
from propdesk.i18n import N_, _, say
from propdesk.procedures.step import Step
from propdesk.queries import duty, incidents, items, people, timers, vacancies
from propdesk.screens.choices import clocks_for
from propdesk.widgets.safe import display_text

Answers = Sequence[tuple[str, str]]
"""The values of a field, each with its words."""

CODE = "code"
"""The field that chooses among the clocks of the item."""
MOST_TO_RING = 20
"""Callers among whom a ring-back chooses; the next ones come up as these are rung."""


TURNS = N_("{name} ({count} turns)")


@dataclass(frozen=True)
class Closed:
    """The closed answers of a step. `read` finds them by field, for an item, and blocks.

    A field without answers is asked openly. One with a single answer starts with it, one of `first` with its first,
    one of `several`, which takes as many as are wanted, with none.
    """

    read: Callable[[Desk, int], Mapping[str, Answers]]
    first: frozenset[str] = frozenset()
    several: frozenset[str] = frozenset()


def _who_waits(desk: Desk, item_id: int) -> dict[str, Answers]:
    """The callers who are still to be rung."""
    waiting = [caller for caller in desk.read(incidents.callers, item_id) if caller.waits]
    return {"caller": [(str(each.listed), display_text(each.in_full)) for each in waiting[:MOST_TO_RING]]}


def _keys_out(desk: Desk, item_id: int) -> dict[str, Answers]:
    """The loans by which a key of the vacant unit is out, or came back today."""
    today = desk.site.calendar.start_of(desk.site.calendar.day(desk.now()))
    found = desk.read(vacancies.key_loans, item_id, today)
    return {"loan": [(each.number, f"{each.number}  {display_text(each.borrower)}") for each in found]}


def _who_takes_turns(desk: Desk, item_id: int) -> dict[str, Answers]:
    """Every clerk and duty officer, with the number of turns in the month of the roster."""
    month = desk.read(items.row_of, "duty", item_id)["month"]
    people = desk.read(duty.who_takes_turns, month) if isinstance(month, date) else []
    turns = [(name, say(TURNS, {"name": display_text(name), "count": count})) for name, count in people]
    return {"clerk": turns}


def _who_reads(desk: Desk, _item_id: int) -> dict[str, Answers]:
    """Everybody who works here."""
    names = [each.name for each in desk.read(people.operators, only_active=True)]
    return {"readers": [(name, display_text(name)) for name in names]}


STEPS: Mapping[str, Closed] = {
    "log.note": Closed(_who_reads, several=frozenset({"readers"})),
    "incident.ring_back": Closed(_who_waits, first=frozenset({"caller"})),
    "vacancy.visit": Closed(_keys_out),
    "duty.assign": Closed(_who_takes_turns),
    "duty.change": Closed(_who_takes_turns),
}
"""By step, besides the clocks of `CODE`, which any step may ask for."""


def answers_of(desk: Desk, step: type[Step], item_id: int) -> dict[str, Answers]:
    """The closed answers of a step on an item, by field; blocks. Without a clock to choose `CODE` has an empty list.

    A step that belongs to no item is asked with 0.
    """
    closed = STEPS.get(step.name())
    found = {name: each for name, each in closed.read(desk, item_id).items() if each} if closed is not None else {}
    return {**found, CODE: _clocks(desk, step, item_id)} if CODE in step.model_fields else found


def preselected(step: type[Step], answers: Mapping[str, Answers]) -> dict[str, str]:
    """The answers a form starts with, by field."""
    closed = STEPS.get(step.name())
    first, several = (closed.first, closed.several) if closed is not None else (frozenset(), frozenset())
    known = {name: each for name, each in answers.items() if name not in several}
    return {name: each[0][0] for name, each in known.items() if len(each) == 1 or (each and name in first)}


def _clocks(desk: Desk, step: type[Step], item_id: int) -> list[tuple[str, str]]:
    rulebook = desk.site.rulebook
    found = clocks_for(step, desk.read(timers.timers_of, item_id, desk.now()), rulebook)
    return [(each.code, _(rulebook[each.code].title)) for each in found]
