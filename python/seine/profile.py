"""Profiles: how an audience differs from the population, by the values of columns."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from .text_table import text_table

__all__ = ["MISSING", "Profile", "ProfileRow"]

MISSING = "(missing)"


@dataclass(frozen=True)
class ProfileRow:
    """One value of one column.

    count: members of the audience that have the value; of a column below the members, those who
    have it in a row before the audience's as_of. share: of the audience. population_share: of all
    members at that as_of. index: 100 x share / population_share, NaN for a value that nobody has.
    """

    column: str
    value: str
    count: int
    share: float
    population_share: float
    index: float


class Profile:
    """Rows by column, each column's by descending count; bins of numbers ascending.

    more: by column, how many values with the least counts were left out.
    """

    def __init__(self, rows: list[ProfileRow], more: dict[str, int]) -> None:
        self.rows = rows
        self.more = more

    def __iter__(self) -> Iterator[ProfileRow]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def to_dicts(self) -> list[dict[str, Any]]:
        return [vars(row) for row in self.rows]

    def to_polars(self) -> Any:
        import polars as pl

        return pl.DataFrame(self.to_dicts())

    def to_pandas(self) -> Any:
        import pandas as pd

        return pd.DataFrame(self.to_dicts())

    def cells(self) -> list[tuple[str, ...]]:
        """Header and rows as text."""
        rows: list[tuple[str, ...]] = [("column", "value", "count", "share", "population", "index")]
        rows += [
            (
                r.column,
                r.value,
                f"{r.count:,}",
                f"{100 * r.share:.1f} %",
                f"{100 * r.population_share:.1f} %",
                "" if math.isnan(r.index) else f"{r.index:.0f}",
            )
            for r in self.rows
        ]
        return rows

    def notes(self) -> list[str]:
        """A line for each column of which values were left out."""
        return [
            f"{column}: {count:,} more {'value' if count == 1 else 'values'}; limit= shows them"
            for column, count in self.more.items()
        ]

    def to_text(self) -> str:
        """The table alone."""
        return text_table(self.cells(), left=2)

    def __repr__(self) -> str:
        return "\n".join([self.to_text(), *self.notes()])

    def _repr_html_(self) -> str:
        from html import escape

        header, *rows = self.cells()

        def line(tag: str, cells: Sequence[str]) -> str:
            return "<tr>" + "".join(f"<{tag}>{escape(c)}</{tag}>" for c in cells) + "</tr>"

        notes = "".join(f"<div>{escape(note)}</div>" for note in self.notes())
        table = line("th", header) + "".join(line("td", r) for r in rows)
        return f"<table>{table}</table>{notes}"
