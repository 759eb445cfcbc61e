"""The company's own model: it must earn its say, is kept without code, and is deterministic."""

from __future__ import annotations

import random

import pytest

from analytics.classify.learning import _beats, examples, last_lesson, learn, smallest_margin
from analytics.classify.model import CauseModel, train
from analytics.classify.reader import Reader, current_reader
from analytics.classify.reclassify import learn_and_reclassify
from analytics.classify.stored_taxonomy import current_taxonomy
from analytics.classify.taxonomy import Taxonomy
from tests.tiny import Tiny

# A company's own way of speaking that no pattern knows: code words for two causes, among noise.
_WORDS = {"staff_attitude": "甲类情形", "surrender_refund": "乙类情形"}
_LABEL = {"staff_attitude": "服务态度", "surrender_refund": "退保退费"}


def _texts(cause: str, how_many: int, seed: int) -> list[str]:
    chance = random.Random(seed)
    noise = "子丑寅卯辰巳酉戌亥梅兰竹菊琴棋书画"

    def said(length: int) -> str:
        return "".join(chance.choices(noise, k=length))

    return [f"第{chance.randrange(10**6)}单{said(6)}属{_WORDS[cause]}{said(4)}" for _ in range(how_many)]


def test_the_model_finds_what_it_was_shown_and_survives_being_kept() -> None:
    texts = _texts("staff_attitude", 60, 1) + _texts("surrender_refund", 60, 2)
    causes = ["staff_attitude"] * 60 + ["surrender_refund"] * 60
    model = train(texts, causes)
    asked = _texts("surrender_refund", 10, 3) + _texts("staff_attitude", 10, 4)
    guesses = model.guess(asked)
    assert [one.cause for one in guesses] == ["surrender_refund"] * 10 + ["staff_attitude"] * 10
    assert all(one.margin > 0 and 0.5 <= one.confidence <= 1 for one in guesses)
    for text, one in zip(asked, guesses, strict=True):
        assert all(0 <= start < end <= len(text) for start, end in one.spans)
    kept = CauseModel.from_bytes(model.to_bytes())
    assert [one.cause for one in kept.guess(asked)] == [one.cause for one in guesses]


def test_too_few_examples_teach_nothing(tiny: Tiny) -> None:
    tiny.logs({"投诉编号": "A1", "受理时间": "2016-03-01", "投诉原因": "服务态度", "投诉内容": "甲类情形"})
    before = tiny.dump()
    assert learn_and_reclassify(tiny.store, by="甲") is None
    assert tiny.dump() == before
    with tiny.store.cursor() as cursor:
        assert last_lesson(cursor) is None
        assert examples(cursor) == [("甲类情形", "staff_attitude", False)]


def test_where_the_patterns_are_silent_the_model_speaks(tiny: Tiny) -> None:
    rows = [
        {"投诉编号": f"{cause}{n}", "受理时间": "2016-03-01", "投诉原因": _LABEL[cause], "投诉内容": text}
        for seed, cause in enumerate(_WORDS)
        for n, text in enumerate(_texts(cause, 120, seed))
    ]
    unknown = {"投诉编号": "X", "受理时间": "2016-03-02", "投诉内容": _texts("surrender_refund", 1, 99)[0]}
    tiny.logs(*rows, unknown)
    with tiny.store.cursor() as cursor:
        assert cursor.execute("SELECT cause_source FROM complaint WHERE complaint_no = 'X'").fetchall() == [("none",)]
    lesson = learn_and_reclassify(tiny.store, by="甲")
    assert lesson is not None and lesson.in_use
    assert lesson.examples == 240
    assert lesson.model_right > 0.95 > lesson.patterns_right
    with tiny.store.cursor() as cursor:
        found = cursor.execute(
            "SELECT primary_cause, cause_source, how FROM complaint JOIN complaint_cause USING (complaint_no)"
            " WHERE complaint_no = 'X'"
        ).fetchall()
        assert found == [("surrender_refund", "narrative", "model")]
        assert last_lesson(cursor) == lesson


def test_a_model_that_knows_no_better_stays_silent(tiny: Tiny) -> None:
    """Labels at random: nothing to learn, so nothing may be said."""
    chance = random.Random(5)
    tiny.logs(
        *(
            {
                "投诉编号": f"N{n}",
                "受理时间": "2016-03-01",
                "投诉原因": chance.choice(list(_LABEL.values())),
                "投诉内容": f"第{n}单{chance.randrange(10**9)}",
            }
            for n in range(260)
        )
    )
    with tiny.store.write() as cursor:
        lesson = learn(cursor, by="甲")
    assert lesson is not None and not lesson.in_use
    with tiny.store.cursor() as cursor:
        reader: Reader = current_reader(cursor, current_taxonomy(cursor))
        assert reader.read("第7单").causes == ()


@pytest.mark.parametrize(("wins", "losses", "better"), [(20, 5, True), (12, 10, False), (5, 20, False), (0, 0, False)])
def test_better_means_more_than_chance(wins: int, losses: int, better: bool) -> None:
    assert _beats(wins, losses) is better


def test_the_margin_is_the_smallest_that_is_right_often_enough() -> None:
    shown = [(0.1, False)] * 30 + [(0.5, True)] * 30
    assert smallest_margin(shown, 0.9) == 0.5
    assert smallest_margin([(0.5, True)] * 5, 0.9) is None  # too few to say


def test_a_reader_without_a_model_is_the_patterns(taxonomy: Taxonomy) -> None:
    assert Reader(taxonomy, None).read("客服态度恶劣").how == "pattern"
