"""The lines of the worklist: parked forms, then every open matter by its next deadline. Read once, then in memory."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rich.cells import cell_len

from propdesk.desk import Desk
from propdesk.i18n import N_, _, say
from propdesk.procedures import manual
from propdesk.procedures.step import EVERYBODY
from propdesk.procedures.tx import Actor
from propdesk.queries import items, worklist
from propdesk.queries.items import ItemRow
from propdesk.queries.worklist import WorkRow
from propdesk.rules.calendar import DAY
from propdesk.rules.rulebook import ROLES as DESK_FIRST
from propdesk.screens.deeds import Chosen, chosen_of
from propdesk.screens.ledger_rows import pressed
from propdesk.settings import OnCall, Settings
from propdesk.widgets.lines import Column
from propdesk.widgets.names import operator_name
from propdesk.widgets.remaining import remaining, width
from propdesk.widgets.rows import Cell, Row, Tone

OPEN, DUE, MINE, ALL = range(4)
VIEWS = (N_("open"), N_("due today"), N_("mine"), N_("all"))
"""What the views are called, by number."""
HOUR = timedelta(hours=1)
MOST = 500


@dataclass(frozen=True)
class Draft:
    """A form the operator parked."""

    id: int
    step: str
    item_id: int | None
    fields: Mapping[str, object]
    begun: datetime


@dataclass(frozen=True)
class Report:
    """A missed deadline nobody has been told of: the role it goes to, and whom that means here."""

    role: str
    to: OnCall | None


@dataclass(frozen=True)
class WorkLine:
    """One line. `key` is an item's id, or minus a draft's; every word is translated already."""

    key: int
    number: str
    ledger: str
    place: str
    title: str
    owner: str
    next: str
    due: datetime | None = None
    warn: datetime | None = None
    paused: bool = False
    urgent: bool = False
    final: bool = False
    item: Chosen | None = None
    draft: Draft | None = None
    report: Report | None = None


@dataclass(frozen=True)
class Work:
    """The lines of a view, and how many open items there are."""

    lines: tuple[WorkLine, ...]
    open: int
    more: bool


def load(desk: Desk, actor: Actor, view: int) -> Work:
    """The lines of a view; blocks."""
    drafts = [] if view == ALL else _drafts(desk, actor)
    if view == ALL:
        rows = desk.read(items.items, limit=MOST)
        open_now = sum(desk.read(items.open_counts).values())
        return Work(tuple(_plain(row, actor) for row in rows), open_now, len(rows) == MOST)
    mine = actor.id if view == MINE else None
    found = desk.read(worklist.worklist, mine=mine, roles=[role.value for role in actor.roles])
    kept = [row for row in found.rows if view != DUE or _is_due(row, desk)]
    lines = [_line(row, actor, desk.site.settings) for row in kept]
    return Work((*drafts, *lines), found.open, found.more)


def _is_due(row: WorkRow, desk: Desk) -> bool:
    """Whether it is due today, or before this shift ends."""
    if row.due is None or row.paused:
        return False
    now, calendar = desk.now(), desk.site.calendar
    return row.due < max(calendar.start_of(calendar.day(now) + DAY), desk.site.turn(now).end)


def _drafts(desk: Desk, actor: Actor) -> list[WorkLine]:
    lines = []
    for row in desk.drafts(actor):
        step = manual.step(row.step)
        ledger = _(manual.procedure(step.ledger()).title)
        draft = Draft(row.id, row.step, row.item_id, row.fields, row.begun)
        again = say(N_("go on: {step}"), {"step": _(step.label)})
        place = str(row.fields.get("unit") or row.fields.get("place") or "")
        lines.append(WorkLine(-row.id, _("parked form"), ledger, place, row.title, actor.name, again, draft=draft))
    return lines


def _line(row: WorkRow, actor: Actor, settings: Settings) -> WorkLine:
    chosen = Chosen(row.item_id, row.number, row.ledger, row.stage, row.title, row.codes)
    report = Report(row.report_to, on_call_for(row.report_to, settings)) if row.report_to else None
    return WorkLine(
        key=row.item_id,
        number=row.number,
        ledger=_(manual.procedure(row.ledger).title),
        place=row.place,
        title=pressed(row.ledger, row.presses) + row.title + _others(row),
        owner=operator_name(row.owner),
        next=_report_words(report) if report else _next_words(chosen, actor),
        due=row.due,
        warn=row.warn,
        paused=row.paused,
        urgent=row.urgent,
        item=chosen,
        report=report,
    )


def _others(row: WorkRow) -> str:
    return f"  (+{row.others})" if row.others else ""


def _plain(row: ItemRow, actor: Actor) -> WorkLine:
    procedure, chosen = manual.procedure(row.ledger), chosen_of(row)
    final = procedure.is_final(row.stage)
    words = _(procedure.stage(row.stage).label) if final else _next_words(chosen, actor)
    return WorkLine(
        row.id, row.number, _(procedure.title), row.place, row.title, operator_name(row.owner), words, row.due,
        row.warn, urgent=row.urgent, final=final, item=chosen,
    )  # fmt: skip


def _next_words(item: Chosen, actor: Actor) -> str:
    if step := manual.next_step(item.ledger, item.stage, actor.roles, item.codes):
        return _(step.label)
    awaited = manual.awaited_step(item.ledger, item.stage)
    if awaited is None or not awaited.by:
        return ""
    whose = min(awaited.by, key=DESK_FIRST.index)
    return say(N_("{role}: {step}"), {"role": _(whose.label), "step": _(awaited.label)})


def _report_words(report: Report) -> str:
    role = _(ROLES[report.role])
    if report.to is None:
        return say(N_("tell: {role}"), {"role": role})
    whom = " ".join(part for part in (report.to.name or report.to.post, report.to.phone) if part)
    return say(N_("tell: {role} {phone}"), {"role": role, "phone": whom})


ROLES = {role.value: role.label for role in EVERYBODY}


def on_call_for(role: str, settings: Settings) -> OnCall | None:
    """Who is to be rung for a role, the first of the list."""
    return next((each for each in settings.on_call if each.role == role), None)


# --- in the table -------------------------------------------------------------------------------------------


def columns() -> list[Column]:
    """The columns of the worklist, in the language of the desk."""
    return [
        Column(_("Remaining"), width(), priority=9),
        Column(_("Item number"), 15, priority=8),
        Column(_("Ledger"), max(cell_len(_(each.title)) for each in manual.ledgers()), priority=2),
        Column(_("Place"), 8, priority=5),
        Column(_("Matter"), 0, minimum=16, priority=7),
        Column(_("Responsible"), max(8, cell_len(_("Responsible"))), priority=3),
        Column(_("Next step"), _width_of_steps(), priority=6),
    ]


def _width_of_steps() -> int:
    """What the names of the steps need; a report upwards is told in full below the list."""
    labels = (step.label for each in manual.ledgers() for step in each.steps if not step.hidden)
    return min(20, max(14, *(cell_len(_(label)) for label in labels)))


class WorkRows:
    """The lines as a source of a table: painted with the time left at the moment of painting."""

    instant = True

    def __init__(self, lines: Iterable[WorkLine], desk: Desk) -> None:
        self.lines = tuple(lines)
        self._desk = desk
        self._places = {line.key: place for place, line in enumerate(self.lines)}

    def count(self) -> int:
        """How many lines there are."""
        return len(self.lines)

    def page(self, start: int, size: int) -> Sequence[Row]:
        """At most `size` lines from number `start` on."""
        now = self._desk.now()
        return [self._row(line, now) for line in self.lines[start : start + size]]

    def find(self, key: int) -> int | None:
        """The number of a line."""
        return self._places.get(key)

    def line(self, key: int | None) -> WorkLine | None:
        """A line by its key."""
        place = self._places.get(key) if key is not None else None
        return self.lines[place] if place is not None else None

    def ticking(self, now: datetime) -> list[int]:
        """The lines whose words change each minute or second."""
        return [line.key for line in self.lines if line.due and line.due < now + HOUR and not line.paused]

    def late(self, now: datetime) -> int:
        """How many are overdue."""
        return sum(1 for line in self.lines if line.due and line.due < now and not line.paused)

    def soon(self, now: datetime) -> int:
        """How many are due within the hour."""
        return sum(1 for line in self.lines if line.due and now <= line.due < now + HOUR and not line.paused)

    def _row(self, line: WorkLine, now: datetime) -> Row:
        tone: Tone = "dim" if line.final else "plain"
        cells = (
            remaining(line.due, line.warn, now, self._desk.zone, line.paused),
            Cell(line.number, "accent" if line.urgent or line.draft else tone),
            Cell(line.ledger, "dim"),
            Cell(line.place, tone),
            Cell(line.title, tone),
            Cell(line.owner, "dim"),
            Cell(line.next, "late" if line.report else tone),
        )
        return Row(line.key, cells)
