"""A seeded generator of a retail population, from 10^3 to 10^8 members.

    from seine.datasets.generator import Retail
    retail = Retail(members=100_000, seed=7)
    store = seine.build(retail.schema(), **retail.tables())

What member 4711 is, bought and received depends on the seed and the size alone: members are made
in cells of 2^14, each with random streams of its own, so any chunking gives the same rows. Nothing
larger than a cell is ever in memory. Frames are Polars data frames (extra `io`).

    python -m seine.datasets.generator --members 1000000 --seed 1 -o FOLDER     # Parquet files
"""

from .population import Retail

__all__ = ["Retail"]
