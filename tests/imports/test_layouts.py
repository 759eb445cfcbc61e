"""Layouts: read, written, refused with the reason, kept by name and by the signature of the headers."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.errors import FileError, RequestError
from analytics.imports import batches, import_paths
from analytics.imports.layouts import (
    find_layout,
    forget_layout,
    in_its_way,
    layout_document,
    layout_names,
    remembered_layouts,
    save_layout,
)
from analytics.intake.layout import Layout, layout_toml, parse_layout, read_layout, signature
from analytics.intake.proposals import propose
from analytics.vocabulary import SheetKind
from tests.tiny import Tiny

FOREIGN = [
    {"Ref": "A", "Co": "1", "When": "3/5/2016", "Against": "甲支公司", "Why": "Slow; Rude/Cold", "Upheld": "Yes"},
    {"Ref": "A", "Co": "2", "When": "12/31/2016", "Against": "乙支公司", "Why": "Slow", "Upheld": "No"},
]
LAYOUT = Layout(
    name="foreign",
    kind=SheetKind.LOG,
    columns={"When": "received_at", "Against": "branch", "Why": "cause_label", "Upheld": "stated_valid"},
    key=("Ref", "Co"),
    constants={"channel": "regulator"},
    values={"cause_label": {"Slow": "claim_delay", "Rude/Cold": "staff_attitude"}},
    date_format="%m/%d/%Y",
    cause_separator=";",
)


def test_a_foreign_log_is_read_as_the_layout_says(tiny: Tiny) -> None:
    report = tiny.load(FOREIGN, layout=LAYOUT).files[0]
    assert report.sheets[0].columns == {
        "When": "received_at", "Against": "branch", "Why": "cause_label", "Upheld": "stated_valid",
        "Ref": "complaint_no", "Co": "complaint_no",
    }  # fmt: skip
    first, second = tiny.complaints(rulebook="stated")
    assert (first["complaint_no"], first["received_at"], first["causes"]) == (
        "A/1",
        "2016-03-05",
        ["claim_delay", "staff_attitude"],
    )
    assert (second["complaint_no"], second["received_at"]) == ("A/2", "2016-12-31")
    assert [row["valid_annual"] for row in (first, second)] == [True, False]
    assert first["channel"] == "regulator"


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=8)


@given(
    headers=st.lists(TEXTS, min_size=1, max_size=3, unique=True),
    words=st.dictionaries(TEXTS, TEXTS, max_size=3),
    name=TEXTS,
)
def test_a_layout_written_reads_back(headers: list[str], words: dict[str, str], name: str) -> None:
    fields = ["received_at", "branch", "cause_label"]
    layout = Layout(
        name, SheetKind.LOG, dict(zip(headers, fields, strict=False)), values={"cause_label": words} if words else {}
    )
    assert parse_layout(layout_toml(layout), Path("x.toml")) == layout


def test_the_shipped_example() -> None:
    layout = read_layout("texas-tdi")
    assert layout.key == ("Complaint number", "Respondent ID") and layout.constants == {"channel": "regulator"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('kind = "poem"', "kind"),
        ('[columns]\n"A" = "weather"', "weather"),
        ('[columns]\n"A" = "branch"\n"B" = "branch"', "branch"),
        ('colour = "red"', "colour"),
        ("[columns", "TOML"),
        ('columns = "none"', "columns"),
        ('[key]\ncomplaint_no = "A"', "complaint_no"),
    ],
)
def test_a_wrong_layout_is_refused_with_the_reason(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileError) as caught:
        read_layout(path)
    assert (
        caught.value.code == "bad_layout" and says in caught.value.message.en and "mine.toml" in caught.value.message.en
    )


def test_a_column_that_the_layout_names_is_missing(tiny: Tiny) -> None:
    path = tiny.write([{name: value for name, value in row.items() if name != "Co"} for row in FOREIGN])
    (file,) = import_paths(tiny.store, [path], layout=LAYOUT).files
    assert file.error is not None and file.error.code == "missing_column" and "Co" in file.error.message.en


def test_signature_does_not_depend_on_order_and_spacing() -> None:
    assert signature(["受理时间", "机 构", ""]) == signature(["机构", "受理时间*"])
    assert signature(["受理时间"]) != signature(["受理时间", "机构"])


def test_layouts_are_kept_listed_exported_and_forgotten(tiny: Tiny) -> None:
    save_layout(tiny.store, LAYOUT, list(FOREIGN[0]), seen={})
    with tiny.store.cursor() as cursor:
        assert layout_names(cursor) == [("foreign", "database"), ("texas-tdi", "shipped")]
        assert parse_layout(layout_document(cursor, "foreign"), Path("x")) == LAYOUT
        assert remembered_layouts(cursor) == {signature(FOREIGN[0]): LAYOUT}
        assert find_layout(cursor, "foreign") == LAYOUT and find_layout(cursor, "texas-tdi").name == "texas-tdi"
        with pytest.raises(RequestError, match="unknown_layout"):
            layout_document(cursor, "nobody's")
    forget_layout(tiny.store, "foreign", seen=layout_toml(LAYOUT))
    with tiny.store.cursor() as cursor:
        assert remembered_layouts(cursor) == {}


def test_a_confirmed_layout_is_used_without_asking_again(tiny: Tiny) -> None:
    first = import_paths(tiny.store, [tiny.write(FOREIGN, "January.csv")]).files[0]
    assert first.status == "failed"  # nobody knows these columns
    save_layout(tiny.store, LAYOUT, list(FOREIGN[0]), seen={})
    second = import_paths(tiny.store, [tiny.write(FOREIGN, "January.csv")]).files[0]
    assert (second.status, second.sheets[0].new) == ("imported", 2)
    with tiny.store.cursor() as cursor:
        assert [batch["layout"] for batch in batches(cursor)] == ["foreign"]
    # Its own headers are still read as they are.
    plain = [{"投诉编号": "T1", "受理时间": "2016-01-05", "投诉来源": "12378", "被投诉机构": "甲支公司"}]
    assert import_paths(tiny.store, [tiny.write(plain)]).files[0].sheets[0].new == 1


def test_a_layout_takes_the_place_of_others_only_as_they_were_seen(tiny: Tiny) -> None:
    other = Layout(LAYOUT.name, SheetKind.LOG, {"No": "complaint_no", "Day": "received_at"})
    save_layout(tiny.store, other, ["No", "Day"], seen={})
    with pytest.raises(RequestError, match="changed_meanwhile"):
        save_layout(tiny.store, LAYOUT, list(FOREIGN[0]), seen={})  # the same name, other headers
    with pytest.raises(RequestError, match="changed_meanwhile"):
        save_layout(
            tiny.store, Layout("mine", SheetKind.LOG, other.columns), ["Day", "No"], seen={}
        )  # the same headers
    with tiny.store.cursor() as cursor:
        assert remembered_layouts(cursor) == {signature(["No", "Day"]): other}
        seen = in_its_way(cursor, LAYOUT.name, list(FOREIGN[0]))
    assert seen == {signature(["No", "Day"]): other}
    save_layout(tiny.store, LAYOUT, list(FOREIGN[0]), seen=seen)
    with tiny.store.cursor() as cursor:
        assert remembered_layouts(cursor) == {signature(FOREIGN[0]): LAYOUT}
    with pytest.raises(RequestError, match="changed_meanwhile"):
        forget_layout(tiny.store, LAYOUT.name, seen=layout_toml(other))
    with tiny.store.cursor() as cursor:
        assert remembered_layouts(cursor) == {signature(FOREIGN[0]): LAYOUT}


def test_a_built_in_layout_is_not_hidden_by_one_of_its_name(tiny: Tiny) -> None:
    with pytest.raises(RequestError, match="layout_name_taken"):
        save_layout(tiny.store, Layout("texas-tdi", SheetKind.LOG, {"a": "branch"}), ["a"], seen={})


def test_a_proposal_becomes_a_layout(tiny: Tiny) -> None:
    headers = ["登记号", "来访日", "投诉机构名", "手机", "备注栏"]
    first = ["T1", "2016-01-05", "甲支公司", "13800001234", "客户13900001111来电"]
    second = ["T2", "2016-01-06", "乙支公司", "13800001235", ""]
    path = tiny.write([dict(zip(headers, row, strict=True)) for row in (first, second)])
    (sheet,) = propose(path, path.name)
    assert sheet.headers == headers and sheet.header_row == 1
    assert sheet.lacks  # a person has to say which column the receipt is
    shown = str([column.samples for column in sheet.columns])
    assert "13800001234" not in shown and "13900001111" not in shown
    chosen = {"登记号": "complaint_no", "来访日": "received_at", "投诉机构名": "branch"}
    save_layout(tiny.store, Layout("街道台账", SheetKind.LOG, chosen), sheet.headers, seen={})
    assert import_paths(tiny.store, [path]).files[0].sheets[0].new == 2


def two_levels(folder: Path, name: str = "foreign.xlsx") -> Path:
    """Ref spans both rows; Dates groups two columns that are named again under Branch; units stand in a row below."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["Complaints of March"],
        ["Ref", "Dates", None, "Office", None, "Paid"],
        [None, "Arrived", "Gone back", "Which", "Why there", None],
        [None, None, None, None, None, "元"],
        ["A-01", "2016-03-05", "2016-03-09", "甲支公司", "服务态度", 120],
        ["A-02", "2016-03-06", None, "乙支公司", "理赔时效", None],
    ):
        sheet.append(row)
    for merged in ("A2:A3", "B2:C2", "D2:E2", "F2:F3"):
        sheet.merge_cells(merged)
    book.save(folder / name)
    return folder / name


@pytest.mark.parametrize(
    "columns",
    [
        {"Ref": "complaint_no", "Dates/Arrived": "received_at", "Dates/Gone back": "withdrawn_on",
         "Office/Which": "branch", "Office/Why there": "cause_label", "Paid": "amount_paid"},
        {"Ref": "complaint_no", "Arrived": "received_at", "Gone back": "withdrawn_on", "Which": "branch",
         "Why there": "cause_label", "Paid": "amount_paid"},
    ],
    ids=["both rows", "the lower row"],
)  # fmt: skip
def test_a_layout_names_the_columns_of_a_two_level_header(tiny: Tiny, columns: dict[str, str]) -> None:
    layout = Layout("two levels", SheetKind.LOG, columns)
    (file,) = import_paths(tiny.store, [two_levels(tiny.folder)], layout=layout).files
    assert (file.error, file.rejects) == (None, [])
    assert file.sheets[0].header_row == 3 and file.sheets[0].rows_read == 2
    assert file.sheets[0].columns["Dates/Arrived"] == "received_at"
    rows = tiny.dump_log("complaint_no, received_at::DATE::VARCHAR, withdrawn_on::VARCHAR, branch, amount_paid")
    assert rows == [
        ("A-01", "2016-03-05", "2016-03-09", "甲支公司", 120.0),
        ("A-02", "2016-03-06", None, "乙支公司", None),
    ]


def test_what_was_proposed_for_a_two_level_header_is_known_again(tiny: Tiny) -> None:
    path = two_levels(tiny.folder)
    assert import_paths(tiny.store, [path], dry_run=True).files[0].error
    (proposal,) = propose(path, path.name)
    assert "Dates/Arrived" in proposal.headers
    fields = {"Ref": "complaint_no", "Dates/Arrived": "received_at", "Office/Which": "branch"}
    save_layout(tiny.store, Layout("asked once", SheetKind.LOG, fields), proposal.headers, seen={})
    (file,) = import_paths(tiny.store, [two_levels(tiny.folder, "next.xlsx")]).files
    assert (file.error, file.layout, file.sheets[0].new) == (None, "asked once", 2)


def test_a_name_that_two_columns_have_below_names_neither(tiny: Tiny) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["Insured", None, "Complainant", None],
        ["Name", "Seen", "Name", "Heard"],
        ["a", "2016-03-01", "b", "甲"],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:B1")
    sheet.merge_cells("C1:D1")
    book.save(tiny.folder / "names.xlsx")
    layout = Layout(
        "names", SheetKind.LOG, {"Complainant/Name": "complainant", "Seen": "received_at", "Heard": "branch"}
    )
    (file,) = import_paths(tiny.store, [tiny.folder / "names.xlsx"], layout=layout).files
    assert file.error is None and tiny.dump_log("complainant") == [("b",)]
    ambiguous = Layout(
        "names", SheetKind.LOG, {"Name": "complainant", "Insured/Seen": "received_at", "Heard": "branch"}
    )
    (file,) = import_paths(tiny.store, [tiny.folder / "names.xlsx"], layout=ambiguous, dry_run=True).files
    assert file.status in ("failed", "unchanged")
