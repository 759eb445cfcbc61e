"""Settings: the causes. What is in force, a change with its effect, the versions."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.classify.stored_taxonomy import TaxonomyVersion, taxonomy_of, taxonomy_versions
from analytics.classify.taxonomy import Category, Cause, Taxonomy
from analytics.classify.taxonomy_draft import restore
from ui.data import answer, fresh, taxonomy
from ui.downloads import safe_table
from ui.errors import friendly
from ui.formats import plain
from ui.language import language, words
from ui.modes import legible
from ui.tables import table_files
from ui.taxonomy_change import ask_change
from ui.taxonomy_effect import forget, propose, show_draft, show_saving


def show_taxonomy() -> None:
    """The causes in force, a change with its effect, the versions."""
    say = words()
    st.caption(say("taxonomy.body"))
    show_saving()
    versions = answer(taxonomy_versions)
    newest = versions[-1].version
    st.subheader(
        say("taxonomy.in_force", version=newest) if newest else say("taxonomy.shipped"),
        anchor=False,
    )
    table = _table(taxonomy())
    st.dataframe(table, hide_index=True, height=320, placeholder="", alt=say("taxonomy.table_alt"))
    table_files(table, key="taxonomy", title=say("taxonomy.table_alt"))
    with st.container(border=True, key="taxonomy_change"):
        edit = ask_change(taxonomy(), forget)
        if edit is not None:
            propose(edit)
        show_draft()
    with st.expander(say("taxonomy.versions.title"), icon=":material/history:"):
        for one in reversed(versions):
            _version(one, in_force=one.version == newest)


def _version(one: TaxonomyVersion, *, in_force: bool) -> None:
    say = words()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            say(
                "taxonomy.versions.line",
                version=one.version,
                at=f"{one.saved_at:%Y-%m-%d %H:%M}" if one.saved_at else say("taxonomy.versions.first"),
                by=plain(one.saved_by),
                note=plain(one.note),
            ),
            width="stretch",
        )
        if not in_force:
            st.button(
                legible(say("taxonomy.versions.restore")),
                key=f"taxonomy_back_{one.version}",
                type="tertiary",
                on_click=_restore,
                args=(one.version,),
            )


@friendly(retry=False)
def _restore(version: int) -> None:
    earlier = fresh(taxonomy_of, version)
    propose(lambda now: restore(now, earlier))


def _table(now: Taxonomy) -> pd.DataFrame:
    """A row a cause, in the order of the categories; a category without causes has a row of its own."""
    rows = []
    for category in now.categories:
        causes = now.causes_in(category.code)
        rows += [_row(now, category, cause) for cause in causes] or [_row(now, category, None)]
    return safe_table(pd.DataFrame(rows))


def _row(now: Taxonomy, category: Category, cause: Cause | None) -> dict[str, str]:
    say, lang = words(), language()
    one = cause or category
    state = say("taxonomy.state.retired") if one.retired else ""
    if one.merged_into:
        into = (now.cause_by_code if cause else now.category_by_code)[one.merged_into]
        state = say("taxonomy.state.merged", name=getattr(into, lang))
    return {
        say("taxonomy.column.category"): getattr(category, lang),
        say("taxonomy.column.cause"): getattr(cause, lang) if cause else "",
        say("taxonomy.column.state"): state,
        say("taxonomy.column.definition"): getattr(cause, f"definition_{lang}") if cause else "",
        say("taxonomy.column.synonyms"): " · ".join(one.synonyms),
        say("taxonomy.column.code"): one.code,
    }
