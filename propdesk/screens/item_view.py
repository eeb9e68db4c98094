"""One item as the screens show it: read in one go, in a thread, and put into words."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from textual.content import Content

from propdesk.desk import Desk
from propdesk.i18n import N_, _, joined, language
from propdesk.procedures import manual
from propdesk.procedures.tx import Actor
from propdesk.queries import incidents, items, journal, timers
from propdesk.queries.items import ItemRow
from propdesk.queries.journal import EntryView
from propdesk.queries.timers import TimerView
from propdesk.rules.privacy import mask_phone
from propdesk.rules.sentence import show, value_of
from propdesk.screens.choices import Choice, clock_reasons, steps_of
from propdesk.screens.deeds import Chosen
from propdesk.screens.labels import YUAN, labels_of
from propdesk.screens.section import Section, mask
from propdesk.screens.sections import sections_of
from propdesk.widgets.names import operator_name
from propdesk.widgets.remaining import moment, remaining
from propdesk.widgets.safe import display_text
from propdesk.widgets.timeline import Told
from propdesk.widgets.unit_card import section

TONES = {"late": "bold $text-error", "soon": "$text-warning", "dim": "dim", "plain": ""}
CODE = re.compile(r"\b[A-Z]+\.[A-Z0-9_]+\b")
"""What the code of a rule looks like."""
VERDICTS = {"in_time": N_("in time"), "late": N_("late"), "ended": N_("no longer due")}


@dataclass(frozen=True)
class ItemView:
    """An item with its course, its clocks, its facts in words, the other items of its matter."""

    row: ItemRow
    entries: tuple[EntryView, ...]
    clocks: tuple[TimerView, ...]
    facts: tuple[tuple[str, str], ...]
    related: tuple[ItemRow, ...]
    reasons: Mapping[str, str]
    """Steps for which its clocks leave nothing to do, and why."""
    sections: tuple[Section, ...] = ()
    """What its ledger shows of its own."""
    more: bool = False
    """There are earlier entries than these."""

    @property
    def chosen(self) -> Chosen:
        """The item for its deeds."""
        running = tuple(clock.code for clock in self.clocks if clock.stopped is None)
        return Chosen(self.row.id, self.row.number, self.row.ledger, self.row.stage, self.row.title, running)


def load(desk: Desk, item_id: int, latest: int | None = None) -> ItemView | None:
    """Everything about an item, of its course the `latest` so many entries or all; blocks."""
    row = desk.read(items.item, item_id)
    if row is None:
        return None
    beyond = None if latest is None else latest + 1
    entries = desk.read(journal.course, item_id, language(), desk.zone, latest=beyond)
    more = latest is not None and len(entries) > latest
    clocks = desk.read(timers.timers_of, item_id, desk.now())
    related = [each for each in desk.read(items.related, row.matter_id) if each.id != item_id]
    kept = desk.read(items.row_of, row.ledger, item_id)
    facts = tuple(_facts(row, kept, desk))
    reasons = clock_reasons(row.ledger, clocks, desk.site.rulebook)
    sections = sections_of(desk, row, kept)
    shown = tuple(entries[more:])
    return ItemView(row, shown, tuple(clocks), facts, tuple(related), reasons, sections, more)


def _facts(row: ItemRow, kept: Mapping[str, object], desk: Desk) -> Iterator[tuple[str, str]]:
    """What is on record, under the labels of the forms, in the order of the opening form."""
    labels = labels_of(row.ledger)
    of_item: dict[str, object] = {"unit": row.place, "caller": row.person, "phone": mask_phone(row.phone)}
    if not row.unit_id:  # nobody's household: there is no card on which to ask for the whole number
        of_item = {**of_item, "unit": "", "place": row.place, "phone": row.phone}
    known = {**kept, **of_item, **desk.read(incidents.in_words, kept)}
    for name in [*(name for name in labels if name in known), *(name for name in known if name not in labels)]:
        value = known[name]
        if labels.get(name) and value not in (None, "", False, 0, row.title):
            words = show({"fen": value} if name in YUAN else value_of(value), language(), desk.zone)
            yield _(labels[name]), mask(words) if row.unit_id and name == "contact_way" else words


# --- in words -----------------------------------------------------------------------------------------------


Number = Callable[[str], str]
"""How an item's number is written in front of its entry."""


def told(
    entries: Sequence[EntryView], now: datetime, desk: Desk, number: Number | None = None, *, times: bool = False
) -> list[Told]:
    """Entries as lines of a timeline; with `number` the item's number stands before the operator.

    With `times` the date goes without saying.
    """
    width = max((len(number(entry.number)) for entry in entries if entry.number), default=0) if number else 0
    return [_told(entry, entry.happened if times else now, desk, number, width) for entry in entries]


def _told(entry: EntryView, now: datetime, desk: Desk, number: Number | None, width: int) -> Told:
    parts = [moment(entry.happened, now, desk.zone), operator_name(entry.operator)]
    if number is not None:
        parts.insert(1, (number(entry.number) if entry.number else "").ljust(width))
    tone = "dim" if entry.corrected_by else "plain"
    return Told(entry.seq, " ".join(parts), named(entry.sentence, desk), marks(entry), tone)


def named(sentence: str, desk: Desk) -> str:
    """A sentence that names its clock by what it is called, not by its code."""
    rules = desk.site.rulebook.rules

    def title(found: re.Match[str]) -> str:
        rule = rules.get(found.group())
        return f"“{_(rule.title)}”" if rule else found.group()

    return CODE.sub(title, sentence)


def marks(entry: EntryView) -> str:
    """What is to be known of an entry besides its sentence."""
    found = []
    if entry.late is not None:
        found.append(_("written {gap} later").format(gap=_gap(entry.late)))
    if entry.paper:
        found.append(_("from paper"))
    if entry.corrected_by is not None:
        found.append(_("#{own} corrected by #{entry}").format(own=entry.seq, entry=entry.corrected_by))
    if entry.corrects is not None:
        found.append(_("#{own} corrects #{entry}").format(own=entry.seq, entry=entry.corrects))
    if entry.values.get("alone") is True:
        found.append(_("exception: nobody else could"))
    if entry.signed:
        names = joined(str(signed["name"]) for signed in entry.signed)
        found.append(_("signed: {names}").format(names=names))
    return " ".join(f"[{mark}]" for mark in found)


def _gap(gap: timedelta) -> str:
    minutes = int(gap.total_seconds()) // 60
    return f"+{minutes} min" if minutes < 120 else f"+{minutes // 60} h"


def heading(view: ItemView) -> Content:
    """The first two lines: number, stage, owner; what it is about."""
    row, procedure = view.row, manual.procedure(view.row.ledger)
    where = "  ".join(part for part in (row.place, row.person) if part)
    owner = _("owner {name}").format(name=operator_name(row.owner))
    received = (
        "" if row.receiver == row.owner else "  " + _("received by {name}").format(name=operator_name(row.receiver))
    )
    first = Content.assemble(
        (display_text(row.number), "bold"),
        f"  {_(procedure.title)}  ",
        (f"[{_(procedure.stage(row.stage).label)}]", "bold $text-accent"),
        f"  {owner}{received}  {display_text(where)}",
    )
    return Content("\n").join([first, Content.styled(display_text(row.title), "bold")])


def clock_lines(view: ItemView, now: datetime, desk: Desk) -> list[Content]:
    """The clocks that run, counting down."""
    return [_clock(clock, now, desk) for clock in view.clocks if clock.stopped is None]


def stopped_lines(view: ItemView, now: datetime, desk: Desk) -> list[Content]:
    """The clocks that were met or ended."""
    return [_clock(clock, now, desk) for clock in view.clocks if clock.stopped is not None]


def _clock(clock: TimerView, now: datetime, desk: Desk) -> Content:
    title = _(desk.site.rulebook[clock.code].title)
    if clock.stopped is not None:
        mark = "!! " if clock.state == "late" else "   "
        ended = moment(clock.stopped, now, desk.zone)
        return Content.styled(f"{mark}{ended} {_(VERDICTS[clock.state])}  {title}", "dim")
    cell = remaining(clock.due, clock.warn, now, desk.zone, clock.paused is not None)
    flag = f"  ({_('provisional')})" if clock.provisional else ""
    return Content.assemble((f"{cell.text}  ", TONES.get(cell.tone, "")), f"{title}{flag}")


def step_lines(view: ItemView, actor: Actor) -> tuple[list[Content], list[Content]]:
    """What can be done, with Enter and letters; and what cannot, dim with its reason, the item's own reasons first."""
    chosen = view.chosen
    choices = steps_of(chosen.ledger, chosen.stage, actor, chosen.codes, view.reasons)
    first = manual.next_step(chosen.ledger, chosen.stage, actor.roles, chosen.codes)
    can = [_step(each, first is not None and each.name == first.name()) for each in choices if not each.reason]
    not_now = sorted((each for each in choices if each.reason), key=lambda each: each.name not in view.reasons)
    return can, [_step(each, is_next=False) for each in not_now]


def _step(choice: Choice, is_next: bool) -> Content:
    key = _("Enter") if is_next else choice.key
    if choice.reason:
        return Content.styled(f"{key:>5}  {choice.label} - {choice.reason}", "dim")
    return Content.assemble((f"{key:>5}  ", "bold $text-accent"), (choice.label, "bold" if is_next else ""))


def fact_lines(view: ItemView) -> list[Content]:
    """What is on record."""
    return [Content.assemble((f"{label}  ", "dim"), display_text(value)) for label, value in view.facts]


def top_lines(view: ItemView, now: datetime, desk: Desk) -> list[Content]:
    """What stands before everything else, without its titles."""
    return [line for each in view.sections if each.top for line in each.lines(now, desk)]


def section_lines(
    view: ItemView, now: datetime, desk: Desk, *, top: bool = False, early: bool | None = None
) -> list[Content]:
    """What its ledger shows of its own, each under its title: what stands before everything else, or the rest.

    `early` takes only those that stand before what can be done, or only the others.
    """
    shown = [each for each in view.sections if each.top == top and early in (None, each.early)]
    return [line for each in shown for line in section(_(each.title), each.lines(now, desk))]


def related_lines(rows: Sequence[ItemRow], now: datetime, desk: Desk) -> list[Content]:
    """Items with a digit each that opens them."""
    lines = []
    for number, row in enumerate(rows[:9], start=1):
        stage = _(manual.procedure(row.ledger).stage(row.stage).label)
        left = remaining(row.due, row.warn, now, desk.zone)
        lines.append(
            Content.assemble(
                (f"{number}  ", "bold $text-accent"),
                f"{row.number} [{stage}] {display_text(row.title)}",
                (f"  {left.text.strip()}", TONES.get(left.tone, "")),
            )
        )
    return lines
