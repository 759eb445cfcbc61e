"""Premium under several names of one branch: added up where they are parts, the whole where it was stated again."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.classify.exposure_parts import Said, add_parts

OWN, PART = "兰桥", "竹园"


def row(
    month: int,
    part: str,
    premium: float | None,
    *,
    sheet: int = 1,
    at: int = 0,
    line: str = "",
    merged: bool = True,
    policies: float | None = 1.0,
) -> Said:
    return Said(date(2016, month, 1), OWN, line, part, premium, policies, sheet, 0, at, merged and part != OWN)


def premiums(*rows: Said) -> dict[tuple[int, str], float | None]:
    return {(one.row[0].month, one.row[2]): one.row[3] for one in add_parts(rows)}


def test_parts_of_one_sheet_are_added() -> None:
    both = [row(1, OWN, 100, at=2), row(1, PART, 50, at=3), row(2, OWN, 150, at=4)]
    assert premiums(*both) == {(1, ""): 150, (2, ""): 150}
    (january,) = [one for one in add_parts(both) if one.row[0].month == 1]
    assert [one.row_no for one in january.parts] == [2, 3]
    assert january.row[4] == 2  # policies in force are added as well


def test_the_same_name_twice_is_said_by_its_later_row() -> None:
    assert premiums(row(1, OWN, 100, at=2), row(1, PART, 50, at=3), row(1, PART, 60, at=4)) == {(1, ""): 160}


def test_a_later_sheet_with_the_branch_alone_states_the_whole() -> None:
    parts = [row(1, OWN, 100), row(1, PART, 50)]
    (found,) = add_parts([*parts, row(1, OWN, 155, sheet=2)])
    assert found.row[3] == 155
    assert [one.premium for one in found.replaced] == [50]


def test_a_later_sheet_with_the_part_alone_restates_the_part() -> None:
    assert premiums(row(1, OWN, 100), row(1, PART, 50), row(1, PART, 60, sheet=2)) == {(1, ""): 160}
    assert premiums(row(1, OWN, 100), row(1, PART, 60, sheet=2)) == {(1, ""): 160}


def test_a_name_that_was_never_a_branch_is_another_spelling_from_sheet_to_sheet() -> None:
    assert premiums(row(1, OWN, 100), row(1, PART, 110, sheet=2, merged=False)) == {(1, ""): 110}
    assert premiums(row(1, PART, 100, merged=False), row(1, OWN, 110, sheet=2)) == {(1, ""): 110}
    assert premiums(row(1, OWN, 100, merged=False), row(1, PART, 50, merged=False)) == {(1, ""): 150}  # of one sheet


@pytest.mark.parametrize("absent", [OWN, PART])
def test_a_part_that_is_missing_between_two_months_leaves_no_sum(absent: str) -> None:
    rows = [row(n, part, 10) for n in (1, 2, 3) for part in (OWN, PART) if (n, part) != (2, absent)]
    assert premiums(*rows) == {(1, ""): 20, (2, ""): None, (3, ""): 20}
    assert [one.lacking for one in add_parts(rows)] == [(), (absent,), ()]


def test_a_blank_leaves_no_sum() -> None:
    (found,) = add_parts([row(1, OWN, 100), row(1, PART, 50, policies=None)])
    assert found.row[3:5] == (150, None)
    assert found.lacking == (PART,)


def test_all_lines_of_one_and_single_lines_of_the_other_are_no_sum() -> None:
    assert premiums(row(1, OWN, 70, line="车"), row(1, OWN, 30, line="家"), row(1, PART, 50)) == {
        (1, "车"): None, (1, "家"): None, (1, ""): None
    }  # fmt: skip
    assert premiums(row(1, OWN, 70, line="车"), row(1, OWN, 30, line="家"), row(1, PART, 5, line="车")) == {
        (1, "车"): 75, (1, "家"): 30
    }  # fmt: skip
