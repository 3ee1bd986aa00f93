"""Lines of the language beside their Python, where docs/python.md does not show them already.

The names are those of test_language.py: c members, o orders, i items, v views, `named` orders that
are called `o`.
"""

from __future__ import annotations

LINES: dict[str, str] = {
    # docs/language.md, in its order.
    'gender = "F" and age between 29 and 50 and city in ("Taipei", "新北市")': (
        '(c.gender == "F") & c.age.between(29, 50) & c.city.is_in(["Taipei", "新北市"])'
    ),
    'tags has "vip" and not subscribed': 'c.tags.has("vip") & ~c.subscribed',
    '`first name` = "Ada" and `in` > 3': '(c["first name"] == "Ada") & (c["in"] > 3)',
    "birthday exists and age >= $minimum": ('c.birthday.exists() & (c.age >= sn.param("minimum"))'),
    "2011 - 5 < year_of_birth": "sn.lit(2011) - 5 < c.year_of_birth",
    "age = 30": "c.age == 30",
    "age != 30 and age < 40 and price >= 12.50": (
        "(c.age != 30) & (c.age < 40) & (c.price >= Decimal('12.50'))"
    ),
    "age between 29 and 50": "c.age.between(29, 50)",
    'city in ("Taipei", "Kaohsiung")': 'c.city.is_in(["Taipei", "Kaohsiung"])',
    'city not in ("Taipei")': 'c.city.is_not_in(["Taipei"])',
    'name contains "陳" or sku starts with "85" or email ends with "@x.com"': (
        'c.name.contains("陳") | c.sku.starts_with("85") | c.email.ends_with("@x.com")'
    ),
    "age in (30, 2 * 10, count(orders))": "c.age.is_in([30, sn.lit(2) * 10, o.count()])",
    "30 between age and points": "sn.lit(30).between(c.age, c.points)",
    '"vip" in tags and "Taipei" in (billing_city, shipping_city)': (
        'sn.lit("vip").is_in(c.tags) & sn.lit("Taipei").is_in([c.billing_city, c.shipping_city])'
    ),
    'city between "a" and "m" ignoring case': 'c.city.between("a", "m", ignoring_case=True)',
    "email is missing and phone exists": "c.email.is_missing() & c.phone.exists()",
    'tags has any ("vip", "wine lover") and tags has none ("blocked")': (
        'c.tags.has_any("vip", "wine lover") & c.tags.has_none("blocked")'
    ),
    'tags has all ("a", "b") or tags has only ("a", "b")': (
        'c.tags.has_all("a", "b") | c.tags.has_only(["a", "b"])'
    ),
    "not a = 1 and b = 2 or c = 3": "(~(c.a == 1) & (c.b == 2)) | (c.c == 3)",
    "((not (a = 1)) and (b = 2)) or (c = 3)": "(~(c.a == 1) & (c.b == 2)) | (c.c == 3)",
    "(a or b) and not (c or d)": "(c.a | c.b) & ~(c.c | c.d)",
    "at least 2 of (subscribed, age > 30, any orders)": (
        "sn.at_least(2, c.subscribed, c.age > 30, o.any())"
    ),
    "exactly 1 of (a, b) or at most 1 of (c, d)": (
        "sn.exactly(1, c.a, c.b) | sn.at_most(1, c.c, c.d)"
    ),
    "score of (2: subscribed, 1: any orders) >= 2": (
        "sn.score((2, c.subscribed), (1, o.any())) >= 2"
    ),
    'no orders where channel = "web"': 'o.where(o.channel == "web").no()',
    "any orders in each of (2025-11, 2025-12)": 'o.any(each=["2025-11", "2025-12"])',
    'no orders in each of the last 4 quarters where channel = "web"': (
        'o.where(o.channel == "web").no(each=sn.last(4, "quarters"))'
    ),
    'all orders in each of the last 4 quarters where channel = "web"': (
        'o.all(o.channel == "web", each=sn.last(4, "quarters"))'
    ),
    "any orders.items as x where x.orders.amount > 100": (
        'i.alias("x").where(i.alias("x").orders.amount > 100).any()'
    ),
    "distinct months(at + 6 hours of orders) >= 3": ("(o.at + sn.hours(6)).distinct_months() >= 3"),
    "mode(at weekday of orders) in (sat, sun)": 'o.at.weekday.mode().is_in(["sat", "sun"])',
    "avg(orders.amount) > 100 and min(orders.amount) > 5 and max(orders.at) > 2011-09": (
        '(o.amount.avg() > 100) & (o.amount.min() > 5) & (o.at.max() > "2011-09")'
    ),
    'distinct(orders.items.product) >= 100 and mode(orders.store) = "Ximen"': (
        '(i.product.distinct() >= 100) & (o.store.mode() == "Ximen")'
    ),
    'latest(orders).channel = "pos" and first(orders).at in last 30 days': (
        '(o.latest().channel == "pos") & o.first().at.in_last(30, "days")'
    ),
    "nth(orders, 2).amount > 100 and nth(orders, -2).at < 2026-01-01": (
        '(o.nth(2).amount > 100) & (o.nth(-2).at < "2026-01-01")'
    ),
    "avg gap(orders) < 30": "o.gap().avg() < 30",
    "at in last 90 days or at in next 7 days": (
        'c.at.in_last(90, "days") | c.at.in_next(7, "days")'
    ),
    "at in today or at in yesterday or at in day 3 days ago": (
        "c.at.in_(sn.today) | c.at.in_(sn.yesterday) | c.at.in_(sn.day_ago(3))"
    ),
    "at in this month or at in previous quarter or at in previous 3 months": (
        'c.at.in_(sn.this("month")) | c.at.in_(sn.previous("quarter"))'
        ' | c.at.in_(sn.previous(3, "months"))'
    ),
    "at since 2011-01-01 and at before 2011-07-01": (
        'c.at.in_(sn.since("2011-01-01")) & c.at.in_(sn.before("2011-07-01"))'
    ),
    "at from 2011-01-01 to 2011-02-01": 'c.at.in_(sn.from_to("2011-01-01", "2011-02-01"))',
    "at between 2011-01-01 and 2011-01-31": 'c.at.between("2011-01-01", "2011-01-31")',
    "at in (2011-09, 2011-11, last 7 days)": (
        'c.at.is_in(["2011-09", "2011-11", sn.last(7, "days")])'
    ),
    'at in calendar("double-11", 2025)': 'c.at.in_(sn.calendar("double-11", 2025))',
    "at <= 2011-08-31 and at = 2011-Q3": '(c.at <= "2011-08-31") & (c.at == "2011-Q3")',
    "birthday anniversary from 2025-12-24 to 2026-01-07 or birthday anniversary in "
    "(this month, 2025-02)": (
        'c.birthday.anniversary_in(sn.from_to("2025-12-24", "2026-01-07")) | '
        'c.birthday.anniversary_in([sn.this("month"), "2025-02"])'
    ),
    "days since 2025-01-01 > days from joined_at to 2025-01-01": (
        'sn.days_since("2025-01-01") > sn.days_between(c.joined_at, "2025-01-01")'
    ),
    "latest(orders).at else 2020-01-01 < 2025": ('sn.coalesce(o.latest().at, "2020-01-01") < 2025'),
    "birthday anniversary in next 7 days and birthday month = 12": (
        'c.birthday.anniversary_in(sn.next_(7, "days")) & (c.birthday.month == 12)'
    ),
    "at hour between 9 and 17 and at day of month = 1 and at date = 2011-09-11": (
        "c.at.hour.between(9, 17) & (c.at.day_of_month == 1) & (c.at.date == '2011-09-11')"
    ),
    "sum(orders.amount) in bottom 100 and age in top 10 per city": (
        "o.amount.sum().in_bottom(100) & c.age.in_top(10, per=c.city)"
    ),
    "sum(orders.amount) > 2 * mean(sum(orders.amount)) and age < median(age) among (subscribed)": (
        "(o.amount.sum() > 2 * sn.mean(o.amount.sum()))"
        " & (c.age < sn.median(c.age, among=c.subscribed))"
    ),
    "percentile(age, 95) < 80 and total(points) > 1000": (
        "(sn.percentile(c.age, 95) < 80) & (sn.total(c.points) > 1000)"
    ),
    'lifecycle(orders, 30 days, 180 days) = "lapsed" or napl(orders, 3) = "repeat"'
    ' or nes(orders) = "S1"': (
        '(sn.lifecycle(o, sn.days(30), sn.days(180)) == "lapsed")'
        ' | (sn.napl(o, 3) == "repeat") | (sn.nes(o) == "S1")'
    ),
    "sequence no (views) within 2 days then (orders) then (orders) within 90 days of start": (
        "sn.sequence_no(v, within=sn.days(2)).then(o).then(o, within=sn.days(90), of_start=True)"
    ),
    # tests/query/language_examples.cc, in its order.
    'tags has all ("a")': 'c.tags.has_all("a")',
    'tags has none ("a","b")': 'c.tags.has_none("a", "b")',
    'tags has only ("a","b")': 'c.tags.has_only("a", "b")',
    'city not in ("a")': 'c.city.is_not_in(["a"])',
    "any orders where at day of month = 3": "o.where(o.at.day_of_month == 3).any()",
    "days since latest(orders).at > 90": "sn.days_since(o.latest().at) > 90",
    "sum(orders.amount where at in last 3 days) in top 10 per city among (any orders)": (
        'o.where(o.at.in_last(3, "days")).amount.sum().in_top(10, per=c.city, among=o.any())'
    ),
    "percentile(age, 95) < median(age) among (subscribed)": (
        "sn.percentile(c.age, 95) < sn.median(c.age, among=c.subscribed)"
    ),
    "sequence no (views) within 2 days then (orders) then no at or after (x)"
    " within 3 hours of start": (
        "sn.sequence_no(v, within=sn.days(2)).then(o)"
        ".then_no(store.x, within=sn.hours(3), of_start=True, at_or_after=True)"
    ),
    "at least 2 of (p, q, r)": "sn.at_least(2, c.p, c.q, c.r)",
    "exactly 1 of (p)": "sn.exactly(1, c.p)",
    "at most $k of (p, q and r)": 'sn.at_most(sn.param("k"), c.p, c.q & c.r)',
    "score of (2: p, 1: q) >= 2": "sn.score((2, c.p), (1, c.q)) >= 2",
    "amount > $minimum": 'c.amount > sn.param("minimum")',
    "at = 2011-09-11 08:00": "c.at == dt.datetime(2011, 9, 11, 8)",
    "at >= 2011-09-11T08:00+08:00 and at in (2011-09, 2011-Q3, last 3 days, today)"
    " or x = -5 and y = -(5) - -3.50": (
        '(c.at >= "2011-09-11T08:00+08:00")'
        ' & c.at.is_in(["2011-09", "2011-Q3", sn.last(3, "days"), sn.today])'
        " | (c.x == -5) & (c.y == -sn.lit(5) - Decimal('-3.50'))"
    ),
    "at since 2011-01-01": 'c.at.in_(sn.since("2011-01-01"))',
    "at not before 2011-01-01": 'c.at.not_.in_(sn.before("2011-01-01"))',
    "at in from 2011-01-01 to 2011-01-02": 'c.at.in_(sn.from_to("2011-01-01", "2011-01-02"))',
    "at in day 3 days ago": "c.at.in_(sn.day_ago(3))",
    "(a or b) and not (c and d)": "(c.a | c.b) & ~(c.c & c.d)",
    "any orders where (a + b) * c > 3": "o.where((o.a + o.b) * o.c > 3).any()",
    "any orders where not (a and b) or c": "o.where(~(o.a & o.b)).any() | c.c",
    "`weird name`.`in` = 3": 'c["weird name"]["in"] == 3',
    "member = member": "sn.member == sn.member",
    "count(orders as o where (any items where price > o.amount)) > 1": (
        "named.where(i.where(i.price > named.amount).any()).count() > 1"
    ),
    'name matches "\\d+\\\\ \\" \'"': r"""c.name.matches('\\d+\\ " \'')""",
}

# Parts of other lines, and a line in which they stand.
FRAGMENTS = {
    "any orders.items where product in r.coupon.products": (
        "any redemptions as r where (any orders.items where product in r.coupon.products)"
    ),
}

# Lines that only the parser accepts, and why Python does not write them.
PARSER_ONLY = {
    "rfm(orders, amount, (1,2, 3), (a+b)*3).recency per city among (any orders) = 5": (
        "rfm takes a number of classes or three lists of bounds"
    ),
}
