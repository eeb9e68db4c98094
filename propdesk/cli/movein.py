"""Move-in: a campaign's notices in one go, how far owners have come, who is to be reminded."""

import hashlib
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from propdesk.cli import options, output
from propdesk.cli.guard import ExitCode
from propdesk.cli.misused import Misused
from propdesk.cli.options import As, Json
from propdesk.cli.tools import Tools
from propdesk.i18n import N_, _, say

if TYPE_CHECKING:
    from propdesk.cli.movein_units import Addressee, NotSent, Plan
    from propdesk.desk import Desk
    from propdesk.procedures.tx import Actor
    from propdesk.queries.moveins import MoveinRow

ONE_LIST = N_("Which units? Write --building BUILDING or --units FILE, one of the two.")
NO_WAY = N_("There is no way “{typed}” to send a notice. Ways: {known}.")
NO_CAMPAIGN = N_("The campaign needs a name of at most {limit} characters.")
OVER = N_("{day} is over already. Owners need time to come.")
SENDING = N_("Sending {done} of {total}")
CHECKED = N_(
    "{campaign}: {count} notices are to be sent, {already} units have theirs, {left} get none. Nothing was written."
)
SENT = N_("{campaign}: {count} notices sent, {already} units had theirs already, {left} not sent.")
STOPPED = N_("Stopped; {count} notices are still to be sent. The same command goes on where it stopped.")
REASON = N_("Not sent, {count}: {reason}")
NOBODY_TO_REMIND = N_("Nobody is to be reminded.")
REMINDED_BY = N_("to come until {until}")
NO_MOVEIN = N_("No move-in is on the desk yet.")

CAMPAIGN = 60
"""So many characters has the name of a campaign."""
HOPELESS = frozenset({"role", "disabled"})
"""Refusals that no further unit would escape."""


@dataclass
class _Run:
    """How far the sending is."""

    sent: list[str] = field(default_factory=list)
    refused: "list[NotSent]" = field(default_factory=list)
    stopped: bool = False


def notify(
    context: typer.Context,
    name: As,
    campaign: Annotated[
        str,
        typer.Option(
            "--campaign", metavar="NAME", help=N_("What the campaign is called; the same name goes on with it.")
        ),
    ],
    building: Annotated[
        str | None, typer.Option("--building", metavar="BUILDING", help=N_("To the units of this building."))
    ] = None,
    units: Annotated[
        str | None,
        typer.Option("--units", metavar="FILE", help=N_("To the units of a .csv or .xlsx list with a column 房号.")),
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help=N_("Last day to come; else the period of the site."))
    ] = None,
    how: Annotated[
        str, typer.Option("--how", metavar="HOW", help=N_("How it is sent: letter, courier, hand or phone."))
    ] = "letter",
    check: Annotated[bool, typer.Option("--check", help=N_("Only say what would be done."))] = False,
    as_json: Json = False,
) -> None:
    """Send the move-in notice to many units, one act for each; the same command again never sends one twice."""
    tools: Tools = context.obj
    named = _campaign(campaign)
    _one_list(building, units)
    with tools.desk() as desk:
        asked = {"sent_how": _way(how), "until": _until(desk, until), "campaign": named}
        actor = tools.sign_in(desk, name)
        wanted = _wanted(desk, building, units)
        planned = _plan(desk, named, wanted)
        run = _Run() if check else _send(desk, actor, planned, asked)
    answer = _answer(named, planned, run, check=check)
    if as_json:
        output.out_json(answer)
    else:
        output.out("\n".join(_told(answer)))
    if run.stopped:
        raise typer.Exit(ExitCode.STOPPED)


def request_of(campaign: str, unit: str) -> str:
    """The id under which a unit gets its notice in a campaign: the same again is the same act."""
    return hashlib.sha256(f"movein.notify\n{campaign}\n{unit}".encode()).hexdigest()


def _campaign(typed: str) -> str:
    """The name of the campaign, in one spelling.

    Raises:
        Misused: it is none, or too long.
    """
    tidy = " ".join(typed.split())
    if not 0 < len(tidy) <= CAMPAIGN:
        raise Misused(NO_CAMPAIGN, limit=CAMPAIGN)
    return tidy


def _one_list(building: str | None, units: str | None) -> None:
    if (building is None) == (units is None):
        raise Misused(ONE_LIST)


def _way(typed: str) -> str:
    from propdesk.models.movein import SentHow

    if typed not in set(SentHow):
        raise Misused(NO_WAY, typed=typed[:40], known=", ".join(SentHow))
    return typed


def _until(desk: "Desk", typed: str | None) -> datetime | None:
    """The close of the last day to come.

    Raises:
        Refused: it cannot be read, or is over.
    """
    from propdesk.errors import Refused

    if typed is None:
        return None
    end = desk.site.calendar.close_of(options.day(typed, desk))
    if end <= desk.now():
        raise Refused("past", OVER, field="until", day=typed[:40])
    return end


def _wanted(desk: "Desk", building: str | None, units: str | None) -> "tuple[Addressee, ...]":
    from propdesk.cli import movein_units

    if units is not None:
        return movein_units.of_file(desk, Path(units))
    return movein_units.of_building(desk, building or "")


def _plan(desk: "Desk", campaign: str, wanted: "tuple[Addressee, ...]") -> "Plan":
    from propdesk.cli import movein_units

    return movein_units.plan(desk, campaign, wanted)


def _send(desk: "Desk", actor: "Actor", planned: "Plan", asked: Mapping[str, object]) -> _Run:
    """One act after the other; Ctrl+C lets the one under way be finished and stops after it."""
    run, total = _Run(), len(planned.letters)
    desk.sweep()
    with _stoppable() as stopping:
        for place, letter in enumerate(planned.letters, start=1):
            output.progress(say(SENDING, {"done": place, "total": total}))
            _send_one(desk, actor, letter, asked, run)
            if stopping and place < total:
                run.stopped = True
                break
    return run


def _send_one(desk: "Desk", actor: "Actor", letter: "Addressee", asked: Mapping[str, object], run: _Run) -> None:
    """The notice of a unit, or why it got none.

    Raises:
        Refused: whoever sends may not.
    """
    from propdesk.cli.movein_units import NotSent
    from propdesk.errors import FormRefused, Refused

    about = {"unit": letter.unit, "person": letter.owner, "phone": letter.phone or None}
    try:
        step = desk.fill("movein.notify", {**asked, **about})
        done = desk.perform(step, actor=actor, request_id=request_of(str(asked["campaign"]), letter.unit))
    except FormRefused as refused:
        first = next(iter(refused.problems.values()))
        run.refused.append(NotSent(letter.unit, first.code, first.sentence()))
    except Refused as refused:
        if refused.code in HOPELESS:
            raise
        run.refused.append(NotSent(letter.unit, refused.code, refused.sentence()))
    else:
        run.sent.append(done.item or "")


@contextmanager
def _stoppable() -> Iterator[list[int]]:
    """A list that is no longer empty once Ctrl+C was pressed; the line of progress is wiped at the end."""
    stopping: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _frame: stopping.append(number))
    try:
        yield stopping
    finally:
        signal.signal(signal.SIGINT, before)
        output.progress("")


def _answer(campaign: str, planned: "Plan", run: _Run, *, check: bool) -> dict[str, Any]:
    """What was done, or would be, as JSON."""
    not_sent = [*planned.not_sent, *run.refused]
    waiting = len(planned.letters) - len(run.sent) - len(run.refused)
    return {
        "campaign": campaign,
        "check": check,
        "units": len(planned.already) + len(planned.letters) + len(planned.not_sent),
        "sent": len(run.sent),
        "already": len(planned.already),
        "to_send": waiting,
        "stopped": run.stopped,
        "items": run.sent,
        "not_sent": [{"unit": each.unit, "code": each.code, "sentence": each.reason} for each in not_sent],
    }


def _told(answer: Mapping[str, Any]) -> Iterator[str]:
    """The counts, then the units without a notice, put together by reason."""
    count = answer["to_send"] if answer["check"] else answer["sent"]
    said = {"campaign": answer["campaign"], "count": count, "already": answer["already"]}
    yield say(CHECKED if answer["check"] else SENT, {**said, "left": len(answer["not_sent"])})
    reasons: dict[str, list[str]] = {}
    for each in answer["not_sent"]:
        reasons.setdefault(each["sentence"], []).append(each["unit"])
    for reason, units in reasons.items():
        yield say(REASON, {"count": len(units), "reason": reason})
        yield f"  {', '.join(units)}"
    if answer["stopped"]:
        yield say(STOPPED, {"count": answer["to_send"]})


def progress(context: typer.Context, as_json: Json = False) -> None:
    """Count the move-ins by stage."""
    from propdesk.procedures import manual
    from propdesk.queries import moveins

    tools: Tools = context.obj
    with tools.desk() as desk:
        found = desk.read(moveins.progress)
        soon = len(desk.read(moveins.to_remind, desk.now()))
    stages = [(stage.name, stage.label, found.get(stage.name, 0)) for stage in manual.procedure("movein").stages]
    if as_json:
        from propdesk.cli.words import both

        counted = [{"stage": name, "label": both(label), "count": count} for name, label, count in stages]
        output.out_json({"stages": counted, "total": sum(found.values()), "to_remind": soon})
    elif not found:
        output.out(_(NO_MOVEIN))
    else:
        lines = [[_(label), str(count)] for _name, label, count in stages if count]
        output.out("\n".join(output.columns([*lines, [_(N_("To be reminded")), str(soon)]])))


def remind(context: typer.Context, as_json: Json = False) -> None:
    """List who is to be reminded: the period is in its last three days, and nobody came."""
    from propdesk.queries import moveins

    tools: Tools = context.obj
    with tools.desk() as desk:
        found = [_shape(row, desk) for row in desk.read(moveins.to_remind, desk.now())]
    if as_json:
        output.out_json(found)
    else:
        output.out("\n".join(output.columns(map(_line, found))) if found else _(NOBODY_TO_REMIND))


def _shape(row: "MoveinRow", desk: "Desk") -> dict[str, Any]:
    """A move-in as JSON."""
    from propdesk.cli import shapes

    return {
        "item": row.number,
        "stage": row.stage,
        "unit": row.unit,
        "person": row.person,
        "campaign": row.campaign,
        "sent": shapes.moment(row.sent, desk.zone),
        "received": shapes.moment(row.received, desk.zone),
        "until": shapes.moment(row.until, desk.zone),
        "appointed": shapes.moment(row.appointed, desk.zone),
    }


def _line(row: Mapping[str, Any]) -> list[str]:
    until = say(REMINDED_BY, {"until": row["until"][:16].replace("T", " ")})
    return [row["item"], row["unit"], row["person"], until, row["campaign"]]
