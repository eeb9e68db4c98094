"""The duty roster of a month for the wall (客服中心值班安排表; 004 DUTY 4.1.1, 4.1.5d): a day a line, with changes."""

from collections.abc import Iterator
from itertools import groupby

from propdesk.desk import Desk
from propdesk.i18n import N_, joined
from propdesk.printing.booklet import Booklet, Part
from propdesk.printing.shift_words import Words
from propdesk.queries import duty, items
from propdesk.queries.duty import RosterView, TurnView
from propdesk.rules import rota
from propdesk.rules.shifts import TURN_TITLES

TITLE = N_("Duty roster")
COLUMNS = ((N_("Day"), 1.2), (N_("Weekday"), 1.2), (N_("By day"), 2.6), (N_("Night"), 2.6), (N_("Remarks"), 6.0))
EVERYBODY, NO_NAME = N_("everybody who is here"), N_("no name on the roster")
INSTEAD = N_("{turn}: {clerk} instead of {before}, approved by {manager}: {reason}")
LEAVE = N_("{turn}: leave asked for")
REST = N_("rest")


def roster_sheet(desk: Desk, item_id: int, language: str) -> Booklet:
    """The roster of an item as it stands now.

    Raises:
        LookupError: the item is no roster that is in use.
    """
    row = desk.read(items.row_of, "duty", item_id)
    view = desk.read(duty.roster, row["month"]) if row else None
    if view is None or view.item_id != item_id:
        raise LookupError(item_id)
    words = Words(desk, language)
    return words.booklet(
        f"{words.of(TITLE)} {view.month:%Y-%m}",
        f"№ {view.number}",
        (_facts(words, view), _month(words, view), _hours(words)),
        (N_("Drawn up by"), N_("Approved by")),
    )


def _facts(words: Words, view: RosterView) -> Part:
    """Whether it is in force and by whose word, and how many turns each has."""
    approved = " ".join(filter(None, (view.publisher, words.moment(view.published))))
    counts = joined((f"{name} {count}" for name, count in view.counts().items()), words.language)
    return words.pairs(
        (N_("Stage"), words.stage("duty", view.stage)), (N_("Approved by"), approved or words.none()),
        (N_("Turns each"), counts or words.none()), (N_("As of"), words.moment(words.desk.now())),
    )  # fmt: skip


def _month(words: Words, view: RosterView) -> Part:
    """A line a day: who has it by day and at night, who has a turn instead of whom."""
    calendar, rows = words.desk.site.calendar, []
    for day, group in groupby(view.turns, key=lambda turn: turn.day):
        turns = tuple(group)
        halves = {turn.kind in rota.NIGHTS: _who(words, turn) for turn in turns}
        remarks = [*_remarks(words, turns)]
        if not calendar.is_working(day):
            remarks.insert(0, words.of(REST))
        rows.append((f"{day:%m-%d}", words.weekday(day), halves.get(False, ""), halves.get(True, ""),
                     "\n".join(remarks)))  # fmt: skip
    return words.listed("", COLUMNS, rows)


def _who(words: Words, turn: TurnView) -> str:
    return turn.name or words.of(NO_NAME if turn.kind in rota.DUTY_TURNS else EVERYBODY)


def _remarks(words: Words, turns: tuple[TurnView, ...]) -> Iterator[str]:
    for turn in turns:
        title = words.of(TURN_TITLES[turn.kind])
        if turn.original:
            yield words.of(INSTEAD, turn=title, clerk=turn.name, before=turn.original, manager=turn.approved_by,
                           reason=turn.reason)  # fmt: skip
        if turn.asked is not None:
            yield words.of(LEAVE, turn=title)


def _hours(words: Words) -> Part:
    """From when to when the turns run."""
    settings = words.desk.site.settings
    opens, night, rest = (f"{each:%H:%M}" for each in (settings.opens, settings.duty_begins, settings.rest_turn))
    return words.pairs(
        (N_("Working day"), words.of(N_("day {opens}-{night}, night {night}-{opens}"), opens=opens, night=night)),
        (N_("Rest day"), words.of(N_("day {opens}-{night}, night {night}-{opens}"), opens=opens, night=rest)),
        title=N_("Hours of the turns"),
    )  # fmt: skip
