"""Text in an exact number of cells."""

from typing import Literal

from rich.cells import cell_len, set_cell_size

from propdesk.widgets.safe import display_text

Align = Literal["left", "right"]

CLIPPED = ".."
"""What ends a text that was cut: two cells in every terminal, which an ellipsis is not."""


def fit_text(text: str, width: int, align: Align = "left") -> str:
    """`text` in exactly `width` cells, its end replaced by `..` when it does not fit."""
    # A cell holds a character of its own and at most a few marks on it: no need to measure thousands.
    most = 4 * width + 4
    shown = display_text(text[:most])
    spare = width - cell_len(shown)
    if spare < 0 or len(text) > most:
        return set_cell_size(shown, max(0, width - len(CLIPPED))) + CLIPPED[:width]
    return " " * spare + shown if align == "right" else shown + " " * spare
