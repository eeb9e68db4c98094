"""If the computer does not start tonight: whom to ring, what is open, which keys are out, and forms to write on."""

from collections.abc import Iterator
from dataclasses import replace

from propdesk.desk import Desk
from propdesk.i18n import N_, translate
from propdesk.models.emergency import Danger
from propdesk.printing.booklet import Booklet, Part
from propdesk.printing.handover_sheet import CHAIN
from propdesk.printing.shift_words import URGENT, Words
from propdesk.queries import duty, shift, tonight
from propdesk.queries.tonight import Open
from propdesk.rules.callout import to_ring
from propdesk.rules.privacy import mask_phone
from propdesk.rules.rota import DUTY_TURNS

TITLE = N_("If the computer does not start")
HOW = N_(
    "Work on from this paper. Write every entry on the forms below with the time at which it happened. When the desk "
    "runs again, type each entry in with that time and mark it as typed in from paper."
)
EVERYBODY = N_("everybody who is here")
AS_OF = N_("As of {moment}; journal #{seq} {hash}")
TURNS = 6
"""So many turns of the roster are told."""


def fallback(desk: Desk, language: str, *, phones: bool = True) -> Booklet:
    """The sheet as it stands now; without `phones` the numbers of residents and borrowers are masked."""
    words = Words(desk, language)
    seq, head = desk.read(tonight.head)
    return words.booklet(
        words.of(TITLE),
        words.of(AS_OF, moment=words.moment(desk.now()), seq=seq, hash=head[:CHAIN]),
        (
            Part("", (("", 1.0),), ((words.of(HOW),),)),
            _phones(words),
            _roster(words),
            _open(words, phones),
            words.keys_out(N_("Keys out"), desk.read(tonight.keys_out), phones=phones),
            words.promises(N_("Promised and agreed"), desk.read(tonight.promises)),
            words.visits(desk.read(tonight.visits, desk.now())),
            *_forms(words),
        ),
        (N_("Leaving clerk"), N_("Arriving clerk")),
    )


def _phones(words: Words) -> Part:
    """Whom to ring, danger by danger in the order of the site's list, the public numbers last."""
    columns = ((N_("Danger"), 3.6), (N_("Order"), 1.0), (N_("Post"), 4.0), (N_("Name"), 2.6), (N_("Phone"), 3.4))
    rows = []
    for danger in Danger:
        for place, each in enumerate(to_ring(danger.value, words.desk.site.settings.on_call), start=1):
            named = words.of(danger.label) if place == 1 else ""
            rows.append((named, str(place), translate(each.post, words.language), each.name, each.phone))
    return words.listed(N_("Phones to call"), columns, rows)


def _roster(words: Words) -> Part:
    """Who is on duty in this turn and the next ones, by the roster in force."""
    desk, rows = words.desk, []
    turn = desk.site.turn(desk.now())
    for _number in range(TURNS):
        found = desk.read(duty.on_duty, turn, desk.site.calendar.day(turn.start))
        name = found.name or words.of(N_("no name on the roster") if turn.kind in DUTY_TURNS else EVERYBODY)
        rows.append((words.turn(turn.kind, turn.start, turn.end), name))
        turn = desk.site.turn(turn.end)
    return words.listed(N_("On duty by the roster"), ((N_("Turn"), 6.0), (N_("Clerk"), 3.0)), rows)


def _open(words: Words, phones: bool) -> Part:
    columns = ((N_("Deadline"), 3.0), (N_("Number"), 3.2), (N_("Matter"), 4.2), (N_("Who, phone"), 2.6),
               (N_("Stage"), 2.3), (N_("Responsible"), 2.2))  # fmt: skip
    return words.listed(N_("Open items"), columns, [_matter(words, each, phones) for each in
                                                    words.desk.read(tonight.open_matters)])  # fmt: skip


def _matter(words: Words, each: Open, phones: bool) -> tuple[str, ...]:
    due = "\n".join(filter(None, (words.moment(each.due), words.rule(each.code) if each.code else "")))
    number = f"{URGENT} {each.number}" if each.urgent else each.number
    further = words.of(N_("and {count} more"), count=each.others) if each.others else ""
    what = "\n".join(filter(None, (each.place, each.title, further)))
    who = "\n".join(filter(None, (each.person, each.phone if phones else mask_phone(each.phone))))
    return (due, number, what, who, words.stage(each.ledger, each.stage), words.who(each.owner))


def _forms(words: Words) -> Iterator[Part]:
    """Forms to write on, each whole on a page; who types an entry in notes its number in the log in the last column."""
    at, who, typed = (N_("Time"), 1.4), (N_("Written by"), 1.6), (N_("Typed in: #"), 1.4)
    yield replace(words.pairs((N_("Date"), " \n "), (N_("Turn"), ""), (N_("Written by"), " \n "),
                              (N_("Typed in by, at"), ""), title=N_("Forms to write on")), fresh=True)  # fmt: skip
    called = ((N_("Who rang or came, phone"), 3.2), (N_("Unit"), 1.4), (N_("What"), 4.4), (N_("Told to, at"), 2.2))
    yield words.listed(N_("Calls and visits"), (at, *called, who, typed), (), blank=20)
    lent = ((N_("Keys"), 1.8), (N_("Borrower, phone"), 3.0), (N_("For what"), 2.8), (N_("Signature"), 1.8),
            (N_("Back at, signature"), 2.4))  # fmt: skip
    yield words.listed(N_("Keys lent and taken back"), (at, *lent, typed), (), blank=8, fresh=True)
    danger = ((N_("Danger, place"), 2.8), (N_("Person called, phone"), 3.2), (N_("Reached at"), 1.8),
              (N_("Measures, safe at"), 3.6))  # fmt: skip
    yield words.listed(N_("Emergencies"), (at, *danger, typed), (), blank=10)
    yield words.listed(N_("Other entries"), (at, (N_("What happened"), 8.6), who, typed), (), blank=8, fresh=True)
    yield _to_count(words)


def _to_count(words: Words) -> Part:
    """What is counted at a handover, with room for the number: how many there should be is not told."""
    counted = ((N_("Thing"), 5.0), (N_("Counted"), 2.0), (N_("Explanation"), 7.0))
    things = words.desk.read(shift.to_count, words.desk.site.settings)
    rows = [(f"{each.words(words.language)}\n ", "", "") for each in things]
    return words.listed(N_("Counted at the handover"), counted, rows, blank=1)
