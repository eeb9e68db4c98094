"""Building patrols (P14): expected by the plan, walked area by area, signed by two; what nobody walked was missed.

A round of the plan is put on the desk before anybody is assigned (`propdesk.rules.patrol` says when), so that one that
nobody walked, or that nobody was there to walk, is missed and seen.
"""

from datetime import date

from sqlmodel import select

from propdesk.i18n import N_
from propdesk.models.round import Judged, Round
from propdesk.procedures import kit
from propdesk.procedures import round_matter as matter
from propdesk.procedures.forms import ask
from propdesk.procedures.round_walking import Area, Begin, Finish, HandOver, Start
from propdesk.procedures.step import EVERYBODY, LEADERS, NOBODY, VOIDED, Moving, Opening, Procedure, Signing, Stage
from propdesk.procedures.tx import Tx
from propdesk.rules import patrol
from propdesk.rules.sentence import value_of
from propdesk.rules.text import same_name


class Expect(Opening[Round]):
    """A round is expected; the desk itself puts it on record before its window opens, once for each route and day."""

    label = N_("Round expected")
    to = ("planned",)
    by = NOBODY
    hidden = True
    starts = ("PATROL.DAILY",)
    source = "004 PATROL 4.4"
    says = N_("Expected: {route}, from {begins} to {until}")

    route: str = ask(N_("Route"), max_length=40)
    day: str = ask(N_("Day"), max_length=10)

    def open(self, tx: Tx) -> Round:
        """Find its window in the plan; its clock runs to the end of the grace."""
        route = matter.route_of(tx, self.route)
        window = patrol.window(route, self._day(tx), tx.site.calendar)
        there = select(Round.item_id).where(Round.route == route.name, Round.planned_for == window.day)
        if tx.session.exec(there).first() is not None:
            tx.refuse("round", N_("That round is on the desk already."), field="day")
        row = matter.fresh(tx, route, window.starts)
        row.planned, row.planned_for = True, window.day
        row.ends, row.grace_ends = window.ends, window.grace_ends
        tx.start("PATROL.DAILY", due=window.grace_ends, since=window.starts)
        tx.facts |= {"begins": value_of(window.starts), "until": value_of(window.ends)}
        return row

    def _day(self, tx: Tx) -> date:
        try:
            return date.fromisoformat(self.day)
        except ValueError:
            tx.refuse("day", N_("“{typed}” is not a day. Write 2026-10-01."), field="day", typed=self.day)


class Miss(Moving[Round]):
    """Time is up, with the grace: a round nobody set out on is missed; one that is being walked is late."""

    label = N_("Round missed")
    at, to = ("planned", "walking"), ("missed", "walking")
    by = NOBODY
    hidden = True
    source = "004 PATROL 4.4; manual P14 section 4"
    says = N_("Round {route} of {until}: {verdict}")

    def apply(self, tx: Tx, row: Round) -> None:
        """It stays open until it is walked after all, or somebody accounts for it."""
        walking = tx.item.stage == "walking"
        row.verdict = Judged.LATE if walking else Judged.MISSED
        tx.facts |= {"route": row.route, "until": value_of(row.grace_ends), "verdict": value_of(row.verdict)}
        tx.go("walking" if walking else "missed")


class AccountFor(Moving[Round]):
    """Nobody will walk a missed round any more: why it was missed, and what was done about it."""

    key, label = "m", N_("Account for it")
    at, to = ("missed",), ("accounted",)
    by = LEADERS
    ends = ("PATROL.DAILY",)
    source = "manual P14 section 4"
    says = N_("Not walked: {reason}; done about it: {measure}")

    reason: str = ask(N_("Why it was missed"), max_length=400)
    measure: str | None = ask(N_("What is done about it"), default=None, max_length=400)

    def apply(self, tx: Tx, row: Round) -> None:
        """It stays missed."""
        row.reason = self.reason


class Sign(Moving[Round]):
    """Two colleagues sign the patrol log: whoever does this, or who signed on paper, and somebody else (4.5.6)."""

    key, label = "g", N_("Sign")
    at, to = ("walked",), ("closed",)
    guards = ("G-PAT-02",)
    signs = (
        Signing("first", N_("First signature, if not yours"), paper=True, usual="person"),
        Signing("second", N_("Second signature"), roles=EVERYBODY, paper=True, must=True, guard="G-PAT-02"),
    )
    source = "004 PATROL 4.5.6, 4.8-4.9"
    says = N_("Signed by {first} and {second}")

    remark: str | None = ask(N_("Remark"), default=None, max_length=400)

    def apply(self, tx: Tx, row: Round) -> None:
        """Persons are compared, by name too where one signs on paper; sites and vacant units were written down."""
        matter.check_sites_and_vacant(tx, row)
        first = tx.signed["first"].name if "first" in tx.signed else tx.actor.name
        second = tx.signed["second"].name
        if same_name(first, second):
            tx.refuse("G-PAT-02", N_("Two different colleagues sign a patrol; {name} signed already."), field="second",
                      name=first)  # fmt: skip
        row.signed_by, row.countersigned_by = first, second
        tx.facts |= {"first": first, "second": second}


class Attempt(kit.Attempt[Round]):
    """One try to reach somebody about the round: who should walk it, a supervisor who hears that it was missed."""

    at = ("planned", "walking", "missed")


class Correct(kit.Amend[Round]):
    """Correct what was written about a round, also one that is signed."""

    at = ("planned", "walking", "missed", "walked", "closed", "accounted")

    walker: str | None = ask(N_("Who walks"), default=None, max_length=80)
    partner: str | None = ask(N_("With whom"), default=None, max_length=80)


class Void(kit.Void[Round]):
    """Void a round that is not owed, or was begun by mistake; it stays readable."""

    at = ("planned", "walking", "missed", "walked", "closed", "accounted")


PROCEDURE = Procedure(
    ledger="round",
    prefix="XC",
    title=N_("Patrol rounds"),
    chapters=("P14",),
    form="巡楼日志",
    row=Round,
    stages=(
        Stage("planned", N_("Expected")),
        Stage("walking", N_("Being walked")),
        Stage("missed", N_("Missed")),
        Stage("walked", N_("Walked")),
        Stage("closed", N_("Signed by two"), final=True),
        Stage("accounted", N_("Missed, accounted for"), final=True),
        VOIDED,
    ),
    steps=(Expect, Begin, Start, Area, Finish, Sign, HandOver, AccountFor, Miss, Attempt, Correct, Void),
    tallies=("done", "findings"),
)
