"""What is said of the items of one area: `A1 ok all lit`, `A2 defect @3F lamp dark`, `A5 na none here`."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

from propdesk.errors import Refused
from propdesk.i18n import N_
from propdesk.rules.checklist import Area, Checklist


class State(StrEnum):
    """What an item was found to be."""

    OK = "ok"
    DEFECT = "defect"
    FIXED = "fixed"
    """A defect that was solved on the spot."""
    NOT_THERE = "na"


STATES: Mapping[str, State] = {
    **dict.fromkeys(("ok", "fine", "+", "好", "完好"), State.OK),
    **dict.fromkeys(("defect", "bad", "-", "!", "异常", "问题", "缺陷"), State.DEFECT),
    **dict.fromkeys(("fixed", "solved", "已处理", "现场解决"), State.FIXED),
    **dict.fromkeys(("na", "n/a", "none", "0", "不适用"), State.NOT_THERE),
}
"""The words for each state."""

NOTE, PLACE = 200, 40
"""How many characters what was seen, and where, may have."""

SAYING_NOTHING = (
    "normal ok okay fine good yes none nothing all as usual no abnormality problem problems issue issues everything is",
    "in order checked done",
    "正常 异常 问题 情况 良好 完好 合格 好 是 无 没 没有 有 未 见 未见 发现 都 均 全部 一切 已查 已检查 检查",
    "巡查 可以 行",
)
EMPTY_WORDS = frozenset(word for line in SAYING_NOTHING for word in line.split())
"""Words that say nothing of what was seen, alone or one after the other (G-PAT-01)."""


@dataclass(frozen=True)
class Answer:
    """What was found of one item; `note` is what was seen, `place` where, when it is not the whole area."""

    id: str
    state: State
    note: str
    place: str = ""


def says_nothing(note: str) -> bool:
    """Whether a note only says that all is well, in whatever words: `normal`, `正常正常`, `ok ok`, `无异常。`."""
    rest = re.sub(r"[\W_]+", " ", note.casefold()).strip()
    words = rest.split()
    return all(word in EMPTY_WORDS or _made_of(word) for word in words)


def _made_of(word: str) -> bool:
    """Whether a word without spaces is nothing but empty words in a row, as Chinese is written."""
    ends = [True, *[False] * len(word)]
    for end in range(1, len(word) + 1):
        ends[end] = any(ends[end - len(each)] for each in EMPTY_WORDS if word.endswith(each, 0, end))
    return ends[-1]


def read_answers(text: str, area: Area) -> tuple[Answer, ...]:
    """The answers somebody wrote, one a line, in the order of the checklist.

    Raises:
        Refused: a line is not understood, an item is missing, said twice or of another area, or an answer says nothing
            (G-PAT-01).
    """
    known = {check.id for check in area.checks}
    found: dict[str, Answer] = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        answer = _read(line, area.letter)
        if answer.id not in known:
            raise _wrong("line", N_("{id} is no item of area {area}."), id=answer.id, area=area.letter)
        if answer.id in found:
            raise _wrong("line", N_("{id} is written twice."), id=answer.id)
        found[answer.id] = answer
    if missing := [check.id for check in area.checks if check.id not in found]:
        raise _wrong("G-PAT-01", N_("Not answered yet: {ids}. Every item needs a finding."), ids=", ".join(missing))
    return tuple(found[check.id] for check in area.checks)


def _read(line: str, letter: str) -> Answer:
    parts = re.fullmatch(r"([A-Za-z]\d{1,2})[\s:：]+(\S+)(?:\s+[@＠](\S+))?(?:\s+(.*))?", line)
    state = STATES.get(parts[2].casefold()) if parts else None
    if parts is None or state is None:
        raise _wrong("line", N_("“{line}” is not understood. Write: {letter}1 ok what was seen."), line=line[:40],
                     letter=letter)  # fmt: skip
    check_id, place, note = parts[1].upper(), parts[3] or "", (parts[4] or "").strip()
    if len(note) > NOTE or len(place) > PLACE:
        raise _wrong("long", N_("{id}: what was seen takes at most {limit} characters."), id=check_id, limit=NOTE)
    if state is not State.NOT_THERE and says_nothing(note):
        raise _wrong("G-PAT-01", N_("{id}: say what you saw. “Normal” alone is no finding."), id=check_id)
    return Answer(check_id, state, note, place)


def _wrong(code: str, message: str, **values: object) -> Refused:
    return Refused(code, message, field="answers", **values)


def lines(answers: Sequence[Answer]) -> str:
    """Answers as `read_answers` reads them."""
    return "\n".join(
        " ".join(
            part for part in (each.id, each.state.value, f"@{each.place}" if each.place else "", each.note) if part
        )
        for each in answers
    )


def stored(answers: Sequence[Answer]) -> str:
    """Answers as a round keeps them."""
    return json.dumps([asdict(answer) for answer in answers], ensure_ascii=False)


def kept(text: str) -> tuple[Answer, ...]:
    """The answers a round keeps."""
    return tuple(Answer(**{**row, "state": State(row["state"])}) for row in json.loads(text or "[]"))


def wanted(checklist: Checklist, letter: str, *, field: str = "area") -> Area:
    """The area of a letter that has something to be seen.

    Raises:
        Refused: there is none; the sentence names those there are.
    """
    area = checklist.area(letter.strip().upper())
    if area is None or not area.checks:
        raise Refused("area", N_("There is no area {area}. Areas: {known}."), field=field, area=letter,
                      known=" ".join(checklist.letters()))  # fmt: skip
    return area
