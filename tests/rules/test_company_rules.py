"""What a company keeps beside its database: its own rule books, its own working days, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from analytics.errors import RuleError
from analytics.rules import Step, bring_up_to_date, limit_day, rules_in, rules_of, step_due
from analytics.rules.rulebook import FOLDER
from tests.tiny import Tiny

COMPANY = (FOLDER / "company-2016.toml").read_text(encoding="utf-8")


def own_book(folder: Path, *changes: tuple[str, str], name: str = "mine", file: str = "mine.toml") -> Path:
    text = COMPANY.replace('name = "company-2016"', f'name = "{name}"')
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / "rulebooks" / file
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def own_days(folder: Path, text: str, encoding: str = "utf-8") -> None:
    (folder / "working_days_overrides.csv").write_bytes(text.encode(encoding))


def refusal(folder: Path) -> str:
    with pytest.raises(RuleError) as caught:
        rules_in(folder)
    return caught.value.message.en


def test_a_company_book_is_in_force_before_those_that_ship(tmp_path: Path) -> None:
    own_book(tmp_path, ("in_force_to = 2020-02-29", "in_force_from = 2016-07-01\nin_force_to = 2016-12-31"))
    rules = rules_in(tmp_path)
    days = [date(2016, 6, 30), date(2016, 7, 1), date(2016, 12, 31), date(2017, 1, 1), date(2020, 3, 1)]
    names = [rules.in_force(day).name for day in days]
    assert names == ["company-2016", "mine", "mine", "company-2016", "cbirc-2020-3"]
    assert "mine" not in rules_in(None).books  # another database knows nothing of it


def test_a_book_that_is_only_chosen_is_never_in_force_by_itself(tmp_path: Path) -> None:
    own_book(tmp_path, ('outcome = "computed"', 'chosen_only = true\noutcome = "computed"'))
    rules = rules_in(tmp_path)
    assert rules.in_force(date(2016, 1, 1)).name == "company-2016" and rules.book("mine").company


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        # line: counted in the shipped file, where the setting stands
        ("informal = { days = 8", "informal = { days = 0", "informal = { days = 8", "from 1 to 366"),
        ('formal = { days = 30, unit = "calendar" }', 'formal = { days = 30, unit = "months" }', None, "unit"),
        ('outcome = "computed"', 'outcome = "guessed"', 'outcome = "computed"', "outcome"),
        ("in_force_to = 2020-02-29", "in_force_til = 2020-02-29", "in_force_to", "no setting in_force_til"),
        ("in_force_to = 2020-02-29", 'in_force_to = "2020"', "in_force_to", "must be a date"),
        ('name = "mine"', 'name = "mine\' OR 1"', "name =", "letters"),
        ('name = "mine"', 'name = "a+b"', "name =", "letters"),
        ("[steps.contact]", "[steps.call]", "[steps.contact]", "a step is one of"),
        ("informal = { minutes = 15 }", "informal = { minutes = 0 }", "informal = { minutes = 15 }", "minutes"),
        ("[withdrawal]", "[withdrawal", "[withdrawal]", "TOML"),
        ("[report]\ninformal", "[report]\nwritten", "[report]\n", "written"),
        ('outcome = "computed"', 'outcome = "computed"\nchosen_only = "no"', "outcome =", "true or false"),
    ],
)
def test_a_wrong_book_is_refused_with_its_line(tmp_path: Path, old: str, new: str, line: str | None, says: str) -> None:
    path = own_book(tmp_path, (old, new))
    text = refusal(tmp_path)
    assert "mine.toml" in text and says in text
    lines = path.read_text(encoding="utf-8").splitlines()
    changed = next(
        n for n, one in enumerate(lines, 1) if one not in COMPANY.splitlines() and 'name = "mine"' not in one
    )
    # The line that was changed, or, where the change was a heading or an addition, the one beside it.
    number = int(text.split("line ")[1].split(":")[0].split(",")[0])
    assert abs(number - changed) <= 1


def test_books_that_contradict_each_other_are_refused(tmp_path: Path) -> None:
    own_book(tmp_path, name="company-2016")
    assert "is taken" in refusal(tmp_path)
    own_book(tmp_path, name="one")
    own_book(tmp_path, name="other", file="other.toml")
    assert "in force with" in refusal(tmp_path)


def test_a_file_that_was_put_right_is_read_again(tmp_path: Path) -> None:
    own_book(tmp_path, ("days = 8", "days = 800"))
    refusal(tmp_path)
    own_book(tmp_path, ("days = 8", "days = 10"))
    assert rules_in(tmp_path).book("mine").withdrawal["informal"].days == 10


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_company_overrules_single_days(tmp_path: Path, encoding: str) -> None:
    """
    Tue 27 Sep 2016, 8 working days: 28, 29, 30 Sep, 8, 9 (make-up), 10, 11, 12 Oct
    with 28 Sep off and Sat 15 Oct worked: 29, 30 Sep, 8, 9, 10, 11, 12, 13 Oct
    """
    own_days(tmp_path, "day,kind,备注\n2016-09-28,holiday,司庆\n2016/10/15,worked,盘点\n", encoding)
    rules = rules_in(tmp_path)
    book = rules.book("company-2016")
    assert limit_day(book, date(2016, 9, 27), "informal", "simple").limit_date == date(2016, 10, 12)
    assert limit_day(book, date(2016, 9, 27), "informal", "simple", rules.calendar).limit_date == date(2016, 10, 13)
    # Fri 14 Oct 2016, 1 working day later is the Saturday that the company works.
    assert rules.calendar.add(date(2016, 10, 14), 1) == date(2016, 10, 15)


def test_some_days_of_a_year_do_not_make_it_known(tmp_path: Path) -> None:
    """A day off in an unknown year counts; only a file that claims the whole year takes the warning away."""
    own_days(tmp_path, "day,kind\n2027-10-01,holiday\n")
    calendar = rules_in(tmp_path).calendar
    assert calendar.add(date(2027, 9, 30), 1) == date(2027, 10, 4)
    assert not calendar.knows(date(2027, 9, 30), date(2027, 10, 4))
    own_days(tmp_path, "# years: 2027\nday,kind\n2027-10-01,holiday\n")
    assert rules_in(tmp_path).calendar.knows(date(2026, 9, 30), date(2027, 10, 4))
    assert not rules_in(tmp_path).calendar.knows(date(2027, 12, 31), date(2028, 1, 4))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("日期,类型\n2016-09-28,holiday\n", "line 1"),
        ("# a note\n\nday,kind\n2016-09-28,holiday\n2016-02-30,holiday\n", "line 5"),
        ("day,kind\n2016-09-28,off\n", "line 2"),
        ("day,kind\n2016-09-28\n", "line 2"),
        ("day,kind\n2016-09-28,holiday\n2016-09-28,worked\n", "line 3"),
    ],
)
def test_a_wrong_working_day_file_is_refused_with_its_line(tmp_path: Path, text: str, says: str) -> None:
    own_days(tmp_path, text)
    message = refusal(tmp_path)
    assert "working_days_overrides.csv" in message and says in message


def test_the_database_judges_by_what_lies_beside_it(tiny: Tiny) -> None:
    """Received Tue 27 Sep 2016, informal, withdrawn Thu 13 Oct: a day late, in time once 28 Sep is a day off."""
    tiny.logs({"投诉编号": "T1", "受理时间": "2016-09-27", "投诉类别": "非正式", "撤诉日期": "2016-10-13"})
    assert tiny.complaints(as_of=date(2016, 12, 31))[0]["status"] == "valid_cured"
    own_days(tiny.folder, "day,kind\n2016-09-28,holiday\n")
    # The stored limits are older than the rules: no figure until they are computed again.
    with pytest.raises(RuleError, match="rules_changed"):
        tiny.records("total", "valid")
    assert bring_up_to_date(tiny.store) and not bring_up_to_date(tiny.store)
    assert tiny.complaints(as_of=date(2016, 12, 31))[0]["status"] == "invalid_withdrawn"
    own_book(tiny.folder, ("days = 8", "days = 2"))
    bring_up_to_date(tiny.store)
    row = tiny.complaints(as_of=date(2016, 12, 31))[0]
    assert (row["rulebook"], row["limit_date"], row["status"]) == ("mine", "2016-09-30", "valid_cured")
    with tiny.store.cursor() as cursor:
        assert "mine" in rules_of(cursor).books


def test_an_import_refuses_a_book_that_is_not_valid(tiny: Tiny) -> None:
    own_book(tiny.folder, ("days = 8", "days = 0"))
    with pytest.raises(AssertionError, match="bad_rulebook"):
        tiny.logs({"投诉编号": "T1", "受理时间": "2016-09-27"})
    assert tiny.dump()["complaint"] == []


def test_steps_of_the_ladder() -> None:
    """Received on Tue 27 Sep 2016; the 5th working day is Sun 9 Oct, made up."""
    rules = rules_in(None)
    company, order, day = rules.book("company-2016"), rules.book("cbirc-2020-3"), date(2016, 9, 27)
    for form in ("informal", "formal"):
        contact = step_due(company, Step.CONTACT, day, form, "simple")
        assert contact is not None and (contact.minutes, contact.due) == (15, None)
        plan = step_due(company, Step.PLAN, day, form, "simple")
        assert plan is not None and (plan.minutes, plan.due) == (None, day)
        report = step_due(company, Step.REPORT, day, form, "simple")
        assert report is not None and report.due == date(2016, 10, 9) and not report.assumed
    stamped = step_due(company, Step.STAMPED_REPORT, day, "formal", "simple")
    assert stamped is not None and stamped.due == day + timedelta(30)
    assert step_due(company, Step.STAMPED_REPORT, day, "informal", "simple") is None
    assert step_due(order, Step.CONTACT, day, "formal", "simple") is None
    late = step_due(company, Step.REPORT, date(2026, 12, 30), "formal", "simple")
    assert late is not None and late.assumed
