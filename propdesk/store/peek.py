"""The first paint: what the sign-in shows, read with the standard library alone before anything heavy is imported."""

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
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
        stored = _settings(raw)
        names = raw.execute("SELECT name FROM operator WHERE active AND pin_hash IS NOT NULL ORDER BY name").fetchall()
    return FirstPaint(
        site=stored.get("site", _DEFAULTS.site),
        language=stored.get("language", _DEFAULTS.language),
        zone=stored.get("zone", _DEFAULTS.zone),
        theme=stored.get("theme", _DEFAULTS.theme),
        operators=tuple(str(row[0]) for row in names),
    )


def _settings(raw: sqlite3.Connection) -> dict[str, str]:
    """The settings that are words; one that cannot be read is left out."""
    return {key: value for key, text in raw.execute("SELECT key, value FROM setting") if (value := _text(text))}


def _text(stored: object) -> str:
    try:
        value = json.loads(str(stored))
    except ValueError:
        return ""
    return value if isinstance(value, str) else ""
