from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from analytics.demo import open_demo
from analytics.store import Store
from tests.tiny import Tiny

# Whether a law holds does not depend on how fast the machine is, or on what else it does.
settings.register_profile("laws", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("laws")


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[Tiny]:
    one = Tiny(tmp_path)
    yield one
    one.store.close()


@pytest.fixture(scope="session")
def demo_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo database filled from the sample, once for the whole run; open a copy to write to it."""
    path = tmp_path_factory.mktemp("demo") / "demo.duckdb"
    open_demo(path).close()
    return path


@pytest.fixture
def demo(demo_path: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of the demo database, open."""
    copied = tmp_path / "demo.duckdb"
    shutil.copyfile(demo_path, copied)
    store = Store.open(copied)
    yield store
    store.close()
