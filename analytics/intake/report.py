"""What an import has to say: per file, per sheet, every fault of every row. Shown, counted, downloaded, stored."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from analytics.errors import AppError, Text
from analytics.vocabulary import SheetKind


@dataclass(frozen=True, slots=True)
class Remark:
    """A fault that set a row aside, or a warning about one that was loaded. row: the spreadsheet's own number."""

    sheet: str
    row: int | None
    code: str
    message: Text
    remedy: Text | None = None
    column: str | None = None
    field: str | None = None
    value: str | None = None

    def in_words(self, language: str) -> str:
        """What is wrong and, where there is something to do, what."""
        message = self.message.in_language(language)
        if self.remedy is None:
            return message
        return f"{message}{'。' if language == 'zh' else '; '}{self.remedy.in_language(language)}"


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a complaint (or one row of exposure or branches, by its key) before and after."""

    complaint_no: str
    field: str
    before: str | None
    after: str | None


@dataclass(slots=True)
class SheetReport:
    sheet: str
    kind: SheetKind
    header_row: int | None = None  # counted from 1
    columns: dict[str, str] = field(default_factory=dict)
    unmapped: list[str] = field(default_factory=list)
    report_month: str | None = None
    unit: str | None = None  # the branch whose log title or names say it is; its rows may be of others
    rows_read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    changes: list[Change] = field(default_factory=list)  # the first few hundred; `changed` counts them all

    def as_dict(self) -> dict[str, Any]:
        names = "sheet kind header_row columns unmapped report_month rows_read new changed unchanged rejected".split()
        changes = [
            {"complaint_no": c.complaint_no, "field": c.field, "from": c.before, "to": c.after} for c in self.changes
        ]
        return {**{name: getattr(self, name) for name in names}, "changes": changes}


@dataclass(slots=True)
class FileReport:
    path: str
    sha256: str = ""
    kept: str = ""  # its name in the store, "" for the path as it is
    status: Literal["imported", "unchanged", "failed"] = "imported"
    error: AppError | None = None
    sheets: list[SheetReport] = field(default_factory=list)
    rejects: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)
    origins: list[Remark] = field(default_factory=list)  # which rows of an earlier file its rows correct
    batch: int | None = None
    layout: str | None = None  # the name of the layout it was read by
    replaced: list[int] = field(default_factory=list)  # the batches whose place it took
    contradicted: int = 0  # complaints whose narrative contradicts their label, of those that were read

    def says(self, *codes: str) -> Remark | None:
        """The first warning with one of these codes."""
        return next((one for one in self.warnings if one.code in codes), None)

    def as_dict(self, language: str = "en") -> dict[str, Any]:
        return {
            "path": self.path,
            "sha256": self.sha256,
            "status": self.status,
            "error": self.error.as_dict(language) if self.error else None,
            "sheets": [sheet.as_dict() for sheet in self.sheets],
            "rejects": [
                {
                    "sheet": r.sheet,
                    "row": r.row,
                    "column": r.column,
                    "field": r.field,
                    "value": r.value,
                    "code": r.code,
                    "message": r.message.in_language(language),
                    "remedy": r.remedy.in_language(language) if r.remedy else None,
                }
                for r in self.rejects
            ],
            "warnings": [
                {"sheet": w.sheet, "row": w.row, "code": w.code, "message": w.in_words(language)} for w in self.warnings
            ],
            "batch": self.batch,
            "layout": self.layout,
            "replaced": self.replaced,
        }


@dataclass(slots=True)
class ImportReport:
    files: list[FileReport] = field(default_factory=list)

    def as_dict(self, language: str = "en") -> dict[str, Any]:
        return {"files": [file.as_dict(language) for file in self.files]}

    @property
    def exit_status(self) -> int:
        """0 all rows in; 3 loaded, some rows rejected; 1 a file failed (the others still load)."""
        if any(file.status == "failed" for file in self.files):
            return 1
        return 3 if any(file.rejects for file in self.files) else 0
