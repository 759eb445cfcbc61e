from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tiny import Tiny


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[Tiny]:
    one = Tiny(tmp_path)
    yield one
    one.store.close()
