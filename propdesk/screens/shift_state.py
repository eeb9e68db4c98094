"""Where somebody stands with a shift: which turn is meant, how far it is, what comes next and what is in the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from propdesk.desk import Desk
from propdesk.i18n import N_, _, joined, language, ngettext, say
from propdesk.procedures import manual
from propdesk.procedures.shift_day import OralReport
from propdesk.procedures.step import LEADERS
from propdesk.procedures.tx import Actor
from propdesk.queries import duty, logbook, people, shift
from propdesk.queries.journal import EntryView
from propdesk.queries.shift import CountLine, Sheet, ShiftRow, Taken
from propdesk.rules.handover import Difference, Thing
from propdesk.rules.rota import DUTY_TURNS

ARRIVING = ("arrived", "checked")
SERVING = ("on_duty", "tidied")
LATELY = 4
"""So many turns back the duty may lie that is reported on."""


class Task(Enum):
    """What is to be done next with a shift."""

    LOOK = "look"
    ARRIVE = "arrive"
    READ = "read"
    COUNT = "count"
    EXPLAIN = "explain"
    TAKE = "take"
    LEAVE = "leave"
    SIGN = "sign"


ON_ARRIVING: tuple[tuple[str, tuple[Task, ...]], ...] = (
    (N_("Arrive"), (Task.ARRIVE,)),
    (N_("Read the log"), (Task.READ,)),
    (N_("Count blind"), (Task.COUNT, Task.EXPLAIN)),
    (N_("Open items"), (Task.TAKE,)),
    (N_("Sign"), (Task.SIGN,)),
)
ON_LEAVING: tuple[tuple[str, tuple[Task, ...]], ...] = (
    (N_("On duty"), ()),
    (N_("Prepare to leave"), (Task.LEAVE,)),
    (N_("Sign"), (Task.SIGN,)),
)
"""The course of a shift in words, with the tasks of each part."""
BLIND: Mapping[str, str] = {
    "shift.count": N_("Counted; how many of each is shown once you have counted yourself."),
    "shift.explain": N_("A difference was explained:"),
    "shift.begin": N_("On duty; items taken over: {count}."),
}
"""What the entries of an earlier count say to whoever still has to count (004 DUTY 4.2.1a)."""


@dataclass(frozen=True)
class Standing:
    """What stands in the database about the shift that is meant, with the one before and the one after it.

    `leaving` is who signs with them, `coming` who takes over from them; `here` says whether the actor is the clerk,
    `unread` how many notes wait for the actor.
    """

    row: ShiftRow | None
    rows: tuple[ShiftRow, ...] = ()
    here: bool = False
    task: Task = Task.LOOK
    leaving: ShiftRow | None = None
    coming: ShiftRow | None = None
    rostered: str = ""
    entries: tuple[EntryView, ...] = ()
    things: tuple[Thing, ...] = ()
    counted: tuple[CountLine, ...] = ()
    items: tuple[Taken, ...] = ()
    sheet: Sheet | None = None
    leaders: tuple[str, ...] = ()
    unread: int = 0

    @property
    def arriving(self) -> bool:
        """Whether somebody is to come, or is taking over."""
        return self.row is not None and self.row.stage in ("expected", *ARRIVING)

    @property
    def handing(self) -> ShiftRow | None:
        """The shift that is handed over: this one, or the one before that is taken over from."""
        return self.leaving if self.arriving else self.row

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What was counted otherwise than it should be."""
        return tuple(
            Difference(Thing(line.what, line.name), line.number, line.expected)
            for line in self.counted
            if line.number != line.expected
        )

    @property
    def blocked(self) -> list[str]:
        """Why nobody can sign yet, and what is to be done about it; nothing where they can."""
        return list(_obstacles(self)) if self.task is Task.SIGN else []


def load(desk: Desk, actor: Actor, wanted: int | None = None) -> Standing:
    """Where `actor` stands; with `wanted` the shift of that item is meant, if it still matters; blocks."""
    rows, now = desk.read(shift.present, desk.now()), desk.now()
    row = next((each for each in rows if each.item_id == wanted), None) or meant(rows, actor, now)
    unread = desk.read(shift.unread_count, actor.id)
    if row is None:
        return Standing(None, rows, unread=unread)
    here = row.clerk_id == actor.id
    earlier = [each for each in rows if each.starts < row.starts and each.clerk_id is not None]
    leaving = earlier[-1] if earlier and earlier[-1].stage in SERVING else None
    coming = next((each for each in rows if each.starts >= row.ends and each.stage in ARRIVING), None)
    turn = desk.site.turn(row.starts)
    found = Standing(
        row,
        rows,
        here,
        leaving=leaving if row.stage in ("expected", *ARRIVING) else None,
        coming=coming,
        rostered=desk.read(duty.on_duty, turn, row.day).name,
        leaders=tuple(_leaders(desk)),
        unread=unread,
    )
    return _filled(desk, found, row, actor)


def meant(rows: Sequence[ShiftRow], actor: Actor, now: datetime) -> ShiftRow | None:
    """The shift somebody has to do with: their own, else the one nobody has come to, else the one on duty."""
    mine = [each for each in rows if each.clerk_id == actor.id]
    arriving = [each for each in mine if each.stage in ARRIVING]
    serving = [each for each in mine if each.stage in SERVING]
    if arriving and arriving[-1].stage == "checked" and serving and serving[0].stage == "on_duty":
        return serving[0]
    if arriving or serving:
        return (arriving or serving)[-1]
    open_ones = [each for each in rows if each.stage == "expected" and each.ends > now]
    if open_ones and manual.step("shift.arrive").by & actor.roles:
        return open_ones[0]
    return next((each for each in reversed(rows) if each.stage in (*SERVING, *ARRIVING)), rows[-1] if rows else None)


def _filled(desk: Desk, found: Standing, row: ShiftRow, actor: Actor) -> Standing:
    """The same with what the next task needs."""
    settings = desk.site.settings
    things = desk.read(shift.to_count, settings)
    counted = desk.read(shift.counted, row.item_id)
    items = desk.read(shift.to_take, row.item_id)
    filled = replace(found, things=things, counted=counted, items=items)
    task = _task(filled, row, actor)
    entries = tuple(desk.read(logbook.to_read, row.starts, language(), desk.zone)) if task is Task.READ else ()
    of = filled.handing or row
    sheet = desk.read(shift.sheet, of.item_id, desk.now())
    if filled.arriving and row.counted is None:
        entries = tuple(map(_blind, entries))
        sheet = replace(sheet, counts=()) if sheet is not None else None
    return replace(filled, task=task, entries=entries, sheet=sheet)


def _blind(entry: EntryView) -> EntryView:
    """An entry as whoever still has to count may read it: how many there were the last time is left out."""
    if entry.step not in BLIND:
        return entry
    said = say(BLIND[entry.step], entry.values), str(entry.values.get("explanation") or "")
    return replace(entry, sentence=" ".join(filter(None, said)))


def _task(found: Standing, row: ShiftRow, actor: Actor) -> Task:
    if row.stage == "expected":
        return Task.ARRIVE if manual.step("shift.arrive").by & actor.roles else Task.LOOK
    if not found.here:
        return Task.LOOK
    if row.stage == "on_duty":
        return Task.LEAVE
    if row.stage == "tidied":
        return Task.SIGN
    return _on_arriving(found, row) if row.stage in ARRIVING else Task.LOOK


def _on_arriving(found: Standing, row: ShiftRow) -> Task:
    known = {Thing(line.what, line.name) for line in found.counted}
    if row.read is None:
        return Task.READ
    if set(found.things) - known:
        return Task.COUNT
    if (found.differences or row.damaged) and not row.explanation:
        return Task.EXPLAIN
    if any(each.remark is None for each in found.items):
        return Task.TAKE
    return Task.SIGN


def last_duty(desk: Desk) -> int | None:
    """The item of the newest turn of duty that somebody served or serves, if it is one of the last few turns; blocks.

    Who has it reports to a leader in the morning, when the next turn is already under way.
    """
    rows = desk.read(shift.recent, LATELY)
    served = (each for each in rows if each.kind in DUTY_TURNS and each.stage in OralReport.at)
    return next((each.item_id for each in served), None)


def needs_reason(found: Standing, actor: Actor) -> bool:
    """Whether it must be said why this clerk comes and not the rostered one (G-DUTY-09)."""
    row = found.row
    return row is not None and row.kind in DUTY_TURNS and found.rostered not in ("", actor.name)


def _leaders(desk: Desk) -> list[str]:
    """Who could release or end a shift, with the number to ring where the site's list has one."""
    phones = {each.name: each.phone for each in desk.site.settings.on_call}
    roles = {role.value for role in LEADERS}
    names = [each.name for each in desk.read(people.operators, only_active=True) if roles & set(each.roles)]
    return [f"{name} {phones[name]}" if name in phones else name for name in names]


def _obstacles(found: Standing) -> list[str]:
    row, leaving = found.row, found.handing
    if row is None:
        return []
    said: list[str] = []
    if not found.arriving and found.coming is None:
        said.append(say(N_("Nobody has arrived to take over. You stay until both have signed; a supervisor can end the "
                           "shift for you: {leaders}."), {"leaders": joined(found.leaders)}))  # fmt: skip
    elif not found.arriving and found.coming is not None and found.coming.stage != "checked":
        said.append(say(N_("{name} has arrived and still reads, counts or takes items over. F9 changes the operator."),
                        {"name": found.coming.clerk}))  # fmt: skip
    if found.arriving and leaving is not None and leaving.stage == "on_duty" and leaving.clerk_id == row.clerk_id:
        said.append(
            _("You have not prepared to leave your shift before this one: Left shows it, Enter there leads on.")
        )
    elif found.arriving and leaving is not None and leaving.stage == "on_duty":
        said.append(say(N_("{name} has not prepared to leave: with F9 they sign in, Enter on this screen leads on."),
                        {"name": leaving.clerk}))  # fmt: skip
    important = important_numbers(found)
    if leaving is not None and important and not leaving.release_reason:
        said.append(say(N_("Important work is unfinished: {numbers}. Finish it, or a supervisor releases it, also by "
                           "telephone (Ctrl+L): {leaders}."),
                        {"numbers": joined(important), "leaders": joined(found.leaders)}))  # fmt: skip
    return said


def important_numbers(found: Standing) -> list[str]:
    """The unfinished work of whoever leaves that must not be left."""
    return [each.number for each in found.sheet.mine if each.important] if found.sheet is not None else []


def notes_waiting(count: int) -> str:
    """How many notes wait for the operator, and where they are."""
    return ngettext("{count} note for you: F7, 2", "{count} notes for you: F7, 2", count).format(count=count)


def course_of(found: Standing) -> list[tuple[str, str]]:
    """The parts of the course, each with `done`, `here` or `todo`."""
    parts = ON_ARRIVING if found.arriving else ON_LEAVING
    if found.task is Task.LOOK and not found.arriving:
        return []
    place = next((number for number, (_words, tasks) in enumerate(parts) if found.task in tasks), 0)
    states = ("done" if number < place else "here" if number == place else "todo" for number in range(len(parts)))
    return [(_(words), state) for (words, _tasks), state in zip(parts, states, strict=True)]
