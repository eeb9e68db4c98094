"""A stock-take while it is counted: what is read of it, how a typed line is understood, what was said of each hook."""

import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from propdesk.desk import Desk
from propdesk.errors import Refused
from propdesk.procedures.tx import Actor
from propdesk.queries import items, stocktakes
from propdesk.queries.items import ItemRow
from propdesk.queries.stocktakes import Counted
from propdesk.rules.hooks import Hook, parse_hook
from propdesk.rules.stock import EMPTY, NOT_A_LINE, Line, read_lines

COUNT = "stocktake.count"
"""The step that writes down what was counted."""


@dataclass(frozen=True)
class Taken:
    """A stock-take as it stands in the database: never with what is expected."""

    row: ItemRow | None
    scope: str | None
    hooks: Sequence[Hook]
    counted: Sequence[Counted]


def load(desk: Desk, item_id: int) -> Taken:
    """Read a stock-take; blocks."""
    scope = desk.read(items.row_of, "stocktake", item_id).get("cabinet")
    hooks, counted = desk.read(stocktakes.hooks_to_count, item_id), desk.read(stocktakes.counted, item_id)
    return Taken(desk.read(items.item, item_id), str(scope) if scope is not None else None, hooks, counted)


@dataclass(frozen=True)
class Parked:
    """A parked form of a count: the draft, its lines, and the beginning of one more."""

    key: int
    lines: Sequence[Line]
    rest: str


def parked_lines(desk: Desk, actor: Actor, item_id: int) -> list[Parked]:
    """What an operator parked of a stock-take, the oldest first; what cannot be read stays a parked form; blocks."""
    drafts = [draft for draft in desk.drafts(actor) if (draft.step, draft.item_id) == (COUNT, item_id)]
    found = [_parked(draft.id, str(draft.fields.get("found", ""))) for draft in reversed(drafts)]
    return [parked for parked in found if parked is not None]


def _parked(key: int, text: str) -> Parked | None:
    try:
        return Parked(key, read_lines(text), "")
    except Refused:
        rows, _newline, last = text.rpartition("\n")
    try:
        return Parked(key, read_lines(rows), last)
    except Refused:
        return None


@dataclass(frozen=True)
class Waiting:
    """A label that was read on a hook, the number of its keys still to come."""

    hook: Hook
    tag: str


def understood(typed: str, hook: Hook | None, tag: str = "", cabinets: Collection[str] = ()) -> Line | Waiting:
    """What is meant by `typed` while `hook` is asked, of which perhaps the label `tag` was read.

    A line is label and number, a label alone, hook and label, or all three; `0` is an empty hook. Two words begin with
    a hook where they name one of the `cabinets` and no number of keys follows.

    Raises:
        Refused: it means nothing; the sentence says how a line is written.
    """
    words = unicodedata.normalize("NFKC", typed).split()
    named = parse_hook(words[0]) if len(words) == 2 else None
    elsewhere = named is not None and named.cabinet in cabinets and not _is_number(words[1])
    if len(words) < 3 and not elsewhere:
        if hook is None:
            raise Refused("line", NOT_A_LINE, line=1, typed=typed.strip()[:40])
        words = [hook.words, *([tag] if tag and len(words) == 1 else []), *words]
    if len(words) == 2 and words[1] not in EMPTY:
        return Waiting((named if elsewhere else hook) or Hook("", 0), words[1])
    return read_lines(" ".join(words))[0]


def _is_number(word: str) -> bool:
    """Whether it is a number of keys; `0` after a hook says that it is empty."""
    return word.isdecimal() and word not in EMPTY


def written(lines: Iterable[Line]) -> str:
    """Lines as the step reads them, and a draft keeps them."""
    return "\n".join(" ".join([line.hook.words, *([line.tag] if line.tag else []), str(line.pieces)]) for line in lines)


class Tally:
    """What was said of each hook, in the order it was said, and which of it is not saved yet."""

    def __init__(self) -> None:
        self.hooks: tuple[Hook, ...] = ()
        """The hooks to count, in order."""
        self.said: dict[Hook, tuple[Line, ...]] = {}
        self.saves = 0
        """How often something was saved; what was read from the database before is out of date."""
        self._unsaved: list[tuple[Hook, tuple[Line, ...]]] = []
        self._sent = 0

    # --- counting -------------------------------------------------------------------------------------------

    def keep(self, line: Line, *, also: bool = False) -> tuple[Line, ...]:
        """On a hook hangs this and nothing else, or `also` this; gives what was said of it before."""
        before = self.said.pop(line.hook, ())
        beside = tuple(each for each in before if also and each.tag and each.tag != line.tag)
        self.said[line.hook] = (*beside, line)
        self._unsaved.append((line.hook, before))
        return before

    def take_back(self) -> Line | None:
        """Undo the last line, unless it is saved or on its way."""
        if len(self._unsaved) <= self._sent:
            return None
        hook, before = self._unsaved.pop()
        line = self.said.pop(hook)[-1]
        if before:
            self.said[hook] = before
        return line

    def next_hook(self, after: Hook | None) -> Hook | None:
        """The next hook not counted yet, from the top again after the last one."""
        left = [hook for hook in self.hooks if hook not in self.said]
        return next((hook for hook in left if after is None or hook > after), left[0] if left else None)

    def beside(self, hook: Hook | None, by: int) -> Hook | None:
        """The hook `by` places after `hook` in order, counted or not."""
        if not self.hooks:
            return None
        place = sum(each < hook for each in self.hooks) if hook is not None else 0 if by > 0 else len(self.hooks)
        place += by if hook in self.hooks or by < 0 else 0
        return self.hooks[max(0, min(place, len(self.hooks) - 1))]

    @property
    def remaining(self) -> int:
        """How many hooks are not counted yet."""
        return sum(hook not in self.said for hook in self.hooks)

    # --- saving ---------------------------------------------------------------------------------------------

    @property
    def unsaved(self) -> int:
        """How many lines are not saved."""
        return len(self._unsaved)

    @property
    def fresh(self) -> set[Hook]:
        """The hooks of which something is not saved."""
        return {hook for hook, _before in self._unsaved}

    def batch(self, most: int | None = None) -> list[Line]:
        """Everything said of the hooks of the first `most` unsaved lines: what is saved of a hook replaces it all."""
        hooks = dict.fromkeys(hook for hook, _before in self._unsaved[:most])
        return [line for hook in hooks for line in self.said.get(hook, ())]

    def send(self, most: int) -> list[Line]:
        """The next lines to save; until it is known what came of them they cannot be taken back."""
        hooks = {hook for hook, _before in self._unsaved[:most]}
        first = [each for each in self._unsaved if each[0] in hooks]
        self._unsaved = [*first, *(each for each in self._unsaved if each[0] not in hooks)]
        self._sent = len(first)
        return self.batch(self._sent)

    def sent(self, *, saved: bool) -> None:
        """They were saved, or refused."""
        if saved:
            del self._unsaved[: self._sent]
            self.saves += 1
        self._sent = 0

    def read(self, hooks: Iterable[Hook], counted: Iterable[Counted]) -> None:
        """What stands in the database now, from this desk or another one; what is not saved stays last."""
        self.hooks = tuple(hook for hook in hooks if hook.slot)
        found: dict[Hook, tuple[Line, ...]] = {}
        for each in counted:
            if hook := parse_hook(each.hook):
                found[hook] = (*found.get(hook, ()), Line(hook, each.tag, each.pieces))
        fresh = self.fresh
        known = [hook for hook in self.said if hook in found and hook not in fresh]
        news = [hook for hook in found if hook not in self.said]
        mine = {hook: told for hook, told in self.said.items() if hook in fresh}
        self.said = {**{hook: found[hook] for hook in (*known, *news)}, **mine}
