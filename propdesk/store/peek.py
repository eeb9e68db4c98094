"""The first paint: what the sign-in shows, read with the standard library alone before anything heavy is imported."""

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from propdesk.errors import Damaged
from propdesk.settings import Settings
from propdesk.store import migrate, trouble

_DEFAULTS = Settings()


@dataclass(frozen=True)
class FirstPaint:
    """What the first screen needs: `new` asks for the set-up, `trouble` shows its sentence and nothing else works."""

    site: str = _DEFAULTS.site
    language: str = _DEFAULTS.language
    zone: str = _DEFAULTS.zone
    theme: str = _DEFAULTS.theme
    operators: tuple[str, ...] = ()
    state: Literal["ready", "new", "trouble"] = "ready"
    trouble: str = ""


def first_paint(path: Path) -> FirstPaint:
    """Look at the database at `path` without changing anything; whatever lies there, there is something to paint."""
    state = migrate.state_of(path)
    if state in ("absent", "empty"):
        return FirstPaint(state="new")
    try:
        with trouble.explained(path):
            migrate.refuse_unfit(path)
            return _read(path)
    except Damaged as damaged:
        return FirstPaint(state="trouble", trouble=damaged.sentence())


def _read(path: Path) -> FirstPaint:
    with closing(migrate.glance(path)) as raw:
        stored = dict(_settings(raw))
        names = raw.execute("SELECT name FROM operator WHERE active AND pin_hash IS NOT NULL ORDER BY name").fetchall()
    shown = FirstPaint(operators=tuple(str(row[0]) for row in names))
    return replace(shown, **stored)


def _settings(raw: sqlite3.Connection) -> list[tuple[str, str]]:
    """The settings that the first screen uses; one that cannot be read keeps its default."""
    rows = raw.execute("SELECT key, value FROM setting WHERE key IN ('site', 'language', 'zone', 'theme')")
    return [(key, value) for key, text in rows if (value := _text(text))]


def _text(stored: object) -> str:
    try:
        value = json.loads(str(stored))
    except ValueError:
        return ""
    return value if isinstance(value, str) else ""
