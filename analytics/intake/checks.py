"""Checks on the typed rows of a sheet, by kind: what sets a row aside, and what is loaded and said."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from analytics.errors import Text
from analytics.intake.benchmark_checks import check_benchmark
from analytics.intake.row_remarks import RowRemarks
from analytics.intake.values import Fault
from analytics.vocabulary import SHEET_FIELDS, SheetKind

Columns = dict[str, pa.Array]


def check(remarks: RowRemarks, columns: Columns) -> None:
    """Add what the rows of a sheet lack or contradict."""
    for one in _CHECKS[remarks.plan.kind]:
        one(remarks, columns)


def _where(mask: pa.Array) -> np.ndarray:
    return np.flatnonzero(pc.fill_null(mask, False).to_numpy(zero_copy_only=False))


def _missing(remarks: RowRemarks, columns: Columns, name: str) -> None:
    if name not in columns or not columns[name].null_count:
        return
    label = SHEET_FIELDS[remarks.plan.kind][name]
    fault = Fault(
        "missing_value",
        f"“{label.zh}”为空",
        f"{label.en} is blank",
        "请填写后重新导入",
        "fill it in and import again",
    )
    already = remarks.has_fault()
    for position in _where(columns[name].is_null()):
        if (int(remarks.index[position]) + 1, name) not in already:
            remarks.fault(int(position), name, None, fault)


def _log_needs_receipt(remarks: RowRemarks, columns: Columns) -> None:
    _missing(remarks, columns, "received_at")


def _log_order_of_dates(remarks: RowRemarks, columns: Columns) -> None:
    """Nothing can be withdrawn, reported or closed before the day it was received."""
    received = columns["received_at"].cast(pa.date32())
    for name in ("withdrawn_on", "reported_on", "stamped_report_on", "closed_on", "contacted_at", "plan_at"):
        if name not in columns:
            continue
        days = columns[name].cast(pa.date32())
        for position in _where(pc.less(days, received)):
            day, receipt = days[int(position)].as_py(), received[int(position)].as_py()
            label = SHEET_FIELDS[SheetKind.LOG][name]
            fault = Fault(
                "before_receipt",
                f"“{label.zh}”{day} 早于受理日 {receipt}",
                f"{label.en} on {day} is before the receipt on {receipt}",
                "请核对这两个日期",
                "check the two dates",
            )
            remarks.fault(int(position), name, remarks.text(int(position), name), fault)


def _log_branch(remarks: RowRemarks, columns: Columns) -> None:
    """A complaint without a branch counts in the total and in no branch: loaded, and said."""
    if "branch" in columns:
        text = Text("未注明被投诉机构", "no branch is named")
        remarks.note(_where(columns["branch"].is_null()), "branch", "no_branch", text)


def _log_numbers(remarks: RowRemarks, columns: Columns) -> None:
    if "complaint_no" in columns:
        without = _where(columns["complaint_no"].is_null())
        _repeated(remarks, columns["complaint_no"])
    else:
        without = np.arange(len(remarks.index))
    text = Text(
        "没有投诉编号,已用受理时间、机构、保单/报案号和投诉人组成编号",
        "no complaint number: a key from receipt, branch, policy or claim and complainant is used",
    )
    remarks.note(without, "complaint_no", "no_complaint_no", text)


def _repeated(remarks: RowRemarks, numbers: pa.Array) -> None:
    encoded = numbers.dictionary_encode()
    if len(encoded.dictionary) == len(numbers) - numbers.null_count:
        return
    indices = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    _, first = np.unique(indices, return_index=True)
    again = np.setdiff1d(np.flatnonzero(indices >= 0), first)
    text = Text(
        "同一投诉编号在本表中再次出现,按后一行更新", "the complaint number stands here again: the later row updates it"
    )
    remarks.note(again, "complaint_no", "repeated_number", text)


def _exposure_needs(remarks: RowRemarks, columns: Columns) -> None:
    _missing(remarks, columns, "month")
    _missing(remarks, columns, "branch")
    for name in ("premium_yuan", "policies"):
        if name not in columns:
            continue
        for position in _where(pc.less(columns[name], 0)):
            fault = Fault(
                "negative_exposure",
                "保费或保单数为负",
                "premium or policies are negative",
                "请核对",
                "check the figure",
            )
            remarks.fault(int(position), name, remarks.text(int(position), name), fault)


def _branches_need(remarks: RowRemarks, columns: Columns) -> None:
    _missing(remarks, columns, "branch_name")


_CHECKS: dict[SheetKind, tuple[Callable[[RowRemarks, Columns], None], ...]] = {
    SheetKind.LOG: (_log_needs_receipt, _log_order_of_dates, _log_branch, _log_numbers),
    SheetKind.EXPOSURE: (_exposure_needs,),
    SheetKind.BRANCHES: (_branches_need,),
    SheetKind.BENCHMARK: (check_benchmark,),
}
