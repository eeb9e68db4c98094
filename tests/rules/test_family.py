"""The family of an owner as a clerk types it from the data card."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propdesk.errors import Refused
from propdesk.rules.family import FamilyMember, read_family


@pytest.mark.parametrize(
    ("typed", "member"),
    [
        ("刘强，配偶，13912342207", FamilyMember("刘强", "13912342207")),
        ("刘强,配偶,139-1234-2207", FamilyMember("刘强", "13912342207")),
        ("刘强、配偶、+8613912342207", FamilyMember("刘强", "+8613912342207")),
        ("  刘强 配偶 ", FamilyMember("刘强")),
        ("刘强；13912342207；配偶", FamilyMember("刘强", "13912342207")),
        ("刘强", FamilyMember("刘强")),
        ("孙租，租户，13712340001", FamilyMember("孙租", "13712340001", tenant=True)),
        ("Smith, Tenant", FamilyMember("Smith", tenant=True)),
        ("租小明，儿子", FamilyMember("租小明")),
    ],
)
def test_a_member_is_a_name_with_relation_and_phone_in_any_order_and_punctuation(
    typed: str, member: FamilyMember
) -> None:
    assert read_family(typed) == [member]


def test_each_line_is_one_member_and_empty_lines_are_none() -> None:
    assert [each.name for each in read_family("刘强，配偶\n\n   \n刘小，儿子\n")] == ["刘强", "刘小"]
    assert read_family("") == []


@pytest.mark.parametrize(
    "typed", ["13912342207", "，，，", "长" * 41, "刘强，13912342207，13912342208"], ids=["phone", "no", "long", "two"]
)
def test_a_line_without_one_name_and_at_most_one_phone_is_refused_with_its_number(typed: str) -> None:
    with pytest.raises(Refused) as caught:
        read_family(f"周新，业主\n\n{typed}")
    assert (caught.value.code, caught.value.field, caught.value.values["line"]) == ("family", "family", 3)
    assert len(str(caught.value.values["typed"])) <= 40


def _read(typed: str) -> list[FamilyMember]:
    """The members, none where the text is refused."""
    with suppress(Refused):
        return read_family(typed)
    return []


@given(st.text(alphabet="刘强租a1390 ,，;；、-+\n", max_size=60))
def test_any_text_is_read_into_names_that_fit_the_estate_or_refused(typed: str) -> None:
    lines = [line for line in typed.splitlines() if line.strip()]
    members = _read(typed)
    assert len(members) in (0, len(lines))
    assert all(0 < len(member.name) <= 40 and len(member.phone) <= 20 for member in members)
