"""The checklist of the patrol: its areas and items, as shipped and as a site has changed them (004 PATROL 4.5-4.9)."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from propdesk.errors import Refused
from propdesk.i18n import N_


class Flag(StrEnum):
    """What is special about an item."""

    NONE = ""
    SMELL = "smell"
    """A smell: ask the unit at once, then security (004 PATROL 4.5.5)."""
    ESCAPE_DOOR = "escape_door"
    """A way of escape that may never be locked (G-PAT-05)."""
    SITES = "sites"
    """Needs a progress entry of each renovation site (RENO.LOG_DAILY)."""
    VACANT = "vacant"
    """Needs the state of each vacant unit (VAC.PATROL_ENTRY)."""
    VIOLATION = "violation"
    """A defect here is somebody who breaks the rules."""


@dataclass(frozen=True)
class Check:
    """One item of the checklist. `text` is a msgid, or the site's own words."""

    id: str
    text: str
    clause: str = ""
    flag: Flag = Flag.NONE


@dataclass(frozen=True)
class Area:
    """An area and its items; one that is walked `by_building` is a stop in each building of a route."""

    letter: str
    title: str
    by_building: bool
    checks: tuple[Check, ...]


@dataclass(frozen=True)
class Checklist:
    """The areas in the order they are walked."""

    areas: tuple[Area, ...]

    def area(self, letter: str) -> Area | None:
        """The area of that letter."""
        return next((area for area in self.areas if area.letter == letter), None)

    def check(self, check_id: str) -> Check | None:
        """The item of that id."""
        area = self.area(check_id[:1])
        return next((check for check in area.checks if check.id == check_id), None) if area else None

    def flags(self, letters: Iterable[str]) -> set[Flag]:
        """What is special about the items of these areas."""
        wanted = set(letters)
        return {check.flag for area in self.areas if area.letter in wanted for check in area.checks}

    def letters(self) -> str:
        """The letters of the areas that have anything to be seen."""
        return "".join(area.letter for area in self.areas if area.checks)


def load_checklist(path: Path, changes: Mapping[str, str] = {}) -> Checklist:
    """The checklist of the TOML file at `path` with the site's changes: words by id, empty where an item is dropped.

    Raises:
        OSError: the file cannot be read.
        Refused: it is no checklist, or a change names an id that is none; the id is named.
    """
    areas = tuple(_area(table) for table in _tables(path))
    ids = [check.id for area in areas for check in area.checks]
    if len(set(ids)) < len(ids) or len({area.letter for area in areas}) < len(areas):
        raise Refused("checklist", N_("The checklist names something twice."))
    for check_id in changes:
        if not re.fullmatch(r"[A-Z][1-9]\d?", check_id) or check_id[0] not in {area.letter for area in areas}:
            raise Refused("checklist", N_("“{id}” is no item of the checklist. Write A13 to add one to area A."),
                          id=check_id)  # fmt: skip
    return Checklist(tuple(replace(area, checks=_changed(area, changes)) for area in areas))


def _changed(area: Area, changes: Mapping[str, str]) -> tuple[Check, ...]:
    own = {check_id: text.strip()[:120] for check_id, text in changes.items() if check_id[0] == area.letter}
    known = {check.id for check in area.checks}
    shipped = [replace(check, text=own.get(check.id, check.text)) for check in area.checks]
    added = [Check(check_id, text) for check_id, text in own.items() if check_id not in known]
    added.sort(key=lambda check: int(check.id[1:]))
    return tuple(check for check in (*shipped, *added) if check.text)


def _tables(path: Path) -> list[dict[str, object]]:
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8")).get("area")
    except ValueError as error:
        raise Refused("checklist", N_("{file} cannot be read: {why}"), file=path.name, why=error) from error
    if not isinstance(found, list) or not all(isinstance(table, dict) for table in found):
        raise Refused("checklist", N_("{file} holds no areas."), file=path.name)
    return found


def _area(table: dict[str, object]) -> Area:
    letter, title, rows = table.get("letter"), table.get("title"), table.get("item")
    if not (isinstance(letter, str) and re.fullmatch("[A-Z]", letter) and isinstance(title, str) and title):
        raise Refused("checklist", N_("The checklist has an area “{letter}” without letter or title."), letter=letter)
    if not isinstance(rows, list):
        raise Refused("checklist", N_("Area {letter} of the checklist has no items."), letter=letter)
    checks = tuple(_check(letter, row) for row in rows)
    return Area(letter, title, bool(table.get("by_building")), checks)


def _check(letter: str, row: object) -> Check:
    try:
        check = Check(**{**row, "flag": Flag(row.get("flag", ""))}) if isinstance(row, dict) else None
    except (TypeError, ValueError):
        check = None
    if check is None or not re.fullmatch(rf"{letter}[1-9]\d?", str(check.id)) or not check.text:
        raise Refused("checklist", N_("Area {letter} of the checklist: “{row}” is no item."), letter=letter, row=row)
    return check
