"""Files made byte by byte: the plain and the hostile ones of each format, as no library would write them."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

HEADER = ["投诉编号", "受理时间", "投诉来源", "被投诉机构", "投诉原因"]
ROWS = [
    ["TS0001", "2016-03-05 14:05", "12378", "昆明中支", "理赔时效"],
    ["TS0002", "2016-03-06", "网站留言", "大理中支", "服务态度"],
    ["TS0003", "2016-03-07", "行业协会", "昆明中支", "赔偿标准异议"],
]
LOG = [HEADER, *ROWS]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8"?>'


# --- .xlsx --------------------------------------------------------------------------------------------------


def letters(column: int) -> str:
    return (letters(column // 26 - 1) if column >= 26 else "") + chr(ord("A") + column % 26)


def cell(row: int, column: int, text: str) -> str:
    return f'<c r="{letters(column)}{row + 1}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def rows_xml(rows: Sequence[Sequence[str | None]], hidden: Sequence[int] = ()) -> str:
    return "".join(
        f'<row r="{number + 1}"{" hidden=" + chr(34) + "1" + chr(34) if number in hidden else ""}>'
        + "".join(cell(number, column, text) for column, text in enumerate(row) if text is not None)
        + "</row>"
        for number, row in enumerate(rows)
    )


def sheet_xml(body: str, *, before: str = "", after: str = "", doctype: str = "") -> str:
    """A worksheet. before: what stands before the cells (dimension, cols); after: what follows (merges)."""
    return f'{_XML}{doctype}<worksheet xmlns="{_MAIN}">{before}<sheetData>{body}</sheetData>{after}</worksheet>'


def merges_xml(refs: Sequence[str]) -> str:
    return (
        f'<mergeCells count="{len(refs)}">{"".join(f"<mergeCell ref={quoteattr(ref)}/>" for ref in refs)}</mergeCells>'
    )


def write_xlsx(
    path: Path,
    sheets: Mapping[str, str],
    *,
    states: Mapping[str, str] | None = None,
    properties: str = "",
    parts: Mapping[str, str | bytes] | None = None,
    doctype: str = "",
) -> Path:
    """sheets: name -> worksheet XML; states: name -> hidden or veryHidden; parts: whatever else is to be in the zip."""
    listed, related, types = [], [], []
    for number, name in enumerate(sheets, 1):
        state = f' state="{states[name]}"' if states and name in states else ""
        listed.append(f'<sheet name={quoteattr(name)} sheetId="{number}"{state} r:id="rId{number}"/>')
        related.append(
            f'<Relationship Id="rId{number}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        )
        types.append(
            f'<Override PartName="/xl/worksheets/sheet{number}.xml"'
            ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        )
    if parts and "xl/sharedStrings.xml" in parts:
        related.append(f'<Relationship Id="rId99" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>')
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Override PartName="/xl/workbook.xml"'
            ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
            f"{''.join(types)}</Types>",
        )
        archive.writestr(
            "_rels/.rels",
            f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'{_XML}{doctype}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{properties}'
            f"<sheets>{''.join(listed)}</sheets></workbook>",
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(related)}</Relationships>',
        )
        for number, xml in enumerate(sheets.values(), 1):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", xml)
        for name, content in (parts or {}).items():
            archive.writestr(name, content)
    return path


def log_xlsx(path: Path) -> Path:
    return write_xlsx(path, {"2016年3月": sheet_xml(rows_xml(LOG))})


# --- .xls: BIFF8 records in an OLE2 compound file ------------------------------------------------------------

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_FREE, _END = 0xFFFFFFFF, 0xFFFFFFFE


def ole(streams: Mapping[str, bytes]) -> bytes:
    """A compound file with these streams: large ones in sectors, small ones in the mini stream."""
    sectors: list[bytes] = []
    fat: list[int] = []
    mini_stream, mini_fat = b"", list[int]()
    starts: dict[str, int] = {}

    def put(content: bytes) -> int:
        first = len(sectors)
        blocks = [content[at : at + _SECTOR].ljust(_SECTOR, b"\0") for at in range(0, len(content), _SECTOR)]
        for number, block in enumerate(blocks):
            sectors.append(block)
            fat.append(first + number + 1 if number + 1 < len(blocks) else _END)
        return first if blocks else _END

    for name, content in streams.items():
        if len(content) >= _CUTOFF:
            starts[name] = put(content)
        else:
            starts[name] = len(mini_fat)
            count = -(-len(content) // _MINI)
            mini_fat += [*range(starts[name] + 1, starts[name] + count), _END]
            mini_stream += content.ljust(count * _MINI, b"\0")

    def entry(name: str, kind: int, start: int, size: int, child: int, right: int) -> bytes:
        raw = (name + "\0").encode("utf-16-le")
        return raw.ljust(64, b"\0") + struct.pack(
            "<HBBIII16sIQQIQ", len(raw), kind, 1, _FREE, right, child, b"", 0, 0, 0, start, size
        )

    root_start = put(mini_stream)
    names = list(streams)
    entries = [entry("Root Entry", 5, root_start, len(mini_stream), 1 if names else _FREE, _FREE)]
    for number, name in enumerate(names, 1):
        right = number + 1 if number < len(names) else _FREE
        entries.append(entry(name, 2, starts[name], len(streams[name]), _FREE, right))
    while len(entries) % 4:
        entries.append(bytes(68) + struct.pack("<III", _FREE, _FREE, _FREE) + bytes(48))
    directory = put(b"".join(entries))
    packed = b"".join(struct.pack("<I", value) for value in mini_fat)
    mini_start = put(packed + b"\xff" * (-len(packed) % _SECTOR))
    fat_sectors = 1
    while (len(fat) + fat_sectors) * 4 > fat_sectors * _SECTOR:
        fat_sectors += 1
    first_fat = len(sectors)
    fat += [0xFFFFFFFD] * fat_sectors
    fat += [_FREE] * (fat_sectors * _SECTOR // 4 - len(fat))
    raw_fat = struct.pack(f"<{len(fat)}I", *fat)
    sectors += [raw_fat[at : at + _SECTOR] for at in range(0, len(raw_fat), _SECTOR)]
    header = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack(
        "<IIIIIIIII", 0, fat_sectors, directory, 0, _CUTOFF, mini_start, len(packed) // _SECTOR + 1, _END, 0
    )
    listed = list(range(first_fat, first_fat + fat_sectors))
    header += struct.pack("<109I", *listed, *[_FREE] * (109 - len(listed)))
    return header + b"".join(sectors)


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def biff8(
    sheets: Mapping[str, Sequence[Sequence[str | float | None]]],
    *,
    states: Mapping[str, int] | None = None,
    merges: Sequence[tuple[int, int, int, int]] = (),
    hidden_rows: Sequence[int] = (),
    hidden_columns: Sequence[int] = (),
    date1904: bool = False,
    first_row: int = 0,
    first_column: int = 0,
) -> bytes:
    """The Workbook stream. Numbers are written as dates with a time. merges and what is hidden: of every sheet."""
    texts = list(dict.fromkeys(c for rows in sheets.values() for row in rows for c in row if isinstance(c, str)))
    strings = b"".join(struct.pack("<HB", len(text), 1) + text.encode("utf-16-le") for text in texts)
    bodies = []
    for rows in sheets.values():
        body = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 6))
        body += b"".join(_record(0x007D, struct.pack("<HHHHHH", c, c, 2000, 0, 1, 0)) for c in hidden_columns)
        height, width = first_row + len(rows), first_column + max(map(len, rows), default=0)
        body += _record(0x0200, struct.pack("<IIHHH", first_row, height, first_column, width, 0))
        for number in range(first_row, height):
            flags = 0x0120 if number in hidden_rows else 0x0100
            body += _record(0x0208, struct.pack("<HHHHHHHH", number, 0, width, 255, 0, 0, flags, 15))
        for number, row in enumerate(rows, first_row):
            for column, value in enumerate(row, first_column):
                if isinstance(value, str):
                    body += _record(0x00FD, struct.pack("<HHHI", number, column, 0, texts.index(value)))
                elif value is not None:
                    body += _record(0x0203, struct.pack("<HHHd", number, column, 1, value))
        if merges:
            ranges = b"".join(struct.pack("<HHHH", top, bottom, left, right) for top, left, bottom, right in merges)
            body += _record(0x00E5, struct.pack("<H", len(merges)) + ranges)
        bodies.append(body + _record(0x000A))

    def globals_with(offsets: Sequence[int]) -> bytes:
        stream = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 6))
        stream += _record(0x0042, struct.pack("<H", 1200)) + _record(0x0022, struct.pack("<H", date1904))
        for number_format in (0, 22):
            stream += _record(0x00E0, struct.pack("<HHHHIIHH", 0, number_format, 0, 0, 0, 0, 0, 0)[:20])
        for name, offset in zip(sheets, offsets, strict=True):
            state = states.get(name, 0) if states else 0
            title = struct.pack("<BB", len(name), 1) + name.encode("utf-16-le")
            stream += _record(0x0085, struct.pack("<IBB", offset, state, 0) + title)
        stream += _record(0x00FC, struct.pack("<II", len(texts), len(texts)) + strings)
        return stream + _record(0x000A)

    start, offsets = len(globals_with([0] * len(sheets))), []
    for body in bodies:
        offsets.append(start)
        start += len(body)
    return globals_with(offsets) + b"".join(bodies)


def log_xls(path: Path) -> Path:
    path.write_bytes(ole({"Workbook": biff8({"2016年3月": LOG})}))
    return path


# --- .ods and text -------------------------------------------------------------------------------------------


def write_ods(
    path: Path, sheets: Mapping[str, str], *, hidden: Sequence[str] = (), encrypted: bool = False, doctype: str = ""
) -> Path:
    """sheets: name -> the XML of its rows; hidden: names."""
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    tables = "".join(
        f'<table:table table:name={quoteattr(name)} table:style-name="{"off" if name in hidden else "on"}">'
        f"{rows}</table:table>"
        for name, rows in sheets.items()
    )
    styles = "".join(
        f'<style:style style:name="{name}" style:family="table"><style:table-properties table:display="{shown}"/>'
        "</style:style>"
        for name, shown in (("on", "true"), ("off", "false"))
    )
    protection = "<manifest:encryption-data/>" if encrypted else ""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr(
            "META-INF/manifest.xml",
            f'{_XML}<manifest:manifest xmlns:manifest="{urn}:manifest:1.0"><manifest:file-entry'
            f' manifest:full-path="content.xml" manifest:media-type="text/xml">{protection}</manifest:file-entry>'
            "</manifest:manifest>",
        )
        archive.writestr(
            "content.xml",
            f'{_XML}{doctype}<office:document-content xmlns:office="{urn}:office:1.0" xmlns:table="{urn}:table:1.0"'
            f' xmlns:text="{urn}:text:1.0" xmlns:style="{urn}:style:1.0">'
            f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet>"
            "</office:body></office:document-content>",
        )
    return path


def ods_rows(rows: Sequence[Sequence[str | None]]) -> str:
    def shown(text: str | None) -> str:
        if text is None:
            return "<table:table-cell/>"
        return f'<table:table-cell office:value-type="string"><text:p>{escape(text)}</text:p></table:table-cell>'

    return "".join(f"<table:table-row>{''.join(map(shown, row))}</table:table-row>" for row in rows)


def log_ods(path: Path) -> Path:
    return write_ods(path, {"2016年3月": ods_rows(LOG)})


def html(rows: Sequence[Sequence[str]], *, charset: str = "utf-8", above: str = "") -> str:
    body = "".join("<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) + "</tr>" for row in rows)
    return (
        f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"><title>x</title>'
        f"<style>td {{mso-number-format:'\\@'}}</style></head><body>{above}<table border=1>{body}</table></body></html>"
    )


def spreadsheetml(rows: str, *, before: str = "", after: str = "", doctype: str = "") -> str:
    urn = "urn:schemas-microsoft-com:office"
    return (
        f'<?xml version="1.0"?>{doctype}<?mso-application progid="Excel.Sheet"?>'
        f'<Workbook xmlns="{urn}:spreadsheet" xmlns:x="{urn}:excel" xmlns:ss="{urn}:spreadsheet">{before}'
        f'<Worksheet ss:Name="2016年3月"><Table>{rows}</Table>{after}</Worksheet></Workbook>'
    )


def spreadsheetml_rows(rows: Sequence[Sequence[str]]) -> str:
    return "".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="String">{escape(t)}</Data></Cell>' for t in row) + "</Row>"
        for row in rows
    )


def separated(rows: Sequence[Sequence[str]], mark: str = ",") -> str:
    return "".join(mark.join(row) + "\r\n" for row in rows)
