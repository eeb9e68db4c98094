"""The form of any step: built from its declaration, saved with Ctrl+S, parked with Esc, refused where the cursor is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event
from typing import ClassVar
from uuid import uuid4

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll

from propdesk.desk import Done
from propdesk.errors import Damaged, FormRefused, Refused
from propdesk.i18n import N_, _, joined, language, say
from propdesk.procedures.step import Opening, Step
from propdesk.procedures.tx import Actor
from propdesk.queries import journal
from propdesk.queries.items import ItemRow
from propdesk.queries.lookup import Found
from propdesk.rules.privacy import mask_phone
from propdesk.screens import questions
from propdesk.screens.form_fields import FieldsScreen, SideFactory
from propdesk.screens.questions import HAPPENED, NEW_PIN, PAPER, Around, Choices
from propdesk.widgets.fields import FormField, PhoneField
from propdesk.widgets.lookup_box import LookupField
from propdesk.widgets.safe import Plain, static
from propdesk.widgets.ticks import TicksField

AT_ONCE = timedelta(seconds=10)
"""A form saved sooner happened when it was saved; after that, when it was opened: clocks run from the receipt."""
WIDE = 100
"""From this width on the side pane stands beside the form."""


@dataclass(frozen=True)
class Draft:
    """A parked form that is being gone on with: its id, whose it is, and when it was begun."""

    id: int
    begun: datetime


class FormScreen(FieldsScreen):
    """One step, asked. It is dismissed with what was done, or with None when it was parked or left."""

    DEFAULT_CSS = """
    FormScreen #page { height: 1fr; width: 1fr; }
    FormScreen #form { height: 1fr; width: 3fr; padding: 0 1; scrollbar-size-vertical: 1; }
    FormScreen #side { height: 1fr; width: 2fr; border-left: solid $panel; padding: 0 1; display: none; }
    FormScreen.wide.sided #side { display: block; }
    FormScreen.narrow.aside #side { display: block; width: 1fr; border-left: none; }
    FormScreen.narrow.aside #form { display: none; }
    FormScreen .pair { height: auto; width: 1fr; }
    FormScreen #news { display: none; color: $text-warning; height: auto; }
    FormScreen #news.told { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", N_("Save")),
        Binding("escape", "park", N_("Park")),
        # Priority keeps type-ahead in order: what follows Tab goes into the next field, however busy the desk is.
        Binding("tab", "app.focus_next", N_("Next field"), priority=True),
        Binding("shift+tab", "app.focus_previous", N_("Field before"), show=False, priority=True),
        Binding("down", "app.focus_next", N_("Next field"), show=False),
        Binding("up", "app.focus_previous", N_("Field before"), show=False),
        Binding("ctrl+o,ctrl+right", "aside", N_("Beside the form"), key_display="^O"),
        Binding("left,ctrl+left", "back", N_("Back to the form"), show=False),
    ]

    def __init__(
        self,
        step: type[Step],
        item: ItemRow | None = None,
        *,
        prefill: Mapping[str, object] | None = None,
        version: int | None = None,
        draft: Draft | None = None,
        choices: Choices | None = None,
        side: SideFactory | None = None,
    ) -> None:
        """Ask for `step`, on `item` where it moves one; `prefill` are answers that are known already."""
        super().__init__(item, side)
        self.step, self._version, self._draft = step, version, draft
        self._prefill, self._lists = dict(prefill or {}), dict(choices or {})
        self._request = uuid4().hex
        self._owner: Actor | None = None
        self._begun: datetime | None = draft.begun if draft else None
        self._seen = 0
        self._filled: dict[str, object] = {}
        self._saving = False
        self._done = Event()

    # --- what is on it --------------------------------------------------------------------------------------

    def body(self) -> ComposeResult:
        """The title, the fields, and the pane beside them."""
        self._begun = self._begun or self.now()
        self._owner = self.actor
        self._asked = questions.asked_by(self.step, Around(self.desk, self.now, self._lists))
        self._fill()
        self.set_class(self._side is not None, "sided")
        self._fit(self.app.size.width)
        with Horizontal(id="page"):
            with VerticalScroll(id="form", can_focus=False):
                yield static(self.heading(), classes="title")
                yield Plain("", id="news")
                yield from questions.rows(self._asked)
            if self._side is not None:
                with Vertical(id="side"):
                    yield self._side(self)

    def heading(self) -> str:
        """What is being done, and on which item."""
        words = [_(self.step.label)]
        if self.item is not None:
            words += [self.item.number, self.item.place, self.item.title]
        return "  ".join(word for word in words if word)

    def _fill(self) -> None:
        """Fill in what is known, and ask what that calls for."""
        papers = {PAPER: self.shell.from_paper == self.actor.id}
        for key, value in {**papers, **questions.defaults(self.step), **self._prefill}.items():
            if (field := self.field(key)) is not None:
                field.put(questions.shown(value))
        for key in questions.WHO:
            if (field := self.field(key)) is not None and field.value:
                self.put_known(questions.signed_by(self.step, field.value))
        self._as_opened = self.texts()
        self.ask_what_is_asked()

    @on(events.Mount)
    async def begin(self) -> None:
        """Put the cursor into the first empty field, and look beside."""
        self._focus_first()
        self._seen = await self.read(journal.last_seq) if self.item else 0
        for field in self.query(LookupField):
            await field.recall()
            self.tell_beside(field)
        self.look_beside()

    def _focus_first(self) -> None:
        fields = [asked.field for asked in self._asked if asked.field.display]
        empty = [field for field in fields if field.value in ("", None)]
        signing = [field for field in empty if questions.is_signature(self.step, field.key)]
        others = [field for field in empty if field not in signing]
        if signing and not any(field.must or isinstance(field, TicksField) for field in others):
            empty = signing  # nothing but the signature is needed
        for field in (empty or fields)[:1]:  # none where the form was left before it was painted
            field.take_focus()

    def on_resize(self, event: events.Resize) -> None:
        """The pane stands beside the form where there is room, else it is a second page."""
        self._fit(event.size.width)

    def _fit(self, width: int) -> None:
        self.set_class(width >= WIDE, "wide")
        self.set_class(width < WIDE, "narrow")

    # --- news from the fields -------------------------------------------------------------------------------

    def on_form_field_changed(self, event: FormField.Changed) -> None:
        """An answer may call for other questions, and for another look beside."""
        event.stop()
        self.ask_what_is_asked()
        if event.field.key in {"unit", "text"}:
            self.look_beside()
        if event.field.key in questions.WHO:
            self.put_known(questions.signed_by(self.step, event.field.value))

    def on_form_field_finished(self, event: FormField.Finished) -> None:
        """Enter goes to the next field, past those that were just filled in."""
        event.stop()
        self.focus_next()
        while (field := self._here()).key in self._put and not self._typed_in(field) and field is not event.field:
            self.focus_next()

    async def on_lookup_field_took(self, event: LookupField.Took) -> None:
        """A person was chosen: name, phone and capacity are known. Another choice takes them back."""
        event.stop()
        if event.field.key == "unit":
            for key, value in self._filled.items():
                field = self.field(key)
                if field is not None and field.value == value:
                    field.put("")
            self._filled = {}
            found = event.suggestion.found if event.suggestion else None
            if isinstance(found, Found) and found.person_id is not None:
                await self._fill_person(found, found.person_id)
            self.ask_what_is_asked()
            self.look_beside()
        self.tell_beside(event.field)

    async def _fill_person(self, found: Found, person_id: int) -> None:
        number = await self.ask(questions.full_phone, self.desk, person_id)
        for key, value in questions.known_of(found, number).items():
            field = self.field(key)
            if field is None or not value or field.value:
                continue
            if isinstance(field, PhoneField):
                field.put_known(mask_phone(value), value)
            else:
                field.put(value)
            self._filled[key] = value

    def on_lookup_field_failed(self, event: LookupField.Failed) -> None:
        """Looking something up failed."""
        event.stop()
        self.shell.report(event.error)

    # --- saving ---------------------------------------------------------------------------------------------

    def action_save(self) -> None:
        """Save it."""
        self.remove_class("aside")
        if not self._saving:
            self._saving = True
            self.save()

    @work(group="save", exit_on_error=False)
    async def save(self) -> None:
        """Do the step in a thread; what is wrong is said where it is."""
        try:
            for asked in self._asked:
                asked.field.show_wrong("")
            done = await self.ask(self._perform, self.values())
        except FormRefused as refused:
            self._show_problems(refused.problems)
        except Refused as refused:
            await self._show_refusal(refused)
        except Damaged as damaged:
            self.tell_why(damaged)
        else:
            self._saved(done)
        finally:
            self._saving = False

    def _perform(self, values: dict[str, object]) -> Done:
        questions.check_beside(self._asked, values)
        known = self.step.model_fields
        raw = {key: value for key, value in values.items() if key in known and value not in (None, "")}
        done = self.desk.perform(
            self.desk.fill(self.step.name(), raw),
            self.item.id if self.item else None,
            actor=self.actor,
            signatures=questions.signatures_of(self.step, values),
            request_id=self._request,
            expect_version=self._version,
            happened=questions.happened(str(values.get(HAPPENED, "")), self.now(), self.desk.zone) or self._receipt(),
            new_pin=str(values[NEW_PIN]) if values.get(NEW_PIN) else None,
            paper=values.get(PAPER) is True,
        )
        if PAPER in values:
            self.shell.from_paper = self.actor.id if values[PAPER] else None
        self._done.set()
        if self._draft is not None:
            self.desk.drop_draft(self._draft.id)
        return done

    def _receipt(self) -> datetime | None:
        """When an item was received that took a while to type; None: it happened now."""
        begun = self._begun
        late = begun is not None and issubclass(self.step, Opening) and self.now() - begun > AT_ONCE
        return begun if late else None

    def _saved(self, done: Done) -> None:
        numbers = joined(number for number in (done.item, *(number for number, _ledger in done.opened)) if number)
        self.tell(N_("Saved: {numbers}") if numbers else N_("Saved."), numbers=numbers)
        self.dismiss(done)

    # --- refusals -------------------------------------------------------------------------------------------

    def _show_problems(self, problems: Mapping[str, Refused]) -> None:
        fields = [(self._place(key), problem) for key, problem in problems.items()]
        for field, problem in fields:
            if field is not None:
                field.show_wrong(problem.sentence())
        first = next((field for field, _problem in fields if field is not None), None)
        if first is None:
            first = self._here()
            first.show_wrong(next(iter(problems.values())).sentence())
        first.take_focus()

    async def _show_refusal(self, refused: Refused) -> None:
        if refused.code == "stale" and self.item is not None:
            await self._show_news(refused)
        field = self._place(refused.field) or self._here()
        field.show_wrong(refused.sentence())
        field.take_focus()

    def _place(self, key: str | None) -> FormField | None:
        """The field a refusal belongs to, if it is on the screen; a signature's is its name, or its PIN."""
        keys = questions.places_of(key, self._asked)
        fields = (self.field(each) for each in keys)
        return next((field for field in fields if field is not None and field.display), None)

    def _here(self) -> FormField:
        focused = self.focused.ancestors_with_self if self.focused else []
        return next((node for node in focused if isinstance(node, FormField)), self._asked[0].field)

    async def _show_news(self, refused: Refused) -> None:
        """Somebody else was here: what was written since, and the version the next saving counts on."""
        assert self.item is not None
        zone = self.desk.zone
        entries = await self.read(journal.course, self.item.id, language(), zone, after=self._seen)
        lines = [f"{entry.happened.astimezone(zone):%H:%M} {entry.operator}: {entry.sentence}" for entry in entries]
        self._tell_news("\n".join([_("Written since you opened this:"), *lines]))
        version = refused.values.get("version")
        self._version = version if isinstance(version, int) else None

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Somebody else signed in meanwhile: say in whose name it will be saved."""
        if self._owner is not None and self._owner.id != self.actor.id:
            names = {"owner": self._owner.name, "actor": self.actor.name}
            self._tell_news(say(N_("Begun by {owner}; saved in the name of {actor}."), names))

    def _tell_news(self, text: str) -> None:
        news = self.query_one("#news", Plain)
        news.update(text)
        news.add_class("told")

    # --- leaving --------------------------------------------------------------------------------------------

    def action_park(self) -> None:
        """Leave; what was typed is kept. From the second page it goes back to the form first."""
        if self.has_class("aside"):
            self.action_back()
        elif not self._saving:
            self.leave()

    @work(group="park", exclusive=True, exit_on_error=False)
    async def leave(self) -> None:
        """Park what was typed, and go."""
        if self.unsaved:
            try:
                await self.ask(self.park)
            except Damaged as damaged:
                self.tell_why(damaged)
                return
            self.tell(N_("Parked. Ctrl+P brings it back."))
        self.dismiss(None)

    def park(self) -> None:
        """Keep what was typed as a draft of whoever opened the form; blocks.

        The desk may have to leave while it is being saved: what is done in the end does not stay parked.
        """
        if self._done.is_set():
            return
        owner, begun = self._owner or self.actor, self._begun or self.now()
        title = self._title()
        item_id, draft_id = self.item.id if self.item else None, self._draft.id if self._draft else None
        self._draft = Draft(
            self.desk.park(owner, self.step.name(), item_id, title, self.texts(), begun, draft_id), begun
        )
        if self._done.is_set():
            self.desk.drop_draft(self._draft.id)

    def _title(self) -> str:
        text = self.field("text")
        said = [self.item.number] if self.item else []
        said += [str(field.value) for field in (self.field("unit"), text) if field and field.value]
        return " ".join(said)[:120] or say(self.step.label, {})
