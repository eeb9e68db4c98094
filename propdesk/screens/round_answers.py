"""A round being written down: what is said of an item, and how it is kept so that nothing typed is lost."""

import asyncio
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from textual import work

from propdesk.errors import Damaged, Refused
from propdesk.i18n import N_, _, say
from propdesk.queries.findings import FindingRow, Persuaded
from propdesk.rules import answers
from propdesk.rules.answers import NOTE, Answer, State
from propdesk.rules.checklist import Flag
from propdesk.rules.patrol import Stop
from propdesk.screens.round_sheet import HINT_LINE, RoundSheet
from propdesk.screens.round_tally import AREA, fields, open_at, open_here, understood
from propdesk.screens.round_words import ANSWERS

KEYS = tuple(ANSWERS)
"""What the digits from 1 on say of an item."""
WRONG = (State.DEFECT, State.FIXED)
HINT_AGAIN = N_("Enter on the empty line: {number} again. Else what is wrong; @3F before it says where.")
IS_IT = N_("{number} is open there: {text}. Enter again if it is that one; else say where this one is, such as @3F.")
TALKED = N_("1 stopped at once  2 promised  3 did not listen  4 nobody there")
WHICH = N_("Type 1, 2, 3 or 4.")


class RoundAnswers(RoundSheet):
    """Answering an item; every answer is parked at once, so that a desk that dies has it when it is back."""

    def __init__(self, item_id: int) -> None:
        super().__init__(item_id)
        self._parking = asyncio.Lock()
        self._to_park = False
        self._unsure: Answer | None = None
        """The answer of which it was asked whether it is the finding that is open there."""

    # --- answering ------------------------------------------------------------------------------------------

    def action_answer(self, digit: int) -> None:
        """What the item under the cursor is; what was seen is typed on the line, what is not here needs no words."""
        if (check := self._check) is None:
            return
        if KEYS[digit - 1] is State.NOT_THERE:
            self._keep(check, State.NOT_THERE, "")
        else:
            self._answer(check, KEYS[digit - 1])

    def _answer(self, check: str, state: State) -> None:
        assert self.stop is not None
        known = self.tally.of(self.stop).answers.get(check)
        found = self.desk.site.checklist.check(check)
        words = {"id": check, "text": _(found.text) if found else "", "word": _(ANSWERS[state][1])}
        asked = say(N_("{id} {text} -> {word}: what was seen"), words)
        again = self._open_one(check) if state is State.DEFECT else None
        hint = say(HINT_AGAIN, {"number": again.number}) if again is not None else _(HINT_LINE)

        def keep(text: str) -> None:
            if again is not None and not text:
                text = f"={again.number} {' '.join(again.text.split())[:NOTE]}"
            self._keep(check, state, text)

        self._open_line(asked, answers.text_of(known) if known is not None else "", keep, hint)

    def _open_one(self, check: str) -> FindingRow | None:
        """The finding that is open of an item here; of smells one about which nobody was called yet."""
        assert self.stop is not None
        found = open_here(self._taken.open if self._taken is not None else (), check, self.stop)
        return next((row for row in found if self._goes_on(row)), None)

    def _goes_on(self, row: FindingRow) -> bool:
        check = self.desk.site.checklist.check(row.check_id)
        return check is None or check.flag is not Flag.SMELL or row.stage == "smell"

    def _keep(self, check: str, state: State, text: str) -> None:
        """Keep an answer, once it is clear which finding it is, and what came of talking to whoever breaks the rules.

        Raises:
            Refused: it does not say enough.
        """
        assert self.stop is not None
        again = self._open_one(check) if state in WRONG else None
        said = understood(check, state, text, placed=bool(self.stop.place or again))
        answer = self._sure(self.stop, said, again)
        found = self.desk.site.checklist.check(check)
        if found is not None and answers.to_be_talked_about(answer, found.flag):
            self._ask_talked(answer)
        else:
            self._note(answer)

    def _sure(self, stop: Stop, answer: Answer, again: FindingRow | None) -> Answer:
        """The answer; of one that may be the open finding at its place, or `again` where it says no place, it is asked
        once whether it is, and Enter again says so."""
        if answer.state not in WRONG or answer.same or self._taken is None:
            return answer
        row = open_at([row for row in self._taken.open if self._goes_on(row)], answer, stop)
        row = row or (None if answer.place else again)
        if row is None or (row.text == answer.note and row.place == stop.place):
            return answer
        if self._unsure != answer:
            self._unsure = answer
            raise Refused("again", IS_IT, number=row.number, text=row.text)
        return replace(answer, same=row.number)

    def _ask_talked(self, answer: Answer) -> None:
        """What came of talking to them; the note comes back with Up."""
        self.tally.notes = [*self.tally.notes, answers.text_of(answer)]

        def keep(text: str) -> None:
            said = unicodedata.normalize("NFKC", text).casefold()
            chosen = dict(zip("1234", Persuaded, strict=True)).get(said, answers.TALKED.get(said))
            if chosen is None:
                raise Refused("talked", WHICH)
            state = State.FIXED if chosen == answers.STOPPED else State.DEFECT
            self._note(replace(answer, state=state, talked=str(chosen)))

        self._open_line(say(N_("{id}: what came of talking to them?"), {"id": answer.id}), "", keep, _(TALKED))

    def _note(self, answer: Answer) -> None:
        """Put an answer down and go on to the next item."""
        stop, area = self.stop, self.here
        if stop is None or area is None:
            return
        self.tally.keep(stop, answer)
        self._warned_of = self._unsure = None
        self._close_line()
        place = next(place for place, each in enumerate(area.checks) if each.id == answer.id)
        self._show()
        self._table.move_to_key(self._next_place(stop, area, place))
        self.park_soon()

    def action_same(self) -> None:
        """The item under the cursor like the last one; a defect is told anew each time."""
        check, last = self._check, self.tally.last
        if check is None:
            return
        if last is None or last.state in WRONG:
            self.tell(N_("There is no note to repeat yet: type one first."))
            return
        self._keep(check, last.state, answers.text_of(last))

    def action_take_back(self) -> None:
        """Take back the answer of the item under the cursor; what is saved is written anew with the whole area."""
        if self.stop is not None and (check := self._check) is not None and self.tally.drop(self.stop, check):
            self._show()
            self.park_soon()

    # --- parking --------------------------------------------------------------------------------------------

    @property
    def unsaved(self) -> bool:
        """Whether anything would be lost."""
        return bool(self.tally.unsaved or self.typed)

    def park(self) -> None:
        """Keep what is not saved as forms of the same step, one for each area; blocks."""
        self._put_away(self._loose())

    def park_soon(self) -> None:
        """Keep it in the background: what was answered is there again, whatever becomes of this desk."""
        if not self._to_park:
            self._to_park = True
            self._park_now()

    @work(group="park", exit_on_error=False)
    async def _park_now(self) -> None:
        async with self._parking:
            self._to_park = False
            loose = self._loose()
            gone = set(self._drafts) - {stop for stop, _kept in loose}
            try:
                await self.ask(self._put_away, loose)
                for draft in [draft for stop in gone for draft in self._drafts.pop(stop, [])]:
                    await self.ask(self.desk.drop_draft, draft)
            except Damaged:
                return  # saving and leaving say so

    async def drop_parked(self, stop: Stop) -> None:
        """An area was saved: what was parked of it is not needed any more."""
        async with self._parking:
            for draft in self._drafts.pop(stop, []):
                await self.ask(self.desk.drop_draft, draft)

    def _loose(self) -> list[tuple[Stop, dict[str, str]]]:
        """What is not saved, as it is now."""
        return [(stop, fields(stop, self.tally.of(stop))) for stop in self.tally.unsaved]

    def _put_away(self, loose: Sequence[tuple[Stop, dict[str, str]]]) -> None:
        owner, begun = self._owner or self.actor, self._begun or self.now()
        number = self._taken.item.number if self._taken and self._taken.item else ""
        for stop, kept in loose:
            drafts = self._drafts.get(stop, [])
            key = self.desk.park(owner, AREA, self.item_id, number, kept, begun, drafts[0] if drafts else None)
            self._drafts[stop] = [key, *drafts[1:]]
