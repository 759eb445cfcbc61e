"""Personal data is found in narratives: recall on invented texts, and few words lost in innocent ones."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.masking import STARS, mask, personal_data
from bench.masking_bench import GOAL, PARTS, assess, marked_examples

# ⟦...⟧ marks what must not survive. All invented.
PERSONAL = """
投诉人⟦张小明⟧反映,电话⟦13800138000⟧,车牌⟦云A12345⟧,保单号⟦PDAA2016001234567⟧。
客户⟦李伟⟧称定损过低,要求重新核定。
被保险人⟦欧阳建国⟧身份证号⟦110101199003078515⟧,已多次来电。
⟦王建国⟧来电称查勘员⟦赵磊⟧态度差,说话难听。
伤者⟦陈丽丽⟧住院,家住⟦云州市城东区建设路12号3栋2单元501室⟧,要求上门。
车主⟦刘洋⟧名下车辆⟦粤B·D12345⟧被撞,联系⟦139-1234-5678⟧。
客户⟦孙悦⟧不同意,银行卡⟦6222 0212 3456 7890 123⟧一直没有到账。
投诉人:⟦买买提·艾力⟧,手机:⟦139 9876 5432⟧
我叫⟦周杰⟧,买了三年保险,第一次出险。
⟦黄××⟧投诉未按水淹车规范处理。
三者车主⟦吴桂芳⟧反映对方不配合,车号⟦苏E3K88挂⟧。
⟦何先生⟧来电反映理赔慢。
⟦高女士⟧不满意定损金额,要求回电⟦0571-88123456⟧。
报案号⟦RDAA201633010000012345⟧的案件至今无人联系。
驾驶员⟦郑强⟧驾驶⟦浙A·8K9L2⟧在人民路追尾。
投诉人⟦马冬梅⟧(女,身份证⟦330102198512011227⟧)要求退保。
请把赔款打到户名⟦许文静⟧,账号⟦6228480402564890018⟧。
地址:⟦临江县白云镇红旗村3组5号⟧,快递单号⟦SF1234567890123⟧。
联系人⟦徐大海⟧电话⟦１３７０００００００1⟧。
业务员⟦冯程程⟧承诺可以全额退,结果不退。
邮箱⟦zhang.wei@example.com⟧没有收到保单。
客户⟦郭靖宇⟧质疑调查结论。
受害人⟦林小红⟧家属⟦林国强⟧对护理费扣减不认可。
车架号⟦LSVAA4182E2123456⟧与保单不一致,批改没办。
⟦韩梅⟧(电话⟦15012345678⟧)多次致电无人接听。
司机⟦谢军⟧一直不露面,车主⟦唐婷⟧也不接电话。
被保险人名叫⟦曹雪⟧,住在⟦滨河小区8幢1602室⟧。
客户⟦于洋⟧,车牌⟦京N·12AB3⟧,续保未经同意。
报案人⟦沈括⟧于3月5日报案。
驾驶证号⟦330106199001011234⟧过期三天,公司拒赔。
投诉人⟦罗永⟧的车⟦川A·D66666⟧泡水后发动机进水。
微信号⟦liang_520abc⟧被业务员天天加好友。
Customer ⟦John Smith⟧ said the adjuster was rude, call ⟦13912345678⟧.
Mr. ⟦Brown⟧ complains about the delay, policy no. ⟦AB12345678⟧.
乘客⟦蒋怡⟧受伤,护理费只按一人算。
死者家属⟦贾宝田⟧要求赔付。
客户⟦邓超超⟧一直没有收到退款,账户尾号⟦4567⟧。
⟦杨过⟧投诉:定损员⟦尹志⟧说话不客气。
⟦丁某⟧把车借给朋友⟦任飞⟧,出了事故。
身份证⟦11010119900307851X⟧复印件被退回三次。
投訴人⟦劉德明⟧稱查勘員態度惡劣。
寄到⟦海州市新华大街66号天河大厦B座1201室⟧的保单一直没收到。
车牌⟦鲁B12345D⟧,新能源车,电池损失不赔。
固定电话⟦(021)62345678⟧打不通。
""".strip().splitlines()

INNOCENT = """
客户认可定损金额,车主方不同意调解。
客户于3月5日在人民路追尾,报案后无人联系。
客户向公司反映多次,客服只会说再等等。
客户高度不满,车辆停在4S店已经20天。
车主时常打电话催促,单证早已交齐。
城东支公司客服态度差,拨打95500也没用。
赔付12345678.90元,2016-03-05出险,2016年4月12日结案。
投诉人说保险公司不赔,要求给出书面依据。
客户安排修理厂拆检,三者方面一直不配合。
全责方不配合理赔,三者拿不到赔款。
伤者全部医疗费被扣减30%,共计20000元。
去年没出险,今年保费反而涨了800元。
投诉人要求尽快赔付,12378已转办。
被保险人明确表示不再垫付,三者连续催了五次。
客户单独购买的驾意险被要求捆绑。
定损只给1200,差价3800元谁出?
驾驶员应当负全责,简单的事故拖了三个月。
车主解释说当时没看清,保险公司怀疑造假。
""".strip().splitlines()

_MARKED = re.compile("⟦(.+?)⟧")


def test_recall_on_invented_texts() -> None:
    marked = [(line, secret) for line in PERSONAL for secret in _MARKED.findall(line)]
    plain = {line: mask(line.replace("⟦", "").replace("⟧", "")) for line in PERSONAL}
    missed = [(line, secret) for line, secret in marked if secret in plain[line]]
    assert len(marked) >= 65
    assert len(missed) / len(marked) <= 0.02, missed


def test_little_is_lost_around_it() -> None:
    """Of the words that are nobody's, at least 95% survive in texts with personal data."""
    kept = lost = 0
    for line in PERSONAL:
        outside = _MARKED.sub("\x00", line).replace("\x00", STARS)
        result = mask(line.replace("⟦", "").replace("⟧", ""))
        kept += len(result.replace(STARS, ""))
        lost += max(0, len(outside.replace(STARS, "")) - len(result.replace(STARS, "")))
    assert lost / (kept + lost) <= 0.05


@pytest.mark.parametrize("text", INNOCENT)
def test_what_is_nobodys_stays(text: str) -> None:
    assert mask(text) == text


def test_known_values_of_the_complaint_go_wherever_they_stand() -> None:
    assert mask("来电人司空见惯,要求退款", known=["司空见惯", None, ""]) == "来电人***,要求退款"
    assert "城南老店" not in mask("在城南老店修的", known=["城南老店"])


def test_nothing_to_mask_is_nothing_changed() -> None:
    assert mask("") == ""
    assert mask("😀😀 =1+1") == "😀😀 =1+1"


@settings(deadline=None)
@given(st.text(max_size=200))
def test_never_raises_and_spans_are_in_order(text: str) -> None:
    place = 0
    for one in personal_data(text):
        assert place <= one.start < one.end <= len(text)
        place = one.end
    assert isinstance(mask(text), str)


@settings(deadline=None)
@given(st.sampled_from(PERSONAL))
def test_a_masked_text_shows_no_long_number(line: str) -> None:
    assert not re.search(r"\d{9,}", mask(line.replace("⟦", "").replace("⟧", "")))


def test_a_long_text_is_masked_quickly() -> None:
    import time

    begin = time.perf_counter()
    mask("客户反映定损金额与维修厂报价相差较大,多次沟通未果。" * 800)
    assert time.perf_counter() - begin < 5


@pytest.mark.parametrize("part", PARTS)
def test_what_is_personal_is_found_and_little_else_is_taken(part: str) -> None:
    found = assess(part)
    assert found.personal.total() >= 90
    assert found.recall >= GOAL
    assert found.precision >= GOAL


def test_marks_are_taken_out_of_the_text() -> None:
    texts = [one.text for part in PARTS for one in marked_examples(part)]
    assert len(texts) == len(set(texts)) >= 120
    assert not [text for text in texts if set("{|}") & set(text)]


@pytest.mark.parametrize(
    "secret",
    [
        "1 3 9 1 2 3 4 5 6 7 8",
        "139.1234.5678",
        "一三九一二三四五六七八",
        "0512-65123456转802",
        "+852 9123 4567",
        "苏 E·3 K8 Q1",
        "使014578",
        "沪224578领",
        "RDAA 2016 3205 0001 2345",
    ],
)
def test_numbers_in_every_dress(secret: str) -> None:
    """In the middle of a sentence, and whole."""
    assert mask(f"来电号码不详;{secret},已登记。") == f"来电号码不详;{STARS},已登记。"


@pytest.mark.parametrize(
    "text",
    [
        "我司承保,我司不认,与我司互推,我司介入。",
        "赔款12,345.67元,2016/10/01 09:30,第23条,行驶43210公里。",
        "分管总经理已答复,业务经理说不行。",
        "苏州分公司2016年3月受理,车损1.5万元,折旧40%。",
        "客户花费两千,薄弱环节,住院12天,住宿费300元。",
    ],
)
def test_words_that_look_personal_stay(text: str) -> None:
    assert mask(text) == text
