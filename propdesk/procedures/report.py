"""Periodical reports (manual P26; section 4 of P07, P08 and P13): due, compiled, reviewed by somebody else, sent.

The desk itself puts a report on record when its time has come (`propdesk.rules.cycles` says when). Its figures are
counted and kept when it is compiled; a correction is a new edition, and the entries keep every edition.
"""

import json
from datetime import date, timedelta

from sqlmodel import select

from propdesk.i18n import N_, translate
from propdesk.models.base import Choice
from propdesk.models.operator import Operator, Role
from propdesk.models.report import Report, ReportKind
from propdesk.procedures import kit
from propdesk.procedures.forms import Count, ask
from propdesk.procedures.step import LEADERS, NOBODY, VOIDED, Moving, Opening, Procedure, Signing, Stage
from propdesk.procedures.tx import Tx
from propdesk.rules import cycles, figures
from propdesk.rules.cycles import APPROVED, CODES, CYCLES, SENT
from propdesk.rules.figures import Figures
from propdesk.store import patrol_tally, tally, vacancy_tally
from propdesk.store import report as kept
from propdesk.store.tally import Wanted

TO_OWNERS = (ReportKind.OWNERS, ReportKind.QUARTER_OWNERS)
"""Reports that hang where everybody reads them."""
DAILY = ("COMP.DAILY_REVIEW",)
"""The clock that compiling alone stops."""


class SendHow(Choice):
    """How a report reached its recipient."""

    PAPER = "paper", N_("On paper")
    MAIL = "mail", N_("By mail")
    MESSAGE = "message", N_("By message")
    BOARD = "board", N_("On the notice board")
    ARCHIVE = "archive", N_("Filed")


class Due(Opening[Report]):
    """A report has become due for a period; the desk itself puts it on record, once for each period."""

    key, label = "n", N_("Report due")
    to = ("due",)
    by = NOBODY
    hidden = True
    may_start = CODES
    source = "004 COMP 4.8.1, COMM 2.5, CB 4.6-4.7, VAC 4.4-4.5, 4.7.3; 002 L55; 001 L19, L71; 003 4.6.1, 4.12"
    says = N_("Due: {kind}, {period}")

    kind: ReportKind = ask(N_("Report"))
    begins: str = ask(N_("First day"), max_length=10)

    def open(self, tx: Tx) -> Report:
        """Find the period and run its clock to the closing hour of the due day."""
        settings, calendar = tx.site.settings, tx.site.calendar
        cycle = CYCLES[self.kind.value]
        period = self._period(tx, cycle)
        day = cycles.due_day(cycle, period, calendar, settings.reports_on_rest_day)
        name = cycles.short(period, begins=settings.month_begins)
        tx.item.title = f"{translate(self.kind.label, settings.language)} {name}"
        tx.facts["period"] = name
        due = calendar.close_of(day)
        tx.start(cycle.code, due=due, since=min(tx.happened, due - timedelta(minutes=1)))
        return Report(item_id=0, kind=self.kind, starts=period.first, ends=period.last)

    def _period(self, tx: Tx, cycle: cycles.Cycle) -> cycles.Period:
        try:
            day = date.fromisoformat(self.begins)
            period = cycles.period_of(cycle.span, day, begins=tx.site.settings.month_begins)
        except (ValueError, OverflowError):
            tx.refuse("begins", N_("“{typed}” is not a day. Write 2026-10-01."), field="begins", typed=self.begins)
        move, today = tx.site.settings.reports_on_rest_day, tx.site.calendar.day(tx.now)
        begun = cycles.opens(cycle, period, tx.site.calendar, move) <= tx.now if cycle.ahead else day <= today
        if period.first != day or not begun:
            tx.refuse("begins", N_("No period of this report that has begun starts on {day}."), field="begins", day=day)
        there = select(Report.item_id).where(Report.kind == self.kind, Report.starts == period.first)
        if tx.session.exec(there).first() is not None:
            tx.refuse("report", N_("That report is on the desk already."), field="begins")
        return period


def count(tx: Tx, row: Report) -> None:
    """Count the period as it stands now: a new edition, kept in the row and in the entry."""
    cycle, site = CYCLES[row.kind.value], tx.site
    titles = {code: rule.title for code, rule in site.rulebook.rules.items()}
    period = cycles.Period(cycle.span, row.starts, row.ends)
    wanted = tally.wanted(period, site.settings, site.calendar, titles, tx.now)
    numbers = figures.stored(_counted(tx, row, wanted))
    if row.kind in TO_OWNERS:
        numbers["published"] = kept.published(tx.connection, wanted.basis)
    if row.kind is ReportKind.PATROL_MONTH:
        numbers["pages"] = list(patrol_tally.pages(tx.connection, wanted.basis))
    row.figures = json.dumps(numbers, ensure_ascii=False)
    row.edition += 1
    row.compiled, row.compiler_id = tx.happened, tx.actor.id
    row.reviewed = row.reviewer_id = None
    tx.facts["figures"], tx.facts["edition"] = dict(numbers), row.edition


def _counted(tx: Tx, row: Report, wanted: Wanted) -> Figures:
    """What the report is about: patrols, vacant units, or the matters of the desk."""
    cycle = CYCLES[row.kind.value]
    if row.kind is ReportKind.PATROL_MONTH:
        titles = {area.letter: area.title for area in tx.site.checklist.areas}
        return patrol_tally.figures(tx.connection, wanted, titles)
    if cycle.about == "vacancy":
        return vacancy_tally.figures(tx.connection, wanted, tx.site.settings, ahead=cycle.ahead)
    return tally.figures(tx.connection, wanted)


def written(tx: Tx, row: Report, text: str) -> str:
    """A comment or plan as the report shows it: what everybody will read names nobody."""
    return kept.for_the_board(tx.connection, text) if row.kind in TO_OWNERS else text


class Compile(Moving[Report]):
    """Count the figures of the period and comment them; once more until it is sent, each time a new edition."""

    key, label = "c", N_("Compile")
    at, to = ("due", "compiled", "reviewed"), ("compiled", "sent")
    may_meet = DAILY
    guards = ("G-DATA-01",)
    source = "004 COMP 4.8.1, CB 4.6; 002 L55; 001 L71"
    says = N_("Edition {edition} compiled; {comment}; plan: {plan}")

    comment: str | None = ask(N_("Analysis"), default=None, lines=True)
    plan: str | None = ask(
        N_("Plan of improvement"), default=None, lines=True, help=N_("Needed for the half-monthly summary.")
    )

    @classmethod
    def keeps(cls) -> frozenset[str]:
        """What the edition before said is shown."""
        return frozenset({"comment", "plan"})

    def apply(self, tx: Tx, row: Report) -> None:
        """Count; the stock-taking of a day is done with that, everything else is reviewed and sent."""
        cycle = CYCLES[row.kind.value]
        if cycle.planned and not self.plan:
            tx.refuse("plan", N_("This report needs a concrete plan of improvement."), field="plan")
        row.comment, row.plan = written(tx, row, self.comment or ""), written(tx, row, self.plan or "")
        count(tx, row)
        tx.item.owner_id = tx.actor.id
        if cycle.at_once:
            row.sent = tx.happened
            tx.meet(cycle.code)
        tx.go("sent" if cycle.at_once else "compiled")


class Review(Moving[Report]):
    """Check the edition on the desk; whoever compiled it cannot review it. A plan is the office manager's to review."""

    key, label = "r", N_("Review")
    at, to = ("compiled", "reviewed"), ("reviewed",)
    by = LEADERS
    guards = ("G-VAC-04",)
    source = "004 CB 4.6, VAC 4.5.2; manual P26 section 3"
    says = N_("Edition {edition} reviewed; {remark}")

    remark: str | None = ask(N_("Remark"), default=None, lines=True)

    def apply(self, tx: Tx, row: Report) -> None:
        """Persons are compared, not roles."""
        if row.reviewed is not None:
            tx.refuse("reviewed", N_("Edition {edition} is reviewed already."), edition=row.edition)
        if row.compiler_id == tx.actor.id:
            tx.refuse("separation", N_("Somebody else must review what you compiled."))
        if CYCLES[row.kind.value].approved and Role.OFFICE_MANAGER not in tx.actor.roles:
            tx.refuse(
                "G-VAC-04", N_("This plan is reviewed by the office manager, then approved by the general manager.")
            )
        row.reviewed, row.reviewer_id = tx.happened, tx.actor.id
        tx.facts["edition"] = row.edition


class Send(Moving[Report]):
    """It went to its recipient, or hangs on the notice board, or lies in the archive: the clock is met."""

    key, label = "s", N_("Send")
    at, to = ("reviewed",), ("sent",)
    by = LEADERS
    meets = SENT
    source = "004 COMP 4.8.1, CB 4.6-4.7; 003 4.6.1, 4.12.2; 001 L167"
    says = N_("Edition {edition} sent to {recipient}, {how}")

    recipient: str | None = ask(
        N_("Recipient"), default=None, max_length=120, help=N_("The usual recipient, if left empty.")
    )
    how: SendHow = ask(N_("How"), default=SendHow.PAPER)

    def apply(self, tx: Tx, row: Report) -> None:
        """Only an edition that was reviewed goes out."""
        if row.reviewed is None:
            tx.refuse("reviewed", N_("Edition {edition} has not been reviewed yet."), edition=row.edition)
        if CYCLES[row.kind.value].approved:
            tx.refuse("G-VAC-04", N_("This plan counts only once the general manager has approved it: “Approve”."))
        usual = translate(CYCLES[row.kind.value].recipient, tx.site.settings.language)
        row.recipient, row.sent = self.recipient or usual, tx.happened
        tx.facts["recipient"], tx.facts["edition"] = row.recipient, row.edition


class Approve(Moving[Report]):
    """The general manager approves a plan that the office manager has reviewed: from now on it counts (G-VAC-04)."""

    key, label = "a", N_("Approve")
    at, to = ("reviewed",), ("sent",)
    by = LEADERS
    meets = APPROVED
    signs = (Signing("approver", N_("General manager's signature"), must=True, guard="G-VAC-04"),)
    guards = ("G-VAC-04",)
    source = "004 VAC 4.5.2-4.5.3"
    says = N_("Edition {edition} approved by {approver}, budget {budget_yuan} yuan; {remark}")
    aside = True

    budget_yuan: Count = ask(N_("Budget, yuan"))
    remark: str | None = ask(N_("Remark"), default=None, lines=True)

    def apply(self, tx: Tx, row: Report) -> None:
        """Who approved signed on paper or by telephone, and neither wrote nor reviewed it."""
        if not CYCLES[row.kind.value].approved:
            tx.refuse("approved", N_("This report needs no approval: “Send” it."))
        if row.reviewed is None:
            tx.refuse("G-VAC-04", N_("Edition {edition} has not been reviewed yet."), edition=row.edition)
        approver = tx.signed["approver"].name
        wrote = {each.name for each in (tx.session.get(Operator, row.compiler_id), tx.session.get(Operator,
                 row.reviewer_id)) if each}  # fmt: skip
        if approver in wrote:
            tx.refuse("G-VAC-04", N_("{name} has compiled or reviewed it: somebody else approves."), field="approver",
                      name=approver)  # fmt: skip
        row.approved, row.approved_by, row.budget_fen = tx.happened, approver, 100 * self.budget_yuan
        row.recipient, row.sent = translate(CYCLES[row.kind.value].recipient, tx.site.settings.language), tx.happened
        tx.facts |= {"approver": approver, "edition": row.edition}


class Attempt(kit.Attempt[Report]):
    """One try to reach somebody about a report that is late: who is to be told, who still owes a figure."""

    at = ("due", "compiled", "reviewed")


class Correct(Moving[Report]):
    """Correct a report, also one that was sent: a new edition; the entries keep the old one readable."""

    key, label = "e", N_("Correct")
    at = ("due", "compiled", "reviewed", "sent")
    guards = ("G-DUTY-01",)
    source = "manual P26 section 3"
    says = N_("Corrected, edition {edition}: {reason}")

    reason: str = ask(N_("What was wrong"), max_length=400)
    entry: Count | None = ask(N_("Entry corrected (its number)"), default=None)
    anew: bool = ask(N_("Count the figures anew"), default=False)
    comment: str | None = ask(N_("Analysis"), default=None, lines=True)
    plan: str | None = ask(N_("Plan of improvement"), default=None, lines=True)
    told: str | None = ask(
        N_("Who was given the new edition"), default=None, max_length=120, help=N_("Needed once the report was sent.")
    )

    def apply(self, tx: Tx, row: Report) -> None:
        """Keep what it was before in the entry; a reviewed edition that changes must be reviewed anew."""
        tx.corrects = self.entry or kit.first_entry(tx)
        said = {"comment": self.comment, "plan": self.plan}
        given = {name: written(tx, row, text) for name, text in said.items() if text is not None}
        before = {name: getattr(row, name) for name, value in given.items() if getattr(row, name) != value}
        if self.anew and not row.edition:
            tx.refuse("edition", N_("Nothing was compiled yet. Compile it."), field="anew")
        if not before and not self.anew and self.entry is None:
            tx.refuse("nothing", N_("Nothing differs from what is on record. Change a field or name the entry."))
        changes = bool(before) or self.anew
        if row.approved is not None and changes:
            tx.refuse("G-VAC-04", N_("This plan stays as the general manager approved it. What changes belongs in "
                                     "the next one."))  # fmt: skip
        if tx.item.stage == "sent" and changes and row.recipient and not self.told:
            tx.refuse("told", N_("Its recipient has the old edition: say who was given the new one."), field="told")
        tx.facts["before"] = {**before, "edition": row.edition}
        for name in before:
            setattr(row, name, given[name])
        if self.anew:
            count(tx, row)
        elif changes and row.edition:
            row.edition, row.compiler_id = row.edition + 1, tx.actor.id
            row.reviewed = row.reviewer_id = None
        tx.facts["edition"] = row.edition


class Void(kit.Void[Report]):
    """Void a report that nobody owes; it stays readable."""

    at = ("due", "compiled", "reviewed", "sent")


PROCEDURE = Procedure(
    ledger="report",
    prefix="BB",
    title=N_("Periodical reports"),
    chapters=("P26", "P07", "P08", "P13"),
    form="投诉数据汇总表",
    row=Report,
    stages=(
        Stage("due", N_("Report is due")),
        Stage("compiled", N_("Compiled")),
        Stage("reviewed", N_("Reviewed")),
        Stage("sent", N_("Sent or filed"), final=True),
        VOIDED,
    ),
    steps=(Due, Compile, Review, Send, Approve, Attempt, Correct, Void),
)
