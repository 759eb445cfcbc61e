"""Colours that can be told apart: against the page, and from each other also with a colour-vision deficiency."""

from __future__ import annotations

import itertools
import tomllib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.charts import sorted_bars
from analytics.charts.cell_grid import ink
from analytics.charts.layout import FONT, SMALL, TITLE
from analytics.charts.palette import Mode, Palette, palette
from analytics.classify.taxonomy import load_taxonomy

CONFIG = Path(__file__).parents[2] / ".streamlit" / "config.toml"
MODES: list[Mode] = ["light", "dark"]
# Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB.
VISION = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
TELLABLE = 10.0  # CIE76 difference; 2.3 is just noticeable side by side


def linear(colour: str) -> np.ndarray:
    channels = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio."""
    lighter, darker = sorted((float(linear(c) @ [0.2126, 0.7152, 0.0722]) for c in (one, other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def lab(rgb: np.ndarray) -> np.ndarray:
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = to_xyz @ np.clip(rgb, 0, 1) / [0.95047, 1, 1.08883]
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def test_contrast_of_black_on_white_is_21() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("mode", MODES)
def test_marks_stand_out_from_the_page(mode: Mode) -> None:
    colours = palette(mode)
    marks = {name: getattr(colours, name) for name in ("us", "rest", "action", "limit", "unclassified")}
    for name, colour in {**colours.categories, **marks}.items():
        assert contrast(colour, colours.background) >= 3, name


@pytest.mark.parametrize("vision", list(VISION))
@pytest.mark.parametrize("mode", MODES)
def test_categories_can_be_told_apart(mode: Mode, vision: str) -> None:
    seen = {code: lab(VISION[vision] @ linear(colour)) for code, colour in palette(mode).categories.items()}
    for (one, a), (other, b) in itertools.combinations(seen.items(), 2):
        assert np.linalg.norm(a - b) >= TELLABLE, (one, other)


@pytest.mark.parametrize("mode", MODES)
def test_every_category_has_a_colour_and_anything_else_is_grey(mode: Mode) -> None:
    colours = palette(mode)
    assert set(colours.categories) == {category.code for category in load_taxonomy().categories}
    assert colours.category(None) == colours.category("a company's own") == colours.unclassified


@pytest.mark.parametrize("mode", MODES)
def test_the_page_uses_the_same_three_colours(mode: Mode) -> None:
    theme = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"][mode]
    colours: Palette = palette(mode)
    assert theme["backgroundColor"] == colours.background
    assert theme["blueColor"] == colours.us
    assert theme["orangeColor"] == colours.action
    assert theme["grayColor"] == colours.limit
    assert theme["textColor"] == colours.ink
    assert theme["borderColor"] == colours.edge


def test_figures_have_the_fonts_of_the_page() -> None:
    theme = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"]
    assert theme["font"] == FONT
    assert [0.75 * theme["baseFontSize"], 0.875 * theme["baseFontSize"]] == [SMALL, TITLE]


@pytest.mark.parametrize("mode", MODES)
def test_text_and_buttons_are_readable(mode: Mode) -> None:
    theme = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"][mode]
    for surface in ("backgroundColor", "secondaryBackgroundColor"):
        assert contrast(theme["textColor"], theme[surface]) >= 7
        assert contrast(theme["linkColor"], theme[surface]) >= 4.5
        assert contrast(theme["orangeColor"], theme[surface]) >= 4.5
        assert contrast(theme["grayColor"], theme[surface]) >= 4.5
    sidebar = theme["sidebar"]
    assert contrast(theme["textColor"], sidebar["backgroundColor"]) >= 7
    assert contrast(theme["grayColor"], sidebar["backgroundColor"]) >= 4.5
    assert contrast(theme["linkColor"], sidebar["backgroundColor"]) >= 4.5
    assert contrast(theme["dataframeHeaderTextColor"], theme["dataframeHeaderBackgroundColor"]) >= 4.5
    # Main buttons and what was chosen of many: Streamlit writes white on the accent.
    assert contrast(theme["primaryColor"], "#FFFFFF") >= 4.5
    for surface in (theme["backgroundColor"], theme["secondaryBackgroundColor"], sidebar["backgroundColor"]):
        assert contrast(theme["primaryColor"], surface) >= 3  # the button, the edge of what is chosen


def over(words: str, ground: str, share: float) -> str:
    """Words of this opacity as they are seen on the ground."""
    return "#" + "".join(
        f"{round(int(words[i : i + 2], 16) * share + int(ground[i : i + 2], 16) * (1 - share)):02X}" for i in (1, 3, 5)
    )


@pytest.mark.parametrize("mode", MODES)
def test_every_kind_of_words_is_readable_on_every_ground_it_stands_on(mode: Mode) -> None:
    """4.5:1, WCAG 2 AA. Opacities as Streamlit 1.67 draws them, measured in a browser."""
    theme, colours = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"][mode], palette(mode)
    for ground in (theme["backgroundColor"], theme["sidebar"]["backgroundColor"]):
        assert contrast(over(theme["textColor"], ground, 0.6), ground) >= 4.5  # captions, icons of the navigation
        # The chosen one of a few ways to look, on a tenth of the accent, a fifth when pointed at; and of tabs.
        chosen = {"light": theme["primaryColor"], "dark": colours.ink}[mode]  # as ui.modes.legible has it
        assert contrast(chosen, over(theme["primaryColor"], ground, 0.2)) >= 4.5
        assert contrast(chosen, ground) >= 4.5
    for words in (colours.limit, colours.us, colours.action, colours.ink):  # axes, labels, comments' marks, bands
        assert contrast(words, colours.background) >= 4.5
    for colour in colours.categories.values():  # the labels of bands stand on them at 35%
        assert contrast(colours.ink, over(colour, colours.background, 0.35)) >= 4.5


@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_words_in_a_cell_are_readable_whatever_its_colour(parts: tuple[int, ...]) -> None:
    fill = "#" + "".join(f"{part:02X}" for part in parts)
    assert contrast(ink(fill), fill) >= 4.5


@pytest.mark.parametrize("mode", MODES)
def test_a_figure_writes_in_readable_grey(mode: Mode) -> None:
    records = [{"branch": "甲", "complaints": 3}]
    layout = sorted_bars(records, "branch", "complaints", {}, {"甲": "#123456"}, "", mode).layout
    grey = palette(mode).limit
    assert (layout.font.color, layout.xaxis.tickfont.color, layout.yaxis.title.font.color) == (grey, grey, grey)
