"""Every limit on what a file may be, in one place, each with its reason."""

# A monthly log is well under 10 MB; a year of a large insurer about 60 MB.
MAX_FILE_BYTES = 300 * 1024 * 1024

# A header stands in the first rows of a sheet: titles, units and notes above it take a handful.
HEADER_SEARCH_ROWS = 40

# Fewer recognised columns than this is a coincidence, not a table (exposure: month, branch, premium).
MIN_MATCHED_COLUMNS = 3
