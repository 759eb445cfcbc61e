"""Folders for what is only needed for a moment. They hold personal data, so none may stay behind."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

_OURS = re.compile(r"complaints-(\d+)-")


def scratch_folder() -> Path:
    """A new folder that only this user can read; whoever asks for it removes it.

    Those of processes that were killed before they could do so are removed here.
    """
    if sys.platform != "win32":  # where asking for a process by its number is not harmless
        for path in Path(tempfile.gettempdir()).glob("complaints-*"):
            named = _OURS.match(path.name)
            if named and not _lives(int(named[1])):
                shutil.rmtree(path, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"complaints-{os.getpid()}-"))


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # of another user
        return True
    return True
