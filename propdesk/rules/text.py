"""Text at the gate: what may come in, and what is taken away without a word."""

import re
import unicodedata

_CONTROL = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def tidy(text: str) -> str:
    """Compose characters and make line ends, tabs and wide spaces ordinary; trim both ends."""
    plain = unicodedata.normalize("NFC", text) if _encodes(text) else text
    return plain.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").replace("\u3000", " ").strip()


def strange_character(text: str) -> tuple[int, str] | None:
    """The first character no form may hold, as (position from 1, code point); line breaks are fine."""
    for position, character in enumerate(text, start=1):
        if character != "\n" and unicodedata.category(character) in _CONTROL:
            return position, f"U+{ord(character):04X}"
    return None


def without_strange(text: str) -> str:
    """`text` without the characters no form may hold, for what was pasted from elsewhere."""
    return "".join(c for c in tidy(text) if c == "\n" or unicodedata.category(c) not in _CONTROL)


def same_name(one: str, other: str) -> bool:
    """Whether two names are one: width, case and spaces make no other person."""
    return _name(one) == _name(other)


def _name(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def one_line(text: str, length: int) -> str:
    """The beginning of `text` on one line, at most `length` characters."""
    line = re.sub(r"\s+", " ", text).strip()
    return line if len(line) <= length else line[: length - 2] + ".."


def bigrams(text: str) -> list[str]:
    """The search tokens of `text`: pairs of neighbouring Han characters, whole words and numbers otherwise, in order.

    A single Han character between other text stands alone.
    """
    tokens: list[str] = []
    for run in re.findall(
        r"[\u3400-\u9fff\U00020000-\U0003ffff]+|[a-z0-9]+", unicodedata.normalize("NFKC", text).casefold()
    ):
        if run[0].isascii() or len(run) == 1:
            tokens.append(run)
        else:
            tokens.extend(run[i : i + 2] for i in range(len(run) - 1))
    return tokens


def _encodes(text: str) -> bool:
    return not any(unicodedata.category(c) == "Cs" for c in text)
