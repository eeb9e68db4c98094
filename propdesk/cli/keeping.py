"""Keeping the desk: making one, the demo, checking, copying and putting back."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from propdesk import i18n
from propdesk.cli import output, start
from propdesk.cli.misused import Misused, Unsound
from propdesk.cli.options import Json
from propdesk.cli.tools import Tools, pin
from propdesk.errors import Refused
from propdesk.i18n import N_, _

if TYPE_CHECKING:
    from propdesk.demo import DemoOperator

EXISTS = N_("{path} exists already. Give the demo another name.")
MADE = N_("{path} is ready. Open it: propdesk --db {path}")
DEMO_PINS = N_("A demo desk. Names, PINs and roles:")
NOTHING_STAYS = N_("Nothing of it stays when you leave.")
SOUND = N_("Sound: {count} entries, the last one has the hash {head}.")
LAWFUL = N_("{count} entries were blanked after their retention period.")
REINDEXED = N_("{count} entries can be searched for.")
COPIED = N_("Copied to {path}.")
RESTORED = N_("{path} holds what was in {source}.")
KEPT = N_("What was there before is kept as {path}.")


def init(
    context: typer.Context,
    site: Annotated[str, typer.Option("--site", metavar="NAME", help=N_("What the service centre is called."))],
    supervisor: Annotated[str, typer.Option("--supervisor", metavar="NAME", help=N_("The first operator."))],
    as_json: Json = False,
) -> None:
    """Make a database without questions."""
    from propdesk.desk import Desk
    from propdesk.settings import Settings
    from propdesk.store import migrate, trouble

    tools: Tools = context.obj
    name = _site_name(site)
    secret = pin(supervisor, "PROPDESK_PIN")
    fresh = migrate.state_of(tools.path) in ("absent", "empty")
    with trouble.explained(tools.path), _removed_if_refused(tools.path, fresh and not tools.path.exists()):
        desk = Desk.open(tools.path, now=tools.now, pins=tools.pins)
        try:
            desk.found(Settings(site=name, language=i18n.language()), supervisor, secret)
        finally:
            desk.close()
    if as_json:
        output.out_json({"db": str(tools.path), "site": name, "supervisor": supervisor})
    else:
        output.out(_(MADE).format(path=tools.path))


def _site_name(typed: str) -> str:
    from propdesk.rules.text import strange_character, tidy

    name = tidy(typed)
    if not name or len(name) > 60 or "\n" in name or strange_character(name):
        raise Refused("site", N_("The name of a site has one to sixty readable characters."), field="site")
    return name


@contextmanager
def _removed_if_refused(path: Path, ours: bool) -> Iterator[None]:
    """Leave no empty database behind when the founding is refused."""
    try:
        yield
    except Refused:
        for suffix in ("", "-wal", "-shm") if ours else ():
            Path(f"{path}{suffix}").unlink(missing_ok=True)
        raise


def demo(
    context: typer.Context,
    into: Annotated[
        str | None, typer.Option("--into", metavar="FILE", help=N_("Make it in this new file and do not open it."))
    ] = None,
    as_json: Json = False,
) -> None:
    """Open a throwaway, well-filled desk."""
    import tempfile

    from propdesk.store.peek import first_paint

    tools: Tools = context.obj
    if into is not None:
        _make_demo(tools, Path(into), as_json=as_json)
        return
    start.check_terminal()
    with (
        _ended_by_signals(),
        tempfile.TemporaryDirectory(prefix="propdesk-demo-", ignore_cleanup_errors=True) as folder,
    ):
        tools.path = Path(folder) / "demo.db"
        people = _filled(tools)
        notes = f"{_notes(people)}\n{_(NOTHING_STAYS)}"
        output.out(notes)
        raise typer.Exit(start.open_desk(tools, first_paint(tools.path), notes))


def _make_demo(tools: Tools, path: Path, *, as_json: bool) -> None:
    from propdesk.store import trouble

    with trouble.explained(path):
        if path.exists() or path.is_symlink():
            raise Refused("exists", EXISTS, path=path)
    tools.path = path
    people = _filled(tools)
    if as_json:
        shown = [{"name": each.name, "roles": list(each.roles), "pin": each.pin} for each in people]
        output.out_json({"db": str(path), "operators": shown})
    else:
        output.out(_notes(people))
        output.out(_(MADE).format(path=path))


def _filled(tools: Tools) -> "tuple[DemoOperator, ...]":
    from propdesk.demo import make_demo
    from propdesk.store import trouble

    telling = _("Filling the demo desk ... {done} of {total}")
    with trouble.explained(tools.path):
        people = make_demo(
            tools.path,
            language=i18n.language(),
            now=tools.now,
            progress=lambda done, total: output.progress(telling.format(done=done, total=total)),
        )
    output.progress("")
    return people


def _notes(people: "tuple[DemoOperator, ...]") -> str:
    from propdesk.cli import words

    rows = [[each.name, each.pin, ", ".join(words.role(role) for role in each.roles)] for each in people]
    return "\n".join([_(DEMO_PINS), *output.columns(rows)])


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Whoever ends the process from outside ends it in order, so that the throwaway files go."""

    def leave(number: int, _frame: object) -> None:
        sys.exit(128 + number)

    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), leave)
    yield


def verify(
    context: typer.Context,
    head: Annotated[
        str | None,
        typer.Option("--head", metavar="HASH", help=N_("The hash printed on a signed sheet, or its beginning.")),
    ] = None,
    as_json: Json = False,
) -> None:
    """Check chain, numbering, links and triggers."""
    from propdesk.cli import shapes
    from propdesk.store.verify import verify as check

    tools: Tools = context.obj
    report = check(tools.path, expect_head=head)
    if as_json:
        output.out_json(shapes.report(report))
    elif report.sound:
        output.out(_(SOUND).format(count=report.entries, head=report.head))
        if report.destroyed:
            output.out(_(LAWFUL).format(count=report.destroyed))
    else:
        for problem in report.problems:
            output.complain(problem.sentence())
    if not report.sound:
        raise Unsound


def reindex(context: typer.Context, as_json: Json = False) -> None:
    """Make the index of the search anew."""
    tools: Tools = context.obj
    with tools.desk() as desk:
        count = desk.reindex()
    if as_json:
        output.out_json({"entries": count})
    else:
        output.out(_(REINDEXED).format(count=count))


def backup(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help=N_("The copy: a new file."))],
    as_json: Json = False,
) -> None:
    """Copy the database while desks work on it."""
    from propdesk.store import trouble
    from propdesk.store.backup import backup as copy

    tools: Tools = context.obj
    target = _path(file)
    with trouble.explained(target):
        copy(tools.path, target)
    if as_json:
        output.out_json({"db": str(tools.path), "backup": str(target)})
    else:
        output.out(_(COPIED).format(path=target))


def restore(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help=N_("The copy to put back."))],
    as_json: Json = False,
) -> None:
    """Put a copy in the place of the database, once it is verified."""
    from propdesk.store import trouble
    from propdesk.store.backup import restore as put_back

    tools: Tools = context.obj
    source = _path(file)
    with trouble.explained(source):
        kept = put_back(tools.path, source)
    if as_json:
        output.out_json({"db": str(tools.path), "source": str(source), "kept": str(kept) if kept else None})
        return
    output.out(_(RESTORED).format(path=tools.path, source=source))
    if kept:
        output.out(_(KEPT).format(path=kept))


def _path(typed: str) -> Path:
    from propdesk.cli.tools import NO_PATH

    try:
        return Path(typed).expanduser()
    except RuntimeError:
        raise Misused(NO_PATH, typed=typed) from None
