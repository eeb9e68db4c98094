"""Every word of the desk is there in Chinese, says what the English says, and is the one that ships."""

import ast
import re
import tomllib
from collections.abc import Iterator
from string import Formatter

import polib
import pytest

from propdesk.i18n import translate
from scripts.messages import CATALOGUE, ROOT, collected

SAME_IN_BOTH = frozenset(
    {"PropDesk", "Esc", "Enter", "Tab", "Del", "PgUp", "PgDn", "Home", "End", "Shift", "中文 / English"}
)
"""Names of keys and of the program; everything else has words of its own."""

HAN = r"[\u3400-\u4dbf\u4e00-\u9fff]"
HALF_WIDTH = re.compile(rf"{HAN}\s*[,.;:!?]\s*(?:{HAN}|$)|{HAN}[()]|[()]{HAN}|{HAN}\"|\"{HAN}")
"""Half-width punctuation where only full-width belongs."""

MANGLED = ("治理", "情形", "中意")
"""Words a spinning machine put into one of the sources; a front desk does not say them."""

GLOSSARY = ROOT / "docs" / "glossary.md"


def entries() -> list[polib.POEntry]:
    return list(polib.pofile(str(CATALOGUE)))


def sayings() -> list[tuple[str, str]]:
    """English and Chinese of every message; of a plural its only Chinese form with each English one."""
    found: list[tuple[str, str]] = []
    for entry in entries():
        if entry.msgid_plural:
            found += [(entry.msgid, entry.msgstr_plural[0]), (entry.msgid_plural, entry.msgstr_plural[0])]
        else:
            found.append((entry.msgid, entry.msgstr))
    return found


def names(text: str) -> set[str]:
    return {name for _before, name, _spec, _how in Formatter().parse(text) if name is not None}


def called() -> Iterator[tuple[str, str]]:
    """The words of every `_()`, `N_()` and `ngettext()` in the sources, and where; also inside f-strings."""
    for path in sorted((ROOT / "propdesk").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
                continue
            first = node.args[0]
            if node.func.id in {"_", "N_", "ngettext"} and isinstance(first, ast.Constant):
                yield str(first.value), f"{path.relative_to(ROOT)}:{first.lineno}"


def glossary() -> list[tuple[str, str]]:
    """The first two columns of the tables: an English term and its Chinese one."""
    rows = [line.strip("|").split("|") for line in GLOSSARY.read_text(encoding="utf-8").splitlines() if line[:1] == "|"]
    return [(row[0].strip(), row[1].strip()) for row in rows if row[1].strip() not in {"中文", "---"}]


def test_the_catalogue_has_exactly_the_messages_of_the_sources() -> None:
    assert sorted(entry.msgid for entry in entries()) == sorted(collected()), "run scripts/messages.py"


def test_no_message_escapes_the_collection() -> None:
    known = {english for english, _chinese in sayings()}
    assert [f"{where}: {words}" for words, where in called() if words and words not in known] == []


def test_every_message_has_words_in_chinese() -> None:
    assert [entry.msgid for entry in entries() if not entry.translated() or entry.fuzzy or entry.obsolete] == []


def test_a_plural_has_one_form_in_chinese() -> None:
    assert [entry.msgid for entry in entries() if entry.msgid_plural and set(entry.msgstr_plural) != {0}] == []


def test_chinese_and_english_take_the_same_values() -> None:
    assert [(english, chinese) for english, chinese in sayings() if names(english) != names(chinese)] == []


def test_the_compiled_catalogue_is_the_written_one() -> None:
    shipped = {entry.msgid: entry for entry in polib.mofile(str(CATALOGUE.with_suffix(".mo")))}
    written = {entry.msgid: entry for entry in entries() if entry.translated()}
    assert shipped.keys() == written.keys(), "run scripts/messages.py"
    for msgid, entry in written.items():
        there = shipped[msgid]
        assert (there.msgstr, there.msgid_plural) == (entry.msgstr, entry.msgid_plural), "run scripts/messages.py"
        assert there.msgstr_plural == entry.msgstr_plural, "run scripts/messages.py"


def test_nothing_but_keys_and_codes_is_left_in_english() -> None:
    assert [english for english, chinese in sayings() if english == chinese and english not in SAME_IN_BOTH] == []


def test_chinese_sentences_have_full_width_punctuation() -> None:
    assert [chinese for _english, chinese in sayings() if HALF_WIDTH.search(chinese)] == []


def test_a_sentence_ends_as_a_sentence_in_both_languages() -> None:
    ends = {".": "。", "?": "？", "!": "！"}
    wrong = [chinese for english, chinese in sayings() if english[-1:] in ends and english[-3:] != "..."
             and not chinese.endswith(ends[english[-1]])]  # fmt: skip
    assert wrong == []


def test_the_chinese_is_that_of_a_front_desk() -> None:
    assert [chinese for _english, chinese in sayings() if any(word in chinese for word in MANGLED)] == []


def test_every_rule_of_the_rulebook_has_a_chinese_title() -> None:
    rules = tomllib.loads((ROOT / "data" / "rulebook.toml").read_text(encoding="utf-8"))["rule"]
    assert [rule["code"] for rule in rules if translate(rule["title"], "zh_CN") == rule["title"]] == []


def test_the_screens_use_the_words_of_the_glossary() -> None:
    said = dict(sayings())
    assert [(term, said[term], word) for term, word in glossary() if term in said and said[term] != word] == []


@pytest.mark.parametrize("chinese", ["已送达,请回复", "请填写 (房号)", "超时.", "住户:王敏"])
def test_half_width_punctuation_among_han_is_seen(chinese: str) -> None:
    assert HALF_WIDTH.search(chinese)


@pytest.mark.parametrize(
    "chinese", ["如 0532-8888 6666。", "约定 14:30 前回复", "可填 14:30、明天 9:00、+30m", "（FILE）"]
)
def test_figures_and_codes_keep_their_punctuation(chinese: str) -> None:
    assert not HALF_WIDTH.search(chinese)
