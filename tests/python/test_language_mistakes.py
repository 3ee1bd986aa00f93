"""Misuse of each construct that looks at behaviour: refused at its place, with what to write."""

from __future__ import annotations

import polars as pl
import pytest
import seine as sn

# The filter, where it is wrong (line, column), what the message says.
MISTAKES = [
    ("sum(count(orders)) > 3", (1, 5), "say which: sum(count(orders) of orders.items)"),
    ("any orders where amount in top 10", (1, 18), "move it out of the `where`"),
    ("any orders where (ntile(5, age) = 1)", (1, 19), "an n-tile is of members"),
    ("any items in last 3 days", (1, 11), "name the column: `any items where at in …`"),
    ("points > birthday", (1, 1), "`days since …` are numbers"),
    ("points = 2011-09-11", (1, 10), "is a decimal and this is the day 2011-09-11"),
    ("any orders where at in last 3 fortnights", (1, 31), "units are minutes, hours, days"),
    ("any orders in each of the last 4 fortnights", (1, 34), "units are minutes, hours, days"),
    ("nth(orders, 0).amount > 1", (1, 13), "rows count from 1, or from -1 backwards"),
    ("nth(orders, 1.5).amount > 1", (1, 13), "a whole number"),
    ("latest(orders) > 3", (1, 1), "name one of its columns: `latest(…).COLUMN`"),
    ("latest(orders.amount) > 3", (1, 15), "write `latest(orders).amount`"),
    ("distinct days(orders.amount) > 3", (1, 22), "`distinct days` takes a time"),
    ("distinct(orders) > 3", (1, 10), "write `distinct(orders.COLUMN)`"),
    ("days since age > 3", (1, 12), "expected a time here"),
    ("sequence (orders)", (1, 18), "expected `then` and another step"),
    (
        "sequence (orders as a) then (orders where channel > a.channel)",
        (1, 43),
        "by `=`, `in` or `has` alone",
    ),
    ("(any orders) as of yesterday", (1, 20), "expected a time here"),
    ('any orders where at in calendar("dubble-11", 2025)', (1, 24), "did you mean `double-11`?"),
    ("age anniversary in next 3 days", (1, 1), "only times have anniversaries"),
    ('bucket(0, "x") = 1', (1, 1), "at least one bucket"),
    ("score of (x: any orders) > 3", (1, 11), "expected a weight"),
    ("city else age = 3", (1, 11), "which `else` cannot join"),
    ("mean(city) > 3", (1, 6), "`mean` takes numbers"),
    ("age > percentile(age, 101)", (1, 23), "above 0 and at most 100"),
    ("sum(orders.amount) in top 120%", (1, 27), "above 0 and at most 100"),
    ('segment("vipp")', (1, 1), "did you mean `vip`?"),
    ("rfm(orders, amount, 50).recency = 5", (1, 21), "makes 1 to 10 classes"),
    ("lifecycle(orders, 30, 180) = 1", (1, 1), "write `lifecycle(orders, 30 days, 180 days)`"),
]


@pytest.mark.parametrize(("text", "position", "says"), MISTAKES)
def test_mistake(retail: sn.Store, text: str, position: tuple[int, int], says: str) -> None:
    with pytest.raises(sn.FilterError) as error:
        retail.count(text)
    assert error.value.position == position
    assert says in str(error.value)


def test_rows_without_a_time() -> None:
    schema = {
        "tables": {
            "members": {"key": "id"},
            "notes": {"parent": "members", "parent_key": "id", "columns": {"kind": "category"}},
        }
    }
    notes = pl.DataFrame({"id": [1], "kind": ["call"]})
    store = sn.build(schema, members=pl.DataFrame({"id": [1]}), notes=notes)
    for text in ("nth(notes, -1).kind = 'call'", "avg gap(notes) > 3", "nes(notes) = 'N'"):
        with pytest.raises(sn.FilterError, match="needs rows with a time"):
            store.count(text)


def test_no_such_zone(retail: sn.Store) -> None:
    with pytest.raises(sn.FilterError, match='like "Asia/Taipei"'):
        retail.count("age > 3", timezone="Mars/Olympus")


def test_segments_in_a_circle(retail: sn.Store) -> None:
    with pytest.raises(sn.FilterError, match="refers to itself: a → b → a"):
        retail.count('segment("a")', segments={"a": 'segment("b")', "b": 'not segment("a")'})
