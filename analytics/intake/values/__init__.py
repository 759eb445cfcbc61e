"""Reading one cell's text as a value of its kind."""

from analytics.intake.values.columns import parse, parse_column
from analytics.intake.values.outcome import Context, Fault, Note, Parsed, Value

__all__ = ["Context", "Fault", "Note", "Parsed", "Value", "parse", "parse_column"]
