-- The demo store's raw files as DuckDB sees them. Times are wall clocks of Taipei, which is UTC+8
-- all the year; `id` is the member. `{folder}` is where the generator wrote its Parquet files.

create macro taipei(t) as make_timestamp(epoch_us(t) + 28_800_000_000);

create table members as
    select member as id, taipei(joined_at) as joined, * exclude (member, joined_at)
    from read_parquet('{folder}/members/*.parquet');
-- A history: its rows with the member as `id` and the time as `t`.
create macro history(name) as table
    select member as id, taipei("at") as t, * exclude (member, "at")
    from read_parquet('{folder}/' || name || '/*.parquet');
create table orders as from history('orders');
create table messages as from history('messages');
create table events as from history('events');
create table returns as from history('returns');
create table cancellations as from history('cancellations');
create table views as from history('views');
create table completions as from history('completions');
create table redemptions as from history('redemptions');
create table sessions as from history('sessions');
create table vouchers as
    select taipei(expires_at) as expires, * exclude (expires_at) from history('vouchers');
create table carts as
    select taipei(checked_out_at) as checked_out, * exclude (checked_out_at) from history('carts');
create table items as
    select o.*, i.product, i.quantity, i.price, i.quantity * i.price as paid
    from read_parquet('{folder}/items/*.parquet') i join orders o using (order_id);

create table products as from '{folder}/products.parquet';
create table campaigns as from '{folder}/campaigns.parquet';
create table stores as from '{folder}/stores.parquet';
create table coupons as from '{folder}/coupons.parquet';
create table offers as from '{folder}/offers.parquet';

-- The end of every window: just after the newest row.
create table clock as
    select max(t) + interval 1 microsecond as now from (
        select t from orders union all select t from messages union all select t from events
        union all select t from returns union all select t from views
        union all select t from completions union all select t from redemptions
        union all select t from carts union all select t from sessions
        union all select t from cancellations union all select t from vouchers
        union all select joined from members);
create macro as_of() as (select now from clock);
create macro ago(length) as (select now - length from clock);
create macro midnight() as (select date_trunc('day', now) from clock);

-- Every member, with what they spent and how often they ordered.
create table spent as
    select members.id, coalesce(sum(amount), 0) as total, count(order_id) as n,
        max(t) as latest, min(t) as earliest
    from members left join orders using (id) group by members.id;
-- Of members with two orders or more, the mean days of 24 hours between one and the next.
create table cycles as
    select id, (epoch_us(latest) - epoch_us(earliest)) / 86400000000.0 / (n - 1) as days
    from spent where n >= 2;
-- How many whole days ago the latest order was.
create macro idle(latest) as floor((epoch_us(as_of()) - epoch_us(latest)) / 86400000000.0);
-- Buyers in fifths of recency, frequency and money, 5 the highest; of a tie the smaller id first.
create table rfm as
    select id, 6 - ntile(5) over (order by latest desc, id) as r,
        6 - ntile(5) over (order by n desc, id) as f,
        6 - ntile(5) over (order by total desc, id) as m
    from spent where n > 0;
create table year_spent as
    select id, sum(amount) as year_total from orders where t >= ago(interval 365 day) group by id;
-- Tiers as numbers, 0 to 3: that which the spend of a year earns, and that which a member holds.
create table tiers as
    select id, tier, override, coalesce(year_total, 0) as year_total,
        (year_total >= 100)::int + (year_total >= 300)::int + (year_total >= 800)::int as reached,
        coalesce(reached, 0) as earned,
        list_position(['standard', 'silver', 'gold', 'platinum'], tier) - 1 as held
    from members left join year_spent using (id);
