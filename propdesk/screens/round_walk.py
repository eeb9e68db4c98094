"""A round being written down: stop after stop the items of the checklist, one key each and a line of what was seen.

What is typed is saved one area at a time, and parked when the desk has to stop.
"""

from typing import ClassVar
from uuid import uuid4

from textual import events, on
from textual.binding import Binding, BindingType

from propdesk.desk import Done
from propdesk.errors import Damaged, Refused
from propdesk.i18n import N_, _, joined, say
from propdesk.queries import items
from propdesk.queries.rounds import Left
from propdesk.rules import patrol
from propdesk.rules.answers import State
from propdesk.rules.patrol import Stop
from propdesk.screens.choices import Choice, ChoicePanel
from propdesk.screens.round_answers import KEYS, RoundAnswers
from propdesk.screens.round_left import KINDS
from propdesk.screens.round_tally import AREA, Written, fields, times
from propdesk.screens.round_words import stop_name
from propdesk.widgets.windowed import WindowedTable

FOUND = {"finding.report": N_("Findings opened: {numbers}"), "finding.again": N_("Found again: {numbers}")}
"""What becomes of a defect, by the step that follows from it."""
SMELL = ("finding.ask_unit", "finding.call_security")
"""What is done at once about a smell (004 PATROL 4.5.5)."""
NOT_KEPT = N_("This note is not kept yet. Enter keeps it, Esc again drops it.")


class RoundWalk(RoundAnswers):
    """What the keys do: say when an area was walked, go to another one, save, finish, leave."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", N_("Write")),
        Binding("space", "same", N_("Same")),
        Binding("ctrl+s", "save", N_("Save")),
        Binding("escape", "leave", N_("Back")),
        Binding("ctrl+n", "enter_left", N_("Next unit")),
        Binding("ctrl+e", "finish", N_("Finish"), priority=True),
        Binding("ctrl+o", "stops", N_("Areas")),
        Binding("ctrl+t", "times", N_("Times")),
        Binding("ctrl+g", "grade", N_("Evidence")),
        Binding("left", "stop(-1)", N_("Area before"), show=False),
        Binding("right", "stop(1)", N_("Next area"), show=False),
        Binding("tab", "stop(1)", show=False),
        Binding("shift+tab", "stop(-1)", show=False),
        Binding("delete,backspace", "take_back", N_("Take back"), show=False),
        *(Binding(str(digit), f"answer({digit})", show=False) for digit in range(1, len(KEYS) + 1)),
    ]

    @on(WindowedTable.RowSelected)
    def chose(self, event: WindowedTable.RowSelected) -> None:
        """The list takes Enter itself."""
        event.stop()
        self.action_go_on()

    def action_go_on(self) -> None:
        """Once all is answered save the area and go on; before that it is fine, or its note is typed again."""
        stop, area, check = self.stop, self.here, self._check
        if stop is None or area is None or check is None or self._asks is not None:
            return
        if not self.tally.open_checks(stop, area):
            self.start(self._save_and_on(stop))
            return
        known = self.tally.of(stop).answers.get(check)
        self._answer(check, known.state if known is not None else State.OK)

    # --- times, evidence, stops -----------------------------------------------------------------------------

    def action_times(self) -> None:
        """Say when this area was begun and ended."""
        stop = self.stop
        if stop is None:
            return
        written = self.tally.of(stop)
        said = [f"{self.local(at):%H:%M}" for at in (written.began, written.ended) if at is not None]

        def keep(text: str) -> None:
            self.tally.time(stop, *times(text, self.times_of(stop)[0], self.now(), self.desk.zone))
            self._warned_of = None
            self._close_line()
            self._show()

        self._open_line(_("Begun and ended: 0905 0920, or only how many minutes it took: 15"), " ".join(said), keep)

    def action_grade(self) -> None:
        """What this area and the next ones rest on."""
        if self.stop is not None:
            self.tally.turn_grade(self.stop)
            self._show()

    def action_stop(self, by: int) -> None:
        """The next stop, or the one before; one that is written in full is saved first."""
        stops = self.tally.stops
        if self.stop in stops and self._asks is None:
            self.start(self._move(stops[(stops.index(self.stop) + by) % len(stops)]))

    def action_stops(self) -> None:
        """Choose among the stops."""
        self.start(self._choose())

    async def _choose(self) -> None:
        titles = {each.letter: each.title for each in self.desk.site.checklist.areas}
        choices = []
        for stop in self.tally.stops:
            written = self.tally.of(stop)
            state = _("saved") if written.saved else _("not saved") if written.answers else ""
            choices.append(Choice(stop.name, "  ".join(part for part in (stop_name(stop, titles), state) if part)))
        name = await self.app.push_screen_wait(ChoicePanel(_("Areas of this round"), choices, steps=False))
        chosen = next((stop for stop in self.tally.stops if stop.name == name), None)
        if chosen is not None:
            await self._move(chosen)

    async def _move(self, stop: Stop) -> None:
        if self.stop is not None and self._whole(self.stop) and not await self._save(self.stop):
            return
        self.stop, self._warned_of = stop, None
        self._say_wrong("")
        self._show(afresh=True)

    async def _save_and_on(self, stop: Stop) -> None:
        if self.tally.of(stop).saved or await self._save(stop):
            following = self.tally.next_stop(stop, self._areas)
            if following is None:
                self._show()
                self.tell(N_("Every area is written down. ^E finishes the round."))
            else:
                await self._move(following)

    # --- saving ---------------------------------------------------------------------------------------------

    def _whole(self, stop: Stop) -> bool:
        """Whether a stop has something to save, and all of it."""
        area = self._areas.get(stop.area)
        return area is not None and self.tally.of(stop).unsaved and not self.tally.open_checks(stop, area)

    def action_save(self) -> None:
        """Save the area that is shown."""
        if self.stop is not None:
            self.start(self._save_shown(self.stop))

    async def _save_shown(self, stop: Stop) -> None:
        area = self.here
        left = self.tally.open_checks(stop, area) if area is not None else []
        if self.typed:
            self._say_wrong(_(NOT_KEPT))
        elif left:
            self._say_wrong(say(N_("Not answered yet: {ids}"), {"ids": joined(left)}))
        elif not self.tally.of(stop).unsaved:
            self.tell(N_("Everything here is saved."))
        elif await self._save(stop):
            self._show()

    async def _save(self, stop: Stop) -> bool:
        """Save a stop; whether it is saved. One that was walked too fast is saved by a second try only."""
        began, ended = self.times_of(stop)
        row = self._taken.round if self._taken is not None else None
        if row is not None and patrol.too_fast(began, ended, row.not_before) and self._warned_of != stop:
            self._warned_of = stop
            minutes = int((ended - began).total_seconds()) // 60
            self._say_wrong(say(N_("Only {minutes} min: at least {least}. ^T puts the times right; saved again, it is "
                                   "marked as too fast."), {"minutes": minutes, "least": row.not_before}))  # fmt: skip
            return False
        async with self._saving:
            written = self.tally.of(stop)
            sent = Written(dict(written.answers), began, ended, self.tally.graded(stop))
            try:
                done = await self.ask(self._perform, stop, sent)
            except (Refused, Damaged) as trouble:
                self._say_wrong(trouble.sentence())
                return False
            written.began, written.ended, written.grade = sent.began, sent.ended, sent.grade
            written.saved = written.answers == sent.answers
            await self.drop_parked(stop)
        self._refused = False
        self._say_wrong("")
        self.shell.look_soon()
        await self._follow(done)
        return True

    def _perform(self, stop: Stop, sent: Written) -> Done:
        step = self.desk.fill(AREA, fields(stop, sent))
        return self.desk.perform(step, self.item_id, actor=self.actor, request_id=uuid4().hex)

    async def _follow(self, done: Done) -> None:
        """Tell what was found; a smell is asked about at once, and where nobody knows its cause security is called."""
        steps = {entry.item_id: entry.step for entry in done.entries if entry.step in FOUND and entry.item_id}
        found = await self.read(items.by_ids, list(steps))
        for step, message in FOUND.items():
            if numbers := [row.number for row in found if steps[row.id] == step]:
                self.tell(message, "warning", numbers=joined(numbers))
        for smell in found:
            for step in SMELL if smell.stage == "smell" else ():
                asked = await self.run_step(step, smell.id)
                if asked is None or asked.stage != "smell":
                    break

    # --- what is written down unit by unit -----------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Units are written down from the items that ask for them."""
        return self.kind_left is not None if action == "enter_left" else super().check_action(action, parameters)

    def action_enter_left(self) -> None:
        """Write down the first renovation site, or vacant unit, that is left."""
        if self._taken is None or (flag := self.kind_left) is None:
            return
        if left := self._taken.left[flag]:
            self.start(self._enter(KINDS[flag].step, left[0]))
        else:
            self.tell(KINDS[flag].none)

    async def _enter(self, step: str, first: Left) -> None:
        """Its form lies on top of what is half typed here; afterwards the next one is the first."""
        item = self._taken.item if self._taken is not None else None
        self.after(await self.run_step(step, first.item_id, prefill={"round": item.number} if item else None))

    # --- finishing ------------------------------------------------------------------------------------------

    def action_finish(self) -> None:
        """Finish the round and have it signed; its form says what is missing."""
        self.start(self._finish())

    async def _finish(self) -> None:
        if self.typed:
            self._say_wrong(_(NOT_KEPT))
            return
        for stop in self.tally.unsaved:
            if not self._whole(stop):
                self.stop = stop
                self._show(afresh=True)
                left = self.tally.open_checks(stop, self._areas[stop.area]) if stop.area in self._areas else []
                self._say_wrong(say(N_("Not answered yet: {ids}"), {"ids": joined(left)}))
                return
            if not await self._save(stop):
                return
        if await self.run_step("round.finish", self.item_id) is not None:
            await self.run_step("round.sign", self.item_id)
            self.dismiss(None)

    # --- leaving --------------------------------------------------------------------------------------------

    def action_leave(self) -> None:
        """Leave the line, or save what is written in full, park the rest and go back."""
        if self._asks is not None:
            if self.typed and not self._warned:
                self._warned = True
                self._say_wrong(_(NOT_KEPT))
            else:
                self._close_line()
        else:
            self.start(self._leave())

    async def _leave(self) -> None:
        for stop in self.tally.unsaved:
            if self._whole(stop) and not await self._save(stop) and not self._refused:
                self._refused = True
                self.tell(N_("Not saved. Esc again parks what is written and leaves."), "warning")
                return
        if self.tally.unsaved:
            try:
                async with self._parking:
                    await self.ask(self.park)
            except Damaged as damaged:
                self.tell_why(damaged)
                return
            self.tell(N_("Areas that are not finished are parked; they are here again next time."))
        self.dismiss(None)

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Read anew what is left; if somebody else signed in meanwhile, say in whose name it will be saved."""
        if self._taken is not None:
            self.read_round()
        if self._owner is not None and self._owner.id != self.actor.id and self.unsaved:
            names = {"owner": self._owner.name, "actor": self.actor.name}
            self.tell(N_("Begun by {owner}; saved in the name of {actor}."), "information", **names)
