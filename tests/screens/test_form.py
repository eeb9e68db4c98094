"""The form of a step: what it asks, how it refuses, how it is parked, what it signs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from textual.app import App

from propdesk.desk import Done
from propdesk.procedures import manual
from propdesk.queries import items, journal, timers
from propdesk.screens.base import DeskScreen
from propdesk.screens.form import Draft, FormScreen
from propdesk.widgets.choice import YesNo
from propdesk.widgets.fields import FormField, Prose
from propdesk.widgets.lookup_box import LookupField
from propdesk.widgets.safe import Plain
from tests.conftest import Counter, FrozenClock
from tests.screens.at_desk import AtDesk, at_desk


class Sitting:
    """Somebody with one form open."""

    def __init__(self, at: AtDesk, counter: Counter) -> None:
        self.at, self.counter = at, counter
        self.done: list[Done | None] = []

    @property
    def form(self) -> FormScreen:
        form = self.at.app.screen
        assert isinstance(form, FormScreen)
        return form

    def field(self, key: str) -> FormField:
        return self.form.query_one(f"#field-{key}", FormField)

    async def open(self, step: str, item_id: int | None = None, **prefill: object) -> None:
        await self.go_on(step, prefill, item_id=item_id)

    async def go_on(
        self, step: str, prefill: dict[str, object], *, item_id: int | None = None, draft: Draft | None = None
    ) -> None:
        screen = self.at.app.screen
        assert isinstance(screen, DeskScreen)

        async def run() -> None:
            self.done.append(await screen.run_step(step, item_id, prefill=prefill, draft=draft))

        screen.run_worker(run(), group="test")
        await self.at.until(lambda: isinstance(self.at.app.screen, FormScreen) and self.at.app.focused is not None)

    async def save(self) -> None:
        await self.at.press("ctrl+s")

    async def saved(self) -> Done:
        before = len(self.done)
        await self.save()
        await self.at.until(lambda: len(self.done) > before)
        done = self.done[-1]
        assert done is not None
        return done


@asynccontextmanager
async def sitting(counter: Counter, clock: FrozenClock, lang: str = "en") -> AsyncIterator[Sitting]:
    async with at_desk(counter.desk.path, clock, lang=lang, size=(80, 24)) as at:
        yield Sitting(at, counter)


async def test_a_form_that_is_left_before_it_is_painted_takes_nothing_with_it(
    counter: Counter, clock: FrozenClock
) -> None:
    async with at_desk(counter.desk.path, clock) as at:
        form = FormScreen(manual.step("contact.receive"))
        await at.app.push_screen(form)
        await form.dismiss(None)
        await form.begin()
        await at.press("ctrl+n")
        await at.until(lambda: isinstance(at.app.screen, FormScreen) and at.app.screen is not form)


async def test_a_call_is_logged_with_unit_and_words(counter: Counter, clock: FrozenClock) -> None:
    async with sitting(counter, clock) as desk:
        await desk.open("contact.receive")
        await desk.at.press(*"3-1201")
        await desk.at.sees("> 3-1201")
        await desk.at.press("enter")
        await desk.at.until(lambda: desk.field("text").has_class("here"))
        await desk.at.type("下水道堵了")
        done = await desk.saved()
        row = counter.desk.read(items.item, done.item or "")
        assert row is not None
        assert (row.place, row.title, row.person) == ("3-1201", "下水道堵了", "")


async def test_choosing_a_person_fills_name_phone_and_capacity(counter: Counter, clock: FrozenClock) -> None:
    async with sitting(counter, clock) as desk:
        await desk.open("contact.receive")
        await desk.at.press(*"wangmin")
        await desk.at.sees("王敏")
        await desk.at.press("enter")
        await desk.at.until(lambda: desk.field("phone").value)
        assert desk.field("caller").value == "王敏"
        assert desk.field("capacity").value == "owner"
        assert desk.field("phone").value == "13812348812"
        assert "13812348812" not in desk.at.text
        assert "138****8812" in desk.at.text


async def test_another_choice_takes_back_what_the_first_one_filled_in(counter: Counter, clock: FrozenClock) -> None:
    async with sitting(counter, clock) as desk:
        await desk.open("contact.receive")
        unit = desk.field("unit")
        assert isinstance(unit, LookupField)
        await desk.at.press(*"wangmin")
        await desk.at.until(lambda: unit.suggestions.lines)
        await desk.at.press("enter")
        await desk.at.until(lambda: desk.field("caller").value == "王敏")
        unit.input.focus()
        unit.input.value = "3-1301"
        await desk.at.until(lambda: unit.suggestions.lines and unit.suggestions.lines[0].answer == "3-1301")
        assert desk.field("caller").value == ""
        assert desk.field("phone").value == ""


async def test_questions_appear_with_the_answers_that_call_for_them(counter: Counter, clock: FrozenClock) -> None:
    async with sitting(counter, clock) as desk:
        await desk.open("contact.receive")
        assert not desk.field("department").display
        desk.field("handling").take_focus()
        await desk.at.press("3")
        assert desk.field("department").display
        assert desk.field("promised").display
        desk.field("kind").take_focus()
        await desk.at.press("4")
        assert desk.field("kind").value == "complaint"
        assert not desk.field("handling").display
        assert not desk.field("department").display
        assert desk.field("reply_by").display


async def test_wrong_fields_say_so_and_the_first_gets_the_cursor(counter: Counter, clock: FrozenClock) -> None:
    async with sitting(counter, clock) as desk:
        await desk.open("contact.receive", handling="forwarded", phone="1x2")
        await desk.save()
        await desk.at.until(lambda: desk.field("text").wrong)
        assert desk.field("text").wrong == "What was said is needed here."
        assert "is not a phone number" in desk.field("phone").wrong
        assert desk.field("text").has_class("here")
        assert counter.desk.read(items.items, ledger="contact") == []


async def test_a_missing_answer_that_others_call_for_is_asked_for(counter: Counter, clock: FrozenClock) -> None:
    async with sitting(counter, clock) as desk:
        await desk.open("contact.receive", text="下水道堵了", handling="forwarded")
        await desk.save()
        await desk.at.until(lambda: desk.field("department").wrong)
        assert desk.field("department").has_class("here")
        assert desk.field("promised").wrong == "Promised time is needed here."


async def test_a_refusal_of_the_manual_stands_under_its_field(counter: Counter, clock: FrozenClock) -> None:
    async with sitting(counter, clock) as desk:
        answers = {"text": "下水道堵了", "handling": "forwarded", "department": "engineering", "promised": "+30m"}
        await desk.go_on("contact.receive", {**answers})
        await desk.save()
        await desk.at.until(lambda: desk.field("unit").wrong)
        assert "Ask for the unit" in desk.field("unit").wrong
        assert desk.field("unit").has_class("here")


async def test_an_answer_that_is_changed_is_no_longer_called_wrong(counter: Counter, clock: FrozenClock) -> None:
    async with sitting(counter, clock) as desk:
        await desk.open("contact.receive")
        await desk.save()
        await desk.at.until(lambda: desk.field("text").wrong)
        await desk.at.type("水")
        assert desk.field("text").wrong == ""


async def test_a_form_that_took_long_happened_when_it_was_opened(counter: Counter, clock: FrozenClock) -> None:
    async with sitting(counter, clock) as desk:
        opened = clock()
        await desk.open("complaint.receive", text="夜间装修")
        clock.forward(minutes=7)
        done = await desk.saved()
        found = counter.desk.read(timers.timers_of, done.item_id or 0, clock())
        deliver = next(timer for timer in found if timer.code == "COMP.DELIVER_20M")
        assert deliver.due == opened + timedelta(minutes=20)


async def test_what_happened_earlier_is_written_so(counter: Counter, clock: FrozenClock) -> None:
    async with sitting(counter, clock) as desk:
        await desk.open("log.note", text="大门灯坏了")
        desk.field("happened").put("23:10")
        assert "today 23:10 Sat 11-21" in desk.field("happened").reading()
        done = await desk.saved()
        entry = counter.desk.read(journal.of_act, done.act, "en", counter.desk.zone)[0]
        assert entry.happened == clock() - timedelta(minutes=30)


async def test_what_was_written_on_paper_is_marked_so_and_the_next_one_is_taken_for_the_same(
    counter: Counter, clock: FrozenClock
) -> None:
    async with sitting(counter, clock) as sat:
        await sat.open("contact.enquiry", text="几点下班？六点")
        assert not sat.field("paper").display
        sat.field("happened").put("23:10")
        await sat.at.until(lambda: sat.field("paper").display)
        sat.field("paper").put(True)
        await sat.saved()
        await sat.open("contact.enquiry", text="停车费多少？三百")
        assert not sat.field("paper").display
        sat.field("happened").put("23:20")
        await sat.at.until(lambda: sat.field("paper").display)
        assert sat.field("paper").value is True
        await sat.saved()
        await sat.open("contact.enquiry", text="几点上班？九点")
        await sat.saved()
        newest = counter.desk.read(journal.last_seq)
        found = counter.desk.read(journal.by_seqs, range(newest - 2, newest + 1), "en", counter.desk.zone)
        assert [each.paper for each in found] == [True, True, False]


async def test_escape_parks_what_was_typed_and_it_comes_back(counter: Counter, clock: FrozenClock) -> None:
    async with sitting(counter, clock) as desk:
        opened = clock()
        await desk.open("complaint.receive")
        desk.field("text").put("夜间装修")
        clock.forward(minutes=3)
        await desk.at.press("escape")
        await desk.at.until(lambda: desk.done)
        parked = counter.desk.drafts(counter.actor)
        assert [draft.step for draft in parked] == ["complaint.receive"]
        assert parked[0].begun == opened
        draft = Draft(parked[0].id, parked[0].begun)
        await desk.go_on("complaint.receive", parked[0].fields, draft=draft)
        assert desk.field("text").value == "夜间装修"
        done = await desk.saved()
        row = counter.desk.read(items.item, done.item or "")
        assert row is not None
        assert row.opened == opened
        assert counter.desk.drafts(counter.actor) == []


async def test_escape_leaves_an_untouched_form_without_a_draft(counter: Counter, clock: FrozenClock) -> None:
    async with sitting(counter, clock) as desk:
        await desk.open("contact.receive")
        await desk.at.press("escape")
        await desk.at.until(lambda: desk.done)
        assert counter.desk.drafts(counter.actor) == []


async def test_a_stale_form_shows_what_is_new_and_then_saves(counter: Counter, clock: FrozenClock) -> None:
    item = counter.do("complaint.receive", unit="3-1201", text="楼上漏水", demand="修好")
    async with sitting(counter, clock) as desk:
        await desk.open("complaint.classify", item.item_id)
        counter.do("complaint.contact", item.item, reply_by="+2h", words="今晚来看")
        await desk.save()
        await desk.at.sees("Written since you opened this:", "Resident reached")
        assert "has changed since you opened it" in desk.form._here().wrong
        assert "Resident reached" in str(desk.form.query_one("#news", Plain).content)
        done = await desk.saved()
        assert done.stage == "classified"


async def test_pressing_save_twice_writes_one_item(counter: Counter, clock: FrozenClock) -> None:
    async with sitting(counter, clock) as desk:
        await desk.open("contact.receive", text="下水道堵了")
        await desk.at.press("ctrl+s", "ctrl+s")
        await desk.at.until(lambda: desk.done)
        assert len(counter.desk.read(items.items, ledger="contact")) == 1


async def test_a_named_person_signs_where_the_step_takes_a_signature(counter: Counter, clock: FrozenClock) -> None:
    item = counter.do("complaint.receive", unit="3-1201", text="楼上漏水")
    counter.do("complaint.resolve", item.item, result="已修好", on_spot=True)
    async with sitting(counter, clock) as desk:
        await desk.open("complaint.reply", item.item_id, how="visit", opinion="满意")
        assert not desk.field("sign-resident-name").display
        await desk.save()
        await desk.at.until(lambda: desk.field("how").wrong)
        box = desk.field("sign-resident")
        assert isinstance(box, YesNo)
        box.take_focus()
        await desk.at.press("space")
        assert desk.field("sign-resident-name").display
        desk.field("sign-resident-name").put("王敏")
        await desk.save()
        await desk.at.until(lambda: desk.field("sign-resident-capacity").wrong)
        desk.field("sign-resident-capacity").put("业主")
        done = await desk.saved()
        entry = counter.desk.read(journal.of_act, done.act, "en", counter.desk.zone)[0]
        assert [signed["name"] for signed in entry.signed] == ["王敏"]


async def test_a_new_pin_is_set_beside_the_form(counter: Counter, clock: FrozenClock) -> None:
    async with sitting(counter, clock) as desk:
        await desk.open("operator.add", who="李婷", roles="duty")
        desk.field("new-pin").put("8642")
        desk.field("new-pin-again").put("8643")
        await desk.save()
        await desk.at.until(lambda: desk.field("new-pin-again").wrong)
        desk.field("new-pin-again").put("8642")
        await desk.saved()
        assert counter.desk.sign_in("李婷", "8642").name == "李婷"


async def test_a_clock_to_wait_is_chosen_from_those_that_run(counter: Counter, clock: FrozenClock) -> None:
    item = counter.do("complaint.receive", unit="3-1201", text="楼上漏水")
    async with sitting(counter, clock) as desk:
        await desk.open("complaint.pause", item.item_id, waiting_for="住户", reason="出差")
        desk.field("code").take_focus()
        await desk.at.press("1")
        assert str(desk.field("code").value).startswith("COMP.")
        await desk.saved()


async def test_somebody_who_may_not_is_told_before_the_form_opens(counter: Counter, clock: FrozenClock) -> None:
    item = counter.do("complaint.receive", unit="3-1201", text="楼上漏水")
    counter.operator("李婷", "duty")
    async with at_desk(counter.desk.path, clock, name="李婷", pin="1357") as at:
        screen = at.app.screen
        assert isinstance(screen, DeskScreen)
        screen.run_worker(screen.run_step("complaint.void", item.item_id), group="test")
        await at.until(lambda: any("is not for 李婷" in note.message for note in at.app._notifications))
        assert not isinstance(at.app.screen, FormScreen)


async def test_a_form_that_somebody_else_goes_on_with_says_whose_name_it_gets(
    counter: Counter, clock: FrozenClock
) -> None:
    counter.operator("李婷", "duty")
    async with sitting(counter, clock) as desk:
        await desk.open("log.note", text="大门灯坏了")
        await desk.at.press("f9")
        await desk.at.until(lambda: desk.at.app.locked)
        await desk.at.press("down", *"1357", "enter")
        await desk.at.sees("Begun by 张敏; saved in the name of 李婷.")
        done = await desk.saved()
        entry = counter.desk.read(journal.of_act, done.act, "en", counter.desk.zone)[0]
        assert entry.operator == "李婷"


async def test_at_eighty_columns_the_household_is_a_second_page(counter: Counter, clock: FrozenClock) -> None:
    async with sitting(counter, clock) as desk:
        await desk.at.press("f3")
        await desk.at.until(lambda: desk.at.app.current_mode == "calls" and desk.at.app.focused is not None)
        await desk.at.press("ctrl+n")
        await desk.at.until(lambda: isinstance(desk.at.app.screen, FormScreen) and desk.at.app.focused is not None)
        await desk.at.press(*"3-1201")
        await desk.at.sees("> 3-1201")
        await desk.at.press("enter", "ctrl+o")
        await desk.at.sees("老人耳背")
        await desk.at.press("escape")
        await desk.at.sees("What was said")
        assert isinstance(desk.at.app.screen, FormScreen)


async def test_a_form_that_was_left_is_not_kept_by_the_app_with_all_that_was_typed(
    counter: Counter, clock: FrozenClock
) -> None:
    async with sitting(counter, clock) as desk:
        await desk.open("contact.receive", text="楼上漏水")
        area = desk.form.query_one(Prose)
        await desk.at.press("escape")
        await desk.at.until(lambda: len(desk.done) == 1 and not area.is_attached)
        await desk.at.until(lambda: area not in watching(desk.at.app))


def watching(app: App[None]) -> list[object]:
    """Who watches the theme, of which Textual has no public view."""
    return [each[0] for each in getattr(app, "__watchers", {}).get("theme", [])]
