"""The walk along the chain and its acts. It is the cost of a check: it decides fast and explains only what is bad."""

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from propdesk.i18n import N_, say
from propdesk.rules.chain import GENESIS, asked, canonical_json

MISSING = N_("Entry {seq} is missing.")
CHANGED = N_("Entry {seq} was changed after it was written.")
UNCHAINED = N_("Entry {seq} does not follow the entry before it.")
PAYLOAD_CHANGED = N_("What entry {seq} says was changed after it was written.")
PAYLOAD_MISSING = N_("What entry {seq} says is missing.")
UNLAWFUL = N_("What entry {seq} says was blanked without an entry that did so.")
ACT_CHANGED = N_("Act {act} is not what its entries say.")

_WALK = """
SELECT e.seq, e.format, e.act_id, e.step, e.item_id, e.operator_id, e.shift_id, e.happened, e.written, e.corrects,
       e.payload_hash, e.previous, e.hash, p.salt, p.body, p.destroyed_by,
       a.request_id, a.digest, a.operator_id, a.written
FROM entry e LEFT JOIN payload p ON p.seq = e.seq LEFT JOIN act a ON a.id = e.act_id ORDER BY e.seq
"""
_Steps = dict[bytes, bytes]
_VOUCHES = b'{"act":"'
"""How a payload begins that keeps the fingerprint of its act: its keys are sorted."""


@dataclass(frozen=True)
class Problem:
    """One finding: the entry it is about, if it is about one, and a sentence (msgid and values)."""

    seq: int | None
    message: str
    values: Mapping[str, object] = field(default_factory=dict)

    def sentence(self, language: str | None = None) -> str:
        """The finding in `language`, or in the language of the desk."""
        return say(self.message, self.values, language)


@dataclass
class Walk:
    """Where the walk along the chain stands.

    `destroyer` is the highest entry named as having blanked a payload, `vouched` how the payloads of the present act
    begin, `changed` the acts that are not what their entries say.
    """

    entries: int = 0
    last: int = 0
    head: bytes = GENESIS.encode()
    destroyed: int = 0
    destroyer: tuple[int, int] = (0, 0)
    act: int = 0
    vouched: bytes = b""
    changed: dict[int, None] = field(default_factory=dict)

    @property
    def printed(self) -> str:
        """The hash of the last entry as people read it, whatever is stored there."""
        return self.head.decode(errors="replace") if isinstance(self.head, bytes) else str(self.head)


def walk_along(raw: sqlite3.Connection, walk: Walk) -> Iterator[Problem]:
    """Walk from the first entry to the last. Text is hashed as the bytes that are stored, whatever they are."""
    steps: _Steps = {}
    as_text, raw.text_factory = raw.text_factory, bytes
    for row in raw.execute(_WALK):
        fields, (payload, previous, stored, salt, body, destroyed_by), act = row[:10], row[10:16], row[16:]
        own = _is_own(fields, payload, previous, stored, steps)
        says = destroyed_by is None and _is_said(salt, body, payload)
        if not (own and says and previous == walk.head and row[0] == walk.last + 1):
            yield from _place(row[0], previous, walk)
            if not own:
                yield Problem(row[0], CHANGED, {"seq": row[0]})
            if not says:
                yield from _payload(row[0], salt, body, destroyed_by, walk)
        _look_at_act(fields, body, act, walk)
        walk.last, walk.head, walk.entries = row[0], stored, walk.entries + 1
    raw.text_factory = as_text
    if walk.destroyer[0] > walk.last:
        yield Problem(walk.destroyer[1], UNLAWFUL, {"seq": walk.destroyer[1]})
    for changed in walk.changed:
        yield Problem(None, ACT_CHANGED, {"act": changed})


def _is_own(fields: tuple[Any, ...], payload: bytes, previous: bytes, stored: bytes, steps: _Steps) -> bool:
    try:
        return sha256(canonical(fields, payload, previous, steps)).hexdigest().encode() == stored
    except (TypeError, AttributeError, UnicodeError):
        return False


def _is_said(salt: bytes, body: bytes, payload: bytes) -> bool:
    try:
        return sha256(salt + b"\n" + body).hexdigest().encode() == payload
    except TypeError:
        return False


def canonical(fields: tuple[Any, ...], payload: bytes, previous: bytes, steps: _Steps) -> bytes:
    """What `chain.canonical_json` gives for the entry, only faster: its keys in their order, its values as stored.

    Moments are stored as `2026-11-21 08:00:00.000000`. `steps` remembers how the names of steps are quoted.

    Raises:
        TypeError, AttributeError, UnicodeError: what is stored is of another kind than this program writes.
    """
    seq, form, act, step, item, operator, shift, happened, written, corrects = fields
    quoted = steps.get(step) or steps.setdefault(step, canonical_json(step.decode()).encode())
    return (
        b'{"act":%d,"corrects":%b,"format":%d,"happened":"%bZ","item":%b,"operator":%d,"payload":"%b","previous":"%b",'
        b'"seq":%d,"shift":%d,"step":%b,"written":"%bZ"}'
    ) % (
        act, b"null" if corrects is None else b"%d" % corrects, form, happened.replace(b" ", b"T", 1),
        b"null" if item is None else b"%d" % item, operator, payload, previous,
        seq, shift, quoted, written.replace(b" ", b"T", 1),
    )  # fmt: skip


def _look_at_act(fields: tuple[Any, ...], body: object, act: tuple[Any, ...], walk: Walk) -> None:
    """Compare the row of an act with its entry, and with what the payload keeps of it."""
    request, digest, operator, written = act
    kept = True
    if isinstance(body, bytes) and body.startswith(_VOUCHES):
        if fields[2] != walk.act:
            walk.act, walk.vouched = fields[2], _VOUCHES + vouched(request, digest) + b'"'
        kept = body.startswith(walk.vouched)
    if operator != fields[5] or written != fields[8] or not kept:
        walk.changed[fields[2]] = None


def vouched(request: object, digest: object) -> bytes:
    """What `chain.asked` gives, only faster where nothing in it has to be quoted."""
    if isinstance(request, bytes) and isinstance(digest, bytes) and (request.replace(b"-", b"") + digest).isalnum():
        return sha256(b'{"digest":"%b","request":"%b"}' % (digest, request)).hexdigest()[:32].encode()
    known = (each.decode(errors="replace") if isinstance(each, bytes) else str(each) for each in (request, digest))
    return asked(*known).encode()


def _place(seq: int, previous: bytes, walk: Walk) -> Iterator[Problem]:
    if seq != walk.last + 1:
        yield Problem(walk.last + 1, MISSING, {"seq": walk.last + 1})
    elif previous != walk.head:
        yield Problem(seq, UNCHAINED, {"seq": seq})


def _payload(seq: int, salt: object, body: object, destroyed_by: object, walk: Walk) -> Iterator[Problem]:
    """Why a payload does not fit its hash; one that a later entry blanked is in order."""
    if salt is None:
        yield Problem(seq, PAYLOAD_MISSING, {"seq": seq})
    elif body is not None:
        yield Problem(seq, PAYLOAD_CHANGED, {"seq": seq})
    elif not isinstance(destroyed_by, int) or destroyed_by <= seq:
        yield Problem(seq, UNLAWFUL, {"seq": seq})
    else:
        walk.destroyed += 1
        walk.destroyer = max(walk.destroyer, (destroyed_by, seq))
