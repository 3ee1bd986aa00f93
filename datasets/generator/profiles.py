"""What members said of themselves: telephone, addresses, family, work; and a tier by hand."""

from __future__ import annotations

import numpy as np
import polars as pl

from . import words
from .frames import coded, nullable
from .world import Ints, pick


def profile_columns(
    rng: np.random.Generator, city: Ints, age: Ints, tier: Ints
) -> dict[str, pl.Series]:
    """Columns of a cell's members: `city` and `tier` are codes of words.CITIES and words.TIERS."""
    n = len(city)
    country = _home(city)
    billing = np.where(rng.random(n) < 0.9, city, rng.integers(0, len(words.CITIES), n))
    shipping = np.where(rng.random(n) < 0.85, billing, rng.integers(0, len(words.CITIES), n))
    origin = np.where(rng.random(n) < 0.93, country, rng.integers(0, len(words.COUNTRIES), n))
    single = rng.random(n) < np.interp(age, [18, 30, 45, 90], [0.98, 0.6, 0.3, 0.25])
    other = pick(np.array([0.84, 0.95, 1.0]), rng.random(n)) + 1
    children = rng.poisson(np.interp(age, [20, 40], [0.05, 1.5]) * np.where(single, 0.3, 1.0))
    schooling = pick(np.array([0.04, 0.29, 0.43, 0.85, 1.0]), rng.random(n))
    work = rng.integers(0, len(words.OCCUPATIONS), n)
    moved = np.clip(tier + np.where(rng.random(n) < 0.8, 1, -1), 0, len(words.TIERS) - 1)
    return {
        "phone": nullable(_phones(rng, country), rng, 0.22),
        "billing_city": nullable(coded(words.CITIES, billing), rng, 0.12),
        "shipping_city": nullable(coded(words.CITIES, shipping), rng, 0.08),
        "override": coded(words.TIERS, np.where(rng.random(n) < 0.03, moved, -1)),
        "country": nullable(coded(words.COUNTRIES, origin), rng, 0.05),
        "education": nullable(coded(words.EDUCATION, schooling), rng, 0.35),
        "occupation": nullable(coded(words.OCCUPATIONS, work), rng, 0.3),
        "relationship": nullable(coded(words.RELATIONSHIPS, np.where(single, 0, other)), rng, 0.3),
        "children": nullable(pl.Series(children), rng, 0.25),
    }


def _home(city: Ints) -> Ints:
    """The country in which each city lies."""
    country = [words.COUNTRIES.index(words.ABROAD.get(name, "Taiwan")) for name in words.CITIES]
    home: Ints = np.array(country)[city]
    return home


def _phones(rng: np.random.Generator, country: Ints) -> pl.Series:
    digits = pl.Series(rng.integers(900_000_000, 1_000_000_000, len(country))).cast(pl.String)
    return "+" + coded(words.DIALING_CODES, country, text=True) + " " + digits
