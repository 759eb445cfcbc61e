"""The cells of a column that need no reading: as they stand they are the value. The rest is read one by one.

Most of a large log is such cells (numbers of policies, ISO moments, long texts), and looking at a whole column
at once is what keeps a big import near the speed of the bare read. What is settled here is exactly what
`parse` would say, which a property test holds it to.
"""

from __future__ import annotations

from datetime import datetime, time

import pyarrow as pa
import pyarrow.compute as pc

from analytics.intake.values.date_faults import EARLIEST, LAST
from analytics.intake.values.outcome import Context
from analytics.vocabulary import ValueKind

# With a digit in it, it is no word for "nothing"; only signs that reading an identifier leaves alone.
_PLAIN_IDENTIFIER = r"^[A-Za-z0-9\-·一-龥]*[0-9][A-Za-z0-9\-·一-龥]*$"
# A number that long may have lost digits to Excel: read one by one.
_LONG_NUMBER = r"^[0-9]{16,}$"
# Longer than any word for "nothing", printable, no space but plain ones and none at the ends.
_PLAIN_TEXT = r"^[^\pC\pZ](?:[^\pC\pZ]| ){18,}[^\pC\pZ]$"
_WORDY = r"[A-Za-z0-9一-龥]"
_ISO_MOMENT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}$"


def settle(kind: ValueKind, cells: pa.Array, context: Context) -> pa.Array | None:
    """The values of the cells that are settled, null elsewhere, typed (text, timestamp, date).

    None: nothing of this kind is settled at once.
    """
    if kind is ValueKind.IDENTIFIER:
        plain = pc.and_not(_matches(cells, _PLAIN_IDENTIFIER), _matches(cells, _LONG_NUMBER))
        return _where(plain, cells)
    if kind is ValueKind.TEXT:
        plain = pc.and_(_matches(cells, _PLAIN_TEXT), _matches(cells, _WORDY))
        return _where(pc.and_not(plain, pc.match_substring(cells, "_x000")), cells)
    if kind in (ValueKind.MOMENT, ValueKind.DATE) and "%Y-" not in (context.date_format or ""):
        return _iso(kind, cells, context)
    return None


def _iso(kind: ValueKind, cells: pa.Array, context: Context) -> pa.Array | None:
    iso = _where(_matches(cells, _ISO_MOMENT), cells)
    try:
        moments = iso.cast(pa.timestamp("us"))
    except pa.ArrowInvalid:  # an impossible date among them: its row is wanted, so each is read by itself
        return None
    earliest = pa.scalar(datetime.combine(EARLIEST, time()), pa.timestamp("us"))
    latest = pa.scalar(datetime.combine(min(context.latest or LAST, LAST), time.max), pa.timestamp("us"))
    credible = pc.and_(pc.less_equal(earliest, moments), pc.less_equal(moments, latest))
    kept = _where(credible, moments)
    return kept if kind is ValueKind.MOMENT else kept.cast(pa.date32(), safe=False)


def _matches(cells: pa.Array, pattern: str) -> pa.Array:
    return pc.match_substring_regex(cells, pattern)


def _where(mask: pa.Array, values: pa.Array) -> pa.Array:
    return pc.if_else(pc.fill_null(mask, False), values, pa.scalar(None, values.type))
