"""What a form of the manual is, and how it is filled in from what the desk knows, in the language of the site."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from propdesk.i18n import N_, joined, say, translate
from propdesk.models.base import Choice
from propdesk.printing.labels import Label
from propdesk.printing.paper import COLUMNS, Cell, Row, Sheet
from propdesk.queries.sheets import SheetFacts
from propdesk.rules.checklist import Checklist
from propdesk.settings import Settings

LONG = 1000
"""As many lines as the page has room for."""
EMPTY, TICKED = "□", "■"
LEFT_OUT = N_("… (+{count} characters)")
SIGN = N_("{who} (signature, date)")


class Answers:
    """What is known about an item, as words in the language of the site; what is not known is left empty."""

    def __init__(self, facts: SheetFacts, settings: Settings, zone: ZoneInfo, checklist: Checklist) -> None:
        self.facts, self.settings, self.zone, self.checklist = facts, settings, zone, checklist

    @property
    def language(self) -> str:
        """The language of the site."""
        return self.settings.language

    def word(self, message: str) -> str:
        """A msgid in the language of the site."""
        return translate(message, self.language)

    def of(self, column: str) -> str:
        """A column of the ledger's row: text, a choice, a moment, yes or no."""
        return self.said(self.facts.row.get(column))

    def other(self, link: str, column: str) -> str:
        """A column of the row of that item to which the column `link` leads."""
        other = self.facts.others.get(link)
        return self.said(other.row.get(column)) if other else ""

    def said(self, value: object) -> str:
        """A value in words."""
        if isinstance(value, Choice):
            return self.word(value.label)
        if isinstance(value, datetime):
            return f"{value.astimezone(self.zone):%Y-%m-%d %H:%M}"
        if isinstance(value, bool):
            return self.word(N_("Yes") if value else N_("No"))
        return "" if value is None else str(value)

    def row(self, *cells: tuple[str, str], least: int = 1, most: int = 2) -> Row:
        """Labels and values beside one another, all of the same width."""
        shown = tuple(Cell(self.word(label), text, COLUMNS // len(cells)) for label, text in cells)
        return Row(shown, least=least, most=most)

    def text(self, label: str, text: str, *, least: int = 1) -> Row:
        """A long text that takes the room there is; `least` lines are kept free to write in."""
        return Row((Cell(self.word(label), text),), least=least, most=LONG)

    def boxes(self, kind: type[Choice], chosen: object = None) -> str:
        """A choice to tick, ticked if it was made already."""
        return "  ".join(f"{TICKED if each is chosen else EMPTY} {self.word(each.label)}" for each in kind)

    def yes_no(self, column: str) -> str:
        """Yes and no to tick, ticked if it is known."""
        said = self.facts.row.get(column)
        return "  ".join(f"{TICKED if said is each else EMPTY} {self.said(each)}" for each in (True, False))

    def yuan(self, fen: int) -> str:
        """An amount of money."""
        return say(N_("{amount} yuan"), {"amount": f"{fen / 100:,.2f}"}, self.language)

    def flags(self, named: Mapping[str, str]) -> str:
        """The words of those columns that hold."""
        return joined(
            (self.word(words) for column, words in named.items() if self.facts.row.get(column)), self.language
        )

    def person(self, column: str) -> str:
        """The operator a column names."""
        return self.facts.people.get(self.facts.row.get(column) or 0, "")


@dataclass(frozen=True)
class Form:
    """A form of the manual: its title, its rows, who signs, where each copy goes; with `halves` two share a page.

    `deeds` are the steps whose entries it tells of; `labels` makes the labels that are cut out of it. One that `flows`
    takes as many pages as its rows need.
    """

    title: str
    rows: Callable[[Answers], tuple[Row, ...]]
    signatures: tuple[str, ...]
    copies: tuple[str, ...]
    halves: bool = True
    deeds: tuple[str, ...] = ()
    labels: Callable[[Answers], tuple[Label, ...]] | None = None
    flows: bool = False


NO_CHECKLIST = Checklist(())
"""For sheets that name nothing of it."""


def sheet(
    form: Form,
    number: str,
    facts: SheetFacts,
    *,
    settings: Settings,
    zone: ZoneInfo,
    checklist: Checklist = NO_CHECKLIST,
) -> Sheet:
    """The sheet with that number, filled in as far as the desk knows; `checklist` is that of the patrol."""
    answers = Answers(facts, settings, zone, checklist)
    return Sheet(
        site=settings.site,
        title=answers.word(form.title),
        number=number,
        rows=form.rows(answers),
        signatures=tuple(say(SIGN, {"who": answers.word(who)}, settings.language) for who in form.signatures),
        copies=tuple(answers.word(copy) for copy in form.copies),
        left_out=answers.word(LEFT_OUT),
        halves=form.halves,
        labels=form.labels(answers) if form.labels else (),
        flows=form.flows,
    )
