"""If the computer does not start tonight: whom to ring, what is open, which keys are out, and forms to write on."""

from collections.abc import Iterator

from propdesk.desk import Desk
from propdesk.i18n import N_, translate
from propdesk.models.emergency import Danger
from propdesk.printing.booklet import Booklet, Part
from propdesk.printing.handover_sheet import CHAIN, GOES_ON, PAGE
from propdesk.printing.shift_words import URGENT, Words
from propdesk.queries import duty, tonight
from propdesk.queries.tonight import Open
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
    return Booklet(
        site=desk.site.settings.site,
        under=words.of(AS_OF, moment=words.moment(desk.now()), seq=seq, hash=head[:CHAIN]),
        title=words.of(TITLE),
        right=translate(PAGE, language),
        goes_on=words.of(GOES_ON),
        parts=(
            Part("", (("", 1.0),), ((words.of(HOW),),)),
            _phones(words),
            _roster(words),
            _open(words, phones),
            words.keys_out(N_("Keys out"), desk.read(tonight.keys_out), phones=phones),
            words.promises(N_("Promised and agreed"), desk.read(tonight.promises)),
            words.visits(desk.read(tonight.visits, desk.now())),
            *_forms(words),
        ),
    )


def _phones(words: Words) -> Part:
    """Whom to ring, in the order of the site's list; where nothing is said, for every danger."""
    columns = ((N_("Post"), 3.4), (N_("Name"), 2.4), (N_("Phone"), 3.0), (N_("For"), 6.0))
    rows = []
    for each in words.desk.site.settings.on_call:
        known = [words.of(Danger(danger).label) for danger in each.dangers if danger in set(Danger)]
        rows.append((each.post, each.name, each.phone, ", ".join(known)))
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
    columns = ((N_("Deadline"), 2.4), (N_("Number"), 3.2), (N_("Matter"), 4.6), (N_("Who, phone"), 3.0),
               (N_("Stage"), 2.4), (N_("Responsible"), 1.8))  # fmt: skip
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
    """Forms to write on."""
    at, who = (N_("Time"), 1.6), (N_("Written by"), 1.6)
    called = ((N_("Who rang or came, phone"), 3.4), (N_("Unit"), 1.6), (N_("What"), 4.4), (N_("Told to, at"), 2.4))
    yield words.listed(N_("Calls and visits"), (at, *called, who), (), blank=10)
    lent = ((N_("Keys"), 2.0), (N_("Borrower, phone"), 3.4), (N_("For what"), 3.4), (N_("Signature"), 2.0),
            (N_("Back at, signature"), 2.6))  # fmt: skip
    yield words.listed(N_("Keys lent and taken back"), (at, *lent), (), blank=6)
    danger = ((N_("Danger, place"), 3.0), (N_("Person called, phone"), 3.4), (N_("Reached at"), 1.8),
              (N_("Measures, safe at"), 4.4))  # fmt: skip
    yield words.listed(N_("Emergencies"), (at, *danger), (), blank=6)
    yield words.listed(N_("Other entries"), (at, (N_("What happened"), 9.0), who), (), blank=8)
    counted = ((N_("Thing"), 5.0), (N_("Counted"), 2.0), (N_("Explanation"), 7.0))
    yield words.listed(N_("Counted at the handover"), counted, (), blank=6)
    signing = ((N_("Leaving clerk, signature, time"), 5.0), (N_("Arriving clerk, signature, time"), 5.0))
    yield words.listed(N_("Handover"), signing, (), blank=2)
