"""Slides as plain objects, built from measures; then a .pptx of native charts and tables. Only this room knows pptx."""
