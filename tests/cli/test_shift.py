"""A night handed over, signed off and tampered with, as it is typed."""

import sqlite3
from contextlib import closing

import pytest

from tests.cli.conftest import Answer, Shell
from tests.procedures.reading import local

NIGHT, DAY = "ZB20261121-001", "ZB20261122-001"
ALL_THERE = "对讲机 2\n灭火器 2\n暖瓶 1\n手电 2"


@pytest.fixture
def crew(shell: Shell) -> Shell:
    """李婷 and 王磊 share the weekend."""
    for name in ("李婷", "王磊"):
        added = ("operator", "add", name, "--role", "clerk", "--role", "duty", "--as", "张敏")
        assert shell.run(*added, PROPDESK_PIN="2468", PROPDESK_NEW_PIN="1357").code == 0
    shell.do("log.note", text="接班")
    return shell


def check_in(shell: Shell, shift: str, who: str) -> None:
    shell.do("shift.arrive", shift, as_=who)
    shell.do("shift.read", shift, as_=who)
    shell.do("shift.count", shift, as_=who, found=ALL_THERE)


def handed_over(shell: Shell) -> Answer:
    """The night goes from 李婷 to 王磊; what the handover answered."""
    check_in(shell, NIGHT, "李婷")
    shell.do("shift.begin", NIGHT, as_="李婷")
    shell.clock.moment = local(22, 8, 45)
    shell.do("log.note", text="早班", as_="王磊")
    check_in(shell, DAY, "王磊")
    shell.do("shift.leave", NIGHT, as_="李婷", notes="留意电梯")
    return sign(shell, "1357")


def sign(shell: Shell, pin: str, *more: str) -> Answer:
    words = ("do", "shift.handover", NIGHT, "--as", "李婷", "--sign", "arriving=王磊", *more)
    return shell.run(*words, "--json", PROPDESK_PIN="1357", PROPDESK_PIN_2=pin)


def test_two_pins_hand_a_shift_over_in_one_act(crew: Shell) -> None:
    done = handed_over(crew)
    assert done.code == 0, done.err
    assert done.json["stage"] == "handed_over", done.err
    signed = crew.run("show", NIGHT, "--json").json["signatures"]
    assert {each["key"]: each["name"] for each in signed} == {"leaving": "李婷", "arriving": "王磊"}


def test_without_the_second_pin_nothing_is_handed_over(crew: Shell) -> None:
    alone = crew.do("shift.handover", NIGHT, as_="李婷")
    assert (alone.code, "Who takes over signs" in alone.err) == (1, True)
    assert sign(crew, "9999").code == 1


def test_a_tampered_entry_of_a_signed_day_is_named(crew: Shell) -> None:
    handed_over(crew)
    crew.clock.moment = local(23, 9, 30)
    assert crew.do("shift.signoff", NIGHT, remark="属实").json["stage"] == "signed_off"
    assert crew.run("verify").code == 0
    with closing(sqlite3.connect(crew.path)) as raw:
        raw.execute("DROP TRIGGER payload_no_update")
        (seq,) = raw.execute("SELECT seq FROM payload WHERE body LIKE '%留意电梯%'").fetchone()
        raw.execute("UPDATE payload SET body = replace(body, '电梯', '大门') WHERE seq = ?", (seq,))
        raw.commit()
    found = crew.run("verify")
    assert (found.code, f"entry {seq} " in found.out + found.err) == (3, True)


def test_what_was_on_paper_first_is_marked_whatever_the_step(crew: Shell) -> None:
    crew.do("contact.enquiry", None, "--from-paper", "--happened", "22:10", text="几点下班？六点")
    with closing(sqlite3.connect(crew.path)) as raw:
        (body,) = raw.execute("SELECT body FROM payload ORDER BY seq DESC LIMIT 1").fetchone()
    assert '"paper":true' in body
