"""The JSON of the command line. What stands here is promised to scripts; docs/cli.md says it in words."""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from propdesk.cli.words import both
from propdesk.procedures import manual
from propdesk.procedures.forms import choice_of, limit_of
from propdesk.procedures.step import Moving, Opening, Procedure, Step
from propdesk.queries.items import ItemRow
from propdesk.queries.journal import EntryView
from propdesk.queries.timers import TimerView
from propdesk.rules.privacy import mask_phone
from propdesk.rules.rulebook import Rule
from propdesk.rules.sentence import plain
from propdesk.store.verify import Report

Shape = dict[str, Any]

PHONE = re.compile(r"\+?[\d\- ]{7,20}(?:[x#]\d{1,6})?")
PHONE_OR_WORDS = frozenset({"contact_way"})
"""What is often a telephone number, but may be words."""


def moment(at: datetime | None, zone: ZoneInfo) -> str | None:
    """`2026-11-21T23:40:00+08:00`, or None."""
    return at.astimezone(zone).isoformat(timespec="seconds") if at else None


def item(row: ItemRow, zone: ZoneInfo, numbers: Mapping[int, str]) -> Shape:
    """An item; `numbers` names the items it came from. The phone is masked."""
    return {
        "item": row.number,
        "ledger": row.ledger,
        "stage": row.stage,
        "title": row.title,
        "urgent": row.urgent,
        "place": row.place,
        "person": row.person,
        "phone": mask_phone(row.phone),
        "owner": row.owner,
        "receiver": row.receiver,
        "opened": moment(row.opened, zone),
        "closed": moment(row.closed, zone),
        "version": row.version,
        "presses": row.presses,
        "origin": numbers.get(row.origin_id) if row.origin_id else None,
        "matter": numbers.get(row.matter_id, row.number),
        "next": {"code": row.code, "due": moment(row.due, zone)} if row.code else None,
    }


def timer(view: TimerView, zone: ZoneInfo) -> Shape:
    """A clock."""
    return {
        "item": view.number,
        "code": view.code,
        "started": moment(view.started, zone),
        "due": moment(view.due, zone),
        "warn": moment(view.warn, zone),
        "state": view.state,
        "provisional": view.provisional,
        "paused": moment(view.paused, zone),
        "stopped": moment(view.stopped, zone),
        "breached": moment(view.breached, zone),
        "escalates_to": view.escalates_to,
        "escalated": moment(view.escalated, zone),
        "rule_version": view.rule_version,
        "calendar_version": view.calendar_version,
    }


def entry(view: EntryView, zone: ZoneInfo) -> Shape:
    """A line of the journal."""
    return {
        "seq": view.seq,
        "step": view.step,
        "item": view.number,
        "operator": view.operator,
        "shift": view.shift_id,
        "happened": moment(view.happened, zone),
        "written": moment(view.written, zone),
        "late_seconds": int(view.late.total_seconds()) if view.late else None,
        "paper": view.paper,
        "corrects": view.corrects,
        "corrected_by": view.corrected_by,
        "sentence": view.sentence,
        "values": values(view),
        "stage": list(view.stage),
        "signed": list(view.signed),
        "hash": view.hash,
    }


def values(view: EntryView) -> Shape:
    """The answers behind an entry: ISO moments, stored words; telephone numbers masked."""
    numbers = phones(view.step)
    return {name: masked(plain(value)) if name in numbers else plain(value) for name, value in view.values.items()}


def masked(value: object) -> object:
    """The value, unless it is a telephone number: that one masked."""
    return mask_phone(value) if isinstance(value, str) and PHONE.fullmatch(value) else value


@cache
def phones(step: str) -> frozenset[str]:
    """The fields of a step that hold telephone numbers."""
    properties = manual.step(step).model_json_schema().get("properties", {})
    found = {name for name, each in properties.items() if "phone" in _formats(each)}
    return frozenset(found | PHONE_OR_WORDS)


def _formats(schema: Mapping[str, Any]) -> set[str]:
    return {str(part.get("format")) for part in (schema, *schema.get("anyOf", ()))}


def ledger(procedure: Procedure) -> Shape:
    """A chapter of the executable manual."""
    return {
        "ledger": procedure.ledger,
        "prefix": procedure.prefix,
        "title": both(procedure.title),
        "chapters": list(procedure.chapters),
        "paper": procedure.form,
        "stages": [
            {"name": stage.name, "label": both(stage.label), "final": stage.final} for stage in procedure.stages
        ],
        "steps": [step(each) for each in procedure.steps],
    }


def step(kind: type[Step]) -> Shape:
    """A step with everything a script must know to do it."""
    bases = {Opening: "opening", Moving: "moving"}
    return {
        "name": kind.name(),
        "label": both(kind.label),
        "doc": (kind.__doc__ or "").strip(),
        "kind": next((word for base, word in bases.items() if issubclass(kind, base)), "deed"),
        "key": kind.key,
        "at": list(kind.at),
        "to": list(kind.to),
        "by": sorted(role.value for role in kind.by),
        **{name: list(getattr(kind, name)) for name in ("starts", "may_start", "meets", "may_meet", "ends", "then")},
        "signers": [
            {
                "key": signing.key,
                "label": both(signing.label),
                "roles": sorted(role.value for role in signing.roles),
                "must": signing.must,
            }
            for signing in kind.signs
        ],
        "guards": list(kind.guards),
        "source": kind.source,
        "says": both(kind.says),
        "hidden": kind.hidden,
        "form": form(kind),
    }


def form(kind: type[Step]) -> Shape:
    """The JSON schema of a step's form, with labels and the words of its choices in both languages."""
    schema = kind.model_json_schema()
    for name, each in schema.get("properties", {}).items():
        field = kind.model_fields[name]
        each["label"], each["limit"] = both(str(each.get("label", name))), limit_of(field)
        if about := each.pop("about", ""):
            each["help"] = both(str(about))
        if choice := choice_of(field):
            each["choices"] = [{"value": member.value, "label": both(member.label)} for member in choice]
    return schema


def rule(found: Rule, figure: Mapping[str, str]) -> Shape:
    """A timed rule."""
    return {
        "code": found.code,
        "title": both(found.title),
        "kind": found.kind.value,
        "amount": found.amount,
        "figure": dict(figure),
        "warn": found.warn,
        "urgent": found.urgent,
        "owner": found.owner,
        "escalates_to": found.escalates_to,
        "chapters": list(found.chapters),
        "source": found.source,
        "about": " ".join(found.about.split()),
    }


def report(found: Report) -> Shape:
    """What `verify` found."""
    return {
        "sound": found.sound,
        "entries": found.entries,
        "head": found.head,
        "destroyed": found.destroyed,
        "problems": [{"seq": problem.seq, "sentence": problem.sentence()} for problem in found.problems],
    }
