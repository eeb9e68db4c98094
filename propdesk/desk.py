"""The desk: the only transaction, the only writer of the journal, and the way to read."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection
from sqlmodel import Session, col, select

from propdesk.clock import Now, system_now
from propdesk.errors import Damaged, Refused
from propdesk.i18n import N_
from propdesk.models.item import Item
from propdesk.models.operator import SYSTEM, Operator, OperatorRole, Role
from propdesk.procedures import done as acts
from propdesk.procedures import manual, signing
from propdesk.procedures import owed as due
from propdesk.procedures.act import Act
from propdesk.procedures.done import Done as Done
from propdesk.procedures.forms import check_asked, fill
from propdesk.procedures.operator import Add
from propdesk.procedures.signing import Signature as Signature
from propdesk.procedures.site import Site, site_of
from propdesk.procedures.step import Moving, Step
from propdesk.procedures.system import Breach
from propdesk.procedures.tx import Actor, Signed
from propdesk.queries import people
from propdesk.rules import chain
from propdesk.rules.pins import Pins
from propdesk.rules.text import without_strange
from propdesk.settings import Settings, settings_from, stored_form
from propdesk.store import aside, backup, desk_state, journal, migrate, search, timers, triggers, trouble
from propdesk.store.aside import Typed
from propdesk.store.engine import reader, writer

P = ParamSpec("P")
R = TypeVar("R")

AHEAD = timedelta(seconds=5)
"""How far a moment may lie in the future and still count as now: two clocks never agree."""

UNGUARDED = N_("{path} has lost the guards of its journal ({names}). Restore a backup: propdesk restore FILE.")


class Desk:
    """One desk on one database. Open it with `Desk.open`, close it with `close`."""

    def __init__(self, path: Path, *, now: Now = system_now, pins: Pins | None = None, durable: bool = True) -> None:
        self.path, self.now, self._pins = path, now, pins or Pins()
        self.ending = False
        """Set when nobody can be asked any more and the process ends."""
        self._writer, self._reader = writer(path, durable=durable), reader(path)
        try:
            self.site = self._load_site()
        except BaseException:
            self.close()  # what stays open read-only would keep the next try from writing
            raise

    @classmethod
    def open(cls, path: Path, *, now: Now = system_now, pins: Pins | None = None, durable: bool = True) -> "Desk":
        """Open the desk on `path`, bringing its schema up to date; the file is made if there is none.

        Only a file that can be made anew is opened without `durable`: acts then come to the disk when it suits.

        Raises:
            Damaged: the file cannot be used; the sentence says why.
        """
        with trouble.explained(path):
            migrate.upgrade(path)
            desk = cls(path, now=now, pins=pins, durable=durable)
            if gone := desk.read(triggers.missing):
                desk.close()
                raise Damaged(UNGUARDED, path=path, names=", ".join(gone))
            return desk

    def close(self) -> None:
        """Let go of the file."""
        self._writer.dispose()
        self._reader.dispose()

    def _load_site(self) -> Site:
        try:
            with self._reading() as (connection, _session):
                return site_of(settings_from(desk_state.load_settings(connection)))
        except (ValueError, TypeError, AttributeError) as error:  # no step takes such a setting, only a disk makes it
            raise Damaged(trouble.DAMAGED, path=self.path, detail="setting") from error

    def reload(self) -> None:
        """Read the settings, the rulebook and the calendar again after they changed."""
        self.site = self._load_site()

    # --- people ---------------------------------------------------------------------------------------------

    def found(self, settings: Settings, supervisor: str, pin: str) -> Actor:
        """Set a new database up: settings, the operator `system`, the first supervisor.

        Raises:
            Refused: it is set up already, or name or PIN will not do.
        """
        hashed = self._pins.hash(pin)
        step = fill(Add, {"who": supervisor, "roles": "supervisor clerk duty"}, now=self.now(), zone=self.zone)
        with self._transaction() as session:
            if session.exec(select(Operator)).first() is not None:
                raise Refused("founded", N_("This database is set up already."))
            for key, value in stored_form(settings).items():
                desk_state.save_setting(session.connection(), key, value)
            system = Operator(name=SYSTEM, created=self.now())
            session.add(system)
            session.flush()
            self.site = site_of(settings)
            actor = Actor(system.id or 0, SYSTEM, frozenset())
            act = self._act(session, actor, "found", "", self.now(), {}, hashed)
            act.do(step)
        return self.sign_in(supervisor, pin)

    def sign_in(self, name: str, pin: str) -> Actor:
        """The operator of that name, if the PIN is right; five wrong ones in a row lock five minutes.

        Raises:
            Refused: unknown, disabled, locked, or a wrong PIN.
        """
        name = without_strange(name)
        with self._reading() as (connection, session):
            operator = session.exec(select(Operator).where(Operator.name == name)).first()
            if operator is None or not operator.active or operator.id is None or operator.pin_hash is None:
                raise Refused("sign_in", N_("No active operator is called {name}."), field="name", name=name)
            self._refuse_locked(connection, operator)
            roles = session.exec(select(OperatorRole.role).where(OperatorRole.operator_id == operator.id)).all()
        if not (pin.isascii() and self._pins.verify(operator.pin_hash, pin)):
            self._count_failure(operator.id)
            raise Refused("pin", N_("The PIN of {name} is wrong."), field="pin", name=name)
        with self._transaction() as session:
            self._refuse_locked(session.connection(), operator)  # others may have guessed meanwhile
            desk_state.clear_failures(session.connection(), operator.id)
        return Actor(operator.id, operator.name, frozenset(Role(role) for role in roles))

    def _refuse_locked(self, connection: Connection, operator: Operator) -> None:
        locked = desk_state.locked_until(connection, operator.id or 0, self.now())
        if locked is not None:
            until = f"{self.site.calendar.local(locked):%H:%M}"
            raise Refused("locked", N_("Too many wrong PINs: {name} is locked until {until}."), field="pin",
                          name=operator.name, until=until)  # fmt: skip

    def _count_failure(self, operator_id: int) -> None:
        with self._transaction() as session:
            desk_state.record_failure(session.connection(), operator_id, self.now())

    def system(self) -> Actor:
        """The operator that acts when nobody does."""
        with self._reading() as (_connection, session):
            found = session.exec(select(Operator.id).where(Operator.name == SYSTEM)).one()
        return Actor(found or 0, SYSTEM, frozenset())

    # --- acts -----------------------------------------------------------------------------------------------

    @property
    def zone(self) -> Any:
        """The site's time zone."""
        return self.site.calendar.zone

    def fill(self, name: str, raw: Mapping[str, object]) -> Step:
        """The step `name` with these answers.

        Raises:
            Refused: there is no such step; FormRefused with one refusal for each wrong field.
        """
        try:
            form = manual.step(name)
        except KeyError:
            raise Refused("step", N_("There is no step “{name}”. See: propdesk manual."), name=name) from None
        step: Step = fill(form, raw, now=self.now(), zone=self.zone)
        return step

    def perform(
        self,
        step: Step,
        item: int | str | None = None,
        *,
        actor: Actor,
        signatures: Sequence[Signature] = (),
        request_id: str,
        expect_version: int | None = None,
        happened: datetime | None = None,
        new_pin: str | None = None,
        paper: bool = False,
    ) -> Done:
        """Do an act: one step and what follows from it, in one transaction, or nothing at all.

        `item` is an item's id or number. The same `request_id` again gives the first act's answer.
        `happened` is when it took place, now if not said; it may lie in the past, never in the future. `paper` marks
        what was written on paper first, because the desk could not be used.

        Raises:
            Refused: with the sentence that says what is missing and who could do it. Nothing was written.
            Damaged: the database could not be written.
        """
        check_asked(step)
        item = without_strange(item).upper() if isinstance(item, str) else item
        verified = signing.verified(type(step), signatures, actor, self.sign_in)
        hashed = self._pins.hash(new_pin) if new_pin else None
        digest = acts.digest(step, item, actor)
        with self._transaction() as session:
            if known := journal.act_of(session.connection(), request_id):
                return self._repeated(session, known, digest)
            now = self.now()
            actor = self._as_now(session, actor)
            act = self._act(session, actor, request_id, digest, happened or now, verified, hashed)
            act.paper = paper
            subject = self._subject(session, item, expect_version)
            done = act.do(step, subject)
            session.flush()
            return acts.done(act, done)

    def _act(
        self,
        session: Session,
        actor: Actor,
        request_id: str,
        digest: str,
        happened: datetime,
        signed: Mapping[str, Signed],
        pin_hash: str | None,
    ) -> Act:
        now = self.now()
        if happened > now + AHEAD:
            shown = f"{self.site.calendar.local(happened):%Y-%m-%d %H:%M}"
            raise Refused("future", N_("{moment} has not come yet."), field="happened", moment=shown)
        act_id = journal.open_act(session.connection(), request_id, digest, actor.id, now)
        head = journal.read_head(session.connection())
        asked = chain.asked(request_id, digest)
        return Act(session, self.site, actor, now, min(happened, now), act_id, asked, signed, head, pin_hash)

    def _as_now(self, session: Session, actor: Actor) -> Actor:
        """The actor with the roles held at this moment, which may have changed since signing in."""
        held = people.roles_of(session.connection(), actor.id)
        if held is None:
            raise Refused("disabled", N_("{name} may no longer work at this desk."), name=actor.name)
        return Actor(actor.id, actor.name, frozenset(Role(role) for role in held))

    def _subject(self, session: Session, item: int | str | None, version: int | None) -> Item | None:
        if item is None:
            return None
        wanted = col(Item.id) == item if isinstance(item, int) else col(Item.number) == item
        found = session.exec(select(Item).where(wanted)).first()
        if found is None:
            raise Refused("item", N_("There is no item {number}."), number=item)
        if version is not None and found.version != version:
            raise Refused(
                "stale", N_("{number} has changed since you opened it. Read what is new, then save again."),
                number=found.number, version=found.version,
            )  # fmt: skip
        return found

    def _repeated(self, session: Session, known: tuple[int, str], digest: str) -> Done:
        act_id, stored = known
        if stored != digest:
            raise Refused("request", N_("This request was used for another act already."))
        return acts.done_before(session, act_id)

    # --- clocks ---------------------------------------------------------------------------------------------

    def sweep(self, limit: int = 50) -> int:
        """Put on the desk what is due, record missed deadlines: each once, whoever sees it first; how many it wrote."""
        recorded = 0
        for owed in self.read(due.acts, self.site, self.now()):
            with suppress(Refused):
                done = self.perform(
                    owed.step, owed.item, actor=self.system(), request_id=owed.request, happened=owed.happened
                )
                recorded += not done.repeated
        for timer in self.read(timers.overdue_unbreached, self.now(), limit):
            step = Breach(code=timer.code, escalates_to=Role(timer.escalates_to))
            request = f"breach-{timer.id}-{int(timer.due.timestamp())}"
            with suppress(Refused):
                done = self.perform(step, timer.item_id, actor=self.system(), request_id=request, happened=timer.due)
                recorded += not done.repeated
        return recorded

    # --- reading --------------------------------------------------------------------------------------------

    def read(self, query: Callable[Concatenate[Connection, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """What a query of `propdesk.queries` finds, through a connection that cannot write."""
        with self._explained(), self._reader.begin() as connection:
            return query(connection, *args, **kwargs)

    def daily_backup(self, given_up: Event | None = None) -> Path | None:
        """Keep today's copy beside the database, once a day; where it lies, or None if there is one or it is given up.

        It takes as long as the past is long. Once `given_up` is set it ends at once and leaves nothing behind.
        """
        with trouble.explained(self.path):
            return backup.rotate(self.path, self.site.calendar.day(self.now()), given_up=given_up)

    def reindex(self) -> int:
        """Make the index of the search anew from the journal; how many entries it holds. Nobody writes meanwhile.

        Raises:
            Damaged: the database could not be read or written.
        """
        with self._transaction() as session:
            return search.rebuild(session.connection())

    def prefill(self, name: str, item_id: int) -> dict[str, object]:
        """What the form of a step already knows of the item."""
        form = manual.step(name)
        with self._reading() as (_connection, session):
            item = session.get(Item, item_id)
            if item is None or not issubclass(form, Moving):
                return {}
            row = manual.procedure(item.ledger).row
            return form.prefill(session.get(row, item_id)) if row else {}

    # --- what is not evidence -------------------------------------------------------------------------------

    def park(
        self,
        actor: Actor,
        step: str,
        item_id: int | None,
        title: str,
        fields: Mapping[str, str],
        begun: datetime,
        draft_id: int | None = None,
    ) -> int:
        """Keep a half-typed form; `begun` is when it was first opened, so that its clocks run from then.

        While the desk is `ending` it is in a file first, and stays there if the database does not take it in time.
        """
        typed = Typed(
            str(self.path.resolve()), draft_id, actor.id, step, item_id, title, dict(fields), self.now(), begun
        )
        with aside.until_stored(self.path, typed) if self.ending else nullcontext():
            return self._save_draft(typed)

    def take_back(self) -> None:
        """Park what a desk that had to end could only keep in a file."""
        for file, typed in aside.kept(self.path):
            self._save_draft(typed)
            aside.drop(file)

    def _save_draft(self, typed: Typed) -> int:
        values = {name: value for name, value in vars(typed).items() if name != "db"}
        with self._transaction() as session:
            return desk_state.save_draft(session.connection(), **values)

    def drafts(self, actor: Actor) -> list[desk_state.DraftRow]:
        """The forms this operator parked, the newest first."""
        return self.read(desk_state.drafts, actor.id)

    def drop_draft(self, draft_id: int) -> None:
        """A parked form was saved or thrown away."""
        with self._transaction() as session:
            desk_state.drop_draft(session.connection(), draft_id)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """What nobody foresaw is a fault of the program only where the file is sound: damage takes any form.

        Raises:
            Damaged: SQLite could not use the file, or it holds what no program wrote.
        """
        try:
            with trouble.explained(self.path):
                yield
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            if trouble.is_stored(error):
                raise Damaged(trouble.DAMAGED, path=self.path, detail=type(error).__name__) from error
            migrate.check_sound(self.path)
            raise

    @contextmanager
    def _reading(self) -> Iterator[tuple[Connection, Session]]:
        with self._explained(), self._reader.begin() as connection, Session(connection) as session:
            yield connection, session

    @contextmanager
    def _transaction(self) -> Iterator[Session]:
        with self._explained(), Session(self._writer, expire_on_commit=False) as session, session.begin():
            yield session
