"""The supervisor's daily sign-off: who may, when, what is on the day, and the seal that verify checks (P15)."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from propdesk.desk import Signature
from propdesk.queries import shift
from propdesk.queries.worklist import worklist
from propdesk.rules import chain
from propdesk.store import triggers, verify, verify_chain
from tests.conftest import Counter
from tests.procedures.handing import BY_PHONE, NO_TORCH, Weekend, by, items_id, pass_to, turn, weekend
from tests.procedures.keyring import back, lend, plant
from tests.procedures.patrolling import DAY, NIGHT, configure
from tests.procedures.reading import clocks, item, last, local, refusal, row, states

__all__ = ["weekend"]


def day_of(weekend: Weekend, day: int = 21) -> shift.Day:
    """What the supervisor sees of a day of November."""
    desk = weekend.counter.desk
    return desk.read(shift.day, local(day, 0), local(day + 1, 9), "en", desk.zone)


@pytest.fixture
def monday(weekend: Weekend) -> Weekend:
    """Monday 09:30: the night was handed over, nobody signed yet."""
    weekend.handed_over()
    weekend.pass_to(23, 9, 30)
    return weekend


def sign_off(weekend: Weekend, number: str, **answers: str) -> str:
    """张敏 signs the day off; where its turn stands then."""
    given: dict[str, object] = dict(answers)
    actor = weekend.counter.actor
    done = weekend.counter.do("shift.signoff", number, signatures=by(actor), **given)  # type: ignore[arg-type]
    return done.stage or ""


# --- what the day shows ------------------------------------------------------------------------------------------


def test_keys_that_came_back_later_stay_on_the_day_at_whose_end_they_were_out(weekend: Weekend) -> None:
    counter = weekend.counter
    hooks = (("B-01", "+1h"), ("B-02", "+1h"), ("B-03", "2026-11-22 15:00"))
    kept, again, later = (lend(counter, plant(counter, hook=hook), due=due) for hook, due in hooks)
    weekend.pass_to(22, 1)
    back(counter, again, 1)
    weekend.pass_to(22, 9, 30)
    assert [each.number for each in day_of(weekend).keys] == [kept]
    back(counter, kept, 1)
    assert [(each.number, each.pieces) for each in day_of(weekend).keys] == [(kept, 1)]
    weekend.pass_to(23, 10)
    assert [each.number for each in day_of(weekend, 22).keys] == [later]


def test_a_missed_round_stands_on_the_day_it_was_to_be_walked_and_on_no_other(weekend: Weekend) -> None:
    counter = weekend.counter
    configure(counter, "routes", [NIGHT, DAY])
    for day, hour in ((22, 1), (22, 12), (22, 20), (23, 12), (23, 20)):
        weekend.pass_to(day, hour)
    missed = {day: [each.title for each in day_of(weekend, day).rounds_missed] for day in (20, 21, 22, 23)}
    both = ["日巡 11-22 09:00", "夜巡 11-22 23:00"]
    assert missed == {20: [], 21: ["夜巡 11-21 23:00"], 22: both, 23: ["日巡 11-23 09:00"]}


# --- who and when ------------------------------------------------------------------------------------------------


def test_the_supervisor_reads_and_signs_every_working_day_by_noon_g_duty_08(monday: Weekend) -> None:
    assert clocks(monday.counter.desk, monday.night)["DUTY.CHECK_DAILY"].due == local(23, 12)
    assert sign_off(monday, monday.night, remark="属实") == "signed_off"
    assert states(monday.counter.desk, monday.night)["DUTY.CHECK_DAILY"] == "in_time"
    assert row(monday.counter.desk, monday.night)["signed_by"] == "张敏"


def test_an_unsigned_day_goes_up_to_the_office_manager_at_noon_duty_check_daily(monday: Weekend) -> None:
    monday.pass_to(23, 12, 1)
    assert states(monday.counter.desk, monday.night)["DUTY.CHECK_DAILY"] == "overdue"
    (matter,) = [each for each in monday.counter.desk.read(worklist).rows if each.number == monday.night]
    assert matter.report_to == "office_manager"


def test_it_is_signed_with_the_own_pin_g_duty_08(monday: Weekend) -> None:
    came = refusal(monday.counter, "shift.signoff", monday.night)
    assert (came.code, came.field) == ("G-DUTY-08", "supervisor")
    assert refusal(monday.counter, "shift.signoff", monday.night, signatures=by(monday.chen)).code == "G-DUTY-08"
    wrong = (Signature("supervisor", "张敏", pin="1111"),)
    assert refusal(monday.counter, "shift.signoff", monday.night, signatures=wrong).code == "pin"


def test_a_day_is_signed_after_its_last_turn_which_ends_the_next_morning(weekend: Weekend) -> None:
    weekend.handed_over()
    came = refusal(weekend.counter, "shift.signoff", weekend.night, signatures=by(weekend.counter.actor))
    assert (came.code, came.values["moment"]) == ("over", "11-22 09:00")
    weekend.pass_to(22, 9)
    assert sign_off(weekend, weekend.night) == "signed_off"


def test_nobody_signs_off_a_day_on_which_they_were_on_duty(weekend: Weekend) -> None:
    boss = weekend.counter.actor
    weekend.on_duty(weekend.night, boss)
    weekend.pass_to(22, 9, 30)
    came = refusal(weekend.counter, "shift.signoff", weekend.night, signatures=by(boss), unended="漏签")
    assert came.code == "separation"
    done = weekend.counter.do(
        "shift.signoff", weekend.night, as_=weekend.chen, signatures=by(weekend.chen), unended="漏签"
    )
    assert done.stage == "signed_off"


def test_a_lone_supervisors_exception_is_on_record(counter: Counter) -> None:
    pass_to(counter, 21, 23, 41)
    night = turn(counter, 21, 21)
    counter.do("shift.arrive", night)
    pass_to(counter, 22, 9, 30)
    counter.do("shift.signoff", night, signatures=by(counter.actor), unended="夜里只有一人")
    assert last(counter.desk, night).values["alone"] is True


def test_a_release_by_telephone_is_countersigned_before_the_day_is_signed(weekend: Weekend) -> None:
    weekend.on_duty(weekend.night, weekend.li)
    weekend.counter.do("shift.release", weekend.night, as_=weekend.li, signatures=BY_PHONE, reason="电话同意")
    weekend.counter.do("shift.end_for", weekend.night, reason="急病")
    weekend.pass_to(22, 9, 30)
    came = refusal(weekend.counter, "shift.signoff", weekend.night, signatures=by(weekend.counter.actor))
    assert (came.code, came.values["who"]) == ("countersign", "赵建国")
    weekend.counter.do("shift.countersign", weekend.night, as_=weekend.chen)
    assert sign_off(weekend, weekend.night) == "signed_off"


# --- what is on the day ------------------------------------------------------------------------------------------


def test_shifts_that_nobody_handed_over_are_ended_with_a_reason_and_signed_with_the_day(weekend: Weekend) -> None:
    weekend.pass_to(22, 20, 50)
    day, night = turn(weekend.counter, 22, 9), turn(weekend.counter, 22, 21)
    weekend.check_in(day, weekend.wang)
    weekend.pass_to(23, 9, 30)
    came = refusal(weekend.counter, "shift.signoff", night, signatures=by(weekend.counter.actor))
    assert (came.code, came.field) == ("G-DUTY-02", "unended")
    assert "王磊" in came.sentence("en")
    assert sign_off(weekend, night, unended="周日无人交接") == "signed_off"
    assert [item(weekend.counter.desk, each).stage for each in (day, night)] == ["signed_off"] * 2
    assert [row(weekend.counter.desk, each)["ended_reason"] for each in (day, night)] == ["周日无人交接"] * 2
    assert weekend.counter.desk.read(shift.unsigned_days) == [local(21, 0).date(), local(23, 0).date()]


def test_the_day_shows_all_a_supervisor_asks_for(weekend: Weekend) -> None:
    counter = weekend.counter
    weekend.check_in(weekend.night, weekend.li, NO_TORCH, explanation="保安借走")
    counter.do("shift.begin", weekend.night, as_=weekend.li)
    number = weekend.call(weekend.li, kind="complaint")
    counter.do("log.note", as_=weekend.li, text="大门灯坏", happened=local(21, 23, 20))
    noted = counter.desk.read(shift.day, local(21, 0), local(22, 9), "en", counter.desk.zone).late[0].seq
    counter.do("log.correct", as_=weekend.li, entry=noted, text="侧门灯坏", reason="看错门")
    weekend.pass_to(22, 9, 30)
    counter.do("shift.end_for", weekend.night, reason="忘记交接")
    counter.do("log.note", as_=weekend.li, text="夜里还有一事", happened=local(22, 3))
    found = day_of(weekend)
    assert [each.number for each in found.shifts] == [weekend.night]
    assert [each.number for each in found.unsigned] == [weekend.night]
    assert [(line.name, line.number, line.expected) for _, line in found.differences] == [("Torch", 1, 2)]
    assert [view.corrects for view in found.corrections] == [noted]
    assert [view.seq for view in found.late] == [noted]
    assert [view.sentence for view in found.later] == ["夜里还有一事"]
    assert number in {each.number for each in found.breaches}
    assert (found.due, found.seal) == (local(23, 12), None)


def test_the_oral_report_is_a_tick_with_its_time(monday: Weekend) -> None:
    monday.counter.do("shift.oral_report", monday.night, as_=monday.li, told="张敏", happened=local(23, 9, 5))
    (night,) = day_of(monday).shifts
    assert (night.oral_report, night.oral_to) == (local(23, 9, 5), "张敏")


def test_a_night_belongs_to_the_day_on_which_it_began(weekend: Weekend) -> None:
    weekend.sunday()
    assert row(weekend.counter.desk, weekend.night)["day"] == local(21, 0).date()
    assert [each.number for each in weekend.counter.desk.read(shift.of_day, local(21, 0).date())] == [weekend.night]


def test_a_screen_sees_who_is_there_and_who_comes(weekend: Weekend) -> None:
    day = weekend.sunday()
    rows = weekend.counter.desk.read(shift.present, weekend.counter.clock())
    assert [(each.number, each.stage) for each in rows] == [(weekend.night, "on_duty"), (day, "expected")]
    assert [each.number for each in weekend.counter.desk.read(shift.recent)] == [day, weekend.night]


# --- the seal ----------------------------------------------------------------------------------------------------


def test_the_seal_holds_the_entries_of_the_day_and_the_head_is_on_record(monday: Weekend) -> None:
    sign_off(monday, monday.night)
    seal = day_of(monday).seal
    assert seal is not None
    assert (seal.first, seal.count, seal.signed_by) == (1, seal.last, "张敏")
    said = last(monday.counter.desk, monday.night).values
    assert (said["last"], said["head"]) == (seal.last, seal.head)
    assert verify.verify(monday.counter.desk.path, expect_head=seal.head).sound


def test_what_is_written_later_about_a_signed_day_leaves_its_seal_alone(monday: Weekend) -> None:
    sign_off(monday, monday.night)
    before = day_of(monday).seal
    monday.counter.do("log.note", text="补记夜里一事", happened=local(22, 3))
    found = day_of(monday)
    assert ([view.sentence for view in found.later], found.seal) == (["补记夜里一事"], before)
    assert verify.verify(monday.counter.desk.path).sound


def test_a_correction_of_a_signed_days_line_is_listed_under_that_day_and_leaves_its_seal_alone(
    weekend: Weekend,
) -> None:
    noted = weekend.counter.do("log.note", as_=weekend.li, text="侧门未锁").entries[0].seq
    weekend.handed_over()
    weekend.pass_to(23, 9, 30)
    sign_off(weekend, weekend.night)
    before = day_of(weekend).seal
    weekend.counter.do("log.correct", as_=weekend.li, entry=noted, text="南门未锁", reason="看错门")
    found = day_of(weekend)
    assert ([view.corrects for view in found.later], found.seal) == ([noted], before)
    assert verify.verify(weekend.counter.desk.path).sound


@contextmanager
def unguarded(path: Path) -> Iterator[sqlite3.Connection]:
    """The file as somebody opens it with other tools: triggers taken away and put back."""
    with closing(sqlite3.connect(path)) as raw:
        for name, _ in triggers.TRIGGERS:
            raw.execute(f"DROP TRIGGER {name}")
        yield raw
        for _, sql in triggers.TRIGGERS:
            raw.execute(sql)
        raw.commit()


def findings(weekend: Weekend) -> list[tuple[int | None, str]]:
    """What verify finds, entry by entry."""
    return [(each.seq, each.message) for each in verify.verify(weekend.counter.desk.path).problems]


def test_a_tampered_entry_of_a_signed_day_is_named(monday: Weekend) -> None:
    sign_off(monday, monday.night)
    with unguarded(monday.counter.desk.path) as raw:
        raw.execute("UPDATE payload SET body = replace(body, 'Handed', 'Thrown') WHERE seq = 12")
        raw.execute("UPDATE payload SET body = body || ' ' WHERE seq = 12")
    assert findings(monday) == [(12, verify_chain.PAYLOAD_CHANGED)]


def test_a_journal_that_was_written_anew_no_longer_ends_the_day_as_it_was_signed(monday: Weekend) -> None:
    sign_off(monday, monday.night)
    seal = day_of(monday).seal
    assert seal is not None
    with unguarded(monday.counter.desk.path) as raw:
        raw.execute("UPDATE payload SET body = replace(body, '李婷', '李某') WHERE seq = 3")
        rechain(raw)
    assert (seal.last, verify.SEAL_BROKEN) in findings(monday)
    assert verify.SEAL_CHANGED not in {message for _, message in findings(monday)}


def rechain(raw: sqlite3.Connection) -> None:
    """Give every entry the hash it would have, so that the chain hangs together again."""
    columns = "seq, format, act_id, step, item_id, operator_id, shift_id, happened, written, corrects, salt, body"
    previous = chain.GENESIS
    for row_ in raw.execute(f"SELECT {columns} FROM entry JOIN payload USING (seq) ORDER BY seq").fetchall():  # noqa: S608
        seq, form, act, step, thing, operator, shift_id, happened, written, corrects, salt, body = row_
        moments = [f"{moment.replace(' ', 'T', 1)}Z" for moment in (happened, written)]
        payload = chain.payload_hash(salt, body)
        entry = chain.Canonical(
            format=form, seq=seq, act=act, step=step, item=thing, operator=operator, shift=shift_id,
            happened=moments[0], written=moments[1], corrects=corrects, payload=payload, previous=previous,
        )  # fmt: skip
        previous, before = chain.entry_hash(entry), previous
        raw.execute(
            "UPDATE entry SET payload_hash = ?, previous = ?, hash = ? WHERE seq = ?", (payload, before, previous, seq)
        )


@pytest.mark.parametrize("change", ["count = count + 1", "head = 'x'", "day = '2026-11-20'", "entry = 1"])
def test_a_seal_that_was_changed_is_found_by_the_sign_off(monday: Weekend, change: str) -> None:
    sign_off(monday, monday.night)
    signed = last(monday.counter.desk, monday.night).seq
    with unguarded(monday.counter.desk.path) as raw:
        raw.execute(f"UPDATE day_seal SET {change}")  # noqa: S608
    assert findings(monday)[0] in [(signed, verify.SEAL_CHANGED), (1, verify.SEAL_CHANGED)]


def test_a_seal_that_was_taken_away_is_missed(monday: Weekend) -> None:
    sign_off(monday, monday.night)
    with unguarded(monday.counter.desk.path) as raw:
        raw.execute("DELETE FROM day_seal")
    assert findings(monday) == [(last(monday.counter.desk, monday.night).seq, verify.SEAL_MISSING)]


def test_a_day_is_sealed_once(monday: Weekend) -> None:
    sign_off(monday, monday.night)
    assert refusal(monday.counter, "shift.signoff", monday.night, signatures=by(monday.counter.actor)).code == "closed"
    assert items_id(monday.counter, monday.night)
