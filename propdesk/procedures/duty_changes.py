"""A roster in force (004 DUTY 4.1.5d): leave is decided before the turn, every change names who takes it."""

from propdesk.i18n import N_
from propdesk.models.duty import Duty, DutyTurn, Half
from propdesk.procedures import duty_matter as matter
from propdesk.procedures.forms import Colleague, Count, ask
from propdesk.procedures.step import EVERYBODY, NOBODY, Moving
from propdesk.procedures.tx import Tx
from propdesk.rules import rota
from propdesk.rules.sentence import word

DAY, TURN = N_("Day of the month"), N_("Turn")


class Ask(Moving[Duty]):
    """Somebody cannot take a turn and asks for leave, in person or through a colleague; decided before the turn."""

    key, label = "l", N_("Ask for leave")
    at, to = ("published", "asked"), ("asked",)
    by = EVERYBODY
    aside = True
    may_start = ("DUTY.LEAVE",)
    guards = ("G-DUTY-04",)
    source = "004 DUTY 4.1.5d"
    says = N_("{who} asks for leave from {turn}: {reason}")

    day: Count = ask(DAY)
    half: Half = ask(TURN, default=Half.NIGHT)
    reason: str = ask(N_("Reason"), max_length=400)

    def apply(self, tx: Tx, row: Duty) -> None:
        """The turn stays theirs until the manager has decided."""
        turn = matter.turn_of(tx, row, self.day, self.half)
        matter.begins_later(tx, turn)
        who = matter.name_of(tx, turn.operator_id)
        if not who:
            tx.refuse("nobody", N_("Nobody in particular is on duty in {turn}."), field="day",
                      turn=matter.words_of(tx, turn))  # fmt: skip
        if turn.asked is not None:
            tx.refuse("asked", N_("{who} has asked already; the manager decides."), field="day", who=who)
        turn.asked, turn.asked_reason = tx.happened, self.reason
        row.changes += 1
        tx.facts |= {"who": who, "turn": matter.words_of(tx, turn)}
        tx.session.flush()
        if turn.starts == min(matter.asked_from(tx)):
            tx.start("DUTY.LEAVE", due=turn.starts, again=True)


class Change(Moving[Duty]):
    """Somebody else takes a turn: named, with the reason, with the manager's word (G-DUTY-04)."""

    key, label = "c", N_("Change a turn")
    at, to = ("published", "asked"), ("published", "asked")
    by = EVERYBODY
    may_start = ("DUTY.LEAVE",)
    may_meet = ("DUTY.LEAVE",)
    signs = (matter.APPROVAL,)
    guards = ("G-DUTY-04",)
    source = "004 DUTY 4.1.5d"
    says = N_("{turn}: {clerk} instead of {before}, approved by {manager}: {reason}")

    day: Count = ask(DAY)
    half: Half = ask(TURN, default=Half.NIGHT)
    clerk: Colleague = ask(N_("Who takes it"), max_length=40)
    reason: str = ask(N_("Reason"), max_length=400)

    def apply(self, tx: Tx, row: Duty) -> None:
        """Who had the turn when the roster was published stays on record."""
        turn = matter.turn_of(tx, row, self.day, self.half)
        matter.begins_later(tx, turn)
        clerk = tx.colleague(self.clerk, field="clerk")
        if clerk.id == turn.operator_id:
            tx.refuse("same", N_("{name} has that turn already."), field="clerk", name=clerk.name)
        before = turn.operator_id
        manager = matter.approved(tx, before, clerk.id)
        nobody = word("nobody", N_("nobody in particular"))
        tx.facts |= {
            "turn": matter.words_of(tx, turn),
            "before": matter.name_of(tx, before) or nobody,
            "manager": manager,
        }
        _give(tx, turn, clerk.id, self.reason, manager)
        _decided(tx, row, turn)


class Swap(Moving[Duty]):
    """Two clerks take each other's turns: both turns named, in one act, with the manager's word (G-DUTY-04)."""

    key, label = "w", N_("Swap two turns")
    at, to = ("published", "asked"), ("published", "asked")
    by = EVERYBODY
    aside = True
    may_start = ("DUTY.LEAVE",)
    may_meet = ("DUTY.LEAVE",)
    signs = (matter.APPROVAL,)
    guards = ("G-DUTY-04",)
    source = "004 DUTY 4.1.5d"
    says = N_("Swapped: {turn} now {clerk}, {other_turn} now {other_clerk}, approved by {manager}: {reason}")

    day: Count = ask(DAY)
    half: Half = ask(TURN, default=Half.NIGHT)
    other_day: Count = ask(N_("Swapped with day"))
    other_half: Half = ask(N_("Swapped with turn"), default=Half.NIGHT)
    reason: str = ask(N_("Reason"), max_length=400)

    def apply(self, tx: Tx, row: Duty) -> None:
        """Both turns are still to come and have a name; leave that was asked from one of them is decided with it."""
        one = self._turn(tx, row, self.day, self.half, "day")
        other = self._turn(tx, row, self.other_day, self.other_half, "other_day")
        mine, theirs = one.operator_id, other.operator_id
        if mine == theirs:
            tx.refuse("same", N_("{name} has both turns: there is nothing to swap."), field="other_day",
                      name=matter.name_of(tx, mine))  # fmt: skip
        manager = matter.approved(tx, mine, theirs)
        _give(tx, one, theirs, self.reason, manager)
        _give(tx, other, mine, self.reason, manager)
        tx.facts |= {
            "turn": matter.words_of(tx, one),
            "clerk": matter.name_of(tx, theirs),
            "other_turn": matter.words_of(tx, other),
            "other_clerk": matter.name_of(tx, mine),
            "manager": manager,
        }
        _decided(tx, row, one, other)

    def _turn(self, tx: Tx, row: Duty, day: int, half: Half, field: str) -> DutyTurn:
        turn = matter.turn_of(tx, row, day, half, field=field)
        matter.begins_later(tx, turn, field=field)
        if turn.operator_id is None:
            tx.refuse("nobody", N_("Nobody in particular is on duty in {turn}."), field=field,
                      turn=matter.words_of(tx, turn))  # fmt: skip
        return turn


class Decline(Moving[Duty]):
    """The manager says no: the turn stays with whoever asked for leave."""

    key, label = "d", N_("Decline leave")
    at, to = ("asked",), ("published", "asked")
    by = EVERYBODY
    aside = True
    may_start = ("DUTY.LEAVE",)
    may_meet = ("DUTY.LEAVE",)
    signs = (matter.APPROVAL,)
    guards = ("G-DUTY-04",)
    source = "004 DUTY 4.1.5d"
    says = N_("{turn} stays with {who}, says {manager}: {reason}")

    day: Count = ask(DAY)
    half: Half = ask(TURN, default=Half.NIGHT)
    reason: str = ask(N_("Reason"), max_length=400)

    def apply(self, tx: Tx, row: Duty) -> None:
        """Only where leave was asked for."""
        turn = matter.turn_of(tx, row, self.day, self.half)
        who, turn_words = matter.name_of(tx, turn.operator_id), matter.words_of(tx, turn)
        if turn.asked is None:
            tx.refuse("asked", N_("Nobody asked for leave from {turn}."), field="day", turn=turn_words)
        tx.facts |= {"turn": turn_words, "who": who, "manager": matter.approved(tx, turn.operator_id)}
        _decided(tx, row, turn)


class Close(Moving[Duty]):
    """The month is over: the desk itself puts the roster away."""

    key, label = "z", N_("Month is over")
    at, to = ("published", "asked"), ("over",)
    by = NOBODY
    hidden = True
    ends = ("DUTY.LEAVE",)
    source = "004 DUTY 4.1.8"
    says = N_("Roster of {month} is over")

    def apply(self, tx: Tx, row: Duty) -> None:
        """Only once its last turn has ended."""
        tx.facts["month"] = f"{row.month:%Y-%m}"
        if rota.over(row.month, tx.site.turn, tx.site.calendar) > tx.now:
            tx.refuse("month", N_("The roster of {month} is not over yet."), month=f"{row.month:%Y-%m}")


def _give(tx: Tx, turn: DutyTurn, clerk: int | None, reason: str, manager: str) -> None:
    """Let somebody have the turn; who had it by the published roster stays beside it, unless it is theirs again."""
    had = turn.original_id or turn.operator_id
    again = had == clerk
    turn.original_id, turn.operator_id, turn.changed = None if again else had, clerk, tx.happened
    turn.reason, turn.approved_by = ("", "") if again else (reason, manager)


def _decided(tx: Tx, row: Duty, *turns: DutyTurn) -> None:
    """What was asked about the turns is decided; the clock goes on for the next turn that somebody asks leave from."""
    asked = [turn for turn in turns if turn.asked is not None]
    for turn in asked:
        turn.asked, turn.asked_reason = None, ""
    if asked:
        tx.meet("DUTY.LEAVE")
    row.changes += 1
    tx.session.flush()
    waiting = matter.asked_from(tx)
    if waiting:
        tx.start("DUTY.LEAVE", due=min(waiting))
    tx.go("asked" if waiting else "published")
