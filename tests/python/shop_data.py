"""A small shop that every test can reckon through by hand."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import polars as pl
import seine as sn

SCHEMA = {
    "seine": {"timezone": "Europe/London", "as_of": "data"},
    "tables": {
        "customers": {
            "key": "id",
            "columns": {
                "name": "text",
                "gender": "category",
                "age": "integer",
                "city": "category",
                "spend": {"type": "decimal", "scale": 2},
                "score": "real",
                "born": "date",
                "joined": "timestamp",
                "subscribed": "bool",
                "tags": "set",
                "count": "integer",
            },
        },
        "orders": {
            "parent": "customers",
            "key": "order",
            "parent_key": "id",
            "time": "at",
            "columns": {
                "at": "timestamp",
                "channel": "category",
                "amount": {"type": "decimal", "scale": 2},
                "count": "integer",
            },
        },
        "items": {
            "parent": "orders",
            "parent_key": "order",
            "columns": {
                "product": {"type": "category", "lookup": "products"},
                "quantity": "integer",
                "price": {"type": "decimal", "scale": 2},
            },
        },
    },
    "lookups": {
        "products": {
            "key": "code",
            "columns": {"category": "category", "colours": "set"},
        }
    },
    "segments": {"loyal": "count(orders) >= 2"},
}


def time(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def decimals(*texts: str | None) -> list[Decimal | None]:
    return [None if text is None else Decimal(text) for text in texts]


def shop_frames() -> dict[str, pl.DataFrame]:
    customers = pl.DataFrame(
        {
            "id": [1, 2, 3, 4, 5, 6],
            "name": ["Amy", "Ben", "陳怡君", "O'Dell", None, "amy"],
            "gender": ["F", "M", "F", "F", None, "F"],
            "age": [29, 51, 34, 30, None, 18],
            "city": ["Taipei", "新北市", "Taipei", "London", "London", None],
            "spend": decimals("10.50", "0.00", None, "99.99", "-3.00", "10.50"),
            "score": [0.5, 1.5, None, -2.0, 3.25, 0.0],
            "born": [
                dt.date(1990, 2, 28),
                dt.date(1968, 12, 31),
                None,
                dt.date(1992, 2, 29),
                dt.date(2000, 1, 1),
                dt.date(2007, 6, 1),
            ],
            "joined": [time(f"2024-0{m}-01T10:00:00") for m in range(1, 7)],
            "subscribed": [True, False, None, True, True, False],
            "tags": [["vip", "wine lover"], [], None, ["blocked"], ["vip"], ["wine lover"]],
            "count": [1, 2, 3, 4, 5, 6],
        }
    )
    orders = pl.DataFrame(
        {
            "order": [10, 11, 12, 13, 14, 15],
            "id": [1, 1, 2, 3, 4, 4],
            "at": [
                time("2025-01-05T12:00:00"),
                time("2025-03-31T22:30:00"),  # 23:30 in London: still March
                time("2025-03-31T23:30:00"),  # 00:30 on April 1 in London
                time("2024-11-11T00:00:00"),
                time("2025-05-01T08:00:00"),
                time("2025-05-20T08:00:00"),
            ],
            "channel": ["web", "line", "line", "pos", "web", None],
            "amount": decimals("100.00", "250.50", "80.00", "5.00", "60.00", "40.00"),
            "count": [1, 1, 1, 1, 1, 1],
        }
    )
    items = pl.DataFrame(
        {
            "order": [10, 10, 11, 12, 13, 14, 15],
            "product": ["A", "B", "A", "C", "A", "B", "Z"],
            "quantity": [1, 2, 3, 1, 5, 1, 1],
            "price": decimals("10", "20", "10", "80", "1", "60", "40"),
        },
        schema_overrides={"price": pl.Decimal(18, 2)},
    )
    products = pl.DataFrame(
        {
            "code": ["A", "B", "C"],
            "category": ["wine", "coffee", "wine"],
            "colours": [["red"], ["black", "white"], ["white"]],
        }
    )
    return {"customers": customers, "orders": orders, "items": items, "products": products}


def ids(audience: sn.Audience) -> list[int]:
    found: list[int] = audience.keys().tolist()
    return found
