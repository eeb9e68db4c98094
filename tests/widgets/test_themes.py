"""The themes: text stands out from every ground it is shown on (WCAG AA)."""

import pytest
from textual.color import Color
from textual.theme import Theme

from propdesk.widgets.themes import THEMES

ENOUGH = 4.5
TEXTS = ("foreground", "text-error", "text-warning", "text-success", "text-accent", "text-muted")
GROUNDS = ("background", "surface", "panel")
PAIRS = (
    ("block-cursor-foreground", "block-cursor-background"),
    ("block-cursor-blurred-foreground", "block-cursor-blurred-background"),
    ("button-color-foreground", "primary"),
    ("foreground", "input-selection-background"),
)


def light(colour: Color) -> float:
    """Relative luminance, as WCAG counts it."""
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(theme: Theme, text: str, ground: str) -> float:
    colours = theme.to_color_system().generate() | theme.variables
    lights = sorted(light(Color.parse(colours[name])) for name in (text, ground))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


@pytest.mark.parametrize("name", list(THEMES))
def test_every_text_can_be_read_on_every_ground(name: str) -> None:
    pairs = [*PAIRS, *((text, ground) for text in TEXTS for ground in GROUNDS)]
    faint = [(text, ground) for text, ground in pairs if contrast(THEMES[name], text, ground) < ENOUGH]
    assert faint == []
