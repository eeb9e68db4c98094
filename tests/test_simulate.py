"""A simulated past: sound, the same for the same seed, and its figures are what the journal says."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from propdesk.desk import Desk
from propdesk.errors import Refused
from propdesk.models.emergency import Danger
from propdesk.models.incident import Utility
from propdesk.models.repair import Trade
from propdesk.queries import figures, keys, timers
from propdesk.rules.cycles import Period, Span
from propdesk.rules.pins import Pins
from propdesk.settings import Settings
from propdesk.simulate import cabinet, loans, memos, run, stocktakes, texts
from propdesk.simulate import keys as errands
from propdesk.simulate.complaints import complaint
from propdesk.simulate.loans import Errand
from propdesk.simulate.world import Case, Clock, Progress, World
from propdesk.store.verify import verify
from tests.conftest import SATURDAY_NIGHT, FrozenClock


def month(path: Path, *, seed: int = 7, progress: Progress | None = None) -> run.Summary:
    """A month of a small estate, up to the night of the other tests."""
    return run.simulate(path, months=1, units=60, seed=seed, now=FrozenClock(), progress=progress)


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, run.Summary]:
    path = tmp_path_factory.mktemp("simulate") / "past.db"
    return path, month(path)


@pytest.fixture
def desk(lived: tuple[Path, run.Summary]) -> Iterator[Desk]:
    opened = Desk.open(lived[0], now=FrozenClock(), pins=Pins(cheap=True))
    yield opened
    opened.close()


def entries(path: Path) -> list[tuple[str, datetime, dict[str, object]]]:
    """Step, moment and payload of every entry, read with nothing but SQL."""
    asked = "SELECT step, happened, body FROM entry JOIN payload USING (seq) ORDER BY seq"
    with closing(sqlite3.connect(path)) as raw:
        return [
            (step, datetime.fromisoformat(happened).replace(tzinfo=UTC), json.loads(body))
            for step, happened, body in raw.execute(asked)
        ]


def without_hashes(path: Path) -> list[tuple[str, datetime, dict[str, object]]]:
    """The same without the hashes of sheets, seals and rows, which hang on random salts."""
    told = entries(path)
    for _, _, body in told:
        body.pop("row", None)
        values = body["values"]
        assert isinstance(values, dict)
        if values.pop("head", None) or values.pop("sheet", None):
            body["sentence"] = ""
    return told


def test_it_is_sound_and_marked_for_ever(lived: tuple[Path, run.Summary], desk: Desk) -> None:
    assert verify(lived[0]).sound
    assert desk.site.settings.simulated
    with pytest.raises(Refused):
        desk.perform(
            desk.fill("system.configure", {"setting": "simulated", "json_value": "false"}),
            actor=desk.sign_in(run.CREW[0][0], run.PIN),
            request_id="unmark",
        )


def test_every_step_was_one_the_manual_takes(lived: tuple[Path, run.Summary]) -> None:
    assert dict(lived[1].refused) == {}
    assert not lived[1].stopped


def test_it_has_lived_through_what_a_desk_lives_through(lived: tuple[Path, run.Summary]) -> None:
    steps = Counter(step for step, _, _ in entries(lived[0]))
    often = ("contact.enquiry", "repair.cross_off", "booking.receive", "complaint.receive", "callback.done",
             "callback.review", "report.compile", "system.breach", "key.accept", "loan.lend", "loan.return",
             "loan.return_too", "loan.chase", "loan.extend", "stocktake.close",
             "vacancy.register", "vacancy.several", "vacancy.visit")  # fmt: skip
    assert [step for step in often if not steps[step]] == []
    assert set(lived[1].items) >= {
        "contact",
        "repair",
        "booking",
        "complaint",
        "callback",
        "report",
        "key",
        "loan",
        "stocktake",
        "vacancy",
    }


def test_it_runs_from_its_first_day_to_the_present_in_order(lived: tuple[Path, run.Summary]) -> None:
    with closing(sqlite3.connect(lived[0])) as raw:
        written = [
            datetime.fromisoformat(row[0]).replace(tzinfo=UTC)
            for row in raw.execute("SELECT written FROM entry ORDER BY seq")
        ]
    assert written == sorted(written)
    assert written[0] == datetime(2026, 10, 21, tzinfo=UTC)
    assert SATURDAY_NIGHT - timedelta(hours=18) < written[-1] <= SATURDAY_NIGHT + timedelta(minutes=1)


def test_every_missed_deadline_is_on_record(desk: Desk) -> None:
    running = desk.read(timers.timers, SATURDAY_NIGHT)
    assert [timer.code for timer in running if timer.state == "overdue" and timer.breached is None] == []


def test_the_figures_of_the_month_are_a_plain_recount_of_the_journal(
    lived: tuple[Path, run.Summary], desk: Desk
) -> None:
    first, last = date(2026, 11, 1), date(2026, 11, 20)
    titles = {code: rule.title for code, rule in desk.site.rulebook.rules.items()}
    period = Period(Span.FREE, first, last)
    wanted = figures.wanted(period, desk.site.settings, desk.site.calendar, titles, SATURDAY_NIGHT)
    found = desk.read(figures.figures, wanted)
    start, end = desk.site.calendar.start_of(first), desk.site.calendar.start_of(last + timedelta(days=1))
    within = [(step, body) for step, happened, body in entries(lived[0]) if start <= happened < end]
    gone = {body["item"] for _, _, body in entries(lived[0]) if _leads_to(body, "voided", "merged")}
    opened = Counter(step for step, body in within if body["item"] not in gone)
    closed = {body["item"] for step, body in within if step.startswith("complaint.") and _leads_to(body, "closed")}
    assert found.line("complaint.received").count == opened["complaint.receive"]
    assert found.line("complaint.closed").count == len(closed)
    kinds = [line for line in found.lines() if line.key.startswith("contact.kind.")]
    assert sum(line.count for line in kinds) == opened["contact.receive"] + opened["contact.enquiry"]
    for ledger in ("repair", "booking"):
        assert found.line(f"{ledger}.all").count == opened[f"{ledger}.receive"]


def _leads_to(body: dict[str, object], *stages: str) -> bool:
    stage = body["stage"]
    return isinstance(stage, list) and bool(stage) and stage[0] != stage[1] and stage[1] in stages


def test_the_same_seed_gives_the_same_past_and_another_gives_another(
    lived: tuple[Path, run.Summary], tmp_path: Path
) -> None:
    again = month(tmp_path / "again.db")
    assert again.items == lived[1].items
    assert without_hashes(tmp_path / "again.db") == without_hashes(lived[0])
    month(tmp_path / "other.db", seed=8)
    assert entries(tmp_path / "other.db") != entries(lived[0])


def test_every_key_of_the_register_hangs_on_a_hook_is_lent_or_declared_lost(lived: tuple[Path, run.Summary]) -> None:
    assert_adds_up(lived[0])


def test_keys_come_back_in_time_and_late_and_what_is_late_is_chased(lived: tuple[Path, run.Summary]) -> None:
    with closing(sqlite3.connect(lived[0])) as raw:
        asked = "SELECT verdict, COUNT(*) FROM timer WHERE code = 'KEY.LOAN_TERM' GROUP BY verdict"
        judged = dict(raw.execute(asked))
        chased = raw.execute("SELECT COUNT(*) FROM loan WHERE chased > 0 AND returned > due").fetchone()[0]
        early = raw.execute("SELECT COUNT(*) FROM loan WHERE chased > 0 AND returned <= due").fetchone()[0]
    assert judged["in_time"] > 5 * judged["late"] > 0
    assert (chased > 0, early) == (True, 0)


def test_most_keys_are_fetched_in_the_morning(lived: tuple[Path, run.Summary], desk: Desk) -> None:
    lent = [happened.astimezone(desk.zone).hour for step, happened, _ in entries(lived[0]) if step == "loan.lend"]
    assert sum(hour < 12 for hour in lent) > len(lent) / 2


def test_one_cabinet_is_counted_every_week_hook_by_hook(lived: tuple[Path, run.Summary]) -> None:
    with closing(sqlite3.connect(lived[0])) as raw:
        counted = raw.execute("SELECT cabinet, lines, expected - counted - missing FROM stocktake ORDER BY item_id")
        rows = list(counted)
    assert [row[0] for row in rows] == ["A", "B", "C", "A", "B"]
    assert all(lines > 0 and wrong == 0 for _, lines, wrong in rows)


def test_a_file_that_is_there_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "mine.db"
    path.write_text("mine")
    with pytest.raises(Refused) as refused:
        month(path)
    assert refused.value.code == "exists"
    assert path.read_text() == "mine"


def test_it_can_be_stopped_and_is_sound_up_to_there(tmp_path: Path) -> None:
    halfway = SATURDAY_NIGHT - timedelta(days=15)
    summary = month(tmp_path / "half.db", progress=lambda _begins, now, _ends: now < halfway)
    assert summary.stopped
    assert halfway - timedelta(days=1) < summary.ends < halfway + timedelta(days=1)
    assert verify(tmp_path / "half.db").sound


def test_five_calls_about_one_leak_become_one_matter_at_the_fifth(tmp_path: Path) -> None:
    clock = Clock(SATURDAY_NIGHT)
    desk = Desk.open(tmp_path / "storm.db", now=clock, pins=Pins(cheap=True), durable=False)
    end = SATURDAY_NIGHT + timedelta(minutes=30)
    world = run.found(desk, clock, Settings(simulated=True), units=60, seed=1, ends=end)
    matter = texts.matter(world.random, "storm")
    for number, home in enumerate(world.homes[:5]):
        world.spawn(complaint(world, home, matter), SATURDAY_NIGHT + timedelta(minutes=number / 10))
    assert world.live()
    desk.close()
    steps = [step for step, _, _ in entries(tmp_path / "storm.db")]
    assert steps.count("complaint.gather") == 1
    assert steps.count("complaint.merge") == 4
    assert steps[: steps.index("complaint.gather")].count("complaint.receive") == 5


# --- what rarely happens to a key -------------------------------------------------------------------------------------

MORNING = datetime(2026, 11, 16, 1, 10, tzinfo=UTC)
"""Monday, 9:10 in Shanghai."""


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A small desk on a Monday morning, its cabinet filled."""
    clock = Clock(MORNING)
    desk = Desk.open(tmp_path / "keys.db", now=clock, pins=Pins(cheap=True), durable=False)
    made = run.found(desk, clock, Settings(simulated=True), units=120, seed=1, ends=MORNING + timedelta(days=9))
    cabinet.fill(made)
    yield made
    desk.close()


def live(world: World, *cases: Case) -> list[str]:
    """Let these matters go to their end; the steps of the desk, all taken, and the cabinet adds up."""
    for case in cases:
        world.spawn(case)
    assert world.live()
    assert dict(world.refused) == {}
    assert verify(world.desk.path).sound
    assert_adds_up(world.desk.path)
    return [step for step, _, _ in entries(world.desk.path)]


def test_a_key_lost_on_a_loan_is_told_agreed_and_replaced(world: World) -> None:
    key = next(each for each in world.desk.read(keys.hooks, "A") if each.pieces > 1 and not each.longest_hours)
    lent = loans.lend(world, Errand(key, "周师傅", "维修工", "抄表", "engineering"), pieces=2, due=None)
    steps = live(world, loans.COURSES["lost"](world, lent))
    of_it = [step for step in steps if step.startswith(("key.", "loan.")) and step not in ("key.accept", "key.report")]
    ended = ["loan.return", "key.put_back", "key.lose", "loan.lose", "key.consent", "key.replace"]
    assert of_it == ["key.issue_card"] * steps.count("key.issue_card") + ["loan.lend", "key.draw", *ended]
    assert cabinet.set_now(world, key.id).stage == "custody"


def test_keys_fetched_again_the_next_day_are_a_loan_of_their_own(world: World) -> None:
    key = next(each for each in world.desk.read(keys.hooks, "A") if not each.longest_hours)
    lent = loans.lend(world, Errand(key, "周师傅", "维修工", "抄表", "engineering"), due=None)
    steps = live(world, loans.COURSES["again"](world, lent))
    before = steps[: steps.index("loan.reissue")]
    assert (before.count("loan.lend"), before.count("loan.return")) == (1, 1)
    assert steps.count("loan.return") == steps.count("loan.lend") > 1


def test_a_key_missing_at_a_stock_take_is_declared_lost_and_turns_up_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stocktakes, "SHORT", 1.0)
    monkeypatch.setattr(memos, "FOUND", 1.0)
    steps = live(world, stocktakes.counted(world, "A"))
    wanted = ["stocktake.close", "key.lose", "key.report", "key.found"]
    assert [step for step in steps if step in wanted] == wanted


def test_a_count_goes_on_while_keys_are_lent_and_handed_back(world: World) -> None:
    cases = [errands.errand(world) for _ in range(12)]
    steps = Counter(live(world, stocktakes.counted(world, "C"), *[cabinet.fetched(world) for _ in range(6)], *cases))
    assert steps["key.handback"] > 1
    assert (steps["stocktake.close"], steps["loan.lend"] > 6) == (1, True)


def test_two_go_in_an_emergency_and_the_supervisor_is_told(world: World) -> None:
    live(world, errands.emergency(world))
    with closing(sqlite3.connect(world.desk.path)) as raw:
        (loan,) = raw.execute("SELECT purpose, supervisor_told, second_person, back FROM loan")
    assert loan[:2] == ("emergency", world.crew.supervisor.name)
    assert (loan[2] in texts.lists()["security"], loan[3]) == (True, 1)


def assert_adds_up(path: Path) -> None:
    """Each set of the register is what hangs on its hook, what is lent, and what was declared lost."""
    hooks, lost = replayed(path)
    with closing(sqlite3.connect(path)) as raw:
        lent = dict(
            raw.execute("SELECT key_id, SUM(pieces - back - lost) FROM loan WHERE returned IS NULL GROUP BY key_id")
        )
        register = list(raw.execute("SELECT item_id, number, pieces, out, key.lost FROM key JOIN item ON id = item_id "
                                    "WHERE gone IS NULL"))  # fmt: skip
    assert len(register) > 5
    for item, number, pieces, out, declared in register:
        assert (out, declared) == (lent.get(item, 0), lost[number]), number
        assert pieces == hooks[number] + lent.get(item, 0) + lost[number], number


def replayed(path: Path) -> tuple[Counter[str], Counter[str]]:
    """How many keys of each set hang and are declared lost, from nothing but the journal."""
    hooks, lost = Counter[str](), Counter[str]()
    for step, _, body in entries(path):
        number, values = str(body["item"]), body["values"]
        assert isinstance(values, dict)
        if step in ("key.accept", "key.put_back"):
            hooks[number] += values["pieces"]
        elif step == "key.draw":
            hooks[number] -= values["pieces"]
        elif step in ("key.lose", "key.found"):
            pieces = values["pieces"] if step == "key.lose" else -values["pieces"]
            lost[number] += pieces
            hooks[number] -= 0 if values.get("loan") else pieces
        elif step == "key.replace":
            before = 0 if values["remedy"]["value"] == "new_lock" else hooks[number]
            hooks[number], lost[number] = before + values["made"], 0
    return hooks, lost


def test_every_word_of_the_texts_fits_a_form() -> None:
    lists = texts.lists()
    assert {each["danger"] for each in lists["emergency"]} <= {danger.value for danger in Danger}
    assert {each["trade"] for each in lists["repair"]} <= {trade.value for trade in Trade}
    assert {each["utility"] for each in lists["incident"]} <= {utility.value for utility in Utility}
    assert {each["service"] for each in lists["booking"]} == set(Settings().services)
    rooms = {each["place"] for each in lists["plant"]}
    assert {room for each in lists["company"] for room in each.get("rooms", ())} <= rooms
