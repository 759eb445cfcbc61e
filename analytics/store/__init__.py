"""The database: who may open it, its schema, reading and writing, backups."""

from analytics.store.backup import backup, restore
from analytics.store.store import Store

__all__ = ["Store", "backup", "restore"]
