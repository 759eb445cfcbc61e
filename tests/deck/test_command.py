"""The command makes the file that the page makes."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner
from pptx import Presentation

from analytics.cli import main
from analytics.notes.comments import add_comment
from analytics.notes.deck_edits import DeckEdit, Outline, keep_edits, keep_outline
from tests.tiny import Tiny


def test_the_deck_with_edits_and_what_is_left_out(tiny: Tiny, tmp_path: Path) -> None:
    tiny.logs({"投诉编号": "A", "受理时间": "2016-03-02"})
    keep_edits(tiny.store, 2016, None, "zh", [DeckEdit("months#title", "只有三月的一件", "原句")], seen={})
    path, out = str(tiny.store.path), tmp_path / "deck.pptx"
    tiny.store.close()
    done = CliRunner().invoke(main, ["--db", path, "deck", "--year", "2016", "-o", str(out)])
    assert done.exit_code == 0, done.output
    titles = [page.shapes.title.text_frame.text for page in Presentation(str(out)).slides]
    assert "只有三月的一件" in titles
    assert "left out: causes" in done.stderr and done.stdout == ""
    english = CliRunner().invoke(main, ["--db", path, "deck", "--year", "2016", "--lang", "en", "-o", str(out)])
    assert english.exit_code == 0
    assert Presentation(str(out)).slides[0].shapes.title.text_frame.text == "Complaint analysis 2016"


def test_the_comments_that_are_chosen_go_in(tiny: Tiny, tmp_path: Path) -> None:
    tiny.logs({"投诉编号": "A", "受理时间": "2016-03-02"})
    add_comment(tiny.store, "三月新系统上线", month="2016-03", author="客服部")
    add_comment(tiny.store, "找 13812345678 核实", branch="甲支公司", author="客服部")
    add_comment(tiny.store, "上一年的事", month="2015-03", author="客服部")
    path, out = str(tiny.store.path), tmp_path / "deck.pptx"
    keep_outline(tiny.store, 2016, "甲支公司", Outline(("months",), comments=(2,)), seen=None)
    tiny.store.close()

    def months(*options: str) -> str:
        done = CliRunner().invoke(main, ["--db", path, "deck", "--year", "2016", *options, "-o", str(out)])
        assert done.exit_code == 0, done.output
        pages = [page for page in Presentation(str(out)).slides if page.shapes.title.text_frame.text.find("3 月") >= 0]
        return "\n".join(shape.text_frame.text for page in pages for shape in page.shapes if shape.has_text_frame)

    assert "三月新系统上线" in months() and "找 *** 核实(甲支公司)" in months() and "上一年的事" not in months()
    assert "三月新系统上线" not in months("--comments", "none") and "核实" not in months("--comments", "none")
    assert "三月新系统上线" in months("--comments", "1") and "核实" not in months("--comments", "1")
    assert "三月新系统上线" not in months("--branch", "甲支公司")  # as arranged for that deck
    assert "三月新系统上线" in months("--branch", "甲支公司", "--comments", "all")
    lost = CliRunner().invoke(main, ["--db", path, "deck", "--year", "2016", "--comments", "3", "-o", str(out)])
    assert lost.exit_code == 1 and lost.stderr.startswith("error: unknown_comment:")
    assert "1: 2016-03 三月新系统上线" in lost.stderr


def test_the_brief_as_of_a_day(tiny: Tiny, tmp_path: Path) -> None:
    """A formal complaint of 2 March may be withdrawn until 1 April: pending the day before, valid after."""
    tiny.logs(
        {"投诉编号": "A", "受理时间": "2016-03-02", "投诉类别": "正式"},
        {"投诉编号": "B", "受理时间": "2016-05-02", "投诉类别": "正式"},
    )
    path, out = str(tiny.store.path), tmp_path / "brief.pptx"
    tiny.store.close()
    for options, valid in ((["--as-of", "2016-03-31"], 0), ([], 1)):
        words = ["--db", path, "brief", "--month", "2016-03", *options, "--lang", "zh", "-o", str(out)]
        assert CliRunner().invoke(main, words).exit_code == 0
        title = Presentation(str(out)).slides[0].shapes.title.text_frame.text
        assert f"有效 {valid} 件" in title, title


def test_what_is_wrong_is_one_line(tiny: Tiny, tmp_path: Path) -> None:
    tiny.logs({"投诉编号": "A", "受理时间": "2016-03-02"})
    path = str(tiny.store.path)
    tiny.store.close()
    bad = tmp_path / "bad.pptx"
    bad.write_bytes(b"nothing")
    out = str(tmp_path / "deck.pptx")
    for arguments, code in (
        (["--year", "2016", "--branch", "没有"], "unknown_branch"),
        (["--year", "20160"], "bad_year"),
        (["--year", "2016", "--template", str(bad)], "bad_template"),
    ):
        result = CliRunner().invoke(main, ["--db", path, "deck", *arguments, "-o", out])
        assert result.exit_code == 1, arguments
        assert result.stderr.startswith(f"error: {code}:") and result.stderr.count("\n") == 1
