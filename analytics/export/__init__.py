"""Workbooks to take along: the Excel pack of all figures, and the complaint list for the regulator."""

from analytics.export.complaint_list import regulator_list
from analytics.export.pack import excel_pack

__all__ = ["excel_pack", "regulator_list"]
