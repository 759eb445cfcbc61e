"""Large invented data for the benchmarks: a workbook of many rows, a database of many complaints."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import openpyxl

from analytics.classify.current import refresh_complaints
from analytics.imports.current import refresh_rules
from analytics.rules.stored import refresh_limits
from analytics.store import Store

HEADERS = (
    "投诉编号 受理时间 投诉来源 投诉类别 被投诉机构 险种 保单号 报案号 车牌号 投诉人 联系电话 投诉原因 投诉内容"
    " 联系时间 会商时间 反馈报告日期 办结日期 撤诉日期 处理结果 赔付金额(元)"
).split()
_CAUSES = ["赔偿标准异议", "定损核损金额争议", "理赔时效", "服务态度", "标的不赔偿三者、服务态度", "拒赔理由不充分"]


def write_workbook(path: Path, rows: int, *, seed: int = 1, start: int = 0, month: datetime | None = None) -> Path:
    """A well-formed log of `rows` x 20 cells under a title row."""
    chance = random.Random(seed)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("投诉台账")
    sheet.append(["投诉台账"])
    sheet.append(HEADERS)
    first = month or datetime(2016, 1, 1)
    span = 27 if month else 360
    for number in range(start, start + rows):
        received = first + timedelta(days=chance.randrange(span), minutes=chance.randrange(540, 1080))
        done = received + timedelta(days=chance.randrange(1, 40))
        sheet.append(
            [
                f"TS{number:08d}",
                received,
                chance.choice(["12378", "4008667788", "网站留言", "行业协会"]),
                chance.choice(["正式", "非正式"]),
                f"第{chance.randrange(40):02d}支公司",
                chance.choice(["车险", "企财险", "责任险"]),
                f"PDAA2016{number:010d}",
                f"RDAA2016{number:010d}",
                f"云A{number % 100000:05d}",
                chance.choice(["张某", "李某", "王某"]),
                f"1380000{number % 10000:04d}",
                chance.choice(_CAUSES),
                f"客户反映第{number}号案件定损金额与维修厂报价相差较大,多次沟通未果,要求尽快处理并给出书面说明。",
                received + timedelta(minutes=12),
                received + timedelta(hours=4),
                done if chance.random() < 0.6 else None,
                done,
                done if chance.random() < 0.5 else None,
                chance.choice(["已协商一致", "已解释", None]),
                chance.choice([None, chance.randrange(100, 50000)]),
            ]
        )
    book.save(path)
    return path


def fill_batches(path: Path, rows: int, batches: int) -> Store:
    """A database with that many rows of logs, evenly in batches; one row in five speaks again of the log before."""
    store = Store.open(path)
    size = rows // batches
    with store.write() as cursor:
        cursor.execute(
            "INSERT INTO batch SELECT i, 'log' || i || '.xlsx', '', now()::TIMESTAMP, NULL, NULL, NULL"
            " FROM range(1, ? + 1) t(i)",
            [batches],
        )
        cursor.execute(
            "INSERT INTO batch_sheet SELECT i, 0, '台账', 'log', 2, NULL, '{}', '[]', ?, ?, 0, 0, 0, NULL"
            " FROM range(1, ? + 1) t(i)",
            [size, size, batches],
        )
        cursor.execute(
            f"""INSERT INTO log_row BY NAME SELECT batch::INTEGER AS batch_id, 0 AS sheet_no, place::INTEGER AS row_no,
                (batch << 26) + place AS precedence, TRUE AS report_known, 'TS' || number AS complaint_no,
                TIMESTAMP '2008-01-01' + INTERVAL (number % 3000) DAY + INTERVAL (number % 600 + 500) MINUTE
                    AS received_at,
                ['12378', '4008667788', '网站留言'][1 + number % 3] AS channel, ['formal', 'informal'][1 + number % 2]
                    AS form, '第' || (number % 40) || '支公司' AS branch, '车险' AS product_line,
                'PDAA' || number AS policy_no, '张某' AS complainant, '1380000' || (number % 10000) AS phone,
                {_CAUSES!r}[1 + number % {len(_CAUSES)}] AS cause_label,
                '客户反映第' || number || '号案件定损金额与维修厂报价相差较大,多次沟通未果,要求尽快处理。' AS narrative,
                CASE WHEN place % 2 = 0 THEN DATE '2008-02-01' + (number % 3000)::INTEGER END AS withdrawn_on
            FROM (SELECT i // {size} + 1 AS batch, i % {size} AS place,
                    i - CASE WHEN i % 5 = 0 AND i >= {size} THEN {size} - 1 ELSE 0 END AS number
                  FROM range({size * batches}) t(i))"""
        )
        refresh_complaints(cursor, "SELECT complaint_no FROM log_row")
        refresh_rules(cursor)
    return store


def fill_store(path: Path, complaints: int, *, branches: int = 40, months: int = 36, lines: int = 1) -> Store:
    """A database with that many complaints over `months` months from 2014-01, with exposure and causes."""
    store = Store.open(path)
    with store.write() as cursor:
        _fill(cursor, complaints, branches, months)
        refresh_limits(cursor)
        cursor.execute("INSERT INTO setting VALUES ('known_until', '2016-12-31')")
    return store


def _fill(cursor: duckdb.DuckDBPyConnection, complaints: int, branches: int, months: int) -> None:
    days = months * 30 + 14
    cursor.execute("INSERT INTO batch VALUES (1, 'bench.xlsx', '', now()::TIMESTAMP, NULL, NULL, NULL)")
    cursor.execute(
        "INSERT INTO batch_sheet VALUES (1, 0, '台账', 'log', 1, NULL, '{}', '[]', ?, ?, 0, 0, 0, NULL)",
        [complaints] * 2,
    )
    cursor.execute(
        f"""INSERT INTO complaint BY NAME SELECT 1 AS batch_id, 0 AS sheet_no, i::INTEGER AS row_no, 1 AS versions,
            TRUE AS report_known, 'TS' || i AS complaint_no, day AS received_on,
            day + INTERVAL (i % 600 + 500) MINUTE AS received_at,
            ['regulator', 'call_centre', 'website', 'association', 'other'][1 + i % 5] AS channel_code,
            ['formal', 'informal'][1 + (i // 5) % 2] AS form_code, 'stated' AS form_source,
            'simple' AS complexity_code, '第' || (hash(i) % {branches}) || '支公司' AS branch_name,
            ['车险', '企财险', '责任险'][1 + (hash(i + 7) % 3)::INTEGER] AS product_line_name,
            cause AS primary_cause, category, i % 5 = 0 AS names_several, 'label' AS cause_source,
            1.0 AS cause_confidence,
            CASE WHEN hash(i + 3) % 2 = 0 THEN day + (hash(i + 5) % 60)::INTEGER END AS withdrawn_on,
            CASE WHEN hash(i + 9) % 3 > 0 THEN day + (hash(i + 11) % 12)::INTEGER END AS reported_on
        FROM (SELECT i, DATE '2014-01-01' + (hash(i) % {days})::INTEGER AS day,
                ['compensation_standard', 'claim_delay'][1 + (hash(i + 1) % 2)::INTEGER] AS cause,
                ['loss_assessment_dispute', 'claim_service'][1 + (hash(i + 1) % 2)::INTEGER] AS category
              FROM range({complaints}) t(i))"""
    )
    cursor.execute(
        "INSERT INTO complaint_cause SELECT complaint_no, 0, primary_cause, category, 1.0, 'exact', NULL FROM complaint"
    )
    cursor.execute(
        "INSERT INTO complaint_cause SELECT complaint_no, 1, 'coverage_dispute', 'liability_dispute', 1.0, 'exact',"
        " NULL FROM complaint WHERE row_no % 5 = 0"
    )
    cursor.execute(
        f"""INSERT INTO exposure
        SELECT DATE '2014-01-01' + to_months(m::INTEGER), '第' || b || '支公司', '', 1e7 * (1 + b),
            1000 * (10 + b + m), 1, 0, 1 FROM range({months}) t(m), range({branches}) u(b)"""
    )
