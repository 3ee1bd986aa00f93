"""Orders and their items, from one random stream, so that an order's amount is its items' sum."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from . import words
from .frames import coded, decimals, timestamps
from .members import Habits, make_habits
from .world import DAY, DAYS, SECOND, START, Floats, Ints, World, pick, random_stream

ORDERS_PER_CELL = 1 << 24  # room in the numbers of orders; a cell makes some 10^5


@dataclass(frozen=True)
class Basket:
    """Orders of a cell by member and time, and the items in them (`item_order` ascending)."""

    member: Ints  # number
    index: Ints  # in the cell
    at: Ints
    channel: Ints
    store: Ints  # -1: not in a store
    campaign: Ints  # -1: none
    coupon: Ints  # -1: none
    item_order: Ints
    item_product: Ints
    item_quantity: Ints
    item_price: Ints
    amount: Ints  # cents, per order


def make_basket(world: World, cell: int) -> Basket:
    habits = make_habits(world, cell)
    rng = random_stream(world.seed, 3, cell)
    years = (habits.until - habits.joined) / (365.0 * DAY)
    count = rng.poisson(habits.rate * years)
    index = np.repeat(np.arange(len(count)), count)
    at = _order_times(world, habits, index, rng)
    # By member and time: as one number it sorts several times faster.
    index, at = np.divmod(np.sort(index * (DAYS * DAY) + (at - START)), DAYS * DAY)
    at = at + START
    n = len(at)
    sale = world.sale_of_day[(at - START) // DAY]
    campaign = np.where(rng.random(n) < 0.5, sale, -1)
    channel = _channels(habits.style[index], rng)
    away = rng.random(n) < 0.2
    store = np.where(away, rng.integers(0, len(world.store_city), n), habits.store[index])
    coupon = np.where(rng.random(n) < 0.15, rng.integers(0, len(words.COUPONS), n), -1)
    item_order, product, quantity, price = _items(world, habits.favourite[index], sale, rng)
    return Basket(
        member=habits.first + index,
        index=index,
        at=at,
        channel=channel,
        store=np.where(channel == 0, store, -1),
        campaign=campaign,
        coupon=coupon,
        item_order=item_order,
        item_product=product,
        item_quantity=quantity,
        item_price=price,
        amount=np.bincount(item_order, quantity * price, minlength=n).astype(np.int64),
    )


def order_frame(world: World, cell: int) -> pl.DataFrame:
    basket = make_basket(world, cell)
    n = len(basket.at)
    stores = store_codes(world)
    return pl.DataFrame(
        {
            "order_id": cell * ORDERS_PER_CELL + np.arange(n),
            "member": basket.member,
            "at": timestamps(basket.at),
            "channel": coded(words.ORDER_CHANNELS, basket.channel),
            "store": coded(stores, basket.store),
            "campaign": coded(campaign_codes(world), basket.campaign),
            "coupon": coded(words.COUPONS, basket.coupon),
            "amount": decimals(basket.amount),
        }
    )


def item_frame(world: World, cell: int) -> pl.DataFrame:
    basket = make_basket(world, cell)
    return pl.DataFrame(
        {
            "order_id": cell * ORDERS_PER_CELL + basket.item_order,
            "product": coded(product_codes(world), basket.item_product),
            "quantity": basket.item_quantity,
            "price": decimals(basket.item_price),
        }
    )


def product_codes(world: World) -> list[str]:
    return [words.KEPT_CODES.get(i, f"P{i:05d}") for i in range(world.products)]


def store_codes(world: World) -> list[str]:
    """Numbers; a city's first store has the city's name of words.STORE_NAMES instead, if any."""
    codes = [f"S{i:03d}" for i in range(len(world.store_city))]
    for city, name in words.STORE_NAMES.items():
        stores = np.nonzero(world.store_city == words.CITIES.index(city))[0]
        if len(stores):
            codes[stores[0]] = name
    return codes


def campaign_codes(world: World) -> list[str]:
    years = len(world.sale_day) // len(words.CAMPAIGN_NAMES)
    return [f"{name} {2023 + year}" for year in range(years) for name in words.CAMPAIGN_NAMES]


def _order_times(world: World, habits: Habits, index: Ints, rng: np.random.Generator) -> Ints:
    """Between joining and leaving; busy days attract more, many buy the moment they join."""
    until = np.concatenate(([0.0], world.order_cumulative))

    def attraction(moment: Ints) -> Floats:
        day, rest = np.divmod(moment - START, DAY)
        drawn: Floats = until[day] + (until[day + 1] - until[day]) * (rest / DAY)
        return drawn

    low, high = attraction(habits.joined)[index], attraction(habits.until)[index]
    day = pick(world.order_cumulative, low + (high - low) * rng.random(len(index)))
    hour = np.clip(rng.normal(15.5, 4.0, len(index)), 0, 23.99)
    at = START + day * DAY + (hour * 3600).astype(np.int64) * SECOND
    at = np.clip(at, habits.joined[index], habits.until[index])
    first = np.concatenate(([True], index[1:] != index[:-1])) if len(index) else np.zeros(0, bool)
    at_once = first & (rng.random(len(index)) < 0.5)
    result: Ints = np.where(at_once, habits.joined[index], at)
    return result


def _channels(style: Ints, rng: np.random.Generator) -> Ints:
    shares = np.array([[0.97, 0.99, 1.0, 1.0], [0.02, 0.5, 0.8, 1.0], [0.45, 0.7, 0.88, 1.0]])
    uniform = rng.random(len(style))
    channel: Ints = (uniform[:, None] >= shares[style]).sum(axis=1)
    return np.minimum(channel, 3)


def _items(
    world: World, favourite: Ints, sale: Ints, rng: np.random.Generator
) -> tuple[Ints, Ints, Ints, Ints]:
    lines = np.minimum(rng.geometric(0.5, len(favourite)), 12)
    order = np.repeat(np.arange(len(favourite)), lines)
    n = len(order)
    categories = len(words.CATEGORIES)
    category = np.where(rng.random(n) < 0.45, favourite[order], rng.integers(0, categories, n))
    product = pick(world.product_rank, rng.random(n)) * categories + category
    quantity = np.minimum(rng.geometric(0.72, n), 20)
    discount = np.where(sale[order] >= 0, 8, 10)
    price = world.product_price[product] * discount // 10
    return order, product, quantity, price
