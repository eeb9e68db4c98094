"""What the steps of a round share: its window, its stops, what was written of them."""

from datetime import datetime

from sqlmodel import col, select

from propdesk.i18n import N_, Words, translate
from propdesk.models.finding import Finding
from propdesk.models.item import Item
from propdesk.models.round import Round, RoundArea
from propdesk.procedures.tx import Tx
from propdesk.rules import patrol
from propdesk.rules.patrol import Stop
from propdesk.settings import Route

NAMED = 8
"""So many stops are named in a sentence."""


def route_of(tx: Tx, name: str) -> Route:
    """The route of the plan that somebody named, by its own name or what it is called in a language of the desk.

    Raises:
        Refused: there is none; the sentence names those there are.
    """
    routes = tx.site.settings.routes
    language = tx.site.settings.language
    found = next((each for each in routes if name in (each.name, translate(each.name, language))), None)
    if found is None:
        known = tuple(Words(each.name) for each in routes)
        tx.refuse("route", N_("There is no route “{name}”. Routes: {known}."), field="route", name=name, known=known)
    return found


def fresh(tx: Tx, route: Route, starts: datetime) -> Round:
    """The row of a round on a route, with its stops; the item gets its title."""
    found = patrol.stops(route.areas, route.buildings, tx.site.checklist)
    tx.item.title = translate(route.name, tx.site.settings.language)
    return Round(
        item_id=0, route=route.name, starts=starts, ends=starts, grace_ends=starts, not_before=route.not_before,
        stops=patrol.written(found),
    )  # fmt: skip


def areas_of(tx: Tx) -> list[RoundArea]:
    """What was written of the round, in the order it was written."""
    wanted = select(RoundArea).where(RoundArea.round_id == tx.item.id).order_by(col(RoundArea.id))
    return list(tx.session.exec(wanted).all())


def left_of(tx: Tx, row: Round) -> tuple[Stop, ...]:
    """The stops of the round that nothing was written of."""
    walked = [(each.area, each.place) for each in areas_of(tx)]
    return patrol.left(patrol.read_stops(row.stops), walked)


def named(stops: tuple[Stop, ...]) -> str:
    """Stops as a sentence names them."""
    more = [".."] if len(stops) > NAMED else []
    return ", ".join([stop.name for stop in stops[:NAMED]] + more)


def open_finding(tx: Tx, check_id: str, place: str) -> Item | None:
    """The open finding about the same item of the checklist at the same place."""
    same = (Finding.check_id == check_id, Finding.place == place, col(Item.closed).is_(None))
    wanted = select(Item).join(Finding, col(Finding.item_id) == col(Item.id)).where(*same).limit(1)
    return tx.session.exec(wanted).first()
