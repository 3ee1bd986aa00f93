"""Stores that many tests ask."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import seine as sn
from shop_data import SCHEMA, shop_frames

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def shop() -> sn.Store:
    return sn.build(SCHEMA, **shop_frames())


@pytest.fixture(scope="session")
def retail() -> sn.Store:
    from seine.datasets.generator import Retail

    made = Retail(members=20_000, seed=3)
    return sn.build(made.schema(), **made.tables())


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real data sets: $SEINE_DATA, or `data` or `shared/data` near the root."""
    places = [os.environ.get("SEINE_DATA"), ROOT / "data", ROOT / "../shared/data"]
    for place in places:
        if place and (Path(place) / "online_retail").is_dir():
            return Path(place).resolve()
    pytest.skip("no real data sets on this machine; SEINE_DATA names their folder")
