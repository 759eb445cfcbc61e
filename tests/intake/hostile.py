"""Files made byte by byte: the plain and the hostile ones of each format, as no library would write them."""

from __future__ import annotations

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
