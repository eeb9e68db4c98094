"""What an act did, as whoever asked for it is told: the first time, and again when the same is asked once more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from propdesk.models.item import Item
from propdesk.models.journal import Entry
from propdesk.procedures import manual
from propdesk.procedures.act import Act, Written
from propdesk.procedures.step import Opening, Step
from propdesk.procedures.tx import Actor
from propdesk.rules import chain


@dataclass(frozen=True)
class Done:
    """What an act did. `item` is the item of its first step, `opened` the others it opened."""

    act: int
    item: str | None
    item_id: int | None
    stage: str | None
    version: int | None
    opened: tuple[tuple[str, str], ...]
    entries: tuple[Written, ...]
    repeated: bool = False


def digest(step: Step, item: int | str | None, actor: Actor) -> str:
    """A fingerprint of what was asked; typed times are left out, since `+30m` means another moment each time."""
    given = step.model_dump()
    fields = {name: str(value) for name, value in given.items() if not isinstance(value, datetime)}
    return chain.digest({"step": type(step).name(), "item": item, "actor": actor.id, "fields": fields})


def done(act: Act, item: Item | None) -> Done:
    """What an act just did, whose first step left `item` as it is."""
    return _answer(act.act_id, item, act.opened, tuple(act.written))


def done_before(session: Session, act_id: int) -> Done:
    """What an act did earlier, with its items as they stand now."""
    entries = session.exec(select(Entry).where(Entry.act_id == act_id).order_by(col(Entry.seq))).all()
    written = tuple(Written(e.seq or 0, e.step, e.item_id, e.hash) for e in entries)
    first = session.get(Item, written[0].item_id) if written[0].item_id else None
    ids = [entry.item_id for entry in written if issubclass(manual.step(entry.step), Opening)]
    opened = [found for found in (session.get(Item, item_id) for item_id in ids) if found]
    return _answer(act_id, first, opened, written, repeated=True)


def _answer(
    act_id: int, item: Item | None, opened: Sequence[Item], written: tuple[Written, ...], *, repeated: bool = False
) -> Done:
    return Done(
        act=act_id,
        item=item.number if item else None,
        item_id=item.id if item else None,
        stage=item.stage if item else None,
        version=item.version if item else None,
        opened=tuple((found.number, found.ledger) for found in opened if found is not item),
        entries=written,
        repeated=repeated,
    )
