"""Tables in plain text, aligned for terminals, where Chinese characters take two cells."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

__all__ = ["text_table"]


def text_table(rows: Sequence[Sequence[str]], left: int) -> str:
    """Rows of equal length as lines; the first `left` columns lean left, the others right."""
    cells = [[_cells(text) for text in row] for row in rows]
    widths = [max(column) for column in zip(*cells, strict=True)]
    lines = []
    for row, taken in zip(rows, cells, strict=True):
        parts = []
        for i, text in enumerate(row):
            blanks = " " * (widths[i] - taken[i])
            parts.append(text + blanks if i < left else blanks + text)
        lines.append("  ".join(parts).rstrip())
    return "\n".join(lines)


def _cells(text: str) -> int:
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide
