"""Vacant units (空置房; manual P13): taken over from the developer, kept in condition, let with consent, sold.

A unit that is kept rests: its upkeep clocks bring it to the worklist, each at its time. What is done in a unit, one or
many, stands in `vacancy_upkeep.py`; the reports and the yearly plan are periodical reports.
"""

from propdesk.i18n import N_
from propdesk.models.estate import UnitState
from propdesk.models.vacancy import Vacancy
from propdesk.procedures import kit, premises, vacancy_matter
from propdesk.procedures.forms import Moment, PhoneNumber, UnitCode, ask
from propdesk.procedures.step import DESK, LEADERS, VOIDED, Moving, Opening, Procedure, Signing, Stage
from propdesk.procedures.tx import Tx
from propdesk.procedures.vacancy_matter import EVERY, UPKEEP
from propdesk.procedures.vacancy_upkeep import AfterStorm, Several, Storm, Visit
from propdesk.rules.sentence import Value
from propdesk.rules.upkeep import STORM

CONSENT = Signing("developer", N_("Developer's consent"), must=True, guard="G-VAC-03")
"""Without it nothing is let (004 VAC 4.7.2)."""


class Register(Opening[Vacancy]):
    """Take a unit over from the developer into the register; its upkeep begins (004 VAC 4.2-4.3)."""

    key, label = "n", N_("Take over a vacant unit")
    to = ("kept",)
    by = DESK | LEADERS
    starts = ("VAC.AIR_SEASON", "VAC.CLEAN_MONTH")
    may_start = ("VAC.APPLIANCE", "VAC.SHADE_SUMMER", "VAC.DAMP_RAIN", "VAC.FROST_WINTER")
    guards = ("G-VAC-01", "G-VAC-02")
    source = "004 VAC 4.2-4.3, 4.6; DUTIES 8.1; STAFF 6.1-6.2"
    says = N_("{where} taken over from the developer on {day}: {condition}; valves closed, power off; keys: {keys}")

    unit: UnitCode = ask(N_("Unit"), max_length=20)
    taken: Moment | None = ask(N_("Taken over on"), default=None, prefer="past_day", help=N_("Today, if left empty."))
    condition: str = ask(N_("Condition"), lines=True, max_length=400)
    furnished: bool = ask(N_("Fully fitted"), default=False)
    west_sun: bool = ask(N_("West sun"), default=False, when=("furnished", ("yes",)))
    appliances: bool = ask(N_("Appliances in the unit"), default=False)
    valves_closed: bool = ask(N_("Water and gas valves closed"), default=False)
    power_off: bool = ask(N_("Power off"), default=False)
    keys: str | None = ask(N_("Keys: how many, which hook"), default=None, max_length=200)
    fees: str | None = ask(N_("Charges: who pays, from when"), default=None, max_length=200)

    def open(self, tx: Tx) -> Vacancy:
        """Only what the developer holds; each work it needs has its clock from now on."""
        unit = kit.address(tx, text=self.condition, unit=self.unit)
        if unit is None:
            tx.refuse("unit", N_("A vacant unit is a unit of the estate."), field="unit")
        vacancy_matter.developers_own(tx, unit)
        vacancy_matter.left_closed(tx, self.valves_closed, self.power_off)
        day = vacancy_matter.day_of(tx, self.taken, field="taken")
        row = Vacancy(
            item_id=0, unit_id=unit.id or 0, taken_over=day, condition=self.condition, furnished=self.furnished,
            west_sun=self.west_sun, appliances=self.appliances, valves_closed=True, power_off=True,
            keys=self.keys or "", fees=self.fees or "",
        )  # fmt: skip
        vacancy_matter.schedule(tx, row)
        tx.facts |= {"where": unit.code, "day": day.isoformat()}
        return row


class Let(Moving[Vacancy]):
    """Let the unit with the developer's consent: the tenant keeps it from now on (004 VAC 4.7.2)."""

    key, label = "l", N_("Let")
    at, to = ("kept",), ("let",)
    by = LEADERS
    ends = (*UPKEEP, STORM)
    signs = (CONSENT,)
    guards = ("G-VAC-03",)
    source = "004 VAC 4.7.1-4.7.2"
    says = N_("Let to {tenant} from {day}, developer's consent by {consent}; until {until}")
    aside = True

    tenant: str = ask(N_("Tenant"), max_length=80)
    phone: PhoneNumber | None = ask(N_("Phone"), default=None, max_length=40)
    begins: Moment | None = ask(N_("Let from"), default=None, prefer="past_day", help=N_("Today, if left empty."))
    until: Moment | None = ask(N_("Let until"), default=None, prefer="future_day")
    letter: str | None = ask(N_("Letter of consent, number"), default=None, max_length=80)

    def apply(self, tx: Tx, row: Vacancy) -> None:
        """Who consented for the developer stands in the record."""
        signed = tx.signed["developer"]
        given = (signed.name, signed.capacity, self.letter)
        row.let_to, row.consent = self.tenant, " ".join(part for part in given if part)[:200]
        row.let_from = vacancy_matter.day_of(tx, self.begins, field="begins")
        vacancy_matter.not_before(tx, row.let_from, row.taken_over, vacancy_matter.BEFORE_TAKEN, field="begins")
        row.let_until = tx.site.calendar.day(tx.ahead(self.until, field="until")) if self.until else None
        tx.item.person, tx.item.phone = self.tenant, self.phone or ""
        vacancy_matter.stop(tx)
        premises.unit_of(tx).state = UnitState.LET
        vacancy_matter.entitle(tx, row)
        until = row.let_until.isoformat() if row.let_until else None
        tx.facts |= {"consent": row.consent, "day": row.let_from.isoformat(), "until": until}


class EndLet(Moving[Vacancy]):
    """The tenant has left: the unit is kept again, closed as at takeover."""

    key, label = "b", N_("Letting ended")
    at, to = ("let",), ("kept",)
    by = DESK | LEADERS
    starts = ("VAC.AIR_SEASON", "VAC.CLEAN_MONTH")
    may_start = ("VAC.APPLIANCE", "VAC.SHADE_SUMMER", "VAC.DAMP_RAIN", "VAC.FROST_WINTER")
    guards = ("G-VAC-02",)
    source = "004 VAC 4.6.9, 4.7.2"
    says = N_("{tenant} has left on {day}: {condition}; valves closed, power off")

    ended: Moment | None = ask(N_("Left on"), default=None, prefer="past_day", help=N_("Today, if left empty."))
    condition: str = ask(N_("Condition"), lines=True, max_length=400)
    valves_closed: bool = ask(N_("Water and gas valves closed"), default=False)
    power_off: bool = ask(N_("Power off"), default=False)

    def apply(self, tx: Tx, row: Vacancy) -> None:
        """Its upkeep begins anew."""
        vacancy_matter.left_closed(tx, self.valves_closed, self.power_off)
        day = vacancy_matter.day_of(tx, self.ended, field="ended")
        vacancy_matter.not_before(tx, day, row.let_from, vacancy_matter.BEFORE_LET, field="ended")
        tx.facts |= {"tenant": row.let_to, "day": day.isoformat()}
        vacancy_matter.end_letting(tx, row, day)
        row.condition, row.state, row.valves_closed, row.power_off = self.condition, "", True, True
        tx.item.person = tx.item.phone = ""
        premises.unit_of(tx).state = UnitState.VACANT
        vacancy_matter.schedule(tx, row)
        vacancy_matter.entitle(tx, row)


class Sell(Moving[Vacancy]):
    """The developer has sold the unit: it leaves the register; the record is kept one year more (004 VAC 4.7.3)."""

    key, label = "s", N_("Sold")
    at, to = ("kept", "let"), ("sold",)
    by = DESK | LEADERS
    ends = EVERY
    source = "004 VAC 4.2, 4.7.3"
    says = N_("Sold on {day} to {buyer}; record kept until {until}")
    aside = True

    sold_on: Moment | None = ask(N_("Sold on"), default=None, prefer="past_day", help=N_("Today, if left empty."))
    buyer: str | None = ask(N_("Buyer"), default=None, max_length=80)

    def apply(self, tx: Tx, row: Vacancy) -> None:
        """The move-in of the buyer is a matter of its own; a letting goes over to the buyer."""
        day = vacancy_matter.day_of(tx, self.sold_on, field="sold_on")
        vacancy_matter.not_before(tx, day, row.taken_over, vacancy_matter.BEFORE_TAKEN, field="sold_on")
        vacancy_matter.not_before(tx, day, row.let_from, vacancy_matter.BEFORE_LET, field="sold_on")
        if row.let_to:
            vacancy_matter.end_letting(tx, row, day)
        row.sold, row.buyer = day, self.buyer or ""
        tx.item.person, tx.item.phone = row.buyer, ""
        vacancy_matter.entitle(tx, row)
        tx.facts |= {"day": day.isoformat(), "until": vacancy_matter.kept_until(day).isoformat()}


class Attempt(kit.Attempt[Vacancy]):
    """One try to reach somebody about the unit: the developer, cleaning, whoever is told of missed work."""

    at = ("kept", "let")


class Introduce(kit.Introduce[Vacancy]):
    """A colleague looks after the unit from now on."""

    at = ("kept", "let")


class Correct(kit.Amend[Vacancy]):
    """Correct what was written about a vacant unit; its clocks follow what the unit is."""

    at = ("kept", "let", "sold")
    may_start = UPKEEP
    ends = UPKEEP

    taken: Moment | None = ask(N_("Taken over on"), default=None, prefer="past_day")
    condition: str | None = ask(N_("Condition"), default=None, lines=True, max_length=400)
    furnished: bool | None = ask(N_("Fully fitted"), default=None)
    west_sun: bool | None = ask(N_("West sun"), default=None)
    appliances: bool | None = ask(N_("Appliances in the unit"), default=None)
    keys: str | None = ask(N_("Keys: how many, which hook"), default=None, max_length=200)
    fees: str | None = ask(N_("Charges: who pays, from when"), default=None, max_length=200)

    def apply(self, tx: Tx, row: Vacancy) -> None:
        """Another unit must be the developer's too."""
        premises.needs_unit(tx, self.place)
        before = row.unit_id
        super().apply(tx, row)
        if tx.item.unit_id != before:
            unit = premises.unit_of(tx)
            vacancy_matter.developers_own(tx, unit)
            row.unit_id = unit.id or 0
        if tx.item.stage == "kept":
            vacancy_matter.schedule(tx, row)
        vacancy_matter.entitle(tx, row)

    def _row_part(self, tx: Tx) -> dict[str, object]:
        """The day as the register keeps it; a name corrected is the tenant's, or the buyer's."""
        said = {"let": "let_to", "sold": "buyer"}.get(tx.item.stage)
        named = {said: self.person} if said and self.person else {}
        day = {"taken_over": vacancy_matter.day_of(tx, self.taken, field="taken")} if self.taken else {}
        return {**{name: value for name, value in super()._row_part(tx).items() if name != "taken"}, **named, **day}

    def _word(self, column: str) -> Value:
        asked = {"taken_over": "taken", "let_to": "person", "buyer": "person"}
        return super()._word(asked.get(column, column))


class Void(kit.Void[Vacancy]):
    """Void a vacant unit entered by mistake, or whose sale fell through."""

    at = ("kept", "let", "sold")

    def apply(self, tx: Tx, row: Vacancy) -> None:
        """The unit is what it was before."""
        if tx.item.stage == "let":
            premises.unit_of(tx).state = UnitState.VACANT


PROCEDURE = Procedure(
    ledger="vacancy",
    prefix="KZ",
    title=N_("Vacant units"),
    chapters=("P13",),
    form="空置房登记表",
    row=Vacancy,
    stages=(
        Stage("kept", N_("Kept in condition"), rests=True),
        Stage("let", N_("Let"), rests=True),
        Stage("sold", N_("Sold"), final=True),
        VOIDED,
    ),
    steps=(
        Register, Visit, Several, Let, EndLet, Sell, Storm, AfterStorm, Attempt, Introduce, Correct, Void,
    ),
)  # fmt: skip
