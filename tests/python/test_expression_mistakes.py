"""What Python can see to be wrong is refused where it is written, with the fix."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import seine as sn
from seine.shape import Shape
from seine.tables import TableNode


def refused(mistake: Callable[[], Any], message: str) -> None:
    with pytest.raises(sn.FilterError, match=message):
        mistake()


def test_truth(shop: sn.Store) -> None:
    c, o = shop.customers, shop.orders
    for mistake in (
        lambda: bool(c.age > 1),
        lambda: bool(c.subscribed),
        lambda: 1 < c.age < 30,
        lambda: c.age in [1, 2],
        lambda: not o.any(),
    ):
        refused(mistake, "neither true nor false")
        with pytest.raises(TypeError):
            mistake()


def test_what_is_no_filter(shop: sn.Store) -> None:
    c, o = shop.customers, shop.orders
    refused(lambda: (c.age > 1) & o, "add .any()")
    refused(lambda: shop.count(o.where("amount > 1")), "add .any()")
    refused(lambda: (c.age > 1) & o.latest(), "test one of its columns")
    refused(lambda: (c.age > 1) & 3, "write a comparison")
    # `o.count` is a method, and Python compares it by itself.
    refused(lambda: shop.count(o.count == 1), 'o\\["count"\\]')
    refused(lambda: (c.age > 1) & True, "seine.everyone")
    refused(lambda: shop.count(sn.today), "is not a filter")
    definition = {"include": "age > 1", "exclude": {"a": "age > 2"}}
    refused(lambda: ((c.age > 1) & definition).to_text(), "exclusions")


def test_rows_are_no_values(shop: sn.Store) -> None:
    o = shop.orders
    refused(lambda: o.latest() == "web", "compare one of their columns")
    refused(lambda: o != 1, "compare one of their columns")
    refused(lambda: o.where("amount > 1") > 3, r"\.count\(\)")
    with pytest.raises(TypeError, match="iterable"):
        list(o)
    with pytest.raises(TypeError, match="iterable"):
        "web" in o.channel  # noqa: B015
    with pytest.raises(AttributeError, match="did you mean `channel`"):
        o.latest().chanel  # noqa: B018
    for method in ("first", "latest", "gap", "of_member"):
        refused(getattr(shop.customers, method), "members themselves")
    refused(lambda: shop.customers.alias("c"), "members themselves")


def test_values_that_no_filter_holds(shop: sn.Store) -> None:
    c, o = shop.customers, shop.orders
    refused(lambda: c.city == None, "is_missing")  # noqa: E711
    refused(lambda: c.city.is_in(["Taipei", None]), "is_missing")
    refused(lambda: c.age.between(1, None), "is_missing")
    refused(lambda: c.age.is_in(3), "list of values")
    refused(lambda: c.tags.has_any(), "empty list")
    refused(lambda: c.joined > "May", "not a time")
    refused(lambda: c.joined.in_("last week"), "not a time")
    refused(lambda: o.at.weekday == "caturday", "not a weekday")
    refused(lambda: o.at.weekday == 0, "not a weekday")
    refused(lambda: o.at.weekday == 8, "not a weekday")
    refused(lambda: o.any(each="2025"), "takes periods")
    refused(lambda: c.born.anniversary_in("May"), "takes periods")
    refused(lambda: o.items.of(o.where(o.amount > 5)), "takes a table")
    refused(lambda: o.of(o.items), "not below")
    refused(lambda: c.joined + dt.timedelta(seconds=1), "whole minutes")
    refused(lambda: c.joined + dt.timedelta(days=-1), "not negative")


def test_counts_and_units(shop: sn.Store) -> None:
    o = shop.orders
    refused(lambda: o.nth(0), "no row 0")
    refused(lambda: o.nth(1.5), "whole number")
    refused(lambda: o.nth("latest"), "whole number")
    refused(lambda: o.at.in_last(-3, "days"), "cannot be negative")
    refused(lambda: o.at.in_last(2.5, "days"), "whole number")
    refused(lambda: o.at.in_last(o.count(), "days"), "parameter")
    refused(lambda: o.at.in_last(3, "dayz"), "did you mean `days`")
    refused(lambda: sn.days(True), "whole number")
    refused(lambda: sn.ago(-30, "days"), "cannot be negative")
    refused(lambda: sn.this("day"), "seine.today")
    refused(lambda: sn.at_least(-1, "subscribed"), "cannot be negative")
    refused(lambda: sn.at_least(1), "no filters")
    refused(lambda: sn.bucket(10, 3), "salted with a text")
    refused(lambda: o.any(each="summer"), "takes periods")
    refused(lambda: o.any(each=[]), "at least one period")


def test_ranks(shop: sn.Store) -> None:
    c, o = shop.customers, shop.orders
    refused(lambda: c.age.in_top(), "one of")
    refused(lambda: c.age.in_top(3, percent=10), "one of")
    refused(lambda: c.age.in_top(-3), "cannot be negative")
    refused(lambda: c.age.in_top(percent="20%"), "is a number")
    refused(lambda: c.age.in_top(3, per="city"), "takes a column")
    refused(lambda: c.age.in_top(3, among=o), "add .any()")
    refused(lambda: sn.mean(o), "value of the members")
    refused(lambda: sn.score(c.subscribed), "pairs")
    refused(lambda: sn.score(("2", c.subscribed)), "a weight is a number")
    refused(lambda: sn.coalesce(c.city), "a column and what to take")


def test_models(shop: sn.Store) -> None:
    o = shop.orders
    refused(lambda: sn.rfm(o, o.amount), "number of classes")
    refused(lambda: sn.rfm(o, "amount", 5), "value of the rows")
    refused(lambda: sn.rfm(o, o.amount, [], [1, 2], [1, 2]), "at least one")
    refused(lambda: sn.rfm(o, o.amount, 5, 5, 5), "a list, not 5")
    refused(lambda: sn.rfm(shop.key, o.amount, 5), "is of rows")
    refused(lambda: sn.lifecycle(o, 30, 180), "length of time")
    refused(lambda: sn.nes(o.any()), "is of rows")


def test_sequences(shop: sn.Store) -> None:
    o = shop.orders
    refused(lambda: sn.sequence(o).to_text(), "at least two steps")
    refused(lambda: sn.sequence_no(o).then_no(o).to_text(), "not a `no`")
    refused(lambda: sn.sequence(o.any()), "is rows")
    refused(lambda: sn.sequence(o).then(o.latest()), "is rows")
    refused(lambda: sn.sequence(o).then(o, within=60), r"seine.days\(30\)")
    refused(lambda: sn.sequence(o).then(o, of_start=True), "within")
    assert "sequence" in repr(sn.sequence(o))


def test_named_rows(shop: sn.Store) -> None:
    c, o = shop.customers, shop.orders
    a = o.alias("a")
    refused(lambda: (a.amount > 3).to_text(), "not named here")
    refused(lambda: (a.items.any()).to_text(), "not named here")
    refused(lambda: sn.sequence(o).then(o.where(o.amount > a.amount)).to_text(), "not named here")
    refused(lambda: a.where(a.amount.max() > 3).any().to_text(), "already names a row")
    refused(lambda: sn.sequence(a).then(a).to_text(), "already names a row")
    refused(lambda: o.alias(""), "cannot name a row")
    refused(lambda: ((o.amount > 3) & (c.age > 3)).to_text(), r"latest\(\).amount")


def test_aggregates_are_over_known_rows(shop: sn.Store) -> None:
    o, i = shop.orders, shop.orders.items
    web = o.where(o.channel == "web")
    dear = i.where(i.price > 10)
    assert str((i.quantity * dear.price).sum()) == str((dear.quantity * dear.price).sum())
    assert str((web.amount * 2 + web.amount).sum()) == (
        'sum(((amount * 2) + amount) of orders where (channel = "web"))'
    )
    refused(lambda: (i.price * web.amount).sum(), "say which rows")
    refused(lambda: (web.amount * o.where("amount > 3").amount).sum(), "say which rows")
    refused(lambda: i.count().max(), r"max\(of=rows\)")
    refused(lambda: (o.amount * 2).distinct_days(), "is for times")


def test_names_that_are_words_elsewhere() -> None:
    """A column called like a keyword is still that column."""
    names = ("today", "last", "member", "sat", "none", "days", "in", "of", "a b", "Before")
    columns = {name: {"type": "timestamp"} for name in names}
    tables = {
        "members": {"columns": {**columns, "at": {"type": "timestamp"}}},
        "today": {"parent": "members", "columns": columns},
    }
    shape = Shape(tables, {}, "members")
    c, today = TableNode(shape, "members"), TableNode(shape, "today")
    for name in names:
        column = {"col": name}
        assert (c[name] == c.at).to_json() == {"=": [column, {"col": "at"}]}
        assert c.at.is_in(c[name]).to_json() == {"in": [{"col": "at"}, column]}
        assert (c.at.weekday == c[name]).to_json()["="][1] == column
        assert c.at.has(c[name]).to_json()["has"][1] == column
        assert c[name].in_(sn.since("2025-01-01")).to_json()["in"][0] == column
        assert (c[name].hour > 3).to_json()[">"][0] == {"part": ["hour", column]}
        # As a row's name, and below one.
        row = today.alias(name)
        rows = row.where(row[name] > row.at).any().to_json()["any"]
        assert rows["as"] == name
    assert today.any().to_json() == {"any": "today"}


def test_lookup_columns_called_like_methods() -> None:
    columns = {"type": {"type": "category"}, "month": {"type": "integer"}}
    tables = {"members": {"columns": {"code": {"type": "category", "lookup": "codes"}}}}
    code = TableNode(Shape(tables, {"codes": {"columns": columns}}, "members"), "members").code
    assert (code.type == "a").to_text() == 'code.type = "a"'
    assert (code.month == 3).to_text() == "code.month = 3"


def test_text_stays_within_itself(shop: sn.Store) -> None:
    c = shop.customers
    assert ((c.age > 1) & "age > 2 # adults").to_text() == "age > 1 and age > 2"
    refused(lambda: ((c.age > 1) & "age > 2) or (everyone").to_text(), "unexpected|expected")
