"""The menu of steps: every step of a ledger, what can be done now first, the rest dim with its reason."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from textual import events, on
from textual.app import ComposeResult

from propdesk.i18n import _, joined
from propdesk.procedures import kit, manual
from propdesk.procedures.step import Moving, Procedure, Step
from propdesk.procedures.tx import Actor
from propdesk.queries.timers import TimerView
from propdesk.rules.rulebook import Rulebook
from propdesk.screens.panel import Panel
from propdesk.widgets.rows import Tone
from propdesk.widgets.safe import static
from propdesk.widgets.windowed import Cell, Column, ListSource, Row, WindowedTable

MANY = 3
"""From so many stages on a reason names the stage the item is in, not those it would have to be in."""


@dataclass(frozen=True)
class Choice:
    """One line of the menu. `label` and `reason` are translated; an empty reason means it can be done."""

    name: str
    label: str
    key: str = ""
    reason: str = ""


def steps_of(
    ledger: str, stage: str, actor: Actor, codes: Sequence[str] = (), reasons: Mapping[str, str] | None = None
) -> list[Choice]:
    """The steps on an item at `stage`: what Enter does, what else can be done, what cannot and why.

    `codes` are its running clocks by due time; `reasons`, by step, are those of the item itself.
    """
    procedure = manual.procedure(ledger)
    first = manual.next_step(ledger, stage, actor.roles, codes)
    steps = [step for step in procedure.steps if issubclass(step, Moving) and not step.hidden]
    begins = manual.begun_at(ledger, stage)
    found = [Choice(begins.name(), _(begins.label), "", _not_for(begins, actor))] if begins is not None else []
    found += [_choice(step, procedure, stage, actor) for step in steps]
    found = [replace(each, reason=each.reason or (reasons or {}).get(each.name, "")) for each in found]
    return sorted(found, key=lambda each: (bool(each.reason), first is None or each.name != first.name()))


def deeds_of(ledger: str, actor: Actor) -> list[Choice]:
    """The steps of a ledger that has no items: about the estate, or the desk itself."""
    steps = [step for step in manual.procedure(ledger).steps if not step.hidden]
    found = [Choice(step.name(), _(step.label), step.key, _not_for(step, actor)) for step in steps]
    return sorted(found, key=lambda each: bool(each.reason))


def clocks_for(step: type[Step], clocks: Iterable[TimerView], rulebook: Rulebook) -> list[TimerView]:
    """The clocks of an item a step can choose among: to wait, those that may; to go on, those that wait."""
    running = [clock for clock in clocks if clock.stopped is None]
    if issubclass(step, kit.Pause):
        return [clock for clock in running if clock.paused is None and not rulebook[clock.code].urgent]
    if issubclass(step, kit.Resume):
        return [clock for clock in running if clock.paused is not None]
    return running


def clock_reasons(ledger: str, clocks: Sequence[TimerView], rulebook: Rulebook) -> dict[str, str]:
    """The steps of a ledger for which the clocks of an item leave nothing to do, and why."""
    words = ((kit.Pause, _("no clock can wait")), (kit.Resume, _("no clock waits")))
    return {
        step.name(): why
        for step in manual.procedure(ledger).steps
        for kind, why in words
        if issubclass(step, kind) and not clocks_for(step, clocks, rulebook)
    }


def _choice(step: type[Step], procedure: Procedure, stage: str, actor: Actor) -> Choice:
    choice = Choice(step.name(), _(step.label), step.key)
    if stage not in step.at:
        return replace(choice, reason=_not_at(step, procedure, stage))
    return replace(choice, reason=_not_for(step, actor))


def _not_at(step: type[Step], procedure: Procedure, stage: str) -> str:
    if procedure.is_final(stage) or len(step.at) > MANY:
        return _("not while “{stage}”").format(stage=_(procedure.stage(stage).label))
    stages = joined(_(procedure.stage(each).label) for each in step.at)
    return _("only while “{stages}”").format(stages=stages)


def _not_for(step: type[Step], actor: Actor) -> str:
    if step.by & actor.roles:
        return ""
    roles = joined(_(role.label) for role in sorted(step.by))
    return _("only for: {roles}").format(roles=roles or _("the desk itself"))


class ChoicePanel(Panel[str]):
    """A menu answered with arrows and Enter, a digit, or the letter of the step."""

    DEFAULT_CSS = """
    ChoicePanel {
        & #hint { height: 1; }
    }
    """

    def __init__(self, title: str, choices: Iterable[Choice], *, steps: bool = True) -> None:
        """A menu of steps, or of anything else that has neither letters nor reasons."""
        super().__init__(title)
        self.choices = list(choices)
        hint = _("Arrows and Enter, a digit, or the letter of a step.") if steps else _("Arrows and Enter, or a digit.")
        self._hint = static(hint, id="hint", classes="muted")
        columns = [Column("", 2, "right", priority=8), Column(_("Step") if steps else "", 0, minimum=20)]
        if steps:
            columns += [Column(_("Key"), 4, priority=2), Column(_("Why not now"), 0, minimum=24, priority=5)]
        self.table = WindowedTable(columns, empty=_("Nothing can be done here."))
        self.table.set_source(ListSource(_row(number, choice) for number, choice in enumerate(self.choices)))

    def inside(self) -> ComposeResult:
        """The lines of the menu."""
        self.table.styles.height = min(len(self.choices) + 1, 20)
        yield self.table
        yield self._hint

    @on(WindowedTable.RowSelected)
    def choose(self, event: WindowedTable.RowSelected) -> None:
        """The line under the cursor was chosen."""
        event.stop()
        self._give(event.key)

    def on_key(self, event: events.Key) -> None:
        """A digit chooses its line, a letter its step."""
        number = self._meant(event.character or "")
        if number is not None:
            event.stop()
            self.table.move_to_key(number)
            self._give(number)

    def _meant(self, typed: str) -> int | None:
        if typed.isdecimal() and typed.isascii():
            number = int(typed) - 1
            return number if 0 <= number < min(9, len(self.choices)) else None
        return next((n for n, choice in enumerate(self.choices) if typed and choice.key == typed), None)

    def _give(self, number: int) -> None:
        choice = self.choices[number]
        if choice.reason:
            self._hint.update(f"!! {choice.label}: {choice.reason}")
            self.app.bell()
        else:
            self.dismiss(choice.name)


def _row(number: int, choice: Choice) -> Row:
    tone: Tone = "dim" if choice.reason else "plain"
    digit = str(number + 1) if number < 9 else ""
    return Row(number, tuple(Cell(text, tone) for text in (digit, choice.label, choice.key, choice.reason)))
