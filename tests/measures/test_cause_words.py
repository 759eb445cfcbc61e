"""The words that make a cause, counted by hand on narratives made for it; nobody's name among them."""

from __future__ import annotations

import pytest

from analytics.measures import Scope
from analytics.measures.cause_words import FEWEST_COMPLAINTS, CauseWords, cause_words
from tests.tiny import Tiny

# Six of ten say 迟迟不到账, in different words around it; two say 钥匙; the twenty others speak of something else.
SLOW = [f"投诉人王小明称赔款{tail}" for tail in ("迟迟不到账。", "迟迟不到账!", "一直迟迟不到账,很急")] * 2
SLOW += ["款项没有下文,钥匙也没还", "钥匙丢了", "结案太久", "等了一个月"]
RUDE = ["投诉人王小明反映查勘员态度恶劣", "柜面态度恶劣,不理人"] * 10


@pytest.fixture
def told(tiny: Tiny) -> Tiny:
    rows = [("理赔时效", text) for text in SLOW] + [("服务态度", text) for text in RUDE] + [("服务态度", "")]
    tiny.logs(
        *(
            {
                "投诉编号": f"W{n:02d}",
                "受理时间": "2016-03-05",
                "投诉原因": cause,
                "投诉内容": text,
                "投诉人": "王小明",
            }
            for n, (cause, text) in enumerate(rows)
        )
    )
    return tiny


def words(tiny: Tiny, **scope: str) -> CauseWords:
    with tiny.store.cursor() as cursor:
        found = cause_words(cursor, Scope(**scope))  # type: ignore[arg-type]
    assert found is not None
    return found


def test_a_phrase_is_counted_once_a_complaint(told: Tiny) -> None:
    found = words(told)
    assert found.read == 30  # the one without a narrative is not
    slow = found.by_cause["claim_delay"]
    assert (slow.told, slow.others_told) == (10, 20)
    first = slow.phrases[0]
    assert "迟迟不到账" in first.text
    assert (first.count, first.others) == (6, 0)
    assert first.complaints == tuple(f"W{n:02d}" for n in range(6))
    assert found.saying("claim_delay", first.text) == set(first.complaints)
    rude = found.by_cause["staff_attitude"].phrases[0]
    assert "态度恶劣" in rude.text and (rude.count, rude.others) == (20, 0)


def test_nothing_that_only_two_say_and_nothing_personal(told: Tiny) -> None:
    for said in words(told).by_cause.values():
        for phrase in said.phrases:
            assert phrase.count >= FEWEST_COMPLAINTS and phrase.p < 0.05
            assert "钥匙" not in phrase.text
            assert not {"王", "明"} & set(phrase.text)


def test_what_is_no_phrase_leads_nowhere(told: Tiny) -> None:
    found = words(told)
    assert found.saying("claim_delay", "王小明") == frozenset()
    assert found.saying("planet", "迟迟不到账") == frozenset()


def test_one_cause_alone_has_no_words_of_its_own(tiny: Tiny) -> None:
    tiny.logs(
        *({"投诉编号": f"A{n}", "受理时间": "2016-03-05", "投诉原因": "理赔时效", "投诉内容": "拖延"} for n in range(9))
    )
    assert words(tiny).by_cause["claim_delay"].phrases == ()


def test_no_narratives(tiny: Tiny) -> None:
    tiny.logs({"投诉编号": "A", "受理时间": "2016-03-05", "投诉原因": "理赔时效"})
    assert words(tiny).by_cause == {}
    assert words(tiny, first="2017-01").read == 0
