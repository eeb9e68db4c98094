"""Every command of `propdesk`, listed by hand: its name, what it does in a sentence, the function that does it."""

from typing import Annotated, Any

import typer

from propdesk.cli import (
    acting,
    backlog,
    book,
    cabinet,
    delivered,
    figures,
    keeping,
    keys,
    movein,
    patrol,
    people,
    printing,
    reading,
    rota,
    shift,
    simulating,
    start,
    vacancies,
)
from propdesk.cli.output import out
from propdesk.cli.shell import Branch, Leaf, Root
from propdesk.cli.tools import Tools
from propdesk.i18n import N_

COMMANDS: tuple[tuple[str, str, Any], ...] = (
    ("demo", N_("Open a throwaway, well-filled demo desk."), keeping.demo),
    ("simulate", N_("Make a new file with a plausible past of months."), simulating.simulate),
    ("init", N_("Make a database without questions; the PIN is in PROPDESK_PIN."), keeping.init),
    ("do", N_("Do one step of the manual, exactly as a screen would."), acting.do),
    ("items", N_("List items, the newest first."), reading.items),
    ("show", N_("Show one item with its course, clocks and signatures."), reading.show),
    ("timers", N_("List the running clocks, the next one first."), reading.timers),
    ("log", N_("Print the duty log."), reading.log),
    ("handover-sheet", N_("Print the handover sheet of a shift, as PDF or text."), shift.handover_sheet),
    ("fallback-sheet", N_("Print what is needed if the computer does not start tonight."), shift.fallback_sheet),
    ("figures", N_("Print the figures of a period, or write them to a file."), figures.figures),
    ("report", N_("Print a periodical report; without a name list the newest."), figures.report),
    ("patrol", N_("Print the rounds of a month by the plan: expected, on time, late, missed."), patrol.patrol),
    ("print", N_("Print a sheet of an item as PDF; a reprint is marked as one."), printing.print_document),
    ("print-cards", N_("Print the register of owner's cards as PDF."), printing.print_cards),
    ("slips", N_("List the dispatch slips that left and did not come back."), printing.slips),
    ("manual", N_("Print the executable manual: what can be done, when, by whom, with which form."), book.manual),
    ("rules", N_("Print the timed rules."), book.rules),
    ("verify", N_("Check that the journal is what was written."), keeping.verify),
    ("backup", N_("Copy the database while desks work on it."), keeping.backup),
    ("reindex", N_("Make the index of the search anew from the journal."), keeping.reindex),
    ("restore", N_("Put a copy in the place of the database, once it is verified."), keeping.restore),
)

GROUPS: tuple[tuple[str, str, tuple[tuple[str, str, Any], ...]], ...] = (
    (
        "operator",
        N_("Who works here: add, list, disable, pin."),
        (
            ("add", N_("Add an operator; the new PIN is in PROPDESK_NEW_PIN, else PROPDESK_PIN's."), people.add),
            ("list", N_("List who works here, with roles."), people.list_all),
            ("disable", N_("Let somebody sign in no more."), people.disable),
            ("pin", N_("Give an operator a new PIN, from PROPDESK_NEW_PIN or asked."), people.change_pin),
        ),
    ),
    (
        "roster",
        N_("The estate's units and people: import."),
        (("import", N_("Take over a .csv or .xlsx file: all of it or nothing."), people.import_roster),),
    ),
    (
        "backlog",
        N_("Going live with open matters: import, template."),
        (
            ("import", N_("Take over a .csv or .xlsx file of open matters: all or nothing."), backlog.import_backlog),
            ("template", N_("Write an empty .xlsx to fill in."), backlog.template),
        ),
    ),
    (
        "keys",
        N_("Keys in custody: import, template."),
        (
            ("import", N_("Take over a .csv or .xlsx list of keys and loans: all or nothing."), keys.import_keys),
            ("template", N_("Write an empty .xlsx to fill in."), keys.template),
            ("overdue", N_("Loans that are overdue, the longest first."), cabinet.overdue),
            ("tally", N_("What hangs, is out, is lost, by cabinet."), cabinet.tally),
            ("history", N_("Who had a key set, when, why, with whose word, due, back."), cabinet.history),
        ),
    ),
    (
        "movein",
        N_("Move-in: notify, progress, remind, delivered."),
        (
            ("notify", N_("Send the move-in notice to a building or a list of units, one act each."), movein.notify),
            ("progress", N_("Count the move-ins by stage."), movein.progress),
            ("remind", N_("List who is to be reminded: the last three days of the period."), movein.remind),
            ("delivered", N_("Print what a month delivered, or write it to a file."), delivered.delivered),
        ),
    ),
    (
        "vacancies",
        N_("Vacant units: stock, changes, due."),
        (
            (
                "stock",
                N_("List the vacant units, their state and what is due next; the register as PDF or text."),
                vacancies.stock,
            ),
            ("changes", N_("List what happened to them in a month."), vacancies.changes),
            ("due", N_("List the upkeep that is late or due soon."), vacancies.due),
        ),
    ),
    (
        "roster-plan",
        N_("Duty rosters: show, now, draft, assign, publish, leave, change, swap."),
        (
            ("show", N_("Show the roster of a month turn by turn."), rota.show),
            ("now", N_("Say who is on duty now, by the roster in force."), rota.now),
            ("draft", N_("Draw up the roster of a month, or draw a draft up anew."), rota.draft),
            ("assign", N_("Put somebody into turns of a draft by hand."), rota.assign),
            ("publish", N_("Put the roster of a month in force, with the manager's word."), rota.publish),
            ("leave", N_("Ask for leave from a turn."), rota.leave),
            ("change", N_("Give a turn to somebody else, with the manager's word."), rota.change),
            ("swap", N_("Let two clerks take each other's turns, with the manager's word."), rota.swap),
        ),
    ),
    (
        "calendar",
        N_("The working calendar: adopt."),
        (("adopt", N_("Compute provisional due times again by the calendar in use."), people.adopt),),
    ),
    (
        "setting",
        N_("What the site has decided: show, set."),
        (
            ("show", N_("Print the settings."), people.show_settings),
            ("set", N_("Change one setting; the old value stays on record."), people.change_setting),
        ),
    ),
)

app = typer.Typer(
    name="propdesk",
    cls=Root,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    invoke_without_command=True,
    help=N_("The front desk of a property service centre. Without a command it opens the desk."),
)


@app.callback()
def desk(
    context: typer.Context,
    db: Annotated[
        str | None, typer.Option("--db", metavar="FILE", help=N_("The database; else PROPDESK_DB, else your own."))
    ] = None,
    lang: Annotated[
        str | None, typer.Option("--lang", metavar="en|zh_CN", help=N_("The language; else PROPDESK_LANG."))
    ] = None,
    version: Annotated[bool, typer.Option("--version", help=N_("Print the version and leave."))] = False,
) -> None:
    """Open the desk, unless a command follows. `--db` and `--lang` were taken out before (`Tools.take`)."""
    if version:
        out(start.version())
        raise typer.Exit
    if context.invoked_subcommand is None:
        tools: Tools = context.obj
        raise typer.Exit(start.open_desk(tools, tools.first))


def _register() -> None:
    for name, sentence, command in COMMANDS:
        app.command(name, cls=Leaf, help=sentence)(command)
    for name, sentence, commands in GROUPS:
        group = typer.Typer(cls=Branch, rich_markup_mode=None, help=sentence)
        for word, said, command in commands:
            group.command(word, cls=Leaf, help=said)(command)
        app.add_typer(group, name=name)


_register()
