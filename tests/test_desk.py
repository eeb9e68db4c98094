"""The desk as a whole, from the first call."""

from tests.conftest import Counter


def test_a_call_becomes_a_complaint_in_one_act(counter: Counter) -> None:
    done = counter.do("contact.receive", text="楼上漏水", kind="complaint", unit="3-1201", caller="王敏")
    assert done.stage == "passed_on"
    assert [ledger for _, ledger in done.opened] == ["complaint"]
    assert [entry.step for entry in done.entries] == ["contact.receive", "complaint.receive"]
