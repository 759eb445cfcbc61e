from __future__ import annotations

import pytest

from analytics.classify.claim_stages import STAGE_NAMES, ClaimStage, claim_stages


@pytest.mark.parametrize(
    ("label", "stages"),
    [
        ("查勘", ["survey"]),
        ("现场查勘环节", ["survey"]),
        ("定损", ["assessment"]),
        ("核损", ["review"]),
        ("定核损", ["assessment", "review"]),
        ("查勘定损", ["survey", "assessment"]),
        ("人伤", ["injury"]),
        ("人伤查勘", ["injury", "survey"]),
        ("理算", ["adjustment"]),
        ("赔款支付", ["payment"]),
        ("调查", ["investigation"]),
        ("定损/核损/定损", ["assessment", "review"]),
        ("Survey", ["survey"]),
        ("非人伤", []),
        ("满意度调查", []),
        ("核赔", []),
        ("承保", []),
        ("", []),
    ],
)
def test_stages_named(label: str, stages: list[str]) -> None:
    assert [stage.value for stage in claim_stages(label)] == stages


def test_every_stage_is_found_by_its_name() -> None:
    assert list(STAGE_NAMES) == list(ClaimStage)
    for stage, name in STAGE_NAMES.items():
        assert claim_stages(name.zh) == (stage,)
        assert claim_stages(stage.value) == (stage,)
