"""A periodical report as people read it, and files beside the database."""

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from propdesk import exports
from propdesk.errors import Refused
from propdesk.i18n import N_, _
from propdesk.queries import figures
from propdesk.queries.figures import ReportView
from propdesk.screens.base import DeskScreen
from propdesk.screens.choices import Choice, ChoicePanel
from propdesk.screens.item import ItemScreen
from propdesk.widgets.safe import Plain

FORMS = ((".xlsx", N_("As a spreadsheet (.xlsx)")), (".csv", N_("As CSV")), (".txt", N_("As text")))


async def save(screen: DeskScreen, sheet: exports.Sheet, name: str) -> None:
    """Ask how, write a file beside the database, and say where it is."""
    choices = [Choice(suffix, _(words)) for suffix, words in FORMS]
    suffix = await screen.app.push_screen_wait(ChoicePanel(_("Save"), choices, steps=False))
    if suffix is None:
        return

    def write() -> str:
        return str(exports.save(sheet, exports.free_path(screen.desk, name, suffix)))

    try:
        screen.tell(N_("Saved: {path}"), path=await screen.ask(write))
    except Refused as refusal:
        screen.tell_why(refusal)


class ReportScreen(DeskScreen):
    """A periodical report as it was compiled; Enter opens its item, where it is compiled, reviewed and sent."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", N_("Open the item")),
        Binding("ctrl+s", "save", N_("Save")),
        Binding("escape", "leave", N_("Back")),
    ]

    DEFAULT_CSS = """
    ReportScreen VerticalScroll { padding: 0 1; scrollbar-size-vertical: 1; }
    ReportScreen .report { width: auto; height: auto; }
    """

    def __init__(self, item_id: int) -> None:
        super().__init__()
        self.item_id = item_id
        self._report: ReportView | None = None
        self._text = Plain("", markup=False, classes="report")
        self._scroll = VerticalScroll(self._text)

    def body(self) -> ComposeResult:
        """The text of the report."""
        yield self._scroll

    def on_mount(self) -> None:
        """Read it."""
        self.read_report()
        self._scroll.focus()

    def refresh_items(self, touched: frozenset[int] | None) -> None:
        """It may have been compiled again."""
        if touched is None or self.item_id in touched:
            self.read_report()

    @work(group="read", exclusive=True, exit_on_error=False)
    async def read_report(self) -> None:
        """Read it in a thread."""
        self._report = await self.read(figures.report, self.item_id)
        if self._report is not None:
            self._text.update(exports.text(exports.of_report(self.desk, self._report)))

    def action_open(self) -> None:
        """Its item."""
        self.app.push_screen(ItemScreen(self.item_id))

    def action_save(self) -> None:
        """Write it to a file."""
        if self._report is not None:
            self.save_report(self._report)

    @work(group="deed", exit_on_error=False)
    async def save_report(self, report: ReportView) -> None:
        """Save the report."""
        await save(self, exports.of_report(self.desk, report), f"{report.kind.value}-{report.starts}-{report.number}")

    def action_leave(self) -> None:
        """Back to the figures."""
        self.dismiss()
