"""Who reads narratives: the patterns and the model that ship; where it has shown to know better, the company's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import duckdb

from analytics.classify.model import CauseModel
from analytics.classify.narratives import DECIDED, MOST_PROPOSALS, Proposal, Reading, narrative_rules
from analytics.classify.reference import REFERENCE
from analytics.classify.starter import combined
from analytics.classify.stored_taxonomy import document_of
from analytics.classify.taxonomy import Taxonomy

_KEPT = 50_000  # readings, by text
_AT_ONCE = 1_000  # narratives


class Reader:
    """Reads narratives under one taxonomy. Each distinct text is read once.

    signature: readers of one signature say the same of every text.
    """

    def __init__(self, taxonomy: Taxonomy, model: CauseModel | None, signature: str = "") -> None:
        self.signature = signature
        self._rules, self._model, self._taxonomy = narrative_rules(taxonomy), model, taxonomy
        self._readings: dict[str, Reading] = {}

    def read(self, narrative: str) -> Reading:
        return self.read_all([narrative])[0]

    def read_all(self, narratives: Sequence[str]) -> list[Reading]:
        """What each narrative says, in their order. Never raises, whatever the texts."""
        if len(self._readings) > _KEPT:
            self._readings = {}
        kept = self._readings  # what another thread begins anew does not take these away
        new = [text for text in dict.fromkeys(narratives) if text not in kept]
        for start in range(0, len(new), _AT_ONCE):
            some = new[start : start + _AT_ONCE]
            readings = combined(some, self._rules.read_all(some), self._taxonomy)
            if self._model is not None:
                readings = self._with_model(some, readings)
            kept.update(zip(some, self._with_stages(some, readings), strict=True))
        return [kept[text] for text in narratives]

    def _with_stages(self, texts: Sequence[str], readings: Sequence[Reading]) -> list[Reading]:
        causes = [reading.causes[0].cause if reading.causes else None for reading in readings]
        stages = self._rules.stages(texts, causes)
        return [
            reading if stage is None else replace(reading, stage=stage)
            for reading, stage in zip(readings, stages, strict=True)
        ]

    def _with_model(self, texts: Sequence[str], readings: Sequence[Reading]) -> list[Reading]:
        """The model speaks where what ships is silent or has shown to know less, and only above its margins."""
        assert self._model is not None
        said = [place for place, text in enumerate(texts) if text.strip()]
        result = list(readings)
        for place, guess in zip(said, self._model.guess([texts[place] for place in said]), strict=True):
            cause = self._taxonomy.now(guess.cause)
            if cause is None:
                continue
            reading = readings[place]
            silent = not reading.causes
            limit = self._model.margin_silent if silent else self._model.margin_differing
            own = Proposal(cause, guess.confidence, guess.spans)
            others = tuple(one for one in reading.proposals if one.cause != cause)
            if silent or reading.causes[0].cause != cause:
                if limit is not None and guess.margin >= limit:
                    counted = (own,) if own.confidence >= DECIDED else ()
                    result[place] = replace(
                        reading, causes=counted, proposals=(own, *others)[:MOST_PROPOSALS], how="model"
                    )
                elif silent:
                    weak = replace(own, confidence=min(own.confidence, DECIDED - 0.1))
                    proposals = sorted((weak, *others), key=lambda one: -one.confidence)
                    result[place] = replace(reading, proposals=tuple(proposals)[:MOST_PROPOSALS])
        return result


def current_reader(cursor: duckdb.DuckDBPyConnection, taxonomy: Taxonomy) -> Reader:
    """The reader of narratives under a taxonomy, with the model in use where there is one."""
    rows = cursor.execute("SELECT model, in_use FROM cause_model ORDER BY model DESC LIMIT 1").fetchall()
    if not rows or not rows[0][1]:
        return _reader(taxonomy, None)
    document = cursor.execute("SELECT document FROM cause_model WHERE model = ?", [rows[0][0]]).fetchall()[0][0]
    return _reader(taxonomy, bytes(document))


@lru_cache(maxsize=4)
def _reader(taxonomy: Taxonomy, document: bytes | None) -> Reader:
    signature = sha256(f"{_program()} {document_of(taxonomy)} ".encode() + (document or b"")).hexdigest()
    return Reader(taxonomy, CauseModel.from_bytes(document) if document is not None else None, signature)


@lru_cache(maxsize=1)
def _program() -> str:
    """A digest of all that reading is made of: this room and the data that ships."""
    files = [*Path(__file__).parent.glob("*.py"), *REFERENCE.glob("*.*")]
    return sha256(b"".join(path.read_bytes() for path in sorted(files))).hexdigest()
