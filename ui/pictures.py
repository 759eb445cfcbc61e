"""A figure as a picture to take along: the browser, which drew it, writes it down as PNG or as SVG.

Streamlit has no button for it, and plotly's own camera knows one format and no keyboard: the two buttons here press it.
"""

from __future__ import annotations

import streamlit as st

from ui.language import words

_HTML = """
<div>
  <button type="button" data-format="png"><i aria-hidden="true">image</i><span></span></button>
  <button type="button" data-format="svg"><i aria-hidden="true">image</i><span></span></button>
</div>
"""
_CSS = """
div { display: flex; flex-wrap: wrap; gap: 1rem; }
button {
  display: inline-flex; align-items: center; gap: 0.5rem;
  min-height: 2.5rem; padding: 0.25rem 0.75rem;
  font: 0.875rem var(--st-font); color: inherit; cursor: pointer;
  background: transparent;
  border: 1px solid var(--st-widget-border-color, var(--st-border-color));
  border-radius: var(--st-button-radius);
}
button:hover, button:focus-visible { color: var(--st-link-color); border-color: var(--st-link-color); }
button:focus-visible { outline: 2px solid var(--st-link-color); outline-offset: 1px; }
i { font: 1rem/1 "Material Symbols Rounded"; }
"""
_JS = """
export default function ({ parentElement, data }) {
  for (const button of parentElement.querySelectorAll("button")) {
    button.querySelector("span").textContent = data[button.dataset.format]
    button.onclick = () => {
      const figure = document.querySelector(`.st-key-${data.figure} .js-plotly-plot`)
      const camera = figure._fullLayout._modeBar.buttons.flat().find(one => one.name === "toImage")
      const options = figure._context.toImageButtonOptions
      const before = options.format
      options.format = button.dataset.format
      camera.click(figure)
      options.format = before
    }
  }
}
"""
_buttons = st.components.v2.component("figure_pictures", html=_HTML, css=_CSS, js=_JS)


def picture_buttons(figure: str) -> None:
    """figure: the key of a chart on the page, in letters, digits and underscores."""
    say = words()
    said = {format_: say(f"common.picture.{format_}") for format_ in ("png", "svg")}
    _buttons(key=f"pictures_{figure}", data={"figure": figure} | said, width="content")
