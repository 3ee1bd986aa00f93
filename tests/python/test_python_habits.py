"""What people write from habit with other libraries: it works, or the fix is said at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
import seine as sn
from shop_data import ids


def refused(mistake: Callable[[], Any], message: str) -> None:
    with pytest.raises(sn.FilterError, match=message):
        mistake()


def same(made: Any, text: str) -> None:
    assert made.to_text() == text


def test_moments_and_periods_of_numpy(shop: sn.Store) -> None:
    joined = shop.customers.joined
    ns = np.datetime64("2024-03-01T10:00", "ns")
    assert ids(shop.audience(joined == ns)) == [3]
    same(joined > ns, "joined > 2024-03-01 10:00")
    same(joined > np.datetime64("2024-03-01"), "joined > 2024-03-01")
    same(joined == np.datetime64("2024-03"), "joined = 2024-03")
    same(joined.in_(np.datetime64("2024-03")), "joined in 2024-03")
    same(joined <= np.datetime64("2024"), "joined <= 2024")
    assert ids(shop.audience(joined == np.datetime64("2024-03"))) == [3]
    for days in (
        np.array(["2024-03-01T10:00", "2024-04-01T11:00"], dtype="datetime64[ns]"),
        np.array(["2024-03", "2024-04"], dtype="datetime64[M]"),
        pd.Series(pd.to_datetime(["2024-03-01 10:00", "2024-04-01 11:00"])),
        pd.DatetimeIndex(["2024-03-01 10:00", "2024-04-01 11:00"]),
        pl.Series([dt.datetime(2024, 3, 1, 10), dt.datetime(2024, 4, 1, 11)]),
    ):
        assert ids(shop.audience(joined.is_in(days))) == [3, 4]
    refused(lambda: joined > np.datetime64("2024-03-01T10:00:00.000000001"), "finer than a micro")
    refused(lambda: joined > pd.Timestamp("2024-03-01 10:00:00.000000001"), "finer than a micro")
    refused(lambda: joined > np.datetime64("2024-03-01", "W"), "a week")
    refused(lambda: joined > np.datetime64("20240-01-01"), "outside the years")


def test_lengths_of_time(shop: sn.Store) -> None:
    joined = shop.customers.joined
    same(joined.in_last(sn.days(90)), "joined in last 90 days")
    same(joined.in_last(dt.timedelta(hours=36)), "joined in last 36 hours")
    same(joined.in_next(np.timedelta64(3, "M")), "joined in next 3 months")
    same(joined.in_(sn.last(np.timedelta64(7, "D"))), "joined in last 7 days")
    same(joined.in_last(pd.Timedelta("2D")), "joined in last 2 days")
    same(joined + np.timedelta64(3600, "s") > joined, "joined + 1 hour > joined")
    same(joined + np.timedelta64(60, "m").astype("m8[ns]") > joined, "joined + 1 hour > joined")
    refused(lambda: joined.in_last(90), r'write last\(90, "days"\)')
    refused(lambda: joined.in_last("90 days"), r'write last\(90, "days"\)')


def test_what_is_missing(shop: sn.Store) -> None:
    c = shop.customers
    for missing in (None, pd.NaT, pd.NA, np.datetime64("NaT"), np.timedelta64("NaT")):
        refused(lambda missing=missing: c.joined > missing, "use .is_missing")
        refused(lambda missing=missing: c.city.is_in(["a", missing]), "use .is_missing")
    for number in (float("nan"), np.nan, np.float32("nan"), Decimal("NaN"), Decimal("sNaN")):
        refused(lambda number=number: c.age == number, "use .is_missing")


def test_arrays_are_not_one_value(shop: sn.Store) -> None:
    c = shop.customers
    for several in ([29, 30], (29, 30), np.array([29, 30]), pd.Series([29]), pl.Series([29])):
        refused(lambda several=several: c.age == several, r"write \.is_in")
        refused(lambda several=several: c.tags.has(several), r"\.has_any")
        assert len(shop.audience(c.age.is_in(several))) in (1, 2)
    refused(lambda: np.array([5, 6]) < c.age, r"write \.is_in")
    refused(lambda: c.joined > ["2025-01-01"], r"write \.is_in")
    same(np.int64(29) < c.age, "age > 29")
    same(np.float64(0.5) + c.age > np.array(3), "0.5 + age > 3")
    assert ids(shop.audience(c.tags.has_any(np.array(["vip", "blocked"])))) == [1, 4, 5]


def test_python_says_neither_true_nor_false(shop: sn.Store) -> None:
    c, o = shop.customers, shop.orders
    old = c.age > 50
    refused(lambda: old == True, r"`~\(f \^ g\)`")  # noqa: E712
    refused(lambda: old == (c.age < 7), "a filter is not compared")
    refused(lambda: old != c.subscribed, "a filter is not compared")
    refused(lambda: sn.everyone == sn.everyone, "a filter is not compared")
    refused(lambda: c.age.not_ == 5, r"write column != value")
    refused(lambda: c.age.not_ > 5, r"not_\.between")
    refused(lambda: sn.rfm(o, o.amount, 5) == 5, r"\.recency == 5")
    refused(lambda: o.gap() > 5, r"compare \.avg\(\)")
    refused(lambda: sn.last(3, "days") == "2025-01", "not a value that can be compared")
    assert len({old, c.age > 50, sn.everyone}) == 3  # by identity, as before
    refused(lambda: "Taipei" in c.city, r"\.contains\('Taipei'\)")
    refused(lambda: 5 in o.amount.sum(), "is not iterable")


def test_exclusive_or(shop: sn.Store) -> None:
    c = shop.customers
    same((c.age > 30) ^ c.subscribed, "exactly 1 of (age > 30, subscribed)")
    same(c.subscribed ^ "age > 30", "exactly 1 of (subscribed, age > 30)")
    same("age > 30" ^ c.subscribed, "exactly 1 of (age > 30, subscribed)")
    same("age > 30" ^ (c.age < 3), "exactly 1 of (age > 30, age < 3)")
    old, asked = shop.audience("age > 30"), shop.audience("subscribed")
    assert shop.audience((c.age > 30) ^ c.subscribed) == old ^ asked


def test_filters_of_rows_in_place(shop: sn.Store) -> None:
    o = shop.orders
    dear = o.amount > 50
    same(o.any(dear), "any orders where amount > 50")
    same(o.no(dear, o.channel == "web"), 'no orders where (amount > 50 and channel = "web")')
    same(o.count(dear) >= 2, "count(orders where amount > 50) >= 2")
    each = o.any(dear, each=sn.last(2, "months"))
    same(each, "any orders in each of the last 2 months where amount > 50")
    refused(lambda: o[dear], r"rows\.where\(filter\)")
    refused(lambda: shop.customers[0], "named by text, not by 0")


def test_names_of_other_libraries(shop: sn.Store) -> None:
    c, o = shop.customers, shop.orders
    for mistake, message in (
        (lambda: c.age.isin([1]), r"column `age` has no `isin`; write \.is_in"),
        (lambda: c.age.isna(), r"write \.is_missing\(\)"),
        (lambda: c.city.startswith("T"), r"write \.starts_with"),
        (lambda: c.city.str.contains("T"), r"write \.contains"),
        (lambda: c.joined.dt.year, r"write \.date, \.year"),
        (lambda: o.amount.mean(), r"write \.avg\(\)"),
        (lambda: o.amount.sum().isin([1]), r"`sum\(orders\.amount\)` has no `isin`; write"),
        (lambda: c.age.betwen(1, 2), "did you mean `between`"),
        (lambda: o.items.product.categry, "did you mean `category`"),
        (lambda: o.items.product.nothing_like_it, "its lookup has: category, colours"),
        (lambda: o.filter(o.amount > 3), r"rows of `orders` have no `filter`; write \.where"),
        (lambda: o.last(), r"write \.latest\(\)"),
        (lambda: o.chanel, "did you mean `channel`"),
    ):
        with pytest.raises(AttributeError, match=message):
            mistake()


def test_what_is_no_filter_is_shown_shortly(shop: sn.Store) -> None:
    frame = pd.DataFrame({"a": range(1000)})
    for thing in (frame, list(range(10**5)), shop.customers, {1: 2, "x": shop}):
        with pytest.raises(sn.FilterError) as caught:
            shop.count(thing)  # type: ignore[call-overload]
        assert len(str(caught.value)) < 500
        assert "\n" not in caught.value.message
    refused(lambda: shop.count({"include": shop.customers.age > 5}), "no filter in JSON")
    refused(lambda: shop.count({"and": [shop.customers.age > 5]}), "no filter in JSON")
