"""Dark, light and high contrast. Colour only repeats what marks and words say; text is at least 4.5 to 1 (WCAG AA)."""

from textual.theme import Theme

DARK = Theme(
    name="desk-dark",
    primary="#1f4e79",
    secondary="#2d6a9f",
    accent="#6cb6ff",
    foreground="#e6e6e6",
    background="#121417",
    surface="#1b1f24",
    panel="#262b32",
    success="#5fbf77",
    warning="#f0b429",
    error="#ff6b6b",
    variables={
        "block-cursor-background": "#6cb6ff",
        "block-cursor-foreground": "#0b0d10",
        "block-cursor-blurred-background": "#33404d",
        "block-cursor-blurred-foreground": "#ffffff",
        "button-color-foreground": "#ffffff",
        "input-selection-background": "#2d6a9f",
        "text-error": "#ff8a8a",
        "text-warning": "#f0b429",
        "text-success": "#7fd492",
        "text-accent": "#8ec7ff",
        "text-muted": "#a9b1ba",
        "text-disabled": "#8a929b",
        "block-cursor-text-style": "bold",
    },
)

LIGHT = Theme(
    name="desk-light",
    primary="#0b4a82",
    secondary="#0b4a82",
    accent="#0b5cad",
    foreground="#1a1a1a",
    background="#fbfbfa",
    surface="#eef0f2",
    panel="#dfe3e8",
    success="#146c2e",
    warning="#8a5300",
    error="#b3131d",
    dark=False,
    variables={
        "block-cursor-background": "#0b4a82",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-blurred-background": "#c9d6e4",
        "block-cursor-blurred-foreground": "#1a1a1a",
        "button-color-foreground": "#ffffff",
        "input-selection-background": "#b5d3f0",
        "text-error": "#a00f18",
        "text-warning": "#7a4a00",
        "text-success": "#0f5a25",
        "text-accent": "#0a4f96",
        "text-muted": "#4b5157",
        "text-disabled": "#5d646b",
        "block-cursor-text-style": "bold",
    },
)

CONTRAST = Theme(
    name="desk-contrast",
    primary="#000000",
    secondary="#ffffff",
    accent="#ffff00",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    success="#00ff66",
    warning="#ffff00",
    error="#ff9090",
    variables={
        "block-cursor-background": "#ffff00",
        "block-cursor-foreground": "#000000",
        "block-cursor-blurred-background": "#ffffff",
        "block-cursor-blurred-foreground": "#000000",
        "button-color-foreground": "#ffffff",
        "input-selection-background": "#0033cc",
        "text-error": "#ff9090",
        "text-warning": "#ffff00",
        "text-success": "#00ff66",
        "text-accent": "#ffff00",
        "text-muted": "#ffffff",
        "text-disabled": "#d0d0d0",
        "block-cursor-text-style": "bold",
    },
)

THEMES = {"dark": DARK, "light": LIGHT, "contrast": CONTRAST}
"""The themes by the name a setting has for them."""
