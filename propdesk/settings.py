"""The settings of a site: what differs from one service centre to the next, with the manual's defaults."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, time

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
PROPERTY = (
    (N_("Walkie-talkie"), 2),
    (N_("Fire extinguisher"), 2),
    (N_("Flask"), 1),
    (N_("Torch"), 2),
)
"""What is counted at each handover and how many of it there are (004 DUTY 4.2.1a names the first three)."""
TURNS = frozenset({"day", "night", "rest_day", "rest_night"})
"""The kinds of turn of duty."""


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

    `property` is counted at each handover, each thing with its number. Whoever takes a turn comes `arrive_minutes`
    before it, at a front desk (the kinds of turn in `front_turns`) `front_minutes`; `tidy_minutes` before its end the
    desk is in order. A day is to be signed off by `signoff_by` of the next working day.
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
    property: tuple[tuple[str, int], ...] = PROPERTY
    front_turns: tuple[str, ...] = ("day",)
    arrive_minutes: int = 5
    front_minutes: int = 15
    tidy_minutes: int = 15
    signoff_by: time = time(12)


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
    "arrive_minutes": tuple(range(1, 121)),
    "front_minutes": tuple(range(1, 121)),
    "tidy_minutes": tuple(range(1, 121)),
}
"""The values of settings that take no others."""


def _read(key: str, value: object) -> object:
    if value not in ANSWERS.get(key, (value,)):
        raise ValueError(key)
    if key == "reports" and isinstance(value, dict) and not all(type(runs) is bool for runs in value.values()):
        raise ValueError(key)
    if key in {"opens", "closes", "duty_begins", "rest_turn", "signoff_by"}:
        return time.fromisoformat(str(value))
    if key == "exceptions" and isinstance(value, dict):
        return {date.fromisoformat(day): bool(works) for day, works in value.items()}
    if key == "on_call" and isinstance(value, list):
        return tuple(OnCall(**{**row, "dangers": tuple(row.get("dangers", ()))}) for row in value)
    if key == "property" and isinstance(value, list):
        return _things(value)
    if key == "front_turns" and isinstance(value, list):
        return tuple(_turn(name) for name in value)
    if key in LISTS and isinstance(value, list):
        return tuple(_listed(name) for name in value)
    return value


LISTS = frozenset({"services", "agreements", "movein_goods", "file_documents"})
"""Settings that are lists of the site's own words."""


def _listed(name: object) -> str:
    if not isinstance(name, str) or not 0 < len(name.strip()) <= 40 or set(name) & set(";；"):
        raise ValueError(name)
    return name.strip()


def _things(rows: list[object]) -> tuple[tuple[str, int], ...]:
    things: list[tuple[str, int]] = []
    for row in rows:
        name, number = row if isinstance(row, list | tuple) and len(row) == 2 else (None, None)
        if type(number) is not int or not 0 <= number <= 9999:
            raise ValueError(row)
        things.append((_listed(name), number))
    if len({name.casefold() for name, _ in things}) < len(things):
        raise ValueError(rows)
    return tuple(things)


def _turn(name: object) -> str:
    if name not in TURNS:
        raise ValueError(name)
    return str(name)


def _write(value: object) -> object:
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    if isinstance(value, tuple):
        return [{**row.__dict__, "dangers": list(row.dangers)} if isinstance(row, OnCall) else row for row in value]
    if isinstance(value, Mapping):
        return {key.isoformat() if isinstance(key, date) else key: part for key, part in value.items()}
    return value
