"""The hash chain of the journal. docs/journal.md lists the canonical fields for whoever checks it without us."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

FORMAT = 1
"""The version of the canonical form, itself part of every hash."""

GENESIS = "0" * 64
"""The hash before the first entry."""


@dataclass(frozen=True)
class Canonical:
    """The fields of an entry that its hash covers, in the order in which they are written."""

    format: int
    seq: int
    act: int
    step: str
    item: int | None
    operator: int
    shift: int
    happened: str
    written: str
    corrects: int | None
    payload: str
    previous: str


def moment(value: datetime) -> str:
    """A moment as the chain writes it: UTC, microseconds, `Z`."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def canonical_json(value: object) -> str:
    """JSON without room for taste: sorted keys, no spaces, real characters."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def payload_hash(salt: str, body: str) -> str:
    """The salted SHA-256 of a payload's text, in hex."""
    return hashlib.sha256(f"{salt}\n{body}".encode()).hexdigest()


def entry_hash(entry: Canonical) -> str:
    """The hash of an entry in hex: SHA-256 over the canonical JSON of its fields, the hash before among them."""
    return hashlib.sha256(canonical_json(asdict(entry)).encode()).hexdigest()


def digest(value: Mapping[str, object]) -> str:
    """A fingerprint of what was asked, to tell a repeated request from another one under the same id."""
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()


def asked(request_id: str, asked_for: str) -> str:
    """What the payloads of an act keep of its row in `act`, which no hash of the chain covers: request and digest."""
    return digest({"request": request_id, "digest": asked_for})[:32]
