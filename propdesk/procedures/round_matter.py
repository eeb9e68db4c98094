"""What the steps of a round share: its window, its stops, what was written of them."""

from datetime import datetime

from sqlalchemy import or_
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from propdesk.i18n import N_, Words, translate
from propdesk.models.estate import Building, Unit
from propdesk.models.finding import Finding
from propdesk.models.item import Item
from propdesk.models.renovation import Renovation, RenovationEntry
from propdesk.models.round import Round, RoundArea
from propdesk.models.vacancy import Vacancy, VacancyVisit
from propdesk.procedures.tx import Tx
from propdesk.rules import patrol
from propdesk.rules.checklist import Area, Flag
from propdesk.rules.patrol import Stop
from propdesk.settings import Route

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
    flags = {check.flag for area in _areas(tx, row) for check in area.checks}
    if Flag.SITES in flags and (sites := _silent_sites(tx, row)):
        tx.refuse("RENO.LOG_DAILY", NO_PROGRESS, units=_units(sites))
    if Flag.VACANT in flags and (vacant := _unseen_vacant(tx, row)):
        tx.refuse("VAC.PATROL_ENTRY", NO_STATE, units=_units(vacant))


def _areas(tx: Tx, row: Round) -> list[Area]:
    letters = {stop.area for stop in patrol.read_stops(row.stops)}
    return [area for area in tx.site.checklist.areas if area.letter in letters]


def _buildings(row: Round) -> set[str]:
    return {stop.place for stop in patrol.read_stops(row.stops) if stop.place}


def _silent_sites(tx: Tx, row: Round) -> list[str]:
    """The units under renovation in the buildings of the round without an entry of its day, or of the round."""
    begun = tx.site.calendar.day(row.begun or row.starts)
    back = tx.site.calendar.day(row.finished or tx.happened)
    entered = select(RenovationEntry.renovation_id).where(
        RenovationEntry.renovation_id == Renovation.item_id, col(RenovationEntry.day).between(begun, back)
    )
    wanted = (
        select(Unit.code)
        .join(Renovation, col(Renovation.unit_id) == col(Unit.id))
        .join(Item, col(Item.id) == Renovation.item_id)
        .join(Building, col(Building.id) == Unit.building_id)
        .where(Item.ledger == "renovation", col(Item.closed).is_(None), Renovation.begins <= back)
        .where(~entered.exists())
    )
    return _in_buildings(tx, wanted, row)


def _unseen_vacant(tx: Tx, row: Round) -> list[str]:
    """The vacant units in the buildings of the round that nobody visited since it began; one that is let is none."""
    since = row.begun or row.starts
    seen = select(VacancyVisit.vacancy_id).where(
        VacancyVisit.vacancy_id == Vacancy.item_id,
        or_(col(VacancyVisit.at) >= since, col(VacancyVisit.round_id) == row.item_id),
    )
    wanted = (
        select(Unit.code)
        .join(Vacancy, col(Vacancy.unit_id) == col(Unit.id))
        .join(Item, col(Item.id) == Vacancy.item_id)
        .join(Building, col(Building.id) == Unit.building_id)
        .where(Item.ledger == "vacancy", col(Item.closed).is_(None), Vacancy.let_to == "", col(Vacancy.sold).is_(None))
        .where(~seen.exists())
    )
    return _in_buildings(tx, wanted, row)


def _in_buildings(tx: Tx, wanted: SelectOfScalar[str], row: Round) -> list[str]:
    if buildings := _buildings(row):
        wanted = wanted.where(col(Building.code).in_(buildings))
    return list(tx.session.exec(wanted.order_by(col(Unit.code))).all())


def _units(codes: list[str]) -> str:
    return ", ".join([*codes[:NAMED], *([".."] if len(codes) > NAMED else [])])
