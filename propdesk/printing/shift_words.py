"""Words that the sheets of a shift share, in the language they are printed in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from propdesk.desk import Desk
from propdesk.i18n import N_, say, translate
from propdesk.models.operator import SYSTEM
from propdesk.printing.booklet import Booklet, Part
from propdesk.printing.documents import SIGN
from propdesk.procedures import manual
from propdesk.queries.journal import EntryView
from propdesk.queries.shift import KeyOut, Promise, Reader, SheetItem, Visit
from propdesk.rules.calendar import WEEKDAYS
from propdesk.rules.handover import VISITS
from propdesk.rules.shifts import TURN_TITLES

NONE = N_("none")
PAGE, GOES_ON = N_("Page {page} of {pages}"), N_("(continued)")
PAIRS = (("", 2.0), ("", 5.0), ("", 2.0), ("", 5.0))
"""The columns of labels and values, two pairs beside one another."""
LATE, CORRECTS, CORRECTED, PAPER, ALONE = (
    N_("written {moment}"),
    N_("corrects #{seq}"),
    N_("corrected by #{seq}"),
    N_("typed in from paper"),
    N_("exception: nobody else could"),
)
"""The marks of an entry of the log."""
READ, UNREAD, LEFT = N_("read by {name} {moment}"), N_("not read by {name}"), N_("not read by {name}, who left")
"""What is marked of those who have to read an entry."""
Readers = Mapping[int, Sequence[Reader]]
"""Who has to read an entry, by its number."""
URGENT = "!!"
"""Before the number of what is urgent or must be finished."""


@dataclass(frozen=True)
class Words:
    """The desk whose sheet it is, and the language of the sheet."""

    desk: Desk
    language: str

    def of(self, message: str, **values: object) -> str:
        """A msgid, filled in."""
        return say(message, values, self.language)

    def booklet(self, title: str, under: str, parts: Iterable[Part], signers: Sequence[str]) -> Booklet:
        """A sheet of the site; `signers` are the msgids of who signs it."""
        return Booklet(
            site=self.desk.site.settings.site,
            under=under,
            title=title,
            right=translate(PAGE, self.language),
            goes_on=self.of(GOES_ON),
            parts=tuple(parts),
            signatures=tuple(self.of(SIGN, who=self.of(who)) for who in signers),
        )

    def moment(self, moment: datetime | None) -> str:
        """`11-21 23:40`, empty where it is not known."""
        return f"{moment.astimezone(self.desk.zone):%m-%d %H:%M}" if moment else ""

    def day(self, day: date) -> str:
        """`2026-11-21 Sat`."""
        return f"{day} {self.weekday(day)}"

    def weekday(self, day: date) -> str:
        """`Sat`."""
        return translate(WEEKDAYS[day.weekday()], self.language)

    def turn(self, kind: str, starts: datetime, ends: datetime) -> str:
        """`Night duty 11-20 17:00 - 11-21 09:00`."""
        return f"{self.of(TURN_TITLES[kind])} {self.moment(starts)} - {self.moment(ends)}"

    def stage(self, ledger: str, stage: str) -> str:
        """A stage as people call it."""
        return self.of(manual.procedure(ledger).stage(stage).label)

    def rule(self, code: str) -> str:
        """What a clock asks for; its code where the rulebook has it no more."""
        rules = self.desk.site.rulebook.rules
        return self.of(rules[code].title) if code in rules else code

    def who(self, name: str) -> str:
        """Who wrote an entry; the desk itself is no person."""
        return self.of(N_("the desk itself")) if name == SYSTEM else name

    def none(self) -> str:
        """Where a list has no lines."""
        return self.of(NONE)

    def pairs(self, *pairs: tuple[str, str], title: str = "") -> Part:
        """Labels (msgids) and values, two beside one another."""
        said = [(self.of(label), value) for label, value in pairs]
        said += [("", "")] if len(said) % 2 else []
        rows = [(*said[place], *said[place + 1]) for place in range(0, len(said), 2)]
        return Part(self.of(title) if title else "", PAIRS, rows, pale=(0, 2))

    def listed(
        self, title: str, columns: Sequence[tuple[str, float]], rows: Sequence[tuple[str, ...]], *, blank: int = 0,
        fresh: bool = False,
    ) -> Part:  # fmt: skip
        """A list under its title (msgids); where it has no rows it says so."""
        named = tuple((self.of(name), share) for name, share in columns)
        return Part(self.of(title), named, rows, nothing=self.none(), blank=blank, fresh=fresh)

    def text(self, title: str, text: str) -> Part:
        """Something written, under its title (a msgid)."""
        return Part(self.of(title), (("", 1.0),), ((text or self.none(),),))

    def entries(self, title: str, entries: Sequence[EntryView], readers: Readers | None = None) -> Part:
        """Entries of the log; late ones, corrections, what comes from paper and who has read them are marked."""
        columns = ((N_("Entry"), 1.4), (N_("Happened"), 2.0), (N_("Who"), 1.8), (N_("Number"), 3.2), (N_("What"), 8.6))
        rows = []
        for each in entries:
            marks = [*self._marks(each), *map(self._reader, (readers or {}).get(each.seq, ()))]
            text = " ".join([each.sentence, *(f"[{mark}]" for mark in marks)])
            rows.append((f"#{each.seq}", self.moment(each.happened), self.who(each.operator), each.number or "", text))
        return self.listed(title, columns, rows)

    def _reader(self, reader: Reader) -> str:
        """Who read a note and when, or has not."""
        says = READ if reader.read is not None else LEFT if reader.gone else UNREAD
        return self.of(says, name=reader.name, moment=self.moment(reader.read))

    def _marks(self, entry: EntryView) -> Iterator[str]:
        if entry.late is not None:
            yield self.of(LATE, moment=self.moment(entry.written))
        if entry.paper:
            yield self.of(PAPER)
        if entry.corrects is not None:
            yield self.of(CORRECTS, seq=entry.corrects)
        if entry.corrected_by is not None:
            yield self.of(CORRECTED, seq=entry.corrected_by)
        if entry.values.get("alone") is True:
            yield self.of(ALONE)

    # --- what several sheets list ---------------------------------------------------------------------------

    def open_items(self, title: str, items: Sequence[SheetItem], *, remarks: bool = True) -> Part:
        """Open items, the most urgent first as they come."""
        columns = [(N_("Number"), 3.2), (N_("Matter"), 4.0), (N_("Stage"), 2.2), (N_("Deadline"), 2.4)]
        columns += (
            [(N_("Done so far"), 4.4), (N_("Remark on taking over"), 2.6)] if remarks else [(N_("Responsible"), 1.8)]
        )
        return self.listed(title, columns, [self._item(each, remarks) for each in items])

    def _item(self, item: SheetItem, remarks: bool) -> tuple[str, ...]:
        number = f"{URGENT} {item.number}" if item.urgent or item.important else item.number
        due = "\n".join(filter(None, (self.moment(item.due), self.rule(item.code) if item.code else "")))
        matter = "\n".join(filter(None, (item.place, item.title)))
        last = (item.done, item.remark) if remarks else (item.owner,)
        return (number, matter, self.stage(item.ledger, item.stage), due, *last)

    def keys_out(self, title: str, keys: Sequence[KeyOut], *, phones: bool = True) -> Part:
        """Keys that are lent, the next one due first."""
        columns = [(N_("Keys"), 2.2), (N_("What they open"), 4.0), (N_("Borrower"), 3.2), (N_("Due back"), 2.0),
                   (N_("Loan"), 3.2)]  # fmt: skip
        rows = []
        for each in keys:
            who = "\n".join(filter(None, (each.who, each.phone if phones else "")))
            rows.append((f"{each.tag} ×{each.pieces}\n{each.hook}", each.door, who, self.moment(each.due), each.number))
        return self.listed(title, columns, rows)

    def visits(self, visits: Sequence[Visit]) -> Part:
        """Who is expected at the desk or at a unit."""
        columns = [(N_("Time"), 2.0), (N_("Kind"), 2.2), (N_("Unit"), 2.0), (N_("Who"), 2.6), (N_("Matter"), 3.8),
                   (N_("Number"), 3.2)]  # fmt: skip
        rows = [
            (self.moment(each.at), self.of(manual.procedure(each.ledger).title), each.place, each.person, each.title,
             each.number)
            for each in visits
        ]  # fmt: skip
        return self.listed(VISITS, columns, rows)

    def promises(self, title: str, promises: Sequence[Promise]) -> Part:
        """What was promised to whom until when."""
        columns = [(N_("Deadline"), 2.0), (N_("What was promised"), 3.6), (N_("Promised to"), 2.4), (N_("Matter"), 4.4),
                   (N_("Number"), 3.2)]  # fmt: skip
        rows = [(self.moment(each.due), self.rule(each.code), each.person, each.title, each.number)
                for each in promises]  # fmt: skip
        return self.listed(title, columns, rows)
