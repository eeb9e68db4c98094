"""Labels to cut out, side by side on a page: letters big enough to be read on a hook."""

from collections.abc import Sequence
from dataclasses import dataclass

from propdesk.printing.pen import TEXT, Box, Pen

ACROSS, DOWN = 4, 10
PER_PAGE = ACROSS * DOWN
HEIGHT = 23.0
"""Of one label, in millimetres; all have the width of the page between them."""
MARGIN = 2.5
"""What stays white at the edge of a label, for the scissors."""
BIG, MIDDLE = 27.0, 12.0
"""Sizes of type, in points."""


@dataclass(frozen=True)
class Label:
    """One label: `big` is read from afar, `middle` stands below it, `more` is the last line if there is one."""

    big: str
    middle: str
    more: str = ""


def draw_labels(pen: Pen, labels: Sequence[Label], box: Box) -> None:
    """At most a page of labels in the upper part of a box, with lines to cut along."""
    width, rows = box.width / ACROSS, -(-len(labels) // ACROSS)
    across = min(len(labels), ACROSS)
    for row in range(rows + 1):
        height = box.top + row * HEIGHT
        pen.dashes((box.left, height), (box.left + across * width, height))
    for column in range(across + 1):
        left = box.left + column * width
        pen.dashes((left, box.top), (left, box.top + rows * HEIGHT))
    for place, label in enumerate(labels):
        down, right = divmod(place, ACROSS)
        _draw(pen, label, Box(box.left + right * width, box.top + down * HEIGHT, width, HEIGHT))


def _draw(pen: Pen, label: Label, box: Box) -> None:
    between = (box.left + MARGIN, box.right - MARGIN)
    lower = 0.0 if label.more else 1.8
    pen.one_line(between, box.top + 9.5 + lower, label.big, BIG, "center")
    pen.one_line(between, box.top + 15.8 + lower, label.middle, MIDDLE, "center")
    pen.one_line(between, box.top + 20.5, label.more, TEXT + 1, "center")
