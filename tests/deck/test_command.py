"""The command makes the file that the page makes."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner
from pptx import Presentation

from analytics.cli import main
from analytics.notes.deck_edits import DeckEdit, keep_edit
from tests.tiny import Tiny


def test_the_deck_with_edits_and_what_is_left_out(tiny: Tiny, tmp_path: Path) -> None:
    tiny.logs({"投诉编号": "A", "受理时间": "2016-03-02"})
    keep_edit(tiny.store, 2016, None, "zh", DeckEdit("months#title", "只有三月的一件", "原句"))
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
