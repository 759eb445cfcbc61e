"""The model that ships: up to date, light, humble; and how it is weighed with patterns and the taxonomy of now."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from analytics.classify.model import SURE
from analytics.classify.narratives import OWN
from analytics.classify.reader import Reader
from analytics.classify.starter import ENOUGH, ahead, starter, with_patterns
from analytics.classify.starter_training import digest, examples, trained, words
from analytics.classify.taxonomy import Taxonomy
from analytics.classify.taxonomy_edits import add, merge, retire

SLOW = "去年十一月报的案,材料早就交齐了,催了八次,钱到现在还没有打到我卡上,请问还要等多久。"


def test_it_is_made_from_the_examples_that_ship(taxonomy: Taxonomy) -> None:
    """Else: python -m analytics.classify.starter_training"""
    told, own_words = examples(), words(taxonomy)
    assert starter().made_from == digest([*told, *own_words])
    again = trained([*told, *own_words])
    assert again.causes == starter().causes and again.words == starter().words
    texts = [one.narrative for one in told]
    differ = again.look(texts).scores - starter().look(texts).scores
    assert np.abs(differ).max() < 0.05  # kept in half precision, and another library may round otherwise


def test_reading_needs_no_learning_library() -> None:
    code = f"""
import sys
from analytics.classify.reader import Reader
from analytics.classify.taxonomy import load_taxonomy
assert Reader(load_taxonomy(), None).read({SLOW!r}).causes[0].cause == "claim_delay"
assert not {{"sklearn", "scipy"}} & set(sys.modules), "loaded"
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_how_far_each_is_ahead() -> None:
    found = ahead(np.array([[0.5, -0.25, 0.25], [1.0, 1.0, 0.0]]))
    assert found.tolist() == [[0.25, -0.75, -0.25], [0.0, 0.0, -1.0]]


def test_below_the_sure_margin_nobody_is_sure() -> None:
    model = replace(starter(), slope=10.0, offset=0.0, sure_margin=0.5)
    found = model.confidence(np.array([-0.1, 0.0, 0.49, 0.5]))
    assert found.tolist() == pytest.approx([0.2689414, 0.5, SURE, 0.9933071])


def test_patterns_move_the_score_of_their_cause(taxonomy: Taxonomy) -> None:
    readings = [Reader(taxonomy, None)._rules.read("退保二十天没退款"), Reader(taxonomy, None)._rules.read("无")]
    codes, scores = with_patterns(("claim_delay",), np.zeros((2, 1)), readings)
    assert codes == ("claim_delay", "surrender_refund")
    assert readings[0].proposals[0].cause == "surrender_refund"
    assert scores[0, 1] == pytest.approx(-1 + 0.2 * readings[0].proposals[0].confidence)
    assert scores[1].tolist() == [0.0, -1.0]


def test_a_merged_cause_is_read_as_the_one_it_went_into(taxonomy: Taxonomy) -> None:
    assert Reader(taxonomy, None).read(SLOW).causes[0].cause == "claim_delay"
    merged = merge(taxonomy, "claim_delay", "no_follow_up")
    assert Reader(merged, None).read(SLOW).causes[0].cause == "no_follow_up"


def test_what_a_retired_cause_would_say_is_left_to_review(taxonomy: Taxonomy) -> None:
    assert "claim_delay" not in {
        one.cause for one in Reader(retire(taxonomy, "claim_delay"), None).read(SLOW).proposals
    }


def test_a_pattern_of_the_company_has_the_last_word(taxonomy: Taxonomy) -> None:
    own = add(taxonomy, "slow_money", zh="付款慢", en="Slow money", category="claim_service", patterns=["打到我卡上"])
    reading = Reader(own, None).read(SLOW)
    assert reading.how == OWN and reading.causes[0].cause == "slow_money"


@pytest.mark.parametrize("text", ["第7单123456789", "客户来电询问网点几点下班,已告知。", "敬请知悉,详见附件材料。"])
def test_what_tells_nothing_is_left_to_review(taxonomy: Taxonomy, text: str) -> None:
    assert Reader(taxonomy, None).read(text).causes == ()


def test_what_is_proposed_is_in_order_and_what_counts_is_sure_enough(taxonomy: Taxonomy) -> None:
    texts = [one.narrative for one in examples()[::7]]
    for text, reading in zip(texts, Reader(taxonomy, None).read_all(texts), strict=True):
        said = [one.confidence for one in reading.proposals]
        assert all(0 < confidence < 1 for confidence in said)
        assert said == sorted(said, reverse=True)
        assert all(one.confidence >= ENOUGH for one in reading.causes)
        assert reading.proposals[: len(reading.causes)] == reading.causes
        assert all(0 <= start < end <= len(text) for one in reading.proposals for start, end in one.spans)
