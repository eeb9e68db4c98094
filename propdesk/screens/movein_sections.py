"""What stands beside a move-in: how far it is, what was left out, what the inspection found, when somebody comes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from textual.content import Content

from propdesk.desk import Desk
from propdesk.i18n import N_, _, joined, language, ngettext
from propdesk.queries import moveins
from propdesk.queries.items import ItemRow
from propdesk.queries.moveins import AWAITED, Finding
from propdesk.rules.sentence import show
from propdesk.screens.section import Section, mask
from propdesk.widgets.remaining import moment
from propdesk.widgets.safe import display_text

DONE, OPEN, NEXT = "[x]", "[ ]", ">> "
"""The marks of the checklist: done, to come, and what comes next."""
REPAIRS = ("defects", "pursued")
"""The stages in which the developer repairs."""
LATE = timedelta(minutes=30)
"""So long after its time an appointment counts as missed: by then the next household sits there."""

Kept = Mapping[str, Any]
"""The ledger's own row of a move-in."""


@dataclass(frozen=True)
class Point:
    """One point of the checklist: its words, a msgid, whether it is done and when, and what is to be known of it."""

    words: str
    done: bool
    at: datetime | None = None
    about: str = ""


def load(desk: Desk, row: ItemRow, kept: Kept) -> tuple[Section, ...]:
    """The sections of a move-in; blocks."""
    found = desk.read(moveins.findings, row.id)
    goods_at = desk.read(moveins.goods_at, row.id) if kept["goods"] else None
    return (
        Section(N_("Appointment"), partial(appointment_lines, row.stage, kept), early=True),
        Section(
            N_("Checklist"), partial(checklist_lines, row.stage, {**kept, "goods_at": goods_at}, found), early=True
        ),
        Section(N_("What the inspection found"), partial(finding_lines, found)),
        Section(N_("What is lacking"), partial(left_out_lines, kept)),
        Section(N_("Family members"), partial(family_lines, kept)),
    )


def appointment_lines(stage: str, kept: Kept, now: datetime, desk: Desk) -> list[Content]:
    """When the household comes, to the counter or to the second inspection; nothing once it was there."""
    comes, invited = kept["appointed"], kept["invited"]
    again = stage in REPAIRS and invited is not None
    if again and (comes is None or comes <= invited):
        called = _("called to the second inspection {moment}").format(moment=moment(invited, now, desk.zone))
        return [Content.styled(called, "dim")]
    if comes is None or not (again or stage in AWAITED):
        return []
    missed = now > comes + LATE
    words = N_("was to come {moment}") if missed else N_("comes {moment}")
    said = _(words).format(moment=moment(comes, now, desk.zone))
    why = f"  {_('Second inspection')}" if again else ""
    return [Content.styled(f"{'!! ' if missed else ''}{said}{why}", "bold $text-error" if missed else "bold")]


# --- the checklist ------------------------------------------------------------------------------------------


def checklist_lines(
    stage: str, kept: Kept, found: Sequence[Finding], now: datetime, desk: Desk
) -> list[Content]:  # fmt: skip
    """A line for each point in the order of events; the first that is not done comes next."""
    points = [*_before_keys(kept, now, desk), *_keys_and_inspection(kept, found, desk), _filed(kept)]
    first = next((point for point in points if not point.done), None) if stage != "voided" else None
    return [_point(point, now, desk, is_next=point is first) for point in points]


def _point(point: Point, now: datetime, desk: Desk, *, is_next: bool) -> Content:
    mark = DONE if point.done else NEXT if is_next else OPEN
    style = "bold $text-accent" if is_next else "" if point.done else "dim"
    at = f"  {moment(point.at, now, desk.zone)}" if point.done and point.at is not None else ""
    about = f"  {display_text(point.about)}" if point.about else ""
    return Content.assemble((f"{mark} {_(point.words)}", style), at, (about, "dim"))


def _before_keys(kept: Kept, now: datetime, desk: Desk) -> Iterator[Point]:
    """What comes before the keys: notice, papers, agreements, goods, fees."""
    received = kept["received"]
    had = _("received {moment}").format(moment=moment(received, now, desk.zone)) if received else ""
    yield Point(N_("Notice sent"), True, kept["sent"], had)
    visitor = f"{kept['visitor']}  {_('for the owner')}" if kept["proxy"] else kept["visitor"]
    yield Point(N_("Papers checked"), kept["checked"] is not None, kept["checked"], visitor)
    settings = desk.site.settings
    signed = _of(kept["agreements"], settings.agreements) if kept["signed"] else ""
    yield Point(N_("Agreements signed"), kept["signed"] is not None, kept["signed"], signed)
    given = _of(kept["goods"], settings.movein_goods) if kept["goods"] else ""
    yield Point(N_("Goods received"), bool(kept["goods"]), kept["goods_at"], given)
    yield Point(N_("Fees paid"), kept["paid"] is not None, kept["paid"], _paid(kept, desk))


def _of(listed: str, offered: Sequence[str]) -> str:
    """`4 of 5`: how many of the site's list."""
    there = [name for name in offered if name in _parts(listed)]
    return _("{count} of {all}").format(count=len(there), all=len(offered))


def _parts(listed: str) -> list[str]:
    return [part for part in listed.split("; ") if part]


def _paid(kept: Kept, desk: Desk) -> str:
    if kept["paid"] is None:
        return ""
    amount = _("{amount} yuan").format(amount=show({"fen": kept["amount_fen"] or 0}, language(), desk.zone))
    return "  ".join(part for part in (amount, kept["receipt"], kept["paid_by"], kept["deputy_reason"]) if part)


def _keys_and_inspection(kept: Kept, found: Sequence[Finding], desk: Desk) -> Iterator[Point]:
    """Keys and inspection, in the order of the site, and the repairs where something was found."""
    stays = f"  {_('one stays for repairs')}" if kept["key_kept"] else ""
    keys = Point(N_("Keys handed over"), kept["keyed"] is not None, kept["keyed"],
                 f"×{kept['pieces']}{stays}" if kept["keyed"] else "")  # fmt: skip
    inspected = kept["inspected"]
    inspection = Point(N_("Inspection"), inspected is not None, inspected, _inspected(kept, found))
    yield from (inspection, keys) if desk.site.settings.inspect_first else (keys, inspection)
    if found:
        passed = [each.passed for each in found if each.passed is not None]
        whole = len(passed) == len(found)
        yield Point(N_("Repairs passed"), whole, max(passed) if whole else None, _repaired(found))


def _inspected(kept: Kept, found: Sequence[Finding]) -> str:
    if kept["inspected"] is None:
        return ""
    count = ngettext("{count} finding", "{count} findings", len(found)).format(count=len(found))
    return "  ".join(part for part in (kept["inspector"], count if found else _("accepted")) if part)


def _repaired(found: Sequence[Finding]) -> str:
    fixed = sum(each.fixed is not None for each in found)
    return _("{count} of {all} repaired").format(count=fixed, all=len(found))


def _filed(kept: Kept) -> Point:
    return Point(N_("Filed"), kept["filed"] is not None, kept["filed"])


# --- what else there is ----------------------------------------------------------------------------------------


def finding_lines(found: Sequence[Finding], now: datetime, desk: Desk) -> list[Content]:
    """Two lines for each finding: what is wrong, and how far its repair is."""
    return [line for each in found for line in _finding(each, now, desk)]


def _finding(each: Finding, now: datetime, desk: Desk) -> tuple[Content, Content]:
    what = f"{each.room}: {each.text}" if each.room not in ("", "-") else each.text
    state, tone = _state(each, now, desk)
    more = [_("postponed ×{count}").format(count=each.postponed)] if each.postponed else []
    more += [display_text(each.result)] if each.result else []
    return (
        Content.assemble((f"{each.number:>2} ", "bold"), display_text(what)),
        Content.assemble(("   ", ""), (state, tone), ("".join(f"  {part}" for part in more), "dim")),
    )


def _state(each: Finding, now: datetime, desk: Desk) -> tuple[str, str]:
    """How far the repair of a finding is, and the tone that repeats it."""
    if each.passed is not None:
        return f"{DONE} {_('passed {moment}').format(moment=moment(each.passed, now, desk.zone))}", "dim"
    if each.fixed is not None:
        return f"{OPEN} {_('repaired {moment}').format(moment=moment(each.fixed, now, desk.zone))}", ""
    if each.term is None:
        return f"!! {_('failed, without a new date')}", "bold $text-error"
    due = _("to be repaired by {moment}").format(moment=moment(each.term, now, desk.zone))
    return (f"!! {due}", "bold $text-error") if each.term <= now else (f"{OPEN} {due}", "$text-warning")


def left_out_lines(kept: Kept, _now: datetime, desk: Desk) -> list[Content]:
    """What was not signed, not handed over, not taken for the data card, and why."""
    settings, lines = desk.site.settings, []
    if kept["signed"] is not None:
        lines += _left(N_("Not signed"), settings.agreements, kept["agreements"], kept["refused"])
        card = [_(words) for name, words in CARD if not kept[name]]
        lines += [_line(N_("Data card without"), joined(card), kept["card_missing"])] if card else []
    if kept["goods"]:
        lines += _left(N_("Not handed over"), settings.movein_goods, kept["goods"], "")
    return lines


CARD = (("photos", N_("photos of the family")), ("id_copies", N_("copies of identity cards")))
"""What belongs to the data card beside what is written on it."""


def _left(words: str, offered: Sequence[str], there: str, why: str) -> list[Content]:
    missing = [_(name) for name in offered if name not in _parts(there)]
    return [_line(words, joined(missing), why)] if missing else []


def _line(words: str, what: str, why: str) -> Content:
    because = f"  {mask(display_text(why))}" if why else ""
    return Content.assemble(
        ("! ", "bold $text-warning"), (f"{_(words)}  ", "dim"), display_text(what), (because, "dim")
    )  # fmt: skip


def family_lines(kept: Kept, _now: datetime, _desk: Desk) -> list[Content]:
    """The family as the data card has it, their numbers masked."""
    return [Content(mask(display_text(line))) for line in str(kept["family"]).splitlines() if line.strip()]
