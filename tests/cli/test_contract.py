"""The contract for scripts: names and shapes that are fixed."""

import json

import pytest

from propdesk.procedures import manual
from tests.cli.conftest import Shell
from tests.conftest import FrozenClock


def complain(shell: Shell) -> str:
    """The complaint of 3-1201, as the issue types it; gives its number."""
    done = shell.do(
        "contact.receive", unit="3-1201", caller="王敏", phone="13812348812", channel="phone", kind="complaint",
        text="客厅漏水",
    )  # fmt: skip
    assert done.code == 0, done.err
    return str(done.json["opened"][0]["item"])


def test_a_call_that_is_a_complaint_opens_it_in_the_same_act(shell: Shell) -> None:
    done = shell.do("contact.receive", unit="3-1201", kind="complaint", text="客厅漏水").json
    assert done["stage"] == "passed_on"
    assert done["opened"] == [{"item": "TS20261121-001", "ledger": "complaint"}]
    assert [entry["step"] for entry in done["entries"]] == ["contact.receive", "complaint.receive"]
    assert all(len(entry["hash"]) == 64 for entry in done["entries"])
    assert {"item", "stage", "act", "version", "opened", "timers", "entries"} <= set(done)


def test_the_child_carries_the_clocks_in_iso_8601_with_the_offset_of_the_site(shell: Shell) -> None:
    done = shell.do("contact.receive", unit="3-1201", kind="complaint", text="客厅漏水").json
    clocks = {timer["code"]: timer for timer in done["timers"]}
    assert set(clocks) == {"COMP.DELIVER_20M", "COMP.CONTACT_2H", "COMP.RESPOND_1WD", "COMP.RECORD_NOW"}
    assert clocks["COMP.DELIVER_20M"]["item"] == "TS20261121-001"
    assert clocks["COMP.DELIVER_20M"]["started"] == "2026-11-21T23:40:00+08:00"
    assert clocks["COMP.DELIVER_20M"]["due"] == "2026-11-22T00:00:00+08:00"
    assert clocks["COMP.DELIVER_20M"]["state"] == "running"


def test_only_what_was_said_is_needed(shell: Shell) -> None:
    assert shell.do("contact.receive", text="问一下物业费").json["stage"] == "received"


def test_a_complaint_goes_from_the_call_to_its_closing(shell: Shell, clock: FrozenClock) -> None:
    number = complain(shell)
    clock.forward(minutes=5)
    facts = {"event_time": "今晚", "accused": "unknown", "demand": "止水"}
    done = shell.do("complaint.deliver", number, department="engineering", received_by="赵志强", **facts).json
    assert done["stage"] == "delivered"
    assert {each["code"]: each["state"] for each in done["timers"]}["COMP.DELIVER_20M"] == "in_time"
    assert shell.do("complaint.classify", number, severity="important").json["stage"] == "delivered"
    assert shell.do("complaint.escalate", number, level="manager", whom="陈志远").code == 0
    assert shell.do("complaint.contact", number, reply_by="明天 9:00").json["stage"] == "contacted"
    assert shell.do("complaint.progress", number, text="查到漏点").json["stage"] == "contacted"
    clock.forward(hours=6)
    assert shell.do("complaint.resolve", number, result="换了接头").json["stage"] == "resolved"
    signed = shell.do(
        "complaint.reply", number, "--sign", "resident=王敏,owner,paper", how="visit", opinion="满意"
    ).json
    assert signed["stage"] == "replied"
    assert [each["ledger"] for each in signed["opened"]] == ["callback"]
    callback = signed["opened"][0]["item"]
    assert shell.do("callback.plan", callback, caller="张敏", attendant="赵志强").json["stage"] == "planned"
    assert shell.do("callback.take", callback).json["stage"] == "taken"
    asked = {"how": "phone", "number": "13812348812", "why_phone": "在外地", "quality": "good", "effect": "good"}
    assert shell.do("callback.done", callback, wished="yes", opinion="满意", **asked).json["stage"] == "done"
    assert shell.do("callback.review", callback, comment="属实", alone="夜班一人").json["stage"] == "closed"
    assert shell.do("complaint.review", number, comment="程序齐全").json["stage"] == "reviewed"
    added = ("operator", "add", "陈志远", "--role", "centre_manager", "--as", "张敏")
    assert shell.run(*added, PROPDESK_PIN="2468", PROPDESK_NEW_PIN="1357").code == 0
    assert shell.do("complaint.sign", number, as_="陈志远", opinion="同意办结").json["stage"] == "closed"
    shown = shell.run("show", number, "--json").json
    assert shown["stage"] == "closed"
    assert [entry["step"].partition(".")[2] for entry in shown["entries"] if entry["step"] != "system.breach"] == [
        "receive", "deliver", "classify", "escalate", "contact", "progress", "resolve", "reply", "called_back",
        "review", "sign",
    ]  # fmt: skip
    assert [(each["name"], each["capacity"], each["proof"]) for each in shown["signatures"]] == [
        ("王敏", "owner", "paper")
    ]
    assert not [each for each in shell.run("timers", "--json").json if each["item"] == number]
    still_open = shell.run("items", "--open", "--ledger", "complaint", "--json").json
    assert still_open == []
    assert shell.run("verify").code == 0


def test_show_tells_everything_and_masks_the_telephone(shell: Shell) -> None:
    number = complain(shell)
    shown = shell.run("show", number, "--json")
    assert shown.json["person"] == "王敏"
    assert shown.json["phone"] == "138****8812"
    assert shown.json["record"]["contact_way"] == "138****8812"
    assert "13812348812" not in shown.out
    assert shown.json["origin"] == shown.json["matter"] == "LF20261121-001"
    assert [each["item"] for each in shown.json["related"]] == ["LF20261121-001"]
    assert "complaint.deliver" in shown.json["steps"]
    assert shell.run("show", "ts-1").out.startswith("TS20261121-001  Received  客厅漏水")


def test_items_are_listed_by_register_unit_and_openness(shell: Shell) -> None:
    complain(shell)
    shell.do("contact.enquiry", text="几点下班？六点")
    listed = shell.run("items", "--json").json
    turn = "ZB20261121-001"
    assert [each["item"] for each in listed] == ["LF20261121-002", "TS20261121-001", "LF20261121-001", turn]
    assert [each["item"] for each in shell.run("items", "--open", "--json").json] == ["TS20261121-001", turn]
    assert [each["ledger"] for each in shell.run("items", "--ledger", "contact", "--json").json] == ["contact"] * 2
    assert len(shell.run("items", "--unit", "3栋1201", "--json").json) == 2
    assert len(shell.run("items", "--limit", "1", "--json").json) == 1


def test_the_log_of_a_day_and_of_a_shift_hold_the_same_entries(shell: Shell) -> None:
    complain(shell)
    today = shell.run("log", "--json").json
    assert [entry["step"] for entry in today[-2:]] == ["contact.receive", "complaint.receive"]
    assert shell.run("log", "--shift", str(today[-1]["shift"]), "--json").json == today
    assert shell.run("log", "--date", "2026-11-20", "--json").json == []
    assert "客厅漏水" in shell.run("--lang", "zh_CN", "log").out


def test_timers_can_be_listed_with_those_that_are_stopped(shell: Shell) -> None:
    number = complain(shell)
    shell.do("complaint.void", number, reason="录错")
    running = shell.run("timers", "--json").json
    assert [each["code"] for each in running] == ["DUTY.CHECK_DAILY"]
    every = shell.run("timers", "--all", "--json").json
    assert {each["state"] for each in every if each["item"] != running[0]["item"]} == {"ended"}


def test_answers_can_come_as_json(shell: Shell) -> None:
    given = json.dumps({"text": "漏水", "no_phone": True, "unit": "3-1201", "caller": None})
    done = shell.run(
        "do", "contact.receive", "--as", "张敏", "--fields-json", "--json", given=given, PROPDESK_PIN="2468"
    )
    assert done.json["entries"][0]["values"]["no_phone"] is True


def test_the_same_request_twice_is_one_act(shell: Shell) -> None:
    first = shell.do("contact.receive", None, "--request-id", "r-1", text="漏水").json
    again = shell.do("contact.receive", None, "--request-id", "r-1", text="漏水").json
    assert again["repeated"]
    assert (again["act"], again["item"]) == (first["act"], first["item"])
    assert shell.do("contact.receive", None, "--request-id", "r-1", text="别的").code == 1


def test_the_night_of_p07_can_be_entered_afterwards(shell: Shell, clock: FrozenClock) -> None:
    clock.forward(minutes=80)
    at = "2026-11-21 23:40"
    number = shell.do(
        "emergency.raise", None, "--happened", at, danger="burst_pipe", unit="3-1301", caller="单志刚",
        text="楼上漏水，没有人在家",
    ).json["item"]  # fmt: skip
    nobody = {"purpose": "neighbour", "whom": "楼上住户", "outcome": "nobody_home"}
    shell.do("emergency.attempt", number, "--happened", "23:43", **nobody)
    shell.do(
        "emergency.attempt", number, "--happened", "23:45", whom="钱永刚", number="13012345006", outcome="answered"
    )
    shell.do("emergency.arrive", number, "--happened", "23:49", who="钱永刚")
    safe = shell.do(
        "emergency.make_safe", number, "--happened", "2026-11-22 00:40", measures="关了总阀", complaint="yes",
        reply_by="2026-11-22 09:00",
    ).json  # fmt: skip
    assert safe["stage"] == "safe"
    states = {(each["item"][:2], each["code"]): each for each in safe["timers"]}
    assert states["TF", "COMP.URGENT_SAMEDAY"]["state"] == "in_time"
    assert states["TF", "COMP.MAINT_ONSITE_5M"]["state"] == "in_time"
    assert states["TS", "COMP.REPLY_AGREED"]["due"] == "2026-11-22T09:00:00+08:00"
    entries = shell.run("show", number, "--json").json["entries"]
    assert [entry["happened"][11:16] for entry in entries] == ["23:40", "23:43", "23:45", "23:49", "00:40"]
    assert {entry["written"] for entry in entries} == {"2026-11-22T01:00:00+08:00"}
    assert all(entry["late_seconds"] >= 20 * 60 for entry in entries)


def test_an_act_of_the_present_first_records_the_deadlines_missed_before_it(shell: Shell, clock: FrozenClock) -> None:
    number = complain(shell)
    clock.forward(minutes=30)
    facts = {"event_time": "今晚", "accused": "unknown", "demand": "止水"}
    done = shell.do("complaint.deliver", number, department="engineering", received_by="赵志强", **facts).json
    assert {each["code"]: each["state"] for each in done["timers"]}["COMP.DELIVER_20M"] == "late"
    steps = [entry["step"] for entry in shell.run("show", number, "--json").json["entries"]]
    assert steps == ["complaint.receive", "system.breach", "system.breach", "complaint.deliver"]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_manual_tells_a_script_everything(shell: Shell, language: str) -> None:
    book = shell.run("--lang", language, "manual", "--json").json
    steps = {step["name"]: step for part in book["ledgers"] for step in part["steps"]}
    assert set(steps) == {step.name() for step in manual.all_steps()}
    deliver = steps["complaint.deliver"]
    assert (deliver["kind"], deliver["at"][:2]) == ("moving", ["received", "classified"])
    assert "COMP.DELIVER_20M" in deliver["meets"]
    assert deliver["form"]["required"] == ["department", "received_by"]
    department = deliver["form"]["properties"]["department"]
    assert department["label"] == {"en": "Department", "zh_CN": "部门"}
    assert department["choices"][0] == {"value": "engineering", "label": {"en": "Engineering", "zh_CN": "工程部"}}
    assert steps["complaint.reply"]["signers"][0]["key"] == "resident"
    assert steps["contact.receive"]["form"]["properties"]["result"]["when"] == {"field": "handling", "in": ["answered"]}


def test_manual_and_rules_can_be_read(shell: Shell) -> None:
    assert "complaint.deliver  “Deliver”" in shell.run("manual", "complaint").out
    assert "contact.receive" not in shell.run("manual", "complaint").out
    rules = {rule["code"]: rule for rule in shell.run("rules", "--json").json}
    assert rules["COMP.DELIVER_20M"]["figure"]["en"] == "20 minutes"
    assert "COMP.DELIVER_20M" in shell.run("--lang", "zh_CN", "rules").out


def test_help_is_in_the_language_that_is_asked_for(shell: Shell) -> None:
    assert "Usage: propdesk do LEDGER.STEP [ITEM]" in shell.run("do", "--help").out
    chinese = shell.run("do", "--lang", "zh_CN", "--help")
    assert chinese.code == 0
    assert "用法" in chinese.out
