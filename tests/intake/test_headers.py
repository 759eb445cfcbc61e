"""Headers: the right field or none. A wrong field is worse than an unmapped column."""

from __future__ import annotations

import tomllib
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.intake.headers import FILE, Match, match_header, match_row, normalise
from analytics.vocabulary import SHEET_FIELDS, SheetKind

LOG, EXPOSURE, BRANCHES = SheetKind.LOG, SheetKind.EXPOSURE, SheetKind.BRANCHES
DATA = tomllib.loads(FILE.read_text(encoding="utf-8"))


def field(header: str, kind: SheetKind = LOG) -> str | None:
    match = match_header(kind, header)
    return match and match.field


class TestTheFile:
    @pytest.mark.parametrize("kind", list(SHEET_FIELDS))
    def test_it_names_the_fields_of_the_vocabulary(self, kind: SheetKind) -> None:
        assert set(DATA[kind.value]) == set(SHEET_FIELDS[kind])

    @pytest.mark.parametrize("kind", list(SHEET_FIELDS))
    def test_a_header_belongs_to_one_field_only(self, kind: SheetKind) -> None:
        owners = defaultdict(set)
        for spec in SHEET_FIELDS[kind].values():
            for label in (spec.name, spec.zh, spec.en):
                owners[normalise(label)].add(spec.name)
        for name, synonyms in DATA[kind.value].items():
            for synonym in synonyms:
                owners[normalise(synonym)].add(name)
        for stranger in DATA["not_a_field"][kind.value]:
            owners[normalise(stranger)].add("(no field)")
        assert {header: names for header, names in owners.items() if len(names) > 1} == {}

    @pytest.mark.parametrize("kind", list(SHEET_FIELDS))
    def test_every_listed_header_matches_its_field(self, kind: SheetKind) -> None:
        for name, synonyms in DATA[kind.value].items():
            for synonym in synonyms:
                assert match_header(kind, synonym) == Match(name, 1.0, "synonym"), synonym
            spec = SHEET_FIELDS[kind][name]
            for label in (spec.name, spec.zh, spec.en):
                assert match_header(kind, label) == Match(name, 1.0, "exact"), label
        for stranger in DATA["not_a_field"][kind.value]:
            assert match_header(kind, stranger) is None, stranger

    def test_a_listed_header_is_listed_once(self) -> None:
        for kind in SHEET_FIELDS:
            for name, synonyms in DATA[kind.value].items():
                listed = [normalise(synonym) for synonym in synonyms]
                assert len(listed) == len(set(listed)), (kind, name)


DOMAIN = """
complaint_no: 投诉编号 编号 案件编号 工单号 转办编号 受理编号
received_at: 受理时间 接收时间 投诉时间 投诉日期 转办日期 来电时间
channel: 投诉来源 投诉渠道 来源 受理渠道
form: 投诉类别 投诉类别(正式/非正式)
filing_form: 投诉形式 投诉形式(电话/书面/现场)
first_contact: 是否首次
consents_to_negotiate: 是否同意协商
branch: 被投诉机构 机构 分支机构 所属机构 承保机构
product_line: 险种 险类 产品
policy_no: 保单号
claim_no: 报案号/赔案号 报案号 赔案号
plate: 车牌号
complainant: 投诉人/姓名 投诉人 姓名
complainant_role: 投诉人身份 投诉人身份(被保险人/三者/投保人)
phone: 联系电话
cause_label: 投诉原因/原因分类 投诉原因 原因分类
narrative: 投诉内容/投诉事由/诉求 投诉内容 投诉事由 诉求
claim_stage: 环节
contacted_at: 联系时间
plan_at: 会商时间
reported_on: 反馈报告日期
stamped_report_on: 红头报告日期
closed_on: 办结日期
withdrawn_on: 撤诉日期/撤诉时间 撤诉日期 撤诉时间
invalid_finding: 无效认定 无效认定(投诉人无投诉资格/协调委认定无效)
stated_valid: 是否有效 是否有效(有效/无效/是/否)
outcome: 处理结果
amount_paid: 赔付金额(元)
responsible_person: 投诉责任人
responsible_department: 责任部门
handler: 处理责任人
at_fault: 是否有责
fault_degree: 过错程度
lesson: 总结/原因分析 总结 原因分析
measure: 整改措施
"""


@pytest.mark.parametrize("line", DOMAIN.strip().splitlines())
def test_every_header_of_the_domains_table(line: str) -> None:
    name, headers = line.split(": ")
    assert [field(header) for header in headers.split()] == [name] * len(headers.split())


@pytest.mark.parametrize(
    ("header", "name"),
    [
        *(("投诉编码", "complaint_no"), ("Complaint number", "complaint_no"), ("Complaint #", "complaint_no")),
        ("Case No.", "complaint_no"),
        *(("Received date", "received_at"), ("Closed date", "closed_on"), ("Branch", "branch")),
        ("Product", "product_line"),
        *(("Policy number", "policy_no"), ("Claim No", "claim_no"), ("Confirmed complaint", "stated_valid")),
        *(("How resolved", "outcome"), ("Reason complaint filed", "cause_label"), ("Coverage type", "product_line")),
        *(("received_at", "received_at"), ("Withdrawal date", "withdrawn_on"), ("Complainant's name", "complainant")),
    ],
)
def test_english_logs(header: str, name: str) -> None:
    assert field(header) == name


@pytest.mark.parametrize(
    ("header", "name"),
    [
        *(("1.投诉编号", "complaint_no"), ("(3) 投诉人:", "complainant"), ("①投诉人", "complainant")),
        ("一、投诉人", "complainant"),
        *(("投诉编号*", "complaint_no"), ("*投诉编号", "complaint_no"), ("★投诉编号：", "complaint_no")),
        ("投 诉\n编 号", "complaint_no"),
        *(("【投诉编号】", "complaint_no"), ("投诉原因(必填)", "cause_label"), ("投诉的原因", "cause_label")),
        ("受理时间（年月日）", "received_at"),
        *(("投诉编号\nComplaint No.", "complaint_no"), ("投诉编号 Complaint No.", "complaint_no")),
        ("姓名(投诉人)", "complainant"),
        *(("有效／无效", "stated_valid"), ("赔付金额万元", "amount_paid"), ("赔付金额_元", "amount_paid")),
    ],
)
def test_marks_numbers_and_hints_do_not_matter(header: str, name: str) -> None:
    assert field(header) == name


@pytest.mark.parametrize(
    "header",
    [
        *("序号", "No.", "1.序号", "序 号", "流水号", "备注", "被投诉人", "投诉类型", "投诉分类", "投诉性质"),
        *("报案日期", "报案时间", "出险日期"),
        *("是否重复投诉", "是否无效", "是否撤诉", "管理责任人", "受理人", "被保险人", "三者车牌号", "投诉金额"),
        *("处理时间", "日期", "投诉原因大类"),
        *("投诉人(电话)", "投诉人(身份)", "投诉时间(撤诉)", "保单号/报案号", "投诉人/联系电话", "姓名及电话"),
        *("投诉原因(一级)", "责任部门/责任人"),
        *("赔付金额(万美元)", "赔付金额(%)", "Complaint type", "Loss date", "Claim date", "Is invalid", "", "  "),
        *("***", "投诉" * 30),
        *("未办结日期", "结算日期", "受伤时间", "起诉日期", "办案日期", "行驶里程", "Unclosed date"),
        "Unconfirmed complaint",
    ],
)
def test_no_field_of_ours(header: str) -> None:
    assert match_header(LOG, header) is None


TRAPS = (
    """
是否有效 ≠ 是否有责 | 投诉人 ≠ 投诉责任人 | 投诉人 ≠ 被投诉人 | 投诉责任人 ≠ 被投诉人 | 投诉责任人 ≠ 处理责任人
投诉时间 ≠ 撤诉时间 | 投诉日期 ≠ 撤诉日期 | 投诉类别 ≠ 投诉类型 | 投诉类别 ≠ 投诉形式 | 责任部门 ≠ 责任人
保单号 ≠ 报案号 | 报告日期 ≠ 报案日期 | 投诉原因 ≠ 投诉人 | 投诉原因 ≠ 投诉原因分析 | 原因分类 ≠ 原因分析
是否有效 ≠ 是否无效 | 是否首次投诉 ≠ 是否重复投诉 | 无效认定 ≠ 无效认定日期 | 办结日期 ≠ 办结时限 | 受理时间 ≠ 处理时间
投诉编号 ≠ 保单编号 | Complainant ≠ Complaint | Closed date ≠ Claim date | Valid ≠ Invalid
Policy number ≠ Phone number
""".strip()
    .replace("\n", " | ")
    .split(" | ")
)


@pytest.mark.parametrize("pair", TRAPS)
def test_headers_a_character_apart_never_cross(pair: str) -> None:
    one, other = pair.split(" ≠ ")
    assert field(one) is not None
    assert field(one) != field(other)


EVERY_LOG_HEADER = sorted({synonym for synonyms in DATA["log"].values() for synonym in synonyms})
KNOWN_LETTERS = sorted(
    {letter for header in EVERY_LOG_HEADER for letter in header if "\u4e00" <= letter <= "\u9fff"} - {"的"}
)


CHINESE_HEADERS = [header for header in EVERY_LOG_HEADER if not any(letter.isascii() for letter in header)]


@given(st.sampled_from(CHINESE_HEADERS), st.data())
def test_a_known_letter_in_a_wrong_place_is_never_taken_for_a_slip(header: str, data: st.DataObject) -> None:
    """One character of a header becomes one that other headers use: another word, so no near miss."""
    place = data.draw(st.integers(0, len(header) - 1))
    changed = header[:place] + data.draw(st.sampled_from(KNOWN_LETTERS)) + header[place + 1 :]
    match = match_header(LOG, changed)
    if match is not None and match.how == "near":
        # Only the listed slips may correct it, to a header that is known.
        assert any(letter in DATA["slips"] for letter in changed)


@given(st.text(max_size=20), st.sampled_from(list(SheetKind)))
def test_any_text_is_answered(header: str, kind: SheetKind) -> None:
    match = match_header(kind, header)
    assert match is None or match.field in SHEET_FIELDS[kind]
    assert normalise(normalise(header)) == normalise(header) or match is None


@pytest.mark.parametrize(
    ("header", "name"),
    [
        *(("投拆编号", "complaint_no"), ("投拆原因", "cause_label"), ("受里时间", "received_at")),
        *(("撒诉日期", "withdrawn_on"), ("险钟", "product_line")),
        *(("报按号", "claim_no"), ("陪付金额(元)", "amount_paid"), ("投訴編號", "complaint_no")),
        *(("報案號", "claim_no"), ("是否有責", "at_fault")),
        *(("投诉人联系电活", "phone"), ("Recieved date", "received_at"), ("Closd date", "closed_on")),
        ("Complaint numbr", "complaint_no"),
    ],
)
def test_slips_of_the_keyboard(header: str, name: str) -> None:
    match = match_header(LOG, header)
    assert match is not None and match.field == name and match.how == "near" and 0.8 <= match.score < 1.0


class TestRow:
    def test_the_columns_of_a_log(self) -> None:
        row = ["序号", "投诉编号", "受理时间", "被投诉机构", "投诉人", "是否有效", "", "备注"]
        assert {column: match.field for column, match in match_row(LOG, row).items()} == {
            1: "complaint_no",
            2: "received_at",
            3: "branch",
            4: "complainant",
            5: "stated_valid",
        }

    def test_the_better_column_wins_the_field(self) -> None:
        matches = match_row(LOG, ["投拆编号", "投诉编号"])
        assert set(matches) == {1}

    def test_of_equals_the_first_wins(self) -> None:
        assert set(match_row(LOG, ["报案号", "赔案号"])) == {0}
        assert set(match_row(LOG, ["联系电话", "联系电话"])) == {0}

    def test_a_row_of_data_is_no_header(self) -> None:
        row = ["TS0001", "2016-03-05 14:05:00", "深圳分公司", "张三", "客户反映定损金额偏低，要求重新核定。" * 5, ""]
        assert match_row(LOG, row) == {}

    @given(st.lists(st.sampled_from([*EVERY_LOG_HEADER, "序号", "投拆编号", ""]), max_size=30))
    def test_a_field_is_taken_once(self, row: list[str]) -> None:
        fields = [match.field for match in match_row(LOG, row).values()]
        assert len(fields) == len(set(fields))


class TestExposureAndBranches:
    @pytest.mark.parametrize(
        ("header", "name"),
        [
            *(("月份", "month"), ("统计年月", "month"), ("机构", "branch"), ("险种", "product_line")),
            ("保费收入(万元)", "premium_yuan"),
            *(("保费收入(元)", "premium_yuan"), ("原保险保费收入（亿元）", "premium_yuan")),
            ("Premium (RMB million)", "premium_yuan"),
            *(("有效保单(千张)", "policies"), ("期末有效保单数(件)", "policies")),
            *(("Policies in force", "policies"), ("policies", "policies")),
        ],
    )
    def test_exposure(self, header: str, name: str) -> None:
        assert field(header, EXPOSURE) == name

    @pytest.mark.parametrize(
        "header",
        [
            *("已赚保费", "签单保费", "累计保费收入", "保费收入(累计)", "保费收入(本年累计)", "保费收入同比"),
            *("保费计划", "期初有效保单", "有效保单(期初)"),
            *("新增保单", "保单件数", "承保件数", "平均有效保单", "保费收入(万美元)", "有效保单(万元)"),
            *("保费收入(千张)", "亿元保费投诉量(件/亿元)", "投诉量"),
            *("Earned premium", "Premium (USD million)", "Premium (YTD)", "机构代码", "序号"),
        ],
    )
    def test_another_premium_is_not_the_premium(self, header: str) -> None:
        assert match_header(EXPOSURE, header) is None

    @pytest.mark.parametrize(
        ("header", "name"),
        [
            *(("机构代码", "branch_code"), ("机构编号", "branch_code"), ("机构名称", "branch_name")),
            *(("上级机构", "parent"), ("所属机构", "parent")),
            *(("别名", "aliases"), ("机构简称", "aliases"), ("Branch code", "branch_code")),
            ("Parent branch", "parent"),
        ],
    )
    def test_branch_list(self, header: str, name: str) -> None:
        assert field(header, BRANCHES) == name

    @pytest.mark.parametrize("header", ["上级机构代码", "机构(代码)", "机构级别", "序号", "Parent code"])
    def test_no_field_of_a_branch_list(self, header: str) -> None:
        assert match_header(BRANCHES, header) is None


@pytest.mark.parametrize("kind", [SheetKind.IGNORED, SheetKind.BENCHMARK])
def test_a_kind_without_fields_has_no_headers(kind: SheetKind) -> None:
    assert match_header(kind, "投诉编号") is None and match_row(kind, ["投诉编号"]) == {}
