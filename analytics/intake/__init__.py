"""Workbook -> cells -> rows -> checked rows -> batch in the store."""
