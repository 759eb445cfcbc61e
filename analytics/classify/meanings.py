"""What the labels of a log mean, to tell two spellings of one thing from two things."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from analytics.classify.channels import classify_channel
from analytics.classify.decided_names import name_tables
from analytics.classify.label_tables import branch_index
from analytics.classify.labels import classify_cause_label
from analytics.classify.product_lines import normalise_product_line
from analytics.classify.stored_taxonomy import current_taxonomy
from analytics.classify.text import label_key

LABELS = ("channel", "branch", "product_line", "cause_label")


def meanings(cursor: duckdb.DuckDBPyConnection, field: str, labels: Sequence[str]) -> dict[str, str]:
    """Label of a field of LABELS -> what it stands for; labels that nobody can tell stand for what they say.

    The causes of a label mean the same in the same order only: the first is the primary one.
    """
    settled = name_tables(cursor)
    if field == "branch":
        index = branch_index(cursor)
        return {label: index.resolve(label).name or index.as_typed(label) for label in labels}
    if field == "channel":
        own = settled["channel"]
        return {one: own.get(key := label_key(one)) or classify_channel(one).channel or key for one in labels}
    if field == "product_line":
        return {one: normalise_product_line(one, settled["product_line"]) for one in labels}
    taxonomy, found = current_taxonomy(cursor), {}
    for label in labels:
        said = classify_cause_label(label, taxonomy)
        codes = [*(match.cause for match in said.causes), *said.categories, *map(label_key, said.unmatched)]
        found[label] = "、".join(codes) or label_key(label)
    return found
