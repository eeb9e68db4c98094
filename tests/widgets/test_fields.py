"""The fields of a form, each alone on a screen."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from zoneinfo import ZoneInfo

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from propdesk.i18n import use_language
from propdesk.widgets.choice import ChoiceField, ChoiceLine, YesNo
from propdesk.widgets.fields import FormField, LineField, MomentField, PhoneField, ProseField, SecretField, spoken
from propdesk.widgets.lookup_box import ColleagueField, LookupField, Suggestion
from tests.conftest import SATURDAY_NIGHT

ZONE = ZoneInfo("Asia/Shanghai")
HOSTILE = "[/b] [red]x[/red] \x1b[31m‮"


class Form(App[None]):
    """Fields, one below the other, and what they said."""

    def __init__(self, *fields: FormField) -> None:
        super().__init__()
        self.fields = fields
        self.finished: list[str] = []

    def compose(self) -> ComposeResult:
        yield from self.fields

    def on_form_field_finished(self, event: FormField.Finished) -> None:
        self.finished.append(event.field.key)

    @property
    def text(self) -> str:
        return "\n".join(strip.text.rstrip() for strip in self.screen._compositor.render_strips())


@asynccontextmanager
async def form(*fields: FormField, width: int = 60) -> AsyncIterator[tuple[Form, Pilot[None]]]:
    app = Form(*fields)
    async with app.run_test(size=(width, 16)) as pilot:
        fields[0].take_focus()
        await pilot.pause()
        yield app, pilot


async def paste(app: App[None], pilot: Pilot[None], text: str) -> None:
    assert app.focused is not None
    app.focused.post_message(events.Paste(text))
    await pilot.pause()


async def until(pilot: Pilot[None], lookup: LookupField) -> None:
    for _ in range(500):
        await pilot.pause()
        if lookup.suggestions.lines:
            return
    raise AssertionError("nothing was found")


async def test_the_field_being_typed_in_is_marked_without_colour() -> None:
    async with form(LineField("a", "Name"), LineField("b", "Place")) as (app, pilot):
        assert "> Name" in app.text
        assert "> Place" not in app.text
        await pilot.press("tab")
        assert "> Name" not in app.text
        assert "> Place" in app.text


async def test_a_needed_field_has_a_star_and_its_refusal_stands_below() -> None:
    field = LineField("a", "Name", must=True)
    async with form(field) as (app, pilot):
        field.show_wrong("Name is needed here.")
        await pilot.pause()
        assert "Name*" in app.text
        assert "!! Name is needed here." in app.text


async def test_what_is_pasted_loses_what_cannot_be_shown() -> None:
    field = LineField("a", "Name")
    async with form(field) as (app, pilot):
        await paste(app, pilot, "张\x1b三\r\n李\u200b四")
        assert field.value == "张三 李四"


async def test_prose_keeps_its_lines_and_tab_leaves_it() -> None:
    prose, line = ProseField("a", "What was said"), LineField("b", "Name")
    async with form(prose, line) as (app, pilot):
        await paste(app, pilot, "first\x9b\nsecond")
        assert prose.value == "first\nsecond"
        await pilot.press("tab")
        assert app.focused is line.input


async def test_text_that_looks_like_markup_is_shown_letter_by_letter() -> None:
    field = ChoiceField("a", "[/b] label", [("x", "[red]one[/red]"), ("y", "[/] two")])
    async with form(field, YesNo("b", "[/b] yes")) as (app, _pilot):
        assert "[/b] label" in app.text
        assert "[red]one[/red]" in app.text
        assert "[/b] yes" in app.text


async def test_hostile_text_does_not_reach_the_terminal() -> None:
    field = LineField("a", "Name")
    async with form(field) as (app, pilot):
        field.put(HOSTILE)
        field.show_wrong(HOSTILE)
        await pilot.pause()
        assert "\x1b" not in app.text
        assert "[/b]" in app.text


@pytest.mark.parametrize(
    ("keys", "chosen"),
    [
        (("right",), "visit"),
        (("left",), "other"),
        (("3",), "group"),
        (("o",), "other"),
        (("v",), "visit"),
        (("space", "space"), "group"),
        (("9",), "phone"),
    ],
)
async def test_a_choice_is_made_with_arrows_digits_or_letters(keys: tuple[str, ...], chosen: str) -> None:
    field = ChoiceField(
        "a", "Channel", [("phone", "Phone"), ("visit", "Visit"), ("group", "Group"), ("other", "Other")]
    )
    field.put("phone")
    async with form(field) as (_app, pilot):
        await pilot.press(*keys)
        assert field.value == chosen


async def test_a_choice_shows_its_answer_with_a_mark_and_wraps() -> None:
    field = ChoiceField("a", "Channel", [("phone", "Phone"), ("visit", "Visit"), ("group", "Messaging group")])
    async with form(field, width=50) as (app, pilot):
        assert "(*)" not in app.text
        await pilot.press("2")
        assert "(*) Visit" in app.text
        assert field.query_one(ChoiceLine).size.height == 2


async def test_an_answer_that_is_not_needed_can_be_taken_back() -> None:
    free = ChoiceField("a", "Capacity", [("x", "One")], clearable=True)
    needed = ChoiceField("b", "Kind", [("x", "One")])
    async with form(free, needed) as (_app, pilot):
        await pilot.press("1", "backspace", "tab", "1", "backspace")
        assert (free.value, needed.value) == ("", "x")


async def test_a_box_is_ticked_with_space_digits_and_letters() -> None:
    field = YesNo("a", "Apologised")
    async with form(field) as (app, pilot):
        for key, value in (("space", True), ("0", False), ("y", True), ("n", False), ("1", True)):
            await pilot.press(key)
            assert field.value is value
        assert "> [x] Apologised" in app.text


async def test_a_moment_says_how_it_was_read() -> None:
    field = MomentField("a", "Promised", now=lambda: SATURDAY_NIGHT, zone=ZONE, prefer="future")
    async with form(field) as (app, pilot):
        await pilot.press(*"9:00")
        assert "tomorrow 09:00 Sun 11-22" in app.text
        await pilot.press("x")
        assert "tomorrow" not in app.text


def test_a_moment_is_spoken_in_the_language_of_the_desk() -> None:
    assert spoken(SATURDAY_NIGHT, SATURDAY_NIGHT, ZONE) == "today 23:40 Sat 11-21"
    use_language("zh_CN")
    assert "23:40" in spoken(SATURDAY_NIGHT, SATURDAY_NIGHT, ZONE)


async def test_a_known_number_is_shown_masked_and_answered_whole() -> None:
    field = PhoneField("a", "Phone")
    async with form(field) as (app, pilot):
        field.put_known("138****8812", "13812348812")
        await pilot.pause()
        assert "13812348812" not in app.text
        answers = [field.value]
        await pilot.press("backspace")
        assert [*answers, field.value] == ["13812348812", "138****881"]


async def test_a_pin_is_neither_shown_nor_kept() -> None:
    field = SecretField("a", "PIN")
    async with form(field) as (app, pilot):
        await pilot.press(*"2468")
        assert "2468" not in app.text
        assert (field.value, field.text) == ("2468", "")


UNITS = [Suggestion(f"3-120{n}  住户{n}", f"3-120{n}", f"3-120{n}", n) for n in range(1, 9)]


def search(typed: str) -> list[Suggestion]:
    return [unit for unit in UNITS if typed in unit.text]


async def test_down_and_enter_take_a_suggestion() -> None:
    field = LookupField("a", "Unit", search)
    async with form(field) as (app, pilot):
        await pilot.press(*"3-12")
        await until(pilot, field)
        assert "> 3-1201  住户1" in app.text
        await pilot.press("down", "enter")
        await pilot.pause()
        assert field.value == "3-1202"
        assert field.taken is not None
        assert app.finished == ["a"]
        assert not field.suggestions.lines


async def test_enter_takes_a_suggestion_that_is_still_on_its_way() -> None:
    field = LookupField("a", "Unit", search)
    async with form(field) as (app, pilot):
        await pilot.press(*"3-1203", "enter")
        for _ in range(500):
            await pilot.pause()
            if app.finished:
                break
        assert field.taken is not None
        assert field.value == "3-1203"


async def test_typing_on_forgets_what_was_taken() -> None:
    field = LookupField("a", "Unit", search)
    async with form(field) as (_app, pilot):
        field.take(UNITS[0])
        await pilot.pause()
        await pilot.press("backspace")
        assert field.taken is None
        assert field.value == "3-120"


async def test_escape_closes_the_suggestions_first() -> None:
    field = LookupField("a", "Unit", search)
    async with form(field) as (_app, pilot):
        await pilot.press("3")
        await until(pilot, field)
        await pilot.press("escape")
        assert not field.suggestions.lines
        assert field.value == "3"


async def test_leaving_takes_the_only_suggestion_but_never_one_of_several() -> None:
    several, only, last = LookupField("a", "Unit", search), LookupField("b", "Unit", search), LineField("c", "Name")
    async with form(several, only, last) as (_app, pilot):
        await pilot.press("3")
        await until(pilot, several)
        await pilot.press("tab", *"1205")
        await until(pilot, only)
        await pilot.press("tab")
        await pilot.pause()
        assert several.taken is None
        assert only.value == "3-1205"


async def test_colleagues_are_offered_before_a_key_is_pressed() -> None:
    field = ColleagueField("a", "Colleague", lambda: ["张敏", "李婷"])
    async with form(field) as (app, pilot):
        await until(pilot, field)
        assert "张敏" in app.text
        assert "李婷" in app.text
