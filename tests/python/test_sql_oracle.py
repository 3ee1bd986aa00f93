"""A second oracle: the same questions in SQL, by DuckDB, over the raw files of real data sets.

The SQL knows nothing of Seine: it reads the raw files itself. Each question is asked in the zone of
the files' wall clock, as of just after the newest row.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
import seine as sn
from seine.datasets import schema_path
from seine.datasets.prepare_foodmart import prepare

pytestmark = pytest.mark.slow

ONLINE_RETAIL = """
create table lines as
    select row_number() over () as rn, InvoiceNo as invoice, StockCode as product,
        Description as description, Quantity::bigint as quantity, InvoiceDate::timestamp as t,
        UnitPrice::decimal(18, 3) as price, CustomerID as id, Country as country
    from read_csv('{folder}/onlineretail.csv.gz', all_varchar=true, parallel=false);
create table products as select product, arg_min(coalesce(description, ''), rn) as description
    from lines group by product;
delete from lines where id is null;
create table customers as select id, arg_min(country, rn) as country from lines group by id;
create table orders as select invoice, arg_min(id, rn) as id, arg_min(t, rn) as t
    from lines group by invoice;
create table items as
    select o.id, o.invoice, o.t, l.product, l.quantity, l.price, l.quantity * l.price as amount
    from lines l join orders o using (invoice);
create macro as_of() as (select max(t) from orders) + interval 1 microsecond;
create macro bought(p) as table select id from items where product = p;
create macro spent() as table select id, sum(amount) as total from items group by id;
"""

RETAIL = [
    ('country = "France"', "select id from customers where country = 'France'"),
    ('country != "United Kingdom"', "select id from customers where country <> 'United Kingdom'"),
    (
        'country in ("France", "Germany", "EIRE")',
        "select id from customers where country in ('France', 'Germany', 'EIRE')",
    ),
    ('country not in ("Spain")', "select id from customers where country <> 'Spain'"),
    ('country contains "land"', "select id from customers where contains(country, 'land')"),
    (
        'country starts with "u" ignoring case',
        "select id from customers where lower(country) like 'u%'",
    ),
    ('country ends with "y"', "select id from customers where country like '%y'"),
    (
        'country matches "^(Sp|It)"',
        "select id from customers where regexp_matches(country, '^(Sp|It)')",
    ),
    ('country like "_u%"', "select id from customers where country like '_u%'"),
    ('not country = "France"', "select id from customers where country <> 'France'"),
    ("any orders where at in 2011-03",
     "select id from orders where date_trunc('month', t) = '2011-03-01'"),
    ("no orders where at >= 2011-09-01",
     "from customers anti join (from orders where t >= '2011-09-01') using (id) select id"),
    ("all orders where at < 2011-06-01",
     "select id from orders group by id having max(t) < '2011-06-01'"),
    ('any orders where invoice starts with "C"',
     "select id from orders where starts_with(invoice, 'C')"),
    ("count(orders) >= 10", "select id from orders group by id having count(*) >= 10"),
    ("count(orders where at in last 90 days) >= 3",
     "select id from orders where t >= as_of() - interval 90 day"
     " group by id having count(*) >= 3"),
    ("any orders where at in last 36 hours",
     "select id from orders where t >= as_of() - interval 36 hour"),
    ('count(orders where invoice starts with "C") = 0 and count(orders) > 5',
     "select id from orders group by id having count(*) > 5"
     " and count(*) filter (starts_with(invoice, 'C')) = 0"),
    ("sum(orders.items.amount) >= 5000", "select id from spent() where total >= 5000"),
    ("sum(orders.items.amount) < 0", "select id from spent() where total < 0"),
    ("sum(orders.items.amount where quantity > 0) between 100 and 200",
     "select id from items where quantity > 0 group by id having sum(amount) between 100 and 200"),
    ("avg(orders.items.price) < 1.5",
     "select id from items group by id having sum(price) < 1.5 * count(*)"),
    ("max(orders.items.quantity) >= 1000",
     "select id from items group by id having max(quantity) >= 1000"),
    ("min(orders.items.price) = 0", "select id from items group by id having min(price) = 0"),
    ("min(orders.at) >= 2011-10-01",
     "select id from orders group by id having min(t) >= '2011-10-01'"),
    ("max(orders.at) < 2011-03-01",
     "select id from orders group by id having max(t) < '2011-03-01'"),
    ('any orders.items where product = "85123A"', "from bought('85123A')"),
    ("any orders.items where product = \"22423\"", "from bought('22423')"),
    ('any orders.items where (product = "85123A" and quantity >= 12 and at in 2011-Q2)',
     "select id from items where product = '85123A' and quantity >= 12"
     " and t >= '2011-04-01' and t < '2011-07-01'"),
    ('no orders.items where product starts with "2"',
     "from customers anti join (from items where starts_with(product, '2')) using (id) select id"),
    ("all orders.items where quantity > 0",
     "select id from items group by id having min(quantity) > 0"),
    ('any orders where ((any items where product = "22423")'
     ' and (any items where product = "85123A"))',
     "select a.id from items a join items b using (invoice)"
     " where a.product = '22423' and b.product = '85123A'"),
    ('(any orders.items where product = "22423") and (no orders.items where product = "85123A")',
     "from bought('22423') except from bought('85123A')"),
    ("any orders where count(items) >= 100",
     "select id from items group by id, invoice having count(*) >= 100"),
    ("any orders where sum(items.amount) > 2000",
     "select id from items group by id, invoice having sum(amount) > 2000"),
    ("count(orders where sum(items.amount) > 500) >= 5",
     "select id from (select id, invoice from items group by all having sum(amount) > 500)"
     " group by id having count(*) >= 5"),
    ("any orders where all items where quantity < 0",
     "select id from items group by id, invoice having max(quantity) < 0"),
    ("any orders where no items where price > 1",
     "select id from items group by id, invoice having max(price) <= 1"),
    ('any orders.items where product.description contains "CHRISTMAS"',
     "select id from items join products using (product) where contains(description, 'CHRISTMAS')"),
    ('count(orders.items where product.description contains "BAG") >= 20',
     "select id from items join products using (product) where contains(description, 'BAG')"
     " group by id having count(*) >= 20"),
    ('at least 2 of (country = "France", count(orders) >= 5, sum(orders.items.amount) > 1000)',
     "select id from customers join spent() using (id)"
     " join (select id, count(*) as n from orders group by id) using (id)"
     " where (country = 'France')::int + (n >= 5)::int + (total > 1000)::int >= 2"),
    ('exactly 1 of (any orders.items where product = "22423",'
     ' any orders.items where product = "85123A")',
     "(from bought('22423') union from bought('85123A')) except"
     " (from bought('22423') intersect from bought('85123A'))"),
    ("any orders where at in previous 2 months",
     "select id from orders where t >= '2011-10-01' and t < '2011-12-01'"),
    ("any orders where at in this month", "select id from orders where t >= '2011-12-01'"),
    ("any orders where at between 2011-08-30 and 2011-08-31",
     "select id from orders where t >= '2011-08-30' and t < '2011-09-01'"),
]  # fmt: skip

JOURNEY = [
    ("age is missing", "select id from everyone except select id from people"),
    ('age = "25-34" and kids_count != "0"',
     "select id from people where age = '25-34' and kids_count <> '0'"),
    ('any baskets.items where (product.department = "PRODUCE" and sales_value > 5)',
     "select id from lines join products using (product_id)"
     " where department = 'PRODUCE' and value > 5"),
    ("sum(baskets.items.sales_value) > 100",
     "select id from lines group by id having sum(value) > 100"),
    ('any mailings where campaign.type = "Type A"',
     "select household_id from mailings join campaigns using (campaign_id)"
     " where campaign_type = 'Type A'"),
    ('(any mailings where campaign.type = "Type A") and (no redemptions)',
     "select household_id from mailings join campaigns using (campaign_id)"
     " where campaign_type = 'Type A' except select household_id from redemptions"),
    ("count(redemptions where at in 2017-11) >= 2",
     "select household_id from redemptions where redemption_date like '2017-11-%'"
     " group by all having count(*) >= 2"),
    ("any baskets where (at >= 2017-12-24 and sum(items.quantity) >= 5)",
     "select id from lines where t >= '2017-12-24' group by id, basket_id"
     " having sum(quantity) >= 5"),
]  # fmt: skip
JOURNEY_TABLES = """
create table people as select household_id as id, * from read_csv('{folder}/demographics.csv.gz',
    all_varchar=true);
create table lines as select household_id as id, basket_id, product_id,
    quantity::bigint as quantity, round(sales_value::double, 2)::decimal(18, 2) as value,
    transaction_timestamp::timestamp as t
    from read_csv('{folder}/transactions_sample.csv.gz', all_varchar=true);
create table products as from read_csv('{folder}/products.csv.gz', all_varchar=true);
create table mailings as from read_csv('{folder}/campaigns.csv.gz', all_varchar=true);
create table campaigns as from read_csv('{folder}/campaign_descriptions.csv.gz', all_varchar=true);
create table redemptions as from read_csv('{folder}/coupon_redemptions.csv.gz', all_varchar=true);
create table everyone as select id from people union select id from lines
    union select household_id from mailings union select household_id from redemptions;
"""

CDNOW = [
    ("sum(purchases.amount) > 200", "select id from cd group by id having sum(amount) > 200"),
    ("count(purchases where at >= 1998-01-01) = 0",
     "select id from cd group by id having max(t) < '1998-01-01'"),
    ("any purchases where discs >= 10", "select id from cd where discs >= 10"),
    ("avg(purchases.amount) >= 50",
     "select id from cd group by id having sum(amount) >= 50 * count(*)"),
    ("max(purchases.amount) = 0", "select id from cd group by id having max(amount) = 0"),
    ("all purchases where amount < 15", "select id from cd group by id having max(amount) < 15"),
    ("min(purchases.at) in 1997-02",
     "select id from cd group by id having min(t) >= '1997-02-01' and min(t) < '1997-03-01'"),
]  # fmt: skip
CDNOW_TABLES = r"""
create table cd as select f[1] as id, strptime(f[2], '%Y%m%d') as t, f[3]::bigint as discs,
    f[4]::decimal(18, 2) as amount
    from (select regexp_split_to_array(trim(line, E' \r'), ' +') as f from
        read_csv('{folder}/CDNOW_master.txt.gz', columns={{'line': 'varchar'}}, delim='\t',
            header=true, quote='', escape=''));
"""


FOODMART = [
    ("children_at_home = children and children > 0",
     "select id from customers where home = children and children > 0"),
    ("children_at_home < children", "select id from customers where home < children"),
    ('born between 1950-01-01 and 1959-12-31 and not gender = "F"',
     "select id from customers where born >= '1950-01-01' and born < '1960-01-01'"
     " and gender <> 'F'"),
    ("opened < 1991 or born in 1961-08",
     "select id from customers where opened < '1991-01-01'"
     " or date_trunc('month', born) = '1961-08-01'"),
    ('name contains "mar" ignoring case',
     "select id from customers where contains(lower(name), 'mar')"),
    ("member in (1, 2, 3, 999999)", "select id from customers where id in (1, 2, 3)"),
    ('exactly 2 of (gender = "F", card = "Gold", cars >= 3)',
     "select id from customers where (gender = 'F')::int + (card = 'Gold')::int"
     " + (cars >= 3)::int = 2"),
    ('any orders.items where (product.category = "Vegetables" and units >= 4)',
     "select id from items where category = 'Vegetables' and units >= 4"),
    ("no orders.items where product.low_fat",
     "from (select id from customers) anti join (from items where low_fat) using (id)"),
    ('all orders.items where product.family = "Food"',
     "select id from items group by id having bool_and(family = 'Food')"),
    ('count(orders.items where product.family = "Drink") >= 10',
     "select id from items where family = 'Drink' group by id having count(*) >= 10"),
    ('sum(orders.items.amount where product.department = "Produce" and at in 1997-Q4) > 20',
     "select id from items where department = 'Produce' and t >= '1997-10-01' and t < '1998-01-01'"
     " group by id having sum(amount) > 20"),
    ("avg(orders.items.amount) >= 8",
     "select id from items group by id having sum(amount) >= 8 * count(*)"),
    ("min(orders.items.amount) < 0.6",
     "select id from items group by id having min(amount) < 0.6"),
    ("max(orders.items.cost) > 9", "select id from items group by id having max(cost) > 9"),
    ("any orders where at = 1998-12-25",
     "select id from items where t >= '1998-12-25' and t < '1998-12-26'"),
    ('any orders.items where promotion.media has any ("TV", "Radio")',
     "select id from items where list_has_any(media, ['TV', 'Radio'])"),
    ('any orders.items where (promotion.media has all ("TV", "Radio")'
     " and size(promotion.media) = 3)",
     "select id from items where list_has_all(media, ['TV', 'Radio']) and len(media) = 3"),
    ('count(orders where store.state = "WA" and all items where units >= 3) >= 2',
     "select id from (select id, t, store from items where state = 'WA' group by all"
     " having min(units) >= 3) group by id having count(*) >= 2"),
    ('any orders where (at in previous 12 months and sum(items.amount) >= 100'
     ' and no items where product.family = "Drink")',
     "select id from items where t >= '1997-12-01' and t < '1998-12-01'"
     " group by id, t, store having sum(amount) >= 100 and not bool_or(family = 'Drink')"),
    ("max(orders.at) < 1997-03",
     "select id from items group by id having max(t) < '1997-03-01'"),
]  # fmt: skip
FOODMART_TABLES = """
create table customers as select customer_id::bigint as id, fullname as name, gender,
    member_card as card, birthdate::date as born, date_accnt_opened::date as opened,
    total_children::int as children, num_children_at_home::int as home, num_cars_owned::int as cars
    from read_csv('{folder}/customer.csv.gz', all_varchar=true);
create table items as select f.customer_id::bigint as id, d.the_date::timestamp as t,
    f.store_id as store, s.store_state as state, f.unit_sales::double::bigint as units,
    f.store_sales::decimal(18, 4) as amount, f.store_cost::decimal(18, 4) as cost,
    c.product_category as category, c.product_department as department,
    c.product_family as family, p.low_fat::bool as low_fat,
    string_split(m.media_type, ', ') as media
    from (from read_csv('{folder}/sales_fact_1997.csv.gz', all_varchar=true)
        union all from read_csv('{folder}/sales_fact_dec_1998.csv.gz', all_varchar=true)) f
    join read_csv('{folder}/time_by_day.csv.gz', all_varchar=true) d using (time_id)
    join read_csv('{folder}/product.csv.gz', all_varchar=true) p using (product_id)
    join read_csv('{folder}/product_class.csv.gz', all_varchar=true) c using (product_class_id)
    join read_csv('{folder}/store.csv.gz', all_varchar=true) s using (store_id)
    join read_csv('{folder}/promotion.csv.gz', all_varchar=true) m using (promotion_id);
"""


def answers(
    name: str, zone: str, folder: Path, setup: str, questions: list[tuple[str, str]], raw: Path
) -> list[tuple[str, set[str], set[str]]]:
    """The question, Seine's members, SQL's. `folder` has what Seine reads, `raw` what SQL does."""
    store = sn.build(schema_path(name), data=folder)
    database = duckdb.connect()
    for statement in setup.format(folder=raw).split(";\n"):
        database.execute(statement)
    return [
        (
            text,
            {str(key) for key in store.audience(text, timezone=zone)},
            {str(row[0]) for row in database.execute(sql).fetchall()},
        )
        for text, sql in questions
    ]


@pytest.mark.parametrize(
    ("name", "zone", "setup", "questions"),
    [
        ("online_retail", "UTC", ONLINE_RETAIL, RETAIL),
        ("complete_journey", "America/New_York", JOURNEY_TABLES, JOURNEY),
        ("cdnow", "America/New_York", CDNOW_TABLES, CDNOW),
        ("foodmart", "America/Los_Angeles", FOODMART_TABLES, FOODMART),
    ],
    ids=["online_retail", "complete_journey", "cdnow", "foodmart"],
)
def test_same_members(
    name: str,
    zone: str,
    setup: str,
    questions: list[tuple[str, str]],
    real_data: Path,
    tmp_path: Path,
) -> None:
    raw = folder = real_data / name
    if name == "foodmart":
        folder = tmp_path
        prepare(raw, folder)
    wrong = {
        text: (len(ours), len(theirs), sorted(ours ^ theirs)[:5])
        for text, ours, theirs in answers(name, zone, folder, setup, questions, raw)
        if ours != theirs
    }
    assert not wrong


def test_there_are_enough() -> None:
    assert len(RETAIL) + len(JOURNEY) + len(CDNOW) + len(FOODMART) >= 80
