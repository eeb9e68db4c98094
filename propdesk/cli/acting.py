"""`propdesk do`: one step, exactly as a screen would do it."""

import json
import os
import sys
import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from propdesk import i18n
from propdesk.cli import options, output
from propdesk.cli.misused import Misused
from propdesk.cli.options import As, Json
from propdesk.cli.tools import Tools, check_text, pin
from propdesk.i18n import N_, _

if TYPE_CHECKING:
    from propdesk.desk import Desk, Done, Signature
    from propdesk.procedures.step import Step
    from propdesk.procedures.tx import Actor

NO_STEP = N_("There is no step “{name}”. See: propdesk manual")
NOT_A_FIELD = N_("--field takes NAME=VALUE, not “{typed}”.")
FIELD_TWICE = N_("The field “{name}” is given twice.")
NOT_JSON = N_("What came in for --fields-json cannot be read as JSON: {detail}.")
NOT_AN_OBJECT = N_("--fields-json needs one JSON object of fields and answers.")
NOT_PLAIN = N_("The field “{name}” takes one answer: text, a number, true, false or null.")
LONG_REQUEST = N_("A request id has at most {limit} characters.")
PERSON = N_("--sign for a named person is KEY=NAME,CAPACITY[,paper|phone], not “{typed}”.")

REQUEST_LENGTH = 64


What = Annotated[str, typer.Argument(metavar="LEDGER.STEP", help=N_("What to do. See: propdesk manual"))]
Number = Annotated[str | None, typer.Argument(metavar="ITEM", help=N_("The number of the item it is done on."))]
Answers = Annotated[
    list[str] | None, typer.Option("--field", metavar="NAME=VALUE", help=N_("One answer; may be repeated."))
]
FromStdin = Annotated[
    bool, typer.Option("--fields-json", help=N_("Read the answers as a JSON object from standard input."))
]
Signs = Annotated[
    list[str] | None,
    typer.Option(
        "--sign",
        metavar="[KEY=]NAME[,CAPACITY,PROOF]",
        help=N_("A signature: an operator's (PIN in PROPDESK_PIN_2 or asked) or a named person's."),
    ),
]
Happened = Annotated[str | None, typer.Option("--happened", metavar="TIME", help=N_("When it took place, if not now."))]
Version = Annotated[
    str | None,
    typer.Option("--expect-version", metavar="N", help=N_("Refuse if the item has another version by now.")),
]
Request = Annotated[
    str | None, typer.Option("--request-id", metavar="ID", help=N_("The same id again is the same act."))
]
Paper = Annotated[
    bool, typer.Option("--from-paper", help=N_("It was written on paper first and is typed in now; see --happened."))
]


def do(
    context: typer.Context,
    step: What,
    name: As,
    item: Number = None,
    field: Answers = None,
    fields_json: FromStdin = False,
    sign: Signs = None,
    happened: Happened = None,
    expect_version: Version = None,
    request_id: Request = None,
    from_paper: Paper = False,
    as_json: Json = False,
) -> None:
    """Do one step."""
    tools: Tools = context.obj
    version = options.count(expect_version, "--expect-version")
    if request_id is not None and not 0 < len(request_id) <= REQUEST_LENGTH:
        raise Misused(LONG_REQUEST, limit=REQUEST_LENGTH)
    given = {**from_stdin(fields_json), **from_words(field or ())}
    check_step(step)
    with tools.desk() as desk:
        filled = desk.fill(step, given)
        when = options.past(happened, desk)
        actor = tools.sign_in(desk, name)
        signatures = [signature(filled, text, own=name) for text in sign or ()]
        signatures += own_signatures(filled, actor, signatures)
        if when is None:
            desk.sweep()
        done = desk.perform(
            filled,
            options.whole_number(desk, item) if item else None,
            actor=actor,
            signatures=signatures,
            request_id=request_id or uuid.uuid4().hex,
            expect_version=version,
            happened=when,
            new_pin=os.environ.get("PROPDESK_NEW_PIN") if step.startswith("operator.") else None,
            paper=from_paper,
        )
        answer = shape(desk, done)
    show(answer, as_json=as_json)


def act(desk: "Desk", actor: "Actor", step: "Step", **how: Any) -> dict[str, Any]:
    """Do a step that needs no item, and give what is printed about it."""
    return shape(desk, desk.perform(step, actor=actor, request_id=uuid.uuid4().hex, **how))


def check_step(name: str) -> None:
    """Refuse a step that is not in the manual.

    Raises:
        Misused: there is none of that name.
    """
    from propdesk.procedures import manual

    try:
        manual.step(name)
    except KeyError:
        raise Misused(NO_STEP, name=name) from None


def from_words(words: Sequence[str]) -> dict[str, object]:
    """The answers of `--field`.

    Raises:
        Misused: one is not NAME=VALUE, or a name comes twice.
    """
    fields: dict[str, object] = {}
    for word in words:
        name, sign, value = word.partition("=")
        if not sign or not name.strip():
            raise Misused(NOT_A_FIELD, typed=word[:60])
        if name.strip() in fields:
            raise Misused(FIELD_TWICE, name=name.strip())
        fields[name.strip()] = value
    return fields


def from_stdin(wanted: bool) -> dict[str, object]:
    """The answers of `--fields-json`, each as if it had been typed.

    Raises:
        Misused: it is not one JSON object of plain answers.
    """
    if not wanted:
        return {}
    try:
        read = json.loads(sys.stdin.buffer.read().decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Misused(NOT_JSON, detail=error) from None
    if not isinstance(read, dict):
        raise Misused(NOT_AN_OBJECT)
    check_text(list(read))
    return {name: _typed(name, value) for name, value in read.items()}


def _typed(name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | int | float):
        return str(value)
    raise Misused(NOT_PLAIN, name=name)


def own_signatures(step: "Step", actor: "Actor", given: Sequence["Signature"]) -> list["Signature"]:
    """The signature that whoever acts gives with the PIN of `--as`, where the step wants one that nobody else gave."""
    from propdesk.desk import Signature

    taken = {signature.key for signature in given} | {signature.name for signature in given}
    left = [slot for slot in type(step).signs if slot.must and slot.own and slot.key not in taken]
    mine = sorted((slot for slot in left if slot.roles & actor.roles), key=lambda slot: slot.usual != "actor")
    if actor.name in taken or not mine:
        return []
    return [Signature(mine[0].key, actor.name, pin=pin(actor.name, "PROPDESK_PIN"))]


def signature(step: "Step", text: str, *, own: str = "") -> "Signature":
    """A signature from the words of `--sign`: an operator's if the step wants one there, else a named person's.

    Where either may sign, a capacity behind the name makes it a named person's. Who is called `own` acts, and signs
    with the same PIN.

    Raises:
        Misused: a named person without capacity, or a PIN that nobody can be asked for.
    """
    from propdesk.desk import Signature

    key, sign, rest = text.partition("=")
    wanted = {signing.key: signing for signing in type(step).signs}
    if not sign:
        key, rest = next(iter(wanted), text), text
    if key in wanted and wanted[key].roles and not (wanted[key].paper and "," in rest.replace("，", ",")):
        return Signature(key, rest, pin=pin(rest, "PROPDESK_PIN" if rest == own else "PROPDESK_PIN_2"))
    parts = [part.strip() for part in rest.replace("，", ",").split(",")]
    if key in wanted and not 2 <= len(parts) <= 3:
        raise Misused(PERSON, typed=text[:60])
    return Signature(key, parts[0], capacity="".join(parts[1:2]), proof="".join(parts[2:3]) or "paper")


def shape(desk: "Desk", done: "Done") -> dict[str, Any]:
    """What an act did, as JSON: its item, what it opened, the clocks of every item it touched, its entries."""
    from propdesk.cli import shapes
    from propdesk.queries import journal, timers

    now, zone = desk.now(), desk.zone
    touched = dict.fromkeys(entry.item_id for entry in done.entries if entry.item_id is not None)
    clocks = [view for item_id in touched for view in desk.read(timers.timers_of, item_id, now)]
    written = desk.read(journal.of_act, done.act, i18n.language(), zone)
    return {
        "item": done.item,
        "stage": done.stage,
        "act": done.act,
        "version": done.version,
        "repeated": done.repeated,
        "opened": [{"item": number, "ledger": ledger} for number, ledger in done.opened],
        "timers": [shapes.timer(view, zone) for view in clocks],
        "entries": [shapes.entry(view, zone) for view in written],
    }


def show(answer: Mapping[str, Any], *, as_json: bool) -> None:
    """Print what an act did."""
    if as_json:
        output.out_json(answer)
        return
    if answer["repeated"]:
        output.out(_("This was done already; nothing was written again."))
    for entry in answer["entries"]:
        output.out(f"#{entry['seq']}  {entry['item'] or '-'}  {entry['sentence']}")
    running = [timer for timer in answer["timers"] if timer["stopped"] is None]
    if running:
        output.out()
        output.out("\n".join(clock_lines(running)))


def clock_lines(timers: Sequence[Mapping[str, Any]]) -> list[str]:
    """Clocks as lines: item, state, due time, code."""
    from propdesk.cli import words

    return list(
        output.columns(
            [each["item"], _(words.STATES[each["state"]]), each["due"][:16].replace("T", " "), each["code"]]
            for each in timers
        )
    )
