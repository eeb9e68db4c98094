"""A key set and its loans in words: what stands beside forms, items and the board."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from textual.content import Content

from propdesk.i18n import N_, _, joined
from propdesk.queries.keys import KeySet, LoanRow
from propdesk.widgets.remaining import moment
from propdesk.widgets.safe import display_text
from propdesk.widgets.unit_card import key_counts

MANDATE = (
    ("mandate", N_("Mandate")),
    ("reason", N_("Reason for entrusting")),
    ("condition", N_("Condition of collection")),
    ("collector", N_("May also be collected by")),
    ("card", N_("Number of the owner's card")),
)
"""The columns of a mandate and what they are called."""


def title(key: KeySet) -> Content:
    """Number, hook, where, door, how many are here."""
    where = "  ".join(part for part in (key.place, key.door, key.person) if part)
    return Content.assemble(
        (display_text(key.tag), "bold"), "  ", (key.hook, "bold $text-accent"), f"  {display_text(where)}",
        f"\n{_(key.kind.label)}   {key_counts(key)}",
    )  # fmt: skip


def instruction(key: KeySet) -> list[Content]:
    """What is said to everybody who draws these keys, and that they fit no more."""
    lines = [Content.styled(f" {display_text(key.instruction)} ", "bold reverse")] if key.instruction else []
    if key.outdated:
        lines.append(Content.styled(f"!! {_('The lock was changed: these keys fit no more.')}", "bold $text-error"))
    return [*lines, Content("")] if lines else []


def rules(key: KeySet) -> list[Content]:
    """Who may draw it, who authorises, for how long, whether it may leave the site."""
    among = [_(department.label) for department in key.departments]
    longest = _("{hours} hours").format(hours=key.longest_hours) if key.longest_hours else _("until the end of shift")
    told = [
        (_("Who may draw"), joined(among) or _("everybody")),
        (_("Longest time"), longest),
        (_("Off the site"), _("yes") if key.may_leave else _("no")),
    ]
    if key.authorised:
        told.insert(1, (_("Who authorises"), _(key.authority.label)))
    if key.ask_owner:
        told.insert(1, (_("The owner"), _("is asked each time")))
    return [Content.assemble((f"{label}  ", "dim"), display_text(text)) for label, text in told]


def mandate(key: KeySet, row: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """What the owner's mandate says, as far as it says anything."""
    told = [(_("Owner"), key.person)] if key.person else []
    return (*told, *((_(label), str(row[name])) for name, label in MANDATE if row.get(name)))


def loan_line(row: LoanRow, now: datetime, zone: ZoneInfo) -> Content:
    """A loan as it is told beside something else: who, why, since when, until when or back when."""
    who = " ".join(part for part in (row.who, row.company) if part)
    if row.returned is not None:
        state, tone = _("back {moment}").format(moment=moment(row.returned, now, zone)), "dim"
    elif row.stage != "lent":
        state, tone = "", "dim"
    else:
        late = row.due <= now
        words = N_("overdue since {moment}") if late else N_("due {moment}")
        state, tone = _(words).format(moment=moment(row.due, now, zone)), "$text-error" if late else "$text-warning"
    mark = "!! " if tone == "$text-error" else ""
    return Content.assemble(
        (row.number, "bold"), f"  ×{row.pieces} {display_text(who)}  {display_text(row.reason)}  ",
        (f"{mark}{state}", tone),
    )  # fmt: skip
