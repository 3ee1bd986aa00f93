"""The options, parameters, lists and warnings of a question."""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import polars as pl
import pytest
import seine as sn
from shop_data import ids


def refused(ask: Callable[[], Any], message: str, kind: type[Exception] = sn.FilterError) -> None:
    with pytest.raises(sn.FilterError, match=message) as caught:
        ask()
    assert isinstance(caught.value, kind)
    assert "nanobind" not in str(caught.value)
    assert "incompatible" not in str(caught.value)


def test_zones(shop: sn.Store) -> None:
    april = "any orders where at in 2025-04"
    assert shop.count(april, timezone=None) == shop.count(april) == 1
    assert shop.count(april, timezone=ZoneInfo("Asia/Taipei")) == 2
    assert shop.audience(april, timezone=ZoneInfo("Asia/Taipei")).as_of.tzname() == "CST"
    for zone in (dt.UTC, dt.timezone(dt.timedelta(hours=8)), 8, b"UTC"):
        refused(lambda zone=zone: shop.count(april, timezone=zone), "name of a zone", TypeError)
    for empty in ("", " "):
        refused(lambda empty=empty: shop.count(april, timezone=empty), "timezone is empty")
        refused(lambda empty=empty: shop.count(april, as_of=empty), "as_of is empty")


def test_numbers(shop: sn.Store) -> None:
    assert shop.count("everyone", threads=np.int64(2), memory_budget=0, timeout=np.float64(9)) == 6
    assert shop.count("everyone", timeout=float("inf"), memory_budget=2**70, threads=10**9) == 6
    for options, message in (
        ({"threads": 1.5}, "threads is a whole number, not 1.5"),
        ({"threads": "2"}, "threads is a whole number, not '2'"),
        ({"threads": True}, "threads is a whole number, not True"),
        ({"memory_budget": "1"}, "memory_budget is a whole number, not '1'"),
        ({"timeout": "1"}, "timeout is a number of seconds, not '1'"),
    ):
        refused(lambda options=options: shop.count("everyone", **options), message, TypeError)
    for options, message in (
        ({"threads": -1}, "threads cannot be negative: -1"),
        ({"memory_budget": -1}, "memory_budget cannot be negative: -1"),
        ({"timeout": -1}, "timeout is a number of seconds, not -1"),
        ({"timeout": float("nan")}, "timeout is a number of seconds, not nan"),
    ):
        refused(lambda options=options: shop.count("everyone", **options), message)
        refused(lambda options=options: shop.audiences(["everyone"], **options), message)
    refused(lambda: sn.build({"tables": {"p": {"key": "k"}}}, threads=-1), "threads cannot be")


def test_names_that_are_no_options(shop: sn.Store) -> None:
    for name, meant in {
        "tz": "timezone",
        "asof": "as_of",
        "timezon": "timezone",
        "thread": "threads",
        "time_out": "timeout",
    }.items():
        message = f"^`{name}` is not an option; did you mean `{meant}`"
        refused(lambda name=name: shop.count("everyone", **{name: "UTC"}), message)
        refused(lambda name=name: shop.audiences(["everyone"], **{name: "UTC"}), message)
    refused(lambda: shop.count("everyone", limit=3), "no option `limit`; options are as_of, time")
    refused(lambda: shop.count("age > $least", least=1, leest=2), r"did you mean `\$least`")
    with pytest.raises(sn.FilterError) as caught:
        shop.count("age > 3", y=3)
    assert caught.value.position is None


def test_moments_of_numpy_and_pandas(shop: sn.Store) -> None:
    for day in (
        np.datetime64("2025-01-01"),
        np.datetime64("2025-01-01", "ns"),
        np.datetime64("2025-01"),
        pd.Timestamp("2025-01-01"),
        pd.Timestamp("2025-01-01", tz="Europe/London"),
        dt.date(2025, 1, 1),
    ):
        assert ids(shop.audience("any orders", as_of=day)) == [3], day
    refused(lambda: shop.count("everyone", as_of=pd.NaT), "as_of is NaT, which is no time")
    refused(lambda: shop.count("everyone", as_of=8), "as_of is 8, which is no time")
    fine = np.datetime64("2025-01-01T00:00:00.000000001")
    refused(lambda: shop.count("everyone", as_of=fine), "finer than a microsecond")


def test_parameters_are_read_for_their_place(shop: sn.Store) -> None:
    since = shop.compile("any orders where at >= $t")
    assert since.count(t="2025-05-01") == 1
    assert since.count(t="2025-03-31 23:00") == 3
    assert since.count(t=np.datetime64("2025-05-01", "ns")) == 1
    within = shop.compile("any orders where at in $t", {"text": "city = $city"})
    assert ids(within.audience(t="2025-03", city="2025-03")) == [1]
    assert ids(within.audience(t="2025-Q2", city="London")) == [2]
    assert within.explain(t="2025-Q1", city="x").info.count == 1
    assert ids(within.audience(t=["2025-03", "2024-11"], city="London")) == [1, 3]
    batch = shop.audiences(["any orders where at >= $t", "no orders where at < $t"], t="2025-05-01")
    assert [ids(a) for a in batch] == [[4], [4, 5, 6]]
    assert ids(shop.audience("city = $t", t="2025-05-01")) == []
    assert shop.count("age in $ages", ages=np.array([29, 30])) == 2
    assert shop.count("city in $cities", cities=pl.Series(["Taipei"])) == 2
    refused(lambda: since.count(t="soon"), "timestamp")


def test_parameters_that_no_filter_holds(shop: sn.Store) -> None:
    for value, message in (
        ([], r"the parameter `\$c` is an empty list"),
        ("a\0b", r"the parameter `\$c`: .* holds a NUL"),
        (None, r"the parameter `\$c`: None is not a value"),
        (float("nan"), r"the parameter `\$c`: nan is not a number"),
        ([pd.NaT], r"the parameter `\$c`: NaT is not a value"),
        ("\ud800", r"the parameter `\$c`: the text is not Unicode"),
    ):
        with pytest.raises(sn.FilterError, match=message) as caught:
            shop.count("city in $c", c=value)
        assert caught.value.position is None
        assert caught.value.pointer is None


def test_lists(shop: sn.Store) -> None:
    asked = 'member in list("l")'
    for keys in ([1, 2], (1, 2), {1, 2}, np.array([1.0, 2.0]), pl.Series([1, 2]), ["1", "2"]):
        assert shop.count(asked, lists={"l": keys}) == 2
    assert shop.count(asked, lists={"l": pd.Series([1, 2])}) == 2
    with pytest.warns(sn.FilterWarning, match='the list "l" is empty'):
        assert shop.count(asked, lists={"l": []}) == 0
    for values, message in (
        ("abc", "the list \"l\" is 'abc', which is no list"),
        (5, 'the list "l" is 5, which is no list'),
        (None, 'the list "l" is None, which is no list'),
        ([1, None], 'the list "l" holds None'),
        (pd.Series([1.0, None]), 'the list "l" holds nan'),
        ([[1]], r'the list "l" holds \[1\], which is not one value'),
        (["\ud800"], 'the list "l" is not Unicode'),
    ):
        refused(lambda values=values: shop.count(asked, lists={"l": values}), message)
    refused(lambda: shop.count(asked, lists=[1, 2]), "lists are given by name", TypeError)
    refused(lambda: shop.count(asked, segments=["a"]), "segments are given by name", TypeError)


def test_warnings_are_pythons(shop: sn.Store) -> None:
    with pytest.warns(sn.FilterWarning, match='did you mean "vip"') as caught:
        count = shop.count('tags has "vpi"')
    assert count == 0
    assert caught[0].filename == __file__
    with pytest.warns(sn.FilterWarning):
        shop.compile('tags has "vpi"').count()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert shop.count('tags has "vip"') == 2
        # An audience shows them itself.
        audience = shop.audience('tags has "vpi"')
    assert 'warning: no row of customers.tags has the value "vpi"' in repr(audience)
    assert "warning" not in repr(shop.audience('tags has "vip"'))


def test_exclusions_are_named(shop: sn.Store) -> None:
    for exclude, message, position in (
        ({"young": "agee < 3"}, "unknown column `agee`", (1, 1)),
        ({"old": "age > 3", "young": "age <"}, "expected a filter", (1, 6)),
        ({"young": "age < $y"}, r"no value was given for `\$y`", (1, 7)),
        ({"young": 3}, "3 is not a filter", None),
        ({"young": {"<": []}}, "", (1, 7)),
    ):
        in_exclusion = f'in the exclusion "young": .*{message}'
        with pytest.raises(sn.FilterError, match=f"^{in_exclusion}") as caught:
            shop.count("everyone", exclude)
        assert caught.value.position == position
        with pytest.raises(sn.FilterError, match=rf"^definitions\[.*{in_exclusion}"):
            shop.audiences({"a": ("everyone", exclude)})
    refused(lambda: shop.count("everyone", 5), "needs a name", TypeError)
    age = shop.customers.age
    refused(lambda: shop.count("everyone", [age > 3]), "exclusions in a list are texts", TypeError)
    refused(lambda: shop.audiences({"a": ("age > 5",)}), "not a tuple of 1", TypeError)
    refused(lambda: shop.audiences(5), "list of definitions", TypeError)


def test_halves_of_characters(shop: sn.Store) -> None:
    half = "\ud800"
    c = shop.customers
    for ask in (
        lambda: shop.count(half),
        lambda: shop.count(f"city = '{half}'"),
        lambda: shop.count({"=": [{"col": "city"}, half]}),
        lambda: shop.count(c.city == half),
        lambda: shop.count(c.city.is_in([half])),
        lambda: shop.count("everyone", {half: "age > 3"}),
        lambda: shop.count("everyone", {"x": half}),
        lambda: shop.count("everyone", [f"x: city = '{half}'"]),
        lambda: shop.count("everyone", as_of=half),
        lambda: shop.count("everyone", timezone=half),
        lambda: shop.count("everyone", segments={half: "age > 3"}),
        lambda: shop.count(sn.segment(half)),
        lambda: shop.audiences({half: "everyone"}),
        lambda: shop.bitmap("city", half),
        lambda: sn.expression(half).to_text(),
    ):
        refused(ask, "is not Unicode")
    assert half not in shop.everyone()
    with pytest.raises(sn.SchemaError, match="not Unicode"):
        sn.build(f"a = '{half}'\n")
