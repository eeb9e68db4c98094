"""The unit card in words: who lives there, what everybody must know, what is open, how often lately."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from textual.content import Content

from propdesk.i18n import _, joined
from propdesk.procedures import manual
from propdesk.queries.keys import KeySet
from propdesk.queries.units import CardPerson, CardPhone, OpenItem, UnitCard
from propdesk.widgets.names import operator_name
from propdesk.widgets.remaining import moment
from propdesk.widgets.safe import display_text

NOTE = "!"
"""Stands before what everybody must know."""


def title(card: UnitCard) -> Content:
    """Unit, building, floor, area, state, since when."""
    parts = [display_text(card.building), _("floor {floor}").format(floor=card.floor)]
    if card.area:
        parts.append(_("{area} m2").format(area=card.area))
    state = _(card.state.label)
    since = f" {card.moved_in:%Y-%m-%d}" if card.moved_in else ""
    return Content.assemble((f"{display_text(card.code)}  ", "bold"), "  ".join(parts), f"  {state}{since}")


def people(card: UnitCard, full: Mapping[int, str] | None = None) -> list[Content]:
    """A line for each person, the owner first; `full` are whole numbers by phone id, once they were asked for."""
    return [_person(person, full or {}) for person in card.people] or [Content.styled(_("Nobody on record."), "dim")]


def _person(person: CardPerson, full: Mapping[int, str]) -> Content:
    pieces: list[tuple[str, str]] = [(f"{_(person.capacity.label)}  ", "dim"), (display_text(person.name), "bold")]
    pieces += [(f"  {_number(phone, full)}", "dim" if phone.dead else "") for phone in person.phones]
    return Content.assemble(*pieces)


def _number(phone: CardPhone, full: Mapping[int, str]) -> str:
    number = display_text(full.get(phone.id, phone.masked))
    return f"{number} ({_('dead')})" if phone.dead else number


def notes(card: UnitCard) -> list[Content]:
    """What everybody must know who deals with the unit."""
    return [Content.assemble((f"{NOTE} ", "bold $text-warning"), display_text(note.text)) for note in card.notes]


def plates(card: UnitCard) -> list[Content]:
    """The cars of the unit, on one line."""
    return [Content(display_text("  ".join(card.plates)))] if card.plates else []


def open_items(
    rows: Sequence[OpenItem], now: datetime, zone: ZoneInfo, *, digits: bool = False, where: bool = False
) -> list[Content]:
    """A line for each open item and who works on it; `digits` say which key opens it, `where` adds the unit."""
    return [_open(n if digits and n < 10 else 0, row, now, zone, where) for n, row in enumerate(rows, start=1)]


def _open(digit: int, row: OpenItem, now: datetime, zone: ZoneInfo, where: bool) -> Content:
    stage = _(manual.procedure(row.ledger).stage(row.stage).label)
    unit = f" {row.unit_code}" if where else ""
    return Content.assemble(
        (f"{digit}  " if digit else "", "bold $text-accent"),
        (display_text(row.number), "bold" if row.urgent else ""),
        f"{display_text(unit)} [{stage}] {display_text(operator_name(row.owner))}  {moment(row.opened, now, zone)}  ",
        display_text(row.title),
    )


def keys(card: UnitCard) -> list[Content]:
    """The key sets of the unit in custody: hook, number, how many are here, lent, lost."""
    return [_keys(key) for key in card.keys]


def _keys(key: KeySet) -> Content:
    about = f"  {display_text(key.tag)} {display_text(key.door)}  {key_counts(key)}  {_(key.kind.label)}"
    return Content.assemble((key.hook, "bold"), about)


def key_counts(key: KeySet) -> str:
    """How many of the keys hang there, are lent, are lost."""
    parts = [_("{here} of {pieces} here").format(here=key.here, pieces=key.pieces)]
    parts += [_("{count} lent").format(count=key.out)] if key.out else []
    parts += [_("{count} lost").format(count=key.lost)] if key.lost else []
    return joined(parts)


def recent(card: UnitCard) -> list[Content]:
    """How often the unit came to the desk in 90 days, by ledger."""
    counts = [f"{_(manual.procedure(ledger).title)} {count}" for ledger, count in card.recent]
    return [Content("   ".join(counts))] if counts else []


def section(words: str, lines: Sequence[Content]) -> list[Content]:
    """Lines under a title; nothing when there are none."""
    return [Content.styled(words, "bold $text-accent"), *lines, Content("")] if lines else []


def whole(card: UnitCard, now: datetime, zone: ZoneInfo, full: Mapping[int, str] | None = None) -> Content:
    """The card on one page."""
    lines = [
        title(card),
        Content(""),
        *section(_("Standing notes"), notes(card)),
        *section(_("Who lives there"), people(card, full)),
        *section(_("Plates"), plates(card)),
        *section(_("Open here"), open_items(card.open_items, now, zone, digits=True)),
        *section(_("Keys"), keys(card)),
        *section(_("In the last 90 days"), recent(card)),
    ]
    return Content("\n").join(lines)
