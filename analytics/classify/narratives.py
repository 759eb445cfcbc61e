"""A narrative -> the causes it names, with the words that decided, and the stage of the claim.

Patterns speak first (`patterns.py`); what they say is weighed here: evidence that is denied (客户认可定损金额)
does not count, evidence that is only the course of another cause (退保二十天没退款) goes to that one, and what
is not sure enough is a proposal for the review queue, never a cause. Words for a stage are in complaints about
everything (定损后一直不付款), so a stage counts only beside a cause that goes wrong there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from analytics.classify.claim_stages import ClaimStage
from analytics.classify.narrative_text import readable
from analytics.classify.patterns import Anchored, Topic, compile_pattern, load_patterns
from analytics.classify.taxonomy import Taxonomy

DECIDED = 0.7  # confidence from which a cause counts; below it is a proposal
SECOND = 0.8  # what a further cause needs: it must stand on words of its own
MOST_CAUSES = 3
MOST_PROPOSALS = 4
OWN = "own pattern"
_OWN_WEIGHT = 0.9  # of the company's own patterns: they have the last word
_SURE = 0.97  # patterns are never surer
_OF_SEVERAL = 0.88

# Said before the words, these take them back: 不是嫌慢. Not in questions (是不是, 这不是强买强卖吗).
_HEDGE = r"(?:(?<![是这岂道可])不是|并非|并不是|没有说|没说|不嫌|不怪|不存在|不涉及|无关|并没有?)"
_HEDGES = re.compile(_HEDGE)
_TAKEN_BACK = re.compile(_HEDGE + r"[^,。!?]{0,4}$")
_SENTENCE = re.compile(r"[。!?]")


class Evidence(NamedTuple):
    """The words that speak: narrative[start:end]."""

    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """A cause, how sure (0 to 1), and the words for it, as places in the narrative."""

    cause: str
    confidence: float
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a narrative says.

    causes: those that count, primary first; () is not sure. proposals: the likeliest causes, best first, counted or
    not. stage: where in the claim it went wrong, None if that does not show; `NarrativeRules.stages` says it once the
    causes are settled. how: "pattern", OWN (a pattern of the company's) or "model".
    """

    causes: tuple[Proposal, ...]
    proposals: tuple[Proposal, ...]
    stage: ClaimStage | None = None
    how: str = "pattern"


NOTHING = Reading((), ())


class NarrativeRules:
    """The patterns of a taxonomy's causes: those that ship, under the codes causes now have, and the company's own."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        shipped = load_patterns()
        merged: dict[str, list[Topic]] = {}
        for code, topic in shipped.causes.items():
            now = taxonomy.now(code)
            if now is not None:
                merged.setdefault(now, []).append(topic)
        for cause in taxonomy.active:
            if cause.patterns:
                own = tuple(compile_pattern(one, shipped.words, _OWN_WEIGHT) for one in cause.patterns)
                merged.setdefault(cause.code, []).append(Topic(own, (), frozenset()))
        self.causes = {code: _joined(topics, taxonomy) for code, topics in merged.items()}
        self._speaking = _Speaking(self.causes)
        self._stages = _Speaking(shipped.stages)
        self._stages_of: dict[str, dict[str, Topic]] = {}
        for code, stages in shipped.stages_of.items():
            if (now := taxonomy.now(code)) is not None:
                self._stages_of.setdefault(now, {}).update((stage, shipped.stages[stage]) for stage in stages)

    def read(self, narrative: str) -> Reading:
        return self.read_all([narrative])[0]

    def read_all(self, narratives: Sequence[str]) -> list[Reading]:
        """What each narrative says. Never raises, whatever the texts."""
        texts = [readable(one) for one in narratives]
        evidence = self._speaking.evidence(texts, [self.causes] * len(texts))
        return [self._reading(text, spoken) for text, spoken in zip(texts, evidence, strict=True)]

    def _reading(self, text: str, evidence: dict[str, list[Evidence]]) -> Reading:
        if not evidence:
            return NOTHING
        proposals = _weighed(text, evidence, self.causes)
        own = {code for code, spoken in evidence.items() for one in spoken if one.weight == _OWN_WEIGHT}
        if own:
            proposals.sort(key=lambda one: one.cause not in own)
        return Reading(_counted(proposals), tuple(proposals[:MOST_PROPOSALS]), how=OWN if own else "pattern")

    def stages(self, narratives: Sequence[str], causes: Sequence[str | None]) -> list[ClaimStage | None]:
        """Where in the claim it went wrong, of the stages that are believed beside each narrative's cause."""
        asked = [place for place, cause in enumerate(causes) if cause in self._stages_of]
        texts = [readable(narratives[place]) for place in asked]
        believed = [self._stages_of[causes[place] or ""] for place in asked]
        result: list[ClaimStage | None] = [None] * len(narratives)
        for place, text, spoken, topics in zip(
            asked, texts, self._stages.evidence(texts, believed), believed, strict=True
        ):
            best = next(iter(_weighed(text, spoken, topics)), None)
            result[place] = ClaimStage(best.cause) if best and best.confidence >= DECIDED else None
        return result


@lru_cache(maxsize=8)
def narrative_rules(taxonomy: Taxonomy) -> NarrativeRules:
    return NarrativeRules(taxonomy)


def _joined(topics: Sequence[Topic], taxonomy: Taxonomy) -> Topic:
    """One topic of several: causes that were merged speak together."""
    over = {taxonomy.now(code) for topic in topics for code in topic.over}
    return Topic(
        tuple(pattern for topic in topics for pattern in topic.patterns),
        tuple(pattern for topic in topics for pattern in topic.deny),
        frozenset(code for code in over if code is not None),
    )


class _Speaking:
    """The patterns of some topics, together: what a text has of them."""

    def __init__(self, topics: Mapping[str, Topic]) -> None:
        # What denies stands before what it may deny.
        self._patterns = [
            (code, denies, pattern)
            for code, topic in topics.items()
            for denies, patterns in ((True, topic.deny), (False, topic.patterns))
            for pattern in patterns
        ]
        self._anchors = Anchored([pattern for *_, pattern in self._patterns])

    def evidence(self, texts: Sequence[str], among: Sequence[Collection[str]]) -> list[dict[str, list[Evidence]]]:
        """Of each text, by topic, of those asked for, the words that speak for it and are not denied."""
        return [self._of_one(*one) for one in zip(texts, self._anchors.candidates(texts), among, strict=True)]

    def _of_one(self, text: str, candidates: Sequence[int], among: Collection[str]) -> dict[str, list[Evidence]]:
        found: dict[str, list[Evidence]] = {}
        hedged = _HEDGES.search(text) is not None  # seldom; asked once, not of every pattern
        denied: dict[str, list[tuple[int, int]]] = {}
        for number in candidates:
            code, denies, pattern = self._patterns[number]
            if code not in among:
                continue
            if denies:
                denied.setdefault(code, []).extend(one.span() for one in pattern.regex.finditer(text))
                continue
            match = pattern.regex.search(text)
            if hedged or code in denied:
                while match is not None and not _stands(match, text, denied.get(code, ())):
                    match = pattern.regex.search(text, match.start() + 1)
            if match is not None:
                found.setdefault(code, []).append(Evidence(match.start(), match.end(), pattern.weight))
        return found


def _stands(match: re.Match[str], text: str, denied: Sequence[tuple[int, int]]) -> bool:
    start, end = match.span()
    if any(start < its_end and end > its_start for its_start, its_end in denied):
        return False
    return _TAKEN_BACK.search(text[max(0, start - 10) : start]) is None


def _weighed(text: str, evidence: dict[str, list[Evidence]], topics: dict[str, Topic]) -> list[Proposal]:
    """Every cause with evidence, best first, after the course of one cause is taken from the others."""
    scores = {code: _score(spoken) for code, spoken in evidence.items()}
    for code in sorted(evidence, key=lambda code: -scores[code]) if len(evidence) > 1 else ():
        if scores[code] < DECIDED:
            continue
        for other in topics[code].over & evidence.keys():
            if code in topics[other].over and scores[other] > scores[code]:
                continue
            sentences = {_sentence(text, one.start) for one in evidence[code]}
            evidence[other] = [
                one
                for one in evidence[other]
                if one.weight >= DECIDED
                and _sentence(text, one.start) not in sentences
                and not any(one.start < mine.end and one.end > mine.start for mine in evidence[code])
            ]
            scores[other] = _score(evidence[other])
    ranked = [(-round(scores[code], 1), _first(spoken), code) for code, spoken in evidence.items() if spoken]
    ranked.sort(key=lambda one: one[:2])
    return [
        Proposal(code, round(scores[code], 3), tuple(sorted({(one.start, one.end) for one in evidence[code]})))
        for *_, code in ranked
    ]


def _first(spoken: Sequence[Evidence]) -> int:
    """Where the best evidence begins; of several as good, the first."""
    best = max([one.weight for one in spoken])
    return min([one.start for one in spoken if one.weight == best])


def _score(spoken: Sequence[Evidence]) -> float:
    """Sure as the best evidence, and surer by what else stands apart from it."""
    if len(spoken) == 1:
        return spoken[0].weight
    doubt, taken = 1.0, list[tuple[int, int]]()
    for one in sorted(spoken, key=lambda one: (-one.weight, one.end - one.start)):
        if not [1 for start, end in taken if one.start < end and one.end > start]:
            doubt *= 1 - (one.weight if not taken or one.weight < DECIDED else one.weight / 2)
            taken.append((one.start, one.end))
    return min(_SURE, 1 - doubt)


def _sentence(text: str, place: int) -> int:
    """The number of the sentence that a place is in."""
    return len(_SENTENCE.findall(text, 0, place))


def _counted(proposals: Sequence[Proposal]) -> tuple[Proposal, ...]:
    if not proposals or proposals[0].confidence < DECIDED:
        return ()
    further = [one for one in proposals[1:] if one.confidence >= SECOND]
    counted = (proposals[0], *further)[:MOST_CAUSES]
    if len(counted) == 1:
        return counted
    # Which of several is the primary one is never as sure as that they are there.
    return tuple(replace(one, confidence=min(one.confidence, _OF_SEVERAL)) for one in counted)
