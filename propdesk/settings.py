"""The settings of a site: what differs from one service centre to the next, with the manual's defaults."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, time
from typing import Any

from propdesk.i18n import N_

SERVICES = (
    N_("Telephone line"),
    N_("Internet line"),
    N_("Bottled water"),
    N_("Newspapers"),
    N_("Housecleaning"),
    N_("Plants"),
    N_("Indoor repair"),
)
"""What the manual's sites offer (004 BOOK 4.10), as msgids; a site that lists its own writes them in its own words."""


AGREEMENTS = (
    N_("Temporary owners' covenant"),
    N_("Early-stage management agreement"),
    N_("Owner's safety undertaking"),
    N_("Gas safety agreement"),
    N_("Heating agreement"),
)
"""What an owner signs at move-in (004 MOVE 4.5.3-4.5.4)."""
MOVEIN_GOODS = (
    N_("Owners' handbook"),
    N_("Dwelling user manual"),
    N_("Dwelling quality warranty"),
    N_("Per-unit acceptance sheet"),
    N_("Renovation guide"),
)
"""What an owner receives at move-in beside the keys (004 MOVE 4.2.1; 002 L47)."""
FILE_DOCUMENTS = (
    *AGREEMENTS,
    N_("Owner data card"),
    N_("Inspection sheet"),
    N_("Three-party renovation agreement"),
    N_("Renovation application"),
    N_("Rectification notices"),
    N_("Renovation completion sheet"),
    N_("Copies of certificates"),
    N_("Title registration"),
    N_("Other material"),
)
"""What belongs into an owner file (004 FILE 4.1)."""


AIRING_DAYS = (30, 30, 14, 14, 14, 10, 10, 10, 14, 14, 30, 30)
"""Days between two airings of a vacant unit, January to December (004 VAC 4.6.3 gives no figure)."""


@dataclass(frozen=True)
class OnCall:
    """Somebody to ring: post, name, number, and the dangers for which to ring them; the list gives the order."""

    post: str
    name: str
    phone: str
    role: str = ""
    dangers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Route:
    """A patrol route and when it is to be walked: `begins` (wall time) and `minutes` make the window, `grace` follows.

    `buildings` are walked one by one through the areas that belong to a building; none means the estate as one. `areas`
    are letters of the checklist. An area takes `not_before` minutes at least, else it was walked too fast. `weekdays`
    are 1 (Monday) to 7 on which the window begins; none means every day.
    """

    name: str
    begins: time = time(9)
    minutes: int = 480
    grace: int = 30
    not_before: int = 1
    areas: str = "ABCDEFGHIJKLM"
    buildings: tuple[str, ...] = ()
    weekdays: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        whole = {"minutes": (1, 1440), "grace": (0, 1440), "not_before": (0, 240)}
        for name, (least, most) in whole.items():
            value = getattr(self, name)
            if type(value) is not int or not least <= value <= most:
                raise ValueError(name)
        if not 0 < len(self.name.strip()) <= 40 or not re.fullmatch(r"[A-Z]{1,26}", self.areas):
            raise ValueError(self.name)
        if len(set(self.areas)) < len(self.areas) or set(self.weekdays) - set(range(1, 8)):
            raise ValueError(self.name)
        if any(not re.fullmatch(r"[^\s@]{1,10}", building) for building in self.buildings):
            raise ValueError(self.name)


ROUTES = (Route(N_("Daily patrol")),)
"""The patrol of a site that has planned nothing: everything, once a day, within the hours of the day turn (004 4.4)."""


@dataclass(frozen=True)
class Settings:
    """What a site has decided. Times are local; `amounts` overrides figures of the rulebook by code.

    `services` are what can be booked, each with at most 40 characters.

    `callback_tries` that reached nobody allow to give a callback up; `callback_rate` is how many of a hundred are
    called back where the manual gives no figure (004 CB 4.1.2c). `reports` switches periodical reports on and off by
    kind, `large_site` has 100,000 m² or is built in phases (001 L19), `reports_on_rest_day` says where a due day that
    is a rest day moves. A month of the figures begins on the day `month_begins` and counts the cases that `count_by`
    says; `timely_percent` of them are to be in time (003 4.4.10).

    The three days after which a key loan is chased count from the lending or from the promised time (`keys_overdue`,
    004 KEY 4.4.3); a key label bears the key's own number, or, as the manual has it, unit or owner (`key_label`, 004
    KEY 4.2.2, 4.3.4).

    A move-in notice names a period of `movein_days`; at most `movein_desks` households come at the same time without a
    word; `inspect_first` puts the inspection before the keys. `agreements`, `movein_goods` and `file_documents` are
    the site's lists for move-in and owner files.

    `routes` is the plan of the patrols. `checklist` changes the shipped checklist by the id of an item: the site's own
    words for it, nothing where it is dropped, a new id such as `A13` where one is added.

    The upkeep of vacant units: `airing_days` between two airings, one number a month; `appliance_days` between two
    test runs; first and last day of the seasons of shading, damp and frost as `MM-DD`, empty where a site needs none.
    """

    site: str = "PropDesk"
    language: str = "en"
    zone: str = "Asia/Shanghai"
    theme: str = "dark"
    opens: time = time(9)
    closes: time = time(18)
    duty_begins: time = time(17)
    rest_turn: time = time(21)
    lock_minutes: int = 15
    callback_tries: int = 3
    callback_rate: int = 80
    simulated: bool = False
    demo: bool = False
    amounts: Mapping[str, int] = field(default_factory=dict)
    exceptions: Mapping[date, bool] = field(default_factory=dict)
    on_call: tuple[OnCall, ...] = ()
    services: tuple[str, ...] = SERVICES
    reports: Mapping[str, bool] = field(default_factory=dict)
    large_site: bool = False
    month_begins: int = 1
    reports_on_rest_day: str = "before"
    count_by: str = "received"
    timely_percent: int = 90
    keys_overdue: str = "lent"
    key_label: str = "number"
    movein_days: int = 30
    movein_desks: int = 2
    inspect_first: bool = False
    agreements: tuple[str, ...] = AGREEMENTS
    movein_goods: tuple[str, ...] = MOVEIN_GOODS
    file_documents: tuple[str, ...] = FILE_DOCUMENTS
    routes: tuple[Route, ...] = ROUTES
    checklist: Mapping[str, str] = field(default_factory=dict)
    airing_days: tuple[int, ...] = AIRING_DAYS
    appliance_days: int = 90
    shade_season: tuple[str, ...] = ("06-01", "08-31")
    damp_season: tuple[str, ...] = ("07-01", "08-31")
    frost_season: tuple[str, ...] = ("11-15", "03-15")


def settings_from(stored: Mapping[str, object]) -> Settings:
    """The settings from JSON values by key, with defaults for what was never decided; unknown keys are kept out."""
    known = {entry.name for entry in fields(Settings)}
    return Settings(**{key: _read(key, value) for key, value in stored.items() if key in known})  # type: ignore[arg-type]


def stored_form(settings: Settings) -> dict[str, object]:
    """The settings as JSON values by key, the opposite of `settings_from`."""
    return {entry.name: _write(getattr(settings, entry.name)) for entry in fields(Settings)}


ANSWERS: Mapping[str, tuple[object, ...]] = {
    "reports_on_rest_day": ("before", "after", "stay"),
    "count_by": ("received", "closed"),
    "month_begins": tuple(range(1, 29)),
    "timely_percent": tuple(range(1, 101)),
    "callback_rate": tuple(range(1, 101)),
    "keys_overdue": ("lent", "promised"),
    "key_label": ("number", "manual"),
    "appliance_days": tuple(range(1, 367)),
}
"""The values of settings that take no others."""


def _read(key: str, value: object) -> object:
    if value not in ANSWERS.get(key, (value,)):
        raise ValueError(key)
    if key == "reports" and isinstance(value, dict) and not all(type(runs) is bool for runs in value.values()):
        raise ValueError(key)
    if key in {"opens", "closes", "duty_begins", "rest_turn"}:
        return time.fromisoformat(str(value))
    if key == "exceptions" and isinstance(value, dict):
        return {date.fromisoformat(day): bool(works) for day, works in value.items()}
    if key == "on_call" and isinstance(value, list):
        return tuple(OnCall(**{**row, "dangers": tuple(row.get("dangers", ()))}) for row in value)
    if key == "routes" and isinstance(value, list):
        return _routes(value)
    if key == "checklist" and isinstance(value, dict) and not all(type(text) is str for text in value.values()):
        raise ValueError(key)
    if key == "airing_days":
        return _numbers(value)
    if key in SEASONS:
        return _season(value)
    if key in LISTS and isinstance(value, list):
        return tuple(_listed(name) for name in value)
    return value


LISTS = frozenset({"services", "agreements", "movein_goods", "file_documents"})
"""Settings that are lists of the site's own words."""


SEASONS = frozenset({"shade_season", "damp_season", "frost_season"})
"""Settings that are the first and the last day of a season, or empty."""


def _numbers(value: object) -> tuple[int, ...]:
    if not isinstance(value, list) or len(value) != 12:
        raise ValueError(value)
    if not all(type(each) is int and 1 <= each <= 366 for each in value):
        raise ValueError(value)
    return tuple(value)


def _season(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) not in (0, 2):
        raise ValueError(value)
    for each in value:
        if not isinstance(each, str) or len(each) != 5:
            raise ValueError(value)
        date.fromisoformat(f"2024-{each}")
    return tuple(value)


def _listed(name: object) -> str:
    if not isinstance(name, str) or not 0 < len(name.strip()) <= 40 or set(name) & set(";；"):
        raise ValueError(name)
    return name.strip()


def _routes(rows: list[dict[str, Any]]) -> tuple[Route, ...]:
    shape: dict[str, Callable[[Any], Any]] = {
        "begins": lambda wall: time.fromisoformat(str(wall)),
        "buildings": tuple,
        "weekdays": tuple,
    }
    read = [Route(**{key: shape.get(key, lambda same: same)(part) for key, part in row.items()}) for row in rows]
    if len({route.name for route in read}) < len(read):
        raise ValueError(rows)
    return tuple(read)


def _write(value: object) -> object:
    if isinstance(value, Route):
        return {name: _write(part) for name, part in value.__dict__.items()}
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    if isinstance(value, tuple):
        return [
            {**row.__dict__, "dangers": list(row.dangers)} if isinstance(row, OnCall) else _write(row) for row in value
        ]
    if isinstance(value, Mapping):
        return {key.isoformat() if isinstance(key, date) else key: part for key, part in value.items()}
    return value
