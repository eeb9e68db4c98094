"""Walking a round and writing it down at the desk: begun, area by area, handed over, finished (P14; 004 PATROL 4.5)."""

from datetime import datetime, timedelta

from propdesk.i18n import N_
from propdesk.models.finding import FindingKind, Persuaded
from propdesk.models.round import Grade, Judged, Round, RoundArea
from propdesk.procedures import round_matter as matter
from propdesk.procedures.forms import Moment, ask
from propdesk.procedures.step import Moving, Opening
from propdesk.procedures.tx import Tx
from propdesk.rules import answers, patrol
from propdesk.rules.answers import Answer, State
from propdesk.rules.checklist import Check, Flag
from propdesk.rules.sentence import value_of, word
from propdesk.rules.text import same_name
from propdesk.settings import Route

KINDS = {
    Flag.SMELL: FindingKind.SMELL,
    Flag.VIOLATION: FindingKind.VIOLATION,
    Flag.SITES: FindingKind.RENOVATION,
    Flag.VACANT: FindingKind.VACANT,
}
"""What a defect of a flagged item is; any other is a plain defect."""
TO_BE_FOUND = (State.DEFECT, State.FIXED)
"""What becomes a finding."""

TOO_EARLY = N_("This round is to be walked from {starts}. Walk it then, or begin one without plan.")
WRONG_TIMES = N_("The round began at {begun}; an area is walked after that, from an earlier to a later time.")


class Start(Moving[Round]):
    """Set out on a round of the plan, also on one that was missed: then it is walked late."""

    key, label = "s", N_("Set out")
    at, to = ("planned", "missed"), ("walking",)
    source = "004 PATROL 4.4"
    says = N_("Round begun at {began} by {walker}, with {partner}")

    walker: str | None = ask(N_("Who walks"), default=None, max_length=80, help=N_("Left empty: yourself."))
    partner: str | None = ask(N_("With whom"), default=None, max_length=80)
    began: Moment | None = ask(N_("Set out at"), default=None, prefer="past", help=N_("Left empty: now."))

    def apply(self, tx: Tx, row: Round) -> None:
        """Not before its window: what is walked earlier is a round of its own."""
        began = tx.past(self.began, field="began")
        if began < row.starts:
            shown = f"{tx.site.calendar.local(row.starts):%m-%d %H:%M}"
            tx.refuse("window", TOO_EARLY, field="began", starts=shown)
        _set_out(tx, row, self.walker, self.partner, began)


class Begin(Opening[Round]):
    """A round nobody planned: after a storm, on a complaint, once more at night."""

    key, label = "n", N_("Round without plan")
    to = ("walking",)
    source = "004 PATROL 4.4"
    says = N_("Round without plan begun at {began} by {walker}, with {partner}: {why}")

    why: str = ask(N_("Why"), max_length=200)
    route: str | None = ask(N_("Route"), default=None, max_length=40, help=N_("Left empty: the first of the plan."))
    areas: str | None = ask(
        N_("Areas"), default=None, max_length=26, help=N_("Letters, such as AB. Left empty: all of the route.")
    )
    walker: str | None = ask(N_("Who walks"), default=None, max_length=80, help=N_("Left empty: yourself."))
    partner: str | None = ask(N_("With whom"), default=None, max_length=80)
    began: Moment | None = ask(N_("Set out at"), default=None, prefer="past", help=N_("Left empty: now."))

    def open(self, tx: Tx) -> Round:
        """Its stops are those of the route, or fewer; it counts for no round of the plan."""
        routes = tx.site.settings.routes
        route = matter.route_of(tx, self.route) if self.route else (routes[0] if routes else Route("-"))
        began = tx.past(self.began, field="began")
        row = matter.fresh(tx, route, began)
        if self.areas:
            letters = [letter for letter in self.areas if not letter.isspace()]
            wanted = {answers.wanted(tx.site.checklist, letter, field="areas").letter for letter in letters}
            kept = "".join(sorted(wanted))
            row.stops = patrol.written(patrol.stops(kept, route.buildings, tx.site.checklist))
        row.ends = row.grace_ends = began + timedelta(minutes=route.minutes)
        row.reason = self.why
        _set_out(tx, row, self.walker, self.partner, began)
        return row


class Area(Moving[Round]):
    """Write down one area: every item with what was seen. A defect becomes a finding at once, in the same act.

    What is written of the same area and place again replaces what was written before.
    """

    key, label = "a", N_("Write down an area")
    at = ("walking",)
    then = ("finding.report", "finding.again")
    guards = ("G-PAT-01", "G-PAT-05")
    source = "004 PATROL 4.5-4.9"
    says = N_("Area {area} {place} from {began} to {ended} ({pace}), {grade}: {found}")

    area: str = ask(N_("Area"), max_length=1)
    place: str | None = ask(N_("Building or place"), default=None, max_length=40)
    answers: str = ask(
        N_("What was seen"),
        lines=True,
        help=N_("An item a line: A1 ok what was seen; A2 defect @5F what is wrong; A3 fixed @5F how; A4 na."),
    )
    began: Moment | None = ask(
        N_("From"), default=None, prefer="past", help=N_("Left empty: when the area before it was done.")
    )
    ended: Moment | None = ask(N_("To"), default=None, prefer="past", help=N_("Left empty: now."))
    grade: Grade = ask(N_("Evidence"), default=Grade.WRITTEN)

    def apply(self, tx: Tx, row: Round) -> None:
        """Keep the answers; report what is defect, or note that it was found again."""
        area = answers.wanted(tx.site.checklist, self.area)
        place = self._place(tx, row, area.letter)
        found = answers.read_answers(self.answers, area, placed=bool(place))
        before = matter.answers_of(tx, area.letter, place)
        began, ended = self._times(tx, row)
        fast = patrol.too_fast(began, ended, row.not_before)
        kept = RoundArea(
            round_id=tx.item.id or 0, area=area.letter, place=place, began=began, ended=ended, grade=self.grade,
            too_fast=fast, answers=answers.stored(found), seq=tx.seq,
        )  # fmt: skip
        tx.session.add(kept)
        row.done += 1
        for each in found:
            if each.state in TO_BE_FOUND and each not in before and (check := tx.site.checklist.check(each.id)):
                row.findings += 1
                _report(tx, each, check, place)
        said = [f"{each.id} {each.note}" for each in found if each.state in TO_BE_FOUND]
        minutes = int((ended - began).total_seconds() // 60)
        pace: list[object] = [word("too_fast", N_("too fast")) if fast else f"{minutes}′"]
        if answers.alike(found):
            pace.append(word("alike", N_("many items in the same words")))
        tx.facts |= {
            "area": word(area.letter, area.title), "place": place, "began": value_of(began), "ended": value_of(ended),
            "pace": pace, "minutes": minutes, "found": list(said) or word("nothing", N_("no defect")),
        }  # fmt: skip

    def _place(self, tx: Tx, row: Round, letter: str) -> str:
        """The building, of an area that is walked building by building."""
        places = [stop.place for stop in patrol.read_stops(row.stops) if stop.area == letter and stop.place]
        typed = (self.place or "").strip()
        if places and typed not in places:
            tx.refuse("place", N_("Which building? Area {area} is walked in: {places}."), field="place", area=letter,
                      places=", ".join(places))  # fmt: skip
        return typed

    def _times(self, tx: Tx, row: Round) -> tuple[datetime, datetime]:
        begun = row.begun or row.starts
        before = [each.ended for each in matter.areas_of(tx)]
        ended = tx.past(self.ended, field="ended")
        began = self.began or min(max([begun, *before]), ended)
        if began < begun or ended < began:
            shown = f"{tx.site.calendar.local(begun):%m-%d %H:%M}"
            tx.refuse("times", WRONG_TIMES, field="began", begun=shown)
        return began, ended


class HandOver(Moving[Round]):
    """Somebody else walks the round, or walks it on."""

    key, label = "h", N_("Hand over")
    at = ("planned", "walking", "missed")
    source = "site practice"
    says = N_("Round handed from {before} to {walker}: {reason}")

    walker: str = ask(N_("To whom"), max_length=80)
    partner: str | None = ask(N_("With whom"), default=None, max_length=80)
    reason: str = ask(N_("Reason"), max_length=400)

    def apply(self, tx: Tx, row: Round) -> None:
        """The one before stays on record in the entry."""
        if same_name(self.walker, row.walker):
            tx.refuse("walker", N_("{name} walks it already."), field="walker", name=self.walker)
        tx.facts["before"] = row.walker
        row.walker, row.partner = self.walker, self.partner or row.partner
        tx.item.person = row.walker


class Finish(Moving[Round]):
    """Back from the round. Ending before all areas are written down needs a reason."""

    key, label = "f", N_("Finish")
    at, to = ("walking",), ("walked",)
    meets = ("PATROL.DAILY",)
    guards = ("G-PAT-06",)
    source = "004 PATROL 4.4-4.9"
    says = N_("Round finished at {finished}, {verdict}; areas left out: {left}; {reason}")

    ended: Moment | None = ask(
        N_("Back at"), default=None, prefer="past", help=N_("Left empty: when the last area was done.")
    )
    reason: str | None = ask(N_("Why areas were left out"), default=None, max_length=400)

    def apply(self, tx: Tx, row: Round) -> None:
        """What was walked in time is on time, whenever it is written down."""
        left = matter.left_of(tx, row)
        if left and not self.reason:
            tx.refuse("G-PAT-06", N_("Not walked yet: {left}. Write them down, or say why they were left out."),
                      field="reason", left=matter.named(left))  # fmt: skip
        finished = self._finished(tx, row)
        row.finished = finished
        if not left:
            matter.check_sites_and_vacant(tx, row)
        if left:
            row.reason = self.reason or ""
        if row.planned:
            row.verdict = Judged.ON_TIME if finished <= row.grace_ends else Judged.LATE
        tx.happened = finished
        none = word("none", N_("none"))
        tx.facts |= {
            "finished": value_of(finished), "left": matter.named(left) or none,
            "verdict": value_of(row.verdict) or word("free", N_("without plan")),
        }  # fmt: skip

    def _finished(self, tx: Tx, row: Round) -> datetime:
        last = max([each.ended for each in matter.areas_of(tx)], default=tx.happened)
        finished = tx.past(self.ended, field="ended") if self.ended else last
        if finished < max(last, row.begun or row.starts) and self.ended:
            shown = f"{tx.site.calendar.local(last):%m-%d %H:%M}"
            tx.refuse("times", N_("The last area was done at {last}."), field="ended", last=shown)
        return finished


def _set_out(tx: Tx, row: Round, walker: str | None, partner: str | None, began: datetime) -> None:
    row.walker = walker or row.walker or tx.actor.name
    row.partner = partner or row.partner
    row.begun = began
    if same_name(row.partner, row.walker):
        tx.refuse("partner", N_("{name} cannot walk with himself."), field="partner", name=row.walker)
    tx.item.person, tx.item.owner_id = row.walker, tx.actor.id
    tx.facts |= {"walker": row.walker, "partner": row.partner, "began": value_of(began)}


def _report(tx: Tx, answer: Answer, check: Check, place: str) -> None:
    """Open a finding, or write on the one that is open about the same thing."""
    unit = None if place else matter.unit_of(tx, answer.place)
    where = unit or " ".join(part for part in (place, answer.place) if part)
    solved = answer.state is State.FIXED
    known = matter.named_finding(tx, answer) if answer.same else matter.open_finding(tx, check, where)
    if known is not None:
        note = {"note": answer.note, "solved": solved, "round": tx.item.number}
        tx.then("finding.again", note, item=known)
        return
    kind = FindingKind.VIOLATION if answer.talked else KINDS.get(check.flag, FindingKind.DEFECT)
    told: dict[str, object] = {"text": answer.note, "check": answer.id, "kind": kind}
    told |= {"unit": unit} if unit else {"place": where}
    if kind is FindingKind.VIOLATION:
        told["persuaded"] = Persuaded(answer.talked or answers.STOPPED)
    if solved and check.flag is not Flag.SMELL:
        told |= {"solved": True, "how": answer.note}
    tx.then("finding.report", told)
