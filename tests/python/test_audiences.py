"""Audiences: sets of members, their arrays, frames and bitmaps."""

from __future__ import annotations

import numpy as np
import polars as pl
import pyroaring
import pytest
import seine as sn
from shop_data import SCHEMA, ids, shop_frames


def test_set_operations(shop: sn.Store) -> None:
    c = shop.customers
    women, vips = shop.audience(c.gender == "F"), shop.audience(c.tags.has("vip"))
    assert ids(women & vips) == [1]
    assert ids(women | vips) == [1, 3, 4, 5, 6]
    assert ids(women - vips) == [3, 4, 6]
    assert ids(women ^ vips) == [3, 4, 5, 6]
    assert ids(~women) == [2, 5]
    assert not women.isdisjoint(vips)
    assert (women & vips).issubset(vips)
    assert women == shop.audience("gender = 'F'")
    assert 1 in women
    assert 2 not in women
    assert "1" not in women
    assert 10**30 not in women
    assert len(women) == 4
    assert list(women.keys()[:3]) == [1, 3, 4]
    with pytest.raises(TypeError, match="makes one"):
        women & "gender = 'M'"  # type: ignore[operator]


def test_audiences_of_two_stores_do_not_combine(shop: sn.Store) -> None:
    frames = shop_frames()
    frames["customers"] = frames["customers"].head(4)
    frames["orders"] = frames["orders"].head(2)
    frames["items"] = frames["items"].head(2)
    other = sn.build(SCHEMA, **frames)
    with pytest.raises(sn.StoreError):
        shop.everyone() & other.everyone()


def test_arrays_and_frames(shop: sn.Store) -> None:
    a = shop.audience(shop.customers.age >= 30)
    ordinals = a.ordinals()
    assert ordinals.dtype == np.uint32
    assert ordinals.flags.owndata is False  # NumPy looks at the engine's memory
    assert a.keys().dtype == np.int64
    names = list(shop.schema["tables"]["customers"]["columns"])
    frame = a.to_polars(columns=names)
    assert frame.equals(expected_frame(names, a.keys().tolist()))
    table = a.to_arrow(columns=["city", "tags"])
    assert table.column_names == ["id", "city", "tags"]
    assert a.to_pandas(columns=["city"])["city"].tolist() == ["新北市", "Taipei", "London"]
    assert pl.DataFrame(a)["id"].to_list() == [2, 3, 4]  # the Arrow stream protocol
    for name in names:
        assert len(a.to_pandas(columns=[name])) == 3
    with pytest.raises(KeyError, match="no column"):
        a.to_polars(columns=["nothing"])


def expected_frame(names: list[str], keys: list[int]) -> pl.DataFrame:
    frame = shop_frames()["customers"].filter(pl.col("id").is_in(keys)).select("id", *names)
    return frame.with_columns(
        pl.col("spend").cast(pl.Decimal(38, 2)),
        pl.col("joined").cast(pl.Datetime("us", "UTC")),
        pl.col("tags").fill_null([]),  # a missing set is the empty set
    )


def test_bitmaps(shop: sn.Store) -> None:
    vip = pyroaring.BitMap.deserialize(shop.bitmap("tags", "vip"))
    assert ids(shop.audience_from_bitmap(vip)) == [1, 5]
    line = shop.bitmap("orders.channel", "line")
    assert ids(shop.audience_from_bitmap(line)) == [1, 2]
    a = shop.audience("gender = 'F'")
    assert list(pyroaring.BitMap.deserialize(a.bitmap())) == a.ordinals().tolist()
    assert shop.audience_from_bitmap(a.bitmap()) == a
    assert len(shop.audience_from_bitmap(shop.bitmap("city", "nowhere"))) == 0
    with pytest.raises(sn.DataError):
        shop.audience_from_bitmap(b"rubbish")
    with pytest.raises(sn.DataError):
        shop.audience_from_bitmap(pyroaring.BitMap([1000]))
    assert ids(shop.audience_of([4, 1])) == [1, 4]
    with pytest.raises(KeyError):
        shop.audience_of([99])


def test_sample(retail: sn.Store) -> None:
    everyone = retail.everyone()
    sample = everyone.sample(1000, seed=7)
    assert len(sample) == 1000
    assert sample.issubset(everyone)
    assert sample == everyone.sample(1000, seed=7)
    assert sample != everyone.sample(1000, seed=8)
    assert len(everyone.sample(10**9)) == len(everyone)


def test_columns_by_any_name(shop: sn.Store) -> None:
    c, a = shop.customers, shop.everyone()
    wanted = a.to_polars(columns=["city", "tags"])
    assert wanted.columns == ["id", "city", "tags"]
    assert a.to_polars(columns=[c.city, c.tags]).equals(wanted)
    assert a.to_polars(columns=("customers.city", "`tags`")).equals(wanted)
    assert a.to_pandas(columns="city")["city"].tolist()[:2] == ["Taipei", "新北市"]
    assert a.to_arrow(columns=c.city).column_names == ["id", "city"]
    with pytest.raises(KeyError, match="no column `cty`; did you mean `city`"):
        a.to_polars(columns=["cty"])
    for bad, message in {
        "orders.channel": "no column `orders.channel` of their own",
        "orders.items.product.category": "of their own",
    }.items():
        with pytest.raises(sn.FilterError, match=message):
            a.to_polars(columns=[bad])
    with pytest.raises(TypeError, match="named by text"):
        a.to_polars(columns=5)  # type: ignore[arg-type]


def test_sets_in_every_frame(retail: sn.Store) -> None:
    """Members without a set, with one of no values, and with several, in each library."""
    a = retail.everyone()
    lists = a.columns(["tags"])["tags"].to_lists()
    assert {len(tags) for tags in lists} >= {0, 1, 2}
    for some in (a, retail.audience("size(tags) = 0"), retail.audience("nobody")):
        tags = some.columns(["tags"])["tags"].to_lists()
        assert some.to_polars(columns=["tags"])["tags"].to_list() == tags
        assert some.to_polars(columns=["tags"]).schema["tags"] == pl.List(pl.String)
        assert some.to_arrow(columns=["tags"])["tags"].to_pylist() == tags
        assert some.to_pandas(columns=["tags"])["tags"].tolist() == tags
    for tag in ("vip", "blocked"):
        assert sum(tag in tags for tags in lists) == retail.count(f'tags has "{tag}"')


def test_a_sample_is_of_a_whole_number(retail: sn.Store) -> None:
    everyone = retail.everyone()
    assert len(everyone.sample(np.int64(3), seed=np.int64(1))) == 3
    for sample, message in (
        (lambda: everyone.sample(1.5), "size of a sample is a whole number, not 1.5"),
        (lambda: everyone.sample(-1), "size of a sample cannot be negative"),
        (lambda: everyone.sample(3, seed="x"), "seed is a whole number, not 'x'"),
    ):
        with pytest.raises(sn.FilterError, match=message):
            sample()


def test_long_definitions_are_shown_shortly(shop: sn.Store) -> None:
    keys = list(range(100_000))
    asked = shop.key.is_in(keys)
    query = shop.compile(asked)
    a = query.audience()
    assert len(a.text) > 500_000
    for shown in (repr(query), repr(asked), repr(a), a._repr_html_(), repr(asked & asked)):
        assert len(shown) < 6_000
    plan = a.explain()
    for shown in (repr(plan), plan._repr_html_()):
        assert len(shown) < 12_000
    assert "characters more" in repr(plan)
    assert len(str(plan)) > 500_000  # in full, where it is asked for
    assert len(plan.to_dict()["filter"]) > 500_000


def test_reprs_say_what_things_are(shop: sn.Store) -> None:
    o = shop.orders
    assert repr(shop.everyone().info).startswith("<seine result: 6 of 6 members, version 1 of")
    assert repr(sn.rfm(o, o.amount, 5)) == (
        "<seine scores: .recency, .frequency and .monetary of rfm(orders, amount, 5)>"
    )
