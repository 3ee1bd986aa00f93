"""Stores, audiences, queries: what a notebook does."""

from __future__ import annotations

import datetime as dt
import signal
import threading
import time
from pathlib import Path

import numpy as np
import polars as pl
import pyroaring
import pytest
import seine as sn
from shop_data import SCHEMA, ids, shop_frames


def test_counts_by_hand(shop: sn.Store) -> None:
    c, o = shop.customers, shop.orders
    assert shop.count("everyone") == 6
    assert shop.count("nobody") == 0
    assert ids(shop.audience(c.gender == "F")) == [1, 3, 4, 6]
    assert ids(shop.audience(c.gender != "F")) == [2]
    assert ids(shop.audience(~(c.gender == "F"))) == [2, 5]
    assert ids(shop.audience(c.age.between(29, 34))) == [1, 3, 4]
    assert ids(shop.audience(c.tags.has_any("vip", "blocked"))) == [1, 4, 5]
    assert ids(shop.audience(c.tags.has_none("vip"))) == [2, 3, 4, 6]
    assert ids(shop.audience(c.spend == 10.5)) == [1, 6]
    assert ids(shop.audience(c.score <= 0)) == [4, 6]
    assert ids(shop.audience(c.name.equals("AMY", ignoring_case=True))) == [1, 6]
    assert ids(shop.audience(c.subscribed)) == [1, 4, 5]
    assert ids(shop.audience(c.born < "1990-03-01")) == [1, 2]
    assert ids(shop.audience(o.any())) == [1, 2, 3, 4]
    assert ids(shop.audience(o.no())) == [5, 6]
    assert ids(shop.audience(o.where(o.channel == "line").any())) == [1, 2]
    assert ids(shop.audience(o.where(o.at.in_("2025-03")).any())) == [1]
    assert ids(shop.audience(o.where(o.at.in_("2025-04")).any())) == [2]
    assert ids(shop.audience(o.amount.sum() >= 100)) == [1, 4]
    assert ids(shop.audience(o.all(o.amount >= 50))) == [1, 2]
    wine = o.items.where(o.items.product.category == "wine")
    assert ids(shop.audience(wine.any())) == [1, 2, 3]
    assert ids(shop.audience(sn.segment("loyal"))) == ids(shop.audience(o.count() >= 2)) != []
    with pytest.raises(sn.FilterError, match=r'unknown segment "loyl".*did you mean `loyal`'):
        shop.audience(sn.segment("loyl"))
    assert ids(shop.audience(shop.key.is_in([2, 5, 77]))) == [2, 5]


def test_include_and_exclude(shop: sn.Store) -> None:
    c = shop.customers
    a = shop.audience(
        c.gender == "F",
        exclude={"blocked": c.tags.has("blocked"), "young": "age < 30", "text": "name = 'amy'"},
    )
    assert ids(a) == [3]
    assert {name: (e.alone, e.removed) for name, e in a.excluded.items()} == {
        "blocked": (1, 1),
        "young": (2, 2),
        "text": (1, 0),
    }
    assert a.info.count == 1
    assert a.info.population == 6
    assert shop.audience("gender = 'F'", ["blocked: tags has 'blocked'"]) == shop.audience(
        "include: gender = 'F'\nexclude \"b\": tags has 'blocked'"
    )
    with pytest.raises(sn.FilterError, match="needs a name"):
        shop.audience("everyone", exclude="age < 3")
    with pytest.raises(sn.FilterError):
        shop.audience("everyone", exclude=["x: age < 3", "x: age < 4"])


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


def test_compiled_queries(shop: sn.Store) -> None:
    query = shop.compile("any orders where (channel = $c and amount > $least)")
    assert query.parameters == ["c", "least"]
    assert query.count(c="line", least=100) == 1
    assert query.count(c="line", least=10.5) == 2
    assert ids(query.audience(c="web", least=0)) == [1, 4]
    many = shop.compile("city in $cities")
    assert many.count(cities=["Taipei", "London"]) == 4
    dated = shop.compile("any orders where at >= $day")
    assert dated.count(day=dt.date(2025, 5, 1)) == 1
    with pytest.raises(sn.FilterError, match="c"):
        query.count(least=1)
    listed = shop.compile('member in list("mine")', lists={"mine": [1, 2, 99]})
    assert listed.count() == 2


def test_as_of_and_zone(shop: sn.Store) -> None:
    newest = dt.datetime(2025, 5, 20, 8, tzinfo=dt.UTC) + dt.timedelta(microseconds=1)
    a = shop.audience("any orders where at in last 20 days")
    assert a.as_of == newest
    assert ids(a) == [4]
    early = shop.audience("any orders", as_of="2025-01-01")
    assert ids(early) == [3]
    assert early.as_of.isoformat() == "2025-01-01T00:00:00+00:00"
    assert shop.count("any orders", as_of=dt.date(2024, 11, 11)) == 0
    assert shop.count("any orders", as_of=dt.datetime(2024, 11, 11, 1, tzinfo=dt.UTC)) == 1
    april = "any orders where at in 2025-04"
    assert shop.count(april, timezone="UTC") == 0
    assert shop.count(april, timezone="Asia/Taipei") == 2
    with pytest.raises(sn.FilterError, match="zone"):
        shop.count("everyone", timezone="Europe/Lundon")
    with pytest.raises(sn.FilterError):
        shop.count("everyone", as_of="soon")


def test_errors_say_where(shop: sn.Store) -> None:
    with pytest.raises(sn.FilterError) as caught:
        shop.count('gendr = "F"')
    assert caught.value.position == (1, 1)
    assert "gender" in (caught.value.hint or "")
    assert "^^^^^" in str(caught.value)
    with pytest.raises(sn.FilterError) as caught:
        shop.count("age > 3", exclude={"x": "age > 3 and\n  tags = 'vip'"})
    assert caught.value.position == (2, 3)
    assert "has" in (caught.value.hint or "")
    with pytest.raises(ValueError, match="everyone"):
        shop.count("")
    with pytest.raises(sn.FilterError):
        shop.count("(" * 100_000)


def test_warnings_for_unknown_values(shop: sn.Store) -> None:
    count = shop.count('city = "Taipe"')
    assert count == 0
    assert any("Taipei" in warning for warning in count.warnings)


def test_store_on_disk(shop: sn.Store, tmp_path: Path) -> None:
    path = tmp_path / "shop.seine"
    built = sn.build(SCHEMA, path, **shop_frames())
    assert built.report is not None
    assert [t.kept for t in built.report] == [6, 6, 7, 3]
    for load in ("map", "memory"):
        store = sn.open(path, load=load)
        assert store.id == built.id == shop.id
        assert store.count("any orders") == 4
        assert "customers" in repr(store)
    again = sn.build(SCHEMA, path, **shop_frames())
    assert again.version > built.version
    combined = again.audience("gender = 'F'") & built.audience("subscribed")
    assert ids(combined) == [1, 4]
    with pytest.raises(sn.StoreNotFoundError):
        sn.open(tmp_path / "nothing")
    with pytest.raises(FileNotFoundError):
        sn.open(tmp_path / "nothing")


def test_a_failed_build_leaves_the_store(tmp_path: Path) -> None:
    path = tmp_path / "shop.seine"
    sn.build(SCHEMA, path, **shop_frames())
    frames = shop_frames()
    frames["orders"] = frames["orders"].with_columns(id=pl.lit(77))
    with pytest.raises(sn.DataError, match="orphans"):
        sn.build(SCHEMA, path, **frames)
    assert sn.open(path).count("everyone") == 6


def test_frames_of_every_library(shop: sn.Store) -> None:
    import duckdb

    frames = shop_frames()
    customers, orders = frames["customers"], frames["orders"]
    made = [
        {**frames, "customers": customers.to_arrow()},
        {**frames, "orders": orders.to_pandas()},
        {**frames, "orders": orders.lazy()},
        {**frames, "orders": [orders.head(2), orders.tail(4)]},
        {**frames, "orders": duckdb.sql("from orders")},
    ]
    for each in made:
        assert sn.build(SCHEMA, **each).id == shop.id
    with pytest.raises(sn.DataError, match="no frame"):
        sn.build(SCHEMA, **{**frames, "orders": 3})
    with pytest.raises(sn.SchemaError, match="no table"):
        sn.build(SCHEMA, **frames, ordrs=orders)


def test_text_keys() -> None:
    schema = {"tables": {"people": {"key": "k", "columns": {"n": "integer"}}}}
    store = sn.build(schema, people=pl.DataFrame({"k": ["b", "a", "007"], "n": [1, 2, 3]}))
    assert store.everyone().keys().tolist() == ["007", "a", "b"]
    assert "007" in store.everyone()
    assert 7 not in store.everyone()


def test_info(shop: sn.Store) -> None:
    info = shop.info()
    customers, orders, _items = info.tables
    assert customers.rows == 6
    by_name = {c.name: c for c in customers.columns}
    assert (by_name["gender"].missing, by_name["gender"].distinct) == (1, 2)
    assert (by_name["tags"].missing, by_name["tags"].distinct) == (2, 3)
    assert by_name["spend"].type == "decimal(2)"
    distinct = {name: by_name[name].distinct for name in ("name", "age", "spend", "joined")}
    assert distinct == {"name": 5, "age": 5, "spend": 4, "joined": 6}
    assert orders.parent == "customers"
    (products,) = info.lookups
    assert (products.name, products.rows) == ("products", 3)
    assert [(c.name, c.distinct) for c in products.columns] == [("category", 2), ("colours", 3)]
    assert all(c.bytes > 0 for c in customers.columns)
    assert "gender" in str(info)
    assert "lookup products" in str(info)
    assert "<table>" in shop._repr_html_()


def test_reprs(shop: sn.Store) -> None:
    a = shop.audience("gender = 'F'", exclude={"b": "tags has 'blocked'"})
    assert "3 of 6 members" in repr(a)
    assert "removed" in a._repr_html_()
    assert "gender" in repr(shop.compile("gender = 'F'"))
    plan = a.explain()
    assert "gender" in str(plan)
    assert plan.root.actual >= 0
    assert plan.cells()[0][0] == "node"


def test_an_uploaded_list_of_a_million_keys(retail: sn.Store) -> None:
    keys = retail.audience("age > 40").keys().tolist()
    strangers = range(10**7, 10**7 + 10**6 - len(keys))
    listed = retail.audience('member in list("upload")', lists={"upload": [*strangers, *keys]})
    assert listed == retail.audience("age > 40")
    assert len(listed.warnings) == 4  # three of the strangers, and how many more


def test_models_are_explained_in_the_language(retail: sn.Store) -> None:
    plan = retail.explain('napl(orders, 3) = "lapsed" or rfm(orders, amount, 5).recency = 5')
    napl, rfm = plan.models
    assert [one.name for one in napl.classes] == ["prospect", "first", "repeat", "lapsed"]
    for one in napl.classes:
        assert retail.audience(one.filter) == retail.audience(f'{napl.text} = "{one.name}"')
    assert retail.audience(f"{rfm.value} = 5") == retail.audience(f"{rfm.text} = 5")
    text = str(plan)
    assert "\nnapl(orders, 3)\n  prospect  no orders\n" in text
    assert "is  ntile(5, latest(orders).at) among (any orders)" in text
    assert plan.to_dict()["models"][0]["classes"]["prospect"] == "no orders"


def test_many_threads(retail: sn.Store) -> None:
    query = retail.compile("count(orders where amount > $least) >= 2")
    expected = {least: query.count(least=least) for least in range(0, 200, 25)}
    wrong: list[int] = []

    def ask() -> None:
        for least, count in expected.items():
            if query.count(least=least) != count:
                wrong.append(least)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_options(retail: sn.Store) -> None:
    text = "sum(orders.amount) >= 100"
    assert retail.count(text, threads=1) == retail.count(text, threads=3)
    with pytest.raises((MemoryError, sn.SeineError)):
        retail.count(text, memory_budget=1)
    with pytest.raises(TimeoutError):
        retail.count(text, timeout=1e-9)
    for forever in (float("inf"), 1e300, 1e10):
        assert retail.count(text, timeout=forever) == retail.count(text)
    for wrong in (float("nan"), -1.0):
        with pytest.raises(ValueError, match="timeout is a number of seconds"):
            retail.count(text, timeout=wrong)


def ask_for_ever(query: sn.CompiledQuery) -> None:
    while True:
        query.count()


@pytest.mark.slow
def test_interrupt(retail: sn.Store) -> None:
    """Ctrl-C ends a query within 100 ms, as KeyboardInterrupt."""
    query = retail.compile("count(orders.items where (product matches '1' and price > 1)) >= 1")
    sent: list[float] = []

    def interrupt() -> None:
        time.sleep(0.2)
        sent.append(time.perf_counter())
        signal.raise_signal(signal.SIGINT)

    thread = threading.Thread(target=interrupt)
    thread.start()
    with pytest.raises(KeyboardInterrupt):
        ask_for_ever(query)
    assert time.perf_counter() - sent[0] < 0.1
    thread.join()
    assert query.count() >= 0  # and the store can be asked again


def test_what_a_notebook_shows(shop: sn.Store) -> None:
    assert "customers" in repr(shop.info())
    assert repr(shop.info()) == str(shop.info())
    assert repr(shop.report).startswith("customers: read ")
    page = shop.audience("everyone", exclude={"<b>": "age < 30"})._repr_html_()
    assert "&lt;b&gt;" in page
    assert "<b>:" not in page
