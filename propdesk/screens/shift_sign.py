"""The handover itself: who leaves and who takes over sign with their own PINs in one act (G-DUTY-02)."""

from dataclasses import replace

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Input

from propdesk.desk import Desk, Signature
from propdesk.errors import Damaged, Refused
from propdesk.i18n import N_, _, say
from propdesk.rules.numbering import short_number
from propdesk.screens.shift_pane import ShiftPane
from propdesk.screens.shift_sheet import WIDE, sheet_lines
from propdesk.screens.shift_state import Standing
from propdesk.widgets.fields import FormField, LineField, SecretField
from propdesk.widgets.safe import Plain
from propdesk.widgets.timeline import Timeline

WIDTH = 34
"""Cells of a label here: a name stands in it."""


class SignPane(ShiftPane):
    """Two PINs, or what is in the way of them; where nobody is there to hand over, the shift begins without."""

    step = "shift.handover"

    BINDINGS = [
        Binding("ctrl+s", "save", N_("Sign")),
        Binding("tab", "app.focus_next", N_("Next field"), show=False, priority=True),
        Binding("shift+tab", "app.focus_previous", show=False, priority=True),
        Binding("down", "app.focus_next", N_("Next field"), show=False),
        Binding("up", "app.focus_previous", N_("Field before"), show=False),
    ]

    DEFAULT_CSS = """
    SignPane { padding: 0 1; }
    SignPane > #said { height: auto; margin-bottom: 1; }
    SignPane > FormField { display: none; }
    SignPane > FormField.asked { display: block; }
    SignPane > .wrong { padding: 0; }
    SignPane > Timeline { margin-top: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._standing: Standing | None = None
        self._said = Plain("", id="said", markup=False)
        self._leaving = SecretField("leaving", _("Who leaves"), width=WIDTH, must=True)
        self._arriving = SecretField("arriving", _("Who takes over"), width=WIDTH, must=True)
        self._remark = LineField("remark", _("Remarks"), width=WIDTH, most=400)
        self._fields: tuple[LineField, ...] = (self._leaving, self._arriving, self._remark)
        self._wrong = Plain("", classes="wrong", markup=False)
        self._sheet = Timeline(empty=_("Nothing is on the sheet."), most_lines=2)

    def compose(self) -> ComposeResult:
        """What is signed, the PINs, a remark."""
        yield self._said
        yield from self._fields
        yield self._wrong
        yield self._sheet

    async def show(self, standing: Standing, desk: Desk) -> None:
        """Say what is signed, and ask for the PINs if nothing is in the way."""
        before = self._pair()
        self._standing = standing
        pair = self._pair()
        if pair != before:
            self.clear()
        free = not standing.blocked
        for field in self._fields:
            field.set_class(free and pair is not None, "asked")
        self._said.update(self._words(standing, pair))
        self._show_sheet(standing, desk)
        if pair is not None:
            self._call(self._leaving, N_("{name} leaves: PIN"), pair[1])
            self._call(self._arriving, N_("{name} takes over: PIN"), pair[2])

    def _show_sheet(self, standing: Standing, desk: Desk) -> None:
        """What is signed stands below."""
        number = short_number if self.app.size.width < WIDE else str
        lines = list(sheet_lines(standing.sheet, desk.now(), desk, number)) if standing.sheet is not None else []
        told = [replace(each.told, key=place) for place, each in enumerate(lines)]
        self._sheet.show(told)
        self._sheet.cursor = 0

    @on(Timeline.Selected)
    def enter_on_sheet(self, event: Timeline.Selected) -> None:
        """Enter on the sheet: back to the PINs, or begin."""
        event.stop()
        if self._asks:
            self.begin()
        else:
            self.action_save()

    def _call(self, field: LineField, words: str, name: str) -> None:
        field.rename(say(words, {"name": name}))

    def _pair(self) -> tuple[int, str, str] | None:
        """The shift that is handed over, who leaves it, who takes over; None where nobody is there to hand over."""
        found = self._standing
        if found is None or found.row is None:
            return None
        if found.arriving:
            leaving = found.leaving
            return (leaving.item_id, leaving.clerk, found.row.clerk) if leaving is not None else None
        return (found.row.item_id, found.row.clerk, found.coming.clerk) if found.coming is not None else None

    def _words(self, standing: Standing, pair: tuple[int, str, str] | None) -> str:
        if standing.blocked:
            return _("Nobody can sign yet. What is in the way stands above.")
        if pair is None:
            return _("Nobody is on duty who could hand over: Enter begins the shift without a handover.")
        sheet = standing.sheet
        values = {
            "count": len(sheet.mine) if sheet else 0,
            "keys": sum(key.pieces for key in sheet.keys) if sheet else 0,
        }
        said = [
            say(N_("{count} open items change hands, {keys} keys are out. Both sign, each with the own PIN."), values)
        ]
        if standing.handing is not None and standing.handing.release_reason:
            released = {"name": standing.handing.released_by, "reason": standing.handing.release_reason}
            said.append(say(N_("{name} released the important work that is unfinished: {reason}"), released))
        warned = sum(not each.important for each in sheet.mine) if sheet else 0
        if warned:
            said.append(_("Ordinary work may be left: what is open is on the sheet."))
        return "\n".join(said)

    def begin(self) -> None:
        """The first PIN that is empty; without a pair Enter is heard by the screen."""
        if self._asks:
            (self._leaving if not self._leaving.value else self._arriving).take_focus()
        else:
            self._sheet.focus()

    @property
    def _asks(self) -> bool:
        return self._leaving.has_class("asked")

    def clear(self) -> None:
        """PINs are never kept."""
        for field in self._fields:
            field.put("")
        self._wrong.remove_class("told")

    # --- signing --------------------------------------------------------------------------------------------

    @on(FormField.Finished)
    def finished(self, event: FormField.Finished) -> None:
        """Enter goes from the first PIN to the second, and then signs."""
        event.stop()
        if event.field is self._leaving:
            self._arriving.take_focus()
        else:
            self.action_save()

    @on(FormField.Changed)
    def changed(self, event: FormField.Changed) -> None:
        """It is being put right."""
        event.stop()

    def action_save(self) -> None:
        """Sign, both in one act; without a handover the shift begins."""
        found, pair = self._standing, self._pair()
        if found is None or found.row is None or found.blocked:
            return
        self._wrong.remove_class("told")
        if pair is None:
            if found.arriving:
                self.post_message(self.Asked(self, "shift.begin", found.row.item_id))
            return
        item, leaves, comes = pair
        missing = next((each for each in (self._leaving, self._arriving) if not each.value), None)
        if missing is not None:
            missing.show_wrong(_("Each signs with the own PIN."))
            missing.take_focus()
            return
        signatures = (
            Signature("leaving", leaves, str(self._leaving.value)),
            Signature("arriving", comes, str(self._arriving.value)),
        )
        remark = {"remark": self._remark.text} if self._remark.text else {}
        self.post_message(self.Asked(self, self.step, item, remark, signatures))

    def refuse(self, trouble: Refused | Damaged) -> None:
        """A wrong PIN is asked for again; what else is in the way stands below."""
        wanted = trouble.field if isinstance(trouble, Refused) else None
        name = str(trouble.values.get("name", "")) if isinstance(trouble, Refused) else ""
        pair = self._pair()
        field = next((each for each in (self._leaving, self._arriving) if each.key == wanted), None)
        if field is None and pair is not None and wanted in ("pin", "name"):
            field = self._arriving if name == pair[2] and name != pair[1] else self._leaving
        if field is None:
            self._wrong.update(f"!! {trouble.sentence()}")
            self._wrong.add_class("told")
            return
        with field.input.prevent(Input.Changed):
            field.put("")
        field.show_wrong(trouble.sentence())
        field.take_focus()
