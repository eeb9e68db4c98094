"""The page and the pen: measures, the font that comes with the program, and what stands at the head of every page."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from propdesk.printing.typeset import Line, printable, wrap

PAGE = (210.0, 297.0)
SIDE, EDGE = 10.0, 7.0
PAD = 1.2
"""The white around text, in millimetres."""
HEAD, FOOT = 13.5, 5.0
"""Heights of the head of a copy or page, and of its foot."""
TITLE, NUMBER, TEXT, SMALL = 14.0, 11.0, 8.6, 7.0
"""Sizes of type, in points."""
LINE = 4.0
"""Height of a line, in millimetres."""
POINT = 25.4 / 72
INK, PALE = 0, 110
"""Grey levels: text and frames."""
FONT = "sheet"


@dataclass(frozen=True)
class Box:
    """A place on the page, in millimetres."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.height


WHOLE = Box(SIDE, EDGE, PAGE[0] - 2 * SIDE, PAGE[1] - 2 * EDGE)
"""What of a page is printed on."""


@dataclass(frozen=True)
class Stamp:
    """What makes this printing this one: when, its mark if it is a reprint, and the line at the foot."""

    at: datetime
    reprint: str
    foot: str


@dataclass(frozen=True)
class Head:
    """What stands above a copy or page: the site, a line under it, the title, and a number or page at the right."""

    site: str
    under: str
    title: str
    right: str


class Pen:
    """The pages of one document, and the font that measures and draws."""

    def __init__(self, title: str, at: datetime) -> None:
        from fpdf import FPDF
        from fpdf.fonts import TTFFont
        from pylopdf_fonts_zh_cn import sans_path

        self.pdf = FPDF(orientation="P", unit="mm", format="A4")
        self.pdf.set_auto_page_break(False)
        self.pdf.add_font(FONT, fname=sans_path())
        self.pdf.set_title(title)
        self.pdf.set_creation_date(at)
        self.pdf.set_line_width(0.2)
        font = self.pdf.fonts[FONT]
        if not isinstance(font, TTFFont):
            raise TypeError(f"{sans_path()} is no font that can be embedded")
        self._shapes, self._ems = font.cmap, font.cw
        self._widths: dict[str, float] = {}

    def page(self) -> None:
        """Go on on a new page."""
        self.pdf.add_page()

    def content(self) -> bytes:
        """The document as PDF."""
        return bytes(self.pdf.output())

    def has(self, character: str) -> bool:
        """Whether the font has a shape for it."""
        return ord(character) in self._shapes

    def wide(self, text: str, size: float) -> float:
        """How wide a text is in that size, in millimetres."""
        return sum(self._em(character) for character in text) * size * POINT

    def _em(self, character: str) -> float:
        if character not in self._widths:
            self._widths[character] = float(self._ems[ord(character)]) / 1000
        return self._widths[character]

    def lines(self, text: str, width: float, size: float) -> list[Line]:
        """A text broken into lines."""
        return wrap(printable(text, self.has), width, partial(self.wide, size=size))

    def write(self, left: float, base: float, text: str, size: float, grey: int = INK) -> None:
        """A text whose baseline begins there."""
        if text:
            self.pdf.set_font(FONT, size=size)
            self.pdf.set_text_color(grey)
            self.pdf.text(left, base, text)

    def one_line(self, box: tuple[float, float], base: float, text: str, size: float, align: str = "left") -> None:
        """A text on one line between two edges, made smaller until it fits."""
        text, (left, right) = printable(text.replace("\n", " "), self.has), box
        while self.wide(text, size) > right - left and size > 5:
            size -= 0.5
        while self.wide(text, size) > right - left:
            text = text[:-2] + "…"
        free = right - left - self.wide(text, size)
        self.write(left + {"left": 0.0, "center": free / 2, "right": free}[align], base, text, size)

    def line(self, left: float, right: float, height: float) -> None:
        """A line to write on."""
        self.pdf.set_draw_color(INK)
        self.pdf.line(left, height, right, height)

    def frame(self, left: float, top: float, width: float, height: float) -> None:
        """A thin frame."""
        self.pdf.set_draw_color(PALE)
        self.pdf.rect(left, top, width, height)

    def dashes(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Where the paper is cut, beginning with scissors."""
        self.pdf.set_draw_color(PALE)
        self.pdf.set_dash_pattern(dash=2, gap=1.5)
        self.pdf.line(*start, *end)
        self.pdf.set_dash_pattern()

    def head(self, head: Head, box: Box, mark: str = "") -> None:
        """What stands above a copy or page, with a framed mark under its number if there is one."""
        left, right, third = box.left, box.right, box.width / 3
        self.one_line((left, left + third), box.top + 4, head.site, TEXT)
        self.one_line((left, left + third), box.top + 10, head.under, TEXT)
        self.one_line((left + third, right - third), box.top + 6, head.title, TITLE, "center")
        self.one_line((right - third, right), box.top + 5, head.right, NUMBER, "right")
        if mark:
            self.frame(right - third / 1.5, box.top + 6.7, third / 1.5, 5.2)
            self.one_line((right - third / 1.5, right), box.top + 10.5, mark, NUMBER, "center")

    def foot(self, text: str, box: Box) -> None:
        """The line at the foot."""
        self.one_line((box.left, box.right), box.bottom - FOOT + 3.4, text, SMALL)
