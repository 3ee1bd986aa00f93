"""The generated retailer: its tables as streams of frames, its lookups, its schema."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable, Iterator
from typing import Any

import polars as pl

from . import words
from .contacts import event_frame, message_frame
from .frames import coded, dates, decimals
from .members import CELL, member_frame
from .orders import campaign_codes, item_frame, order_frame, product_codes, store_codes
from .world import EPOCH_DAY, World, make_world


class Retail:
    """A population of `members` (1 to 10^9). Equal arguments give equal rows, on every machine.

    A thousand members have about 4,000 orders, 8,000 items, 3,900 steps of messages, 2,500 events.
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
            "products": self.products(),
            "campaigns": self.campaigns(),
            "stores": self.stores(),
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
        codes = campaign_codes(world)
        years = len(codes) // len(words.CAMPAIGN_NAMES)
        return pl.DataFrame(
            {
                "code": codes,
                "type": words.CAMPAIGN_TYPES * years,
                "starts": dates((EPOCH_DAY + world.sale_day).astype("int32")),
                "channels": [[words.REACH[i % len(words.REACH)]] for i in range(len(codes))],
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
