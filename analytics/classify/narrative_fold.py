"""The causes of complaints whose label does not tell: from a person's decision, else from the narrative.

Runs behind the labels, over the complaints just folded. Each distinct narrative is read once, and only where
nothing better speaks: reading is what costs.
"""

from __future__ import annotations

import duckdb
import pyarrow as pa

from analytics.classify.claim_stages import claim_stages
from analytics.classify.narratives import Reading
from analytics.classify.reader import current_reader
from analytics.classify.taxonomy import Taxonomy
from analytics.store import Progress
from analytics.vocabulary import CauseSource

_CAUSE_COLUMNS = pa.schema(
    [
        ("narrative", pa.string()),
        ("position", pa.int32()),
        ("cause", pa.string()),
        ("category", pa.string()),
        ("confidence", pa.float64()),
        ("how", pa.string()),
        ("words", pa.string()),
    ]
)
_STAGE_COLUMNS = pa.schema([("text", pa.string()), ("stage", pa.string())])
_DECIDED_COLUMNS = pa.schema(
    [
        ("complaint_no", pa.string()),
        ("position", pa.int32()),
        ("cause", pa.string()),
        ("category", pa.string()),
        ("decided_by", pa.string()),
    ]
)

_STEP = 500  # narratives between two words of progress


def untold(done: int, of: int) -> None:
    """Progress that nobody watches."""


def classify_beyond_labels(cursor: duckdb.DuckDBPyConnection, taxonomy: Taxonomy, progress: Progress = untold) -> None:
    """Complete `complaint` and `complaint_cause` of the complaints in the temp table `folded`."""
    _stages_of_labels(cursor)
    _narratives(cursor, taxonomy, progress)
    _decisions(cursor, taxonomy)
    cursor.execute(
        """UPDATE complaint SET names_several = TRUE WHERE complaint_no IN (
            SELECT complaint_no FROM complaint_cause SEMI JOIN folded USING (complaint_no) WHERE position > 0)"""
    )


def _stages_of_labels(cursor: duckdb.DuckDBPyConnection) -> None:
    labels = cursor.execute("SELECT DISTINCT claim_stage FROM folded WHERE claim_stage IS NOT NULL").fetchall()
    named = [(label, stages[0].value) for (label,) in labels if (stages := claim_stages(label))]
    if named:
        cursor.register(
            "stage_of_label", pa.Table.from_pylist([{"text": a, "stage": b} for a, b in named], _STAGE_COLUMNS)
        )
        cursor.execute(
            f"""UPDATE complaint SET claim_stage_code = s.stage, claim_stage_source = '{CauseSource.LABEL}'
            FROM stage_of_label s
            WHERE claim_stage = s.text AND complaint_no IN (SELECT complaint_no FROM folded)"""
        )


def _narratives(cursor: duckdb.DuckDBPyConnection, taxonomy: Taxonomy, progress: Progress) -> None:
    """A cause from the narrative, where the label gives none; a category the label named must not be contradicted."""
    # Repeated lines of one text are common; each is read once.
    rows = cursor.execute(
        """SELECT DISTINCT f.narrative FROM folded f JOIN complaint c USING (complaint_no)
        WHERE c.primary_cause IS NULL AND f.narrative IS NOT NULL"""
    ).fetchall()
    if not rows:
        return
    texts = [text for (text,) in rows]
    reader, readings = current_reader(cursor, taxonomy), list[Reading]()
    for start in range(0, len(texts), _STEP):
        progress(start, len(texts))
        readings += reader.read_all(texts[start : start + _STEP])
    progress(len(texts), len(texts))
    causes, stages = [], []
    for text, reading in zip(texts, readings, strict=True):
        for position, found in enumerate(reading.causes):
            words = " … ".join(text[start:end] for start, end in found.spans)
            category = taxonomy.category_of(found.cause)
            causes.append((text, position, found.cause, category, found.confidence, reading.how, words))
        if reading.stage:
            stages.append({"text": text, "stage": reading.stage.value})
    names = _CAUSE_COLUMNS.names
    cursor.register(
        "narrative_cause", pa.Table.from_pylist([dict(zip(names, c, strict=True)) for c in causes], _CAUSE_COLUMNS)
    )
    cursor.register("narrative_stage", pa.Table.from_pylist(stages, _STAGE_COLUMNS))
    cursor.execute(
        """CREATE OR REPLACE TEMP TABLE told AS
        SELECT f.complaint_no, n.* FROM folded f JOIN complaint c USING (complaint_no)
        JOIN narrative_cause n ON n.narrative = f.narrative
        WHERE c.primary_cause IS NULL AND (c.category IS NULL OR c.category IN (
            SELECT category FROM narrative_cause p WHERE p.narrative = f.narrative AND p.position = 0))"""
    )
    cursor.execute(
        f"""UPDATE complaint SET primary_cause = t.cause, category = t.category, cause_confidence = t.confidence,
            cause_source = '{CauseSource.NARRATIVE}'
        FROM told t WHERE t.complaint_no = complaint.complaint_no AND t.position = 0"""
    )
    cursor.execute(
        "INSERT INTO complaint_cause SELECT complaint_no, position, cause, category, confidence, how, words FROM told"
    )
    cursor.execute(
        f"""UPDATE complaint SET claim_stage_code = s.stage, claim_stage_source = '{CauseSource.NARRATIVE}'
        FROM narrative_stage s
        WHERE complaint.narrative = s.text AND claim_stage_code IS NULL
            AND complaint_no IN (SELECT complaint_no FROM told)"""
    )


def _decisions(cursor: duckdb.DuckDBPyConnection, taxonomy: Taxonomy) -> None:
    """What people decided takes the place of everything else. A cause merged since is the one it went into."""
    if not cursor.execute("SELECT 1 FROM cause_decision LIMIT 1").fetchall():
        return
    rows = cursor.execute(
        """SELECT d.complaint_no, d.causes, d.claim_stage, d.decided_by FROM cause_decision d
        JOIN folded f USING (complaint_no)
        WHERE d.causes IS NOT NULL AND d.decision = (
            SELECT max(e.decision) FROM cause_decision e WHERE e.complaint_no = d.complaint_no)"""
    ).fetchall()
    if not rows:
        return
    decided, stages = [], []
    for complaint_no, codes, stage, decided_by in rows:
        now = dict.fromkeys(taxonomy.now(code) or code for code in codes if code in taxonomy.cause_by_code)
        for position, code in enumerate(now):
            decided.append((complaint_no, position, code, taxonomy.category_of(code), decided_by))
        if stage:
            stages.append({"text": complaint_no, "stage": stage})
    names = _DECIDED_COLUMNS.names
    cursor.register(
        "decided", pa.Table.from_pylist([dict(zip(names, d, strict=True)) for d in decided], _DECIDED_COLUMNS)
    )
    cursor.register("decided_stage", pa.Table.from_pylist(stages, _STAGE_COLUMNS))
    cursor.execute("DELETE FROM complaint_cause WHERE complaint_no IN (SELECT complaint_no FROM decided)")
    cursor.execute(
        f"""UPDATE complaint SET primary_cause = d.cause, category = d.category, cause_confidence = 1.0,
            cause_source = '{CauseSource.MANUAL}'
        FROM decided d WHERE d.complaint_no = complaint.complaint_no AND d.position = 0"""
    )
    cursor.execute(
        f"""INSERT INTO complaint_cause
        SELECT complaint_no, position, cause, category, 1.0, '{CauseSource.MANUAL}', decided_by FROM decided"""
    )
    cursor.execute(
        f"""UPDATE complaint SET claim_stage_code = s.stage, claim_stage_source = '{CauseSource.MANUAL}'
        FROM decided_stage s WHERE complaint.complaint_no = s.text"""
    )
