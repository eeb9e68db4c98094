"""How an act is done: one transaction of one or more steps, each of which writes exactly one entry."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, SQLModel, col, select

from propdesk.errors import Refused
from propdesk.i18n import N_, Words
from propdesk.models.item import Item
from propdesk.models.journal import Entry
from propdesk.models.operator import SYSTEM
from propdesk.procedures import manual
from propdesk.procedures.follow import Follow
from propdesk.procedures.forms import fill
from propdesk.procedures.site import Site
from propdesk.procedures.step import Deed, Moving, Opening, Procedure, Step
from propdesk.procedures.tx import Actor, Signed, Tx
from propdesk.rules.chain import canonical_json
from propdesk.rules.numbering import item_number
from propdesk.rules.sentence import render
from propdesk.store import counters, journal, rows, search, shifts


@dataclass(frozen=True)
class Written:
    """One entry of an act, as the caller sees it."""

    seq: int
    step: str
    item_id: int | None
    hash: str


@dataclass
class Act:
    """One act under way. `written` and `opened` grow with its steps."""

    session: Session
    site: Site
    actor: Actor
    now: datetime
    happened: datetime
    act_id: int
    asked: str
    signed: Mapping[str, Signed]
    head: tuple[int, str]
    pin_hash: str | None = None
    paper: bool = False
    written: list[Written] = field(default_factory=list)
    opened: list[Item] = field(default_factory=list)
    touched: list[Item] = field(default_factory=list)

    def do(
        self, step: Step, subject: Item | None = None, origin: Item | None = None, follow: Follow | None = None
    ) -> Item | None:
        """Do one step and whatever follows from it; gives back its item. `follow` is what a step before it asked for:
        whoever may do that step may do what follows from it.

        Raises:
            Refused: by the kernel (stage, role) or by the step itself.
        """
        tx = self._tx(step, subject, origin)
        if follow and follow.signed:
            tx.signed = self.signed
        if follow and follow.opened:
            tx.happened, tx.clocks_from = follow.opened, follow.clocks_from
            tx.facts.update(follow.facts)
        if follow is None:
            check_role(type(step), self.actor)
        self._may(step, subject)
        before = subject.stage if subject else None
        row = self._carry_out(tx, step)
        self._settle(tx, step, row, before)
        self._write(tx, step, before)
        for further in tx.follows:
            self._follow(tx, step, further)
        return tx.subject

    def _tx(self, step: Step, subject: Item | None, origin: Item | None) -> Tx:
        return Tx(
            session=self.session,
            site=self.site,
            actor=self.actor,
            now=self.now,
            happened=self.happened,
            seq=self.head[0] + 1,
            signed=self.signed if not self.written else {},
            subject=subject,
            origin=origin,
            pin_hash=self.pin_hash,
            paper=self.paper,
        )

    def _may(self, step: Step, subject: Item | None) -> None:
        if isinstance(step, Moving):
            check_stage(type(step), subject)
        if isinstance(step, Opening) and subject is not None:
            raise Refused("item", N_("“{step}” opens a new item and takes no number."), step=Words(type(step).label))

    def _carry_out(self, tx: Tx, step: Step) -> SQLModel | None:
        if isinstance(step, Opening):
            return self._open(tx, step)
        if isinstance(step, Moving):
            return self._move(tx, step)
        if isinstance(step, Deed):
            step.do(tx)
        return None

    def _open(self, tx: Tx, step: "Opening[SQLModel]") -> SQLModel:
        ledger = type(step).ledger()
        tx.subject = self._new_item(manual.procedure(ledger), step, tx)
        tx.clocks = {}
        self.session.add(tx.subject)
        row = step.open(tx)
        self.session.flush()
        item = tx.item
        item.matter_id = item.matter_id or item.id or 0
        row.item_id = item.id
        self.session.add(row)
        self.opened.append(item)
        return row

    def _new_item(self, procedure: Procedure, step: Step, tx: Tx) -> Item:
        origin = tx.origin
        connection, day = self.session.connection(), self.site.calendar.day(self.now)
        order = counters.next_value(connection, f"ord:{procedure.ledger}")
        running = counters.next_value(connection, f"number:{procedure.ledger}:{day:%Y%m%d}")
        return Item(
            ledger=procedure.ledger,
            number=item_number(procedure.prefix, day, running),
            ord=order,
            stage=type(step).to[0],
            title="",
            receiver_id=origin.receiver_id if origin else self.actor.id,
            owner_id=self.actor.id,
            origin_id=origin.id if origin else None,
            matter_id=origin.matter_id if origin else 0,
            opened=tx.happened,
        )

    def _move(self, tx: Tx, step: "Moving[SQLModel]") -> SQLModel:
        item = tx.item
        if tx.happened < item.opened:
            tx.refuse("happened", N_("That is before {number} was opened. Check the time."), number=item.number)
        procedure = manual.procedure(item.ledger)
        row = self.session.get(procedure.row, item.id) if procedure.row else None
        if row is None:
            raise RuntimeError(f"{item.number} has no row in its ledger")
        as_it_was = _compared(item, row, procedure.tallies)
        step.apply(tx, row)
        tx.facts.setdefault("item", item.number)
        self._settle_stage(tx, step)
        if _compared(item, row, procedure.tallies) != as_it_was:
            item.version += 1
        return row

    def _settle(self, tx: Tx, step: Step, row: SQLModel | None, before: str | None) -> None:
        if isinstance(step, Opening):
            self._settle_stage(tx, step)
        done = {tick.code for tick in tx.ticked}  # what the step did to a clock itself stands
        for code in type(step).starts:
            if code not in done:
                tx.start(code)
        for code in type(step).meets:
            if code not in done:
                tx.meet(code)
        self._check_declared(tx, step)
        if tx.subject is not None:
            self._close_if_final(tx, before)
            self.touched.append(tx.subject)

    def _settle_stage(self, tx: Tx, step: Step) -> None:
        to = type(step).to
        if not to:
            return
        stage = tx.stage or (to[0] if len(to) == 1 else None)
        if stage not in to:
            raise RuntimeError(f"{type(step).name()} did not say where it leads: {stage} is not one of {to}")
        tx.item.stage = stage
        tx.item.resting = manual.procedure(tx.item.ledger).stage(stage).rests

    def _check_declared(self, tx: Tx, step: Step) -> None:
        kind = type(step)
        started = {*kind.starts, *kind.may_start}
        stopped = {*kind.meets, *kind.may_meet}
        for tick in tx.ticked:
            if tick.what == "started" and tick.code not in started:
                raise RuntimeError(f"{kind.name()} started {tick.code} without declaring it")
            if tick.what == "met" and tick.code not in stopped:
                raise RuntimeError(f"{kind.name()} met {tick.code} without declaring it")
            if tick.what in {"late", "ended"} and tick.code not in {*started, *stopped, *kind.ends}:
                raise RuntimeError(f"{kind.name()} ended {tick.code} without declaring it")

    def _close_if_final(self, tx: Tx, before: str | None) -> None:
        procedure, item = manual.procedure(tx.item.ledger), tx.item
        if procedure.is_final(item.stage) and before != item.stage:
            item.closed = item.closed or tx.happened
            tx.end_all()

    def _write(self, tx: Tx, step: Step, before: str | None) -> None:
        self.session.flush()
        tx.write_clocks()
        connection, item, name = self.session.connection(), tx.subject, type(step).name()
        body, text = self._body(tx, step, before)
        seq, digest = journal.append(
            connection,
            act=self.act_id,
            step=name,
            item=item.id if item else None,
            operator=self.actor.id,
            shift=self._shift(),
            happened=tx.happened,
            written=self.now,
            corrects=self._corrected(tx),
            body=body,
            head=self.head,
        )
        self.head = (seq, digest)
        search.index_entry(connection, seq, item.ledger if item else None, text)
        for afterwards in tx.afterwards:
            afterwards()
        self.written.append(Written(seq, name, item.id if item else None, digest))

    def _body(self, tx: Tx, step: Step, before: str | None) -> tuple[str, str]:
        item, settings = tx.subject, self.site.settings
        values = {**step.values(), **tx.facts}
        sentence = render(step.sentence(), values, settings.language, self.site.calendar.zone)
        body: dict[str, object] = {
            "says": step.sentence(),
            "sentence": sentence,
            "values": values,
            "item": item.number if item else None,
            "stage": [before, item.stage] if item else [],
            "timers": [{"code": t.code, "what": t.what, "due": t.due.isoformat()} for t in tx.ticked],
            "signed": [{**signed.__dict__} for signed in tx.signed.values()],
            "act": self.asked,
        }
        if tx.paper:
            body["paper"] = True
        if item is not None and item.id is not None:
            counted = manual.procedure(item.ledger).tallies
            body["row"] = rows.fingerprint(self.session.connection(), item.id, item.ledger, counted)
        about = [item.number, item.place, item.person, item.phone] if item else []
        return canonical_json(body), search.text_of(sentence, about, values)

    def _corrected(self, tx: Tx) -> int | None:
        if tx.corrects is None:
            return None
        item_id, number = (tx.subject.id, tx.subject.number) if tx.subject else (None, "-")
        wanted = select(Entry.seq).where(Entry.seq == tx.corrects, col(Entry.item_id).is_not_distinct_from(item_id))
        if self.session.exec(wanted).first() is None:
            tx.refuse("entry", N_("Entry {entry} does not belong to {number}."), field="entry",
                      entry=tx.corrects, number=number)  # fmt: skip
        return tx.corrects

    def _shift(self) -> int:
        turn = self.site.turn(self.now)
        return shifts.shift_of(self.session.connection(), turn.kind, turn.start, turn.end)

    def _follow(self, tx: Tx, step: Step, follow: Follow) -> None:
        if follow.step not in type(step).then:
            raise RuntimeError(f"{type(step).name()} went on to {follow.step} without declaring it")
        item = self.do(self._filled(follow.step, follow.fields), follow.item, follow.origin, follow)
        for name, fields in follow.onward:
            if name not in type(step).then:
                raise RuntimeError(f"{type(step).name()} went on to {name} without declaring it")
            self.do(self._filled(name, fields), item, None, follow)

    def _filled(self, name: str, fields: Mapping[str, object]) -> Step:
        step: Step = fill(manual.step(name), fields, now=self.now, zone=self.site.calendar.zone)
        return step


def check_role(step: type[Step], actor: Actor) -> None:
    """Whether the actor's roles allow the step.

    Raises:
        Refused: they do not; the sentence says whose would.
    """
    if actor.name == SYSTEM and (issubclass(step, Deed) or not step.by):
        return
    if not step.by & actor.roles:
        who = tuple(Words(role.label) for role in sorted(step.by)) or (Words(N_("the desk itself")),)
        raise Refused(
            "role",
            N_("“{step}” is not for {name}. It can be done by: {who}."),
            step=Words(step.label),
            name=actor.name,
            who=who,
        )


def check_stage(step: type[Step], item: Item | None) -> None:
    """Whether the step may be done on the item as it stands.

    Raises:
        Refused: no item, another ledger, a closed item, or another stage; the sentence says which step comes first.
    """
    if item is None:
        raise Refused("item", N_("“{step}” needs the number of an item."), step=Words(step.label))
    if item.ledger != step.ledger():
        raise Refused("ledger", N_("{number} is not in that register."), number=item.number)
    if item.stage in step.at:
        return
    procedure = manual.procedure(item.ledger)
    stage = Words(procedure.stage(item.stage).label)
    if procedure.is_final(item.stage):
        raise Refused("closed", N_("{number} is at its end ({stage}). Correct it, or open a new item."),
                      number=item.number, stage=stage)  # fmt: skip
    first = Words(next((s.label for s in procedure.steps if item.stage in s.at and s.to and s.to != ("voided",)), "-"))
    raise Refused("stage", N_("“{step}” cannot be done while {number} is “{stage}”. Next could be: {first}."),
                  step=Words(step.label), number=item.number, stage=stage, first=first)  # fmt: skip


def _compared(item: Item, row: SQLModel, tallies: Collection[str]) -> tuple[dict[str, object], dict[str, object]]:
    """What makes a form stale when it changes; what is only counted does not."""
    return item.model_dump(exclude={"presses"}), row.model_dump(exclude=set(tallies))
