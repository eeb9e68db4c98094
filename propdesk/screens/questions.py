"""The questions of a step as fields on the screen: everything comes from the step's own declaration."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, cast
from zoneinfo import ZoneInfo

from textual.containers import Horizontal
from textual.widget import Widget

from propdesk.clock import Now
from propdesk.desk import Desk, Signature
from propdesk.errors import MISSING, FormRefused, Refused
from propdesk.i18n import N_, _
from propdesk.procedures.forms import choice_of, extra_of, limit_of
from propdesk.procedures.step import Signing, Step
from propdesk.procedures.tx import Actor
from propdesk.queries import lookup, people, units
from propdesk.rules.moments import Prefer, parse_moment
from propdesk.screens import key_fields
from propdesk.widgets.choice import ChoiceField, YesNo
from propdesk.widgets.fields import (
    FormField,
    LineField,
    MomentField,
    PhoneField,
    ProseField,
    SecretField,
    label_width,
)
from propdesk.widgets.lookup_box import ColleagueField, LookupField
from propdesk.widgets.suggestions import Suggestion
from propdesk.widgets.ticks import TicksField

HAPPENED, PAPER = "happened", "paper"
NEW_PIN, NEW_PIN_AGAIN = "new-pin", "new-pin-again"
SETS_A_PIN = frozenset({"operator.add", "operator.change_pin"})
"""Steps whose PIN is set beside the form and never becomes one of its answers."""
PROOFS = (("paper", N_("On paper")), ("phone", N_("By telephone")))
BY_PIN = ("pin", N_("With PIN"))

SHORT = {LineField, PhoneField}
"""Fields that leave room for a box beside them."""

Choices = Mapping[str, Sequence[tuple[str, str]]]
"""Closed answers for fields whose step leaves them open: stored values and words, by field."""


@dataclass(frozen=True)
class Asked:
    """A field, and when it is asked: only while another one has one of these answers, or any where none is named."""

    field: FormField
    when: tuple[str, frozenset[str]] | None = None
    beside: bool = False
    """It is not an answer of the step itself: a signature, a PIN, the time it happened, that it stood on paper."""


@dataclass(frozen=True)
class Around:
    """What the fields need to know: the desk, the clock, and the closed answers found for this item."""

    desk: Desk
    now: Now
    choices: Choices


@cache
def _formats(step: type[Step]) -> dict[str, str]:
    """What kind of text each field holds: unit, phone, moment, item, operator."""
    found = {}
    for name, schema in step.model_json_schema()["properties"].items():
        for part in (schema, *schema.get("anyOf", ())):
            if "format" in part:
                found[name] = str(part["format"])
    return found


def asked_by(step: type[Step], around: Around) -> list[Asked]:
    """The fields of the step's form, in order, then signatures, a PIN to be set, when it happened."""
    labels = [_(extra_of(field)["label"]) for field in step.model_fields.values() if field.annotation is not bool]
    labels += [_("When, if not now"), *(_name_label(signing) for signing in step.signs)]
    width = label_width(labels)
    own = [Asked(_field(step, name, width, around), _when(step, name)) for name in step.model_fields]
    signed = [asked for signing in step.signs for asked in _signature(signing, width, around)]
    pins = _pins(width) if step.name() in SETS_A_PIN else []
    happened = MomentField(
        HAPPENED, _("When, if not now"), now=around.now, zone=around.desk.zone, prefer="past", width=width
    )
    paper = [] if "from_paper" in step.model_fields else _paper(width)
    return [*own, *signed, *pins, Asked(happened, beside=True), *paper]


def _paper(width: int) -> list[Asked]:
    """Whether it was written on paper first: asked of what happened earlier (a night without the computer)."""
    return [Asked(YesNo(PAPER, _("Typed in from paper"), width=width), (HAPPENED, frozenset()), beside=True)]


def _when(step: type[Step], name: str) -> tuple[str, frozenset[str]] | None:
    when = extra_of(step.model_fields[name]).get("when")
    return (when["field"], frozenset(when["in"])) if when else None


def _field(step: type[Step], name: str, width: int, around: Around) -> FormField:
    info = step.model_fields[name]
    extra = extra_of(info)
    label, form = _(extra["label"]), _formats(step).get(name, "")
    common: dict[str, Any] = {
        "width": width,
        "must": info.is_required() or bool(extra["must"]),
        "about": extra["about"],
    }
    if name in around.choices and form == "operators":
        return TicksField(name, label, around.choices[name], **{**common, "about": ""})
    if name in around.choices:
        return ChoiceField(name, label, around.choices[name], **common)
    if choice := choice_of(info):
        words = [(member.value, _(member.label)) for member in choice]
        return ChoiceField(name, label, words, clearable=not common["must"] and info.default is None, **common)
    if form == "ticks":
        return TicksField(name, label, _ticks(extra["options"], around), **common)
    if form == "service":
        offered = [(service, _(service)) for service in around.desk.site.settings.services]
        return ChoiceField(name, label, offered, clearable=not common["must"], **common)
    if info.annotation is bool:
        return YesNo(name, label, **common)
    if extra["lines"]:
        return ProseField(name, label, **common)
    if form == "moment":
        prefer = cast(Prefer, extra["prefer"])
        return MomentField(name, label, now=around.now, zone=around.desk.zone, prefer=prefer, **common)
    return _text_field(form, name, label, limit_of(info), around, common)


def _ticks(options: object, around: Around) -> list[tuple[str, str]]:
    """What can be ticked: the answers a step names, or a list of the site's settings."""
    names = getattr(around.desk.site.settings, options) if isinstance(options, str) else options
    return [(name, _(name)) for name in cast(Sequence[str], names)]


def _text_field(form: str, name: str, label: str, most: int, around: Around, common: dict[str, Any]) -> FormField:
    if form == "unit":
        return LookupField(name, label, lambda typed: find_units(around.desk, typed), **common)
    if form == "item":
        return LookupField(name, label, lambda typed: find_items(around.desk, typed), **common)
    if form == "operator":
        return ColleagueField(name, label, lambda: names(around.desk), **common)
    if form == "key":
        return LookupField(name, label, lambda typed: key_fields.find_keys(around.desk, typed), **common)
    if form == "borrower":
        return LookupField(name, label, lambda typed: key_fields.find_borrowers(around.desk, typed), **common)
    if form == "phone":
        return PhoneField(name, label, most=most, **common)
    return LineField(name, label, most=most, **common)


def _pins(width: int) -> list[Asked]:
    about = N_("Four to twelve digits.")
    first = SecretField(NEW_PIN, _("New PIN"), width=width, must=True, about=about)
    return [
        Asked(first, beside=True),
        Asked(SecretField(NEW_PIN_AGAIN, _("New PIN again"), width=width, must=True), beside=True),
    ]


def rows(asked: Sequence[Asked]) -> Iterable[Widget]:
    """The fields, one below the other; a yes or no stands beside the short line it belongs to."""
    for each, after in zip(asked, [*asked[1:], None], strict=True):
        if isinstance(each.field, YesNo) and each.field.beside:
            continue
        if after is not None and type(each.field) in SHORT and isinstance(after.field, YesNo) and not after.beside:
            after.field.beside = True
            yield Horizontal(each.field, after.field, classes="pair")
        else:
            yield each.field


# --- what is asked beside the step's own questions ---------------------------------------------------------


def check_beside(asked: Sequence[Asked], values: Mapping[str, object]) -> None:
    """Whether what is asked beside the step is answered: the step itself does not know of it.

    Raises:
        Refused: a signature is not complete, or two PINs differ.
    """
    missing = {
        each.field.key: Refused("missing", MISSING, field=each.field.key, label=each.field.label)
        for each in asked
        if each.beside and each.field.must and each.field.key in values and not values[each.field.key]
    }
    if missing:
        raise FormRefused(missing)
    if values.get(NEW_PIN) != values.get(NEW_PIN_AGAIN):
        raise Refused("pin", N_("The two PINs differ."), field=NEW_PIN_AGAIN)


def happened(typed: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """When it took place, as typed; None if nothing was.

    Raises:
        Refused: it cannot be read.
    """
    if not typed.strip():
        return None
    try:
        return parse_moment(typed, now=now, zone=zone, prefer="past")
    except Refused as refused:
        raise Refused("moment", refused.message, field=HAPPENED, **refused.values) from None


# --- signatures ---------------------------------------------------------------------------------------------


def signs_key(signing: Signing, part: str = "") -> str:
    """The key of a field of a signature."""
    return f"sign-{signing.key}-{part}" if part else f"sign-{signing.key}"


def is_signature(step: type[Step], key: str) -> bool:
    """Whether a field belongs to one of the step's signatures."""
    return any(f"{key}-".startswith(f"{signs_key(each)}-") for each in step.signs)


def _signature(signing: Signing, width: int, around: Around) -> list[Asked]:
    """A box where the signature may be left out, then name and PIN, or name, capacity and proof."""
    when = None if signing.must else (signs_key(signing), frozenset({"yes"}))
    box = [] if signing.must else [Asked(YesNo(signs_key(signing), _(signing.label), width=width), beside=True)]
    label = _name_label(signing)
    key = signs_key(signing, "name")
    name: FormField = LineField(key, label, width=width, must=True, most=80)
    if signing.roles and not signing.paper:
        name = ColleagueField(key, label, lambda: names(around.desk), width=width, must=True)
        return [*box, Asked(name, when, beside=True), Asked(_pin_of(signing, width), when, beside=True)]
    proof = ChoiceField(signs_key(signing, "proof"), _("Signed"), _proofs(signing), width=width, must=True)
    proof.put("paper")
    capacity = LineField(signs_key(signing, "capacity"), _("Capacity"), width=width, must=True, most=40)
    parts = [Asked(name, when, beside=True), Asked(proof, when, beside=True)]
    named = (proof.key, frozenset(value for value, _words in PROOFS))
    parts.append(Asked(capacity, named, beside=True))
    if signing.paper:
        parts.append(Asked(_pin_of(signing, width), (proof.key, frozenset({"pin"})), beside=True))
    return [*box, *parts]


def _name_label(signing: Signing) -> str:
    return f"{_(signing.label)}: {_('Name')}" if signing.must else _("Name")


def _proofs(signing: Signing) -> list[tuple[str, str]]:
    return [(value, _(words)) for value, words in (*PROOFS, *([BY_PIN] if signing.paper else []))]


def _pin_of(signing: Signing, width: int) -> FormField:
    return SecretField(signs_key(signing, "pin"), _("PIN"), width=width, must=True)


WHO = ("borrower", "person")
"""The fields that name whom an item is about."""


def signed_by(step: type[Step], person: object) -> dict[str, object]:
    """The name beside the signature of whoever was just named in the form."""
    return {signs_key(signing, "name"): person for signing in step.signs if signing.usual == "person"}


def known_signers(step: type[Step], person: str, actor: Actor) -> dict[str, str]:
    """Who ordinarily signs: the person an item is about, or whoever does the step, in the capacity held here."""
    known: dict[str, str] = {}
    for signing in step.signs:
        if signing.usual == "person" and person:
            known[signs_key(signing, "name")] = person
        elif signing.usual == "actor":
            known[signs_key(signing, "name")] = actor.name
            known[signs_key(signing, "capacity")] = _(min(actor.roles).label)
    return known


def signatures_of(step: type[Step], values: Mapping[str, object]) -> list[Signature]:
    """The signatures that were given, from the values of the fields that are asked."""
    given = []
    for signing in step.signs:
        if signs_key(signing, "name") in values:
            name, pin, capacity, proof = (
                str(values.get(signs_key(signing, part), "")) for part in ("name", "pin", "capacity", "proof")
            )
            given.append(Signature(signing.key, name, pin or None, capacity, proof or "paper"))
    return given


# --- what the look-up fields find ----------------------------------------------------------------------------


def find_units(desk: Desk, typed: str) -> list[Suggestion]:
    """Units and the people in them."""
    found = desk.read(lookup.find, typed, today=desk.site.calendar.day(desk.now()), limit=8)
    return [_unit(one) for one in found if one.unit_code and one.kind != "item"]


def _unit(found: lookup.Found) -> Suggestion:
    parts = [found.label]
    if found.kind == "person" and found.unit_code not in found.label:
        parts.insert(0, found.unit_code)
    if found.capacity is not None:
        parts.append(_(found.capacity.label))
    text = f"{found.unit_code} {found.name}".strip() if found.kind != "unit" else found.unit_code
    return Suggestion("  ".join([*parts, found.phone_masked]).strip(), text, found.unit_code, found)


def find_items(desk: Desk, typed: str) -> list[Suggestion]:
    """Items by number, and the open items of a unit or person."""
    found = desk.read(lookup.find, typed, today=desk.site.calendar.day(desk.now()), limit=8)
    lines = [Suggestion(one.label, one.item_number, one.item_number) for one in found if one.kind == "item"]
    for unit_id in dict.fromkeys(one.unit_id for one in found if one.kind != "item" and one.unit_id):
        rows = desk.read(units.open_items_of_unit, unit_id)
        lines += [Suggestion(f"{row.number} {row.unit_code} {row.title}", row.number, row.number) for row in rows]
    return lines


def names(desk: Desk) -> list[str]:
    """Everybody who is active here."""
    return [operator.name for operator in desk.read(people.operators, only_active=True)]


def full_phone(desk: Desk, person_id: int) -> str:
    """The first number of a person that still works, in full; the screen shows it masked."""
    numbers = desk.read(units.full_phones, person_id)
    return next((phone.number for phone in numbers if not phone.dead), "")


def values_of(asked: Sequence[Asked]) -> dict[str, object]:
    """The answers of the fields that are asked, also the empty ones; what hangs on a hidden field is hidden too."""
    values: dict[str, object] = {}
    for each in asked:
        if each.when is None or _is_so(values.get(each.when[0]), each.when[1]):
            values[each.field.key] = each.field.value
    return values


def _is_so(answer: object, wanted: frozenset[str]) -> bool:
    return _word(answer) in wanted if wanted else answer not in (None, "")


def _word(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def known_of(found: lookup.Found, number: str) -> dict[str, str]:
    """What is known of a person that was chosen, by the fields that ask for it."""
    capacity = found.capacity.value if found.capacity else ""
    return {"caller": found.name, "person": found.name, "phone": number, "capacity": capacity}


def defaults(step: type[Step]) -> dict[str, object]:
    """The answers a step starts with."""
    fields = step.model_fields.items()
    return {key: info.default for key, info in fields if not info.is_required() and info.default not in (None, "")}


def places_of(key: str | None, asked: Sequence[Asked]) -> list[str]:
    """The keys of the fields a refusal about `key` may belong to, the likeliest first."""
    if key == "pin":
        return [each.field.key for each in asked if each.field.key.endswith("pin")]
    return [key, f"sign-{key}-name"] if key else []


def shown(value: object) -> object:
    """A value of the item as a field shows it."""
    return value if isinstance(value, datetime | bool) else "" if value is None else str(value)
