"""Stores: built from every kind of frame, kept on disk, described."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
import seine as sn
from shop_data import SCHEMA, ids, shop_frames


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


def test_a_frame_that_is_no_arrow_is_a_data_error() -> None:
    import pandas as pd

    schema = {"tables": {"people": {"key": "k", "columns": {"a": "text"}}}}
    mixed = pd.DataFrame({"k": [1, 2], "a": [1, "x"]})
    with pytest.raises(
        sn.DataError, match="the frame `people` cannot be read as Arrow: "
    ) as caught:
        sn.build(schema, people=mixed)
    assert "column a" in str(caught.value)
    assert "convert mixed ones" in (caught.value.hint or "")


def test_what_is_no_store_is_said(tmp_path: Path) -> None:
    file = tmp_path / "shop.toml"
    file.write_text("[tables.m]\n")
    with pytest.raises(sn.NotAStoreError, match=r"is a file, not a store; .*build .*shop\.toml"):
        sn.open(file)
    with pytest.raises(sn.NotAStoreError, match="is a folder, but not a store"):
        sn.open(tmp_path)
    frames = shop_frames()
    for path, message in {
        file: "is a file, so no store can be written there",
        tmp_path: r"not a store \(it holds `shop.toml`\)",
        tmp_path / "no" / "such": "there is no folder",
    }.items():
        # Said before anything is read: these are no frames.
        with pytest.raises(sn.NotAStoreError, match=message):
            sn.build(SCHEMA, path, **dict.fromkeys(frames, 3))
    assert file.read_text() == "[tables.m]\n"
    assert isinstance(sn.NotAStoreError(""), sn.StoreError)


def test_names_of_files_need_not_be_unicode(tmp_path: Path) -> None:
    path = Path(f"{tmp_path}/sh\udcffop.seine")
    with pytest.raises(sn.StoreNotFoundError, match=r"sh\\xffop.seine"):
        sn.open(path)
    sn.build(SCHEMA, path, **shop_frames())
    assert sn.open(path).count("everyone") == 6
    largest = max((p for p in path.rglob("*") if p.is_file()), key=lambda p: p.stat().st_size)
    largest.write_bytes(b"rubbish")
    with pytest.raises(sn.DamagedStoreError, match=r"sh\\xffop.seine"):
        sn.open(path, load="memory")
