"""An import says how many labels their narratives contradict, and what of it was not looked at."""

from __future__ import annotations

import pytest

from analytics.imports import import_paths
from analytics.imports.remarks import say_contradictions
from analytics.intake.report import FileReport, ImportReport
from analytics.review import Reason, queue
from tests.tiny import Tiny

REPAIR = "修好取回来没两天,喷漆起泡、车门漏水异响,找修理厂返工两次还是没修好,要求换厂重新修。"
PAID_LATE = "三月报的案,材料早交齐了,两个多月过去赔款一直没有到账,催了很多次。"


def row(number: str, label: str, narrative: str) -> dict[str, str]:
    return {
        "投诉编号": number,
        "受理时间": "2016-03-01",
        "投诉来源": "12378",
        "被投诉机构": "甲支公司",
        "投诉原因": label,
        "投诉内容": narrative,
    }


def said(file: FileReport) -> list[str]:
    return [one.message.in_language("zh") for one in file.warnings if one.code == "label_contradicted"]


ROWS = [
    row("A1", "营销扰民", REPAIR),
    row("A2", "维修质量", REPAIR),
    row("A3", "营销扰民", REPAIR),
    row("A4", "理赔时效", PAID_LATE),
    row("A5", "", REPAIR),  # without a label: nothing to contradict
    row("A6", "营销扰民", ""),
]


@pytest.fixture
def imported(tiny: Tiny) -> ImportReport:
    return tiny.load(ROWS)


def test_they_are_counted_and_are_those_that_wait_for_review(tiny: Tiny, imported: ImportReport) -> None:
    (file,) = imported.files
    assert file.contradicted == 2
    assert said(file) == ["2 件的投诉原因与投诉内容不符,待复核"]
    warning = imported.as_dict("en")["files"][0]["warnings"][-1]
    assert set(warning) == {"sheet", "row", "code", "message"}
    told = "complaints whose narratives contradict their labels: 2; they wait for review"
    assert warning["message"] == f"{told}; judge them on the Review page"
    with tiny.store.cursor() as cursor:
        waiting = [one.complaint_no for one in queue(cursor) if one.reason is Reason.CONTRADICTION]
    assert sorted(waiting) == ["A1", "A3"]


def test_labels_that_fit_are_not_spoken_of(tiny: Tiny) -> None:
    (file,) = tiny.load([ROWS[1], ROWS[3], ROWS[5]]).files
    assert file.contradicted == 0
    assert said(file) == []


def test_a_rehearsal_says_the_same_and_a_second_time_says_nothing(tiny: Tiny) -> None:
    path = tiny.write(ROWS)
    (rehearsed,) = import_paths(tiny.store, [path], dry_run=True).files
    assert (rehearsed.contradicted, rehearsed.batch) == (2, None)
    (file,) = import_paths(tiny.store, [path]).files
    assert file.contradicted == 2
    (again,) = import_paths(tiny.store, [path]).files
    assert (again.status, again.contradicted, again.warnings) == ("unchanged", 0, [])


def test_several_files_each_say_their_own(tiny: Tiny) -> None:
    paths = [tiny.write(ROWS[:2]), tiny.write(ROWS[2:])]
    assert [file.contradicted for file in import_paths(tiny.store, paths).files] == [1, 1]


def test_what_was_not_compared_is_said(tiny: Tiny) -> None:
    """Four labelled narratives in two files; three are read: all of the first file's, one of the other's."""
    report = import_paths(tiny.store, [tiny.write(ROWS[:2]), tiny.write(ROWS[2:])])
    for file in report.files:
        file.warnings = []
    with tiny.store.cursor() as cursor:
        say_contradictions(cursor, report.files, most=3)
    one, other = report.files
    assert (one.contradicted, other.contradicted) == (1, 1)
    assert said(one) == ["1 件的投诉原因与投诉内容不符,待复核"]
    assert said(other) == ["已核对前 1 件(共 2 件):1 件的投诉原因与投诉内容不符,待复核;其余不符的列在“复核”页"]
    other.warnings = []
    with tiny.store.cursor() as cursor:
        say_contradictions(cursor, [other], most=0)
    assert said(other) == ["2 件的投诉原因未与投诉内容核对,不符的列在“复核”页"]
    assert other.contradicted == 0
