"""Joins what foodmart.toml cannot say: the day of each sale, and the class of each product.

python -m seine.datasets.prepare_foodmart RAW_FOLDER FOLDER
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import polars as pl


def prepare(raw: Path, folder: Path) -> None:
    """Writes sales.parquet and products.parquet into `folder`; copies what stays as it is."""
    folder.mkdir(parents=True, exist_ok=True)

    def read(name: str) -> pl.LazyFrame:
        return pl.scan_csv(raw / f"{name}.csv.gz", infer_schema=False)

    days = read("time_by_day").select("time_id", pl.col("the_date").str.slice(0, 10))
    sales = pl.concat([read("sales_fact_1997"), read("sales_fact_dec_1998")])
    units = pl.col("unit_sales").cast(pl.Decimal(18, 4)).cast(pl.Int64)
    dated = sales.join(days, on="time_id", how="left", maintain_order="left")
    dated.with_columns(units).collect().write_parquet(folder / "sales.parquet")

    classes = read("product_class")
    products = read("product").join(
        classes, on="product_class_id", how="left", maintain_order="left"
    )
    products.collect().write_parquet(folder / "products.parquet")
    for name in ("customer", "store", "promotion"):
        shutil.copy(raw / f"{name}.csv.gz", folder)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m seine.datasets.prepare_foodmart")
    parser.add_argument("raw", type=Path, help="the folder with the raw files")
    parser.add_argument("folder", type=Path, help="where the prepared files go")
    arguments = parser.parse_args()
    prepare(arguments.raw, arguments.folder)


if __name__ == "__main__":
    main()
