"""Invented people, places and amounts, and the texts of complaints with their slots filled."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from random import Random

from anlan.complaint import Complaint

NAMES = (
    "张样例", "李示范", "王虚构", "赵假设", "钱试用", "孙模拟", "周演示", "吴测试",
    "郑样本", "冯例举", "陈构想", "褚范文", "卫拟真", "蒋杜撰", "沈设例", "韩举隅",
    "杨假名", "朱代称", "秦化名", "许空白", "何某某", "吕示意", "施例文", "张虚拟",
    "孔草稿",
)  # fmt: skip
_ROADS = ("示范路", "样板大道", "安澜大街", "范例街", "例文路口", "虚拟大桥", "环城示例高架")
_GARAGES = ("样板4S店", "远山汽修厂", "城北示例汽修", "一帆快修", "范例汽车服务中心", "顺路钣喷")
_PARTS = ("前保险杠", "左前大灯", "右后车门", "水箱框架", "变速箱", "发动机线束", "后备箱盖", "前纵梁", "倒车雷达")
_HOSPITALS = ("示范医院", "样板骨科医院", "例文区人民医院")
_FIRMS = ("示例纺织厂", "样本冷库", "范文超市", "虚拟建材公司", "例举印刷厂")

Sections = dict[tuple[str, str], list[str]]


def read_sections(path: Path) -> Sections:
    """narratives.txt as (heading, product line) -> texts; headings without lines have line ""."""
    sections: Sections = {}
    targets: list[list[str]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            heading, _, lines = line.strip("[]").partition(" | ")
            names = lines.split("、") if lines else [""]
            targets = [sections.setdefault((heading, name), []) for name in names]
        elif line and not line.startswith("#"):
            for target in targets:
                target.append(line)
    return sections


SECTIONS = read_sections(Path(__file__).with_name("narratives.txt"))


def phone(rng: Random) -> str:
    return f"1380000{rng.randint(0, 9999):04d}"


def plate(rng: Random) -> str:
    return f"云A·D{rng.randint(1, 9999):04d}"


def slots(rng: Random, complaint: Complaint) -> dict[str, str]:
    """One value a slot. `less` is always below `amount`; `date` is some weeks before receipt."""
    happened = complaint.received_on - timedelta(days=rng.randint(9, 70))
    amount = rng.randint(24, 320) * 100
    return {
        "who": complaint.complainant,
        "own_phone": complaint.phone,
        "plate": complaint.plate,
        "staff": complaint.responsible,
        "date": f"{happened.month}月{happened.day}日",
        "road": rng.choice(_ROADS),
        "garage": rng.choice(_GARAGES),
        "part": rng.choice(_PARTS),
        "hospital": rng.choice(_HOSPITALS),
        "firm": rng.choice(_FIRMS),
        "name": rng.choice(NAMES),
        "phone": phone(rng),
        "amount": str(amount),
        "less": str(int(amount * (0.35 + 0.35 * rng.random())) // 10 * 10),
        "days": str(rng.randint(12, 65)),
        "percent": str(rng.choice((10, 15, 20, 25, 30))),
    }


_FLOOD_WORDS = ("台风", "暴雨", "涉水", "水淹")
_FLOOD_MONTHS = range(6, 11)


def narrative(rng: Random, complaint: Complaint, headings: list[str]) -> str:
    """A text of the first heading, a short one for each further cause, at times an opener or a demand."""
    texts = SECTIONS[headings[0], complaint.line]
    if complaint.received_on.month not in _FLOOD_MONTHS:
        texts = [text for text in texts if not any(word in text for word in _FLOOD_WORDS)]
    parts = [rng.choice(texts)]
    parts += [rng.choice(SECTIONS[f"+{cause}", ""]) for cause in headings[1:]]
    if rng.random() < 0.30 and not parts[0].startswith("{date}"):
        parts.insert(0, rng.choice(SECTIONS["opener", ""]))
    if rng.random() < 0.35:
        parts.append(rng.choice(SECTIONS["demand", ""]))
    return "".join(parts).format(**slots(rng, complaint))
