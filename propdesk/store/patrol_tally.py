"""Counting the patrols of a month for the archive: rounds by the plan, findings, the pages of their sheets (P14)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select

from propdesk.i18n import N_
from propdesk.models import tables
from propdesk.rules.figures import OF_PATROLS, Basis, Figures, Line, Section
from propdesk.rules.patrol import ASKED, EXPECTED, STANDINGS, UNPLANNED, pages_between, standing
from propdesk.store.tally import Wanted, missed_by

_TABLES = tables.metadata().tables
_ITEM, _ROUND, _FINDING = _TABLES["item"], _TABLES["round"], _TABLES["finding"]

OUTSIDE = N_("Outside the checklist")


def figures(connection: Connection, wanted: Wanted, areas: Mapping[str, str]) -> Figures:
    """The figures of a period; `areas` are the titles of the checklist's areas by letter."""
    basis = replace(wanted.basis, count_by=OF_PATROLS)
    found = _findings(connection, basis)
    return Figures(basis, (
        _rounds(connection, basis), _found(found), _by_area(found, areas), _pages(_numbered(connection, basis)),
        missed_by(connection, wanted, ("round", "finding")),
    ))  # fmt: skip


def pages(connection: Connection, basis: Basis) -> tuple[str, str]:
    """The codes of the first and the last page of a period, both empty where there is none."""
    rows = _numbered(connection, basis)
    return (rows[0].sheet, rows[-1].sheet) if rows else ("", "")


def _rounds(connection: Connection, basis: Basis) -> Section:
    """The rounds whose window begins in the period, as they stand to the plan."""
    asked = (
        select(_ITEM.c.id, _ITEM.c.stage, _ROUND.c.planned, _ROUND.c.verdict)
        .join(_ROUND, _ROUND.c.item_id == _ITEM.c.id)
        .where(_ROUND.c.starts >= basis.start, _ROUND.c.starts < basis.end, _ITEM.c.stage != "voided")
        .order_by(_ROUND.c.starts, _ITEM.c.id)
    )
    rows = connection.execute(asked).all()
    planned = tuple(row.id for row in rows if row.planned)
    stands: dict[str, list[int]] = {name: [] for name in ASKED}
    for row in rows:
        if row.planned:
            stands[standing(row.stage, row.verdict.value if row.verdict else "")].append(row.id)
    words = dict(STANDINGS)
    lines = [Line(f"round.{name}", words[name], tuple(stands[name])) for name in ASKED]
    lines[0] = replace(lines[0], of=planned)
    outside = Line("round.unplanned", UNPLANNED, tuple(row.id for row in rows if not row.planned))
    return Section("patrol_rounds", N_("Patrol rounds"), (Line("round.expected", EXPECTED, planned), *lines, outside))


def _findings(connection: Connection, basis: Basis) -> Sequence[Any]:
    """What was found in the period, without what was voided."""
    within = (_ITEM.c.opened >= basis.start, _ITEM.c.opened < basis.end, _ITEM.c.stage != "voided")
    columns = (_ITEM.c.id, _ITEM.c.closed, *(_FINDING.c[name] for name in ("area", "solved", "verified")))
    asked = select(*columns).join(_FINDING, _FINDING.c.item_id == _ITEM.c.id)
    return connection.execute(asked.where(_ITEM.c.ledger == "finding", *within).order_by(_ITEM.c.ord)).all()


def _numbered(connection: Connection, basis: Basis) -> Sequence[Any]:
    """The pages written in the period, in their order, as the archive has them; void ones stay in their place."""
    first, end = pages_between(basis.period.first, basis.period.last)
    asked = select(_ITEM.c.id, _ITEM.c.stage, _FINDING.c.sheet).join(_FINDING, _FINDING.c.item_id == _ITEM.c.id)
    within = (_FINDING.c.sheet >= first, _FINDING.c.sheet < end)
    return connection.execute(asked.where(*within).order_by(_ITEM.c.ord)).all()


def _found(rows: Sequence[Any]) -> Section:
    return Section("findings", N_("Findings of the patrols"), (
        Line("finding.found", N_("Found in the period"), tuple(row.id for row in rows)),
        Line("finding.solved", N_("Solved on the spot"),
             tuple(row.id for row in rows if row.solved and row.verified is None)),
        Line("finding.verified", N_("Verified on site"), tuple(row.id for row in rows if row.verified is not None)),
        Line("finding.open", N_("Still open"), tuple(row.id for row in rows if row.closed is None)),
    ))  # fmt: skip


def _by_area(rows: Sequence[Any], areas: Mapping[str, str]) -> Section:
    known: dict[str, list[int]] = {}
    for row in rows:
        known.setdefault(row.area, []).append(row.id)
    lines = [Line(f"finding.area.{area.lower() or 'none'}", areas.get(area, area) if area else OUTSIDE,
                  tuple(known[area]))
             for area in sorted(known, key=lambda area: (not area, area))]  # fmt: skip
    return Section("finding_areas", N_("Findings by area"), tuple(lines))


def _pages(rows: Sequence[Any]) -> Section:
    return Section("pages", N_("Pages of the problem sheet"), (
        Line("page.all", N_("Pages, also void ones"), tuple(row.id for row in rows)),
        Line("page.void", N_("Void pages"), tuple(row.id for row in rows if row.stage == "voided")),
    ))  # fmt: skip
