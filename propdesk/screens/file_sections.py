"""What stands beside an owner file: who reads it now, what lies in it, who read it, what changed, surveys, arrears."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from textual.content import Content

from propdesk.desk import Desk
from propdesk.i18n import N_, _
from propdesk.queries import files
from propdesk.queries.files import Asked, Changed, Reading
from propdesk.queries.items import ItemRow
from propdesk.screens.section import Section, mask
from propdesk.widgets.remaining import moment
from propdesk.widgets.safe import display_text

LATEST = 10
"""So many readings, changes, surveys stand beside a file, the latest first; all of them are in its course."""
HERE, GONE = "[x]", "[ ]"
"""The marks of a document that lies in the file, and of one that does not."""

Kept = Mapping[str, Any]
"""The ledger's own row of an owner file."""
Entry = TypeVar("Entry")


def load(desk: Desk, row: ItemRow, kept: Kept) -> tuple[Section, ...]:
    """The sections of an owner file; blocks."""
    readings = desk.read(files.readings, row.id, LATEST + 1)
    changes = desk.read(files.changes, row.id, LATEST + 1)
    surveys = desk.read(files.surveys, row.id, LATEST + 1)
    return (
        Section(N_("Being read"), partial(reading_now, kept), early=True),
        Section(N_("Arrears"), partial(arrears_lines, kept), early=True),
        Section(N_("What lies in the file"), partial(document_lines, row.stage, kept)),
        Section(N_("Who read it"), partial(latest, _read_line, readings)),
        Section(N_("What changed"), partial(latest, _change_line, changes)),
        Section(N_("Quarterly surveys"), partial(latest, _survey_line, surveys)),
    )


def latest(
    words: Callable[[Entry, datetime, Desk], Content], found: Sequence[Entry], now: datetime, desk: Desk
) -> list[Content]:
    """The latest entries of a list in words, and whether there are earlier ones."""
    lines = [words(each, now, desk) for each in found[:LATEST]]
    more = [Content.styled(_("Earlier ones stand in the course."), "dim")] if len(found) > LATEST else []
    return [*lines, *more]


def reading_now(kept: Kept, now: datetime, desk: Desk) -> list[Content]:
    """Who may read it at the moment, what, what for, with whose approval, and whether the paper is out."""
    if kept["approved"] is None:
        return []
    at = moment(kept["approved"], now, desk.zone)
    lent = kept["lent"]
    paper = _("paper out since {moment}").format(moment=moment(lent, now, desk.zone)) if lent else _("paper not out")
    return [
        Content.assemble((display_text(kept["reader"]), "bold"), f"  {display_text(kept['what'])}"),
        Content.assemble((f"{_('What for')}  ", "dim"), display_text(kept["purpose"])),
        Content.assemble((f"{_('Approved by')}  ", "dim"), f"{display_text(kept['approved_by'])}  {at}"),
        Content.styled(f"{'! ' if lent else ''}{paper}", "$text-warning" if lent else "dim"),
    ]


def arrears_lines(kept: Kept, now: datetime, desk: Desk) -> list[Content]:
    """Since when the owner is in arrears, and how often the contact details were checked."""
    if kept["arrears_since"] is None:
        return []
    since = _("since {moment}").format(moment=f"{desk.site.calendar.local(kept['arrears_since']):%Y-%m-%d}")
    checks = _("contact details checked ×{count}").format(count=kept["contact_checks"])
    return [Content.assemble(("! ", "bold $text-warning"), since, (f"  {checks}", "dim"))]


def document_lines(stage: str, kept: Kept, _now: datetime, desk: Desk) -> list[Content]:
    """Where it lies, and each document of the site's list with its mark; what is missing is said."""
    if stage in ("destroyed", "voided"):
        return []
    there, missing = _parts(kept["documents"]), _parts(kept["missing"])
    listed = [name for name in desk.site.settings.file_documents if name in there or name in missing]
    rest = [name for name in (*there, *missing) if name not in listed]
    count = _("{count} of {all}").format(count=len(there), all=len(there) + len(missing))
    shelf = Content.assemble((f"{_('Shelf')}  ", "dim"), (display_text(kept["shelf"]), "bold"), f"  {count}")
    return [shelf, *_documents([*listed, *rest], missing)]


def _documents(names: Sequence[str], missing: Sequence[str]) -> Iterator[Content]:
    for name in names:
        words = display_text(_(name))
        if name in missing:
            yield Content.styled(f"{GONE} {words}  {_('missing')}", "$text-warning")
        else:
            yield Content(f"{HERE} {words}")


def _parts(listed: str) -> list[str]:
    return [part for part in listed.split("; ") if part]


def _read_line(each: Reading, now: datetime, desk: Desk) -> Content:
    """Who read what, when and why, with whose approval, complete or not."""
    when = f"{moment(each.lent or each.approved, now, desk.zone)} - {moment(each.back, now, desk.zone)}"
    approved = _("approved by {name}").format(name=display_text(each.approved_by))
    remark = f"  {mask(display_text(each.remark))}" if each.remark else ""
    whole = (_("complete"), "dim") if each.complete else (f"!! {_('not complete')}", "bold $text-error")
    return Content.assemble(
        (f"{when}  ", "dim"), (display_text(each.reader), "bold"),
        f"  {display_text(each.what)}: {display_text(each.purpose)}  {approved}  ", whole, remark,
    )  # fmt: skip


def _change_line(each: Changed, now: datetime, desk: Desk) -> Content:
    """What it was and what it is now, numbers masked."""
    before, after = (mask(display_text(text)) or "-" for text in (each.before, each.after))
    when = f"{moment(each.since, now, desk.zone)}  "
    return Content.assemble((when, "dim"), f"{_(each.kind.label)}  {before} -> ", (after, "bold"))


def _survey_line(each: Asked, now: datetime, desk: Desk) -> Content:
    note = f"  {mask(display_text(each.note))}" if each.note else ""
    when = (f"  {moment(each.at, now, desk.zone)}", "dim")
    return Content.assemble((each.quarter, "bold"), f"  {_(each.result.label)}", when, note)
