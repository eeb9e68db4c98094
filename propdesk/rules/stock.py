"""A stock-take compared with the register: what is missing, too many, double, unknown, or on another hook."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from propdesk.errors import Refused
from propdesk.i18n import N_
from propdesk.rules.hooks import Hook, parse_hook, read_tag

NOT_A_LINE = N_(
    "Line {line}, “{typed}”: write hook, label and number of keys, such as A-17 K0017 2; an empty hook: A-17 0."
)
NO_NUMBER = N_("Line {line}: “{typed}” is no number of keys.")
EMPTY = ("0", "-", "—", "空")
"""What is written after a hook on which nothing hangs."""
MOST = 1000
"""More keys than hang on any hook."""


@dataclass(frozen=True)
class Line:
    """What was found on a hook; without `tag` it hung empty. `batch` is which count said so."""

    hook: Hook
    tag: str
    pieces: int
    batch: int = 0
    expected: int = 0
    owed: int = 0


@dataclass(frozen=True)
class Place:
    """A key set of the register: its label, its hook, how many keys are to hang there."""

    tag: str
    hook: Hook
    pieces: int


@dataclass(frozen=True)
class Difference:
    """Something that is not as the register has it; `kind` is missing, surplus, doubled, unknown or misplaced.

    `batch` is the earliest count it rests on.
    """

    kind: str
    tag: str
    hook: Hook
    pieces: int
    batch: int = 0


@dataclass(frozen=True)
class Outcome:
    """The comparison: the hooks nobody counted, the differences, how many keys were to be and were found."""

    uncounted: tuple[Hook, ...]
    differences: tuple[Difference, ...]
    expected: int
    found: int

    def count(self, kind: str) -> int:
        """How many differences of a kind there are; of missing and surplus, how many keys."""
        alike = [each for each in self.differences if each.kind == kind]
        return sum(each.pieces for each in alike) if kind in ("missing", "surplus") else len(alike)


def read_lines(text: str) -> list[Line]:
    """What was typed at the cabinet, a hook a line: `A-17 K0017 2`, or `A-17 0` for an empty one.

    Raises:
        Refused: a line cannot be read; the sentence names it.
    """
    rows = [(number, row.split()) for number, row in enumerate(text.splitlines(), start=1) if row.strip()]
    return [_line(number, words) for number, words in rows]


def _line(number: int, words: list[str]) -> Line:
    hook = parse_hook(words[0])
    empty = len(words) == 2 and words[1] in EMPTY
    if hook is None or len(words) > 3 or (len(words) < 3 and not empty):
        raise Refused("line", NOT_A_LINE, field="found", line=number, typed=" ".join(words)[:40])
    if empty:
        return Line(hook, "", 0)
    if not (words[2].isascii() and words[2].isdecimal() and int(words[2]) < MOST):
        raise Refused("line", NO_NUMBER, field="found", line=number, typed=words[2][:20])
    return Line(hook, read_tag(words[1])[:20], int(words[2]))


def latest(lines: Iterable[Line]) -> list[Line]:
    """What counts of what was written down: of each hook, what the last count said."""
    last: dict[Hook, int] = {}
    kept = list(lines)
    for line in kept:
        last[line.hook] = max(last.get(line.hook, 0), line.batch)
    return [line for line in kept if line.batch == last[line.hook]]


def compare(places: Sequence[Place], lines: Iterable[Line], elsewhere: Collection[str] = ()) -> Outcome:
    """The count against the register. `places` are the key sets in custody of the hooks that were to be counted,
    `elsewhere` the labels of key sets whose hooks were not.

    What was to be there is taken from the moment of counting, so that a loan in between makes no difference.
    """
    found = latest(lines)
    seen = {line.hook: line for line in found}
    by_tag: dict[str, list[Line]] = {}
    for line in found:
        if line.tag:
            by_tag.setdefault(line.tag, []).append(line)
    known = {place.tag: place for place in places}
    uncounted = tuple(sorted(p.hook for p in places if p.pieces and p.hook not in seen and p.tag not in by_tag))
    differences: list[Difference] = []
    expected = 0
    for place in places:
        mine = by_tag.get(place.tag, [])
        there = seen.get(place.hook)
        due = mine[0].expected if mine else there.owed if there else 0
        batch = min((line.batch for line in mine), default=there.batch if there else 0)
        expected += due
        differences += _of_place(place, mine, due, batch)
    strangers = [line for line in found if line.tag and line.tag not in known]
    differences += [
        Difference("misplaced" if line.tag in elsewhere else "unknown", line.tag, line.hook, line.pieces, line.batch)
        for line in strangers
    ]
    order = sorted(differences, key=lambda each: (each.hook, each.kind, each.tag))
    return Outcome(uncounted, tuple(order), expected, sum(line.pieces for line in found))


def _of_place(place: Place, mine: Sequence[Line], due: int, batch: int) -> list[Difference]:
    """What is wrong with one key set."""
    counted = sum(line.pieces for line in mine)
    wrong = [
        Difference("misplaced", place.tag, line.hook, line.pieces, batch) for line in mine if line.hook != place.hook
    ]
    if len({line.hook for line in mine}) > 1:
        wrong.append(Difference("doubled", place.tag, place.hook, counted, batch))
    if counted != due:
        kind = "missing" if counted < due else "surplus"
        wrong.append(Difference(kind, place.tag, place.hook, abs(counted - due), batch))
    return wrong
