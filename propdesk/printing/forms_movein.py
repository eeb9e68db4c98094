"""The forms of move-in: notice, course sheet, goods received, inspection, key receipt, file cover (manual P03, P16)."""

from collections.abc import Sequence

from propdesk.i18n import N_, joined, say
from propdesk.printing.documents import EMPTY, LONG, TICKED, Answers, Form
from propdesk.printing.paper import Cell, Row
from propdesk.procedures.movein_inspection import WATER_TEST
from propdesk.queries.moveins import Finding
from propdesk.queries.sheets import Told

ADDRESS = N_(
    "Dear owner {owner}: your home {unit} is ready to be handed over. Please come to our office between {sent} and "
    "{until} with the papers named below. Telephone us before, and we keep half an hour free for you."
)
BRING = (
    N_("Purchase contract, original"),
    N_("Owner's identity card, original"),
    N_("This notice, with all stamps of the developer"),
)
"""What is inspected first (004 MOVE 4.5.1, G-MOVE-02)."""
PROXY = N_("Whoever comes for the owner also brings the owner's written mandate and their own identity card, original.")
STEPS = (
    N_("Have this notice stamped by the developer's departments"),
    N_("Have your papers checked at our office"),
    N_("Fill in the owner data card, sign the agreements; a copy of each is yours"),
    N_("Receive handbook and papers, sign the list"),
    N_("Pay the fees, keep the receipt"),
    N_("Receive the keys, sign the register"),
    N_("Inspect the flat with our engineer, sign the inspection sheet"),
)
"""The way of a household (004 MOVE 4.5)."""
INSPECTED_FIRST = (*STEPS[:5], STEPS[6], STEPS[5])
"""The same where the site inspects before it hands over the keys."""
DEEMED = N_("If nobody has come {count} month(s) after this notice was received, the unit counts as moved in.")
STAMPS = (N_("Developer: sales"), N_("Developer: finance"), N_("Developer: customer service"))
"""Whose stamps the notice bears when the owner brings it back (004 MOVE 4.5.1c)."""
RECEIPT = N_("The keys were counted, tried and received.")
BLANK_FINDINGS, BLANK_LINES = 12, 3
"""Empty lines to write in."""
FILED = N_("For the files of the centre")
NAMED = N_("{name}: {value}")
OWNER, CLERK = N_("Owner"), N_("Clerk")


def _notice(know: Answers) -> tuple[Row, ...]:
    item, site = know.facts.item, know.settings
    said = {"owner": item.person, "unit": item.place, "sent": _day(know, "sent"), "until": _day(know, "until")}
    steps = INSPECTED_FIRST if site.inspect_first else STEPS
    months = site.amounts.get("MOVE.DEEMED_1M", 1)
    return (
        know.row((N_("Unit"), item.place), (N_("Owner"), item.person), (N_("Campaign"), know.of("campaign"))),
        know.row(
            (N_("Sent on"), said["sent"]), (N_("To come until"), said["until"]),
            (N_("Appointment"), know.of("appointed")),
        ),
        know.text("", say(ADDRESS, said, know.language)),
        know.row(
            (N_("Office"), site.site), (N_("Opening hours"), f"{site.opens:%H:%M} - {site.closes:%H:%M}"), most=3,
        ),
        know.row((N_("Address of the office"), ""), (N_("Telephone"), "")),
        know.text(N_("Please bring"), _list(know, BRING, EMPTY)),
        know.text(N_("By proxy"), f"{EMPTY} {know.word(PROXY)}"),
        know.text(N_("Your way"), _list(know, steps)),
        know.text(N_("Fees to be paid"), "", least=3),
        know.text(N_("After the period"), say(DEEMED, {"count": months}, know.language)),
        know.row(*((stamp, "") for stamp in STAMPS), least=6),
    )  # fmt: skip


def _day(know: Answers, column: str) -> str:
    """The day of a moment."""
    return know.of(column)[:10]


def _list(know: Answers, messages: Sequence[str], mark: str = "") -> str:
    """Lines with a mark, or numbered."""
    words = [know.word(message) for message in messages]
    return "\n".join(f"{mark or f'{number}.'} {each}" for number, each in enumerate(words, start=1))


def _table(spans: Sequence[int], texts: Sequence[str], *, least: int = 1) -> Row:
    """A line of a list within a sheet: values without labels under their headings."""
    cells = tuple(Cell("", text, span) for text, span in zip(texts, spans, strict=True))
    return Row(cells, least=least, most=LONG)


def _heading(know: Answers, spans: Sequence[int], names: Sequence[str]) -> Row:
    """The names of the columns."""
    cells = tuple(Cell("", know.word(name), span) for name, span in zip(names, spans, strict=True))
    return Row(cells, heading=True)


def _course(know: Answers) -> tuple[Row, ...]:
    item, spans = know.facts.item, (3, 2, 5, 2)
    return (
        know.row((N_("Unit"), item.place), (N_("Owner"), item.person), (N_("Phone"), item.phone)),
        know.row((N_("Campaign"), know.of("campaign")), (N_("Who comes"), know.of("visitor"))),
        _heading(know, spans, (N_("What is done"), N_("Done at"), N_("Details"), N_("Done by (signature)"))),
        *(
            _table(spans, (f"{TICKED if at else EMPTY} {know.word(name)}", at, details, ""), least=2)
            for name, at, details in _courses(know)
        ),
        know.text(N_("Special matters"), "", least=3),
    )  # fmt: skip


def _courses(know: Answers) -> tuple[tuple[str, str, str], ...]:
    """What is done from the notice to the file: its name, when it was done, what belongs to it."""
    of, row = know.of, know.facts.row
    fen = row.get("amount_fen")
    paid = "" if fen is None else "  ".join((know.yuan(fen), of("receipt"), of("paid_by")))
    keys = "" if row.get("keyed") is None else f"×{row.get('pieces')}  {of('keys')}"
    kept = _said(know, N_("One stays for repairs"), of("key_kept")) if keys else ""
    found = _said(know, N_("Findings"), str(len(know.facts.findings)))
    inspected = f"{of('inspector')}  {found}" if row.get("inspected") else ""
    proxy = _said(know, N_("Comes for the owner"), of("proxy")) if row.get("checked") else ""
    keys_row = (N_("Keys handed over"), of("keyed"), "  ".join(filter(None, (keys.strip(), kept))))
    inspection = (N_("Flat inspected"), of("inspected"), inspected)
    last = (inspection, keys_row) if know.settings.inspect_first else (keys_row, inspection)
    return (
        (N_("Notice sent"), of("sent"), of("sent_how")),
        (N_("Notice received"), of("received"), ""),
        (N_("Papers checked"), of("checked"), proxy),
        (N_("Agreements signed"), of("signed"), _named(know, "agreements") or of("refused")),
        (N_("Goods received"), _told_at(know, "movein.goods"), _named(know, "goods")),
        (N_("Fees paid"), of("paid"), paid),
        *last,
        (N_("Second inspection"), _told_at(know, "movein.reinspect"), ""),
        (N_("Papers filed"), of("filed"), ""),
    )


def _named(know: Answers, column: str) -> str:
    """Ticked names of the site's lists, in its language."""
    return joined((know.word(name) for name in know.of(column).split("; ") if name), know.language)


def _said(know: Answers, name: str, value: str) -> str:
    """A value with its name before it."""
    return say(NAMED, {"name": know.word(name), "value": value}, know.language)


def _told_at(know: Answers, step: str) -> str:
    """When a step was done last."""
    done = [each for each in know.facts.told if each.step == step]
    return know.said(done[-1].happened) if done else ""


def _goods(know: Answers) -> tuple[Row, ...]:
    item, spans = know.facts.item, (1, 5, 2, 2, 2)
    listed = know.settings.movein_goods
    given = [name for name in know.of("goods").split("; ") if name]
    lines = [(know.word(name), "1" if name in given else "", name in given) for name in listed]
    lines += [(name, "", True) for name in given if name not in listed]
    names = (N_("Line"), N_("Item received"), N_("How many"), N_("Received, tick"), N_("Note"))
    return (
        know.row((N_("Unit"), item.place), (N_("Owner"), item.person), (N_("Phone"), item.phone)),
        know.row(
            (N_("Received by"), know.of("visitor")), (N_("Comes for the owner"), _ticked(know, "proxy", "checked"))
        ),
        _heading(know, spans, names),
        *(
            _table(spans, (str(number), name, count, TICKED if there else EMPTY, ""), least=2)
            for number, (name, count, there) in enumerate(lines, start=1)
        ),
        *(_table(spans, ("", "", "", EMPTY, ""), least=2) for _ in range(BLANK_LINES)),
        know.text("", know.word(N_("The goods named were received in good order."))),
        know.text(N_("Special matters"), "", least=3),
    )


FINDING = (1, 2, 4, 2, 2, 1)
"""Widths of number, room, finding, term, repaired, passed."""


def _inspection(know: Answers) -> tuple[Row, ...]:
    item, of, row = know.facts.item, know.of, know.facts.row
    names = (N_("Line"), N_("Room or item"), N_("Finding"), N_("To be repaired by"), N_("Repaired on"), N_("Passed"))
    found = [_finding(know, each) for each in know.facts.findings]
    blank = () if row.get("inspected") else tuple(_blank() for _ in range(BLANK_FINDINGS))
    return (
        know.row((N_("Unit"), item.place), (N_("Owner"), item.person), (N_("Phone"), item.phone)),
        know.row(
            (N_("Inspected on"), of("inspected")), (N_("Engineer"), of("inspector")),
            (N_("Accepted without findings"), know.yes_no("accepted")),
        ),
        know.text(N_("Please note"), know.word(WATER_TEST)),
        _heading(know, FINDING, names),
        *found,
        *blank,
        know.row(
            (N_("One key stays for repairs"), _ticked(know, "key_kept", "keyed")),
            (N_("Owner called to second inspection"), of("invited")),
        ),
        *_second(know),
    )  # fmt: skip


def _finding(know: Answers, finding: Finding) -> Row:
    term = know.said(finding.term)[:10]
    if finding.postponed:
        term += "\n" + say(N_("postponed ×{count}"), {"count": finding.postponed}, know.language)
    fixed = "\n".join(filter(None, (know.said(finding.fixed)[:10], finding.result)))
    passed = TICKED if finding.passed else EMPTY
    return _table(FINDING, (str(finding.number), finding.room, finding.text, term, fixed, passed))


def _blank() -> Row:
    return _table(FINDING, ("", "", "", "", "", EMPTY), least=2)


def _second(know: Answers) -> tuple[Row, ...]:
    """Each second inspection with its signatures; one to be filled in where none was yet and one may come."""
    done = [each for each in know.facts.told if each.step == "movein.reinspect"]
    if not done and know.facts.row.get("accepted"):
        return ()
    return tuple(row for number in range(max(1, len(done))) for row in _again(know, number, done))


def _again(know: Answers, number: int, done: Sequence[Told]) -> tuple[Row, ...]:
    told = done[number] if done else None
    passed = told.values.get("passed") if told else None
    boxes = "  ".join(f"{TICKED if passed is each else EMPTY} {know.said(each)}" for each in (True, False))
    remark = str(told.values.get("remark") or "") if told else ""
    signed = told.signed if told else {}
    owner, engineer = know.word(N_("Owner signs")), know.word(N_("Handing-over person signs"))
    title = say(N_("Second inspection, no. {number}"), {"number": number + 1}, know.language)
    return (
        Row((Cell("", title, 4), Cell(know.word(N_("Done at")), know.said(told.happened) if told else "", 4),
             Cell(know.word(N_("Passed")), boxes, 4))),
        know.row((N_("Note"), remark), least=2, most=LONG),
        Row((Cell(owner, signed.get("owner", ""), 6), Cell(engineer, signed.get("engineer", ""), 6)), least=2),
    )  # fmt: skip


def _receipt(know: Answers) -> tuple[Row, ...]:
    item, of, row = know.facts.item, know.of, know.facts.row
    spans = (1, 4, 3, 4)
    names = (N_("Line"), N_("What they open"), N_("Number of keys"), N_("Note"))
    return (
        know.row((N_("Unit"), item.place), (N_("Owner"), item.person), (N_("Phone"), item.phone)),
        know.row((N_("Received by"), of("visitor")), (N_("Comes for the owner"), _ticked(know, "proxy", "checked"))),
        know.row(
            (N_("Key set"), of("keys")), (N_("Number of keys"), str(row.get("pieces") or "")),
            (N_("Keys handed over on"), of("keyed")),
        ),
        know.row(
            (N_("One key stays for repairs"), _ticked(know, "key_kept", "keyed")),
            (N_("Fees paid, receipt"), of("receipt")),
        ),
        _heading(know, spans, names),
        *(_table(spans, (str(number), "", "", "")) for number in range(1, 6)),
        know.text("", know.word(RECEIPT)),
        know.text(N_("Special matters"), "", least=2),
    )  # fmt: skip


def _ticked(know: Answers, column: str, since: str) -> str:
    """Yes and no, ticked once that was done of which the column speaks."""
    if know.facts.row.get(since):
        return know.yes_no(column)
    return "  ".join(f"{EMPTY} {know.said(each)}" for each in (True, False))


def _cover(know: Answers) -> tuple[Row, ...]:
    item, of, spans = know.facts.item, know.of, (1, 6, 2, 3)
    listed = know.settings.file_documents
    there = _lying(know)
    names = (N_("Line"), N_("Document in the file"), N_("There or missing"), N_("Note"))
    lines = [*listed, *(name for name in there if name not in listed)]
    return (
        know.row((N_("Unit"), item.place), (N_("Owner"), item.person)),
        know.row(
            (N_("File number"), item.number if item.ledger == "file" else ""),
            (N_("Shelf"), of("shelf")),
            (N_("Opened on"), _opened(know)),
        ),
        _heading(know, spans, names),
        *(
            _table(spans, (str(number), know.word(name), _there(know, name in there), ""), least=2)
            for number, name in enumerate(lines, start=1)
        ),
        *(_table(spans, ("", "", _there(know, None), ""), least=2) for _ in range(BLANK_LINES)),
        know.text(N_("Note"), _former(know), least=2),
    )


def _lying(know: Answers) -> list[str]:
    """What lies in the file; before it is opened, what the move-in brings."""
    if know.facts.item.ledger == "file":
        return [name for name in know.of("documents").split("; ") if name]
    card = "" if know.of("card_missing") else "Owner data card"
    return [name for name in (*know.of("agreements").split("; "), card, "Inspection sheet") if name]


def _there(know: Answers, there: bool | None) -> str:
    """There or missing, ticked where it is known."""
    return "  ".join(f"{TICKED if there is each else EMPTY} {know.word(name)}"
                     for each, name in ((True, N_("there")), (False, N_("missing"))))  # fmt: skip


def _opened(know: Answers) -> str:
    return know.said(know.facts.item.opened)[:10] if know.facts.item.ledger == "file" else ""


def _former(know: Answers) -> str:
    """Of a former owner's file: since when, and until when it is kept."""
    if not know.facts.row.get("transferred"):
        return ""
    said = {"day": _day(know, "transferred"), "until": _day(know, "until")}
    return say(N_("Former owner since {day}; kept until {until}"), said, know.language)


MOVEIN_NOTICE = Form(
    N_("Move-in notice"), _notice, (N_("Issued by"), N_("Received by the owner")),
    (N_("For the owner: please bring it along"),), halves=False,
)  # fmt: skip
MOVEIN_COURSE = Form(
    N_("Move-in course sheet"), _course, (OWNER, CLERK, N_("Supervisor")), (FILED,), halves=False,
    deeds=("movein.goods", "movein.reinspect"),
)  # fmt: skip
MOVEIN_GOODS = Form(
    N_("List of goods received"), _goods, (OWNER, CLERK), (N_("For the owner file"),), halves=False, flows=True,
)  # fmt: skip
INSPECTION = Form(
    N_("Inspection sheet"), _inspection, (OWNER, N_("Handing-over person")),
    (N_("Copy 1: for the owner"), N_("Copy 2: for the owner file")), halves=False, flows=True,
    deeds=("movein.reinspect",),
)  # fmt: skip
KEY_RECEIPT = Form(N_("Key issue register"), _receipt, (OWNER, CLERK), (FILED,))
FILE_COVER = Form(
    N_("Owner file cover"), _cover, (N_("File keeper"),), (N_("Cover of the owner file"),), halves=False, flows=True,
)  # fmt: skip
