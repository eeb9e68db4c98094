"""What is seen and done in vacant units (004 VAC 4.6): visits, the same work in many units, the check after a storm."""

from propdesk.i18n import N_
from propdesk.models.item import Item
from propdesk.models.vacancy import Vacancy, VacancyVisit, Work
from propdesk.procedures import anomalies, ticks, vacancy_matter
from propdesk.procedures.forms import ItemNumber, Moment, Ticks, ask
from propdesk.procedures.step import DESK, LEADERS, NOBODY, Deed, Moving
from propdesk.procedures.tx import Tx
from propdesk.procedures.vacancy_matter import EVERY, UPKEEP, WORKS
from propdesk.rules.answers import says_nothing
from propdesk.rules.checklist import Flag
from propdesk.rules.sentence import word
from propdesk.rules.upkeep import STORM, split_units

ALL = ("all", "全部", "所有")
"""What is typed for every vacant unit."""
OUTSIDE = (Work.STORM,)
"""Work that can be done without going in."""


class Visit(Moving[Vacancy]):
    """What was seen and done in the unit; somebody who went in says with which key, and how it was left."""

    key, label = "v", N_("Visit the unit")
    at = ("kept",)
    by = DESK | LEADERS
    may_start = UPKEEP
    may_meet = EVERY
    then = anomalies.STEPS
    guards = ("G-PAT-01", "G-VAC-02", "G-VAC-05")
    source = "004 VAC 4.6.3-4.6.9, 4.7.3; PATROL 4.9; P13 section 9"
    says = N_("{where}: {state}; done: {works}; left closed: {closed}; {anomaly}")

    state: str = ask(N_("What you saw"), max_length=400)
    inside: bool = ask(N_("Somebody was inside"), default=False)
    loan: ItemNumber | None = ask(
        N_("Key loan"), default=None, max_length=24, when=("inside", ("yes",)),
        help=N_("The number of the loan, JY…: opening a vacant unit needs one."),
    )  # fmt: skip
    opened: str | None = ask(
        N_("Opened without a key of ours: by whom, how"), default=None, max_length=200, when=("inside", ("yes",))
    )
    work: Ticks | None = ask(N_("Done"), default=None, options=WORKS)
    valves_closed: bool = ask(N_("Water and gas valves closed"), default=False, when=("inside", ("yes",)))
    power_off: bool = ask(N_("Power off"), default=False, when=("inside", ("yes",)))
    anomaly: str | None = ask(N_("Anything abnormal"), default=None, max_length=anomalies.LENGTH)
    told: str | None = ask(
        N_("Centre manager told: who"), default=None, max_length=80, help=N_("At once, if anything is abnormal.")
    )
    another: bool = ask(
        N_("Another one"), default=False, help=N_("Yes, if it is not the one that is open about this unit.")
    )
    round: ItemNumber | None = ask(N_("On which round"), default=None, max_length=24)

    def sentence(self) -> str:
        """Who only looked from outside did nothing there and left nothing closed."""
        if self.inside or self.work:
            return self.says
        return N_("{where}, from outside: {state}; {anomaly}") if self.anomaly else N_("{where}, from outside: {state}")

    def apply(self, tx: Tx, row: Vacancy) -> None:
        """Each work that was done starts its clock anew; an anomaly goes to the manager."""
        if says_nothing(self.state):
            tx.refuse("G-PAT-01", N_("Say what you saw. “Normal” alone is no state."), field="state")
        works = works_of(tx, self.work)
        loan_id = self._inside(tx, works)
        row.state = self.state
        row.visited = max(row.visited or tx.happened, tx.happened)
        if self.inside:
            row.valves_closed, row.power_off = self.valves_closed, self.power_off
        visit = VacancyVisit(
            vacancy_id=tx.item.id or 0, round_id=self._round(tx), loan_id=loan_id, at=tx.happened, state=self.state,
            valves_closed=self.valves_closed if self.inside else None,
            power_off=self.power_off if self.inside else None,
            work=",".join(works), anomaly=self.anomaly or "", seq=tx.seq,
        )  # fmt: skip
        tx.afterwards.append(lambda: tx.session.add(visit))
        vacancy_matter.done(tx, works)
        if self.anomaly:
            anomalies.report(tx, Flag.VACANT, self.anomaly, told_to=self.told, another=self.another)
        vacancy_matter.entitle(tx, row)
        closed = word("yes", N_("yes")) if self.inside and self.valves_closed and self.power_off else None
        tx.facts |= {"where": tx.item.place, "works": ticks.said([each.label for each in works]), "closed": closed}

    def _inside(self, tx: Tx, works: list[Work]) -> int | None:
        """The loan of the key; how the unit is left is right, or said to be wrong."""
        if not self.inside:
            if rest := [each for each in works if each not in OUTSIDE]:
                tx.refuse("inside", N_("“{work}” is done inside: mark that somebody was, and with which key."),
                          field="inside", work=ticks.words([rest[0].label])[0])  # fmt: skip
            return None
        if not self.loan and not self.opened:
            tx.refuse("loan", N_("Name the key loan, or say who opened the unit without a key of ours."), field="loan")
        if Work.APPLIANCE in works and not self.power_off:
            tx.refuse("G-VAC-05", N_("A test run ends with the power off: switch it off, then mark it."),
                      field="power_off")  # fmt: skip
        if not self.anomaly:
            vacancy_matter.left_closed(tx, self.valves_closed, self.power_off)
        return vacancy_matter.loan_of(tx, self.loan) if self.loan else None

    def _round(self, tx: Tx) -> int | None:
        if not self.round:
            return None
        found = tx.other_item(self.round, field="round")
        if found.ledger != "round":
            tx.refuse("round", N_("{number} is no round."), field="round", number=found.number)
        return found.id


class Several(Deed):
    """The same work in several vacant units, as cleaning or airing is done: one visit each."""

    key, label = "w", N_("Work in several units")
    by = DESK | LEADERS
    then = ("vacancy.visit",)
    guards = ("G-VAC-02", "G-VAC-05")
    source = "004 VAC 4.6.3, 4.6.6-4.6.7"
    says = N_("{works} in {count} vacant units: {state}")

    units: str = ask(N_("Units, or “all”"), max_length=2000, lines=True, help=N_("With spaces between: 3-1201 3-1202."))
    work: Ticks = ask(N_("Done"), options=WORKS)
    state: str = ask(N_("What you saw"), max_length=400)
    opened: str = ask(N_("Keys: loans, or who opened"), max_length=200)
    valves_closed: bool = ask(N_("Water and gas valves closed"), default=False)
    power_off: bool = ask(N_("Power off"), default=False)

    def do(self, tx: Tx) -> None:
        """Each unit has its visit."""
        works = works_of(tx, self.work)
        found = self._items(tx)
        answers = {
            "state": self.state, "inside": True, "opened": self.opened, "work": self.work,
            "valves_closed": self.valves_closed, "power_off": self.power_off,
        }  # fmt: skip
        for item in found:
            tx.then("vacancy.visit", answers, item=item)
        tx.facts |= {"works": ticks.said([each.label for each in works]), "count": len(found)}

    def _items(self, tx: Tx) -> list[Item]:
        """The units that were named, once each.

        Raises:
            Refused: one of them is no vacant unit, or there is none at all.
        """
        kept = {item.unit_id: item for item in vacancy_matter.open_units(tx)}
        if self.units.strip().casefold() in ALL:
            found = list(kept.values())
        else:
            units = [tx.unit(code, field="units") for code in split_units(self.units)]
            if wrong := [unit.code for unit in units if unit.id not in kept]:
                tx.refuse("units", N_("{unit} is no vacant unit that is kept."), field="units", unit=wrong[0])
            found = list({unit.id: kept[unit.id] for unit in units}.values())
        if not found:
            tx.refuse("units", N_("No vacant unit is kept."), field="units")
        return found


class Storm(Deed):
    """A storm is over: every vacant unit is to be checked (004 VAC 4.6.4, 4.6.8)."""

    key, label = "o", N_("After a storm")
    by = DESK | LEADERS
    then = ("vacancy.after_storm",)
    source = "004 VAC 4.6.4, 4.6.8"
    says = N_("After {what}, over since {over}: {count} vacant units to be checked")

    what: str = ask(N_("Which storm"), max_length=80)
    over: Moment | None = ask(N_("Over since"), default=None, prefer="past", help=N_("Now, if left empty."))

    def do(self, tx: Tx) -> None:
        """One clock a unit."""
        found = vacancy_matter.open_units(tx)
        if not found:
            tx.refuse("units", N_("No vacant unit is kept."))
        over = tx.past(self.over, field="over")
        for item in found:
            tx.then("vacancy.after_storm", {"what": self.what, "over": over}, item=item)
        tx.facts |= {"over": {"moment": over.isoformat()}, "count": len(found)}


class AfterStorm(Moving[Vacancy]):
    """The unit is to be checked after a storm."""

    label = N_("Check after a storm due")
    at = ("kept",)
    by = NOBODY
    hidden = True
    starts = (STORM,)
    source = "004 VAC 4.6.4, 4.6.8"
    says = N_("To be checked after {what}, over since {over}")

    what: str = ask(N_("Which storm"), max_length=80)
    over: Moment = ask(N_("Over since"))

    def apply(self, tx: Tx, row: Vacancy) -> None:
        """A check that is still due from the storm before stays due as it is."""
        since = max(self.over, tx.item.opened)
        tx.start(STORM, since=since)


def works_of(tx: Tx, ticked: str | None) -> list[Work]:
    """The works that were ticked, in the order of the list."""
    names = ticks.ticked(tx, ticked or "", WORKS, field="work")
    return [each for each in Work if each.label in names]
