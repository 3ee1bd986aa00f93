"""Expressions say what filter text says: the same tree, or a clear refusal."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import numpy as np
import polars as pl
import pytest
import seine as sn
from seine import _core
from seine.shape import Shape
from seine.tables import TableNode


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


def test_constants_and_values_on_either_side(shop: sn.Store) -> None:
    c, o = shop.customers, shop.orders
    same(c.age.is_in([30, c["count"], o.count() * 10]), "age in (30, count, count(orders) * 10)")
    same(sn.lit(30).between(c["count"], c.age), "30 between count and age")
    same(sn.lit("vip").is_in(c.tags), '"vip" in tags')
    same(c.city.between("a", "u", ignoring_case=True), 'city between "a" and "u" ignoring case')
    same(
        c.city.not_.between("a", "u", ignoring_case=True),
        'city not between "a" and "u" ignoring case',
    )
    same(sn.days_since("2025-01-01") == 9, "days since 2025-01-01 = 9")
    same(sn.coalesce(c.joined, dt.date(2025, 1, 1)) < 2025, "joined else 2025-01-01 < 2025")
    assert shop.count(sn.days_since("2025-01-01") == 9, as_of="2025-01-10") == len(shop)


def test_weekdays(shop: sn.Store) -> None:
    o = shop.orders
    same(o.where(o.at.weekday == 3).any(), "any orders where at weekday = 3")
    same(
        o.where(o.at.weekday.is_in([np.int64(6), "sun"])).any(),
        "any orders where at weekday in (6, sun)",
    )
    same(o.at.weekday.mode().is_in(["sat", "sun"]), "mode(at weekday of orders) in (sat, sun)")
    same(o.at.weekday.max() == "sunday", "max(at weekday of orders) = sun")
    same(
        sn.coalesce(o.latest().at.weekday, "sun") == "sun",
        "latest(orders).at weekday else sun = sun",
    )
    joined = shop.customers.joined
    same(sn.percentile(joined.weekday, 50) == "wed", "percentile(joined weekday, 50) = wed")


def test_several_periods(shop: sn.Store) -> None:
    c, o = shop.customers, shop.orders
    same(o.any(each="2025-01"), "any orders in each of 2025-01")
    same(o.no(each=dt.date(2025, 1, 1)), "no orders in each of 2025-01-01")
    same(o.any(each=sn.param("months")), "any orders in each of $months")
    same(c.born.anniversary_in(["2025-02", sn.today]), "born anniversary in (2025-02, today)")
    same(c.born.anniversary_in("2025-02"), "born anniversary in 2025-02")
    same((o.at + sn.hours(6)).distinct_days() > 1, "distinct days(at + 6 hours of orders) > 1")
    same(o.at.distinct_hours(of=o.items) > 1, "distinct hours(at of orders.items) > 1")


def test_rows_of_another_depth() -> None:
    amount = {"amount": {"type": "integer"}, "day": {"type": "date"}}
    above = {"members": None, "orders": "members", "items": "orders", "taxes": "items"}
    tables = {
        name: {"columns": amount, **({"parent": parent} if parent else {})}
        for name, parent in above.items()
    }
    o = TableNode(Shape(tables, {}, "members"), "orders")
    t = o.items.taxes
    # Inside a tax: its item's, its order's, the member's.
    same(t.where(t.count() > 1).any(), "any orders.items.taxes where count(taxes) > 1")
    same(t.where(t.of(o).count() > 1).any(), "any orders.items.taxes where count(items.taxes) > 1")
    of_member = t.where(t.of_member().count() > 1).any()
    same(of_member, "any orders.items.taxes where count(orders.items.taxes) > 1")
    with pytest.raises(sn.FilterError, match="rows below `orders`"):
        str(t.of(o).any())
    # A column of one name on each of them.
    a = t.alias("a")
    same(
        a.where((a.amount > a.orders.amount) | (a.taxes.amount > a.members.amount)).any(),
        "any orders.items.taxes as a where (a.amount > a.orders.amount or "
        "a.taxes.amount > a.members.amount)",
    )
    same(t.latest().orders.amount > 1, "latest(orders.items.taxes).orders.amount > 1")
    same(t.latest().amount > 1, "latest(orders.items.taxes).amount > 1")
    with pytest.raises(sn.FilterError, match="many rows"):
        a.orders.items  # noqa: B018


def test_names_in_any_normal_form() -> None:
    store = sn.build(
        {"tables": {"caf\u00e9": {"key": "k", "columns": {"\u00e9t\u00e9": "integer"}}}},
        **{"caf\u00e9": pl.DataFrame({"k": [1, 2], "\u00e9t\u00e9": [3, 4]})},
    )
    column = store["cafe\u0301"]["e\u0301te\u0301"]
    assert store.count(column == sn.param("p\u00e9"), **{"pe\u0301": 3}) == 1
    lists = {"cafe\u0301": [1, 2, 7]}
    assert store.count(sn.member.is_in(sn.member_list("caf\u00e9")), lists=lists) == 2
    segments = {"cafe\u0301": column > 3}
    assert store.count(sn.segment("caf\u00e9"), segments=segments) == 1
    (found,) = store.audiences([column == sn.param("p\u00e9")], **{"pe\u0301": 3})
    assert found.keys().tolist() == [1]


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
