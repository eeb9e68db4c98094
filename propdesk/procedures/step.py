"""A step of the manual: a form, and beside it where it may be done, by whom, which clocks it moves, what it changes."""

import re
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from sqlmodel import SQLModel

from propdesk.i18n import N_
from propdesk.models.operator import Role
from propdesk.procedures.forms import Form, asked, extra_of
from propdesk.procedures.tx import Tx
from propdesk.rules import sentence
from propdesk.rules.sentence import Value

Row = TypeVar("Row", bound=SQLModel)

EVERYBODY = frozenset(Role)
"""Whoever signs in."""

DESK = frozenset({Role.CLERK, Role.DUTY, Role.SUPERVISOR})
"""Who sits at the desk (manual: table of roles)."""

LEADERS = frozenset({Role.SUPERVISOR, Role.CENTRE_MANAGER, Role.OFFICE_MANAGER})
"""Who decides and signs off."""

NOBODY: frozenset[Role] = frozenset()
"""Only the operator `system`."""


@dataclass(frozen=True)
class Stage:
    """A stage in the life of an item; `final` ends it, one that `rests` is open without anything to be done.

    What is ordinarily done with an item that rests may be to open one of another ledger: `begins` names that step; the
    item is the answer to its first question.
    """

    name: str
    label: str
    final: bool = False
    rests: bool = False
    begins: str = ""


@dataclass(frozen=True)
class Signing:
    """A signature a step takes: an operator's PIN (`roles` not empty) or a named person's, on paper or by phone.

    With `paper` an operator of those roles may sign by PIN, and anybody else as a named person. `guard` is what the
    manual's guard is called that a missing signature offends. `usual` is who ordinarily signs: the `person` whom the
    item is about, or the `actor` who does the step; a form starts with that name. With `own` the actor may sign too,
    with the PIN once more.
    """

    key: str
    label: str
    roles: frozenset[Role] = NOBODY
    must: bool = False
    paper: bool = False
    guard: str = "signature"
    usual: str = ""
    own: bool = False


class Step(Form):
    """One deed of the manual. The class variables answer what a reader of the manual asks."""

    key: ClassVar[str] = ""
    """The accelerator letter in the menu of steps."""
    label: ClassVar[str] = ""
    """What the deed is called, a msgid."""
    at: ClassVar[tuple[str, ...]] = ()
    """The stages in which it may be done."""
    to: ClassVar[tuple[str, ...]] = ()
    """The stages it may lead to; none where the item stays; with more than one, `apply` says `tx.go`."""
    by: ClassVar[frozenset[Role]] = DESK
    """Who may do it: a set, no ladder."""
    starts: ClassVar[tuple[str, ...]] = ()
    """The clocks it always starts."""
    may_start: ClassVar[tuple[str, ...]] = ()
    """The clocks it starts under a condition."""
    meets: ClassVar[tuple[str, ...]] = ()
    """The clocks it always meets, if they run."""
    may_meet: ClassVar[tuple[str, ...]] = ()
    """The clocks it meets under a condition."""
    ends: ClassVar[tuple[str, ...]] = ()
    """The clocks whose object it takes away, always or under a condition: no longer due, or late if time is up."""
    then: ClassVar[tuple[str, ...]] = ()
    """The steps of other ledgers it may go on to in the same act."""
    signs: ClassVar[tuple[Signing, ...]] = ()
    """The signatures it takes."""
    guards: ClassVar[tuple[str, ...]] = ()
    """The guards of the manual it enforces."""
    source: ClassVar[str] = ""
    """The clauses of the manual it executes."""
    says: ClassVar[str] = ""
    """Its sentence in the journal, a msgid with the names of fields."""
    aside: ClassVar[bool] = False
    """A way for special cases: Enter offers it only when the first clock it meets is the earliest."""
    later: ClassVar[tuple[str, ...]] = ()
    """Stages at which it may be done and something else comes first: Enter does not offer it there."""
    hidden: ClassVar[bool] = False
    """Not offered in menus: done by the desk itself or from a screen of its own."""

    @classmethod
    def ledger(cls) -> str:
        """The ledger it belongs to: the name of its file, up to the underscore where a ledger takes several files."""
        return cls.__module__.rpartition(".")[2].partition("_")[0]

    @classmethod
    def name(cls) -> str:
        """`complaint.make_safe` for the class MakeSafe in complaint.py."""
        return f"{cls.ledger()}.{re.sub(r'(?<!^)(?=[A-Z])', '_', cls.__name__).lower()}"

    @classmethod
    def prefill(cls, row: Any) -> dict[str, object]:
        """What the form already knows from the ledger's row, by field."""
        known = {name: getattr(row, name, None) for name in cls.model_fields}
        return {name: value for name, value in known.items() if value not in (None, "") and name in cls.keeps()}

    @classmethod
    def keeps(cls) -> frozenset[str]:
        """The fields a form shows as they stand in the row."""
        return frozenset()

    def sentence(self) -> str:
        """The msgid of its sentence; override where the answers choose between several."""
        return self.says

    def values(self) -> dict[str, Value]:
        """The answers as the journal keeps them; what was not asked or not answered is left out."""
        form = type(self)
        given = {name: getattr(self, name) for name in form.model_fields}
        said = {name: value for name, value in given.items() if value not in (None, "") and asked(form, name, given)}
        return {name: sentence.value_of(value) for name, value in said.items()}


class Opening(Step, Generic[Row]):
    """A step that opens an item. `tx.item` is the item to be; `open` gives it a title and returns the ledger's row."""

    def open(self, tx: Tx) -> Row:
        """Fill `tx.item` and make the ledger's row."""
        raise NotImplementedError


class Moving(Step, Generic[Row]):
    """A step on an item that is there."""

    def apply(self, tx: Tx, row: Row) -> None:
        """Change the ledger's row, move clocks, follow up."""
        raise NotImplementedError


class Deed(Step):
    """Evidence that belongs to no ledger's row: about the site, the estate, an operator, or the item of any ledger."""

    def do(self, tx: Tx) -> None:
        """Do it."""
        raise NotImplementedError


VOIDED = Stage("voided", N_("Voided"), final=True)
"""The stage of what was entered by mistake: it stays readable."""


@dataclass(frozen=True)
class Procedure:
    """A ledger of the manual: its words, its stages, its steps in the order a clerk meets them."""

    ledger: str
    prefix: str
    title: str
    chapters: tuple[str, ...]
    form: str
    """The paper register it stands for, in Chinese, and its retention key."""
    row: type[SQLModel] | None
    stages: tuple[Stage, ...]
    steps: tuple[type[Step], ...]
    tallies: tuple[str, ...] = ()
    """Columns of the row that only count: a form does not go stale when they change."""

    def stage(self, name: str) -> Stage:
        """A stage by its name."""
        return next(stage for stage in self.stages if stage.name == name)

    def is_final(self, name: str) -> bool:
        """Whether that stage ends the item."""
        return self.stage(name).final

    def step(self, name: str) -> type[Step] | None:
        """A step by its whole name, or None."""
        return next((step for step in self.steps if step.name() == name), None)


def label_of(step: type[Step], field: str) -> str:
    """The msgid beside a field."""
    return str(extra_of(step.model_fields[field]).get("label", field))
