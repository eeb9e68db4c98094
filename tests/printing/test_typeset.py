"""Text on paper: where lines break, what is marked, what is left out and counted."""

import pytest

from propdesk.printing.typeset import cut, printable, wrap


def wide(text: str) -> float:
    """Chinese characters are two wide, others one."""
    return float(sum(2 if ord(each) > 0x2E80 else 1 for each in text))


def lines(text: str, width: float) -> list[str]:
    return [line.text for line in wrap(text, width, wide)]


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("", [""]),
        ("漏水", ["漏水"]),
        ("楼上漏水很久", ["楼上漏水很", "久"]),
        ("楼上漏水了，还在漏", ["楼上漏水", "了，还在漏"]),
        ("（一）楼上（二）", ["（一）楼上", "（二）"]),
        ("the tap is dripping", ["the tap is", "dripping"]),
        ("supercalifragilistic", ["supercalif", "ragilistic"]),
        ("第一\n\n第三", ["第一", "", "第三"]),
        ("房号3-1201漏", ["房号3-1201", "漏"]),
    ],
)
def test_lines_break_where_they_may(text: str, broken: list[str]) -> None:
    assert lines(text, 10) == broken


@pytest.mark.parametrize("text", ["漏" * 500, "a" * 500, "漏 a，" * 200, "\n" * 50, " " * 99, "，" * 60])
def test_no_line_is_too_wide_and_no_character_is_lost(text: str) -> None:
    broken = wrap(text, 10, wide)
    assert all(wide(line.text) <= 10 for line in broken)
    assert broken[-1].end == len(text)
    assert "".join("".join(line.text for line in broken).split()) == "".join(text.split())


def test_what_is_left_out_is_marked_and_counted() -> None:
    text = "楼上漏水" * 100
    kept = cut(wrap(text, 20, wide), 3, 20, wide, lambda count: f"…(+{count})")
    assert len(kept) == 3
    assert all(wide(line) <= 20 for line in kept)
    shown, _, mark = "".join(kept).partition("…")
    assert text.startswith(shown)
    assert mark == f"(+{len(text) - len(shown)})"


def test_what_fits_is_not_marked() -> None:
    assert cut(wrap("楼上漏水", 4, wide), 2, 4, wide, str) == ["楼上", "漏水"]


def test_what_the_font_cannot_show_is_marked_character_for_character() -> None:
    assert printable("a👍b\n\x00c", "abc".__contains__) == "a〓b\n〓c"
