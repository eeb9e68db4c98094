"""What stands beside a duty roster: leave that waits for a decision, changes, who has which turn."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial

from textual.content import Content

from propdesk.desk import Desk
from propdesk.i18n import N_, _, say
from propdesk.queries import duty
from propdesk.queries.duty import TurnView
from propdesk.queries.items import ItemRow
from propdesk.rules.calendar import WEEKDAYS
from propdesk.rules.shifts import TURN_TITLES
from propdesk.screens.section import Section
from propdesk.widgets.safe import display_text


def load(desk: Desk, _row: ItemRow, kept: Mapping[str, object]) -> tuple[Section, ...]:
    """The sections of a roster; blocks."""
    month = kept.get("month")
    view = desk.read(duty.roster, month) if isinstance(month, date) else None
    if view is None or view.item_id != _row.id:
        return ()
    asked = [turn for turn in view.turns if turn.asked is not None]
    changed = [turn for turn in view.turns if turn.original]
    named = [turn for turn in view.turns if turn.name]
    return (
        *((Section(N_("Leave asked for"), partial(_asked, asked), early=True),) if asked else ()),
        *((Section(N_("Turns that changed hands"), partial(_changed, changed)),) if changed else ()),
        *((Section(N_("Turns"), partial(_turns, named)),) if named else ()),
    )


def _turn(turn: TurnView) -> str:
    return f"{turn.day:%m-%d} {_(WEEKDAYS[turn.day.weekday()])} {_(TURN_TITLES[turn.kind])}"


def _line(turn: TurnView, more: str = "") -> Content:
    said = f"  {display_text(more)}" if more else ""
    return Content.assemble((f"{_turn(turn)}  ", "dim"), display_text(turn.name), said)


def _asked(turns: Sequence[TurnView], now: datetime, desk: Desk) -> list[Content]:
    return [_line(turn, turn.asked_reason) for turn in turns]


def _changed(turns: Sequence[TurnView], now: datetime, desk: Desk) -> list[Content]:
    said = N_("instead of {name}: {reason}; approved by {manager}")
    return [
        _line(turn, say(said, {"name": turn.original, "reason": turn.reason, "manager": turn.approved_by}))
        for turn in turns
    ]


def _turns(turns: Sequence[TurnView], now: datetime, desk: Desk) -> list[Content]:
    return [_line(turn) for turn in turns]
