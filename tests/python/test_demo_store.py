"""The documented language can be typed against the demo store, and most of it selects somebody."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
import seine as sn
from test_language import language_page

# What the language offers, one filter each, in the order of a tour through it.
LINES = """
gender = "F" and age between 29 and 50 and city in ("Taipei", "新北市")        # a comment
tags has "vip"
tags has any ("vip", "wine lover")
tags has all ("vip", "wine lover")
tags has none ("blocked", "complaint")
tags has only ("vip", "newsletter")
size(tags) >= 3
name contains "陳"
any orders.items where product starts with "85"
email ends with "@gmail.com"
email ends with "@x.com"
city like "New%"
city matches "^T.*"
name not contains "test"
city not in ("Taipei", "新北市")
city = "taipei" ignoring case
subscribed
not subscribed
email is missing
phone exists
billing_city = shipping_city
override else tier = "gold"
birthday anniversary in next 7 days
birthday month = 12
any orders
no orders
any orders where channel = "web"
all orders where channel = "web"
any orders where (channel = "line" and at in last 90 days)
no messages where (campaign = "double-11" and kind = "sent")
any orders.items where (product = "85123A" and channel = "web")
any orders where ((any items where product = "A") and (any items where product = "B"))
any orders.items where (product.category = "wine" and product.price > 1000)
any orders where at weekday in (sat, sun)
any orders where at hour between 9 and 17
any orders where at date = 2025-11-11
any orders where at day of month = 1
any orders where at week = 1
any orders where at month = 12
any orders where at quarter = 4
any orders where at year = 2025
any orders in each of the last 4 quarters
any orders in each of the previous 3 months where amount > 10
count(orders where channel in ("line", "pos") and amount > 5) >= 3
sum(orders.amount where at in last 365 days) >= 5000
avg(orders.amount) > 100
min(orders.amount) > 20
max(orders.amount) > 200
distinct(orders.items.product) >= 100
mode(orders.store) = "Ximen"
distinct days(orders.at) >= 5
distinct weeks(orders.at) >= 5
distinct months(orders.at) >= 5
distinct quarters(orders.at) >= 4
distinct years(orders.at) >= 2
sum(quantity * price of orders.items where product = "85123A") > 100
latest(orders).channel = "pos"
first(orders).at in last 30 days
nth(orders, 2).amount > 100
nth(orders, -2).at < 2026-01-01
latest(orders where channel = "web").amount > 100
any latest(orders).items where product = "A"
days since latest(orders).at > 90
hours since latest(orders).at > 90
weeks since latest(orders).at > 13
months since latest(orders).at > 3
years since latest(orders).at >= 1
days from first(orders).at to nth(orders, 2).at <= 30
days since latest(orders).at > 3 * avg gap(orders)
min gap(orders) < 1
max gap(orders) > 180
median gap(orders) between 20 and 40
count(orders where at <= first(orders).at + 90 days) = 1
sum(orders.amount) / count(orders) >= 400
sum(orders.amount) in top 20%
sum(orders.amount) in bottom 100
ntile(5, sum(orders.amount)) = 5
sum(orders.amount) in top holding 80%
sum(orders.amount) in top 20% among (any orders)
sum(orders.amount where at in last 365 days) in top 10 per city among (any orders)
sum(orders.amount) > 2 * mean(sum(orders.amount))
sum(orders.amount) > median(sum(orders.amount)) among (any orders)
sum(orders.amount) > percentile(sum(orders.amount), 95)
sum(orders.amount) * 10000 > total(sum(orders.amount))
rfm(orders, amount, 5).recency = 5
rfm(orders, amount, 5).frequency = 5
rfm(orders, amount, 5).monetary = 5
lifecycle(orders, 30 days, 180 days) = "lapsed"
napl(orders, 3) = "repeat"
nes(orders) = "S1"
sequence (orders.items where product = "22423") then (orders.items where product = "85099B") within 60 days
sequence (messages where kind = "opened") then no (orders) within 48 hours
sequence (orders.items as a) then at or after (returns where product = a.product) within 30 days
any completions as c where (no views where (offer = c.offer and at <= c.at))
any redemptions as r where (any orders.items where product in r.coupon.products)
at least 2 of (subscribed, any orders, tags has "vip")
exactly 1 of (subscribed, any orders, tags has "vip")
at most 1 of (subscribed, any orders, tags has "vip")
score of (2: subscribed, 1: any orders) >= 2
segment("vip") and not (segment("vip") as of 30 days ago)
member in ("17850", "13047")
member in list("uploaded")
bucket(100, "spring test") < 10
any orders where at in calendar("double-11", 2025)
any orders where amount > $minimum
everyone
nobody
""".strip().splitlines()  # noqa: E501

# Definitions that marketers ask for.
ASKED = """
any carts where (checked_out_at is missing and at between 8 days ago and 7 days ago)
override exists and override != tier
distinct days(sessions.at where at in last 7 days) >= 5
count(messages where kind = "rejected" and at in last 90 days) >= 3 and (no messages where (kind = "delivered" and at in last 90 days))
country = "Germany" and email exists and (age > 30 or education = "university" or education is missing or occupation = "retail" or relationship = "single" or relationship is missing)
children > 3
sequence (orders.items as a where product.category = "shoes") then (returns where product = a.product) within 5 days
sequence (views as v) then (orders.items where product = v.product)
(any views as v where (no orders.items where product = v.product)) and any orders
count(events where kind = "viewed") > count(events where kind = "favourited")
any views where offer.product.category = "coffee"
count(returns) / count(orders.items) > 0.2
""".strip().splitlines()  # noqa: E501

# Names of docs/language.md that stand for a reader's own columns.
PLACEHOLDERS = {"first name", "in", "year_of_birth", "price", "sku", "a", "b", "c", "d"}

GIVEN: dict[str, Any] = {"lists": {"uploaded": [1, 17, 4711]}}


def selected(store: sn.Store, line: str) -> int:
    parameters = {"minimum": 100} if "$minimum" in line else {}
    count = store.count(line, **GIVEN, **parameters)
    assert len(store.audience(line, **GIVEN, **parameters)) == count
    return int(count)


@pytest.fixture(scope="module")
def counts(retail: sn.Store) -> dict[str, int]:
    return {line: selected(retail, line) for line in LINES}


def test_most_lines_tell_members_apart(retail: sn.Store, counts: dict[str, int]) -> None:
    nobody = {line for line, count in counts.items() if count == 0}
    everyone = {line for line, count in counts.items() if count == len(retail)}
    assert len(nobody | everyone) <= len(LINES) / 10
    assert nobody == {"nobody", 'email ends with "@x.com"'}
    assert everyone == {"everyone", 'name not contains "test"'}


@pytest.mark.parametrize("line", ASKED)
def test_what_marketers_ask(retail: sn.Store, line: str) -> None:
    assert 0 < selected(retail, line) < len(retail)


def test_every_segment_selects_somebody(retail: sn.Store) -> None:
    for name in retail.info().segments:
        assert 0 < retail.count(f'segment("{name}")') < len(retail), name


@pytest.mark.filterwarnings("ignore::seine.FilterWarning")
def test_the_language_page_can_be_typed(retail: sn.Store) -> None:
    """But for lines about columns of the reader's own; those about a bare `at` mean a row's."""
    refused = {}
    for line in language_page():
        try:
            selected(retail, f"any orders where ({line})" if line.startswith("at ") else line)
        except sn.FilterError as error:
            refused[line] = str(error)
    unknown = tuple(f"unknown column `{name}`" for name in PLACEHOLDERS)
    assert [error for error in refused.values() if not error.startswith(unknown)] == []
    assert len(refused) < 12


# With parameters, without them, and the parameters: every type, everywhere a constant may stand.
PARAMETERS: list[tuple[str, str, dict[str, Any]]] = [
    ("age >= $x", "age >= 30", {"x": 30}),
    ("points >= $x", "points >= 12.5", {"x": Decimal("12.5")}),
    ("satisfaction > $x", "satisfaction > 2.5", {"x": 2.5}),
    ("subscribed = $x", "subscribed = true", {"x": True}),
    ("birthday < $x", "birthday < 1990-01-01", {"x": date(1990, 1, 1)}),
    (
        "any orders where at >= $x",
        "any orders where at >= 2025-11-11 10:00",
        {"x": datetime(2025, 11, 11, 10)},
    ),
    ("any orders where at in $x", "any orders where at in 2025-11-11", {"x": date(2025, 11, 11)}),
    ("city = $x", 'city = "Taipei"', {"x": "Taipei"}),
    ("name contains $x", 'name contains "a"', {"x": "a"}),
    ("tags has $x", 'tags has "vip"', {"x": "vip"}),
    ("tags has any $x", 'tags has any ("vip", "wine lover")', {"x": ["vip", "wine lover"]}),
    ("city in $x", 'city in ("Taipei", "Tainan")', {"x": ["Taipei", "Tainan"]}),
    ("age in $x", "age in (30, 31)", {"x": [30, 31]}),
    ("age in ($x, $y)", "age in (30, 31)", {"x": 30, "y": 31}),
    ("age between $x and $y", "age between 30 and 40", {"x": 30, "y": 40}),
    ("any orders where amount > $x - 1", "any orders where amount > 99", {"x": 100}),
    ("nth(orders, $n).amount > 50", "nth(orders, 2).amount > 50", {"n": 2}),
    ("any orders where at in last $n days", "any orders where at in last 30 days", {"n": 30}),
    ("days since latest(orders).at > $n", "days since latest(orders).at > 90", {"n": 90}),
    (
        "birthday anniversary in next $n days",
        "birthday anniversary in next 30 days",
        {"n": 30},
    ),
    (
        "sequence (orders) then (orders) within $n days",
        "sequence (orders) then (orders) within 30 days",
        {"n": 30},
    ),
    ("sum(orders.amount) in top $n%", "sum(orders.amount) in top 20%", {"n": 20}),
    ("sum(orders.amount) in top $n", "sum(orders.amount) in top 20", {"n": 20}),
    ("ntile($k, age) = 1", "ntile(4, age) = 1", {"k": 4}),
    ("age > percentile(age, $p)", "age > percentile(age, 90)", {"p": 90}),
    ("at least $k of (any orders, age > 30)", "at least 2 of (any orders, age > 30)", {"k": 2}),
    (
        "score of ($w: any orders, 1: age > 30) >= 2",
        "score of (2: any orders, 1: age > 30) >= 2",
        {"w": 2},
    ),
    ('bucket($n, "a") < 3', 'bucket(10, "a") < 3', {"n": 10}),
    ('napl(orders, $k) = "lapsed"', 'napl(orders, 3) = "lapsed"', {"k": 3}),
    ("rfm(orders, amount, $k).recency = 5", "rfm(orders, amount, 5).recency = 5", {"k": 5}),
    ("(any orders) as of $t", "(any orders) as of 2025-11-11", {"t": date(2025, 11, 11)}),
    (
        'any orders where at in calendar("double-11", $y)',
        'any orders where at in calendar("double-11", 2025)',
        {"y": 2025},
    ),
]


@pytest.mark.parametrize(("text", "plain", "parameters"), PARAMETERS)
def test_parameters(retail: sn.Store, text: str, plain: str, parameters: dict[str, Any]) -> None:
    given = retail.audience(text, **parameters)
    assert 0 < len(given) < len(retail)
    assert given == retail.audience(plain)
