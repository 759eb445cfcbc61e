"""Regulator complaints by form, and causes by claim stage: hand-made insurers whose figures can be done in the head."""

from __future__ import annotations

from pathlib import Path

from analytics.store import Store
from tests.deck.made import Opened, made
from tests.tiny import Tiny

_WITHDRAWN = {"撤诉日期": "2016-03-03"}


def formal(number: str, **fields: str) -> dict[str, str]:
    return {"投诉编号": number, "受理时间": "2016-03-02", "投诉类别": "正式", **fields}


def test_what_became_of_each_form(tiny: Tiny) -> None:
    """Formal: two valid, one withdrawn in time, one pending on 31 December. Informal: two, both withdrawn in time.
    A call-centre complaint is of neither form, whatever its log says."""
    tiny.logs(
        *(formal(f"V{n}") for n in range(2)),
        formal("W", **_WITHDRAWN),
        formal("P", 受理时间="2016-12-30"),
        *(formal(f"I{n}", 投诉类别="非正式", **_WITHDRAWN) for n in range(2)),
        formal("C", 投诉来源="4008667788", 受理时间="2016-12-31"),
    )
    deck = Opened(made(tiny.store))
    assert "监管投诉 6 件:正式 4 件,占 66.7%,非正式 2 件" in deck.text("forms")
    ((head, *rows),) = deck.tables("forms")
    assert head == ["结果(件)", "正式", "非正式", "合计"]
    assert rows == [
        ["收到", "4", "2", "6"],
        ["待定", "1", "0", "1"],
        ["无效(限内撤诉)", "1", "2", "3"],
        ["永久有效", "2", "0", "2"],
    ]
    # Fisher's exact test of 2 of 3 against 0 of 2: the 10 splits of 2 valid over 5 are 3, 6 and 1; 3 + 1 = 4 of 10.
    assert "正式已定 3 件中 2 件有效(66.7%);非正式已定 2 件中 0 件有效(0.0%)" in deck.text("forms")
    assert "p = 0.40" in deck.text("forms")
    (chart,) = deck.charts("forms")
    assert (chart.series["正式"][2], chart.series["正式"][11]) == (3, 1) and chart.series["非正式"][2] == 2


def test_a_log_that_says_no_form_has_no_such_slide(tiny: Tiny) -> None:
    tiny.logs({"投诉编号": "A", "受理时间": "2016-03-02"}, {"投诉编号": "B", "受理时间": "2016-03-02"})
    deck = Opened(made(tiny.store))
    assert "forms" not in deck.pages and "2 件按正式计" in deck.text("left_out")


def test_causes_by_claim_stage(tiny: Tiny) -> None:
    """Five causes at three stages, one of them in a label of its own, and one whose stage nobody says."""
    said = [
        ("定损", "赔偿标准异议、理赔时效"),
        ("定损环节", "赔偿标准异议"),
        ("支付", "理赔时效"),
        ("前台", "服务态度"),
        ("", "服务态度"),
    ]
    tiny.logs(*(formal(f"S{n}", 环节=stage, 投诉原因=causes) for n, (stage, causes) in enumerate(said)))
    deck = Opened(made(tiny.store))
    assert "环节已知的 5 项原因中,定损最多:3 项(60.0%)" in deck.text("causes.stages")
    assert "5 件投诉,6 项原因,其中 1 项环节不详" in deck.text("causes.stages")
    ((_, *rows),) = deck.tables("causes.stages")
    assert rows[0] == ["定损", "赔偿标准异议(2 项)", "理赔时效(1 项)"]
    assert sorted(rows[1:]) == [["前台", "服务态度(1 项)", ""], ["支付", "理赔时效(1 项)", ""]]
    (chart,) = deck.charts("causes.stages")
    assert chart.categories[0] == "定损" and chart.series["原因(项)"] == [3, 1, 1]


def test_no_stage_no_slide(ten_deck: Opened, tiny: Tiny) -> None:
    tiny.logs(formal("A", 投诉原因="服务态度"))
    assert "causes.stages" not in Opened(made(tiny.store)).pages


def test_too_few_known_stages_head_no_slide(tmp_path: Path) -> None:
    """Of four causes all, of 41 four: neither says where claims go wrong. Of 50 five: a tenth, and five."""
    for known, unknown, slide in ((4, 0, False), (4, 37, False), (5, 46, False), (5, 45, True)):
        (tmp_path / f"{known}of{unknown}").mkdir()
        tiny = Tiny(tmp_path / f"{known}of{unknown}")
        stages = ["定损"] * known + [""] * unknown
        tiny.logs(*(formal(f"S{n}", 环节=stage, 投诉原因="服务态度") for n, stage in enumerate(stages)))
        assert ("causes.stages" in Opened(made(tiny.store)).pages) == slide
        tiny.store.close()


def test_stages_are_named_in_the_language_of_the_deck(sample: Store) -> None:
    said = Opened(made(sample, language="en")).text("causes.stages")
    assert "Loss assessment" in said and "定损" not in said
