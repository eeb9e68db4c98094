"""What each ledger shows beside an item besides its course, its clocks and its facts."""

from collections.abc import Callable, Mapping

from propdesk.desk import Desk
from propdesk.queries.items import ItemRow
from propdesk.screens import (
    complaint_sections,
    file_sections,
    incident_sections,
    key_sections,
    movein_sections,
    round_sections,
    vacancy_sections,
)
from propdesk.screens.section import Section

Loader = Callable[[Desk, ItemRow, Mapping[str, object]], tuple[Section, ...]]
"""Reads the sections of an item, given the ledger's own row of it; blocks."""

LOADERS: Mapping[str, Loader] = {
    "complaint": complaint_sections.load,
    "file": file_sections.load,
    "finding": round_sections.of_finding,
    "incident": incident_sections.load,
    "key": key_sections.of_key,
    "loan": key_sections.of_loan,
    "movein": movein_sections.load,
    "renovation": vacancy_sections.of_renovation,
    "round": round_sections.of_round,
    "stocktake": key_sections.of_stocktake,
    "vacancy": vacancy_sections.of_vacancy,
}
"""By ledger; one that is not here shows nothing of its own."""


def sections_of(desk: Desk, row: ItemRow, kept: Mapping[str, object]) -> tuple[Section, ...]:
    """The sections of an item in the order in which they are shown; blocks."""
    load = LOADERS.get(row.ledger)
    return load(desk, row, kept) if load is not None else ()
