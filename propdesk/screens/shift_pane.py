"""A part of the shift screen: what one task shows, what is typed for it, and what it asks the screen to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from textual.containers import Vertical
from textual.message import Message

from propdesk.desk import Desk, Signature
from propdesk.errors import Damaged, Refused
from propdesk.screens.shift_state import Standing


class ShiftPane(Vertical):
    """One task. `step` is the step whose form keeps what is typed here when the desk has to stop."""

    step = ""

    DEFAULT_CSS = """
    ShiftPane { height: 1fr; width: 1fr; display: none; }
    ShiftPane.here { display: block; }
    ShiftPane .hint { color: $text-muted; height: auto; padding: 0 1; }
    ShiftPane .wrong { color: $text-error; text-style: bold; height: auto; padding: 0 1; display: none; }
    ShiftPane .wrong.told { display: block; }
    """

    @dataclass
    class Asked(Message):
        """The pane has everything for a step; the screen does it."""

        pane: "ShiftPane"
        step: str
        item_id: int
        fields: Mapping[str, object] = field(default_factory=dict)
        signatures: tuple[Signature, ...] = ()

    @dataclass
    class GoOn(Message):
        """Enter, where this pane has nothing of its own to do with it."""

        pane: "ShiftPane"

    async def show(self, standing: Standing, desk: Desk) -> None:
        """Show what stands now; what is typed stays."""
        raise NotImplementedError

    def begin(self) -> None:
        """Put the cursor where typing begins."""
        raise NotImplementedError

    def typed(self) -> dict[str, str]:
        """What would be lost, as the answers of the form of `step`; empty where nothing would."""
        return {}

    def put(self, fields: Mapping[str, str]) -> None:
        """Show again what was parked."""

    def clear(self) -> None:
        """It was saved, or somebody else is at the desk."""

    def refuse(self, trouble: Refused | Damaged) -> None:
        """Say why it was not done, where the cursor is."""
        raise NotImplementedError
