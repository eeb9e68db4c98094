"""Whether the journal is what was written."""

import sqlite3
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propdesk.errors import Damaged
from propdesk.models import tables
from propdesk.rules import chain
from propdesk.store import journal, migrate, rows, triggers, trouble, twins, verify, verify_chain
from propdesk.store.verify import Report
from tests.conftest import Counter
from tests.store.conftest import Book


def check(book: Book, expect_head: str | None = None) -> Report:
    return verify.verify(book.path, expect_head=expect_head)


def findings(book: Book) -> list[tuple[int | None, str]]:
    return [(problem.seq, problem.message) for problem in check(book).problems]


def tamper(book: Book, *statements: str, links: str = "OFF") -> None:
    """Change the file as somebody would who opens it with other tools: triggers taken away and put back."""
    with closing(sqlite3.connect(book.path)) as raw:
        raw.execute(f"PRAGMA foreign_keys = {links}")
        for name, _sql in triggers.TRIGGERS:
            raw.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            raw.execute(statement)
        for _name, sql in triggers.TRIGGERS:
            raw.execute(sql)
        raw.commit()


def head(book: Book) -> str:
    with book.engine.connect() as connection:
        return journal.read_head(connection)[1]


def test_an_untouched_journal_is_sound(journalled: Book) -> None:
    assert check(journalled) == Report(True, 5, head(journalled), 0, ())


def test_an_empty_journal_is_sound(book: Book) -> None:
    assert check(book) == Report(True, 0, chain.GENESIS, 0, ())


def test_what_a_desk_writes_is_sound(counter: Counter) -> None:
    counter.operator("李雷", "clerk")
    report = verify.verify(counter.desk.path)
    assert report.sound, report.problems
    assert report.entries >= 3


def test_a_changed_moment_is_found_at_its_entry(journalled: Book) -> None:
    tamper(journalled, "UPDATE entry SET happened = '2026-11-21 00:59:00.000000' WHERE seq = 3")
    assert findings(journalled) == [(3, verify_chain.CHANGED)]


@pytest.mark.parametrize("column", ["format", "act_id", "operator_id", "item_id", "shift_id", "corrects"])
def test_every_number_of_an_entry_is_covered(journalled: Book, column: str) -> None:
    tamper(journalled, f"UPDATE entry SET {column} = 2 + (seq = 2) WHERE seq IN (1, 2)")  # noqa: S608
    assert (2, verify_chain.CHANGED) in findings(journalled) or (1, verify_chain.CHANGED) in findings(journalled)


@pytest.mark.parametrize("column", ["step", "written", "payload_hash"])
def test_every_word_of_an_entry_is_covered(journalled: Book, column: str) -> None:
    tamper(journalled, f"UPDATE entry SET {column} = 'x' WHERE seq = 2")  # noqa: S608
    assert findings(journalled)[0] == (2, verify_chain.CHANGED)


def test_a_changed_payload_is_found_at_its_entry(journalled: Book) -> None:
    tamper(journalled, "UPDATE payload SET body = replace(body, '漏水', '漏气') WHERE seq = 1")
    assert findings(journalled) == [(1, verify_chain.PAYLOAD_CHANGED)]


def test_a_changed_salt_is_found(journalled: Book) -> None:
    tamper(journalled, "UPDATE payload SET salt = 'x' WHERE seq = 1")
    assert findings(journalled) == [(1, verify_chain.PAYLOAD_CHANGED)]


def test_a_removed_payload_is_found(journalled: Book) -> None:
    tamper(journalled, "DELETE FROM payload WHERE seq = 4")
    assert findings(journalled) == [(4, verify_chain.PAYLOAD_MISSING)]


def test_a_removed_entry_is_named_as_missing(journalled: Book) -> None:
    tamper(
        journalled,
        "DELETE FROM payload WHERE seq = 3",
        "DELETE FROM entry WHERE seq = 3",
        "DELETE FROM act WHERE id = 3",
    )
    assert findings(journalled) == [(3, verify_chain.MISSING)]


def test_swapped_entries_are_found_at_the_first_of_them(journalled: Book) -> None:
    tamper(
        journalled,
        "UPDATE entry SET seq = 99 WHERE seq = 2",
        "UPDATE entry SET seq = 2 WHERE seq = 3",
        "UPDATE entry SET seq = 3 WHERE seq = 99",
    )
    assert findings(journalled)[0] == (2, verify_chain.UNCHAINED)


def test_an_entry_written_anew_with_a_fitting_hash_breaks_the_chain_behind_it(journalled: Book) -> None:
    with journalled.engine.connect() as connection:
        row = connection.exec_driver_sql("SELECT * FROM entry WHERE seq = 2").one()
    forged = chain.entry_hash(
        chain.Canonical(
            format=1,
            seq=2,
            act=row.act_id,
            step="contact.forged",
            item=row.item_id,
            operator=2,
            shift=1,
            happened=row.happened.replace(" ", "T") + "Z",
            written=row.written.replace(" ", "T") + "Z",
            corrects=None,
            payload=row.payload_hash,
            previous=row.previous,
        )
    )
    tamper(journalled, f"UPDATE entry SET step = 'contact.forged', hash = '{forged}' WHERE seq = 2")  # noqa: S608
    assert findings(journalled) == [(3, verify_chain.UNCHAINED)]


def test_a_removed_end_leaves_an_act_without_entry(journalled: Book) -> None:
    tamper(journalled, "DELETE FROM payload WHERE seq = 5", "DELETE FROM entry WHERE seq = 5")
    assert findings(journalled) == [(None, verify.EMPTY_ACT)]


def test_an_end_removed_without_a_trace_shows_against_a_printed_head(journalled: Book) -> None:
    printed = head(journalled)
    tamper(
        journalled,
        "DELETE FROM payload WHERE seq = 5",
        "DELETE FROM entry WHERE seq = 5",
        "DELETE FROM act WHERE id = 5",
    )
    assert check(journalled).sound
    (problem,) = check(journalled, printed).problems
    assert problem.message == verify.HEAD_MISSING
    assert printed in problem.sentence()


def test_a_printed_head_stays_true_while_the_journal_grows(journalled: Book) -> None:
    printed = head(journalled)
    journalled.write("{}")
    assert check(journalled, printed).sound
    assert check(journalled, f"{printed[:8].upper()} {printed[8:16]}").sound
    assert not check(journalled, printed[:4]).sound
    assert not check(journalled, "").sound


def test_replacing_an_entry_with_other_tools_is_found(journalled: Book) -> None:
    """Tools that leave recursive_triggers off can REPLACE past the triggers, but not past the chain."""
    with closing(sqlite3.connect(journalled.path)) as raw:
        raw.execute(
            "REPLACE INTO entry SELECT seq, format, act_id, 'x', item_id, operator_id, shift_id, happened, written,"
            " corrects, payload_hash, previous, hash FROM entry WHERE seq = 2"
        )
        raw.commit()
    assert findings(journalled) == [(2, verify_chain.CHANGED)]


def test_a_trigger_taken_away_is_named(journalled: Book) -> None:
    with closing(sqlite3.connect(journalled.path)) as raw:
        raw.execute("DROP TRIGGER payload_no_delete")
    (problem,) = check(journalled).problems
    assert problem.sentence() == "The trigger payload_no_delete that protects the journal is missing or changed."


def test_a_payload_blanked_by_a_later_entry_is_lawful_and_counted(journalled: Book) -> None:
    with journalled.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE payload SET body = NULL, destroyed_by = 5 WHERE seq IN (1, 2)")
    assert check(journalled) == Report(True, 5, head(journalled), 2, ())


@pytest.mark.parametrize("blanked_by", ["NULL", "2", "1", "99"])
def test_a_payload_blanked_by_no_later_entry_is_unlawful(journalled: Book, blanked_by: str) -> None:
    tamper(journalled, f"UPDATE payload SET body = NULL, destroyed_by = {blanked_by} WHERE seq = 2")  # noqa: S608
    assert findings(journalled)[0] == (2, verify_chain.UNLAWFUL)


def test_a_link_to_nowhere_is_found(journalled: Book) -> None:
    tamper(journalled, "DELETE FROM shift")
    assert set(findings(journalled)) == {(None, verify.LINK_BROKEN)}


def test_a_register_with_a_missing_item_is_named(journalled: Book) -> None:
    with journalled.engine.begin() as connection:
        last = journalled.add_item(connection)
    tamper(journalled, f"DELETE FROM item WHERE id = {last}")  # noqa: S608
    (problem,) = check(journalled).problems
    assert problem.sentence() == "The contact register has 1 items, but its numbers run to 2."


def test_the_first_bad_entry_comes_first_and_the_search_ends_after_many(journalled: Book) -> None:
    for _ in range(verify.MOST_PROBLEMS):
        journalled.write("{}")
    tamper(journalled, "UPDATE entry SET step = 'x' WHERE seq > 2")
    problems = check(journalled).problems
    assert len(problems) == verify.MOST_PROBLEMS
    assert problems[0].seq == 3


def test_a_torn_page_is_reported_not_raised(journalled: Book) -> None:
    journalled.engine.dispose()
    with closing(sqlite3.connect(journalled.path)) as raw:
        page = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'payload'").fetchone()[0]
    with journalled.path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)
    assert verify.FILE_DAMAGED in [message for _seq, message in findings(journalled)]


@pytest.mark.parametrize(
    "change",
    [
        "entry SET hash = X'FF'",
        "entry SET hash = 7",
        "entry SET happened = 7",
        "entry SET step = X'FF'",
        "payload SET body = 7",
        "payload SET body = NULL, destroyed_by = 'x'",
        "payload SET salt = X'00'",
    ],
)
def test_what_is_stored_as_something_else_is_a_finding_and_no_failure(journalled: Book, change: str) -> None:
    tamper(journalled, f"UPDATE {change} WHERE seq = 5")
    assert check(journalled).problems[0].seq == 5


def test_no_database_of_ours_is_a_sentence(tmp_path: Path, fresh: Path) -> None:
    with pytest.raises(Damaged) as caught:
        verify.verify(tmp_path / "none.db")
    assert caught.value.message == trouble.NO_ACCESS


def test_an_older_schema_is_not_judged(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrate, "head", lambda: "9999")
    with pytest.raises(Damaged) as caught:
        verify.verify(fresh)
    assert caught.value.message == verify.OLDER


@given(
    numbers=st.tuples(*[st.integers(0, 10**12)] * 5),
    step=st.text(max_size=20),
    item=st.none() | st.integers(1, 10**9),
    corrects=st.none() | st.integers(1, 10**9),
    happened=st.datetimes(),
)
def test_the_fast_form_of_an_entry_is_the_canonical_one(
    numbers: tuple[int, ...], step: str, item: int | None, corrects: int | None, happened: object
) -> None:
    seq, form, act, operator, shift = numbers
    stored = f"{happened:%Y-%m-%d %H:%M:%S.%f}"
    entry = chain.Canonical(
        format=form,
        seq=seq,
        act=act,
        step=step,
        item=item,
        operator=operator,
        shift=shift,
        happened=stored.replace(" ", "T") + "Z",
        written=stored.replace(" ", "T") + "Z",
        corrects=corrects,
        payload="p" * 64,
        previous="a" * 64,
    )
    fields = (seq, form, act, step, item, operator, shift, stored, stored, corrects)
    as_stored = tuple(field.encode() if isinstance(field, str) else field for field in fields)
    fast = verify_chain.canonical(as_stored, b"p" * 64, b"a" * 64, {})
    assert fast == chain.canonical_json(asdict(entry)).encode()


@given(request=st.text(max_size=20) | st.from_regex(r"[a-z0-9-]{1,20}", fullmatch=True), digest=st.text(max_size=8))
def test_the_fast_form_of_what_vouches_for_an_act_is_the_same(request: str, digest: str) -> None:
    assert verify_chain.vouched(request.encode(), digest.encode()) == chain.asked(request, digest).encode()


# --- registers and acts against the journal ------------------------------------------------------------------------


def messages(counter: Counter) -> list[str]:
    return [problem.sentence() for problem in verify.verify(counter.desk.path).problems]


def tampered(counter: Counter, statement: str) -> None:
    with closing(sqlite3.connect(counter.desk.path)) as raw:
        raw.execute(statement)
        raw.commit()


@pytest.mark.parametrize("change", ["item SET title = 'x'", "item SET phone = '1'", "contact SET text = 'x'"])
def test_an_item_that_is_not_as_its_last_entry_left_it_is_named(counter: Counter, change: str) -> None:
    number = counter.do("contact.receive", text="楼道灯不亮", unit="3-1201").item
    counter.do("contact.receive", text="另一件事", unit="3-1301")
    tampered(counter, f"UPDATE {change} WHERE {'id' if change.startswith('item') else 'item_id'} = 1")
    assert messages(counter) == [f"{number} is not as its last entry left it."]


def test_an_item_last_written_under_another_schema_is_not_judged(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter.do("contact.receive", text="楼道灯不亮")
    tampered(counter, "UPDATE item SET title = 'x'")
    assert messages(counter)
    monkeypatch.setattr(rows, "schema", lambda: "9999")
    assert messages(counter) == []


@pytest.mark.parametrize("change", ["request_id = 'x'", "digest = 'x'", "operator_id = 1", "written = '2026-01-01'"])
def test_an_act_that_is_not_what_its_entries_say_is_named(counter: Counter, change: str) -> None:
    act = counter.do("contact.receive", text="楼道灯不亮").act
    with closing(sqlite3.connect(counter.desk.path)) as raw:
        raw.execute("DROP TRIGGER act_no_update")
        raw.execute(f"UPDATE act SET {change} WHERE id = {act}")  # noqa: S608
        raw.execute(dict(triggers.TRIGGERS)["act_no_update"])
        raw.commit()
    assert f"Act {act} is not what its entries say." in messages(counter)


def test_an_index_that_leaves_a_row_out_is_found(counter: Counter) -> None:
    counter.do("contact.receive", text="楼道灯不亮")
    with closing(sqlite3.connect(counter.desk.path)) as raw:
        raw.execute("PRAGMA writable_schema = ON")
        raw.execute("UPDATE sqlite_master SET sql = sql || ' WHERE id > 99' WHERE name = 'ix_item_matter_id'")
        raw.commit()
    assert any(message.startswith("The file is damaged") for message in messages(counter))


def test_text_that_is_no_text_is_found_and_not_quoted(counter: Counter) -> None:
    counter.do("contact.receive", text="王敏家漏水")
    tampered(counter, "UPDATE item SET title = CAST(X'E78EE6958F' AS TEXT)")
    assert messages(counter)
    with pytest.raises(Damaged) as caught:
        counter.desk.read(lambda connection: connection.exec_driver_sql("SELECT title FROM item").all())
    assert caught.value.message == trouble.DAMAGED
    assert "敏" not in caught.value.sentence()


def test_a_setting_that_only_a_failing_disk_writes_is_damage_and_said_so(counter: Counter) -> None:
    tampered(counter, "UPDATE setting SET value = '{' WHERE key = 'opens'")
    with pytest.raises(Damaged) as caught:
        counter.desk.reload()
    assert caught.value.message == trouble.DAMAGED


def test_a_schema_that_only_who_writes_would_stumble_over_is_found(counter: Counter) -> None:
    with closing(sqlite3.connect(counter.desk.path)) as raw:
        raw.execute("PRAGMA writable_schema = ON")
        raw.execute("UPDATE sqlite_master SET sql = replace(sql, 'CHECK (back', 'CHECK (b0ck') WHERE name = 'loan'")
        raw.commit()
    assert [message for message in messages(counter) if "b0ck" in message]


# --- what a failing disk changes -----------------------------------------------------------------------------------


def with_a_card(counter: Counter) -> Path:
    """The file of a desk at which somebody's name stands twice: in the row and in its twin."""
    tampered(counter, "INSERT INTO person (id, name) VALUES (900, 'Zebedee')")
    with closing(sqlite3.connect(counter.desk.path)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return counter.desk.path


@pytest.mark.parametrize("place", [0, 1])
def test_a_letter_that_a_disk_changed_is_named_by_its_row_and_no_copy_is_made_of_it(
    counter: Counter, place: int
) -> None:
    path = with_a_card(counter)
    with closing(sqlite3.connect(path)) as raw:
        (people,) = raw.execute("SELECT count(*) FROM person").fetchone()
    start, middle, end = path.read_bytes().split(b"Zebedee")
    names = [b"Zebedee", b"Zebedee"]
    names[place] = b"Zebedef"
    path.write_bytes(names[0].join((start, middle)) + names[1] + end)
    assert messages(counter) == [
        f"Row {people} of the table person, counted from its first, is not as it was written: the file was damaged."
    ]
    with pytest.raises(Damaged) as caught:
        counter.desk.daily_backup()
    assert caught.value.message == trouble.DAMAGED
    assert not list((path.parent / "backups").iterdir())


def test_every_table_but_those_that_are_guarded_otherwise_has_a_twin_of_all_its_columns(fresh: Path) -> None:
    with closing(sqlite3.connect(fresh)) as raw:
        held = {
            table: [column for (column,) in raw.execute("SELECT name FROM pragma_index_info(?)", (twin,))]
            for table, twin in raw.execute("SELECT tbl_name, name FROM sqlite_master WHERE name LIKE 'twin%'")
        }
    declared = {name: list(table.columns.keys()) for name, table in tables.metadata().tables.items()}
    assert {name: sorted(columns) for name, columns in held.items()} == {
        name: sorted(columns) for name, columns in declared.items() if name not in twins.GUARDED_OTHERWISE
    }


def test_an_index_that_was_to_guard_rows_and_is_gone_is_named(counter: Counter) -> None:
    tampered(counter, "DROP INDEX twin_person")
    assert messages(counter) == ["The index twin_person that guards the rows of a table is missing or changed."]
