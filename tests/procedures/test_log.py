"""Free entries of the duty log: kinds, the hotline, notes that somebody has to read, corrections, paper (P15)."""

import pytest

from propdesk.queries import journal, shift
from propdesk.queries.journal import EntryView
from propdesk.screens.log_page import readers_mark
from propdesk.store.verify import verify
from tests.conftest import Counter
from tests.procedures.handing import items_id, pass_to, turn
from tests.procedures.reading import Answers, local, refusal


def newest(counter: Counter) -> EntryView:
    """The newest entry of the log."""
    seq = counter.desk.read(journal.last_seq)
    return counter.desk.read(journal.by_seqs, [seq], "en", counter.desk.zone)[0]


def note(counter: Counter, **answers: object) -> int:
    """Write a line; its number."""
    given: Answers = {"text": "大门灯坏了", **answers}
    return counter.do("log.note", **given).entries[0].seq


def test_an_observation_is_just_what_was_written(counter: Counter) -> None:
    note(counter)
    assert newest(counter).sentence == "大门灯坏了"


@pytest.mark.parametrize("kind", ["incident", "call_out", "instruction"])
def test_the_other_kinds_say_what_they_are(counter: Counter, kind: str) -> None:
    note(counter, kind=kind)
    said = newest(counter)
    assert said.sentence.endswith(": 大门灯坏了")
    assert said.values["kind"] == {"word": said.sentence.partition(":")[0], "value": kind}


def test_ringing_out_on_the_hotline_needs_a_reason_g_duty_05(counter: Counter) -> None:
    came = refusal(counter, "log.note", text="叫电工", kind="call_out", hotline="yes")
    assert (came.code, came.field) == ("G-DUTY-05", "reason")
    note(counter, text="叫电工", kind="call_out", hotline="yes", reason="另一部电话坏")
    assert newest(counter).sentence == "Call-out on the hotline (另一部电话坏): 叫电工"


def test_a_line_keeps_when_it_happened_and_when_it_was_written_and_shows_the_gap(counter: Counter) -> None:
    note(counter, happened=local(21, 23, 10))
    assert newest(counter).late == local(21, 23, 40) - local(21, 23, 10)
    note(counter, happened=local(21, 23, 35))
    assert newest(counter).late is None


def test_what_was_written_on_paper_first_is_marked_so(counter: Counter) -> None:
    note(counter, from_paper="yes", happened=local(21, 22))
    assert newest(counter).paper
    step = counter.desk.fill("contact.enquiry", {"text": "几点下班？六点"})
    counter.desk.perform(step, actor=counter.actor, request_id="paper", happened=local(21, 22), paper=True)
    assert newest(counter).paper
    note(counter)
    assert not newest(counter).paper
    assert verify(counter.desk.path).sound


def test_a_correction_points_to_the_line_and_both_stay_readable_g_duty_01(counter: Counter) -> None:
    seq = note(counter)
    counter.do("log.correct", entry=seq, text="侧门灯坏了", reason="看错门")
    said = newest(counter)
    assert (said.corrects, said.sentence) == (seq, f"Corrected #{seq}: 侧门灯坏了 (看错门)")
    first = counter.desk.read(journal.by_seqs, [seq], "en", counter.desk.zone)[0]
    assert (first.sentence, first.corrected_by) == ("大门灯坏了", said.seq)


def test_only_its_author_or_a_leader_corrects_a_line_and_what_belongs_to_an_item_is_corrected_there(
    counter: Counter,
) -> None:
    clerk = counter.operator("李婷", "clerk")
    seq = note(counter)
    other: Answers = {"entry": seq, "text": "没坏", "reason": "x"}
    assert refusal(counter, "log.correct", as_=clerk, **other).code == "author"
    own = counter.do("log.note", as_=clerk, text="侧门").entries[0].seq
    counter.do("log.correct", entry=own, text="南门", reason="写错")
    counter.do("contact.enquiry", text="几点下班？六点")
    of_item = newest(counter).seq
    for wrong in (of_item, 1, 999):
        assert refusal(counter, "log.correct", entry=wrong, text="x", reason="x").field == "entry"


def test_a_line_is_corrected_once_and_its_correction_then_so_that_one_wording_holds(counter: Counter) -> None:
    seq = note(counter)
    first = counter.do("log.correct", entry=seq, text="侧门灯坏了", reason="看错门").entries[0].seq
    came = refusal(counter, "log.correct", entry=seq, text="南门", reason="又看错")
    assert (came.code, came.field, came.values["later"]) == ("corrected", "entry", first)
    counter.do("log.correct", entry=first, text="南门灯坏了", reason="又看错")
    assert newest(counter).corrects == first


def test_an_addressed_note_says_who_has_to_read_it_who_did_and_when(counter: Counter) -> None:
    li, wang = counter.operator("李婷", "clerk"), counter.operator("王磊", "duty")
    seq = note(counter, text="明天九点停水", kind="instruction", readers="李婷，王磊、李婷")
    assert newest(counter).sentence == "Instruction, to be read by 李婷, 王磊: 明天九点停水"
    for reader in (li, wang):
        waiting = counter.desk.read(shift.unread, reader.id, "en", counter.desk.zone)
        assert [view.seq for view in waiting] == [seq]
    counter.clock.forward(minutes=5)
    counter.do("log.read", as_=li)
    assert newest(counter).sentence == f"Read: #{seq}"
    readers = counter.desk.read(shift.readers, [seq])[seq]
    assert [(each.name, each.read) for each in readers] == [("李婷", local(21, 23, 45)), ("王磊", None)]
    assert counter.desk.read(shift.unread, li.id, "en", counter.desk.zone) == []


def test_a_note_is_read_once_and_only_by_those_it_names(counter: Counter) -> None:
    li = counter.operator("李婷", "clerk")
    first, second = (note(counter, text=each, readers="李婷") for each in ("一", "二"))
    assert refusal(counter, "log.read", entry=first).code == "nothing"
    counter.do("log.read", as_=li, entry=second)
    assert refusal(counter, "log.read", as_=li, entry=second).code == "nothing"
    counter.do("log.read", as_=li)
    assert newest(counter).values["notes"] == [f"#{first}"]


def test_a_note_to_somebody_who_left_waits_for_nobody_and_says_so(counter: Counter) -> None:
    li = counter.operator("李婷", "clerk")
    counter.operator("王磊", "duty")
    pass_to(counter, 21, 23, 41)
    seq = note(counter, readers="李婷; 王磊")
    shift_item = turn(counter, 21, 21)
    counter.do("operator.disable", who="王磊", reason="离职")
    (one, other) = counter.desk.read(shift.readers, [seq])[seq]
    assert (one.gone, other.gone) == (False, True)
    assert readers_mark((one, other)) == "[still to be read by 李婷] [not read by 王磊, who left]"
    counter.do("log.read", as_=li)
    sheet = counter.desk.read(shift.sheet, items_id(counter, shift_item), counter.clock())
    assert sheet is not None
    assert sheet.unread == ()


def test_a_note_to_nobody_who_works_here_is_refused(counter: Counter) -> None:
    assert refusal(counter, "log.note", text="x", readers="李四").field == "readers"
