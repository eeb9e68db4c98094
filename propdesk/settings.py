"""The settings of a site: what differs from one service centre to the next, with the manual's defaults."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, time


@dataclass(frozen=True)
class OnCall:
    """Somebody to ring: post, name, number, and the dangers for which to ring them; the list gives the order."""

    post: str
    name: str
    phone: str
    role: str = ""
    dangers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Settings:
    """What a site has decided. Times are local; `amounts` overrides figures of the rulebook by code."""

    site: str = "PropDesk"
    language: str = "en"
    zone: str = "Asia/Shanghai"
    theme: str = "dark"
    opens: time = time(9)
    closes: time = time(18)
    duty_begins: time = time(17)
    rest_turn: time = time(21)
    lock_minutes: int = 15
    simulated: bool = False
    demo: bool = False
    amounts: Mapping[str, int] = field(default_factory=dict)
    exceptions: Mapping[date, bool] = field(default_factory=dict)
    on_call: tuple[OnCall, ...] = ()


def settings_from(stored: Mapping[str, object]) -> Settings:
    """The settings from JSON values by key, with defaults for what was never decided; unknown keys are kept out."""
    known = {entry.name for entry in fields(Settings)}
    return Settings(**{key: _read(key, value) for key, value in stored.items() if key in known})  # type: ignore[arg-type]


def stored_form(settings: Settings) -> dict[str, object]:
    """The settings as JSON values by key, the opposite of `settings_from`."""
    return {entry.name: _write(getattr(settings, entry.name)) for entry in fields(Settings)}


def _read(key: str, value: object) -> object:
    if key in {"opens", "closes", "duty_begins", "rest_turn"}:
        return time.fromisoformat(str(value))
    if key == "exceptions" and isinstance(value, dict):
        return {date.fromisoformat(day): bool(works) for day, works in value.items()}
    if key == "on_call" and isinstance(value, list):
        return tuple(OnCall(**{**row, "dangers": tuple(row.get("dangers", ()))}) for row in value)
    return value


def _write(value: object) -> object:
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    if isinstance(value, tuple):
        return [{**row.__dict__, "dangers": list(row.dangers)} for row in value if isinstance(row, OnCall)]
    if isinstance(value, Mapping):
        return {key.isoformat() if isinstance(key, date) else key: part for key, part in value.items()}
    return value
