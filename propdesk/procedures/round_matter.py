"""What the steps of a round share: its window, its stops, what was written of them."""

from datetime import datetime

from sqlmodel import col, select

from propdesk.i18n import N_, Words, translate
from propdesk.models.finding import Finding
from propdesk.models.item import Item
from propdesk.models.round import Round, RoundArea
from propdesk.procedures.tx import Tx
from propdesk.rules import patrol
from propdesk.rules.checklist import Flag
from propdesk.rules.patrol import Stop
from propdesk.settings import Route
from propdesk.store import round as kept
from propdesk.store.round import Left

NAMED = 8
"""So many stops are named in a sentence."""
NO_PROGRESS = N_("Renovation sites without a progress entry of the day: {units}. Write one for each.")
NO_STATE = N_("Vacant units whose state is not written down on this round: {units}. Write it down for each.")


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
    """The row of a round on a route, with its stops; the item's title says when it is, which its number does not."""
    found = patrol.stops(route.areas, route.buildings, tx.site.checklist)
    begins = tx.site.calendar.local(starts)
    tx.item.title = f"{translate(route.name, tx.site.settings.language)} {begins:%m-%d %H:%M}"
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


def check_sites_and_vacant(tx: Tx, row: Round) -> None:
    """A round that goes to renovation sites and vacant units has written down each of them.

    Raises:
        Refused: a site has no progress entry of the day, or a vacant unit no state.
    """
    flags = tx.site.checklist.flags(stop.area for stop in patrol.read_stops(row.stops))
    ground = patrol.ground(row.stops, row.begun or row.starts, row.finished or tx.happened, tx.site.calendar)
    if Flag.SITES in flags and (sites := kept.sites_left(tx.connection, row.item_id, ground)):
        tx.refuse("RENO.LOG_DAILY", NO_PROGRESS, units=_units(sites))
    if Flag.VACANT in flags and (vacant := kept.vacant_left(tx.connection, row.item_id, ground)):
        tx.refuse("VAC.PATROL_ENTRY", NO_STATE, units=_units(vacant))


def _units(left: list[Left]) -> str:
    more = [".."] if len(left) > NAMED else []
    return ", ".join([each.unit for each in left[:NAMED]] + more)
