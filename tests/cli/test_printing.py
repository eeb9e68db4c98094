"""`propdesk print`, `propdesk print-cards` and `propdesk slips`."""

from pathlib import Path

import pytest

from tests.cli.conftest import Shell

SUPERVISOR = {"PROPDESK_PIN": "2468"}


@pytest.fixture
def booking(shell: Shell) -> str:
    """A booking for which somebody was sent."""
    number = shell.do("booking.receive", text="保洁", unit="3-1201", service="Housecleaning").json["item"]
    told = {"department": "cleaning", "told": "李姐", "repeated": "yes", "agreed": "+20h", "worker": "赵师傅"}
    assert shell.do("booking.notify", number, **told).code == 0
    return str(number)


def test_a_slip_is_printed_into_the_folder_beside_the_database_or_where_it_is_wanted(
    shell: Shell, booking: str, tmp_path: Path
) -> None:
    printed = shell.run("print", "dispatch", booking, "--as", "张敏", "--json", **SUPERVISOR)
    path = shell.path.parent / "slips" / "PG20261121-001-1.pdf"
    assert printed.json == {
        "document": "dispatch", "number": "PG20261121-001", "item": booking, "edition": 1, "path": str(path),
        "sent": False,
    }  # fmt: skip
    assert path.read_bytes().startswith(b"%PDF")
    again = shell.run("print", "dispatch", "yy-1", "--as", "张敏", "--out", str(tmp_path / "a.pdf"), **SUPERVISOR)
    assert again.out == f"Dispatch slip PG20261121-001, edition 2: {tmp_path / 'a.pdf'}\n"
    assert (tmp_path / "a.pdf").stat().st_mode & 0o077 == 0
    entries = shell.entries()
    taken = shell.run("print", "dispatch", booking, "--as", "张敏", "--out", str(tmp_path / "a.pdf"), **SUPERVISOR)
    assert (taken.code, shell.entries()) == (1, entries)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("poster", "YY20261121-001"), 2),
        (("complaint", "YY20261121-001"), 1),
        (("dispatch", "YY20261121-009"), 1),
        (("dispatch", "YY20261121-001", "--out", "/nowhere/at/all.pdf"), 1),
        (("dispatch", "YY20261121-001", "--out", "x" * 300), 3),
    ],
)
def test_what_cannot_be_printed_is_said_in_a_line_and_is_not_on_record(
    shell: Shell, booking: str, words: tuple[str, ...], code: int
) -> None:
    before = shell.entries()
    came = shell.run("print", *words, "--as", "张敏", **SUPERVISOR)
    assert (came.code, came.out, came.err.count("\n")) == (code, "", 1)
    assert shell.entries() == before


def test_the_register_of_cards_is_printed_and_on_record(shell: Shell, tmp_path: Path) -> None:
    assert shell.do("key.issue_card", unit="3-1201", owner="王敏", number="YZ1").code == 0
    entries = shell.entries()
    printed = shell.run("print-cards", "--as", "张敏", "--json", **SUPERVISOR)
    path = shell.path.parent / "slips" / f"owner-cards-{entries + 1}.pdf"
    assert printed.json == {"count": 1, "path": str(path), "sent": False}
    wanted = str(tmp_path / "cards.pdf")
    again = shell.run("print-cards", "--as", "张敏", "--out", wanted, **SUPERVISOR)
    assert again.out == f"Register of owner's cards, 1 cards: {wanted}\n"
    taken = shell.run("print-cards", "--as", "张敏", "--out", wanted, **SUPERVISOR)
    assert (taken.code, taken.err.count("\n"), shell.entries()) == (1, 1, entries + 2)


def test_slips_that_are_out_are_listed_with_their_age(shell: Shell, booking: str) -> None:
    shell.clock.forward(hours=26, minutes=5)
    assert shell.run("slips", "--json").json == [
        {
            "slip": "PG20261121-001", "item": booking, "ledger": "booking", "place": "3-1201", "department": "cleaning",
            "worker": "赵师傅", "dispatched": "2026-11-21T23:40:00+08:00", "age_minutes": 1565,
        }
    ]  # fmt: skip
    assert "1 d 2:05" in shell.run("slips").out


def test_no_slip_out_is_said(shell: Shell) -> None:
    assert (shell.run("slips").out, shell.run("slips", "--json").json) == ("Every dispatch slip is back.\n", [])
