"""The invented insurer behind the sample workbooks. Nothing here is a real company, person, plate or policy."""
