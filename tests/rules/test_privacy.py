"""Masked numbers can be recognised, not rung."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propdesk.rules.privacy import mask_phone


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("13812348812", "138****8812"),
        ("138 1234 8812", "138 **** 8812"),
        ("0532-88881234", "0532-****1234"),
        ("010-66661234", "010-****1234"),
        ("88881234", "****1234"),
        ("4008001234", "400***1234"),
        ("95598", "***98"),
        ("119", "**9"),
        ("12", "****"),
        ("wechat", "****"),
        ("", ""),
        (" ", ""),
    ],
)
def test_a_number_is_masked_in_the_middle(number: str, masked: str) -> None:
    assert mask_phone(number) == masked


@given(st.text(alphabet="0123456789- +()x", min_size=3, max_size=24))
def test_at_most_eight_digits_stay_and_some_are_always_hidden(number: str) -> None:
    before = sum(c.isdecimal() for c in number)
    shown = sum(c.isdecimal() for c in mask_phone(number))
    assert shown <= 8
    assert shown < before or not before


@given(st.text())
def test_any_text_can_be_masked(number: str) -> None:
    assert isinstance(mask_phone(number), str)
