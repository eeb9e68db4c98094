"""A day as its supervisor looks at it before signing: every line with what Enter opens."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from propdesk.desk import Desk
from propdesk.i18n import N_, _, joined, say
from propdesk.queries.journal import EntryView
from propdesk.queries.shift import CountLine, Day, KeyOut, Missed, Round, ShiftRow
from propdesk.rules.shifts import TURN_TITLES
from propdesk.screens import item_view
from propdesk.screens.shift_sheet import count_told, rule_words, stage_words
from propdesk.widgets.remaining import moment, remaining, width
from propdesk.widgets.safe import display_text
from propdesk.widgets.timeline import Told
from propdesk.widgets.width import fit_text


@dataclass(frozen=True)
class DayLine:
    """A line; Enter opens the item of that id or number, or the entry."""

    told: Told
    item_id: int | None = None
    number: str = ""
    entry: EntryView | None = None


def day_lines(day: Day, now: datetime, desk: Desk) -> Iterator[DayLine]:
    """Everything to be looked at; what there is nothing of says so."""
    words = _Words(day, now, desk)
    yield from _part(_("Shifts"), [line for row in day.shifts for line in words.shift(row)])
    yield from _part(_("Not handed over, or without a signature"), [words.unsigned(row) for row in day.unsigned])
    yield from _part(_("Counted otherwise"), [words.count(item, line) for item, line in day.differences])
    yield from _part(_("Missed deadlines"), [words.missed(each) for each in day.breaches])
    yield from _part(_("Corrections"), [words.entry(each) for each in day.corrections])
    yield from _part(_("Written late"), [words.entry(each) for each in day.late])
    yield from _part(_("Keys not back"), [words.key(each) for each in day.keys])
    yield from _part(_("Patrol rounds missed"), [words.round(each) for each in day.rounds_missed])
    yield from _part(_("Written later about this day"), [words.entry(each) for each in day.later], always=False)


def _part(title: str, lines: Sequence[DayLine], *, always: bool = True) -> Iterator[DayLine]:
    if lines or always:
        yield DayLine(Told(0, title, str(len(lines)) if lines else _("none"), tone="title"))
        yield from lines


@dataclass(frozen=True)
class _Words:
    """Puts each kind of line into words."""

    day: Day
    now: datetime
    desk: Desk

    def _at(self, at: datetime | None) -> str:
        return f"{self.desk.site.calendar.local(at):%H:%M}" if at is not None else "-"

    def shift(self, row: ShiftRow) -> Iterator[DayLine]:
        """Who had it, how far it is; below, why somebody else came, what was explained, who let work be left."""
        turn = f"  {_(TURN_TITLES[row.kind])} {self._at(row.starts)}-{self._at(row.ends)}"
        times = [(N_("arrived {at}"), row.arrived), (N_("on duty {at}"), row.begun), (N_("left {at}"), row.handed_over),
                 (N_("oral report {at}"), row.oral_report)]  # fmt: skip
        told = [say(words, {"at": self._at(at)}) for words, at in times if at is not None]
        said = "  ".join([row.clerk or _("nobody came"), stage_words("shift", row.stage), *told])
        tone = "plain" if row.clerk else "late"
        yield DayLine(Told(0, turn, said, tone=tone), item_id=row.item_id)
        for text in self._about(row):
            yield DayLine(Told(0, "", text), item_id=row.item_id)

    def _about(self, row: ShiftRow) -> Iterator[str]:
        if row.replacement:
            yield say(N_("In place of {name}: {why}"), {"name": row.rostered or "-", "why": row.replacement})
        if row.explanation:
            yield say(N_("Explanation of the count: {text}"), {"text": row.explanation})
        if row.area:
            yield say(N_("Area: {text}"), {"text": row.area})
        if row.release_reason:
            how = _("still to be countersigned") if row.waits_for_signature else row.countersigned_by
            values = {"who": row.released_by, "why": row.release_reason, "how": how or "-"}
            yield say(N_("!! Released by {who}: {why} ({how})"), values)
        if row.notes:
            yield say(N_("Notes: {text}"), {"text": row.notes})

    def unsigned(self, row: ShiftRow) -> DayLine:
        """A shift without both signatures, and why."""
        why = row.ended_reason if row.ended_by else stage_words("shift", row.stage)
        by = say(N_("ended by {name}"), {"name": row.ended_by}) if row.ended_by else ""
        said = "  ".join(part for part in (row.clerk or _("nobody came"), by, why) if part)
        return DayLine(Told(0, f"  {_(TURN_TITLES[row.kind])}", f"!! {said}", tone="late"), item_id=row.item_id)

    def count(self, item_id: int, line: CountLine) -> DayLine:
        """Another number than there should be."""
        return DayLine(count_told(line), item_id=item_id)

    def missed(self, each: Missed) -> DayLine:
        """A deadline that was missed."""
        lead = f"  {moment(each.happened, self.now, self.desk.zone):<12}{each.number}"
        return DayLine(Told(0, lead, rule_words(self.desk, each.code)), each.item_id)

    def entry(self, each: EntryView) -> DayLine:
        """An entry of the log."""
        told = item_view.told([each], self.now, self.desk)[0]
        shown = " ".join(part for part in (told.lead, each.number) if part)
        return DayLine(Told(0, f"  {shown}", told.text, told.marks, told.tone), each.item_id, entry=each)

    def key(self, each: KeyOut) -> DayLine:
        """Keys that should be back."""
        left = remaining(each.due, None, self.now, self.desk.zone)
        said = "  ".join(part for part in (each.tag, f"x{each.pieces}", each.door, each.who, each.phone) if part)
        lead = f"  {fit_text(left.text, width() + 1)}{each.number}"
        return DayLine(Told(0, lead, said), number=each.number)

    def round(self, each: Round) -> DayLine:
        """A round nobody walked."""
        return DayLine(Told(0, f"  {each.number}", f"{each.title}  {stage_words('round', each.stage)}"),
                       number=each.number)  # fmt: skip


def signed_with(day: Day) -> Iterator[str]:
    """What the supervisor remarked, and that nobody else could sign."""
    signed = day.signoff.values if day.signoff is not None else {}
    if signed.get("remark"):
        yield display_text(say(N_("Remark: {text}"), {"text": signed["remark"]}))
    if signed.get("alone") is True:
        yield _("exception: nobody else could")


def obstacles(day: Day, actor_id: int, *, alone: bool, over: bool, leads: bool) -> Iterator[str]:
    """Why the day is not to be signed off yet, or not by this operator."""
    if not over:
        yield _("The day is not over.")
    if not leads:
        yield _("Supervisors and managers sign a day off.")
    elif actor_id in {row.clerk_id for row in day.shifts} and not alone:
        yield _("You were on duty that day: another leader signs it off.")
    if waiting := [row.released_by for row in day.shifts if row.waits_for_signature]:
        yield say(N_("The release by {names} is not countersigned: Ctrl+L."), {"names": joined(_each(waiting))})


def _each(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
