"""Tiny insurers for tests: rows written as a .csv log and imported the way a user would."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from analytics.imports import import_paths
from analytics.intake.report import ImportReport
from analytics.measures import MeasureTable, Scope, complaints, measure
from analytics.store import Store
from analytics.vocabulary import Dimension, Measure


class Tiny:
    """A database in a temporary folder. Rows are dicts header -> text; what is not given is blank."""

    def __init__(self, folder: Path, name: str = "tiny.duckdb") -> None:
        self.folder = folder
        self.store = Store.open(folder / name)
        self._files = 0

    def write(self, rows: Sequence[dict[str, Any]], name: str | None = None, encoding: str = "utf-8") -> Path:
        self._files += 1
        path = self.folder / (name or f"file{self._files}.csv")
        headers = list(dict.fromkeys(header for row in rows for header in row))
        with path.open("w", newline="", encoding=encoding) as file:
            writer = csv.DictWriter(file, headers)
            writer.writeheader()
            writer.writerows(rows)
        return path

    def load(self, rows: Sequence[dict[str, Any]], name: str | None = None, **options: Any) -> ImportReport:
        """Import rows; every one of them must be accepted."""
        report = import_paths(self.store, [self.write(rows, name)], **options)
        for file in report.files:
            assert file.error is None, file.error
            assert file.rejects == []
        return report

    def logs(self, *rows: dict[str, Any]) -> ImportReport:
        """Complaints with the fields that a test does not care about filled in: a regulator complaint."""
        plain = {"投诉来源": "12378", "被投诉机构": "甲支公司", "险种": "车险", "撤诉日期": "", "投诉原因": ""}
        return self.load([{**plain, **row} for row in rows])

    def exposure(self, *rows: tuple[str, str, Any, Any] | tuple[str, str, str, Any, Any]) -> ImportReport:
        """(month, branch, [line,] premium in yuan, policies)."""
        named = []
        for row in rows:
            month, branch, *line, premium, policies = row
            entry = {"月份": month, "机构": branch, "保费收入(元)": premium, "有效保单(张)": policies}
            if line:
                entry["险种"] = line[0]
            named.append(entry)
        return self.load(named)

    def measure(self, by: str = "total", measures: str = "complaints,valid", **scope: Any) -> MeasureTable:
        with self.store.cursor() as cursor:
            return measure(
                cursor,
                Scope(**scope),
                [Dimension(name) for name in by.split(",")],
                [Measure(name) for name in measures.split(",")],
            )

    def records(self, by: str = "total", measures: str = "complaints,valid", **scope: Any) -> list[dict[str, Any]]:
        return self.measure(by, measures, **scope).records()

    def complaints(self, **scope: Any) -> list[dict[str, Any]]:
        with self.store.cursor() as cursor:
            return complaints(cursor, Scope(**scope))

    def dump_log(self, columns: str) -> list[tuple[Any, ...]]:
        """Accepted rows as they were said, in the order of batches and rows."""
        with self.store.cursor() as cursor:
            return cursor.execute(f"SELECT {columns} FROM log_row ORDER BY batch_id, sheet_no, row_no").fetchall()

    def dump(self) -> dict[str, list[Any]]:
        """The current state, without where it came from: equal dumps are equal databases to a user."""
        with self.store.cursor() as cursor:
            tables = {
                "complaint": "SELECT * EXCLUDE (batch_id, sheet_no, row_no, versions) FROM complaint ORDER BY ALL",
                "cause": "FROM complaint_cause ORDER BY ALL",
                "exposure": "SELECT * EXCLUDE (batch_id, sheet_no, row_no) FROM exposure ORDER BY ALL",
                "branch": "SELECT * EXCLUDE (batch_id, sheet_no, row_no) FROM branch ORDER BY ALL",
            }
            return {name: cursor.execute(sql).fetchall() for name, sql in tables.items()}
