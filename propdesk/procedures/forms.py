"""The form of a step: what is asked, how an answer is read, and the sentence for each wrong one.

One declaration gives the form on the screen, the fields of `propdesk do`, the JSON schema and the validation.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, ClassVar, cast, dataclass_transform
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, ValidationInfo, field_validator
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails, PydanticCustomError, PydanticUndefined

from propdesk.errors import MISSING, FormRefused, Refused
from propdesk.i18n import N_, Words
from propdesk.models.base import Choice
from propdesk.rules.moments import parse_moment
from propdesk.rules.text import strange_character, tidy

LINE, PROSE = 200, 4000
"""How many characters a field takes: one line, and several."""


def ask(
    label: str,
    *,
    default: Any = PydanticUndefined,
    max_length: int | None = None,
    when: tuple[str, tuple[str, ...]] | None = None,
    lines: bool = False,
    must: bool = False,
    prefer: str = "exact",
    help: str = "",  # noqa: A002  the word a form has for it
    options: str | tuple[str, ...] = (),
) -> Any:
    """A question of a form.

    Args:
        label: the msgid beside the field.
        default: the answer if none is given; without it the field is needed.
        max_length: characters at most; one line takes 200, prose 4,000.
        when: the field is asked only if another field has one of these values.
        lines: the answer may have several lines.
        must: needed whenever it is asked (with `when` and a default of None).
        prefer: how a bare clock time that has passed is read: `exact`, `future` (tomorrow) or `past` (yesterday);
            with `future_day` and `past_day` a date alone will do.
        help: one more sentence, a msgid.
        options: of `Ticks`, the answers there are: msgids, or the name of a list in the site's settings.
    """
    extra = {"label": label, "lines": lines, "must": must, "prefer": prefer, "about": help}
    extra |= {"options": options} if options else {}
    if when is not None:
        extra["when"] = {"field": when[0], "in": list(when[1])}
    return Field(default=default, max_length=max_length, json_schema_extra=cast(Any, extra), validate_default=False)


def _unit_code(value: object) -> object:
    return value.strip().upper() if isinstance(value, str) else value


def _phone(value: object) -> object:
    if not isinstance(value, str):
        return value
    digits = re.sub(r"[\s\-()（）]", "", unicodedata.normalize("NFKC", value))
    if not re.fullmatch(r"\+?[0-9]{3,18}(?:[x#][0-9]{1,6})?", digits):
        raise wrong("phone", BAD_PHONE, typed=value[:40])
    return digits


def _moment(value: object, info: ValidationInfo) -> object:
    context = cast(dict[str, Any], info.context or {})
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value
    if not isinstance(value, str) or "now" not in context:
        raise wrong("moment", NOT_A_MOMENT, typed=str(value)[:40])
    try:
        return parse_moment(value, now=context["now"], zone=context["zone"], prefer=context["prefer"](info.field_name))
    except Refused as refusal:
        raise wrong("moment", refusal.message, **refusal.values) from None


BAD_PHONE = N_("“{typed}” is not a phone number. Write digits only, such as 13812348812 or 0532-8888 6666.")

UnitCode = Annotated[str, BeforeValidator(_unit_code), Field(json_schema_extra={"format": "unit"})]
"""The number of a unit, `3-1201`; the step resolves it against the estate."""

PhoneNumber = Annotated[str, BeforeValidator(_phone), Field(json_schema_extra={"format": "phone"})]
"""A telephone number, digits only."""

Count = Annotated[int, Field(ge=0, le=1_000_000_000)]
"""A whole number that people count to."""

Moment = Annotated[datetime, BeforeValidator(_moment), Field(json_schema_extra={"format": "moment"})]
"""A moment typed as people write it."""

ItemNumber = Annotated[str, Field(json_schema_extra={"format": "item"})]
"""The number of another item."""

Colleague = Annotated[str, Field(json_schema_extra={"format": "operator"})]
"""The name of another operator."""

Colleagues = Annotated[str, Field(json_schema_extra={"format": "operators"})]
"""The names of several operators, with commas or semicolons between."""

Ticks = Annotated[str, Field(json_schema_extra={"format": "ticks"})]
"""Several answers of a list, with semicolons between; `ask` says of which list."""

BuildingCode = Annotated[
    str,
    BeforeValidator(lambda value: value.strip().upper() if isinstance(value, str) else value),
    Field(json_schema_extra={"format": "building"}),
]
"""A building as people say it, `3` or `3号楼`; the step resolves it against the estate."""

KeyName = Annotated[str, Field(json_schema_extra={"format": "key"})]
"""A key set as somebody says it: the number on its label, its hook, or its unit."""

HookName = Annotated[str, Field(json_schema_extra={"format": "hook"})]
"""A hook of the cabinet, `A-17`."""

BorrowerName = Annotated[str, Field(json_schema_extra={"format": "borrower"})]
"""Who borrows keys: a colleague, somebody of a contractor, a resident."""

ServiceName = Annotated[str, Field(json_schema_extra={"format": "service"})]
"""A service of the site's list, in whichever language of the desk."""


@dataclass_transform(kw_only_default=True, field_specifiers=(ask,))
class Form(BaseModel):
    """Answers to the questions of one step; wrong ones are refused field by field."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, validate_default=False, arbitrary_types_allowed=True, defer_build=True
    )

    reserved: ClassVar[frozenset[str]] = frozenset(dir(BaseModel))

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Refuse, at import, a field that hides a class variable or a name of pydantic's."""
        for name in cls.model_fields:
            if name in cls.reserved or name in cls.__class_vars__:
                raise TypeError(f"{cls.__name__}.{name} hides a name of the form itself")

    @field_validator("*", mode="before")
    @classmethod
    def _at_the_gate(cls, value: object, info: ValidationInfo) -> object:
        if isinstance(value, (bytes, bytearray)):
            raise wrong("string_type", NOT_TEXT, typed=repr(value)[:40])
        if not isinstance(value, str) or isinstance(value, Choice):
            return value
        field = cls.model_fields[info.field_name or ""]
        text = tidy(value)
        if found := strange_character(text):
            raise wrong("strange", STRANGE, position=found[0], character=found[1])
        limit = limit_of(field)
        if len(text) > limit:
            raise wrong("long", TOO_LONG, length=len(text), limit=limit)
        if not text:
            return _nothing(field)
        return YES_NO.get(text, text) if field.annotation is bool else text


YES_NO: Mapping[str, str] = {"是": "yes", "否": "no"}
"""Yes and no as they are typed in Chinese."""

STRANGE = N_("Character {position} ({character}) cannot be shown or printed. Take it out and save again.")
TOO_LONG = N_("This is {length} characters long; at most {limit} fit here.")
NOT_A_CHOICE = N_("“{typed}” is not one of the answers: {answers}.")
NOT_A_NUMBER = N_("“{typed}” is not a whole number.")
OUT_OF_RANGE = N_("“{typed}” is not a number from 0 to 1,000,000,000.")
NOT_YES_NO = N_("Answer yes or no, not “{typed}”.")
NOT_A_FIELD = N_("There is no field “{name}” here. Fields: {fields}.")
NOT_A_MOMENT = N_("“{typed}” is not a time. Write 14:30, tomorrow 9:00, +30m or 2026-11-23 09:00.")
NOT_ASKED = N_("“{label}” is only asked when “{other}” is one of: {answers}. Leave it out, or change that answer.")
NOT_TEXT = N_("“{typed}” is not text.")

SENTENCES: Mapping[str, str] = {
    "missing": MISSING,
    "enum": NOT_A_CHOICE,
    "int_parsing": NOT_A_NUMBER,
    "int_type": NOT_A_NUMBER,
    "int_from_float": NOT_A_NUMBER,
    "finite_number": NOT_A_NUMBER,
    "greater_than_equal": OUT_OF_RANGE,
    "less_than_equal": OUT_OF_RANGE,
    "bool_parsing": NOT_YES_NO,
    "bool_type": NOT_YES_NO,
    "extra_forbidden": NOT_A_FIELD,
    "string_type": NOT_TEXT,
}
"""Our sentence for each kind of error pydantic can raise on a form; the law of errors checks that none is missing."""


def limit_of(field: FieldInfo) -> int:
    """How many characters the field takes."""
    for part in field.metadata:
        if (limit := getattr(part, "max_length", None)) is not None:
            return int(limit)
    return PROSE if extra_of(field).get("lines") or extra_of(field).get("options") else LINE


def extra_of(field: FieldInfo) -> dict[str, Any]:
    """What `ask` knows of the field."""
    return cast(dict[str, Any], field.json_schema_extra or {})


def asked(form: type[Form], name: str, values: Mapping[str, object]) -> bool:
    """Whether the field is asked, given the other answers."""
    when = extra_of(form.model_fields[name]).get("when")
    if when is None:
        return True
    answer = values.get(when["field"])
    if isinstance(answer, bool):
        return ("yes" if answer else "no") in when["in"]
    return str(answer) in when["in"]


def fill(form: type[Form], raw: Mapping[str, object], *, now: datetime, zone: ZoneInfo) -> Any:
    """The form with these answers.

    Raises:
        FormRefused: one refusal for each wrong field, in the form's order.
    """

    def prefer(name: str | None) -> str:
        return str(extra_of(form.model_fields[name or ""]).get("prefer", "exact"))

    try:
        step = form.model_validate(dict(raw), context={"now": now, "zone": zone, "prefer": prefer})
    except ValidationError as error:
        raise FormRefused(problems(form, error)) from None
    check_asked(step)
    return step


def check_asked(step: Form) -> None:
    """Refuse a step in which an answer is missing that its other answers call for, or given though they do not.

    Raises:
        FormRefused: the fields that are needed, or were not asked.
    """
    form = type(step)
    values = {name: getattr(step, name) for name in form.model_fields}
    unasked = {
        name: Refused("unasked", NOT_ASKED, field=name, **_condition(form, name))
        for name in form.model_fields
        if name in step.model_fields_set and values[name] != form.model_fields[name].default
        and not asked(form, name, values)
    }  # fmt: skip
    if unasked:
        raise FormRefused(unasked)
    wanting = {
        name: Refused("missing", MISSING, field=name, label=Words(extra_of(field)["label"]))
        for name, field in form.model_fields.items()
        if extra_of(field).get("must") and asked(form, name, values) and values[name] in (None, "")
    }
    if wanting:
        raise FormRefused(wanting)


def _condition(form: type[Form], name: str) -> dict[str, object]:
    when = extra_of(form.model_fields[name])["when"]
    other = Words(extra_of(form.model_fields[when["field"]])["label"])
    label = Words(extra_of(form.model_fields[name])["label"])
    return {"label": label, "other": other, "answers": ", ".join(when["in"])}


def problems(form: type[Form], error: ValidationError) -> dict[str, Refused]:
    """Pydantic's complaints as our refusals, in the order of the form's fields."""
    found = {str(detail["loc"][0]): _refusal(form, detail) for detail in reversed(error.errors(include_url=False))}
    order = [*form.model_fields, *found]
    return {name: found[name] for name in dict.fromkeys(order) if name in found}


def _refusal(form: type[Form], detail: ErrorDetails) -> Refused:
    name = str(detail["loc"][0])
    context = dict(detail.get("ctx", {}))
    context.pop("error", None)
    if "msgid" in context:
        message = str(context.pop("msgid"))
        return Refused(detail["type"], message, field=name, **context)
    field = form.model_fields.get(name)
    choice = choice_of(field) if field else None
    return Refused(
        detail["type"],
        SENTENCES[detail["type"]],
        field=name,
        typed=str(detail.get("input", ""))[:40],
        name=name,
        label=Words(extra_of(field)["label"]) if field else name,
        answers=", ".join(choice) if choice else "",
        fields=", ".join(form.model_fields),
        **context,
    )


def choice_of(field: FieldInfo) -> type[Choice] | None:
    """The closed list a field answers from, if it has one."""
    for kind in (field.annotation, *getattr(field.annotation, "__args__", ())):
        if isinstance(kind, type) and issubclass(kind, Choice):
            return kind
    return None


def format_of(field: FieldInfo) -> str:
    """What kind of text a field takes: `unit`, `phone`, `moment`, `item`, `operator`, `key` ..., or nothing special."""
    kept = [extra_of(field)]
    for part in getattr(field.annotation, "__args__", ()):
        kept += [extra_of(each) for each in getattr(part, "__metadata__", ()) if isinstance(each, FieldInfo)]
    return next((str(extra["format"]) for extra in kept if "format" in extra), "")


def _nothing(field: FieldInfo) -> object:
    if field.is_required():
        raise wrong("missing", MISSING, label=Words(extra_of(field)["label"]))
    return field.default


def wrong(code: str, message: str, **values: object) -> PydanticCustomError:
    """An error that a validator raises and that keeps our msgid and its values."""
    return PydanticCustomError(code, "{msgid}", {"msgid": message, **values})
