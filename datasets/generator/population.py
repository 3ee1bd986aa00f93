"""The generated retailer: its tables as streams of frames, its lookups, its schema."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import polars as pl

from . import words
from .cancellations import cancellation_frame
from .coupons import coupon_lookup, redemption_frame, voucher_frame
from .events import event_frame
from .frames import coded, dates, decimals
from .members import CELL, member_frame
from .messages import message_codes, message_frame
from .offers import completion_frame, offer_lookup, view_frame
from .orders import item_frame, order_frame, product_codes, store_codes
from .returns import return_frame
from .visits import cart_frame, session_frame
from .world import EPOCH_DAY, World, make_world


class Retail:
    """A population of `members` (1 to 10^9). Equal arguments give equal rows, on every machine.

    A thousand members have about 4,000 orders, 8,000 items, 6,700 steps of messages, 3,600 events,
    400 returns, 150 cancellations, 1,300 views and 600 completions of offers, 600 redemptions,
    800 vouchers, 1,100 carts, 800 sessions.
    """

    def __init__(self, members: int = 1_000_000, seed: int = 1) -> None:
        if not 1 <= members <= 1_000_000_000:
            raise ValueError(f"members is {members}; it may be from 1 to 1,000,000,000")
        self.world: World = make_world(seed, members)

    @staticmethod
    def schema() -> dict[str, Any]:
        """The schema, as a dict that `seine.build` takes."""
        from .. import schema_path

        return tomllib.loads(schema_path("retail").read_text(encoding="utf-8"))

    def tables(self) -> dict[str, Iterator[pl.DataFrame] | pl.DataFrame]:
        """Every table and lookup by name, parents first. Tables come in cells of 16,384 members."""
        return {
            "members": self._cells(member_frame),
            "orders": self._cells(order_frame),
            "items": self._cells(item_frame),
            "messages": self._cells(message_frame),
            "events": self._cells(event_frame),
            "returns": self._cells(return_frame),
            "cancellations": self._cells(cancellation_frame),
            "views": self._cells(view_frame),
            "completions": self._cells(completion_frame),
            "redemptions": self._cells(redemption_frame),
            "vouchers": self._cells(voucher_frame),
            "carts": self._cells(cart_frame),
            "sessions": self._cells(session_frame),
            "products": self.products(),
            "campaigns": self.campaigns(),
            "stores": self.stores(),
            "coupons": coupon_lookup(self.world),
            "offers": offer_lookup(self.world),
        }

    def _cells(self, make: Callable[[World, int], pl.DataFrame]) -> Iterator[pl.DataFrame]:
        for cell in range((self.world.members + CELL - 1) // CELL):
            yield make(self.world, cell)

    def products(self) -> pl.DataFrame:
        world = self.world
        word = coded(words.ADJECTIVES, world.product_word, text=True)
        category = coded(words.CATEGORIES, world.product_category, text=True)
        return pl.DataFrame(
            {
                "code": product_codes(world),
                "name": word + " " + category,
                "category": category,
                "brand": coded(words.BRANDS, world.product_brand, text=True),
                "colour": coded(words.COLOURS, world.product_colour, text=True),
                "price": decimals(world.product_price),
            }
        )

    def campaigns(self) -> pl.DataFrame:
        world = self.world
        sales = len(world.sale_day)
        channels = [[words.REACH[i % len(words.REACH)]] for i in range(sales)]
        starts = EPOCH_DAY + np.concatenate((world.sale_day, np.zeros(len(words.FLOWS), int)))
        types = words.CAMPAIGN_TYPES * (sales // len(words.CAMPAIGN_TYPES))
        return pl.DataFrame(
            {
                "code": message_codes(world),
                "type": types + ["flow"] * len(words.FLOWS),
                "starts": dates(starts.astype(np.int32)),
                "channels": [*channels, words.REACH, ["email"], ["line"], ["app"]],
            }
        )

    def stores(self) -> pl.DataFrame:
        world = self.world
        opened = [
            dt.date(2015 + i % 9, 1 + i % 12, 1 + i % 28) for i in range(len(world.store_city))
        ]
        return pl.DataFrame(
            {
                "code": store_codes(world),
                "city": coded(words.CITIES, world.store_city, text=True),
                "format": coded(["standard", "flagship", "outlet"], world.store_format, text=True),
                "opened": opened,
            }
        )
