"""The forms of keys: mandate, loan slip, incident memo, label, stock-take sheet (manual P12)."""

from propdesk.i18n import N_, joined, say
from propdesk.models.key import Harm, KeyClass, Remedy
from propdesk.printing.documents import Answers, Form
from propdesk.printing.labels import PER_PAGE, Label
from propdesk.printing.paper import Row
from propdesk.queries.sheets import Told
from propdesk.rules.hooks import hook_words
from propdesk.rules.sentence import show

DISCLAIMER = N_(
    "The centre keeps these keys and nothing else: it does not look after household property in the flat and does not "
    "answer for it. This was explained to the owner, who agrees."
)
IN_LINES = 20
"""So many differences have a line each."""
MOST_LABELS = 10 * PER_PAGE
"""More are not printed in one go."""
NAMED = (KeyClass.DEVELOPER, KeyClass.VACANT, KeyClass.ENTRUSTED)
"""The keys whose label says more where a site follows the manual to the letter."""
CUT = N_("One label for each key, {most} at most. Cut along the dashed lines.")
FILED = N_("For the files of the centre")


def _hook(know: Answers) -> str:
    """The hook of a key set."""
    return hook_words(know.of("cabinet"), know.facts.row.get("slot") or 0)


def _mandate(know: Answers) -> tuple[Row, ...]:
    item, of = know.facts.item, know.of
    return (
        know.row(
            (N_("Entrusted on"), know.said(item.opened)), (N_("Mandate number"), of("mandate")),
            (N_("Register number"), item.number),
        ),
        know.row((N_("Unit"), item.place), (N_("Owner"), item.person), (N_("Phone"), item.phone)),
        know.row((N_("Key number"), of("tag")), (N_("Hook"), _hook(know)), (N_("Number of keys"), of("pieces"))),
        know.row(
            (N_("What they open"), of("door")), (N_("Number of the owner's card"), of("card")),
            (N_("May also be collected by"), of("collector")), most=4,
        ),
        know.text(N_("Reason for entrusting"), of("reason"), least=2),
        know.text(N_("Condition of collection"), of("condition"), least=2),
        know.text(N_("Disclaimer"), know.word(DISCLAIMER), least=2),
        know.row(
            (N_("Approved by"), of("approved_by")), (N_("Second copy given to the owner"), know.yes_no("copy_given")),
        ),
    )  # fmt: skip


def _loan(know: Answers) -> tuple[Row, ...]:
    item, of, key = know.facts.item, know.of, "key_id"
    order = know.facts.others.get("order_id")
    return (
        know.row(
            (N_("Lent at"), know.said(item.opened)), (N_("Key number"), know.other(key, "tag")),
            (N_("Number of keys"), of("pieces")),
        ),
        know.row(
            (N_("Unit or place"), item.place), (N_("What they open"), know.other(key, "door")),
            (N_("For the order"), order.item.number if order else ""), most=4,
        ),
        know.row(
            (N_("Borrower"), item.person), (N_("On behalf of"), _capacity(know)), (N_("Phone"), item.phone), most=4,
        ),
        know.row(
            (N_("Purpose"), of("purpose")), (N_("Back by"), of("due")), (N_("Leaves the site"), know.yes_no("leaves")),
        ),
        know.text(N_("What exactly"), of("reason"), least=2),
        know.row(
            (N_("Authorised by"), of("authorised_by")), (N_("Second person in an emergency"), of("second_person")),
            (N_("Supervisor told"), of("supervisor_told")), most=4,
        ),
        know.text(N_("Owner agreed: who, how"), of("owner_agreed")),
        know.text(N_("Standing instruction"), know.other(key, "instruction")),
        know.text("", know.word(N_("To be filled in when the keys come back:"))),
        know.row(
            (N_("Returned on"), of("returned")), (N_("Keys counted"), _if_any(know, "back")),
            (N_("Taken back by (signature)"), of("received_by")), least=2,
        ),
    )  # fmt: skip


def _capacity(know: Answers) -> str:
    """The department or company the borrower works for, else what the borrower is."""
    return know.of("department") or know.of("company") or know.of("borrower_kind")


def _if_any(know: Answers, column: str) -> str:
    """A number that is written only where it is not nought."""
    return know.of(column) if know.facts.row.get(column) else ""


def _memo(know: Answers) -> tuple[Row, ...]:
    item, row, of = know.facts.item, know.facts.row, know.of
    reports = [each for each in know.facts.told if each.values.get("memo") == row.get("memo")]
    loans = joined((str(each.values["loan"]) for each in reports if each.values.get("loan")), know.language)
    cost = row.get("cost_fen")
    return (
        know.row(
            (N_("Reported on"), know.said(reports[0].happened) if reports else ""), (N_("Memo number"), of("memo")),
            (N_("Register number"), item.number),
        ),
        know.row((N_("Key number"), of("tag")), (N_("Hook"), _hook(know)), (N_("Unit or place"), item.place)),
        know.row(
            (N_("What they open"), of("door")), (N_("Whose keys"), _whose(know)), (N_("On which loan"), loans), most=4,
        ),
        know.row(
            (N_("Lost or damaged"), know.boxes(Harm, row.get("harm"))), (N_("Number of keys"), of("harmed")),
            (N_("Noticed at"), of("discovered")),
        ),
        know.text(N_("Course of events"), of("course"), least=6),
        know.row((N_("Supervisor told"), of("memo_told")), (N_("Told at"), of("memo_told_at"))),
        know.row(
            (N_("Who consents"), of("consent_by")), (N_("By which channel"), of("consent_how")),
            (N_("Consented at"), of("consented")), most=4,
        ),
        know.text(N_("What is agreed"), know.boxes(Remedy, row.get("remedy"))),
        know.row(
            (N_("Replaced on"), of("replaced")), (N_("Cost"), know.yuan(cost) if isinstance(cost, int) else ""),
        ),
        know.text(N_("Result"), of("result"), least=4),
    )  # fmt: skip


def _whose(know: Answers) -> str:
    """The class of the keys, and who handed them in."""
    return "\n".join(filter(None, (know.of("kind"), know.facts.item.person)))


def _stocktake(know: Answers) -> tuple[Row, ...]:
    item, of = know.facts.item, know.of
    closing = know.facts.told[-1] if know.facts.told else None
    witness = closing.signed.get("witness", "") if closing else ""
    return (
        know.row(
            (N_("Cabinet"), of("cabinet") or know.word(N_("All cabinets"))), (N_("Begun at"), know.said(item.opened)),
            (N_("Closed at"), know.said(item.closed)),
        ),
        know.row((N_("Counted by"), of("counter_name")), (N_("Witness"), witness)),
        know.row((N_("Keys expected"), of("expected")), (N_("Keys found"), of("counted"))),
        know.row(
            (N_("Keys missing"), of("missing")), (N_("Keys too many"), of("surplus")),
            (N_("Labels not in the register"), of("unknown")),
        ),
        know.row((N_("On another hook"), of("misplaced")), (N_("On several hooks"), of("doubled"))),
        know.text(N_("Differences"), _differences(know, closing), least=8),
        know.text(N_("Explanation of the differences"), of("explanation"), least=6),
    )  # fmt: skip


def _differences(know: Answers, closing: Told | None) -> str:
    """The differences as they were said at the close."""
    value = closing.values.get("differences") if closing else None
    said = value if isinstance(value, list) else [value] if value else []
    words = [show(each, know.language, know.zone) for each in said]  # type: ignore[arg-type]
    return "\n".join(words) if len(words) <= IN_LINES else joined(words, know.language)


def _label_page(know: Answers) -> tuple[Row, ...]:
    return (know.text("", say(CUT, {"most": MOST_LABELS}, know.language)),)


def _labels(know: Answers) -> tuple[Label, ...]:
    """A label for each key of the set.

    It does not tell a finder where the key fits, unless the site has it as the manual does: with the unit, or the
    owner's name.
    """
    item, kind, more = know.facts.item, know.facts.row.get("kind"), ""
    if know.settings.key_label == "manual" and kind in NAMED:
        more = item.person if kind is KeyClass.ENTRUSTED else item.place
    one = Label(know.of("tag"), f"{know.word(N_('Hook'))} {_hook(know)}", more)
    return (one,) * min(MOST_LABELS, max(1, know.facts.row.get("pieces") or 0))


MANDATE = Form(
    N_("Key custody mandate"),
    _mandate,
    (N_("Owner"), N_("Clerk")),
    (N_("Copy 1: stays with the centre"), N_("Copy 2: for the owner")),
)
LOAN = Form(
    N_("Key loan slip"),
    _loan,
    (N_("Borrower"), N_("Lent by")),
    (N_("Copy 1: for the borrower"), N_("Copy 2: stays with the centre")),
)
KEY_MEMO = Form(
    N_("Key incident memo"),
    _memo,
    (N_("Key keeper"), N_("Supervisor")),
    (FILED,),
    halves=False,
    deeds=("key.lose",),
)
KEY_LABEL = Form(N_("Key label"), _label_page, (), ("",), halves=False, labels=_labels)
STOCKTAKE = Form(
    N_("Stock-take sheet"),
    _stocktake,
    (N_("Counted by"), N_("Witness"), N_("Supervisor")),
    (FILED,),
    halves=False,
    deeds=("stocktake.close",),
)
