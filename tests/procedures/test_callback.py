"""Callbacks: what the desk must do and must not do (P08)."""

from datetime import UTC, datetime

import pytest

from propdesk.desk import Signature
from propdesk.models.callback import CLOCKS, RATES, CallbackKind
from propdesk.procedures.callback_matter import QUIET_FROM, QUIET_TO
from propdesk.procedures.tx import Actor
from propdesk.queries import callbacks
from propdesk.rules.sentence import plain
from propdesk.store.verify import verify
from tests.conftest import Counter
from tests.procedures.reading import Answers, clocks, course, item, last, local, refusal, row, states

WHO: Answers = {"unit": "3-1201", "person": "王敏", "phone": "13812348812"}
ASKED: Answers = {"quality": "good", "effect": "good", "opinion": "不漏了"}
BY_PHONE: Answers = {**ASKED, "how": "phone", "number": "13812348812"}
BY_VISIT = (Signature("resident", "王敏", capacity="业主"),)
ME: Answers = {"caller": "张敏"}
TRY: Answers = {"whom": "王敏", "number": "13812348812", "outcome": "no_answer"}


@pytest.fixture
def due(counter: Counter) -> str:
    """A repair that ended on Saturday night is to be called back; it is Sunday, 10:40."""
    number = counter.do("callback.due", **WHO, kind="repair", text="换了角阀").item or ""
    counter.clock.forward(hours=11)
    return number


@pytest.fixture
def taken(counter: Counter, due: str) -> str:
    """The same, planned for 张敏, who took her sheet."""
    counter.do("callback.plan", due, **ME)
    counter.do("callback.take", due)
    return due


@pytest.fixture
def done(counter: Counter, taken: str) -> str:
    """The same, done by visit."""
    counter.do("callback.done", taken, **ASKED, signatures=BY_VISIT)
    return taken


@pytest.fixture
def colleague(counter: Counter) -> Actor:
    """Another supervisor."""
    return counter.operator("李主管", "supervisor")


@pytest.fixture
def manager(counter: Counter) -> Actor:
    """The office manager."""
    return counter.operator("孙经理", "office_manager")


def opened(counter: Counter, kind: str, **answers: object) -> str:
    """A callback of that kind, due now."""
    return counter.do("callback.due", **{**WHO, "kind": kind, "text": "已办完", **answers}).item or ""


def sheets(counter: Counter) -> list[tuple[str, bool, bool, str]]:
    """Every sheet that was handed out: page code, whether it came back, whether it is void, and why."""

    def read(connection: object) -> list[tuple[str, bool, bool, str]]:
        rows = connection.exec_driver_sql("SELECT page, returned, voided, reason FROM callback_sheet ORDER BY id")  # type: ignore[attr-defined]
        return [(row.page, row.returned is not None, row.voided is not None, row.reason) for row in rows]

    return counter.desk.read(read)


def missed(counter: Counter, number: str) -> list[object]:
    """The clocks of an item whose breach was recorded."""
    breaches = [entry for entry in course(counter.desk, number) if entry.step == "system.breach"]
    return [plain(entry.values["code"]) for entry in breaches]


# --- the clocks of the kinds -------------------------------------------------------------------------------------

DEADLINES: dict[str, tuple[str, datetime]] = {
    "complaint": ("COMP.CALLBACK_3D", local(24, 18)),
    "developer": ("COMP.DEVOWNED_CALLBACK_3WD", local(25, 18)),
    "repair": ("CB.REPAIR_1W", local(28, 18)),
    "service": ("CB.SPECIAL_3D", local(24, 18)),
    "help": ("CB.MEDICAL_1W", local(28, 18)),
    "culture": ("CB.CULTURE_1M", local(21, 18).replace(month=12)),
    "renovation": ("RENO.REVISIT_2M", local(21, 18).replace(year=2027, month=1)),
    "other": ("CB.OTHER_1W", local(28, 18)),
}
"""For each kind its clock, and when it is due for work that ended on Saturday at 23:40."""


def test_every_kind_has_its_clock() -> None:
    assert {str(kind): code for kind, code in CLOCKS.items()} == {kind: code for kind, (code, _) in DEADLINES.items()}


def _call_back(counter: Counter, number: str) -> None:
    counter.do("callback.plan", number, **ME, attendant="周经理")
    counter.do("callback.take", number)
    counter.do("callback.done", number, **ASKED, signatures=BY_VISIT)


@pytest.mark.parametrize("kind", DEADLINES)
def test_what_is_called_back_by_its_deadline_is_in_time(counter: Counter, kind: str) -> None:
    number, (code, due) = opened(counter, kind), DEADLINES[kind]
    assert {code: view.due for code, view in clocks(counter.desk, number).items()} == {code: due}
    counter.clock.forward(seconds=(due - counter.clock()).total_seconds())
    counter.desk.sweep()
    _call_back(counter, number)
    assert missed(counter, number) == []
    assert states(counter.desk, number) == {code: "in_time"}


@pytest.mark.parametrize("kind", DEADLINES)
def test_what_is_called_back_after_it_is_late_and_was_missed_once(counter: Counter, kind: str) -> None:
    number, (code, due) = opened(counter, kind), DEADLINES[kind]
    counter.clock.forward(seconds=(due - counter.clock()).total_seconds() + 1)
    counter.desk.sweep()
    counter.desk.sweep()
    assert missed(counter, number) == [code]
    _call_back(counter, number)
    assert states(counter.desk, number) == {code: "late"}


def test_the_clock_runs_from_when_the_work_ended(counter: Counter) -> None:
    number = opened(counter, "service", since="2026-11-20 09:00")
    assert clocks(counter.desk, number)["CB.SPECIAL_3D"].due == local(23, 18)
    assert row(counter.desk, number)["since"] == local(20, 9)


def test_work_that_ends_only_later_is_not_called_back_yet(counter: Counter) -> None:
    assert refusal(counter, "callback.due", **WHO, text="x", since="2026-11-22 09:00").field == "since"


def test_a_clock_of_a_callback_can_wait_and_goes_on(counter: Counter, due: str) -> None:
    counter.do("callback.pause", due, code="cb.repair_1w", waiting_for="王敏", reason="出差")
    counter.clock.forward(days=3)
    counter.do("callback.resume", due, code="CB.REPAIR_1W", reason="回来了")
    assert clocks(counter.desk, due)["CB.REPAIR_1W"].due > local(28, 18)


@pytest.mark.parametrize("role", ["clerk", "duty", "supervisor", "centre_manager", "office_manager"])
def test_whoever_finishes_a_case_makes_its_callback_due(counter: Counter, role: str) -> None:
    actor = counter.operator("林芳", role)
    assert counter.do("callback.due", as_=actor, **WHO, text="已办完").stage == "due"


# --- G-CB-01: the signatures -------------------------------------------------------------------------------------


def test_g_cb_01_a_callback_by_visit_is_signed_by_the_resident_and_the_caller(counter: Counter, taken: str) -> None:
    came = refusal(counter, "callback.done", taken, **ASKED)
    assert (came.code, came.field) == ("G-CB-01", "how")
    assert counter.do("callback.done", taken, **ASKED, signatures=BY_VISIT).stage == "done"
    entry, kept = last(counter.desk, taken), row(counter.desk, taken)
    assert entry.operator == "张敏"
    assert [(one["name"], one["capacity"], one["proof"]) for one in entry.signed] == [("王敏", "业主", "paper")]
    assert (kept["how"], kept["signed_by"], kept["quality"]) == ("visit", "王敏", "good")


def test_g_cb_01_by_telephone_the_number_is_needed_and_the_opinion(counter: Counter, taken: str) -> None:
    assert refusal(counter, "callback.done", taken, **ASKED, how="phone").field == "number"
    assert refusal(counter, "callback.done", taken, **{**BY_PHONE, "opinion": ""}).field == "opinion"
    counter.do("callback.done", taken, **BY_PHONE)
    kept = row(counter.desk, taken)
    assert (kept["how"], kept["number"], kept["done"], kept["signed_by"]) == (
        "phone", "13812348812", counter.clock(), "",
    )  # fmt: skip


def test_g_cb_01_nobody_but_the_caller_signs_what_is_on_the_sheet(
    counter: Counter, taken: str, colleague: Actor
) -> None:
    came = refusal(counter, "callback.done", taken, **ASKED, signatures=BY_VISIT, as_=colleague)
    assert came.code == "G-CB-01"
    assert "张敏" in came.sentence("en")


@pytest.mark.parametrize("kind", ["complaint", "developer"])
def test_g_cb_01_after_a_complaint_the_telephone_needs_a_reason(counter: Counter, kind: str) -> None:
    number = opened(counter, kind)
    counter.clock.forward(hours=11)
    counter.do("callback.plan", number, **ME, attendant="周经理")
    counter.do("callback.take", number)
    assert refusal(counter, "callback.done", number, **BY_PHONE).field == "why_phone"
    counter.do("callback.done", number, **BY_PHONE, why_phone="出差在外")
    assert last(counter.desk, number).values["why_phone"] == "出差在外"


def test_what_the_resident_thinks_is_kept_side_by_side(counter: Counter, taken: str) -> None:
    more: Answers = {
        "timeliness": "fair",
        "manner": "poor",
        "satisfied": "no",
        "shortcomings": "来得晚",
        "suggestions": "先打电话",
    }
    counter.do("callback.done", taken, **ASKED, **more, signatures=BY_VISIT)
    kept = row(counter.desk, taken)
    assert {name: kept[name] for name in more} == {**more, "satisfied": False}


# --- G-CB-02: numbered sheets, none lost -------------------------------------------------------------------------


def test_g_cb_02_page_codes_follow_one_another_and_a_spoilt_sheet_keeps_its_own(counter: Counter, due: str) -> None:
    counter.do("callback.plan", due, **ME)
    counter.do("callback.take", due)
    counter.do("callback.spoil", due, reason="写坏了")
    assert item(counter.desk, due).stage == "planned"
    assert row(counter.desk, due)["sheet"] == ""
    counter.do("callback.take", due)
    other = opened(counter, "other")
    counter.do("callback.plan", other, **ME)
    counter.do("callback.take", other)
    counter.do("callback.void", other, reason="录错")
    counter.do("callback.done", due, **ASKED, signatures=BY_VISIT)
    assert sheets(counter) == [
        ("HB20261122-001", False, True, "写坏了"),
        ("HB20261122-002", True, False, ""),
        ("HB20261122-003", False, True, "录错"),
    ]
    assert row(counter.desk, due)["sheet"] == "HB20261122-002"


def test_g_cb_02_whatever_is_done_with_sheets_their_numbers_have_no_gap(counter: Counter, due: str) -> None:
    counter.do("callback.plan", due, **ME)
    for _ in range(6):
        counter.do("callback.take", due)
        assert refusal(counter, "callback.take", due).code == "stage"
        counter.do("callback.spoil", due, reason="墨水")
    pages = [page for page, *_ in sheets(counter)]
    assert pages == [f"HB20261122-{number:03}" for number in range(1, 7)]
    assert verify(counter.desk.path).sound


def test_g_cb_02_a_sheet_is_voided_by_whoever_holds_it_or_a_planner(
    counter: Counter, taken: str, colleague: Actor
) -> None:
    clerk = counter.operator("林芳", "clerk")
    assert refusal(counter, "callback.spoil", taken, reason="x", as_=clerk).code == "G-CB-02"
    assert counter.do("callback.spoil", taken, reason="病假", as_=colleague).stage == "planned"


# --- G-CB-03: each sheet is reviewed -----------------------------------------------------------------------------


def test_g_cb_03_a_supervisor_reviews_with_a_comment_and_it_is_filed(
    counter: Counter, done: str, colleague: Actor
) -> None:
    assert refusal(counter, "callback.review", done, as_=colleague).field == "comment"
    assert counter.do("callback.review", done, comment="属实", as_=colleague).stage == "closed"
    kept = row(counter.desk, done)
    assert (kept["passed"], kept["review"], kept["reviewer_id"]) == (True, "属实", colleague.id)


def test_g_cb_03_nothing_is_filed_unreviewed(counter: Counter, taken: str, colleague: Actor) -> None:
    assert refusal(counter, "callback.review", taken, comment="属实", as_=colleague).code == "stage"
    clerk = counter.operator("林芳", "clerk")
    assert refusal(counter, "callback.review", taken, comment="属实", as_=clerk).code == "role"


def test_g_cb_03_the_caller_reviews_only_alone_and_with_a_reason(counter: Counter, done: str) -> None:
    came = refusal(counter, "callback.review", done, comment="属实")
    assert (came.code, came.field) == ("G-CB-03", "alone")
    assert counter.do("callback.review", done, comment="属实", alone="主管只有一人").stage == "closed"
    assert last(counter.desk, done).values["alone"] == "主管只有一人"


def test_g_cb_03_where_a_colleague_could_review_no_reason_will_do(counter: Counter, done: str, manager: Actor) -> None:
    assert refusal(counter, "callback.review", done, comment="属实", alone="没空").code == "G-CB-03"
    assert counter.do("callback.review", done, comment="属实", as_=manager).stage == "closed"


# --- G-CB-04: what failed goes to the office manager and back into the complaint procedure -----------------------


def test_g_cb_04_a_failed_callback_is_before_the_office_manager(
    counter: Counter, done: str, colleague: Actor, manager: Actor
) -> None:
    assert counter.do("callback.review", done, passed="no", comment="没修好", as_=colleague).stage == "failed"
    assert item(counter.desk, done).owner == manager.name
    assert refusal(counter, "callback.fail", done, decision="返工", as_=colleague).code == "role"


def test_g_cb_04_what_failed_becomes_a_complaint_of_the_same_matter(
    counter: Counter, done: str, colleague: Actor, manager: Actor
) -> None:
    counter.do("callback.review", done, passed="no", comment="没修好", as_=colleague)
    ended = counter.do("callback.fail", done, decision="返工", nonconformity="yes", as_=manager)
    assert [entry.step for entry in ended.entries] == ["callback.fail", "complaint.receive"]
    complaint = item(counter.desk, ended.opened[0][0])
    callback = item(counter.desk, done)
    assert (callback.stage, complaint.stage) == ("closed", "received")
    assert (complaint.origin_id, complaint.matter_id) == (callback.id, callback.matter_id)
    assert (complaint.place, complaint.person, complaint.phone) == ("3-1201", "王敏", "13812348812")
    assert row(counter.desk, complaint.number)["text"] == f"Callback {done} failed: 不漏了"
    assert (row(counter.desk, done)["decision"], row(counter.desk, done)["nonconformity"]) == ("返工", True)


def settled(counter: Counter) -> tuple[str, str]:
    """A complaint that was settled on the spot and replied to, and its callback, on Sunday morning."""
    complaint = (
        counter.do("complaint.receive", unit="3-1201", caller="王敏", phone="13812348812", text="漏水").item or ""
    )
    counter.do("complaint.resolve", complaint, result="换了阀门", on_spot="yes")
    replied = counter.do("complaint.reply", complaint, opinion="满意")
    counter.clock.forward(hours=11)
    return complaint, next(number for number, ledger in replied.opened if ledger == "callback")


def reviewed(counter: Counter, callback: str, colleague: Actor, *, passed: str) -> list[str]:
    """The steps of the act in which a colleague reviews the callback that 张敏 did."""
    counter.do("callback.plan", callback, **ME)
    counter.do("callback.take", callback)
    counter.do("callback.done", callback, **ASKED, signatures=BY_VISIT)
    done = counter.do("callback.review", callback, passed=passed, comment="已核", as_=colleague)
    return [entry.step for entry in done.entries]


def test_what_passed_lets_the_complaint_be_reviewed(counter: Counter, colleague: Actor) -> None:
    complaint, callback = settled(counter)
    assert refusal(counter, "complaint.review", complaint, comment="齐全").code == "callback"
    steps = reviewed(counter, callback, colleague, passed="yes")
    assert steps == ["callback.review", "complaint.called_back"]
    assert row(counter.desk, complaint)["called_back"] == counter.clock()
    assert last(counter.desk, complaint).sentence == "Called back: 不漏了"


def test_what_was_given_up_lets_it_be_reviewed_too_and_says_so(counter: Counter) -> None:
    complaint, callback = settled(counter)
    for _ in range(3):
        counter.do("callback.attempt", callback, **TRY)
    counter.do("callback.give_up", callback, reason="出国了")
    assert last(counter.desk, complaint).sentence == "Called back: Not reached after 3 tries: 出国了"


def test_g_cb_04_what_failed_reopens_a_complaint_that_was_answered(
    counter: Counter, colleague: Actor, manager: Actor
) -> None:
    complaint, callback = settled(counter)
    assert reviewed(counter, callback, colleague, passed="no") == ["callback.review"]
    done = counter.do("callback.fail", callback, decision="返工", as_=manager)
    assert [entry.step for entry in done.entries] == ["callback.fail", "complaint.reopen"]
    assert item(counter.desk, complaint).stage == "contacted"
    assert row(counter.desk, complaint)["repeat"] is True


def test_g_cb_04_a_complaint_that_is_handled_again_already_stays_in_handling(
    counter: Counter, colleague: Actor, manager: Actor
) -> None:
    complaint, callback = settled(counter)
    reviewed(counter, callback, colleague, passed="no")
    counter.do("complaint.reopen", complaint, reason="又漏了")
    done = counter.do("callback.fail", callback, decision="返工", as_=manager)
    assert [entry.step for entry in done.entries] == ["callback.fail"]
    assert item(counter.desk, complaint).stage == "contacted"


def test_g_cb_04_a_closed_complaint_comes_back_as_a_repeat_complaint(
    counter: Counter, colleague: Actor, manager: Actor
) -> None:
    complaint, callback = settled(counter)
    reviewed(counter, callback, colleague, passed="no")
    counter.do("complaint.void", complaint, reason="另立")
    done = counter.do("callback.fail", callback, decision="返工", as_=manager)
    again = item(counter.desk, next(number for number, ledger in done.opened if ledger == "complaint"))
    assert row(counter.desk, again.number)["repeat"] is True
    assert again.matter_id == item(counter.desk, complaint).id


def test_a_callback_that_falls_due_by_hand_can_name_its_case(counter: Counter, colleague: Actor) -> None:
    complaint, callback = settled(counter)
    counter.do("callback.void", callback, reason="录错")
    again = opened(counter, "complaint", source_case=complaint)
    assert item(counter.desk, again).origin_id == item(counter.desk, complaint).id
    assert reviewed(counter, again, colleague, passed="yes")[-1] == "complaint.called_back"
    assert refusal(counter, "callback.due", **WHO, text="x", source_case="TS20001231-001").field == "source_case"


# --- G-CB-05: who arranges, who calls, who attends ---------------------------------------------------------------


def test_g_cb_05_a_major_complaint_is_arranged_by_the_office_manager(counter: Counter, manager: Actor) -> None:
    number = opened(counter, "complaint", severity="major")
    assert refusal(counter, "callback.plan", number, **ME, attendant="周经理").code == "G-CB-05"
    counter.do("callback.plan", number, caller="孙经理", as_=manager)
    assert counter.do("callback.take", number, as_=manager).stage == "taken"


@pytest.mark.parametrize("severity", ["minor", "important", None])
def test_g_cb_05_at_an_ordinary_complaint_the_department_head_attends(counter: Counter, severity: str | None) -> None:
    number = opened(counter, "complaint", **({"severity": severity} if severity else {}))
    came = refusal(counter, "callback.plan", number, **ME)
    assert (came.code, came.field) == ("G-CB-05", "attendant")
    counter.do("callback.plan", number, **ME, attendant="周经理")
    assert row(counter.desk, number)["attendant"] == "周经理"


def test_g_cb_05_what_the_desk_settled_on_the_spot_needs_nobody_else(counter: Counter) -> None:
    _, callback = settled(counter)
    assert counter.do("callback.plan", callback, **ME).stage == "planned"


@pytest.mark.parametrize("kind", sorted(set(DEADLINES) - {"complaint"}))
def test_g_cb_05_at_every_other_callback_the_caller_goes_alone(counter: Counter, kind: str) -> None:
    assert counter.do("callback.plan", opened(counter, kind), **ME).stage == "planned"


def test_g_cb_05_what_is_not_major_is_called_back_from_the_desk(counter: Counter, due: str, manager: Actor) -> None:
    came = refusal(counter, "callback.plan", due, caller="孙经理")
    assert (came.code, came.field) == ("G-CB-05", "caller")
    assert refusal(counter, "callback.plan", due, caller="没有人").field == "caller"


def test_whoever_is_to_call_is_responsible_and_may_be_changed(counter: Counter, due: str) -> None:
    counter.operator("林芳", "clerk")
    counter.do("callback.plan", due, caller="林芳", planned_for="14:30", sampled="yes")
    assert item(counter.desk, due).owner == "林芳"
    assert (row(counter.desk, due)["planned_for"], row(counter.desk, due)["sampled"]) == (local(22, 14, 30), True)
    counter.do("callback.plan", due, **ME)
    assert item(counter.desk, due).owner == "张敏"


def test_only_a_supervisor_or_the_office_manager_plans(counter: Counter, due: str) -> None:
    for name, role in (("林芳", "clerk"), ("赵值", "duty"), ("钱经理", "centre_manager")):
        assert refusal(counter, "callback.plan", due, **ME, as_=counter.operator(name, role)).code == "role"


# --- G-CB-06: the caller signs for the sheet ---------------------------------------------------------------------


def test_g_cb_06_the_sheet_is_signed_for_by_the_caller(counter: Counter, due: str) -> None:
    clerk = counter.operator("林芳", "clerk")
    counter.do("callback.plan", due, caller="林芳")
    came = refusal(counter, "callback.take", due)
    assert came.code == "G-CB-06"
    assert "林芳" in came.sentence("en")
    counter.do("callback.take", due, as_=clerk)
    entry = last(counter.desk, due)
    assert (entry.operator, entry.sentence) == ("林芳", "Sheet HB20261122-001 taken and signed for")


def test_g_cb_06_without_a_sheet_nothing_is_written_down(counter: Counter, due: str) -> None:
    counter.do("callback.plan", due, **ME)
    assert refusal(counter, "callback.done", due, **ASKED, signatures=BY_VISIT).code == "stage"


# --- attempts, quiet hours, giving up ----------------------------------------------------------------------------


@pytest.mark.parametrize("outcome", ["no_answer", "busy", "switched_off", "wrong_number", "nobody_home"])
def test_a_try_that_reaches_nobody_counts(counter: Counter, taken: str, outcome: str) -> None:
    counter.do("callback.attempt", taken, **{**TRY, "outcome": outcome})
    assert row(counter.desk, taken)["tries"] == 1


def test_what_reaches_somebody_or_somebody_else_does_not_count(counter: Counter, taken: str) -> None:
    counter.do("callback.attempt", taken, **{**TRY, "outcome": "ring_later", "again": "19:00"})
    counter.do("callback.attempt", taken, **{**TRY, "outcome": "answered"})
    counter.do("callback.attempt", taken, **TRY, purpose="escalate")
    assert row(counter.desk, taken)["tries"] == 0


def test_a_resident_who_asked_for_it_is_rung_again_after_seven(counter: Counter, taken: str) -> None:
    counter.do("callback.attempt", taken, **{**TRY, "outcome": "ring_later", "again": "19:00"})
    assert last(counter.desk, taken).sentence == "Reach the resident: 王敏 13812348812, Asked to ring later"
    assert plain(last(counter.desk, taken).values["again"]) == local(22, 19).astimezone(UTC).isoformat()


def test_the_quiet_hours_are_from_ten_in_the_evening_to_eight_in_the_morning() -> None:
    assert (QUIET_FROM.hour, QUIET_TO.hour) == (22, 8)


@pytest.mark.parametrize(
    ("hour", "minute", "quiet"),
    [(21, 59, False), (22, 0, True), (23, 40, True), (0, 5, True), (7, 59, True), (8, 0, False)],
)
def test_in_the_quiet_hours_nobody_is_rung_unless_they_asked(
    counter: Counter, taken: str, hour: int, minute: int, *, quiet: bool
) -> None:
    moment = local(23, hour, minute)
    counter.clock.forward(seconds=(moment - counter.clock()).total_seconds())
    if quiet:
        assert refusal(counter, "callback.attempt", taken, **TRY).code == "quiet"
        assert refusal(counter, "callback.done", taken, **BY_PHONE).code == "quiet"
    counter.do("callback.attempt", taken, **TRY, wished="yes" if quiet else "no")
    counter.do("callback.done", taken, **BY_PHONE, wished="yes" if quiet else "no")


def test_a_colleague_may_be_rung_at_any_hour(counter: Counter, taken: str) -> None:
    counter.clock.forward(hours=13)
    assert counter.do("callback.attempt", taken, **TRY, purpose="escalate").stage == "taken"


def test_nobody_is_put_off_into_the_quiet_hours(counter: Counter, taken: str, due: str) -> None:
    assert refusal(counter, "callback.attempt", taken, **TRY, again="22:30").field == "again"
    counter.do("callback.spoil", taken, reason="写坏了")
    assert refusal(counter, "callback.plan", due, **ME, planned_for="23:00").field == "planned_for"
    assert counter.do("callback.plan", due, **ME, planned_for="23:00", wished="yes").stage == "planned"


def test_after_three_tries_it_is_given_up_and_the_sheet_comes_back(counter: Counter, taken: str) -> None:
    for number in range(3):
        came = refusal(counter, "callback.give_up", taken, reason="出国了")
        assert (came.code, came.values["tries"]) == ("tries", number)
        counter.do("callback.attempt", taken, **TRY)
    assert counter.do("callback.give_up", taken, reason="出国了").stage == "given_up"
    assert sheets(counter) == [("HB20261122-001", True, False, "")]
    assert states(counter.desk, taken) == {"CB.REPAIR_1W": "ended"}


def test_the_site_says_after_how_many_tries(counter: Counter, due: str) -> None:
    counter.do("system.configure", setting="callback_tries", json_value="1")
    counter.desk.reload()
    counter.do("callback.attempt", due, **TRY)
    assert counter.do("callback.give_up", due, reason="空号").stage == "given_up"


# --- leaving out -------------------------------------------------------------------------------------------------


def test_the_rates_are_those_of_the_manual() -> None:
    assert {str(kind): rate for kind, rate in RATES.items()} == {
        "complaint": 100, "developer": 100, "repair": 80, "service": 80, "help": 80,
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["complaint", "developer"])
def test_after_a_complaint_nothing_is_left_out(counter: Counter, kind: str) -> None:
    numbers = [opened(counter, kind) for _ in range(20)]
    assert refusal(counter, "callback.skip", numbers[0], reason="不必").code == "rate"


@pytest.mark.parametrize("kind", ["repair", "service", "help"])
def test_of_five_one_may_be_left_out_and_of_ten_two(counter: Counter, kind: str) -> None:
    numbers = [opened(counter, kind) for _ in range(4)]
    assert refusal(counter, "callback.skip", numbers[0], reason="不必").code == "rate"
    numbers.append(opened(counter, kind))
    assert counter.do("callback.skip", numbers[0], reason="不必").stage == "skipped"
    assert refusal(counter, "callback.skip", numbers[1], reason="不必").code == "rate"
    numbers += [opened(counter, kind) for _ in range(5)]
    assert counter.do("callback.skip", numbers[1], reason="不必").stage == "skipped"
    assert refusal(counter, "callback.skip", numbers[2], reason="不必").values["lost"] == 2


def test_of_other_services_the_site_decides_how_many(counter: Counter) -> None:
    numbers = [opened(counter, "other") for _ in range(2)]
    assert refusal(counter, "callback.skip", numbers[0], reason="不必").code == "rate"
    counter.do("system.configure", setting="callback_rate", json_value="50")
    counter.desk.reload()
    assert counter.do("callback.skip", numbers[0], reason="不必").stage == "skipped"
    assert refusal(counter, "system.configure", setting="callback_rate", json_value="101").code == "value"


def test_another_quarter_and_another_kind_do_not_count(counter: Counter) -> None:
    for _ in range(9):
        opened(counter, "repair", since="2026-09-30 12:00")
        opened(counter, "service")
    number = opened(counter, "repair")
    came = refusal(counter, "callback.skip", number, reason="不必")
    assert (came.values["total"], came.values["lost"]) == (1, 0)


# --- correcting and voiding --------------------------------------------------------------------------------------


def test_what_was_written_is_corrected_and_stays_readable(counter: Counter, due: str) -> None:
    counter.do("callback.correct", due, reason="听错了", text="换了水龙头", person="王梅")
    assert row(counter.desk, due)["text"] == "换了水龙头"
    assert [entry.step for entry in course(counter.desk, due)] == ["callback.due", "callback.correct"]


def test_a_callback_about_nothing_known_can_still_be_opened(counter: Counter) -> None:
    done = counter.do("callback.due", kind="culture", text="元宵灯会", place="中心广场")
    assert item(counter.desk, done.item).place == "中心广场"


# --- due lists, rates, repeats, the month's sample ---------------------------------------------------------------

NOVEMBER = (local(1, 0), local(1, 0).replace(month=12))


def test_what_is_still_to_be_done_stands_by_its_deadline(counter: Counter) -> None:
    later, sooner = opened(counter, "repair"), opened(counter, "service")
    counter.do("callback.plan", later, **ME)
    found = counter.desk.read(callbacks.due_callbacks)
    assert [(each.number, each.stage, each.caller) for each in found] == [
        (sooner, "due", ""), (later, "planned", "张敏"),
    ]  # fmt: skip
    assert (found[0].code, found[0].due) == ("CB.SPECIAL_3D", local(24, 18))


def test_the_rates_of_a_month_say_what_became_of_each(counter: Counter, colleague: Actor, manager: Actor) -> None:
    numbers = [opened(counter, "repair") for _ in range(6)]
    counter.clock.forward(hours=11)
    for number in numbers[:2]:
        _call_back(counter, number)
    counter.do("callback.review", numbers[0], passed="no", comment="没修好", as_=colleague)
    counter.do("callback.skip", numbers[2], reason="小修")
    for _ in range(3):
        counter.do("callback.attempt", numbers[3], **TRY)
    counter.do("callback.give_up", numbers[3], reason="出国了")
    counter.clock.forward(days=7)
    counter.desk.sweep()
    _call_back(counter, numbers[4])
    voided = opened(counter, "repair")
    counter.do("callback.void", voided, reason="录错")
    opened(counter, "repair", since="2026-10-31 20:00")
    ids = {number: item(counter.desk, number).id for number in numbers}
    found = {str(rate.kind): rate for rate in counter.desk.read(callbacks.rates, *NOVEMBER)}
    repair = found["repair"]
    assert repair.due == tuple(ids.values())
    assert repair.done == (ids[numbers[0]], ids[numbers[1]], ids[numbers[4]])
    assert (repair.in_time, repair.late) == ((ids[numbers[0]], ids[numbers[1]]), (ids[numbers[4]],))
    assert (repair.failed, repair.skipped) == ((ids[numbers[0]],), (ids[numbers[2]],))
    assert (repair.given_up, repair.open) == ((ids[numbers[3]],), (ids[numbers[5]],))
    assert (repair.percent, repair.target, repair.reached) == (50, 80, False)
    assert (found["complaint"].percent, found["complaint"].target, found["complaint"].reached) == (None, 100, True)
    assert found["other"].target == 80
    assert {rate.kind for rate in counter.desk.read(callbacks.rates, *NOVEMBER, rate=60) if rate.target == 60} == {
        CallbackKind.CULTURE, CallbackKind.RENOVATION, CallbackKind.OTHER,
    }  # fmt: skip


def test_a_matter_that_is_complained_of_again_after_its_callback_is_found(
    counter: Counter, done: str, colleague: Actor, manager: Actor
) -> None:
    counter.do("complaint.receive", text="噪音", unit="3-1301")
    counter.do("callback.review", done, passed="no", comment="没修好", as_=colleague)
    first = counter.do("callback.fail", done, decision="返工", as_=manager).opened[0][0]
    assert counter.desk.read(callbacks.repeated, *NOVEMBER) == []
    origin = item(counter.desk, first)
    with counter.desk._writer.begin() as connection:
        connection.exec_driver_sql("UPDATE complaint SET rejections = 1 WHERE item_id = ?", (origin.id,))
    found = counter.desk.read(callbacks.repeated, *NOVEMBER)
    assert [(each.number, each.complaints, each.times) for each in found] == [(done, (origin.id,), 2)]
    assert counter.desk.read(callbacks.repeated, local(1, 0), local(2, 0)) == []


def _slips(counter: Counter, count: int) -> list[str]:
    """The dispatch slips of that many repairs that are done; each has a callback that is due."""
    slips = []
    for _ in range(count):
        repair = counter.do("repair.receive", unit="3-1201", caller="王敏", phone="13812348812", text="滴水").item or ""
        counter.do("repair.notify", repair, department="engineering", told="周师傅", repeated="yes")
        counter.do("repair.dispatch", repair, worker="赵师傅")
        counter.do("repair.done", repair, result="修好了")
        slips.append(str(row(counter.desk, repair)["slip"]))
    return slips


def test_the_sample_of_a_month_is_spread_evenly_over_the_slips_not_called_back(counter: Counter) -> None:
    slips = _slips(counter, 7)
    everything = counter.desk.read(callbacks.slips_to_sample, *NOVEMBER, 50)
    assert [each.slip for each in everything] == slips
    counter.clock.forward(hours=11)
    _call_back(counter, everything[0].callback)
    counter.do("callback.skip", everything[1].callback, reason="小修")
    sample = counter.desk.read(callbacks.slips_to_sample, *NOVEMBER, 3)
    assert [each.slip for each in sample] == [slips[1], slips[3], slips[5]]
    assert [each.stage for each in sample] == ["skipped", "due", "due"]
    assert (sample[0].worker, sample[0].person, sample[0].place) == ("赵师傅", "王敏", "3-1201")
    assert counter.desk.read(callbacks.slips_to_sample, *NOVEMBER, 3) == sample


def test_what_has_no_slip_is_no_part_of_the_sample(counter: Counter, due: str) -> None:
    assert item(counter.desk, due).stage == "due"
    assert counter.desk.read(callbacks.slips_to_sample, *NOVEMBER, 5) == []
    assert counter.desk.read(callbacks.slips_to_sample, *NOVEMBER, 0) == []
