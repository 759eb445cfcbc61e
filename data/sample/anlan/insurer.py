"""The invented insurer: its branches, product lines, premium and staff."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

COMPANY = "安澜财产保险股份有限公司"
TOP_BRANCH = "云岭分公司"
OUTBREAK_BRANCH = "城东支公司"
SLIPPING_BRANCH = "城西支公司"
LINES = ("车险", "企财险", "意外险", "责任险")


@dataclass(frozen=True, slots=True)
class Branch:
    """A row of the branch list. premium_2015: million yuan a year, 0 where a branch writes no business itself.

    complaint_factor: complaints per premium relative to the company; 1 for most, so that differences
    between those are noise.
    """

    code: str
    name: str
    parent: str
    aliases: tuple[str, ...]
    premium_2015: int = 0
    complaint_factor: float = 1.0
    separator: str = "、"


BRANCHES = (
    Branch("0500", TOP_BRANCH, "", ("安澜财险云岭分公司", "云岭分", "省分公司")),
    Branch("0501", "直属营业部", TOP_BRANCH, ("分公司营业部", "云岭分公司直属营业部"), 880),
    Branch("0502", OUTBREAK_BRANCH, TOP_BRANCH, ("城东支", "城东", "安澜财险城东支公司"), 450),
    Branch("0503", SLIPPING_BRANCH, TOP_BRANCH, ("城西支", "城西"), 640, separator=";"),
    Branch("0510", "望川中心支公司", TOP_BRANCH, ("望川中支", "望川")),
    Branch("0511", "石塘支公司", "望川中心支公司", ("石塘支", "石塘"), 270),
    Branch("0512", "松岗支公司", "望川中心支公司", ("松岗支", "松岗营销服务部"), 150, separator=";"),
    Branch("0520", "临湖中心支公司", TOP_BRANCH, ("临湖中支", "临湖")),
    Branch("0521", "白鹭支公司", "临湖中心支公司", ("白鹭支", "白鹭"), 220, complaint_factor=1.75),
    Branch("0522", "柳溪支公司", "临湖中心支公司", ("柳溪支", "柳溪"), 86),
    Branch("0530", "南屏中心支公司", TOP_BRANCH, ("南屏中支", "南屏"), 560, complaint_factor=0.62),
    Branch("0540", "北麓中心支公司", TOP_BRANCH, ("北麓中支", "北麓"), 390),
)
LEAF_BRANCHES = tuple(branch for branch in BRANCHES if branch.premium_2015)

_LINE_SHARE = {"车险": 0.78, "企财险": 0.09, "意外险": 0.07, "责任险": 0.06}
_YUAN_A_POLICY = {"车险": 2900, "企财险": 16000, "意外险": 310, "责任险": 4800}
_PREMIUM_SEASON = (1.28, 0.80, 1.02, 0.95, 0.96, 1.06, 0.93, 0.92, 1.00, 0.94, 1.00, 1.14)


@dataclass(frozen=True, slots=True)
class Exposure:
    """Premium of one month in 10,000 yuan; policies in force at its end in thousands."""

    year: int
    month: int
    branch: str
    line: str
    premium_10k_yuan: float
    policies_thousand: float


def exposures() -> list[Exposure]:
    """Month x leaf branch x line, all present: premium grows by a tenth from 2015 to 2016, plus a little noise."""
    rng = Random(162)
    rows = []
    for year in (2015, 2016):
        for month in range(1, 13):
            growth = 1.0 if year == 2015 else 1.10
            months_gone = (year - 2015) * 12 + month
            for branch in LEAF_BRANCHES:
                for line in LINES:
                    yearly = branch.premium_2015 * 100 * _LINE_SHARE[line]
                    noise = 0.95 + 0.10 * rng.random()
                    premium = yearly / 12 * growth * _PREMIUM_SEASON[month - 1] * noise
                    in_force = yearly * 10 / _YUAN_A_POLICY[line] * (1 + 0.006 * months_gone)
                    in_force *= 0.99 + 0.02 * rng.random()
                    rows.append(Exposure(year, month, branch.name, line, round(premium, 2), round(in_force, 3)))
    return rows


def expected_share(branch: Branch) -> float:
    """The share of the company's complaints a branch has before chance and the outbreak."""
    total = sum(b.premium_2015 * b.complaint_factor for b in LEAF_BRANCHES)
    return branch.premium_2015 * branch.complaint_factor / total


_SURNAMES = "高林罗梁宋唐许韩邓萧冯曹彭曾田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔"
CLAIMS, SERVICE, SALES = "理赔部", "客户服务部", "销售管理部"


def staff(branch: str, department: str, turn: int) -> str:
    """An employee of a branch, such as 高甲. Claims have two (turn chooses), the other departments one."""
    index = [b.name for b in LEAF_BRANCHES].index(branch) * 4
    place = {CLAIMS: turn % 2, SERVICE: 2, SALES: 3}[department]
    return _SURNAMES[index + place] + "甲乙丙丁"[place]
