"""A round and its areas in words: states with their marks, stops, answers, findings."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from textual.content import Content

from propdesk.desk import Desk
from propdesk.i18n import N_, _, joined, say
from propdesk.procedures import manual
from propdesk.queries.findings import FindingRow
from propdesk.queries.rounds import STATES, Count, RoundRow
from propdesk.rules.answers import State
from propdesk.rules.patrol import Stop
from propdesk.widgets.month_grid import DayTone
from propdesk.widgets.remaining import moment
from propdesk.widgets.rows import Tone
from propdesk.widgets.safe import display_text

MARKS: Mapping[str, tuple[str, DayTone]] = {
    "missed": ("x", "late"),
    "late": ("~", "soon"),
    "open": (".", "plain"),
    "walking": (">", "accent"),
    "on_time": ("o", "ok"),
    "accounted": ("/", "dim"),
}
"""The mark of each state of a round, and its tone."""
ANSWERS: Mapping[State, tuple[str, str, Tone]] = {
    State.OK: ("+", N_("fine"), "ok"),
    State.DEFECT: ("!!", N_("defect"), "late"),
    State.FIXED: ("!", N_("put right"), "soon"),
    State.NOT_THERE: ("-", N_("not here"), "dim"),
}
"""What an item was found to be, in the order of the keys: mark, word, tone."""
STYLES = {"late": "bold $text-error", "soon": "$text-warning", "ok": "$text-success", "accent": "$text-accent",
          "dim": "dim", "plain": ""}  # fmt: skip


ALWAYS = ("on_time", "late", "missed", "open")
"""The marks that are told also where no round bears them."""


def state_words(key: str) -> str:
    """A state of a round in words."""
    return _(dict(STATES)[key]) if key else ""


def answer_word(state: State) -> str:
    """What an item was found to be, with its mark."""
    mark, word, _tone = ANSWERS[state]
    return f"{mark:<2} {_(word)}"


def stop_name(stop: Stop, titles: Mapping[str, str]) -> str:
    """`A Stairwell, building 3`."""
    title = f"{stop.area} {_(titles.get(stop.area, ''))}".strip()
    return f"{title}  {building(stop.place)}" if stop.place else title


def same_words(count: int) -> str:
    """That many items of an area were answered in the same words; nothing where they were not."""
    return say(N_("! same words {count}x"), {"count": count}) if count else ""


def building(place: str) -> str:
    """What a building is called where an area is walked building by building."""
    return say(N_("building {place}"), {"place": place})


def route_name(name: str) -> str:
    """A route as it is called: the shipped one in the language of the desk, others in the site's own words."""
    return _(name) if name else _("Outside the plan")


def people(row: RoundRow) -> str:
    """Who walks, or walked."""
    return " / ".join(name for name in (row.walker, row.partner) if name)


def hours(row: RoundRow, zone: ZoneInfo) -> str:
    """The window of a round, across midnight with the day it ends on."""
    starts, ends = row.starts.astimezone(zone), row.ends.astimezone(zone)
    last = f"{ends:%H:%M}" if ends.date() == starts.date() else f"{ends:%m-%d %H:%M}"
    return f"{starts:%H:%M}-{last}"


def legend(counts: Iterable[Count], width: int) -> Content:
    """Every mark with its word and how many rounds bear it, on as many lines as that needs; none is broken."""
    lines: list[Content] = []
    for count in counts:
        if count.key not in MARKS or not (count.rounds or count.key in ALWAYS):
            continue
        mark, tone = MARKS[count.key]
        text = f"{mark} {_(count.label)} {len(count.rounds)}"
        piece = Content.styled(text, STYLES[tone] if count.rounds else "dim")
        longer = Content.assemble(lines[-1], "   ", piece) if lines else piece
        if lines and longer.cell_length <= width:
            lines[-1] = longer
        else:
            lines.append(piece)
    return Content("\n").join(lines)


def round_line(row: RoundRow, now: datetime, desk: Desk) -> Content:
    """A round in one line: window, state, who, when, where it stands."""
    mark, tone = MARKS[row.state]
    stage = _(manual.procedure("round").stage(row.stage).label) if row.finished is not None else ""
    parts = [hours(row, desk.zone), people(row), _walked(row, now, desk.zone), stage, row.reason]
    found = say(N_("findings {count}"), {"count": row.findings}) if row.findings else ""
    rest = "  ".join(display_text(part) for part in (*parts, found) if part)
    return Content.assemble((row.number, "bold"), "  ", (f"{mark} {state_words(row.state)}", STYLES[tone]), f"  {rest}")


def _walked(row: RoundRow, now: datetime, zone: ZoneInfo) -> str:
    """From when to when; the day is said once where it is the same."""
    if row.begun is None:
        return ""
    begun, ended = row.begun.astimezone(zone), row.finished.astimezone(zone) if row.finished is not None else None
    if ended is None:
        return f"{moment(row.begun, now, zone)} -"
    last = f"{ended:%H:%M}" if ended.date() == begun.date() else f"{ended:%m-%d %H:%M}"
    return f"{moment(row.begun, now, zone)} - {last}"


def finding_line(row: FindingRow, now: datetime, zone: ZoneInfo) -> Content:
    """A finding in one line: its number, since when, how often again, the page of its sheet, what it is."""
    again = say(N_("found again {count}x"), {"count": row.again}) if row.again else ""
    where = " ".join(part for part in (row.check_id, row.place) if part)
    stage = _(manual.procedure("finding").stage(row.stage).label)
    said = joined(display_text(part) for part in (stage, again, row.sheet) if part)
    return Content.assemble((row.number, "bold"), f"  {moment(row.opened, now, zone)}  {display_text(where)}  "
                            f"{display_text(row.text)}  ", (said, "$text-muted"))  # fmt: skip
