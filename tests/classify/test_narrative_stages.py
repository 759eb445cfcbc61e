"""The claim stage that narratives tell: only beside a cause that goes wrong there, and right on hands never seen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analytics.classify import starter as shipped
from analytics.classify.claim_stages import ClaimStage
from analytics.classify.patterns import load_patterns
from analytics.classify.reader import Reader
from analytics.classify.starter_training import examples, trained, words
from analytics.classify.taxonomy import Taxonomy
from analytics.classify.taxonomy_edits import add, merge, retire
from bench.causes_bench import Labelled, assess, labelled
from tests.tiny import Tiny

LOW = "定损员给的配件价太低,4S店报九千八,只定了四千二,要求重新核定。"


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        (LOW, ClaimStage.ASSESSMENT),
        ("定损单早就签了字,客户认可金额,可是赔款一个多月没到账。", ClaimStage.PAYMENT),
        ("说我顶包,调查了两个月,一点证据也拿不出来。", ClaimStage.INVESTIGATION),
        ("住院的自费药扣了九千多,误工也只认二十天。", ClaimStage.INJURY),
        ("查勘员到现场就骂人,态度恶劣,要求道歉。", ClaimStage.SURVEY),
        ("对方全责,就是不肯去定损点定损,我的车修不了。", None),  # the other party's doing
        ("车还没定损,修理厂修得一塌糊涂,漆面全是流痕。", None),  # the workshop's
        ("年年涨保费,没报过案没定过损也涨,退保又不给退。", None),
        ("", None),
    ],
)
def test_a_stage_counts_beside_a_cause_that_goes_wrong_there(
    taxonomy: Taxonomy, text: str, stage: ClaimStage | None
) -> None:
    assert Reader(taxonomy, None).read(text).stage == stage


def test_it_follows_its_cause_through_changes_of_the_taxonomy(taxonomy: Taxonomy) -> None:
    reading = Reader(merge(taxonomy, "assessed_amount", "compensation_standard"), None).read(LOW)
    assert (reading.causes[0].cause, reading.stage) == ("compensation_standard", ClaimStage.ASSESSMENT)
    assert Reader(retire(taxonomy, "assessed_amount"), None).read(LOW).stage is None
    own = add(taxonomy, "low_price", zh="配件价低", en="Low price", category="claim_service", patterns=["配件价"])
    assert Reader(own, None).read(LOW).stage is None  # nobody said where a cause of one's own goes wrong


def test_only_known_causes_and_stages_are_named(taxonomy: Taxonomy) -> None:
    for cause, stages in load_patterns().stages_of.items():
        assert cause in taxonomy.cause_by_code
        assert stages and stages <= {stage.value for stage in ClaimStage}


def test_where_the_category_of_the_label_contradicts_there_is_no_stage(tiny: Tiny) -> None:
    tiny.logs(
        {"投诉编号": "A1", "受理时间": "2016-03-01", "投诉内容": LOW},
        {"投诉编号": "A2", "受理时间": "2016-03-01", "投诉内容": LOW, "投诉原因": "销售"},
    )
    with tiny.store.cursor() as cursor:
        rows = cursor.execute("SELECT primary_cause, claim_stage_code FROM complaint ORDER BY complaint_no").fetchall()
    assert rows == [("assessed_amount", "assessment"), (None, None)]


def test_right_on_hands_that_the_causes_were_not_learnt_from(
    taxonomy: Taxonomy, monkeypatch: pytest.MonkeyPatch
) -> None:
    ships, told, own_words = shipped.starter(), examples(), words(taxonomy)
    asked: list[Labelled] = []
    readings = []
    for hand in ("outside a", "outside b", "outside c", "outside d", "further"):
        model = replace(
            trained([*(one for one in told if one.hand != hand), *own_words]),
            slope=ships.slope,
            offset=ships.offset,
            sure_margin=ships.sure_margin,
        )
        monkeypatch.setattr(shipped, "starter", lambda model=model: model)
        some = [one for one in labelled("examples") if one.hand.startswith(hand)]
        readings += Reader(taxonomy, None).read_all([one.narrative for one in some])
        asked += some
    stages = assess(asked, readings, taxonomy).stages
    assert stages.right + stages.missed == 173
    assert stages.precision >= 0.85
    assert stages.recall >= 0.3
