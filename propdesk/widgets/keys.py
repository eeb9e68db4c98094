"""The names of keys on the screen, and the line that says which keys do what here."""

from collections.abc import Collection, Iterable, Mapping

from rich.cells import cell_len
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from propdesk.i18n import N_, _

_NAMES: Mapping[str, str] = {
    "escape": N_("Esc"),
    "enter": N_("Enter"),
    "space": N_("Space"),
    "tab": N_("Tab"),
    "delete": N_("Del"),
    "slash": "/",
    "full_stop": ".",
    "comma": ",",
    "question_mark": "?",
    "left": N_("Left"),
    "right": N_("Right"),
    "up": N_("Up"),
    "down": N_("Down"),
    "pageup": N_("PgUp"),
    "pagedown": N_("PgDn"),
    "home": N_("Home"),
    "end": N_("End"),
    "backspace": N_("Backspace"),
}
"""What a key is called where its own name does not say it, as msgids."""

GAP = "  "
FIRST = frozenset({"enter", "space", "ctrl+s", "escape"})
"""Keys that stand first wherever they do something."""


def key_name(key: str) -> str:
    """`^S` for `ctrl+s`, `F2` for `f2`, the word for keys that have one."""
    if key.startswith("ctrl+"):
        rest = key.removeprefix("ctrl+")
        return f"^{rest.upper()}" if len(rest) == 1 else f"^{key_name(rest)}"
    if key.startswith("shift+"):
        return f"Shift+{key_name(key.removeprefix('shift+'))}"
    if key in _NAMES:
        return _(_NAMES[key])
    return key.upper() if key.startswith("f") and key[1:].isdigit() else key


def shown_keys(screen: Screen[object]) -> Iterable[tuple[str, str, bool]]:
    """Key, words and whether it works now, for each binding the screen shows; once for each action."""
    seen: set[str] = set()
    active = screen.active_bindings
    # The screen's own keys come first, also those a field takes without a word of its own, such as Enter.
    own = [(key, binding) for key, binding in screen._bindings if key in active]
    proper = {binding.action for binding in Binding.make_bindings(type(screen).__dict__.get("BINDINGS", ()))}
    own.sort(key=lambda pair: _rank(pair[0], pair[1], proper))
    for key, binding in [*own, *((key, each.binding) for key, each in active.items())]:
        if binding.show and binding.description and binding.action not in seen and _may(screen, binding):
            seen.add(binding.action)
            yield binding.key_display or key_name(binding.key), _(binding.description), active[key].enabled


def _rank(key: str, binding: Binding, proper: Collection[str]) -> int:
    """The order on the line: what every screen of the kind begins with, what this one adds, the rest, Tab."""
    if key == "tab":
        return 3
    return 0 if key in FIRST else 1 if binding.action in proper else 2


def _may(screen: Screen[object], binding: Binding) -> bool:
    """Whether the screen takes the key now; a field that hides it does not count."""
    return screen.check_action(binding.action, ()) is not False


class KeyLine(Static):
    """The last line: the keys of this screen, as many as fit, the unavailable ones dim."""

    DEFAULT_CSS = """
    KeyLine { height: 1; width: 1fr; color: $foreground; background: $panel; text-wrap: nowrap; }
    """

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self._shown: tuple[tuple[str, str, bool], ...] | None = None

    def on_mount(self) -> None:
        """Follow the bindings of the screen."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _screen: self.show_keys())
        self.show_keys()

    def on_resize(self) -> None:
        """Show as many as fit now."""
        self._shown = None
        self.show_keys()

    def show_keys(self) -> None:
        """Write the line anew if it changed."""
        if not self.is_mounted:
            return
        keys = tuple(fitting(shown_keys(self.screen), self.size.width))
        if keys != self._shown:
            self._shown = keys
            self.update(Content(" ").join(_piece(*key) for key in keys))


def fitting(keys: Iterable[tuple[str, str, bool]], width: int) -> Iterable[tuple[str, str, bool]]:
    """The first keys that fit in `width` cells."""
    room = width - 1
    for key, words, enabled in keys:
        room -= cell_len(key) + 1 + cell_len(words) + len(GAP)
        if room < 0:
            return
        yield key, words, enabled


def _piece(key: str, words: str, enabled: bool) -> Content:
    style = "bold $text-accent" if enabled else "dim"
    return Content.assemble((f" {key}", style), (f" {words}", "" if enabled else "dim"))
