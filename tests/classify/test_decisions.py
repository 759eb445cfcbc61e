"""A person's decision wins, survives re-import, undo and taxonomy changes, and two people get a clear answer."""

from __future__ import annotations

from datetime import datetime

import pytest

from analytics.classify.claim_stages import ClaimStage
from analytics.classify.decisions import decide, decisions_of, take_back
from analytics.classify.reclassify import Effect, effect_of, reclassify, save_taxonomy
from analytics.classify.stored_taxonomy import current_taxonomy, taxonomy_of, taxonomy_versions
from analytics.classify.taxonomy_edits import add, merge, move, rename, retire, revive
from analytics.errors import AppError, RequestError
from analytics.imports import undo
from tests.tiny import Tiny

SLOW = {"投诉编号": "A1", "受理时间": "2016-03-01", "投诉原因": "理赔时效"}
TOLD = {"投诉编号": "A2", "受理时间": "2016-03-02", "投诉内容": "赔款一个多月没到账,催了四次。"}
UNSURE = {"投诉编号": "A3", "受理时间": "2016-03-03", "投诉内容": "详见附件。"}


def filed(tiny: Tiny) -> dict[str, tuple[str | None, str]]:
    with tiny.store.cursor() as cursor:
        rows = cursor.execute("SELECT complaint_no, primary_cause, cause_source FROM complaint").fetchall()
    return {number: (cause, source) for number, cause, source in rows}


@pytest.fixture
def three(tiny: Tiny) -> Tiny:
    tiny.logs(SLOW, TOLD, UNSURE)
    return tiny


def test_label_then_narrative_then_nobody(three: Tiny) -> None:
    assert filed(three) == {
        "A1": ("claim_delay", "label"),
        "A2": ("claim_delay", "narrative"),
        "A3": (None, "none"),
    }


def test_a_decision_wins_over_label_and_narrative(three: Tiny) -> None:
    decide(three.store, {"A1": None, "A3": None}, ["staff_attitude", "claim_delay"], by="甲", why="听录音")
    assert filed(three)["A1"] == ("staff_attitude", "manual")
    assert filed(three)["A3"] == ("staff_attitude", "manual")
    (a1,) = three.complaints(causes=("claim_delay",), as_of=datetime(2016, 3, 31).date())[:1]
    assert a1["causes"] == ["staff_attitude", "claim_delay"]
    with three.store.cursor() as cursor:
        kept = {one.complaint_no: one for one in decisions_of(cursor)}
    assert (kept["A1"].decided_by, kept["A1"].why) == ("甲", "听录音")


def test_who_names_several_causes_is_known_by_a_glance(tiny: Tiny) -> None:
    """What a complaint carries about itself is what its causes say, whoever named them."""

    def named() -> dict[str, list[int]]:
        with tiny.store.cursor() as cursor:
            rows = cursor.execute(
                """SELECT complaint_no, list(position ORDER BY position), any_value(names_several)
                FROM complaint JOIN complaint_cause USING (complaint_no) GROUP BY 1 ORDER BY 1"""
            ).fetchall()
            silent = cursor.execute(
                "SELECT count(*) FROM complaint ANTI JOIN complaint_cause USING (complaint_no)"
                " WHERE names_several IS DISTINCT FROM FALSE"
            ).fetchall()
        assert silent == [(0,)]
        assert all(several == (len(positions) > 1) for _, positions, several in rows)
        return {number: positions for number, positions, _ in rows}

    tiny.logs(
        {**SLOW, "投诉编号": "B1", "投诉原因": "理赔时效、服务态度"},
        {**TOLD, "投诉编号": "B2", "投诉内容": "赔款一个多月没到账,催了四次;查勘员态度恶劣,骂人。"},
        *(SLOW, TOLD, UNSURE),
    )
    two, one = [0, 1], [0]
    assert named() == {"A1": one, "A2": one, "B1": two, "B2": two}
    decide(tiny.store, {"B1": None, "B2": None}, ["claim_delay"], by="甲")
    decide(tiny.store, {"A1": None, "A3": None}, ["staff_attitude", "claim_delay"], by="甲")
    assert named() == {"A1": two, "A2": one, "A3": two, "B1": one, "B2": one}
    with tiny.store.cursor() as cursor:
        merged = merge(current_taxonomy(cursor), "staff_attitude", "claim_delay")
    save_taxonomy(tiny.store, merged, by="甲")
    assert named() == dict.fromkeys(("A1", "A2", "A3", "B1", "B2"), one)
    later = tiny.logs({**TOLD, "投诉原因": "理赔时效、退保退费"})
    assert named()["A2"] == two
    undo(tiny.store, later.files[0].batch or 0)
    assert named()["A2"] == one


def test_it_survives_reimport_and_undo(three: Tiny) -> None:
    decide(three.store, {"A3": None}, ["other"], by="甲", claim_stage=ClaimStage.PAYMENT)
    report = three.logs({**UNSURE, "投诉内容": "赔款一个多月没到账。", "办结日期": "2016-04-01"})
    assert filed(three)["A3"] == ("other", "manual")
    undo(three.store, report.files[0].batch)
    assert filed(three)["A3"] == ("other", "manual")
    undo(three.store, 1)
    assert filed(three) == {}
    three.logs(UNSURE)
    assert filed(three)["A3"] == ("other", "manual")
    with three.store.cursor() as cursor:
        stage = cursor.execute("SELECT claim_stage_code, claim_stage_source FROM complaint").fetchall()
    assert stage == [("payment", "manual")]


def test_taken_back_the_others_speak_again(three: Tiny) -> None:
    decide(three.store, {"A1": None}, ["other"], by="甲")
    take_back(three.store, {"A1": 1}, by="甲")
    assert filed(three)["A1"] == ("claim_delay", "label")


def test_two_people_deciding_the_same(three: Tiny) -> None:
    decide(three.store, {"A3": None}, ["other"], by="甲")
    with pytest.raises(RequestError, match="decided_meanwhile") as late:
        decide(three.store, {"A2": None, "A3": None}, ["claim_delay"], by="乙")
    assert "甲" in late.value.message.zh
    assert filed(three)["A2"] == ("claim_delay", "narrative")  # all or none
    decide(three.store, {"A3": 1}, ["claim_delay"], by="乙")  # having seen it, 乙 may change it
    assert filed(three)["A3"] == ("claim_delay", "manual")


@pytest.mark.parametrize(("causes", "by"), [(["nothing"], "甲"), ([], "甲"), (["other"], " ")])
def test_what_cannot_be_decided(three: Tiny, causes: list[str], by: str) -> None:
    with pytest.raises(RequestError):
        decide(three.store, {"A1": None}, causes, by=by)


def test_a_decision_does_not_invent_a_complaint(three: Tiny) -> None:
    decide(three.store, {"NOBODY": None}, ["other"], by="甲")
    assert set(filed(three)) == {"A1", "A2", "A3"}


def test_merging_moves_labels_narratives_and_decisions(three: Tiny) -> None:
    decide(three.store, {"A3": None}, ["claim_delay"], by="甲")
    with three.store.cursor() as cursor:
        changed = merge(current_taxonomy(cursor), "claim_delay", "no_follow_up")
    (moved,) = effect_of(three.store, changed).moved
    assert (moved.before, moved.after, moved.complaints) == ("claim_delay", "no_follow_up", 3)
    assert {cause for cause, _ in filed(three).values()} == {"claim_delay"}  # shown, not done
    save_taxonomy(three.store, changed, by="甲", note="合并")
    assert filed(three) == {
        "A1": ("no_follow_up", "label"),
        "A2": ("no_follow_up", "narrative"),
        "A3": ("no_follow_up", "manual"),
    }
    with three.store.cursor() as cursor:
        back = revive(current_taxonomy(cursor), "claim_delay")
        assert [one.version for one in taxonomy_versions(cursor)] == [0, 1]
        assert not taxonomy_of(cursor, 0).cause_by_code["claim_delay"].retired
    save_taxonomy(three.store, back, by="甲")
    assert {cause for cause, _ in filed(three).values()} == {"claim_delay"}


def test_retiring_sends_to_review_and_leaves_decisions(three: Tiny) -> None:
    decide(three.store, {"A3": None}, ["claim_delay"], by="甲")
    with three.store.cursor() as cursor:
        changed = retire(current_taxonomy(cursor), "claim_delay")
    save_taxonomy(three.store, changed, by="甲")
    assert filed(three)["A1"] == (None, "none")
    assert filed(three)["A3"] == ("claim_delay", "manual")
    with pytest.raises(RequestError):
        decide(three.store, {"A1": None}, ["claim_delay"], by="甲")


def test_moving_renaming_and_adding(three: Tiny) -> None:
    with three.store.cursor() as cursor:
        taxonomy = current_taxonomy(cursor)
    taxonomy = move(taxonomy, "claim_delay", "policy_service")
    taxonomy = rename(taxonomy, "claim_delay", zh="太慢", en="Too slow")
    taxonomy = add(taxonomy, "attachment", zh="附件类", en="Attachments", category="other", patterns=["详见|请见 附件"])
    _, effect = save_taxonomy(three.store, taxonomy, by="甲")
    assert {(one.before, one.after, one.complaints) for one in effect.moved} == {
        ("claim_delay", "claim_delay", 2),
        (None, "attachment", 1),
    }
    assert filed(three)["A1"] == ("claim_delay", "label")  # 理赔时效 is still found by its old name
    assert filed(three)["A3"] == ("attachment", "narrative")


def test_what_would_make_labels_ambiguous_is_refused(three: Tiny) -> None:
    with three.store.cursor() as cursor:
        taxonomy = current_taxonomy(cursor)
    with pytest.raises(AppError, match="bad_taxonomy"):
        save_taxonomy(three.store, rename(taxonomy, "claim_delay", zh="服务态度", en="x"), by="甲")
    with pytest.raises(AppError, match="bad_pattern"):
        save_taxonomy(
            three.store, add(taxonomy, "new_one", zh="新", en="new", category="other", patterns=["[坏"]), by="甲"
        )
    with pytest.raises(AppError):
        add(taxonomy, "claim_delay", zh="新", en="new", category="other")
    assert filed(three)["A1"] == ("claim_delay", "label")


def test_reclassifying_is_atomic_and_tells_its_progress(three: Tiny) -> None:
    said: list[tuple[int, int]] = []
    assert reclassify(three.store, progress=lambda done, of: said.append((done, of))) == Effect([], 0)
    assert said[-1] == (2, 2)

    def stop(done: int, of: int) -> None:
        raise KeyboardInterrupt

    before = three.dump()
    with three.store.cursor() as cursor:
        changed = retire(current_taxonomy(cursor), "claim_delay")
    with pytest.raises(KeyboardInterrupt):
        save_taxonomy(three.store, changed, by="甲", progress=stop)
    assert three.dump() == before
    with three.store.cursor() as cursor:
        assert len(taxonomy_versions(cursor)) == 1


def test_a_label_of_a_category_is_not_contradicted(tiny: Tiny) -> None:
    """定损争议 says the category; the narrative may only say which of its causes."""
    tiny.logs(
        {"投诉编号": "B1", "受理时间": "2016-03-01", "投诉原因": "定损争议", "投诉内容": "4S店报价八千,定损只给五千。"},
        {"投诉编号": "B2", "受理时间": "2016-03-01", "投诉原因": "定损争议", "投诉内容": "柜员态度恶劣,挂我电话。"},
    )
    assert filed(tiny)["B1"] == ("assessed_amount", "narrative")
    assert filed(tiny)["B2"] == (None, "none")
