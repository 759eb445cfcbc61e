"""How surprising something is when many things are looked at."""

from __future__ import annotations

SIGNIFICANT = 0.05


def corrected(p: float, looked_at: int) -> float:
    """A p-value times the number of things looked at (Bonferroni), at most 1.

    Of sixty cells three lie beyond 2 standard deviations by chance alone: the largest of many has to be larger.
    """
    return min(1.0, p * max(looked_at, 1))


def p_of_score(score: float) -> float:
    """Two-sided p-value of a standard normal score."""
    from scipy import special

    return 2 * float(special.ndtr(-abs(score)))


def p_text(p: float) -> str:
    """A p-value in words of a sentence: "p = 0.041", "p < 0.001"."""
    return f"p = {p:.3f}" if p >= 0.001 else "p < 0.001"
