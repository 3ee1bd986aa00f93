"""The generated retailer is the same however it is cut; the real data sets build as they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
import seine as sn
from seine.datasets import schema_path
from seine.datasets.generator import Retail
from seine.datasets.generator.__main__ import write


def whole(table: Iterator[pl.DataFrame] | pl.DataFrame) -> pl.DataFrame:
    return table if isinstance(table, pl.DataFrame) else pl.concat(table)


def test_equal_seeds_make_equal_rows() -> None:
    first, again = Retail(20_000, seed=5).tables(), Retail(20_000, seed=5).tables()
    other = Retail(20_000, seed=6).tables()
    for name in first:
        made = whole(first[name])
        assert made.equals(whole(again[name])), name
        if name not in ("campaigns", "stores"):
            assert not made.equals(whole(other[name])), name


def test_it_hangs_together() -> None:
    tables = {name: whole(table) for name, table in Retail(20_000, seed=5).tables().items()}
    members, orders, items = tables["members"], tables["orders"], tables["items"]
    assert members["member"].to_list() == list(range(1, 20_001))
    assert orders["order_id"].is_unique().all()
    amounts = items.group_by("order_id").agg(sum=(pl.col("quantity") * pl.col("price")).sum())
    joined = orders.join(amounts, on="order_id", how="left")
    assert (joined["amount"] == joined["sum"]).all()
    since = orders.join(members, on="member").filter(pl.col("at") < pl.col("joined_at"))
    assert since.height == 0
    assert items["product"].cast(pl.String).is_in(tables["products"]["code"].to_list()).all()
    assert 3 < orders.height / members.height < 6
    assert 0.05 < members["gender"].null_count() / members.height < 0.12
    share = items["product"].value_counts(sort=True)["count"][:20].sum() / items.height
    assert share > 0.15  # Zipf


def test_the_histories_hang_together() -> None:
    tables = {name: whole(table) for name, table in Retail(20_000, seed=5).tables().items()}
    joined = tables["members"].select("member", "joined_at")
    end = dt.datetime(2025, 12, 31, 16, tzinfo=dt.UTC)  # of the year, in Taipei
    for name in (
        "returns", "cancellations", "views", "completions", "redemptions", "vouchers", "carts",
        "sessions", "messages", "events",
    ):  # fmt: skip
        rows = tables[name].join(joined, on="member", how="left")
        assert rows.height > 1_000, name
        assert (rows["at"] >= rows["joined_at"]).all(), name
        assert (rows["at"] < end).all(), name
        assert rows["member"].is_sorted(), name

    lines = tables["items"].join(tables["orders"].rename({"at": "bought_at"}), on="order_id")
    bought = tables["returns"].join(
        lines.select("member", "product", "bought_at"), on=["member", "product"]
    )
    earlier = bought.filter(pl.col("bought_at") < pl.col("at"))
    assert earlier.unique(["member", "product", "at"]).height == tables["returns"].height

    carts, orders = tables["carts"], tables["orders"]
    assert 0.1 < carts["checked_out_at"].null_count() / carts.height < 0.9
    year = end - dt.timedelta(days=365)
    online = pl.col("channel").cast(pl.String).is_in(["web", "app"])
    cancelled = tables["cancellations"]
    assert (cancelled["placed_at"] < cancelled["at"]).all()
    assert (cancelled["channel"].cast(pl.String) != "pos").all()
    placed = pl.concat([orders.filter(online)["at"], cancelled.filter(online)["placed_at"]])
    checked_out = carts["checked_out_at"].drop_nulls().sort().rename("at")
    assert placed.filter(placed >= year).sort().equals(checked_out)

    redemptions, vouchers = tables["redemptions"], tables["vouchers"]
    assert redemptions.height == orders["coupon"].count()
    late = redemptions.filter(pl.col("at") >= year + dt.timedelta(days=100))
    used = late.rename({"at": "used_at"}).join(vouchers, on=["member", "coupon"])
    used = used.filter(pl.col("used_at").is_between(pl.col("at"), pl.col("expires_at")))
    assert used.unique(["member", "coupon", "used_at"]).height == late.height
    assert 0.3 < used.height / vouchers.height < 0.7


def test_sizes() -> None:
    assert whole(Retail(1).tables()["members"]).height == 1
    large = Retail(100_000_000).tables()["members"]
    assert not isinstance(large, pl.DataFrame)
    assert next(large).height == 1 << 14  # made cell by cell: nothing waits for the rest
    with pytest.raises(ValueError, match="members"):
        Retail(0)


def test_files(tmp_path: Path) -> None:
    made = Retail(2_000, seed=2)
    write(made, tmp_path)
    from_files = sn.build(tmp_path / "retail.toml")
    from_frames = sn.build(made.schema(), **Retail(2_000, seed=2).tables())
    assert from_files.id == from_frames.id
    assert from_files.count(from_files.info().segments["vip"]) > 0


def test_schema_paths() -> None:
    assert schema_path("cdnow").is_file()
    with pytest.raises(ValueError, match="online_retail"):
        schema_path("nothing")


@pytest.fixture(scope="module")
def online_retail(real_data: Path) -> sn.Store:
    return sn.build(schema_path("online_retail"), data=real_data / "online_retail")


def raw(real_data: Path) -> pl.DataFrame:
    return pl.read_csv(real_data / "online_retail" / "onlineretail.csv.gz", infer_schema=False)


@pytest.mark.slow
def test_online_retail(online_retail: sn.Store, real_data: Path) -> None:
    rows = raw(real_data).filter(pl.col("CustomerID").is_not_null())
    assert len(online_retail) == rows["CustomerID"].n_unique() == 4372
    report = {table.table: table for table in online_retail.report or ()}
    assert report["customers"].read == 541_909
    assert sum(report["customers"].skipped.values()) == 541_909 - 4372
    assert report["items"].kept == rows.height
    year = rows.filter(pl.col("InvoiceDate").is_between(pl.lit("2011-03"), pl.lit("2011-09")))
    bought = set(year.filter(pl.col("StockCode") == "85123A")["CustomerID"])
    other = set(year.filter(pl.col("StockCode") == "22423")["CustomerID"])
    window = "at between 2011-03 and 2011-08"
    a = online_retail.audience(
        f'any orders.items where (product = "85123A" and {window})',
        {"bought the other": f'any orders.items where (product = "22423" and {window})'},
        timezone="UTC",
    )
    assert set(a.keys().tolist()) == bought - other
    assert online_retail.count('any orders where invoice starts with "C"') == len(
        set(rows.filter(pl.col("InvoiceNo").str.starts_with("C"))["CustomerID"])
    )


@pytest.mark.slow
def test_complete_journey(real_data: Path) -> None:
    folder = real_data / "complete_journey"
    store = sn.build(schema_path("complete_journey"), data=folder)
    lines = pl.read_csv(folder / "transactions_sample.csv.gz", infer_schema=False)
    products = pl.read_csv(folder / "products.csv.gz", infer_schema=False)
    known = pl.read_csv(folder / "demographics.csv.gz", infer_schema=False)
    assert store.count("age exists") == known.height == 801
    assert store.count("any baskets") == lines["household_id"].n_unique() == 2377
    soft_drinks = products.filter(pl.col("product_category") == "SOFT DRINKS")["product_id"]
    drinkers = lines.filter(pl.col("product_id").is_in(soft_drinks.to_list()))
    assert (
        store.count('any baskets.items where product.category = "SOFT DRINKS"')
        == drinkers["household_id"].n_unique()
    )


@pytest.mark.slow
def test_cdnow(real_data: Path) -> None:
    store = sn.build(schema_path("cdnow"), data=real_data / "cdnow")
    assert len(store) == 23_570
    assert "00001" in store.everyone()
    (_, purchases) = store.report or ()
    assert purchases.kept == 69_659
    assert store.count("any purchases where amount = 0") > 0


@pytest.mark.slow
def test_foodmart(real_data: Path, tmp_path: Path) -> None:
    from seine.datasets.prepare_foodmart import prepare

    prepare(real_data / "foodmart", tmp_path)
    store = sn.build(schema_path("foodmart"), data=tmp_path)
    assert len(store) == 10_281
    report = {table.table: table for table in store.report or ()}
    assert report["items"].kept == 86_837 + 18_325
    assert store.count("any orders where at in 1998-12") > 0
    assert store.count('any orders.items where product.family = "Drink"') > 0
    assert 1 in store.everyone()
