"""Every limit on what a file may be, in one place, each with its reason."""

_MB = 1024 * 1024

# --- Size on disk -----------------------------------------------------------------------------------------

# A monthly log is well under 10 MB; a year of a large insurer about 60 MB.
MAX_FILE_BYTES = 300 * _MB

# Year, month, branch, sub-branch and a few more. A folder that goes on deeper is no place for logs.
MAX_FOLDER_DEPTH = 20

# --- Zips: .xlsx and .ods are zips, and so is an archive of logs --------------------------------------------

# A sheet of 200,000 x 20 cells is 240 MB of XML. Formatting dragged down a whole sheet takes about 1 GB.
MAX_UNZIPPED_BYTES = 2048 * _MB

# Sheet XML packs 10 to 20 times, empty formatted cells about 60 times. Deflate can reach 1,032: that is a bomb.
MAX_ZIP_RATIO = 200

# A small part may pack as well as it likes: it does no harm, and a short table of equal rows packs well.
SMALL_PART_BYTES = 32 * _MB

# A workbook has a few parts a sheet, pictures included; a year of one log a branch and month is some 500 files.
MAX_ZIP_MEMBERS = 10_000

# The list of sheets, the styles' head and the like: a few KB each, read whole into memory.
MAX_INDEX_PART_BYTES = 16 * _MB

# --- A sheet ------------------------------------------------------------------------------------------------

# As many rows as a sheet can hold, 20 columns wide (a log's width). The parser takes 32 bytes a cell and more
# for its text, empty cells between filled ones included.
MAX_CELLS = 21_000_000

# What a spreadsheet has: no row or column lies beyond.
MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384

# Merges are in the hundreds, or one a branch and block of rows; tools that merge every row make tens of thousands.
MAX_MERGES = 200_000

# Sheet XML up to this size is looked through before it is parsed, so that a hostile one is refused by name.
# Above, its sheer size means that it does hold cells, and looking and parsing go on side by side.
SCAN_FIRST_BYTES = 8 * _MB

# What Excel itself allows in a cell. More is a file put together wrongly, or a quotation mark never closed.
MAX_CELL_CHARS = 32_767

# HTML's own bounds on what a cell may span.
MAX_COLUMN_SPAN = 1_000
MAX_ROW_SPAN = 65_534

# --- The child process that reads ----------------------------------------------------------------------------

# A full sheet of 1,048,576 x 20 is read in about a minute here; an office computer may be four times slower.
MAX_READ_SECONDS = 300.0

# The same sheet takes 2 GB to read and a half more to type. Beyond this the computer itself would suffer.
MAX_READ_MEMORY_BYTES = 4096 * _MB

# A worker that needed more than this for a file is replaced: what it freed is not all given back to the system.
WORKER_RENEWED_ABOVE_BYTES = 256 * _MB

# One reads while the dashboard takes in what another has read.
READERS = 2

# Files read ahead while the database takes in the one before: enough that neither waits for the other.
READ_AHEAD = 2

# --- What makes a table -----------------------------------------------------------------------------------

# A header stands in the first rows of a sheet: titles, units and notes above it take a handful.
HEADER_SEARCH_ROWS = 40

# Fewer recognised columns than this is a coincidence, not a table (exposure: month, branch, premium).
MIN_MATCHED_COLUMNS = 3
