"""What is said of the items of one area: `A1 ok all lit`, `A2 defect @3F lamp dark`, `A5 na none here`.

`=` and its number before that says which open finding it is; of somebody who breaks the rules what came of talking to
them stands instead of `defect`: `J7 promised @3-1201 two hens`.
"""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

from propdesk.errors import Refused
from propdesk.i18n import N_
from propdesk.rules.checklist import Area, Checklist, Flag


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

STOPPED = "stopped"
TALKED: Mapping[str, str] = {
    **dict.fromkeys((STOPPED, "劝止", "制止"), STOPPED),
    **dict.fromkeys(("promised", "承诺", "答应"), "promised"),
    **dict.fromkeys(("refused", "不听", "拒绝"), "refused"),
    **dict.fromkeys(("absent", "无人"), "absent"),
}
"""What came of talking to somebody who breaks the rules, by its words; whoever stopped at once leaves no defect."""

NOTE, PLACE = 200, 40
"""How many characters what was seen, and where, may have."""
MANY = 4
"""So many items of one area in the same words are shown to whoever signs, and to the supervisor."""

NO_FINDING = N_("{id}: say what you saw. “Normal” alone is no finding.")
NO_DEFECT = N_("{id}: say what is wrong, or what was done about it.")
NO_GAP = N_("{id}: after @ and the place comes a space, then what was seen.")
NOWHERE = N_("{id}: say where: @ and the place before what is wrong, such as @3F.")
NOT_TALKED = N_("{id}: write what came of talking to them instead of “defect”: stopped, promised, refused or absent.")

SAYING_NOTHING = (
    "normal ok okay fine good well yes none nothing nil nope all as above usual before same ditto no not any without",
    "with abnormal abnormality abnormalities anomaly anomalies problem problems issue issues defect defects fault",
    "faults finding findings found to report everything is are was looks seems working satisfactory applicable in",
    "order checked seen done works fixed solved repaired na zhengchang yiqie wuyichang wu yichang zc",
    "正常 异常 異常 问题 問題 情况 状况 状态 良好 完好 无损 合格 符合 要求 达标 好 很 还 不错 是 无 無 没 沒 没有",
    "沒有 有 未 见 未见 发现 發現 都 均 皆 全部 一切 基本 比较 明显 任何 目前 暂 特殊 其他 已 处理 解决 整改 挺 已查",
    "已检查 检查 检查过 巡查 巡检 查看 看过 查过 可以 行 的 了 对 嗯 故障 缺陷 隐患 毛病 事 同上 同前 同左 如上 照常",
    "照旧 如常 如旧 一如往常 安全 平安 安好 一般 设备 設備 设施 功能 运行 使用 工作 外观",
)
EMPTY_WORDS = frozenset(word for line in SAYING_NOTHING for word in line.split())
"""Words that say nothing of what was seen, alone or one after the other (G-PAT-01)."""


@dataclass(frozen=True)
class Answer:
    """What was found of one item; `note` is what was seen, `place` where, when it is not the whole area.

    `same` is the number of the open finding that was seen again, `talked` what came of talking to somebody.
    """

    id: str
    state: State
    note: str
    place: str = ""
    same: str = ""
    talked: str = ""


def says_nothing(note: str) -> bool:
    """Whether a note only says that all is well, in whatever words: `normal`, `正常正常`, `ok ok`, `ＯＫ`, `无异常。`.

    Neither width, case, punctuation nor spaces make a finding of it; nor does one letter or digit, alone or repeated.
    """
    words = re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", note).casefold()).split()
    whole = "".join(words)
    if re.fullmatch(r"([a-z\d])\1*", whole):
        return True
    return all(word in EMPTY_WORDS or _made_of(word) for word in words) or _made_of(whole)


def _made_of(word: str) -> bool:
    """Whether a word without spaces is nothing but empty words in a row, as Chinese is written."""
    ends = [True, *[False] * len(word)]
    for end in range(1, len(word) + 1):
        ends[end] = any(ends[end - len(each)] for each in EMPTY_WORDS if word.endswith(each, 0, end))
    return ends[-1]


def read_answers(text: str, area: Area, *, placed: bool = False) -> tuple[Answer, ...]:
    """The answers somebody wrote, one a line, in the order of the checklist; `placed` where the area has a place.

    Raises:
        Refused: a line is not understood, an item is missing, said twice or of another area, an answer says nothing
            (G-PAT-01), or a defect neither where it is nor, of somebody who breaks the rules, what became of it.
    """
    known = {check.id: check for check in area.checks}
    found: dict[str, Answer] = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        answer = read_line(line, area.letter)
        if answer.id not in known:
            raise _wrong("line", N_("{id} is no item of area {area}."), id=answer.id, area=area.letter)
        if answer.id in found:
            raise _wrong("line", N_("{id} is written twice."), id=answer.id)
        if to_be_talked_about(answer, known[answer.id].flag):
            raise _wrong("talked", NOT_TALKED, id=answer.id)
        found[answer.id] = checked(answer, placed=placed)
    if missing := [check.id for check in area.checks if check.id not in found]:
        raise _wrong("G-PAT-01", N_("Not answered yet: {ids}. Every item needs a finding."), ids=", ".join(missing))
    return tuple(found[check.id] for check in area.checks)


def checked(answer: Answer, *, placed: bool) -> Answer:
    """The answer, if it says what was seen, and of a defect where: in an area with a place of its own that is enough.

    Raises:
        Refused: it does not, or is too long.
    """
    wrong = answer.state in (State.DEFECT, State.FIXED)
    if len(answer.note) > NOTE or len(answer.place) > PLACE:
        raise _wrong("long", N_("{id}: what was seen takes at most {limit} characters."), id=answer.id, limit=NOTE)
    if answer.place and not answer.note and answer.state is not State.NOT_THERE:
        raise _wrong("G-PAT-01", NO_GAP, id=answer.id)
    if answer.state is not State.NOT_THERE and says_nothing(answer.note):
        raise _wrong("G-PAT-01", NO_DEFECT if wrong else NO_FINDING, id=answer.id)
    if wrong and not (placed or answer.place or answer.same):
        raise _wrong("place", NOWHERE, id=answer.id)
    return answer


def to_be_talked_about(answer: Answer, flag: Flag) -> bool:
    """Whether somebody breaks the rules and it is not said what came of talking to them."""
    return flag is Flag.VIOLATION and answer.state is State.DEFECT and not (answer.talked or answer.same)


def read_line(line: str, letter: str) -> Answer:
    """One answer as it is written, whatever it says.

    Raises:
        Refused: it is not understood.
    """
    parts = re.fullmatch(r"([A-Za-z]\d{1,2})[\s:：]+(\S+)(?:\s+(.*))?", line)
    said = unicodedata.normalize("NFKC", parts[2]).casefold() if parts else ""
    talked = TALKED.get(said, "")
    state = State.FIXED if talked == STOPPED else State.DEFECT if talked else STATES.get(said)
    if parts is None or state is None:
        raise _wrong("line", N_("“{line}” is not understood. Write: {letter}1 ok what was seen."), line=line[:40],
                     letter=letter)  # fmt: skip
    return replace(seen(parts[1].upper(), state, parts[3] or ""), talked=talked)


def seen(check_id: str, state: State, text: str) -> Answer:
    """What was typed about an item: `@3F lamp dark`, `=WT20261121-004 still dark`, or only what was seen."""
    found = re.fullmatch(r"(?:[=＝](\S+)\s*)?(?:[@＠](\S+)\s*)?(.*)", " ".join(text.split()))
    same, place, note = found.groups() if found else ("", "", text)
    return Answer(check_id, state, note, place or "", (same or "").upper())


def text_of(answer: Answer) -> str:
    """What was seen as it is typed, the opposite of `seen`."""
    marks = (f"={answer.same}" if answer.same else "", f"@{answer.place}" if answer.place else "", answer.note)
    return " ".join(part for part in marks if part)


def _wrong(code: str, message: str, **values: object) -> Refused:
    return Refused(code, message, field="answers", **values)


def lines(answers: Sequence[Answer]) -> str:
    """Answers as `read_answers` reads them."""
    said = [(each.id, each.talked or each.state.value, text_of(each)) for each in answers]
    return "\n".join(" ".join(part for part in parts if part) for parts in said)


def alike(answers: Iterable[Answer]) -> int:
    """How many items were said to be fine in the very same words, where they are `MANY`; else 0."""
    said = Counter("".join(each.note.split()).casefold() for each in answers if each.state is State.OK)
    most = max(said.values(), default=0)
    return most if most >= MANY else 0


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
