"""A file becomes sheets of text cells. Nothing is inferred: what a cell means is decided later.

Rows and columns keep the spreadsheet's own positions (row 1 is index 0), whatever lies empty above.
"""

from __future__ import annotations

import codecs
import csv
import io
import itertools
from dataclasses import dataclass, field
from pathlib import Path

import fastexcel
import pyarrow as pa

from analytics.errors import FileError, Text

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
TEXTS = (".csv", ".tsv")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: `columns` of equal length, text or null; `errors` are cells such as #REF! by (row, column).

    All positions count from 0. `merges` are (first row, first column, last row, last column), ends included, and
    only the first cell of one holds its text. What a format does not tell (.xls, .csv) is left at its default.
    """

    name: str
    columns: list[pa.Array]
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    visible: bool = True  # False: hidden, or hidden so that only a macro can show it
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: tuple[range, ...] = ()
    hidden_columns: tuple[range, ...] = ()
    date1904: bool = False  # day serials of this workbook count from 1904-01-01, not from 1900

    @property
    def height(self) -> int:
        return len(self.columns[0]) if self.columns else 0

    def row(self, index: int) -> list[str | None]:
        return [column[index].as_py() for column in self.columns]


def read_file(path: Path) -> list[Sheet]:
    """All sheets of a workbook, or the one table of a text file.

    Raises FileError when the file is of a kind that is not read, or cannot be read.
    """
    suffix = path.suffix.lower()
    if not path.is_file():
        raise FileError(
            "file_not_found",
            Text(f"找不到文件 {path}", f"there is no file {path}"),
            Text("请检查文件名和路径", "check the name and the path"),
        )
    if suffix == ".xlsb":
        raise FileError(
            "xlsb_not_read",
            Text(
                f"不读取 .xlsb 文件 {path.name}:部分单元格会被漏读",
                f"{path.name}: .xlsb is not read, cells would be lost",
            ),
            Text("请在 Excel 中另存为 .xlsx", "open it in Excel and save it as .xlsx"),
        )
    if suffix not in WORKBOOKS + TEXTS:
        raise FileError(
            "not_a_workbook",
            Text(f"{path.name} 不是可读取的文件类型", f"{path.name} is not of a kind that is read"),
            Text(
                "请另存为 .xlsx,或导出为 .csv",
                f"save it as .xlsx or export it as .csv (read: {', '.join(WORKBOOKS + TEXTS)})",
            ),
        )
    if path.stat().st_size == 0:
        raise FileError(
            "empty_file",
            Text(f"{path.name} 是空文件", f"{path.name} is empty"),
            Text("请检查文件是否保存完整", "check that it was saved completely"),
        )
    return _read_text(path) if suffix in TEXTS else _read_workbook(path)


def _read_workbook(path: Path) -> list[Sheet]:
    try:
        workbook = fastexcel.read_excel(path)
        return [_sheet(workbook, name) for name in workbook.sheet_names]
    except fastexcel.FastExcelError as error:
        raise FileError(
            "unreadable_workbook",
            Text(
                f"{path.name} 无法读取,可能已损坏或未保存完整",
                f"{path.name} cannot be read: it may be damaged or half-saved",
            ),
            Text("请在 Excel 中打开并另存为新的 .xlsx", "open it in Excel and save it as a new .xlsx"),
        ) from error


def _sheet(workbook: fastexcel.ExcelReader, name: str) -> Sheet:
    # skip_rows=0: otherwise empty rows at the top are dropped and every row number is wrong.
    loaded = workbook.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
    batch, errors = loaded.to_arrow_with_errors()
    found = {error.position: error.detail for error in errors.errors} if errors else {}
    return Sheet(name, list(batch.columns), found)


def _read_text(path: Path) -> list[Sheet]:
    text = decode(path.read_bytes(), path.name)
    sample = text[:20_000]
    delimiter = max("\t,;", key=lambda mark: (sample.count(mark), mark == ","))
    csv.field_size_limit(16 * 1024 * 1024)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise FileError(
            "unreadable_text",
            Text(f"{path.name} 无法按表格读取:{error}", f"{path.name} cannot be read as a table: {error}"),
            Text("请重新导出为 .csv,或另存为 .xlsx", "export it again as .csv, or save it as .xlsx"),
        ) from error
    columns = [
        pa.array([cell or None for cell in column], pa.string())
        for column in itertools.zip_longest(*rows, fillvalue=None)
    ]
    return [Sheet(path.stem, columns)]


def decode(raw: bytes, name: str) -> str:
    """Text of a .csv as Chinese offices save it: UTF-8 or UTF-16 with a mark, UTF-8 without, or GB18030."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if raw.startswith(mark):
            candidates = [encoding]
            break
    else:
        candidates = ["utf-8", "gb18030"]
    for encoding in candidates:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise FileError(
        "unknown_encoding",
        Text(f"{name} 的文字编码无法识别", f"{name}: its text is neither UTF-8 nor GB18030"),
        Text("请另存为 UTF-8 编码的 .csv,或 .xlsx", "save it as .csv in UTF-8, or as .xlsx"),
    )
