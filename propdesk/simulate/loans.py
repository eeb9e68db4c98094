"""Key loans of a simulated desk: lent against signatures, back in time or chased, extended, lent again, rarely lost."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any
from zlib import crc32

from propdesk.desk import Done, Signature
from propdesk.models.key import Authority
from propdesk.queries import keys
from propdesk.queries.keys import KeySet, LoanRow
from propdesk.simulate import memos, texts
from propdesk.simulate.cabinet import HOUR, MANAGER, SUPERVISOR, set_now
from propdesk.simulate.world import Case, World

ENGINEER = "维修工"
"""In which capacity an engineer signs."""
FATES = {"in_time": 74, "late": 11, "extended": 6, "partly": 4, "again": 6, "lost": 1}
"""What becomes of a hundred loans."""
UNREACHED = ("no_answer", "no_answer", "busy")
CALLS = 4
"""So often the borrower is rung before the keys come without."""
AGAIN = 2
"""So often the same keys are lent again at most."""


@dataclass(frozen=True)
class Errand:
    """Who fetches which keys for what; `capacity` is what he signs as."""

    key: KeySet
    person: str
    capacity: str
    reason: str
    department: str | None = None
    company: str | None = None
    purpose: str = "repair"


@dataclass(frozen=True)
class Lent:
    """A loan that is out."""

    id: int
    number: str
    errand: Errand
    before: int = 0


def lend(
    world: World,
    errand: Errand,
    *,
    pieces: int = 1,
    due: datetime | None,
    signed: Sequence[Signature] = (),
    **more: Any,
) -> Lent:
    """Lend keys to somebody who came for them; without `due` until the end of the shift."""
    key = errand.key
    fields: dict[str, Any] = {
        "which": key.tag, "pieces": pieces, "borrower": errand.person, "phone": phone_of(errand.person),
        "borrower_kind": "contractor" if errand.company else "department", "department": errand.department,
        "company": errand.company, "purpose": errand.purpose, "reason": errand.reason, "due": due,
        "owner_agreed": _agreed(key),
    }  # fmt: skip
    done = world.do("loan.lend", signatures=(*_signatures(world, errand), *signed), **{**fields, **more})
    return _lent(done, errand)


def until(world: World, key: KeySet) -> datetime | None:
    """The time that is promised: as a rule the end of the shift, else some hours on a quarter of an hour."""
    if world.desk.site.turn(world.now).end - world.now > HOUR and world.chance(0.6):
        return None
    hours = min(world.random.uniform(1.5, 3.5), float(key.longest_hours or 9))
    return _quarter(world.now + hours * HOUR)


def phone_of(person: str) -> str:
    """The number of somebody who borrows, always the same."""
    return f"1990{crc32(person.encode()) % 10**7:07d}"


def give_back(world: World, lent: Sequence[Lent], pieces: int | None = None) -> None:
    """Whoever is at the desk counts the keys and signs for them; several loans of one borrower in one go."""
    first, *others = [_row(world, each) for each in lent]
    count = sum(row.out for row in (first, *others)) if pieces is None else pieces
    receiver = Signature("receiver", world.desk_hand().name, capacity="前台")
    also = ", ".join(row.number for row in others) or None
    world.do("loan.return", first.number, pieces=count, also=also, signatures=(receiver,))


def tour(world: World, errands: Sequence[Errand]) -> Case:
    """Several key sets are fetched together and come back together, late at times."""
    due = until(world, errands[0].key) if errands else None
    lent = [lend(world, each, due=due) for each in errands]
    if not lent:
        return
    if world.chance(0.9):
        yield _in_time(world, lent[0])
    else:
        yield from _chased(world, lent[0])
    give_back(world, lent)


def course(world: World, lent: Lent) -> Case:
    """What becomes of a loan."""
    fate = world.random.choices(tuple(FATES), tuple(FATES.values()))[0]
    yield from COURSES[fate](world, lent)


def _on_time(world: World, lent: Lent) -> Case:
    yield _in_time(world, lent)
    give_back(world, (lent,))


def _late(world: World, lent: Lent) -> Case:
    yield from _chased(world, lent)
    give_back(world, (lent,))


def _extended(world: World, lent: Lent) -> Case:
    """Before the time is over another one is promised, where the set has no longest time; it is kept as a rule."""
    if lent.errand.key.longest_hours:
        yield from _late(world, lent)
        return
    due = _row(world, lent).due
    yield max(world.now, due - timedelta(minutes=world.random.uniform(8, 40)))
    later, reason = _quarter(due + HOUR * world.random.uniform(1.5, 3.5)), texts.of_keys(world.random, "extensions")
    signed = _signatures(world, lent.errand)[1:]
    world.do("loan.extend", lent.number, due=later, reason=reason, signatures=signed)
    yield from (_on_time if world.chance(0.8) else _late)(world, lent)


def _partly(world: World, lent: Lent) -> Case:
    """Of several keys one comes back first."""
    if _row(world, lent).out > 1:
        yield _in_time(world, lent)
        give_back(world, (lent,), 1)
    yield from (_on_time if world.chance(0.6) else _late)(world, lent)


def _again(world: World, lent: Lent) -> Case:
    """The work goes on: back in the evening, fetched again on the next working day."""
    pieces = _row(world, lent).pieces
    yield from _on_time(world, lent)
    yield world.workday(1, time(9, 3))
    key = set_now(world, lent.errand.key.id)
    if lent.before >= AGAIN or key.stage != "custody" or key.outdated or key.here < pieces:
        return
    done = world.do("loan.reissue", lent.number, owner_agreed=_agreed(key), signatures=_signatures(world, lent.errand))
    (number,) = world.opened(done, "loan")
    again = replace(lent, id=world.stands(number).id, number=number, before=lent.before + 1)
    yield from course(world, again)


def _lost(world: World, lent: Lent) -> Case:
    """A key is lost on the way: what is left comes back, the memo is written."""
    yield _in_time(world, lent)
    key, row = set_now(world, lent.errand.key.id), _row(world, lent)
    if key.stage != "custody":
        give_back(world, (lent,))
        return
    if row.out > 1:
        give_back(world, (lent,), row.out - 1)
    told, course = world.chance(0.7), texts.of_keys(world.random, "losses")
    whom = world.crew.supervisor.name if told else None
    world.do("key.lose", key.number, loan=lent.number, pieces=1, course=course, told=whom)
    yield from memos.settled(world, key.id, told=told)


def _chased(world: World, lent: Lent) -> Case:
    """The time is over: the borrower is rung until he brings the keys, now and then only the next morning."""
    yield _row(world, lent).due + timedelta(minutes=world.random.uniform(6, 45))
    for _ in range(CALLS):
        yield world.awake(world.now)
        reached = world.chance(0.65)
        again = None if reached else world.after(25, 90)
        world.do(
            "loan.chase", lent.number, outcome="answered" if reached else world.random.choice(UNREACHED), again=again,
            words=texts.of_keys(world.random, "chases") if reached else None,
        )  # fmt: skip
        if reached and world.chance(0.8):
            break
        yield again or world.at_work(world.now + 3 * HOUR)
    yield world.after(12, 110) if world.chance(0.75) else world.at_work(world.now + 10 * HOUR)


def _in_time(world: World, lent: Lent) -> datetime:
    """A moment before the promised time."""
    left = _row(world, lent).due - world.now
    return world.now + left * world.random.uniform(0.3, 0.98)


def _quarter(moment: datetime) -> datetime:
    return moment - timedelta(minutes=moment.minute % 15, seconds=moment.second, microseconds=moment.microsecond)


def _agreed(key: KeySet) -> str | None:
    """What the owner said who is asked each time."""
    return f"{key.person} 电话同意" if key.ask_owner else None


def _signatures(world: World, errand: Errand) -> list[Signature]:
    """The borrower, and whoever authorises: a supervisor, or the manager for masters."""
    signed = [Signature("borrower", errand.person, capacity=errand.capacity)]
    if errand.key.authority is Authority.MANAGER:
        signed.append(Signature("authoriser", world.crew.manager.name, capacity=MANAGER, proof="phone"))
    elif errand.company or errand.key.authorised:
        signed.append(Signature("authoriser", world.crew.supervisor.name, capacity=SUPERVISOR))
    return signed


def _lent(done: Done, errand: Errand) -> Lent:
    if done.item is None or done.item_id is None:
        raise LookupError(errand.key.tag)
    return Lent(done.item_id, done.item, errand)


def _row(world: World, lent: Lent) -> LoanRow:
    found = world.desk.read(keys.loan, lent.id)
    if found is None:
        raise LookupError(lent.number)
    return found


COURSES: dict[str, Callable[[World, Lent], Case]] = {
    "in_time": _on_time,
    "late": _late,
    "extended": _extended,
    "partly": _partly,
    "again": _again,
    "lost": _lost,
}
"""How each fate goes."""
