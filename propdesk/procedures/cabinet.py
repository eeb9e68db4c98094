"""What keys, loans and stock-takes share: finding a key set, its hook, what is free of it, its title."""

from datetime import datetime

from sqlmodel import col, select

from propdesk.i18n import N_
from propdesk.models.estate import Unit
from propdesk.models.item import Item
from propdesk.models.key import Key
from propdesk.procedures.forms import TOO_LONG
from propdesk.procedures.tx import Tx
from propdesk.rules.hooks import Hook, hook_words, parse_hook, read_hook, read_tag
from propdesk.rules.numbering import typed_number
from propdesk.rules.searchkeys import room_from
from propdesk.rules.text import one_line
from propdesk.store import counters

MANY = 6
"""So many key sets are named when several are meant."""
TAG = 20
"""So many characters stand on a label."""


def free(key: Key) -> int:
    """How many keys of the set hang on its hook."""
    return key.pieces - key.out - key.lost


def hook_of(key: Key) -> str:
    """The hook as it is written: `A-17`."""
    return hook_words(key.cabinet, key.slot)


def entitle(item: Item, key: Key) -> None:
    """Let the item say number, hook, how many of its keys are here, and door."""
    here = f"{free(key)}/{key.pieces}"
    item.title = one_line("  ".join(part for part in (key.tag, hook_of(key), here, key.door) if part), 120)


def find_key(tx: Tx, typed: str, *, field: str = "key") -> Key:
    """The key set somebody means by the number on its label, its item number, its unit or its hook.

    Raises:
        Refused: there is none in custody, a unit has several, or unit and hook of that name mean different ones.
    """
    found = _by_tag(tx, typed) or _by_number(tx, typed) or _by_unit_or_hook(tx, typed, field)
    if found is None:
        tx.refuse("key", N_("No key set in custody is called {typed}. Type a key number, a hook or a unit."),
                  field=field, typed=typed[:40])  # fmt: skip
    return found


def key_item(tx: Tx, key: Key) -> Item:
    """The item of a key set."""
    found = tx.session.get(Item, key.item_id)
    if found is None:
        raise RuntimeError(f"key {key.item_id} has no item")
    return found


def kept(tx: Tx, tag: str) -> Key | None:
    """The key set in custody with that number on its label."""
    return tx.session.exec(select(Key).where(Key.tag == tag, col(Key.gone).is_(None))).first()


def on_hook(tx: Tx, hook: Hook) -> Key | None:
    """The key set whose hook that is."""
    there = (Key.cabinet == hook.cabinet, Key.slot == hook.slot, col(Key.gone).is_(None))
    return tx.session.exec(select(Key).where(*there)).first()


def take_hook(tx: Tx, key: Key, typed: str, *, field: str = "hook") -> None:
    """Give the key set that hook.

    Raises:
        Refused: it is no hook, or another key set hangs there.
    """
    hook = read_hook(typed)
    other = on_hook(tx, hook)
    if other is not None and other is not key:
        tx.refuse("hook", N_("On hook {hook} hangs {tag} already. Choose another hook."), field=field,
                  hook=hook.words, tag=other.tag)  # fmt: skip
    key.cabinet, key.slot = hook


def take_tag(tx: Tx, key: Key, typed: str | None) -> None:
    """Give the key set the number of its label: what was typed, else the next of the series `K0001`.

    Raises:
        Refused: another key set in custody bears it, or it is too long once its characters are plain ones.
    """
    tag = read_tag(typed or "") or _next_tag(tx)
    if len(tag) > TAG:
        tx.refuse("long", TOO_LONG, field="tag", length=len(tag), limit=TAG)
    other = kept(tx, tag)
    if other is not None and other is not key:
        tx.refuse("tag", N_("The number {tag} is on the label of another key set, on hook {hook}. Choose another."),
                  field="tag", tag=tag, hook=hook_of(other))  # fmt: skip
    key.tag = tag


def issue(tx: Tx, typed: str, pieces: int) -> None:
    """Let a whole key set leave the cabinet at move-in.

    Raises:
        Refused: there is none, it belongs to another unit, or it has another number of keys.
    """
    key = find_key(tx, typed, field="which")
    item = key_item(tx, key)
    if item.unit_id != tx.item.unit_id:
        tx.refuse("which", N_("{tag} opens {place}, not {unit}."), field="which", tag=key.tag, place=item.place,
                  unit=tx.item.place)  # fmt: skip
    if pieces != key.pieces:
        tx.refuse("pieces", N_("{tag} has {count} keys. Count again, or put its number right first."), field="pieces",
                  tag=key.tag, count=key.pieces)  # fmt: skip
    tx.then("key.issue", {"pieces": key.pieces, "movein": tx.item.number}, item=item)


def leave(key: Key, at: datetime) -> None:
    """The key set leaves custody for good: its hook and its number are free again."""
    key.gone = at


def _next_tag(tx: Tx) -> str:
    while kept(tx, tag := f"K{counters.next_value(tx.connection, 'key-tag'):04d}"):
        pass
    return tag


def _by_tag(tx: Tx, typed: str) -> Key | None:
    return kept(tx, read_tag(typed))


def _by_number(tx: Tx, typed: str) -> Key | None:
    number = typed_number(typed, tx.site.calendar.day(tx.now))
    wanted = select(Key).join(Item, col(Item.id) == Key.item_id).where(Item.number == number)
    found = tx.session.exec(wanted).first() if number else None
    return found if found is not None and found.gone is None else None


def _by_unit_or_hook(tx: Tx, typed: str, field: str) -> Key | None:
    code, hook = room_from(typed), parse_hook(typed)
    unit = tx.session.exec(select(Unit).where(Unit.code == code)).first() if code else None
    hanging = on_hook(tx, hook) if hook else None
    if unit is None:
        return hanging
    of_unit = select(Key).join(Item, col(Item.id) == Key.item_id).where(Item.unit_id == unit.id)
    sets = [key for key in tx.session.exec(of_unit.where(Item.ledger == "key")).all() if key.gone is None]
    if len(sets) > 1:
        tags = "; ".join(f"{key.tag} {hook_of(key)} {key.door}".strip() for key in sets[:MANY])
        tx.refuse("key", N_("{unit} has several key sets: {tags}. Type the number of one."), field=field,
                  unit=unit.code, tags=tags)  # fmt: skip
    if hanging is not None and hanging not in sets:
        tx.refuse("key", N_("{unit} is a unit, and a hook on which {tag} hangs. Type the number on the label."),
                  field=field, unit=unit.code, tag=hanging.tag)  # fmt: skip
    return sets[0] if sets else None
