"""What the steps of a round share: its window, its stops, what was written of them."""

from datetime import datetime

from sqlmodel import col, select

from propdesk.i18n import N_, Words, translate
from propdesk.models.estate import Unit
from propdesk.models.finding import Finding
from propdesk.models.item import Item
from propdesk.models.round import Round, RoundArea
from propdesk.procedures.tx import Tx
from propdesk.rules import answers, patrol
from propdesk.rules.answers import Answer
from propdesk.rules.checklist import Check, Flag
from propdesk.rules.patrol import Stop
from propdesk.rules.searchkeys import room_from
from propdesk.settings import Route
from propdesk.store import round as kept
from propdesk.store.round import Left

NAMED = 8
"""So many stops are named in a sentence."""
NO_PROGRESS = N_("Renovation sites without a progress entry of the day: {units}. Write one for each.")
SMELL = "smell"
"""The stage of a smell about which nobody was called yet."""
NOT_OPEN = N_("{id}: {number} is no open finding about this item. Write where it is instead, such as @3F.")
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


def answers_of(tx: Tx, area: str, place: str) -> tuple[Answer, ...]:
    """What was written of the area on this round before; nothing where it is written for the first time."""
    written = [each for each in areas_of(tx) if (each.area, each.place) == (area, place)]
    return answers.kept(written[-1].answers) if written else ()


def open_finding(tx: Tx, check: Check, place: str) -> Item | None:
    """The open finding about the same item of the checklist at the same place.

    A smell that is there again after security came is another one: the unit is asked anew (004 PATROL 4.5.5).
    """
    same = (Finding.check_id == check.id, Finding.place == place, col(Item.closed).is_(None))
    wanted = select(Item).join(Finding, col(Finding.item_id) == col(Item.id)).where(*same)
    if check.flag is Flag.SMELL:
        wanted = wanted.where(Item.stage == SMELL)
    return tx.session.exec(wanted.order_by(col(Item.id)).limit(1)).first()


def named_finding(tx: Tx, answer: Answer) -> Item:
    """The open finding that an answer says was seen again.

    Raises:
        Refused: it is none of this item of the checklist, or not open any more.
    """
    same = (Item.number == answer.same, Finding.check_id == answer.id, col(Item.closed).is_(None))
    wanted = select(Item).join(Finding, col(Finding.item_id) == col(Item.id)).where(*same)
    found = tx.session.exec(wanted).first()
    if found is None:
        tx.refuse("same", NOT_OPEN, field="answers", id=answer.id, number=answer.same)
    return found


def unit_of(tx: Tx, place: str) -> str | None:
    """The code of the unit that a place names, if it names one."""
    wanted = room_from(place) or place
    return tx.session.exec(select(Unit.code).where(Unit.code == wanted)).first() if wanted else None


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
