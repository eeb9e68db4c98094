"""Counting vacant units: stock and movement of a period, what was done there, what a year's plan asks for (P13)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from propdesk.i18n import N_
from propdesk.models import tables
from propdesk.models.vacancy import Work
from propdesk.rules import upkeep
from propdesk.rules.figures import OF_STOCK, Basis, Figures, Line, Section
from propdesk.rules.upkeep import Fittings
from propdesk.settings import Settings
from propdesk.store.tally import Wanted, missed_by

_TABLES = tables.metadata().tables
_ITEM = _TABLES["item"]
_VACANCY, _VISIT, _LETTING = (_TABLES[name] for name in ("vacancy", "vacancy_visit", "vacancy_letting"))
_THERE = (_ITEM.c.ledger == "vacancy", _ITEM.c.stage != "voided")


def figures(connection: Connection, wanted: Wanted, settings: Settings, *, ahead: bool = False) -> Figures:
    """The figures of a period; those of a time to come are the stock of today and what is planned."""
    basis = replace(wanted.basis, count_by=OF_STOCK)
    if ahead:
        return Figures(replace(basis, end=basis.counted), _planned(connection, settings))
    return Figures(basis, (
        _stock(connection, basis), _movement(connection, basis), _state(connection, basis), _works(connection, basis),
        missed_by(connection, wanted, ("vacancy",)),
    ))  # fmt: skip


def _stock(connection: Connection, basis: Basis) -> Section:
    first, last = basis.period.first, basis.period.last
    sold, taken = _VACANCY.c.sold, _VACANCY.c.taken_over
    return Section("vacancies", N_("Vacant units"), (
        Line("vacancy.before", N_("On record before the period"),
             _ids(connection, taken < first, or_(sold.is_(None), sold >= first))),
        Line("vacancy.taken", N_("Newly vacant"), _ids(connection, taken >= first, taken <= last)),
        Line("vacancy.sold", N_("Sold"), _ids(connection, sold >= first, sold <= last)),
        Line("vacancy.stock", N_("On record at its end"), stock(connection, basis)),
        Line("vacancy.let", N_("Of these let"), _let_at_end(connection, basis)),
    ))  # fmt: skip


def stock(connection: Connection, basis: Basis) -> tuple[int, ...]:
    """The vacant units on record when the period ends."""
    last, sold = basis.period.last, _VACANCY.c.sold
    return _ids(connection, _VACANCY.c.taken_over <= last, or_(sold.is_(None), sold > last))


def _let_at_end(connection: Connection, basis: Basis) -> tuple[int, ...]:
    last = basis.period.last
    before = _earlier(connection, _LETTING.c.begins <= last, _LETTING.c.ends > last)
    return tuple(sorted({*_ids(connection, _VACANCY.c.let_from <= last), *before}))


def _movement(connection: Connection, basis: Basis) -> Section:
    first, last = basis.period.first, basis.period.last
    begun = _earlier(connection, _LETTING.c.begins >= first, _LETTING.c.begins <= last)
    still = _ids(connection, _VACANCY.c.let_from >= first, _VACANCY.c.let_from <= last)
    ended = _earlier(connection, _LETTING.c.ends >= first, _LETTING.c.ends <= last)
    return Section("letting", N_("Letting"), (
        Line("letting.begun", N_("Let in the period"), (*begun, *still)),
        Line("letting.ended", N_("Letting ended"), ended),
    ))  # fmt: skip


def _state(connection: Connection, basis: Basis) -> Section:
    kept = tuple(each for each in stock(connection, basis) if each not in _let_at_end(connection, basis))
    visited = {row.vacancy_id for row in _visits(connection, basis)}
    abnormal = tuple(row.vacancy_id for row in _visits(connection, basis) if row.anomaly)
    closed = and_(_VACANCY.c.valves_closed.is_(True), _VACANCY.c.power_off.is_(True))
    left_open = _ids(connection, ~closed, _ITEM.c.stage == "kept")
    return Section("vacancy_state", N_("State"), (
        Line("vacancy.visited", N_("Seen in the period"), tuple(each for each in kept if each in visited), of=kept),
        Line("vacancy.abnormal", N_("Anything abnormal"), abnormal),
        Line("vacancy.left_open", N_("A valve open or the power on"), left_open),
    ))  # fmt: skip


def _works(connection: Connection, basis: Basis) -> Section:
    done: dict[str, list[int]] = {work.value: [] for work in Work}
    for row in _visits(connection, basis):
        for work in filter(None, row.work.split(",")):
            done[work].append(row.vacancy_id)
    lines = [Line(f"work.{work.value}", work.label, tuple(done[work.value])) for work in Work]
    return Section("vacancy_work", N_("Upkeep done"), tuple(lines))


def _planned(connection: Connection, settings: Settings) -> tuple[Section, ...]:
    """The stock, which units need which work, and how often that makes in a year."""
    names = ("furnished", "west_sun", "appliances")
    columns = (_ITEM.c.id, *(_VACANCY.c[name] for name in names))
    kept = select(*columns).join(_VACANCY, _VACANCY.c.item_id == _ITEM.c.id)
    rows = connection.execute(kept.where(_ITEM.c.ledger == "vacancy", _ITEM.c.closed.is_(None))).all()
    needs: dict[str, list[int]] = {work: [] for work in upkeep.CODES}
    for row in rows:
        for work in upkeep.needed(Fittings(*(getattr(row, name) for name in names)), settings):
            needs[work].append(row.id)
    often = {work: tuple(ids) * upkeep.times_a_year(work, settings) for work, ids in needs.items()}
    return (
        Section("vacancies", N_("Vacant units"),
                (Line("vacancy.stock", N_("On record"), tuple(row.id for row in rows)),)),
        Section("plan_units", N_("Units that need it"),
                tuple(Line(f"units.{work}", Work(work).label, tuple(ids)) for work, ids in needs.items())),
        Section("plan_times", N_("Times in the year, all units together"),
                tuple(Line(f"times.{work}", Work(work).label, ids) for work, ids in often.items())),
    )  # fmt: skip


def _visits(connection: Connection, basis: Basis) -> Sequence[Any]:
    of_period = (_VISIT.c.at >= basis.start, _VISIT.c.at < basis.end)
    asked = select(_VISIT.c.vacancy_id, _VISIT.c.work, _VISIT.c.anomaly)
    return connection.execute(asked.where(*of_period).order_by(_VISIT.c.id)).all()


def _ids(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[int, ...]:
    asked = select(_ITEM.c.id).join(_VACANCY, _VACANCY.c.item_id == _ITEM.c.id).where(*_THERE, *conditions)
    return tuple(connection.execute(asked.order_by(_ITEM.c.id)).scalars())


def _earlier(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[int, ...]:
    asked = select(_LETTING.c.vacancy_id).join(_ITEM, _ITEM.c.id == _LETTING.c.vacancy_id)
    return tuple(connection.execute(asked.where(*_THERE, *conditions).order_by(_LETTING.c.id)).scalars())
