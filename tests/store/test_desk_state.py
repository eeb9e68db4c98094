"""Settings, parked forms, wrong PINs."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from propdesk.store import desk_state
from tests.store.conftest import MORNING, Book


def park(connection: Connection, *, at: datetime, text: str, draft: int | None = None, operator: int = 2) -> int:
    return desk_state.save_draft(
        connection,
        draft=draft,
        operator=operator,
        step="contact.log",
        item=None,
        title=text,
        fields={"text": text},
        at=at,
    )


def test_a_setting_comes_back_as_it_was_and_the_last_one_counts(book: Book) -> None:
    with book.engine.begin() as connection:
        desk_state.save_setting(connection, "site", "锦绣花园")
        desk_state.save_setting(connection, "amounts", {"COMP.REPLY": 3})
        desk_state.save_setting(connection, "site", "锦绣花园二期")
        assert desk_state.load_settings(connection) == {"site": "锦绣花园二期", "amounts": {"COMP.REPLY": 3}}


def test_a_parked_form_can_be_parked_again_taken_up_and_thrown_away(book: Book) -> None:
    later = MORNING + timedelta(minutes=5)
    with book.engine.begin() as connection:
        draft = park(connection, at=MORNING, text="漏")
        again = park(connection, draft=draft, at=later, text="漏水")
        found = desk_state.load_draft(connection, draft)
        assert again == draft
        assert found == desk_state.DraftRow(draft, 2, "contact.log", None, "漏水", {"text": "漏水"}, MORNING, later)
        desk_state.drop_draft(connection, draft)
        desk_state.drop_draft(connection, draft)
        assert desk_state.load_draft(connection, draft) is None


def test_a_form_parked_again_after_it_was_thrown_away_is_not_lost(book: Book) -> None:
    with book.engine.begin() as connection:
        number = park(connection, draft=99, at=MORNING, text="漏水")
        assert [draft.id for draft in desk_state.drafts(connection, 2)] == [number]


def test_an_operator_sees_only_their_own_parked_forms_the_last_saved_first(book: Book) -> None:
    with book.engine.begin() as connection:
        for operator, minutes in ((2, 0), (1, 1), (2, 2)):
            park(connection, operator=operator, at=MORNING + timedelta(minutes=minutes), text=str(minutes))
        assert [draft.title for draft in desk_state.drafts(connection, 2)] == ["2", "0"]


def test_the_fifth_wrong_pin_in_a_row_locks_for_five_minutes(book: Book) -> None:
    until = MORNING + timedelta(minutes=5)
    with book.engine.begin() as connection:
        assert [desk_state.record_failure(connection, 2, MORNING) for _ in range(5)] == [None] * 4 + [until]
        assert desk_state.locked_until(connection, 2, MORNING) == until
        assert desk_state.locked_until(connection, 1, MORNING) is None
        assert desk_state.locked_until(connection, 2, until) is None


def test_after_a_lock_has_passed_there_are_five_tries_again(book: Book) -> None:
    later = MORNING + timedelta(minutes=6)
    with book.engine.begin() as connection:
        for _ in range(5):
            desk_state.record_failure(connection, 2, MORNING)
        assert [desk_state.record_failure(connection, 2, later) for _ in range(4)] == [None] * 4
        assert desk_state.record_failure(connection, 2, later) == later + desk_state.LOCKED_FOR


def test_a_right_pin_forgets_the_wrong_ones(book: Book) -> None:
    with book.engine.begin() as connection:
        for _ in range(4):
            desk_state.record_failure(connection, 2, MORNING)
        desk_state.clear_failures(connection, 2)
        assert desk_state.record_failure(connection, 2, MORNING) is None


def test_a_lock_does_not_outlast_a_clock_that_was_set_back(book: Book) -> None:
    with book.engine.begin() as connection:
        for _ in range(5):
            desk_state.record_failure(connection, 2, MORNING)
        assert desk_state.locked_until(connection, 2, MORNING) is not None
        assert desk_state.locked_until(connection, 2, MORNING - timedelta(days=300)) is None


def test_a_wrong_pin_that_was_under_way_when_the_lock_fell_does_not_lift_it(book: Book) -> None:
    with book.engine.begin() as connection:
        for _ in range(5):
            desk_state.record_failure(connection, 2, MORNING)
        assert desk_state.record_failure(connection, 2, MORNING) == MORNING + desk_state.LOCKED_FOR
        assert desk_state.locked_until(connection, 2, MORNING) == MORNING + desk_state.LOCKED_FOR
