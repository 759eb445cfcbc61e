"""The current state of every touched complaint: what its newest un-retracted rows say, classified.

`complaint` and `complaint_cause` are derived from `log_row` and from what people decided (taxonomy, causes, names)
and nothing else, so that undo, replacement and any order of importing lead to the same state. Each distinct label is
classified once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import duckdb
import pyarrow as pa

from analytics.classify.channels import classify_channel
from analytics.classify.clock_times import newest
from analytics.classify.decided_names import name_tables
from analytics.classify.forms import derive_form, known_filing
from analytics.classify.label_tables import branch_index, register_names
from analytics.classify.labels import CauseLabels, classify_cause_label
from analytics.classify.narrative_fold import classify_beyond_labels, untold
from analytics.classify.product_lines import known_product_line, normalise_product_line
from analytics.classify.speaking import SPEAKING
from analytics.classify.stored_taxonomy import current_taxonomy
from analytics.classify.taxonomy import Taxonomy
from analytics.classify.text import label_key
from analytics.classify.used_twice import set_apart
from analytics.store import Progress
from analytics.vocabulary import LOG_FIELDS, CauseSource, Complexity, Form

_FIELDS = [name for name in LOG_FIELDS if name != "complaint_no"]
_FORM_PARTS = ("form", "filing_form", "first_contact", "consents_to_negotiate")
_SAME_FORM = " AND ".join(f"f.{part} IS NOT DISTINCT FROM fo.{part}" for part in _FORM_PARTS)
_PLACE = ["batch_id", "sheet_no", "row_no"]


@dataclass(frozen=True, slots=True)
class TakenIn:
    """all_new: nobody had spoken of these complaints, and each was said once. explained: no label is unknown."""

    all_new: bool
    explained: bool


def take_in_complaints(cursor: duckdb.DuckDBPyConnection, rows: str) -> TakenIn:
    """Bring rows that were just appended (an SQL condition on log_row) into `complaint`.

    Complaints that nobody has spoken of, each said once, are the usual case of a month's log: they need no folding,
    which is what costs. Leaves `folded`, and unless all_new what refresh_complaints leaves.
    """
    counted = cursor.execute(
        f"""SELECT count(*) = count(DISTINCT complaint_no) AND NOT EXISTS (
            FROM complaint WHERE complaint_no IN (SELECT complaint_no FROM log_row WHERE {rows}))
        FROM log_row WHERE {rows}"""
    ).fetchall()
    if not counted[0][0]:
        return TakenIn(False, refresh_complaints(cursor, f"SELECT complaint_no FROM log_row WHERE {rows}"))
    folded_as_said(cursor, rows)
    return TakenIn(True, _classify(cursor))


def folded_as_said(cursor: duckdb.DuckDBPyConnection, rows: str) -> None:
    """Leave `folded` as these rows say it: of complaints that are said once, nothing needs folding."""
    columns = ", ".join(["complaint_no", *_PLACE, "report_known", *_FIELDS])
    cursor.execute(f"CREATE OR REPLACE TEMP VIEW folded AS SELECT 1 AS versions, {columns} FROM log_row WHERE {rows}")


def refresh_complaints(cursor: duckdb.DuckDBPyConnection, touched: str, progress: Progress = untold) -> bool:
    """Rebuild the complaints whose numbers `touched` (a query with one column, complaint_no) returns.

    Returns whether every label of theirs is explained by a table of names (else: unknown_labels). progress is told
    of the narratives, whose reading is what takes time.

    Leaves the temp tables `effect` (complaint_no, effect: new | changed | unchanged | gone), `before` (the
    complaints that changed, as they were) and `folded` (all of them, as they are).
    """
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE touched AS SELECT DISTINCT complaint_no FROM ({touched})")
    _fold(cursor)
    _note_effects(cursor)
    cursor.execute("DELETE FROM complaint WHERE complaint_no IN (FROM touched)")
    cursor.execute("DELETE FROM complaint_cause WHERE complaint_no IN (FROM touched)")
    return _classify(cursor, progress)


def _fold(cursor: duckdb.DuckDBPyConnection) -> None:
    """Field by field, the newest row that says something wins; a blank erases nothing, another complaint lends nothing.

    Where a complaint has several versions, leaves what set_apart leaves.
    """
    speaking = f"log_row SEMI JOIN touched USING (complaint_no) WHERE {SPEAKING}"
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE version_count AS"
        f" SELECT complaint_no, count(*)::INTEGER AS versions FROM {speaking} GROUP BY complaint_no"
    )
    # Most complaints have one version: copied as they are, which is far cheaper than folding.
    columns = ", ".join(f"l.{name}" for name in [*_PLACE, "report_known", *_FIELDS])
    cursor.execute(
        f"""CREATE OR REPLACE TEMP TABLE folded_anew AS SELECT l.complaint_no, v.versions, {columns}
        FROM log_row l JOIN version_count v USING (complaint_no) WHERE v.versions = 1 AND l.{SPEAKING}"""
    )
    if cursor.execute("SELECT 1 FROM version_count WHERE versions > 1 LIMIT 1").fetchone():
        set_apart(cursor, "FROM version_count WHERE versions > 1")
        place = ", ".join(f"arg_max(l.{name}, l.precedence)" for name in _PLACE)
        fields = ", ".join(newest(name) for name in _FIELDS)
        cursor.execute(
            f"""INSERT INTO folded_anew
            SELECT l.complaint_no, any_value(v.versions), {place}, bool_or(l.report_known), {fields}
            FROM log_row l ANTI JOIN apart USING (complaint_no, precedence)
            JOIN version_count v USING (complaint_no) WHERE v.versions > 1 AND l.{SPEAKING}
            GROUP BY l.complaint_no"""
        )
    cursor.execute("CREATE OR REPLACE TEMP VIEW folded AS FROM folded_anew")


def _note_effects(cursor: duckdb.DuckDBPyConnection) -> None:
    if not cursor.execute("SELECT 1 FROM complaint SEMI JOIN touched USING (complaint_no) LIMIT 1").fetchone():
        # The usual case of a month's first log, without comparing a single field.
        cursor.execute("CREATE OR REPLACE TEMP TABLE effect AS SELECT complaint_no, 'new' AS effect FROM folded")
        cursor.execute("CREATE OR REPLACE TEMP TABLE before AS FROM complaint LIMIT 0")
        return
    differs = " OR ".join(f"f.{name} IS DISTINCT FROM c.{name}" for name in _FIELDS)
    cursor.execute(
        f"""CREATE OR REPLACE TEMP TABLE effect AS
        SELECT t.complaint_no,
            CASE WHEN f.complaint_no IS NULL THEN 'gone' WHEN c.complaint_no IS NULL THEN 'new'
                 WHEN {differs} THEN 'changed' ELSE 'unchanged' END AS effect
        FROM touched t LEFT JOIN folded f USING (complaint_no) LEFT JOIN complaint c USING (complaint_no)"""
    )
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE before AS FROM complaint"
        " WHERE complaint_no IN (SELECT complaint_no FROM effect WHERE effect = 'changed')"
    )


def _classify(cursor: duckdb.DuckDBPyConnection, progress: Progress = untold) -> bool:
    """From labels to codes, by way of small tables of distinct labels. Returns whether all of them are known."""
    index = branch_index(cursor)
    taxonomy = current_taxonomy(cursor)
    names = ("channel", "product_line", "branch", "cause_label")
    *lists, forms, without_channel = cursor.execute(
        f"SELECT {', '.join(f'list(DISTINCT {name})' for name in names)},"
        f" list(DISTINCT {{{', '.join(f'{part}: {part}' for part in _FORM_PARTS)}}}), bool_or(channel IS NULL)"
        " FROM folded"
    ).fetchall()[0]
    channel_labels, line_labels, branch_labels, cause_labels = (
        [x for x in one or [] if x is not None] for one in lists
    )
    settled = name_tables(cursor)
    channels = [
        (one, settled["channel"].get(label_key(one)) or classify_channel(one).channel) for one in channel_labels
    ]
    register_names(cursor, "label_channel", "label code", channels)
    own = settled["product_line"]
    lines = [
        (one, normalise_product_line(one, own), known_product_line(one) or label_key(one) in own) for one in line_labels
    ]
    register_names(cursor, "label_product_line", "label code known", lines, {2: pa.bool_()})
    filings_known = _form_table(cursor, forms or [])
    branches: list[tuple[Any, ...]] = []
    causes: list[tuple[Any, ...]] = []
    labels: list[tuple[Any, ...]] = []
    for label in branch_labels:
        name = index.resolve(label).name
        branches.append((label, name or index.as_typed(label), name is not None))
    for label in cause_labels:
        found = _causes_of(label, taxonomy)
        for position, match in enumerate(found.causes):
            category = taxonomy.category_of(match.cause)
            causes.append((label, position, match.cause, category, match.confidence, match.how, match.words))
        if found.causes:
            first = found.causes[0]
            category = taxonomy.category_of(first.cause)
            labels.append((label, first.cause, category, first.confidence, not found.unmatched))
        else:
            labels.append((label, None, found.category_hint, None, False))
    register_names(cursor, "label_branch", "label code known", branches, {2: pa.bool_()})
    types = {1: pa.int32(), 4: pa.float64()}
    register_names(cursor, "label_cause", "label position cause category confidence how words", causes, types)
    types = {3: pa.float64(), 4: pa.bool_()}
    register_names(cursor, "label_primary", "label cause category confidence known", labels, types)
    cursor.execute(
        f"""INSERT INTO complaint ({", ".join(_PLACE)}, versions, report_known, received_on, channel_code, form_code,
            form_source, complexity_code, branch_name, product_line_name, primary_cause, category, names_several,
            cause_source, cause_confidence, complaint_no, {", ".join(_FIELDS)})
        SELECT {", ".join(f"f.{name}" for name in _PLACE)}, f.versions, f.report_known, f.received_at::DATE, ch.code,
            fo.code, fo.source, coalesce(f.complexity, '{Complexity.SIMPLE}'), br.code, pl.code, p.cause, p.category,
            FALSE, CASE WHEN p.cause IS NULL THEN '{CauseSource.NONE}' ELSE '{CauseSource.LABEL}' END, p.confidence,
            f.complaint_no, {", ".join(f"f.{name}" for name in _FIELDS)}
        FROM folded f
        LEFT JOIN label_channel ch ON f.channel = ch.label
        LEFT JOIN label_branch br ON f.branch = br.label
        LEFT JOIN label_product_line pl ON f.product_line = pl.label
        LEFT JOIN label_primary p ON f.cause_label = p.label
        JOIN label_form fo ON {_SAME_FORM}"""
    )
    cursor.execute(
        "INSERT INTO complaint_cause"
        " SELECT f.complaint_no, c.position, c.cause, c.category, c.confidence, c.how, c.words"
        " FROM folded f JOIN label_cause c ON f.cause_label = c.label"
    )
    classify_beyond_labels(cursor, taxonomy, progress)
    return not (
        without_channel
        or any(code is None for _, code in channels)
        or (len(index) and not all(known for _, _, known in branches))
        or not all(known for *_, known in lines)
        or not filings_known
        or not all(known for *_, known in labels)
    )


@lru_cache(maxsize=20_000)
def _causes_of(label: str, taxonomy: Taxonomy) -> CauseLabels:
    return classify_cause_label(label, taxonomy)


def unknown_labels(cursor: duckdb.DuckDBPyConnection) -> list[tuple[str, str | None, int, int]]:
    """(field, label, first row, complaints) of the labels just folded that no table of names explains.

    A complaint without a channel is among them, with label None. Branches only where there is a branch list,
    ways of filing only where the form of a regulator complaint was assumed for want of them.
    """
    return cursor.execute(
        f"""SELECT 'channel' AS field, f.channel AS label, min(f.row_no) AS first_row, count(*)
        FROM folded f LEFT JOIN label_channel m ON f.channel = m.label WHERE m.code IS NULL GROUP BY 2
        UNION ALL SELECT 'cause_label', f.cause_label, min(f.row_no), count(*)
        FROM folded f JOIN label_primary m ON f.cause_label = m.label WHERE NOT m.known GROUP BY 2
        UNION ALL SELECT 'branch', f.branch, min(f.row_no), count(*)
        FROM folded f JOIN label_branch m ON f.branch = m.label
        WHERE NOT m.known AND EXISTS (FROM branch) GROUP BY 2
        UNION ALL SELECT 'product_line', f.product_line, min(f.row_no), count(*)
        FROM folded f JOIN label_product_line m ON f.product_line = m.label WHERE NOT m.known GROUP BY 2
        UNION ALL SELECT 'filing_form', f.filing_form, min(f.row_no), count(*)
        FROM folded f JOIN label_form fo ON {_SAME_FORM} JOIN label_channel ch ON f.channel = ch.label
        WHERE fo.source = 'assumed' AND NOT fo.filing_known AND ch.code = 'regulator' GROUP BY 2
        ORDER BY 1, 3"""
    ).fetchall()


def _form_table(cursor: duckdb.DuckDBPyConnection, stated: list[dict[str, Any]]) -> bool:
    """What each combination of what logs say about the form comes to. Returns whether all ways of filing are known."""
    rows = []
    for form, filing, first, consents in (tuple(one[part] for part in _FORM_PARTS) for one in stated):
        code, source = derive_form(Form(form) if form else None, filing, first, consents)
        rows.append((form, filing, first, consents, code.value, source.value, filing is None or known_filing(filing)))
    columns = " ".join([*_FORM_PARTS, "code source filing_known"])
    register_names(cursor, "label_form", columns, rows, {2: pa.bool_(), 3: pa.bool_(), 6: pa.bool_()})
    return all(known for *_, known in rows)
