"""Decks of the sample, of the source-deck set, and of tiny insurers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from analytics.imports import import_paths
from analytics.store import Store
from tests.deck.made import Opened, made
from tests.sample_cells import DECK


@pytest.fixture(scope="session")
def sample(demo_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The sample, open for the whole run; only to be read."""
    path = tmp_path_factory.mktemp("deck") / "demo.duckdb"
    path.write_bytes(demo_path.read_bytes())
    store = Store.open(path)
    yield store
    store.close()


@pytest.fixture(scope="session")
def ten(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The ten complaints that carry the source deck's figures; only to be read."""
    store = Store.open(tmp_path_factory.mktemp("deck") / "ten.duckdb")
    import_paths(store, [DECK])
    yield store
    store.close()


@pytest.fixture(scope="session")
def sample_deck(sample: Store) -> Opened:
    return Opened(made(sample))


@pytest.fixture(scope="session")
def ten_deck(ten: Store) -> Opened:
    return Opened(made(ten))
