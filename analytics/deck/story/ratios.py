"""The regulator's ratios, net and gross, with interval, numerator and denominator."""

from __future__ import annotations

from analytics.deck.brief import Brief
from analytics.deck.slides import Band, Cell, Chart, ChartKind, Series, Slide, Table, Tone, whole
from analytics.deck.story.market import market as market_slides
from analytics.deck.story.market import of_premium
from analytics.measures import Figure, Row
from analytics.measures.formats import DASH, count, figure_value, interval, yuan
from analytics.measures.market import MarketComparison, Standing
from analytics.measures.series import last_day
from analytics.vocabulary import Dimension, Measure

M, D = Measure, Dimension
RATIO_MEASURES = (M.PREMIUM_RATIO, M.POLICY_RATIO, M.POLICY_RATIO_10K, M.TIMELY_RATE)


def ratios(brief: Brief) -> list[Slide] | str:
    net, gross = brief.total(*RATIO_MEASURES), brief.total(*RATIO_MEASURES, scope=brief.gross)
    if net is None or gross is None:
        return brief.say("common.no_complaints")
    first = net.figures[M.PREMIUM_RATIO]
    if all(net.figures[one].value is None for one in RATIO_MEASURES[:3]):
        return brief.missing(first) or brief.say("common.no_data")
    say, frame = brief.say, brief.ask((D.TOTAL,), *RATIO_MEASURES).frame
    head = tuple(say(f"ratios.{one}") for one in ("measure", "net", "interval", "gross", "numerator", "denominator"))
    rows = tuple(_row(brief, net.figures[one], gross.figures[one]) for one in RATIO_MEASURES)
    table = Table(head, rows, (2.4, 1.1, 1.4, 1.1, 1.0, 1.6), (1, 2, 3, 4, 5))
    lead = first if first.value is not None else net.figures[M.POLICY_RATIO]
    title = say(
        "ratios.title",
        name=brief.measure_name(lead.measure),
        value=brief.with_unit(lead) if brief.language == "zh" else figure_value(lead.measure, lead.value),
        ends=interval(lead) or DASH,
        gross=figure_value(lead.measure, gross.figures[lead.measure].value),
    )
    market = _market(brief)
    if market is not None and lead.measure is M.PREMIUM_RATIO:
        standing = "doubtful" if market.doubt else market.standing
        title += say(f"ratios.market_{standing}", market=f"{market.benchmark.value:g}")
    chart, unsettled = _quarters(brief, lead.measure, title)
    bands = (Band(0.42, whole(table)[0].blocks), Band(0.58, ((1, chart),))) if chart else whole(table)
    return [
        Slide(
            key="ratios",
            section="ratios",
            title=title,
            subtitle=say("ratios.subtitle") + unsettled,
            bands=bands,
            source=brief.frame_line(frame),
            notes=(*brief.notes(frame, *(net.figures[one] for one in RATIO_MEASURES)), *_market_notes(brief)),
        ),
        *market_slides(brief),
    ]


def _row(brief: Brief, net: Figure, gross: Figure) -> tuple[Cell, ...]:
    # English names carry their unit.
    unit = "" if net.measure is M.TIMELY_RATE or brief.language != "zh" else f"({brief.unit(net)})"
    denominator = (
        DASH
        if net.denominator is None
        else (yuan(net.denominator, brief.language) if net.measure is M.PREMIUM_RATIO else count(net.denominator))
    )
    return (
        Cell(f"{brief.measure_name(net.measure)}{unit}", bold=True),
        Cell(figure_value(net.measure, net.value), bold=True),
        Cell(interval(net) or brief.missing(net) or DASH),
        Cell(figure_value(gross.measure, gross.value)),
        Cell(count(net.numerator)),
        Cell(denominator),
    )


def _quarters(brief: Brief, measure: Measure, alt: str) -> tuple[Chart | None, str]:
    """Net beside gross by quarter, those starred that can still change, and what the star says.

    No chart where no quarter has a ratio.
    """
    tables = [brief.ask((D.QUARTER,), measure, M.PENDING, scope=scope) for scope in (brief.scope, brief.gross)]
    quarters = [(row.key["quarter"] or "") + "*" * _unsettled(brief, row) for row in tables[0].rows]
    series = []
    for name, tone, table in zip(("net", "gross"), (Tone.US, Tone.REST), tables, strict=True):
        values = tuple(row.value(measure) for row in table.rows)
        series.append(Series(brief.say(f"ratios.{name}"), values, tone, labels=True, number_format="0.00"))
    if all(value is None for one in series for value in one.values):
        return None, ""
    unit = tables[0].rows[0].figures[measure].unit.in_language(brief.language)
    said = brief.say("ratios.unsettled") if any(one.endswith("*") for one in quarters) else ""
    return Chart(ChartKind.COLUMNS, tuple(quarters), tuple(series), unit, alt), said


def _unsettled(brief: Brief, row: Row) -> bool:
    """Whether a quarter is not over, or one of its complaints can still turn valid, as the Indicators page marks it."""
    as_of, quarter = brief.scope.as_of, row.key["quarter"]
    return bool(row.value(M.PENDING)) or (quarter is not None and as_of is not None and as_of < last_day(quarter))


def _market(brief: Brief) -> MarketComparison | None:
    """The market's figure that is like ours and covers the year, if there is one."""
    alike = [
        one
        for one in brief.told(of_premium)
        if one.why_not is None and one.benchmark.months == 12 and one.standing in (*_JUDGED,)
    ]
    return alike[0] if alike else None


_JUDGED = (Standing.ABOVE, Standing.BELOW, Standing.WITHIN)


def _market_notes(brief: Brief) -> list[str]:
    """Every figure of the market for the year, with its basis and source, or why it cannot be compared."""
    notes = []
    for one in brief.told(of_premium):
        reason = one.why_not or one.doubt
        said = reason.in_language(brief.language) if reason else brief.say("ratios.alike")
        notes.append(
            brief.say(
                "ratios.benchmark",
                period=one.benchmark.period,
                value=f"{one.benchmark.value:g}",
                unit=one.benchmark.unit,
                what=one.benchmark.what().in_language(brief.language),
                source=one.benchmark.origin.in_language(brief.language),
                said=said,
            )
        )
    return notes
