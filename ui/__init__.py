"""What the pages share: language and texts, the filter bar, cards, chart frames, the way to the engine."""
