"""The database: who may open it, its schema, reading and writing."""

from analytics.store.store import Store

__all__ = ["Store"]
