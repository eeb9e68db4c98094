"""Why a time is due: start, what counted, what did not, the rule and the clause it rests on."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content

from propdesk.i18n import N_, _, ngettext
from propdesk.procedures.site import Site
from propdesk.procedures.step import EVERYBODY
from propdesk.queries.pauses import PauseView
from propdesk.queries.timers import TimerView
from propdesk.rules.due import Due, due
from propdesk.rules.rulebook import UNCOUNTED, Kind, Rule
from propdesk.screens.panel import Panel
from propdesk.widgets.remaining import remaining
from propdesk.widgets.safe import Plain, display_text, static

KINDS = {
    Kind.MINUTES: N_("by the clock, day and night"),
    Kind.HOURS: N_("by the clock, day and night"),
    Kind.CALENDAR_DAYS: N_("to the closing hour of the last day, rest days included"),
    Kind.WORKING_DAYS: N_("to the closing hour of the last day, working days only"),
    Kind.MONTHS: N_("to the closing hour of the last day"),
    Kind.END_OF_DAY: N_("to the end of the working day"),
    Kind.END_OF_SHIFT: N_("to the end of the shift"),
    Kind.AGREED: N_("to the time agreed"),
}
ROLES = {role.value: role.label for role in EVERYBODY}
"""The roles of the rulebook in words, as msgids."""


@dataclass(frozen=True)
class Clock:
    """A clock and when it waited."""

    timer: TimerView
    pauses: tuple[PauseView, ...]


def account(site: Site, clock: Clock) -> Due:
    """How the due time of a clock came about."""
    timer = clock.timer
    paused = [(pause.began, pause.ended) for pause in clock.pauses if pause.ended is not None]
    shift_end = site.turn(timer.started).end
    rule = site.rulebook[timer.code]
    return due(rule, timer.started, site.calendar, shift_end=shift_end, stated=timer.stated, paused=paused)


def explain(site: Site, clock: Clock, now: datetime) -> Content:
    """The account of one clock, in the language of the desk."""
    rule = site.rulebook[clock.timer.code]
    return Content("\n").join(_lines(site, clock, rule, now))


def _lines(site: Site, clock: Clock, rule: Rule, now: datetime) -> Iterator[Content]:
    timer, found = clock.timer, account(site, clock)

    def shown(at: datetime) -> str:
        return f"{site.calendar.local(at):%m-%d %H:%M}"

    yield Content.assemble((_(rule.title), "bold"), (f"   {timer.code}", "dim"))
    yield _fact(_("started"), f"{site.calendar.local(timer.started):%Y-%m-%d %H:%M}")
    for stretch in found.stretches:
        mark, style = ("+", "") if stretch.counted else ("-", "dim")
        line = f"      {mark} {shown(stretch.start)} .. {shown(stretch.end)}  {_(stretch.why)}"
        yield Content.styled(line, style)
    left = remaining(timer.due, timer.warn, now, site.calendar.zone, timer.paused is not None).text.strip()
    yield _fact(_("due"), f"{site.calendar.local(timer.due):%Y-%m-%d %H:%M}   {left}")
    for pause in clock.pauses:
        yield _fact(_("waited"), _waited(pause, shown))
    yield _fact(_("rule"), _rule(rule))
    yield _fact(_("answers"), f"{_(ROLES[rule.owner])} -> {_(ROLES[rule.escalates_to])}")
    yield _fact(_("source"), rule.source)
    if timer.provisional:
        yield _fact(_("note"), _("provisional: the working calendar of that year is not published yet"))


def _fact(words: str, value: str) -> Content:
    return Content.assemble((f"  {display_text(words)}  ", "dim"), display_text(value))


def _waited(pause: PauseView, shown: Callable[[datetime], str]) -> str:
    end = shown(pause.ended) if pause.ended else _("still waiting")
    return f"{shown(pause.began)} .. {end}  {pause.waiting_for}: {pause.reason}"


def _rule(rule: Rule) -> str:
    if rule.kind in UNCOUNTED:
        return _(KINDS[rule.kind])
    return f"{_amount(rule)}, {_(KINDS[rule.kind])}"


def _amount(rule: Rule) -> str:
    count = rule.amount
    words = {
        Kind.MINUTES: ngettext("{count} minute", "{count} minutes", count),
        Kind.HOURS: ngettext("{count} hour", "{count} hours", count),
        Kind.CALENDAR_DAYS: ngettext("{count} day", "{count} days", count),
        Kind.WORKING_DAYS: ngettext("{count} working day", "{count} working days", count),
        Kind.MONTHS: ngettext("{count} month", "{count} months", count),
    }
    return words[rule.kind].format(count=count)


class WhyPanel(Panel[None]):
    """The accounts of an item's clocks, the running ones first."""

    BINDINGS = [Binding("enter", "leave", N_("Back"), show=False)]

    DEFAULT_CSS = """
    WhyPanel VerticalScroll { height: auto; max-height: 75vh; }
    """

    def __init__(self, number: str, site: Site, clocks: Sequence[Clock], now: datetime) -> None:
        super().__init__(f"{_('Why this due time')}  {number}")
        self._texts = [explain(site, clock, now) for clock in clocks]

    def inside(self) -> ComposeResult:
        """One account after another."""
        with VerticalScroll(can_focus=True):
            if not self._texts:
                yield static(_("No clock runs here."))
            for number, text in enumerate(self._texts):
                yield Plain(Content("\n").join([Content(""), text]) if number else text, markup=False)
