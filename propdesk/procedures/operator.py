"""Operators: who may sign in, with which roles (manual P27: granted, used, ended; every act names person and role)."""

from sqlmodel import col, delete, select

from propdesk.i18n import N_
from propdesk.models.base import Choice
from propdesk.models.operator import SYSTEM, Operator, OperatorRole, Role
from propdesk.procedures.forms import Colleague, ask
from propdesk.procedures.step import EVERYBODY, LEADERS, Deed, Procedure
from propdesk.procedures.tx import Tx


class Language(Choice):
    """A language of the desk."""

    ENGLISH = "en", N_("English")
    CHINESE = "zh_CN", N_("Chinese")


class Add(Deed):
    """Add an operator with roles; the PIN is set beside the form and never written down."""

    label = N_("Add an operator")
    by = LEADERS
    says = N_("Operator {name} added: {roles}")
    source = "P27 section 3"

    who: str = ask(N_("Name"), max_length=40)
    roles: str = ask(N_("Roles"), help=N_("One or more, with commas: clerk, duty, supervisor ..."))

    def do(self, tx: Tx) -> None:
        """Make the operator; the PIN's hash comes with the act, not with the form."""
        if tx.session.exec(select(Operator).where(Operator.name == self.who)).first() or self.who == SYSTEM:
            tx.refuse("operator", N_("There is an operator called {name} already."), field="who", name=self.who)
        if tx.pin_hash is None:
            tx.refuse("pin", N_("A new operator needs a PIN of four to twelve digits."), field="who")
        operator = Operator(name=self.who, pin_hash=tx.pin_hash, created=tx.now)
        tx.session.add(operator)
        tx.session.flush()
        for role in roles_of(tx, self.roles):
            tx.session.add(OperatorRole(operator_id=operator.id or 0, role=role))
        tx.facts["name"] = self.who


class Grant(Deed):
    """Give an operator other roles."""

    label = N_("Change roles")
    by = LEADERS
    says = N_("Roles of {who}: {roles}")

    who: Colleague = ask(N_("Name"), max_length=40)
    roles: str = ask(N_("Roles"), help=N_("One or more, with commas: clerk, duty, supervisor ..."))

    def do(self, tx: Tx) -> None:
        """Nobody changes their own roles."""
        operator = tx.colleague(self.who, field="who")
        if operator.id == tx.actor.id:
            tx.refuse("self", N_("Nobody changes their own roles. Another supervisor can."), field="who")
        tx.session.exec(delete(OperatorRole).where(col(OperatorRole.operator_id) == operator.id))
        for role in roles_of(tx, self.roles):
            tx.session.add(OperatorRole(operator_id=operator.id or 0, role=role))


class Disable(Deed):
    """An operator leaves: no more sign-in; what was done stays under the name."""

    label = N_("Disable an operator")
    by = LEADERS
    says = N_("Operator {who} disabled: {reason}")

    who: Colleague = ask(N_("Name"), max_length=40)
    reason: str = ask(N_("Reason"), max_length=400)

    def do(self, tx: Tx) -> None:
        """Nobody disables themselves, so that somebody can always sign in."""
        operator = tx.colleague(self.who, field="who")
        if operator.id == tx.actor.id:
            tx.refuse("self", N_("Nobody disables themselves. Another supervisor can."), field="who")
        operator.active, operator.disabled = False, tx.now


class ChangePin(Deed):
    """Change a PIN: the own one, or, for a supervisor, that of somebody who forgot it."""

    label = N_("Change a PIN")
    by = EVERYBODY
    says = N_("PIN of {who} changed")

    who: Colleague = ask(N_("Name"), max_length=40)

    def do(self, tx: Tx) -> None:
        """The new PIN's hash comes with the act, not with the form."""
        operator = tx.colleague(self.who, field="who")
        if operator.id != tx.actor.id and not tx.actor.roles & LEADERS:
            tx.refuse("role", N_("Only a supervisor changes the PIN of somebody else."), field="who")
        if tx.pin_hash is None:
            tx.refuse("pin", N_("A PIN is four to twelve digits."), field="who")
        operator.pin_hash = tx.pin_hash


def roles_of(tx: Tx, text: str) -> list[Role]:
    """The roles somebody typed, with commas or spaces between.

    Raises:
        Refused: a word is no role.
    """
    words = text.replace("，", ",").replace("、", ",").replace(",", " ").split()
    known = {role.value: role for role in Role}
    if unknown := [word for word in words if word not in known]:
        answers = ", ".join(known)
        tx.refuse(
            "roles", N_("“{typed}” is no role. Roles: {answers}."), field="roles", typed=unknown[0], answers=answers
        )
    if not words:
        tx.refuse("roles", N_("An operator has at least one role: {answers}."), field="roles", answers=", ".join(known))
    return [known[word] for word in dict.fromkeys(words)]


PROCEDURE = Procedure(
    ledger="operator",
    prefix="",
    title=N_("Operators"),
    chapters=("P27",),
    form="",
    row=None,
    stages=(),
    steps=(Add, Grant, Disable, ChangePin),
)
