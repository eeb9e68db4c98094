"""What the fields of a key loan find: key sets, and who may borrow them."""

from collections.abc import Iterator

from propdesk.desk import Desk
from propdesk.i18n import N_, _
from propdesk.queries import keys, lookup, people, units
from propdesk.queries.keys import Borrower, BorrowerRow, KeySet
from propdesk.rules.hooks import read_tag
from propdesk.widgets.suggestions import Suggestion

MOST = 6


def find_keys(desk: Desk, typed: str) -> list[Suggestion]:
    """Key sets in custody, with their hook and how many of their keys hang there; blocks."""
    return [_key(found, typed) for found in desk.read(keys.find_keys, typed, MOST)]


def _key(found: KeySet, typed: str) -> Suggestion:
    text = "  ".join(part for part in (found.tag, found.place, found.door) if part)
    whole = read_tag(typed) in (found.tag, found.number)
    return Suggestion(f"{found.hook:<6}  {text}  {here(found)}", found.tag if whole else text, found.tag, found)


def here(found: KeySet) -> str:
    """How many of the keys hang on the hook: `1/2`, with a word where none can be lent."""
    if found.outdated:
        return _("the lock was changed")
    return f"{found.here}/{found.pieces}" + ("" if found.here else f" {_('all out')}")


def find_borrowers(desk: Desk, typed: str) -> list[Suggestion]:
    """Who borrowed lately, who works here, who lives here; blocks."""
    found = [_borrower(row, _who(row)) for row in desk.read(keys.borrowers, typed, MOST)] if typed.strip() else []
    known = {suggestion.answer for suggestion in found}
    more = [*_colleagues(desk, typed), *_residents(desk, typed)] if typed.strip() else []
    return [*found, *(each for each in more if each.answer not in known)][:MOST]


def _who(row: BorrowerRow) -> str:
    return row.company or (_(row.department.label) if row.department else "")


def _borrower(row: BorrowerRow, about: str) -> Suggestion:
    return Suggestion(f"{row.name}  {about}".strip(), row.name, row.name, row)


def _colleagues(desk: Desk, typed: str) -> Iterator[Suggestion]:
    wanted = typed.strip().casefold()
    for operator in desk.read(people.operators, only_active=True):
        if wanted in operator.name.casefold():
            row = BorrowerRow(operator.name, "", Borrower.DEPARTMENT)
            yield _borrower(row, _("works here"))


def _residents(desk: Desk, typed: str) -> Iterator[Suggestion]:
    for found in desk.read(lookup.find, typed, today=desk.site.calendar.day(desk.now()), limit=MOST):
        if found.kind == "person" and found.person_id is not None:
            numbers = desk.read(units.full_phones, found.person_id)
            number = next((phone.number for phone in numbers if not phone.dead), "")
            row = BorrowerRow(found.name, number, Borrower.RESIDENT)
            yield _borrower(row, f"{found.unit_code} {_(found.capacity.label) if found.capacity else ''}".strip())


CAPACITIES = {
    Borrower.CONTRACTOR: N_("Contractor"),
    Borrower.RESIDENT: N_("Resident"),
    Borrower.DEPARTMENT: N_("Staff"),
}
"""In which capacity a borrower signs, unless a department or company says more."""


def known_of(row: BorrowerRow) -> dict[str, object]:
    """What a loan asks of its borrower, by field."""
    return {
        "borrower_kind": row.kind.value,
        "department": row.department.value if row.department else "",
        "company": row.company,
        "phone": row.phone,
        "sign-borrower-name": row.name,
        "sign-borrower-capacity": row.company or _(CAPACITIES[row.kind]),
    }
