"""What findings keep for another view of the same data leaves each view's own findings as they are."""

from __future__ import annotations

import pytest

from analytics.findings import Page, findings
from analytics.measures import Scope
from analytics.store import Store
from analytics.vocabulary import Book, View


@pytest.mark.parametrize("page", [Page.OVERVIEW, Page.BRANCHES, Page.CAUSES, Page.INDICATORS])
@pytest.mark.parametrize("book", list(Book))
def test_a_change_of_view_finds_what_a_fresh_look_finds(demo: Store, page: Page, book: Book) -> None:
    scopes = [Scope(first="2016-01", last="2016-12", view=view, book=book) for view in View]
    with demo.cursor() as reader:
        one_after_another = [findings(reader, scope, page) for scope in scopes]
    fresh = []
    for scope in scopes:
        with demo.write(keep=False) as alone:  # where nothing is kept
            fresh.append(findings(alone, scope, page))
    assert one_after_another == fresh
