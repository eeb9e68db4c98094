"""Who works at the desk: signing in, roles, and what nobody may do for themselves (P27)."""

import pytest

from propdesk.desk import Signature
from propdesk.errors import Refused
from propdesk.models.operator import SYSTEM, Role
from propdesk.queries import journal
from propdesk.queries.people import operators
from propdesk.rules.pins import Pins
from tests.conftest import Counter
from tests.procedures.reading import refusal


def sign_in(counter: Counter, name: str, pin: str) -> str:
    """What the sign-in says: nothing, or the code of its refusal."""
    try:
        counter.desk.sign_in(name, pin)
    except Refused as refused:
        return refused.code
    return ""


# --- signing in --------------------------------------------------------------------------------------------------


def test_the_right_pin_signs_in_with_the_roles_of_the_operator(counter: Counter) -> None:
    assert counter.desk.sign_in("张敏", "2468").roles == {Role.SUPERVISOR, Role.CLERK, Role.DUTY}


@pytest.mark.parametrize("pin", ["", "0000", "246", "24680", "２４６８", "\ud800", "2468\x00", "九"])
def test_a_wrong_pin_does_not(counter: Counter, pin: str) -> None:
    assert sign_in(counter, "张敏", pin) == "pin"


@pytest.mark.parametrize("name", ["", "张", SYSTEM, "\ud800", "[/b]\x1b", "张敏' OR 1=1 --"])
def test_whoever_does_not_work_here_does_not_sign_in(counter: Counter, name: str) -> None:
    assert sign_in(counter, name, "2468") == "sign_in"


def test_five_wrong_pins_lock_for_five_minutes(counter: Counter) -> None:
    assert [sign_in(counter, "张敏", "0000") for _ in range(5)] == ["pin"] * 5
    assert sign_in(counter, "张敏", "2468") == "locked"
    counter.clock.forward(minutes=4, seconds=59)
    assert sign_in(counter, "张敏", "2468") == "locked"
    counter.clock.forward(seconds=1)
    assert sign_in(counter, "张敏", "2468") == ""


def test_the_lock_says_until_when(counter: Counter) -> None:
    for _ in range(5):
        sign_in(counter, "张敏", "0000")
    with pytest.raises(Refused, match="until 23:45"):
        counter.desk.sign_in("张敏", "2468")


def test_a_right_pin_forgets_the_wrong_ones_before_it(counter: Counter) -> None:
    for _ in range(3):
        assert [sign_in(counter, "张敏", "0000") for _ in range(4)] == ["pin"] * 4
        assert sign_in(counter, "张敏", "2468") == ""


def test_a_lock_is_for_one_operator_only(counter: Counter) -> None:
    counter.operator("林芳", "clerk")
    for _ in range(5):
        sign_in(counter, "张敏", "0000")
    assert sign_in(counter, "林芳", "1357") == ""


def test_a_wrong_pin_is_no_evidence(counter: Counter) -> None:
    before = counter.desk.read(journal.last_seq)
    sign_in(counter, "张敏", "0000")
    assert counter.desk.read(journal.last_seq) == before


# --- adding, granting, disabling ---------------------------------------------------------------------------------


def test_an_operator_is_added_with_roles_and_pin(counter: Counter) -> None:
    counter.do("operator.add", who="林芳", roles="clerk，duty、clerk", new_pin="1357")
    assert counter.desk.sign_in("林芳", "1357").roles == {Role.CLERK, Role.DUTY}


@pytest.mark.parametrize(
    ("who", "roles", "pin", "code"),
    [
        ("张敏", "clerk", "1357", "operator"),
        (SYSTEM, "clerk", "1357", "operator"),
        ("林芳", "boss", "1357", "roles"),
        ("林芳", ",", "1357", "roles"),
        ("林芳", "clerk", None, "pin"),
        ("林芳", "clerk", "12a4", "pin_form"),
        ("林芳", "clerk", "123", "pin_form"),
        ("林芳", "clerk", "1" * 13, "pin_form"),
    ],
)
def test_an_operator_without_name_roles_or_pin_of_its_own_is_not_added(
    counter: Counter, who: str, roles: str, pin: str | None, code: str
) -> None:
    assert refusal(counter, "operator.add", who=who, roles=roles, new_pin=pin).code == code


def test_the_pin_is_nowhere_in_the_journal_or_the_file(counter: Counter) -> None:
    counter.do("operator.add", who="林芳", roles="clerk", new_pin="90817263")
    counter.do("operator.change_pin", who="林芳", new_pin="71625394")
    counter.desk.close()
    held = b"".join(path.read_bytes() for path in counter.desk.path.parent.iterdir() if path.is_file())
    assert "林芳".encode() in held
    assert b"90817263" not in held
    assert b"71625394" not in held


def test_new_roles_hold_at_once_also_for_whoever_is_signed_in(counter: Counter) -> None:
    lin = counter.operator("林芳", "supervisor")
    counter.do("operator.grant", who="林芳", roles="clerk")
    assert refusal(counter, "operator.add", who="王五", roles="clerk", new_pin="1357", as_=lin).code == "role"
    counter.do("operator.grant", who="林芳", roles="supervisor")
    counter.do("operator.add", who="王五", roles="clerk", new_pin="1357", as_=lin)


def test_nobody_changes_the_own_roles_or_disables_oneself(counter: Counter) -> None:
    assert refusal(counter, "operator.grant", who="张敏", roles="office_manager").code == "self"
    assert refusal(counter, "operator.disable", who="张敏", reason="x").code == "self"


def test_whoever_left_signs_in_no_more_and_stays_readable(counter: Counter) -> None:
    lin = counter.operator("林芳", "clerk")
    done = counter.do("contact.enquiry", text="几点下班？六点", as_=lin)
    counter.do("operator.disable", who="林芳", reason="离职")
    assert sign_in(counter, "林芳", "1357") == "sign_in"
    assert refusal(counter, "contact.enquiry", text="x", as_=lin).code == "disabled"
    entry = counter.desk.read(journal.of_act, done.act, "en", counter.desk.zone)[0]
    assert entry.operator == "林芳"
    assert [(view.name, view.active) for view in counter.desk.read(operators)] == [("张敏", True), ("林芳", False)]


def test_a_pin_is_changed_by_its_owner_or_a_leader(counter: Counter) -> None:
    lin = counter.operator("林芳", "clerk")
    assert refusal(counter, "operator.change_pin", who="张敏", new_pin="1111", as_=lin).code == "role"
    counter.do("operator.change_pin", who="林芳", new_pin="8642", as_=lin)
    assert (sign_in(counter, "林芳", "1357"), sign_in(counter, "林芳", "8642")) == ("pin", "")
    counter.do("operator.change_pin", who="林芳", new_pin="9753")
    assert sign_in(counter, "林芳", "9753") == ""


def test_a_pin_is_kept_as_an_argon2id_hash() -> None:
    assert Pins(cheap=True).hash("1357").startswith("$argon2id$")


# --- signatures --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("signature", "code"),
    [
        (Signature("resident", "王敏"), "signature"),
        (Signature("resident", " ", capacity="业主"), "signature"),
        (Signature("resident", "王敏", capacity="业主", proof="hearsay"), "signature"),
        (Signature("manager", "王敏", capacity="业主"), "signature"),
        (Signature("resident", "王\x1b敏", capacity="业主"), "strange"),
        (Signature("resident", "王敏", capacity="\ud800"), "strange"),
        (Signature("resident", "长" * 5000, capacity="业主"), "long"),
    ],
)
def test_a_signature_without_name_capacity_or_proof_is_refused(
    counter: Counter, signature: Signature, code: str
) -> None:
    number = counter.do("complaint.receive", text="楼上漏水", unit="3-1201").item
    counter.do("complaint.resolve", number, result="好", on_spot="yes")
    came = refusal(counter, "complaint.reply", number, how="visit", opinion="满意", signatures=(signature,))
    assert came.code == code


# --- settings ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("site", '"东光花园"'), ("lock_minutes", "20"), ("closes", '"17:30"'), ("amounts", '{"COMP.DELIVER_20M": 15}'),
        ("exceptions", '{"2026-11-22": true}'),
        ("on_call", '[{"post": "水电", "name": "周师傅", "phone": "13600000001", "dangers": ["burst_pipe"]}]'),
    ],
)  # fmt: skip
def test_a_setting_is_changed_and_read_as_it_was_meant(counter: Counter, setting: str, value: str) -> None:
    counter.do("system.configure", setting=setting, json_value=value)
    before = getattr(counter.desk.site.settings, setting)
    counter.desk.reload()
    assert getattr(counter.desk.site.settings, setting) != before or setting == "site"


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("colour", '"red"'), ("simulated", "true"), ("demo", "true"), ("lock_minutes", '"20"'), ("lock_minutes", "0"),
        ("lock_minutes", "true"), ("zone", '"Mars/Olympus"'), ("opens", '"20:00"'), ("opens", '"25:00"'),
        ("duty_begins", '"08:00"'), ("amounts", '{"COMP.NOTHING": 3}'), ("amounts", '{"COMP.DELIVER_20M": "x"}'),
        ("amounts", "[]"), ("exceptions", '{"2026-13-01": true}'), ("on_call", '[{"post": "水电"}]'),
        ("on_call", "[1]"),
        ("site", '"a\\u001b[31m"'), ("site", '"\\ud800"'), ("site", "[" * 3000), ("site", "{"), ("site", "null"),
    ],
)  # fmt: skip
def test_a_setting_with_which_the_desk_would_not_open_is_refused(counter: Counter, setting: str, value: str) -> None:
    came = refusal(counter, "system.configure", setting=setting, json_value=value)
    assert came.field in ("setting", "json_value")
    assert came.sentence("zh_CN")
    counter.desk.reload()
