"""`propdesk roster-plan`: the duty roster of a month, drawn up, shown, published, changed; who is on duty now."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from propdesk import i18n
from propdesk.cli import acting, output
from propdesk.cli import shift as sheets
from propdesk.cli.acting import Signs
from propdesk.cli.figures import SAVED, Csv
from propdesk.cli.misused import Misused
from propdesk.cli.options import As, Json
from propdesk.cli.tools import NO_PATH, Tools
from propdesk.i18n import N_, _, say

if TYPE_CHECKING:
    from propdesk.desk import Desk
    from propdesk.queries.duty import RosterView, TurnView

ONE_FILE = N_("One file at a time: --csv, --pdf or --text.")
NO_ROSTER = N_("There is no roster of {month} yet. Draw one up: propdesk roster-plan draft {month} --as NAME")
NOBODY = N_("everybody who is here")
OPEN = N_("no name on the roster")
ON_DUTY = N_("{turn}, {start} - {end}: {name}")
INSTEAD = N_("instead of {name}: {reason}")
LEAVE = N_("leave asked for: {reason}")
TURNS_EACH = N_("Turns each: {counts}")

Month = Annotated[str, typer.Argument(metavar="MONTH", help=N_("A month: 2026-10."))]
MaybeMonth = Annotated[str | None, typer.Argument(metavar="MONTH", help=N_("A month: 2026-10; else this one."))]
Day = Annotated[str, typer.Argument(metavar="DAY", help=N_("The day of the month on which the turn begins."))]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help=N_("Why."))]
ByDay = Annotated[bool, typer.Option("--by-day", help=N_("The turn by day; else the night."))]


def show(
    context: typer.Context,
    month: MaybeMonth = None,
    csv: Csv = None,
    pdf: sheets.Pdf = None,
    text: sheets.Text = None,
    name: sheets.Printer = None,
    as_json: Json = False,
) -> None:
    """Show the roster of a month turn by turn, or print it for the wall."""
    from propdesk import exports
    from propdesk.errors import Refused
    from propdesk.printing import press_shift

    tools: Tools = context.obj
    target = sheets.path_of(pdf, text)
    if target is not None and csv is not None:
        raise Misused(ONE_FILE)
    with tools.desk() as desk:
        view = _roster(desk, month)
        if target is not None:
            who = sheets.actor(tools, desk, name)
            printed = press_shift.print_roster(desk, view.number, actor=who, language=i18n.language(), out=target)
            sheets.told(printed, as_json=as_json)
        elif as_json:
            output.out_json(_shape(view))
        elif csv is not None:
            path = _path(csv)
            if path.exists() or path.is_symlink():
                raise Refused("exists", exports.EXISTS, path=path)
            output.out(say(SAVED, {"path": exports.put(exports.csv_of(_rows(view)), path)}))
        else:
            output.out("\n".join(_page(view)))


def now(context: typer.Context, as_json: Json = False) -> None:
    """Say who is on duty now, by the roster in force."""
    from propdesk.cli import shapes
    from propdesk.queries import duty

    tools: Tools = context.obj
    with tools.desk() as desk:
        turn = desk.site.turn(desk.now())
        found = desk.read(duty.on_duty, turn, desk.site.calendar.day(turn.start))
        start, end = (desk.site.calendar.local(moment) for moment in (found.starts, found.ends))
    if as_json:
        output.out_json({
            "day": found.day.isoformat(), "kind": found.kind, "starts": shapes.moment(found.starts, desk.zone),
            "ends": shapes.moment(found.ends, desk.zone), "name": found.name, "original": found.original,
        })  # fmt: skip
        return
    name = found.name or _(NOBODY if found.kind == "day" else OPEN)
    said = {"turn": _turn(found.kind), "start": f"{start:%m-%d %H:%M}", "end": f"{end:%m-%d %H:%M}", "name": name}
    output.out(say(ON_DUTY, said))


def draft(
    context: typer.Context,
    month: Month,
    name: As,
    clerks: Annotated[
        str | None,
        typer.Option("--clerks", metavar="NAMES", help=N_("Who takes turns, with commas; else every clerk.")),
    ] = None,
    as_json: Json = False,
) -> None:
    """Draw up the roster of a month, or draw a draft up anew."""
    tools: Tools = context.obj
    with tools.desk() as desk:
        number = _number(desk, month)
        fields = {"clerks": clerks or ""}
        step = "duty.draw" if number else "duty.plan"
        _do(tools, desk, step, number, name, fields if number else {"month": month, **fields}, as_json=as_json)


def assign(
    context: typer.Context,
    month: Month,
    days: Annotated[str, typer.Argument(metavar="DAYS", help=N_("Such as 3, 3-7 or 1, 3, 20-25."))],
    clerk: Annotated[str, typer.Argument(metavar="CLERK", help=N_("Who takes the turns; - for nobody."))],
    name: As,
    by_day: ByDay = False,
    as_json: Json = False,
) -> None:
    """Put somebody into turns of a draft by hand."""
    fields = {"days": days, "half": _half(by_day), "clerk": "" if clerk == "-" else clerk}
    _on_roster(context, "duty.assign", month, name, fields, as_json=as_json)


def publish(context: typer.Context, month: Month, name: As, sign: Signs = None, as_json: Json = False) -> None:
    """Put the roster of a month in force; a manager does it, or signs: --sign manager=NAME,CAPACITY,phone."""
    _on_roster(context, "duty.publish", month, name, {}, sign or (), as_json=as_json)


def leave(
    context: typer.Context, month: Month, day: Day, name: As, reason: Reason, by_day: ByDay = False,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Ask for leave from a turn."""
    fields = {"day": day, "half": _half(by_day), "reason": reason}
    _on_roster(context, "duty.ask", month, name, fields, as_json=as_json)


def change(
    context: typer.Context,
    month: Month,
    day: Day,
    clerk: Annotated[str, typer.Argument(metavar="CLERK", help=N_("Who takes the turn now."))],
    name: As,
    reason: Reason,
    by_day: ByDay = False,
    sign: Signs = None,
    as_json: Json = False,
) -> None:
    """Give a turn of a roster in force to somebody else, with the manager's word."""
    fields = {"day": day, "half": _half(by_day), "clerk": clerk, "reason": reason}
    _on_roster(context, "duty.change", month, name, fields, sign or (), as_json=as_json)


def swap(
    context: typer.Context,
    month: Month,
    day: Day,
    other_day: Annotated[
        str, typer.Argument(metavar="OTHER-DAY", help=N_("The day on which the other turn begins."))
    ],
    name: As,
    reason: Reason,
    by_day: ByDay = False,
    other_by_day: Annotated[
        bool, typer.Option("--other-by-day", help=N_("The other turn by day; else the night."))
    ] = False,
    sign: Signs = None,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Let two clerks take each other's turns, with the manager's word."""
    fields = {
        "day": day, "half": _half(by_day), "other_day": other_day, "other_half": _half(other_by_day), "reason": reason,
    }  # fmt: skip
    _on_roster(context, "duty.swap", month, name, fields, sign or (), as_json=as_json)


def _on_roster(
    context: typer.Context,
    step: str,
    month: str,
    name: str,
    fields: Mapping[str, object],
    sign: Sequence[str] = (),
    *,
    as_json: bool,
) -> None:
    tools: Tools = context.obj
    with tools.desk() as desk:
        _do(tools, desk, step, _roster(desk, month).number, name, fields, sign, as_json=as_json)


def _do(
    tools: Tools,
    desk: "Desk",
    step: str,
    number: str | None,
    name: str,
    fields: Mapping[str, object],
    sign: Sequence[str] = (),
    *,
    as_json: bool,
) -> None:
    """One step on a roster, by the operator `name`."""
    filled = desk.fill(step, fields)
    actor = tools.sign_in(desk, name)
    signatures = [acting.signature(filled, text, own=name) for text in sign]
    done = desk.perform(filled, number, actor=actor, signatures=signatures, request_id=uuid.uuid4().hex)
    acting.show(acting.shape(desk, done), as_json=as_json)


def _half(by_day: bool) -> str:
    return "day" if by_day else "night"


def _month(desk: "Desk", typed: str | None) -> date:
    from propdesk.rules.rota import parse_month

    return parse_month(typed) if typed else desk.site.calendar.day(desk.now()).replace(day=1)


def _number(desk: "Desk", month: str) -> str | None:
    """The number of the roster of a month that is on the desk."""
    from propdesk.queries import duty

    found = desk.read(duty.roster, _month(desk, month))
    return found.number if found else None


def _roster(desk: "Desk", month: str | None) -> "RosterView":
    """The roster of a month.

    Raises:
        Refused: it is no month, or there is no roster of it.
    """
    from propdesk.errors import Refused
    from propdesk.queries import duty

    first = _month(desk, month)
    found = desk.read(duty.roster, first)
    if found is None:
        raise Refused("roster", NO_ROSTER, month=f"{first:%Y-%m}")
    return found


def _turn(kind: str) -> str:
    from propdesk.rules.shifts import TURN_TITLES

    return _(TURN_TITLES[kind])


def _who(turn: "TurnView") -> str:
    from propdesk.rules.rota import DUTY_TURNS

    return turn.name or _(OPEN if turn.kind in DUTY_TURNS else NOBODY)


def _remark(turn: "TurnView") -> str:
    """Who had the turn, or who asks for leave from it."""
    if turn.asked is not None:
        return say(LEAVE, {"reason": turn.asked_reason})
    return say(INSTEAD, {"name": turn.original, "reason": turn.reason}) if turn.original else ""


def _page(view: "RosterView") -> Iterator[str]:
    """The roster for reading: a line a turn."""
    from propdesk.cli.reading import stage_words
    from propdesk.rules.calendar import WEEKDAYS

    yield f"{view.number}  {view.month:%Y-%m}  {stage_words('duty', view.stage)}"
    if not view.turns:
        return
    yield say(TURNS_EACH, {"counts": ", ".join(f"{name} {count}" for name, count in view.counts().items())})
    yield ""
    yield from output.columns(
        [f"{turn.day:%m-%d}", _(WEEKDAYS[turn.day.weekday()]), _turn(turn.kind), _who(turn), _remark(turn)]
        for turn in view.turns
    )


def _rows(view: "RosterView") -> Iterator[tuple[str | int, ...]]:
    """The roster as rows of a spreadsheet."""
    from propdesk.rules.calendar import WEEKDAYS

    headings = (N_("Day"), N_("Weekday"), N_("Turn"), N_("Clerk"), N_("Instead of"), N_("Reason"), N_("Approved by"))
    yield tuple(map(_, headings))
    for turn in view.turns:
        yield (
            turn.day.isoformat(), _(WEEKDAYS[turn.day.weekday()]), _turn(turn.kind), turn.name, turn.original,
            turn.reason, turn.approved_by,
        )  # fmt: skip


def _shape(view: "RosterView") -> dict[str, Any]:
    """The roster as JSON."""
    return {
        "item": view.number,
        "month": f"{view.month:%Y-%m}",
        "stage": view.stage,
        "clerks": list(view.clerks),
        "published": view.published.isoformat() if view.published else None,
        "approved_by": view.publisher,
        "counts": view.counts(),
        "turns": [
            {
                "day": turn.day.isoformat(), "kind": turn.kind, "starts": turn.starts.isoformat(), "name": turn.name,
                "original": turn.original, "reason": turn.reason, "approved_by": turn.approved_by,
                "leave_asked": turn.asked is not None,
            }
            for turn in view.turns
        ],
    }  # fmt: skip


def _path(typed: str) -> Path:
    try:
        return Path(typed).expanduser().absolute()
    except RuntimeError:
        raise Misused(NO_PATH, typed=typed) from None
