"""The database: who may open it, its schema, reading and writing, work in the background, backups."""

from analytics.store.backup import backup, restore
from analytics.store.kept import kept
from analytics.store.snapshot import snapshot
from analytics.store.store import Store
from analytics.store.work import Progress, Work

__all__ = ["Progress", "Store", "Work", "backup", "kept", "restore", "snapshot"]
