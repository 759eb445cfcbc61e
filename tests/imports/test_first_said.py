"""A log of complaints nobody has spoken of takes a shorter way; it must lead where the long way leads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from analytics.classify.current import TakenIn, refresh_complaints
from analytics.imports import import_paths, importing, undo
from tests.tiny import Tiny


def row(number: str, day: int, **cells: str) -> dict[str, str]:
    common = {"投诉来源": "12378", "被投诉机构": "甲支公司", "投诉原因": "服务态度、理赔时效", "撤诉日期": ""}
    return {"投诉编号": number, "受理时间": f"2016-03-{day:02d}", **common, **cells}


LOGS = [
    [row("A1", 1), row("A2", 2, 投诉来源="街边的人", 投诉原因="说不清的事"), row("A3", 3, 被投诉机构="", 投诉来源="")],
    [row("B1", 4), row("B2", 5, 投诉类别="非正式"), row("B1", 4, 撤诉日期="2016-03-20")],  # one said twice
    [row("A1", 1, 撤诉日期="2016-03-22"), row("C1", 6)],  # one known already
    [row("D1", 7, 投诉原因=""), row("D2", 8)],
]


def outcome(tiny: Tiny) -> tuple[Any, ...]:
    branches = tiny.write([{"机构代码": "1", "机构名称": "甲支公司", "上级机构": "", "别名": ""}], "branches.csv")
    paths = [branches, *(tiny.write(log, f"log{number}.csv") for number, log in enumerate(LOGS))]
    files = import_paths(tiny.store, paths).files
    said = [
        (
            [(sheet.new, sheet.changed, sheet.unchanged, sheet.changes) for sheet in file.sheets],
            [(remark.row, remark.code, remark.value) for remark in file.warnings],
        )
        for file in files
    ]
    after = tiny.dump()
    undo(tiny.store, 2)
    return said, after, tiny.dump()


def test_both_ways_lead_to_the_same_state_and_say_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("short", "long"):
        (tmp_path / name).mkdir()
    short = Tiny(tmp_path / "short")
    shorter = outcome(short)
    short.store.close()

    def always_fold(cursor: Any, rows: str) -> TakenIn:
        return TakenIn(False, refresh_complaints(cursor, f"SELECT complaint_no FROM log_row WHERE {rows}"))

    monkeypatch.setattr(importing, "take_in_complaints", always_fold)
    long = Tiny(tmp_path / "long")
    longer = outcome(long)
    long.store.close()
    assert shorter == longer
    assert [sheets[0][:3] for sheets, _ in shorter[0][1:]] == [(3, 0, 0), (2, 1, 0), (1, 1, 0), (2, 0, 0)]
