"""Printing the sheet of an item, and the list of dispatch slips that did not come back."""

from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

from propdesk.errors import Damaged, Refused
from propdesk.i18n import N_, _
from propdesk.printing import press
from propdesk.queries import sheets
from propdesk.screens.base import DeskScreen
from propdesk.screens.choices import Choice, ChoicePanel

if TYPE_CHECKING:
    from propdesk.models.sheet import Document


async def print_item(screen: DeskScreen, item_id: int, number: str, ledger: str) -> None:
    """Print a sheet of an item, of several the one that is chosen."""
    # Where nothing can be printed, the first document is tried all the same: its refusal says what is missing.
    offered = await screen.ask(press.documents_now, screen.desk, item_id) or press.documents_of(ledger)[:1]
    if not offered:
        screen.tell(N_("There is no sheet to print of {number}."), "warning", number=number)
        return
    document = offered[0] if len(offered) == 1 else await _chosen(screen, number, offered)
    if document is not None:
        await _print(screen, item_id, document)


async def _chosen(screen: DeskScreen, number: str, offered: "tuple[Document, ...]") -> "Document | None":
    """Which of the documents is wanted, or None."""
    choices = [Choice(document.value, _(document.label)) for document in offered]
    title = f"{number}  {_('Print its sheet')}"
    name = await screen.app.push_screen_wait(ChoicePanel(title, choices, steps=False))
    return next((document for document in offered if document.value == name), None)


async def _print(screen: DeskScreen, item_id: int, document: "Document") -> None:
    """Print it into the folder of slips, and say where it is."""
    printing = partial(press.print_sheet, screen.desk, document, item_id, actor=screen.actor, request_id=uuid4().hex)
    try:
        printed = await screen.ask(printing)
    except (Refused, Damaged) as trouble:
        screen.tell_why(trouble)
        screen.shell.look_soon()
        return
    screen.tell(N_("{number} printed, edition {edition}: {path}"),
                number=printed.number, edition=printed.edition, path=printed.path)  # fmt: skip
    screen.shell.look_soon()
    screen.after(printed.done)


async def show_slips_out(screen: DeskScreen) -> None:
    """The dispatch slips that left and did not come back; Enter opens the item of one."""
    out = await screen.read(sheets.slips_out)
    if not out:
        screen.tell(N_("Every dispatch slip is back."))
        return
    title = _("Dispatch slips that are out")
    chosen = await screen.app.push_screen_wait(ChoicePanel(title, [_choice(screen, slip) for slip in out], steps=False))
    if chosen is not None:
        from propdesk.screens.item import ItemScreen

        screen.app.push_screen(ItemScreen(int(chosen)))


def _choice(screen: DeskScreen, slip: sheets.SlipOut) -> Choice:
    since = f"{screen.local(slip.dispatched):%m-%d %H:%M}" if slip.dispatched else ""
    department = _(slip.department.label) if slip.department else ""
    return Choice(str(slip.item_id), "  ".join(filter(None, (since, slip.slip, slip.number, department, slip.worker))))
