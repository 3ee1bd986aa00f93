"""Coupons: what each is good for, to whom they were issued, and the orders in which members
redeemed one."""

from __future__ import annotations

import numpy as np
import polars as pl

from . import words
from .frames import coded, decimals, timestamps
from .members import make_habits
from .orders import make_basket, product_codes
from .world import DAY, END, SECOND, World, random_stream

CATEGORIES_EACH = 3
BEST_SELLERS = 8  # of each of its categories
VOUCHER_DAYS = 365  # for which it is known what was issued
UNUSED = 0.6  # issued to a member in a year, and not redeemed


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


def voucher_frame(world: World, cell: int) -> pl.DataFrame:
    """Coupons as they were issued to members, good until `expires_at`: those that were redeemed,
    and others that nobody used."""
    habits = make_habits(world, cell)
    rng = random_stream(world.seed, 17, cell)
    days = np.array(words.COUPON_DAYS)
    since = np.maximum(habits.joined, END - VOUCHER_DAYS * DAY)

    basket = make_basket(world, cell)
    order = np.nonzero(basket.coupon >= 0)[0]
    used, used_coupon = basket.index[order], basket.coupon[order]
    before = (days[used_coupon] * DAY // SECOND * rng.random(len(order))).astype(np.int64) * SECOND
    used_at = np.maximum(basket.at[order] - before, habits.joined[used])

    span = (END - since) // SECOND
    unused = np.repeat(np.arange(len(span)), rng.poisson(UNUSED * span * SECOND / (365 * DAY)))
    unused_at = since[unused] + (span[unused] * rng.random(len(unused))).astype(np.int64) * SECOND
    unused_coupon = rng.integers(0, len(words.COUPONS), len(unused))

    index = np.concatenate((used, unused))
    at = np.concatenate((used_at, unused_at))
    coupon = np.concatenate((used_coupon, unused_coupon))
    rows = np.lexsort((at, index))
    rows = rows[at[rows] >= since[index[rows]]]
    return pl.DataFrame(
        {
            "member": habits.first + index[rows],
            "at": timestamps(at[rows]),
            "coupon": coded(words.COUPONS, coupon[rows]),
            "expires_at": timestamps(at[rows] + days[coupon[rows]] * DAY),
        }
    )
