"""The set-up of a new desk: the site's name, the first supervisor and PIN, the language, the demo estate or none."""

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.screen import ModalScreen
from textual.worker import Worker, WorkerState

from propdesk.errors import MISSING, Damaged, Refused
from propdesk.i18n import N_, _, language, say
from propdesk.settings import Settings
from propdesk.widgets.choice import ChoiceField, YesNo
from propdesk.widgets.chrome import TopLine
from propdesk.widgets.fields import FormField, LineField, SecretField
from propdesk.widgets.keys import KeyLine
from propdesk.widgets.safe import Plain, static

if TYPE_CHECKING:
    from propdesk.app import PropDesk
    from propdesk.desk import Desk
    from propdesk.procedures.tx import Actor

WIDTH = 22
LANGUAGE_NAMES = (("en", "English"), ("zh_CN", "中文"))


@dataclass(frozen=True)
class Founding:
    """What the set-up asked."""

    site: str
    supervisor: str
    pin: str
    language: str
    demo: bool


class SetupScreen(ModalScreen[None]):
    """Five questions, once."""

    DEFAULT_CSS = """
    SetupScreen .panel { width: 76; }
    SetupScreen VerticalScroll { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", N_("Save")),
        Binding("down", "app.focus_next", N_("Next field"), show=False),
        Binding("up", "app.focus_previous", N_("Field before"), show=False),
        Binding("ctrl+q", "app.quit", N_("Leave")),
    ]

    @property
    def shell(self) -> "PropDesk":
        """The app."""
        return cast("PropDesk", self.app)

    def compose(self) -> ComposeResult:
        """The questions."""
        yield TopLine()
        with Container(classes="over"), VerticalScroll(classes="panel", can_focus=False):
            yield static(_("A new desk"), classes="title")
            yield LineField("site", _("Name of the site"), width=WIDTH, must=True, most=60)
            yield LineField("supervisor", _("First supervisor"), width=WIDTH, must=True, most=40)
            yield SecretField("pin", _("PIN"), width=WIDTH, must=True, about=N_("Four to twelve digits."))
            yield SecretField("again", _("PIN again"), width=WIDTH, must=True)
            yield ChoiceField("language", _("Language"), LANGUAGE_NAMES, width=WIDTH)
            yield YesNo("demo", _("Fill it with the demo estate, to try it out"), width=WIDTH)
            yield Plain("", id="said", classes="muted")
        yield KeyLine()

    def on_mount(self) -> None:
        """The language it is asked in is the likely answer."""
        self.shell.paint(self)
        self.field("language").put(language())
        self.field("site").take_focus()

    def field(self, key: str) -> FormField:
        """The field of that name."""
        return self.query_one(f"#field-{key}", FormField)

    def on_form_field_finished(self, event: FormField.Finished) -> None:
        """Enter goes on, at the end it saves."""
        if event.field.key == "demo":
            self.action_save()
        else:
            self.focus_next()

    def action_save(self) -> None:
        """Save what was answered; a second press while that goes on does nothing."""
        if not any(worker.is_running for worker in self.workers if worker.node is self):
            self.save()

    def answers(self) -> Founding | None:
        """What was answered; None after saying what is missing."""
        missing = [key for key in ("site", "supervisor", "pin") if not str(self.field(key).value).strip()]
        for key in missing:
            self.field(key).show_wrong(say(MISSING, {"label": self.field(key).label}))
        if not missing and self.field("pin").value != self.field("again").value:
            missing = ["again"]
            self.field("again").show_wrong(_("The two PINs differ."))
        if missing:
            self.field(missing[0]).take_focus()
            return None
        site, supervisor, pin, code = (str(self.field(k).value) for k in ("site", "supervisor", "pin", "language"))
        return Founding(site.strip(), supervisor.strip(), pin, code, self.field("demo").value is True)

    @work(group="set-up", exit_on_error=False)
    async def save(self) -> None:
        """Set the desk up in a thread and go in."""
        founding = self.answers()
        if founding is None:
            return
        self.shell.speak(founding.language)
        self.query_one("#said", Plain).update(_("One moment ..."))
        try:
            desk = await self.shell.opened()
            actor = await asyncio.to_thread(_found, desk, founding)
        except (Refused, Damaged) as trouble:
            self._show(trouble)
            return
        self.shell.operators = (founding.supervisor,)
        await self.shell.enter(actor)

    def _show(self, trouble: Refused | Damaged) -> None:
        self.query_one("#said", Plain).update("")
        key = trouble.field if isinstance(trouble, Refused) else None
        field = self.field("pin" if key == "pin" else "supervisor" if key in {"who", "name"} else "site")
        field.show_wrong(trouble.sentence())
        field.take_focus()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """It failed as nobody foresaw."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.shell.report(event.worker.error)


def _found(desk: "Desk", founding: Founding) -> "Actor":
    """Set the desk up, with the demo estate if that was wanted."""
    from propdesk.demo import found_demo

    settings = Settings(site=founding.site, language=founding.language, demo=founding.demo)
    found = found_demo if founding.demo else type(desk).found
    return found(desk, settings, founding.supervisor, founding.pin)
