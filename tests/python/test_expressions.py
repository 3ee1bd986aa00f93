"""Expressions say what filter text says: the same tree, or a clear refusal."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import numpy as np
import pytest
import seine as sn
from seine import _core


def same(expression: sn.Filter, text: str) -> None:
    """One tree, by text and by JSON."""
    read = _core.Definition(text)
    assert expression.to_text() == read.include_text
    assert expression.definition() == read
    assert str(sn.expression(text)) == expression.to_text()


def test_members(shop: sn.Store) -> None:
    c = shop.customers
    same(c.gender == "F", 'gender = "F"')
    same(c.gender != "F", 'gender != "F"')
    same((c.age >= 18) & (c.age < 30), "age >= 18 and age < 30")
    same((c.age > 18) | ~(c.age <= 30), "age > 18 or not age <= 30")
    same(c.age.between(29, 50), "age between 29 and 50")
    same(c.city.is_in(["Taipei", "新北市"]), 'city in ("Taipei", "新北市")')
    same(c.city.is_not_in(np.array(["Taipei"])), 'city not in ("Taipei")')
    same(c.age.is_in(np.array([1, 2])), "age in (1, 2)")
    same(c.spend == Decimal("12.50"), "spend = 12.50")
    same(c.score > 0.25, "score > 0.25")
    same(c.score < 1e-7, "score < 0.0000001")
    same(c.subscribed & ~c.subscribed, "subscribed and not subscribed")
    same(c.subscribed == True, "subscribed = true")  # noqa: E712
    same(c.name.contains('say "x" \\'), 'name contains "say \\"x\\" \\\\"')
    same(c.name.not_contains("x"), 'name not contains "x"')
    same(c.name.starts_with("A", ignoring_case=True), 'name starts with "A" ignoring case')
    same(c.name.ends_with("n"), 'name ends with "n"')
    same(c.name.like("%n"), 'name like "%n"')
    same(c.name.matches("^A"), 'name matches "^A"')
    same(c.name.equals("AMY", ignoring_case=True), 'name = "AMY" ignoring case')
    same(c.name.is_missing() | c.name.exists(), "name is missing or name exists")
    same(c.name == c.city, "name = city")


def test_sets(shop: sn.Store) -> None:
    tags = shop.customers.tags
    same(tags.has("vip"), 'tags has "vip"')
    same(tags.has_any("vip", "wine lover"), 'tags has any ("vip", "wine lover")')
    same(tags.has_all(["vip"]), 'tags has all ("vip")')
    same(tags.has_none("vip"), 'tags has none ("vip")')
    same(tags.has_only("vip"), 'tags has only ("vip")')
    same(tags.size() >= 2, "size(tags) >= 2")


def test_times(shop: sn.Store) -> None:
    c, o = shop.customers, shop.orders
    same(c.joined >= "2024-03-01", "joined >= 2024-03-01")
    same(c.born == dt.date(1990, 2, 28), "born = 1990-02-28")
    same(c.joined < dt.datetime(2024, 3, 1, 8), "joined < 2024-03-01 08:00")
    same(c.joined < dt.datetime(2024, 3, 1, 8, tzinfo=dt.UTC), "joined < 2024-03-01T08:00Z")
    same(c.joined.in_("2024-03"), "joined in 2024-03")
    same(c.joined.in_last(90, "days"), "joined in last 90 days")
    same(c.joined.in_next(1, "months"), "joined in next 1 month")
    same(c.joined.in_(sn.previous(3, "months")), "joined in previous 3 months")
    same(c.joined.in_(sn.this("quarter")), "joined in this quarter")
    same(c.joined.in_(sn.today), "joined in today")
    same(c.joined.in_(sn.yesterday), "joined in yesterday")
    same(c.joined.in_(sn.since("2024-01-01")), "joined in since 2024-01-01")
    same(c.joined.in_(sn.before(dt.date(2024, 1, 1))), "joined in before 2024-01-01")
    same(
        c.joined.in_(sn.from_to("2024-01-01", "2024-02-01")), "joined from 2024-01-01 to 2024-02-01"
    )
    same(c.joined.in_(sn.between("2024-01", "2024-02")), "joined in between 2024-01 and 2024-02")
    same(c.joined.in_(sn.day_ago(3)), "joined in day 3 days ago")
    same(c.joined < sn.ago(30, "days"), "joined < 30 days ago")
    same(c.joined.is_in(["2024-01", dt.date(2024, 3, 1)]), "joined in (2024-01, 2024-03-01)")
    same(o.where(o.at >= "2025-01-01").any(), "any orders where at >= 2025-01-01")
    with pytest.raises(sn.FilterError, match="is not a time"):
        c.joined >= "yesterday"  # noqa: B015


def test_lifts(shop: sn.Store) -> None:
    o = shop.orders
    line = o.where((o.channel == "line") & (o.amount > 5))
    same(o.any(), "any orders")
    same(o.no(), "no orders")
    same(line.any(), 'any orders where (channel = "line" and amount > 5)')
    same(line.no(), 'no orders where (channel = "line" and amount > 5)')
    same(o.all(o.channel == "web"), 'all orders where channel = "web"')
    same(line.count() >= 3, 'count(orders where channel = "line" and amount > 5) >= 3')
    same(o.amount.sum() >= 5000, "sum(orders.amount) >= 5000")
    same(line.amount.max() < 9, 'max(orders.amount where channel = "line" and amount > 5) < 9')
    same(o.amount.avg() > o.amount.min() * 2, "avg(orders.amount) > min(orders.amount) * 2")
    same(o.channel.count() == 0, "count(orders.channel) = 0")
    same(
        (o.items.quantity * o.items.price).sum() > 100,
        "sum(quantity * price of orders.items) > 100",
    )
    same(10 - o.count() > 1, "10 - count(orders) > 1")


def test_scope(shop: sn.Store) -> None:
    """A row sees its ancestors, and a handle means the same column at every depth."""
    c, o = shop.customers, shop.orders
    i = o.items
    same(i.where(o.channel == "web").any(), 'any orders.items where channel = "web"')
    same(i.where(c.gender == "F").any(), 'any orders.items where gender = "F"')
    same(
        i.where(i.product.category == "wine").any(),
        'any orders.items where product.category = "wine"',
    )
    both = o.where(i.where(i.product == "A").any() & i.where(i.product == "B").any())
    same(
        both.any(),
        'any orders where ((any items where product = "A") and (any items where product = "B"))',
    )
    # The nearest column of a name hides the ancestor's, which is then named by its table.
    same(o.where(o["count"] == 1).any(), "any orders where count = 1")
    same(o.where(c["count"] == 1).any(), "any orders where customers.count = 1")
    recent = o.where(o.at > "2025-01-01")
    same(recent.items.any(), "any orders.items where at > 2025-01-01")
    with pytest.raises(sn.FilterError, match="many rows of orders"):
        str(o.channel == "web")
    with pytest.raises(sn.FilterError, match="many rows of items"):
        str(o.where(i.quantity > 1).any())


def test_text_anywhere(shop: sn.Store) -> None:
    c = shop.customers
    same((c.age > 20) & "any orders", "age > 20 and any orders")
    same("any orders" | (c.age > 20), "any orders or age > 20")
    same(
        shop.orders.where("amount > 5", "channel exists").any(),
        "any orders where (amount > 5 and channel exists)",
    )
    same(sn.everyone & ~sn.nobody, "everyone and not nobody")
    same(sn.segment("loyal"), 'segment("loyal")')
    same(sn.at_least(2, c.age > 1, "subscribed"), "at least 2 of (age > 1, subscribed)")
    same(sn.exactly(1, c.age > 1), "exactly 1 of (age > 1)")
    same(sn.at_most(1, c.age > 1), "at most 1 of (age > 1)")
    same(c.age > sn.param("least"), "age > $least")
    same(c.city.is_in(sn.param("cities")), "city in $cities")
    same(shop.key.is_in([1, 2]), "member in (1, 2)")


def test_long_joins_stay_flat(shop: sn.Store) -> None:
    age = shop.customers.age
    joined = age == 0
    for number in range(1, 500):
        joined = joined | (age == number)
    assert len(joined.to_json()["or"]) == 500


def test_bool_is_refused_with_the_fix(shop: sn.Store) -> None:
    c = shop.customers
    with pytest.raises(TypeError, match="&"):
        bool(c.age > 1)
    with pytest.raises(TypeError, match="between"):
        1 < c.age < 30  # noqa: B015
    with pytest.raises(TypeError, match="join filters"):
        bool(c.gender)
    with pytest.raises(TypeError, match="not a filter"):
        (c.age > 1) & 3


def test_values_that_no_filter_holds(shop: sn.Store) -> None:
    c = shop.customers
    for value in (float("nan"), float("inf"), None, object()):
        with pytest.raises(sn.FilterError):
            c.score == value  # noqa: B015
    with pytest.raises(sn.FilterError, match="empty list"):
        c.city.is_in([])
    with pytest.raises(sn.FilterError, match="list of values"):
        c.city.is_in("Taipei")
    with pytest.raises(sn.FilterError, match="members"):
        c.where("age > 1")
    with pytest.raises(sn.FilterError, match="below the members"):
        c.age.sum()


def test_names(shop: sn.Store) -> None:
    c = shop.customers
    assert "gender" in dir(c)
    assert "orders" in dir(c)
    assert "category" in dir(shop.orders.items.product)
    assert "customers" in dir(shop)
    with pytest.raises(AttributeError, match="did you mean `gender`"):
        c.gendr  # noqa: B018
    with pytest.raises(KeyError, match="no table"):
        shop["nothing"]
    with pytest.raises(AttributeError, match="no lookup"):
        c.city.name  # noqa: B018
    assert "gender: category" in repr(c)
    assert repr(c.age > 3) == "<seine filter: age > 3>"
    assert "on rows" in repr(shop.orders.channel == "web")


def test_json_round_trip(shop: sn.Store) -> None:
    import json

    filter_ = (shop.customers.spend >= Decimal("1.50")) & shop.orders.where("channel = 'web'").any()
    again = _core.Definition(json.dumps(filter_.to_json()))
    assert again.include_text == filter_.to_text()


def test_json_trees_stand_wherever_text_does(shop: sn.Store) -> None:
    c, o = shop.customers, shop.orders
    women = c.gender == "F"
    tree = (women & o.any()).to_json()
    assert shop.count(tree) == shop.count(women & o.any())
    assert shop.count({"include": women.to_json(), "exclude": {"young": "age < 30"}}) == 2
    assert shop.count(women, exclude={"young": (c.age < 30).to_json()}) == 2
    assert shop.count(sn.everyone & women.to_json()) == shop.count(women)
