"""The demo estate: some 600 units, a week of calls and the evening before, through the same steps as at a real desk."""

import hashlib
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

from propdesk import locations
from propdesk.clock import Now, system_now
from propdesk.desk import Desk, Signature
from propdesk.models.operator import Role
from propdesk.procedures.estate import ImportRoster
from propdesk.procedures.operator import Add
from propdesk.procedures.tx import Actor
from propdesk.queries import people
from propdesk.rules.pins import Pins
from propdesk.rules.roster import Roster, RosterUnit
from propdesk.settings import OnCall, Route, Settings
from propdesk.simulate import calls, keys, reports, rounds, shifts, stocktakes
from propdesk.simulate.estate import homes
from propdesk.simulate.run import write_through
from propdesk.simulate.world import Clock, Crew, World
from propdesk.store.roster import load_roster

BEGINS = timedelta(days=9)
"""How long ago the demo desk was set up."""
QUIET = timedelta(days=3)
"""How long ago the calls of the week end, so that what stays open is the evening's."""
PER_DAY = 6.0
"""Calls an ordinary day of the week."""
ERRANDS = 3.5
"""Errands for keys an ordinary day of the week."""
KEY_SETS = 20
"""So many key sets hang in each cabinet at most."""
SEED = 9
"""Which week it was."""
HELD = timedelta(minutes=3)
"""So close before an act of the evening nothing of the week goes on."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class DemoOperator:
    """Somebody who works at the demo desk, with the PIN that everybody may know."""

    name: str
    roles: tuple[str, ...]
    pin: str


@dataclass
class _Story:
    """The evening on its way: who acts, and which item each matter is."""

    desk: Desk
    world: World
    present: datetime
    units: Mapping[str, RosterUnit]
    actors: dict[str, Actor]
    matters: dict[str, str] = field(default_factory=dict)

    def tell(self, number: int, act: Mapping[str, Any]) -> None:
        """Do one act at its time, after recording the deadlines missed before it."""
        self.go(self.present - timedelta(minutes=act["ago"]))
        ago = act.get("happened")
        done = self.desk.perform(
            self.desk.fill(act["do"], self._answers(act)),
            self.matters.get(act.get("on", "")),
            actor=self.actors[act["by"]],
            signatures=[_signature(key, words) for key, words in act.get("sign", {}).items()],
            request_id=f"demo-{number}",
            happened=None if ago is None else self.present - timedelta(minutes=ago),
        )
        if "name" in act:
            self.matters[act["name"]] = done.opened[-1][0] if done.opened else str(done.item)

    def go(self, moment: datetime) -> None:
        """Let time pass until `moment`: the week's matters go on, each deadline missed is recorded a second later."""
        self.world.end = moment - HELD
        self.world.live()
        self.world.end = moment
        self.world.pass_to(moment)

    def _answers(self, act: Mapping[str, Any]) -> dict[str, object]:
        """What is written into the form."""
        fields = {**self._resident(act.get("resident")), **act.get("form", {})}
        if "other" in act:
            fields["other"] = self.matters[act["other"]]
        if "hooks" in act:
            first, last = act["hooks"]
            there = stocktakes.on_hooks(self.world, act["cabinet"])
            fields["found"] = "\n".join(
                stocktakes.line(hook, key) for hook, key in list(there.items())[first - 1 : last]
            )
        return fields

    def _resident(self, code: str | None) -> dict[str, object]:
        if code is None:
            return {}
        person = self.units[code].people[0]
        phone = person.phones[:1]
        return {"unit": code, "caller": person.name, **({"phone": phone[0]} if phone else {"no_phone": True})}


def operators() -> tuple[DemoOperator, ...]:
    """Who works at the demo desk; the first one is its supervisor."""
    return tuple(DemoOperator(row["name"], tuple(row["roles"]), row["pin"]) for row in _desk_file()["operator"])


def settings(language: str = "en") -> Settings:
    """The demo site; marked as a demo for as long as it exists."""
    return Settings(site=_desk_file()["site"]["name"], language=language, demo=True, on_call=on_call(), routes=routes())


def on_call() -> tuple[OnCall, ...]:
    """Whom to ring at the demo site, for each danger in the order in which to ring."""
    return tuple(
        OnCall(row["post"], row["name"], row["phone"], role=row.get("role", ""), dangers=(danger,))
        for danger, rows in _desk_file()["on_call"].items()
        for row in rows
    )


def routes() -> tuple[Route, ...]:
    """The patrols of the demo site: everything by day, the stairwells and the garage at night, across midnight."""
    return tuple(Route(**{**row, "begins": time.fromisoformat(row["begins"])}) for row in _desk_file()["route"])


def make_demo(
    path: Path, *, language: str = "en", now: Now = system_now, progress: Progress | None = None
) -> tuple[DemoOperator, ...]:
    """Make a demo desk in the new file `path`, with PINs that are hashed cheaply; gives who works there."""
    desk = Desk.open(path, now=now, pins=Pins(cheap=True), durable=False)
    try:
        first = operators()[0]
        found_demo(desk, settings(language), first.name, first.pin, progress=progress)
    finally:
        desk.close()
    write_through(path)
    return operators()


def found_demo(desk: Desk, chosen: Settings, supervisor: str, pin: str, *, progress: Progress | None = None) -> Actor:
    """Set the desk up nine days ago and live through the time since; like `Desk.found`, it gives the supervisor.

    Raises:
        Refused: it is set up already, or name or PIN will not do.
    """
    with _moved(desk) as (clock, present):
        clock.moment = present - BEGINS
        actor = desk.found(replace(chosen, demo=True, on_call=on_call(), routes=routes()), supervisor, pin)
        _live(desk, clock, present, actor, pin, progress)
    return actor


@contextmanager
def _moved(desk: Desk) -> Iterator[tuple[Clock, datetime]]:
    """The desk on a clock of ours, with the present moment; afterwards on its own again."""
    own, present = desk.now, desk.now()
    clock = Clock(present)
    desk.now = clock
    try:
        yield clock, present
    finally:
        desk.now = own


def _live(desk: Desk, clock: Clock, present: datetime, actor: Actor, pin: str, progress: Progress | None) -> None:
    roster = _import(desk, actor)
    actors = _people(desk, actor)
    acts = sorted(_evening(), key=lambda act: -act["ago"])
    pins = {each.name: each.pin for each in operators()} | {actor.name: pin}
    world = _world(desk, clock, present, roster, actors, acts, pins)
    story = _Story(desk, world, present, {unit.code: unit for unit in roster.units}, actors)
    for number, act in enumerate(acts, start=1):
        story.tell(number, act)
        if progress:
            progress(number, len(acts))
    story.go(present)


def _world(
    desk: Desk,
    clock: Clock,
    present: datetime,
    roster: Roster,
    actors: Mapping[str, Actor],
    acts: Sequence[Mapping[str, Any]],
    pins: Mapping[str, str],
) -> World:
    """The week: calls and errands for keys that have nothing to do with the evening; daily reports; handovers."""
    staff = {role: [actors[each.name] for each in operators() if role in each.roles] for role in Role}
    crew = Crew(
        supervisor=staff[Role.SUPERVISOR][0],
        manager=staff[Role.CENTRE_MANAGER][0],
        office=staff[Role.OFFICE_MANAGER][0],
        clerks=staff[Role.CLERK],
        duty=[each for each in staff[Role.DUTY] if each not in staff[Role.CLERK]],
    )
    forms = [act.get("form", {}) for act in acts]
    busy = {act.get("resident") for act in acts} | {form.get("unit") for form in forms}
    spared = frozenset(str(form[name]) for form in forms for name in ("which", "hook") if name in form)
    quiet = [home for home in homes(roster) if home.code not in busy]
    world = World(desk, clock, Random(SEED), crew, quiet, present, spared)
    keys.begin(world, ERRANDS, until=present - QUIET, most=KEY_SETS)
    world.spawn(calls.days(world, PER_DAY, rare=0, until=present - QUIET))
    world.spawn(reports.mornings(world))
    rounds.begin(world)
    shifts.begin(world)
    world.spawn(shifts.turns(world, pins))
    world.spawn(shifts.mornings(world, pins))
    return world


def _signature(key: str, words: str) -> Signature:
    """A signature as the evening writes it: name, capacity, and `phone` where it was taken by telephone."""
    name, capacity, *proof = words.split()
    return Signature(key, name, capacity=capacity, proof=proof[0] if proof else "paper")


def _import(desk: Desk, actor: Actor) -> Roster:
    path = locations.data() / "demo" / "roster.csv"
    roster = load_roster(path)
    step = ImportRoster(file=path.name, sha256=hashlib.sha256(path.read_bytes()).hexdigest()).carrying(roster)
    desk.perform(step, actor=actor, request_id="demo-roster")
    return roster


def _people(desk: Desk, actor: Actor) -> dict[str, Actor]:
    """Everybody of the demo desk, ready to act; who is there already under that name is the one who set it up."""
    known = {found.name for found in desk.read(people.operators)}
    actors = {actor.name: actor}
    for each in operators():
        if each.name not in known:
            step = Add(who=each.name, roles=" ".join(each.roles))
            desk.perform(step, actor=actor, request_id=f"demo-{each.name}", new_pin=each.pin)
        if each.name not in actors:
            actors[each.name] = desk.sign_in(each.name, each.pin)
    return actors


def _desk_file() -> dict[str, Any]:
    return tomllib.loads((locations.data() / "demo" / "desk.toml").read_text(encoding="utf-8"))


def _evening() -> list[dict[str, Any]]:
    acts: list[dict[str, Any]] = tomllib.loads(
        (locations.data() / "demo" / "evening.toml").read_text(encoding="utf-8")
    )["act"]
    return acts
