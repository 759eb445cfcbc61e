"""The monthly brief: two pages by the same machinery, the month in numbers and where it comes from."""

from __future__ import annotations

import math
from datetime import date

import duckdb

from analytics.deck.brief import Asked, Brief
from analytics.deck.slides import Band, Card, Cards, Cell, Chart, ChartKind, Deck, Series, Slide, Table, Tone
from analytics.deck.story.first_place import first_place
from analytics.deck.words import speaker
from analytics.errors import RequestError, Text
from analytics.measures import Scope, watchlist
from analytics.measures.formats import count, figure_value
from analytics.measures.names import value_name
from analytics.measures.series import Series as Known
from analytics.measures.series import series
from analytics.statistics import Rule
from analytics.vocabulary import Dimension, Measure

M, D = Measure, Dimension
_MONTHS_SHOWN = 13
_MOST_ROWS = 9
_TABLES = (D.BRANCH, D.CAUSE)


def monthly_brief(
    cursor: duckdb.DuckDBPyConnection,
    month: str,
    language: str = "zh",
    branch: str | None = None,
    as_of: date | None = None,
) -> Deck:
    """Two slides about one month ("YYYY-MM"). as_of: None means the last date the data knows.

    Raises RequestError (no such month, unknown branch, no data) and RuleError.
    """
    Scope(first=month, last=month)  # refuses what is no month
    brief = Brief.of(cursor, Asked(int(month[:4]), language, branch, as_of))
    brief.scope = brief.scope.with_(first=month, last=month)
    if not brief.total(*M):
        raise RequestError(
            "no_data", Text("还没有数据", "there is no data yet"), Text("请先导入台账", "import a log first")
        )
    title = speaker(language)("monthly.name", month=brief.month(month))
    return Deck(title, language, (_numbers(brief, month), _where(brief, month)))


def _numbers(brief: Brief, month: str) -> Slide:
    say = brief.say
    now = brief.total(*M)
    gross = brief.total(M.VALID, scope=brief.gross)
    assert now is not None and gross is not None
    frame = brief.ask((D.TOTAL,), *M).frame
    known = series(brief.cursor, brief.scope.with_(first=None), M.COMPLAINTS)
    shown = [n for n, point in enumerate(known.points) if point.time <= month][-_MONTHS_SHOWN:]
    title = _title(brief, known, month, now.value(M.COMPLAINTS), now.value(M.VALID))
    upper = float(known.chart.upper[-1]) if len(known.points) else math.nan
    drawn = [
        Series(
            say("common.complaints"),
            tuple(None if known.points[n].value is None else int(known.points[n].value or 0) for n in shown),
            Tone.REST,
            labels=True,
            tones=((len(shown) - 1, Tone.US),),
        )
    ]
    if not known.chart.trial and not math.isnan(upper):
        limit = (upper,) * len(shown)
        drawn.append(Series(say("months.upper"), limit, Tone.LIMIT, line=True, dashed=True, number_format="0.0"))
    ratio, timely = now.figures[M.PREMIUM_RATIO], now.figures[M.TIMELY_RATE]
    cards = (
        Card(brief.measure_name(M.COMPLAINTS), count(now.value(M.COMPLAINTS))),
        Card(say("summary.valid_net"), count(now.value(M.VALID)), say("summary.gross", n=count(gross.value(M.VALID)))),
        Card(say("outlook.pending"), count(now.value(M.PENDING)), say("outlook.pending_under")),
        Card(
            say("summary.premium_ratio"),
            figure_value(M.PREMIUM_RATIO, ratio.value),
            f"{brief.unit(ratio)}\n{brief.interval(ratio) or brief.missing(ratio)}",
        ),
        Card(
            say("summary.timely_rate"),
            figure_value(M.TIMELY_RATE, timely.value),
            brief.interval(timely) or brief.missing(timely),
        ),
    )
    names = tuple(known.points[n].time + "*" * brief.is_open(known.points[n].time) for n in shown)
    chart = Chart(ChartKind.COLUMNS, names, tuple(drawn), say("unit.complaints"), title)
    return Slide(
        key="monthly.numbers",
        section="monthly",
        title=title,
        subtitle=say("monthly.subtitle", whom=brief.whom(), month=brief.month(month)),
        bands=(Band(0.34, ((1, Cards(cards)),)), Band(0.66, ((1, chart),))),
        source=brief.frame_line(frame, now.value(M.COMPLAINTS)),
        notes=brief.notes(frame, *now.figures.values()),
    )


def _title(brief: Brief, known: Known, month: str, complaints: float | None, valid: float | None) -> str:
    place = next((n for n, point in enumerate(known.points) if point.time == month), None)
    chart, say = known.chart, brief.say
    if place is None or chart.trial or chart.sparse or known.points[place].open is not None:
        verdict = "undecided"
    elif place in chart.signals[Rule.OUTSIDE]:
        verdict = "above" if float(chart.values[place]) > float(chart.upper[place]) else "below"
    else:
        verdict = "within"
    return say(
        f"monthly.{verdict}",
        month=brief.month(month),
        n=count(complaints),
        valid=count(valid),
        upper="—" if place is None or math.isnan(float(chart.upper[place])) else f"{float(chart.upper[place]):.1f}",
    )


def _most(brief: Brief, names: list[str], counts: list[int]) -> str:
    """The branch that comes first, or those that share its place. counts: falling."""
    first, n = first_place(brief, zip(names, counts, strict=True))
    return brief.say("monthly.most", branch=first, n=n)


def _waiting(brief: Brief, soon: int, limits: int) -> str:
    """The title that fits what waits: nothing at all, nothing soon, steps only, limits too."""
    if soon:
        return "monthly.where" if limits else "monthly.where_steps"
    pending = brief.total(M.PENDING, scope=brief.scope.with_(first=None, last=None))
    return "monthly.where_later" if pending is not None and pending.value(M.PENDING) else "monthly.where_none"


def _where(brief: Brief, month: str) -> Slide:
    """Branches and causes of the month, and what turns valid next."""
    say = brief.say
    tables, first = [], ""
    for dimension in _TABLES:
        one = M.CAUSE_MENTIONS if dimension is D.CAUSE else M.COMPLAINTS
        answer = brief.ask((dimension,), one, M.VALID)
        rows = sorted((row for row in answer.rows if row.value(one)), key=lambda row: -(row.value(one) or 0))
        named = [brief.name(dimension, row.key[dimension.value]) for row in rows]
        if dimension is D.BRANCH and rows:
            first = _most(brief, named, [int(row.value(one) or 0) for row in rows])
        cells = tuple(
            (Cell(name), Cell(count(row.value(one))), Cell(count(row.value(M.VALID))))
            for name, row in list(zip(named, rows, strict=True))[:_MOST_ROWS]
        )
        counted = say("causes.mentions" if dimension is D.CAUSE else "common.complaints")
        head = (say("branches.branch" if dimension is D.BRANCH else "recurring.cause"), counted, say("common.valid"))
        tables.append(Table(head, cells or ((Cell("—"), Cell("0"), Cell("0")),), (2.2, 1, 1), (1, 2)))
    branches = (brief.asked.branch,) if brief.asked.branch else ()
    watched = watchlist(brief.cursor, brief.scope.as_of, branches=branches)
    due = watched.pending
    most = first or say("common.no_complaints")
    title = say(_waiting(brief, len(due), watched.turning), most=most, n=count(len(due)), limits=count(watched.turning))
    listed = tuple(
        (
            Cell(row.complaint_no),
            Cell(brief.name(D.BRANCH, row.branch)),
            Cell(row.due.isoformat()),
            Cell(value_name(D.FORM, row.form).in_language(brief.language)),
        )
        for row in due[:_MOST_ROWS]
    )
    names = tuple(say(f"monthly.{one}") for one in ("number", "branch", "due", "form"))
    nothing = ((Cell(say("monthly.nothing_due")), Cell(""), Cell(""), Cell("")),)
    watch = Table(names, listed or nothing, (1.5, 1.9, 1.2, 1))
    frame = brief.ask((D.BRANCH,), M.COMPLAINTS, M.VALID).frame
    return Slide(
        key="monthly.where",
        section="monthly",
        title=title,
        subtitle=say("monthly.where_subtitle", as_of=watched.as_of or "", until=watched.until or ""),
        bands=(Band(1, ((0.3, tables[0]), (0.32, tables[1]), (0.38, watch))),),
        source=brief.frame_line(frame),
        notes=(*brief.notes(frame), say("monthly.note")),
    )
