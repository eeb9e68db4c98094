"""One matter, many households: found while they ring, one collective complaint, answered by visits (P07)."""

import pytest

from propdesk.desk import Signature
from propdesk.queries import incidents
from propdesk.rules.roster import read_rows
from propdesk.screens.complaint_sections import household_lines
from propdesk.store.verify import verify
from tests.conftest import Counter
from tests.procedures.closing import sign_off
from tests.procedures.reading import Answers, clocks, course, item, last, local, refusal, row, states

ROOMS = ("0301", "0401", "0501", "0601", "0701", "0801")
WORDS = ("楼上漏水滴到我家", "卫生间天花板漏水", "厨房顶上一直滴水漏水", "客厅吊顶渗水", "卧室墙角往下滴水", "阳台漏水")
HANDED: Answers = {
    "department": "engineering", "received_by": "周师傅", "event_time": "今晚", "accused": "unknown", "demand": "止水",
    "contact_way": "电话",
}  # fmt: skip
REPORT: Answers = {"content": "漏水", "causes": "立管", "course": "已换管", "lessons": "早查", "measures": "普查"}


@pytest.fixture(autouse=True)
def building(counter: Counter) -> None:
    """Building 5 with six households on one riser, and one in building 6."""
    head = ["楼栋", "房号", "面积", "状态", "入住日期", "姓名", "身份", "电话", "车牌", "备注"]
    flats = [("5", room, f"住户{room}", f"1390000{room}") for room in ROOMS] + [("6", "0101", "远邻", "13700000101")]
    rows = [
        [house, room, 90, "已入住", "2024-06-18", name, "业主", phone, "", ""] for house, room, name, phone in flats
    ]
    step = counter.desk.fill("estate.import_roster", {"file": "b5.csv", "sha256": "1" * 64})
    counter.desk.perform(
        step.carrying(read_rows([head, *rows])),  # type: ignore[attr-defined]
        actor=counter.actor,
        request_id="building-5",
    )


def ring(counter: Counter, which: int, **answers: object) -> str:
    """A household rings and complains; the number of its complaint."""
    room = ROOMS[which]
    given: Answers = {"unit": f"5-{room}", "caller": f"住户{room}", "phone": f"1390000{room}", "text": WORDS[which]}
    done = counter.do("contact.receive", kind="complaint", **{**given, **answers})
    counter.clock.forward(minutes=3)
    return done.opened[0][0]


def callers(counter: Counter, number: str) -> list[tuple[str, bool]]:
    """The households of a matter, and whether each was visited."""
    rows = counter.desk.read(
        lambda connection: connection.exec_driver_sql(
            "SELECT place, visited FROM complaint_caller WHERE complaint_id = ? AND separated IS NULL ORDER BY id",
            (item(counter.desk, number).id,),
        ).all()
    )
    return [(place, visited is not None) for place, visited in rows]


def visit(counter: Counter, number: str, room: str, **answers: object) -> str:
    """Visit a household; the stage it leads to."""
    signed = (Signature("resident", f"住户{room}", capacity="业主"),)
    given: Answers = {"household": f"5-{room}", "opinion": "好了", **answers}
    return counter.do("complaint.visit", number, signatures=signed, **given).stage or ""


@pytest.fixture
def collective(counter: Counter) -> str:
    """Five calls about the same leak; the first of the five complaints."""
    first, *_ = [ring(counter, which) for which in range(5)]
    return first


def resolve(counter: Counter, number: str) -> None:
    """The matter is told upwards, delivered and resolved."""
    counter.do("complaint.escalate", number, level="centre_manager", whom="陈志远", note="不必报总经理")
    counter.do("complaint.deliver", number, **HANDED)
    counter.do("complaint.contact", number, reply_by="+3h")
    counter.do("complaint.resolve", number, result="换了立管接头")


# --- G-COMP-10: found while they ring ----------------------------------------------------------------------------


def test_g_comp_10_five_calls_about_the_same_leak_become_one_matter_at_the_fifth(counter: Counter) -> None:
    numbers = [ring(counter, which) for which in range(4)]
    assert {item(counter.desk, number).stage for number in numbers} == {"received"}
    assert not any(row(counter.desk, number)["collective"] for number in numbers)
    numbers.append(ring(counter, 4))
    first, others = numbers[0], numbers[1:]
    assert row(counter.desk, first)["collective"] is True
    assert {item(counter.desk, number).stage for number in others} == {"merged"}
    assert {row(counter.desk, number)["merged_into_id"] for number in others} == {item(counter.desk, first).id}
    assert {item(counter.desk, number).matter_id for number in numbers} == {item(counter.desk, first).matter_id}
    assert callers(counter, first) == [(f"5-{room}", False) for room in ROOMS[:5]]
    assert clocks(counter.desk, first)["COMP.COLLECTIVE_NOW"].due == local(22, 0, 2)
    assert "Collective: 5 households raised the same matter" in [view.sentence for view in course(counter.desk, first)]
    assert verify(counter.desk.path).sound


def test_g_comp_10_the_sixth_joins_at_once(counter: Counter, collective: str) -> None:
    late = ring(counter, 5)
    assert item(counter.desk, late).stage == "merged"
    assert len(callers(counter, collective)) == 6


@pytest.mark.parametrize(
    "otherwise",
    [
        {"text": "楼上太吵"},
        {"text": "电梯停在三楼"},
        {"unit": "6-0101"},
        {"unit": "5-0301"},
        {"unit": None, "phone": None, "caller": None},
    ],
)
def test_g_comp_10_another_matter_building_or_household_makes_no_fifth(counter: Counter, otherwise: Answers) -> None:
    numbers = [ring(counter, which) for which in range(4)]
    numbers.append(ring(counter, 4, **otherwise))
    assert not any(row(counter.desk, number)["collective"] for number in numbers)


def test_g_comp_10_what_was_said_three_days_ago_is_no_longer_the_same_event(counter: Counter) -> None:
    numbers = [ring(counter, which) for which in range(4)]
    counter.clock.forward(days=3)
    numbers.append(ring(counter, 4))
    assert not any(row(counter.desk, number)["collective"] for number in numbers)


def test_g_comp_10_the_same_place_by_its_words_is_the_same_place(counter: Counter) -> None:
    hall: Answers = {"place": "地库入口", "text": "道闸打不开"}
    numbers = [counter.do("complaint.receive", **hall, phone=f"1360000000{n}").item for n in range(5)]
    assert row(counter.desk, numbers[0])["collective"] is True


def test_g_comp_10_a_household_that_presses_counts(counter: Counter) -> None:
    numbers = [ring(counter, which) for which in range(4)]
    call = counter.do("contact.receive", text="我家也漏", unit="5-0701", caller="住户0701").item
    counter.do("contact.link", call, other=numbers[0])
    assert row(counter.desk, numbers[0])["collective"] is True
    assert ("5-0701", False) in callers(counter, numbers[0])


def test_g_comp_10_the_same_household_that_presses_does_not_count(counter: Counter) -> None:
    numbers = [ring(counter, which) for which in range(4)]
    counter.do("complaint.press", numbers[0], unit="5-0401")
    counter.do("complaint.press", numbers[0], words="人呢")
    assert not row(counter.desk, numbers[0])["collective"]


def test_g_comp_10_what_came_in_a_way_of_its_own_stays_open_and_is_visited_too(counter: Counter) -> None:
    letter = ring(counter, 0, channel="letter")
    first, *_ = (ring(counter, which) for which in range(1, 5))
    city = ring(counter, 5, channel="hotline", their_deadline="+5h")
    main = letter if row(counter.desk, letter)["collective"] else first
    assert main == letter
    assert item(counter.desk, city).stage == "received"
    assert states(counter.desk, city)["CALL.EXTERNAL"] == "running"
    assert len(callers(counter, main)) == 6


def test_g_comp_10_fewer_than_five_are_not_made_collective(counter: Counter) -> None:
    number = ring(counter, 0)
    assert refusal(counter, "complaint.gather", number).code == "G-COMP-10"


def test_g_comp_10_the_earliest_reply_promised_to_one_of_them_counts(counter: Counter) -> None:
    first = ring(counter, 0, reply_by="2026-11-22 09:00")
    ring(counter, 1, reply_by="2026-11-22 08:00")
    for which in range(2, 5):
        ring(counter, which)
    assert clocks(counter.desk, first)["COMP.REPLY_AGREED"].due == local(22, 8)


def test_g_comp_10_nothing_is_signed_before_the_centre_manager_knows(counter: Counter, collective: str) -> None:
    assert states(counter.desk, collective)["COMP.COLLECTIVE_NOW"] in ("running", "due_soon")
    counter.do("complaint.escalate", collective, level="centre_manager", whom="陈志远")
    assert states(counter.desk, collective)["COMP.COLLECTIVE_NOW"] == "in_time"


# --- merging and separating by hand ------------------------------------------------------------------------------


def test_two_complaints_are_merged_by_hand_and_both_households_are_told(counter: Counter) -> None:
    first, second = ring(counter, 0), ring(counter, 1, text="水管爆了")
    assert counter.do("complaint.merge", second, into=first).stage == "merged"
    counter.do("complaint.deliver", first, **HANDED)
    counter.do("complaint.resolve", first, result="换了立管接头")
    came = refusal(counter, "complaint.reply", first, opinion="满意")
    assert (came.code, came.field) == ("G-COMP-03", "others_told")
    assert counter.do("complaint.reply", first, opinion="满意", others_told="yes").stage == "replied"


def test_what_waits_for_nothing_takes_nobody_in(counter: Counter) -> None:
    first, second = ring(counter, 0), ring(counter, 1)
    counter.do("complaint.void", first, reason="录错")
    assert refusal(counter, "complaint.merge", second, into=first).field == "into"
    call = counter.do("contact.receive", text="问一下").item or ""
    assert refusal(counter, "complaint.merge", second, into=call).field == "into"


def test_what_is_answered_in_a_way_of_its_own_is_not_merged(counter: Counter, collective: str) -> None:
    letter = counter.do("complaint.receive", text="噪音", unit="6-0101", channel="letter").item
    assert refusal(counter, "complaint.merge", letter, into=collective).code == "own_way"
    plain = counter.do("complaint.receive", text="噪音", unit="6-0101").item or ""
    assert refusal(counter, "complaint.merge", collective, into=plain).code == "own_way"


def test_a_household_joined_by_mistake_gets_its_own_complaint_again(counter: Counter, collective: str) -> None:
    done = counter.do("complaint.separate", collective, household="5-0501", reason="是他自己的洗衣机")
    ((number, _),) = done.opened
    assert (item(counter.desk, number).stage, item(counter.desk, number).place) == ("received", "5-0501")
    assert item(counter.desk, number).matter_id == item(counter.desk, number).id
    assert [place for place, _ in callers(counter, collective)] == ["5-0301", "5-0401", "5-0601", "5-0701"]
    assert refusal(counter, "complaint.separate", collective, household="5-0501", reason="再").field == "household"
    assert refusal(counter, "complaint.separate", collective, household="5-0301", reason="再").field == "household"


def test_a_separated_household_stands_beside_the_matter_as_separated_not_as_to_be_visited(
    counter: Counter, collective: str
) -> None:
    counter.do("complaint.separate", collective, household="5-0501", reason="是他自己的洗衣机")
    households = counter.desk.read(incidents.households, item(counter.desk, collective).id or 0)
    lines = {each.place: str(line) for each, line in zip(
        households, household_lines(households, counter.clock(), counter.desk), strict=True)}  # fmt: skip
    assert "separated" in lines["5-0501"]
    assert "to be visited" not in lines["5-0501"]
    assert "to be visited" in lines["5-0401"]


# --- G-COMP-04: answered by visits -------------------------------------------------------------------------------


def test_g_comp_04_every_household_is_visited_before_it_counts_as_replied(counter: Counter, collective: str) -> None:
    resolve(counter, collective)
    assert refusal(counter, "complaint.reply", collective, opinion="满意").code == "G-COMP-04"
    stages = [visit(counter, collective, room) for room in ROOMS[:5]]
    assert stages == ["resolved"] * 4 + ["replied"]
    assert last(counter.desk, collective).step == "complaint.visit"
    assert last(counter.desk, collective).sentence.endswith("still to visit: -")
    assert callers(counter, collective) == [(f"5-{room}", True) for room in ROOMS[:5]]
    counter.do("complaint.report", collective, **REPORT)
    assert sign_off(counter, collective).stage == "closed"


def test_g_comp_04_a_visit_is_signed_and_the_household_known(counter: Counter, collective: str) -> None:
    resolve(counter, collective)
    asked: Answers = {"household": "5-0301", "opinion": "好了"}
    assert refusal(counter, "complaint.visit", collective, **asked).code == "G-COMP-06"
    assert refusal(counter, "complaint.visit", collective, **{**asked, "household": "6-0101"}).field == "household"
    single = ring(counter, 5, text="楼道灯不亮")
    counter.do("complaint.resolve", single, result="换灯", on_spot="yes")
    assert refusal(counter, "complaint.visit", single, **asked).code == "G-COMP-04"


def test_g_comp_04_a_household_that_rejects_it_brings_it_back_and_is_visited_again(
    counter: Counter, collective: str
) -> None:
    resolve(counter, collective)
    for room in ROOMS[:4]:
        visit(counter, collective, room)
    assert visit(counter, collective, ROOMS[4], opinion="还在滴", satisfied="no", reply_by="+5h") == "contacted"
    assert row(counter.desk, collective)["repeat"] is True
    counter.do("complaint.take_over", collective, note="漏点还有一处")
    counter.do("complaint.resolve", collective, result="又换一段")
    assert visit(counter, collective, ROOMS[4]) == "replied"


def test_g_comp_04_a_household_that_rang_after_the_visits_is_visited_before_the_review(
    counter: Counter, collective: str
) -> None:
    resolve(counter, collective)
    for room in ROOMS[:5]:
        visit(counter, collective, room)
    counter.do("complaint.press", collective, unit="5-0801")
    counter.do("complaint.called_back", collective, as_=counter.desk.system())
    assert refusal(counter, "complaint.review", collective, comment="好").code == "G-COMP-04"
    assert visit(counter, collective, "0801") == "replied"
    assert counter.do("complaint.review", collective, comment="好").stage == "reviewed"


def test_g_comp_05_collective_and_written_is_a_visit_with_the_letter(counter: Counter) -> None:
    first = ring(counter, 0, channel="letter")
    for which in range(1, 5):
        ring(counter, which)
    resolve(counter, first)
    for room in ROOMS[:4]:
        visit(counter, first, room)
    signed = (Signature("resident", "住户", capacity="业主"),)
    asked: Answers = {"household": "5-0701", "opinion": "好了", "signatures": signed}
    assert refusal(counter, "complaint.visit", first, **asked).code == "G-COMP-05"
    assert counter.do("complaint.visit", first, **asked, reply_letter="复函 5").stage == "replied"
