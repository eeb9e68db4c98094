"""A building opens for move-in when its five conditions are ticked, each with name and date (manual P03, MOVE 4.1)."""

from sqlmodel import col, select

from propdesk.i18n import N_
from propdesk.models.movein import BuildingCondition, Condition
from propdesk.procedures import premises, ticks
from propdesk.procedures.forms import BuildingCode, Moment, Ticks, ask
from propdesk.procedures.step import DESK, LEADERS, Deed, Procedure
from propdesk.procedures.tx import Tx
from propdesk.rules.sentence import value_of

CONDITIONS = tuple(condition.label for condition in Condition)
"""The five conditions as they are ticked, msgids."""


class Ready(Deed):
    """Conditions for move-in hold in a building: who checked them, and on which day; with the fifth it is open."""

    key, label = "o", N_("Conditions for move-in hold")
    by = DESK | LEADERS
    guards = ("G-MOVE-01",)
    source = "004 MOVE 4.1"
    says = N_("Building {building}, checked by {checked_by} on {checked}: {conditions}; still open: {left}")

    building: BuildingCode = ask(N_("Building"), max_length=20)
    conditions: Ticks = ask(N_("Conditions that hold"), options=CONDITIONS)
    checked_by: str = ask(N_("Checked by"), max_length=80)
    checked: Moment | None = ask(N_("Checked on"), default=None, prefer="past", help=N_("Now, if left empty."))

    def do(self, tx: Tx) -> None:
        """Tick them; one that is ticked already stays as it was."""
        building = premises.find_building(tx, self.building)
        checked = tx.past(self.checked, field="checked")
        holding = premises.holding(tx, building.id or 0)
        ticked = _conditions(tx, self.conditions)
        for condition in ticked:
            if condition not in holding:
                row = BuildingCondition(building_id=building.id or 0, condition=condition, checked_by=self.checked_by,
                                        checked=tx.site.calendar.day(checked))  # fmt: skip
                tx.session.add(row)
        tx.session.flush()
        left = [each.label for each in Condition if each not in premises.holding(tx, building.id or 0)]
        tx.facts |= {"building": building.name, "checked": value_of(checked), "left": ticks.said(left),
                     "conditions": ticks.said([each.label for each in ticked])}  # fmt: skip


class Withdraw(Deed):
    """A condition for move-in holds no more: nobody is called to this building until it is ticked again."""

    key, label = "w", N_("Condition for move-in withdrawn")
    by = LEADERS
    guards = ("G-MOVE-01",)
    source = "004 MOVE 4.1"
    says = N_("Building {building}, no longer: {conditions}; {reason}")

    building: BuildingCode = ask(N_("Building"), max_length=20)
    conditions: Ticks = ask(N_("Conditions that hold no more"), options=CONDITIONS)
    reason: str = ask(N_("Reason"), max_length=400)

    def do(self, tx: Tx) -> None:
        """It stays on record with its end."""
        building = premises.find_building(tx, self.building)
        among = _conditions(tx, self.conditions)
        rows = select(BuildingCondition).where(
            BuildingCondition.building_id == building.id, col(BuildingCondition.withdrawn).is_(None)
        )
        for row in tx.session.exec(rows).all():
            if row.condition in among:
                row.withdrawn = tx.happened
        tx.facts |= {"building": building.name, "conditions": ticks.said([each.label for each in among])}


def _conditions(tx: Tx, ticked: str) -> list[Condition]:
    names = ticks.ticked(tx, ticked, CONDITIONS, field="conditions")
    return [condition for condition in Condition if condition.label in names]


PROCEDURE = Procedure(
    ledger="building",
    prefix="",
    title=N_("Buildings"),
    chapters=("P03",),
    form="",
    row=None,
    stages=(),
    steps=(Ready, Withdraw),
)
