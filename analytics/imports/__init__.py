"""A file's whole way into the store in one transaction, and back: import, replace, undo, batches."""

from analytics.imports.importing import import_file, import_paths, import_sources, refuse_demo
from analytics.imports.undoing import UndoEffect, batches, undo, undo_effect

__all__ = [
    "UndoEffect",
    "batches",
    "import_file",
    "import_paths",
    "import_sources",
    "refuse_demo",
    "undo",
    "undo_effect",
]
