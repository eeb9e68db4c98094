"""What stands beside a round and a finding."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

from textual.content import Content

from propdesk.desk import Desk
from propdesk.i18n import N_, _, say
from propdesk.queries import findings, rounds
from propdesk.queries.findings import FindingRow
from propdesk.queries.items import ItemRow
from propdesk.queries.rounds import AreaRow, RoundRow
from propdesk.rules import patrol
from propdesk.rules.answers import State
from propdesk.rules.patrol import Stop
from propdesk.screens.round_words import finding_line, round_line, same_words, stop_name
from propdesk.screens.section import Section
from propdesk.widgets.safe import display_text


def of_round(desk: Desk, row: ItemRow, _kept: Mapping[str, object]) -> tuple[Section, ...]:
    """The sections of a round: where it stands, what was written area by area, what it found; blocks."""
    found = desk.read(rounds.one, row.id)
    if found is None:
        return ()
    areas, new = desk.read(rounds.areas, row.id), desk.read(findings.of_round, row.id)
    return (
        Section(N_("Window and walk"), partial(_round_lines, found), early=True),
        Section(N_("Areas"), partial(area_lines, found, areas)),
        Section(N_("Found on this round"), partial(finding_lines, new)),
    )


def of_finding(desk: Desk, row: ItemRow, _kept: Mapping[str, object]) -> tuple[Section, ...]:
    """The sections of a finding: its page, how often it was found, what the checklist asks, the round; blocks."""
    found = desk.read(findings.one, row.id)
    if found is None:
        return ()
    origin = desk.read(rounds.one, found.round_id) if found.round_id is not None else None
    others = [each for each in desk.read(findings.open_of, [found.check_id])
              if each.id != row.id and each.place == found.place] if found.check_id else []  # fmt: skip
    walked = [Section(N_("Found on the round"), partial(_round_lines, origin))] if origin is not None else []
    return (
        Section(N_("Problem sheet"), partial(_sheet_lines, found)),
        *walked,
        Section(N_("Also open at this place"), partial(finding_lines, others)),
    )


def _round_lines(row: RoundRow, now: datetime, desk: Desk) -> list[Content]:
    return [round_line(row, now, desk)]


def area_lines(row: RoundRow, areas: Sequence[AreaRow], _now: datetime, desk: Desk) -> list[Content]:
    """A line for each area that was walked, its defects below it; at last the areas that were not."""
    titles = {area.letter: area.title for area in desk.site.checklist.areas}
    lines = [line for area in areas for line in _area(area, titles, desk)]
    left = patrol.left(patrol.read_stops(row.stops), [(area.area, area.place) for area in areas])
    if left:
        names = " ".join(stop.name for stop in left)
        lines.append(Content.styled(say(N_("Not written down: {names}"), {"names": names}), "dim"))
    return lines


def _area(area: AreaRow, titles: Mapping[str, str], desk: Desk) -> list[Content]:
    times = "-".join(f"{at.astimezone(desk.zone):%H:%M}" for at in (area.began, area.ended))
    said = [times, say(N_("{count} min"), {"count": area.minutes})]
    fast = ("  ! " + _("too fast"), "bold $text-warning") if area.too_fast else ""
    alike = ("  " + same_words(area.alike), "bold $text-warning") if area.alike else ""
    name = stop_name(Stop(area.area, area.place), titles)
    head = Content.assemble((display_text(name), "bold"), f"  {'  '.join(said)}  {_(area.grade.label)}", fast, alike)
    wrong = [each for each in area.answers if each.state in (State.DEFECT, State.FIXED)]
    marks = {State.DEFECT: ("!!", "bold $text-error"), State.FIXED: ("! ", "$text-warning")}
    return [head, *(Content.assemble("  ", marks[each.state], f" {each.id} {display_text(each.place)} ".rstrip() + " ",
                                     display_text(each.note)) for each in wrong)]  # fmt: skip


def finding_lines(rows: Sequence[FindingRow], now: datetime, desk: Desk) -> list[Content]:
    """A line for each finding."""
    return [finding_line(row, now, desk.zone) for row in rows]


def _sheet_lines(row: FindingRow, _now: datetime, desk: Desk) -> list[Content]:
    check = desk.site.checklist.check(row.check_id) if row.check_id else None
    again = say(N_("found again {count}x"), {"count": row.again}) if row.again else ""
    page = say(N_("page {sheet}"), {"sheet": row.sheet}) if row.sheet else ""
    lines = [Content.assemble((page, "bold"), f"  {_(row.kind.label)}")]
    lines += [Content.styled(again, "bold")] if again else []
    clause = f"{check.id}  {_(check.text)}  {check.clause}" if check is not None else ""
    return [*lines, *([Content.styled(display_text(clause), "$text-muted")] if clause else [])]
