"""Who complains, what the log says it is about, who is responsible and how it ended."""

from __future__ import annotations

from random import Random

from anlan import people
from anlan.causes import CAUSE, DEFAULT_LESSON, LESSONS, OUTBREAK_CAUSE, OUTBREAK_HEADING
from anlan.complaint import Complaint
from anlan.insurer import BRANCHES, LINES, staff

SEPARATORS = ("、", "、", "、", ";", ",", "/", "；")
_ALIASES = {branch.name: branch.aliases for branch in BRANCHES}


def fill_details(rng: Random, complaint: Complaint, heading: str) -> None:
    """heading: the section of the texts for the first cause."""
    complaint.causes = [OUTBREAK_CAUSE if c == OUTBREAK_HEADING else c for c in complaint.causes]
    first = CAUSE[complaint.causes[0]]
    aliases = _ALIASES[complaint.branch]
    complaint.branch_as_written = rng.choice(aliases) if rng.random() < 0.12 else complaint.branch
    complaint.responsible = staff(complaint.branch, first.department, rng.randint(0, 1))
    complaint.department = first.department
    complaint.stage = rng.choice(first.stages) if first.stages else ""
    _person(rng, complaint, first.third_party)
    _label_and_text(rng, complaint, heading)
    _ending(rng, complaint, is_claim=bool(first.stages))


def _person(rng: Random, complaint: Complaint, third_party: bool) -> None:
    code = next(branch.code for branch in BRANCHES if branch.name == complaint.branch)
    product = LINES.index(complaint.line) + 1
    year = complaint.received_at.year
    complaint.complainant = rng.choice(people.NAMES)
    complaint.phone = people.phone(rng)
    complaint.policy_no = f"{code}{product:02d}{year}{rng.randint(1, 99999):06d}"
    if complaint.stage:
        complaint.claim_no = f"{code}9{product}{year}{rng.randint(1, 9999):05d}"
    if complaint.line == "车险":
        complaint.plate = people.plate(rng)
    fifth = "三者" if complaint.line in {"车险", "责任险"} else "被保险人"
    role = rng.choice(("被保险人", "被保险人", "被保险人", "投保人", fifth))
    complaint.role = "三者" if third_party else role
    if complaint.finding == "投诉人无投诉资格":
        complaint.role = rng.choice(("修理厂", "代办人"))


def _label_and_text(rng: Random, complaint: Complaint, heading: str) -> None:
    """Most complaints have both a label and a text that agree; some lack one, a few lack both or disagree."""
    chance = rng.random()
    has_label, has_text = chance > 0.07, not (0.06 < chance < 0.07 or chance > 0.97)
    if has_label:
        labels = [
            rng.choice(CAUSE[c].synonyms) if CAUSE[c].synonyms and rng.random() < 0.08 else c for c in complaint.causes
        ]
        complaint.cause_label = rng.choice(SEPARATORS).join(labels)
    if has_text:
        headings = [heading, *complaint.causes[1:]]
        if has_label and len(headings) == 1 and heading != OUTBREAK_HEADING and rng.random() < 0.03:
            headings = [rng.choice(("理赔时效", "服务态度", "材料手续", "无人跟踪"))]
        complaint.narrative = people.narrative(rng, complaint, headings)


def _ending(rng: Random, complaint: Complaint, is_claim: bool) -> None:
    settled = bool(complaint.withdrawn_on)
    if complaint.finding:
        complaint.outcome = "经核实" + complaint.finding + "，已告知投诉人。"
    elif is_claim and settled and rng.random() < 0.7:
        complaint.amount_paid = float(round(rng.lognormvariate(8.3, 0.9) / 10) * 10)
        complaint.outcome = f"双方协商一致，赔付{complaint.amount_paid:.0f}元。"
    elif settled:
        complaint.outcome = rng.choice(
            ("解释后投诉人接受。", "补齐材料后继续办理，投诉人满意。", "致歉并整改，投诉人撤诉。")
        )
    else:
        complaint.outcome = rng.choice(
            ("维持原处理意见，已书面答复。", "与投诉人未能达成一致。", "已答复，投诉人保留意见。")
        )
    if complaint.regulator and not complaint.finding:
        complaint.at_fault = "是" if rng.random() < 0.6 else "否"
        if complaint.at_fault == "是":
            complaint.fault_degree = rng.choices(("轻微", "一般", "严重"), (5, 3.5, 1.5))[0]
        complaint.lesson, complaint.measure = LESSONS.get(complaint.causes[0], DEFAULT_LESSON)
