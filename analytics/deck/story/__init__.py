"""The story of a deck: one module a part, each telling its slides from a brief, or why it has none."""
