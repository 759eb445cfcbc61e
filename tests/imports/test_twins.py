"""The same file twice in one rehearsal: no batch is named that will not be there."""

from __future__ import annotations

import shutil

from analytics.imports import import_paths
from tests.tiny import Tiny


def test_a_rehearsal_names_no_batch_of_its_own(tiny: Tiny) -> None:
    rows = [{"投诉编号": "T1", "受理时间": "2016-01-05", "投诉来源": "12378", "被投诉机构": "甲支公司"}]
    once = tiny.write(rows, "one.csv")
    twice = once.with_name("two.csv")
    shutil.copy(once, twice)
    rehearsed = import_paths(tiny.store, [once, twice], dry_run=True).files
    assert [(one.status, one.batch) for one in rehearsed] == [("imported", None), ("unchanged", None)]
    (real, _) = import_paths(tiny.store, [once, twice]).files
    again = import_paths(tiny.store, [twice], dry_run=True).files[0]
    assert (again.status, again.batch) == ("unchanged", real.batch)
