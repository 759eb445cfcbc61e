"""The database: who may open it, its schema, reading and writing, work in the background, backups."""

from analytics.store.backup import backup, restore
from analytics.store.kept import kept
from analytics.store.seen import check_seen
from analytics.store.snapshot import snapshot
from analytics.store.store import Store, data_version
from analytics.store.work import Progress, Work

__all__ = ["Progress", "Store", "Work", "backup", "check_seen", "data_version", "kept", "restore", "snapshot"]
