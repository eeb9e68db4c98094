"""What the desk itself puts on record: a missed deadline, an adopted calendar, a changed setting."""

import json
from datetime import datetime

from sqlmodel import col, select

from propdesk.errors import Refused
from propdesk.i18n import N_
from propdesk.models.estate import Building
from propdesk.models.operator import Role
from propdesk.procedures.forms import ask
from propdesk.procedures.site import site_of
from propdesk.procedures.step import LEADERS, NOBODY, Deed, Procedure
from propdesk.procedures.tx import Tx
from propdesk.rules.patrol_settings import check_changes, check_routes
from propdesk.rules.sentence import Value
from propdesk.rules.text import strange_character
from propdesk.settings import settings_from, stored_form
from propdesk.store import desk_state, timers

NO_BUILDING = N_("There is no building “{building}”. Route “{route}” can go to: {known}.")


class Breach(Deed):
    """A clock ran out: one entry, happened at the due time, told to the role it escalates to."""

    label = N_("Deadline missed")
    by = NOBODY
    hidden = True
    then = ("complaint.turn_major", "movein.expire", "movein.deem", "round.miss")
    says = N_("“{code}” missed; report to: {escalates_to}")

    code: str = ask(N_("Clock"), max_length=40)
    escalates_to: Role = ask(N_("Report to"))

    def do(self, tx: Tx) -> None:
        """Mark the clock, if it still runs and nobody was faster; a rule may name what the desk does next."""
        running = timers.running_of(tx.connection, tx.item.id or 0, self.code)
        if running is None or running.breached is not None or running.paused is not None or running.due != tx.happened:
            tx.refuse("breached", N_("{code} is recorded already, or no longer runs."), field="code", code=self.code)
        tx.name_clock(self.code)
        timers.mark_breached(tx.connection, running.id, tx.happened)
        if follows := tx.site.rulebook[self.code].then:
            tx.then(follows, {}, item=tx.item)


class AdoptCalendar(Deed):
    """The notice of a new year is in: provisional due times are computed again, old and new on record."""

    label = N_("Adopt the working calendar")
    by = LEADERS
    says = N_("Working calendar {version} adopted; {count} due times changed")
    source = "study: working calendar"

    version: str = ask(N_("Calendar version"), max_length=16)

    def do(self, tx: Tx) -> None:
        """Recompute open provisional clocks only."""
        calendar = tx.site.calendar
        if self.version != calendar.version:
            tx.refuse("version", N_("The calendar in use is {version}."), field="version", version=calendar.version)
        changes: list[Value] = []
        for timer in timers.provisional(tx.connection):
            pauses = timers.past_pauses(tx.connection, timer.id)
            account = tx.account(timer.code, timer.started, stated=timer.stated, paused=pauses)
            timers.reschedule(
                tx.connection,
                timer.id,
                account.at,
                account.warn,
                account.provisional,
                tx.site.rulebook.version,
                calendar.version,
            )
            changes.append(_change(timer, account.at))
        tx.facts["changes"], tx.facts["count"] = list(changes), len(changes)


def _change(timer: timers.TimerRow, due: datetime) -> Value:
    return {"item": timer.item_id, "code": timer.code, "old": timer.due.isoformat(), "new": due.isoformat()}


SHOWN = 160
"""So many characters of a value as it is now are shown beside one that does not fit."""
MARKS = frozenset({"simulated", "demo"})
"""What a database was made as; it stays so for ever."""


class Configure(Deed):
    """Change one setting of the site; the old value stays on record."""

    label = N_("Change a setting")
    by = LEADERS
    says = N_("Setting {setting} changed")

    setting: str = ask(N_("Setting"), max_length=40)
    json_value: str = ask(N_("Value"), lines=True)

    def do(self, tx: Tx) -> None:
        """Check it as the program will read it, then store it."""
        before = desk_state.load_settings(tx.connection)
        tx.facts["before"] = before.get(self.setting, "")  # type: ignore[assignment]  # JSON is a payload's language
        desk_state.save_setting(tx.connection, self.setting, checked_setting(tx, self.setting, self.json_value))


def checked_setting(tx: Tx, key: str, text: str) -> object:
    """The value a setting will have, read as the program reads it at start-up.

    Raises:
        Refused: there is no such setting, or the value makes no sense for it.
    """
    present = stored_form(tx.site.settings)
    if key not in present or key in MARKS:
        known = ", ".join(name for name in present if name not in MARKS)
        tx.refuse("setting", N_("There is no setting {key}. Settings: {known}."), field="setting", key=key, known=known)
    try:
        value: object = json.loads(text)
        _check_patrols(tx, key, value)
        if type(value) is not type(present[key]) or _strange(value) or (type(value) is int and value < 1):
            raise ValueError(key)
        stored = {**present, **desk_state.load_settings(tx.connection), key: value}
        site_of(settings_from(stored)).turn(tx.now)
    except Refused as refusal:
        tx.refuse(refusal.code, refusal.message, field="json_value", **refusal.values)
    except (ValueError, TypeError, AttributeError, RecursionError):
        written = json.dumps(present[key], ensure_ascii=False)
        shown = written if len(written) <= SHOWN else f"{written[:SHOWN]}..."
        tx.refuse("value", N_("This value does not fit the setting {key}. Write it as it is now: {present}"),
                  field="json_value", key=key, present=shown)  # fmt: skip
    return value


def _check_patrols(tx: Tx, key: str, value: object) -> None:
    """What is wrong with a plan of patrols, or a change of the checklist, in a sentence of its own.

    Raises:
        Refused: it cannot be read, or a route goes to a building that is not there.
    """
    if key == "checklist":
        check_changes(value)
    if key != "routes":
        return
    check_routes(value, tx.site.checklist)
    known = list(tx.session.exec(select(Building.code).order_by(col(Building.code))).all())
    for row in value if known and isinstance(value, list) else ():
        for building in row.get("buildings", ()):
            if building not in known:
                raise Refused("routes", NO_BUILDING, building=building, route=row["name"], known=", ".join(known))


def _strange(value: object) -> bool:
    if isinstance(value, dict):
        return any(_strange(part) for pair in value.items() for part in pair)
    if isinstance(value, list):
        return any(_strange(part) for part in value)
    return isinstance(value, str) and strange_character(value) is not None


PROCEDURE = Procedure(
    ledger="system",
    prefix="",
    title=N_("The desk itself"),
    chapters=("P15",),
    form="值班记录",
    row=None,
    stages=(),
    steps=(Breach, AdoptCalendar, Configure),
)
