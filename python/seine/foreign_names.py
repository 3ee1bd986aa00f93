"""What a method is called here that other libraries call by another name."""

from __future__ import annotations

from .shape import nearest

__all__ = ["foreign_hint"]

_VALUES = {
    "isin": ".is_in([...])",
    "isna": ".is_missing()",
    "isnull": ".is_missing()",
    "is_null": ".is_missing()",
    "is_nan": ".is_missing()",
    "notna": ".exists()",
    "notnull": ".exists()",
    "is_not_null": ".exists()",
    "startswith": ".starts_with(...)",
    "endswith": ".ends_with(...)",
    "str": ".contains(...), .starts_with(...), .ends_with(...), .like(...), .matches(...)",
    "dt": ".date, .year, .month, .weekday, .hour",
    "lower": ".equals(text, ignoring_case=True)",
    "upper": ".equals(text, ignoring_case=True)",
    "is_between": ".between(low, high)",
    "fillna": "seine.coalesce(column, value)",
    "fill_null": "seine.coalesce(column, value)",
    "mean": ".avg() over rows, seine.mean(value) over members",
    "average": ".avg() over rows, seine.mean(value) over members",
    "median": "seine.median(value)",
    "quantile": "seine.percentile(value, percent)",
    "nunique": ".distinct()",
    "n_unique": ".distinct()",
    "unique": ".distinct()",
    "len": ".size() of a set, .count() of rows",
    "day": ".day_of_month",
    "dayofweek": ".weekday",
    "isocalendar": ".week",
    "value_counts": 'audience.profile("column")',
    "rank": ".in_top(n), seine.ntile(k, value)",
    "nlargest": ".in_top(n)",
    "nsmallest": ".in_bottom(n)",
}
_ROWS = {
    "filter": ".where(...)",
    "query": ".where(...)",
    "loc": ".where(...)",
    "exists": ".any()",
    "none": ".no()",
    "last": ".latest()",
    "size": ".count()",
    "len": ".count()",
    "head": ".first(), .nth(n)",
    "tail": ".latest(), .nth(-n)",
}


def foreign_hint(name: str, known: list[str], *, rows: bool = False) -> str:
    """``write .is_in([...])``, or the nearest of the names that are known; else empty."""
    written = (_ROWS if rows else _VALUES).get(name)
    return f"write {written}" if written is not None else nearest(name, known)
