"""Profiles: members by the values of columns, against the population of the same moment."""

from __future__ import annotations

import pytest
import seine as sn


def test_profile(shop: sn.Store) -> None:
    a = shop.audience("gender = 'F'")
    rows = {
        (r.column, r.value): r for r in a.profile("city", "tags", "subscribed", "orders.channel")
    }
    taipei = rows["city", "Taipei"]
    assert (taipei.count, taipei.share, taipei.population_share) == (2, 0.5, 2 / 6)
    assert taipei.index == pytest.approx(150)
    assert rows["city", "(missing)"].count == 1
    assert rows["tags", "vip"].count == 1
    assert rows["tags", "wine lover"].count == 2
    assert rows["subscribed", "true"].count == 2
    assert rows["orders.channel", "web"].count == 2
    assert rows["orders.channel", "line"].count == 1
    ages = {r.value: r.count for r in a.profile("age")}
    assert ages == {"18": 1, "29": 1, "30": 1, "34": 1, "51": 0, "(missing)": 0}
    assert "index" in repr(a.profile("city"))
    assert "<table>" in a.profile("city")._repr_html_()
    for bad in ("nothing", "orders.nothing", "nothing.x", "name", "orders.amount"):
        with pytest.raises(sn.FilterError):
            a.profile(bad)


def test_profiles_add_up(retail: sn.Store) -> None:
    a = retail.audience("any orders where at in last 90 days")
    for column in ("city", "age", "points", "birthday", "joined_at", "satisfaction", "tier"):
        rows = list(a.profile(column))
        assert sum(r.count for r in rows) == len(a), column
        assert sum(r.population_share for r in rows) == pytest.approx(1), column


def channel_counts(store: sn.Store, include: str, **options: object) -> dict[str, int]:
    """By counting, channel by channel, what a profile says in one go."""
    channels = store.schema["tables"]["orders"]["columns"]
    assert "channel" in channels
    return {
        channel: int(
            store.count(f'({include}) and (any orders where channel = "{channel}")', **options)
        )
        for channel in ("web", "app", "pos", "line")
    }


@pytest.mark.parametrize("as_of", ["2023-06-01", "2024-02-29 13:45", "2025-03-01", "data"])
def test_rows_after_as_of_do_not_count(retail: sn.Store, as_of: str) -> None:
    newcomers = retail.audience("joined_at in last 300 days", as_of=as_of)
    assert len(newcomers)
    rows = {r.value: r for r in newcomers.profile("orders.channel")}
    expected = channel_counts(retail, "joined_at in last 300 days", as_of=as_of)
    usual = channel_counts(retail, "everyone", as_of=as_of)
    population = retail.count("everyone", as_of=as_of)
    for channel, count in expected.items():
        if usual[channel] == 0:
            assert channel not in rows
            continue
        assert rows[channel].count == count
        assert rows[channel].population_share == usual[channel] / population


def test_everyone_is_as_everyone(retail: sn.Store) -> None:
    """The baseline is the population of the audience's own as_of, of whom some joined later."""
    everyone = retail.audience("everyone", as_of="2023-06-01")
    assert 0 < len(everyone) < len(retail)
    rows = list(everyone.profile("tier", "orders.channel", "age", "orders.items.product.category"))
    assert {round(row.index) for row in rows if row.population_share} == {100}
    for column in ("tier", "age"):
        assert sum(r.count for r in rows if r.column == column) == len(everyone)


def test_the_zone_decides_which_rows_are_before_as_of(shop: sn.Store) -> None:
    """Of the rows of March 31, one is of April 1 already in London."""
    for zone, expected in {"UTC": {"line": 2}, "Europe/London": {"line": 1}}.items():
        a = shop.audience("everyone", as_of="2025-04-01", timezone=zone)
        counts = {r.value: r.count for r in a.profile("orders.channel")}
        assert counts["line"] == expected["line"]


def test_each_member_counts_once_for_a_value(retail: sn.Store) -> None:
    """Rows of one member lie in several tiles; the members of a value are its bitmap."""
    rows = {r.value: r for r in retail.profile("orders.items.product", limit=None)}
    everyone = retail.everyone()
    for product in list(rows)[:10] + list(rows)[-10:]:
        had = retail.audience_from_bitmap(retail.bitmap("orders.items.product", product))
        assert rows[product].count == len(had & everyone) == len(had)


def test_columns_of_lookups(shop: sn.Store) -> None:
    a = shop.audience("gender = 'F'")
    o = shop.orders
    by_category = {r.value: r.count for r in a.profile("orders.items.product.category")}
    assert by_category == {
        value: shop.count(
            f'gender = "F" and any orders.items where product.category = "{value}"', as_of=a.as_of
        )
        for value in ("wine", "coffee")
    }
    colours = {r.value: r.count for r in a.profile(o.items.product.colours)}
    assert colours == {"red": 2, "black": 2, "white": 2}


def test_columns_by_handle_and_by_list(shop: sn.Store) -> None:
    c, o, a = shop.customers, shop.orders, shop.everyone()
    by_name = a.profile("city", "orders.channel").to_dicts()
    assert a.profile(c.city, o.channel).to_dicts() == by_name
    assert a.profile(["city", "orders.channel"]).to_dicts() == by_name
    assert a.profile("customers.city").to_dicts() == a.profile("city").to_dicts()
    with pytest.raises(sn.FilterError, match="of some rows of orders only"):
        a.profile(o.where(o.amount > 3).channel)
    for bad, message in {
        "orders": "`orders` is a table",
        "city.region": "it has no lookup",
        "orders.items.product.categry": "did you mean `category`",
        "ordrs.channel": "did you mean `orders`",
        "orders.items.price": "profiles are of category, set and bool",
    }.items():
        with pytest.raises(sn.FilterError, match=message):
            a.profile(bad)
    with pytest.raises(sn.FilterError, match="named by text"):
        a.profile(3)  # type: ignore[arg-type]


def test_only_the_most_frequent_are_shown(retail: sn.Store) -> None:
    a = retail.audience("any orders")
    every = a.profile("orders.items.product", limit=None)
    assert every.more == {}
    shown = a.profile("orders.items.product", "tier")
    products = [r for r in shown if r.column == "orders.items.product"]
    assert len(products) == 50
    left_out = len(every) - 50
    assert shown.more == {"orders.items.product": left_out}
    assert [r.count for r in products] == sorted((r.count for r in every), reverse=True)[:50]
    assert f"orders.items.product: {left_out:,} more values" in repr(shown)
    assert f"{left_out:,} more values" in shown._repr_html_()
    assert len(a.profile("orders.items.product", limit=3)) == 3
    with pytest.raises(sn.FilterError, match="limit cannot be negative"):
        a.profile("tier", limit=-1)
    with pytest.raises(TypeError, match="limit is a whole number"):
        a.profile("tier", limit="all")  # type: ignore[arg-type]
