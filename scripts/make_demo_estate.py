"""Make the roster of the demo estate, data/demo/roster.csv, the same for the same seed. Everybody is invented."""

import csv
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

SEED = 20261121
TARGET = Path(__file__).resolve().parent.parent / "data" / "demo" / "roster.csv"
TITLE = "东光花园业主花名册"
HEADING = (
    "楼栋",
    "房号",
    "建筑面积(㎡)",
    "房屋状态",
    "入住日期",
    "保修期至",
    "姓名",
    "身份",
    "联系电话",
    "车牌",
    "特别提示",
)
BUILDINGS = ((1, 18, 4), (2, 18, 4), (3, 26, 4), (4, 26, 4), (5, 11, 6), (6, 11, 6), (7, 18, 4), (8, 11, 4))
"""Number of the building, floors, flats on a floor."""

SURNAMES = """
王 720 李 710 张 680 刘 520 陈 450 杨 310 黄 220 赵 270 周 200 吴 190 徐 170 孙 180 马 130 朱 120 胡 120 林 110
郭 120 何 100 高 100 罗 80 郑 90 梁 80 谢 70 宋 90 唐 60 许 60 邓 50 冯 60 韩 70 曹 60 曾 50 彭 50 萧 30 蔡 50
潘 50 田 50 董 60 袁 50 于 80 余 40 叶 40 蒋 50 杜 50 苏 50 魏 50 程 50 吕 60 丁 50 沈 40 任 50 姚 40 卢 40 傅 30
钟 30 姜 60 崔 50 谭 40 廖 30 范 40 汪 30 陆 30 金 30 石 30 戴 30 贾 30 韦 20 夏 30 邱 30 方 30 侯 30 邹 30 熊 30
孟 30 秦 30 白 20 江 30 阎 20 薛 30 尹 30 段 20 雷 20 单 8 仇 6 解 8 查 6 区 4 朴 6 盖 4 华 6 缪 4 翟 8 逄 4 覃 4
欧阳 8 尉迟 3 司马 3 上官 3 诸葛 2 慕容 2 皇甫 2
"""
RARE = """
单雄飞 仇英杰 解晓东 查志远 尉迟建明 区建国 朴正焕 盖丽 长孙文博 令狐海燕 万俟涛 种师远 折秀英 员建军 冼玉兰
黑明哲 刘䶮 陈㛃
"""
COMPOUND = ("欧阳", "尉迟", "司马", "上官", "诸葛", "慕容", "皇甫", "长孙", "令狐", "万俟")
MEN = """
伟 强 磊 军 洋 勇 杰 涛 明 刚 辉 鹏 飞 斌 波 毅 俊 峰 龙 浩 宇 轩 睿 凯 博 建国 建军 志强 志远 海涛 晓东
小军 国强 国庆 永刚 永强
立新 思远 子轩 浩然 浩宇 俊杰 俊熙 明哲 光明
光辉 振华 振宇 德明 德胜 庆华 金龙 爱国 一鸣 宏伟 世杰 世荣 家辉 家豪 文博
"""
WOMEN = """
芳 娜 敏 静 丽 艳 娟 霞 英 华 琳 莉 倩 颖 璐 婷 雪 梅 雯 晨 宁 海燕 春梅 秀英 秀兰 桂英 桂芳
玉兰 玉梅 淑珍 淑华 文静 晓燕 小红
丽娟 丽华 立群 思雨 子涵 雨桐 雨欣 欣怡 佳怡 佳琪 梓萱 明慧 凤英 凤兰 金凤 爱华 红霞 红梅 一诺 若曦 若琳
"""
FAMILIAR = {"家属": "", "配偶": "", "父亲": "m", "母亲": "f", "儿子": "m", "女儿": "f"}
"""Who lives with an owner, and whether that is a man or a woman; empty for either."""

NOTES = (
    "老人耳背，敲门要久等",
    "独居老人，每周三上门看望",
    "家有婴儿，午间请勿按门铃",
    "业主常年在外地，急事找代理人",
    "轮椅出入，坡道请保持畅通",
    "养大型犬，上门前先打电话",
    "夜班工作，上午请勿打扰",
    "水阀在厨房吊柜内，曾两次爆管",
    "听力障碍，请发短信联系",
    "钥匙托管在服务中心",
)
STATES = (("已入住", 72), ("出租", 13), ("空置", 8), ("装修中", 5), ("已交付未入住", 2))
PREFIXES = tuple(f"1{n}" for n in (*range(30, 40), *range(50, 54), *range(55, 60), *range(80, 90)))
OPENED = date(2016, 5, 28)
LAST = date(2026, 10, 31)


@dataclass
class Person:
    """Somebody of a unit."""

    name: str
    capacity: str
    phones: list[str] = field(default_factory=list)
    plates: list[str] = field(default_factory=list)


@dataclass
class Unit:
    """A flat and its people."""

    building: int
    room: str
    area: str
    state: str
    moved_in: date | None = None
    people: list[Person] = field(default_factory=list)
    note: str = ""


class Estate:
    """The people of an invented estate, drawn one after the other."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self.taken = {"13812348812", "13912342207"}
        self.plates = {"鲁B·D3812A"}
        words = SURNAMES.split()
        self.surnames, self.weights = words[::2], [int(weight) for weight in words[1::2]]
        self.rare = RARE.split()

    def units(self) -> Iterator[Unit]:
        """Every flat of the estate, building by building, from the ground up."""
        for building, floors, flats in BUILDINGS:
            areas = [self.draw.choice(("89.6", "96.3", "108.0", "118.4", "128.5", "142.7")) for _ in range(flats)]
            for floor in range(1, floors + 1):
                for flat in range(1, flats + 1):
                    yield self.known(building, f"{floor:02d}{flat:02d}") or self.unit(
                        building, floor, flat, areas[flat - 1]
                    )

    def known(self, building: int, room: str) -> Unit | None:
        """The flat that all examples speak of."""
        if (building, room) != (3, "1201"):
            return None
        owner = Person("王敏", "业主", ["13812348812"], ["鲁B·D3812A"])
        people = [owner, Person("刘强", "家属", ["13912342207"])]
        return Unit(3, room, "128.5", "已入住", date(2024, 6, 18), people, NOTES[0])

    def unit(self, building: int, floor: int, flat: int, area: str) -> Unit:
        """A flat with whoever lives in it."""
        unit = Unit(building, f"{floor:02d}{flat:02d}", area, self.state(building, floor, flat))
        if unit.state == "空置":
            return unit
        unit.moved_in = self.day() if unit.state in ("已入住", "出租") else None
        unit.people = [self.owner()]
        if unit.state == "已入住":
            unit.people.extend(self.family(unit.people[0].name))
        elif unit.state == "出租":
            unit.people.extend(self.tenants())
        elif unit.state == "装修中":
            unit.people.append(self.person("装修负责人", self.surname()))
        if unit.state == "已入住" and self.draw.random() < 0.09:
            unit.note = self.draw.choice(NOTES)
        return unit

    def state(self, building: int, floor: int, flat: int) -> str:
        """How the flat is used; the flats that examples speak of are lived in."""
        if (building, floor, flat) in ((3, 13, 1), (3, 11, 1), (1, 5, 2), (5, 8, 3), (2, 3, 1)):
            return "已入住"
        return self.draw.choices([state for state, _ in STATES], [weight for _, weight in STATES])[0]

    def day(self) -> date:
        """A day on which somebody moved in: most in the first years."""
        span = (LAST - OPENED).days
        return OPENED + timedelta(days=int(span * self.draw.betavariate(1.2, 2.4)))

    def family(self, owner: str) -> Iterator[Person]:
        """The others of an owner's household, no two of one name or one place in it."""
        names = {owner}
        places = self.draw.sample(sorted(FAMILIAR), self.draw.choices((0, 1, 2, 3), (18, 46, 26, 10))[0])
        for place in places:
            surname = self.surname_of(owner) if place in ("父亲", "儿子", "女儿") else self.surname()
            person = self.person(place, surname)
            if person.name not in names:
                names.add(person.name)
                yield person

    def tenants(self) -> Iterator[Person]:
        """Who lives in a let flat, and often an agent."""
        yield self.person("租户", self.surname())
        if self.draw.random() < 0.3:
            yield self.person("代理人", self.surname())

    def owner(self) -> Person:
        """An owner; now and then one whose name few can read."""
        owner = self.person("业主", self.surname())
        if self.rare and self.draw.random() < 0.05:
            owner.name = self.rare.pop(0)
        return owner

    def person(self, capacity: str, surname: str) -> Person:
        """Somebody with a phone, sometimes a second one, and perhaps a car."""
        person = Person(surname + self.given(FAMILIAR.get(capacity, "")), capacity)
        if capacity not in ("儿子", "女儿") or self.draw.random() < 0.4:
            person.phones.append(self.phone())
        if capacity == "业主" and self.draw.random() < 0.12:
            person.phones.append(f"0532-5550{self.draw.randrange(10_000):04d}")
        if capacity in ("业主", "租户") and self.draw.random() < 0.55:
            person.plates.append(self.plate())
        return person

    def surname(self) -> str:
        """A surname, as common as in a real town."""
        return self.draw.choices(self.surnames, self.weights)[0]

    def surname_of(self, name: str) -> str:
        """The surname at the beginning of a name."""
        return name[:2] if name.startswith(COMPOUND) else name[0]

    def given(self, which: str) -> str:
        """A given name of a man, a woman, or either."""
        names = MEN if which == "m" else WOMEN if which == "f" else self.draw.choice((MEN, WOMEN))
        return self.draw.choice(names.split())

    def phone(self) -> str:
        """A number of the pattern 1xx-1234-xxxx or 1xx-5678-xxxx that nobody else has."""
        while True:
            prefix, middle = self.draw.choice(PREFIXES), self.draw.choice(("1234", "5678"))
            number = f"{prefix}{middle}{self.draw.randrange(10_000):04d}"
            if number not in self.taken:
                self.taken.add(number)
                return number

    def plate(self) -> str:
        """A plate of Qingdao, one in four of the longer ones for electric cars."""
        letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
        while True:
            digits = f"{self.draw.randrange(10_000):04d}"
            first = "D" if self.draw.random() < 0.25 else ""
            number = (
                f"鲁B·{first}{digits}{self.draw.choice(letters)}"
                if first
                else f"鲁B·{self.draw.choice(letters)}{digits}"
            )
            if number not in self.plates:
                self.plates.add(number)
                return number


def rows(unit: Unit) -> Iterator[tuple[str, ...]]:
    """The rows of a unit: one for each person, at least one; what belongs to the unit stands in the first."""
    warranty = (
        unit.moved_in.replace(year=unit.moved_in.year + 5, day=min(unit.moved_in.day, 28)) if unit.moved_in else None
    )
    facts = (unit.area, unit.state, f"{unit.moved_in or ''}", f"{warranty or ''}")
    for position, person in enumerate(unit.people or [Person("", "")]):
        place = (f"{unit.building}号楼", unit.room)
        said = (person.name, person.capacity, "/".join(person.phones), "/".join(person.plates))
        yield (*place, *(facts if position == 0 else ("", "", "", "")), *said, unit.note if position == 0 else "")


def main(target: Path = TARGET, seed: int = SEED) -> None:
    """Write the roster."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow((TITLE,))
        table.writerow(HEADING)
        table.writerows(row for unit in Estate(seed).units() for row in rows(unit))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET)
