"""PINs are not guessed, and nobody's data is where it does not belong: log, traceback, error screen, names of files."""

import random
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from propdesk import locations
from propdesk.desk import Desk, Signature
from propdesk.errors import Refused
from propdesk.models.operator import Role
from propdesk.procedures import manual
from propdesk.queries import lookup
from propdesk.screens import failures
from propdesk.store import desk_state
from tests.conftest import Counter
from tests.laws.case import PIN
from tests.laws.cases import CASES, make
from tests.screens.at_desk import at_desk
from tests.torture import acting
from tests.torture.scale import LONG

PRIVATE = ("王敏", "13812348812", "尉迟静", "鲁B12345", "老人耳背", "2468", "半截的话")


def test_a_night_of_guessing_gets_no_further_than_five_tries_each_five_minutes(open_desk: Counter) -> None:
    desk, clock, tried = open_desk.desk, open_desk.clock, 0
    for _minute in range(12 * 60 if LONG else 60):
        clock.forward(minutes=1)
        while True:
            answer = acting.outcome(lambda: desk.sign_in("张敏", "9999"))
            assert isinstance(answer, Refused)
            if answer.code == "locked":
                break
            tried += 1
        assert isinstance(acting.outcome(lambda: desk.sign_in("张敏", "2468")), Refused)
    assert tried <= desk_state.FAILURES_ALLOWED * (1 + (12 * 60 if LONG else 60) / 5)
    clock.forward(minutes=6)
    assert desk.sign_in("张敏", "2468").name == "张敏"


def test_guessing_from_many_places_at_once_is_counted_as_guessing(open_desk: Counter) -> None:
    """However many try at the same moment, only those already under way when the lock falls are still looked at."""
    desk, places = open_desk.desk, 8

    def guess(number: int) -> str:
        answer = acting.outcome(lambda: desk.sign_in("张敏", f"{number:04d}"))
        assert isinstance(answer, Refused)
        return answer.code

    with ThreadPoolExecutor(places) as pool:
        codes = list(pool.map(guess, range(60)))
    assert codes.count("pin") <= desk_state.FAILURES_ALLOWED + places
    assert isinstance(acting.outcome(lambda: desk.sign_in("张敏", "2468")), Refused)


def test_a_signature_cannot_be_guessed_past_the_lock_either(open_desk: Counter) -> None:
    name, signing = next(
        (step.name(), each) for step in manual.all_steps() for each in step.signs if Role.SUPERVISOR in each.roles
    )
    step = make(open_desk.desk, name, CASES[name].fields)

    def sign(pin: str) -> str:
        offered = Signature(signing.key, "supervisor", pin=pin)
        with pytest.raises(Refused) as refused:
            open_desk.desk.perform(step, actor=open_desk.actor, signatures=(offered,), request_id="signed")
        return refused.value.code

    codes = [sign(f"{number:04d}") for number in range(desk_state.FAILURES_ALLOWED)]
    assert codes == ["pin"] * desk_state.FAILURES_ALLOWED
    assert sign(PIN) == "locked"


FAILING: dict[str, Callable[[Counter], object]] = {
    "a step": lambda counter: counter.do("contact.receive", text="王敏 13812348812 半截的话", unit="3-1201"),
    "signing in": lambda counter: counter.desk.sign_in("张敏", "2468"),
    "a look-up": lambda counter: counter.desk.read(lookup.find, "王敏", today=counter.clock().date()),
    "parking": lambda counter: counter.desk.park(
        counter.actor, "contact.receive", None, "王敏", {"text": "半截的话"}, counter.clock()
    ),
}


@pytest.mark.parametrize("name", FAILING)
def test_what_fails_at_the_database_quotes_nobody(
    open_desk: Counter, name: str, tmp_path: Path, chance: random.Random
) -> None:
    """At any statement; the log is read, and the sentence, and even what Python itself would print of SQL's errors."""
    desk, log = open_desk.desk, tmp_path / "propdesk.log"
    from tests.laws.test_steps import crashing

    for at in range(1, 12):
        with crashing(desk, at):
            try:
                FAILING[name](open_desk)
            except Exception as error:  # noqa: BLE001  whatever it is
                failures.write_down(error, open_desk.clock(), log)
    assert not log.exists() or not [word for word in PRIVATE if word in log.read_text(encoding="utf-8")]


def test_an_error_of_the_database_never_carries_what_was_typed(open_desk: Counter) -> None:
    from sqlalchemy.exc import SQLAlchemyError

    with pytest.raises(SQLAlchemyError) as caught, open_desk.desk._writer.begin() as connection:
        connection.exec_driver_sql("INSERT INTO person (nobody) VALUES (?)", ("王敏 13812348812",))
    told = "".join(traceback.format_exception(caught.value))
    assert not [word for word in PRIVATE[:2] if word in str(caught.value)]
    assert "13812348812" not in told.replace('("王敏 13812348812",)', "")


async def test_a_failure_nobody_foresaw_shows_and_logs_nobodys_data(
    open_desk: Counter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locations, "home", lambda: tmp_path / "home")
    open_desk.do("contact.receive", text="王敏 13812348812", unit="3-1201", caller="王敏", phone="13812348812")

    def fails(*_given: object, **_named: object) -> None:
        raise KeyError("王敏 13812348812 半截的话")

    async with at_desk(open_desk.desk.path, open_desk.clock, name="张敏") as front:
        monkeypatch.setattr(Desk, "perform", fails)
        await front.press("ctrl+n")
        await front.until(lambda: type(front.app.screen).__name__ == "CallForm")
        await front.press("tab")
        await front.type("半截的话")
        await front.press("ctrl+s")
        await front.until(lambda: type(front.app.screen).__name__ == "ErrorScreen")
        shot = tmp_path / "error.svg"
        front.shoot(shot)
    seen = shot.read_text(encoding="utf-8") + (tmp_path / "home" / "propdesk.log").read_text(encoding="utf-8")
    assert "KeyError" in seen
    assert not [word for word in PRIVATE if word in seen]


def test_no_file_the_desk_makes_bears_somebodys_name(open_desk: Counter) -> None:
    counter, clock = open_desk, open_desk.clock
    counter.do("contact.receive", text="王敏 13812348812", unit="3-1201", caller="王敏", phone="13812348812")
    for _day in range(3):
        counter.desk.daily_backup()
        clock.moment += timedelta(days=1)
    names = [path.name for path in counter.desk.path.parent.rglob("*")]
    assert len([name for name in names if name.startswith("desk-2026")]) == 3
    assert not [word for word in PRIVATE if any(word in name for name in names)]
