"""Goods that came back, some days after they were bought."""

from __future__ import annotations

import numpy as np
import polars as pl

from . import words
from .frames import coded, decimals, timestamps
from .orders import make_basket, product_codes
from .world import DAY, END, SECOND, World, random_stream

USUAL_SHARE = 0.03  # of lines
SHARES = {"shoes": 0.14, "bags": 0.09, "3C": 0.07, "makeup": 0.05}
MEAN_WAIT = 6 * DAY  # after the first day


def return_frame(world: World, cell: int) -> pl.DataFrame:
    """A line of an order or a part of it; its product, and `amount`, what was paid back."""
    basket = make_basket(world, cell)
    rng = random_stream(world.seed, 7, cell)
    share = np.array([SHARES.get(name, USUAL_SHARE) for name in words.CATEGORIES])
    category = world.product_category[basket.item_product]
    line = np.nonzero(rng.random(len(category)) < share[category])[0]
    wait = DAY + (rng.exponential(MEAN_WAIT, len(line)) / SECOND).astype(np.int64) * SECOND
    at = basket.at[basket.item_order[line]] + wait
    quantity = rng.integers(1, basket.item_quantity[line], endpoint=True)
    reason = rng.integers(0, len(words.RETURN_REASONS), len(line))
    member = basket.member[basket.item_order[line]]
    order = np.lexsort((at, member))
    order = order[at[order] < END]
    line, quantity = line[order], quantity[order]
    return pl.DataFrame(
        {
            "member": member[order],
            "at": timestamps(at[order]),
            "product": coded(product_codes(world), basket.item_product[line]),
            "quantity": quantity,
            "amount": decimals(quantity * basket.item_price[line]),
            "reason": coded(words.RETURN_REASONS, reason[order]),
        }
    )
