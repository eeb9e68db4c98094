"""Going live with a backlog: the open matters of the registers kept so far, taken over in one act.

Each matter becomes an item of its ledger with its old number, opened when it came in. Its clocks begin when the file
says, else at the moment of the import, so that a late desk does not begin with every clock missed; an agreed time in
the file stays what it was, and is missed where it has passed.
"""

from collections.abc import Mapping

from pydantic import PrivateAttr

from propdesk.i18n import N_
from propdesk.models.callback import CallbackKind
from propdesk.models.operator import Role
from propdesk.procedures.forms import ask
from propdesk.procedures.step import Deed, Procedure
from propdesk.procedures.tx import Tx
from propdesk.rules.backlog import BacklogRefused, Matter
from propdesk.rules.sentence import Value
from propdesk.store.backlog import problems, taken_over

SAME_FILE = N_("{file} was taken over before: its content is the same as that of {before}. Nothing was written.")


class TakeOver(Deed):
    """Take over open matters from a file that was read and found whole: all of them or none."""

    label = N_("Take over a backlog")
    by = frozenset({Role.SUPERVISOR})
    hidden = True
    then = (
        "repair.receive", "repair.notify", "booking.receive", "booking.notify", "complaint.receive", "callback.due",
    )  # fmt: skip
    says = N_("Backlog {file} taken over: {count} open matters")

    file: str = ask(N_("File"), max_length=200)
    sha256: str = ask(N_("Fingerprint of the file"), max_length=64)

    _matters: tuple[Matter, ...] = PrivateAttr(default=())

    def carrying(self, matters: tuple[Matter, ...]) -> "TakeOver":
        """This step with what was read from the file."""
        self._matters = matters
        return self

    def do(self, tx: Tx) -> None:
        """Open every matter, or refuse with each row that speaks against it."""
        if not self._matters:
            tx.refuse("backlog", N_("Use “propdesk backlog import FILE”: the file is read before it is written."))
        for before, digest, _ in taken_over(tx.connection):
            if digest == self.sha256:
                tx.refuse("backlog", SAME_FILE, file=self.file, before=before)
        if bad := problems(tx.connection, self._matters, tx.site.settings.services):
            raise BacklogRefused(bad)
        tx.facts["count"] = len(self._matters)
        tx.facts["numbers"] = [matter.number for matter in self._matters]
        for matter in self._matters:
            self._open(tx, matter)

    def _open(self, tx: Tx, matter: Matter) -> None:
        step, answers, onward = WAYS[matter.kind](matter)
        facts: dict[str, Value] = {"old_number": matter.number, "taken_over_from": self.file}
        if matter.told and not onward:
            facts["told"] = matter.told
        tx.take_over(
            step,
            answers,
            opened=matter.opened,
            clocks_from=matter.clocks_from or tx.now,
            facts=facts,
            onward=onward,
        )


Onward = tuple[tuple[str, Mapping[str, object]], ...]


def _subject(matter: Matter) -> dict[str, object]:
    return {"text": matter.text, "unit": matter.unit, "place": matter.place, "phone": matter.phone}


def _complaint(matter: Matter) -> tuple[str, dict[str, object], Onward]:
    answers = {"caller": matter.name, "their_number": matter.number, "reply_by": matter.agreed}
    return "complaint.receive", {**_subject(matter), **answers}, ()


def _repair(matter: Matter) -> tuple[str, dict[str, object], Onward]:
    answers = {"caller": matter.name, "their_number": matter.number, "agreed": matter.agreed}
    return "repair.receive", {**_subject(matter), **answers}, _told("repair.notify", matter)


def _booking(matter: Matter) -> tuple[str, dict[str, object], Onward]:
    answers = {"caller": matter.name, "their_number": matter.number, "agreed": matter.agreed}
    service = {"service": matter.service}
    return "booking.receive", {**_subject(matter), **answers, **service}, _told("booking.notify", matter)


def _callback(matter: Matter) -> tuple[str, dict[str, object], Onward]:
    return "callback.due", {**_subject(matter), "kind": CallbackKind.OTHER, "person": matter.name}, ()


def _told(step: str, matter: Matter) -> Onward:
    """The department was told, and so the matter confirmed with the resident, before the desk went live."""
    if not matter.told or (matter.kind == "booking" and matter.agreed is None):
        return ()
    return ((step, {"department": matter.department, "told": matter.told, "repeated": True}),)


WAYS = {"complaint": _complaint, "repair": _repair, "booking": _booking, "callback": _callback}
"""By kind: the step that opens it, its answers, and what is done on it at once."""

PROCEDURE = Procedure(
    ledger="backlog",
    prefix="",
    title=N_("Backlog"),
    chapters=("P06", "P07", "P08"),
    form="",
    row=None,
    stages=(),
    steps=(TakeOver,),
)
