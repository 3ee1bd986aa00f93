"""Coupons: what each is good for, and the orders in which members redeemed one."""

from __future__ import annotations

import numpy as np
import polars as pl

from . import words
from .frames import coded, decimals, timestamps
from .orders import make_basket, product_codes
from .world import World, random_stream

CATEGORIES_EACH = 3
BEST_SELLERS = 8  # of each of its categories


def coupon_lookup(world: World) -> pl.DataFrame:
    """`products` is missing for a coupon that is good for the whole order."""
    rng = random_stream(world.seed, 10)
    codes, categories = product_codes(world), len(words.CATEGORIES)
    products = []
    for percent in words.COUPON_PERCENT:
        chosen = sorted(rng.choice(categories, CATEGORIES_EACH, replace=False))
        good_for = [codes[rank * categories + c] for c in chosen for rank in range(BEST_SELLERS)]
        products.append(good_for if percent else None)
    return pl.DataFrame(
        {"code": words.COUPONS, "percent": words.COUPON_PERCENT, "products": products}
    )


def redemption_frame(world: World, cell: int) -> pl.DataFrame:
    """One row per order with a coupon, at its time; `saved` is the money taken off."""
    basket = make_basket(world, cell)
    order = np.nonzero(basket.coupon >= 0)[0]
    coupon = basket.coupon[order]
    percent = np.array(words.COUPON_PERCENT)[coupon]
    return pl.DataFrame(
        {
            "member": basket.member[order],
            "at": timestamps(basket.at[order]),
            "coupon": coded(words.COUPONS, coupon),
            "saved": decimals(basket.amount[order] * percent // 100),
        }
    )
