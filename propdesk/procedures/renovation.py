"""Renovation sites (装修; manual P14 4.8, P04): which units are being renovated, one progress entry a site and day.

The least of the chapter that a patrol needs: whatever an application, a permit or an inspection asks for is not here.
"""

from datetime import date, timedelta

from sqlmodel import col, select

from propdesk.i18n import N_
from propdesk.models.estate import Unit, UnitState
from propdesk.models.finding import Persuaded
from propdesk.models.renovation import Renovation, RenovationEntry
from propdesk.models.round import Round
from propdesk.procedures import anomalies, kit, premises
from propdesk.procedures.forms import ItemNumber, Moment, PhoneNumber, UnitCode, ask
from propdesk.procedures.step import DESK, LEADERS, VOIDED, Moving, Opening, Procedure, Stage
from propdesk.procedures.tx import Tx
from propdesk.rules.answers import says_nothing
from propdesk.rules.calendar import DAY
from propdesk.rules.checklist import Flag
from propdesk.rules.text import one_line

DAILY = "RENO.LOG_DAILY"


class Start(Opening[Renovation]):
    """A unit is being renovated: from now on each day has its progress entry (004 PATROL 4.8)."""

    key, label = "n", N_("New renovation site")
    to = ("active",)
    by = DESK | LEADERS
    starts = (DAILY,)
    source = "004 PATROL 4.8"
    says = N_("Renovation of {where} began on {day}: {contractor}; until {until}")

    unit: UnitCode = ask(N_("Unit"), max_length=20)
    contractor: str = ask(N_("Contractor, responsible person"), max_length=80)
    phone: PhoneNumber | None = ask(N_("Phone"), default=None, max_length=40)
    began: Moment | None = ask(N_("Began on"), default=None, prefer="past_day", help=N_("Today, if left empty."))
    until: Moment | None = ask(N_("Permitted until"), default=None, prefer="future_day")

    def open(self, tx: Tx) -> Renovation:
        """One site a unit; the unit counts as being renovated."""
        unit = kit.address(tx, text=self.contractor, unit=self.unit, person=self.contractor[:40], phone=self.phone)
        if unit is None:
            tx.refuse("unit", N_("A renovation site is a unit of the estate."), field="unit")
        if others := premises.others_of(tx, unit.id):
            tx.refuse("unit", N_("{unit} is being renovated already: {number}."), field="unit", unit=unit.code,
                      number=others[0].number)  # fmt: skip
        day = tx.site.calendar.day(tx.past(self.began, field="began"))
        ends = tx.site.calendar.day(tx.ahead(self.until, field="until")) if self.until else None
        before = unit.state
        unit.state = before if before is UnitState.VACANT else UnitState.RENOVATING
        tx.facts |= {"where": unit.code, "day": day.isoformat(), "until": ends.isoformat() if ends else None}
        return Renovation(item_id=0, unit_id=unit.id or 0, begins=day, ends=ends, before=before,
                          contractor=self.contractor)  # fmt: skip


class Progress(Moving[Renovation]):
    """The progress entry of the day: what is being done, and what was found (004 PATROL 4.8)."""

    key, label = "p", N_("Progress of the day")
    at = ("active",)
    by = DESK | LEADERS
    meets = (DAILY,)
    may_start = (DAILY,)
    then = anomalies.STEPS
    guards = ("G-PAT-01",)
    source = "004 PATROL 4.8, 4.11"
    says = N_("{where} on {day}: {progress}; found: {finding}")

    progress: str = ask(N_("Progress"), max_length=400)
    finding: str | None = ask(N_("Found: violation, danger, dirt"), default=None, max_length=anomalies.LENGTH)
    persuaded: Persuaded | None = ask(
        N_("After talking to them"), default=None, help=N_("Only if somebody breaks the rules.")
    )
    told: str | None = ask(N_("Manager told"), default=None, max_length=80, help=N_("Who, if told already."))
    another: bool = ask(
        N_("Another one"), default=False, help=N_("Yes, if it is not the one that is open about this unit.")
    )
    round: ItemNumber | None = ask(N_("On which round"), default=None, max_length=24)

    def apply(self, tx: Tx, row: Renovation) -> None:
        """Once a day; the next entry is due by the close of the day after.

        What is written on a night round within its window is the entry of the evening on which the round began.
        """
        if says_nothing(self.progress):
            tx.refuse("G-PAT-01", N_("Say what is being done. “Normal” alone is no progress."), field="progress")
        item_id, walked = tx.item.id or 0, self._round(tx)
        day = _day_of(tx, walked)
        if _entered(tx, day):
            tx.refuse("day", N_("{unit} has its entry of {day} already. Correct it, if it was wrong."),
                      field="progress", unit=tx.item.place, day=day)  # fmt: skip
        entry = RenovationEntry(renovation_id=item_id, day=day, round_id=walked.item_id if walked else None,
                                progress=self.progress, finding=self.finding or "", seq=tx.seq)  # fmt: skip
        tx.afterwards.append(lambda: tx.session.add(entry))
        if row.entered is None or tx.happened > row.entered:
            row.progress, row.entered = self.progress, tx.happened
            tx.item.title = one_line(f"{row.contractor}: {self.progress}", kit.TITLE)
            tx.meet(DAILY)
            tx.start(DAILY, since=min(tx.happened, tx.site.calendar.start_of(day + DAY) - timedelta(minutes=1)))
        if self.finding:
            anomalies.report(tx, Flag.SITES, self.finding, told_to=self.told, another=self.another,
                             persuaded=self.persuaded)  # fmt: skip
        tx.facts |= {"where": tx.item.place, "day": day.isoformat()}

    def _round(self, tx: Tx) -> Round | None:
        if not self.round:
            return None
        found = tx.other_item(self.round, field="round")
        if found.ledger != "round":
            tx.refuse("round", N_("{number} is no round."), field="round", number=found.number)
        return tx.session.get(Round, found.id)


class End(Moving[Renovation]):
    """The renovation is over: no more entries."""

    key, label = "d", N_("Renovation over")
    at, to = ("active",), ("ended",)
    by = DESK | LEADERS
    ends = (DAILY,)
    source = "004 PATROL 4.8"
    says = N_("Renovation over on {day}; lived in: {lived_in}; {result}")
    aside = True

    over: Moment | None = ask(N_("Over on"), default=None, prefer="past_day", help=N_("Today, if left empty."))
    lived_in: bool = ask(N_("Somebody lives there"), default=False)
    result: str | None = ask(N_("Remark"), default=None, max_length=400)

    def apply(self, tx: Tx, row: Renovation) -> None:
        """The unit is lived in or stands ready."""
        row.ends = tx.site.calendar.day(tx.past(self.over, field="over"))
        if row.ends < row.begins:
            tx.refuse("over", N_("That is before it began, {day}."), field="over", day=row.begins)
        _settle(tx, UnitState.OCCUPIED if self.lived_in else UnitState.DELIVERED)
        tx.facts["day"] = row.ends.isoformat()


class Attempt(kit.Attempt[Renovation]):
    """One try to reach the contractor, the owner, or whoever is told of a missing entry."""

    at = ("active",)


class Introduce(kit.Introduce[Renovation]):
    """A colleague looks after the site from now on."""

    at = ("active",)


class Correct(kit.Amend[Renovation]):
    """Correct what was written about a site, or its latest entry; the entries keep what it was."""

    at = ("active", "ended")

    contractor: str | None = ask(N_("Contractor, responsible person"), default=None, max_length=80)
    progress: str | None = ask(N_("Progress of the latest entry"), default=None, max_length=400)

    def apply(self, tx: Tx, row: Renovation) -> None:
        """The row of the day follows; another unit takes the site over."""
        premises.needs_unit(tx, self.place)
        before = row.unit_id
        super().apply(tx, row)
        if tx.item.unit_id != before:
            self._move(tx, row)
        if self.progress and (entry := _latest(tx)):
            entry.progress = self.progress
        tx.item.title = one_line(": ".join(part for part in (row.contractor, row.progress) if part), kit.TITLE)

    def _move(self, tx: Tx, row: Renovation) -> None:
        unit = premises.unit_of(tx)
        if tx.item.stage == "active" and (others := premises.others_of(tx, unit.id)):
            tx.refuse("unit", N_("{unit} is being renovated already: {number}."), field="unit", unit=unit.code,
                      number=others[0].number)  # fmt: skip
        old = tx.session.get(Unit, row.unit_id)
        if tx.item.stage == "active" and old is not None and old.state is UnitState.RENOVATING:
            old.state, row.before, unit.state = row.before, unit.state, UnitState.RENOVATING
        row.unit_id = unit.id or 0


class Void(kit.Void[Renovation]):
    """Void a site entered by mistake."""

    at = ("active", "ended")

    def apply(self, tx: Tx, row: Renovation) -> None:
        """The unit is not being renovated."""
        if tx.item.stage == "active":
            _settle(tx, row.before)


def _settle(tx: Tx, state: UnitState) -> None:
    """How the unit is used once nobody works there."""
    unit = premises.unit_of(tx)
    unit.state = state if unit.state is UnitState.RENOVATING else unit.state


def _day_of(tx: Tx, walked: Round | None) -> date:
    """The day an entry belongs to: that of its round while its window is open, unless that day has its entry."""
    calendar = tx.site.calendar
    day = calendar.day(tx.happened)
    if walked is None or tx.happened > walked.grace_ends:
        return day
    evening = min(day, walked.planned_for or calendar.day(walked.starts))
    return day if _entered(tx, evening) else evening


def _entered(tx: Tx, day: date) -> bool:
    of_day = RenovationEntry.renovation_id == tx.item.id, RenovationEntry.day == day
    return tx.session.exec(select(RenovationEntry.id).where(*of_day)).first() is not None


def _latest(tx: Tx) -> RenovationEntry | None:
    of_site = select(RenovationEntry).where(RenovationEntry.renovation_id == tx.item.id)
    return tx.session.exec(of_site.order_by(col(RenovationEntry.day).desc()).limit(1)).first()


PROCEDURE = Procedure(
    ledger="renovation",
    prefix="ZX",
    title=N_("Renovation sites"),
    chapters=("P04", "P14"),
    form="装修巡查施工进度记录",
    row=Renovation,
    stages=(
        Stage("active", N_("Being renovated"), rests=True),
        Stage("ended", N_("Renovation over"), final=True),
        VOIDED,
    ),
    steps=(Start, Progress, End, Attempt, Introduce, Correct, Void),
)
