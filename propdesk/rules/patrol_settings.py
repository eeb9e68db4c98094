"""What is wrong with a plan of patrols, or a change of the checklist, that somebody wrote: one sentence for each."""

import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import time

from propdesk.errors import Refused
from propdesk.i18n import N_
from propdesk.rules.checklist import Checklist
from propdesk.settings import Route

WORDS = 120
"""Characters of an item of the checklist."""
KNOWN = tuple(part.name for part in fields(Route))
"""What can be said of a route."""

NO_LIST = N_("The plan of patrols is a list of routes in square brackets, each in braces with a name.")
TWICE = N_("Two routes are called “{route}”.")
NO_PART = N_("Route “{route}” cannot have “{part}”. It can have: {known}.")
WRONG: Mapping[str, str] = {
    "name": N_("A route needs a name of 1 to 40 characters."),
    "begins": N_("Route “{route}”: “begins” is a time of day, such as 22:30."),
    "minutes": N_("Route “{route}”: “minutes” is a whole number from 1 to 1440."),
    "grace": N_("Route “{route}”: “grace” is a whole number of minutes from 0 to 1440."),
    "not_before": N_("Route “{route}”: “not_before” is a whole number of minutes from 0 to 240."),
    "areas": N_("Route “{route}”: “areas” are letters of the checklist, each once: {areas}."),
    "buildings": N_("Route “{route}”: “buildings” is a list of different buildings in quotes, in square brackets."),
    "weekdays": N_("Route “{route}”: “weekdays” is a list of different numbers from 1 (Monday) to 7."),
}
"""What each part of a route is, where something else was written."""
NO_WORDS = N_("Item {id} of the checklist: write its words in quotes, or two quotes with nothing between to drop it.")
LONG = N_("Item {id} of the checklist takes at most {limit} characters.")


def check_routes(value: object, checklist: Checklist) -> None:
    """See whether a plan can be read.

    Raises:
        Refused: it cannot; the sentence names the route and its part.
    """
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise Refused("routes", NO_LIST)
    known: set[str] = set()
    for row in value:
        _check_route(row, checklist)
        if row["name"] in known:
            raise Refused("routes", TWICE, route=row["name"])
        known.add(row["name"])


def _check_route(row: Mapping[str, object], checklist: Checklist) -> None:
    name = str(row.get("name", ""))[:40]
    shape: Mapping[str, Callable[[object], bool]] = {
        "name": lambda part: isinstance(part, str) and 0 < len(part.strip()) <= 40,
        "begins": _is_time,
        "minutes": lambda part: _is_whole(part, 1, 1440),
        "grace": lambda part: _is_whole(part, 0, 1440),
        "not_before": lambda part: _is_whole(part, 0, 240),
        "areas": lambda part: isinstance(part, str) and _all_different(list(part)) and _within(part, checklist),
        "buildings": lambda part: _all_different(part) and all(_is_building(each) for each in _items(part)),
        "weekdays": lambda part: _all_different(part) and all(_is_whole(each, 1, 7) for each in _items(part)),
    }
    for part, fits in shape.items():
        if (part in row or part == "name") and not fits(row.get(part)):
            raise Refused("routes", WRONG[part], route=name, areas=" ".join(checklist.letters()))
    if unknown := [part for part in row if part not in KNOWN]:
        raise Refused("routes", NO_PART, route=name, part=unknown[0][:40], known=", ".join(KNOWN))


def check_changes(value: object) -> None:
    """See whether changes of the checklist can be read; `load_checklist` sees to their ids.

    Raises:
        Refused: they cannot; the sentence names the item.
    """
    for check_id, words in value.items() if isinstance(value, dict) else ():
        if not isinstance(words, str):
            raise Refused("checklist", NO_WORDS, id=str(check_id)[:8])
        if len(words.strip()) > WORDS:
            raise Refused("checklist", LONG, id=str(check_id)[:8], limit=WORDS)


def _is_time(part: object) -> bool:
    try:
        return isinstance(part, str) and time.fromisoformat(part).tzinfo is None
    except ValueError:
        return False


def _is_whole(part: object, least: int, most: int) -> bool:
    return type(part) is int and least <= part <= most


def _is_building(part: object) -> bool:
    return isinstance(part, str) and re.fullmatch(r"[^\s@]{1,10}", part) is not None


def _items(part: object) -> list[object]:
    return part if isinstance(part, list) else []


def _all_different(part: object) -> bool:
    return isinstance(part, list) and all(part.count(each) == 1 for each in part)


def _within(part: str, checklist: Checklist) -> bool:
    return part != "" and set(part) <= set(checklist.letters())
