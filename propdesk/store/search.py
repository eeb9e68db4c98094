"""Full-text search over the journal: which entries, and so which items, speak of what somebody typed.

The index is a contentless FTS5 table written by us. It holds pairs of neighbouring Chinese characters, whole words and
whole numbers (`rules.text.bigrams`), and after them, so that no phrase runs through them:

* `3x1201` for every way to write a unit: `3-1201`, `3号楼1201`, `三栋1201室`; `3x2x1201` with its entrance; `ax801`;
* the digits of a telephone number that was written in groups, and `tail_8000` for the last four of any number of seven
  digits or more;
* `ledger_contact` for the ledger, so that a search inside one ledger needs no join.

What is typed goes the same way: each word separated by spaces must be there, the characters of one word side by side. A
Latin word also finds longer words; a number only itself. One character alone finds nothing: it is skipped beside more.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from propdesk.rules.searchkeys import room_from
from propdesk.rules.text import bigrams

if TYPE_CHECKING:
    from sqlalchemy import Connection

DDL = "CREATE VIRTUAL TABLE entry_search USING fts5(words, content='', columnsize=0, tokenize=\"ascii tokenchars '_'\")"
"""The `ascii` tokenizer leaves all characters beyond ASCII in their word, also those newer than SQLite's tables."""

MOST_CHARACTERS = 200
"""Of what is typed, only the beginning is searched for."""

_CHUNK = 1000
_SPOKEN = """
SELECT p.seq, p.body, i.ledger, i.number, i.place, i.person, i.phone
FROM payload p JOIN entry e ON e.seq = p.seq LEFT JOIN item i ON i.id = e.item_id
WHERE p.seq > ? AND p.body IS NOT NULL ORDER BY p.seq LIMIT ?
"""

_BLOCK = r"(?<![0-9a-z-])(?:[0-9]{0,3}[a-z]?|[一二三四五六七八九十]{1,3})"
_JOINT = r"(?:-|#|号楼|号|栋|幢|座)-?"
_ENTRANCE = r"(?:(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})(?:-|单元-?|门))?"
_UNIT = re.compile(rf"{_BLOCK}{_JOINT}{_ENTRANCE}[0-9]{{2,5}}(?![0-9a-z-])室?")
_PHONE = re.compile(r"(?<![0-9])(1[0-9]{2})[- ]([0-9]{4})[- ]([0-9]{4})(?![0-9])")
_LONG_NUMBER = re.compile(r"(?<![0-9])[0-9]{7,}(?![0-9])")


def index_entry(connection: "Connection", seq: int, ledger: str | None, text: str) -> None:
    """Make entry `seq` findable by the words of `text`, and in `ledger` when it belongs to one."""
    statement = "INSERT INTO entry_search (rowid, words) VALUES (?, ?)"
    connection.exec_driver_sql(statement, (seq, words_of(ledger, text)))


def forget_entry(connection: "Connection", seq: int, ledger: str | None, text: str) -> None:
    """Take entry `seq` out again when its payload is destroyed; `ledger` and `text` as it was indexed with."""
    statement = "INSERT INTO entry_search (entry_search, rowid, words) VALUES ('delete', ?, ?)"
    connection.exec_driver_sql(statement, (seq, words_of(ledger, text)))


def text_of(sentence: str, about: Iterable[str], values: Mapping[str, object]) -> str:
    """What of an entry can be searched for: its sentence, what its item is about, and every answer that is text."""
    return " ".join([sentence, *about, *(value for value in values.values() if isinstance(value, str))])


def rebuild(connection: "Connection") -> int:
    """Make the index anew from all entries, each with its item as that stands now; how many there are."""
    connection.exec_driver_sql("INSERT INTO entry_search (entry_search) VALUES ('delete-all')")
    last = count = 0
    while rows := connection.exec_driver_sql(_SPOKEN, (last, _CHUNK)).all():
        for seq, body, ledger, *about in rows:
            said = json.loads(body)
            index_entry(connection, seq, ledger, text_of(said["sentence"], filter(None, about), said["values"]))
        last, count = int(rows[-1][0]), count + len(rows)
    return count


def find_entries(connection: "Connection", typed: str, *, ledger: str | None = None, limit: int) -> list[int]:
    """The numbers of the newest entries that hold what was typed, at most `limit`; any text may be typed."""
    asked = _question(typed, ledger)
    if asked is None:
        return []
    statement = "SELECT rowid FROM entry_search WHERE entry_search MATCH ? ORDER BY rowid DESC LIMIT ?"
    return [int(row[0]) for row in connection.exec_driver_sql(statement, (asked, limit))]


def find_items(connection: "Connection", typed: str, ledger: str | None, limit: int) -> list[int]:
    """The items whose entries hold what was typed, the one with the newest such entry first, at most `limit`."""
    asked = _question(typed, ledger)
    found: dict[int, None] = {}
    for item in _items(connection, asked) if asked else ():
        found.setdefault(item)
        if len(found) >= limit:
            break
    return list(found)


def _items(connection: "Connection", asked: str) -> Iterator[int]:
    """The item of each entry found, newest first; read only as far as somebody asks."""
    statement = (
        "SELECT entry.item_id FROM entry_search CROSS JOIN entry ON entry.seq = entry_search.rowid"
        " WHERE entry_search MATCH ? AND entry.item_id IS NOT NULL ORDER BY entry_search.rowid DESC"
    )
    with connection.exec_driver_sql(statement, (asked,)) as result:
        for rows in result.partitions(200):
            yield from (int(row[0]) for row in rows)


def is_searchable(typed: str) -> bool:
    """Whether anything in what was typed can be searched for; one character alone cannot."""
    return _question(typed, None) is not None


def words_of(ledger: str | None, text: str) -> str:
    """What is indexed of a text of that ledger: its words, then its units, numbers and the ledger."""
    plain = _plain(text)
    extra = [*_units(plain), *_numbers(plain)]
    if ledger:
        extra.append(f"ledger_{ledger}")
    return " ".join([*bigrams(plain), *extra])


def _question(typed: str, ledger: str | None) -> str | None:
    """The FTS5 expression for what was typed, or None when nothing in it can be searched for."""
    plain = _plain(typed[:MOST_CHARACTERS])
    terms = [f'"{"".join(found.groups())}"' for found in _PHONE.finditer(plain)]
    terms += [term for word in _PHONE.sub(" ", plain).split() if (term := _term(word))]
    if not terms:
        return None
    return " AND ".join([*terms, f'"ledger_{ledger}"'] if ledger else terms)


def _term(word: str) -> str | None:
    tokens = bigrams(word)
    if unit := _unit(word):
        return f'({_phrase(tokens)} OR "{unit}")'
    if len(tokens) > 1 and _half(tokens[0]):
        tokens = tokens[1:]
    if len("".join(tokens)) < 2:
        return None
    if word.isdigit() and len(word) == 4:
        return f'("{word}" OR "tail_{word}")'
    return _phrase(tokens)


def _phrase(tokens: list[str]) -> str:
    """The tokens side by side; the last may be the beginning of a longer one, unless it is a number or a pair."""
    last = tokens[-1]
    open_end = _half(last) or (last.isascii() and last[0].isalpha())
    return f'"{" ".join(tokens)}"{" *" if open_end else ""}'


def _half(token: str) -> bool:
    """Whether this is one Chinese character, perhaps half of a pair that was typed in part."""
    return len(token) == 1 and not token.isascii()


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _units(plain: str) -> list[str]:
    return [unit for found in _UNIT.finditer(plain) if (unit := _unit(found.group()))]


def _unit(word: str) -> str | None:
    """`3x1201` for any way to write that unit; what room names hold beyond letters and digits has no token."""
    token = (room_from(word) or "").replace("-", "x").lower()
    return token if token.isascii() and token.isalnum() else None


def _numbers(plain: str) -> list[str]:
    grouped = ["".join(found.groups()) for found in _PHONE.finditer(plain)]
    return [*grouped, *(f"tail_{number[-4:]}" for number in [*grouped, *_LONG_NUMBER.findall(plain)])]
