"""What is on record of an item, in words: no column is called by its own name, no number stands for a name."""

import pytest

from propdesk.desk import Desk
from propdesk.models.tables import rows_of
from propdesk.procedures import manual
from propdesk.screens import item_view
from propdesk.screens.labels import labels_of
from tests.conftest import Counter
from tests.procedures.reading import item

NOT_A_FACT = {"item_id", "sentence", "figures"}
"""The item itself; what stands above the facts; what is a page of its own."""


def facts(desk: Desk, number: str | None) -> dict[str, str]:
    """What the screen of an item says is on record, by label."""
    view = item_view.load(desk, item(desk, number).id)
    assert view is not None
    return dict(view.facts)


def shown(desk: Desk, number: str | None) -> str:
    """Who rang, as the screen of an incident says."""
    view = item_view.load(desk, item(desk, number).id)
    assert view is not None
    rang = next(each for each in view.sections if each.title == "Who rang")
    return "\n".join(line.plain for line in rang.lines(desk.now(), desk))


@pytest.mark.parametrize("ledger", [part.ledger for part in manual.ledgers()])
def test_every_column_of_a_ledger_has_a_label(ledger: str) -> None:
    columns = {column.name for column in rows_of(ledger).columns}
    labels = labels_of(ledger)
    assert columns - set(labels) <= NOT_A_FACT
    assert not {label for name, label in labels.items() if label == name}


def test_the_building_of_an_incident_and_its_calls_are_on_record(counter: Counter) -> None:
    opened = counter.do("incident.open", utility="power", building="3", say="停电", department="engineering").item
    counter.do("incident.notify", opened, department="engineering", told="周师傅")
    counter.do("incident.add_caller", opened)
    found = facts(counter.desk, opened)
    assert (found["Building"], found["Calls"], found["Person told"]) == ("3", "1", "周师傅")


def test_a_call_that_was_added_to_an_item_names_it(counter: Counter) -> None:
    opened = counter.do("incident.open", utility="power", building="3", say="停电").item
    call = counter.do("contact.receive", text="没电", unit="3-1201", phone="13812348812").item
    counter.do("contact.link", call, other=opened, wants="yes")
    assert facts(counter.desk, call)["Added to"] == opened


def test_money_is_shown_in_yuan(counter: Counter) -> None:
    complaint = counter.do("complaint.receive", text="漏水泡了地板", unit="3-1201").item
    counter.do("complaint.classify", complaint, claim_yuan=800)
    assert facts(counter.desk, complaint)["Damages claimed, yuan"] == "800.00"


def test_who_waits_to_be_rung_stands_first_and_a_household_s_number_is_masked(counter: Counter) -> None:
    opened = counter.do("incident.open", utility="power", building="3", say="停电").item
    counter.do("incident.add_caller", opened, unit="3-1301", person="单志刚")
    counter.do("incident.add_caller", opened)
    counter.do("incident.add_caller", opened, unit="3-1201", person="王敏", phone="13812348812", wants="yes")
    lines = shown(counter.desk, opened).splitlines()
    assert lines[0].startswith(" 1 3-1201  王敏  138****8812  23:40  wants to be rung back")
    assert lines[2] == "1 caller whose name is not known"
    counter.do("incident.over", opened)
    counter.do("incident.ring_back", opened, note="谢谢")
    assert "rung 23:40  谢谢" in shown(counter.desk, opened)
