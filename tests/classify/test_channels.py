"""Only a regulator's complaint can become valid, so the channel is never a guess."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.classify.channels import classify_channel, load_channels
from analytics.errors import AppError
from analytics.vocabulary import Channel

# Labels by hand, separated by 、.
LABELS = {
    "regulator": """
        12378、１２３７８、12378转办、12378总公司转办、总公司转12378、12378保险消费者投诉维权热线、4008667788-12378
        保监局转办、保监会、保监会网站留言、银保监局、云州银保监分局、国家金融监督管理总局云州监管局、金融监管局
        金融监管总局转办、监管转办、监管机构、监管投诉、监管局信访、信访、来信来访、来访、总公司信访转办
        绿通、保监绿通、绿色通道、regulator、Regulator、12345转12378、行业协会转保监局、保险消费者投诉维权热线
    """,
    "association": """
        association、行业协会、保险行业协会、保险行业协会转办、中国保险行业协会、云州省保险行业协会、保协转办
        协会、协会转办、行业协会网站、保险 行业 协会、保险合同纠纷调解委员会、Industry association
    """,
    "call_centre": """
        call_centre、Call centre、call center、电话中心、呼叫中心、客服热线、客服电话、总公司转办、总公司、总部转办
        4008667788、400-866-7788、4008667788转办、95519、95xxx、95xxx热线、客服中心转办、全国客服热线
    """,
    "website": """
        website、公司网站、网站留言、网站留言转办、公司官网、在线客服、微信、微信公众号、微信客服热线、官微、APP
        手机APP投诉、小程序、微信访客留言、客服邮箱、总公司网站
    """,
    "other": """
        other、其他、其它、媒体、媒体曝光、12345、12345市长热线、12345网站、12315、12315转办、法院、法院网站
        消费者协会、消费者权益保护委员会、消费者权益保护协会、市消协、消保委、市长热线、市政府、市政府网站留言
        市场监管局、市场监督管理局、工商局、市信访局、国家信访局、黑猫投诉、电视台、律师函、律师协会
    """,
}

# Nothing that says whose; the lines inside longer numbers; what denies a channel or only sounds like one.
UNKNOWN = """
    -、/、abc、朋友介绍、张三、电话、来电、电话投诉、邮件、书面、转办、留言
    13812378001、1381237800、2123781、138-12378-001、2016-12378、0731-12378、91237845
    13995519、95、9551、1395551912、123456、112345、5123150
    非监管投诉、非12378、客户来访、来访公司、汽车行业协会、apply、WhatsApp、全媒体、内部监管
"""


def split(table: str) -> list[str]:
    return [label for line in table.split("\n") for label in line.strip().split("、") if label]


@pytest.mark.parametrize(
    ("channel", "label"), [(code, label) for code, table in LABELS.items() for label in split(table)]
)
def test_label(channel: str, label: str) -> None:
    found = classify_channel(label)
    assert found.channel == Channel(channel)
    assert 0 < found.confidence <= 1


@pytest.mark.parametrize("label", ["", " ", "、", *split(UNKNOWN)])
def test_unknown_stays_unknown(label: str) -> None:
    found = classify_channel(label)
    assert found.channel is None and found.confidence == 0 and found.how == "none"


@pytest.mark.parametrize(
    ("label", "how", "words"),
    [("监管机构", "exact", "监管机构"), ("12378总公司转办", "pattern", "12378"), ("保监会网站留言", "pattern", "保监")],
)
def test_the_words_that_decided(label: str, how: str, words: str) -> None:
    found = classify_channel(label)
    assert (found.how, found.words) == (how, words)


@given(st.integers(0, 9), st.integers(10, 99))
def test_a_line_inside_a_longer_number_is_not_that_line(before: int, after: int) -> None:
    for line in ("12378", "12345", "12315", "95519", "4008667788"):
        assert classify_channel(line).channel is not None
        for label in (f"{before}{line}", f"{line}{after}", f"电{before}{line}{after}", f"{after}-{line}-{before}"):
            assert classify_channel(label).channel is None, label


@given(st.text())
def test_any_text_is_read_without_an_error(label: str) -> None:
    assert classify_channel(label).channel in (None, *Channel)


@pytest.mark.parametrize("prefix", ["总公司", "网站", "微信", "客服热线", "协会", "12345转", "法院转"])
def test_the_regulator_decides_whoever_passed_it_on(prefix: str) -> None:
    for regulator in ("12378", "保监局", "银保监局", "金融监管局"):
        assert classify_channel(prefix + regulator).channel is Channel.REGULATOR
        assert classify_channel(f"{regulator}({prefix})").channel is Channel.REGULATOR


NAMES = "".join(f'[[channel]]\ncode = "{code}"\nzh = "{code}z"\nen = "{code}e"\nsynonyms = []\n' for code in Channel)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (NAMES, "[[pattern]]"),
        (NAMES + '[[pattern]]\nchannel = "radio"\nregex = "x"\nwhy = "y"\n', "'radio'"),
        (NAMES + '[[pattern]]\nchannel = "other"\nregex = "(x"\nwhy = "y"\n', "pattern 1"),
        (NAMES + '[[pattern]]\nchannel = "other"\nregex = 1\nwhy = "y"\n', "regex"),
        (NAMES.replace('"websitez"', '"otherz"'), "'otherz'"),
        (NAMES.replace('code = "website"', 'code = "radio"'), "'radio'"),
    ],
)
def test_a_faulty_file_is_refused_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AppError) as error:
        load_channels(path)
    assert error.value.code == "bad_reference" and said in str(error.value)
