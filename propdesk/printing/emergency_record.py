"""The emergency on paper (突发事件处理记录表; 001 L33, 004 DUTY 4.1.6): who was rung, what was done."""

from collections.abc import Mapping, Sequence
from typing import Any

from propdesk.desk import Desk
from propdesk.i18n import N_, say, translate
from propdesk.printing.booklet import Booklet, Part
from propdesk.printing.shift_words import Words
from propdesk.queries import items, journal
from propdesk.queries.items import ItemRow
from propdesk.queries.journal import EntryView
from propdesk.rules.callout import to_ring
from propdesk.rules.sentence import show

TITLE = N_("Emergency handling record")
CALL = "emergency.attempt"
BY_AT = N_("{who}, {moment}")
RANG, RANG_AND_SAID = N_("{moment} {purpose}: {outcome}"), N_("{moment} {purpose}: {outcome}; {note}")


def emergency_record(desk: Desk, item_id: int, language: str) -> Booklet:
    """The record of one emergency as it stands now.

    Raises:
        LookupError: there is no such item.
    """
    item = desk.read(items.item, item_id)
    if item is None:
        raise LookupError(item_id)
    words = Words(desk, language)
    row = desk.read(items.row_of, item.ledger, item.id)
    course = desk.read(journal.course, item.id, language, desk.zone)
    return words.booklet(
        words.of(TITLE),
        f"№ {item.number}",
        (
            _facts(words, item, row, course),
            words.text(N_("What is happening"), row["text"]),
            _calls(words, str(row["danger"]), [each for each in course if each.step == CALL]),
            _measures(words, row),
            words.entries(N_("Course"), course),
        ),
        (N_("Duty officer"), N_("Supervisor"), N_("Office manager")),
    )


def _facts(words: Words, item: ItemRow, row: Mapping[str, Any], course: Sequence[EntryView]) -> Part:
    raised = course[0].operator if course else item.receiver
    return words.pairs(
        (N_("Danger"), words.of(row["danger"].label)), (N_("Unit or place"), item.place),
        (N_("Happened"), words.moment(item.opened)), (N_("Written by"), words.who(raised)),
        (N_("Caller"), item.person), (N_("Phone"), item.phone),
        (N_("People in danger"), row["people"]), (N_("Stage"), words.stage(item.ledger, item.stage)),
    )  # fmt: skip


def _calls(words: Words, danger: str, calls: Sequence[EntryView]) -> Part:
    """The list in its order, with every call to each of them; below, who was rung besides."""
    by_number: dict[str, list[EntryView]] = {}
    for each in calls:
        by_number.setdefault(_said(words, each, "number") or _said(words, each, "whom"), []).append(each)
    rows = []
    for place, to in enumerate(to_ring(danger, words.desk.site.settings.on_call), start=1):
        post = translate(to.post, words.language)
        known = [*by_number.pop(to.phone, ()), *by_number.pop(f"{post} {to.name}".strip(), ())]
        told = "\n".join(_call(words, each) for each in known) or words.of(N_("not called"))
        rows.append((str(place), "\n".join(filter(None, (post, to.name))), to.phone, told))
    for others in by_number.values():
        whom, number = _said(words, others[0], "whom"), _said(words, others[0], "number")
        rows.append(("", whom, number, "\n".join(_call(words, each) for each in others)))
    columns = ((N_("Order"), 1.2), (N_("Person called"), 4.0), (N_("Phone"), 3.0), (N_("Called at, outcome"), 8.0))
    return words.listed(N_("Call-out list and calls"), columns, rows)


def _call(words: Words, entry: EntryView) -> str:
    """`11-21 23:42 Call somebody out: Got through; comes at once`."""
    values = {name: _said(words, entry, name) for name in ("purpose", "outcome", "note")}
    says = RANG_AND_SAID if values["note"] else RANG
    return words.of(says, moment=words.moment(entry.happened), **values)


def _said(words: Words, entry: EntryView, name: str) -> str:
    value = entry.values.get(name)
    return show(value, words.language, words.desk.zone) if value not in (None, "") else ""


def _measures(words: Words, row: Mapping[str, Any]) -> Part:
    def at(who: str, moment: Any) -> str:
        return say(BY_AT, {"who": who or "-", "moment": words.moment(moment)}, words.language) if moment else ""

    lines = [
        (N_("On site"), at(row["arrived_who"], row["arrived"])), (N_("Measures"), row["measures"]),
        (N_("Made safe"), words.moment(row["safe"])), (N_("Result"), row["result"]),
    ]  # fmt: skip
    told = [(words.of(label), value) for label, value in lines]
    return Part(words.of(N_("What was done")), (("", 2.0), ("", 12.0)), told, pale=(0,))
